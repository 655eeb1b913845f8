"""Bodies that name what stands in the same resource, and resources that an action has changed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.references import references
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

ID: Json = {"type": "string"}
EMPTY: Json = {"type": "object", "additionalProperties": False}
ORDER: Json = {
    "type": "object",
    "required": ["size"],
    "additionalProperties": False,
    "properties": {"size": {"type": "integer", "minimum": 1, "maximum": 9}, "shelf_id": ID},
    "x-validations": [
        {
            "id": "shelf-of-shop",
            "status": "server",
            "message": "The shelf is none of this shop.",
            "fieldPath": ".shelf_id",
        }
    ],
}
MEMBERS: Json = {"id": ID, "size": {"type": "integer"}, "sealed": {"type": "boolean"}}
THING: Json = {"type": "object", "required": ["id"], "properties": MEMBERS}
STATUSES = ("400", "404", "409", "422")


def operation(name: str, good: str, body: Any = None) -> dict[str, Any]:
    """Return an operation."""
    answers = {code: {"description": ""} for code in STATUSES}
    content = {"application/json": {"schema": THING}}
    made: dict[str, Any] = {
        "operationId": name,
        "responses": answers | {good: {"description": "", "content": content}},
    }
    if body is not None:
        content = {"application/json": {"schema": body}}
        made["requestBody"] = {"required": True, "content": content}
    return made


def within(*names: str) -> dict[str, Any]:
    """Return the parameters of a path."""
    return {
        "parameters": [{"name": it, "in": "path", "required": True, "schema": ID} for it in names]
    }


PATHS: dict[str, Any] = {
    "/shops": {"post": operation("makeShop", "201", EMPTY)},
    "/shops/{shop_id}": within("shop_id") | {"get": operation("getShop", "200")},
    "/shops/{shop_id}/shelves": within("shop_id") | {"post": operation("makeShelf", "201", EMPTY)},
    "/shops/{shop_id}/shelves/{shelf_id}": within("shop_id", "shelf_id")
    | {"get": operation("getShelf", "200")},
    "/shops/{shop_id}/orders": within("shop_id") | {"post": operation("makeOrder", "201", ORDER)},
    "/shops/{shop_id}/orders/{order_id}": within("shop_id", "order_id")
    | {"get": operation("getOrder", "200"), "put": operation("putOrder", "200", ORDER)},
    "/shops/{shop_id}/orders/{order_id}/seal": within("shop_id", "order_id")
    | {"post": operation("sealOrder", "200")},
    "/audits": {"post": operation("makeAudit", "201", ORDER)},
}


@pytest.fixture
def shops(api_of: Callable[[Json], Api]) -> Api:
    """Return the API of shops with shelves, and orders that are taken from them."""
    return api_of({"openapi": "3.1.0", "info": {"title": "Shops", "version": "1"}, "paths": PATHS})


class Shops(Handmade):
    """Takes a shelf of the same shop only; an order that is sealed stays as it is."""

    def __init__(self, *, anywhere: bool = False) -> None:
        """Begin without shops; a shelf of another shop is taken `anywhere`."""
        self.anywhere = anywhere
        self.things: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str, Any, int]] = []

    def _one(self, wire: Wire) -> Reply:
        try:
            body = json.loads(wire.body) if wire.body else None
        except ValueError:
            body = "?"
        way = wire.target.strip("/").split("/")
        status, told = self._answer(wire.method, way, body)
        kinds = {text for name, text in wire.headers if name.lower() == "content-type"}
        if body is not None and status in {200, 201, 422} and kinds != {"application/json"}:
            status, told = 422, {}
        self.asked.append((wire.method, wire.target, body, status))
        headers = {"content-type": "application/json"}
        return Reply(status=status, headers=headers, body=json.dumps(_seen(told)).encode())

    def _answer(self, method: str, way: list[str], body: Any) -> tuple[int, Any]:
        known = [self.things.get(each) for each in way[1::2] if each != "seal"]
        if None in known or any(it and it["in"] not in way for it in known[1:]):
            return 404, {}
        thing = known[-1] if known else None
        if way[-1] == "seal" and method == "POST" and thing:
            status = 409 if thing["sealed"] else 200
            thing["sealed"] = True
            return status, thing
        if method == "GET" and thing:
            return 200, thing
        if method not in {"POST", "PUT"}:
            return 405, {}
        if method == "PUT" and thing and thing.get("sealed"):
            return 409, {}
        return self._make(method, way, body, thing)

    def _make(
        self, method: str, way: list[str], body: Any, thing: dict[str, Any] | None
    ) -> tuple[int, Any]:
        wanted = {"size"} if way[0] == "audits" or "orders" in way else set()
        fine = isinstance(body, dict) and wanted <= body.keys() <= wanted | {"shelf_id"}
        size = body.get("size", 1) if fine else 0
        whole = isinstance(size, int | float) and not isinstance(size, bool) and size % 1 == 0
        if not (fine and whole and 1 <= size <= 9 and (wanted or not body)):
            return 422, {}
        shelf = body.get("shelf_id", "")
        if not isinstance(shelf, str):
            return 422, {}
        place = self.things.get(shelf, {}).get("in")
        if way[0] == "shops" and shelf and place != way[1] and not (place and self.anywhere):
            return 422, {"rule": "shelf-of-shop"}
        if method == "PUT" and thing:
            thing["size"] = int(size)
            return 200, thing
        name = f"{way[-1]}-{len(self.things)}"
        self.things[name] = {"id": name, "in": way[1] if len(way) > 1 else "", "sealed": False}
        self.things[name] |= {"size": int(size)} if wanted else {}
        return 201, self.things[name]


def _seen(told: dict[str, Any]) -> dict[str, Any]:
    """Return a thing as callers see it: where it is they know."""
    return {name: value for name, value in told.items() if name != "in"}


def campaign(api: Api, *, anywhere: bool = False) -> tuple[Shops, Outcome]:
    """Return a server after a campaign, and how that ended."""
    server = Shops(anywhere=anywhere)
    return server, run(api, server, Options(wish=Wish(seed=3, most=600)))


def asking(operation: str, method: str, takes: str = "") -> Case:
    """Return a request."""
    message = Message(method=method, path="/")
    return Case(operation=operation, kind="valid", expect="accepted", message=message, takes=takes)


def test_what_is_in_a_resource_is_named_there(shops: Api) -> None:
    """And nowhere else: nobody says of which shop the shelf of an audit is."""
    found = references(shops, chains(shops))
    assert {(it.operation, it.at, it.chain.create.id) for it in found} == {
        ("makeOrder", "/shelf_id", "makeShelf"),
        ("putOrder", "/shelf_id", "makeShelf"),
    }


def test_orders_name_shelves_of_their_shop(shops: Api) -> None:
    """Second tries go to the same shop; nothing is found where nothing is wrong."""
    server, outcome = campaign(shops)
    assert [item.key for item in outcome.findings] == []
    assert not any("{" in target for _, target, *_ in server.asked)
    named = [
        body["shelf_id"]
        for method, target, body, status in server.asked
        if method == "POST" and target.endswith("/orders") and status == 201 and "shelf_id" in body
    ]
    assert len([name for name in named if name]) > 3


def test_a_shelf_of_another_shop(shops: Api) -> None:
    """It must not be taken, as a rule says that only the server can judge."""
    _, outcome = campaign(shops, anywhere=True)
    found = {item.key: item.weight.value for item in outcome.findings}
    assert found["named-elsewhere makeOrder shelf-of-shop /shelf_id"] == "error"


def test_what_was_sealed_is_not_what_is_changed(shops: Api) -> None:
    """There are other orders; who does more to an order gets the one that was sealed."""
    resources = Resources(chains(shops))
    for number in range(8):
        reply = Reply(status=201, headers={}, body=b'{"id": "%d"}' % number)
        resources.add(asking("makeOrder", "POST"), reply, {"shop_id": "s"})

    def given(operation: str, method: str) -> tuple[Case, str]:
        bound = resources.bound(asking(operation, method, "makeOrder"))
        assert bound is not None
        return bound[0], bound[1]["order_id"]

    name = given("sealOrder", "POST")[1]
    assert given("sealOrder", "POST")[1] == name
    assert given("putOrder", "PUT")[1] not in {name, "0"}
    assert resources.lacking(asking("putOrder", "PUT", "makeOrder")) == []


def test_what_may_be_changed_is_made_when_there_is_none(shops: Api) -> None:
    """Who seals an order takes it from those who change one, and these need another."""
    resources = Resources(chains(shops))
    sealing, putting = (
        asking(name, method, "makeOrder")
        for name, method in (("sealOrder", "POST"), ("putOrder", "PUT"))
    )
    assert resources.lacking(putting) == []
    for number in range(2):
        reply = Reply(status=201, headers={}, body=b'{"id": "%d"}' % number)
        resources.add(asking("makeOrder", "POST"), reply, {"shop_id": "s"})
    assert resources.bound(putting) is None
    assert len(resources.lacking(putting)) == 2
    made = Reply(status=201, headers={}, body=b'{"id": "9"}')
    resources.add(asking("makeOrder", "POST"), made, {"shop_id": "s"}, spare=True)
    assert resources.lacking(putting) == []
    bound = resources.bound(sealing)
    assert bound is not None
    assert bound[1]["order_id"] == "9"
    assert len(resources.lacking(putting)) == 3
    assert resources.lacking(sealing) == []
