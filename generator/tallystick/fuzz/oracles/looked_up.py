"""An id that its schema refuses is refused for that, not looked for.

Many servers answer 404 to any wrong id, and no document says that they may not. But a server that
refuses some wrong ids as wrong and looks for others does not keep the whole schema.
"""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.statuses import GONE, MALFORMED


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning for each wrong id that was looked for, once another one was refused."""
    claim = case.claim
    if case.expect != "refused" or claim is None or not claim.at.startswith("path."):
        return
    if not claim.name.startswith("schema:") or reply.status not in MALFORMED | GONE:
        return
    known = scene.wrong_ids.setdefault((claim.operation, claim.at), [])
    before = any(each.status in MALFORMED for _, each in known)
    known.append((case, reply))
    if reply.status in GONE:
        found = [(case, reply)] if before else []
    else:
        found = [] if before else [each for each in known if each[1].status in GONE]
    for wrong, answer in found:
        name = wrong.claim.name if wrong.claim else ""
        said = f"an id that breaks {name} was looked for ({answer.status}), "
        said += "while other wrong ids are refused as wrong"
        yield finding("looked-up", said, wrong, answer, weight=Weight.WARNING)
