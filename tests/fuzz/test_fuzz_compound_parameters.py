"""Parameters that hold others: their rules are kept, and broken one at a time."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.solve.session import Core, Session

WINDOW: dict[str, Any] = {
    "type": "object",
    "required": ["from", "to"],
    "additionalProperties": False,
    "properties": {
        "from": {"type": "string", "format": "date"},
        "to": {"type": "string", "format": "date"},
        "nights": {"type": "integer", "minimum": 1, "maximum": 9},
    },
    "x-validations": [
        {"id": "in-order", "rule": "self.from < self.to", "message": "x"},
        {"id": "few", "rule": "!has(self.nights) || self.nights <= 5", "message": "x"},
    ],
}


def cases(style: str, *, explode: bool, schema: dict[str, Any] = WINDOW) -> list[Case]:
    """Return all requests for what is free in a window."""
    parameter = {"name": "w", "in": "query", "required": True, "schema": schema}
    operation = {
        "operationId": "free",
        "parameters": [parameter | {"style": style, "explode": explode}],
        "responses": {"200": {"description": "Free."}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Free", "version": "1"},
        "paths": {"/free": {"get": operation}},
    }
    parsed, found = parse_text(json.dumps(document).encode(), "free.json")
    assert parsed is not None, found
    resolved, found = resolve(parsed)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return list(plan(api, Judging(api), Wish(seed=1)).cases)


def read(case: Case) -> dict[str, str]:
    """Return what a server reads of a deep object."""
    pairs = parse_qsl(case.message.query, keep_blank_values=True)
    return {name.removeprefix("w[").rstrip("]"): value for name, value in pairs}


def test_rules_of_an_object_are_kept_and_broken() -> None:
    """As those of bodies: valid requests keep all, the others break one thing each."""
    made = cases("deepObject", explode=True)
    valid = [read(case) for case in made if case.expect == "accepted"]
    assert valid
    assert all(it["from"] < it["to"] and int(it.get("nights", "1")) <= 5 for it in valid)
    claims = {(case.claim.name, case.claim.at): case for case in made if case.claim}
    late = read(claims["in-order", "query.w"])
    assert late["from"] >= late["to"]
    assert int(read(claims["few", "query.w"])["nights"]) in range(6, 10)
    assert int(read(claims["schema:minimum", "query.w/nights"])["nights"]) == 0
    assert "to" not in read(claims["schema:required", "query.w/to"])
    assert ("schema:additionalProperties", "query.w") in {(n, at) for n, at in claims}


def test_what_would_be_another_parameter_is_no_member() -> None:
    """An object whose members stand by themselves has no unknown ones."""
    made = cases("form", explode=True)
    names = {case.claim.name for case in made if case.claim}
    assert "in-order" in names
    assert "schema:additionalProperties" not in names
    assert ("schema:type", "query.w") not in {
        (case.claim.name, case.claim.at) for case in made if case.claim
    }


def test_a_schema_that_takes_any_text_is_not_broken_by_one() -> None:
    """Without a type, an object that is written as one text may be read as that text."""
    loose = {name: part for name, part in WINDOW.items() if name in {"required", "properties"}}
    whole, apart = (
        {case.claim.at for case in cases("form", explode=explode, schema=loose) if case.claim}
        for explode in (False, True)
    )
    assert "query.w/to" in apart
    assert "query.w/to" not in whole


def test_nobody_asks_why_a_parameter_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """No report tells it of parameters, and such proofs took most of the time there."""
    explained: list[Core] = []

    def smaller(_: Session, *given: Any) -> Core:
        explained.append(given[1])
        return explained[-1]

    monkeypatch.setattr(Session, "smaller", smaller)
    never = {"oneOf": [{"const": 1}, {"enum": [1, 2]}]}
    window = WINDOW | {"properties": WINDOW["properties"] | {"rooms": never}}
    assert cases("deepObject", explode=True, schema=window)
    assert explained == []
