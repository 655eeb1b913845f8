"""A list of bottles by price, day, name and kind, on a server that heeds one of them wrongly."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import jsonschema_rs
import pytest
from tests.fuzz.handmade import Handmade, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import items
from tallystick.fuzz.journeys.designing import Designing, telling
from tallystick.fuzz.journeys.listing import listings
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.oracles.listed import before
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

TEXT: dict[str, Any] = {"type": "string"}
DAY = {"type": "string", "format": "date"}
COINS = ["EUR", "GBP"]
PRICE: dict[str, Any] = {
    "type": "object",
    "required": ["amount", "currency"],
    "properties": {
        "amount": {"type": "integer", "minimum": 0, "maximum": 5000},
        "currency": {"enum": COINS},
    },
}


def _new(kind: str, **own: Any) -> dict[str, Any]:
    shared = {"label": {"type": "string", "minLength": 1, "maxLength": 30}, "price": PRICE}
    return {
        "type": "object",
        "required": ["kind", "label", "price", "bottle_date", *own],
        "properties": {"kind": {"enum": [kind]}, **shared, "bottle_date": DAY, **own},
    }


def _shown(new: dict[str, Any]) -> dict[str, Any]:
    made = {"id": TEXT, "created_at": {"type": "string", "format": "date-time"}}
    total = {"total": {"type": "integer", "description": "Price of a case of six."}}
    maker = {"oneOf": [TEXT, {"type": "object", "required": ["id"], "properties": {"id": TEXT}}]}
    return {
        **new,
        "required": [*new["required"], "id", "total"],
        "properties": {**new["properties"], **made, **total, "maker": maker},
    }


NEW = {"Still": _new("still"), "Fizz": _new("fizz", bar={"type": "integer", "minimum": 1})}
VALID = jsonschema_rs.validator_for({"oneOf": list(NEW.values())}, validate_formats=True)
SORTS = ["price", "-price", "label", "-label", "total", "-total"]
BOUND = {"type": "integer", "minimum": 0}


def _refs(*names: str) -> dict[str, Any]:
    return {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}


def _content(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _query(name: str, schema: Any, said: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": said, **more}


def document() -> dict[str, Any]:
    """Return the document."""
    bottle = _refs("StillShown", "FizzShown")
    page = {
        "type": "object",
        "required": ["data", "has_more", "next_cursor"],
        "properties": {
            "data": {"type": "array", "items": bottle},
            "has_more": {"type": "boolean"},
            "next_cursor": {"type": ["string", "null"]},
        },
    }
    answers: dict[str, Any] = {
        "one": {"description": "It.", "content": _content(bottle)},
        "page": {"description": "They.", "content": _content(page)},
        "no": {"description": "No."},
    }
    found = {"type": "object", "properties": {"data": {"type": "array", "items": bottle}}}
    limit = {"type": "integer", "minimum": 1, "maximum": 40, "default": 20}
    queries = [
        _query("limit", limit),
        _query("cursor", TEXT),
        _query("kind", {"type": "array", "items": {"enum": ["still", "fizz"]}}, explode=False),
        _query("currency", {"enum": COINS}),
        _query("min_price", BOUND, "Only bottles of this price or more."),
        _query("max_price", BOUND, "Only bottles of this price or less."),
        _query("bottled_from", DAY),
        _query("bottled_until", DAY, "Only bottles of this day or earlier."),
        _query("sort", {"enum": SORTS}),
    ]
    queries[6]["description"] = "Only bottles of this day or later."
    words = {"type": "string", "minLength": 2, "maxLength": 30}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cellar", "version": "1"},
        "paths": {
            "/bottles": {
                "get": {
                    "operationId": "listBottles",
                    "description": "All bottles, newest first unless sorted.",
                    "parameters": queries,
                    "responses": {"200": answers["page"], "400": answers["no"]},
                },
                "post": {
                    "operationId": "addBottle",
                    "requestBody": {"required": True, "content": _content(_refs(*NEW))},
                    "responses": {"201": answers["one"], "400": answers["no"]},
                },
            },
            "/bottles/search": {
                "get": {
                    "operationId": "findBottles",
                    "description": "Bottles whose label contains the words, whatever their case.",
                    "parameters": [_query("q", words, required=True)],
                    "responses": {
                        "200": {"description": "Found.", "content": _content(found)},
                        "400": answers["no"],
                    },
                }
            },
            "/bottles/{bottle_id}": {
                "get": {
                    "operationId": "getBottle",
                    "parameters": [
                        {"name": "bottle_id", "in": "path", "required": True, "schema": TEXT},
                        _query("expand", {"type": "array", "items": {"enum": ["maker"]}}),
                    ],
                    "responses": {"200": answers["one"], "404": answers["no"]},
                }
            },
        },
        "components": {"schemas": NEW | {f"{name}Shown": _shown(new) for name, new in NEW.items()}},
    }


class Cellar(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without bottles."""
        self.wrong = wrong
        self.bottles: list[dict[str, Any]] = []

    def _one(self, request: Wire) -> Reply:
        path, _, query = request.target.partition("?")
        told = {name: values[0] for name, values in parse_qs(query).items()}
        if request.method == "POST":
            return self._add(json.loads(request.body or b"0"))
        if path == "/bottles":
            return self._list(told)
        if path == "/bottles/search":
            return self._search(told.get("q", ""))
        name = path.rpartition("/")[2]
        found = next((it for it in self.bottles if it["id"] == name), None)
        if found is None:
            return reply(404, {})
        whole = "expand" in told and self.wrong != "expand"
        shown = {**found, "maker": {"id": found["maker"]} if whole else found["maker"]}
        if self.wrong == "expand-hides" and not whole:
            del shown["maker"]
        return reply(200, shown)

    def _add(self, body: Any) -> Reply:
        if not VALID.is_valid(body):
            return reply(400, {})
        number = len(self.bottles)
        at = f"2026-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        own = {"id": f"b{number}", "created_at": at, "total": 6 * body["price"]["amount"]}
        own["maker"] = f"m{number % 3}"
        self.bottles.append({**body, **own})
        return reply(201, self.bottles[-1])

    def _search(self, words: str) -> Reply:
        if not 2 <= len(words) <= 30:
            return reply(400, {})
        wrong = self.wrong == "search-case"
        found = [
            it
            for it in self.bottles
            if (words in it["label"] if wrong else words.casefold() in it["label"].casefold())
        ]
        return reply(200, {"data": [] if self.wrong == "search" else found})

    def _list(self, told: dict[str, str]) -> Reply:
        found = [it for it in reversed(self.bottles) if self._chosen(it, told)]
        if self.wrong == "newest":
            found.reverse()
        order, by = told.get("sort", ""), told.get("sort", "").lstrip("-")
        if by and self.wrong != f"{by}-unsorted":
            keys: dict[str, Callable[[Any], Any]] = {
                "price": lambda it: it["price"]["amount"],
                "label": lambda it: it["label"],
                "total": lambda it: str(it["total"]) if self.wrong == "text" else it["total"],
            }
            up = self.wrong == "never-down"
            found.sort(key=keys[by], reverse=order.startswith("-") and not up)
        size, start = int(told.get("limit", "20")), int(told.get("cursor", "0") or "0")
        more = start + size < len(found) + (self.wrong == "more")
        shown = found[start : start + size]
        after = str(start + size) if more else None
        return reply(200, {"data": shown, "has_more": more, "next_cursor": after})

    def _chosen(self, bottle: dict[str, Any], told: dict[str, str]) -> bool:
        price, day = bottle["price"], bottle["bottle_date"]
        least, most = int(told.get("min_price", "0")), int(told.get("max_price", "9999"))
        if self.wrong == "max-alone" and "max_price" in told:
            least = 0
        kinds = told.get("kind", "still,fizz").split(",")
        if self.wrong == "first-kind":
            kinds = kinds[:1] if "kind" in told else kinds
        first, last = told.get("bottled_from", ""), told.get("bottled_until", "9")
        return (
            least + (self.wrong == "min-open" and "min_price" in told) <= price["amount"] <= most
            and (self.wrong == "currency" or told.get("currency") in {None, price["currency"]})
            and bottle["kind"] in kinds
            and (first < day if self.wrong == "from-open" else first <= day)
            and day <= last
        )


@pytest.fixture
def found(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[Finding]]:
    """Return a function that runs a campaign against a cellar, and gives what it found."""
    monkeypatch.setattr(items, "LATER", (0.0,))

    def start(wrong: str) -> list[Finding]:
        wish = Wish(phases=("rules", "journeys"), rules="off", most=1200)
        return list(run(api_of(document()), Cellar(wrong), Options(wish=wish)).findings)

    return start


def test_a_true_cellar(found: Callable[[str], list[Finding]]) -> None:
    """Nothing is found."""
    assert [(item.key, item.sentence) for item in found("")] == []


WRONGS = {
    "price-unsorted": "sort-ignored listBottles list:sort sort=price",
    "label-unsorted": "sort-ignored listBottles list:sort sort=label",
    "never-down": "sort-ignored listBottles list:sort sort=-label",
    "text": "sort-ignored listBottles list:sort sort=total",
    "newest": "sort-ignored listBottles list:sort newest first",
    "more": "list-promises listBottles list:ends",
    "max-alone": "filter-ignored listBottles list:filter query.min_price",
    "min-open": "filter-misses listBottles list:filter-keeps query.min_price",
    "from-open": "filter-misses listBottles list:filter-keeps query.bottled_from",
    "currency": "filter-ignored listBottles list:filter query.currency",
    "first-kind": "filter-misses listBottles list:filter-keeps query.kind",
    "expand": "not-expanded getBottle parameter:expand query.expand",
    "expand-hides": "expanded getBottle parameter:expand query.expand",
    "search": "filter-misses findBottles list:filter-keeps query.q",
    "search-case": "filter-misses findBottles list:filter-keeps query.q",
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_wrong_cellar(wrong: str, found: Callable[[str], list[Finding]]) -> None:
    """What it heeds wrongly is told."""
    assert WRONGS[wrong] in {item.key for item in found(wrong)}


def test_what_kinds_share(api_of: Callable[[Json], Api]) -> None:
    """Bottles of two kinds are listed by what both have."""
    api = api_of(document())
    bottles, search = listings(Judging(api), chains(api))
    assert [it.operation.id for it in (bottles, search)] == ["listBottles", "findBottles"]
    assert "bar" not in {field.wire for field in bottles.item.fields}
    steps = {it.control.wire: it.steps for it in bottles.filters}
    assert steps["min_price"] == ("price", "amount")
    assert steps["bottled_from"] == ("bottle_date",)


def test_bodies_that_differ(api_of: Callable[[Json], Api]) -> None:
    """Their numbers order otherwise than they were made, and than their texts."""
    api = api_of(document())
    content = json_content(next(it for it in api.operations if it.id == "addBottle"))
    assert content is not None
    assert content.type is not None
    designing = Designing(Judging(api), content.type)
    model: dict[str, Any] = {
        "kind": "still",
        "label": "a",
        "price": {"amount": 1, "currency": "EUR"},
        "bottle_date": "2024-02-29",
    }
    ways = [("price", "amount"), ("label",), ("bottle_date",)]
    made = [designing.body(model, ways, number) for number in range(6)]
    assert all(VALID.is_valid(each) for each in made)
    amounts = [each["price"]["amount"] for each in made if isinstance(each, dict)]  # type: ignore[index, call-overload]  # members are known
    assert telling(amounts, 3)
    assert not telling([1, 2, 3], 3)
    assert not telling([9, 7, 8, None], 3)
    assert telling([1, 2], 2)


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (9, 10, True),
        ("2026-01-01", "2026-01-02", True),
        ("apple", "banana", True),
        ("Zebra", "apple", False),  # who compares letters by their case differs
        ("a9", "a10", False),  # so does who reads numbers in texts
        ("a-b", "ab", False),  # and who skips signs
        ("a", "ab", False),
        (None, 1, False),
        (1, "1", False),
    ],
)
def test_what_surely_comes_first(one: Json, other: Json, sure: bool) -> None:  # noqa: FBT001 - a row
    """Only what all ways to order agree on."""
    assert before(one, other) is sure
    assert not before(other, one)
