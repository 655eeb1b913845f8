"""Files are written whole or not at all, and nothing but files is replaced."""

import os
import stat
from pathlib import Path

import pytest

from tallystick.cli import files


def test_a_file_is_written_whole_or_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there is there when the writing fails, and nothing is left beside it."""
    path = tmp_path / "log.txt"
    files.put(path, "one")

    def full(self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.put(path, "two")
    assert path.read_text() == "one"
    assert [each.name for each in tmp_path.iterdir()] == ["log.txt"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    """The file behind it is written."""
    (tmp_path / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    files.put(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """So is a device: whoever may write to the folder would lose it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert files.hindrance(path) == ""
        files.put(path, "text")
        assert os.read(reader, 9) == b"text"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_hindrances_are_known_before(tmp_path: Path) -> None:
    """A folder that is not there, and one that is a file."""
    assert files.hindrance(tmp_path / "new.txt") == ""
    assert files.hindrance(tmp_path / "none" / "new.txt") == "No such file or directory"
    (tmp_path / "file").write_text("")
    assert files.hindrance(tmp_path / "file" / "new.txt") == "No such file or directory"
    with pytest.raises(IsADirectoryError):
        files.put(tmp_path, "text")
