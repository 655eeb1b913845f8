"""Paths without the names of their parameters."""

import re
from typing import Final

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")


def positions(path: str) -> dict[str, int]:
    """Return where each parameter of a path stands, counted from 0."""
    return {name: index for index, name in enumerate(_PARAMETER.findall(path))}


def below(path: str, base: str) -> str:
    """Return a path without what it begins with, if it begins so in whole steps."""
    base = base.rstrip("/")
    if base and (path == base or path.startswith(f"{base}/")):
        return path[len(base) :] or "/"
    return path


def normal(path: str, base: str = "") -> str:
    """Return a path as it is matched: ``/pets/{}``.

    Args:
        path: As written.
        base: Taken off, where it begins so.
    """
    return _PARAMETER.sub("{}", below(path, base))
