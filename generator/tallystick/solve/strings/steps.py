"""What may follow one character, for all characters at once.

The derivative of a language by a character (Brzozowski 1964) is the same for many characters. So a
language is turned into a table: classes of characters, and the language after each. Tables of the
parts make the table of the whole, and each part is looked at once, however many languages share it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from tallystick.rules.regex import Anchor, CharSet, Choice, Repeat, Sequence
from tallystick.solve.strings.alphabet import Alphabet
from tallystick.solve.strings.language import (
    EMPTY,
    EVERYTHING,
    NOTHING,
    Both,
    Complement,
    Term,
    TooLargeError,
    both,
    choice,
    complement,
    nullable,
    once_less,
    sequence,
    started,
)

MAX_WORK: Final = 500_000
"""Parts of languages that are put together for one automaton before it is given up."""

Table: TypeAlias = tuple[tuple[int, Term], ...]
"""Disjoint classes of an `Alphabet` as bits, and the language after a character of them. Characters
of no class lead nowhere."""
_Chain: TypeAlias = "tuple[_Chain, Term] | None"


class Steps:
    """The tables of one language and of all that it becomes."""

    def __init__(self, alphabet: Alphabet) -> None:
        """Make no table yet.

        Args:
            alphabet: Of the language.
        """
        self._alphabet = alphabet
        self._known: dict[Term, Table] = {}
        self._work = 0

    def first(self, term: Term) -> Table:
        """Return the table at the start of the text, behind which ``^`` matches no more.

        Raises:
            TooLargeError: It takes more than `MAX_WORK`.
        """
        after = self._table(term, start=True)
        return self._grouped((bits, started(rest)) for bits, rest in after)

    def next(self, term: Term) -> Table:
        """Return the table of a language inside of the text.

        Raises:
            TooLargeError: As of `first`.
        """
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._table(term, start=False)
        return found

    def _table(self, term: Term, *, start: bool) -> Table:  # noqa: PLR0911 - one return for each kind
        """Return the table of a language, of its parts' tables."""
        of = self.next if not start else lambda part: self._table(part, start=True)
        match term:
            case CharSet():
                return ((self._alphabet.bits(term), EMPTY),)
            case Anchor():
                return ()
            case Sequence():
                return self._choice(self._sequence(term.parts, of, start=start))
            case Choice():
                return self._choice(map(of, term.options))
            case Repeat():
                return self._map(of(term.part), once_less(term))
            case Both():
                return self._both(map(of, term.parts))
            case Complement():
                return self._complement(of(term.part))

    def _sequence(
        self, parts: tuple[Term, ...], of: Callable[[Term], Table], *, start: bool
    ) -> Iterator[Table]:
        for index, part in enumerate(parts):
            yield self._map(of(part), *parts[index + 1 :])
            if not nullable(part, start=start, end=False):
                return

    def _map(self, table: Table, *rest: Term) -> Table:
        self.spend(1 + len(rest) // 4)
        return self._grouped((bits, sequence(after, *rest)) for bits, after in table)

    def _choice(self, tables: Iterable[Table]) -> Table:
        """Return what follows in any of some languages."""
        return self._merged(tables, choice, keep=True)

    def _both(self, tables: Iterable[Table]) -> Table:
        """Return what follows in all of some languages."""
        return self._merged(tables, both, keep=False)

    def _merged(self, tables: Iterable[Table], join: Callable[..., Term], *, keep: bool) -> Table:
        """Put tables together.

        Args:
            tables: The tables.
            join: Makes one language of the parts'.
            keep: Characters that lead nowhere in one table may do so in another.
        """
        every = list(tables)
        if len(every) == 1:
            return every[0]
        cells: list[tuple[int, _Chain]] = [(self._alphabet.all, None)]
        for table in every:
            cells = [cell for it in cells for cell in _split(it, table, keep=keep)]
            self.spend(len(cells))
        return self._grouped((bits, join(*_parts(chain))) for bits, chain in cells)

    def _complement(self, table: Table) -> Table:
        rest = self._alphabet.all
        for bits, _ in table:
            rest &= ~bits
        return self._grouped(
            [*((bits, complement(after)) for bits, after in table), (rest, EVERYTHING)]
        )

    def _grouped(self, cells: Iterable[tuple[int, Term]]) -> Table:
        groups: dict[Term, int] = {}
        for bits, term in cells:
            if bits and term != NOTHING:
                groups[term] = groups.get(term, 0) | bits
        return tuple((bits, term) for term, bits in groups.items())

    def spend(self, work: int) -> None:
        """Count work.

        Raises:
            TooLargeError: It was more than `MAX_WORK`.
        """
        self._work += work
        if self._work > MAX_WORK:
            raise TooLargeError


def _split(cell: tuple[int, _Chain], table: Table, *, keep: bool) -> Iterator[tuple[int, _Chain]]:
    """Yield the parts of a class that a table tells apart."""
    rest, chain = cell
    for bits, term in table:
        if common := rest & bits:
            yield common, (chain, term)
            rest &= ~bits
    if keep and rest:
        yield rest, chain


def _parts(chain: _Chain) -> tuple[Term, ...]:
    """Return the languages of a chain, the first one first."""
    found: list[Term] = []
    while chain is not None:
        chain, term = chain
        found.append(term)
    return tuple(reversed(found))
