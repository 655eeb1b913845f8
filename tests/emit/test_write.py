"""Writing: atomic, owned, and only what changed."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tallystick.emit import FileSet, Report, compare, rewrite, swap, write
from tallystick.emit.files import MANIFEST
from tallystick.emit.lock import locked

OLD = FileSet({"pkg/a.py": "old a\n", "pkg/b.py": "same\n", "gone.py": "gone\n"})
NEW = FileSet({"pkg/a.py": "new a\n", "pkg/b.py": "same\n", "pkg/sub/c.py": "c\n"})


@pytest.fixture(params=["swap", "rewrite"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an output folder, on a system that exchanges folders and on one that cannot."""
    if request.param == "rewrite":
        monkeypatch.setattr(swap, "exchange", _impossible)
    return tmp_path / "parent" / "out"


def _impossible(stage: Path, out: Path) -> None:
    del stage, out
    raise OSError(errno.ENOSYS, "not here")


def tree(folder: Path) -> dict[str, str]:
    """Return every file of a folder but the manifest."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    return {name: path.read_text() for name, path in sorted(found.items()) if name != MANIFEST}


def siblings(out: Path) -> list[str]:
    """Return what stands beside an output folder, itself included."""
    return sorted(path.name for path in out.parent.iterdir())


def wrote(files: FileSet, out: Path) -> Report:
    """Write files and return the report; it must succeed."""
    report, problems = write(files, out)
    assert report is not None, problems
    return report


def code(files: FileSet, out: Path) -> str:
    """Return the code of the one reason why nothing was written."""
    report, problems = write(files, out, patience=0.05)
    assert report is None
    return problems[0].code.id


def test_a_new_folder_holds_the_files(out: Path) -> None:
    """A new folder holds the files."""
    report = wrote(NEW, out)
    assert tree(out) == dict(NEW)
    assert report == Report(written=tuple(NEW))
    assert siblings(out) == ["out"]


def test_a_second_run_touches_nothing(out: Path) -> None:
    """A second run touches nothing."""
    wrote(NEW, out)
    before = written_at(out)
    assert wrote(NEW, out) == Report(unchanged=len(NEW))
    assert written_at(out) == before


def written_at(out: Path) -> dict[Path, tuple[int, int, int]]:
    """Return each file and folder, and when it was written; reading one is no change."""
    every = {path: path.stat() for path in (out, *out.rglob("*"))}
    return {path: (it.st_ino, it.st_mtime_ns, it.st_ctime_ns) for path, it in every.items()}


def test_only_what_changed_is_rewritten_and_what_is_no_longer_ours_goes(out: Path) -> None:
    """Only what changed is rewritten and what is no longer ours goes."""
    wrote(OLD, out)
    kept = (out / "pkg/b.py").stat()
    report = wrote(NEW, out)
    assert tree(out) == dict(NEW)
    assert report.written == ("pkg/a.py", "pkg/sub/c.py")
    assert report.removed == ("gone.py",)
    after = (out / "pkg/b.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)


def test_files_of_the_user_stay_as_they_are(out: Path) -> None:
    """Files of the user stay as they are."""
    wrote(OLD, out)
    (out / "notes.txt").write_text("mine")
    (out / "pkg" / "own").mkdir()
    (out / "pkg" / "own" / "x.py").write_text("mine too")
    (out / "empty").mkdir()
    (out / "link").symlink_to("nowhere")
    before = (out / "notes.txt").stat()
    wrote(NEW, out)
    assert (out / "notes.txt").stat().st_ino == before.st_ino
    assert (out / "notes.txt").stat().st_mtime_ns == before.st_mtime_ns
    assert (out / "pkg/own/x.py").read_text() == "mine too"
    assert (out / "empty").is_dir()
    assert (out / "link").readlink() == Path("nowhere")


def test_an_edited_file_is_reported_and_not_lost(out: Path) -> None:
    """An edited file is reported and not lost."""
    wrote(OLD, out)
    (out / "pkg/a.py").write_text("edited")
    (out / "gone.py").write_text("edited too")
    report, problems = write(NEW, out)
    assert report is not None
    assert [item.code.id for item in problems] == ["output-edited", "output-edited"]
    assert (out / "pkg/a.py").read_text() == "new a\n"
    assert (out / "pkg/a.py.edited").read_text() == "edited"
    assert (out / "gone.py.edited").read_text() == "edited too"
    assert not (out / "gone.py").exists()
    (out / "pkg/a.py").write_text("edited again")
    wrote(NEW, out)
    assert (out / "pkg/a.py.edited").read_text() == "edited"
    assert (out / "pkg/a.py.edited2").read_text() == "edited again"


def test_an_edit_that_equals_the_new_text_is_no_edit(out: Path) -> None:
    """An edit that equals the new text is no edit."""
    wrote(OLD, out)
    (out / "pkg/a.py").write_text(NEW["pkg/a.py"])
    report, problems = write(NEW, out)
    assert report is not None
    assert problems == ()
    assert report.kept == ()


def test_a_deleted_file_comes_back(out: Path) -> None:
    """A deleted file comes back."""
    wrote(NEW, out)
    (out / "pkg/a.py").unlink()
    assert wrote(NEW, out).written == ("pkg/a.py",)
    assert tree(out) == dict(NEW)


def test_a_file_may_become_a_folder_and_back(out: Path) -> None:
    """A file may become a folder and back."""
    first, second = FileSet({"x": "file"}), FileSet({"x/y": "inside"})
    for files in (first, second, first):
        wrote(files, out)
        assert tree(out) == dict(files)


def test_permissions_of_a_file_survive(out: Path) -> None:
    """Permissions of a file survive."""
    wrote(OLD, out)
    (out / "pkg/a.py").chmod(0o640)
    wrote(NEW, out)
    assert (out / "pkg/a.py").read_text() == "new a\n"
    assert stat.S_IMODE((out / "pkg/a.py").stat().st_mode) == 0o640


def test_somebody_elses_folder_is_refused(out: Path) -> None:
    """Somebody elses folder is refused."""
    out.mkdir(parents=True)
    (out / "theirs.txt").write_text("theirs")
    assert code(NEW, out) == "output-not-ours"
    assert tree(out) == {"theirs.txt": "theirs"}


def test_an_empty_folder_is_taken(out: Path) -> None:
    """An empty folder is taken."""
    out.mkdir(parents=True)
    wrote(NEW, out)
    assert tree(out) == dict(NEW)


def test_a_file_in_place_of_the_folder_is_refused(out: Path) -> None:
    """A file in place of the folder is refused."""
    out.parent.mkdir()
    out.write_text("a file")
    assert code(NEW, out) == "output-not-a-folder"
    assert code(NEW, out / "below") == "output-not-a-folder"
    assert out.read_text() == "a file"


def test_a_users_file_in_place_of_ours_is_refused(out: Path) -> None:
    """A users file in place of ours is refused."""
    wrote(OLD, out)
    (out / "pkg/sub").mkdir()
    (out / "pkg/sub/c.py").write_text("mine")
    before = tree(out)
    assert code(NEW, out) == "output-path-taken"
    assert tree(out) == before


def test_nothing_is_written_through_a_symbolic_link(out: Path, tmp_path: Path) -> None:
    """Nothing is written through a symbolic link."""
    wrote(OLD, out)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / "pkg/sub").symlink_to(elsewhere)
    assert code(NEW, out) == "output-path-taken"
    assert list(elsewhere.iterdir()) == []


def test_nothing_is_removed_through_a_symbolic_link(out: Path, tmp_path: Path) -> None:
    """Nothing is removed through a symbolic link."""
    wrote(FileSet({"pkg/x.py": "x", "keep": ""}), out)
    elsewhere = tmp_path / "elsewhere"
    (out / "pkg").rename(elsewhere)
    (out / "pkg").symlink_to(elsewhere)
    wrote(FileSet({"keep": ""}), out)
    assert (elsewhere / "x.py").read_text() == "x"


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        "[]",
        '{"tallystick": 2, "files": {}}',
        '{"tallystick": 1, "files": []}',
        '{"tallystick": 1, "files": {"../victim": "00"}}',
        '{"tallystick": 1, "files": {"/etc/x": "00"}}',
        '{"tallystick": 1, "files": {"a": 5}}',
    ],
)
def test_a_manifest_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    """A manifest that is none is refused."""
    out = tmp_path / "out"
    wrote(OLD, out)
    (out / MANIFEST).write_text(content)
    (tmp_path / "victim").write_text("safe")
    assert code(NEW, out) == "output-manifest-broken"
    assert (tmp_path / "victim").read_text() == "safe"


def test_the_output_folder_may_be_a_link(tmp_path: Path) -> None:
    """The output folder may be a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    wrote(NEW, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert tree(tmp_path / "real") == dict(NEW)


FAILURES: dict[str, tuple[object, str]] = {
    "full": (Path, "write_bytes"),
    "no-folder": (Path, "mkdir"),
    "no-link": (os, "link"),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_system_that_refuses_leaves_the_old(
    name: str, number: int, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system that refuses leaves the old."""
    wrote(OLD, out)
    holder, attribute = FAILURES[name]
    real: Callable[..., object] = getattr(holder, attribute)
    calls = iter(range(100))

    def fail(*args: object, **kwargs: object) -> object:
        if next(calls) >= 1:
            raise OSError(number, os.strerror(number), str(args[0]))
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(holder, attribute, fail)
        report, problems = write(NEW, out)
    if report is None:
        assert problems[0].code.id == "output-not-written"
        assert os.strerror(number).lower() in problems[0].message
        assert tree(out) == dict(OLD)
        assert siblings(out) == ["out"]
    else:
        assert tree(out) == dict(NEW)


def test_another_run_is_waited_for_and_then_reported(out: Path) -> None:
    """Another run is waited for and then reported."""
    wrote(OLD, out)
    with locked(out, 0) as held:
        assert held
        assert code(NEW, out) == "output-busy"
    wrote(NEW, out)


RACER = """
import sys
from tallystick.emit import FileSet, write
for _ in range(20):
    report, problems = write(FileSet(eval(sys.argv[2])), sys.argv[1])
    assert report is not None, problems
"""


def test_two_runs_at_once_leave_one_of_the_two(tmp_path: Path) -> None:
    """Two runs at once leave one of the two."""
    out = tmp_path / "out"
    command = [sys.executable, "-c", RACER, str(out)]
    racers = [subprocess.Popen([*command, repr(dict(files))]) for files in (OLD, NEW)]
    assert [racer.wait(60) for racer in racers] == [0, 0]
    assert tree(out) in (dict(OLD), dict(NEW))
    assert siblings(out) == ["out"]


SCRIPT = """
import sys
from tallystick.emit import FileSet, write
from tests_kill import count
count(int(sys.argv[2]), sys.argv[3])
write(FileSet(eval(sys.argv[4])), sys.argv[1])
"""
KILLER = """
import errno, os, signal, sys
from tallystick.emit import swap

def count(left, way):
    if way == "rewrite":
        def impossible(stage, out):
            raise OSError(errno.ENOSYS, "not here")
        swap.exchange = impossible
    state = [left]
    def tick(frame, event, argument):
        if frame.f_code.co_filename.endswith(("swap.py", "rewrite.py")) and event == "line":
            state[0] -= 1
            if state[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return tick
    sys.settrace(tick)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("way", ["swap", "rewrite"])
def test_killed_at_any_line_the_folder_is_old_or_new(way: str, tmp_path: Path) -> None:
    """Killed at any line the folder is old or new."""
    (tmp_path / "tests_kill.py").write_text(KILLER)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    killed = 0
    for line in (4, 15, 30, 45, 60, 80, 110, 10_000):
        out = tmp_path / f"{way}{line}" / "out"
        wrote(OLD, out)
        (out / "mine.txt").write_text("mine")
        arguments = [str(out), str(line), way, repr(dict(NEW))]
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *arguments], env=environment, check=False
        )
        killed += done.returncode == -signal.SIGKILL
        found = tree(out)
        assert found.pop("mine.txt") == "mine"
        if way == "swap":
            assert found in (dict(OLD), dict(NEW))
        report, problems = write(NEW, out)
        assert report is not None
        assert problems == ()
        assert tree(out) == {**NEW, "mine.txt": "mine"}
        assert siblings(out) == ["out"]
    assert killed >= 4


def test_what_a_user_adds_during_the_run_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a user adds during the run is kept."""
    out = tmp_path / "out"
    wrote(OLD, out)
    real = swap.exchange

    def late(stage: Path, folder: Path) -> None:
        (folder / "late.txt").write_text("just made")
        real(stage, folder)

    monkeypatch.setattr(swap, "exchange", late)
    wrote(NEW, out)
    assert tree(out) == {**NEW, "late.txt": "just made"}


def test_a_decided_run_is_carried_to_its_end_by_the_next(tmp_path: Path) -> None:
    """A decided run is carried to its end by the next."""
    out = tmp_path / "out"
    wrote(OLD, out)
    stage = rewrite.decided(out)
    other = tmp_path / "other"
    wrote(NEW, other)
    other.rename(stage)
    wrote(NEW, out)
    assert tree(out) == dict(NEW)
    assert siblings(out) == ["out"]


def test_the_manifest_names_files_and_digests_only(tmp_path: Path) -> None:
    """The manifest names files and digests only."""
    wrote(NEW, tmp_path / "out")
    content = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert set(content) == {"tallystick", "files"}
    assert list(content["files"]) == sorted(NEW)


def test_comparing_says_what_differs_and_touches_nothing(tmp_path: Path) -> None:
    """Comparing says what differs and touches nothing."""
    out = tmp_path / "out"
    wrote(OLD, out)
    (out / "notes.txt").write_text("mine")
    found = compare(NEW, out)
    assert [(item.path, item.kind) for item in found.differences] == [
        ("gone.py", "extra"),
        ("pkg/a.py", "changed"),
        ("pkg/sub/c.py", "missing"),
    ]
    assert "--- a/pkg/a.py\n+++ b/pkg/a.py\n@@ -1 +1 @@\n-old a\n+new a\n" in found.diff
    assert not found.current
    assert compare(OLD, out).current
    assert tree(out) == {**OLD, "notes.txt": "mine"}


def test_comparing_with_what_is_not_there(tmp_path: Path) -> None:
    """Comparing with what is not there."""
    found = compare(NEW, tmp_path / "out")
    assert {item.kind for item in found.differences} == {"missing"}
    assert not (tmp_path / "out").exists()


def test_comparing_with_somebody_elses_folder(tmp_path: Path) -> None:
    """Comparing with somebody elses folder."""
    (tmp_path / "theirs").write_text("")
    found = compare(NEW, tmp_path)
    assert [item.code.id for item in found.diagnostics] == ["output-not-ours"]
    assert not found.current


def test_a_diff_of_text_without_a_last_line_break_is_well_formed(tmp_path: Path) -> None:
    """A diff of text without a last line break is well formed."""
    wrote(FileSet({"a": "x"}), tmp_path / "out")
    diff = compare(FileSet({"a": "y"}), tmp_path / "out").diff
    assert diff.endswith("-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n")
