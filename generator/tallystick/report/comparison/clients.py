"""What is generated of two versions, for their comparison."""

from collections.abc import Iterable, Iterator

from tallystick.emit.origins import Only
from tallystick.emit.surfaces import READERS, surfaces
from tallystick.ir import Api
from tallystick.surface import Language, Surface

LANGUAGES: tuple[Language, ...] = tuple(READERS)
"""Every language of whose clients the surface can be read."""


def clients(
    old: Api,
    new: Api,
    languages: Iterable[Language] = LANGUAGES,
    only: Only | None = None,
) -> Iterator[tuple[Surface, Surface]]:
    """Yield the surfaces of the clients that are generated of both versions.

    Where no operation is left to look at, no client differs, and none is laid out.

    Args:
        old: A version.
        new: Another one.
        languages: Those of the clients.
        only: Whether what is declared at a place may differ; None: all may.
    """
    for language in languages if old.operations or new.operations else ():
        yield surfaces(old, new, language, only)
