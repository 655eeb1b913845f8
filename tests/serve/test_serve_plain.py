"""Resources without a lifecycle are kept: made, got, changed, listed and deleted."""

import asyncio
import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import Server, app
from tallystick.serve.behaviour import Answer, Behaviour, Request

BOX: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "name": {"type": "string", "minLength": 1},
        "kind": {"type": "string", "enum": ["open", "shut"]},
        "weight": {"type": "integer"},
        "note": {"type": ["string", "null"]},
        "created_at": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
NUMBER = {"type": "integer", "minimum": 0}


def sent(schema: Any) -> dict[str, Any]:
    """Return a body of JSON."""
    return {"content": {"application/json": {"schema": schema}}}


def answers(schema: Any = None, status: str = "200") -> dict[str, Any]:
    """Return responses, one of them with a body."""
    good = {"description": ".", **(sent(schema) if schema is not None else {})}
    return {"responses": {status: good, "default": {"description": "."}}}


def taken(name: str, place: str = "path", schema: Any = None) -> dict[str, Any]:
    """Return a parameter."""
    required = place == "path"
    return {
        "name": name,
        "in": place,
        "required": required,
        "schema": schema or {"type": "string"},
    }


PAGE = {
    "type": "object",
    "required": ["data", "has_more", "total"],
    "properties": {
        "data": {"type": "array", "items": {"$ref": "#/components/schemas/Box"}},
        "has_more": {"type": "boolean"},
        "next_cursor": {"type": "string", "minLength": 1},
        "total": {"type": "integer"},
    },
}
SHELF: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Boxes", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/boxes": {
            "post": {
                "operationId": "makeBox",
                "requestBody": sent({"$ref": "#/components/schemas/Box"}),
                **answers({"$ref": "#/components/schemas/Box"}, "201"),
            },
            "get": {
                "operationId": "listBoxes",
                "parameters": [
                    taken("limit", "query", NUMBER),
                    taken("cursor", "query"),
                    taken("offset", "query", NUMBER),
                    taken("kind", "query"),
                    taken("sort", "query"),
                ],
                **answers(PAGE),
            },
        },
        "/boxes/{id}": {
            "parameters": [taken("id")],
            "get": {"operationId": "getBox", **answers({"$ref": "#/components/schemas/Box"})},
            "put": {
                "operationId": "putBox",
                "requestBody": sent({"$ref": "#/components/schemas/Box"}),
                **answers({"$ref": "#/components/schemas/Box"}),
            },
            "patch": {
                "operationId": "patchBox",
                "requestBody": sent({"type": "object"}),
                **answers({"$ref": "#/components/schemas/Box"}),
            },
            "delete": {"operationId": "dropBox", **answers(status="204")},
        },
        "/boxes/{id}/lids": {
            "parameters": [taken("id")],
            "post": {
                "operationId": "makeLid",
                "requestBody": sent({"type": "object"}),
                **answers({"$ref": "#/components/schemas/Box"}, "201"),
            },
        },
        "/boxes/{id}/lids/{lid}": {
            "parameters": [taken("id"), taken("lid")],
            "get": {"operationId": "getLid", **answers({"$ref": "#/components/schemas/Box"})},
        },
        "/prices": {
            "post": {"operationId": "price", **answers({"$ref": "#/components/schemas/Box"})}
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "schemas": {"Box": BOX},
    },
}
Call = Callable[..., httpx2.Response]


def opened(document: dict[str, Any]) -> Api:
    """Return the API of a document."""
    parsed, _ = parse_text(json.dumps(document).encode(), "boxes.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    api, _ = lower(resolved) if resolved else (None, ())
    assert api is not None
    return api


def caller(server: Server, runner: asyncio.Runner) -> Call:
    """Return a function that sends one request."""

    def call(method: str, path: str, token: str = "ann", **more: Any) -> httpx2.Response:  # noqa: S107 - made up
        async def send() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=server)
            async with httpx2.AsyncClient(transport=transport, base_url="http://k") as client:
                headers = {"Authorization": f"Bearer {token}"}
                return await client.request(method, path, headers=headers, **more)

        return runner.run(send())

    return call


@pytest.fixture
def call() -> Iterator[Call]:
    """Return a function that calls a server of the boxes."""
    with app(opened(SHELF), token="any", workers=0) as server, asyncio.Runner() as runner:
        yield caller(server, runner)


def test_what_is_made_is_got(call: Call) -> None:
    """With what was asked, an id of its own, and for its owner only."""
    one = call("POST", "/boxes", json={"name": "a", "kind": "shut", "strange": 1})
    two = call("POST", "/boxes", json={"name": "b"})
    assert (one.status_code, one.json()["name"], one.json()["kind"]) == (201, "a", "shut")
    assert "strange" not in one.json()
    assert one.json()["id"] != two.json()["id"]
    path = f"/boxes/{one.json()['id']}"
    assert call("GET", path).json() == one.json()
    assert call("GET", path, "bob").status_code == 404
    assert call("GET", "/boxes/nothing").status_code == 404


def test_changes_are_kept(call: Call) -> None:
    """PATCH sets what it names; PUT takes away what it leaves out; the id stays."""
    made = call("POST", "/boxes", json={"name": "a", "kind": "shut", "weight": 4}).json()
    path = f"/boxes/{made['id']}"
    patched = call("PATCH", path, json={"weight": 5, "id": "other", "kind": None}).json()
    assert patched == {key: value for key, value in {**made, "weight": 5}.items() if key != "kind"}
    assert call("GET", path).json() == patched
    put = call("PUT", path, json={"name": "c"}).json()
    assert put == {"id": made["id"], "name": "c", "created_at": made["created_at"]}
    assert call("GET", path).json() == put
    assert call("PATCH", path, json={"weight": "heavy", "note": None}).json() == {
        **put,
        "note": None,
    }
    assert call("PUT", "/boxes/nothing", json={"name": "c"}).status_code == 404


def test_what_is_deleted_is_gone(call: Call) -> None:
    """By its id and from the list, with what is below."""
    made = [call("POST", "/boxes", json={"name": name}).json()["id"] for name in "ab"]
    assert call("DELETE", f"/boxes/{made[0]}").status_code == 204
    assert call("GET", f"/boxes/{made[0]}").status_code == 404
    assert call("DELETE", f"/boxes/{made[0]}").status_code == 404
    assert call("POST", f"/boxes/{made[0]}/lids", json={}).status_code == 404
    assert [each["id"] for each in call("GET", "/boxes").json()["data"]] == made[1:]


def test_what_is_below_belongs_there(call: Call) -> None:
    """A lid of one box is none of another."""
    one, two = (call("POST", "/boxes", json={"name": name}).json()["id"] for name in "ab")
    lid = call("POST", f"/boxes/{one}/lids", json={"name": "lid"}).json()
    assert call("GET", f"/boxes/{one}/lids/{lid['id']}").json() == lid
    assert call("GET", f"/boxes/{two}/lids/{lid['id']}").status_code == 404


def test_lists_have_pages(call: Call) -> None:
    """Pages follow each other; the last one says so; others see their own list."""
    made = [call("POST", "/boxes", json={"name": name}).json()["id"] for name in "abcde"]
    seen: list[str] = []
    query = "limit=2"
    while query:
        page = call("GET", f"/boxes?{query}").json()
        assert page["total"] == 5
        assert page["has_more"] is ("next_cursor" in page)
        seen += [each["id"] for each in page["data"]]
        query = f"limit=2&cursor={page['next_cursor']}" if page["has_more"] else ""
    assert seen == made
    assert [each["id"] for each in call("GET", "/boxes?offset=3").json()["data"]] == made[3:]
    assert not {each["id"] for each in call("GET", "/boxes", "bob").json()["data"]} & set(made)


def test_lists_select_and_sort(call: Call) -> None:
    """By parameters that are called like members, and by the names of members."""
    for name, kind, weight in (("b", "open", 2), ("a", "shut", 3), ("c", "open", 1)):
        call("POST", "/boxes", json={"name": name, "kind": kind, "weight": weight})

    def names(query: str) -> str:
        return "".join(each["name"] for each in call("GET", f"/boxes?{query}").json()["data"])

    assert names("kind=open") == "bc"
    assert (names("sort=name"), names("sort=-weight"), names("sort=weight:desc")) == (
        "abc",
        "abc",
        "abc",
    )
    assert names("sort=nothing") == "bac"


SEEKING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "filter": {
            "type": "object",
            "properties": {
                "names": {"type": "array", "items": {"type": "string"}},
                "weight": {"type": "object", "properties": {"min": NUMBER, "lt": NUMBER}},
                "created_before": {"type": "string", "format": "date"},
                "minTags": NUMBER,
                "tags": {"type": "array", "items": {}, "description": "All of these."},
                "lid": {"enum": ["flat", "round"]},
            },
        },
        "sort": {"enum": ["name", "-name"], "default": "-name"},
        "page": {"type": "object", "properties": {"size": NUMBER, "number": NUMBER}},
    },
}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, "cba"),
        ({"sort": "name"}, "abc"),
        ({"filter": {"names": ["a", "c"]}}, "ca"),
        ({"filter": {"weight": {"min": 2}}}, "ba"),
        ({"filter": {"weight": {"lt": 2}}}, "c"),
        ({"filter": {"created_before": "2000-01-01"}}, ""),
        ({"filter": {"created_before": "2999-01-01"}}, "cba"),
        ({"filter": {"minTags": 1}}, "cb"),
        ({"filter": {"tags": ["x"]}}, "cb"),
        ({"filter": {"tags": ["x", "y"]}}, "b"),
        ({"filter": {"lid": "round"}}, "b"),
        ({"page": {"size": 2}}, "cb"),
        ({"page": {"size": 2, "number": 1}}, "a"),
    ],
)
def test_searches_by_post(asked: dict[str, Any], names: str) -> None:
    """What a body says selects, sorts and turns what is kept."""
    document = copy.deepcopy(SHELF)
    kind = {"type": "object", "properties": {"kind": {"enum": ["flat", "round"]}}}
    document["components"]["schemas"]["Box"]["properties"] |= {
        "tags": {"type": "array", "items": {"type": "string"}},
        "lid": kind,
    }
    document["paths"]["/boxes/search"] = {
        "post": {"operationId": "seek", "requestBody": sent(SEEKING), **answers(PAGE)}
    }
    boxes = [
        {"name": "a", "weight": 3, "tags": [], "lid": {"kind": "flat"}},
        {"name": "b", "weight": 2, "tags": ["x", "y"], "lid": {"kind": "round"}},
        {"name": "c", "weight": 1, "tags": ["x"], "lid": {"kind": "flat"}},
    ]
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        for box in boxes:
            ask("POST", "/boxes", json=box)
        page = ask("POST", "/boxes/search", json=asked).json()
        assert "".join(each["name"] for each in page["data"]) == names


def test_searches_by_get() -> None:
    """A list beside what makes things lists these, where its path says that it searches."""
    document = copy.deepcopy(SHELF)
    boxes = {"type": "array", "items": {"$ref": "#/components/schemas/Box"}}
    for path in ("/boxes/findByKind", "/boxes/popular", "/boxes:search"):
        asked = {"operationId": path, "parameters": [taken("kind", "query")], **answers(boxes)}
        document["paths"][path] = {"get": asked}
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        for name, kind in (("a", "open"), ("b", "shut")):
            ask("POST", "/boxes", json={"name": name, "kind": kind})
        for path in ("/boxes/findByKind", "/boxes:search"):
            found = ask("GET", f"{path}?kind=shut").json()
            assert [each["name"] for each in found] == ["b"]
        example = ask("GET", "/boxes/popular").json()[0]
    assert example["name"] not in {"a", "b"}  # nobody knows which ones these are


def test_what_only_requests_have_is_not_shown() -> None:
    """Where a schema is open too, and where what is made is wrapped."""
    document = copy.deepcopy(SHELF)
    document["components"]["schemas"]["Box"]["properties"] |= {
        "code": {"type": "string", "writeOnly": True},
        "lock": {"type": "object", "properties": {"pin": {"type": "string", "writeOnly": True}}},
    }
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = ask("POST", "/boxes", json={"name": "a", "code": "b", "lock": {"pin": "1"}}).json()
        seen = [
            made,
            ask("GET", f"/boxes/{made['id']}").json(),
            ask("GET", "/boxes").json()["data"][0],
        ]
    assert [(each["name"], each.get("code"), each["lock"]) for each in seen] == [
        ("a", None, {})
    ] * 3


def test_examples_until_something_is_made(call: Call) -> None:
    """A list shows an example; the example of a resource can be looked at, and no more."""
    example = call("GET", "/boxes").json()["data"][0]
    assert example.keys() >= {"id", "name"}
    document = copy.deepcopy(SHELF)
    document["components"]["schemas"]["Box"]["properties"]["id"]["examples"] = ["box-1"]
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        assert ask("GET", "/boxes/box-1").json()["id"] == "box-1"
        assert ask("DELETE", "/boxes/box-1").status_code == 404
        assert ask("POST", "/boxes", json={"name": "a"}).json()["id"] != "box-1"


def test_answers_echo(call: Call) -> None:
    """What is not kept is answered with an example that holds what was asked, where it may."""
    answer = call("POST", "/prices", json={"name": "a", "kind": 7, "other": 1}).json()
    assert answer["name"] != "a"  # no body is documented
    made = copy.deepcopy(SHELF)
    made["paths"]["/prices"]["post"]["requestBody"] = sent({"type": "object"})
    with app(opened(made), token="any", workers=0) as server, asyncio.Runner() as runner:
        answer = caller(server, runner)("POST", "/prices", json={"name": "a", "kind": 7}).json()
    assert (answer["name"], answer["kind"]) == ("a", "open")


def test_what_is_asked_inside_an_object_is_echoed() -> None:
    """In an example that has more than that, and of a resource that the body wraps."""
    document = copy.deepcopy(SHELF)
    box = document["components"]["schemas"]["Box"]
    crate = {"type": "object", "required": ["box"], "properties": {"box": box}}
    document["paths"]["/prices"]["post"] |= {"requestBody": sent({"type": "object"})}
    document["paths"]["/prices"]["post"] |= answers(crate)
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        shown = ask("POST", "/prices", json={"box": {"name": "a", "kind": 7}}).json()["box"]
        assert (shown["name"], shown["kind"]) == ("a", "open")
        shown = ask("POST", "/prices", json={"name": "a", "kind": "open"}).json()["box"]
        assert (shown["name"], shown["kind"]) == ("a", "open")  # in the only object there is
    wrapped = {"type": "object", "properties": {"box": {"type": "object"}}}
    document["paths"]["/boxes"]["post"]["requestBody"] = sent(wrapped)
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = ask("POST", "/boxes", json={"box": {"name": "", "weight": 7}}).json()
        assert made["weight"] == 7
        changed = ask("PATCH", f"/boxes/{made['id']}", json={"weight": 8}).json()
        assert changed["weight"] == 8


def test_what_items_of_a_list_lack_is_as_in_the_example() -> None:
    """A request need not say all that a resource has."""
    document = copy.deepcopy(SHELF)
    tag = {"type": "object", "required": ["name", "id"], "properties": {"id": {"type": "integer"}}}
    tags = {"type": "array", "minItems": 1, "items": tag}
    box = document["components"]["schemas"]["Box"]
    box["properties"]["tags"], box["required"] = tags, [*box["required"], "tags"]
    document["paths"]["/boxes"]["post"]["requestBody"] = sent({"type": "object"})
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        body = {"name": "a", "tags": [{"name": "x"}, {"name": "y", "id": 7}]}
        made = caller(server, runner)("POST", "/boxes", json=body).json()
    assert [each["name"] for each in made["tags"]] == ["x", "y"]
    assert made["tags"][1]["id"] == 7


def test_ids_that_callers_give() -> None:
    """Are kept, where they can stand in a path and are free."""
    document = copy.deepcopy(SHELF)
    del document["components"]["schemas"]["Box"]["properties"]["id"]["readOnly"]
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        ids = [
            ask("POST", "/boxes", json={"name": "a", "id": wanted}).json()["id"]
            for wanted in ("mine", "mine", "", "a/b")
        ]
        assert ids[0] == "mine"
        assert len(set(ids)) == 4
        assert not {"", "a/b"} & set(ids)
        assert ask("GET", "/boxes/mine").status_code == 200


class Shop(Behaviour):
    """Answers one operation by itself."""

    def answer(self, request: Request, resources: object) -> Answer | None:
        """Say what a box is."""
        del resources
        return Answer(body={"id": "x", "name": "ours"}) if request.operation == "getBox" else None


def test_behaviours_come_first() -> None:
    """What a behaviour answers is not looked for."""
    server = app(opened(SHELF), behaviour=Shop(), token="any", workers=0)
    with server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        assert ask("GET", "/boxes/any").json()["name"] == "ours"
        made = ask("POST", "/boxes", json={"name": "a"}).json()
        assert ask("PATCH", f"/boxes/{made['id']}", json={"weight": 2}).json()["weight"] == 2


def test_a_database_keeps_them(tmp_path: Path) -> None:
    """Over a restart, with what was changed and deleted."""
    api, db = opened(SHELF), tmp_path / "boxes.sqlite"
    with asyncio.Runner() as runner:
        with app(api, token="any", workers=0, db=db) as server:
            ask = caller(server, runner)
            kept, gone = (ask("POST", "/boxes", json={"name": name}).json()["id"] for name in "ab")
            ask("PATCH", f"/boxes/{kept}", json={"weight": 9})
            ask("DELETE", f"/boxes/{gone}")
        with app(api, token="any", workers=0, db=db) as server:
            ask = caller(server, runner)
            assert ask("GET", f"/boxes/{kept}").json()["weight"] == 9
            assert ask("GET", f"/boxes/{gone}").status_code == 404


def test_places_are_told_whatever_their_names_are() -> None:
    """Each operation names the id as it likes; what is got may be one of several things."""
    document = copy.deepcopy(SHELF)
    lids = document["paths"].pop("/boxes/{id}/lids")
    lids["parameters"][0]["name"] = "box"
    document["paths"]["/boxes/{box}/lids"] = lids
    shown = document["paths"]["/boxes/{id}"]["get"]["responses"]["200"]["content"]
    gone = {"type": "object", "required": ["gone"], "properties": {"gone": {"const": True}}}
    box = {"$ref": "#/components/schemas/Box"}
    shown["application/json"]["schema"] = {"anyOf": [box, gone]}
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = ask("POST", "/boxes", json={"name": "a"}).json()
        assert ask("GET", f"/boxes/{made['id']}").json() == made
        assert ask("POST", f"/boxes/{made['id']}/lids", json={"name": "b"}).status_code == 201
        assert ask("POST", "/boxes/none/lids", json={"name": "b"}).status_code == 404


def test_ids_fit_the_paths_they_stand_in() -> None:
    """The parameter may be narrower than the member."""
    document = copy.deepcopy(SHELF)
    document["paths"]["/boxes/{id}"]["parameters"][0]["schema"]["pattern"] = "^[0-9a-f]{32}$"
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = ask("POST", "/boxes", json={"name": "a"}).json()
        assert ask("GET", f"/boxes/{made['id']}").json() == made


def test_more_is_made_than_its_path_has_ids_for() -> None:
    """Nobody is refused since few numbers can be asked for."""
    document = copy.deepcopy(SHELF)
    few = {"type": "integer", "minimum": 1, "maximum": 9}
    document["paths"]["/boxes/{id}"]["parameters"] = [taken("id", schema=few)]
    document["components"]["schemas"]["Box"]["properties"]["id"]["type"] = "integer"
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = [ask("POST", "/boxes", json={"name": "a"}) for _ in range(15)]
    assert {each.status_code for each in made} == {201}
    assert len({each.json()["id"] for each in made}) == 15


def test_a_name_is_the_key_where_the_path_says_so() -> None:
    """``/boxes/{box_name}`` is asked for by the name, though a box has an id, too."""
    document = copy.deepcopy(SHELF)
    below = document["paths"].pop("/boxes/{id}")
    del document["paths"]["/boxes/{id}/lids"]
    document["paths"]["/boxes/{box_name}"] = {**below, "parameters": [taken("box_name")]}
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = ask("POST", "/boxes", json={"name": "mine"}).json()
        assert ask("GET", "/boxes/mine").json() == made
        assert ask("POST", "/boxes", json={"name": "9" * 5000}).status_code == 201


def test_an_id_is_a_number_here_and_a_text_there() -> None:
    """Each operation shows it as it has it."""
    document = copy.deepcopy(SHELF)
    paths, number = document["paths"], {"type": "number"}
    paths["/boxes/{id}"]["parameters"] = [taken("id", schema={"type": "integer"})]
    told = {"type": "object", "required": ["id"], "properties": {"id": number}}
    paths["/boxes"]["post"] |= answers(told, "201")
    many: dict[str, Any] = copy.deepcopy(PAGE)
    many["properties"]["data"]["items"] = told
    paths["/boxes"]["get"] |= answers(many)
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = [ask("POST", "/boxes", json={"name": name}).json()["id"] for name in "ab"]
        assert [each["id"] for each in ask("GET", "/boxes").json()["data"]] == made
        assert [ask("GET", f"/boxes/{each}").json()["id"] for each in made] == list(map(str, made))


def test_a_slash_at_the_end_changes_nothing() -> None:
    """``/boxes/{id}/`` is where a box stands."""
    document = copy.deepcopy(SHELF)
    document["paths"] = {f"{path}/": item for path, item in document["paths"].items()}
    document["paths"]["/boxes/{id}/"]["parameters"] = [taken("id", schema={"type": "integer"})]
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = ask("POST", "/boxes/", json={"name": "a"}).json()
        assert ask("GET", f"/boxes/{made['id']}/").json() == made
        assert ask("DELETE", f"/boxes/{made['id']}/").status_code == 204
        assert ask("GET", f"/boxes/{made['id']}/").status_code == 404


def test_links_of_pages_lead_on() -> None:
    """In other resources, too; pages are counted from the least number on."""
    document = copy.deepcopy(SHELF)
    queries = [taken(name, "query", NUMBER) for name in ("limit", "page")]
    below = document["paths"]["/boxes/{id}/lids"]
    below["get"] = {"operationId": "listLids", "parameters": queries, **answers(PAGE)}
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        at = f"/boxes/{ask('POST', '/boxes', json={'name': 'a'}).json()['id']}/lids"
        made = [ask("POST", at, json={"name": name}).json()["id"] for name in "bcd"]
        first = ask("GET", f"{at}?limit=2").json()
        assert first["next_cursor"].startswith(f"http://k{at}?")
        turned = ask("GET", first["next_cursor"]).json()
        assert [each["id"] for page in (first, turned) for each in page["data"]] == made


def test_ids_look_like_the_example() -> None:
    """A pattern with a mark at the beginning leaves room for more than one id."""
    document = copy.deepcopy(SHELF)
    named = document["components"]["schemas"]["Box"]["properties"]["id"]
    named["pattern"] = "^BX[0-9a-f]{32}$"
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        ask = caller(server, runner)
        made = {ask("POST", "/boxes", json={"name": "a"}).json()["id"] for _ in range(3)}
    assert len(made) == 3


def test_a_page_holds_no_more_than_its_schema_allows() -> None:
    """Whatever is asked for: the rest stands on the next one."""
    document = copy.deepcopy(SHELF)
    shown = document["paths"]["/boxes"]["get"]["responses"]["200"]["content"]["application/json"]
    shown["schema"]["properties"]["data"]["maxItems"] = 2
    with app(opened(document), token="any", workers=0) as server, asyncio.Runner() as runner:
        call = caller(server, runner)
        made = [call("POST", "/boxes", json={"name": each}).json()["id"] for each in "abc"]
        for asked in ({}, {"limit": 9}):
            page = call("GET", "/boxes", params=asked).json()
            assert [box["id"] for box in page["data"]] == made[:2]
            assert page["has_more"]
        after = call("GET", "/boxes", params={"offset": 2}).json()
        assert [box["id"] for box in after["data"]] == made[2:]
