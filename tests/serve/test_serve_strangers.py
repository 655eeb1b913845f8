"""Documents as strangers write them: wrapped resources, odd ids, lists of examples, odd unions."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.serve import app

Call = Callable[..., httpx2.Response]
TEXT = {"type": "string"}
IP = {"type": "string", "format": "ipv4", "example": "192.0.2.1"}
CRATE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "label"],
    "properties": {
        "id": TEXT,
        "label": TEXT,
        "inside": {"type": "object", "properties": {"a": {}}},
    },
}


def shows(schema: Any, example: Any = None) -> dict[str, Any]:
    """Return responses of which the good one has a body."""
    content = {"schema": schema, **({"example": example} if example is not None else {})}
    good = {"description": ".", "content": {"application/json": content}}
    return {"responses": {"200": good, "404": {"description": "."}}}


def asks(schema: Any) -> dict[str, Any]:
    """Return a body."""
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def taken(name: str, place: str, schema: Any) -> dict[str, Any]:
    """Return a parameter."""
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def having(**members: Any) -> dict[str, Any]:
    """Return the schema of an object."""
    return {"type": "object", "required": sorted(members), "properties": members}


LISTED: dict[str, Any] = {
    "list": [{"id": "a", "myState": "up"}, {"id": "b", "myState": "down"}],
    "_links": {"next": {"href": "string"}},
}
PATHS: dict[str, Any] = {
    "/crates": {
        "post": {
            "operationId": "make",
            "parameters": [
                taken("Idempotency-Key", "header", {"type": "string", "maxLength": 300})
            ],
            **asks({"type": "object"}),
            **shows(having(crate_id=TEXT)),
        },
    },
    "/crates/{crate_id}": {
        "parameters": [taken("crate_id", "path", {"type": "integer", "maximum": 2**31})],
        "get": {"operationId": "get", **shows(having(crate=CRATE))},
    },
    "/hosts": {
        "post": {"operationId": "host", **asks(having(name=TEXT)), **shows(having(name=TEXT))}
    },
    "/hosts/{name}": {
        "parameters": [taken("name", "path", TEXT)],
        "get": {"operationId": "getHost", **shows(having(name=TEXT))},
    },
    "/addresses": {"post": {"operationId": "reserve", **shows(having(address=having(ip=IP)))}},
    "/addresses/{ip}": {
        "parameters": [taken("ip", "path", IP)],
        "get": {"operationId": "reserved", **shows(having(address=having(ip=IP)))},
    },
    "/states": {
        "get": {
            "operationId": "list",
            "parameters": [
                taken("my_state", "query", TEXT),
                taken("id", "query", TEXT),
                taken("pageNumber", "query", {"type": "integer"}),
                taken("count", "query", {"type": "integer"}),
            ],
            **shows(
                {"type": "object"}
                | having(
                    list={
                        "type": "array",
                        "items": {"type": "object", "properties": {"id": TEXT, "myState": TEXT}},
                    },
                    _links={"type": "object", "properties": {"next": having(href=TEXT)}},
                ),
                LISTED,
            ),
        }
    },
    "/sorted": {
        "get": {
            "operationId": "sorted",
            "parameters": [
                taken(
                    "order", "query", {"type": "object", "properties": {"since": {"enum": ["a"]}}}
                ),
                taken("since", "query", {"type": "string", "format": "date"}),
            ],
            **shows({"type": "object"}),
        }
    },
    "/scale": {
        "get": {
            "operationId": "scale",
            **shows(
                {
                    "oneOf": [
                        {"type": "object", "properties": {"kilos": {"type": "number"}}},
                        having(pounds={"type": "integer"}),
                    ]
                }
            ),
        }
    },
    "/pack": {
        "post": {"operationId": "pack", **asks({"type": "object"}), **shows(having(box=CRATE))}
    },
}


@pytest.fixture(scope="module")
def api() -> Api:
    """Return the API."""
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Strange", "version": "1"},
        "security": [{"key": []}],
        "paths": PATHS,
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }
    parsed, _ = parse_text(json.dumps(whole).encode(), "strange.json")
    resolved, _ = resolve(parsed) if parsed else (None, ())
    found, _ = lower(resolved) if resolved else (None, ())
    assert found is not None
    return found


@pytest.fixture
def call(api: Api) -> Iterator[Call]:
    """Return a function that sends one request to a fresh server."""
    with app(api, token=("ann", "bob")) as server, asyncio.Runner() as runner:

        def send(method: str, path: str, token: str = "ann", **more: Any) -> httpx2.Response:  # noqa: S107 - made up
            headers = {"authorization": f"Bearer {token}", **more.pop("headers", {})}

            async def sent() -> httpx2.Response:
                transport = httpx2.ASGITransport(app=server)
                async with httpx2.AsyncClient(transport=transport, base_url="http://s") as client:
                    return await client.request(method, path, headers=headers, **more)

            return runner.run(sent())

        yield send


def test_a_wrapped_resource_is_kept_under_an_id_that_its_path_takes(call: Call) -> None:
    """Its creation tells the id under another name, as text; its path takes a number."""
    made = call("POST", "/crates", json={"label": "red"}).json()["crate_id"]
    assert made.isdecimal()
    crate = call("GET", f"/crates/{made}").json()["crate"]
    assert crate["id"] == made
    assert crate["label"] == "red"
    assert call("GET", f"/crates/{int(made) + 1}").status_code == 404


def test_addresses_are_ids_too(call: Call) -> None:
    """Nothing else has their format, and there is more than one."""
    made = [call("POST", "/addresses").json()["address"]["ip"] for _ in range(3)]
    assert len(set(made)) == 3
    assert all(call("GET", f"/addresses/{each}").status_code == 200 for each in made)


def test_the_example_of_a_resource_is_nobodys_once_one_is_made(call: Call) -> None:
    """Else somebody who made one of the same name would see it shown to others."""
    name = call("GET", "/hosts/string").json()["name"]
    assert call("POST", "/hosts", json={"name": name}).json() == {"name": name}
    assert call("GET", f"/hosts/{name}").status_code == 200
    assert call("GET", f"/hosts/{name}", token="bob").status_code == 404


def test_a_list_of_examples_is_filtered_and_turned(call: Call) -> None:
    """By the names of members, however spelled; its links lead to the pages that there are."""
    one = call("GET", "/states", params={"my_state": "down"}).json()
    assert [item["id"] for item in one["list"]] == ["b"]
    assert "next" not in one["_links"]
    every = call("GET", "/states", params={"my_state": "all", "id": "b"}).json()
    assert [item["id"] for item in every["list"]] == ["b"]
    first = call("GET", "/states", params={"count": 1}).json()
    assert [item["id"] for item in first["list"]] == ["a"]
    second = call("GET", first["_links"]["next"]["href"]).json()
    assert [item["id"] for item in second["list"]] == ["b"]
    assert "next" not in second["_links"]


def test_a_member_of_an_object_does_not_take_the_place_of_a_parameter(call: Call) -> None:
    """Both are called `since`: the parameter is meant."""
    assert call("GET", "/sorted", params={"since": "2024-02-29"}).status_code == 200
    assert call("GET", "/sorted", params={"since": "a"}).status_code == 400


def test_a_union_of_variants_that_are_nearly_alike_is_solved(call: Call) -> None:
    """What reads off the schema is both, which ``oneOf`` forbids."""
    shown = call("GET", "/scale")
    assert shown.status_code == 200
    pounds = isinstance(shown.json().get("pounds"), int)
    assert pounds is not isinstance(shown.json().get("kilos", 0), int | float)


def test_keys_are_as_long_as_their_schema_allows(call: Call) -> None:
    """The schema of the header says it, not a rule of thumb."""
    keys = ["k" * 300, "k" * 301]
    sent = [call("POST", "/crates", headers={"Idempotency-Key": key}, json={}) for key in keys]
    assert [reply.status_code for reply in sent] == [200, 400]


def test_what_an_answer_does_not_list_is_not_echoed(call: Call) -> None:
    """Not in a member of a member, either."""
    asked = {"box": {"id": "7", "label": "x", "odd": 1, "inside": {"a": 2, "odd": 3}}}
    shown = call("POST", "/pack", json=asked).json()
    assert shown == {"box": {"id": "7", "label": "x", "inside": {"a": 2}}}
