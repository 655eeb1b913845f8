"""One caller's resource is not served to another."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import about, finding


def judge(case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding when the second caller was served the first one's resource."""
    if accepted(reply):
        said = "another caller's resource was served"
        claim = about(case, "request:owner")
        yield finding("other-caller-served", said, case, reply, claim=claim)
