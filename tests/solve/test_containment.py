"""Containment: witnesses that both sides' oracles confirm, proofs that name their bounds."""

import pytest

from tallystick.solve import Proof, Witness, bare, contained, excluded
from tallystick.text import Json

NARROW_WIDE: list[tuple[str, Json, Json]] = [
    ("type", {"type": "string"}, {"type": ["string", "null"]}),
    ("enum", {"enum": ["a", "b"]}, {"enum": ["b", "a", "c"]}),
    ("const", {"const": 1}, {"enum": [1.0, 2]}),
    ("minimum", {"minimum": 3}, {"minimum": 2}),
    ("maxLength", {"type": "string", "maxLength": 3}, {"maxLength": 4}),
    ("pattern", {"type": "string", "pattern": "^[a-c]$"}, {"pattern": "^[a-z]$"}),
    ("required", {"required": ["a", "b"]}, {"required": ["a"]}),
    ("not", {"not": {"type": ["string", "null"]}}, {"not": {"type": "string"}}),
    ("oneOf", {"type": "integer"}, {"oneOf": [{"type": "integer"}, {"type": "string"}]}),
]


@pytest.mark.parametrize(("name", "narrow", "wide"), NARROW_WIDE)
def test_each_direction(name: str, narrow: Json, wide: Json) -> None:
    """The narrow one is contained in the wide one, and a message shows that they differ."""
    assert isinstance(narrow, dict)
    assert isinstance(wide, dict)
    forth = contained(bare(narrow), bare(wide))
    assert isinstance(forth, Proof), name
    assert forth.whole
    back = contained(bare(wide), bare(narrow))
    assert isinstance(back, Witness), name
    assert back.because


def test_members_that_only_one_side_names() -> None:
    """A closed left has no member that the right alone knows; an open one has."""
    right = bare({"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}})
    shared: dict[str, Json] = {"properties": {"a": {"type": "string"}}}
    closed = contained(bare({**shared, "additionalProperties": False}), right)
    assert isinstance(closed, Proof)
    assert closed.whole
    answer = contained(bare(shared), right)
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, dict)
    assert "b" in answer.value


def test_claims_of_the_right_one_by_one() -> None:
    """Each claim that excludes something has a message of its own."""
    left = bare({"type": "object", "required": ["a"]})
    right = bare({"required": ["a", "b"], "maxProperties": 2})
    answers = excluded(left, right)
    found = {(it.keyword, it.detail): type(answer) for it, answer in answers.items()}
    expected = {
        ("required", "a"): Proof,
        ("required", "b"): Witness,
        ("maxProperties", ""): Witness,
    }
    assert found == expected


def test_what_cannot_be_read_cancels() -> None:
    """A pattern with a look-behind is not encoded, but it is the same on both sides."""
    odd = bare({"type": "string", "pattern": "(?<=a)x"})
    answer = contained(odd, odd)
    assert isinstance(answer, Proof)
    assert answer.whole
