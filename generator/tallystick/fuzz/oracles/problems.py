"""What a refusal says of itself is so: its status in the body, and how to get in (401)."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.documented import answer, content, response, told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.oracles.unlisted import PROBLEM
from tallystick.ir import Content

STATUS: Final = "status"
CHALLENGE: Final = "WWW-Authenticate"
_HTTP: Final = re.compile(r"\bhttp[ -](?:\w+ )?status\b|\bstatus code\b")
"""What is said of a member that repeats the status."""
_REFUSED: Final = 400
_UNKNOWN: Final = 401


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding for a status in the body that is not the answer's.

    An error in what the document calls a problem (RFC 9457, section 3.1.2: it MUST be the same), a
    warning where only words say so.
    """
    declared = response(scene.operations[case.operation], reply.status)
    if reply.error or declared is None or reply.status < _REFUSED or case.kind == "method":
        return
    found = content(declared, reply.headers.get("content-type", ""))
    value = answer(reply) if found is not None else None
    said = value.get(STATUS) if isinstance(value, dict) else None
    if found is None or not isinstance(said, int) or isinstance(said, bool):
        return
    problem = found.media_type.lower().startswith(PROBLEM)
    if said != reply.status and (problem or _repeats(scene, found)):
        claim = about(case, "response:problem", f"{reply.status}/{STATUS}")
        sentence = f"the answer with {reply.status} says that its status is {said}"
        weight = Weight.ERROR if problem else Weight.WARNING
        yield finding("problem-status", sentence, case, reply, claim=claim, weight=weight)


def challenge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a 401 that lacks the challenge which the document lists for it.

    A 401 MUST have one (RFC 9110, section 11.6.1), even if the header is not said to be required.
    """
    declared = response(scene.operations[case.operation], reply.status)
    if reply.status != _UNKNOWN or declared is None or case.kind == "method":
        return
    listed = (it for it in declared.headers if it.wire.lower() == CHALLENGE.lower())
    if CHALLENGE.lower() not in reply.headers and any(not it.required for it in listed):
        claim = about(case, "response:header", f"{reply.status}.{CHALLENGE}")
        sentence = f"the answer with 401 lacks the header {CHALLENGE}, which it has to have"
        weight = Weight.WARNING
        yield finding("no-challenge", sentence, case, reply, claim=claim, weight=weight)


def _repeats(scene: Scene, found: Content) -> bool:
    """Whether words say that the member is the status of the answer."""
    fields = scene.api.fields(found.type) if found.type is not None else ()
    described = (told(it.doc.description) for it in fields if it.wire == STATUS)
    return any(_HTTP.search(it) for it in described)
