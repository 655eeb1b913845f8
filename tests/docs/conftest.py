"""The sites of the flagship, made in memory once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tallystick.emit import FileSet, generate
from tallystick.ir import Api, open_api

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"image": "spec/luma-agents.yaml", "video": "spec/video.overlay.yaml"}
OPTIONS = {
    "package": "luma_agents",
    "distribution": "luma-agents",
    "client": "Luma",
    "env-prefix": "LUMA_AGENTS",
}


@cache
def flagship(version: str) -> Api:
    """Return a version of the flagship."""
    api, found = open_api(str(ROOT / DOCUMENTS[version]))
    assert api is not None, found
    return api


@cache
def made(version: str) -> FileSet:
    """Return the site of a version."""
    files, found = generate(flagship(version), "docs", OPTIONS)
    assert not found
    return files


@pytest.fixture(scope="session")
def site() -> Callable[[str], FileSet]:
    """Make the site of a version, ``image`` or ``video``."""
    return made
