"""Conditions on a JSON body, as plain values."""

from collections.abc import Callable, Iterable
from typing import Final

from tests.mutants.model import Json

MISSING = object()


def at(body: Json, pointer: str) -> Json:
    """Return what stands at a pointer, `MISSING` for nothing; ``*`` takes the first of a list."""
    for step in pointer.split("/")[1:]:
        if isinstance(body, list) and body and (step == "*" or step.isdecimal()):
            index = 0 if step == "*" else int(step)
            body = body[index] if index < len(body) else MISSING
        elif isinstance(body, dict):
            body = body.get(step, MISSING)
        else:
            return MISSING
    return body


def matches(body: Json, conditions: Iterable[tuple[str, str, Json]]) -> bool:
    """Whether a body meets all conditions: (pointer, how, operand)."""
    return all(_meets(at(body, pointer), how, operand) for pointer, how, operand in conditions)


HOW: Final[dict[str, Callable[[Json, Json], bool]]] = {
    "is": lambda value, operand: type(value) is type(operand) and value == operand,
    "given": lambda value, _: value is not None,
    "longer": lambda value, operand: isinstance(value, str | list) and len(value) > operand,
    "size": lambda value, operand: isinstance(value, str | list) and len(value) == operand,
    "foreign": lambda value, _: isinstance(value, str) and not value.isascii(),
    "astral": lambda value, _: isinstance(value, str) and max(value, default="") > "\uffff",
    "below": lambda value, operand: isinstance(value, int | float) and value < operand,
    "whole": lambda value, _: isinstance(value, int) and not isinstance(value, bool),
}


def _meets(value: Json, how: str, operand: Json) -> bool:
    if how == "absent" or value is MISSING:
        return how == "absent" and value is MISSING
    return HOW[how](value, operand)
