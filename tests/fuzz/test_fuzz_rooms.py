"""Lists in a resource of their own, on a server made by hand that does one thing wrong."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.journeys import items
from tallystick.fuzz.journeys.rooms import FEW
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

KINDS = ["gift", "plain", "bulk"]
NEW: dict[str, Any] = {
    "type": "object",
    "required": ["kind", "pieces"],
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": KINDS},
        "pieces": {"type": "integer", "minimum": 1, "maximum": 90},
        "paid": {"type": "boolean", "default": False},
    },
}
SHOP: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": {}}
CHANGE: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {"pieces": NEW["properties"]["pieces"]},
}
ORDER = {**NEW, "required": ["id", "kind", "pieces"]}
ORDER["properties"] = {**NEW["properties"], "id": {"type": "string"}}
VALID = {
    name: jsonschema_rs.validator_for(it)
    for name, it in {"POST": NEW, "PATCH": CHANGE, "shop": SHOP}.items()
}


def _of(schema: Any, status: str = "200") -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    refused = {each: {"description": "No."} for each in ("400", "404")}
    return {status: {"description": "It.", "content": content}, **refused}


def _body(schema: Any) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def document() -> dict[str, Any]:
    """Return a document of orders in shops."""
    shop, order = (
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("shop_id", "order_id")
    )
    ref = {"$ref": "#/components/schemas/Order"}
    gone = {"204": {"description": "Gone."}, "404": {"description": "No."}}
    count = {"type": "integer", "minimum": 0}
    queries = {
        "limit": {"type": "integer", "minimum": 1, "maximum": 50},
        "offset": count,
        "kind": {"enum": KINDS},
        "paid": {"type": "boolean"},
        "sort": {"enum": ["pieces", "-pieces"]},
    }
    page = {"orders": {"type": "array", "items": ref}, "total": count}
    named: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shops", "version": "1"},
        "paths": {
            "/shops": {
                "post": {
                    "operationId": "openShop",
                    "requestBody": _body(SHOP),
                    "responses": _of(named, "201"),
                }
            },
            "/shops/{shop_id}": {
                "parameters": [shop],
                "get": {"operationId": "getShop", "responses": _of(named)},
                "delete": {"operationId": "closeShop", "responses": gone},
            },
            "/shops/{shop_id}/orders": {
                "parameters": [shop],
                "get": {
                    "operationId": "listOrders",
                    "parameters": [
                        {"name": name, "in": "query", "schema": schema}
                        for name, schema in queries.items()
                    ],
                    "responses": _of({"type": "object", "properties": page}),
                },
                "post": {
                    "operationId": "order",
                    "requestBody": _body(NEW),
                    "responses": _of(ref, "201"),
                },
            },
            "/shops/{shop_id}/orders/{order_id}": {
                "parameters": [shop, order],
                "get": {"operationId": "getOrder", "responses": _of(ref)},
                "patch": {
                    "operationId": "changeOrder",
                    "requestBody": _body(CHANGE),
                    "responses": _of(ref),
                },
                "delete": {"operationId": "dropOrder", "responses": gone},
            },
        },
        "components": {"schemas": {"Order": ORDER}},
    }


class Street(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without shops."""
        self.wrong = wrong
        self.shops: dict[str, dict[str, dict[str, Any]]] = {}
        self.closed: set[str] = set()
        self.count = 0

    def _one(self, request: Wire) -> Reply:
        path, _, query = request.target.partition("?")
        _, _, shop, *rest = [*path.split("/"), ""][:6]
        body = asked_in(request.body)
        if request.method not in {"GET", "POST", "PATCH", "DELETE"}:
            return Reply(status=405)
        if not shop:
            return self._open(body)
        if shop not in self.shops or (shop in self.closed and not self._spared(request, rest)):
            return Reply(status=404)
        orders = self.shops[shop]
        if rest == [""]:
            return self._shop(request.method, shop)
        if len(rest) == 2:
            return (
                self._order(orders, body)
                if request.method == "POST"
                else self._list(list(orders.values()), dict(parse_qsl(query)))
            )
        return self._touch(request.method, orders, rest[1], body)

    def _spared(self, request: Wire, rest: list[str]) -> bool:
        wrong = {"orphan": 3, "orphans": 2}.get(self.wrong)
        return request.method == "GET" and len(rest) == wrong

    def _open(self, body: Any) -> Reply:
        if not VALID["shop"].is_valid(body):
            return Reply(status=400)
        self.shops[f"s{len(self.shops)}"] = {}
        return reply(201, {"id": f"s{len(self.shops) - 1}"})

    def _shop(self, method: str, name: str) -> Reply:
        if method == "DELETE":
            self.closed.add(name)
            return Reply(status=204)
        return reply(200, {"id": name})

    def _order(self, orders: dict[str, dict[str, Any]], body: Any) -> Reply:
        if not VALID["POST"].is_valid(body):
            return Reply(status=400)
        self.count += 1
        shown = {"paid": False, **body, "id": f"o{self.count:04}"}
        orders[shown["id"]] = {"now": shown, "first": shown, "gone": False}
        return reply(201, shown)

    def _touch(self, method: str, orders: dict[str, dict[str, Any]], name: str, body: Any) -> Reply:
        order = orders.get(name)
        if order is None or (order["gone"] and (self.wrong, method) != ("late", "PATCH")):
            again = self.wrong == "twice" and method == "DELETE" and order is not None
            return Reply(status=500 if again else 404)
        if method == "DELETE":
            order["gone"] = True
            return Reply(status=204)
        if method == "PATCH":
            if not VALID["PATCH"].is_valid(body):
                return Reply(status=400)
            order["now"] = {**order["now"], **body}
        return reply(200, order["now"])

    def _list(self, orders: list[dict[str, Any]], given: dict[str, str]) -> Reply:
        stale = "first" if self.wrong == "stale" else "now"
        found = [it[stale] for it in orders if not it["gone"]]
        if self.wrong == "loses" and len(found) == FEW:
            found = found[:-1]
        size, start = int(given.get("limit", "20")), int(given.get("offset", "0"))
        tests = [(name, given[name]) for name in ("kind", "paid") if name in given]
        either = any if self.wrong == "either" and len(tests) > 1 else all
        found = [it for it in found if either(json.dumps(it[n]).strip('"') == v for n, v in tests)]
        if self.wrong == "late-filter" and given.get("kind") == KINDS[-1]:
            found = found[:-1]
        way = given.get("sort")
        page = found[start:][:size]
        if way:
            whole = sorted(found, key=lambda it: it["pieces"], reverse=way.startswith("-"))
            page = whole[start:][:size]
            if self.wrong == "sort":
                page = sorted(
                    found[start:][:size], key=lambda it: it["pieces"], reverse=way.startswith("-")
                )
        if self.wrong == "order" and not way and size == 3 and len(found) == FEW:
            page = found[::-1][start:][:size]
        return reply(200, {"orders": page, "total": len(found)})


@pytest.fixture
def found(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[Finding]]:
    """Return a function that runs a campaign against a street, and gives what it found."""
    monkeypatch.setattr(items, "LATER", (0.0,))

    def start(wrong: str) -> list[Finding]:
        wish = Wish(phases=("rules", "journeys"), rules="off", most=1500)
        outcome = run(api_of(document()), Street(wrong), Options(wish=wish))
        assert outcome.requests <= 1500
        assert outcome.notes == ()
        return list(outcome.findings)

    return start


WRONGS = {
    "": set(),
    "late-filter": {"filter-misses listOrders list:filter-keeps query.kind"},
    "either": {"filter-ignored listOrders list:filter query.kind"},
    "stale": {"list-differs listOrders list:same /pieces"},
    "sort": {"sort-ignored listOrders list:sort sort=pieces"},
    "order": {"list-reordered listOrders list:order"},
    "loses": {"not-listed listOrders list:holds"},
    "late": {"changed-after-delete changeOrder update:deleted"},
    "twice": {"server-error dropOrder request:valid"},
    "orphan": {"served-without-parent getOrder lifecycle:orphan"},
    "orphans": {"listed-without-parent listOrders list:orphans"},
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_a_few_orders_show(wrong: str, found: Callable[[str], list[Finding]]) -> None:
    """Each wrong is found by a shop with a few orders, and nothing without one."""
    assert {item.key for item in found(wrong)} == WRONGS[wrong]


def test_how_to_see_a_stale_list(found: Callable[[str], list[Finding]]) -> None:
    """A shop is made, an order in it, which is changed; it is shown by its id, and in the list."""
    (item,) = found("stale")
    lines = curl(item.case, "http://h").splitlines()
    sent = [line.split("-X ")[1].split()[0] for line in lines if "-X " in line]
    assert sent == ["POST", "POST", "PATCH", "GET", "GET"]
