"""A member that only another variant of a union has: that it is refused is shown once."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies, bodies
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api
from tallystick.solve import Answer, Question, Solver
from tallystick.text import Json

OWN = {"walk": "steps", "ride": "gears", "sail": "masts"}


def variant(word: str) -> Json:
    """Return one variant, closed around all that applies in place."""
    own: Json = {"kind": {"const": word}, OWN[word]: {"type": "integer"}}
    return {
        "type": "object",
        "required": ["kind", OWN[word]],
        "allOf": [{"properties": {"note": {"type": "string"}}}, {"properties": own}],
        "unevaluatedProperties": False,
    }


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where questions go on about members that are not allowed, explanations apart."""
    found: list[str] = []
    ask = Solver.ask

    def noting(self: Solver, question: Question, **options: Any) -> Answer:
        if not options.get("explain"):
            found.extend(question.at or "" for it in question.broken if it.keyword == "false")
        return ask(self, question, **options)

    monkeypatch.setattr(Solver, "ask", noting)
    return found


def made(api_of: Callable[[Json], Api]) -> Bodies:
    """Return the bodies that tell of a trip."""
    trip: Json = {"oneOf": [variant(word) for word in OWN]}
    operation: Json = {
        "operationId": "go",
        "requestBody": {"required": True, "content": {"application/json": {"schema": trip}}},
        "responses": {"204": {"description": "Gone."}},
    }
    info: Json = {"title": "Trips", "version": "1"}
    api = api_of({"openapi": "3.1.0", "info": info, "paths": {"/trips": {"post": operation}}})
    content = json_content(api.operations[0])
    assert content is not None
    assert content.type is not None
    return bodies(Judging(api), content, content.type, seed=1, most=40, statuses=())


def test_what_was_broken_alone_is_not_asked_for_again(
    api_of: Callable[[Json], Api], asked: list[str]
) -> None:
    """One body shows that a member is refused; the next variant may be the first that shows it."""
    broken = [bad for bad in made(api_of).broken if bad.name == "schema:false"]
    alone = {bad.at for bad in broken if bad.alone}
    assert {f"/{member}" for member in OWN.values()} <= alone
    for place in alone:
        assert asked.count(place) < len(OWN), place
    assert alone.intersection(asked), "what no known body shows is asked for"


def test_what_was_broken_alone_is_not_said_to_be_impossible(
    api_of: Callable[[Json], Api], asked: list[str]
) -> None:
    """That one variant cannot break it matters only where none can: that is asked of each."""
    found = made(api_of)
    alone = {(bad.name, bad.at) for bad in found.broken if bad.alone}
    never = [(name, at) for name, at, _ in found.never]
    assert alone.isdisjoint(never)
    assert never.count(("schema:false", "/note")) == 1
    assert asked.count("/note") == len(OWN)
