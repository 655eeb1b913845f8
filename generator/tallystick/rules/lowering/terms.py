"""Values in rules, as far as JSON Schema can speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tallystick.rules.lowering.formula import Formula, Place
from tallystick.rules.lowering.verdicts import Verdict
from tallystick.text import Json


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is always the same."""

    value: Json


@dataclass(frozen=True, slots=True)
class Read:
    """A value of the message; an error where it is not given."""

    place: Place


@dataclass(frozen=True, slots=True)
class Measure:
    """A number taken of a value, plus a constant.

    Attributes:
        what: ``size``; ``value``: of an integer itself; ``rest``: of its division.
        divisor: Of the division.
    """

    what: str
    place: Place
    plus: int = 0
    divisor: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of two values."""

    test: Verdict
    then: "Term"
    otherwise: "Term"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that the rule spells out."""

    items: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """Items of a list that fulfil a condition, or what is made of them.

    Attributes:
        root: Stands for the item.
        taken: Verdict of the condition on an item.
        result: What is made of an item.
        fine: There is such a list, and no item makes an error.
    """

    place: Place
    root: int
    taken: Verdict
    result: "Term"
    fine: Formula


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of items that were picked."""

    of: Picked


@dataclass(frozen=True, slots=True)
class Condition:
    """True or false."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Key:
    """The key that a macro looks at; `root` stands for it, `value` for the member it names."""

    of: Place
    root: int
    value: int


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A value that JSON Schema has no words for."""

    reason: str


Term: TypeAlias = (
    Constant | Read | Measure | Chosen | Listed | Picked | Tally | Condition | Key | Unsaid
)
Scope: TypeAlias = Mapping[str, Term]
"""What the variables of a rule stand for."""


@dataclass(frozen=True, slots=True)
class Over:
    """What a macro goes over, item by item.

    Attributes:
        place: The list.
        root: Stands for the item.
        item: What the variable stands for.
        taken: Whether the item takes part.
        fine: There is such a list, and taking items makes no error.
    """

    place: Place
    root: int
    item: Term
    taken: Verdict
    fine: Formula
