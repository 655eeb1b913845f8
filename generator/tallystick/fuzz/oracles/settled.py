"""What has ended stays as it is: outputs and reasons of a terminal state do not change."""

from collections.abc import Iterator

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.ir import Lifecycle
from tallystick.text import Json


def settled(
    machine: Lifecycle, case: Case, reply: Reply, before: Json, now: Json
) -> Iterator[Finding]:
    """Yield a warning for each output or reason that differs between two answers after the end.

    Links are left out: a server may sign them anew for every answer.
    """
    if not isinstance(before, dict) or not isinstance(now, dict):
        return
    for member in (*machine.outputs, *machine.reason):
        if _kept(before.get(member)) != _kept(now.get(member)):
            said = f"{member} changed after the end"
            claim = about(case, "lifecycle:settled", member=member)
            yield finding(
                "changed-after-end", said, case, reply, claim=claim, weight=Weight.WARNING
            )


def _kept(value: Json) -> Json:
    """Return a value without its links."""
    if isinstance(value, str):
        return "" if "://" in value[:16] else value
    if isinstance(value, dict):
        return {name: _kept(part) for name, part in value.items()}
    return [_kept(item) for item in value] if isinstance(value, list) else value
