"""Names are gathered first and resolved once, so that no two things share one."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Final, TypeVar

from tallystick.emit.code import Code
from tallystick.ir import Api
from tallystick.ir.words import words
from tallystick.text import Words

K = TypeVar("K", bound=Hashable)

DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""No file has such a name on Windows, whatever its suffix."""


def title_words(api: Api) -> Words:
    """Return what a client is named after: the title, without words that any API could have."""
    found = words(api.info.title.raw)
    kept = tuple(word for word in found if word not in {"api", "rest", "http", "openapi"})
    return kept[:4] or ("api", "client")


def resolve(
    wanted: Mapping[K, Sequence[str]],
    *,
    reserved: Collection[str] = (),
    fold: Callable[[str], str] = str,
    escape: Callable[[str], str] = "{}_".format,
    numbered: str = "{}_{}",
) -> dict[K, Code]:
    """Give each thing a name of its own.

    A thing gets the first of its proposals that is free; when all are taken, the last one,
    escaped if it is reserved, with the smallest number from 2 up if need be. The order of `wanted`
    decides who comes first, so a name changes only when something before it wants the same.

    Args:
        wanted: For each thing its proposals, best first; identifiers already.
        reserved: Names that nobody may have.
        fold: Two names are one when these are equal: `str.casefold` for files.
        escape: Makes a reserved name usable (``class_``).
        numbered: How a name and a number go together.

    Returns:
        The names, as text that may be printed.
    """
    reserved = frozenset(map(fold, reserved))
    taken = set(reserved)
    names: dict[K, Code] = {}
    for key, proposals in wanted.items():
        name = next((name for name in proposals if fold(name) not in taken), proposals[-1])
        if fold(name) in reserved:
            name = escape(name)
        if fold(name) in taken:
            name = _numbered(name, taken, fold, numbered)
        taken.add(fold(name))
        names[key] = Code(name)
    return names


def _numbered(name: str, taken: set[str], fold: Callable[[str], str], pattern: str) -> str:
    number = 2
    while fold(pattern.format(name, number)) in taken:
        number += 1
    return pattern.format(name, number)
