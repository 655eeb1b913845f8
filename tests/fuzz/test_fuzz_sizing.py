"""Lists of every small size: three items may be what a server cannot take."""

from collections.abc import Callable
from typing import Any

from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json

WORD: dict[str, Any] = {"type": "string", "maxLength": 9}
FLEET: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": WORD,
        "ports": {"type": "array", "maxItems": 8, "items": WORD},
        "flags": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": [*"abcd"]},
        },
        "marks": {"type": "object", "maxProperties": 4, "additionalProperties": WORD},
        "at": {"type": "array", "items": {"type": "integer"}},
        "of": {"type": "array", "items": {"type": "object", "properties": {"word": WORD}}},
    },
    "x-validations": [
        {
            "id": "parallel",
            "rule": "(!has(self.at) && !has(self.of))"
            " || (has(self.at) && has(self.of) && size(self.at) == size(self.of))",
            "message": "as many times as ships",
        }
    ],
}


def sizes(bodies: Bodies, name: str) -> set[int]:
    """Return of which sizes valid bodies have a member."""
    values = [it.value for it in bodies.valid if isinstance(it.value, dict)]
    members: list[Json] = [it[name] for it in values if name in it]
    return {len(it) for it in members if isinstance(it, list | dict)}


def test_each_size_up_to_five(bodies_of: Callable[..., Bodies]) -> None:
    """As far as bounds allow; lists that go together have it together."""
    made = bodies_of(FLEET, most=60)
    assert sizes(made, "ports") >= {0, 1, 2, 3, 4, 5}
    assert sizes(made, "flags") == {1, 2, 3, 4}
    assert sizes(made, "marks") == {0, 1, 2, 3, 4}
    assert sizes(made, "at") == sizes(made, "of") >= {0, 1, 2, 3, 4, 5}


def test_several_lists_in_one_body(bodies_of: Callable[..., Bodies]) -> None:
    """A size costs a body or two, and not one for each list."""
    made = bodies_of(FLEET, most=60)
    goals = {"/ports 4 items", "/flags 4 items", "/marks 4 items", "/at 4 items"}
    assert any(goals <= it.goals for it in made.valid)


def test_one_member_too_many_where_names_have_a_pattern(bodies_of: Callable[..., Bodies]) -> None:
    """More names are made up than anybody has shown: of the pattern, and one above the bound."""
    names: Json = {"pattern": "^[a-z]{2}$"}
    labels: Json = {"type": "object", "propertyNames": names, "maxProperties": 3}
    made = bodies_of({"type": "object", "properties": {"labels": labels}}, most=60)
    alone = [bad.value for bad in made.broken if bad.name == "schema:maxProperties" and bad.alone]
    assert alone
    assert not [name for name, _, _ in made.never if name == "schema:maxProperties"]
