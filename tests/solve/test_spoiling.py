"""Keywords that a change of a known message breaks: z3 is not asked, the oracles are."""

from collections.abc import Iterator

import jsonschema_rs
import pytest

from tallystick.solve import Claim, Proof, Solver, Witness, bare
from tallystick.solve.session import Session
from tallystick.solve.smt.engine import Engine
from tallystick.text import Json

CHAIR: dict[str, Json] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 8},
        "legs": {"type": "integer", "minimum": 3, "exclusiveMaximum": 9},
        "kind": {"enum": ["round", "stool"]},
        "seat": {
            "anyOf": [{"$ref": "#/$defs/seat"}, {"type": "null"}],
        },
    },
    "$defs": {
        "seat": {"type": "object", "properties": {"width": {"type": "number", "minimum": 1}}}
    },
}
BY_CHANGE = {
    ("", "type"),
    ("", "required"),
    ("", "additionalProperties"),
    ("/properties/name", "type"),
    ("/properties/name", "minLength"),
    ("/properties/name", "maxLength"),
    ("/properties/legs", "type"),
    ("/properties/legs", "minimum"),
    ("/properties/legs", "exclusiveMaximum"),
    ("/properties/kind", "enum"),
    ("/properties/seat", "anyOf"),
    ("/properties/seat/anyOf/1", "type"),
    ("/$defs/seat", "type"),
    ("/$defs/seat/properties/width", "type"),
    ("/$defs/seat/properties/width", "minimum"),
}


def place(claim: Claim) -> tuple[str, str]:
    """Return what is claimed, and where."""
    return claim.span.pointer, claim.keyword


def met(errors: Iterator[jsonschema_rs.ValidationError]) -> set[str]:
    """Return the keywords that errors are about, those inside of unions included."""
    found: set[str] = set()
    for error in errors:
        found.add(str(error.schema_path[-1]))
        for branch in getattr(error.kind, "context", ()):
            found |= met(iter(branch))
    return found


def test_one_change_breaks_a_keyword(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a message is known, no other one is asked of z3; each breaks what it should."""
    chair = Solver(bare(CHAIR))
    assert isinstance(chair.satisfy(), Witness)
    monkeypatch.delattr(Engine, "check")
    validator = jsonschema_rs.Draft202012Validator(CHAIR)
    for claim in chair.claims:
        answer = chair.violate(claim)
        assert isinstance(answer, Witness), claim
        errors = [*validator.iter_errors(answer.value)]
        assert len(errors) == 1
        assert claim.keyword in met(iter(errors))
    assert {place(it) for it in chair.claims} == BY_CHANGE


def test_what_one_answer_shows_breaks_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that z3 made of a member in a list serves for what else is said of the member."""
    items: Json = {"type": "integer", "minimum": 7, "maximum": 70}
    schema: dict[str, Json] = {"type": "array", "items": items}
    asked = Solver(bare(schema))
    claims = {it.keyword: it for it in asked.claims if "items" in it.span.pointer}
    assert isinstance(asked.satisfy(), Witness)
    assert isinstance(asked.violate(claims["maximum"]), Witness)
    monkeypatch.delattr(Session, "ask")
    for keyword in ("type", "minimum"):
        assert isinstance(asked.violate(claims[keyword]), Witness), keyword


def test_what_is_implied_is_still_proved() -> None:
    """A change that breaks two keywords is no answer."""
    schema: dict[str, Json] = {"type": "integer", "allOf": [{"minimum": 2}, {"minimum": 3}]}
    asked = Solver(bare(schema))
    assert isinstance(asked.satisfy(), Witness)
    inner = {place(it): it for it in asked.claims}
    assert isinstance(asked.violate(inner["/allOf/1", "minimum"]), Witness)
    assert isinstance(asked.violate(inner["/allOf/0", "minimum"]), Proof)
