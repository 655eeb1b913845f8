"""A document that is hard on every target: it compiles strictly and keeps its contract."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import HERE, TORTURE, Node

pytestmark = pytest.mark.xdist_group("typescript")


def test_every_operation_of_the_torture(
    projects: Callable[[str], Path], servers: Callable[..., str], node: Node
) -> None:
    """Every style, every kind of body and answer, names of all sorts, rules of what is nested."""
    folder = projects("torture")
    shutil.copy(HERE / "torture.test.mjs", folder)
    node(folder, "--test", "torture.test.mjs", URL=servers(str(TORTURE), "--token", "secret"))
