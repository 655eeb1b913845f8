"""What of a description is words: all of it that no message and no code depends on."""

import marshal
from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import escape
from tallystick.text import Json

_WORDS: Final = frozenset({"description", "summary", "externalDocs", "example", "examples"})
_NAMED: Final = frozenset(
    {
        *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
        *("responses", "content", "headers", "callbacks", "links", "mapping", "encoding"),
        *("parameters", "variables", "scopes", "dependentRequired"),
    }
)
"""Keywords whose members have names of the author's own."""
_VALUES: Final = frozenset({"enum", "const", "default", "security"})


def written(value: Json) -> bytes:
    """Return a value's bytes; 1, 1.0 and true differ, and so does another order of members."""
    return marshal.dumps(value, 2)


def is_written(value: Json, other: Json) -> bool:
    """Whether two values are written the same."""
    return value is other or written(value) == written(other)


def changes(old: Json, new: Json, *, named: bool = False) -> Iterator[str]:
    """Yield where two values are not the same but for words and the order of members.

    Args:
        old: A value.
        new: Another one.
        named: Their members have names of the author's own.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        left_out: frozenset[str] = frozenset() if named else _WORDS
        yield from (f"/{escape(it)}" for it in (old.keys() ^ new.keys()) - left_out)
        for key in (old.keys() & new.keys()) - left_out:
            before, after = old[key], new[key]
            if before is not after and not is_written(before, after):
                yield from (f"/{escape(key)}{it}" for it in _below(key, before, after, named))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, both in enumerate(zip(old, new, strict=True)):
            yield from (f"/{number}{it}" for it in changes(*both))
    elif not is_written(old, new):
        yield ""


def _below(key: str, old: Json, new: Json, named: bool) -> Iterator[str]:  # noqa: FBT001 - one more fact about it
    """Yield where the values of a member differ that are not written the same."""
    if not named and (key in _VALUES or key.startswith("x-")):
        yield ""
    else:
        yield from changes(old, new, named=key in _NAMED and not named)
