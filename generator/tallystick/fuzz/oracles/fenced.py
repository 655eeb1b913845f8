"""Requests for what belongs to another caller, or stands elsewhere than their path says."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding


def served(case: Case, reply: Reply, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about an answer to another caller who is refused what it is about.

    Args:
        case: The request.
        reply: The answer.
        sure: They are refused this very resource; else others, each by its id.
    """
    refused = "who is refused the resource by its id" if sure else "who is refused all others'"
    said = f"{case.operation} served a resource to another caller, {refused}"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "request:owner")
    yield finding("other-caller-served", said, case, reply, claim=claim, weight=weight)


def elsewhere(case: Case, reply: Reply, name: str, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about something that was found below what it is not in.

    Args:
        case: The request, for where it is.
        reply: The answer to the one for where it is not.
        name: Parameter of the path that had another value.
        sure: The document says how it is answered that nothing is there.
    """
    said = f"{case.operation} was accepted with {reply.status} for a resource that is not in the "
    said += f"one that the path names: {name} was that of another one"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "request:parent")
    yield finding("found-elsewhere", said, case, reply, claim=claim, weight=weight)


def shared(case: Case, reply: Reply, name: str, create: str) -> Iterator[Finding]:
    """Yield a warning about what a caller is shown of their own, and somebody else changes.

    Args:
        case: What asked for it.
        reply: The answer.
        name: Member that changed.
        create: What made something for somebody else, twice, and it changed each time.
    """
    said = f"{name}, as another caller is shown it, changes when {create} makes something that "
    said += "they are refused by its id"
    claim = about(case, "request:owner", member=name)
    yield finding("other-caller-counted", said, case, reply, claim=claim, weight=Weight.WARNING)
