"""Ctrl-C, whenever it comes: one plain line and status 130, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT}"}

AMID = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == NAME:
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from tallystick.cli import main
sys.argv = ["tally", *WORDS]
main()
"""
"""An interrupt comes when the module ``NAME`` is looked for."""

GENTLE = """
import signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)
from tallystick.cli import interrupts
ask = lambda: signal.raise_signal(signal.SIGINT)
never = threading.Event()
interrupts.take()
"""


def ended(program: str) -> tuple[int, str, str]:
    """Run a program in a process of its own; return its status and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tallystick.cli.commands", "check missing.yaml"),
        ("click", "check missing.yaml"),
        ("tallystick.cli.fuzz", "fuzz missing.yaml"),
        ("tallystick.report.text", "check missing.yaml"),
        ("tallystick.fuzz.campaign", "fuzz missing.yaml"),
        ("tallystick.serve.running", "serve missing.yaml"),
    ],
)
def test_amid_imports_it_is_one_line(name: str, words: str) -> None:
    """What comes then is no exception: who imports would show it, or take it for its own."""
    program = AMID.replace("NAME", repr(name)).replace("WORDS", repr(words.split()))
    assert ended(program) == (130, "", "tally: interrupted\n")


def test_gently_the_first_one_is_told_and_the_second_one_ends() -> None:
    """Whoever asks twice waits for nothing, not for what tidies up either."""
    program = """
try:
    with interrupts.gently():
        try:
            ask()
        except KeyboardInterrupt:
            print("told", flush=True)
        ask()
finally:
    print("never")
"""
    assert ended(GENTLE + program) == (130, "told\n", "tally: interrupted\n")


def test_after_all_is_said_it_ends_without_a_word() -> None:
    """The interpreter takes a moment to end, and has said what there is."""
    assert ended(f"{GENTLE}interrupts.over()\nask()") == (130, "", "")


def test_where_nothing_can_be_raised_it_comes_once_more() -> None:
    """An exception in a ``__del__`` is printed and lost; other ones of that kind stay told."""
    program = """
class Asking:
    def __del__(self):
        ask()
class Wrong:
    def __del__(self):
        raise LookupError("of ours")
with interrupts.gently():
    Wrong()
    try:
        Asking()
        never.wait(30)
    except KeyboardInterrupt:
        print("told")
"""
    status, said, errors = ended(GENTLE + program)
    assert (status, said) == (0, "told\n")
    assert "LookupError: of ours" in errors
    assert "KeyboardInterrupt" not in errors


def test_what_an_interrupt_left_half_made_does_not_complain() -> None:
    """Its ``__del__`` reads members that it never got; it may be thrown away late."""
    program = """
class Half:
    def __init__(self):
        ask()
        self.whole = True
    def __del__(self):
        self.whole
try:
    with interrupts.gently():
        Half()
except KeyboardInterrupt:
    print("told")
"""
    assert ended(GENTLE + program) == (0, "told\n", "")


def test_gently_no_module_is_imported_by_half() -> None:
    """The interrupt waits until it is whole: the report may need it."""
    program = """
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "csv":
            ask()
sys.meta_path.insert(0, Interrupting())
with interrupts.gently():
    try:
        import csv
        print(csv.__name__)
        never.wait(30)
    except KeyboardInterrupt:
        print("told")
"""
    assert ended(GENTLE + program) == (0, "csv\ntold\n", "")


def test_an_ignored_signal_stays_ignored_and_processes_of_others_are_let_alone() -> None:
    """``nohup``, and whoever calls commands in a process of their own."""
    ignored = "signal.signal(signal.SIGINT, signal.SIG_IGN)\ninterrupts.take()\nask()\nprint(1)"
    assert ended(GENTLE.replace("interrupts.take()", ignored)) == (0, "1\n", "")
    theirs = """
with interrupts.gently():
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
interrupts.over()
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
"""
    assert ended(GENTLE.replace("interrupts.take()", theirs)) == (0, "", "")
