"""Every check runs over every case, both ways and in both spellings."""

from pathlib import Path

import pytest

from tallystick.diff.checks import by_id

from .check_cases import WAYS, compared, expectation, folders, is_of_code, line, spellings

CASES = folders()


@pytest.mark.parametrize("folder", CASES, ids=lambda it: it.name)
def test_a_case(folder: Path) -> None:
    """All that all checks say is what was read; `python -m tests.diff.regenerate` writes it."""
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    for spelling, (old, new) in spellings(folder):
        assert expectation(old, new) == expected, spelling
    check = folder.name.partition(".")[0]
    assert f" {check}" in expected


def test_every_check_has_a_case() -> None:
    """No check is forgotten, and no case is of a check that is gone."""
    checks = {id_ for id_, it in by_id().items() if not is_of_code(it)}
    assert {it.name.partition(".")[0] for it in CASES} == checks


@pytest.mark.parametrize("folder", CASES, ids=lambda it: it.name)
def test_a_version_is_itself(folder: Path) -> None:
    """In whatever spelling, nothing changed; that is proved."""
    versions = list(spellings(folder))
    for _, (old, new) in versions[-1:]:
        for version, other in ((old, versions[0][1][0]), (new, versions[0][1][1])):
            comparison = compared(version, other)
            assert [line(it) for it in comparison.findings if not _is_lasting(it.check.id)] == []
            assert comparison.proved


def _is_lasting(check: str) -> bool:
    """Whether a check speaks of what the new version says, changed or not."""
    return check in {"sunset-missing", "sunset-invalid", "sunset-too-early", "stability-invalid"}


def test_there_are_two_ways() -> None:
    """What was read has a section for each."""
    for folder in CASES:
        text = (folder / "expected.txt").read_text(encoding="utf-8")
        assert [it for it in WAYS if f"# {it}: " in text] == list(WAYS)
