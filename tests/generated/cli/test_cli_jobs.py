"""Work that goes on after the answer: how it ends, and what is fetched."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

Create = Callable[..., Any]


@pytest.fixture(name="create")
def _create(
    video: ModuleType, run: Callable[..., Any], echo_url: str, monkeypatch: pytest.MonkeyPatch
) -> Create:
    """Return a function that starts a job which ends in a certain way."""
    clock = iter(range(10_000))
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))

    def start(end: str, *words: str) -> Any:
        command = ("generations", "create", "--prompt", "x", "--auth-token", "t")
        return run(video, *command, "--base-url", f"{echo_url}/{end}", *words)

    return start


def test_several_outputs_are_numbered(create: Create, tmp_path: Path) -> None:
    """Each output has a file, and the last form of the job is printed."""
    done = create("done", "--output", str(tmp_path / "a.png"))
    assert done.status == 0, done.err
    assert done.json["state"] == "completed"
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {"a-1.png": b"/out/1", "a-2.png": b"/out/2"}
    assert done.err.splitlines()[:2] == ["queued", "completed"]
    assert done.err.splitlines()[2:] == [f"saved {tmp_path}/a-{n}.png" for n in (1, 2)]


def test_a_numbered_file_is_not_replaced(create: Create, tmp_path: Path) -> None:
    """It is refused whole, and the job is printed all the same: its id is worth money."""
    (tmp_path / "a-2.png").write_bytes(b"mine")
    done = create("done", "--output", str(tmp_path / "a.png"))
    assert done.status == 2
    assert done.err.splitlines()[-2].endswith("a-2.png exists; --force replaces it")
    assert done.json["id"] == "job-1"
    assert [path.name for path in tmp_path.iterdir()] == ["a-2.png"]
    assert create("done", "--output", str(tmp_path / "a.png"), "--force").status == 0
    assert (tmp_path / "a-2.png").read_bytes() == b"/out/2"


def test_a_folder_takes_all(create: Create, tmp_path: Path) -> None:
    """In a folder the outputs have names of their own."""
    done = create("done", "--output", str(tmp_path))
    assert done.status == 0, done.err
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"/out/1", b"/out/2"]


def test_work_that_fails(create: Create, tmp_path: Path) -> None:
    """The reason is told, the status is its own, nothing is saved, the job is printed."""
    done = create("lost", "--wait", "--output", str(tmp_path / "a.png"))
    assert done.status == 11
    assert done.err == "queued\nfailed\nerror: failed: corrupt_input: Bad.\n"
    assert done.json["failure_code"] == "corrupt_input"
    assert not list(tmp_path.iterdir())


def test_looking_again_waits_and_fetches_too(
    video: ModuleType, run: Callable[..., Any], create: Create, echo_url: str, tmp_path: Path
) -> None:
    """What was started before can be fetched by its id."""
    assert create("done").json["state"] == "queued"
    words = ("generations", "get", "job-1", "--auth-token", "t", "--base-url", f"{echo_url}/done")
    done = run(video, *words, "-o", str(tmp_path / "b.png"), "--format", "raw", "--transform", "id")
    assert (done.status, done.out) == (0, "job-1\n")
    assert (tmp_path / "b-1.png").exists()


def test_an_answer_that_an_expression_does_not_fit_is_printed_whole(create: Create) -> None:
    """What has been started is not lost over a mistake in --transform."""
    done = create("done", "--transform", "abs(state)")
    assert done.status == 2
    assert done.err.startswith("error: --transform: In function abs()")
    assert done.json["id"] == "job-1"


def test_expressions_may_begin_with_the_current_node(create: Create) -> None:
    """No file is meant by the @ of an expression, nor by that of a name."""
    assert create("done", "--transform", "@.state", "--format", "raw").out == "queued\n"


@pytest.mark.parametrize(("flag", "value"), [("--timeout", "0"), ("--wait-timeout", "-1")])
def test_no_time_is_refused_before_anything_is_sent(create: Create, flag: str, value: str) -> None:
    """A job that nobody could wait for is not paid for."""
    done = create("done", "--wait", flag, value)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"error: {flag}: {value} is less than 0")


def test_a_folder_that_takes_no_files_is_refused_before_anything_is_sent(
    create: Create, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for a file in it, nor as a folder for all."""
    monkeypatch.setattr("os.access", lambda *_: False)
    for output in (tmp_path / "a.png", tmp_path):
        done = create("done", "--output", str(output))
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"error: --output: nothing may be written in {tmp_path}\n")
