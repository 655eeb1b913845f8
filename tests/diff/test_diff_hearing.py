"""Only the checks are read that look at what has changed."""

import pytest

from tallystick.diff.checks import catalogue, hearing
from tallystick.diff.kinds import Kind


@pytest.mark.parametrize("kind", Kind)
def test_whoever_looks_at_a_kind_of_change_hears_of_it(kind: Kind) -> None:
    """By the names of the files alone."""
    wanted = {check.id for check in catalogue() if kind in check.on}
    heard = {check.id for check in hearing([kind])}
    assert wanted <= heard
    assert len(heard) < len(wanted) + 10


def test_nobody_hears_of_nothing() -> None:
    """But for the few whose names do not tell."""
    assert {check.id for check in hearing([])} == {"code-enum-grew"}
