"""Paths of generated files: what may be written, on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.emit import FileSet
from tallystick.emit.files import MANIFEST, unsafe


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../outside",
        "a/../../b",
        "a//b",
        "a/./b",
        "C:\\x",
        "c:x",
        "a\\b",
        "a\x00b",
        "line\nbreak",
        "aux",
        "pkg/con.py",
        "trailing.",
        "trailing ",
        MANIFEST,
        MANIFEST.upper(),
    ],
)
def test_an_unsafe_path_is_refused(path: str) -> None:
    """An unsafe path is refused."""
    with pytest.raises(ValueError, match="output path"):
        FileSet({path: ""})


@given(st.text(min_size=1))
def test_a_path_that_passes_stays_inside(path: str) -> None:
    """A path that passes stays inside."""
    if unsafe(path) is None:
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        assert not set(path) & set("\\:\x00\n")


def test_paths_that_are_one_file_without_case_are_refused() -> None:
    """Paths that are one file without case are refused."""
    with pytest.raises(ValueError, match="one file"):
        FileSet({"pkg/Pet.py": "", "pkg/pet.py": ""})


def test_files_are_sorted_by_path() -> None:
    """Files are sorted by path."""
    assert list(FileSet({"b": "2", "a": "1"}).items()) == [("a", "1"), ("b", "2")]
