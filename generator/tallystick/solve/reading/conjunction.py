"""What several schemas together say of a value, read off without search.

Everything here is an over-approximation: it may miss what the schemas exclude, it never claims
that they exclude what they accept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from tallystick.solve.document import At
from tallystick.solve.encoding.equality import exact
from tallystick.solve.encoding.keywords import TYPES
from tallystick.solve.encoding.names import languages
from tallystick.solve.encoding.node import KINDS, Kind
from tallystick.solve.needs import equal, kind_of
from tallystick.solve.reading.sameness import Target
from tallystick.solve.strings.language import contains
from tallystick.text import Json

_ALL: Final = frozenset(KINDS)
_DEPTH: Final = 4
"""Unions within unions that are looked into for kinds."""


@dataclass(frozen=True)
class Conjunction:
    """Schemas that all apply to one value.

    Attributes:
        schemas: The schemas.
        target: Their references.
        only: The kinds that the value is known to be of.
        among: The values that it is known to be one of.
        done: Unions that were split on: where a branch of theirs is among the schemas.
    """

    schemas: tuple[At, ...]
    target: Target
    only: frozenset[Kind] = _ALL
    among: tuple[Json, ...] | None = None
    done: frozenset[tuple[int, str]] = frozenset()

    @cached_property
    def parts(self) -> tuple[At, ...]:
        """The schemas with those that they refer to in place: ``$ref`` and ``allOf``."""
        found: dict[int, At] = {}
        todo = list(reversed(self.schemas))
        while todo:
            at = todo.pop()
            if not isinstance(at.value, dict) or id(at.value) in found:
                continue
            found[id(at.value)] = at
            todo += [at.child("allOf", index) for index in range(len(at.keywords.get("allOf", ())))]
            below = self.target(at)
            todo += [] if below is None else [below]
        return tuple(found.values())

    @cached_property
    def is_false(self) -> bool:
        """Whether nothing is accepted, for certain."""
        return self.says_false or not self.kinds or self.values == ()

    @cached_property
    def says_false(self) -> bool:
        """Whether one of the schemas is the one that accepts nothing."""
        return any(at.value is False for at in self._all())

    def _all(self) -> Iterator[At]:
        yield from self.schemas
        for at in self.parts:
            for index in range(len(at.keywords.get("allOf", ()))):
                yield at.child("allOf", index)
            below = self.target(at)
            if below is not None:
                yield below

    def having(self, keyword: str) -> list[tuple[At, Any]]:
        """Return the parts that have a keyword, and its value."""
        return [(at, at.keywords[keyword]) for at in self.parts if keyword in at.keywords]

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of value that may be accepted."""
        return self.kinds_within(_DEPTH)

    def kinds_within(self, depth: int) -> frozenset[Kind]:
        """Return the kinds, unions looked into so far."""
        kinds = self.only
        for _, listed in self.having("type"):
            names = listed if isinstance(listed, list) else [listed]
            kinds &= {kind for name in names for kind in TYPES[name]}
        if self.values is not None:
            kinds &= {kind_of(value) for value in self.values}
        for at, keyword in self.unions if depth else ():
            branches = range(len(at.keywords[keyword]))
            kinds &= frozenset[Kind]().union(
                *(
                    _of_branch(at.child(keyword, index), self.target, depth - 1)
                    for index in branches
                )
            )
        return kinds

    @cached_property
    def values(self) -> tuple[Json, ...] | None:
        """The values of which it is one; None when they are not listed."""
        lists = [] if self.among is None else [list(self.among)]
        lists += [listed for _, listed in self.having("enum")]
        lists += [[value] for _, value in self.having("const")]
        if not lists:
            return None
        first, *others = lists
        return tuple(it for it in first if all(is_in(it, listed) for listed in others))

    @cached_property
    def unions(self) -> tuple[tuple[At, str], ...]:
        """The unions that were not split on."""
        return tuple(
            (at, keyword)
            for keyword in ("anyOf", "oneOf")
            for at, _ in self.having(keyword)
            if (id(at.value), keyword) not in self.done
        )

    @cached_property
    def required(self) -> frozenset[str]:
        """The members that an object has."""
        return frozenset(name for _, names in self.having("required") for name in names)

    def least(self, keyword: str) -> int:
        """Return the largest of the lower bounds; 0 when there is none."""
        return max((int(value) for _, value in self.having(keyword)), default=0)

    def most(self, keyword: str) -> int | None:
        """Return the smallest of the upper bounds."""
        return min((int(value) for _, value in self.having(keyword)), default=None)

    def numbers(self, keyword: str) -> list[Fraction]:
        """Return the values of a keyword of numbers."""
        return [exact(value) for _, value in self.having(keyword)]

    # --- Parts of the value -----------------------------------------------------------------

    def member(self, name: str) -> tuple[At, ...]:
        """Return the schemas of a member."""
        return tuple(below for at in self.parts for below in of_member(at, name))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The members that somebody names."""
        found = dict.fromkeys(it for _, listed in self.having("properties") for it in listed)
        return tuple(found)

    def item(self, index: int) -> tuple[At, ...]:
        """Return the schemas of an item."""
        found: list[At] = []
        for at in self.parts:
            if index < len(at.keywords.get("prefixItems", ())):
                found.append(at.child("prefixItems", index))
            elif "items" in at.keywords:
                found.append(at.child("items"))
        return tuple(found)

    @cached_property
    def prefix(self) -> int:
        """The number of items that have schemas of their own."""
        return max((len(listed) for _, listed in self.having("prefixItems")), default=0)


def _of_branch(at: At, target: Target, depth: int) -> frozenset[Kind]:
    if at.value is False:
        return frozenset()
    return Conjunction((at,), target).kinds_within(depth)


def of_member(at: At, name: str) -> Iterator[At]:
    """Yield what one schema says of a member; its references aside."""
    schema = at.keywords
    declared = schema.get("properties", {})
    if name in declared:
        yield at.child("properties", name)
    covered = name in declared
    for pattern, term in languages(schema).items():
        if term is None:  # it may apply, and then `additionalProperties` does not
            covered = True
        elif contains(term, name):
            covered = True
            yield at.child("patternProperties", pattern)
    if not covered and "additionalProperties" in schema:
        yield at.child("additionalProperties")


def rest_of(at: At, aside: frozenset[str]) -> tuple[At, ...] | None:
    """Return schemas of which one applies to each member that nobody names; None: none may.

    Args:
        at: The schema.
        aside: Patterns whose members do not matter.
    """
    schema = at.keywords
    if "additionalProperties" not in schema:
        return None
    patterns = [it for it in schema.get("patternProperties", ()) if it not in aside]
    found = [at.child("patternProperties", pattern) for pattern in patterns]
    return (*found, at.child("additionalProperties"))


def is_in(value: Json, listed: list[Json]) -> bool:
    """Whether a value is one of a list."""
    return any(equal(value, other) for other in listed)
