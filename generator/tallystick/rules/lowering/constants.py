"""Constants of rules as JSON Schema compares them."""

import json
import math
from fractions import Fraction
from typing import Final

from tallystick.rules.lowering.formula import Bound, JsonType, OneOf, Test
from tallystick.text import Json

_EXACT: Final = 2**53
"""From here on doubles are further apart than whole numbers."""
_MANGLED: Final = ("\0", "\x01", "\ufffd")
"""Characters that the runtime reads others as."""
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def mirrored(operator: str) -> str:
    """Return the comparison with its sides exchanged."""
    return _MIRRORED.get(operator, operator)


def speakable(value: Json) -> bool:
    """Whether JSON Schema compares a constant as the runtime does."""
    match value:
        case bool() | None:
            return True
        case int() | float():
            return math.isfinite(value) and abs(value) < _EXACT
        case str():
            return not any(char in value for char in _MANGLED) and _is_unicode(value)
        case list():
            return all(map(speakable, value))
        case _:
            return False


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


TRUTH: Final = OneOf(frozenset(("true",)))
FALSEHOOD: Final = OneOf(frozenset(("false",)))


def exactly(*values: Json) -> OneOf:
    """Return the test for being one of some values."""
    return OneOf(frozenset(json.dumps(_plain(value), sort_keys=True) for value in values))


def _plain(value: Json) -> Json:
    """Return a value with 1.0 as 1: they are equal in JSON Schema as in CEL."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value


def kind(value: Json) -> JsonType:
    """Return the JSON type of a constant."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return "number"


NUMBERS: Final = {
    "<": "exclusiveMaximum",
    "<=": "maximum",
    ">": "exclusiveMinimum",
    ">=": "minimum",
}


def bound(operator: str, limit: float) -> Bound:
    """Return the test of a comparison of a number with a constant."""
    return Bound("number", NUMBERS[operator], limit)


NOUNS: Final[dict[JsonType, str]] = {
    "array": "Items",
    "string": "Length",
    "object": "Properties",
}


def counted(type_: JsonType, operator: str, limit: float) -> list[Test] | bool:
    """Return the tests of a comparison of a size with a constant.

    Returns:
        All of them must hold; or whether the comparison always holds, or never.
    """
    exact = Fraction(limit)
    low, high = math.ceil(exact), math.floor(exact)
    least, most = {
        "<": (0, math.ceil(exact) - 1),
        "<=": (0, high),
        ">": (high + 1, None),
        ">=": (low, None),
        "==": (low, high),
    }[operator]
    noun = NOUNS[type_]
    if most is not None and (most < 0 or most < least):
        return False
    tests: list[Test] = [Bound(type_, f"min{noun}", least)] if least > 0 else []
    tests += [] if most is None else [Bound(type_, f"max{noun}", most)]
    return tests or True
