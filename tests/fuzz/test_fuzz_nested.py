"""Resources in other resources: which operations follow each other, and how it is told."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.listing import listings
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.reproduction.client_calls import SEVERAL, GeneratedClient, python
from tallystick.fuzz.reproduction.commands import Common, curl, plain_python
from tallystick.fuzz.requests.plan import Planning, Wish
from tallystick.ir import Api
from tallystick.text import Json

ID: Json = {"type": "string", "minLength": 1}
THING: Json = {"type": "object", "required": ["id"], "properties": {"id": ID}}
BODY: Json = {
    "required": True,
    "content": {"application/json": {"schema": {"type": "object", "additionalProperties": False}}},
}


def answered(schema: Json, status: str = "200") -> dict[str, Json]:
    """Return the answers of an operation."""
    return {status: {"description": "", "content": {"application/json": {"schema": schema}}}}


def parameters(*names: str) -> list[Json]:
    """Return path parameters."""
    return [{"name": name, "in": "path", "required": True, "schema": ID} for name in names]


SHOP, ORDER = parameters("shop_id"), parameters("shop_id", "order_id")
LIST: Json = {"type": "array", "items": THING}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shops", "version": "1"},
    "paths": {
        "/shops/{shop_id}/orders/{order_id}": {
            "parameters": ORDER,
            "get": {"operationId": "getOrder", "responses": answered(THING)},
            "delete": {"operationId": "dropOrder", "responses": {"204": {"description": ""}}},
        },
        "/shops/{shop_id}/orders": {
            "parameters": SHOP,
            "get": {"operationId": "listOrders", "responses": answered(LIST)},
            "post": {
                "operationId": "makeOrder",
                "requestBody": BODY,
                "responses": answered(THING, "201"),
            },
        },
        "/shops/{shop_id}/sign": {
            "parameters": SHOP,
            "get": {"operationId": "getSign", "responses": answered({})},
        },
        "/shops/{shop_id}": {
            "parameters": SHOP,
            "get": {"operationId": "getShop", "responses": answered(THING)},
        },
        "/shops": {
            "post": {
                "operationId": "makeShop",
                "requestBody": BODY,
                "responses": answered(THING, "201"),
            }
        },
    },
}


@pytest.fixture
def shops(api_of: Callable[[Json], Api]) -> Api:
    """Return an API of orders in shops."""
    return api_of(copy.deepcopy(DOCUMENT))


def made(operation: str, path: str, **more: Any) -> Case:
    """Return a request that makes something."""
    message = Message(
        method="POST", path=path, headers=(("Content-Type", "application/json"),), body=b"{}"
    )
    return Case(operation=operation, kind="valid", expect="accepted", message=message, **more)


def test_what_is_in_what(shops: Api) -> None:
    """Orders are made in a shop and asked for there; a sign is no collection."""
    found = {chain.get.id: chain for chain in chains(shops)}
    order = found["getOrder"]
    assert (order.create.id, order.scope) == ("makeOrder", ("shop_id",))
    assert order.polls
    assert [found[name].inside for name in ("makeOrder", "listOrders", "getSign")] == [
        True,
        True,
        False,
    ]
    assert [name for name, chain in found.items() if chain.polls] == ["getOrder", "getShop"]
    assert order.bindings({"id": 7}, {"shop_id": "s"}) == {"shop_id": "s", "order_id": "7"}
    assert order.bindings({"id": 7}) is None


def test_what_is_only_changed_by_its_id(api_of: Callable[[Json], Api]) -> None:
    """Orders that are listed, and changed one by one, are made in a shop, too."""
    document = copy.deepcopy(DOCUMENT)
    del document["paths"]["/shops/{shop_id}/orders/{order_id}"]["get"]
    found = {chain.get.id: chain for chain in chains(api_of(document))}
    assert [found[name].inside for name in ("makeOrder", "listOrders")] == [True, True]
    assert found["dropOrder"].create.id == "makeOrder"
    assert found["dropOrder"].bindings({"id": 7}, {"shop_id": "s"}) == {
        "shop_id": "s",
        "order_id": "7",
    }


def test_several_kinds_have_one_id(api_of: Callable[[Json], Api]) -> None:
    """A creation that answers with one of two objects names it by the member that both have."""
    document = copy.deepcopy(DOCUMENT)
    other = {"type": "object", "required": ["id"], "properties": {"id": ID, "kind": ID}}
    made = document["paths"]["/shops/{shop_id}/orders"]["post"]["responses"]["201"]
    made["content"]["application/json"]["schema"] = {"oneOf": [THING, other]}
    found = {chain.get.id: chain for chain in chains(api_of(document))}
    assert found["getOrder"].values == (("order_id", "/id"),)
    made["content"]["application/json"]["schema"] = {"oneOf": [THING, {"type": "string"}]}
    assert "getOrder" not in {chain.get.id for chain in chains(api_of(document))}


def test_nothing_is_in_what_nobody_makes(api_of: Callable[[Json], Api]) -> None:
    """Without a way to make shops, orders are not asked for by their id."""
    document = copy.deepcopy(DOCUMENT)
    del document["paths"]["/shops"]
    assert [chain.get.id for chain in chains(api_of(document))] == []


def test_all_are_made_in_one_shop(shops: Api) -> None:
    """In the first, which nobody changes; what is asked for an order has both ids."""
    known = Resources(chains(shops))
    every = Planning(shops, Judging(shops), Wish()).cases()
    planned = {case.operation: case for case in every if case.expect != "refused"}
    assert planned["makeOrder"].expect == planned["listOrders"].expect == "accepted"
    assert planned["getSign"].expect == "documented"
    deep: dict[int, list[Case]] = {}
    plain = [case.operation for case in known.shallow(planned.values(), deep)]
    assert "getOrder" not in plain
    assert {case.operation for case in deep[1]} == {"getOrder", "dropOrder"}
    for name in (b'{"id": "a"}', b'{"id": "b"}'):
        known.add(planned["makeShop"], Reply(status=201, body=name))
    bound = known.bound(planned["makeOrder"])
    assert bound is not None
    assert bound[1] == {"shop_id": "a"}
    known.add(bound[0], Reply(status=201, body=b'{"id": "o"}'), bound[1])
    asked = known.bound(planned["getOrder"])
    assert asked is not None
    assert asked[1] == {"shop_id": "a", "order_id": "o"}
    assert dict(asked[0].binds) == {"shop_id": "/id", "order_id": "/id"}


def test_the_list_stands_in_the_shop(shops: Api) -> None:
    """It is found, and what its path needs is left open."""
    (orders,) = listings(Judging(shops), chains(shops))
    assert orders.operation.id == "listOrders"
    assert orders.base == {}


def test_commands_make_both(shops: Api) -> None:
    """The shop, the order in it, then what was to be shown; each id is taken of its own answer."""
    del shops
    shop = made("makeShop", "/shops")
    first = (("shop_id", "/id"),)
    order = made("makeOrder", "/shops/{shop_id}/orders", after=shop, binds=first)
    message = Message(method="GET", path="/shops/{shop_id}/orders/{order_id}")
    case = Case(
        operation="getOrder",
        kind="protocol",
        expect="accepted",
        message=message,
        after=order,
        binds=(*first, ("order_id", "/id")),
    )
    lines = curl(case, "http://127.0.0.1:1").splitlines()
    assert [line.partition("=")[0] for line in lines if "=$(" in line] == [
        "MADE",
        "P_SHOP_ID",
        "MADE",
        "P_ORDER_ID",
    ]
    assert lines[-1].endswith('/shops/"$P_SHOP_ID"/orders/"$P_ORDER_ID"')
    client = GeneratedClient(package="shops", name="Shops", calls={})
    assert python(case, "http://127.0.0.1:1", client).startswith(SEVERAL)
    code = plain_python(case, Common(url="http://127.0.0.1:1"))
    assert [line for line in code if line.startswith("p_")] == [
        "p_shop_id = made['id']",
        "p_order_id = made['id']",
    ]
    assert "str(p_shop_id)" in code[-2]
    assert "str(p_order_id)" in code[-2]
