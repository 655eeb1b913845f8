"""Paths without the names of their parameters."""

import re
from typing import Final

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")


def positions(path: str) -> dict[str, int]:
    """Return where each parameter of a path stands, counted from 0."""
    return {name: index for index, name in enumerate(_PARAMETER.findall(path))}


def normal(path: str, base: str = "") -> str:
    """Return a path as it is matched: ``/pets/{}``.

    Args:
        path: As written.
        base: Taken off, where it begins so.
    """
    if base and (path == base or path.startswith(base.rstrip("/") + "/")):
        path = path[len(base.rstrip("/")) :] or "/"
    return _PARAMETER.sub("{}", path)
