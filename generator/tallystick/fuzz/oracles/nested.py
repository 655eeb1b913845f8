"""What is made below a resource: the list of it, and what the resource tells of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import short
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.ir import words
from tallystick.text import Json

REDUCED: Final = "discount"
"""Word of members that say what is taken off the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A number of a resource that sums up a part of each thing below it.

    Attributes:
        member: The number.
        base: Member of a thing that says of what it is a part.
        rate: Member of a thing that says how much, of a hundred.
    """

    member: str
    base: str
    rate: str


def missing(case: Case, reply: Reply, operation: str, name: str) -> Iterator[Finding]:
    """Yield a warning about what was made, and is not in the list below its resource.

    Args:
        case: What asked for the list.
        reply: The answer.
        operation: What made it.
        name: Its id.
    """
    said = f"what {operation} made, {short(name)}, is not listed in the resource that it is in"
    claim = about(case, "nested:holds")
    yield finding("nested-missing", said, case, reply, claim=claim, weight=Weight.WARNING)


def misplaced(case: Case, reply: Reply, operation: str) -> Iterator[Finding]:
    """Yield a finding about things that are not in the order that words promise."""
    said = f"what {operation} adds at the end does not stand behind what was there before"
    yield finding("nested-order", said, case, reply, claim=about(case, "nested:order"))


def miscounted(case: Case, reply: Reply, member: str, told: Json, seen: int) -> Iterator[Finding]:
    """Yield a warning about a member that counts what is below a resource, and is wrong.

    Args:
        case: What asked for the resource.
        reply: The answer.
        member: Its member.
        told: What it says.
        seen: How many things the list shows.
    """
    said = f"{member} is {short(told)}, and {seen} are listed"
    claim = about(case, "nested:count", member=member)
    yield finding("nested-count", said, case, reply, claim=claim, weight=Weight.WARNING)


def missummed(
    case: Case, reply: Reply, member: str, told: Json, sum_of: tuple[str, float]
) -> Iterator[Finding]:
    """Yield a warning about a number that is described as the sum of others, and is not.

    Args:
        case: What asked for the resource.
        reply: The answer.
        member: Its member.
        told: What it says.
        sum_of: The member of the things below it, and their sum.
    """
    inner, total = sum_of
    said = f"{member} is {short(told)}, and the {inner} of what is listed come to {short(total)}"
    claim = about(case, "nested:sum", member=member)
    yield finding("nested-sum", said, case, reply, claim=claim, weight=Weight.WARNING)


def misparted(
    case: Case,
    reply: Reply,
    share: Share,
    whole: dict[str, Json],
    things: Sequence[Mapping[str, Json]],
) -> Iterator[Finding]:
    """Yield a warning about a number that is described as the sum of a part of each thing.

    The part may be within what a thing comes to, or beside it, and is rounded in any way. Where
    something is taken off the whole, nobody knows from what its parts are.

    Args:
        case: What asked for the resource.
        reply: The answer.
        share: The number.
        whole: The resource.
        things: What is below it.
    """
    told = _number(whole, share.member)
    pairs = [(_number(it, share.base), _number(it, share.rate)) for it in things]
    known = [(base, rate) for base, rate in pairs if base is not None and rate is not None]
    less = any(REDUCED in words(name) and _number(whole, name) for name in whole)
    if told is None or less or len(known) < len(pairs):
        return
    beside = sum(base * rate / 100 for base, rate in known)
    within = sum(base * rate / (100 + rate) for base, rate in known)
    if min(abs(told - beside), abs(told - within)) > len(known):
        said = f"{share.member} is {told:g}, and {share.rate} of each {share.base} that is listed "
        said += f"comes to {beside:g}"
        claim = about(case, "nested:sum", member=share.member)
        yield finding("nested-sum", said, case, reply, claim=claim, weight=Weight.WARNING)


def _number(value: Mapping[str, Json], member: str) -> float | None:
    return number(dict(value), (member,))


def apart(case: Case, reply: Reply, member: str, names: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning about a resource that shows other things inside than the list below it.

    Args:
        case: What asked for the resource.
        reply: The answer.
        member: Its member.
        names: What the list shows.
    """
    said = f"{member} shows others than the {len(names)} that are listed"
    claim = about(case, "nested:same", member=member)
    yield finding("nested-apart", said, case, reply, claim=claim, weight=Weight.WARNING)


def given(
    case: Case, reply: Reply, operation: str, wanted: tuple[str, int], seen: int
) -> Iterator[Finding]:
    """Yield a warning about a list that does not hold what the body of its resource gave.

    Args:
        case: What asked for the list.
        reply: The answer.
        operation: What took the body.
        wanted: The member of the body, and how many things it gave.
        seen: How many are listed.
    """
    member, most = wanted
    said = f"{operation} was given {most} in {member}, and {seen} are listed below the resource"
    claim = about(case, "nested:given", operation)
    yield finding("nested-given", said, case, reply, claim=claim, weight=Weight.WARNING)


def touched(case: Case, reply: Reply, operation: str, name: str) -> Iterator[Finding]:
    """Yield a finding about a thing that changed, or went, when another one was meant.

    Args:
        case: What asked for the list.
        reply: The answer.
        operation: What was done to the other one.
        name: Id of the thing.
    """
    said = f"{operation} of another one changed {short(name)}, or took it away"
    yield finding(
        "nested-touched", said, case, reply, claim=about(case, "nested:others", operation)
    )


def left(case: Case, reply: Reply, operation: str, name: str) -> Iterator[Finding]:
    """Yield a finding about a thing that was deleted, and is still listed.

    Arguments as of `touched`.
    """
    said = f"what {operation} deleted, {short(name)}, is still listed"
    yield finding("nested-left", said, case, reply, claim=about(case, "nested:deleted", operation))


def kept(case: Case, reply: Reply, why: str) -> Iterator[Finding]:
    """Yield a warning about a deletion that was refused, though nothing is in its way.

    Args:
        case: The deletion.
        reply: The answer.
        why: What the document says is in the way, and is not there.
    """
    said = f"it was not deleted, with {reply.status}, and the document says so only {why}"
    claim = about(case, "lifecycle:deletable")
    yield finding("not-deleted", said, case, reply, claim=claim, weight=Weight.WARNING)
