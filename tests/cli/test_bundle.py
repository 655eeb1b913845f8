"""``tally bundle``: one file, whole or not at all."""

import json
from pathlib import Path

import pytest
import yaml

from .conftest import BROKEN, PETS, Tally

SPLIT = PETS.replace("#/components/schemas/Pet", "pet.yaml#/Pet").partition("components:")[0]


@pytest.fixture
def split(folder: Path) -> Path:
    """A document in two files."""
    (folder / "pet.yaml").write_text("Pet:\n  type: object\n  properties: {name: {type: string}}\n")
    path = folder / "api.yaml"
    path.write_text(SPLIT)
    return path


def test_yaml_on_standard_output(tally: Tally, split: Path) -> None:
    """Nothing outside of the one document is referred to."""
    done = tally("bundle", split.name)
    assert (done.status, done.err) == (0, "")
    whole = yaml.safe_load(done.out)
    assert "pet.yaml" not in done.out
    assert list(whole["components"]["schemas"]) == ["Pet"]


@pytest.mark.parametrize(
    ("words", "is_json"),
    [
        (["--to", "json"], True),
        (["--out", "whole.json"], True),
        (["--out", "whole.yaml"], False),
        (["--out", "whole.json", "--to", "yaml"], False),
    ],
    ids=str,
)
def test_spelling(tally: Tally, split: Path, words: list[str], *, is_json: bool) -> None:
    """``--to`` decides, else the name of the file."""
    done = tally("bundle", split.name, *words)
    assert (done.status, done.err) == (0, "")
    text = Path(words[1]).read_text() if "--out" in words else done.out
    assert text.startswith("{") is is_json
    assert yaml.safe_load(text)["info"] == {"title": "Pets", "version": "1"}
    if is_json:
        json.loads(text)


def test_a_bundle_is_a_document_again(tally: Tally, pets: Path) -> None:
    """Rules included."""
    text = tally("bundle", pets.name).out
    assert tally("check", "-", stdin=text.encode()).status == 0
    assert "old-pets-are-chipped" in text


def test_a_broken_reference_is_no_bundle(tally: Tally, folder: Path) -> None:
    """Neither text nor file is written."""
    (folder / "api.yaml").write_text(PETS.replace('schemas/Pet"}', 'schemas/Pett"}'))
    done = tally("bundle", "api.yaml", "--out", "whole.yaml")
    assert (done.status, done.out) == (2, "")
    assert "api.yaml:11:28: error[ref-not-found]" in done.err
    assert not Path("whole.yaml").exists()


def test_rules_are_the_business_of_check(tally: Tally, folder: Path) -> None:
    """A bundle says what the document says, also when it is wrong."""
    (folder / "api.yaml").write_text(BROKEN)
    assert tally("bundle", "api.yaml").status == 0


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        ("no/folder/x.yaml", "No such file or directory"),
        ("pets.yaml/x.yaml", "Not a directory"),
        (".", "it is a folder"),
    ],
)
def test_a_place_that_cannot_be_written(tally: Tally, pets: Path, out: str, reason: str) -> None:
    """Says which and why, and leaves nothing behind."""
    before = sorted(pets.parent.iterdir())
    done = tally("bundle", pets.name, "--out", out)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(
        f"{out}: error[output-not-written]: {out} cannot be written: {reason}\n"
    )
    assert "  help: give --out a file" in done.err
    assert sorted(pets.parent.iterdir()) == before


def test_a_full_disk_leaves_the_old_file(
    tally: Tally, pets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text goes to a file beside it first."""
    old = pets.with_name("whole.yaml")
    old.write_text("old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    done = tally("bundle", pets.name, "--out", old.name)
    assert done.status == 2
    assert "whole.yaml cannot be written: No space left on device" in done.err
    assert old.read_text() == "old"
