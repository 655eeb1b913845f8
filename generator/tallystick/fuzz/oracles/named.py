"""What a server takes as the name of a resource in a body."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Claim, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import finding


def nothing(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a finding when a body was taken that names a resource which is not there.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document that says so, "" for none: a server may look later.
    """
    if accepted(reply):
        said = f"a body was taken whose {at} names nothing that is there"
        yield _finding("unknown-named", said, case, reply, _claim(case, at, rule, "naming:unknown"))


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
        claim = _claim(case, at, rule, "naming:owner")
        yield _finding("other-caller-named", said, case, reply, claim)


def _claim(case: Case, at: str, rule: str, otherwise: str) -> Claim:
    return Claim(operation=case.operation, name=rule or otherwise, at=at)


def _finding(kind: str, said: str, case: Case, reply: Reply, claim: Claim) -> Finding:
    weight = Weight.ERROR if claim.rule else Weight.WARNING
    return finding(kind, said, case, reply, claim=claim, weight=weight)
