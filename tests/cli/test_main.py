"""The door of every command: help, mistakes on the command line, mistakes of ours."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tallystick import __version__
from tallystick.cli.check import command as check
from tallystick.cli.commands import COMMANDS

from .conftest import Tally


def test_without_arguments_the_help_is_shown(tally: Tally) -> None:
    """On stderr, with status 2: nothing was asked for."""
    done = tally()
    assert (done.status, done.out) == (2, "")
    for command in COMMANDS:
        assert f"\n  {command}" in done.err


def test_help_and_version_are_no_mistake(tally: Tally) -> None:
    """They are what was asked for: on stdout, with status 0."""
    assert tally("--version").out == f"tally, version {__version__}\n"
    for words in [("-h",), ("--help",), *((name, "-h") for name in COMMANDS)]:
        done = tally(*words)
        assert (done.status, done.err) == (0, "")
        assert done.out.startswith("Usage: tally")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["chek"], "there is no command 'chek'; did you mean 'check'?"),
        (["Generate"], "there is no command 'Generate'; did you mean 'generate'?"),
        (["x"], "there is no command 'x'; known: bundle, check, "),
        (["--chek"], "no such option '--chek'"),
        (["check", "--frmat", "json"], "no such option '--frmat'. Did you mean '--format'?"),
        (["check", "a", "b"], "got unexpected extra argument (b)"),
        (["serve", "--port", "65536"], "invalid value for '--port': 65536 is not in the range"),
        (["serve", "a", "--fault-statuses", "200"], "--fault-statuses '200' is not a list of"),
        (["generate", "a", "--out", "x"], "--out needs --target"),
        (
            ["generate", "a", "--target", "python", "--out", "x", "--option", "y"],
            "--option 'y' is not",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_on_the_command_line(tally: Tally, words: list[str], expected: str) -> None:
    """One sentence, where to look, status 2."""
    done = tally(*words)
    assert (done.status, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith(f"tally: error: {expected}")
    command = f" {words[0]}" if words[0] in COMMANDS else ""
    assert second == f"  help: see tally{command} --help"


def test_a_mistake_of_ours_is_told_without_a_traceback(
    tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 70 is EX_SOFTWARE of sysexits.h; the fixture sees to it that no traceback is shown."""

    def fail(**_: object) -> None:
        raise LookupError("no\nluck")

    monkeypatch.setattr(check, "callback", fail)
    done = tally("check", "a.yaml")
    assert (done.status, done.out) == (70, "")
    first, second = done.err.splitlines()
    assert first == "tally: internal error: LookupError: no luck"
    assert "please report" in second
    assert "TALLY_DEBUG=1" in second


SABOTAGE = """
import sys
from tallystick.cli import main
from tallystick.cli.check import command
def fail(**_): raise LookupError("no luck")
command.callback = fail
sys.argv = ["tally", "check", "a.yaml"]
main()
"""


def test_with_tally_debug_the_traceback_is_shown(folder: Path) -> None:
    """For the report that the help asks for."""
    done = subprocess.run(
        [sys.executable, "-c", SABOTAGE],
        cwd=folder,
        env={**os.environ, "TALLY_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert done.stderr.startswith("Traceback")
    assert "tally: internal error: LookupError: no luck" in done.stderr


def test_what_cannot_be_written_is_no_mistake_of_ours(
    tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk behind ``>`` is told like any other problem of the input."""

    def fail(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(check, "callback", fail)
    done = tally("check", "a.yaml")
    assert (done.status, done.err.strip()) == (2, "tally: error: No space left on device")


CLOSED = """
import sys
sys.stdout = sys.stderr = None
from tallystick.cli import main
sys.argv = ["tally", "check", "missing.yaml"]
main()
"""


def test_closed_streams_change_nothing(folder: Path) -> None:
    """``>&- 2>&-``: nobody reads the report; the status still tells."""
    done = subprocess.run(
        [sys.executable, "-c", CLOSED], cwd=folder, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_an_interrupted_command_says_so(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    """130 is what a shell gives a program that Ctrl-C ended."""

    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "callback", interrupt)
    done = tally("check", "a.yaml")
    assert (done.status, done.err.strip()) == (130, "tally: interrupted")


def test_as_a_module_and_with_a_reader_that_goes(folder: Path, pets: Path) -> None:
    """``python -m tallystick`` is the command; ``| head`` is no error worth a word."""
    tally = [sys.executable, "-m", "tallystick"]
    done = subprocess.run(
        [*tally, "check", pets.name], cwd=folder, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    pets.write_text("- a\n")
    done = subprocess.run(
        [*tally, "check", pets.name], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"pets.yaml:1:1: error[not-a-mapping]")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        piped = subprocess.run(
            [*tally, "explain"], cwd=folder, stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert (piped.returncode, piped.stderr) == (1, b"")
