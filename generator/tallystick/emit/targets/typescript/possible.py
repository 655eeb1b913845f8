"""What a rule can come to when only some of a message is known.

A small abstract evaluation: every part comes to a set of outcomes that holds the real one. So a
rule that cannot come to true is broken by every message of which this much is so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Final, TypeAlias

from tallystick.rules.expression import (
    Call,
    Conditional,
    Expr,
    Has,
    ListLiteral,
    Literal,
    Logic,
    Select,
    Variable,
    children,
    path,
)
from tallystick.text import Json


class State(Enum):
    """What is known of a member whose value is not."""

    ABSENT = "absent"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Value:
    """A known value."""

    value: Json


class Unknown(Enum):
    """Outcomes that are no value."""

    ERROR = "error"
    ANY = "any"
    """Any value but true, false and an error."""


Outcome: TypeAlias = Value | Unknown
Outcomes: TypeAlias = frozenset[Outcome]
Known: TypeAlias = Mapping[tuple[str, ...], "State | Value"]
"""By path from ``self``."""

TRUE: Final = Value(value=True)
FALSE: Final = Value(value=False)
ERROR: Final[Outcomes] = frozenset({Unknown.ERROR})
ALL: Final[Outcomes] = frozenset({TRUE, FALSE, Unknown.ERROR, Unknown.ANY})
BOOLS: Final[Outcomes] = frozenset({TRUE, FALSE})
MOST: Final = 64
"""Combinations of outcomes that are looked at."""


def may_hold(rule: Expr, known: Known) -> bool:
    """Whether a message of which this is known can satisfy a rule."""
    return TRUE in outcomes(rule, known)


def outcomes(node: Expr, known: Known) -> Outcomes:  # noqa: PLR0911 - one return for each kind
    """Return what a node may come to."""
    match node:
        case Literal():
            return frozenset({Value(node.value)})
        case Variable():
            return frozenset({Unknown.ANY}) if node.name == "self" else ALL
        case Select():
            return _select(node, known)
        case Has():
            return _has(node, known)
        case Logic():
            return _logic(node, known)
        case Conditional():
            return _conditional(node, known)
        case Call():
            return _call(node, known)
        case _:
            certain = any(outcomes(part, known) == ERROR for part in children(node)[:1])
            return ERROR if certain else ALL


def _select(node: Select, known: Known) -> Outcomes:
    place = path(node)
    if place is None or place[0] != "self":
        return ALL
    if _state(place, known) is State.ABSENT:
        return ERROR
    found = known.get(place)
    if isinstance(found, Value):
        return frozenset({found})
    return ALL


def _has(node: Has, known: Known) -> Outcomes:
    above = path(node.operand)
    if above is None or above[0] != "self":
        return ALL
    parent = _state(above, known)
    if parent is State.ABSENT:
        return ERROR
    state = _state((*above, node.member), known)
    if state is not None and parent is not None:
        return frozenset({FALSE if state is State.ABSENT else TRUE})
    return BOOLS if parent is not None else BOOLS | ERROR


def _state(place: tuple[str, ...], known: Known) -> State | None:
    """Return whether something is given, as far as is known."""
    for end in range(2, len(place) + 1):
        found = known.get(place[:end])
        if found is State.ABSENT:
            return State.ABSENT
        if found is None:
            return None
    return State.GIVEN


def _logic(node: Logic, known: Known) -> Outcomes:
    parts = [_decided(outcomes(item, known)) for item in node.operands]
    decisive, other = (FALSE, TRUE) if node.operator == "&&" else (TRUE, FALSE)
    found: set[Outcome] = set()
    if any(part == {decisive} for part in parts):
        return frozenset({decisive})
    if any(decisive in part for part in parts):
        found.add(decisive)
    if all(other in part for part in parts):
        found.add(other)
    if any(Unknown.ERROR in part for part in parts):
        found.add(Unknown.ERROR)
    return frozenset(found)


def _decided(found: Outcomes) -> Outcomes:
    """Return what an operand of logic comes to: what is no bool is an error."""
    bools = found & BOOLS
    return bools if bools == found else bools | ERROR


def _conditional(node: Conditional, known: Known) -> Outcomes:
    test = _decided(outcomes(node.test, known))
    found: Outcomes = test & ERROR
    if TRUE in test:
        found |= outcomes(node.then, known)
    if FALSE in test:
        found |= outcomes(node.otherwise, known)
    return found


def _call(node: Call, known: Known) -> Outcomes:
    if node.function == "in" and isinstance(node.arguments[1], ListLiteral):
        parts = [outcomes(item, known) for item in (node.arguments[0], *node.arguments[1].items)]
    else:
        parts = [outcomes(item, known) for item in node.arguments]
    if any(part == ERROR for part in parts):
        return ERROR
    size = 1
    for part in parts:
        size *= len(part)
    if size > MOST or node.function not in {"!", "==", "!=", "in"}:
        return ALL
    found: set[Outcome] = set()
    for combination in product(*parts):
        found |= _applied(node.function, combination)
    return frozenset(found)


def _applied(function: str, operands: tuple[Outcome, ...]) -> Outcomes:
    if any(item is Unknown.ERROR for item in operands):
        return ERROR
    values = [item.value for item in operands if isinstance(item, Value)]
    if len(values) < len(operands):
        return ERROR if function == "!" else BOOLS
    first, *rest = values
    if function == "!":
        return frozenset({Value(value=not first)}) if isinstance(first, bool) else ERROR
    same = [_same(first, other) for other in rest]
    result = not any(same) if function == "!=" else any(same)
    return frozenset({Value(value=result)})


def _same(one: Json, other: Json) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other
