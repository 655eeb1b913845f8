"""Promises of time: deprecation, the day something ends, how stable it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change
from tallystick.ir.types import MISSING, Missing
from tallystick.text import Json

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
LEVELS: Final = ("draft", "alpha", "beta", "stable")
_LEVEL: Final = "x-stability-level"
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31


def day(value: "Json | Missing") -> str | None:
    """Return a date as ``2026-01-31``; None for what is none."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, date = found.groups()
    if not (1 <= int(month) <= _LAST_MONTH and 1 <= int(date) <= _LAST_DAY):
        return None
    return f"{year}-{month}-{date}"


def promises(
    base: Change, old: Mapping[str, Json], new: Mapping[str, Json], earliest: str = ""
) -> Iterator[Change]:
    """Yield what changed of promises.

    Args:
        base: What is said of the thing itself.
        old: What is written at it in the old version.
        new: Likewise in the new one.
        earliest: The first day that something deprecated now may end; "": any.
    """
    was, is_ = old.get("deprecated") is True, new.get("deprecated") is True
    end: Json | Missing = new.get("x-sunset", MISSING)
    before: Json | Missing = old.get("x-sunset", MISSING)
    if is_ and not was:
        yield replace(base, kind=Kind.DEPRECATED, after=end)
        if end is MISSING:
            yield replace(base, kind=Kind.SUNSET_MISSING)
    if was and not is_:
        yield replace(base, kind=Kind.UNDEPRECATED)
    if is_ and end is not MISSING and day(end) is None:
        yield replace(base, kind=Kind.SUNSET_INVALID, after=end)
    last, first = day(end), day(before)
    if is_ and not was and last is not None and last < earliest:
        yield replace(base, kind=Kind.SUNSET_TOO_EARLY, after=end)
    moved = before is not MISSING and before != end
    if was and is_ and moved and (first is None or (last or "") < first):
        yield replace(base, kind=Kind.SUNSET_CHANGED, before=before, after=end)
    yield from _stability(base, old.get(_LEVEL, MISSING), new.get(_LEVEL, MISSING))


def _stability(base: Change, before: "Json | Missing", after: "Json | Missing") -> Iterator[Change]:
    if after is not MISSING and after not in LEVELS:
        yield replace(base, kind=Kind.STABILITY_INVALID, after=after)
    elif before != after:
        yield replace(base, kind=Kind.STABILITY_CHANGED, before=before, after=after)
