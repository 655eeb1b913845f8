"""Names are gathered first and resolved once, so that no two things share one."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from tallystick.emit.code import Code

K = TypeVar("K", bound=Hashable)


def resolve(
    wanted: Mapping[K, Sequence[str]],
    *,
    reserved: Collection[str] = (),
    fold: Callable[[str], str] = str,
    escape: Callable[[str], str] = "{}_".format,
) -> dict[K, Code]:
    """Give each thing a name of its own.

    A thing gets the first of its proposals that is free; when all are taken, the last one with
    the smallest number from 2 up. The order of `wanted` decides who comes first, so a name
    changes only when something before it wants the same.

    Args:
        wanted: For each thing its proposals, best first; identifiers already.
        reserved: Names that nobody may have, folded.
        fold: Two names are one when these are equal: `str.casefold` for files.
        escape: Makes a reserved name usable (``class_``).

    Returns:
        The names, as text that may be printed.
    """
    taken = set(reserved)
    names: dict[K, Code] = {}
    for key, proposals in wanted.items():
        escaped = [escape(name) if fold(name) in reserved else name for name in proposals]
        free = next((name for name in escaped if fold(name) not in taken), None)
        name = free if free is not None else _numbered(escaped[-1], taken, fold)
        taken.add(fold(name))
        names[key] = Code(name)
    return names


def _numbered(name: str, taken: set[str], fold: Callable[[str], str]) -> str:
    number = 2
    while fold(f"{name}_{number}") in taken:
        number += 1
    return f"{name}_{number}"
