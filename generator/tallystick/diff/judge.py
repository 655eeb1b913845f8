"""Changes to findings: which checks speak, how loud, and whether the message breaks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tallystick.diagnostics import Severity
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Check, Finding, Tier, Unproven, Witness
from tallystick.diff.selectors import Selector

_LOUDNESS: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How loud checks are here.

    Attributes:
        severities: Severities of one's own, the last that fits wins; None: not said at all.
        tiers: Severities of whole tiers, before those.
        growing_enums: Enumerations of responses may grow: clients were told to expect it.
        docs: Whether changes of words are said.
    """

    severities: Sequence[tuple[Selector, Severity | None]] = ()
    tiers: Mapping[Tier, Severity] = field(default_factory=dict)
    growing_enums: bool = False
    docs: bool = False


def judge(changes: Iterable[Change], checks: Iterable[Check], policy: Policy) -> list[Finding]:
    """Return what the checks say, the loudest first, otherwise in the order of the changes."""
    by_kind: dict[Kind, list[Check]] = {}
    for check in checks:
        for kind in check.on:
            by_kind.setdefault(kind, []).append(check)
    found = [
        finding
        for change in changes
        for check in by_kind.get(change.kind, ())
        for finding in _judged(change, check, policy)
    ]
    found.sort(key=lambda it: (not it.breaking, _LOUDNESS[it.severity]))
    return found


def _judged(change: Change, check: Check, policy: Policy) -> Iterator[Finding]:
    if check.docs and not policy.docs:
        return
    message = check.say(change)
    if message is None:
        return
    severity, breaking = _weight(change, check, policy)
    for selector, chosen in policy.severities:
        if selector.picks(check, change):
            severity = chosen
    if severity is not None:
        yield Finding(
            check=check, change=change, message=message, severity=severity, breaking=breaking
        )


def _weight(change: Change, check: Check, policy: Policy) -> tuple[Severity | None, bool]:
    severity = policy.tiers.get(check.tier, check.severity)
    if check.tier is not Tier.PAYLOAD:
        return severity, False
    if isinstance(change.verdict, Witness) and not _may_grow(change, policy):
        return severity, True
    if isinstance(change.verdict, Unproven):
        return Severity.WARNING, False
    return Severity.INFO, False


def _may_grow(change: Change, policy: Policy) -> bool:
    return change.announced or (
        policy.growing_enums
        and change.kind is Kind.ENUM_VALUES_ADDED
        and change.direction == "response"
    )
