"""Each way to break a rule, and each way to keep it: by one of its conditions and no other.

Where a rule has several conditions, a server may have lost one of them, or take one for another.
Then it is told apart from the right one only by a body in which that condition decides.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.compared import ITEM, Comparing, Steps
from tallystick.fuzz.bodies.deciding import Decision, Way, decision
from tallystick.fuzz.bodies.hinging import Hinge
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Moves, Spot, changed, part_at
from tallystick.fuzz.bodies.search import Place, Search, Start
from tallystick.fuzz.bodies.twinning import twinned
from tallystick.fuzz.model import Path
from tallystick.ir import Missing
from tallystick.rules import Rule
from tallystick.text import Json

BEGUN: Final = 24
"""Known bodies of either sort that are looked at."""
HOSTS: Final = 6
"""Known bodies of different outcomes from which it is looked for others."""
LOOKED: Final = 120
"""Bodies whose outcomes are looked at, for one rule at one place."""
FRUITLESS: Final = 30
"""Such bodies in a row without a new outcome, after which there is most likely none."""
MOVES: Final = 4
"""Values of one member that are tried."""
TRIES: Final = 3
"""Bodies of one outcome that are judged, until one breaks, or keeps, what it should."""
MOST: Final = 6
"""Bodies for one rule at one place, of each sort."""
MENDED: Final = 3
"""Bodies that are mended when they break other rules, too."""
MENDING: Final = 16
"""Bodies judged to mend one."""


class _At(NamedTuple):
    """A body with the way to the value that a rule is about."""

    body: Json
    path: Path


class Ways:
    """Looks for the ways to break and to keep one rule at one place."""

    def __init__(self, search: Search, moves: Moves, where: Place, rule: Rule) -> None:
        """Know of no body.

        Args:
            search: Of the type.
            moves: Changes of its bodies.
            where: The rule.
            rule: Its declaration, with an expression.
        """
        self._search = search
        self._moves = moves
        self._where = where
        self._rule = rule
        self._comparing = Comparing(rule.expression) if rule.expression is not None else None
        self._reached: set[tuple[bool, Way]] = set()
        self._tried: dict[Way, int] = {}
        self._mended = 0
        self._queue: deque[_At] = deque()

    def known(self, spots: Sequence[tuple[Json, Spot]], *, sound: bool) -> None:
        """Begin with bodies that are valid, or break the rule alone.

        Args:
            spots: Bodies, each with the value there that the rule is about.
            sound: They are valid.
        """
        begun = len(self._queue) + HOSTS
        type_id = self._search.rules[self._where][1]
        for body, spot in spots[:BEGUN]:
            told = self._told(spot.value)
            if told is None or told.holds is not sound or isinstance(spot.value, Missing):
                continue
            if told.way is not None:
                self._reached.add((told.holds, told.way))
            fresh = told.state not in self._tried and len(self._queue) < begun
            if fresh and self._search.fits(type_id, spot.value):
                self._tried[told.state] = TRIES
                self._queue.append(_At(body, spot.path))

    def _told(self, value: "Json | Missing") -> Decision | None:
        rule = self._rule.expression
        return None if rule is None or isinstance(value, Missing) else decision(rule, value)

    def more(self) -> Iterator[Hinge]:
        """Yield bodies that break or keep the rule in ways that no known one does."""
        left, given = LOOKED, {True: 0, False: 0}
        fruitless = 0
        while self._queue and left > 0 and fruitless < FRUITLESS:
            at = self._queue.popleft()
            for move, fresh in self._near(at):
                left -= 1
                told = self._told(part_at(fresh, at.path))
                if left < 0 or told is None:
                    break
                fruitless = fruitless + 1 if told.state in self._tried else 0
                hinge = self._tell(_At(fresh, at.path), told, move)
                if hinge is not None and given[hinge.sound] < MOST:
                    given[hinge.sound] += 1
                    yield hinge

    def _tell(self, at: _At, told: Decision, kept: Path) -> Hinge | None:
        """Return a body when its outcome is a new way, and it is judged as it should be."""
        tried = self._tried.get(told.state, 0)
        if tried == 0:
            self._queue.append(at)
        goal = told.holds, told.way or frozenset()
        if told.way is None or goal in self._reached or tried >= TRIES:
            self._tried.setdefault(told.state, TRIES)
            return None
        self._tried[told.state] = tried + 1
        body = self._judged(at, told, kept)
        if body is None:
            return None
        self._reached.add(goal)
        name, where = self._where
        return Hinge(body, told.holds, f"{where} {', '.join(sorted(goal[1]))} !{name}")

    def _judged(self, at: _At, told: Decision, kept: Path) -> "Json | None":
        wanted = frozenset() if told.holds else frozenset({self._where})
        found = self._search.broken(at.body)
        if not found.keywords and found.rules == wanted:
            return at.body
        if found.keywords or self._mended == MENDED:
            return None
        self._mended += 1
        mended = self._search.find([Start(at.body, kept)], wanted, MENDING)
        same = mended is not None and self._told(part_at(mended, at.path)) == told
        return mended if same else None

    def _near(self, at: _At) -> Iterator[tuple[Path, Json]]:
        """Yield bodies with one value changed that the rule reads: what was changed, the body."""
        for spot in self._search.spots(at.body):
            if spot.path[: len(at.path)] != at.path:
                continue
            steps = tuple(
                step if isinstance(step, str) else ITEM for step in spot.path[len(at.path) :]
            )
            if self._comparing is not None and steps in self._comparing.reads:
                twin = twinned(at.body, spot.path)
                if twin is not None:
                    yield spot.path, twin
            for value in self._values(spot, steps):
                yield spot.path, changed(at.body, spot.path, value)

    def _values(self, spot: Spot, steps: Steps) -> "Iterator[Json | Missing]":
        comparing, here = self._comparing, spot.value
        if comparing is None:
            return
        keys = comparing.values.get((*steps, ITEM), ()) if isinstance(here, dict) else ()
        yield from ({**here, str(name): _any(here)} for name in keys if isinstance(here, dict))
        if steps not in comparing.reads:
            return
        yield from comparing.values.get(steps, ())
        for size in comparing.sizes.get(steps, ()):
            yield from _sized(here, size)
        if isinstance(here, list) and here:
            yield from ([*here, here[0]], [here[0], *here], here[1:])
        moves = (it.value for it in self._moves.sound(spot))
        yield from islice(moves, MOVES)


def of_each_way(search: Search, where: Place, bodies: Iterable[Json]) -> list[Json]:
    """Return of bodies that break a rule the smallest for each way in which they do.

    Args:
        search: Of the type.
        where: The rule.
        bodies: Each breaks it alone.
    """
    rule = search.rules[where][0].expression
    found: dict[Way, Json] = {}
    if rule is None:
        return []
    for body in sorted(bodies, key=lambda it: len(compact(it))):
        parts = (it.value for it in search.spots(body) if it.at == where[1])
        told = (decision(rule, it) for it in parts if not isinstance(it, Missing))
        way = next((it.way for it in told if not it.holds), None)
        if way is not None:
            found.setdefault(way, body)
    return list(found.values())[:MOST]


def _sized(value: "Json | Missing", size: int) -> "Iterator[Json]":
    """Yield a text, or a list, of a size."""
    if isinstance(value, str) and value and size >= 0:
        yield value[:size].ljust(size, value[-1])
    elif isinstance(value, list) and value and size >= 0:
        yield [value[min(index, len(value) - 1)] for index in range(size)]


def _any(value: dict[str, Json]) -> Json:
    return next(iter(value.values()), "a")
