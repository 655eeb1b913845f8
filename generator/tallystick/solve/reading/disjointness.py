"""Whether two conjunctions exclude each other, read off without search."""

from typing import Final

from tallystick.solve.needs import kind_of
from tallystick.solve.reading.conjunction import Conjunction, is_in
from tallystick.text import Json

_DEPTH: Final = 3
"""Members within members that are looked into."""


def disjoint(one: Conjunction, other: Conjunction, depth: int = _DEPTH) -> bool:
    """Whether no value is accepted by both, for certain.

    Args:
        one: The one.
        other: The other, of the same document or another.
        depth: Members within members, and branches within branches, that are looked into.
    """
    if one.is_false or other.is_false or not one.kinds & other.kinds:
        return True
    if _by_values(one, other) or _by_values(other, one):
        return True
    if not depth:
        return False
    if one.kinds & other.kinds == {"object"} and _by_members(one, other, depth - 1):
        return True
    return _by_branches(one, other, depth - 1) or _by_branches(other, one, depth - 1)


def _by_values(one: Conjunction, other: Conjunction) -> bool:
    """Whether none of the values of one fits the other."""
    if one.values is None:
        return False
    return all(_refused(other, value) for value in one.values)


def _refused(conjunction: Conjunction, value: Json) -> bool:
    listed = conjunction.values
    if listed is not None:
        return not is_in(value, list(listed))
    return kind_of(value) not in conjunction.kinds


def _by_members(one: Conjunction, other: Conjunction, depth: int) -> bool:
    """Whether a member that one requires cannot be what the other wants."""
    for name in sorted(one.required | other.required):
        left = Conjunction(one.member(name), one.target)
        right = Conjunction(other.member(name), other.target)
        if disjoint(left, right, depth):
            return True
    return False


def _by_branches(one: Conjunction, other: Conjunction, depth: int) -> bool:
    """Whether each branch of some union of one is apart from the other."""
    for at, keyword in one.unions:
        branches = [at.child(keyword, index) for index in range(len(at.keywords[keyword]))]
        if all(disjoint(Conjunction((it,), one.target), other, depth) for it in branches):
            return True
    return False
