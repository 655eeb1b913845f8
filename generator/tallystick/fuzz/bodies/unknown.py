"""Names of members that nobody knows, of the kinds that some servers ignore, or take for others."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from zlib import crc32

from tallystick.text import Json

PLAIN: Final = "x_unknown_member"
KINDS: Final = ("_unknown", "$unknown", "x-unknown", "__proto__")
"""Private, of a tool, of an extension, of what JavaScript is made of: readers leave them out."""


def strange(
    here: Mapping[str, Json], known: Collection[str], at: str
) -> Iterator[tuple[str, Json]]:
    """Yield unknown members, each with a value: one in the whole body, and in each part.

    Args:
        here: An object.
        known: Names that its type has.
        at: Its place, which tells parts of bodies apart.
    """
    found: list[tuple[str, Json]] = [(name, 1) for name in KINDS]
    cased = ((_cased(name), here[name]) for name in known if name in here)
    found += [each for each in cased if each[0] not in known][:1]
    turn = crc32(at.encode()) % len(found)
    yield found[turn]


def _cased(name: str) -> str:
    """Return a name in another case, for which readers that look at none take it."""
    return name.upper() if name.upper() != name else name.lower()
