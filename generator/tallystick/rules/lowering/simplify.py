"""Formulas made smaller: what the rest of a formula already says is left out."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from tallystick.rules.lowering.formula import (
    FALSE,
    TRUE,
    All,
    Any,
    Atom,
    Bound,
    Count,
    Distinct,
    Every,
    Formula,
    Given,
    Holds,
    JsonType,
    Kind,
    Match,
    Names,
    Not,
    One,
    OneOf,
    Place,
    Test,
    Values,
    both,
    either,
    is_literal,
    negate,
    one,
)

Known: TypeAlias = Mapping[Atom, bool]
_ROUNDS: Final = 8
_NOTHING: Final[Known] = {}


def simplify(formula: Formula, known: Known = _NOTHING) -> Formula:
    """Return an equivalent formula that is no larger.

    Args:
        formula: Any.
        known: Atoms whose truth is settled where the formula is looked at.
    """
    for _ in range(_ROUNDS):
        smaller = _pass(formula, known)
        if smaller == formula:
            break
        formula = smaller
    return formula


def _pass(formula: Formula, known: Known) -> Formula:
    match formula:
        case Given() | Holds():
            settled = implied(formula, known)
            return formula if settled is None else TRUE if settled else FALSE
        case Not():
            return negate(_pass(formula.part, known))
        case One():
            return one(_pass(part, known) for part in formula.parts)
        case _:
            return _join(formula, known)


def _join(formula: All | Any, known: Known) -> Formula:
    """Simplify each part where the others do not decide: are true in `All`, false in `Any`."""
    is_all = isinstance(formula, All)
    parts = list(formula.parts)
    for index, part in enumerate(parts):
        others = [other for place, other in enumerate(parts) if place != index]
        parts[index] = _pass(part, {**known, **_settled(others, is_all=is_all)})
    joined = both(*parts) if is_all else either(*parts)
    return _absorbed(joined) if isinstance(joined, All | Any) else joined


def _settled(parts: list[Formula], *, is_all: bool) -> dict[Atom, bool]:
    """Return the truth of the atoms beside a part, where the part matters."""
    found: dict[Atom, bool] = {}
    for part in filter(is_literal, parts):
        atom = part.part if isinstance(part, Not) else part
        if isinstance(atom, Given | Holds):
            found[atom] = is_all is not isinstance(part, Not)
    return found


def _absorbed(formula: All | Any) -> Formula:
    """Drop parts that another part covers: ``a && (a || b)`` is ``a``; opposites decide."""
    is_all = isinstance(formula, All)
    parts = formula.parts
    whole = set(parts)
    if any(negate(part) in whole for part in parts):
        return FALSE if is_all else TRUE
    kept: list[Formula] = []
    for part in parts:
        inner = part.parts if isinstance(part, Any if is_all else All) else ()
        if not any(item in whole for item in inner):
            kept.append(part)
    return both(*kept) if is_all else either(*kept)


def implied(atom: Atom, known: Known) -> bool | None:
    """Return what known atoms say of another; None when nothing."""
    for other, truth in known.items():
        if truth and implies(other, atom):
            return True
        if truth and excludes(other, atom):
            return False
        if not truth and implies(atom, other):
            return False
    return None


def implies(one_: Atom, other: Atom) -> bool:
    """Whether an atom is never true without another."""
    if one_ == other:
        return True
    if isinstance(other, Given):
        return other.place.covers(one_.place)
    if one_.place == other.place and isinstance(one_, Holds):
        return _stronger(one_.test, other.test)
    if isinstance(other.test, Kind) and other.place.covers(one_.place):
        return other.test.type == container(other.place, one_.place)
    return False


def excludes(one_: Atom, other: Atom) -> bool:
    """Whether two atoms are never true together."""
    if not isinstance(one_, Holds) or not isinstance(other, Holds) or one_.place != other.place:
        return False
    if isinstance(one_.test, OneOf) and isinstance(other.test, OneOf):
        return one_.test.texts.isdisjoint(other.test.texts)
    kinds = (kind_of(one_.test), kind_of(other.test))
    return None not in kinds and kinds[0] != kinds[1]


def container(above: Place, below: Place) -> JsonType | None:
    """Return the type that a value has, given that another stands below it."""
    if len(above.steps) == len(below.steps):
        return None
    return "object" if isinstance(below.steps[len(above.steps)], str) else "array"


def _stronger(one_: Test, other: Test) -> bool:
    """Whether a value that passes one test passes the other."""
    if isinstance(one_, OneOf) and isinstance(other, OneOf):
        return one_.texts <= other.texts
    return isinstance(other, Kind) and kind_of(one_) == other.type


def kind_of(test: Test) -> JsonType | None:
    """Return the JSON type of what passes a test; None when it may have several."""
    match test:
        case Kind() | Bound():
            return test.type
        case Match():
            return "string"
        case Every() | Count() | Distinct():
            return "array"
        case Values() | Names():
            return "object"
        case OneOf():
            kinds = {_kind_of_text(text) for text in test.texts}
            return kinds.pop() if len(kinds) == 1 else None
        case _:
            return None


def _kind_of_text(text: str) -> JsonType:
    return _FIRST.get(text[0], "number")


_FIRST: Final[dict[str, JsonType]] = {
    '"': "string",
    "[": "array",
    "{": "object",
    "t": "boolean",
    "f": "boolean",
    "n": "null",
}
"""The type of a JSON text by its first character."""
