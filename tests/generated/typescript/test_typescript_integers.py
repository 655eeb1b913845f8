"""Integers of 64 bits: none is changed in silence, whichever type they have."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import HERE, Node

pytestmark = pytest.mark.xdist_group("typescript")


@pytest.mark.parametrize(
    ("name", "kind"), [("torture", "number"), ("torture of bigints", "bigint")]
)
def test_no_digit_is_lost(
    projects: Callable[[str], Path], node: Node, name: str, kind: str
) -> None:
    """Bigints travel with all their digits; what a number does not hold is refused."""
    folder = projects(name)
    shutil.copy(HERE / "integers.test.mjs", folder)
    node(folder, "--test", "integers.test.mjs", INT64=kind)
