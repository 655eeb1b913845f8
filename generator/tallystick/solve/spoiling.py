"""Messages that break one keyword, made of known ones by one change.

z3 takes milliseconds for what a change and a look of the oracles at it settle in a tenth of that.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tallystick.diagnostics import escape
from tallystick.resolve.pointer import found, split
from tallystick.solve.answers import Claim
from tallystick.solve.confirm import Oracle
from tallystick.solve.encoding.schema import Edge
from tallystick.text import Json

_KINDS: Final[tuple[Json, ...]] = (0, "x", True, None, [], {}, "", -1, 0.5)
"""What is put where other kinds of values, or some values only, may stand."""
_PICKING: Final = frozenset({"type", "enum", "const", "anyOf", "oneOf"})
_COUNTED: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_LONG: Final = frozenset({"minLength", "maxLength"})
_LONGEST: Final = 1_000
"""Characters of a text that is put into a message."""
_UNKNOWN: Final = "x"
"""A member that nobody names, most likely; where somebody does, the validator says so."""
_PLACES: Final = 4
"""Places of a claim that are tried."""
_MOST: Final = 1_000
"""Places of messages that are remembered."""

Places = Iterable[tuple[str, Sequence[Edge]]]
"""JSON Pointers to where a claim is made, each with the bounds that it draws there."""


class Spoiling:
    """Remembers messages, and breaks keywords by changing them."""

    def __init__(self, oracle: Oracle) -> None:
        """Ask an oracle."""
        self._oracle = oracle
        self._hosts: dict[str, Json] = {}
        """By place: a message that has something there. It is valid, or what it breaks is there."""

    def learn(self, value: Json, places: Iterable[str] = ()) -> None:
        """Remember a message, without what it breaks.

        Args:
            value: The message.
            places: Where it may break its one keyword; none when it is valid.
        """
        if len(self._hosts) >= _MOST:
            return
        for path in [split(pointer) for pointer in places if pointer]:
            less = _without(value, path)
            if less is not None and self._oracle.accepts(less[0]):
                value, places = less[0], ()
                break
        there = (it for it in places if found(value, split(it)))  # another value mends it, maybe
        for pointer in there if places else _pointers(value, ""):
            self._hosts.setdefault(pointer, value)

    def spoiled(self, claim: Claim, places: Places) -> tuple[Json] | None:
        """Return a message that breaks a keyword and nothing else; None when no change does.

        Args:
            claim: The keyword's.
            places: Where it may be broken.
        """
        for (pointer, edges), _ in zip(places, range(_PLACES), strict=False):
            host = self._host(pointer)
            for value in _changes(claim, host, split(pointer), edges) if host else ():
                if self._oracle.breaks_only(value, claim):
                    return (value,)
        return None

    def _host(self, pointer: str) -> tuple[Json] | None:
        """Return a message with a value at a place, or as far above it as need be, in a tuple."""
        while pointer and pointer not in self._hosts:
            pointer = pointer.rpartition("/")[0]
        return (self._hosts[pointer],) if pointer in self._hosts else None


def _changes(
    claim: Claim, host: tuple[Json], path: tuple[str, ...], edges: Sequence[Edge]
) -> Iterator[Json]:
    """Yield a message with something at a place that may break a claim."""
    there = found(host[0], path)
    for part in _parts(claim, there[0] if there else None, edges):
        changed = _changed(host[0], path, part)
        if changed is not None:
            yield changed[0]


def _parts(claim: Claim, there: Json, edges: Sequence[Edge]) -> Iterator[Json]:
    """Yield values that may break a claim, some made of the one that stands there."""
    if claim.keyword in _PICKING:
        yield from _KINDS
    elif claim.keyword in _COUNTED:
        yield from (edge.value + edge.outwards for edge in edges)
    elif claim.keyword in _LONG:
        lengths = (edge.value + edge.outwards for edge in edges)
        yield from ("x" * it for it in lengths if 0 <= it <= _LONGEST)
    elif isinstance(there, dict) and claim.keyword == "required":
        yield {name: it for name, it in there.items() if name != claim.detail}
    elif claim.keyword == "additionalProperties":
        yield {**(there if isinstance(there, dict) else {}), _UNKNOWN: 0}


def _pointers(value: Json, at: str) -> Iterator[str]:
    """Yield the places of a message: of lists the first items."""
    yield at
    inner: Iterable[tuple[object, Json]] = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inner = enumerate(value[:_PLACES])
    for step, below in inner:
        yield from _pointers(below, f"{at}/{escape(str(step))}")


def _without(value: Json, path: tuple[str, ...]) -> tuple[Json] | None:
    """Return a copy without a member, or with fewer items, in a tuple; None: nothing is there."""
    above = found(value, path[:-1])
    if above is None or found(above[0], path[-1:]) is None:
        return None
    if isinstance(above[0], list):
        return _changed(value, path[:-1], above[0][: int(path[-1])])
    members = above[0].items() if isinstance(above[0], dict) else ()
    return _changed(value, path[:-1], {name: it for name, it in members if name != path[-1]})


def _changed(value: Json, path: tuple[str, ...], part: Json) -> tuple[Json] | None:
    """Return a copy with another value at a place, in a tuple; objects above it are made.

    None when there is no such place.
    """
    if not path:
        return (part,)
    below = found(value, path[:1])
    inner = _changed(below[0] if below else {}, path[1:], part)
    if inner is None:
        return None
    if isinstance(value, dict):
        return ({**value, path[0]: inner[0]},)
    if isinstance(value, list) and below:
        index = int(path[0])
        return ([*value[:index], inner[0], *value[index + 1 :]],)
    return None
