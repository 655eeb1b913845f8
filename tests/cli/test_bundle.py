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


def test_lowered_rules_are_for_other_tools(tally: Tally, pets: Path) -> None:
    """They stand in the schema; the rules stay, and the document is one again."""
    done = tally("bundle", pets.name, "--lower-rules")
    assert (done.status, done.err) == (0, "")
    pet = yaml.safe_load(done.out)["components"]["schemas"]["Pet"]
    assert [it["$comment"] for it in pet["allOf"]] == ["rule old-pets-are-chipped"]
    assert [it["id"] for it in pet["x-validations"]] == ["old-pets-are-chipped"]
    again = tally("check", "-", stdin=done.out.encode())
    assert (again.status, again.said) == (0, "")


def test_rules_that_the_schema_says_may_go(tally: Tally, pets: Path) -> None:
    """Only with the other option."""
    out = tally("bundle", pets.name, "--lower-rules", "--drop-rules").out
    assert "x-validations" not in out
    done = tally("bundle", pets.name, "--drop-rules")
    assert (done.status, done.out) == (2, "")
    assert "error: --drop-rules needs --lower-rules" in done.err


def test_what_cannot_be_lowered_is_named_on_one_line(tally: Tally, folder: Path) -> None:
    """On standard error; the document itself is whole, and the status clean."""
    (folder / "pets.yaml").write_text(PETS.replace("self.age < 3", "self.age < size(self.name)"))
    done = tally("bundle", "pets.yaml", "--lower-rules")
    assert done.status == 0
    assert yaml.safe_load(done.out)["info"]["title"] == "Pets"
    lines = done.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("pets.yaml:28:11: info[rule-")
    assert "the rule `old-pets-are-chipped`" in lines[0]
    assert "it orders values of the message with each other" in lines[0]


def test_rules_that_are_wrong_cannot_be_lowered(tally: Tally, folder: Path) -> None:
    """They are reported, and nothing is printed."""
    (folder / "api.yaml").write_text(BROKEN)
    done = tally("bundle", "api.yaml", "--lower-rules")
    assert (done.status, done.out) == (2, "")
    assert "error[rule-unknown-member]" in done.err
