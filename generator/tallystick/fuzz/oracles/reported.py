"""What a report over some days says: its groups, what they come to, and both ends of its range."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tallystick.fuzz.documented import answer, told
from tallystick.fuzz.holders import records_in
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.counted import is_number, number
from tallystick.fuzz.oracles.listed import before
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.paging import members_of
from tallystick.ir import Api, Enumeration, Operation, Scalar, TypeId
from tallystick.text import Json

_ALL: Final = r"\b(?:of|over|in|from) (?:all(?: the| of the)?|every|the) "
_ORDER: Final = re.compile(
    r"\b(?:in (?:the )?order of|sorted by|ordered by|by) (?:their |its |the )?"
)
_DOWN: Final = re.compile(r"\b(descending|reverse|backwards|newest|latest|largest|most)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an answer of numbers in groups holds.

    Attributes:
        groups: Member that holds the groups.
        sums: Numbers that are those of all groups, as words say: of the whole, and of each group.
        key: What orders the groups, as words say; "" where they do not.
    """

    groups: str
    sums: tuple[str, ...]
    key: str


def report(api: Api, shown: TypeId) -> Report | None:
    """Return how an answer is grouped, None where nobody can say."""
    fields = api.fields(shown)
    inner = [(it, item) for it in fields if (item := records_in(api, it)) is not None]
    if len(inner) != 1:
        return None
    groups, item = inner[0]
    parts = {it.wire for it in item.fields if is_number(api, it)}
    said = re.compile(rf"{_ALL}{re.escape(groups.wire.lower())}\b")
    numbers = (it for it in fields if it.wire in parts and is_number(api, it))
    sums = tuple(it.wire for it in numbers if said.search(told(it.doc.description)))
    words = told(groups.doc.description)
    order = _ORDER.search(words)
    word = re.match(r"[a-z_]+", words[order.end() :]) if order is not None else None
    names = {it.wire.lower(): it.wire for it in item.fields}
    key = names.get(word[0], names.get(word[0].removesuffix("s"), "")) if word is not None else ""
    return Report(groups=groups.wire, sums=sums, key="" if _DOWN.search(words) else key)


def judge(case: Case, reply: Reply, value: Json, layout: Report) -> Iterator[Finding]:
    """Yield warnings about groups that do not come to the whole, or stand in another order.

    Args:
        case: What asked for it.
        reply: The answer.
        value: Its value.
        layout: What it holds.
    """
    held = members_of(value).get(layout.groups)
    groups = held if isinstance(held, list) else []
    for name in layout.sums:
        parts = [number(it, (name,)) for it in groups]
        whole = number(value, (name,))
        come = sum(it for it in parts if it is not None)
        if whole is not None and None not in parts and abs(whole - come) > abs(come) / 10**9:
            said = f"{name} is {whole:g}, and {layout.groups} come to {come:g}"
            claim = about(case, "report:sum", member=name)
            yield finding("report-sum", said, case, reply, claim=claim, weight=Weight.WARNING)
    keys = [members_of(it).get(layout.key) for it in groups] if layout.key else []
    if any(before(later, first) for first, later in pairwise(keys)):
        said = f"the {layout.groups} do not stand in the order of {layout.key}"
        claim = about(case, "report:order", member=layout.groups)
        yield finding("report-order", said, case, reply, claim=claim, weight=Weight.WARNING)


def echoes(api: Api, operation: Operation, shown: TypeId) -> tuple[str, ...]:
    """Return the members of an answer that are called as a parameter, and hold the same values."""
    held = {it.wire: _sort(api, it.type) for it in api.fields(shown)}
    asked = ((it.wire, _sort(api, it.type)) for it in operation.parameters)
    return tuple(name for name, sort in asked if sort is not None and sort == held.get(name))


def _sort(api: Api, type_id: TypeId) -> object:
    """Return what tells values of a choice or a plain type from others; None for other types."""
    declared = api.types[type_id]
    if isinstance(declared, Enumeration):
        return frozenset(it.value for it in declared.members)
    return (declared.kind, declared.format) if isinstance(declared, Scalar) else None


def echoed(name: str, asked: Sequence[tuple[Case, Reply, Mapping[str, Json]]]) -> Iterator[Finding]:
    """Yield a warning about a member that says what was asked for, and another time does not.

    Args:
        name: The member, and the parameter.
        asked: Requests and answers, with the values of parameters.
    """
    told = [
        (case, reply, given[name], members_of(answer(reply)).get(name))
        for case, reply, given in asked
        if name in given
    ]
    wrong = [it for it in told if it[2] != it[3]]
    if wrong and len(wrong) < len(told):
        case, reply, wanted, said = wrong[0]
        text = f"{name} is {said!r} where {wanted!r} was asked for"
        claim = about(case, "report:echo", member=name)
        yield finding("report-echo", text, case, reply, claim=claim, weight=Weight.WARNING)


def apart(
    case: Case, reply: Reply, name: str, days: Sequence[str], counts: Sequence[float]
) -> Iterator[Finding]:
    """Yield a warning about two ranges that together are another one, and come to something else.

    Args:
        case: What asked for the second one.
        reply: The answer.
        name: The number.
        days: The first day of the first range, its last one, and the last day of the second.
        counts: What it is for the two, and for the whole.
    """
    first, second, whole = counts
    said = f"{name} is {whole:g} from {days[0]} to {days[2]}, both included, "
    said += f"and {first:g} to {days[1]}, {second:g} from the next day on"
    claim = about(case, "report:ends", member=name)
    yield finding("report-ends", said, case, reply, claim=claim, weight=Weight.WARNING)
