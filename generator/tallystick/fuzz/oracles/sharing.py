"""One caller's resource is not served to another."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.documented import says, success
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Operation, Record

_PUBLIC: Final = re.compile(
    r"\b(?:public\w*|publish\w*|shar(?:e|ed|ing)|any(?:one|body)|every(?:one|body)|all callers)\b"
)
"""What is said of resources that others may get at some time."""


def judge(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding when the second caller was served the first one's resource."""
    if accepted(reply):
        said = "another caller's resource was served"
        claim = about(case, "request:owner")
        yield finding("other-caller-served", said, case, reply, claim=claim)


def late(case: Case, reply: Reply, state: str) -> Iterator[Finding]:
    """Yield a warning when the second caller was served what was refused in an earlier state.

    Args:
        case: Asks for it.
        reply: The answer.
        state: What it has come to.
    """
    if accepted(reply):
        said = f"another caller's resource, which was refused before, was served when {state}"
        claim = about(case, "request:owner", state)
        yield finding("other-caller-served", said, case, reply, claim=claim, weight=Weight.WARNING)


def one_s_own(scene: Scene, operation: Operation) -> bool:
    """Whether no words speak of resources that others get, too, at some time."""
    made = success(operation)
    declared = scene.api.types.get(made) if made is not None else None
    fields = declared.fields if isinstance(declared, Record) else ()
    docs = [operation.doc, *(it.doc for it in operation.responses), *(it.doc for it in fields)]
    return not says(_PUBLIC, *docs, *([declared.doc] if declared is not None else []))
