"""Valid bodies with the solver's help: every choice, every bound, and pairs of the choices.

Most are made of known bodies by one change, or by crossing two; what no such change reaches is
asked of the solver, which either makes it or says why it cannot be.
"""

import random
from collections.abc import Iterator
from itertools import islice
from typing import Final

from tallystick.fuzz.dress import Wardrobe
from tallystick.fuzz.judging import compact, place
from tallystick.fuzz.moves import Moves, Spot, changed
from tallystick.fuzz.proofs import because, wish
from tallystick.fuzz.search import Search
from tallystick.fuzz.solving import Solving
from tallystick.fuzz.valid import LARGE, Found, Pool
from tallystick.ir import MISSING, Missing
from tallystick.solve import Need, Proof
from tallystick.solve.choices import meets
from tallystick.solve.edges import Edging, place_of
from tallystick.solve.stretch import stretched
from tallystick.text import Json

HOSTS: Final = 12
"""Known bodies in which a choice is tried before the solver is asked."""
VALUES: Final = 3
"""Values of one kind that are tried."""
CROSSINGS: Final = 1_500
"""Bodies that are put together at random."""
TAKEN: Final = 3
WORTH: Final = (40, 15, 5)
"""New pairs that make a body worth sending: first many, later fewer."""
DISTINCT: Final = 10
"""Values of an enum that says what kind of body it is."""

Placed = list[tuple[Json, dict[str, Spot]]]


class Covering:
    """Grows a pool of valid bodies."""

    def __init__(
        self, pool: Pool, search: Search, moves: Moves, wardrobe: Wardrobe, solving: Solving
    ) -> None:
        """Grow a pool from what it has."""
        self._pool = pool
        self._search = search
        self._moves = moves
        self._wardrobe = wardrobe
        self._solving = solving
        self._cover = solving.cover()
        self._placed: Placed = []
        self._seen = {compact(found.value) for found in pool.found}
        self._why: dict[str, str] = {}
        for found in pool.found:
            self._note(found.value)

    def grow(self, most: int, seed: int) -> Iterator[None]:
        """Add bodies until every choice and bound is made, then pairs, up to `most`."""
        for need in self._cover.missing:
            if len(self._pool.found) < most and self._cover.lacks(need):
                self._impose(need)
        yield
        left = max(0, most - len(self._pool.found))
        for made in islice(self._cover.singles(), left):
            self._add(self._dressed(made.value))
        yield
        self._edges()
        yield
        self._cross(most, random.Random(seed))  # noqa: S311 - the same seed, the same bodies
        self._balance(random.Random(seed))  # noqa: S311 - the same again
        yield

    @property
    def unreached(self) -> tuple[str, ...]:
        """Choices and bounds that no valid body makes, and why."""
        missing = [
            f"{place_of(it.pointer)} {wish(it)}: {self._reason(it)}" for it in self._cover.missing
        ]
        return (*missing, *(f"{goal}: {why}" for goal, why in self._why.items()))

    def _reason(self, need: Need) -> str:
        answer = self._cover.why(need)
        return because(answer) if isinstance(answer, Proof) else "not found"

    # --- Adding -----------------------------------------------------------------------------

    def _note(self, value: Json) -> int:
        """Count the choices of a body; returns how many pairs are new."""
        made = self._cover.note(value)
        if len(compact(value)) <= LARGE:
            spots = {place_of(_pointer(it)): it for it in self._spots(value)}
            self._placed.append((value, spots))
        return made.pairs

    def _spots(self, value: Json) -> Iterator[Spot]:
        return (spot for spot in self._moves.spots(self._search.type, value) if spot.path)

    def _add(self, value: Json, edge: str = "") -> None:
        key = compact(value)
        if key not in self._seen:
            self._seen.add(key)
            goals = frozenset(self._pool.choices(value)) | ({edge} if edge else set())
            self._pool.found.append(Found(value, goals, edge))
            self._note(value)

    def _dressed(self, value: Json) -> Json:
        return self._wardrobe.dressed(value, self._search.valid)

    # --- One choice -------------------------------------------------------------------------

    def _impose(self, need: Need) -> None:
        """Make a choice in a known body by one change."""
        at = place_of(need.pointer)
        hosts = [(value, spots[at]) for value, spots in self._placed if at in spots]
        for value, spot in hosts[:HOSTS]:
            for part in islice(self._parts(need, spot), VALUES):
                fresh = changed(value, spot.path, part)
                if self._search.valid(fresh):
                    self._add(fresh)
                    return

    def _parts(self, need: Need, spot: Spot) -> "Iterator[Json | Missing]":
        if need.aspect == "absent":
            if not isinstance(spot.value, Missing):
                yield MISSING
            return
        for move in self._moves.sound(spot):
            if not isinstance(move.value, Missing) and meets(move.value, need):
                yield move.value

    # --- Bounds -----------------------------------------------------------------------------

    def _edges(self) -> None:
        """Put every bound into a body, by a change where that does."""
        done: set[str] = set()
        for at, hosts in self._hosts().items():
            for move in self._moves.sound(hosts[0][1]):
                goal = f"{at} {_size(move.value)} !{move.name}"
                fresh = move.name not in {"", "null"} and goal not in done
                if fresh and self._put(move.value, hosts, goal):
                    done.add(goal)
        places = self._hosts()
        for edging, goal in self._solving.edges():
            if goal in done or self._edged(edging, goal, places):
                continue
            made = self._solving.at_edge(edging)
            if isinstance(made, list):
                done.add(goal)
                kept = place_of(edging.list or edging.pointer)
                self._add(self._wardrobe.dressed(made[0], self._search.valid, kept), goal)
            else:
                self._why[goal] = made if isinstance(made, str) else "not found"

    def _edged(self, edging: Edging, goal: str, hosts: dict[str, list[tuple[Json, Spot]]]) -> bool:
        """Put a bound into a known body: a number, or a longer list."""
        if edging.number is not None:
            return self._put(edging.value, hosts.get(place_of(edging.number), []), goal)
        for value, _ in hosts.get(place_of(edging.list), []) if edging.list else ():
            longer = stretched(value, edging.list or "", (edging.value,), self._cost, alone=False)
            if longer is not None:
                self._add(longer, goal)
                return True
        return False

    def _cost(self, value: Json) -> int | None:
        return 0 if self._search.valid(value) else None

    def _hosts(self) -> dict[str, list[tuple[Json, Spot]]]:
        """Return place -> some known bodies that have it."""
        found: dict[str, list[tuple[Json, Spot]]] = {}
        for value, spots in self._placed:
            for at, spot in spots.items():
                if len(hosts := found.setdefault(at, [])) < HOSTS:
                    hosts.append((value, spot))
        return found

    def _put(self, part: "Json | Missing", hosts: list[tuple[Json, Spot]], goal: str) -> bool:
        """Put a value into the first of some bodies that stays valid."""
        for value, spot in hosts:
            fresh = changed(value, spot.path, part)
            if self._search.valid(fresh):
                self._add(fresh, goal)
                return True
        return False

    # --- Pairs ------------------------------------------------------------------------------

    def _cross(self, most: int, chance: random.Random) -> None:
        """Let bodies take over parts of others, and keep what shows new pairs."""
        known: dict[str, list[Json | Missing]] = {}
        for _, spots in self._placed:
            for at, spot in spots.items():
                known.setdefault(at, []).append(spot.value)
        for number in range(CROSSINGS):
            if len(self._pool.found) >= most or not self._placed:
                return
            value = self._crossed(known, chance)
            worth = WORTH[min(len(WORTH) - 1, number * len(WORTH) // CROSSINGS)]
            fresh = compact(value) not in self._seen and self._cover.worth(value) >= worth
            if fresh and self._search.valid(value):
                self._add(value)

    def _crossed(
        self, known: "dict[str, list[Json | Missing]]", chance: random.Random, kept: str = ""
    ) -> Json:
        value, spots = chance.choice(self._placed)
        places = [at for at in spots if at != kept]
        for at in chance.sample(places, min(TAKEN, len(places))):
            value = changed(value, spots[at].path, chance.choice(known[at]))
        return value

    # --- Balance ----------------------------------------------------------------------------

    def _balance(self, chance: random.Random) -> None:
        """See to it that each value of an enum that tells bodies apart is sent often enough."""
        for pointer, values in self._kinds():
            known: dict[str, list[Json | Missing]] = {}
            for _, spots in self._placed:
                for at, spot in spots.items():
                    known.setdefault(at, []).append(spot.value)
            for value in values:
                self._more(pointer, value, known, chance)

    def _more(
        self,
        pointer: str,
        value: Json,
        known: "dict[str, list[Json | Missing]]",
        chance: random.Random,
    ) -> None:
        need = Need(pointer, "value", value)
        name = pointer[1:]
        placed = self._placed
        mine = [it for it in placed if isinstance(it[0], dict) and _has(it[0], name, value)]
        tries = CROSSINGS // 2
        self._placed = mine
        while mine and tries and len(mine) * 8 < len(placed):
            tries -= 1
            fresh = self._crossed(known, chance, kept=pointer)
            if meets(fresh.get(name) if isinstance(fresh, dict) else None, need):
                before = len(self._pool.found)
                if compact(fresh) not in self._seen and self._search.valid(fresh):
                    self._add(fresh)
                    placed += self._placed[-1:] if len(self._pool.found) > before else []
        self._placed = placed

    def _kinds(self) -> Iterator[tuple[str, tuple[Json, ...]]]:
        """Yield the enums right in the body that rules read, with their values."""
        read = set[str]().union(*(self._search.reads(where) for where in self._search.rules), ())
        for factor in self._cover.factors:
            name = factor.pointer[1:]
            values = tuple(it.value for it in factor.options if it.aspect == "value")
            texts = all(isinstance(it, str) for it in values)
            if "/" not in name and name in read and texts and 1 < len(values) <= DISTINCT:
                yield factor.pointer, values


def _has(body: dict[str, Json], name: str, value: Json) -> bool:
    return name in body and body[name] == value


def _pointer(spot: Spot) -> str:
    return place(spot.path)


def _size(value: "Json | Missing") -> object:
    return len(value) if isinstance(value, str | list) else value
