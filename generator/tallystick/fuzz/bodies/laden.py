"""Rules broken in bodies that say much else.

Who judges a rule only where nothing is in the way of it (``and not has(resolution)``) takes them: a
choice that the rule does not read opens the hole. So what breaks a rule alone is covered, like what
is valid, by choices: each one beside it is made in some body that breaks the rule, as far as the
rest of the contract allows. Few bodies do, for each is given what none before it has; and another
one is taken each time, so that the ways to break the rule go round the choices beside it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Spot, changed
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.ir import Enumeration, Missing, TypeId
from tallystick.text import Json

PACKS: Final = 2
"""Bodies with as much beside a rule as there can be."""
VALUES: Final = 12
"""Choices of one place."""
FEW: Final = 5
"""Choices that are put beside what breaks a rule in a way of its own: a server may refuse some."""
GROUP: Final = 8
"""Choices that are put there together at first; fewer where they do not go together."""
REFUSED: Final = 2
"""Bodies that a choice does not go into by itself, after which it is tried with others."""
HOSTS: Final = 3
"""Valid bodies with a choice into which is put what breaks a rule, and bodies that are tried."""
LONG: Final = 4
"""Items of a list up to which it is told apart how many there are."""
LATE: Final = 2
"""Turns after which null is put at a place: it is most often as good as nothing."""
LARGE: Final = 400
"""Bytes of what is put beside a rule at most."""

SHAPE: Final = "with"
"""Begins what is told of an object: by its members."""

Choice: TypeAlias = tuple[str, str]
"""A place of a body, and what is told of what stands there."""


class Laden:
    """Loads bodies that break a rule."""

    def __init__(self, search: Search, valid: Sequence[Json]) -> None:
        """Load them with what valid bodies hold."""
        self._search = search
        self._held: dict[Choice, Json] = {}
        self._left: dict[Place, list[Choice]] = {}
        self._hosts: dict[Choice, list[Json]] = {}
        self._kinds: dict[Choice, set[TypeId | None]] = {}
        self._refused: Counter[tuple[Place, Choice]] = Counter()
        self._hosted: Counter[tuple[Place, Choice]] = Counter()
        self._turns: dict[Choice, int] = {}
        number: Counter[str] = Counter()
        small = [body for body in valid if len(compact(body)) <= LARGE]
        for body in small or valid:
            self._hold(body, number)
        self._order = sorted(self._held, key=lambda it: (self._turns[it], it[0].count("/")))

    def _hold(self, body: Json, number: Counter[str]) -> None:
        """Take note of the choices of a valid body.

        Args:
            body: The body.
            number: How many are known of each place.
        """
        kind = self._search.variant(body)
        for spot in self._search.spots(body):
            choice = self._choice(spot) if spot.path else None
            if choice is None or isinstance(spot.value, Missing):
                continue
            self._kinds.setdefault(choice, set()).add(kind)
            hosts = self._hosts.setdefault(choice, [])
            if len(hosts) < HOSTS:
                hosts.append(body)
            if choice not in self._held and number[spot.at] < VALUES:
                late = LATE if spot.value is None else 0
                self._held[choice], self._turns[choice] = spot.value, number[spot.at] + late
                number[spot.at] += 1

    def beside(self, where: Place, bodies: Sequence[Json]) -> list[Json]:
        """Return bodies that break a rule, each with a few choices that none before has.

        The first of a rule stays as it is: what has little beside it is in nobody's way.

        Args:
            where: The rule.
            bodies: Some that break it alone.
        """
        begun = where in self._left
        made = list(bodies[: 0 if begun else 1])
        for body in made:
            self._shown(where, body)
        return made + [self._loaded(where, body, FEW) for body in bodies[len(made) :]]

    def packs(self, where: Place, bodies: Sequence[Json]) -> Iterator[Json]:
        """Yield a few bodies that break a rule alone, and have as much beside it as can be.

        Args:
            where: The rule.
            bodies: Some that break it alone, each in its own way.
        """
        for body in islice(cycle(bodies), PACKS):
            fresh = self._loaded(where, body, len(self._held))
            if compact(fresh) != compact(body):
                yield fresh

    def _choice(self, spot: Spot) -> Choice | None:
        """Return what stands at a place, None for nothing."""
        value = spot.value
        if isinstance(value, Missing):
            return None
        if isinstance(value, list):
            return spot.at, f"{min(len(value), LONG)} items"
        if isinstance(value, dict):
            plain = not any(isinstance(it, dict | list) for it in value.values())
            return spot.at, " ".join([SHAPE, *sorted(value)]) if plain else "given"
        finite = value is None or isinstance(value, bool)
        if finite or isinstance(self._search.declared(spot.type), Enumeration):
            return spot.at, repr(value)
        return spot.at, "given"

    def _open(self, where: Place, body: Json) -> list[Choice]:
        """Return the choices beside a rule that no body has so far.

        Args:
            where: The rule.
            body: What breaks it: choices of other kinds of bodies do not go there.
        """
        if where not in self._left:
            kind = self._search.variant(body)
            here = (it for it in self._order if kind in self._kinds[it])
            beside = (it for it in here if it[1].startswith(SHAPE) or not self._read(where, it))
            self._left[where] = [
                it for it in beside if not _around(where, it[0]) or _many(where, it)
            ]
        return self._left[where]

    def _read(self, where: Place, choice: Choice) -> bool:
        """Whether a rule reads what a choice is about."""
        return choice[0].rpartition("/")[2] in self._search.reads(where)

    def _shown(self, where: Place, body: Json) -> None:
        """Take note of what a body has."""
        shown = {self._choice(it) for it in self._search.spots(body)}
        self._left[where] = [choice for choice in self._open(where, body) if choice not in shown]

    def _loaded(self, where: Place, body: Json, most: int) -> Json:
        """Return a body with up to so many choices beside what breaks the rule."""
        body = self._elsewhere(where, body)
        taken: set[str] = set()
        while len(taken) < most:
            spots = self._first(body)
            some: dict[str, Choice] = {}
            for choice in self._open(where, body):
                spot = spots.get(choice[0])
                if spot is None or spot.at in taken or spot.at in some:
                    continue
                fresh = self._refused[where, choice] < REFUSED
                if fresh and self._goes(where, body, spot, choice):
                    some[spot.at] = choice
            group = [*some.values()][: min(GROUP, most - len(taken))]
            if not group:
                break
            body = self._put(where, body, group, spots)
            taken.update(at for at, _ in group)
        self._shown(where, body)
        return body

    def _goes(self, where: Place, body: Json, spot: Spot, choice: Choice) -> bool:
        """Whether a choice may take the place of what is there: of what is read, the shape."""
        if self._choice(spot) == choice or self._value(where, body, spot, choice) == spot.value:
            return False
        return isinstance(spot.value, dict) or not self._read(where, choice)

    def _first(self, body: Json) -> dict[str, Spot]:
        """Return the first spot of each place of a body."""
        return {it.at: it for it in reversed(self._search.spots(body))}

    def _elsewhere(self, where: Place, body: Json) -> Json:
        """Return what breaks a rule in a body with a choice that needs others beside it."""
        tried = 0
        spots = self._first(body)
        for choice in self._open(where, body):
            at, goes = choice[0], self._refused[where, choice] < REFUSED
            if (goes if at in spots else at.rpartition("/")[0] not in spots) or tried == HOSTS:
                continue
            if self._hosted[where, choice] == HOSTS:
                continue
            self._hosted[where, choice] += 1
            tried += 1
            host = self._hosts[choice][self._hosted[where, choice] % len(self._hosts[choice])]
            fresh = self._moved(where, body, host)
            if self._search.broken_only(fresh, where):
                return fresh
        return body

    def _moved(self, where: Place, body: Json, host: Json) -> Json:
        """Return another body with what a rule reads of one."""
        names = self._search.reads(where)
        for spot in self._search.spots(body):
            read = spot.path and spot.path[-1] in names
            if read and (spot.at.startswith(f"{where[1]}/")) and not isinstance(spot.value, dict):
                host = changed(host, spot.path, spot.value)
        return host

    def _value(self, where: Place, body: Json, spot: Spot, choice: Choice) -> Json:
        """Return what is put at a place: of a list with what breaks a rule, other sizes."""
        held = self._held[choice]
        if not _around(where, spot.at) or not isinstance(held, list):
            return held
        items = spot.value if isinstance(spot.value, list) else []
        if held and len(held) != len(items):
            for last in items:
                found: Json = [*held[:-1], last]
                if self._search.broken_only(changed(body, spot.path, found), where):
                    return found
        return [*held[: max(0, len(held) - len(items))], *items]

    def _put(
        self, where: Place, body: Json, some: Sequence[Choice], spots: Mapping[str, Spot]
    ) -> Json:
        """Return a body with as many of some choices as it can have.

        Args:
            where: The rule.
            body: What breaks it.
            some: The choices.
            spots: As of `_first`.
        """
        fresh = body
        for choice in some:
            spot = spots.get(choice[0])
            if spot is not None:
                fresh = changed(fresh, spot.path, self._value(where, fresh, spot, choice))
        if self._search.broken_only(fresh, where):
            return fresh
        if len(some) > 1:
            half = len(some) // 2
            body = self._put(where, body, some[:half], spots)
            return self._put(where, body, some[half:], self._first(body))
        self._refused[where, some[0]] += 1
        return body


def _around(where: Place, at: str) -> bool:
    """Whether what a rule is about lies in a place."""
    return f"{where[1]}/".startswith(f"{at}/")


def _many(where: Place, choice: Choice) -> bool:
    """Whether a choice is how many items there are where a rule is about one of them."""
    return choice[1].endswith("items") and where[1].startswith(f"{choice[0]}/*")
