"""Two versions of a generated client compared: what a program that used the old one meets."""

from collections.abc import Iterator

from tallystick.diff.code.methods import Methods
from tallystick.diff.code.types import Types
from tallystick.diff.model import Change
from tallystick.surface import Surface


def compare_surfaces(old: Surface, new: Surface) -> Iterator[Change]:
    """Yield what a program that is written for the old client meets when it uses the new one.

    Args:
        old: The client of the version in use.
        new: The client of the version that is to replace it, in the same language.
    """
    yield from Methods(old, new).changes()
    yield from Types(old, new).changes()
