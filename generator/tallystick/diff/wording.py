"""Words that checks share."""

import json
from typing import Final

from tallystick.diff.model import Change
from tallystick.ir.types import MISSING, Missing
from tallystick.text import Json

LONGEST: Final = 60


def shown(value: "Json | Missing") -> str:
    """Write a value as JSON in backticks, shortened; ``nothing`` when there is none."""
    if value is MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    return f"`{text}`"


def listed(value: "Json | Missing") -> str:
    """Write the items of a list, ``1, 2 and 3``; the value itself when it is none."""
    if not isinstance(value, list):
        return shown(value)
    words = [shown(item) for item in value[:8]]
    if len(value) > len(words):
        words.append(f"{len(value) - len(words)} more")
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing"


def values(value: "Json | Missing") -> str:
    """Write the items of a list after what they are: ``value 1``, ``values 1 and 2``."""
    several = isinstance(value, list) and len(value) > 1
    return f"{'values' if several else 'value'} {listed(value)}"


def changed(change: Change, what: str) -> str:
    """Say that something of the subject was added, removed or changed.

    Args:
        change: The change; `before` and `after` hold the values.
        what: ``maximum length``.
    """
    if change.before is MISSING:
        return f"{change.subject} has the new {what} {shown(change.after)}"
    if change.after is MISSING:
        return f"{change.subject} lost its {what} {shown(change.before)}"
    return (
        f"the {what} of {change.subject} changed from {shown(change.before)} "
        f"to {shown(change.after)}"
    )
