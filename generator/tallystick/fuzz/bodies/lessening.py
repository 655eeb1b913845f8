"""Bodies that break a keyword which cannot be broken alone, with as little else as can be."""

import heapq
from collections.abc import Iterator
from itertools import count
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.moves import Move, Moves, Spot, changed
from tallystick.fuzz.bodies.remembering import key
from tallystick.fuzz.bodies.search import Search
from tallystick.text import Json

JUDGED: Final = 80
"""Bodies judged for one keyword at one place."""
WAYS: Final = 3
"""Bodies that are kept for it, each with something else broken beside it."""
MOST_MOVES: Final = 2

Claims: TypeAlias = frozenset[tuple[str, str]]


def lessened(search: Search, moves: Moves, bad: Bad) -> list[Bad]:
    """Return bodies that break the same keyword at the same place and the least beside it.

    Which claims can go with it is a choice (a list that is too long is not as long as its
    neighbour, or the neighbour is too long as well): a server that forgot one of them refuses the
    body by the other. So there is a body for each of several least choices, and for those that
    break the same keyword elsewhere too: a rule may be broken in either way.

    Args:
        search: Of the type.
        moves: Changes of its bodies.
        bad: A body that breaks more than one claim.
    """
    meant = search.broken(bad.value).keywords
    keyword = bad.name.removeprefix("schema:")
    ways: dict[Claims, Json] = {}
    for value, beside in _walk(search, moves, bad, meant):
        ways.setdefault(beside, value)
    ordered = sorted(ways, key=lambda beside: (len(beside), sorted(beside)))
    if not ordered[0]:
        return [bad._replace(value=ways[ordered[0]], alone=True)]
    least = [
        beside
        for beside in ordered
        if not any(less < beside and not _alike(beside - less, keyword) for less in ordered)
    ]
    return [bad._replace(value=ways[beside], alone=False) for beside in least[:WAYS]]


def _walk(search: Search, moves: Moves, bad: Bad, meant: Claims) -> Iterator[tuple[Json, Claims]]:
    """Yield bodies near one, those that break little first looked around: body, what is beside."""
    order = count()
    queue: list[tuple[int, int, int, Json, Claims]] = []
    seen = {key(bad.value)}
    beside: Claims = search.broken(bad.value).rules
    heapq.heappush(queue, (len(beside), 0, next(order), bad.value, beside))
    yield bad.value, beside
    while queue and len(seen) < JUDGED:
        _, depth, _, value, beside = heapq.heappop(queue)
        for move in _changes(search, moves, bad, value, beside):
            fresh = changed(value, move.path, move.value)
            if key(fresh) in seen or len(seen) >= JUDGED:
                continue
            seen.add(key(fresh))
            found = search.broken(fresh)
            if not meant <= found.keywords:
                continue
            less = found.rules | (found.keywords - meant)
            yield fresh, less
            if depth + 1 < MOST_MOVES:
                heapq.heappush(queue, (len(less), depth + 1, next(order), fresh, less))


def _changes(search: Search, moves: Moves, bad: Bad, value: Json, beside: Claims) -> Iterator[Move]:
    """Yield changes of what the other broken rules read; such that break the same keyword too."""
    names: set[str] = set()
    for where in beside & search.rules.keys():
        names |= search.reads(where)
    keyword = bad.name.removeprefix("schema:")
    for spot in search.spots(value):
        if not spot.path or spot.path[-1] not in names or _touches(spot, bad.at):
            continue
        yield from moves.sound(spot)
        yield from (move for move in moves.unsound(spot) if move.name == keyword)


def _alike(claims: Claims, keyword: str) -> bool:
    """Whether claims are all of one keyword."""
    return {name for name, _ in claims} == {keyword}


def _touches(spot: Spot, at: str) -> bool:
    """Whether a place holds another one, or lies in it."""
    one, other = spot.at + "/", at + "/"
    return one.startswith(other) or other.startswith(one)
