"""The valid bodies of an operation: every member, value and edge, and pairs of the choices."""

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Move, Moves, changed
from tallystick.fuzz.bodies.search import Place, Search, Start
from tallystick.fuzz.model import Path
from tallystick.ir import Missing
from tallystick.text import Json

SHORT: Final = 24
"""Characters up to which a text counts as a choice."""
STEPS: Final = 24
"""Bodies judged to make one goal valid."""
WALKS: Final = 160
"""Random walks that look for new pairs."""
HOSTS: Final = 2
LARGE: Final = 1_500
"""Bytes above which a body is sent, but no other one is made of it: it holds an edge already."""
"""Known bodies in which a goal is tried."""


class Found(NamedTuple):
    """A valid body.

    Attributes:
        goals: What it covers.
        edge: That of them which it was made for.
        rule: Id and place of the rule that it was made to show, if it was.
    """

    value: Json
    goals: frozenset[str]
    edge: str = ""
    rule: Place | None = None


class Pool:
    """Grows the valid bodies of one type from some known ones.

    Attributes:
        found: Valid bodies; each covered something new when it was found.
        unreached: Goals that were tried in vain.
    """

    def __init__(self, search: Search, moves: Moves, seeds: Sequence[Json], seed: int) -> None:
        """Begin with those of `seeds` that are valid."""
        self._search = search
        self._moves = moves
        self._random = random.Random(seed)  # noqa: S311 - the same seed, the same bodies
        self._goals: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._pending: dict[str, list[tuple[Json, Move]]] = {}
        self.found: list[Found] = []
        for value in sorted(seeds, key=lambda each: len(compact(each))):
            if search.valid(value):
                self._add(value, always=search.shrunk(value) == value)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Goals that no valid body was found for."""
        return tuple(sorted(set(self._pending) - self._goals))

    def grow(self, most: int) -> None:
        """Cover every goal that can be reached, then pairs of choices.

        Args:
            most: Bodies after which it is enough.
        """
        at = 0
        while at < len(self.found) and len(self.found) < most:
            value = self.found[at].value
            if at == 0 or len(compact(value)) <= LARGE:
                self._around(value)
            at += 1
        for goal, places in list(self._pending.items()):
            if goal not in self._goals and len(self.found) < most:
                self._reach(goal, places)
        for _ in range(WALKS):
            if len(self.found) >= most or not self.found:
                break
            self._walk()

    def _around(self, value: Json) -> None:
        spots = [spot for spot in self._search.spots(value) if spot.path]
        for move in (move for spot in spots for move in self._moves.sound(spot)):
            goal = _goal(move)
            if goal in self._goals:
                continue
            fresh = changed(value, move.path, move.value)
            if self._search.valid(fresh):
                self._add(fresh, goal, always=True)
            elif len(places := self._pending.setdefault(goal, [])) < HOSTS:
                places.append((fresh, move))

    def _reach(self, goal: str, places: list[tuple[Json, Move]]) -> None:
        for fresh, move in places:
            start = Start(fresh, move.path, given=isinstance(move.value, dict))
            value = self._search.find([start], frozenset(), STEPS)
            if value is not None:
                self._add(value, goal, always=True)
                return

    def _walk(self) -> None:
        """Change a known body at random, mend it, and keep it when it shows new pairs."""
        value = self._random.choice(self.found).value
        if len(compact(value)) > LARGE:
            return
        path: Path | None = None
        for _ in range(self._random.randint(1, 4)):
            spots = [spot for spot in self._moves.spots(self._search.type, value) if spot.path]
            moves = list(self._moves.sound(self._random.choice(spots))) if spots else []
            if moves:
                move = self._random.choice(moves)
                path = move.path
                value = changed(value, move.path, move.value)
        mended = self._search.find([Start(value, path)], frozenset(), STEPS // 2)
        if mended is not None:
            self._add(mended, always=False)

    def _add(self, value: Json, goal: str = "", *, always: bool) -> None:
        goals = frozenset(self.choices(value)) | ({goal} if goal else set())
        pairs = set(combinations(sorted(goals), 2))
        if not always and goals <= self._goals and len(pairs - self._pairs) < len(goals) // 4 + 1:
            return
        self._goals |= goals
        self._pairs |= pairs
        self.found.append(Found(value, goals, goal if goal.count("!") else ""))

    def choices(self, value: Json) -> Iterator[str]:
        """Yield the finite choices that a body makes."""
        for spot in self._search.spots(value):
            if spot.path and not isinstance(spot.value, Missing):
                yield f"{spot.at} {shown(spot.value)}"


def _goal(move: Move) -> str:
    given = "absent" if isinstance(move.value, Missing) else shown(move.value)
    edge = f" !{move.name}" if move.name and move.name != "null" else ""
    return f"{move.at} {given}{edge}"


def shown(value: Json) -> str:
    """Return a value as goals have it."""
    if isinstance(value, list):
        return f"{len(value)} items"
    if isinstance(value, dict):
        return "given"
    text = compact(value).decode("utf-8", "replace")
    if len(text) <= SHORT:
        return text
    return f"{len(text)} characters" if text.isascii() else f"{len(text)} wide characters"
