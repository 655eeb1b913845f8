"""Findings that somebody has accepted, each with a reason and a last day."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span
from tallystick.diff import codes
from tallystick.diff.checks import by_id
from tallystick.diff.model import Comparison, Finding, Suppressed
from tallystick.diff.selectors import selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One acceptance; what it does not name may be anything.

    Attributes:
        check: Id of the check, "" for any.
        operation: An operation that the finding must reach.
        at: JSON Pointer into the message.
        words: All must be in the finding's sentence, in any case.
        reason: Why it is accepted.
        expires: The last day, ``2027-01-31``; "" for ever.
    """

    check: str = ""
    operation: str = ""
    component: str = ""
    at: str = ""
    words: tuple[str, ...] = ()
    reason: str
    expires: str = ""

    def accepts(self, finding: Finding) -> bool:
        """Whether it speaks of a finding."""
        change = finding.change
        said = f"{finding.message} {change.at}".lower()
        return (
            self._names(finding)
            and (not self.operation or self.operation in change.operations)
            and self.component in {"", change.component}
            and self.at in {"", change.at}
            and all(word.lower() in said for word in self.words)
        )

    def _names(self, finding: Finding) -> bool:
        check = finding.check
        if self.check in check.aliases:
            return selector(check, self.check).picks(check, finding.change)
        return self.check in {"", check.id, *check.former}


def read_baseline(text: str, uri: str) -> tuple[tuple[Entry, ...], Diagnostics]:
    """Read a baseline.

    Args:
        text: TOML: an array of tables ``accept``.
        uri: What the file is called in reports.

    Returns:
        The entries, and what is wrong; entries that are wrong are left out.
    """
    try:
        root = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return (), (_problem(codes.BASELINE_SYNTAX, f"{uri} is not TOML: {error}", uri),)
    listed = root.get("accept", [])
    if not isinstance(listed, list) or root.keys() - {"accept"}:
        message = f"{uri} has something else than entries `[[accept]]`"
        return (), (_problem(codes.BASELINE_SYNTAX, message, uri),)
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for number, item in enumerate(listed, 1):
        entry, problem = _entry(item, number, uri)
        entries += [] if entry is None else [entry]
        found += [] if problem is None else [problem]
    return tuple(entries), tuple(found)


_TEXTS = ("check", "operation", "component", "at", "reason")


def _entry(item: Any, number: int, uri: str) -> tuple[Entry | None, Diagnostic | None]:
    if not isinstance(item, Mapping):
        return None, _problem(codes.BASELINE_SYNTAX, f"entry {number} is no table", uri)
    texts = {name: item[name] for name in _TEXTS if name in item}
    strange = sorted(item.keys() - {*_TEXTS, "expires"})
    wrong = sorted(name for name, value in texts.items() if not isinstance(value, str))
    if strange or wrong:
        message = f"entry {number} cannot have `{(strange or wrong)[0]}` so"
        return None, _problem(codes.BASELINE_SYNTAX, message, uri)
    if not texts.get("reason", "").strip() or not texts.get("check"):
        message = f"entry {number} needs `check` and `reason`"
        return None, _problem(codes.BASELINE_SYNTAX, message, uri)
    if texts["check"] not in _known():
        message = f"entry {number} names the unknown check `{texts['check']}`"
        return None, _problem(codes.BASELINE_UNKNOWN, message, uri)
    expires = item.get("expires", "")
    if isinstance(expires, date):
        expires = expires.isoformat()[:10]
    if expires and not _is_day(expires):
        message = f"`expires` of entry {number} is no date"
        return None, _problem(codes.BASELINE_SYNTAX, message, uri)
    return Entry(**texts, expires=expires), None


def _is_day(text: Any) -> bool:
    try:
        return str(text) == date.fromisoformat(text).isoformat()
    except (TypeError, ValueError):
        return False


def _known() -> set[str]:
    checks = by_id()
    others = (name for it in checks.values() for name in (*it.aliases, *it.former))
    return {*checks, *others}


def apply_baseline(
    comparison: Comparison, entries: Sequence[Entry], today: str, uri: str
) -> tuple[Comparison, Diagnostics]:
    """Take accepted findings out of a comparison.

    Args:
        comparison: All findings.
        entries: What is accepted.
        today: The day, ``2026-01-31``.
        uri: What the baseline is called in reports.

    Returns:
        The comparison without them, and what is to be said of the entries.
    """
    live = [it for it in entries if not it.expires or it.expires >= today]
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    used: set[int] = set()
    for finding in comparison.findings:
        number = next((at for at, it in enumerate(live) if it.accepts(finding)), None)
        if number is None:
            kept.append(finding)
        else:
            used.add(number)
            hidden.append(Suppressed(finding=finding, reason=live[number].reason))
    found = [*_expired(entries, today, uri), *_unused(live, used, uri)]
    rest = replace(comparison, findings=tuple(kept), suppressed=tuple(hidden))
    return rest, tuple(found)


def _expired(entries: Sequence[Entry], today: str, uri: str) -> Iterator[Diagnostic]:
    for entry in entries:
        if entry.expires and entry.expires < today:
            message = f"`{entry.check}` was accepted until {entry.expires}: {entry.reason}"
            yield _problem(codes.BASELINE_EXPIRED, message, uri)


def _unused(entries: Sequence[Entry], used: set[int], uri: str) -> Iterator[Diagnostic]:
    for number, entry in enumerate(entries):
        if number not in used:
            where = entry.operation or entry.component or "anywhere"
            message = f"`{entry.check or entry.reason}` ({where}) fits no finding"
            yield _problem(codes.BASELINE_UNUSED, message, uri)


def _problem(code: Code, message: str, uri: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=Span(uri))
