"""Automata of languages: which lengths there are, and a string of a given one."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from threading import Lock
from typing import Final, TypeAlias

from tallystick.solve.strings.alphabet import Alphabet, Interval
from tallystick.solve.strings.language import (
    Term,
    TooLargeError,
    both,
    complement,
    nullable,
)
from tallystick.solve.strings.steps import Steps

MAX_STATES: Final = 20_000
"""States of one automaton before a question about it is given up."""
MAX_STEPS: Final = 20_000
"""Lengths that are looked through before the search for a period is given up."""
_MOST_KEPT: Final = 128
"""Automata that are remembered; fewer where they have more than `MAX_STATES` together."""
GLIMPSE: Final = 500
"""States that are looked at where a part of the answer may be enough."""
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


Moves: TypeAlias = tuple[tuple[tuple[Interval, ...], int], ...]
"""Code points that lead on, and the state that they lead to."""


class Automaton:
    """The states of one language, found as far as questions go.

    Attributes:
        moves: For each state that was looked into: what leads on.
        accepts: For each state that was found: whether the text may end there. The first is 0.
    """

    def __init__(self, term: Term) -> None:
        """Find the first state.

        Args:
            term: The language.
        """
        self.moves: list[Moves] = []
        self.accepts = [nullable(term, start=True, end=True)]
        self._alphabet = Alphabet(term)
        self._steps = Steps(self._alphabet)
        self._terms = [term]
        # The first state differs from the same term later: only there does ^ match.
        self._numbers: dict[Term, int] = {}
        self._layers = [frozenset({0})]
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many states were found."""
        return len(self.accepts)

    def layer(self, length: int) -> frozenset[int]:
        """Return the states that texts of a length lead to.

        Raises:
            TooLargeError: There are more than `MAX_STATES`, or it takes more than `MAX_WORK`.
        """
        while len(self._layers) <= length:
            with self._lock:
                self._add_layer()
        return self._layers[length]

    def _add_layer(self) -> None:
        last = self._layers[-1]
        self._look_into(max(last, default=-1))
        self._steps.spend(len(last))
        after = frozenset(to for state in last for _, to in self.moves[state])
        self._layers.append(last if after == last else after)

    def _look_into(self, state: int) -> None:
        """Find what leads on from a state and from all that were found before it."""
        while len(self.moves) <= state:
            if len(self._terms) > MAX_STATES:
                raise TooLargeError
            term = self._terms[len(self.moves)]
            table = self._steps.next(term) if self.moves else self._steps.first(term)
            moves = [(self._alphabet.intervals(bits), after) for bits, after in table]
            moves.sort(key=itemgetter(0))
            self.moves.append(tuple((chars, self._number(after)) for chars, after in moves))

    def _number(self, term: Term) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._terms)
            self._terms.append(term)
            self.accepts.append(nullable(term, start=False, end=True))
        return number


_kept: Final[OrderedDict[Term, Automaton]] = OrderedDict()
_keeping: Final = Lock()


def automaton(term: Term) -> Automaton:
    """Return the automaton of a language: questions about it go on where the last one ended."""
    with _keeping:
        found = _kept.pop(term, None) or Automaton(term)
        while len(_kept) >= _MOST_KEPT or sum(map(len, _kept.values())) > MAX_STATES:
            _kept.popitem(last=False)
        _kept[term] = found
    return found


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
def lengths(term: Term, *, states: int | None = None, below: int = 0) -> Lengths:
    """Return the lengths of a language's strings.

    Args:
        term: The language.
        states: States after which the rest is not looked at, and may have any length; None: never.
        below: Lengths up to there are looked at in any case.

    Raises:
        TooLargeError: The automaton is too large, or no period shows in `MAX_STEPS` lengths.
    """
    machine = automaton(term)
    seen: dict[frozenset[int], int] = {}
    hits: list[bool] = []
    while (layer := machine.layer(len(hits))) not in seen:
        length = len(hits)
        if length > MAX_STEPS:
            raise TooLargeError
        if states is not None and length >= below and len(machine) > states:
            return Lengths(_hits(hits, 0), length, 1, (0,))
        seen[layer] = length
        hits.append(any(machine.accepts[state] for state in layer))
    start = seen[layer]
    residues = _hits(hits, start)
    return Lengths(_hits(hits[:start], 0), start, len(hits) - start if residues else 0, residues)


def _hits(hits: list[bool], start: int) -> tuple[int, ...]:
    """Return the lengths that there are from a start on, as offsets from it."""
    return tuple(length - start for length in range(start, len(hits)) if hits[length])


def strings(term: Term, length: int) -> Iterator[str]:
    """Yield every string of a length, each once, the ones with liked characters first.

    Raises:
        TooLargeError: The automaton is too large.
    """
    machine = automaton(term)
    reach = _reach(machine, length)
    if 0 in reach[0]:
        yield from _strings(machine, reach, length)


def _reach(machine: Automaton, length: int) -> list[frozenset[int]]:
    """Return, for each number of letters read, the states that can still end well."""
    alive = frozenset(state for state in machine.layer(length) if machine.accepts[state])
    levels = [alive]
    for read in range(length - 1, -1, -1):
        layer = machine.layer(read)
        alive = frozenset(
            state for state in layer if any(after in alive for _, after in machine.moves[state])
        )
        levels.append(levels[-1] if alive == levels[-1] else alive)
    return levels[::-1]


def _strings(machine: Automaton, reach: list[frozenset[int]], length: int) -> Iterator[str]:
    def options(state: int, read: int) -> Iterator[tuple[str, int]]:
        for chars, after in machine.moves[state]:
            if after in reach[read + 1]:
                yield from ((char, after) for char in letters(chars))

    if length == 0:
        yield ""
        return
    path: list[tuple[str, int]] = []
    stack = [options(0, 0)]
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
            stack.append(options(step[1], len(path)))


@lru_cache(maxsize=4096)
def includes(one: Term, other: Term) -> bool:
    """Whether every string of the other language is one of the one, as far as can be seen."""
    try:
        beyond = both(other, complement(one))
        return not (lengths(beyond, states=GLIMPSE).few or lengths(beyond).first(1))
    except TooLargeError:
        return False
