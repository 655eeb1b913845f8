"""Several things made at once, on a server made by hand that does one thing wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.batches import batches
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.requests.repeating import Repeating
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

COLOURS = ["red", "blue"]
SEED: dict[str, Any] = {
    "type": "object",
    "required": ["colour", "depth"],
    "additionalProperties": False,
    "properties": {
        "colour": {"enum": COLOURS},
        "depth": {"type": "integer", "minimum": 1, "maximum": 9},
        "tag": {"type": "string", "pattern": "^[a-z]{4}$", "description": "No two have the same."},
    },
    "x-validations": [
        {
            "id": "red-is-deep",
            "rule": "self.colour != 'red' || self.depth > 4",
            "message": "Red ones are deep.",
        }
    ],
}
PLANT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "colour", "depth"],
    "properties": {"id": {"type": "string"}, **SEED["properties"]},
}


def document(summary: str = "Sow some, in their order.", *, later: bool = False) -> dict[str, Any]:
    """Return a document of seeds that are sown, one or several, at once or for later."""
    one, many = ("202", "202") if later else ("201", "200")
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    refused = {each: {"description": "Refused."} for each in ("400", "404", "409")}
    seed: dict[str, Any] = {"$ref": "#/components/schemas/Seed"}
    plant: dict[str, Any] = {"$ref": "#/components/schemas/Plant"}
    some: dict[str, Any] = {
        "type": "object",
        "required": ["seeds"],
        "properties": {"seeds": {"type": "array", "items": seed, "minItems": 1, "maxItems": 7}},
    }
    result: dict[str, Any] = {
        "type": "object",
        "properties": {"index": {"type": "integer"}, "plant": plant},
    }
    results: dict[str, Any] = {"type": "array", "items": result}
    depth = {"type": "integer", "description": "How deep all of them are together."}
    told: dict[str, Any] = {"type": "object", "properties": {"results": results, "depth": depth}}
    plants: dict[str, Any] = {"type": "array", "items": plant}
    every: dict[str, Any] = {"type": "object", "properties": {"plants": plants}}

    def body(schema: Json) -> dict[str, Any]:
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    def answer(schema: Json) -> dict[str, Any]:
        return {"description": "It.", "content": {"application/json": {"schema": schema}}}

    create = {"operationId": "sow", "requestBody": body(seed)}
    several = {"operationId": "sowSome", "summary": summary, "requestBody": body(some)}
    get = {"operationId": "look", "responses": {"200": answer(plant), **refused}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Seeds", "version": "1"},
        "paths": {
            "/plants": {
                "post": {**create, "responses": {one: answer(plant), **refused}},
                "get": {"operationId": "walk", "responses": {"200": answer(every), **refused}},
            },
            "/plants/{id}": {"parameters": [named], "get": get},
            "/plants/many": {"post": {**several, "responses": {many: answer(told), **refused}}},
        },
        "components": {"schemas": {"Seed": SEED, "Plant": PLANT}},
    }


class Garden(Handmade):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "", *, later: bool = False) -> None:
        """Begin without plants."""
        self.wrong = wrong
        self.later = later
        self.plants: list[dict[str, Any]] = []

    def _one(self, request: Wire) -> Reply:
        name = request.target.rpartition("/")[2]
        if name == "plants" and request.method == "GET":
            return reply(200, {"plants": [it for it in self.plants if not it.get("lost")]})
        if request.method == "GET":
            there = name.isdecimal() and int(name) < len(self.plants)
            there = there and "lost" not in self.plants[int(name)]
            return reply(200, self.plants[int(name)]) if there else Reply(status=404)
        asked = asked_in(request.body)
        if name != "plants":
            return self._many(asked)
        if not _fine(asked):
            return Reply(status=400)
        return (
            Reply(status=409)
            if self._taken(asked, [])
            else reply(201 + self.later, self._sown(asked))
        )

    def _taken(self, asked: Any, others: list[Any]) -> bool:
        among = [it.get("tag") for it in (*self.plants, *others) if isinstance(it, dict)]
        return isinstance(asked, dict) and "tag" in asked and asked["tag"] in among

    def _many(self, asked: Any) -> Reply:
        seeds = asked.get("seeds") if isinstance(asked, dict) else None
        most = 6 if self.wrong == "seven refused" else 7
        if not isinstance(seeds, list) or not 0 < len(seeds) <= most:
            return Reply(status=400)
        judged = seeds[:1] if self.wrong == "unjudged" else seeds
        if not all(map(_fine, judged)):
            for seed in seeds[: self.wrong == "half" and _fine(seeds[0])]:
                self._sown(seed)
            return Reply(status=400)
        beside = [[] if self.wrong == "twice" else seeds[:at] for at in range(len(seeds))]
        if any(self._taken(it, near) for it, near in zip(seeds, beside, strict=True)):
            return Reply(status=409)
        results: list[Json] = [
            {"index": at, "plant": self._sown(it)} for at, it in enumerate(seeds)
        ]
        if self.wrong == "lost":
            self.plants[-1] = {"lost": True}
        if self.wrong == "reversed":
            results.reverse()
        counted = filter(_fine, seeds[-1:] if self.wrong == "last" else seeds)
        deep = sum(it["depth"] for it in counted)
        told = {"results": results[:1] if self.wrong == "first" else results, "depth": deep}
        return reply(202 if self.later else 200, told)

    def _sown(self, asked: Any) -> dict[str, Any]:
        told = asked if isinstance(asked, dict) else {}
        self.plants.append({**told, "id": str(len(self.plants))})
        return self.plants[-1]


def _fine(asked: Any) -> bool:
    if not isinstance(asked, dict) or set(asked) - {"tag"} != {"colour", "depth"}:
        return False
    tag = asked.get("tag", "abcd")
    if not isinstance(tag, str) or re.fullmatch("[a-z]{4}", tag) is None:
        return False
    colour, depth = asked["colour"], asked["depth"]
    if colour not in COLOURS or isinstance(depth, bool) or not isinstance(depth, int | float):
        return False
    return depth == int(depth) and (4 if colour == "red" else 0) < depth <= 9


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against a garden: the weight of each finding."""

    def start(
        wrong: str, summary: str = "Sow some, in their order.", *, later: bool = False
    ) -> dict[str, str]:
        options = Options(wish=Wish(phases=("rules", "journeys"), most=600))
        served = Garden(wrong, later=later)
        outcome = run(api_of(document(summary, later=later)), served, options)
        found = (item for item in outcome.findings if item.kind != "rule-not-named")
        return {item.key: item.weight.value for item in found}

    return start


def test_a_true_garden(found: Callable[..., dict[str, str]]) -> None:
    """Nothing is found."""
    assert found("") == {}


WRONGS = {
    "unjudged": ("batch-unjudged sowSome batch:judged red-is-deep", "error"),
    "reversed": ("batch-reordered sowSome batch:order", "warning"),
    "last": ("batch-sum sowSome batch:sum /depth", "warning"),
    "first": ("batch-incomplete sowSome batch:each", "warning"),
    "lost": ("batch-lost sowSome batch:kept", "error"),
    "half": ("batch-half sowSome batch:whole", "warning"),
    "seven refused": ("valid-refused sowSome request:valid", "error"),
    "twice": ("taken-twice sowSome unique:refused /tag", "error"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_garden_that_is_wrong(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """Each is found, and weighs what it should."""
    key, weight = WRONGS[wrong]
    items = found(wrong)
    assert items.get(key) == weight, items


def test_all_or_none_is_a_promise(found: Callable[..., dict[str, str]]) -> None:
    """What the document says of a batch as a whole weighs more than what is usual."""
    assert found("half", "Sow all of them or none.")["batch-half sowSome batch:whole"] == "error"


@pytest.mark.parametrize("wrong", ["", "lost"])
def test_what_is_made_for_later_is_there_as_one_of_it_is(
    wrong: str, found: Callable[..., dict[str, str]]
) -> None:
    """One that is made alone has its id at once, too."""
    lost = {"batch-lost sowSome batch:kept": "error"} if wrong else {}
    assert found(wrong, later=True) == lost


def test_results_with_an_index_may_come_in_any_order(
    found: Callable[..., dict[str, str]],
) -> None:
    """Nobody speaks of an order, and each result says of which item it is."""
    assert found("reversed", "Sow some.") == {}


def test_what_makes_several(api_of: Callable[[Json], Api]) -> None:
    """An operation that takes a list of what another one takes."""
    api = api_of(document())
    (batch,) = batches(api, chains(api))
    assert (batch.chain.create.id, batch.operation.id) == ("sow", "sowSome")
    assert (batch.member, batch.results) == ("seeds", ("results",))


def test_what_makes_several_of_different_kinds(api_of: Callable[[Json], Api]) -> None:
    """Items may be of one of several kinds."""
    read = document()
    bulb = {**SEED, "required": ["colour", "depth", "tag"]}
    read["components"]["schemas"] |= {"Seed": {"oneOf": [SEED, bulb]}}
    api = api_of(read)
    assert [each.operation.id for each in batches(api, chains(api))] == ["sowSome"]


def test_what_one_thing_shows_several_show_again(api_of: Callable[[Json], Api]) -> None:
    """Valid and broken things in a list are those that are sent alone; the list itself is not."""
    api = api_of(document())
    cases = {"sow": list[Case](), "sowSome": list[Case]()}
    for case in plan(api, Judging(api), Wish()).cases:
        if case.operation in cases and case.has_value:
            cases[case.operation].append(case)
    repeating, known = Repeating(api), {it.id: it for it in api.operations}
    assert not repeating.again(known["sow"], cases["sow"])
    again = repeating.again(known["sowSome"], cases["sowSome"])
    for case in cases["sowSome"]:
        told = [case.claim.at] if case.claim else list(case.touches)
        inside = bool(told) and all(it.startswith("/seeds/*/") for it in told)
        if inside or (case.claim and case.claim.at == "/seeds/*" and case.kind == "rule"):
            assert id(case) in again, case
        elif told and not any(it.startswith("/seeds/*") for it in told):
            assert id(case) not in again, case
