"""What a server takes as the name of a resource in a body."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Claim, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import finding


def anothers(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a finding when a body was taken that names a resource its caller is not served.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document that says so, "" for none.
    """
    if accepted(reply):
        said = f"a body was taken whose {at} names a resource that this caller is not served"
        claim = Claim(operation=case.operation, name=rule or "naming:owner", at=at)
        weight = Weight.ERROR if rule else Weight.WARNING
        yield finding("other-caller-named", said, case, reply, claim=claim, weight=weight)


def elsewhere(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a finding when a body was taken that names what is in another resource than its path.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document about what is named there, "" for none.
    """
    if accepted(reply):
        said = f"a body was taken whose {at} names what is not in the resource that its path names"
        claim = Claim(operation=case.operation, name=rule or "naming:parent", at=at)
        weight = Weight.ERROR if rule else Weight.WARNING
        yield finding("named-elsewhere", said, case, reply, claim=claim, weight=weight)


def nothing(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a finding about a name of nothing that was taken where names are looked up.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document that speaks of what is named there, "" for none.
    """
    said = f"a body was taken whose {at} names nothing"
    said += ", which is looked up elsewhere" if rule else "; another caller's is refused"
    claim = Claim(operation=case.operation, name=rule or "naming:unknown", at=at)
    weight = Weight.ERROR if rule else Weight.WARNING
    yield finding("nothing-named", said, case, reply, claim=claim, weight=weight)


def unfit(case: Case, reply: Reply, at: str, rule: str, what: str) -> Iterator[Finding]:
    """Yield a warning when a body was taken that names what words say that it may not.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document about what is named there.
        what: What the resource is.
    """
    if accepted(reply):
        said = f"a body was taken whose {at} names what is {what}, which words do not allow"
        claim = Claim(operation=case.operation, name=rule, at=at)
        yield finding("unfit-named", said, case, reply, claim=claim, weight=Weight.WARNING)
