"""``python -m tests.diff.regenerate`` writes what is made from the checks and the flagship.

Pages of the checks go to ``docs/checks``, the comparison of the flagship's two contracts to
``generated/changelog``, and what is said of a case to its ``expected.txt``: read the difference.
Tests compare all of it with what is committed.
"""

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from tallystick.diagnostics import Span
from tallystick.diff.compare import compare
from tallystick.diff.model import Comparison, Version
from tallystick.diff.options import Options
from tallystick.ir import Api, open_api
from tallystick.load.model import Position
from tallystick.report.checks import pages
from tallystick.report.comparison.clients import clients
from tallystick.report.comparison.facts import Locate

from .check_cases import documents, expectation, folders

ROOT = Path(__file__).parents[2]
CHECKS = ROOT / "docs" / "checks"
CHANGELOG = ROOT / "generated" / "changelog"
IMAGE, VIDEO = "spec/luma-agents.yaml", "spec/video.overlay.yaml"
FORMATS = {"markdown": "md", "html": "html", "json": "json"}


def versions() -> tuple[Api, Api]:
    """Return the flagship's contracts: images only, and with video."""
    image, _ = open_api(IMAGE)
    video, _ = open_api(VIDEO)
    assert image is not None
    assert video is not None
    return image, video


def locator(old: Api, new: Api) -> Locate:
    """Return what finds places in two versions."""

    def locate(span: Span, version: Version) -> Position | None:
        document = (old if version == "old" else new).resolved.documents.get(span.uri)
        return document.source.position(span) if document is not None else None

    return locate


@cache
def comparisons() -> dict[str, tuple[Comparison, Locate]]:
    """Return both directions, by the name of their files; run from the root of the project."""
    image, video = versions()
    options = Options()
    return {
        name: (compare(*pair, options, surfaces=clients(*pair)), locator(*pair))
        for name, pair in {
            "image-to-video": (image, video),
            "video-to-image": (video, image),
        }.items()
    }


def files() -> Iterator[tuple[Path, str]]:
    """Yield every file that is written, with its text."""
    for name, text in pages().items():
        yield CHECKS / name, text
    for name, (comparison, locate) in comparisons().items():
        for format_, ending in FORMATS.items():
            renderer = import_module(f"tallystick.report.comparison.{format_}")
            yield CHANGELOG / f"{name}.{ending}", renderer.render(comparison, locate)


def main() -> None:
    """Write all of them."""
    os.chdir(ROOT)
    cases = ((it / "expected.txt", expectation(*documents(it))) for it in folders())
    for path, text in (*files(), *cases):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
