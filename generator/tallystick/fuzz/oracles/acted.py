"""What an action did to a resource, by its states."""

from collections.abc import Iterator, Sequence

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.statuses import CONFLICT


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


def moved(case: Case, reply: Reply, action: str, states: tuple[str, str]) -> Iterator[Finding]:
    """Yield a warning about an action that was refused, and whose state came after all.

    Args:
        case: The action.
        reply: Its answer.
        action: Operation id of the action.
        states: Before and after.
    """
    before, after = states
    said = f"{action} was refused with {reply.status} in state {before}, and the state is {after}"
    claim = about(case, "action:refused", before)
    yield finding("refused-action-moved", said, case, reply, claim=claim, weight=Weight.WARNING)


def body(case: Case, reply: Reply, action: str, state: str) -> Iterator[Finding]:
    """Yield a warning about a valid body that is refused where another one is accepted."""
    said = f"{action} refuses a valid body with {reply.status} in state {state}, "
    said += "where it takes another one"
    claim = about(case, "action:body")
    yield finding("action-body-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def unsaid(case: Case, reply: Reply, action: str, state: str, sources: str) -> Iterator[Finding]:
    """Yield a warning about an action that was accepted in a state which its words leave out.

    Args:
        case: The action.
        reply: Its answer.
        action: Operation id of the action.
        state: Before it.
        sources: From which states, as the words have it, it may be taken.
    """
    said = f"{action} was accepted in state {state}, and its words say: {sources}"
    claim = about(case, "action:said", state)
    yield finding("action-in-wrong-state", said, case, reply, claim=claim, weight=Weight.WARNING)


def denied(case: Case, reply: Reply, action: str, state: str, sources: str) -> Iterator[Finding]:
    """Yield a warning about an action that was refused in a state which its words name."""
    said = f"{action} was refused with {reply.status} in state {state}, "
    said += f"and its words say that it may be taken {sources}"
    claim = about(case, "action:allowed", state)
    yield finding("action-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def never(case: Case, reply: Reply, action: str, states: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning about an action that was refused in all states that can be reached."""
    said = f"{action} was refused with {reply.status} in every state that could be reached: "
    said += ", ".join(states)
    claim = about(case, "action:ever")
    yield finding("action-never-accepted", said, case, reply, claim=claim, weight=Weight.WARNING)


def always(case: Case, reply: Reply, action: str) -> Iterator[Finding]:
    """Yield a warning about an action that is accepted in every state, though some forbid it."""
    said = f"{action} is accepted in every documented state, "
    said += f"and the document says that some are refused with {CONFLICT}"
    claim = about(case, "action:refuses")
    yield finding("action-never-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def born(case: Case, reply: Reply, action: str, states: tuple[str, str]) -> Iterator[Finding]:
    """Yield a warning about new resources that are where an action is to lead.

    Args:
        case: The action, done to a new resource.
        reply: Its answer.
        action: Operation id of the action.
        states: That of new resources, and the first of the document, in which none ever was.
    """
    seen, first = states
    said = f"a new resource is {seen} at once, nothing was ever {first}, "
    said += f"and {action} is refused with {reply.status}"
    claim = about(case, "action:begins", first)
    yield finding("born-too-far", said, case, reply, claim=claim, weight=Weight.WARNING)
