"""Automata of languages: which lengths there are, and a string of a given one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from tallystick.solve.strings.language import (
    LAST,
    NOTHING,
    SURROGATES,
    Term,
    TooLargeError,
    both,
    complement,
    cuts,
    derive,
    nullable,
)

MAX_STATES: Final = 20_000
"""States of one automaton before a question about it is given up."""
MAX_STEPS: Final = 20_000
"""Lengths that are looked through before the search for a period is given up."""
LIKED: Final = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. "


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths of a language's strings: some, and from `start` on those of a period.

    Attributes:
        few: Lengths below `start`.
        start: First length that the period covers.
        period: 0 when there is no length from `start` on.
        residues: Offsets from `start`, each below `period`, that repeat for ever.
    """

    few: tuple[int, ...]
    start: int
    period: int
    residues: tuple[int, ...]

    def __contains__(self, length: int) -> bool:
        """Whether some string is so long."""
        if length < self.start:
            return length in self.few
        return self.period > 0 and (length - self.start) % self.period in self.residues

    def first(self, count: int) -> tuple[int, ...]:
        """Return the shortest lengths, `count` of them if there are so many."""
        found = list(self.few[:count])
        turn = 0
        while self.period and len(found) < count:
            found += [self.start + turn * self.period + item for item in self.residues]
            turn += 1
        return tuple(found[:count])


Interval: TypeAlias = tuple[int, int]
"""First and last code point."""


@dataclass(slots=True)
class Automaton:
    """The states of one language; the first is 0.

    Attributes:
        moves: For each state: the code points that lead on, and whereto.
        accepts: For each state: whether the text may end there.
    """

    moves: list[tuple[tuple[tuple[Interval, ...], int], ...]] = field(default_factory=list)
    accepts: list[bool] = field(default_factory=list)


@lru_cache(maxsize=4096)
def automaton(term: Term) -> Automaton:
    """Make the automaton of a language, moves that lead nowhere left out.

    Raises:
        TooLargeError: It has more than `MAX_STATES` states.
    """
    result = Automaton()
    # The first state differs from the same term later: only there does ^ match.
    numbers: dict[tuple[Term, bool], int] = {(term, True): 0}
    todo: list[tuple[Term, bool]] = [(term, True)]
    for state, at_start in todo:
        result.accepts.append(nullable(state, start=at_start, end=True))
        moves: dict[int, list[Interval]] = {}
        for low, high in intervals(state, start=at_start):
            after = derive(state, low, start=at_start)
            if after == NOTHING:
                continue
            number = numbers.setdefault((after, False), len(numbers))
            if number == len(todo):
                todo.append((after, False))
            moves.setdefault(number, []).append((low, high))
        if len(todo) > MAX_STATES:
            raise TooLargeError
        result.moves.append(tuple((tuple(chars), number) for number, chars in moves.items()))
    return _trim(result)


def _trim(whole: Automaton) -> Automaton:
    """Drop moves into states from which nothing is accepted."""
    before: dict[int, list[int]] = {}
    for state, moves in enumerate(whole.moves):
        for _, after in moves:
            before.setdefault(after, []).append(state)
    alive = {state for state, accepts in enumerate(whole.accepts) if accepts}
    todo = list(alive)
    for state in todo:
        fresh = [item for item in before.get(state, ()) if item not in alive]
        alive.update(fresh)
        todo.extend(fresh)
    whole.moves = [tuple(move for move in moves if move[1] in alive) for moves in whole.moves]
    return whole


def intervals(term: Term, *, start: bool) -> Iterator[Interval]:
    """Yield the classes of code points that a term tells apart, surrogates left out."""
    edges = sorted({0, SURROGATES[0], SURROGATES[1] + 1, LAST + 1, *cuts(term, start=start)})
    for low, high in pairwise(edges):
        if not (SURROGATES[0] <= low <= SURROGATES[1]):
            yield (low, high - 1)


def letters(ranges: tuple[Interval, ...]) -> Iterator[str]:
    """Yield every character of some ranges, the ones people like to see first."""
    yield from _liked(ranges)
    for low, high in sorted(ranges, key=_plain):
        yield from (chr(code) for code in range(low, high + 1) if chr(code) not in LIKED)


@lru_cache(maxsize=4096)
def _liked(ranges: tuple[Interval, ...]) -> tuple[str, ...]:
    return tuple(char for char in LIKED if any(low <= ord(char) <= high for low, high in ranges))


def _plain(interval: Interval) -> tuple[bool, int]:
    """Order ranges so that control characters come last."""
    return (interval[0] < ord(" "), interval[0])


@lru_cache(maxsize=4096)
def lengths(term: Term) -> Lengths:
    """Return the lengths of a language's strings, exactly.

    Raises:
        TooLargeError: The automaton is too large, or no period shows in `MAX_STEPS` lengths.
    """
    machine = automaton(term)
    seen: dict[frozenset[int], int] = {}
    hits: list[bool] = []
    states = frozenset({0})
    while states not in seen:
        if len(hits) > MAX_STEPS:
            raise TooLargeError
        seen[states] = len(hits)
        hits.append(any(machine.accepts[state] for state in states))
        states = frozenset(after for state in states for _, after in machine.moves[state])
    start = seen[states]
    few = tuple(length for length in range(start) if hits[length])
    residues = tuple(length - start for length in range(start, len(hits)) if hits[length])
    return Lengths(few, start, len(hits) - start if residues else 0, residues)


def strings(term: Term, length: int) -> Iterator[str]:
    """Yield every string of a length, each once, the ones with liked characters first."""
    machine = automaton(term)
    reach = _reach(machine, length)
    if 0 not in reach[length]:
        return
    yield from _strings(machine, reach, length)


def _reach(machine: Automaton, length: int) -> list[frozenset[int]]:
    """Return, for each number of letters left, the states that can still end well."""
    levels = [frozenset(state for state, accepts in enumerate(machine.accepts) if accepts)]
    for _ in range(length):
        below = levels[-1]
        if len(levels) > 1 and levels[-2] == below:
            levels.append(below)
            continue
        levels.append(
            frozenset(
                state
                for state, moves in enumerate(machine.moves)
                if any(after in below for _, after in moves)
            )
        )
    return levels


def _strings(machine: Automaton, reach: list[frozenset[int]], length: int) -> Iterator[str]:
    def options(state: int, left: int) -> Iterator[tuple[str, int]]:
        for chars, after in machine.moves[state]:
            if after in reach[left - 1]:
                yield from ((char, after) for char in letters(chars))

    if length == 0:
        yield ""
        return
    path: list[tuple[str, int]] = []
    stack = [options(0, length)]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            if path:
                path.pop()
            continue
        path.append(step)
        if len(path) == length:
            yield "".join(char for char, _ in path)
            path.pop()
        else:
            stack.append(options(step[1], length - len(path)))


@lru_cache(maxsize=4096)
def includes(one: Term, other: Term) -> bool:
    """Whether every string of the other language is one of the one, as far as can be seen."""
    try:
        return not lengths(both(other, complement(one))).first(1)
    except TooLargeError:
        return False
