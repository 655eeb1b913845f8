"""Bounds of integers, to prove that arithmetic stays within CEL's 64 bits.

Of an integer without declared bounds nothing is known: JSON may hold one that is no int of CEL's,
and any arithmetic with it is an error.
"""

from typing import Final, TypeAlias

from tallystick.rules.expression import Call, Conditional, Expr, Literal
from tallystick.rules.shape import Shapes, Simple, variants

Interval: TypeAlias = tuple[int, int]

INT_MIN: Final = -(1 << 63)
INT_MAX: Final = (1 << 63) - 1
_SIZES: Final = (0, 1 << 48)
"""No text or list in memory is longer."""


def interval(node: Expr, shapes: Shapes) -> Interval | None:
    """Return inclusive bounds of an integer, None where they are not known to fit 64 bits."""
    match node:
        case Literal(value=int(value)) if not isinstance(node.value, bool):
            return value, value
        case Call(function="size"):
            return _SIZES
        case Call(function="+" | "-" | "*" | "/" | "%" | "neg"):
            return _arithmetic(node, shapes)
        case Conditional():
            return _hull([interval(node.then, shapes), interval(node.otherwise, shapes)])
        case _:
            return _declared(node, shapes)


def _declared(node: Expr, shapes: Shapes) -> Interval | None:
    parts: list[Interval | None] = []
    for item in variants(node.type, shapes):
        if not isinstance(item, Simple) or item.kind != "int":
            return None
        values = [value for value in item.values if isinstance(value, int)]
        low = min(values) if values else item.minimum
        high = max(values) if values else item.maximum
        parts.append(None if low is None or high is None else (low, high))
    return _hull(parts)


def _hull(parts: list[Interval | None]) -> Interval | None:
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


def _arithmetic(node: Call, shapes: Shapes) -> Interval | None:
    parts = [interval(item, shapes) for item in node.arguments]
    if any(part is None or not INT_MIN <= part[0] <= part[1] <= INT_MAX for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if node.function == "neg":
        return _fitting([-bound for bound in known[0]])
    (a, b), (c, d) = known
    match node.function:
        case "+":
            return _fitting([a + c, b + d])
        case "-":
            return _fitting([a - d, b - c])
        case "*":
            return _fitting([a * c, a * d, b * c, b * d])
        case _:
            return _division((a, b), (c, d))


def _fitting(bounds: list[int]) -> Interval | None:
    low, high = min(bounds), max(bounds)
    return (low, high) if low >= INT_MIN and high <= INT_MAX else None


def _division(dividend: Interval, divisor: Interval) -> Interval | None:
    """Both the quotient and the remainder are no further from zero than the dividend."""
    if divisor[0] <= 0 <= divisor[1]:
        return None
    largest = max(abs(dividend[0]), abs(dividend[1]))
    return _fitting([-largest, largest])


def bounded(call: Call, shapes: Shapes) -> bool:
    """Whether a call, given operands, always has a result: no overflow, no division by zero."""
    if call.function in ("+", "-", "*", "/", "%", "neg"):
        kinds = {
            item.kind if isinstance(item, Simple) else "list"
            for item in variants(call.type, shapes)
        }
        return "int" not in kinds or interval(call, shapes) is not None
    return call.function not in ("int", "double") or not _parses(call, shapes)


def _parses(call: Call, shapes: Shapes) -> bool:
    """Whether a conversion may meet a value that it does not take."""
    kinds = {
        item.kind if isinstance(item, Simple) else "list"
        for item in variants(call.arguments[0].type, shapes)
    }
    return bool(kinds - {"int"}) if call.function == "int" else "string" in kinds
