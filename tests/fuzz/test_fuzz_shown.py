"""What nobody makes comes from the list that shows it: rooms of a gallery."""

from typing import Any

import pytest
from tests.fuzz.gallery import HERE, ApiOf, Gallery, document, told

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import Chain, chains
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.references import references
from tallystick.fuzz.journeys.resources import SHOWN, Resources
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import updated
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.reproduction.commands import Common, curl, plain_python
from tallystick.fuzz.requests.guessing import made_up
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

LIST = Case(
    operation="listRooms",
    kind="valid",
    expect="accepted",
    message=Message(method="GET", path="/rooms"),
)


@pytest.fixture
def rooms(api_of: ApiOf) -> Api:
    """Return the API."""
    return api_of(document())


def ways(api: Api) -> dict[str, Chain]:
    """Return operation -> the chain that leads to it."""
    return {each.get.id: each for each in chains(api)}


def page(*codes: str) -> Reply:
    """Return a page of rooms."""
    items = ", ".join(f'{{"code": "{code}"}}' for code in codes)
    return Reply(status=200, body=f'{{"rooms": [{items}], "total": 2}}'.encode())


def test_items_of_a_list_lead_to_what_is_by_their_ids(rooms: Api) -> None:
    """What the campaign did not make it does not delete."""
    found = ways(rooms)
    assert set(found) == {"getRoom", "dropNote"}
    room = found["getRoom"]
    assert (room.create.id, room.values) == ("listRooms", (("code", "/rooms/0/code"),))
    assert (room.shows, room.polls, found["dropNote"].sure) == (True, False, False)


def test_a_list_of_what_is_made_leads_nowhere(api_of: ApiOf) -> None:
    """Who makes a thing knows its id."""
    whole = document()
    whole["paths"]["/rooms"]["post"] = whole["paths"]["/visits"]["post"] | {"operationId": "add"}
    assert "getRoom" not in ways(api_of(whole))


def test_the_type_of_an_id_tells_before_its_name(api_of: ApiOf) -> None:
    """Of two members the one counts that is typed as the path."""
    whole = document()
    room = whole["components"]["schemas"]["Room"]
    room["properties"] |= {"id": {"type": "string"}, "key": room["properties"].pop("code")}
    assert ways(api_of(whole))["getRoom"].values == (("code", "/rooms/0/key"),)


def test_lists_in_what_a_list_shows(api_of: ApiOf) -> None:
    """The path of the inner one takes what the outer one shows."""
    whole: Any = document()
    paths = whole["paths"]
    inner = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    code = paths["/rooms/{code}"]["parameters"]
    works = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}
    answers = {"200": {"description": "", "content": {"application/json": {"schema": works}}}}
    one = {"200": {"description": "", "content": {"application/json": {"schema": works["items"]}}}}
    paths["/rooms/{code}/works"] = {
        "parameters": code,
        "get": {"operationId": "listWorks", "responses": answers},
    }
    paths["/rooms/{code}/works/{id}"] = {
        "parameters": [*code, inner],
        "get": {"operationId": "getWork", "responses": one},
    }
    found = ways(api_of(whole))
    assert found["listWorks"].inside
    assert (found["getWork"].values, found["getWork"].scope) == ((("id", "/0/id"),), ("code",))


def test_each_item_is_kept_once(rooms: Api) -> None:
    """A second page adds what is new, and requests take the items by their places."""
    resources = Resources(chains(rooms, Judging(rooms)))
    first = resources.keep(LIST, page("A-01", "B-02"))
    more = resources.keep(LIST, page("B-02", "not a code", "C-03"))
    assert [answer(each.reply) for each in first] == [
        {"rooms": [{"code": "A-01"}], "total": 2},
        {"rooms": [{"code": "B-02"}], "total": 2},
    ]
    room = resources.chains[0]
    assert [each.bindings(room) for each in (*first, *more)] == [
        {"code": "A-01"},
        {"code": "B-02"},
        {"code": "C-03"},
    ]
    assert [each.case.item for each in (*first, *more)] == [0, 1, 2]
    resources.keep(LIST, page(*(f"D-{number:02}" for number in range(2 * SHOWN))))
    assert len(resources.of("listRooms")) == SHOWN


def test_members_of_the_ids_type_name_what_is_listed(rooms: Api) -> None:
    """``start`` is not called like a room."""
    found = references(rooms, chains(rooms))
    assert [(it.operation, it.at, it.pointer) for it in found] == [
        ("visit", "/start", "/rooms/0/code")
    ]


def test_the_member_that_is_the_id_itself_names_nothing(api_of: ApiOf) -> None:
    """A body of the room's own path says what it is called."""
    whole = document()
    room = {"application/json": {"schema": {"$ref": "#/components/schemas/Room"}}}
    whole["paths"]["/rooms/{code}"]["put"] = {
        "operationId": "setRoom",
        "requestBody": {"content": room},
        "responses": {"200": {"description": ""}},
    }
    api = api_of(whole)
    assert {each.operation for each in references(api, chains(api))} == {"visit"}


def test_a_campaign_asks_for_what_is_there(rooms: Api) -> None:
    """Rooms are asked for by their ids, and visits start where there is a room."""
    server = Gallery()
    assert not told(rooms, server)
    paths = {f"/rooms/{each['code']}" for each in HERE}
    assert paths & {path for method, path in server.asked if method == "GET"}
    assert not paths & {path for method, path in server.asked if method == "DELETE"}
    assert {each["code"] for each in HERE} & {*map(str, server.started)}


def test_a_list_that_shows_nothing_promises_nothing(rooms: Api) -> None:
    """Then an id is made up, and what comes must be documented."""
    server = Gallery(rooms=())
    assert not [each for each in told(rooms, server) if each.claim.operation == "getRoom"]
    assert any(path.startswith("/rooms/") for _, path in server.asked)
    paths = made_up(Judging(rooms), chains(rooms))
    assert set(paths) == {"getRoom", "dropNote"}


def test_commands_take_the_item_that_is_meant(rooms: Api) -> None:
    """The third item of the list, not the first."""
    resources = Resources(chains(rooms))
    made = resources.keep(LIST, page("A-01", "B-02", "C-03"))[2]
    message = Message(method="GET", path="/rooms/{code}")
    asking = Case(
        operation="getRoom", kind="valid", expect="accepted", message=message, takes="listRooms"
    )
    resources.of("listRooms")[:] = [made]
    bound = resources.bound(asking)
    assert bound is not None
    case, values = bound
    assert values == {"code": "C-03"}
    assert '["rooms"][2]["code"]' in curl(case, "http://127.0.0.1")
    assert "made['rooms'][2]['code']" in "\n".join(
        plain_python(case, Common(url="http://127.0.0.1"))
    )


def test_what_names_a_resource_is_not_set_by_an_update(api_of: ApiOf) -> None:
    """The server has its own word for that, and whole resources hold it, too."""
    tag = {"type": "string", "minLength": 1}
    thing: dict[str, Any] = {
        "type": "object",
        "required": ["slug"],
        "properties": {"slug": tag, "name": tag},
    }
    body = {"required": True, "content": {"application/json": {"schema": thing}}}
    one = {"description": "", "content": {"application/json": {"schema": thing}}}
    refusals = {code: {"description": ""} for code in ("400", "404", "415", "422")}
    slug = {"name": "slug", "in": "path", "required": True, "schema": tag}
    whole: Any = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/things": {"post": {"requestBody": body, "responses": {"201": one, **refusals}}},
            "/things/{slug}": {
                "parameters": [slug],
                "get": {"responses": {"200": one, **refusals}},
                "put": {"requestBody": body, "responses": {"200": one, **refusals}},
            },
        },
    }
    api = api_of(whole)
    transport = InProcess(app(api))
    try:
        outcome = run(api, transport, Options(wish=Wish(most=300)))
    finally:
        transport.close()
    assert not [each.key for each in outcome.findings if each.kind == "update-lost"]


@pytest.mark.parametrize(
    ("member", "required", "told"),
    [
        ({"type": ["boolean", "null"]}, True, 1),
        ({"type": "boolean"}, False, 1),
        ({"type": "boolean"}, True, 0),
        ({"type": "boolean", "default": False}, False, 0),
    ],
)
def test_null_empties_what_may_be_empty(
    api_of: ApiOf, member: dict[str, Any], told: int, *, required: bool
) -> None:
    """Where a resource always has a value, null in an update says nothing of it."""
    thing: dict[str, Any] = {"type": "object", "properties": {"done": member}}
    thing["required"] = ["done"] if required else []
    one = {"description": "", "content": {"application/json": {"schema": thing}}}
    whole: Any = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/thing": {"get": {"operationId": "getThing", "responses": {"200": one}}}},
    }
    api = api_of(whole)
    shown = api.operations[0].responses[0].contents[0].type
    assert shown is not None
    message = Message(method="GET", path="/thing")
    case = Case(operation="getThing", kind="valid", expect="accepted", message=message)
    values: tuple[Json, Json, Json] = ({"done": True}, {"done": None}, {"done": True})
    scene = Scene(api, Judging(api))
    found = [*updated.emptied(scene, case, Reply(status=200), shown, values)]
    assert [it.kind for it in found] == ["update-lost"] * told
