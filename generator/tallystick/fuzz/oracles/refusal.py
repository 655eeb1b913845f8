"""A refusal has a status between 400 and 499 that the document lists; some are expected exactly."""

from collections.abc import Iterator

from tallystick.fuzz.documented import response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.conflicts import in_the_way
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.statuses import MALFORMED

FITTING = {"credentials": frozenset({401, 403}), "unknown": frozenset({404, 410})}
"""Family of cases -> statuses that mean what happened."""
WRONG_REQUEST = frozenset({400, 404, 405, 406, 411, 412, 413, 414, 415, 422, 428, 431})
"""Statuses that mean: something is wrong with what was sent."""
BARRED = frozenset({401, 403})
TYPED, UNSUPPORTED = "request:content-type", 415
LOWEST, HIGHEST = 300, 499


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding when a refusal is a redirect, or says something else than what is wrong."""
    if accepted(reply):
        scene.admitted.add((case.operation, case.message.caller))
    if case.expect != "refused" or reply.error or not LOWEST <= reply.status <= HIGHEST:
        return
    if reply.status < 400:  # noqa: PLR2004 - redirects
        said = f"a request to be refused was redirected with {reply.status}"
        yield finding("refusal-redirects", said, case, reply)
        return
    if case.kind != "credentials" and scene.shut(case, reply):
        return
    fitting = FITTING.get(case.kind)
    operation = scene.operations[case.operation]
    declared = {each.status for each in operation.responses}
    if fitting is not None:
        if reply.status not in fitting and declared & set(map(str, fitting)):
            wanted = " or ".join(map(str, sorted(fitting)))
            said = f"the refusal has status {reply.status}, not {wanted}"
            yield finding("wrong-refusal", said, case, reply)
    elif response(operation, reply.status) and not in_the_way(scene, case, reply):
        yield from _meant(scene, case, reply)


def _meant(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding when the status of a refusal means something else than a wrong request."""
    if reply.status in WRONG_REQUEST or reply.status == 429:  # noqa: PLR2004 - too many
        yield from _of_type(scene, case, reply)
        return
    let_in = (case.operation, case.message.caller) in scene.admitted
    if reply.status in BARRED and not let_in:
        said = f"the request was refused with {reply.status} before what is wrong was looked at"
        yield finding("not-judged", said, case, reply, weight=Weight.NOTE)
        return
    yield from odd(case, reply)


def _of_type(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning where a wrong media type alone is refused as what is wrong in a body.

    The document lists 415 for it. Where no media type is given, either may be meant.
    """
    if case.claim is None or case.claim.name != TYPED or case.kind == "untyped":
        return
    listed = {each.status for each in scene.operations[case.operation].responses}
    if reply.status in MALFORMED and str(UNSUPPORTED) in listed:
        said = f"a body of another media type was refused with {reply.status}, not {UNSUPPORTED}"
        yield finding("type-misjudged", said, case, reply, weight=Weight.WARNING)


def odd(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a refusal whose status means something else than a wrong request."""
    said = f"the refusal has status {reply.status}, which says that something else is wrong"
    yield finding("odd-refusal", said, case, reply, weight=Weight.WARNING)
