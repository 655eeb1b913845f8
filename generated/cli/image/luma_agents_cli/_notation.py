"""Types in the notation of the pages: `optional "png" or "jpeg"`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ._shapes import DEEP, Array, Enum, Map, Member, Named, Object, OneOf, Scalar, Shape, settle

SHOWN = 4
"""How many values or members are shown; of more, three are and the rest is counted."""
_KINDS = {"base64": "string", "bytes": "file", "any": "unknown"}


def notation(member: Member) -> str:
    """Return what a flag or member holds."""
    return ("" if member.required else "optional ") + describe(member.shape)


def describe(shape: Shape, depth: int = 0) -> str:
    """Return a shape in one line."""
    kind = settle(shape)
    if isinstance(kind, Scalar):
        return _KINDS.get(kind.kind, kind.kind)
    if isinstance(kind, Enum):
        return " or ".join(few([quoted(value) for value in kind.values])) or "unknown"
    if isinstance(kind, Object):
        names = ", ".join(few([member.wire for member in kind.members]))
        return f"object {{ {names} }}" if names else "object"
    return _compound(kind, depth + 1) if depth < DEEP else "unknown"


def _compound(kind: Shape, depth: int) -> str:
    if isinstance(kind, Array):
        items = describe(kind.items, depth)
        named = isinstance(kind.items, Named) and kind.items.name[:1].isupper()
        name = kind.items.name if isinstance(kind.items, Named) and named else "object"
        return f"array of {items.replace('object', name, 1) if items[:8] == 'object {' else items}"
    if isinstance(kind, Map):
        return f"map[{describe(kind.values, depth)}]"
    variants = kind.variants if isinstance(kind, OneOf) else ()
    return " or ".join(few(list(dict.fromkeys(describe(item, depth) for item in variants))))


def quoted(value: str | float) -> str:
    """Return a value of an enumeration as JSON."""
    return json.dumps(value, ensure_ascii=False)


def few(items: Sequence[str]) -> list[str]:
    """Return the first items, and how many more there are."""
    if len(items) <= SHOWN:
        return list(items)
    return [*items[:3], f"{len(items) - 3} more"]
