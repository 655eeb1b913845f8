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
    what = "names a resource that this caller is not served"
    yield from _taken(case, reply, at, what, kind="other-caller-named", rule=rule, or_else="owner")


def elsewhere(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a finding when a body was taken that names what is in another resource than its path.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document about what is named there, "" for none.
    """
    what = "names what is not in the resource that its path names"
    yield from _taken(case, reply, at, what, kind="named-elsewhere", rule=rule, or_else="parent")


def nothing(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a finding when a body was taken that names nothing, where names are looked up.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document that speaks of what is named there, "" for none.
    """
    known = "which is looked up elsewhere" if rule else "where another caller's is refused"
    what = f"names nothing, {known}"
    yield from _taken(case, reply, at, what, kind="nothing-named", rule=rule, or_else="unknown")


def unknown(case: Case, reply: Reply, at: str, rule: str) -> Iterator[Finding]:
    """Yield a warning when a body was taken that names nothing, where words say what it may name.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document that says what has to be named.
    """
    if accepted(reply):
        said = f"a body was taken whose {at} names nothing, and words say what it has to name"
        claim = Claim(operation=case.operation, name=rule, at=at)
        yield finding("nothing-named", said, case, reply, claim=claim, weight=Weight.WARNING)


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


def fit(case: Case, reply: Reply, at: str, rule: str, what: str) -> Iterator[Finding]:
    """Yield a warning when a body was refused again that names what words allow.

    Args:
        case: The request.
        reply: Its answer.
        at: The place of the name.
        rule: The rule of the document about what is named there.
        what: What the resource is.
    """
    if not accepted(reply):
        said = f"a body was refused with {reply.status} each time its {at} named what is {what}, "
        said += "which words allow, and taken where it named another"
        claim = Claim(operation=case.operation, name=rule, at=at)
        yield finding("fit-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def never(case: Case, reply: Reply, at: str, count: int) -> Iterator[Finding]:
    """Yield a warning: whatever was named at a place was refused.

    Args:
        case: One of the requests.
        reply: Its answer.
        at: The place of the name.
        count: How many requests there were.
    """
    said = f"of {count} valid requests that name at {at} what its caller has made and what has "
    said += "ended well, of every kind that there is, none was accepted"
    claim = Claim(operation=case.operation, name="naming:own", at=at)
    yield finding("name-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def _taken(  # noqa: PLR0913 - what is wrong, and where
    case: Case, reply: Reply, at: str, what: str, *, kind: str, rule: str, or_else: str
) -> Iterator[Finding]:
    """Yield what was taken: an error where a rule forbids it, a warning about `or_else` else."""
    if accepted(reply):
        said = f"a body was taken whose {at} {what}"
        claim = Claim(operation=case.operation, name=rule or f"naming:{or_else}", at=at)
        weight = Weight.ERROR if rule else Weight.WARNING
        yield finding(kind, said, case, reply, claim=claim, weight=weight)
