"""Valid bodies with the solver's help: every choice, every bound, and pairs of the choices.

Most are made of known bodies by one change, or by crossing two; what no such change reaches is
asked of the solver, which either makes it or says why it cannot be.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.crossing import Crossing, Placed
from tallystick.fuzz.bodies.dress import Wardrobe
from tallystick.fuzz.bodies.hosting import with_members
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Moves, Spot, changed
from tallystick.fuzz.bodies.parts import Part
from tallystick.fuzz.bodies.proofs import because, wish
from tallystick.fuzz.bodies.search import Search, Start
from tallystick.fuzz.bodies.solving import Solving
from tallystick.fuzz.bodies.valid import LARGE, Found, Pool
from tallystick.ir import MISSING, Missing
from tallystick.solve import Need, Proof
from tallystick.solve.choices import meets
from tallystick.solve.edges import Edging
from tallystick.solve.places import place_of
from tallystick.solve.stretch import stretched
from tallystick.text import Json

HOSTS: Final = 12
"""Known bodies in which a choice is tried before the solver is asked."""
VALUES: Final = 3
"""Values of one kind that are tried."""
MENDED: Final = 2
"""Known bodies that are mended to have a bound."""
MENDING: Final = 12
"""Bodies judged for it."""


class Covering:
    """Grows a pool of valid bodies.

    Attributes:
        pool: The bodies.
        search: Judges bodies.
        cover: Counts the choices that the bodies make.
        placed: Bodies that others are made of: value, place -> spot, the choices made as bits.
        hosts: Valid bodies that have what others lack, those of the pool included.
        seen: Every body of the pool, as it is sent.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one of a kind each
        self,
        pool: Pool,
        search: Search,
        moves: Moves,
        wardrobe: Wardrobe,
        solving: Solving,
        parts: Sequence[Part] = (),
    ) -> None:
        """Grow a pool from what it has, and from what is known of parts."""
        self.pool = pool
        self.search = search
        self._moves = moves
        self._wardrobe = wardrobe
        self._solving = solving
        self.cover = solving.cover()
        self.placed: list[Placed] = []
        self.hosts: list[Json] = []
        self.seen = {compact(found.value) for found in pool.found}
        self._inner = parts
        self._known: dict[str, str] = {}
        self._done: set[str] = set()
        self._why: dict[str, str] = {}
        for found in pool.found:
            self._note(found.value)

    def grow(self, most: int, seed: int) -> Iterator[None]:
        """Add bodies until every choice and bound is made, then pairs, up to `most`."""
        for part in self._inner:
            self._plant(part)
        for need in self.cover.missing:
            if len(self.pool.found) < most and self.cover.lacks(need):
                self._impose(need)
        yield
        self._host()
        yield
        for made in islice(self.cover.singles(), most):
            self.add(self.dressed(made.value))
        self._host()
        yield
        self._edges()
        self._first()
        yield
        yield from Crossing(self, seed).grow(most)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Choices and bounds that no valid body makes, and why."""
        goals = {_goal(it): it for it in self.cover.missing}
        missing = [f"{goal}: {self._reason(goal, need)}" for goal, need in goals.items()]
        return (*missing, *(f"{goal}: {why}" for goal, why in self._why.items()))

    @property
    def pairs_open(self) -> tuple[tuple[str, str], ...]:
        """Pairs of enum values and booleans that no valid body makes and no proof excludes."""
        return tuple((_goal(one), _goal(other)) for one, other in self.cover.open_pairs())

    def _reason(self, goal: str, need: Need) -> str:
        if goal in self._known:
            return self._known[goal]
        answer = self.cover.why(need)
        return because(answer) if isinstance(answer, Proof) else "not found"

    # --- Adding -----------------------------------------------------------------------------

    def _note(self, value: Json) -> int:
        """Count the choices of a body; returns how many pairs are new."""
        made = self.cover.note(value)
        if len(compact(value)) <= LARGE:
            self._place(value)
        return made.pairs

    def _place(self, value: Json) -> None:
        """Let others be made of a body."""
        spots = {place_of(it.at): it for it in self._spots(value)}
        self.placed.append(Placed(value, spots, self.cover.made(value)))

    def _spots(self, value: Json) -> Iterator[Spot]:
        return (spot for spot in self.search.spots(value) if spot.path)

    def add(self, value: Json, edge: str = "") -> None:
        """Add a valid body to the pool.

        Args:
            value: The body; nothing happens when it is known.
            edge: The bound that it is at.
        """
        key = compact(value)
        if key not in self.seen:
            self.seen.add(key)
            goals = frozenset(self.pool.choices(value)) | ({edge} if edge else set())
            self.pool.found.append(Found(value, goals, edge))
            self._note(value)

    def dressed(self, value: Json) -> Json:
        """Return a body with better texts."""
        return self._wardrobe.dressed(value, self.search.valid)

    # --- Parts ------------------------------------------------------------------------------

    def _plant(self, part: Part) -> None:
        """Put what is known of a part into bodies that have it."""
        for found in part.valid(self.search, self._hosts().get(part.at, ())):
            self.add(found.value, found.edge)
            self._done |= found.goals
        self._known.update(part.unreached)
        if part.in_vain is not None:
            self.cover.adopt(part.in_vain, part.at)

    # --- One choice -------------------------------------------------------------------------

    def _impose(self, need: Need) -> None:
        """Make a choice in a known body by one change."""
        at = place_of(need.pointer)
        hosts = [(it.value, it.spots[at]) for it in self.placed if at in it.spots]
        for value, spot in hosts[:HOSTS]:
            for part in islice(self._parts(need, spot), VALUES):
                fresh = changed(value, spot.path, part)
                if self.search.valid(fresh):
                    self.add(fresh)
                    return

    def _parts(self, need: Need, spot: Spot) -> "Iterator[Json | Missing]":
        if need.aspect == "absent":
            if not isinstance(spot.value, Missing):
                yield MISSING
            return
        for move in self._moves.sound(spot):
            if not isinstance(move.value, Missing) and meets(move.value, need):
                yield move.value

    # --- Hosts ------------------------------------------------------------------------------

    def _host(self) -> None:
        """Make bodies that have what others lack; those that make a choice for once are sent."""
        known = [it.value for it in self.pool.found]
        for value in with_members(self.search, self._moves, known):
            self.hosts.append(value)
            if self.cover.lacks_choice(value):
                self.add(value)
            else:
                self._place(value)

    # --- Bounds -----------------------------------------------------------------------------

    def _edges(self) -> None:
        """Put every bound into a body, by a change where that does."""
        done = self._done
        left: dict[str, tuple[Json | Missing, list[tuple[Json, Spot]]]] = {}
        for at, hosts in self._hosts().items():
            for move in self._moves.sound(hosts[0][1]):
                goal = f"{at} {_size(move.value)} !{move.name}"
                if move.name in {"", "null"} or goal in done:
                    continue
                if self._put(move.value, hosts, goal):
                    done.add(goal)
                else:
                    left.setdefault(goal, (move.value, hosts))
        places = self._hosts()
        for edging, goal in self._solving.edges():
            if self._edged(edging, goal, places) or self._mended(*left.pop(goal, (None, [])), goal):
                continue
            made = self._solving.at_edge(edging)
            if isinstance(made, list):
                done.add(goal)
                kept = place_of(edging.list or edging.pointer)
                self.add(self._wardrobe.dressed(made[0], self.search.valid, kept), goal)
            else:
                self._why[goal] = made if isinstance(made, str) else "not found"
        for goal, (part, hosts) in left.items():
            if goal not in done and goal not in self._why:
                self._mended(part, hosts, goal)

    def _edged(self, edging: Edging, goal: str, hosts: dict[str, list[tuple[Json, Spot]]]) -> bool:
        """Put a bound into a known body: a number, or a longer list; whether none is asked for."""
        if goal in self._done:
            return True
        if goal in self._known:
            self._why[goal] = self._known[goal]
            return True
        if edging.number is not None:
            some = hosts.get(place_of(edging.number), [])
            return self._put(edging.value, some, goal) or self._mended(edging.value, some, goal)
        for value, _ in hosts.get(place_of(edging.list), []) if edging.list else ():
            longer = stretched(value, edging.list or "", (edging.value,), self._cost, alone=False)
            if longer is not None:
                self.add(longer, goal)
                return True
        return False

    def _cost(self, value: Json) -> int | None:
        return 0 if self.search.valid(value) else None

    def _first(self) -> None:
        """Let a number at its bound stand first in its list, too."""
        numbers = [it for it, _ in self._solving.edges() if it.number is not None]
        for at, bound in dict.fromkeys((place_of(it.number or ""), it.value) for it in numbers):
            lists = at.removesuffix("/*")
            hosts = [(it.value, it.spots[lists]) for it in self.placed if lists in it.spots]
            if lists != at and not any(_begins(spot, bound) for _, spot in hosts):
                any(self._turned(value, spot, bound) for value, spot in hosts)

    def _turned(self, value: Json, spot: Spot, bound: int) -> bool:
        """Put an item of a list before the others; whether that is valid."""
        items = spot.value
        if not isinstance(items, list) or bound not in items:
            return False
        others = [it for it in items if it != bound]
        fresh = changed(value, spot.path, [bound, *others])
        if not self.search.valid(fresh):
            return False
        self.add(fresh)
        return True

    def _hosts(self) -> dict[str, list[tuple[Json, Spot]]]:
        """Return place -> some known bodies that have it."""
        found: dict[str, list[tuple[Json, Spot]]] = {}
        for value, spots, _ in self.placed:
            for at, spot in spots.items():
                if len(hosts := found.setdefault(at, [])) < HOSTS:
                    hosts.append((value, spot))
        return found

    def _put(self, part: "Json | Missing", hosts: list[tuple[Json, Spot]], goal: str) -> bool:
        """Put a value into the first of some bodies that stays valid."""
        for value, spot in hosts:
            fresh = changed(value, spot.path, part)
            if self.search.valid(fresh):
                self.add(fresh, goal)
                return True
        return False

    def _mended(self, part: "Json | Missing", hosts: list[tuple[Json, Spot]], goal: str) -> bool:
        """Put a value into a body that is changed elsewhere, too."""
        some = hosts[:MENDED]
        starts = [Start(changed(value, spot.path, part), spot.path) for value, spot in some]
        made = self.search.find(starts, frozenset(), MENDING)
        if made is not None:
            self.add(made, goal)
        return made is not None


def _goal(need: Need) -> str:
    return f"{place_of(need.pointer)} {wish(need)}"


def _begins(spot: Spot, bound: int) -> bool:
    return isinstance(spot.value, list) and spot.value[:1] == [bound]


def _size(value: "Json | Missing") -> object:
    if isinstance(value, str) and not value.isascii():
        return f"{len(value)} wide"
    if isinstance(value, dict):
        return "given"
    return len(value) if isinstance(value, str | list) else value
