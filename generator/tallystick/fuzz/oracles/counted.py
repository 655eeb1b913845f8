"""What an action is asked for is added to the number of the resource that counts it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Final

from tallystick.diagnostics import escape
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.paging import steps
from tallystick.ir import Api, Field, Scalar, TypeId
from tallystick.text import Json

VAGUE: Final = frozenset({"far", "money", "number", "so", "sum", "total", "value"})
"""Words of members that say how much, and not of what."""
NOUNS: Final = frozenset({"amount", "cents", "count", "minor", "qty", "quantity", "units", *VAGUE})
"""Words of members that say how much."""
NUMBERS: Final = frozenset({"integer", "number"})
Values = tuple[Json, Json, Json]
"""The body of an action, the resource before, the resource after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A number of a resource that counts what an action did: ``amount_refunded``.

    Attributes:
        at: Steps to it.
        asked: Steps to the number in the action's body that says how much; none where none does.
        wholes: Steps to numbers that say how much there is: one of them, nobody knows which.
        last: It says how much it was the last time.
        spent: The document says that the action is refused when nothing is left.
    """

    at: tuple[str, ...]
    asked: tuple[str, ...]
    wholes: tuple[tuple[str, ...], ...]
    last: bool
    spent: bool

    def of(self, value: Json) -> float:
        """Return how much was done."""
        return number(value, self.at) or 0

    def all(self, value: Json) -> list[float]:
        """Return how much there may be, the most first; nothing where nobody says."""
        found = {each for way in self.wholes if (each := number(value, way)) is not None}
        return sorted(found, reverse=True)


def number(value: Json, way: Sequence[str]) -> float | None:
    """Return the number at the end of some steps, None when there is none."""
    found = steps(value, tuple(way))
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def counted(
    case: Case, reply: Reply, action: str, tally: Tally, values: Values
) -> Iterator[Finding]:
    """Yield a warning where an accepted action counts as something else than was asked.

    Args:
        case: What asked for the resource after it.
        reply: The answer.
        action: Operation id of the action.
        tally: What counts it.
        values: The body, the resource before, the resource after.
    """
    body, before, after = values
    asked = number(body, tally.asked) if tally.asked else None
    name = "/".join(map(escape, tally.at))
    was, now = tally.of(before), tally.of(after)
    most = max((*tally.all(before), *tally.all(after)), default=None)
    told = f"{action} was accepted, and {name} went from {was:g} to {now:g}"
    if most is None or number(after, tally.at) is None:
        return
    if asked is not None and now > most and not isclose(now, most):
        said = f"{told}: that is more than there is, {most:g}"
        yield _warning("action-beyond", said, case, reply, ("action:left", name))
    elif asked is not None and not isclose(now, was + asked):
        if not (tally.last and isclose(now, asked)):
            said = f"{told}, where {asked:g} was asked for"
            yield _warning("action-uncounted", said, case, reply, ("action:amount", name))
    elif asked is None and now == was >= most > 0 and tally.spent:
        said = f"{told}: nothing was left, and the document says that this is refused"
        yield _warning("action-beyond", said, case, reply, ("action:left", name))
    elif asked is None and now == was == 0 and most > 0:
        said = f"{told}, of {most:g}"
        yield _warning("action-uncounted", said, case, reply, ("action:amount", name))


def is_number(api: Api, field: Field) -> bool:
    """Whether a member is a number."""
    declared = api.types[field.type]
    return isinstance(declared, Scalar) and declared.kind in NUMBERS


def amounts(api: Api, type_id: TypeId | None) -> frozenset[str]:
    """Return the members of a body that say how much of something."""
    return frozenset(
        each.wire
        for each in api.fields(type_id)
        if is_number(api, each) and set(each.words) <= NOUNS
    )


def kept_back(case: Case, reply: Reply, action: str, left: float) -> Iterator[Finding]:
    """Yield a warning about exactly what is left, which is refused where a part was taken."""
    said = f"{action} was refused with {reply.status} for {left:g}, which is all that is left, "
    said += "where it took a part before"
    claim = about(case, "action:rest")
    yield finding("rest-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def _warning(kind: str, said: str, case: Case, reply: Reply, claim: tuple[str, str]) -> Finding:
    name, at = claim
    return finding(
        kind, said, case, reply, claim=about(case, name, f"/{at}"), weight=Weight.WARNING
    )
