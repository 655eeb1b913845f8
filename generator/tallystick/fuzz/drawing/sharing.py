"""What several tests of one API draw from: bodies are made once for all of them."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.drawing.bodies import Drawing
from tallystick.ir import Api, Content, TypeId

MOST: Final = 8
"""APIs that are remembered."""


class Sharing:
    """The drawings of one API.

    Attributes:
        judging: Of the API.
    """

    def __init__(self, api: Api) -> None:
        """Know of no drawing."""
        self.judging = Judging(api)
        self._made: dict[tuple[TypeId, str, str], Drawing] = {}

    def drawings(self, *contents: Content) -> Iterator[tuple[Content, Drawing]]:
        """Yield what draws the bodies of those contents that say of what type they are."""
        for content in contents:
            if content.type is not None:
                key = content.type, content.span.uri, content.span.pointer
                if key not in self._made:
                    self._made[key] = Drawing(self.judging, content, content.type)
                yield content, self._made[key]


_known: list[tuple[Api, Sharing]] = []


def shared(api: Api) -> Sharing:
    """Return what tests of an API share; the last few are remembered."""
    found = next((sharing for known, sharing in _known if known is api), None)
    if found is None:
        found = Sharing(api)
        _known.append((api, found))
        del _known[:-MOST]
    return found
