"""What ``propertyNames`` says is broken keyword by keyword, one step past, and met at its edges."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json

SMALL: Final = "#/paths/~1things/post/requestBody/content/application~1json/schema/$defs/small"
SAID: Final[dict[str, tuple[dict[str, Any], dict[str, set[str]]]]] = {
    "lengths": (
        {"pattern": "^[a-z]+$", "minLength": 3, "maxLength": 8},
        {"minLength": {"aa"}, "maxLength": {"aaaaaaaaa"}, "pattern": {"%%%"}},
    ),
    "parts": (
        {"allOf": [{"maxLength": 4}, {"$ref": SMALL}]},
        {"maxLength": {"aaaaa"}, "pattern": {"%%%"}},
    ),
    "enum": ({"enum": ["de", "fr"]}, {"enum": {"dex"}}),
    "const": ({"const": "de"}, {"const": {"dex"}}),
    "not": ({"maxLength": 5, "not": {"const": "id"}}, {"not": {"id"}, "maxLength": {"aaaaaa"}}),
    "not a pattern": ({"not": {"pattern": "^_"}}, {"not": {"_"}}),
    "format": ({"format": "date"}, {"format": {"not so"}}),
}


def names(value: Json) -> set[str]:
    """Return the names of the members of ``labels``."""
    labels = value.get("labels") if isinstance(value, dict) else None
    return set(labels) if isinstance(labels, dict) else set()


@pytest.mark.parametrize("case", SAID)
def test_each_keyword_of_names_is_broken_by_itself(
    bodies_of: Callable[..., Bodies], case: str
) -> None:
    """Beside the others, which are kept."""
    said, wanted = SAID[case]
    labels: Json = {"type": "object", "propertyNames": said, "additionalProperties": {}}
    small: Json = {"small": {"type": "string", "pattern": "^[a-z]*$"}}
    schema: Json = {"type": "object", "$defs": small, "properties": {"labels": labels}}
    made = bodies_of(schema, most=40)
    broken = [it for it in made.broken if it.name == "schema:propertyNames" and it.alone]
    found: dict[str, set[str]] = {}
    for each in broken:
        found.setdefault(each.variant, set()).update(names(each.value))
    assert found.keys() == wanted.keys()
    for keyword, some in wanted.items():
        assert found[keyword] & some, (keyword, found[keyword])


def test_names_as_short_and_as_long_as_they_may_be(bodies_of: Callable[..., Bodies]) -> None:
    """A server that takes one character less, or one more, shows there."""
    said: Json = {"pattern": "^[a-z]+$", "minLength": 3, "maxLength": 12}
    labels: Json = {"type": "object", "propertyNames": said}
    made = bodies_of({"type": "object", "properties": {"labels": labels}}, most=40)
    sizes = {len(name) for it in made.valid for name in names(it.value)}
    assert {3, 12} <= sizes
    assert sizes <= {*range(3, 13)}
    goals = {goal for it in made.valid for goal in it.goals}
    assert "/labels given !propertyNames/maxLength" in goals
