"""Resources from creation to end, on a server made by hand that does one thing wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.boxes import Boxes

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import ending, following
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.looking import Looking
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.ir import Api
from tallystick.text import Json


@pytest.fixture
def boxes() -> Boxes:
    """Return a server."""
    return Boxes()


@pytest.fixture
def keys(box: Api, boxes: Boxes) -> Callable[..., list[str]]:
    """Return a function that runs a campaign of valid requests; gives what journeys found."""

    def start(api: Api = box, *auth: str) -> list[str]:
        options = Options(
            wish=Wish(phases=("rules", "journeys"), rules="off"),
            credentials=Credentials(auth=auth or ("a", "b")),
        )
        outcome: Outcome = run(api, boxes, options)
        kinds = {"invalid-accepted", "undocumented-status", "other-caller-served", "key-not-once"}
        kinds |= {"response-content-type", "key-reused", "key-mixed-up"}
        return [item.key for item in outcome.findings if item.kind not in kinds]

    return start


def test_a_true_server(keys: Callable[..., list[str]], boxes: Boxes) -> None:
    """Nothing is found, and few polls do."""
    assert keys() == []
    polls = [request for request in boxes.requests if request.method == "GET"]
    assert following.MOST <= len(polls) <= 4 * following.MOST


@pytest.mark.parametrize(("barred", "found"), [(403, 1), (404, 0)])
def test_what_another_caller_has_is_refused_as_is_said(  # noqa: PLR0913, PLR0917 - and fixtures
    barred: int,
    found: int,
    keys: Callable[..., list[str]],
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """One that tells it from what nobody has is found."""
    responses = document["paths"]["/boxes/{id}"]["get"]["responses"]
    responses["403"] = responses["404"]
    responses["404"] = responses["404"] | {"description": "There is none, or somebody else's."}
    boxes.open, boxes.barred = False, barred
    said = "said-otherwise getBox refusal:said another caller"
    assert keys(api_of(document)).count(said) == found


@pytest.mark.parametrize(("folded", "found"), [(str.lower, 1), (str, 0)])
def test_keys_in_the_other_case_are_others(
    folded: Callable[[str], str], found: int, box: Api, boxes: Boxes
) -> None:
    """A server that takes them for one is found."""
    boxes.folded = folded
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a",)),
    )
    told = [item.key for item in run(box, boxes, options).findings]
    said = "key-mixed-up makeBox request:idempotency-apart a key in the other case"
    assert told.count(said) == found


def _name(asked: Json) -> Json:
    """Return the name in a body, in which the first other one differs among more."""
    return asked["name"] if isinstance(asked, dict) else asked


@pytest.mark.parametrize(("compared", "found"), [(lambda it: it, 0), (_name, 1)])
def test_a_body_that_is_like_the_first_is_another(
    compared: Callable[[Json], Json], found: int, box: Api, boxes: Boxes
) -> None:
    """A server that does not look at all members of a body that comes again is found."""
    boxes.compared = compared
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a",)),
    )
    told = [item.key for item in run(box, boxes, options).findings]
    assert told.count("key-reused makeBox request:idempotency-body") == found


@pytest.mark.parametrize(("hollow", "found"), [(list, 1), (dict, 1), (str, 0)])
def test_a_body_that_is_otherwise_deep_inside_is_another(
    hollow: type,
    found: int,
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """A server that counts what is in lists, or in objects, and does not compare it is found."""
    label: Json = {"type": "object", "properties": {"text": {"enum": ["up", "down"]}}}
    document["components"]["schemas"]["Order"]["properties"]["label"] = label

    def counted(asked: Json) -> Json:
        told = asked if isinstance(asked, dict) else {}
        parts = {name: len(it) for name, it in told.items() if isinstance(it, list | dict)}
        return {**told, **{it: parts[it] for it in parts if isinstance(told[it], hollow)}}

    boxes.compared = counted
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a",)),
    )
    told = [item.key for item in run(api_of(document), boxes, options).findings]
    assert told.count("key-reused makeBox request:idempotency-body") == found


@pytest.mark.parametrize(
    ("name", "said", "folded", "found"),
    [
        ("Idempotency-Key", "With another body it is refused.", str.lower, {"apart", "body"}),
        ("Idempotency-Key", "", str.lower, {"apart"}),
        ("X-Trace", "With another body it is refused.", str.lower, set()),
    ],
)
def test_a_key_is_known_by_the_usual_name(  # noqa: PLR0913, PLR0917 - and fixtures
    name: str,
    said: str,
    folded: Callable[[str], str],
    found: set[str],
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """Nothing declares it; that it is good for one body must be said then."""
    (header,) = document["paths"]["/boxes"]["post"]["parameters"]
    document["paths"]["/boxes"]["post"]["parameters"] = [
        {"name": name, "in": "header", "description": said, "schema": header["schema"]}
    ]
    boxes.folded, boxes.compared = folded, _name
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a",)),
    )
    told = {item.key for item in run(api_of(document), boxes, options).findings}
    keys = {key for key in told if "request:idempotency" in key}
    assert {part for key in keys for part in ("apart", "body") if part in key} == found


@pytest.mark.parametrize("barred", [404, 500])
def test_a_failure_that_only_another_caller_sees(barred: int, box: Api, boxes: Boxes) -> None:
    """It is a failure all the same."""
    boxes.open, boxes.barred = False, barred
    options = Options(
        wish=Wish(phases=("rules", "journeys"), rules="off"),
        credentials=Credentials(auth=("a", "b")),
    )
    found = [item.kind for item in run(box, boxes, options).findings]
    assert found.count("server-error") == (barred == 500)


def test_what_has_ended_long_ago_is_seen_again(
    keys: Callable[..., list[str]], boxes: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is still as it was: one that begins anew when nobody looks any more is found."""
    before = following.Following.look_back

    def at_the_end(self: following.Following) -> None:
        boxes.reopened |= {name for name, box in boxes.made.items() if box["seen"] > 1}
        before(self)

    monkeypatch.setattr(following.Following, "look_back", at_the_end)
    monkeypatch.setattr(Looking, "run", lambda *_: None)  # which looks at new ones more often
    assert "state-order getBox lifecycle:order done-waiting" in keys()


def test_how_long_an_end_rests(box: Api) -> None:
    """Three times as long as it took to come to it, however late it was first asked for."""
    message = Message(method="POST", path="/boxes")
    case = Case(operation="makeBox", kind="", expect="accepted", message=message)
    made = Made(0, case, Reply(status=201), spare=False, born=10.0)
    chain, *_ = chains(box)
    journey = Journey(chain, made, {}, None, None, frozenset(), ended=10.5, began=10.4)
    assert journey.rested == 12.0


def test_a_lost_resource(keys: Callable[..., list[str]], boxes: Boxes) -> None:
    """What was made is not there."""
    boxes.lost = lambda number: number % 2 == 0
    assert "valid-refused getBox request:valid" in keys()


def test_a_resource_that_never_ends(
    keys: Callable[..., list[str]], boxes: Boxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an error when many that were made after it have ended long ago."""
    monkeypatch.setattr(following, "PATIENCE", 0.4)
    monkeypatch.setattr(ending, "LATE", 0.2)
    monkeypatch.setattr(ending, "AHEAD", 4)
    boxes.forever = lambda number: number == 1
    assert keys() == ["never-ends getBox lifecycle:ends"]


def test_one_name_for_two(keys: Callable[..., list[str]], boxes: Boxes) -> None:
    """Different requests are answered with one resource."""
    boxes.same = True
    assert "same-resource makeBox lifecycle:distinct" in keys()


def test_what_has_ended_changes(keys: Callable[..., list[str]], boxes: Boxes) -> None:
    """An output is another one in each answer."""
    boxes.moving = True
    assert "changed-after-end getBox lifecycle:settled /place" in keys()


def with_delete(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Api:
    """Return the small API with a deletion."""
    item = document["paths"]["/boxes/{id}"]
    responses = {"204": {"description": "Gone."}, "404": item["get"]["responses"]["404"]}
    item["delete"] = {**item["get"], "operationId": "dropBox", "responses": responses}
    return api_of(document)


def test_deletions(
    keys: Callable[..., list[str]],
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """What is deleted is not served; what is followed is not deleted."""
    api = with_delete(document, api_of)
    assert keys(api) == []
    assert len([request for request in boxes.requests if request.method == "DELETE"]) > 0
    boxes.undeleted = True
    assert keys(api) == ["served-after-delete dropBox lifecycle:deleted"]


def test_deletions_below_a_resource(
    keys: Callable[..., list[str]],
    boxes: Boxes,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """A box stays when its label is torn off."""
    item = document["paths"]["/boxes/{id}"]
    dropped = {**item["get"], "operationId": "dropLabel", "responses": {"204": {"description": ""}}}
    document["paths"]["/boxes/{id}/label"] = {"delete": dropped}
    assert keys(api_of(document)) == []
    assert any(request.method == "DELETE" for request in boxes.requests)


def test_chains_below_a_resource(document: dict[str, Any], api_of: Callable[[Json], Api]) -> None:
    """What is below ``/boxes/{id}`` belongs to it, but may not be there yet."""
    document["paths"]["/boxes/{id}/label"] = {
        "get": {**document["paths"]["/boxes/{id}"]["get"], "operationId": "label"}
    }
    found = {each.get.id: (each.create.id, each.sure) for each in chains(api_of(document))}
    assert found == {"getBox": ("makeBox", True), "label": ("makeBox", False)}
