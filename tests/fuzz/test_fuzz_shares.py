"""No more requests than were wished for, and what is done with those that are left."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.looking import _rare
from tallystick.fuzz.journeys.watching import passing
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import updated
from tallystick.fuzz.oracles.acceptance import excused
from tallystick.fuzz.oracles.lifecycle import lifecycle_of
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.sender import Pace, Sender, SpentError
from tallystick.fuzz.shares import BEYOND, DEEDS, KEPT, LISTS, LOOKS, TIES, WAYS, Shares
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

PHASES = ("rules", "protocol", "variants", "journeys")
ASKED = Case(
    operation="getBox",
    kind="poll",
    expect="documented",
    message=Message(method="GET", path="/boxes/b"),
)


@pytest.mark.parametrize("most", [12, 40, 150, 400])
@pytest.mark.parametrize("phases", [PHASES, ("rules", "journeys"), ("journeys",)])
def test_a_campaign_keeps_to_its_requests(box: Api, most: int, phases: tuple[str, ...]) -> None:
    """Polls, last looks, keys and smaller requests included, on a server that is wrong."""
    transport = InProcess(app(box, token=["mine", "theirs"], rules="off"))
    wish = Wish(most=most, phases=phases)
    try:
        options = Options(wish=wish, credentials=Credentials(auth=("mine", "theirs")))
        outcome = run(box, transport, options)
    finally:
        transport.close()
    assert outcome.requests <= most


def sender(api: Api) -> Sender:
    """Return a sender to a server of an API."""
    transport = InProcess(app(api, token=["mine"]))
    return Sender(transport, Signer(api, Credentials(auth=("mine",))), Pace())


def test_parts_leave_something_to_those_that_follow(box: Api) -> None:
    """What they cannot have is cut, and said; parts with nothing to do keep nothing back."""
    sending = sender(box)
    shares = Shares(Wish(most=100, phases=PHASES), sending, 80)
    with shares.part(WAYS):
        left = sending.room
        sending.send([ASKED] * left, log=False)
        sending.send([ASKED], log=False)
    assert left == 100 - int(100 * sum(list(KEPT.values())[list(KEPT).index(WAYS) + 1 :]))
    assert shares.notes == [f"{WAYS} were cut short: there were no requests left"]
    shares.idle = frozenset({DEEDS, TIES, LISTS, BEYOND})
    with shares.part(WAYS):
        assert sending.room == 14
    with shares.part(LOOKS):
        sending.send([ASKED] * sending.room, log=False)
    assert sending.sent == 100
    sending.transport.close()


def test_what_is_planned_comes_first(box: Api) -> None:
    """Others have a tenth while it is sent; a planned request more than fit is not handed out."""
    sending = sender(box)
    shares = Shares(Wish(most=100, phases=PHASES), sending, 80, frozenset({DEEDS, LISTS}))
    shares.begin()
    assert sending.room == 10
    with pytest.raises(SpentError):
        sending.send([ASKED] * 11, log=False)
    assert sum(shares.has() for _ in range(200)) == 90
    assert shares.notes == ["not all that is planned was sent: there were no requests left"]
    sending.transport.close()


def test_what_has_to_be_done_keeps_its_part(box: Api) -> None:
    """Where there are lists, actions and updates, less is planned."""
    sending = sender(box)
    shares = Shares(Wish(most=100, phases=PHASES), sending, 80)
    assert shares.later == 100 - sum(shares.has() for _ in range(200))
    assert shares.later > 15
    sending.transport.close()


def test_what_the_plan_has_no_room_for(box: Api) -> None:
    """It is known, each case by one shard; a campaign ends with some of it, and not in its log."""
    wish = Wish(most=100, phases=("rules", "protocol", "journeys"))
    planning = Planning(box, Judging(box), wish)
    assert planning.beyond == []
    cases = list(planning.cases())
    bodies = [case.message for case in planning.beyond]
    assert len(cases) == planning.full
    assert bodies
    halves = [Planning(box, Judging(box), replace(wish, shard=(part, 2))) for part in (1, 2)]
    for half in halves:
        list(half.cases())
    assert [case.message for it in halves for case in it.beyond] == [*bodies[::2], *bodies[1::2]]
    transport = InProcess(app(box, token=["mine"]))
    log: list[str] = []
    try:
        options = Options(wish=wish, credentials=Credentials(auth=("mine",)))
        outcome = run(box, transport, options, log=log)
    finally:
        transport.close()
    told = sum(trial.refused for trial in outcome.trials.values())
    assert told > sum(case.expect == "refused" for case in cases)
    assert outcome.requests == wish.most
    assert len(log) <= planning.full


def test_states_that_were_never_seen(box: Api) -> None:
    """Ends that come seldom, and what is over soon."""
    get = next(each for each in box.operations if each.id == "getBox")
    machine = lifecycle_of(Scene(box, Judging(box)), success(get))
    assert machine is not None
    ends = {each.name for each in machine.states if not each.next}
    every = {each.name for each in machine.states}
    assert _rare(machine, Counter([*every - ends] * 9))
    assert _rare(machine, Counter([*ends] * 2))
    assert not _rare(machine, Counter([*ends] * 3))
    assert passing(machine, ends)
    assert not passing(machine, every - ends)


def test_base64_that_is_none(document: dict[str, Any], api_of: Callable[[Json], Api]) -> None:
    """It needs an answer that is listed, and no more: the schema lets it through."""
    order = document["components"]["schemas"]["Order"]
    order["properties"]["picture"] = {"type": "string", "contentEncoding": "base64", "minLength": 2}
    api = api_of(document)
    cases = [it for it in Planning(api, Judging(api), Wish()).cases() if it.kind == "guess"]
    assert [it.expect for it in cases] == ["documented"]
    assert isinstance(cases[0].value, dict)
    assert cases[0].value["picture"] == "not base64!?"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"code": "bears-weight"}', "bears-weight"),
        (b'{"type": "https://a.example/problems/bears-weight"}', "bears-weight"),
        (b'{"rule": "other", "code": "bears-weight"}', ""),
        (b'{"detail": "it bears-weight of nothing"}', ""),
    ],
)
def test_a_servers_rule_is_named_anywhere(
    document: dict[str, Any], api_of: Callable[[Json], Api], body: bytes, reason: str
) -> None:
    """As the whole of a text, or at the end of an address."""
    rule = {"id": "bears-weight", "message": "it must bear it", "status": "server"}
    document["components"]["schemas"]["Order"]["x-validations"].append(rule)
    api = api_of(document)
    said = excused(Scene(api, Judging(api)), ASKED, Reply(status=409, body=body))
    assert said.endswith(reason)
    assert bool(said) is bool(reason)


@pytest.mark.parametrize("said", ["by a rule", ""])
def test_what_comes_of_a_change_is_the_servers_to_judge(
    document: dict[str, Any], api_of: Callable[[Json], Api], said: str
) -> None:
    """Where a rule without a text says so, a refusal may name a rule that the body has not."""
    rule = {"id": "still-one", "message": "it stays an order", "status": "server"}
    change: dict[str, Any] = {"type": "object", "x-validations": [rule] if said else []}
    change["properties"] = {"note": {"type": "string"}}
    answer = {"200": {"description": "changed"}, "422": {"description": "no"}}
    content = {"application/json": {"schema": change}}
    operation = {"operationId": "change", "requestBody": {"content": content}, "responses": answer}
    at = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    document["paths"]["/changes/{id}"] = {"parameters": [at], "patch": operation}
    order = document["components"]["schemas"]["Order"]
    named = order["x-validations"][0]["id"]
    api = api_of(document)
    case = replace(ASKED, operation="change", expect="accepted", takes="order")
    reply = Reply(status=422, body=json.dumps({"rule": named}).encode())
    assert bool(excused(Scene(api, Judging(api)), case, reply)) is bool(said)
    unknown = Reply(status=422, body=b'{"rule": "of nobody"}')
    assert not excused(Scene(api, Judging(api)), case, unknown)


def test_what_null_leaves(document: dict[str, Any], api_of: Callable[[Json], Api]) -> None:
    """A merge patch removes what it sets to null; what is there as before is an error."""
    box = document["components"]["schemas"]["Box"]
    box["properties"]["weight"] = {"type": "integer", "default": 1}
    api = api_of(document)
    (made,) = (it for it in api.types.values() if it.words == ("box",))
    before: Json = {"lid": True, "name": "a", "size": 1, "weight": 2, "kind": "open"}
    asked: Json = {**dict.fromkeys(("lid", "name", "size", "weight")), "kind": "open"}
    shown: Json = {"lid": True, "size": 9, "weight": 1, "kind": "open"}
    values = (before, asked, shown)
    scene = Scene(api, Judging(api))
    found = updated.merged(scene, ASKED, Reply(status=200), made.id, values)
    told = [(item.claim.at, item.weight.value) for item in found]
    assert told == [("/lid", "error"), ("/size", "warning")]
