"""A PUT as such: it makes what was not there, replaces what was, and twice is as once."""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding

CREATED: Final = 201


def made(scene: Scene, case: Case, reply: Reply, *, there: bool) -> Iterator[Finding]:
    """Yield a warning about a PUT whose status says the contrary of what it did.

    Source: RFC 9110, section 9.3.4: 201 when nothing was there before, else 200 or 204.

    Args:
        scene: The API; it has to list both answers.
        case: The PUT.
        reply: Its answer.
        there: Whether the resource was there before.
    """
    listed = {each.status for each in scene.operations[case.operation].responses}
    both = str(CREATED) in listed and not listed.isdisjoint({"200", "204"})
    if case.message.method == "PUT" and both and (reply.status == CREATED) is there:
        what = "what was there already" if there else "what was not there"
        said = f"a PUT of {what} was answered with {reply.status}"
        claim = about(case, "update:created", "there" if there else "new")
        yield finding("put-status", said, case, reply, claim=claim, weight=Weight.WARNING)


def repeated(case: Case, reply: Reply, changed: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding about a PUT that, sent again, leaves another resource than at first."""
    if changed:
        said = f"the same PUT sent twice leaves another {changed[0]} than sent once"
        claim = about(case, "update:idempotent", f"/{changed[0]}")
        yield finding("put-not-idempotent", said, case, reply, claim=claim)
