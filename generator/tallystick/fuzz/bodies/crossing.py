"""Bodies put together from known ones, for pairs of choices, and for a fair share of each kind."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Spot, changed
from tallystick.fuzz.bodies.triples import Triples, holds
from tallystick.fuzz.model import Path
from tallystick.ir import Missing
from tallystick.resolve.pointer import split
from tallystick.solve.choices import bits
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.fuzz.bodies.covering import Covering

CROSSINGS: Final = 600
"""Bodies that are put together at random."""
TAKEN: Final = 3
"""Parts that one takes over at most."""
WORTH: Final = (60, 30, 15)
"""New pairs that make a body worth sending: first many, later fewer."""
ENRICHED: Final = 120
"""Known bodies that are changed until they make more pairs."""
ENOUGH: Final = 12
"""Bodies that came of it, below which it is not done again."""
TOO_MANY: Final = 2
"""Times as many bodies as are wanted, after which pairs are left."""
FEW: Final = 4
"""New pairs that make such a body worth sending."""
SOLVED: Final = 200
"""Messages of the solver for pairs, at most; no more than bodies that are wanted."""
SHARE: Final = 7
"""Each kind of body is one in so many; of many kinds, one in half as many again as there are."""
FILLING: Final = 400
"""Bodies that are tried for the share of one kind."""
RICH: Final = 40
"""The first of them are changed to make more pairs."""
DISTINCT: Final = 10
"""Values of an enum that says what kind of body it is."""

HOSTS: Final = 4
"""Bodies that a text in another script is put into, until one stays valid."""
SHORT: Final = 40
"""Characters of such a text, at most."""

Known = dict[str, list["Json | Missing"]]


class Placed(NamedTuple):
    """A body that others are made of.

    Attributes:
        spots: Place -> the first spot there.
        made: The choices it makes, as bits.
    """

    value: Json
    spots: dict[str, Spot]
    made: int


class Crossing:
    """Grows a pool by what known bodies have."""

    def __init__(self, covering: "Covering", seed: int) -> None:
        """Grow the pool of `covering`."""
        self._covering = covering
        self._cover = covering.cover
        self._random = random.Random(seed)  # noqa: S311 - the same seed, the same bodies
        self._held: Known = {}
        self._noted = 0
        self._paths = [_path(need.pointer) for need in self._cover.needs]

    def grow(self, most: int) -> Iterator[None]:
        """Add bodies up to `most`, and those that pairs and shares need."""
        self._cross(most)
        yield
        while self._pairs() > ENOUGH and len(self._covering.pool.found) < TOO_MANY * most:
            yield
        finite = self._cover.finite
        for _, made in zip(range(min(SOLVED, most)), self._cover.pairs(finite), strict=False):
            value = self._covering.dressed(made.value)
            kept = self._cover.made(value) & finite
            self._covering.add(self._enriched(value, finite, kept))
        yield
        kinds = list(self._kinds())
        pointers = {pointer for pointer, _ in kinds}
        numbered = enumerate(self._cover.needs)
        texts = (it for it, need in numbered if need.pointer in pointers and need.value is not None)
        said = sum(1 << number for number in texts)
        Triples(self._covering, self._random, self._paths, said).grow(most)
        yield
        for pointer, values in kinds:
            for value in values:
                self._fill(pointer, value, max(SHARE, 3 * len(values) // 2))
                self._foreign(pointer, value)
        yield

    def _known(self) -> Known:
        """Return place -> what bodies hold there."""
        for placed in self._covering.placed[self._noted :]:
            for at, spot in placed.spots.items():
                self._held.setdefault(at, []).append(spot.value)
        self._noted = len(self._covering.placed)
        return self._held

    def _cross(self, most: int) -> None:
        """Let bodies take over parts of others, and keep what shows new pairs."""
        known = self._known()
        for number in range(CROSSINGS):
            if len(self._covering.pool.found) >= most or not self._covering.placed:
                return
            value = self._crossed(self._covering.placed, known)
            worth = WORTH[number * len(WORTH) // CROSSINGS]
            if self._cover.worth(value) >= worth:
                self._keep(value)

    def _crossed(self, hosts: list[Placed], known: Known, kept: str = "") -> Json:
        value, spots, _ = self._random.choice(hosts)
        places = [at for at in spots if at != kept]
        for at in self._random.sample(places, min(TAKEN, len(places))):
            value = changed(value, spots[at].path, self._random.choice(known[at]))
        return value

    def _keep(self, value: Json) -> bool:
        fresh = compact(value) not in self._covering.seen and self._covering.search.valid(value)
        if fresh:
            self._covering.add(value)
        return fresh

    # --- Pairs ------------------------------------------------------------------------------

    def _pairs(self) -> int:
        """Let known bodies make further values, as long as that makes pairs; returns how many."""
        before = len(self._covering.pool.found)
        finite = self._cover.finite
        placed = self._covering.placed
        for host in self._random.sample(placed, min(len(placed), ENRICHED)):
            value = self._enriched(host.value, finite)
            if self._cover.worth(value) >= FEW:
                self._keep(value)
        return len(self._covering.pool.found) - before

    def _enriched(self, value: Json, finite: int, kept: int = 0) -> Json:
        """Return a body changed, value by value, to make pairs that no body makes.

        Args:
            value: The body.
            finite: The values, as bits.
            kept: Those that it must go on making.
        """
        made = self._cover.made(value)
        every = bits(finite & ~made)
        options = [it for it in every if not kept & ~self._cover.apart_from(it)]
        self._random.shuffle(options)
        for option in options:
            path = self._paths[option]
            if self._cover.gain(option, made & finite) and holds(value, path):
                fresh = changed(value, path, self._cover.needs[option].value)
                if self._covering.search.valid(fresh):
                    value, made = fresh, self._cover.remade(made, option, fresh)
        return value

    # --- Shares -----------------------------------------------------------------------------

    def _kinds(self) -> Iterator[tuple[str, tuple[Json, ...]]]:
        """Yield the enums right in the body that rules read, with their values."""
        search = self._covering.search
        read: set[str] = set()
        read.update(*(search.reads(where) for where in search.rules))
        for factor in self._cover.factors:
            name = factor.pointer[1:]
            values = tuple(it.value for it in factor.options if it.aspect == "value")
            texts = all(isinstance(it, str) for it in values)
            if "/" not in name and name in read and texts and 1 < len(values) <= DISTINCT:
                yield factor.pointer, values

    def _fill(self, pointer: str, value: Json, share: int) -> None:
        """See to it that a value of an enum is in one of so many bodies that have the member."""
        covering, name = self._covering, pointer[1:]
        known = self._known()
        mine = [it for it in covering.placed if _has(it.value, name, value)]
        others = sum(isinstance(it.value, dict) and name in it.value for it in covering.placed)
        others -= len(mine)
        for number in range(FILLING):
            if not mine or len(mine) * (share - 1) >= others:
                return
            fresh = self._crossed(mine, known, kept=pointer)
            if number < RICH and covering.search.valid(fresh):
                fresh = self._enriched(fresh, self._cover.finite)
            if _has(fresh, name, value) and self._keep(fresh):
                mine += covering.placed[-1:]

    def _foreign(self, pointer: str, value: Json) -> None:
        """See to it that each text is sent in another script beside a value of an enum."""
        covering, name = self._covering, pointer[1:]
        mine = [it for it in covering.placed if _has(it.value, name, value)]
        for at, values in self._known().items():
            text = next((it for it in values if _is_foreign(it)), None)
            hosts = [it for it in mine if at in it.spots]
            if text is None or any(_is_foreign(it.spots[at].value) for it in hosts):
                continue
            bodies = (changed(it.value, it.spots[at].path, text) for it in hosts[:HOSTS])
            next((body for body in bodies if self._keep(body)), None)


def _is_foreign(value: "Json | Missing") -> bool:
    return isinstance(value, str) and len(value) <= SHORT and not value.isascii()


def _path(pointer: str) -> Path:
    steps = split(pointer)
    return tuple(int(step) if step.isdigit() else step for step in steps)


def _has(body: Json, name: str, value: Json) -> bool:
    return isinstance(body, dict) and name in body and body[name] == value
