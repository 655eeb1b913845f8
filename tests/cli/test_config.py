"""Configuration: found, read, and wrong in every way that is likely."""

from pathlib import Path

import pytest

from tallystick.cli.config import Config, find, read, sources
from tallystick.diagnostics import Diagnostics

GOOD = """
[tool.tallystick]
templates = "mine"

[tool.tallystick.documents.image]
path = "spec/image.yaml"
overlays = ["spec/more.yaml"]

[[tool.tallystick.outputs]]
document = "image"
target = "python"
out = "generated/python"
options = { package = "luma" }
"""


def config(
    folder: Path, text: str, name: str = "pyproject.toml"
) -> tuple[Config | None, Diagnostics]:
    """Write a file and read it as configuration."""
    path = folder / name
    path.write_text(text)
    return read(path, name)


def places(folder: Path, text: str, name: str = "pyproject.toml") -> list[str]:
    """Return what is wrong as ``line:column code: message``."""
    value, found = config(folder, text, name)
    source = sources(value, folder / name)
    assert source is not None
    assert value is None
    lines = []
    for item in found:
        assert item.span is not None
        place = source.position(item.span)
        lines.append(f"{place.line}:{place.column} {item.code.id}: {item.message}")
    return lines


def test_reads_every_member(tmp_path: Path) -> None:
    """What is written is what the commands get."""
    value, found = config(tmp_path, GOOD)
    assert found == ()
    assert value is not None
    assert value.templates == "mine"
    assert value.documents["image"].path == "spec/image.yaml"
    assert value.documents["image"].overlays == ("spec/more.yaml",)
    (output,) = value.outputs
    assert (output.document, output.target, output.out) == ("image", "python", "generated/python")
    assert output.options == {"package": "luma"}


def test_own_file_has_no_prefix(tmp_path: Path) -> None:
    """``tallystick.toml`` holds the same tables without ``tool.tallystick``."""
    value, found = config(tmp_path, '[documents.a]\npath = "a.yaml"\n', "tallystick.toml")
    assert found == ()
    assert value is not None
    assert list(value.documents) == ["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[tool.tallystick]\ntemplate = "x"\n',
            "2:1 config-unknown: unknown member 'template'",
        ),
        (
            "[tool.tallystick.documents.a]\npath = 1\n",
            "2:1 config-value: 'path' must be a string that is not empty, not 1",
        ),
        (
            "[tool.tallystick.documents.a]\noverlays = []\n",
            "1:1 config-missing: 'path' is missing",
        ),
        (
            '[tool.tallystick.documents.a]\npath = "a"\n  overlays = "b"\n',
            "3:3 config-value: 'overlays' must be a list of paths, not 'b'",
        ),
        (
            '[tool.tallystick.documents.a]\npath = "a"\nallow-remote = "yes"\n',
            "3:1 config-value: 'allow-remote' must be true or false, not 'yes'",
        ),
        (
            (
                '[tool.tallystick.documents.a]\npath = "a"\n[[tool.tallystick.outputs]]\n'
                'document = "a"\ntarget = "t"\nout = "o"\n[[tool.tallystick.outputs]]\n'
                'document = "b"\ntarget = "t"\nout = "o"\n'
            ),
            "8:1 config-value: the output's document 'b' is not configured",
        ),
        (
            "[tool.tallystick]\noutputs = 3\n",
            "2:1 config-value: 'outputs' must be an array of tables, not 3",
        ),
        ("[tool.tallystick]\nx = = 1\n", "2:5 config-syntax: invalid value"),
    ],
)
def test_mistakes_are_located(tmp_path: Path, text: str, expected: str) -> None:
    """Each mistake is said at its line, in one sentence."""
    assert places(tmp_path, text) == [expected]


def test_all_mistakes_of_a_run_are_said(tmp_path: Path) -> None:
    """Nobody mends a file one mistake a run."""
    text = '[tool.tallystick]\nx = 1\n[tool.tallystick.documents.a]\npth = "a"\n'
    assert len(places(tmp_path, text)) == 3


def test_nearest_file_wins(tmp_path: Path) -> None:
    """A project without our table is passed over; a repository's root ends the search."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.tallystick]\n")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\n")
    assert find(inner) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "tallystick.toml").write_text("")
    assert find(inner) == tmp_path / "a" / "tallystick.toml"


def test_search_ends_at_the_repository(tmp_path: Path) -> None:
    """Somebody else's configuration above a repository has no say in it."""
    (tmp_path / "tallystick.toml").write_text("")
    inside = tmp_path / "repo"
    (inside / ".git").mkdir(parents=True)
    assert find(inside) is None
