"""Judgements on answers, one file each. Those of `judged` judge every answer, in this order."""

from collections.abc import Callable, Iterator
from typing import Final

from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import (
    acceptance,
    aimed,
    answered,
    blamed,
    conformance,
    derived,
    looked_up,
    naming,
    problems,
    refusal,
    stated,
    unlisted,
)
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene

_Judge = Callable[[Scene, Case, Reply], Iterator[Finding]]
_ALWAYS: Final[tuple[_Judge, ...]] = (
    acceptance.judge,
    refusal.judge,
    conformance.judge,
    derived.judge,
    unlisted.judge,
)
_REFUSALS: Final[tuple[_Judge, ...]] = (
    answered.judge,
    acceptance.judge,
    refusal.judge,
    stated.judge,
    stated.unread,
    stated.credentials,
    looked_up.judge,
    naming.judge,
    blamed.judge,
    aimed.judge,
    conformance.judge,
    derived.judge,
    unlisted.judge,
    problems.judge,
    problems.challenge,
)


def judged(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield what all judges say of an answer; of one that was accepted, few have anything to say.

    Args:
        scene: The API.
        case: The request.
        reply: Its answer.
    """
    for judge in _ALWAYS if accepted(reply) else _REFUSALS:
        yield from judge(scene, case, reply)
