"""What is generated of two versions, for their comparison."""

from collections.abc import Iterable, Iterator

from tallystick.emit.surfaces import READERS, surface
from tallystick.ir import Api
from tallystick.surface import Language, Surface

LANGUAGES: tuple[Language, ...] = tuple(READERS)
"""Every language of whose clients the surface can be read."""


def clients(
    old: Api, new: Api, languages: Iterable[Language] = LANGUAGES
) -> Iterator[tuple[Surface, Surface]]:
    """Yield the surfaces of the clients that are generated of both versions.

    Where no operation is left to look at, no client differs, and none is laid out.
    """
    for language in languages if old.operations or new.operations else ():
        yield surface(old, language), surface(new, language)
