"""Oracles on answers written by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.documented import keyed
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Claim, Message, Reply
from tallystick.fuzz.oracles import echo, idempotency, judged, refusal, sharing
from tallystick.fuzz.oracles.lifecycle import Walk, lifecycle_of, stands
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app as serve
from tallystick.text import Json

ID = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
MADE = Case(
    operation="makeBox",
    kind="valid",
    expect="accepted",
    message=Message(method="POST", path="/boxes"),
)
BROKEN = Case(
    operation="makeBox",
    kind="rule",
    expect="refused",
    claim=Claim(operation="makeBox", name="shut-needs-lid"),
    message=Message(method="POST", path="/boxes"),
)


def reply(status: int, value: Json, media_type: str = "application/json") -> Reply:
    """Return an answer with a JSON body."""
    return Reply(
        status=status, headers={"content-type": media_type}, body=json.dumps(value).encode()
    )


def kinds(api: Api, case: Case, answer: Reply) -> list[str]:
    """Return the kinds of findings of all plain oracles."""
    scene = Scene(api, Judging(api))
    return [found.kind for found in judged(scene, case, answer)]


BOX: dict[str, Json] = {"id": ID, "state": "waiting", "kind": "open"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(201, BOX), []),
        (reply(200, BOX), ["undocumented-status"]),
        (reply(500, {}), ["server-error"]),
        (reply(201, BOX, "text/html"), ["response-content-type"]),
        (reply(201, {**BOX, "id": 7}), ["response-schema"]),
        (reply(201, {"id": ID, "kind": "open"}), ["response-schema"]),
        (reply(302, {}), ["valid-refused", "undocumented-status"]),
        (reply(422, {}, "application/problem+json"), ["valid-refused"]),
        (Reply(status=0, error="timed out"), ["no-answer"]),
        (
            Reply(status=201, headers={"content-type": "application/json"}, body=b"<html>"),
            ["response-body"],
        ),
        (Reply(status=201), ["response-body"]),
        (reply(201, {**BOX, "debug": 1}), ["unlisted-member"]),
    ],
)
def test_answers_to_a_valid_request(box: Api, answer: Reply, expected: list[str]) -> None:
    """Each thing that is wrong has its own finding."""
    assert kinds(box, MADE, answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(422, {"errors": [{"rule": "shut-needs-lid"}]}, "application/problem+json"), []),
        (reply(422, {"detail": "no"}, "application/problem+json"), ["rule-not-named"]),
        (reply(201, BOX), ["invalid-accepted"]),
        (
            reply(418, {"detail": "shut-needs-lid"}, "application/problem+json"),
            ["undocumented-status"],
        ),
        (reply(401, {"rule": "shut-needs-lid"}, "application/problem+json"), ["not-judged"]),
    ],
)
def test_answers_to_a_broken_rule(box: Api, answer: Reply, expected: list[str]) -> None:
    """Accepted, refused without a name, and refused as it should be."""
    assert kinds(box, BROKEN, answer) == expected


def test_a_refusal_that_means_something_else(box: Api) -> None:
    """Who was let in before is not barred for a broken rule: the status says the wrong thing."""
    scene = Scene(box, Judging(box))
    good, bad = reply(201, BOX), reply(401, {"rule": "shut-needs-lid"}, "application/problem+json")
    assert not list(refusal.judge(scene, MADE, good))
    assert [found.kind for found in refusal.judge(scene, BROKEN, bad)] == ["odd-refusal"]


@pytest.mark.parametrize(
    ("told", "value", "expected"),
    [
        ({"rule": "shut-needs-lid"}, {"name": "box", "kind": "open"}, ["kept-blamed"]),
        ({"code": "shut-needs-lid"}, {"name": "box", "kind": "open"}, ["kept-blamed"]),
        ({"rule": "shut-needs-lid"}, {"name": "box", "kind": "shut"}, []),
        ({"rule": "bears-weight"}, {"name": "box", "kind": "open"}, []),
        ({"detail": "shut-needs-lid or so"}, {"name": "box", "kind": "open"}, []),
    ],
)
def test_a_rule_that_is_kept_refuses_nothing(
    box: Api, told: Json, value: Json, expected: list[str]
) -> None:
    """A state may be in the way of anything; but where a rule is named, it can be looked at."""
    case = replace(MADE, expect="documented", value=value, has_value=True)
    answer = reply(422, told, "application/problem+json")
    assert kinds(box, case, answer) == expected
    changed = replace(case, message=replace(case.message, method="PATCH"))
    theirs = case.by_second
    assert [kinds(box, each, answer) for each in (changed, theirs)] == [[], []]


def test_a_rule_of_two_kinds_refuses_what_comes_of_it(
    document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """A resource may have a rule of the same name, which the body cannot show to be kept."""
    schemas = document["components"]["schemas"]
    schemas["Box"]["x-validations"] = schemas["Order"]["x-validations"][:1]
    schemas["Box"]["properties"]["lid"] = {"type": "boolean"}
    value: Json = {"name": "box", "kind": "open"}
    case = replace(MADE, expect="documented", value=value, has_value=True)
    answer = reply(422, {"rule": "shut-needs-lid"}, "application/problem+json")
    assert kinds(api_of(document), case, answer) == []


def test_times_of_making_last(document: dict[str, Any]) -> None:
    """They are told by their words."""
    properties = document["components"]["schemas"]["Box"]["properties"]
    properties["createdAt"] = {"type": "string"}
    parsed, _ = parse_text(json.dumps(document).encode(), "box.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    scene = Scene(api, Judging(api))
    type_id = api.operations[1].responses[0].contents[0].type
    assert echo.lasting(scene, type_id) == ("createdAt",)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([{"state": "waiting"}, {"state": "done", "place": "a"}], []),
        (
            [{"state": "waiting"}, {"state": "done", "place": "a"}, {"state": "waiting"}],
            ["state-order"],
        ),
        ([{"state": "done", "place": "a"}], ["state-initial"]),
        ([{"state": "waiting", "place": "a"}], ["state-forbids"]),
        ([{"state": "waiting"}, {"state": "done"}], ["state-requires"]),
        ([{"state": "waiting"}, {"state": "done", "place": ""}], ["state-empty"]),
        ([{"state": "lost"}], ["state-order"]),
    ],
)
def test_states(box: Api, states: list[dict[str, Json]], expected: list[str]) -> None:
    """Forward only, with what each state asks for."""
    scene = Scene(box, Judging(box))
    type_id = box.operations[1].responses[0].contents[0].type
    machine = lifecycle_of(scene, type_id)
    assert machine is not None
    walk = Walk(machine)
    found = [item.kind for state in states for item in walk.observe(MADE, reply(200, {}), state)]
    assert found == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(201, {**BOX, "state": "done"}), ["state-requires"]),
        (reply(201, {**BOX, "place": "a"}), ["state-forbids"]),
        (reply(201, {**BOX, "state": "done", "place": "a"}), []),
        (reply(201, {**BOX, "state": "lost"}), []),
        (reply(422, {**BOX, "state": "done"}), []),
        (reply(201, "done"), []),
    ],
)
def test_an_answer_shows_its_own_state(box: Api, answer: Reply, expected: list[str]) -> None:
    """Whoever asked for it, and whatever came before."""
    scene = Scene(box, Judging(box))
    assert [found.kind for found in stands(scene, MADE, answer)] == expected


def test_what_a_key_brings_back_may_have_moved_on(box: Api) -> None:
    """An earlier campaign may have sent the same key: its resource is not new."""
    scene = Scene(box, Judging(box))
    machine = lifecycle_of(scene, box.operations[1].responses[0].contents[0].type)
    assert machine is not None
    again = replace(MADE.message, headers=(*MADE.message.headers, ("Idempotency-Key", "k")))
    assert keyed(box.operations[0], replace(MADE, message=again))
    assert not keyed(box.operations[0], MADE)
    done: dict[str, Json] = {"state": "done", "place": "a"}
    walk = Walk(machine, new=False)
    assert [*walk.observe(MADE, reply(200, {}), done)] == []


def test_idempotency() -> None:
    """One key, one resource."""
    first, second = reply(201, {"id": "a"}), reply(201, {"id": "b"})
    refused = reply(422, {})
    members = ("/id",)
    for again, expected in ((first, []), (second, ["key-not-once"]), (refused, ["key-refused"])):
        assert [f.kind for f in idempotency.judge(MADE, first, again, members)] == expected
    for other, reused in ((refused, []), (first, ["key-reused"]), (second, ["key-reused"])):
        assert [f.kind for f in idempotency.reused(MADE, MADE, (first, other), members)] == reused


def test_keys_are_told_apart() -> None:
    """Another key, or another caller: another resource."""
    first, second, refused = reply(201, {"id": "a"}), reply(201, {"id": "b"}), reply(409, {})
    for last, expected in ((second, []), (first, ["key-mixed-up"]), (refused, ["key-mixed-up"])):
        found = idempotency.apart(MADE, MADE, (first, last), ("/id",), "another key")
        assert [f.kind for f in found] == expected


def test_keys_in_the_other_case() -> None:
    """They are others, where another key makes another resource."""
    first, second, third = (reply(201, {"id": name}) for name in "abc")
    refused = reply(409, {})
    for told, expected in (
        ((first, second, third), []),
        ((first, second, second), ["key-mixed-up"]),
        ((first, second, refused), []),
        ((first, first, first), []),
    ):
        found = idempotency.cased(MADE, MADE, told, ("/id",))
        assert [f.kind for f in found] == expected


def test_another_caller() -> None:
    """Served is wrong, refused is right."""
    assert [f.kind for f in sharing.judge(MADE, reply(200, {}))] == ["other-caller-served"]
    assert not list(sharing.judge(MADE, reply(404, {})))


def test_a_known_failure_hides_no_other(document: dict[str, Any], box: Api) -> None:
    """Two rules are forgotten, one of them is known: the other one is still told."""
    order = document["components"]["schemas"]["Order"]
    del order["x-validations"][:2]
    parsed, _ = parse_text(json.dumps(document).encode(), "box.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    known = "invalid-accepted makeBox shut-needs-lid"
    other = "invalid-accepted makeBox round-is-light"
    transport = InProcess(serve(api, token="mine"))
    try:
        auth = Credentials(auth=("mine",))
        options = Options(wish=Wish(most=120), credentials=auth, known=frozenset({known}))
        outcome = run(box, transport, options)
    finally:
        transport.close()
    assert [item.key for item in outcome.known] == [known]
    assert other in [item.key for item in outcome.findings]
    assert outcome.failed


class Failed(Handmade):
    """A server that fails at all requests."""

    def _one(self, _: Wire) -> Reply:
        return Reply(status=500)


@pytest.mark.parametrize("looked", [False, True])
def test_a_failure_that_nobody_looked_at(looked: bool, box: Api) -> None:  # noqa: FBT001 - parametrized
    """It is told at the end, unless its operation is known to fail; a link is of none."""
    ledger = Ledger(Scene(box, Judging(box)))
    sender = Sender(Failed(), Signer(box, Credentials()), Pace())
    link = replace(MADE, message=replace(MADE.message, rooted=True))
    for case in (link, MADE, BROKEN):
        (answer,) = sender.send([case])
        if looked and case is BROKEN:
            ledger.judge(case, answer)
    ledger.close(sender.failed.values())
    failures = [it.case for it in ledger.findings if it.kind == "server-error"]
    assert failures == [BROKEN if looked else MADE]
