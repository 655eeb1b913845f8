"""``tally generate``: what is configured, what is asked for, and what is refused."""

import os
from pathlib import Path

import pytest

from .conftest import BROKEN, PETS, Tally

CONFIGURED = """\
[documents.pets]
path = "pets.yaml"

[[outputs]]
document = "pets"
target = "python"
out = "clients/python"
options = { package = "pets", client = "Pets" }

[[outputs]]
document = "pets"
target = "openapi"
out = "clients/openapi"
options = { format = "yaml" }
"""


@pytest.fixture
def configured(pets: Path) -> Path:
    """A document with two outputs."""
    (pets.parent / "tallystick.toml").write_text(CONFIGURED)
    return pets.parent


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file of a folder with its text and time."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_configured_outputs_are_made_once(tally: Tally, configured: Path) -> None:
    """The second run writes nothing, and says so."""
    done = tally("generate")
    assert (done.status, done.err) == (0, "")
    first, second = done.out.splitlines()
    assert first.startswith("python   clients/python: ")
    assert second == "openapi  clients/openapi: 1 written, 0 removed, 0 unchanged"
    made = files(configured / "clients")
    assert "python/pets/__init__.py" in made
    assert "class Pets" in "".join(text.decode() for text, _ in made.values())
    done = tally("generate")
    assert done.status == 0
    assert all(": 0 written, 0 removed, " in line for line in done.out.splitlines())
    assert files(configured / "clients") == made


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["pets"], ["openapi", "python"]),
        (["pets", "--target", "openapi"], ["openapi"]),
        (["--target", "openapi"], ["openapi"]),
    ],
    ids=str,
)
def test_outputs_are_narrowed(
    tally: Tally, configured: Path, words: list[str], made: list[str]
) -> None:
    """To a document and a target."""
    assert tally("generate", *words).status == 0
    assert sorted(os.listdir(configured / "clients")) == made  # noqa: PTH208 - names only


@pytest.mark.usefixtures("configured")
def test_nothing_to_make_is_a_mistake(tally: Tally) -> None:
    """Neither a misspelt document nor a target that is not listed is passed over."""
    for words in (["pests"], ["--target", "typescript"]):
        done = tally("generate", *words)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(
            "tally: error[no-document]: no output is configured for that document and target\n"
            "  help: "
        )


def test_check_shows_what_is_stale(tally: Tally, configured: Path) -> None:
    """Status 1 with a diff; nothing is written."""
    done = tally("generate", "--check")
    assert done.status == 1
    assert not (configured / "clients").exists()
    tally("generate")
    done = tally("generate", "--check")
    assert (done.status, done.said) == (0, "")
    (configured / "pets.yaml").write_text(PETS.replace("title: Pets", "title: Cats"))
    before = files(configured / "clients")
    done = tally("generate", "--check")
    assert done.status == 1
    assert "--- a/openapi.yaml\n+++ b/openapi.yaml\n" in done.out
    assert "\n-  title: Pets\n+  title: Cats\n" in done.out
    head = "tally: error[output-stale]: clients/openapi is not what the document gives today: "
    assert f"{head}openapi.yaml\n  help: run `tally generate`\n" in done.err
    assert files(configured / "clients") == before


def test_one_target_into_a_folder(tally: Tally, pets: Path) -> None:
    """Without any configuration; options are JSON or text."""
    done = tally(
        *("generate", pets.name, "--target", "python", "--out", "made"),
        *("--option", "package=zoo", "--option", 'client="Zoo"'),
    )
    assert (done.status, done.err) == (0, "")
    assert "class Zoo" in "".join(path.read_text() for path in Path("made/zoo").glob("*.py"))


def test_configured_options_count_for_another_folder(tally: Tally, configured: Path) -> None:
    """``--out`` moves a configured output; ``--option`` goes before what is configured."""
    tally("generate", "pets", "--target", "python", "--out", "a")
    assert (configured / "a" / "pets").is_dir()
    tally("generate", "pets", "--target", "python", "--out", "b", "--option", "package=zoo")
    assert (configured / "b" / "zoo").is_dir()


def test_own_templates_are_laid_over_ours(tally: Tally, pets: Path) -> None:
    """A template of the same name replaces ours; one that replaces nothing is told."""
    made = "made/README.md"
    words = ("generate", pets.name, "--target", "python", "--out", "made")
    assert tally(*words).status == 0
    ours = Path(made).read_text()
    own = Path("mine/python")
    own.mkdir(parents=True)
    (own / "README.md.jinja").write_text("Ask Anna.\n")
    (own / "REDME.md.jinja").write_text("")
    done = tally(*words, "--templates", "mine")
    assert done.status == 0
    assert "warning[template-overrides-nothing]: " in done.err
    assert "REDME.md.jinja" in done.err
    assert Path(made).read_text() != ours
    assert "Ask Anna." in Path(made).read_text()


def test_a_missing_templates_folder_is_told(tally: Tally, pets: Path) -> None:
    """Ours alone would be used without a word."""
    done = tally("generate", pets.name, "--target", "python", "--out", "x", "--templates", "no")
    assert (done.status, Path("x").exists()) == (1, False)
    assert "error[templates-folder-missing]: no is not a folder\n  help: make it" in done.err


@pytest.mark.parametrize(
    ("name", "help_"), [("pyhton", "did you mean 'python'?"), ("ruby", "the targets are cli, docs")]
)
def test_an_unknown_target_names_the_known_ones(
    tally: Tally, pets: Path, name: str, help_: str
) -> None:
    """Before anything is read, as every mistake on the command line; and writes nothing."""
    done = tally("generate", pets.name, "--target", name, "--out", "x")
    assert (done.status, Path("x").exists()) == (2, False)
    assert f"there is no target {name!r}; {help_}" in done.err


def test_misspelt_options_are_located_in_the_configuration(tally: Tally, configured: Path) -> None:
    """At their line of the TOML file; from the command line, at the option."""
    text = CONFIGURED.replace("package =", "pakage =")
    (configured / "tallystick.toml").write_text(text)
    done = tally("generate")
    assert done.status == 1
    assert "tallystick.toml:8:1: error[target-option-unknown]: " in done.err
    assert "has no option pakage; it has package, " in done.err
    assert "  help: write package\n" in done.err
    words = ("generate", "pets.yaml", "--target", "openapi", "--out", "x", "--option", "format=xml")
    done = tally(*words)
    assert done.status == 1
    assert done.err.startswith(
        "--option: error[target-option-invalid]: option format of target openapi must be one of"
        " both, yaml, json, not 'xml'\n"
    )


def test_a_document_with_errors_makes_nothing(tally: Tally, configured: Path) -> None:
    """Status 2: the old output stays."""
    tally("generate")
    before = files(configured / "clients")
    (configured / "pets.yaml").write_text(BROKEN)
    done = tally("generate")
    assert (done.status, done.out) == (2, "")
    assert done.err.count("error[rule-unknown-member]") == 1
    assert files(configured / "clients") == before


@pytest.mark.usefixtures("pets")
def test_options_that_need_a_folder(tally: Tally) -> None:
    """``--overlay`` and ``--option`` would silently count for nothing else."""
    Path("tallystick.toml").write_text(CONFIGURED)
    done = tally("generate", "--option", "package=x")
    assert done.status == 2
    assert done.err.startswith("tally: error: --overlay and --option need --out\n")
