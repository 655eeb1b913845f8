"""The sites of the flagship and of a document that is hard on them, made in memory once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tallystick.emit import FileSet, generate
from tallystick.ir import Api, open_api

ROOT = Path(__file__).parents[2]
DOCUMENTS = {
    "image": "spec/luma-agents.yaml",
    "video": "spec/video.overlay.yaml",
    "torture": "tests/torture/torture.yaml",
}
OPTIONS = {
    "package": "luma_agents",
    "distribution": "luma-agents",
    "client": "Luma",
    "env-prefix": "LUMA_AGENTS",
}


@cache
def flagship(version: str) -> Api:
    """Return a version of the flagship, or the document that is hard on every target."""
    api, found = open_api(str(ROOT / DOCUMENTS[version]))
    assert api is not None, found
    return api


@cache
def made(version: str) -> FileSet:
    """Return the site of a version."""
    files, found = generate(flagship(version), "docs", {} if version == "torture" else OPTIONS)
    assert not found
    return files


@pytest.fixture(scope="session")
def site() -> Callable[[str], FileSet]:
    """Make the site of a version: ``image``, ``video``, or ``torture``."""
    return made
