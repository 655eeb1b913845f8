"""Two different requests make two resources, not one of the same name."""

from collections.abc import Iterator
from dataclasses import replace

from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles.scene import about, finding


def judge(case: Case, reply: Reply, other: Case, name: str) -> Iterator[Finding]:
    """Yield a finding when another request was answered with the same resource.

    Args:
        case: The later creation.
        reply: Its answer.
        other: The first creation that was answered with this name.
        name: What identifies the resource.
    """
    if other is case or case.message.method != "POST" or other.message == case.message:
        return
    said = f"two different requests were answered with the same resource {name[:60]}"
    both = replace(case, after=other)
    yield finding("same-resource", said, both, reply, claim=about(case, "lifecycle:distinct"))
