"""What no two resources have alike, as the document says, and what two were seen to have."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import short
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.text import Json


def taken(case: Case, reply: Reply, member: str, value: Json, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about a value that two resources have.

    Args:
        case: What made the second one, or changed it.
        reply: The answer.
        member: Wire name of the member.
        value: What both have.
        sure: The document says of this member that no two have the same.
    """
    said = f"{case.operation} was accepted with {reply.status}, and gave {member} a value that "
    said += f"another one has: {short(value)}"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "unique:refused", member=member)
    yield finding("taken-twice", said, case, reply, claim=claim, weight=weight)


def own(case: Case, reply: Reply, member: str, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about an update that may not leave a value as it is, and may change it.

    Args:
        case: The update.
        reply: The answer.
        member: Wire name of the member.
        sure: The document says of this member that no two have the same.
    """
    said = (
        f"an update that leaves {member} as it is was refused with {reply.status}, as if another "
    )
    said += "one had it; one that changes it is accepted"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "unique:own", member=member)
    yield finding("own-value-taken", said, case, reply, claim=claim, weight=weight)


def beyond(case: Case, reply: Reply, member: str, whose: str) -> Iterator[Finding]:
    """Yield a warning about a value that is refused for what nobody says it is compared with.

    Args:
        case: The creation.
        reply: The answer.
        member: Wire name of the member.
        whose: Who has the value.
    """
    said = f"a value of {member} was refused with {reply.status} because {whose} has it, where the "
    said += "document speaks of fewer"
    claim = about(case, "unique:within", member=member)
    yield finding("taken-elsewhere", said, case, reply, claim=claim, weight=Weight.WARNING)
