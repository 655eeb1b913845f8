"""Updates of resources and of what is below them, against a server with faults."""

import copy
import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.collected import collections
from tallystick.fuzz.journeys.nesting import conflicts, unlike_zero
from tallystick.fuzz.journeys.telling import telling
from tallystick.fuzz.journeys.through import listed_updates
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import flagged, nested
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api, Record
from tallystick.text import Json

TEXT: Json = {"type": "string", "minLength": 1, "maxLength": 20}
NOTE: Json = {"type": ["string", "null"], "minLength": 1, "maxLength": 20}
STATE: Json = {"type": "string", "enum": ["draft", "sent"]}
ID: Json = {"type": "string"}
PRICE: Json = {"type": "integer", "minimum": 0, "maximum": 90}


def thing(**properties: Json) -> dict[str, Any]:
    """Return the schema of an object; what ends in an underscore may be left out."""
    needed: list[Json] = [name for name in properties if not name.endswith("_")]
    told = {name.removesuffix("_"): schema for name, schema in properties.items()}
    return {
        "type": "object",
        "required": needed,
        "additionalProperties": False,
        "properties": told,
    }


LINE_IN, LINE = thing(label=TEXT, price=PRICE), thing(id=ID, label=TEXT, price=PRICE)
ORDER_IN: dict[str, Any] = thing(
    kind={"type": "string", "enum": ["plain", "gift"]},
    name_=NOTE,
    note_=NOTE,
    lines_={"type": "array", "maxItems": 3, "items": LINE_IN},
)
ORDER_IN["x-validations"] = [
    {
        "id": "gift-needs-note",
        "rule": "self.kind != 'gift' || has(self.note)",
        "message": "A gift has a note.",
    }
]
ORDER = thing(
    id=ID,
    state=STATE,
    kind={"type": "string", "enum": ["plain", "gift"]},
    name=NOTE,
    note=NOTE,
    line_count={"type": "integer"},
    total={"type": "integer", "description": "Sum of the lines' prices."},
)
PATCH_IN = {**thing(name_=NOTE, note_=NOTE), "minProperties": 1}


def operation(name: str, body: Json, shown: Json, told: str = "", status: str = "200") -> Json:
    """Return an operation."""
    content: dict[str, Json] = {"application/json": {"schema": shown}}
    answers: dict[str, Json] = {
        code: {"description": ""} for code in ("400", "404", "409", "415", "422")
    }
    answers[status] = {"description": "", "content": content if status != "204" else {}}
    found: dict[str, Json] = {"operationId": name, "description": told, "responses": answers}
    if body is not None:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return found


def path(*names: str, **operations: Json) -> dict[str, Json]:
    """Return a path with its parameters."""
    given: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": ID} for name in names
    ]
    return {"parameters": given, **operations}


NO_DRAFT: Final = "409 when it is no draft."
DOCUMENT: Final[dict[str, Json]] = {
    "openapi": "3.1.0",
    "info": {"title": "Orders", "version": "1"},
    "paths": {
        "/orders": path(post=operation("makeOrder", ORDER_IN, ORDER, status="201")),
        "/orders/{order_id}": path(
            "order_id",
            get=operation("getOrder", None, ORDER),
            put=operation("putOrder", ORDER_IN, ORDER, f"Replaces a draft. {NO_DRAFT}"),
            patch=operation(
                "patchOrder",
                PATCH_IN,
                ORDER,
                f"Null clears. What comes of it has to be an order. {NO_DRAFT}",
            ),
            delete=operation("dropOrder", None, None, f"Deletes it. {NO_DRAFT}", "204"),
        ),
        "/orders/{order_id}/send": path("order_id", post=operation("sendOrder", None, ORDER)),
        "/orders/{order_id}/lines": path(
            "order_id",
            get=operation("listLines", None, {"type": "array", "items": LINE}),
            post=operation(
                "addLine",
                LINE_IN,
                LINE,
                "Adds a line at the end of a draft; 409 when the order is none.",
                "201",
            ),
        ),
        "/orders/{order_id}/lines/{line_id}": path(
            "order_id",
            "line_id",
            patch=operation(
                "patchLine", {**thing(label_=TEXT, price_=PRICE), "minProperties": 1}, LINE
            ),
            delete=operation("dropLine", None, None, "Takes a line off.", "204"),
        ),
    },
}


@pytest.fixture
def api(api_of: Callable[[Json], Api]) -> Api:
    """Return the API of orders with lines."""
    return api_of(DOCUMENT)


class Orders(Handmade):
    """Orders with lines, and one fault."""

    def __init__(self, api: Api, fault: str = "") -> None:
        """Begin without orders."""
        self.fault = fault
        self.orders: dict[str, dict[str, Any]] = {}
        self.made = 0
        self._judging = Judging(api)
        self._bodies = {
            (it.method.upper(), it.path.count("/"), it.path.rpartition("/")[2][:1]): content.type
            for it in api.operations
            if (content := json_content(it)) is not None
        }

    def _one(self, wire: Wire) -> Reply:
        status, told = self._answer(wire)
        body = b"" if status == 204 else json.dumps(told).encode()
        return Reply(status=status, headers={"content-type": "application/json"}, body=body)

    def _answer(self, wire: Wire) -> tuple[int, Any]:
        _, *way = wire.target.split("/")
        order = self.orders.get(way[1]) if len(way) > 1 else None
        if way[0] != "orders" or (len(way) > 1 and order is None):
            return 404, {}
        key = wire.method, len(way), "{" if len(way) in {2, 4} else way[-1][:1]
        body, wanted = None, self._bodies.get(key)
        if wanted is not None:
            kinds = {text for name, text in wire.headers if name.lower() == "content-type"}
            try:
                body = json.loads(wire.body or b"", parse_constant=lambda _: 1 / 0)
            except (ValueError, ZeroDivisionError):
                return 400, {}
            if kinds != {"application/json"}:
                return 415, {}
            broken = self._judging.broken(wanted, body)
            if not broken.nothing:
                return 422, {"rule": next(iter(broken.rules), ("", ""))[0]}
        return self._done(wire.method, way, order, body)

    def _done(self, method: str, way: list[str], order: Any, body: Any) -> tuple[int, Any]:
        if order is None:
            return (201, self._shown(self._order(body))) if method == "POST" else (405, {})
        sealed = order["state"] == "sent" and self.fault != f"{method}-sealed"
        if method == "GET":
            return 200, order["lines"] if way[2:] == ["lines"] else self._shown(order)
        if way[2:] == ["send"] and method == "POST":
            status, order["state"] = (409 if order["state"] == "sent" else 200), "sent"
            return status, self._shown(order)
        if sealed:
            return 409, {}
        if len(way) == 2:
            return self._whole(method, order, body)
        return self._line(method, way, order, body)

    def _whole(self, method: str, order: Any, body: Any) -> tuple[int, Any]:
        if method == "DELETE" and order["lines"] and self.fault == "full-kept":
            return 409, {}
        if method == "DELETE":
            del self.orders[order["id"]]
            return 204, None
        if method == "PATCH":
            left = {**order, **body}
            if left["kind"] == "gift" and left["note"] is None and self.fault != "unjudged":
                return 422, {}
            if self.fault == "same-refused" and all(order[it] == body[it] for it in body):
                return 409, {}
            if self.fault == "clear-refused" and body.get("name", "") is None:
                return 422, {}
            order |= {name: body[name] for name in body if self.fault != f"{name}-ignored"}
        else:
            lines, order = order["lines"], self._order(body, order["id"])
            if self.fault == "put-keeps-lines":
                order["lines"] = lines
        return 200, self._shown(order)

    def _line(self, method: str, way: list[str], order: Any, body: Any) -> tuple[int, Any]:
        lines = order["lines"]
        if len(way) == 3:
            if method != "POST":
                return 405, {}
            lines.insert(0 if self.fault == "line-first" else len(lines), self._new(body))
            return 201, lines[0 if self.fault == "line-first" else -1]
        line = next((it for it in lines if it["id"] == way[3]), None)
        if line is None:
            return 404, {}
        if method == "PATCH":
            line |= body if self.fault != "line-lost" else {}
            return 200, line
        lines.remove(lines[0] if self.fault == "first-deleted" else line)
        return 204, None

    def _order(self, body: Any, name: str = "") -> dict[str, Any]:
        order = {"note": None, "name": None, "state": "draft", **body, "id": name or self._name()}
        order["lines"] = [self._new(it) for it in body.get("lines", [])]
        self.orders[order["id"]] = order
        return order

    def _new(self, body: Any) -> dict[str, Any]:
        state = {"state": "open"} if self.fault == "full-kept" else {}
        return {**body, "id": self._name(), **state}

    def _name(self) -> str:
        self.made += 1
        return f"n{self.made}"

    def _shown(self, order: Any) -> dict[str, Any]:
        lines = order["lines"]
        some = lines[:1] if self.fault == "first-only" else lines
        more = len(lines) + (self.fault == "one-more" and len(lines) > 1)
        told = {name: part for name, part in order.items() if name != "lines"}
        return {**told, "line_count": more, "total": sum(it["price"] for it in some)}


def found(api: Api, fault: str = "") -> set[str]:
    """Return what a campaign finds."""
    outcome = run(api, Orders(api, fault), Options(wish=Wish(seed=1, most=700)))
    return {f"{item.kind} {item.claim.operation}" for item in outcome.findings}


def test_nothing_is_found_where_nothing_is_wrong(api: Api) -> None:
    """Orders are made, changed, sent, and have lines."""
    assert found(api) == set()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("name-ignored", "update-lost getOrder"),
        ("unjudged", "change-unjudged patchOrder"),
        ("same-refused", "refused-again patchOrder"),
        ("clear-refused", "change-refused patchOrder"),
        ("put-keeps-lines", "nested-given listLines"),
        ("line-first", "nested-order listLines"),
        ("line-lost", "update-lost listLines"),
        ("first-deleted", "nested-left listLines"),
        ("first-only", "nested-sum getOrder"),
        ("one-more", "nested-count getOrder"),
        ("PUT-sealed", "action-in-wrong-state putOrder"),
        ("POST-sealed", "action-in-wrong-state addLine"),
        ("DELETE-sealed", "action-in-wrong-state dropOrder"),
    ],
)
def test_faults_are_found(api: Api, fault: str, told: str) -> None:
    """Each by what it is."""
    assert told in found(api, fault)


def test_what_is_below_what(api: Api) -> None:
    """Lines are below orders, which count them and sum them up."""
    known = chains(api)
    (lines,) = collections(api, known)
    assert (lines.noun, lines.name, lines.parameter) == ("line", "id", "line_id")
    assert list(lines.counts()) == ["line_count"]
    assert list(lines.sums(api)) == [("total", "price")]
    assert [it.operation.id for it in listed_updates(api, known)] == ["patchLine"]


def test_parts_of_what_is_below(api_of: Callable[[Json], Api]) -> None:
    """The tax of a line is no member of it, but follows of two that it has, or may follow."""
    whole: Any = copy.deepcopy(DOCUMENT)  # what stands in several places is still one
    lots, one = (whole["paths"][it] for it in ("/orders/{order_id}/lines", "/orders/{order_id}"))
    media = "application/json"
    order = one["get"]["responses"]["200"]["content"][media]["schema"]
    line = lots["get"]["responses"]["200"]["content"][media]["schema"]["items"]
    rate = {"type": "number", "maximum": 30}
    for it in (line, lots["post"]["requestBody"]["content"][media]["schema"]):
        it["properties"] |= {"tax_rate": rate, "amount": {"type": "integer"}}
    said = {"type": "integer", "description": "Sum of each line's tax, half up."}
    order["properties"]["tax_total"] = said
    api = api_of(whole)
    (lines,) = collections(api, chains(api))
    assert list(lines.shares(api)) == [SHARE]
    rate["maximum"] = 1
    api = api_of(whole)
    (lines,) = collections(api, chains(api))
    assert not list(lines.shares(api))


SHARE: Final = nested.Share(member="tax_total", base="amount", rate="tax_rate")


@pytest.mark.parametrize(
    ("whole", "wrong"),
    [
        ({"tax_total": 95}, False),
        ({"tax_total": 94}, False),
        ({"tax_total": 80}, False),
        ({"tax_total": 0}, True),
        ({"tax_total": 190}, True),
        ({"tax_total": 0, "discount_total": 0}, True),
        ({"tax_total": 0, "discount_total": 5}, False),
        ({}, False),
    ],
)
def test_what_the_parts_come_to(whole: Json, *, wrong: bool) -> None:
    """Beside what they are part of, or within it; where something is taken off, nobody knows."""
    case = Case(
        operation="getOrder",
        kind="poll",
        expect="documented",
        message=Message(method="GET", path="/orders"),
    )
    lines: list[dict[str, Json]] = [{"amount": 501, "tax_rate": 19}, {"amount": 9, "tax_rate": 0}]
    assert isinstance(whole, dict)
    found = list(nested.misparted(case, Reply(status=200), SHARE, whole, lines))
    assert bool(found) is wrong
    assert not list(nested.misparted(case, Reply(status=200), SHARE, whole, [*lines, {}]))


def test_numbers_that_tell(api_of: Callable[[Json], Api]) -> None:
    """A half of an odd price; another unit where there are no halves, and a rate of a hundred."""
    number: Json = {"type": "number", "exclusiveMinimum": 0, "maximum": 90}
    rate: Json = {"type": "number", "maximum": 10}
    unit: Json = {"enum": ["piece", "kg"], "default": "piece"}
    body = thing(price_=PRICE, quantity_=number, unit_=unit, tax_rate_=rate)
    body["x-validations"] = [
        {
            "id": "pieces",
            "rule": "(has(self.unit) && self.unit != 'piece') || !has(self.quantity)"
            " || self.quantity != 0.5",
            "message": "whole",
        }
    ]
    said: Json = {"type": "integer", "description": "Price times quantity."}
    shown = thing(id=ID, price=PRICE, quantity=number, unit=unit, tax_rate=rate, amount=said)
    path = {"post": operation("make", {"$ref": "#/components/schemas/New"}, shown, status="201")}
    schemas: Json = {"New": body, "Shown": shown}
    api = api_of({**DOCUMENT, "paths": {"/things": path}, "components": {"schemas": schemas}})
    content = json_content(api.operations[0])
    made = success(api.operations[0])
    assert content is not None
    assert content.type is not None
    assert made is not None
    item = api.types[made]
    assert isinstance(item, Record)
    told = telling(Judging(api), content.type, item, {"price": 0})
    assert told == {"price": 51, "quantity": 0.5, "unit": "kg", "tax_rate": 7}


def test_what_is_in_the_way(api: Api) -> None:
    """Words say it in the sentence of the conflict."""
    told = {it.id: it for it in api.operations}
    assert conflicts(told["dropOrder"], "draft")
    assert not conflicts(told["dropOrder"], "it deletes")
    assert not conflicts(told["dropLine"], "line")


def test_zeros_are_replaced() -> None:
    """Everywhere, and nothing else."""
    assert unlike_zero({"a": 0, "b": [0, False, 1.5]}) == {"a": 7, "b": [7, False, 1.5]}


@pytest.mark.parametrize(
    ("asked", "shown", "kinds"),
    [
        ({"set_default": True}, {"is_default": False}, ["flag-ignored"]),
        ({"makePrimary": True}, {"primary": False}, ["flag-ignored"]),
        ({"set_default": True}, {"is_default": True}, []),
        ({"set_default": False}, {"is_default": False}, []),
        ({"settle": True}, {"is_settle": False}, []),
        ({"set_default": True}, {"default": None}, []),
    ],
)
def test_what_is_asked_to_be_so(asked: Json, shown: Json, kinds: list[str]) -> None:
    """It is so in the answer, whatever its name begins with."""
    message = Message(method="POST", path="/")
    case = Case(operation="make", kind="valid", expect="accepted", message=message, value=asked)
    reply = Reply(status=201)
    assert [item.kind for item in flagged.judge(case, reply, shown)] == kinds


def test_who_reads_of_a_deletion_makes_what_was_left_inside(api_of: Callable[[Json], Api]) -> None:
    """Lines that are done are in the way of a deletion, and open ones are not."""
    whole: Any = copy.deepcopy(DOCUMENT)
    states: Json = {"type": "string", "enum": ["open", "done"]}
    line = thing(id=ID, label=TEXT, price=PRICE, state=states)
    orders, lines = (whole["paths"][f"/orders/{{order_id}}{it}"] for it in ("", "/lines"))
    lines["get"] = operation("listLines", None, {"type": "array", "items": line})
    lines["post"] = operation("addLine", LINE_IN, line, status="201")
    one = whole["paths"]["/orders/{order_id}/lines/{line_id}"]
    one["patch"] = operation("patchLine", thing(label_=TEXT, price_=PRICE), line)
    orders["delete"] = operation(
        "dropOrder", None, None, "Deletes it. 409 while a line is done.", "204"
    )
    api = api_of(whole)
    outcome = run(api, Orders(api, "full-kept"), Options(wish=Wish(seed=1, most=700)))
    (told,) = [it for it in outcome.findings if it.kind == "not-deleted"]
    assert told.case.operation == "dropOrder"
    assert told.case.after is not None
    assert told.case.after.operation == "addLine"
