"""Pairs and triples of choices in valid bodies: made, proved impossible, or said to be open."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.requests.plan import Plan, Wish, plan
from tallystick.ir import Api
from tallystick.solve.cover import Cover, Covering
from tallystick.text import Json

KINDS = ("flat", "tall", "round")
COLOURS = ("red", "green", "blue", "grey")
GRAINS = ("oak", "elm", "ash", "fir")
RULE = "self.kind == 'flat' || !has(self.wheels) || !self.wheels"


def table() -> dict[str, Any]:
    """Return a document: a kind that a rule reads, and choices of which no rule speaks."""
    schema = {
        "type": "object",
        "required": ["kind"],
        "additionalProperties": False,
        "properties": {
            "kind": {"enum": list(KINDS)},
            "wheels": {"type": "boolean"},
            "paint": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"colour": {"enum": list(COLOURS)}, "gloss": {"type": "boolean"}},
            },
            "grain": {"enum": list(GRAINS)},
            "label": {"type": "string", "maxLength": 60},
        },
        "x-validations": [{"id": "wheels-flat", "rule": RULE, "message": "Flat ones roll."}],
    }
    content = {"application/json": {"schema": schema}}
    answer = {"200": {"description": "Made."}, "422": {"description": "Refused."}}
    make = {"operationId": "make", "requestBody": {"content": content}, "responses": answer}
    info = {"title": "Tables", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/tables": {"post": make}}}


@pytest.fixture
def made(api_of: Callable[[Json], Api]) -> Plan:
    """The plan of the tables."""
    api = api_of(table())
    return plan(api, Judging(api), Wish(phases=("rules",)))


def values(made: Plan) -> list[dict[str, Any]]:
    """Return the valid bodies."""
    found = [case.value for case in made.cases if case.expect == "accepted" and case.has_value]
    return [value for value in found if isinstance(value, dict)]


def test_every_pair_is_made_or_proved(made: Plan) -> None:
    """A rule excludes two pairs; all others are sent, none is open."""
    rolling = {(it.get("kind"), it.get("wheels")) for it in values(made)} - {(None, None)}
    pairs = {(kind, wheels) for kind, wheels in rolling if wheels is not None}
    assert pairs == {("flat", True), *product(KINDS, (False,))}
    assert not made.pairs_open


def test_every_triple_of_a_kind_is_made(made: Plan) -> None:
    """Each kind with every two values of enums that stand elsewhere, and with what is so."""
    found = {
        (it["kind"], it.get("paint", {}).get("colour"), it.get("grain")) for it in values(made)
    }
    assert set(product(KINDS, COLOURS, GRAINS)) <= found
    glossy = [it for it in values(made) if it.get("paint", {}).get("gloss") is True]
    assert set(product(KINDS, GRAINS)) <= {(it["kind"], it.get("grain")) for it in glossy}


def test_each_kind_is_sent_with_a_text_in_another_script(made: Plan) -> None:
    """A server may read texts in one of its branches only."""
    foreign = {it["kind"] for it in values(made) if not it.get("label", "").isascii()}
    assert foreign == set(KINDS)


def test_what_is_not_decided_is_open(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without further questions to the solver, pairs that a rule excludes have no proof."""
    monkeypatch.setattr("tallystick.fuzz.bodies.crossing.SOLVED", 0)
    api = api_of(table())
    made = plan(api, Judging(api), Wish(phases=("rules",)))
    excluded = {("make", f"/kind '{kind}'", "/wheels True") for kind in ("tall", "round")}
    assert excluded <= set(made.pairs_open)


def test_no_more_pairs_are_asked_for_than_bodies_are_wanted(
    api_of: Callable[[Json], Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would not be sent costs nothing."""
    asked: list[Covering] = []
    pairs = Cover.pairs

    def counted(cover: Cover, among: int = -1) -> Iterator[Covering]:
        for made in pairs(cover, among):
            asked.append(made)
            yield made

    monkeypatch.setattr(Cover, "pairs", counted)
    monkeypatch.setattr("tallystick.fuzz.bodies.crossing.CROSSINGS", 0)
    monkeypatch.setattr("tallystick.fuzz.bodies.crossing.ENRICHED", 0)
    document = table()
    schema = document["paths"]["/tables"]["post"]["requestBody"]["content"]["application/json"]
    schema["schema"]["properties"]["wood"] = {"enum": [*range(30)]}
    plan(api_of(document), Judging(api_of(document)), Wish(phases=("rules",), most=100))
    assert len(asked) == 12
