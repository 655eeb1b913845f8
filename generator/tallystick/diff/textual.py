"""Values that travel as text: parameters and headers, where ``5`` and ``"5"`` are the same."""

from collections.abc import Iterator
from typing import Final

from tallystick.diff.judging import Judges
from tallystick.diff.nodes import Node, View
from tallystick.text import Json

_SCALARS: Final = frozenset({"integer", "number", "boolean", "string"})


def fits_as_text(left: View, right: View) -> bool:
    """Whether the right takes any text, and the left is always some."""
    return (
        left.kinds <= _SCALARS
        and "string" in right.kinds
        and right.enum is None
        and right.min_length <= 1
        and (left.kinds - {"string"} != frozenset() and "string" not in left.kinds)
        and right.max_length is None
        and not (right.texts or right.formats or right.groups or right.nots)
        and not (right.conditions or right.rules or right.never or right.loose)
    )


def texts_outside(values: Iterator[Json], judges: Judges, right: Node) -> Iterator[Json]:
    """Leave out values whose text the right takes."""
    for value in values:
        if judges.accepts(right, as_text(value)) is not True:
            yield value


def as_text(value: Json) -> Json:
    """Return a scalar as it is written in a URL or header; other values as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
