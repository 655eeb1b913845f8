"""What is generated of two versions, for their comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tallystick.diff.unchanged.elsewhere import elsewhere
from tallystick.diff.unchanged.focus import focus
from tallystick.diff.unchanged.outline import outlines
from tallystick.diff.unchanged.settle import Settled
from tallystick.emit.origins import Only
from tallystick.emit.surfaces import READERS, surfaces
from tallystick.ir import Api, lower
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


def changed_clients(
    settled: Settled, languages: Iterable[Language] = LANGUAGES
) -> Iterator[tuple[Surface, Surface]]:
    """Yield the surfaces of clients where two versions differ in more than words.

    Args:
        settled: Two versions.
        languages: Those of the clients.
    """
    asked = tuple(languages)
    changed, differs = focus(settled.standing)
    alike = settled.kept[0] is not settled.whole[0] and not changed
    if not asked or alike:
        return
    apis = []
    shorts = outlines(settled.standing, changed, settled.paring)
    for short, whole in zip(shorts, settled.whole, strict=True):
        api, _ = lower(short)
        if api is None:
            return
        apis.append(replace(api, elsewhere=elsewhere(whole)))
    for language in asked:
        yield surfaces(apis[0], apis[1], language, differs)
