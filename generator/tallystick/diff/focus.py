"""Which places may differ for those who write code: what is more than a change of words."""

from collections.abc import Callable
from typing import Any, Final

from tallystick.diagnostics import Span
from tallystick.diff.units import Standing, Unit, Units, written
from tallystick.text import Json

_WORDS: Final = frozenset({"description", "summary", "externalDocs", "example", "examples"})
_NAMED: Final = frozenset(
    {
        *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
        *("responses", "content", "headers", "callbacks", "links", "mapping", "encoding"),
    }
)
"""Keywords whose members have names of the author's own."""
_VALUES: Final = frozenset({"enum", "const", "default"})


def focus(standing: Standing) -> tuple[frozenset[Unit], Callable[[Span], bool]]:
    """Return the units that changed in more than words, and what tells whether a place is in one.

    Args:
        standing: Two versions, unit by unit.
    """
    before, after = (it.values for it in standing.units)
    found = frozenset(
        unit
        for unit in standing.changed
        if unit in standing.alike
        or unit not in before
        or unit not in after
        or not is_same(before[unit], after[unit])
    )
    files: dict[str, Units] = {uri: it for it in standing.units for uri in it.resolved.documents}

    def differs(span: Span) -> bool:
        units = files.get(span.uri)
        return units is None or units.of(span.uri, span.pointer) in found

    return found, differs


def is_same(old: Json, new: Json, *, named: bool = False) -> bool:
    """Whether two values are the same but for words and the order of members.

    Args:
        old: A value.
        new: Another one.
        named: Their members have names of the author's own.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        left_out: frozenset[str] = frozenset() if named else _WORDS
        if (old.keys() ^ new.keys()) - left_out:
            return False
        return all(_is_same(key, old, new, named) for key in old.keys() - left_out)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return all(map(is_same, old, new))
    return written(old) == written(new)


def _is_same(key: str, old: dict[str, Any], new: dict[str, Any], named: bool) -> bool:  # noqa: FBT001 - one more fact about it
    before, after = old[key], new[key]
    if before is after or (key in _VALUES and not named):
        return before is after or written(before) == written(after)
    return is_same(before, after, named=key in _NAMED and not named)
