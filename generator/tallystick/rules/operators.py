"""Calls of operators and functions, checked against their signatures."""

from typing import Final

from tallystick.rules import codes
from tallystick.rules.expression import Call, Expr, Function, ListLiteral, Literal
from tallystick.rules.members import has, has_members
from tallystick.rules.problems import Problems, nearest, spell
from tallystick.rules.shape import (
    ANY,
    BOOL,
    Concrete,
    ListShape,
    MapShape,
    MessageShape,
    Shape,
    Shapes,
    Simple,
    describe,
    families,
    family,
    item_shape,
    variants,
)
from tallystick.rules.signatures import combine, is_any, kind, unary
from tallystick.text import Json

_NAMES: Final[dict[Function, str]] = {"neg": "-"}


def want_bool(operand: Expr, problems: Problems) -> None:
    """Report an operand of ``&& || ! ?:`` or a predicate that is never true or false."""
    found = families(operand.type, problems.shapes)
    if found and not found & {"bool", "any"}:
        what = describe(operand.type, problems.shapes)
        message = f"{spell(operand)} is {what}, not true or false"
        problems.add(codes.TYPE, message, operand.offset)


def want_string(operand: Expr, function: str, problems: Problems) -> None:
    """Report a subject of a string function that is never a string."""
    found = families(operand.type, problems.shapes)
    if found and not found & {"string", "any"}:
        what = describe(operand.type, problems.shapes)
        message = f"'{function}' takes a string, but {spell(operand)} is {what}"
        problems.add(codes.TYPE, message, operand.offset)


def unary_call(function: Function, operand: Expr, offset: int, problems: Problems) -> Expr:
    """Return a call with one operand."""
    found = variants(operand.type, problems.shapes)
    if function == "size" and any(isinstance(item, MessageShape) for item in found):
        message = f"the size of {spell(operand)}, an object with declared members"
        problems.add(codes.UNSUPPORTED, f"{message}, is not supported", offset)
        return problems.unknown(offset)
    typed = unary(function, operand.type, problems.shapes)
    if typed is None and found:
        what = describe(operand.type, problems.shapes)
        name = _NAMES.get(function, function)
        message = f"'{name}' does not take {what}, which {spell(operand)} is"
        problems.add(codes.TYPE, message, offset)
    if typed is None:
        return problems.unknown(offset)
    return Call(
        type=typed.type, offset=offset, partial=typed.fails, function=function, arguments=(operand,)
    )


def binary_call(
    function: Function, left: Expr, right: Expr, offset: int, problems: Problems
) -> Expr:
    """Return a call with two operands."""
    if function in ("==", "!="):
        return _equality(function, left, right, offset, problems)
    if function == "in":
        return _membership(left, right, offset, problems)
    if not _known(left, problems.shapes) or not _known(right, problems.shapes):
        return problems.unknown(offset)
    typed = combine(left.type, right.type, problems.shapes, function)
    if typed is None:
        _refuse(function, left, right, offset, problems)
        return problems.unknown(offset)
    return Call(
        type=typed.type,
        offset=offset,
        partial=typed.fails,
        function=function,
        arguments=(left, right),
    )


def _known(node: Expr, shapes: Shapes) -> bool:
    return bool(variants(node.type, shapes))


_TEXT_AND_NUMBER = ({"a string", "an integer"}, {"a string", "a number"})


def _of_one_kind(text: Expr) -> str:
    """Say how to make two sides alike, given the one that is a string."""
    if isinstance(text, Literal):
        return f"write the number without quotes instead of {spell(text)}"
    return f"quote the number, or take the number of characters, size({spell(text).strip(chr(39))})"


def _refuse(function: Function, left: Expr, right: Expr, offset: int, problems: Problems) -> None:
    one, other = (describe(part.type, problems.shapes) for part in (left, right))
    message = f"'{function}' does not take {one} ({spell(left)}) and {other} ({spell(right)})"
    advice = None
    if {one, other} == {"an integer", "a number"}:
        advice = "write the integer as a number, 2.0 for 2, or convert it with double()"
    elif {one, other} in _TEXT_AND_NUMBER:
        advice = _of_one_kind(left if one == "a string" else right)
    problems.add(codes.TYPE, message, offset, advice)


def _equality(function: Function, left: Expr, right: Expr, offset: int, problems: Problems) -> Expr:
    result = Call(type=BOOL, offset=offset, function=function, arguments=(left, right))
    shapes = problems.shapes
    if _null_test(function, left, right, offset, problems):
        return result
    pairs = [
        (one, other)
        for one in variants(left.type, shapes)
        for other in variants(right.type, shapes)
    ]
    if any(_structured(one, other, shapes) for one, other in pairs):
        message = f"comparing objects ({spell(left)} and {spell(right)}) is not supported"
        problems.add(codes.UNSUPPORTED, message, offset, "compare the members one by one")
    elif pairs and not any(_comparable(one, other, shapes) for one, other in pairs):
        one, other = (describe(part.type, shapes) for part in (left, right))
        message = f"{spell(left)} is {one} and {spell(right)} is {other}: they are never equal"
        text = left if one == "a string" else right
        advice = _of_one_kind(text) if {one, other} in _TEXT_AND_NUMBER else None
        problems.add(codes.TYPE, message, offset, advice or "compare values of one kind")
    else:
        _values(left, right, problems)
        _values(right, left, problems)
    return result


def _structured(one: Concrete, other: Concrete, shapes: Shapes) -> bool:
    """Whether two values that may both be objects would be compared member by member."""
    sides = (_objects(one, shapes, 0), _objects(other, shapes, 0))
    return any(sides) and {family(one), family(other)} in (
        {"object"},
        {"object", "any"},
        {"list"},
        {"list", "any"},
    )


_DEPTH: Final = 8
"""Lists of lists beyond this are taken to hold objects."""


def _objects(shape: Concrete, shapes: Shapes, depth: int) -> bool:
    if isinstance(shape, ListShape):
        items = variants(item_shape(shape), shapes)
        return depth > _DEPTH or any(_objects(item, shapes, depth + 1) for item in items)
    return isinstance(shape, (MessageShape, MapShape))


def _comparable(one: Concrete, other: Concrete, shapes: Shapes) -> bool:
    if is_any(one) or is_any(other):
        return True
    if isinstance(one, ListShape) and isinstance(other, ListShape):
        left, right = (variants(item_shape(part), shapes) for part in (one, other))
        empty = not left or not right
        return empty or any(_comparable(a, b, shapes) for a in left for b in right)
    return family(one) == family(other)


def _null_test(
    function: Function, left: Expr, right: Expr, offset: int, problems: Problems
) -> bool:
    """Report ``member == null``, which is never true; a null item of a list may be asked for."""
    for one, other in ((left, right), (right, left)):
        null = isinstance(one, Literal) and kind_of(one.type) == "null"
        if null and not families(other.type, problems.shapes) & {"null", "any"}:
            place = spell(other)
            message = f"{place} is compared with null, but null counts as not given"
            name = place.strip("'")
            advice = f"write {'!' if function == '==' else ''}has({name})"
            problems.add(codes.NULL, message, offset, advice if place.startswith("'") else None)
            return True
    return False


def kind_of(shape: Shape) -> str | None:
    """Return the kind of a simple shape, None for any other."""
    return shape.kind if isinstance(shape, Simple) else None


def _membership(left: Expr, right: Expr, offset: int, problems: Problems) -> Expr:
    shapes = problems.shapes
    found = variants(right.type, shapes)
    key = left.value if isinstance(left, Literal) else None
    if isinstance(key, str) and found and all(map(has_members, found)):
        return has(right, key, left.offset, problems)
    if any(isinstance(item, MessageShape) for item in found):
        message = f"the members of {spell(right)} can only be named by a constant string"
        problems.add(codes.UNSUPPORTED, message, left.offset)
        return problems.unknown(offset)
    fails = False
    taken = not found
    for item in found:
        dynamic = is_any(item)
        container = isinstance(item, (ListShape, MapShape))
        fails |= not container or (isinstance(item, MapShape) and not _keys(left, shapes))
        taken |= dynamic or (container and _held(left, item, shapes))
    if not taken:
        one, other = (describe(part.type, shapes) for part in (left, right))
        message = f"{spell(left)} is {one}, which {spell(right)} ({other}) never holds"
        problems.add(codes.TYPE, message, offset)
    for constant in right.items if isinstance(right, ListLiteral) else ():
        _values(left, constant, problems)
    if isinstance(left, Literal) and not isinstance(right, ListLiteral):
        for item in found:
            if isinstance(item, ListShape):
                _value(item_shape(item), left, f"an item of {spell(right)}", problems)
    return Call(type=BOOL, offset=offset, partial=fails, function="in", arguments=(left, right))


def _keys(left: Expr, shapes: Shapes) -> bool:
    """Whether a value may be looked up in a map, where only texts are found."""
    return all(
        kind(one) in ("string", "int", "double", "bool") for one in variants(left.type, shapes)
    )


def _held(left: Expr, container: Concrete, shapes: Shapes) -> bool:
    ones = variants(left.type, shapes)
    if isinstance(container, ListShape):
        others = variants(item_shape(container), shapes)
        if not others:
            return True
        return any(_comparable(one, other, shapes) for one in ones for other in others)
    return any(kind(one) in ("string", "any") for one in ones)


def _values(subject: Expr, constant: Expr, problems: Problems) -> None:
    """Report a comparison with a constant that an enum does not have."""
    if isinstance(constant, Literal) and constant.type != ANY:
        _value(subject.type, constant, spell(subject), problems)


def _value(shape: Shape, constant: Literal, subject: str, problems: Problems) -> None:
    values: list[Json] = []
    for item in variants(shape, problems.shapes):
        if not isinstance(item, Simple) or not item.values:
            if family(item) in ("any", *families(constant.type, problems.shapes)):
                return
            continue
        values.extend(item.values)
    if not values or any(_same(value, constant.value) for value in values):
        return
    known = [value for value in values if isinstance(value, str)]
    close = nearest(constant.value, known) if isinstance(constant.value, str) else None
    listed = ", ".join(map(str, values[:12])) + (", ..." if len(values) > 12 else "")  # noqa: PLR2004 - a line's worth
    advice = f"use one of {listed}" if close is None else f"did you mean '{close}'?"
    message = f"{subject} is never {spell(constant)}"
    problems.add(codes.UNKNOWN_VALUE, message, constant.offset, advice)


def _same(value: Json, constant: object) -> bool:
    return value == constant and isinstance(value, bool) == isinstance(constant, bool)
