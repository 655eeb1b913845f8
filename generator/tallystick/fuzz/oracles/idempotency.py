"""The same idempotency key with the same request makes one resource, not two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.statuses import MALFORMED
from tallystick.resolve.pointer import split
from tallystick.text import Json


def judge(case: Case, first: Reply, again: Reply, members: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a finding when a repeated key made something new, or was refused.

    Args:
        case: The request that was sent twice.
        first: The first answer.
        again: The second one.
        members: JSON Pointers to what names the resource.
    """
    if not accepted(first):
        return
    claim = about(case, "request:idempotency")
    twice = replace(case, after=case)
    if not accepted(again):
        said = f"the same request with the same idempotency key was refused with {again.status}"
        yield finding("key-refused", said, twice, again, claim=claim)
    elif _names(first, members) != _names(again, members):
        said = "the same idempotency key made a second resource"
        yield finding("key-not-once", said, twice, again, claim=claim)


def raced(case: Case, replies: Sequence[Reply], members: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a warning when requests with one key that came at once made more than one resource.

    Args:
        case: The request.
        replies: The answers; those that are refused had better come again later.
        members: JSON Pointers to what names the resource.
    """
    taken = [it for it in replies if accepted(it)]
    other = next((it for it in taken if _names(it, members) != _names(taken[0], members)), None)
    if other is not None:
        said = "requests that came at once with the same idempotency key made a second resource"
        claim = about(case, "request:idempotency", "at once")
        twice = replace(case, after=case)
        yield finding("key-not-once", said, twice, other, claim=claim, weight=Weight.WARNING)


def once(first: Reply, again: Reply, members: tuple[str, ...]) -> bool:
    """Whether a repeated key made nothing new; arguments as of `judge`."""
    both = accepted(first) and accepted(again)
    return both and _names(first, members) == _names(again, members)


def reused(
    case: Case, other: Case, replies: Sequence[Reply], members: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a warning when another body was taken with a key that was used before.

    Args:
        case: The first request with the key, which was accepted.
        other: One with another body.
        replies: The answers to both.
        members: JSON Pointers to what names the resource.
    """
    first, last = replies
    if accepted(last):
        said = "an idempotency key was taken again with another body"
        if _names(first, members) == _names(last, members):
            said += ", which was silently ignored"
        claim = about(case, "request:idempotency-body")
        shown = replace(other, after=case)
        yield finding("key-reused", said, shown, last, claim=claim, weight=Weight.WARNING)


def apart(
    case: Case, other: Case, replies: Sequence[Reply], members: tuple[str, ...], what: str
) -> Iterator[Finding]:
    """Yield a finding when two requests that have nothing to do with each other were mixed up.

    Args:
        case: A request with a key.
        other: One with another key and another body, or of another caller.
        replies: The answers to both.
        members: JSON Pointers to what names the resource.
        what: How they differ.
    """
    first, second = replies
    if not accepted(first):
        return
    claim = about(case, "request:idempotency-apart", what)
    shown = replace(other, after=case)
    if not accepted(second) and other.names and other.message.caller != case.message.caller:
        return  # what the body names is the first caller's
    if not accepted(second):
        said = f"a request was refused with {second.status} because of one of {what}"
        yield finding("key-mixed-up", said, shown, second, claim=claim)
    elif _names(first, members) == _names(second, members):
        said = f"a request was answered with the resource of one of {what}"
        yield finding("key-mixed-up", said, shown, second, claim=claim)


def odd(case: Case, plain: Reply, reply: Reply) -> Iterator[Finding]:
    """Yield a warning when a key was refused for the marks in it, which its schema allows.

    Args:
        case: The request with that key.
        plain: The answer to the same with another key.
        reply: The answer to it.
    """
    if accepted(plain) and reply.status in MALFORMED:
        said = f"a key with marks that its schema allows was refused with {reply.status}"
        claim = about(case, "request:idempotency", "marks")
        yield finding("key-refused", said, case, reply, claim=claim, weight=Weight.WARNING)


def cased(
    case: Case, other: Case, replies: Sequence[Reply], members: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a warning when keys that differ in the case of their letters were taken for one.

    Args:
        case: A request with a key.
        other: The same with the key in the other case.
        replies: The answer to the same with some other key, and those to both.
        members: JSON Pointers to what names the resource.
    """
    plain, first, second = (_names(each, members) for each in replies)
    if all(accepted(each) for each in replies) and plain != first == second:
        said = "a request was answered with the resource of a key in the other case"
        claim = about(case, "request:idempotency-apart", "a key in the other case")
        shown = replace(other, after=case)
        yield finding("key-mixed-up", said, shown, replies[2], claim=claim, weight=Weight.WARNING)


def _names(reply: Reply, members: tuple[str, ...]) -> list[Json]:
    return [steps(answer(reply), split(pointer)) for pointer in members]
