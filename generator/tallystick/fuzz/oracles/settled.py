"""What has ended stays as it is: outputs and reasons of a terminal state do not change."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.lifecycle import waiting
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.ir import Lifecycle, words
from tallystick.text import Json

SIGNATURES: Final = frozenset({"signature", "sig", "hmac"})
"""Words of parameters that stand for a key."""


def settled(
    machine: Lifecycle, case: Case, reply: Reply, before: Json, now: Json
) -> Iterator[Finding]:
    """Yield a warning for each output or reason that differs between two answers after the end.

    Of links only the path counts, and that only where a signature stands behind it: a server may
    sign them anew for every answer.
    """
    if not isinstance(before, dict) or not isinstance(now, dict):
        return
    for member in (*machine.outputs, *machine.reason):
        if _kept(before.get(member)) != _kept(now.get(member)):
            said = f"{member} changed after the end"
            claim = about(case, "lifecycle:settled", member=member)
            state = before.get(machine.member)
            case = waiting(machine, case, *([state] if isinstance(state, str) else []))
            yield finding(
                "changed-after-end", said, case, reply, claim=claim, weight=Weight.WARNING
            )


def _kept(value: Json) -> Json:
    """Return a value with what lasts of its links."""
    if isinstance(value, str):
        return _lasting(value) if "://" in value[:16] else value
    if isinstance(value, dict):
        return {name: _kept(part) for name, part in value.items()}
    return [_kept(item) for item in value] if isinstance(value, list) else value


def _lasting(url: str) -> str:
    """Return the path of a link that is signed in its query: else it may be the path that is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    signed = any(is_signature(name) for name, _ in parse_qsl(parts.query))
    return parts.path if signed else ""


def is_signature(name: str) -> bool:
    """Whether a parameter of a link is called as what stands for a key."""
    return not SIGNATURES.isdisjoint(words(name))
