"""The same idempotency key with the same request makes one resource, not two."""

from collections.abc import Iterator, Sequence

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.text import Json


def judge(case: Case, replies: Sequence[Reply], members: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a finding when a repeated key made something new, or another body was taken with it.

    Args:
        case: The request that was sent twice, then once with another body.
        replies: The three answers.
        members: JSON members that name the resource.
    """
    first, again, other = replies
    if not accepted(first):
        return
    claim = about(case, "request:idempotency")
    if not accepted(again):
        said = f"the same request with the same idempotency key was refused with {again.status}"
        yield finding("key-refused", said, case, again, claim=claim)
    elif _names(first, members) != _names(again, members):
        said = "the same idempotency key made a second resource"
        yield finding("key-not-once", said, case, again, claim=claim)
    if accepted(other):
        said = "an idempotency key was taken again with another body"
        if _names(first, members) == _names(other, members):
            said += ", which was silently ignored"
        claim = about(case, "request:idempotency-body")
        yield finding("key-reused", said, case, other, claim=claim, weight=Weight.WARNING)


def _names(reply: Reply, members: tuple[str, ...]) -> list[Json]:
    value = answer(reply)
    return [value.get(name) for name in members] if isinstance(value, dict) else []
