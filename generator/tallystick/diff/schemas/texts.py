"""Strings of views: what is plain is said at once, the rest by their languages.

Those are made by automata, which take long to import; few documents need them.
"""

from collections.abc import Iterator

from tallystick.diff.schemas.nodes import View
from tallystick.solve.strings.formats import implied


def texts_fit(left: View, right: View) -> bool:
    """Whether it is certain that patterns and formats of the right accept the left's strings."""
    if right.texts <= left.texts and right.formats <= implied(left.formats):
        return True
    from tallystick.diff.schemas import languages  # noqa: PLC0415 (as said)

    return languages.fit(left, right)


def texts_of(view: View) -> Iterator[str]:
    """Yield some strings that a view accepts."""
    from tallystick.diff.schemas import languages  # noqa: PLC0415 (as said)

    yield from languages.members(view)


def texts_beyond(left: View, right: View) -> Iterator[str]:
    """Yield strings that the left accepts and the right probably refuses."""
    from tallystick.diff.schemas import languages  # noqa: PLC0415 (as said)

    yield from languages.beyond(left, right)
