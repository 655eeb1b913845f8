"""A broken configuration ends every command, each mistake at its line."""

from pathlib import Path

import pytest

from tallystick.cli.commands import COMMANDS

from .conftest import Tally

MISTAKES = [
    (
        "x = = 1\n",
        "tallystick.toml:1:5: error[config-syntax]: invalid value",
        "mend this line; strings are quoted, tables are [name]",
    ),
    (
        '[document.pets]\npath = "p.yaml"\n',
        "tallystick.toml:1:1: error[config-unknown]: unknown member 'document'",
        "did you mean 'documents'?",
    ),
    (
        "[documents.pets]\npath = 3\n",
        "tallystick.toml:2:1: error[config-value]: 'path' must be a string that is not empty,",
        'write path = "..."',
    ),
    (
        "[documents.pets]\noverlays = []\n",
        "tallystick.toml:1:1: error[config-missing]: 'path' is missing",
        'add path = "..."',
    ),
    (
        '[[outputs]]\ndocument = "pets"\ntarget = "python"\nout = "x"\n',
        "tallystick.toml:2:1: error[config-value]: the output's document 'pets' is not configured",
        "add [documents.pets]",
    ),
]


ALSO = {"diff": ("pets",), "docs": ("--out", "site")}
"""What a command needs besides a document."""


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[2])
@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"explain"}))
def test_every_command_stops_at_a_mistake(
    tally: Tally, pets: Path, command: str, mistake: tuple[str, str, str]
) -> None:
    """Also on a document that needs none of it: nothing half configured runs."""
    text, head, advice = mistake
    (pets.parent / "tallystick.toml").write_text(text)
    done = tally(command, *ALSO.get(command, ()), pets.name)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(head)
    assert f"\n  help: {advice}\n" in done.err


def test_explain_needs_no_configuration(tally: Tally, folder: Path) -> None:
    """It is what a person reads to mend one."""
    (folder / "tallystick.toml").write_text("x = = 1\n")
    assert tally("explain", "config-syntax").status == 0


def test_a_project_without_our_table_is_no_configuration(tally: Tally, pets: Path) -> None:
    """Its mistakes are not ours to tell."""
    (pets.parent / "pyproject.toml").write_text("[project\n")
    assert tally("check", pets.name).status == 0


def test_a_configuration_that_is_a_folder_or_no_text(tally: Tally, pets: Path) -> None:
    """The first is none; the second is a mistake at its place."""
    (pets.parent / "tallystick.toml").mkdir()
    assert tally("check", pets.name).status == 0
    (pets.parent / "tallystick.toml").rmdir()
    (pets.parent / "tallystick.toml").write_bytes(b"\xff\xfe\x00")
    done = tally("check", pets.name)
    assert done.status == 2
    assert done.err.startswith("tallystick.toml:1:1: error[config-syntax]: ")
