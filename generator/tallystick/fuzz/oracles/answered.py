"""There is an answer, it is whole, and it is no error of the server."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.sending.transport import OUT_OF_TIME

BUSY, NO_SUCH_METHOD = 503, 501


def _fine(case: Case) -> set[int]:
    return {BUSY, NO_SUCH_METHOD} if case.kind == "method" else {BUSY}


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding for a missing answer, and for a status from 500 on.

    503 is an answer about the server's day, not about the request: it is left to the campaign.
    """
    del scene
    if reply.error == OUT_OF_TIME:
        return  # the campaign went home while the server was at it
    if reply.error and reply.status < 500:  # noqa: PLR2004 - server errors
        said = f"there was no whole answer: {reply.error}"
        yield finding("no-answer", said, case, reply, claim=about(case, "response:whole"))
    elif reply.status >= 500 and reply.status not in _fine(case):  # noqa: PLR2004 - server errors
        more = f" ({reply.error})" if reply.error else ""
        said = f"the server failed with {reply.status}{more}"
        yield finding("server-error", said, case, reply)
