"""What must be so of a message for a rule to hold: true or false, never an error.

CEL has three outcomes and JSON Schema two. A condition is therefore lowered twice, to when it is
surely true and to when it is surely false; both are formulas over the same atoms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Step: TypeAlias = str | int
"""A member's name, or the index of an item."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the message.

    Attributes:
        root: 0 for ``self``; another number for the item that a macro looks at.
        steps: Down from there.
    """

    root: int
    steps: tuple[Step, ...] = ()

    def below(self, step: Step) -> "Place":
        """Return a part of this value."""
        return Place(self.root, (*self.steps, step))

    def covers(self, other: "Place") -> bool:
        """Whether another place is this one, or below it."""
        return self.root == other.root and other.steps[: len(self.steps)] == self.steps


JsonType: TypeAlias = Literal["null", "boolean", "number", "string", "array", "object"]


@dataclass(frozen=True, slots=True)
class Kind:
    """The value is of one JSON type."""

    type: JsonType


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of these; each as canonical JSON text, so that 1 and true differ."""

    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """The value is of a type and within a bound.

    Attributes:
        keyword: ``minimum``, ``maxItems``, ``multipleOf``...
    """

    type: JsonType
    keyword: str
    value: float


@dataclass(frozen=True, slots=True)
class Match:
    """The value is a text in which a pattern is found; in ECMAScript's dialect."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Distinct:
    """The value is a list without two equal items."""


@dataclass(frozen=True, slots=True)
class Every:
    """The value is a list whose items all fulfil a formula over their own root."""

    root: int
    part: "Formula"


@dataclass(frozen=True, slots=True)
class Count:
    """The value is a list of which so many items fulfil a formula over their own root."""

    root: int
    part: "Formula"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Values:
    """The value is an object whose members, as far as they are given, all fulfil a formula."""

    root: int
    part: "Formula"


@dataclass(frozen=True, slots=True)
class Names:
    """The value is an object whose keys all fulfil a formula; none of its members is null."""

    root: int
    part: "Formula"


@dataclass(frozen=True, slots=True)
class Once:
    """The value, an item of a list, is equal to no other item of it."""

    among: Place


Test: TypeAlias = Kind | OneOf | Bound | Match | Distinct | Every | Count | Values | Names | Once


@dataclass(frozen=True, slots=True)
class Given:
    """There is such a value; where it is a member, it is not null."""

    place: Place


@dataclass(frozen=True, slots=True)
class Holds:
    """There is such a value, and it passes a test."""

    place: Place
    test: Test


@dataclass(frozen=True, slots=True)
class Not:
    """An atom or a `One` is not so."""

    part: "Given | Holds | One"


@dataclass(frozen=True, slots=True)
class All:
    """All parts are so; without parts: always."""

    parts: tuple["Formula", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Some part is so; without parts: never."""

    parts: tuple["Formula", ...] = ()


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one part is so."""

    parts: tuple["Formula", ...]


Atom: TypeAlias = Given | Holds
Formula: TypeAlias = Given | Holds | Not | All | Any | One
TRUE: Final = All()
FALSE: Final = Any()


def both(*parts: Formula) -> Formula:
    """Return that all parts are so; a part within is taken apart."""
    flat: dict[Formula, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        flat.update(dict.fromkeys(part.parts if isinstance(part, All) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else All(tuple(flat))


def either(*parts: Formula) -> Formula:
    """Return that some part is so; a part within is taken apart."""
    flat: dict[Formula, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        flat.update(dict.fromkeys(part.parts if isinstance(part, Any) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else Any(tuple(flat))


def negate(formula: Formula) -> Formula:
    """Return the opposite."""
    match formula:
        case Not():
            return formula.part
        case All():
            return either(*map(negate, formula.parts))
        case Any():
            return both(*map(negate, formula.parts))
        case _:
            return Not(formula)


def atoms(formula: Formula) -> Iterator[Atom]:
    """Yield the atoms of a formula; those inside the tests of atoms are not its own."""
    todo = [formula]
    while todo:
        item = todo.pop()
        match item:
            case Given() | Holds():
                yield item
            case Not():
                todo.append(item.part)
            case _:
                todo += item.parts


def roots(formula: Formula) -> set[int]:
    """Return the roots that a formula looks at, those of inner formulas included."""
    found: set[int] = set()
    for atom in atoms(formula):
        found.add(atom.place.root)
        if isinstance(atom, Holds) and isinstance(atom.test, Every | Count | Values | Names):
            found |= roots(atom.test.part) - {atom.test.root}
    return found


def is_literal(formula: Formula) -> bool:
    """Whether a formula is an atom, or the opposite of one."""
    inner = formula.part if isinstance(formula, Not) else formula
    return isinstance(inner, Given | Holds)


def is_positive(formula: Formula) -> bool:
    """Whether nothing in a formula is denied."""
    if isinstance(formula, All | Any):
        return all(map(is_positive, formula.parts))
    return isinstance(formula, Given | Holds)


def is_negative(formula: Formula) -> bool:
    """Whether everything in a formula is denied."""
    if isinstance(formula, All | Any):
        return bool(formula.parts) and all(map(is_negative, formula.parts))
    return isinstance(formula, Not)


def size(formula: Formula) -> int:
    """Count the parts of a formula, inner ones included."""
    match formula:
        case Given():
            return 1
        case Holds(test=Every() | Count() | Values() | Names() as test):
            return 1 + size(test.part)
        case Holds():
            return 1
        case Not():
            return 1 + size(formula.part)
        case _:
            return 1 + sum(map(size, formula.parts))


def one(parts: Iterable[Formula]) -> Formula:
    """Return that exactly one part is so."""
    listed = tuple(parts)
    if TRUE in listed:
        rest = list(listed)
        rest.remove(TRUE)
        return both(*map(negate, rest))
    some = tuple(part for part in listed if part != FALSE)
    if len(some) > 1:
        return One(some)
    return some[0] if some else FALSE
