"""Operations that only say what another one would do: they judge as it does, and do nothing."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding


def did(case: Case, reply: Reply, what: str, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about what is otherwise after each of two requests that are to do nothing.

    Args:
        case: The request.
        reply: The answer.
        what: Where it shows.
        sure: Words say that nothing is done; else its name does.
    """
    said = f"{case.operation} is to change nothing, and {what} is otherwise each time afterwards"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, "estimate:nothing")
    yield finding("estimate-does", said, case, reply, claim=claim, weight=weight)


def unjudged(case: Case, reply: Reply, create: str, rule: str, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding about a body that one operation refuses, and a like one accepts.

    Args:
        case: The request that was accepted.
        reply: The answer.
        create: What refuses the body, before and after.
        rule: Rule that the refusal names.
        sure: Words say that the one judges as the other.
    """
    said = f"a body that {create} refuses by {rule} was accepted with {reply.status}"
    weight = Weight.ERROR if sure else Weight.WARNING
    claim = about(case, f"estimate:judged {rule}")
    yield finding("estimate-unjudged", said, case, reply, claim=claim, weight=weight)


def other(case: Case, reply: Reply, create: str, name: str) -> Iterator[Finding]:
    """Yield a warning about a number that is another one in what is made of the same body, twice.

    Args:
        case: The request that says what would be.
        reply: The answer.
        create: What made it.
        name: Member of both answers.
    """
    said = f"{case.operation} says another {name} than what {create} makes of the same body has"
    claim = about(case, "estimate:same", member=name)
    yield finding("estimate-differs", said, case, reply, claim=claim, weight=Weight.WARNING)
