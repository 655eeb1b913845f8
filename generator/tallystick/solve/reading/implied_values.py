"""Keywords about a value alone that follow from what other schemas say of it."""

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from tallystick.ir.keywords import KIND
from tallystick.solve.encoding.equality import exact
from tallystick.solve.encoding.keywords import TYPES
from tallystick.solve.encoding.node import Kind
from tallystick.solve.needs import kind_of
from tallystick.solve.reading.conjunction import Conjunction, is_in
from tallystick.solve.strings.automaton import includes
from tallystick.solve.strings.formats import NAMES, implied
from tallystick.solve.strings.language import Term, both, contains
from tallystick.solve.strings.pattern import UnsupportedPatternError, search
from tallystick.text import Json

Implied = Callable[[Conjunction, str, Any], bool]
"""Whether a keyword with its value follows from a conjunction."""
OF_KIND: Final[dict[str, frozenset[Kind]]] = {
    "string": frozenset({"string"}),
    "number": frozenset({"integer", "fraction"}),
    "array": frozenset({"array"}),
    "object": frozenset({"object"}),
}
"""What a keyword looks at, by `tallystick.ir.keywords.KIND`, as kinds of value."""


def _kinds(value: str | list[str]) -> frozenset[str]:
    names = value if isinstance(value, list) else [value]
    return frozenset(kind for name in names for kind in TYPES[name])


def _type(left: Conjunction, keyword: str, value: Any) -> bool:
    del keyword
    return left.kinds <= _kinds(value)


def _never(left: Conjunction, keyword: str, value: Any) -> bool:
    """Follows only where the values are listed."""
    del left, keyword, value
    return False


def _bound(left: Conjunction, keyword: str, value: float) -> bool:
    bound = exact(value)
    up = keyword.lower().endswith("maximum")
    name = "aximum" if up else "inimum"
    closed, opened = left.numbers(f"m{name}"), left.numbers(f"exclusiveM{name}")
    pick = min if up else max
    sharp = _sharper(pick, closed, opened)
    if sharp is None:
        return False
    limit, strict = sharp
    if "fraction" not in left.kinds:
        limit, strict = _whole(limit, up=up, strict=strict), False
    inside = limit < bound if up else limit > bound
    needs_strict = keyword.startswith("exclusive")
    return inside or (limit == bound and (strict or not needs_strict))


def _sharper(
    pick: Callable[[list[Fraction]], Fraction], closed: list[Fraction], opened: list[Fraction]
) -> tuple[Fraction, bool] | None:
    """Return the bound that says most, and whether it is outside."""
    if not closed and not opened:
        return None
    limit = pick(closed + opened)
    return limit, limit in opened


def _whole(limit: Fraction, *, up: bool, strict: bool) -> Fraction:
    """Return the last integer within a bound."""
    last = limit // 1 if up else -(-limit // 1)
    if strict and last == limit:
        last += -1 if up else 1
    return Fraction(last)


def _multiple(left: Conjunction, keyword: str, value: float) -> bool:
    step = exact(value)
    if step and any((other / step).denominator == 1 for other in left.numbers(keyword)):
        return True
    return "fraction" not in left.kinds and step.numerator == 1


def _least(left: Conjunction, keyword: str, value: float) -> bool:
    least = left.least(keyword)
    if keyword == "minProperties":
        least = max(least, len(left.required))
    return least >= value


def _most(left: Conjunction, keyword: str, value: float) -> bool:
    most = left.most(keyword)
    return most is not None and most <= value


def _worded(left: Conjunction, keyword: str, value: Any) -> bool:
    return any(other == value for _, other in left.having(keyword))


def _pattern(left: Conjunction, keyword: str, value: str) -> bool:
    if _worded(left, keyword, value):
        return True
    wanted = readable(value)
    said = [readable(other) for _, other in left.having(keyword)]
    known = [term for term in said if term is not None]
    return wanted is not None and bool(known) and includes(wanted, both(*known))


def readable(pattern: str) -> Term | None:
    """Return the language of a pattern; None when it cannot be read."""
    try:
        return search(pattern)
    except UnsupportedPatternError:
        return None


def _format(left: Conjunction, keyword: str, value: str) -> bool:
    said = implied(it for _, it in left.having(keyword) if isinstance(it, str))
    return value not in NAMES or value in said


IMPLIED: Final[dict[str, Implied]] = {
    "type": _type,
    "enum": _never,
    "const": _never,
    "minimum": _bound,
    "maximum": _bound,
    "exclusiveMinimum": _bound,
    "exclusiveMaximum": _bound,
    "multipleOf": _multiple,
    "minLength": _least,
    "maxLength": _most,
    "minItems": _least,
    "maxItems": _most,
    "minProperties": _least,
    "maxProperties": _most,
    "pattern": _pattern,
    "format": _format,
}
"""Keywords that look at a value alone."""


def accepts(keyword: str, bound: Any, value: Json) -> bool:
    """Whether a keyword accepts a value for certain."""
    kinds = OF_KIND.get(KIND.get(keyword, ""))
    if kinds is not None and kind_of(value) not in kinds:
        return True
    return _ACCEPTS[keyword](bound, value)


def _matches(pattern: str, value: Json) -> bool:
    language = readable(pattern)
    return language is not None and isinstance(value, str) and contains(language, value)


def _number(compare: Callable[[Fraction, Fraction], bool]) -> Callable[[Any, Any], bool]:
    return lambda bound, value: compare(exact(value), exact(bound))


_ACCEPTS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "type": lambda bound, value: kind_of(value) in _kinds(bound),
    "enum": lambda bound, value: is_in(value, bound),
    "const": lambda bound, value: is_in(value, [bound]),
    "minimum": _number(operator.ge),
    "maximum": _number(operator.le),
    "exclusiveMinimum": _number(operator.gt),
    "exclusiveMaximum": _number(operator.lt),
    "multipleOf": _number(lambda number, step: (number / step).denominator == 1),
    **dict.fromkeys(("minLength", "minItems", "minProperties"), lambda it, own: len(own) >= it),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), lambda it, own: len(own) <= it),
    "pattern": _matches,
    "format": lambda bound, value: bound not in NAMES or not isinstance(value, str),
}
