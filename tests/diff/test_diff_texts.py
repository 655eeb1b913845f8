"""Parameters travel as text: what is a number to one version may be a text to the other."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.model import Comparison, Witness

Compare = Callable[..., Comparison]
NUMBER = {"type": "integer"}
DIGIT = {"type": "integer", "minimum": 0, "maximum": 9}


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (NUMBER, {"type": "string"}, "compatible"),
        (NUMBER, {"type": "string", "pattern": "^-?[0-9]+$"}, "compatible"),
        (NUMBER, {"type": "string", "pattern": "^[0-9]+$"}, "breaking"),
        (NUMBER, {"type": "string", "maxLength": 9}, "breaking"),
        (NUMBER, {"type": "string", "format": "uuid"}, "breaking"),
        (DIGIT, {"type": "string", "maxLength": 1}, "compatible"),
        (DIGIT, {"type": "string", "minLength": 2}, "breaking"),
        ({"type": "number"}, {"type": "string", "maxLength": 12}, "breaking"),
        ({"type": "boolean"}, {"type": "string", "enum": ["true", "false"]}, "compatible"),
        ({"type": "boolean"}, {"type": "string", "enum": ["yes", "no"]}, "breaking"),
        ({"type": "string"}, NUMBER, "breaking"),
    ],
)
def test_numbers_and_texts(
    of_schemas: Compare, old: dict[str, Any], new: dict[str, Any], verdict: str
) -> None:
    """What is written decides; a witness looks like nothing that is taken."""
    comparison = of_schemas(old, new, "parameter")
    assert (comparison.verdict, comparison.proved) == (verdict, True)
    for finding in comparison.findings:
        if finding.breaking:
            assert isinstance(finding.change.verdict, Witness)


def test_one_value_is_a_list_of_one(of_schemas: Compare) -> None:
    """In a query that repeats the name for each item; more than one is no single value."""
    one, many = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    there = of_schemas(one, many, "parameter")
    assert (there.verdict, there.proved) == ("compatible", True)
    assert of_schemas(many, one, "parameter").verdict == "breaking"
    assert of_schemas(one, {**many, "minItems": 2}, "parameter").verdict == "breaking"
