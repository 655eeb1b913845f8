"""Strings that a view accepts, and strings that another does not, as languages."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from tallystick.diff.schemas.nodes import View
from tallystick.solve.strings import formats
from tallystick.solve.strings.automaton import lengths, strings
from tallystick.solve.strings.language import Term, TooLargeError, both, complement
from tallystick.solve.strings.pattern import UnsupportedPatternError, search

_PROBLEMS: Final = (TooLargeError, UnsupportedPatternError, RecursionError)
_LONGEST: Final = 4000
_LENGTHS: Final = 6
_EACH: Final = 2


def language(view: View, *, inner: bool) -> Term:
    """Return the strings of a view, lengths aside.

    Args:
        view: The view.
        inner: Only strings whose format nobody doubts; otherwise all that may have it.

    Raises:
        UnsupportedPatternError: A pattern has no automaton.
    """
    terms = [search(pattern) for pattern in sorted(view.texts)]
    for name in sorted(view.formats):
        known = formats.language(name)
        if known is not None:
            terms.append(known.inner if inner else known.outer)
    return both(*terms)


def fit(left: View, right: View) -> bool:
    """Whether it is certain that patterns and formats of the right accept the left's strings."""
    try:
        beyond = both(language(left, inner=False), complement(language(right, inner=True)))
        found = lengths(beyond)
    except _PROBLEMS:
        return False
    low, high = left.min_length, left.max_length
    if found.period:
        if high is None:
            return False
        last = min(high, max(low, found.start) + found.period)
        return not any(it in found for it in range(low, last + 1))
    return not any(it >= low and (high is None or it <= high) for it in found.few)


def members(view: View) -> Iterator[str]:
    """Yield some strings that a view accepts."""
    try:
        term = language(view, inner=True)
        yield from _some(term, view, range(view.min_length, _LONGEST))
    except _PROBLEMS:
        yield from (it for it in _GUESSES if _fits(view, len(it)))


def beyond(left: View, right: View) -> Iterator[str]:
    """Yield strings that the left accepts and the right probably refuses."""
    sizes = [right.min_length - 1]
    if right.max_length is not None:
        sizes.append(right.max_length + 1)
    try:
        term = language(left, inner=True)
        for size in sizes:
            if 0 <= size <= _LONGEST and _fits(left, size):
                yield from islice(strings(term, size), 1)
        other = complement(language(right, inner=False))
        yield from _some(both(term, other), left, range(left.min_length, _LONGEST))
    except _PROBLEMS:
        yield from (it for it in _GUESSES if _fits(left, len(it)))
        yield from ("a" * it for it in sizes if 0 <= it <= _LONGEST and _fits(left, it))


_GUESSES: Final = ("", "a", "A", "0", "a b", "é", "a1", "AB", "abc", "2020-01-01", "a@b.de", "-")


def _fits(view: View, size: int) -> bool:
    return view.min_length <= size and (view.max_length is None or size <= view.max_length)


def _some(term: Term, view: View, sizes: range) -> Iterator[str]:
    """Yield strings of a few lengths."""
    known = lengths(term)
    wanted = (it for it in sizes if it in known)
    for size in islice(wanted, _LENGTHS):
        if not _fits(view, size):
            return
        yield from islice(strings(term, size), _EACH)
