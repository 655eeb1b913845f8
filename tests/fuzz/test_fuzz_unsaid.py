"""What no server could answer as documented is the document's lack, and said as that."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.naming import planned
from tallystick.fuzz.chains import Chain, holds
from tallystick.fuzz.ledger import Outcome, Tally
from tallystick.fuzz.model import Case, Claim, Message, Reply, Weight
from tallystick.fuzz.oracles import acceptance, answered, conformance, unlisted
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.reports import html, junit, markdown
from tallystick.fuzz.reports.facts import Retold
from tallystick.fuzz.reports.text import render
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.transport import OUT_OF_TIME
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve

LACKS: dict[str, tuple[int, list[str], str]] = {
    "credentials": (401, ["201"], "a caller who is not let in"),
    "a rule": (422, ["201", "404"], "a wrong request"),
    "another content type": (415, ["201", "405"], "a wrong request"),
    "nothing at all": (201, [], "the document lists no answer at all"),
}


def changed(document: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> Api:
    """Return the API of a changed document."""
    change(document)
    parsed, _ = parse_text(json.dumps(document).encode(), "box.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    return api


def found(
    document: dict[str, Any], listed: list[str], status: int, expect: Any = "refused"
) -> list[tuple[Weight, str, str]]:
    """Return weight, identity and sentence of findings about an answer of ``POST /boxes``."""
    answers = {status: {"description": "."} for status in listed}
    api = changed(
        document, lambda it: it["paths"]["/boxes"]["post"].__setitem__("responses", answers)
    )
    case = Case(
        operation="makeBox",
        kind="rule",
        expect=expect,
        claim=Claim(operation="makeBox", name="shut-needs-lid"),
        message=Message(method="POST", path="/boxes"),
    )
    judged = conformance.judge(Scene(api, Judging(api)), case, Reply(status=status))
    return [(each.weight, each.key, each.sentence) for each in judged]


@pytest.mark.parametrize(("status", "listed", "said"), LACKS.values(), ids=LACKS)
def test_answers_that_no_document_could_list(
    document: dict[str, Any], status: int, listed: list[str], said: str
) -> None:
    """A warning that says what the document lacks."""
    ((weight, key, sentence),) = found(document, listed, status)
    assert weight == "warning"
    assert said in sentence
    place = str(status) if listed else ""
    assert key == f"undocumented-status makeBox response:status {place}".rstrip()


@pytest.mark.parametrize(
    ("status", "listed", "expect"),
    [
        (401, ["201", "403"], "refused"),
        (415, ["201", "400"], "refused"),
        (404, ["201"], "refused"),
        (418, ["201"], "refused"),
        (400, ["201"], "accepted"),
        (202, ["201"], "accepted"),
    ],
)
def test_answers_that_could_be_as_documented(
    document: dict[str, Any], status: int, listed: list[str], expect: str
) -> None:
    """The document has a status for it, or it is none that HTTP has for this: an error."""
    ((weight, _, sentence),) = found(document, listed, status, expect)
    assert weight == "error"
    assert sentence == f"status {status} is not documented"


def test_problem_documents_may_be_extended(document: dict[str, Any]) -> None:
    """Their members are no surprise; those of other bodies are."""
    schema = {"type": "object", "properties": {"title": {"type": "string"}}}
    media_types = ("application/json", "application/problem+json")
    contents = {media_type: {"schema": schema} for media_type in media_types}
    answers = {"400": {"description": ".", "content": contents}}
    api = changed(
        document, lambda it: it["paths"]["/boxes"]["post"].__setitem__("responses", answers)
    )
    scene = Scene(api, Judging(api))
    case = Case(
        operation="makeBox",
        kind="valid",
        expect="accepted",
        message=Message(method="POST", path="/boxes"),
    )
    for media_type, expected in (
        ("application/json", ["unlisted-member"]),
        ("application/problem+json; charset=utf-8", []),
    ):
        seen = Reply(status=400, headers={"content-type": media_type}, body=b'{"rule": "a"}')
        assert [each.kind for each in unlisted.judge(scene, case, seen)] == expected


def test_paths_of_any_script() -> None:
    """A request line holds ASCII: letters of a template are escaped, its open names are not."""
    message = Message(method="GET", path="/é/{id}/%20", query="a=1")
    assert message.target == "/%C3%A9/{id}/%20?a=1"
    assert Message(method="GET", path="/a/{id}").target == "/a/{id}"


@pytest.mark.parametrize(("listed", "weight"), [(["200", "404"], "error"), (["200"], "warning")])
def test_a_name_of_nothing(document: dict[str, Any], listed: list[str], weight: str) -> None:
    """Where the document has no answer for it, a server that has one breaks no promise."""
    answers = {status: {"description": "."} for status in listed}
    api = changed(
        document, lambda it: it["paths"]["/boxes/{id}"]["get"].__setitem__("responses", answers)
    )
    case = Case(
        operation="getBox",
        kind="unknown",
        expect="refused",
        claim=Claim(operation="getBox", name="request:unknown"),
        message=Message(method="GET", path="/boxes/7"),
    )
    scene = Scene(api, Judging(api))
    ((said,),) = [[each.weight for each in acceptance.judge(scene, case, Reply(status=200))]]
    assert said == weight


@pytest.mark.parametrize(
    ("pointer", "held"), [("/id", True), ("/place", False), ("/none", False), ("/id/a", False)]
)
def test_links_that_say_too_much(document: dict[str, Any], pointer: str, held: object) -> None:
    """A link to a member that need not be there is the document's mistake."""
    api = changed(document, dict.copy)
    create, get = api.operations[:2]
    assert holds(api, Chain(create, get, (("id", pointer),))) is held


def test_links_through_lists() -> None:
    """An item of a list leads on, an empty list nowhere."""
    api_free: Any = None
    chain = Chain(api_free, api_free, (("id", "/items/0/id"),))
    assert chain.through_list
    assert chain.bindings({"items": [{"id": 7}]}) == {"id": "7"}
    assert chain.bindings({"items": []}) is None


def test_schemes_of_other_names(document: dict[str, Any]) -> None:
    """A credential stands behind the name of its scheme."""
    document["components"]["securitySchemes"]["key"]["scheme"] = "token"
    api = changed(document, dict.copy)
    signer = Signer(api, Credentials(auth=("s",)))
    _, headers = signer.signed("getBox", Message(method="GET", path="/boxes/7"))
    assert headers == (("Authorization", "token s"),)


@pytest.mark.parametrize(("text", "found"), [(b"a", 1), (b"\xff", 0), (b"\\ud800", 0)])
def test_names_that_are_broken_themselves(text: bytes, found: int) -> None:
    """Bytes that are no text stay where they are: nothing is named there."""
    case = Case(
        operation="makeBox",
        kind="protocol",
        expect="refused",
        message=Message(method="POST", path="/boxes", body=b'{"box_id":"' + text + b'"}'),
    )
    assert len(planned(case, "box_id")) == found


def test_operations_without_valid_requests_are_told_together(
    campaign: Callable[..., Outcome],
) -> None:
    """A campaign that ended early has hundreds of them."""
    silent = {f"op{number}": Tally() for number in range(40)}
    outcome = campaign(most=10, phases=("protocol",))
    outcome = replace(outcome, operations={**silent, "tried": Tally(valid=2, accepted=2)})
    said = render(outcome, Retold(curl=str, python=str, replay=""))
    assert "40 operations had no request that must be accepted: op0, op1, op2, ..." in said
    assert "tried: 2 of 2 valid accepted" in said
    assert "op7" not in said


def test_what_no_valid_request_reached_is_told(campaign: Callable[..., Outcome]) -> None:
    """All that was sent was accepted, which is not to say that all was sent."""
    outcome = campaign(most=10, phases=("protocol",))
    goals = tuple(("tried", f"/m{number} given: not found") for number in range(5))
    goals += (("whole", " 3 !maxProperties: not found"),)
    tallies = {"tried": Tally(valid=2, accepted=2), "silent": Tally(), "whole": Tally()}
    outcome = replace(outcome, operations=tallies, unreached=goals)
    said = render(outcome, Retold(curl=str, python=str, replay=""))
    assert "tried: 5 goals that no valid request reaches: /m0 given: not found; " in said
    assert "/m2 given: not found, and 2 more" in said
    assert "whole: 1 goals that no valid request reaches: the body 3 !maxProperties: not" in said
    assert "silent: no request that must be accepted" in said


def test_what_states_may_forbid_is_told(campaign: Callable[..., Outcome]) -> None:
    """What need not be accepted is counted, and loud where nothing of it was."""
    outcome = campaign(most=10, phases=("protocol",))
    some, none = Counter({201: 3, 409: 1}), Counter({409: 2, 422: 1})
    named, lost = Tally(guessed=Counter({200: 2})), Tally(guessed=Counter({404: 2}))
    tallies = {"some": Tally(hoped=some), "none": Tally(hoped=none), "named": named, "lost": lost}
    outcome = replace(outcome, operations=tallies)
    retold = Retold(curl=str, python=str, replay="")
    said = render(outcome, retold)
    assert "some: 3 of 4 valid accepted, which some states may forbid\n" in said
    assert "named: 2 of 2 valid accepted, whose path may name nothing\n" in said
    assert "lost: no valid request was accepted, whose path may name nothing: 2 times 404" in said
    loud = "no valid request was accepted, which some states may forbid: 2 times 409, once 422"
    assert f"none: {loud}\n" in said
    assert loud in markdown.render(outcome, retold)
    assert loud in html.render(outcome, retold)
    skipped = f'name="valid">\n    <skipped message="{loud}"/>'
    assert skipped in junit.render(outcome, retold)
    assert "3 of 4" not in markdown.render(outcome, retold)


def test_names_that_a_server_says_command_no_terminal(campaign: Callable[..., Outcome]) -> None:
    """What stands in an answer is part of sentences and places."""
    outcome = campaign(most=10, phases=("protocol",))
    case, reply = (
        Case(
            operation="makeBox",
            kind="valid",
            expect="accepted",
            message=Message(method="POST", path="/boxes"),
        ),
        Reply(status=201, body=b"{}"),
    )
    at = "/a\x1b[31m\n"
    claim = Claim(operation="makeBox", name="response:unlisted", at=at)
    odd = finding("unlisted-member", f"it holds {at}", case, reply, claim=claim)
    said = render(replace(outcome, findings=(odd,)), Retold(curl=str, python=str, replay=""))
    assert "\x1b" not in said
    assert "it holds /a [31m \n" in said


def test_the_end_of_the_time_is_no_fault(document: dict[str, Any]) -> None:
    """A campaign that goes home while the server is at it blames nobody."""
    api = changed(document, dict.copy)
    case = Case(
        operation="makeBox",
        kind="valid",
        expect="accepted",
        message=Message(method="POST", path="/boxes"),
    )
    scene = Scene(api, Judging(api))
    assert not list(answered.judge(scene, case, Reply(status=0, error=OUT_OF_TIME)))
    assert list(answered.judge(scene, case, Reply(status=0, error="timed out")))


def test_pages_hold_no_control_characters(campaign: Callable[..., Outcome]) -> None:
    """What a server sent may be anything; a page of it is text."""
    outcome = campaign(most=10, phases=("protocol",))
    outcome = replace(outcome, notes=("what\0was\x1bsaid",))
    page = html.render(outcome, Retold(curl=str, python=str, replay=""))
    assert "what?was?said" in page
