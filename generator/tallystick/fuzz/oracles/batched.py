"""Answers to several requests in one: a result for each, in their order."""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final

from tallystick.fuzz.documented import answer, says, success
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import equal
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Operation
from tallystick.text import Json

MOST: Final = 4
"""Items that are compared with results."""
REFUSED: Final = 400
_ORDER: Final = re.compile(r"\border\b")
_WHOLE: Final = re.compile(
    r"\ball (?:of them )?or (?:none|nothing)|\ball[- ]or[- ](?:none|nothing)|\batomic"
    r"|\bnone (?:of them )?(?:is|are|will be)|\bnothing is\b|\beither all\b"
)
"""Words of what is done as a whole or not at all."""
_ALL: Final = re.compile(r"\b(?:all|both|each|every\w*|together|altogether|total|sum)\b")
"""Words of a number that is the sum of those of several things."""
_PLACES: Final = frozenset({"index", "position", "place", "number", "row", "line"})


def shown(result: Json, name: str) -> dict[str, Json] | None:
    """Return the resource that a result shows, itself or in a member; None when it shows none.

    Args:
        result: One result.
        name: Name of the member that holds the resource's id.
    """
    if not isinstance(result, dict):
        return None
    inside = [part for part in result.values() if isinstance(part, dict) and name in part]
    return inside[0] if len(inside) == 1 else result if name in result and not inside else None


def refused(result: Json) -> bool:
    """Whether a result says that its item was refused."""
    parts = [result, *(result.values() if isinstance(result, dict) else ())]
    found = (it.get("status", it.get("code")) for it in parts if isinstance(it, dict))
    return any(isinstance(each, int) and each >= REFUSED for each in found)


def each(
    case: Case, reply: Reply, items: int, results: Sequence[Json], others: Sequence[Sequence[Json]]
) -> Iterator[Finding]:
    """Yield a warning when there is not one result for each item.

    Args:
        case: The request.
        reply: The answer.
        items: How many were sent.
        results: What became of them.
        others: Lists of the answer: what was refused may stand in another one.
    """
    if items not in {len(results), sum(map(len, others))}:
        said = f"{items} items were sent, and there are {len(results)} results"
        claim = about(case, "batch:each")
        yield finding("batch-incomplete", said, case, reply, claim=claim, weight=Weight.WARNING)


def order(
    case: Case, reply: Reply, items: Sequence[Json], results: Sequence[Json]
) -> Iterator[Finding]:
    """Yield a warning when results tell of the items in another order.

    Args:
        case: The request.
        reply: The answer.
        items: Resources as they were asked for.
        results: The resources that the answer shows, in its order.
    """
    if len(items) != len(results) or not 1 < len(items) <= MOST:
        return
    fitting = [
        way
        for way in permutations(range(len(items)))
        if all(_fits(items[it], result) for it, result in zip(way, results, strict=True))
    ]
    if len(fitting) == 1 and fitting[0] != tuple(range(len(items))):
        said = "the results come in another order than the items: "
        said += ", ".join(str(each + 1) for each in fitting[0])
        claim = about(case, "batch:order")
        yield finding("batch-reordered", said, case, reply, claim=claim, weight=Weight.WARNING)


def ordered(operation: Operation, results: Sequence[Json]) -> bool:
    """Whether results must be in the order of the items.

    Those that say of which item they are may come in any, unless the document speaks of an order.
    """
    if says(_ORDER, operation.doc):
        return True
    names = {str(name).lower() for it in results if isinstance(it, dict) for name in it}
    return names.isdisjoint(_PLACES)


def summed(
    scene: Scene, case: Case, reply: Reply, results: Sequence[dict[str, Json]]
) -> Iterator[Finding]:
    """Yield a warning about a number said of all that is not the sum of those of each.

    Args:
        scene: The API.
        case: The request.
        reply: The answer.
        results: The resources that it shows.
    """
    told = answer(reply)
    for field in scene.api.fields(success(scene.operations[case.operation])):
        words = field.doc.description
        said = told.get(field.wire) if isinstance(told, dict) else None
        parts = [it.get(field.wire) for it in results]
        if words is None or not _ALL.search(words.raw.lower()) or not _is_number(said):
            continue
        if parts and all(map(_is_number, parts)) and not equal(said, sum(map(_number, parts))):
            text = f"{field.wire} is {said}, and those of all together are {parts}"
            claim = about(case, "batch:sum", member=field.wire)
            yield finding("batch-sum", text, case, reply, claim=claim, weight=Weight.WARNING)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: Json) -> float:
    return value if isinstance(value, int | float) else 0


def broken(case: Case, reply: Reply, name: str) -> Iterator[Finding]:
    """Yield a finding about an item that breaks something and was made, behind one that is valid.

    Args:
        case: The request.
        reply: The answer.
        name: What the item breaks.
    """
    said = f"an item that breaks {name} was taken behind a valid one"
    claim = about(case, "batch:judged", name)
    yield finding("batch-unjudged", said, case, reply, claim=claim)


def lost(case: Case, reply: Reply, place: int, status: int) -> Iterator[Finding]:
    """Yield a finding about a resource that was made together with others, and is not there.

    Args:
        case: The request.
        reply: The answer.
        place: Which of its results it is.
        status: By which it was refused when it was asked for by its id.
    """
    said = f"what result {place + 1} shows is not there: asked for by its id, it is {status}"
    yield finding("batch-lost", said, case, reply, claim=about(case, "batch:kept"))


def half(operation: Operation, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding about a refusal of several items that has made some of them.

    Args:
        operation: What makes several.
        case: The request.
        reply: The answer.
    """
    sure = says(_WHOLE, operation.doc, *(each.doc for each in operation.responses))
    said = f"the request was refused with {reply.status}, and made some of its items"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "batch:whole")
    yield finding("batch-half", said, case, reply, claim=claim, weight=weight)


def _fits(item: Json, result: Json) -> bool:
    """Whether a resource shows all plain members that were asked for, as far as it has them."""
    if not isinstance(item, dict) or not isinstance(result, dict):
        return False
    plain = (it for it in item.items() if isinstance(it[1], str | int | float) and it[0] in result)
    return all(equal(value, result[name]) for name, value in plain)
