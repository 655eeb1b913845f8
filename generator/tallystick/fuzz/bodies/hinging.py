"""Where a rule turns: bodies that just break it, and ones that just keep it, one step apart."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.examples import LITERAL
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Spot, changed
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.fuzz.bodies.values import shift_of
from tallystick.ir import Scalar
from tallystick.rules import Rule
from tallystick.text import Json

BODIES: Final = 6
"""Bodies that break a rule from which it is looked for its turn."""
BOUNDS: Final = 6
"""Numbers that a rule may compare one with."""
REMOVED: Final = 12
"""Items that are taken out of a list."""


NULL: Final = " null !"
"""Stands in the goal of what null keeps a rule by."""


class Hinge(NamedTuple):
    """A body beside the turn of a rule.

    Attributes:
        sound: It keeps the rule, and all others.
        goal: What it is for, as goals are written.
    """

    value: Json
    sound: bool
    goal: str


def hinges(search: Search, where: Place, rule: Rule, broken: Sequence[Json]) -> Iterator[Hinge]:
    """Yield bodies on both sides of a rule.

    A number is set to what the rule compares it with, and one step beside, items are taken out of
    a list one by one, null takes the place of a member: where one is valid and its neighbour breaks
    the rule alone, it turns.

    Args:
        search: Of the type.
        where: The rule.
        rule: Its declaration.
        broken: Bodies that break it alone.
    """
    literals = [float(it["number"]) for it in LITERAL.finditer(rule.text or "") if it["number"]]
    seen: set[bytes] = set()
    nulls: set[str] = set()
    for body in sorted(broken, key=lambda it: len(compact(it)))[:BODIES]:
        for hinge in _of(search, where, body, literals):
            spelt = compact(hinge.value)
            if spelt not in seen and hinge.goal not in nulls:
                seen.add(spelt)
                nulls |= {hinge.goal} if NULL in hinge.goal else set()
                yield hinge


def _of(search: Search, where: Place, body: Json, literals: Sequence[float]) -> Iterator[Hinge]:
    """Yield bodies on both sides of a rule, by what it reads of one that breaks it."""
    names = search.reads(where)
    spots = [it for it in search.spots(body) if it.path and it.path[-1] in names]
    for spot in spots:
        if spot.value is not None and spot.field is not None and spot.field.nullable:
            yield from _nothing(search, where, body, spot)
        if isinstance(spot.value, list):
            yield from _shorter(search, where, body, spot)
        else:
            about = spot, [*_alike(search, spot, spots)]
            yield from _beside(search, where, body, about, literals)


def _alike(search: Search, spot: Spot, spots: Sequence[Spot]) -> Iterator[Json]:
    """Yield what stands in other members of one kind that a rule reads."""
    declared = search.declared(spot.type)
    for other in spots:
        beside = search.declared(other.type)
        if other is spot or not isinstance(declared, Scalar) or not isinstance(beside, Scalar):
            continue
        if (declared.kind, declared.format) == (beside.kind, beside.format):
            yield other.value if isinstance(other.value, int | float | str) else None


def _beside(
    search: Search,
    where: Place,
    body: Json,
    about: tuple[Spot, list[Json]],
    literals: Sequence[float],
) -> Iterator[Hinge]:
    """Yield bodies with a number, or a time, at what it is compared with and one step beside."""
    spot, others = about
    declared = search.declared(spot.type)
    if not isinstance(declared, Scalar) or isinstance(spot.value, bool):
        return
    if isinstance(spot.value, str) and declared.format is not None:
        values: list[Json] = [spot.value, *(it for it in others if isinstance(it, str))]
    elif isinstance(spot.value, int | float):
        step = shift_of(declared)
        numbers = [it for it in others if isinstance(it, int | float)]
        bounds = [*literals, *numbers][:BOUNDS]
        near = {_number(bound + shift) for bound in bounds for shift in (-step, 0, step)}
        values = [*sorted(near | {spot.value})]
    else:
        return
    made = [(value, changed(body, spot.path, value)) for value in values]
    told = [(value, fresh, _verdict(search, where, fresh)) for value, fresh in made]
    for one, other in pairwise(told):
        if {one[2], other[2]} == {True, False}:
            for value, fresh, sound in (one, other):
                yield Hinge(fresh, sound is True, f"{spot.at} {value} !{where[0]}")


def _nothing(search: Search, where: Place, body: Json, spot: Spot) -> Iterator[Hinge]:
    """Yield a body that keeps a rule by null in one place: who looks for names alone refuses it."""
    fresh = changed(body, spot.path, None)
    if _verdict(search, where, fresh) is True:
        yield Hinge(fresh, sound=True, goal=f"{spot.at}{NULL}{where[0]}")


def _shorter(search: Search, where: Place, body: Json, spot: Spot) -> Iterator[Hinge]:
    """Yield a list that is just too long for a rule, or has one item too many, and one less."""
    items = list(spot.value) if isinstance(spot.value, list) else []
    index = tried = 0
    while index < len(items) and tried < REMOVED:
        less = [*items[:index], *items[index + 1 :]]
        fresh = changed(body, spot.path, less)
        verdict = _verdict(search, where, fresh)
        tried += 1
        if verdict is True:
            goal = f"{spot.at} {len(less)} items !{where[0]}"
            yield Hinge(changed(body, spot.path, [*items]), sound=False, goal=goal)
            yield Hinge(fresh, sound=True, goal=goal)
            return
        if verdict is False:
            items = less
        else:
            index += 1


def _verdict(search: Search, where: Place, value: Json) -> bool | None:
    """Return True for a valid body, False for one that breaks the rule alone, None for others."""
    if search.valid(value):
        return True
    return False if search.broken_only(value, where) else None


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else round(value, 9)
