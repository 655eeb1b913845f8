"""Streams of events, and bodies of several parts."""

import shutil
from pathlib import Path

import pytest
from tests.generating import write

from .conftest import HERE, Node, build

pytestmark = pytest.mark.xdist_group("typescript")


def test_streams_and_parts(tmp_path: Path, node: Node) -> None:
    """Divided anywhere, named, asked for; parts written as the document says."""
    package = tmp_path / "node_modules" / "talk"
    build(write(HERE / "streams.yaml", "typescript", {"package": "talk"}, package))
    shutil.copy(HERE / "streams.test.mjs", tmp_path)
    node(tmp_path, "--test", "streams.test.mjs")
