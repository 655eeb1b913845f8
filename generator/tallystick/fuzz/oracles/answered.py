"""There is an answer, it is whole, and it is no error of the server."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.proofs import because
from tallystick.fuzz.documented import success
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.sending.transport import OUT_OF_TIME
from tallystick.solve import Proof

FAILURE: Final = "server-error"
BUSY, NOT_IMPLEMENTED = 503, 501


def _fine(case: Case) -> set[int]:
    return {BUSY, NOT_IMPLEMENTED} if case.kind == "method" else {BUSY}


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding for a missing answer, and for a status from 500 on.

    503 is an answer about the server's day, not about the request: it is left to the campaign. 501
    is what is left to say where no answer can be as the document has it.
    """
    if reply.error == OUT_OF_TIME:
        return  # the campaign went home while the server was at it
    if reply.error and reply.status < 500:  # noqa: PLR2004 - server errors
        said = f"there was no whole answer: {reply.error}"
        yield finding("no-answer", said, case, reply, claim=about(case, "response:whole"))
    elif proof := unanswerable(scene, case, reply):
        none = "is allowed by the document" if proof.whole else "was found that the document allows"
        said = f"no answer {none}: {because(proof)}"
        claim = about(case, "response:possible")
        yield finding("no-answer-possible", said, case, reply, claim=claim, weight=Weight.WARNING)
    elif failed(reply) and reply.status not in _fine(case):
        more = f" ({reply.error})" if reply.error else ""
        said = f"the server failed with {reply.status}{more}"
        yield finding(FAILURE, said, case, reply)


def failed(reply: Reply) -> bool:
    """Whether a status says that the server failed, and not that it is busy."""
    return reply.status >= 500 and reply.status != BUSY  # noqa: PLR2004 - server errors


def unanswerable(scene: Scene, case: Case, reply: Reply) -> Proof | None:
    """Return why a server that says 501 has no other answer; None where it could have one.

    Within some bounds is enough: who gives up on a document does not break it.
    """
    if reply.status != NOT_IMPLEMENTED:
        return None
    answered = success(scene.operations[case.operation])
    return scene.possible.sought(answered) if answered is not None else None
