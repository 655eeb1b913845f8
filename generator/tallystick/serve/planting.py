"""Members of members of an answer: where they are, and other values in their place."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from tallystick.text import Json

DEEPEST: Final = 4
"""Members that lead to one at most."""
GONE: Final[Any] = object()
"""What is planted where nothing should be."""


def places(value: Json, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names that lead to each member of an object, and of objects in it."""
    for name, part in value.items() if isinstance(value, dict) and len(at) < DEEPEST else ():
        yield (*at, name)
        yield from places(part, (*at, name))


def planted(value: Json, path: Sequence[str], part: Json) -> Json:
    """Return a value with something at the end of a path, which is a copy as far as it leads.

    Args:
        value: The whole.
        path: Names that lead there; where one is missing, nothing is planted.
        part: What should stand there; `GONE` for nothing.
    """
    if not path:
        return part
    if not isinstance(value, dict) or (len(path) > 1 and path[0] not in value):
        return value
    told = dict(value)
    told[path[0]] = planted(told.get(path[0]), path[1:], part)
    return {name: inner for name, inner in told.items() if inner is not GONE}
