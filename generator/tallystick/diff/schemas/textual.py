"""Values that travel as text: parameters, headers, XML; ``5`` and ``"5"`` are the same there."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product
from typing import Final

from tallystick.diff.schemas.nodes import View
from tallystick.diff.schemas.texts import texts_fit
from tallystick.diff.schemas.views import Views
from tallystick.text import Json

_SCALARS: Final = frozenset({"integer", "number", "boolean", "string"})
_INTEGER: Final = "^-?(0|[1-9][0-9]*)$"
NUMBERS: Final = (0, -1, 7, 10, -250, 0.5, -0.25, 123_456_789_012, 10**20)
"""Numbers whose texts are of several forms and lengths."""
_EACH: Final = 4
_MOST: Final = 64
"""Readings of one part, and of a list or an object."""


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


def fits_as_digits(left: View, right: View) -> bool:
    """Whether the left is some integer, and the right takes the texts that integers are."""
    if left.kinds != {"integer"} or "string" not in right.kinds or right.enum is not None:
        return False
    if right.groups or right.nots or right.conditions or right.rules or right.never or right.loose:
        return False
    longest = None
    if left.low is not None and left.high is not None:
        longest = max(len(str(int(it.value))) for it in (left.low, left.high))
    limited = right.max_length is not None and (longest is None or longest > right.max_length)
    written = View(texts=frozenset({_INTEGER}), min_length=1, max_length=longest)
    return right.min_length <= 1 and not limited and texts_fit(written, right)


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


def fits_as_texts(views: tuple[Views, Views], left: View, right: View) -> bool:
    """Whether both are lists, and the right takes any text in its.

    Args:
        views: Of the left, and of the right.
        left: The list that is sent.
        right: The list that is expected.
    """
    if left.kinds != right.kinds or left.kinds != {"array"} or left.prefix or right.prefix:
        return False
    sizes = right.min_items <= left.min_items and (
        right.max_items is None
        or (left.max_items is not None and left.max_items <= right.max_items)
    )
    plain = not (right.unique or right.contains or right.groups or right.nots or right.conditions)
    if not sizes or not plain or right.enum is not None or right.rules or right.loose:
        return False
    return fits_as_text(views[0].view(left.items), views[1].view(right.items))


def reads_parts_alone(view: View) -> bool:
    """Whether no keyword of a view compares parts of a value with others or with constants."""
    logic = (view.groups, view.nots, view.conditions, view.contains, view.dependent, view.rules)
    plain = not any(logic) and view.enum is None and not view.unique
    rest = view.unevaluated_items or view.unevaluated_members or view.mixed or view.loose
    return plain and not rest


def readings(value: Json, *, exploded: bool = False) -> Iterator[Json]:
    """Yield values that look the same as text, itself first; not all, where they are many.

    Args:
        value: What is written.
        exploded: A list is written as its items, so that one item is a list of one.
    """
    yield value
    if isinstance(value, list):
        yield from ([*found] for found in islice(product(*map(_few, value)), 1, _MOST))
        if exploded and len(value) == 1:
            yield from readings(value[0])
    elif isinstance(value, dict):
        found = islice(product(*map(_few, value.values())), 1, _MOST)
        yield from (dict(zip(value, it, strict=True)) for it in found)
    else:
        yield from _scalars(value)
        if exploded:
            yield from ([it] for it in (value, *_scalars(value)))


def form_readings(form: Json) -> Iterator[Json]:
    """Yield forms that look the same, itself first: members are texts, objects in them are not."""
    if not isinstance(form, dict):
        yield form
        return
    each = [list(islice(_member_readings(it), 2 * _EACH)) for it in form.values()]
    found = islice(product(*each), _MOST)
    yield from (dict(zip(form, it, strict=True)) for it in found)


def _member_readings(value: Json) -> Iterator[Json]:
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(it, list | dict) for it in parts):
        yield value
    else:
        yield from readings(value, exploded=True)


def _few(value: Json) -> list[Json]:
    return list(islice(readings(value), _EACH))


def _scalars(value: Json) -> Iterator[Json]:
    """Yield other scalars that look the same."""
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
