"""Documents that contradict themselves, or show more than they list: no fault of a server."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.chains import chains, leads
from tallystick.fuzz.model import Case, Claim, Expectation, Finding, Message, Named, Reply, Weight
from tallystick.fuzz.oracles import echo, judged, updated
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import read_back
from tallystick.fuzz.requests.parameters import clear, travelling
from tallystick.ir import Api, Operation, Place, Record, open_api
from tallystick.text import Json

DEPOT = Path(__file__).parent / "documents/depot.yaml"
ID = "17"


@pytest.fixture(scope="module")
def api() -> Api:
    """Return the API of the depot."""
    found, _ = open_api(str(DEPOT))
    assert found is not None
    return found


@pytest.fixture
def scene(api: Api) -> Scene:
    """Return a scene of the depot."""
    return Scene(api, Judging(api))


def case(operation: str, kind: str = "valid", expect: Expectation = "accepted") -> Case:
    """Return a request."""
    claim = Claim(operation=operation, name="request:unknown") if kind == "unknown" else None
    message = Message(method="GET", path="/")
    return Case(operation=operation, kind=kind, expect=expect, message=message, claim=claim)


def reply(status: int, value: Json) -> Reply:
    """Return an answer in JSON."""
    headers = {"content-type": "application/json"}
    return Reply(status=status, headers=headers, body=json.dumps(value).encode())


def told(scene: Scene, asked: Case, answer: Reply) -> list[tuple[str, Weight]]:
    """Return kinds and weights of what the plain oracles find."""
    found: list[Finding] = [*judged(scene, asked, answer)]
    return [(item.kind, item.weight) for item in found]


def test_a_member_that_only_an_example_shows_is_listed(scene: Scene) -> None:
    """One that it does not show is not."""
    shown: Json = {"data": [{"from": "a", "to": "b", "seen": {"by": "x"}}]}
    assert told(scene, case("listMoves"), reply(200, shown)) == []
    odd: Json = {"data": [{"from": "a", "to": "b", "seen": {"who": "x"}}]}
    assert told(scene, case("listMoves"), reply(200, odd)) == [("unlisted-member", Weight.WARNING)]


def test_what_is_gone_and_what_is_not_there_are_two_answers(scene: Scene) -> None:
    """A document that lists 410 lists no answer for what never was; one with 404 does."""
    asked = case("getCrate", "unknown", "refused")
    assert told(scene, asked, reply(404, {})) == [("undocumented-status", Weight.WARNING)]
    assert told(scene, asked, reply(410, {})) == []


def test_no_answer_keeps_two_closed_halves(scene: Scene) -> None:
    """The breach is told with the proof, and is no error; another one in it is."""
    asked = case("getLedger")
    assert told(scene, asked, reply(501, {})) == [("no-answer-possible", Weight.WARNING)]
    halves = told(scene, asked, reply(200, {"in": 1, "out": 2}))
    assert halves
    assert set(halves) == {("response-schema", Weight.WARNING)}
    assert ("server-error", Weight.ERROR) in told(scene, case("getScale"), reply(501, {}))


def test_no_answer_is_known(api_of: Callable[[Json], Api]) -> None:
    """What was sought within bounds and not found is told with these; who breaks it is wrong."""
    link: Json = {"$ref": "#/components/schemas/Link"}
    schema: Json = {"type": "object", "required": ["n"], "properties": {"n": link}}
    shown: Json = {"description": "", "content": {"application/json": {"schema": link}}}
    chain: Json = {"get": {"operationId": "getChain", "responses": {"200": shown}}}
    document: dict[str, Json] = {"openapi": "3.1.0", "info": {"title": "", "version": ""}}
    parts: Json = {"schemas": {"Link": schema}}
    api = api_of({**document, "paths": {"/chain": chain}, "components": parts})
    scene, asked = Scene(api, Judging(api)), case("getChain")
    [item] = judged(scene, asked, reply(501, {}))
    assert (item.kind, item.weight) == ("no-answer-possible", Weight.WARNING)
    assert "none within these bounds" in item.sentence
    assert told(scene, asked, reply(200, {})) == [("response-schema", Weight.ERROR)]


def test_an_id_is_a_number_here_and_a_text_there(scene: Scene) -> None:
    """Each answer as documented."""
    asked, answer = case("getCrate"), reply(200, {})
    for later, changed in (("7", 0), ("8", 1)):
        values: tuple[Json, Json] = ({"id": 7}, {"id": later})
        assert len(list(echo.identity(scene, asked, answer, values, ("id",)))) == changed


def test_an_id_under_another_name_is_not_missed(scene: Scene) -> None:
    """`crate_id` is told when a crate is made; the crate itself does not list it."""
    asked, answer = case("getCrate"), reply(200, {})
    first: Json = {"crate_id": ID, "crate": 1}
    found = echo.identity(scene, asked, answer, (first, {"crate": {"id": ID}}), ("crate_id",))
    assert list(found) == []
    found = echo.identity(scene, asked, answer, (first, {"crate": 2}), ("crate_id", "crate"))
    assert [item.claim.at for item in found] == ["/crate"]


def test_an_id_that_was_sent_for_a_planned_one_is_no_echo(
    document: dict[str, Any], api_of: Callable[[Any], Api]
) -> None:
    """The body names what another request made; what was planned there was never sent."""
    schemas = document["components"]["schemas"]
    for name in ("Order", "Box"):
        schemas[name]["properties"]["shelf"] = {"type": "integer"}
    found = api_of(document)
    asked = replace(case("makeBox"), value={"shelf": 7}, has_value=True)
    named = Named(path=("shelf",), member="shelf", planned=7, given=9, maker=asked, pointer="/id")
    create = operation(found, "makeBox")
    body, answered = create.body, create.responses[0].contents[0].type
    assert body is not None
    for sent, lost in ((asked, 1), (replace(asked, names=(named,)), 0)):
        types = body.contents[0].type, answered
        assert types[0] is not None
        assert types[1] is not None
        scene, shown = Scene(found, Judging(found)), cast("Json", {"shelf": 9})
        told = echo.judge(scene, sent, reply(201, shown), types[0], types[1], shown)
        assert len(list(told)) == lost


def test_what_no_answer_may_show_is_not_looked_for(scene: Scene) -> None:
    """An update may take more than the resource has room for."""
    crate = next(
        each
        for each in scene.api.types.values()
        if isinstance(each, Record) and each.words[-1:] == ("crate",) and len(each.fields) > 3
    )
    shown: Json = {"id": ID, "label": "a", "state_of_crate": "full"}
    for state, lost in ((7, 0), ("lost", 1)):
        asked: Json = {"state_of_crate": state}
        found = updated.assigned(scene, case("getCrate"), reply(200, {}), crate, (asked, shown))
        assert len(list(found)) == lost


def test_where_no_id_is_told_anything_may_be_there(
    document: dict[str, Any], api_of: Callable[[Any], Api]
) -> None:
    """A link names a member that the answer does not have: a doubt, not an error."""
    asked = case("getBox", "unknown", "refused")
    box: Json = {"id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "state": "waiting", "kind": "open"}
    for pointer, weight in (("id", Weight.ERROR), ("odd", Weight.WARNING)):
        changed = copy.deepcopy(document)
        made = changed["paths"]["/boxes"]["post"]["responses"]["201"]
        made["links"]["poll"]["parameters"]["id"] = f"$response.body#/{pointer}"
        strange = api_of(changed)
        assert all(leads(strange, each) for each in chains(strange)) is (pointer == "id")
        found = told(Scene(strange, Judging(strange)), asked, reply(200, box))
        assert found == [("invalid-accepted", weight)]


def operation(api: Api, name: str) -> Operation:
    """Return an operation by its id."""
    return next(each for each in api.operations if each.id == name)


def test_a_text_in_json_has_quotes(api: Api) -> None:
    """The media type of the header counts, not the schema that stands beside it."""
    moves = operation(api, "listMoves")
    context = next(each for each in moves.parameters if each.place is Place.HEADER)
    parts = travelling(moves, {(Place.HEADER, context.wire): "north"})
    assert parts.headers == (("Depot-Context", '"north"'),)
    assert Judging(api).fits(context.type, "north")
    assert not Judging(api).fits(context.type, {"door": "a"})


def test_a_member_called_like_a_parameter_is_not_sent(api: Api) -> None:
    """Nobody could tell which one is meant."""
    moves = operation(api, "listMoves")
    assert not clear(moves, {(Place.QUERY, "order"): {"since": "asc"}})
    assert clear(moves, {(Place.QUERY, "order"): {"until": "asc"}})
    assert clear(moves, {(Place.QUERY, "since"): "2024-02-29", (Place.QUERY, "limit"): 2})


def test_an_empty_text_may_be_null(document: dict[str, Any], api_of: Callable[[Any], Api]) -> None:
    """In a form nobody can tell them apart."""
    order = document["components"]["schemas"]["Order"]["properties"]
    order["tag"] = {"type": ["string", "null"], "minLength": 3}
    found = api_of(document)
    body = operation(found, "makeBox").body
    assert body is not None
    type_id = body.contents[0].type
    assert type_id is not None
    read = read_back(Judging(found), type_id, {"name": "ab", "kind": "open", "tag": ""})
    assert read == {"name": "ab", "kind": "open", "tag": None}
