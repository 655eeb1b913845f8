"""Valid bodies that are at many bounds at once, so that few requests show all of them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies import bounds
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.bodies.search import Search
from tallystick.fuzz.bodies.valid import Found, shown
from tallystick.ir import MISSING, Enumeration, Missing, Scalar, Type, TypeId
from tallystick.text import Json

MOST: Final = 40
"""Such bodies."""
FEWEST: Final = 3
"""Values that one shows beside those of the others, at least."""
FRUITLESS: Final = 4
"""Bodies with the same places that show fewer, after which no other one of them is tried."""
LONGEST: Final = 300
"""Bytes of a part: longer ones stand alone."""
LARGEST: Final = 2_400
"""Bytes of a body that others are put into."""
TRIED: Final = 1_600
"""Bodies that are judged."""


class _Part(NamedTuple):
    """What a body shows: a value at a place, or some members of the object there.

    Attributes:
        at: The place.
        goals: What it reaches.
        value: What stands there, unless it is `members` of the object there.
        members: Names and values, absent ones among them: all that a rule reads.
    """

    at: str
    goals: frozenset[str]
    value: Json
    members: "tuple[tuple[str, Json | Missing], ...]" = ()

    @property
    def places(self) -> list[str]:
        """All that it says something of."""
        return [f"{self.at}/{escape(name)}" for name, _ in self.members] or [self.at]


def packed(
    search: Search, types: Mapping[TypeId, Type], known: Sequence[Found]
) -> Iterator[tuple[Json, frozenset[str]]]:
    """Yield bodies that put what many known ones show into one, and the goals that this reaches.

    Args:
        search: Judges bodies.
        types: Of the API.
        known: Valid bodies.
    """
    packing = _Packing(search, [*_of_rules(search, known), *_parts(search, types, known)])
    hosts = _hosts(search, known)
    seen = {compact(found.value) for found in known}
    fruitless: Counter[frozenset[str]] = Counter()
    made = 0
    while hosts and made < MOST and packing.tried < TRIED:
        places = max(hosts, key=packing.open)
        value, reached = packing.into(found := hosts[places].pop(0), places)
        fruitless[places] += len(reached) < FEWEST
        if not hosts[places] or fruitless[places] == FRUITLESS:
            del hosts[places]
        if len(reached) >= FEWEST and compact(value) not in seen:
            seen.add(compact(value))
            packing.show(reached)
            made += 1
            own = frozenset({found.edge} if found.rule is not None else ())
            yield value, own.union(*reached)


class _Packing:
    """Puts parts into bodies.

    Attributes:
        tried: Bodies that were judged.
    """

    def __init__(self, search: Search, parts: Sequence[_Part]) -> None:
        self._search = search
        self._left = {part.goals: (part, part.places) for part in parts}
        self._at = Counter(part.at for part, _ in self._left.values())
        self.tried = 0

    def open(self, places: frozenset[str]) -> int:
        """Return how many parts are left that a body with some places may have."""
        return sum(many for at, many in self._at.items() if at in places)

    def show(self, reached: Collection[frozenset[str]]) -> None:
        """Leave parts out from now on."""
        for goals in reached:
            self._at[self._left.pop(goals)[0].at] -= 1

    def into(self, found: Found, places: frozenset[str]) -> tuple[Json, set[frozenset[str]]]:
        """Return a body with as many parts as stay valid together, and what these reach."""
        host, reached = found.value, set[frozenset[str]]()
        taken = _read(self._search, found)
        for part, own in self._left.values():
            if not places.issuperset(own) or any(_touch(it, at) for it in own for at in taken):
                continue
            fresh = self._with(host, part)
            self.tried += 1
            if self._search.valid(fresh) and self._keeps(host, fresh, part):
                host = fresh
                reached.add(part.goals)
                taken.update(own)
        return self._bare(host, taken), reached

    def _keeps(self, host: Json, fresh: Json, part: _Part) -> bool:
        """Whether all else that a body holds is still declared: another kind may not have it."""
        now = {it.at for it in self._search.spots(fresh)}
        held = (it.at for it in self._search.spots(host) if not isinstance(it.value, Missing))
        return all(at in now or any(_touch(at, it) for it in part.places) for at in held)

    def _bare(self, host: Json, taken: Collection[str]) -> Json:
        """Return a body without what it need not have: that may be why a server refuses it."""
        for spot in self._search.spots(host):
            free = spot.field is not None and not spot.field.required and len(spot.path) == 1
            if free and not any(_touch(spot.at, at) for at in taken):
                less = changed(host, spot.path, MISSING)
                host = less if self._search.valid(less) else host
        return host

    def _with(self, host: Json, part: _Part) -> Json:
        """Return a body with a part at the first place that has all of it."""
        spots = self._search.spots(host)
        paths = {spot.path for spot in spots}
        at = (it.path for it in spots if it.at == part.at)
        fits = (it for it in at if all((*it, name) in paths for name, _ in part.members))
        path = next(fits, None)
        if path is None or not part.members:
            return host if path is None else changed(host, path, part.value)
        for name, value in part.members:
            host = changed(host, (*path, name), value)
        return host


def _hosts(search: Search, known: Sequence[Found]) -> dict[frozenset[str], list[Found]]:
    """Return the places of bodies -> bodies that have them.

    Those come first that show a rule, then those with members under names of one's own.
    """
    hosts: dict[frozenset[str], list[Found]] = {}
    for found in sorted(known, key=lambda it: (it.rule is None, not _named_freely(search, it))):
        if len(compact(found.value)) <= LARGEST:
            places = frozenset(spot.at for spot in search.spots(found.value))
            hosts.setdefault(places, []).append(found)
    return hosts


def _named_freely(search: Search, found: Found) -> bool:
    """Whether a body has members that no schema names."""
    names = found.value.keys() if isinstance(found.value, dict) else ()
    return not {(name,) for name in names} <= {spot.path for spot in search.spots(found.value)}


def _of_rules(search: Search, known: Sequence[Found]) -> Iterator[_Part]:
    """Yield what rules read of the bodies that show in which way they are kept."""
    for found in known:
        at = found.rule[1] if found.rule is not None else ""
        read, spots = _read(search, found), search.spots(found.value)
        objects = [it.path for it in spots if it.at == at]
        if read and len(objects) == 1:
            members = tuple((str(it.path[-1]), it.value) for it in spots if it.at in read)
            yield _Part(at, frozenset({found.edge}), None, members)


def _read(search: Search, found: Found) -> set[str]:
    """Return the members, as places, that the rule reads which a body shows."""
    if found.rule is None:
        return set()
    places = {f"{found.rule[1]}/{escape(name)}" for name in search.reads(found.rule)}
    return places.intersection(spot.at for spot in search.spots(found.value))


def _parts(search: Search, types: Mapping[TypeId, Type], known: Sequence[Found]) -> list[_Part]:
    """Return the bounds that known bodies are at, and the choices that they make, each once."""
    made: dict[frozenset[str], _Part] = {}
    for found in known:
        for spot in search.spots(found.value):
            if not spot.path or isinstance(spot.value, Missing):
                continue
            goals = {found.edge} if found.edge.startswith(f"{spot.at} ") else set[str]()
            if isinstance(spot.value, dict) and not goals:
                continue
            goals |= set(bounds.met(types, [spot]))
            if _is_choice(types[spot.type]):
                goals.add(f"{spot.at} {shown(spot.value)}")
            if goals and len(compact(spot.value)) <= LONGEST:
                made.setdefault(frozenset(goals), _Part(spot.at, frozenset(goals), spot.value))
    # A list as a whole leaves no room for what stands in it.
    return sorted(made.values(), key=lambda it: isinstance(it.value, list))


def _is_choice(declared: Type) -> bool:
    return isinstance(declared, Enumeration) or (
        isinstance(declared, Scalar) and declared.kind == "boolean"
    )


def _touch(one: str, other: str) -> bool:
    """Whether a place is another one, or lies in it."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
