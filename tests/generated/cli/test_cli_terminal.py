"""On a terminal: colour, one line of progress, no bytes; and how an interruption ends."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

JOB = ("generations", "create", "--prompt", "x", "--auth-token", "t", "--wait")


class Terminal:
    """A command line that runs on a terminal of its own."""

    def __init__(self, folder: Path, package: str, words: tuple[str, ...], **env: str) -> None:
        """Start it."""
        self._read, slave = pty.openpty()
        plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", package, *words],
            env={**plain, "PYTHONPATH": str(folder), "TERM": "xterm", **env},
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        self.text = ""

    def until(self, wanted: str) -> str:
        """Read until something is shown, or all of it."""
        while wanted not in self.text:
            try:
                chunk = os.read(self._read, 65536)
            except OSError:  # Linux says so when the other side is gone
                break
            if not chunk:
                break
            self.text += chunk.decode()
        return self.text

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        os.close(self._read)


@contextmanager
def terminal(folder: Path, package: str, *words: str, **env: str) -> Iterator[Terminal]:
    """Run a command line on a terminal."""
    running = Terminal(folder, package, words, **env)
    try:
        yield running
    finally:
        running.close()


def shown(folder: Path, *words: str, **env: str) -> tuple[int, str]:
    """Run the odd command line on a terminal to its end."""
    with terminal(folder, "odd_api_cli", *words, **env) as running:
        text = running.until("\0")
        return running.process.wait(), text


@pytest.mark.usefixtures("echo")
def test_colour_only_where_it_is_wanted(odd_folder: Path) -> None:
    """JSON is coloured on a terminal; NO_COLOR and dumb terminals stay plain."""
    command = ("class", "import", "a", "7", "--id-body", "1", "--kind", "16:9")
    words = (*command, "--free", '{"a\u202e": ["b", 1, true]}', "--transform", "body.free")
    painted = (
        '{\r\n  \x1b[34m"a\\u202e"\x1b[0m: [\r\n    \x1b[32m"b"\x1b[0m,\r\n'
        "    \x1b[36m1\x1b[0m,\r\n    \x1b[35mtrue\x1b[0m\r\n  ]\r\n}\r\n"
    )
    assert shown(odd_folder, *words) == (0, painted)
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in shown(odd_folder, *words, **env)[1]
    assert shown(odd_folder, "--help")[1].count("\x1b[1mResources\x1b[0m") == 1


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize("form", ["auto", "yaml", "pretty", "json"])
def test_answers_do_not_command_the_terminal(odd_folder: Path, form: str) -> None:
    """Whatever a server answers, a terminal shows it and obeys none of it."""
    command = ("class", "import", "a", "7", "--id-body", "1", "--kind", "16:9")
    words = ("--format", form, *command, "--class", "a\u202e\x1b[2Jb\x9b")
    status, text = shown(odd_folder, *words, NO_COLOR="1")
    assert status == 0
    assert "\\u202e" in text or "\\u202E" in text
    assert all(char in "\r\n" or char.isprintable() for char in text)
    status, text = shown(odd_folder, "files", "store", "--body", "a\x1b[31mb\u202e", NO_COLOR="1")
    assert (status, text) == (0, "stored a\\u001b[31mb\\u202e\r\n")


@pytest.mark.usefixtures("echo")
def test_bytes_stay_off_the_terminal(odd_folder: Path) -> None:
    """Nothing is sent for an answer that no terminal can show."""
    status, text = shown(odd_folder, "files", "fetch")
    assert status == 2
    assert "--output is required: the answer is no text for a terminal" in text


def test_waiting_shows_one_line_and_an_interruption_leaves_the_id(
    video_folder: Path, echo_url: str
) -> None:
    """Ctrl-C ends the wait, not the work: its id is printed, the status is 130."""
    url = ("--base-url", f"{echo_url}/jobs")
    with terminal(video_folder, "video_api_cli", *JOB, *url) as running:
        running.until("processing ... ")
        running.process.send_signal(signal.SIGINT)
        text = running.until("\0")
        status = running.process.wait()
    assert "\r\x1b[Kqueued ... " in text
    assert '"job-1"' in text.rpartition("\x1b[K")[2]
    assert text.endswith("interrupted\r\n")
    assert status == 130


def test_waiting_takes_no_longer_than_allowed(video_folder: Path, echo_url: str) -> None:
    """Time that runs out has a status of its own, and the id is printed."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "video_api_cli", *JOB, "--wait-timeout", "0.2"),
            *("--base-url", f"{echo_url}/jobs"),
        ],
        env={**os.environ, "PYTHONPATH": str(video_folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 10
    assert '"id": "job-1"' in done.stdout
    assert done.stderr == "queued\nerror: the state is still queued\n"


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize(
    "words", [["--help"], ["tree", "post", "--body", "x"], ["events", "lines"]]
)
def test_a_reader_that_stopped_is_no_error(odd_folder: Path, words: list[str]) -> None:
    """Nothing is said, and the status is what a shell gives to a broken pipe."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "odd_api_cli", *words],
        env={**os.environ, "PYTHONPATH": str(odd_folder)},
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
