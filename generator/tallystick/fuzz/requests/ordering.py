"""What is sent first: what is soon made, and each claim once before any of them twice."""

from collections.abc import Iterable

from tallystick.fuzz.bodies.judging import inside
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Operation, TypeId


def ordered(cases: Iterable[Case]) -> list[Case]:
    """Put the first case of every claim before the second of any; creations come first."""
    turn: dict[str, int] = {}
    ranked: list[tuple[int, int, int, Case]] = []
    for number, case in enumerate(cases):
        key = case.claim.key + case.kind if case.claim else f"{case.operation} {case.kind}"
        turn[key] = turn.get(key, -1) + 1
        share = 8 if case.expect == "accepted" else 1
        later = 1 if case.takes else 0
        ranked.append((turn[key] // share, later, number, case))
    return [case for _, _, _, case in sorted(ranked, key=lambda each: each[:3])]


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
