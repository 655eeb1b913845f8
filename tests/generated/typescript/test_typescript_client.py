"""The runtime of a generated client, on answers from a script: Node's own test runner."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import HERE, Node

pytestmark = pytest.mark.xdist_group("typescript")


def test_the_client_keeps_its_promises(projects: Callable[[str], Path], node: Node) -> None:
    """Retries, keys, pauses, time limits, aborts, errors, waiting, downloads."""
    folder = projects("image")
    shutil.copy(HERE / "client.test.mjs", folder)
    printed = node(folder, "--test", "client.test.mjs")
    assert "# fail 0" in printed or "fail 0" in printed
