"""What decides a rule: which of its conditions, by themselves, make it hold or not.

``has(a) != has(b)`` is broken in two ways, neither and both; ``!has(a) || a < 5`` is kept in two.
A server may know one way and not another. What is found here only leads to bodies: these are judged
by the CEL runtime like all others.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from tallystick.rules import BOOL, Expr
from tallystick.rules.expression import (
    Call,
    Comprehension,
    Conditional,
    Has,
    Index,
    ListLiteral,
    Literal,
    Logic,
    MapLiteral,
    Matches,
    Quantifier,
    Select,
    Variable,
)
from tallystick.text import Json

Way: TypeAlias = frozenset[str]
"""Conditions that decide, each by where it stands in the rule and with its outcome."""
Given: TypeAlias = Mapping[str, Json]
"""What variables hold."""
Told: TypeAlias = tuple[bool | None, Way | None]
"""Whether something holds, None for an error, and why: None where no condition decides alone."""

HOLDS: Final[Mapping[str, str]] = {
    "==": "=",
    "!=": "<>~",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
"""Comparison -> how left and right may be to each other; ``~`` is any other way to differ."""
TEXTS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": str.__contains__,
}
COUNTED: Final[Mapping[str, Callable[..., Json]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "neg": operator.neg,
    "int": int,
    "double": float,
    "string": str,
}
ERRORS: Final = (ArithmeticError, LookupError, TypeError, ValueError, re.error)
"""What a condition may end in; the rule is not kept then, as in CEL."""
LONG: Final = 4
"""Items at either end of a list that are looked at."""
MANY: Final = 2
"""Items of a list up to which it is told apart how many there are."""


class Decision(NamedTuple):
    """What one value makes of a rule.

    Attributes:
        holds: The rule is kept.
        way: Why, None where no condition decides alone.
        state: The outcome of every condition, those that decide nothing included.
    """

    holds: bool
    way: Way | None
    state: Way


def decision(rule: Expr, value: Json) -> Decision:
    """Return what a value makes of a rule, and by which of its conditions."""
    deciding = _Deciding()
    holds, way = deciding.told(rule, {"self": value})
    return Decision(holds is True, way, frozenset(deciding.state))


class _Deciding:
    """Evaluates one rule for one value.

    Attributes:
        state: The outcome of every condition that was looked at.
    """

    def __init__(self) -> None:
        self.state: list[str] = []
        self._tests: list[Way | None] = []

    def told(self, node: Expr, given: Given) -> Told:
        """Return whether a condition holds, and why."""
        match node:
            case Logic():
                return self._logic(node, given)
            case Quantifier():
                return self._quantified(node, given)
            case Conditional():
                return self._chosen(node, given)
            case Call(function="!"):
                holds, way = self.told(node.arguments[0], given)
                return None if holds is None else not holds, way
            case Call(function="==" | "!=") if all(it.type == BOOL for it in node.arguments):
                return self._same(node, given)
            case _:
                return self._condition(node, given)

    def _logic(self, node: Logic, given: Given) -> Told:
        """``&&`` and ``||``: one operand may decide, else all do."""
        return _first_of([self.told(it, given) for it in node.operands], node.operator == "||")

    def _quantified(self, node: Quantifier, given: Given) -> Told:
        """``all`` and its kin: one item may decide, first or last or between, else all do."""
        try:
            items = _items(self.value(node.range, given))
            items = items if len(items) <= 2 * LONG else [*items[:LONG], *items[-LONG:]]
        except ERRORS:
            return None, frozenset({f"{node.offset} error"})
        told = [self.told(node.condition, {**given, node.variable: it}) for it in items]
        sought = node.macro != "all"
        hits = [number for number, (holds, _) in enumerate(told) if holds is sought]
        place = f"{node.offset} {_place(hits, len(told))}"
        self.state.append(place)
        if node.macro != "exists_one" or not hits:
            holds, way = _first_of(told, sought)
        else:
            holds = len(hits) == 1
            ways = [told[number][1] for number in hits]
            way = None if None in ways or len(hits) > MANY else _united(ways)
        return holds, None if way is None else way | {place}

    def _chosen(self, node: Conditional, given: Given) -> Told:
        """``?:``: the test decides, and the branch."""
        test, why = self.told(node.test, given)
        if test is None:
            return None, why
        holds, way = self.told(node.then if test else node.otherwise, given)
        return holds, None if why is None or way is None else why | way

    def _same(self, node: Call, given: Given) -> Told:
        """``==`` of two conditions: both decide."""
        (left, why), (right, way) = (self.told(it, given) for it in node.arguments)
        both = None if why is None or way is None else why | way
        if left is None or right is None:
            return None, both
        return (left == right) is (node.function == "=="), both

    def _condition(self, node: Expr, given: Given) -> Told:
        """A condition without conditions in it, but for tests of what it compares with."""
        outer, self._tests = self._tests, []
        try:
            holds, outcome = self._outcome(node, given)
        except ERRORS:
            holds, outcome = None, "error"
        tests, self._tests = self._tests, outer
        reason = f"{node.offset} {outcome}"
        self.state.append(reason)
        return holds, None if None in tests else _united([frozenset({reason}), *tests])

    def _outcome(self, node: Expr, given: Given) -> tuple[bool, str]:
        match node:
            case Matches():
                text = _text(self.value(node.operand, given))
                found = re.search(node.pattern.text, text) is not None
                return found, f"{found} {_spelling(text)}"
            case Call(function="in", arguments=(item, items)):
                sought, among = self.value(item, given), _items(self.value(items, given))
                hits = [number for number, it in enumerate(among) if it == sought]
                return bool(hits), _place(hits, len(among))
            case Call(arguments=(left, right)) if node.function in HOLDS:
                order = _order(self.value(left, given), self.value(right, given))
                return order in HOLDS[node.function], order
            case Call(arguments=(left, right)) if node.function in TEXTS:
                part = _text(self.value(right, given))
                holds = TEXTS[node.function](_text(self.value(left, given)), part)
                return holds, str(holds)
            case Has():
                whole = self.value(node.operand, given)
                holds = _members(whole).get(node.member) is not None
                return holds, str(holds)
            case _:
                holds = self.value(node, given) is True
                return holds, str(holds)

    def value(self, node: Expr, given: Given) -> Json:
        """Return what a part of a rule is.

        Raises:
            LookupError, TypeError, ValueError, ArithmeticError: CEL has an error there.
        """
        if isinstance(node, Has | Logic | Matches | Quantifier) or _asks(node):
            holds, why = self.told(node, given)
            self._tests.append(why)
            return _sure(holds)
        match node:
            case Literal():
                return node.value
            case Variable():
                return given[node.name]
            case Select():
                return _there(_members(self.value(node.operand, given))[node.member])
            case Call():
                return self._called(node, given)
            case _:
                return self._made(node, given)

    def _made(self, node: Expr, given: Given) -> Json:
        match node:
            case Index():
                whole, at = self.value(node.operand, given), self.value(node.index, given)
                return _there(whole[at])  # type: ignore[index]  # raises what is wrong
            case Conditional():
                test, why = self.told(node.test, given)
                self._tests.append(why)
                return self.value(node.then if _sure(test) else node.otherwise, given)
            case ListLiteral():
                return [self.value(it, given) for it in node.items]
            case MapLiteral():
                return {name: self.value(it, given) for name, it in node.entries}
            case Comprehension():
                return self._comprehended(node, given)
        raise TypeError

    def _called(self, node: Call, given: Given) -> Json:
        parts = [self.value(it, given) for it in node.arguments]
        if node.function == "size":
            text = parts[0]
            return len(text) if isinstance(text, str) else len(_items(text))
        if node.function in COUNTED:
            return COUNTED[node.function](*parts)
        left, right = (float(it) if isinstance(it, int | float) else 0.0 for it in parts)
        whole = all(isinstance(it, int) for it in parts)
        quotient = int(left / right) if whole else left / right
        return quotient if node.function == "/" else left - right * int(left / right)

    def _comprehended(self, node: Comprehension, given: Given) -> list[Json]:
        found: list[Json] = []
        for item in _items(self.value(node.range, given)):
            inner = {**given, node.variable: item}
            taken = node.condition is None or _sure(self.told(node.condition, inner)[0])
            if taken:
                found.append(item if node.result is None else self.value(node.result, inner))
        return found


def _asks(node: Expr) -> bool:
    """Whether a call is a condition."""
    return isinstance(node, Call) and node.type == BOOL


def _first_of(told: Sequence[Told], sought: bool) -> Told:  # noqa: FBT001 - what decides: true or false
    """Return what several conditions make together, of which one that is as sought decides."""
    hits = [way for holds, way in told if holds is sought]
    if hits:
        return sought, hits[0] if len(hits) == 1 else None
    errors = [way for holds, way in told if holds is None]
    if errors:
        return None, errors[0] if len(errors) == 1 else None
    return not sought, _united([way for _, way in told])


def _united(ways: Sequence[Way | None]) -> Way:
    """Return all that decides; what does not decide by itself somewhere is left out there."""
    return frozenset[str]().union(*(way for way in ways if way is not None))


def _place(hits: Sequence[int], size: int) -> str:
    """Return which of some items it is."""
    if len(hits) != 1:
        return f"{min(len(hits), MANY)} of {min(size, MANY)}"
    if size == 1:
        return "the only one"
    return {0: "the first", size - 1: "the last"}.get(hits[0], "one between")


def _order(left: Json, right: Json) -> str:
    if left == right:
        return "="
    if isinstance(left, str) and isinstance(right, str):
        return "<" if left < right else ">"
    if isinstance(left, int | float) and isinstance(right, int | float):
        return "<" if left < right else ">"
    return "~"


def _spelling(text: str) -> str:
    """Return what kinds of characters a text has, and how many of each."""
    kinds = ((kind, sum(1 for _ in some)) for kind, some in groupby(map(_kind, text)))
    return "".join(f"{kind}{number}" for kind, number in kinds)


def _kind(char: str) -> str:
    if char.isdigit():
        return "0"
    return ("A" if char.isupper() else "a") if char.isalpha() else char


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _members(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _items(value: Json) -> list[Json]:
    """Return the items of a list, or the keys of a map."""
    if isinstance(value, dict):
        return [name for name, part in value.items() if part is not None]
    if not isinstance(value, list):
        raise TypeError
    return value


def _there(value: Json) -> Json:
    if value is None:
        raise KeyError
    return value


def _sure(holds: bool | None) -> bool:  # noqa: FBT001 - what a condition says
    if holds is None:
        raise ValueError
    return holds
