"""Searches by POST, bounds and lists of values, on a server that does one thing wrong."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from tests.fuzz.handmade import CALLERS, Guarded, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys import items, listing
from tallystick.fuzz.journeys.filters import Filter
from tallystick.fuzz.journeys.seeking import Sought
from tallystick.fuzz.model import Finding, Reply
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.requests.controls import Control
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Transport, Wire
from tallystick.ir import Api, TypeId
from tallystick.serve import app
from tallystick.text import Json

DAY: dict[str, Any] = {"type": "string", "format": "date"}
TAG: dict[str, Any] = {"enum": ["quiet", "scenic", "fast"]}
KINDS = ("bus", "car")


def _vehicle(kind: str) -> dict[str, Any]:
    told = {"kind": {"const": kind}, "doors": {"type": "integer", "minimum": 2, "maximum": 5}}
    return {"type": "object", "required": ["kind"], "properties": told}


NEW: dict[str, Any] = {
    "type": "object",
    "required": ["day", "seats", "stops", "vehicle"],
    "additionalProperties": False,
    "properties": {
        "day": DAY,
        "seats": {"type": "integer", "minimum": 1, "maximum": 9},
        "tags": {"type": "array", "items": TAG, "uniqueItems": True, "maxItems": 3},
        "stops": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 4},
        "vehicle": {"oneOf": [_vehicle(kind) for kind in KINDS]},
    },
}
TRIP: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "day", "seats", "tags", "stops", "vehicle"],
    "properties": {
        "id": {"type": "string"},
        "state": {"enum": ["planned", "over"]},
        **NEW["properties"],
    },
}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 9}
RULE = "!has(self.filter) || !has(self.filter.dayFrom) || !has(self.filter.dayTo)"
SEARCH: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "filter": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "states": {"type": "array", "minItems": 1, "items": {"enum": ["planned", "over"]}},
                "tags": {
                    "type": "array",
                    "minItems": 1,
                    "items": TAG,
                    "description": "Trips that have all of these.",
                },
                "seats": {
                    "type": "object",
                    "description": "The least and the most, both included.",
                    "properties": {"min": COUNT, "max": COUNT},
                },
                "dayFrom": DAY,
                "dayTo": DAY,
                "minStops": {"type": "integer", "minimum": 1, "maximum": 4},
                "vehicle": {"enum": list(KINDS)},
            },
        },
        "order": {"enum": ["day", "-day"], "default": "day"},
        "page": {
            "type": "object",
            "properties": {
                "size": {"type": "integer", "minimum": 1, "maximum": 40, "default": 10},
                "offset": {"type": "integer", "minimum": 0, "default": 0},
            },
        },
    },
    "x-validations": [
        {"id": "days", "rule": f"{RULE} || self.filter.dayFrom <= self.filter.dayTo"}
    ],
}
PAGE: dict[str, Any] = {
    "type": "object",
    "required": ["trips", "total"],
    "properties": {
        "trips": {"type": "array", "items": {"$ref": "#/components/schemas/Trip"}},
        "total": {"type": "integer"},
    },
}
REFUSED: dict[str, Any] = {name: {"description": "."} for name in ("400", "401", "404")}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}, "description": "."}


def _operation(name: str, status: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": {status: _json(answer), **REFUSED}, **more}


ONE = {"$ref": "#/components/schemas/Trip"}
NAMED = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
TRIPS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Trips", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/trips": {
            "post": _operation("plan", "201", ONE, requestBody=_json(NEW) | {"required": True})
        },
        "/trips/{id}": {"get": _operation("getTrip", "200", ONE, parameters=[NAMED])},
        "/trips/search": {
            "post": _operation(
                "search", "200", PAGE, requestBody=_json(SEARCH) | {"required": True}
            )
        },
    },
    "components": {
        "schemas": {"Trip": TRIP},
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
    },
}
VALID: Any = jsonschema_rs.validator_for(NEW, validate_formats=True)
ASKED: Any = jsonschema_rs.validator_for(SEARCH, validate_formats=True)


class Office(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without trips."""
        self.wrong = wrong
        self.trips: dict[str, dict[str, Any]] = {}

    def _for(self, who: str, request: Wire) -> Reply:
        try:
            body: Any = json.loads(request.body or b"null")
        except ValueError:
            return reply(400, {})
        if request.method == "GET":
            trip = self.trips.get(request.target.rpartition("/")[2], {})
            return reply(200, trip["shown"]) if trip.get("who") == who else reply(404, {})
        if request.target == "/trips/search":
            ordered = _in_order(body) if ASKED.is_valid(body) else False
            return reply(200, self._search(body, who)) if ordered else reply(400, {})
        if not VALID.is_valid(body):
            return reply(400, {})
        shown = {"tags": [], **body, "id": f"t{len(self.trips)}"}
        shown["state"] = "planned" if len(self.trips) % 3 else "over"
        self.trips[shown["id"]] = {"who": who, "shown": shown}
        return reply(201, shown)

    def _search(self, asked: dict[str, Any], who: str) -> Json:
        mine = (it for it in self.trips.values() if it["who"] == who or self.wrong == "owner")
        found = [it["shown"] for it in mine if self._fits(it["shown"], asked.get("filter", {}))]
        order = asked.get("order", "day" if self.wrong != "default" else "-day")
        if self.wrong != "order":
            found.sort(key=lambda it: it["day"], reverse=order != "day")
        page = asked.get("page", {})
        begin = page.get("offset", 0) + (self.wrong == "offset" and "offset" in page)
        size = page.get("size", 10) + (self.wrong == "size") - (self.wrong == "meagre")
        shown = found[begin : begin + max(1, size)]
        return {"trips": shown, "total": len(found) - (self.wrong == "total")}

    def _fits(self, trip: dict[str, Any], asked: dict[str, Any]) -> bool:
        wrong, seats, count = self.wrong, asked.get("seats", {}), len(trip["stops"])
        late = asked.get("dayTo", "9") if wrong != "dayTo" else "9"
        tags = [tag in trip["tags"] for tag in asked.get("tags", ())]
        states = asked.get("states", ("planned", "over"))
        if wrong == "first":
            states = states[:1] if "states" in asked else states
        kind = asked.get("vehicle", trip["vehicle"]["kind"])
        return (
            (trip["state"] in states or wrong == "states")
            and (any(tags) if tags and wrong == "tags" else all(tags))
            and seats.get("min", 0) + (wrong == "min" and "min" in seats) <= trip["seats"]
            and (trip["seats"] <= seats.get("max", 9) or wrong == "max")
            and asked.get("dayFrom", "0") <= trip["day"] <= late
            and not (wrong == "open" and trip["day"] == asked.get("dayTo"))
            and (count >= asked.get("minStops", 1) or wrong == "stops")
            and (kind == trip["vehicle"]["kind"] or wrong == "vehicle")
        )


class Old(Office):
    """Its trips are planned, but for some that were there before."""

    def __init__(self, wrong: str = "") -> None:
        """Begin with two trips of each caller."""
        super().__init__(wrong)
        told = {"day": "2024-02-29", "seats": 2, "tags": [], "stops": ["a"], "state": "over"}
        for number, who in enumerate(2 * sorted(CALLERS)):
            name = f"o{number}"
            shown = {"id": name, **told, "vehicle": {"kind": "bus"}}
            self.trips[name] = {"who": who, "shown": shown}

    def _for(self, who: str, request: Wire) -> Reply:
        before = set(self.trips)
        found = super()._for(who, request)
        for name in self.trips.keys() - before:
            self.trips[name]["shown"]["state"] = "planned"
            found = reply(201, self.trips[name]["shown"])
        return found

    def _fits(self, trip: dict[str, Any], asked: dict[str, Any]) -> bool:
        if self.wrong == "old" and len(asked.get("states", ())) > 1:
            asked = asked | {"states": ["planned"]}
        return super()._fits(trip, asked)


def _in_order(asked: dict[str, Any]) -> bool:
    told = asked.get("filter", {})
    return bool(told.get("dayFrom", "0") <= told.get("dayTo", "9"))


@pytest.fixture
def found(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Transport], list[Finding]]:
    """Return a function that runs a campaign, and gives what the search showed."""
    monkeypatch.setattr(items, "LATER", (0.0,))

    def start(transport: Transport) -> list[Finding]:
        wish = Wish(phases=("rules", "journeys"), rules="off", most=1200)
        options = Options(wish=wish, credentials=Credentials(auth=("a", "b")))
        outcome = run(api_of(TRIPS), transport, options)
        assert outcome.operations["search"].accepted
        return [item for item in outcome.findings if item.claim.operation == "search"]

    return start


def test_a_true_search(found: Callable[[Transport], list[Finding]]) -> None:
    """Nothing is told of a server that does all of it."""
    assert not found(Office())


def test_a_search_that_is_served_from_the_document(
    api_of: Callable[[Json], Api], found: Callable[[Transport], list[Finding]]
) -> None:
    """The reference server selects, sorts and turns what is searched, too."""
    transport = InProcess(app(api_of(TRIPS), token=("a", "b"), workers=0))
    try:
        assert not found(transport)
    finally:
        transport.close()


@pytest.mark.parametrize(
    ("wrong", "claims"),
    [
        ("owner", {"list:owner "}),
        ("default", {"list:sort order by default"}),
        ("order", {"list:sort order=-day"}),
        ("offset", {"list:whole "}),
        ("size", {"list:limit /page/size"}),
        ("meagre", {"list:full /page/size"}),
        ("total", {"list:total "}),
        ("states", {"list:filter /filter/states"}),
        ("first", {"list:filter-keeps /filter/states"}),
        ("tags", {"list:filter /filter/tags"}),
        ("min", {"list:filter-keeps /filter/seats/min"}),
        ("max", {"list:filter /filter/seats/max"}),
        ("dayTo", {"list:filter /filter/dayTo"}),
        ("open", {"list:filter-keeps /filter/dayTo"}),
        ("stops", {"list:filter /filter/minStops"}),
        ("vehicle", {"list:filter /filter/vehicle"}),
    ],
)
def test_searches_that_are_wrong(
    wrong: str, claims: set[str], found: Callable[[Transport], list[Finding]]
) -> None:
    """Each fault is seen for what it is; the first request for it stands in the report."""
    seen = found(Office(wrong))
    assert {f"{it.claim.name} {it.claim.at}" for it in seen} >= claims
    assert all("POST" in curl(it.case, "http://h") for it in seen)


def test_trips_that_nobody_made(found: Callable[[Transport], list[Finding]]) -> None:
    """What the list shows without a condition it shows with one that holds for it."""
    assert not found(Old())
    seen = {f"{it.claim.name} {it.claim.at}" for it in found(Old("old"))}
    assert "list:filter-keeps /filter/states" in seen


def _listing(api: Api, name: str = "search") -> listing.Listing:
    known = listing.listings(Judging(api), chains(api))
    return next(each for each in known if each.operation.id == name)


def _read(api: Api) -> dict[str, Filter]:
    return {each.control.wire: each for each in _listing(api).filters}


def test_conditions_are_read(api_of: Callable[[Json], Api]) -> None:
    """By their names, and by what the document says of them."""
    known = _read(api_of(TRIPS))
    told = {name: (each.how, each.member, each.told) for name, each in known.items()}
    assert told == {
        "filter.states": ("equal", "state", None),
        "filter.tags": ("equal", "tags", True),
        "filter.seats.min": ("least", "seats", True),
        "filter.seats.max": ("most", "seats", True),
        "filter.dayFrom": ("least", "day", None),
        "filter.dayTo": ("most", "day", None),
        "filter.minStops": ("least", "number of stops", True),
        "filter.vehicle": ("equal", "vehicle.kind", None),
    }


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("price[gte]", ("least", "price", True)),
        ("price_lt", ("most", "price", False)),
        ("createdAfter", ("least", "created_at", None)),
        ("max_price", ("most", "price", True)),
        ("until", None),
        ("from_page", None),
        ("min_fee", None),
        ("filter[price]", ("equal", "price", None)),
        ("filter[min_price]", ("least", "price", True)),
    ],
)
def test_bounds_are_read(
    name: str, read: tuple[str, str, bool | None] | None, api_of: Callable[[Json], Api]
) -> None:
    """A bound is of a member with an order; what an item has under its name is no bound."""
    document = json.loads(json.dumps(TRIPS))
    time = {"type": "string", "format": "date-time"}
    number = {"type": "number"}
    document["components"]["schemas"]["Trip"]["properties"] |= {
        "price": number,
        "created_at": time,
        "min_fee": number,
        "fee": number,
    }
    schema = time if name in {"createdAfter", "until"} else number
    document["paths"]["/trips"]["get"] = _operation("listTrips", "200", PAGE) | {
        "parameters": [{"name": name, "in": "query", "schema": schema}]
    }
    found = _listing(api_of(document), "listTrips").filters
    assert [(each.how, each.member, each.told) for each in found] == ([read] if read else [])


def test_what_is_no_search(api_of: Callable[[Json], Api]) -> None:
    """A POST that answers with items may make them, or do something to them."""
    document = json.loads(json.dumps(TRIPS))
    paths = document["paths"]
    paths["/trips/batch"] = {"post": _operation("batch", "200", PAGE, requestBody=_json(NEW))}
    api = api_of(document)
    known = listing.listings(Judging(api), chains(api))
    assert [each.operation.id for each in known] == ["search"]


def _filter(**given: Any) -> Filter:
    control = Control(("query", "x"), TypeId(""), "")
    told: dict[str, Any] = {"control": control, "steps": ("it",), "how": "equal", **given}
    return Filter(**told)


@pytest.mark.parametrize(
    ("given", "has", "asked", "met"),
    [
        ({}, "a", "a", True),
        ({}, "a", ["b", "a"], True),
        ({}, "a", ["b"], False),
        ({}, None, "a", None),
        ({"how": "within"}, "a long text", "long", None),
        ({"how": "within"}, "a long text", "short", False),
        ({}, ["a", "b"], ["a", "c"], None),
        ({"told": True}, ["a", "b"], ["a", "c"], False),
        ({"told": False}, ["a", "b"], ["a", "c"], True),
        ({}, ["a", "b"], ["c"], False),
        ({"how": "least"}, 3, 2, True),
        ({"how": "least"}, 2, 2, None),
        ({"how": "least", "told": True}, 2, 2, True),
        ({"how": "most"}, 3, 2, False),
        ({"how": "most", "sized": True}, ["a", "b", "c"], 2, False),
        ({"how": "least"}, "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", True),
        ({"how": "least", "told": True}, "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z", None),
        ({"how": "least"}, "2026-01-03T01:00:00-05:00", "2026-01-04", None),
        ({"how": "least"}, "2026-01-03T01:00:00-05:00", "2026-02-04", False),
    ],
)
def test_what_is_asked_for(
    given: dict[str, Any], has: Json, asked: Json, *, met: bool | None
) -> None:
    """What is in between is not judged: a bound that nobody says is included, the day of a zone."""
    assert _filter(**given).meets({"it": has}, asked) is met


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Only include trips that cost this or more.", True),
        ("On or before this day.", True),
        ("Both included.", True),
        ("Only include trips before it.", None),
        ("Up to it, which is excluded.", False),
    ],
)
def test_what_is_said_of_bounds(
    said: str, *, told: bool | None, api_of: Callable[[Json], Api]
) -> None:
    """A description says whether the bound itself is meant."""
    document = json.loads(json.dumps(TRIPS))
    conditions = document["paths"]["/trips/search"]["post"]["requestBody"]["content"]
    inner = conditions["application/json"]["schema"]["properties"]["filter"]["properties"]
    inner["dayTo"] = DAY | {"description": said}
    assert _read(api_of(document))["filter.dayTo"].told is told


def test_words_within_names() -> None:
    """Where a text may stand anywhere, one is looked for without its first letter."""
    items: list[dict[str, Json]] = [{"name": "Mango"}, {"name": "cherry"}]
    told = [
        list(Sought(ways=(("name",),), held=held, any_case=False).values(some))
        for held, some in ((True, items), (False, items), (True, items[:1]))
    ]
    assert told == [["Mango", "herry"], ["Mango", "cherry"], ["ango"]]
