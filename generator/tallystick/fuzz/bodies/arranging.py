"""Valid bodies whose lists ascend, descend, and do neither.

A server may need an order of which nobody speaks: it looks for a number in a list by halves, merges
lists, or takes the last item for the largest.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.moves import Spot, changed
from tallystick.fuzz.bodies.search import Search
from tallystick.fuzz.bodies.valid import LARGE, Found
from tallystick.text import Json

HOSTS: Final = 6
"""Known bodies in which the list of one place is put in an order."""
ORDERS: Final = ("descending", "unordered", "ascending")


def arranged(search: Search, known: Sequence[Found]) -> Iterator[tuple[Json, frozenset[str]]]:
    """Yield bodies with lists in orders that no known one has, and what they show.

    Args:
        search: Judges bodies.
        known: Valid bodies.
    """
    shown: set[str] = set()
    hosts: dict[str, dict[str, list[Json]]] = {order: {} for order in ORDERS}
    small = sorted((found.value for found in known), key=lambda it: len(compact(it)))
    for body, spot in ((it, spot) for it in small for spot in search.spots(it)):
        order = order_of(spot.value)
        shown.update([f"{spot.at} {order}"] if order else [])
        for other, places in hosts.items() if order and len(compact(body)) <= LARGE else ():
            some = places.setdefault(spot.at, [])
            if len(some) < HOSTS and _put(spot.value, other) is not None:
                some.append(body)
    for order, places in hosts.items():
        lacking = ((f"{at} {order}", some) for at, some in places.items())
        for body in (it for goal, some in lacking for it in some if goal not in shown):
            fresh, reached = _into(search, body, order, shown)
            shown |= reached
            if reached:
                yield fresh, reached


def met(spots: Iterable[Spot]) -> Iterator[str]:
    """Yield the goals that a body reaches by the orders of its lists."""
    for spot in spots:
        order = order_of(spot.value)
        if order:
            yield f"{spot.at} {order}"


def order_of(value: object) -> str:
    """Return how a list of numbers, or of texts, is ordered; "" where there is no telling."""
    items = _sorted(value)
    if not items:
        return ""
    if value == items:
        return "ascending"
    return "descending" if value == items[::-1] else "unordered"


def _sorted(value: object) -> list[Json]:
    """Return a list of numbers, or of texts, as it ascends; [] where no two of its items differ."""
    items = value if isinstance(value, list) else []
    numbers = [it for it in items if isinstance(it, int | float) and not isinstance(it, bool)]
    texts = [it for it in items if isinstance(it, str)]
    if len(items) not in {len(numbers), len(texts)} or len({*numbers, *texts}) <= 1:
        return []
    return [*sorted(numbers), *sorted(texts)]


def _put(value: object, order: str) -> list[Json] | None:
    """Return a list in an order, None where it has none."""
    items = _sorted(value)
    if order == "unordered":
        ways = ([items[1], items[0], *items[2:]], [items[0], *items[:0:-1]]) if items else ()
        return next((it for it in ways if order_of(it) == order), None)
    return (items if order == "ascending" else items[::-1]) or None


def _into(search: Search, body: Json, order: str, shown: set[str]) -> tuple[Json, frozenset[str]]:
    """Return a body with as many lists in an order as go together, and what is new in it."""
    reached: set[str] = set()
    for spot in search.spots(body):
        goal = f"{spot.at} {order}"
        items = None if goal in shown or goal in reached else _put(spot.value, order)
        fresh = body if items is None else changed(body, spot.path, items)
        if fresh is not body and search.valid(fresh):
            body = fresh
            reached.add(goal)
    return body, frozenset(reached)
