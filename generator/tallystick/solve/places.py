"""Places: where something stands in any message, whatever the items' numbers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tallystick.diagnostics import escape

_ANY: Final = "/*"


def place(path: Sequence[str | int]) -> str:
    """Return where a path leads, as a JSON Pointer with ``*`` for the numbers of items."""
    return _place(tuple(path))


@lru_cache(maxsize=1 << 16)
def _place(path: tuple[str | int, ...]) -> str:
    return "".join(_ANY if isinstance(step, int) else "/" + escape(step) for step in path)


@lru_cache(maxsize=1 << 14)
def place_of(pointer: str) -> str:
    """Return where a JSON Pointer leads, with ``*`` for every step that may be a number."""
    return "".join(_ANY if step.isdigit() else f"/{step}" for step in pointer.split("/")[1:])
