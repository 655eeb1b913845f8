"""A refusal has a status between 400 and 499 that the document lists; some are expected exactly."""

from collections.abc import Iterator

from tallystick.fuzz.documented import response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, finding

FITTING = {"credentials": frozenset({401, 403}), "unknown": frozenset({404, 410})}
"""Family of cases -> statuses that mean what happened."""
LOWEST, HIGHEST = 300, 499


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding when a refusal is a redirect, or says something else than what is wrong."""
    if case.expect != "refused" or reply.error or not LOWEST <= reply.status <= HIGHEST:
        return
    if reply.status < 400:  # noqa: PLR2004 - redirects
        said = f"a request to be refused was redirected with {reply.status}"
        yield finding("refusal-redirects", said, case, reply)
        return
    fitting = FITTING.get(case.kind)
    declared = {each.status for each in scene.operations[case.operation].responses}
    if fitting and reply.status not in fitting and declared & set(map(str, fitting)):
        wanted = " or ".join(map(str, sorted(fitting)))
        said = f"the refusal has status {reply.status}, not {wanted}"
        yield finding("wrong-refusal", said, case, reply)
    elif (
        not fitting
        and reply.status in {401, 403}
        and response(scene.operations[case.operation], reply.status)
    ):
        said = f"the request was refused with {reply.status} before what is wrong was looked at"
        yield finding("not-judged", said, case, reply, weight=Weight.NOTE)
