"""What is sent first: what is soon made, and each claim once before any of them twice."""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from tallystick.fuzz.bodies.judging import inside
from tallystick.fuzz.bodies.sizing import is_outermost
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Operation, TypeId

VALID: Final = 12
"""Valid requests of an operation that stand beside one that breaks each of its claims, at least."""
BESIDE: Final = 6
"""Claims for which there is one more: what has many of them has many values to show."""
PAIRS: Final = 3
"""How many of them one counts that shows no choice and no bound, but pairs of them only."""
TURNS: Final[Mapping[str, int]] = {"schema:type": 4, "schema:format": 3}
"""Claims whose further cases are much like the first -> turns from one to the next."""
WAYS: Final[Mapping[str, int]] = {"schema:pattern": 2, "schema:additionalProperties": 2}
"""Claims that are broken in ways which tell, with the cases of one turn after the first."""
RULES: Final = 3
"""The same for rules."""
SOUND: Final = frozenset({"valid", "edge"})
"""Kinds of valid bodies. What is put at a path that somebody made up is there then, too."""
CREATED: Final = "201"
OUTER: Final = 3
"""Goals that the size of a list counts for beside, unless it lies in another list."""
AGAIN: Final = 3
"""Turns after which comes what breaks the same keyword of the same schema in another operation."""


def ranked(
    operation: Operation, cases: Sequence[Case], sent: Collection[int], again: Collection[int]
) -> dict[int, int]:
    """Return the turn of each case of one operation, by its `id`: a small one is sent before.

    The first case of every claim has its turn before the second of any. Valid requests come in an
    order in which each shows what those before did not.

    Args:
        operation: The operation.
        cases: All of it.
        sent: By `id`: those that were sent, which show what others need not.
        again: By `id`: those that break what is broken in another operation, too.
    """
    makes = operation.method == "put" and any(it.status == CREATED for it in operation.responses)
    found: dict[int, int] = {}
    turn: dict[str, int] = {}
    own: set[str] = set()
    for case in cases:
        if case.expect == "accepted" or (makes and case.kind in SOUND):
            continue
        key = case.claim.key + case.kind if case.claim else case.kind
        number = turn[key] = turn.get(key, -1) + 1
        if id(case) not in again:
            own.add(key)
        name = case.claim.name if case.claim else ""
        ways = RULES if case.kind == "rule" else WAYS.get(name, 1)
        found[id(case)] = -(-number // ways) * TURNS.get(name, 1)
        if id(case) in again and (case.kind != "rule" or number):
            found[id(case)] += AGAIN
    valid = [case for case in cases if id(case) not in found]
    before, most = 0, max(VALID, len(own) // BESIDE)
    for case, single in _telling(valid, sent):
        found[id(case)] = before // most
        before += (1 if single else PAIRS) * (AGAIN if id(case) in again else 1)
    return found


def ordered(cases: Iterable[Case], turns: Mapping[int, int]) -> list[Case]:
    """Put cases in the order of their turns; what needs a resource comes last in each.

    Args:
        cases: Some.
        turns: Of each, by its `id`.
    """
    return sorted(cases, key=lambda case: (turns[id(case)], bool(case.takes)))


def _telling(valid: Sequence[Case], sent: Collection[int]) -> Iterator[tuple[Case, bool]]:
    """Yield valid cases, those first that show the most which those before do not show.

    Choices and bounds count first, then pairs of them.

    Yields:
        A case, and whether it shows a choice or bound.
    """
    shown = _Shown(valid)
    heap = [(id(case) not in sent, *shown.less(n), n) for n, case in enumerate(valid)]
    heapq.heapify(heap)
    while heap:
        fresh, *_, number = heapq.heappop(heap)
        rank = fresh, *shown.less(number), number
        if heap and rank > heap[0]:
            heapq.heappush(heap, rank)
            continue
        shown.add(number)
        yield valid[number], rank[1] < 0


class _Shown:
    """Counts what valid cases show: choices and bounds, and pairs of them."""

    def __init__(self, valid: Sequence[Case]) -> None:
        every = {goal: 0 for case in valid for goal in case.touches}
        numbers = {goal: number for number, goal in enumerate(every)}
        self._goals = [[numbers[goal] for goal in set(case.touches)] for case in valid]
        self._masks = [sum(1 << number for number in goals) for goals in self._goals]
        self._outer = sum(1 << numbers[goal] for goal in numbers if is_outermost(goal))
        self._seen = 0
        self._beside = [0] * len(numbers)

    def less(self, number: int) -> tuple[int, int]:
        """Return how many choices and bounds, and how many pairs a case shows first, below zero."""
        mask, beside = self._masks[number], self._beside
        fresh = mask & ~self._seen
        single = fresh.bit_count() + OUTER * (fresh & self._outer).bit_count()
        double = sum((mask & ~beside[goal]).bit_count() for goal in self._goals[number])
        return -single, -double

    def add(self, number: int) -> None:
        """Count what a case shows."""
        mask = self._masks[number]
        self._seen |= mask
        for goal in self._goals[number]:
            self._beside[goal] |= mask


def small_first(api: Api) -> list[Operation]:
    """Return the operations of an API, those with small bodies before those with large ones.

    Large ones take long to make, and nothing should wait for them. What has no body stays where
    the document has it.
    """
    sizes = {it.id: _size(api, it) for it in api.operations if body_content(it) is not None}
    bodied = (it for it in api.operations if it.id in sizes)
    by_size = iter(sorted(bodied, key=lambda it: sizes[it.id]))
    return [next(by_size) if it.id in sizes else it for it in api.operations]


def _size(api: Api, operation: Operation) -> int:
    """Return how many types the body of an operation is made of."""
    content = body_content(operation)
    todo: list[TypeId] = [] if content is None or content.type is None else [content.type]
    seen = set(todo)
    for type_id in todo:  # the list grows meanwhile
        fresh = {it for _, it in inside(api.types[type_id])} - seen
        seen |= fresh
        todo += fresh
    return len(seen)


def without_resource(cases: Iterator[Case], held: list[Case]) -> Iterator[Case]:
    """Yield cases up to the first that needs a resource, which is held."""
    for case in cases:
        if case.takes:
            held.append(case)
            return
        yield case
