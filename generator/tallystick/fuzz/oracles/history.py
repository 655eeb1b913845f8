"""What a resource tells of the states that it was in: one may follow the other, up to now."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.lifecycle import reachable
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.ir import Lifecycle


def judge(
    case: Case,
    reply: Reply,
    machine: Lifecycle,
    told: tuple[Sequence[str], str],
    *,
    newest: bool | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with a history of states, in whichever order it is told.

    Args:
        case: What asked for it.
        reply: The answer.
        machine: Which state follows which.
        told: The states, one after the other, and that of the resource.
        newest: Whether the document says that the newest is told first; None where it does not.
    """
    states, now = told
    forward = [name for name, before in zip(states, ("", *states), strict=False) if name != before]
    turned = _breaks(machine, forward) > _breaks(machine, forward[::-1])
    way = forward[::-1] if turned else forward
    for one, other in _skips(machine, way):
        possible = other in reachable(machine, one)
        said = f"a history goes from {one} to {other}, which "
        said += "does not follow it at once" if possible else "no order of states allows"
        weight = Weight.WARNING if possible else Weight.ERROR
        claim = about(case, "history:order", f"{one}-{other}")
        yield finding("history-skips", said, case, reply, claim=claim, weight=weight)
    if way[0] != machine.initial:
        said = f"a history begins with {way[0]}, and all begin as {machine.initial}"
        claim = about(case, "history:begins", way[0])
        yield finding("history-begins", said, case, reply, claim=claim, weight=Weight.WARNING)
    if way[-1] != now:
        said = f"a history ends with {way[-1]}, and the state is {now}"
        claim = about(case, "history:ends", now)
        yield finding("history-ends", said, case, reply, claim=claim, weight=Weight.WARNING)
    if len(way) > 1 and newest is not None and newest is not turned:
        said = f"a history is told {'newest' if turned else 'oldest'} first, "
        said += "and its description says the contrary"
        claim = about(case, "history:sort")
        yield finding("history-turned", said, case, reply, claim=claim, weight=Weight.WARNING)


def _breaks(machine: Lifecycle, way: Sequence[str]) -> tuple[int, int, bool]:
    """Return how much speaks against an order: steps that no states allow, skips, its beginning."""
    found = _skips(machine, way)
    wrong = sum(other not in reachable(machine, one) for one, other in found)
    return wrong, len(found), way[0] != machine.initial


def _skips(machine: Lifecycle, way: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of states of which the second does not follow the first at once."""
    after = {state.name: state.next for state in machine.states}
    return [(one, other) for one, other in pairwise(way) if other not in after.get(one, ())]
