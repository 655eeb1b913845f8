"""Statuses of refusals that words state, and which are others.

*A body that breaks its schema or a rule is refused with 422*; *with another body it is a conflict
(409)*.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.documented import told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.statuses import CONFLICT, MALFORMED
from tallystick.ir import Operation
from tallystick.ir.types import Doc

_CLAUSE: Final = re.compile(r"[;:!?]\s|\.(?:\s|$)|\s\*\s")
"""What a statement ends with."""
_STATUS: Final = re.compile(r"\b4\d\d\b")
_BROKEN: Final = {
    "rule": re.compile(r"\b(?:break|violat|fail)\w*\b[^,]*\b(?:rules?|constraints?)\b"),
    "keyword": re.compile(r"\b(?:break|violat|fail)\w*\b[^,]*\bschemas?\b"),
}
"""Kind of broken bodies -> what is said of them."""
_NOT: Final = re.compile(r"\b(?:not|never|no)\b")
_OTHER: Final = re.compile(
    r"\b(?:another|other|different|changed)\s+(?:request\s+)?(?:body|bodies|payload|content|request)"
)
"""What is said of a key that comes again with another body."""


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a broken body that is refused with another status than words state.

    Nobody but the document says which of 400 and 422 it is; another status says something else.
    """
    known = case.expect == "refused" and case.has_value and case.kind in _BROKEN
    if not known or reply.status not in MALFORMED:
        return
    operation = scene.operations[case.operation]
    wanted = scene.once(("stated", operation.id), lambda: _broken(scene, operation))[case.kind]
    if wanted in MALFORMED and reply.status != wanted:
        said = f"what breaks a {case.kind} is refused with {reply.status}, and said to be {wanted}"
        claim = about(case, "refusal:said", case.kind)
        yield finding("said-otherwise", said, case, reply, claim=claim, weight=Weight.WARNING)


def key(scene: Scene, case: Case, other: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a key that came again with another body, refused otherwise than said.

    Args:
        scene: The API.
        case: The first request with the key.
        other: The one with another body.
        reply: Its answer.
    """
    operation = scene.operations[case.operation]
    docs = [operation.doc, *(it.doc for it in operation.parameters if it.idempotency_key)]
    wanted = _only(_statuses(docs, _OTHER))
    if wanted is not None and reply.status in {*MALFORMED, CONFLICT} - {wanted}:
        said = f"a key with another body is refused with {reply.status}, and said to be {wanted}"
        claim = about(case, "request:idempotency-status")
        shown = replace(other, after=case)
        yield finding("said-otherwise", said, shown, reply, claim=claim, weight=Weight.WARNING)


def _broken(scene: Scene, operation: Operation) -> dict[str, int | None]:
    """Return the status that is stated for each kind of broken bodies."""
    docs = scene.api.info.doc, operation.doc
    return {kind: _only(_statuses(docs, what)) for kind, what in _BROKEN.items()}


def _statuses(docs: Iterable[Doc], what: re.Pattern[str]) -> set[int]:
    """Return the statuses of the statements about something that name just one."""
    clauses = (it for doc in docs for it in _CLAUSE.split(told(doc.description)))
    about = (it for it in clauses if what.search(it) and not _NOT.search(it))
    found = (set(_STATUS.findall(it)) for it in about)
    return {int(it) for each in found if len(each) == 1 for it in each}


def _only(found: set[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None
