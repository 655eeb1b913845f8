"""What an action did to a resource, by its states."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding

CONFLICT = 409


def without_effect(
    case: Case, reply: Reply, action: str, states: tuple[str, str], *, sure: bool
) -> Iterator[Finding]:
    """Yield a finding about an action that was accepted, and whose state did not come.

    Args:
        case: What asked for the resource after it.
        reply: The answer.
        action: Operation id of the action.
        states: The last that was seen, and the one that its name says.
        sure: No order of states leads there any more; else the server may be slow.
    """
    seen, wanted = states
    said = f"{action} was accepted, and the state is {seen}, not {wanted}"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "action:effect", action)
    yield finding("action-without-effect", said, case, reply, claim=claim, weight=weight)


def forbidden(
    case: Case, reply: Reply, action: str, states: tuple[str, str, str]
) -> Iterator[Finding]:
    """Yield a finding about an action that was accepted in a state that forbids it.

    Args:
        case: The action.
        reply: Its answer.
        action: Operation id of the action.
        states: Before, after, and the one that its name says.
    """
    before, after, wanted = states
    if after == before:
        said = f"{action} was accepted in state {before}, which no {wanted} may follow, and ignored"
        weight = Weight.WARNING
    else:
        said = f"{action} was accepted in state {before}, and the state went to {after}"
        said += ", which no order of states allows"
        weight = Weight.ERROR
    claim = about(case, "action:forbidden", before)
    yield finding("action-in-wrong-state", said, case, reply, claim=claim, weight=weight)


def refused(case: Case, reply: Reply, action: str, state: str, wanted: str) -> Iterator[Finding]:
    """Yield a warning about an action that was refused in a state that its own may follow."""
    if reply.status == CONFLICT:
        said = f"{action} was refused with {reply.status} in state {state}, "
        said += f"which {wanted} may follow"
        claim = about(case, "action:allowed", state)
        yield finding("action-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def strange(case: Case, reply: Reply, action: str) -> Iterator[Finding]:
    """Yield a finding about an action of a caller who is refused the resource by its id."""
    said = f"{action} was accepted from another caller, who is refused the resource by its id"
    claim = about(case, "action:owner")
    yield finding("other-caller-acted", said, case, reply, claim=claim)
