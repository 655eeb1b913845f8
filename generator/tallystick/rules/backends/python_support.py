"""What generated Python calls where a rule may fail: CEL's semantics, as plain functions.

This module is copied into generated packages, whole or the functions that are used; it imports
nothing but the standard library. A rule that ends in an error is not satisfied: errors travel as
`Fault` and end in `holds`.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeGuard, TypeVar

T = TypeVar("T")


class Fault(Exception):  # noqa: N818 - an outcome of CEL, which nobody but this module sees
    """The evaluation of a part of a rule ended in an error."""


def holds(rule: Callable[[], object]) -> bool:
    """Whether a rule is true; an error is not."""
    try:
        return rule() is True
    except Fault:
        return False


def given(value: T | None) -> T:
    """Return the value of a member that must be there."""
    if value is None:
        raise Fault
    return value


def boolean(value: object) -> bool:
    """Return a value that must be true or false."""
    if not isinstance(value, bool):
        raise Fault
    return value


def both(*parts: Callable[[], object]) -> bool:
    """CEL's ``&&``: false wins over an error."""
    failed = False
    for part in parts:
        try:
            if not boolean(part()):
                return False
        except Fault:
            failed = True
    if failed:
        raise Fault
    return True


def either(*parts: Callable[[], object]) -> bool:
    """CEL's ``||``: true wins over an error."""
    failed = False
    for part in parts:
        try:
            if boolean(part()):
                return True
        except Fault:
            failed = True
    if failed:
        raise Fault
    return False


def every(test: Callable[[Any], object], items: Iterable[object]) -> bool:
    """CEL's ``all``: an item that fails the test wins over an error."""
    return both(*[lambda item=item: test(item) for item in items])


def some(test: Callable[[Any], object], items: Iterable[object]) -> bool:
    """CEL's ``exists``: an item that passes the test wins over an error."""
    return either(*[lambda item=item: test(item) for item in items])


def is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a list; a text is none."""
    return isinstance(value, (list, tuple))


def is_map(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is a plain JSON object."""
    return isinstance(value, Mapping)


def each(value: object) -> list[Any]:
    """Return what a macro runs over: the items of a list, the keys of a map."""
    if is_list(value):
        return list(value)
    if is_map(value):
        return [key for key, item in value.items() if item is not None]
    raise Fault


def is_object(value: object) -> bool:
    """Whether a value has members."""
    return value is not None and not isinstance(value, (str, int, float, list, tuple))


def member(value: object, wire: str, *names: str) -> Any:
    """Return a member of a mapping, or of a model under one of its names; None when absent."""
    if not is_object(value):
        raise Fault
    if is_map(value):
        return value.get(wire)
    for name in (*names, wire):
        if (found := getattr(value, name, None)) is not None:
            return found
    return None


def item(value: object, index: object) -> Any:
    """CEL's ``value[index]``."""
    if is_map(value):
        return given(value.get(index) if isinstance(index, str) else None)
    if not is_list(value) or isinstance(index, bool):
        raise Fault
    if not isinstance(index, (int, float)) or not 0 <= index < len(value) or index != int(index):
        raise Fault
    return value[int(index)]


def integer(value: object) -> int:
    """Return an integer that must fit 64 bits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Fault
    if not -(2**63) <= value < 2**63 or value != int(value):
        raise Fault
    return int(value)


def quotient(left: int, right: int) -> int:
    """CEL's integer ``/``, which rounds towards zero."""
    left, right = integer(left), integer(right)
    if right == 0:
        raise Fault
    result = abs(left) // abs(right)
    return integer(result if (left < 0) == (right < 0) else -result)


def remainder(left: int, right: int) -> int:
    """CEL's ``%``, which has the sign of the dividend."""
    left, right = integer(left), integer(right)
    if right == 0 or (right == -1 and left == -(2**63)):
        raise Fault
    result = abs(left) % abs(right)
    return -result if left < 0 else result


def ratio(left: float, right: float) -> float:
    """CEL's double ``/``: infinite or no number where the divisor is zero."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def double(value: float) -> float:
    """Return a number as a double."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def as_double(value: Any) -> Any:
    """Return a number as a double, and anything else as it is."""
    return double(value) if is_number(value) else value


def as_int(value: Any) -> Any:
    """Return a whole number as an integer, and anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def to_int(value: object) -> int:
    """CEL's ``int()``: of a number, towards zero; of a text, its decimal."""
    if isinstance(value, float):
        if not -(2.0**63) < value < 2.0**63:
            raise Fault
        return int(value)
    if isinstance(value, str):
        found = re.fullmatch(r"[ \t\n\v\f\r]*([+-]?)0*([0-9]{1,19})[ \t\n\v\f\r]*", value)
        if found is None:
            raise Fault
        return integer(int(found[1] + found[2]))
    return integer(value)


def to_double(value: object) -> float:
    """CEL's ``double()``: of a number, or of its text."""
    if isinstance(value, str):
        text = value.strip(" \t\n\v\f\r").lower()
        if re.fullmatch(r"[+-]?(inf(inity)?|nan(\([a-z0-9_]*\))?)", text):
            return float(text.partition("(")[0])
        if re.fullmatch(r"[+-]?0x([0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(p[+-]?[0-9]+)?", text):
            return hexadecimal(text)
        if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", text) is None:
            raise Fault
        return float(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Fault
    return double(value)


def hexadecimal(text: str) -> float:
    """Return the double that a hexadecimal text is nearest to."""
    try:
        return float.fromhex(text)
    except OverflowError:
        return -math.inf if text.startswith("-") else math.inf


def to_text(value: object) -> str:
    """CEL's ``string()`` of a bool, an integer or a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(integer(value))


def length(value: object) -> int:
    """CEL's ``size()``: code points, items, or members that are given."""
    if is_map(value):
        return sum(item is not None for item in value.values())
    if isinstance(value, str) or is_list(value):
        return len(value)
    raise Fault


def is_bool(value: object) -> bool:
    """Whether a value is true or false."""
    return isinstance(value, bool)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number, which a bool is not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same_kind(left: float, right: float) -> tuple[float, float]:
    """Return two numbers to compare: CEL compares an int with a double as doubles."""
    if isinstance(left, float) is isinstance(right, float):
        return left, right
    return double(left), double(right)


def equal(left: object, right: object) -> bool:
    """CEL's ``==``: by value over all types; 1 equals 1.0 but not true."""
    if is_number(left) and is_number(right):
        one, other = same_kind(left, right)
        return one == other
    if is_list(left) and is_list(right):
        return len(left) == len(right) and all(map(equal, left, right))
    if is_map(left) and is_map(right):
        return equal_maps(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return (type(left) is type(right) and left == right) or (
        isinstance(left, str) and left == right
    )


def equal_maps(left: Mapping[str, object], right: Mapping[str, object]) -> bool:
    """Compare two maps; a member that is null is not there."""
    one = {key: value for key, value in left.items() if value is not None}
    other = {key: value for key, value in right.items() if value is not None}
    return one.keys() == other.keys() and all(
        equal(value, other[key]) for key, value in one.items()
    )


def contained(value: object, container: object) -> bool:
    """CEL's ``in``: an item of a list, a key of a map."""
    if is_map(container):
        if not isinstance(value, (str, int, float)):
            raise Fault
        return isinstance(value, str) and container.get(value) is not None
    if is_list(container):
        return any(equal(value, part) for part in container)
    raise Fault


def ordered(left: Any, operator: str, right: Any) -> bool:
    """CEL's ``< <= > >=`` where the types are not known before."""
    if is_number(left) and is_number(right):
        pair: tuple[Any, Any] = same_kind(left, right)
    elif (isinstance(left, str) and isinstance(right, str)) or (is_bool(left) and is_bool(right)):
        pair = (left, right)
    else:
        raise Fault
    one, other = pair if operator in ("<", "<=") else (pair[1], pair[0])
    return bool(one <= other) if operator.endswith("=") else bool(one < other)


def computed(left: Any, operator: str, right: Any) -> Any:
    """CEL's ``+ - * / %`` where the types are not known before."""
    if operator == "+":
        if isinstance(left, str) and isinstance(right, str):
            return left + right
        if is_list(left) and is_list(right):
            return [*left, *right]
    if not is_number(left) or not is_number(right) or type(left) is not type(right):
        raise Fault
    if operator in ("/", "%"):
        return divided(left, operator, right)
    result = left + right if operator == "+" else left - right if operator == "-" else left * right
    return result if isinstance(left, float) else integer(result)


def divided(left: Any, operator: str, right: Any) -> Any:
    """CEL's ``/`` and ``%`` of two numbers of one type; ``%`` takes integers."""
    if not isinstance(left, float):
        return quotient(left, right) if operator == "/" else remainder(left, right)
    if operator == "%":
        raise Fault
    return ratio(left, right)


def negated(value: Any) -> Any:
    """CEL's unary ``-``."""
    return -value if isinstance(value, float) else integer(-integer(value))


def text(value: object) -> str:
    """Return a value that must be a text."""
    if not isinstance(value, str):
        raise Fault
    return value
