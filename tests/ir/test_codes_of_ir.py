"""Every kind of problem that this stage reports is provoked by a test."""

from pathlib import Path

import pytest

from tallystick.diagnostics import Code
from tallystick.ir.codes import CODES

TESTS = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_every_code_is_provoked(code: Code) -> None:
    """By its id, in an assertion of this folder."""
    assert f'"{code.id}"' in TESTS


def test_ids_are_unique() -> None:
    """``tally explain`` finds one page for each."""
    assert len({code.id for code in CODES}) == len(CODES)
