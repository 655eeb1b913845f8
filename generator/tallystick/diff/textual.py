"""Values that travel as text: parameters, headers, XML; ``5`` and ``"5"`` are the same there."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from tallystick.diff.nodes import View
from tallystick.diff.views import Views
from tallystick.text import Json

_SCALARS: Final = frozenset({"integer", "number", "boolean", "string"})


def takes_any_text(right: View) -> bool:
    """Whether a view takes every text."""
    return (
        "string" in right.kinds
        and right.enum is None
        and right.min_length == 0
        and right.max_length is None
        and not (right.texts or right.formats or right.groups or right.nots)
        and not (right.conditions or right.rules or right.never or right.loose)
    )


def fits_as_text(left: View, right: View) -> bool:
    """Whether the right takes any text, and the left is always some."""
    if not left.kinds <= _SCALARS or not left.kinds - {"string"}:
        return False
    return takes_any_text(right)


def fits_as_list(views: Views, left: View, right: View) -> bool:
    """Whether one value is a list of one: ``?a=1`` is read as ``[1]``.

    Args:
        views: Of the right.
        left: What is sent.
        right: The list.
    """
    if "array" in left.kinds or "array" not in right.kinds or left.kinds - _SCALARS - {"null"}:
        return False
    item = views.view(right.item(0))
    plain = right.min_items <= 1 and right.max_items != 0 and not right.contains
    same = takes_any_text(item) or (
        left.kinds - {"null"} <= item.kinds and _unlimited(item) and item.enum is None
    )
    return plain and same and not (right.groups or right.rules or right.loose)


def _unlimited(view: View) -> bool:
    return takes_any_text(view) or (
        view.low is None
        and view.high is None
        and not view.multiples
        and not (view.groups or view.nots or view.conditions or view.rules or view.formats)
        and "string" not in view.kinds
    )


def readings(value: Json) -> Iterator[Json]:
    """Yield the values that look the same as text, itself first."""
    yield value
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, str):
        if value in {"true", "false"}:
            yield value == "true"
        with suppress(ValueError):
            yield int(value)
        with suppress(ValueError):
            number = float(value)
            if number == number and abs(number) != float("inf"):  # noqa: PLR0124 (not a number)
                yield number
