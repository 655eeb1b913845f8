"""``tally check``: what is said, where, and with which status."""

import json
from functools import partial
from pathlib import Path

import pytest

import tallystick.review
from tallystick.cli import check
from tallystick.review.proving import review

from .conftest import BROKEN, PETS, WARNED, Tally


def test_a_clean_document_says_nothing(tally: Tally, pets: Path) -> None:
    """Silence and status 0."""
    done = tally("check", pets.name)
    assert (done.status, done.said) == (0, "")


def test_a_finding_is_located_and_ends_with_1(tally: Tally, folder: Path) -> None:
    """Place, code, sentence, excerpt, help, count."""
    (folder / "broken.yaml").write_text(BROKEN)
    done = tally("check", "broken.yaml")
    assert (done.status, done.out) == (1, "")
    lines = done.err.splitlines()
    assert lines[0].startswith("broken.yaml:29:41: error[rule-unknown-member]: ")
    assert "'agee'" in lines[0]
    assert lines[2].index("^") == lines[1].index("agee")
    assert lines[3] == "  help: did you mean 'age'?"
    assert lines[-1] == "1 error"


def test_all_problems_of_a_run_are_said_in_order(tally: Tally, folder: Path) -> None:
    """Nobody mends a document one problem a run."""
    text = BROKEN.replace("{type: string}", "{type: strnig}")
    (folder / "broken.yaml").write_text(text)
    done = tally("check", "broken.yaml")
    heads = [line for line in done.err.splitlines() if line.startswith("broken.yaml:")]
    assert [head.split(": ")[0] for head in heads] == ["broken.yaml:24:22", "broken.yaml:29:41"]
    assert "error[unknown-type]: `strnig` is not a type of JSON Schema" in heads[0]
    assert "error[rule-unknown-member]" in heads[1]
    assert done.err.endswith("\n2 errors\n")


def test_what_cannot_be_read_ends_with_2(tally: Tally, folder: Path) -> None:
    """There was nothing to judge."""
    (folder / "list.yaml").write_text("- a\n")
    assert tally("check", "list.yaml").status == 2


def test_warnings_count_when_strict(tally: Tally, folder: Path) -> None:
    """Without ``--strict`` they are said and do not count."""
    (folder / "warned.yaml").write_text(WARNED)
    done = tally("check", "warned.yaml")
    assert done.status == 0
    assert "warning[" in done.err
    assert tally("check", "warned.yaml", "--strict").status == 1


def test_json_is_for_programs(tally: Tally, folder: Path) -> None:
    """One object on stdout, nothing on stderr, also when there is nothing to say."""
    (folder / "broken.yaml").write_text(BROKEN)
    done = tally("check", "broken.yaml", "--format", "json")
    assert (done.status, done.err) == (1, "")
    (item,) = json.loads(done.out)["diagnostics"]
    assert (item["code"], item["severity"]) == ("rule-unknown-member", "error")
    assert (item["uri"], item["line"], item["column"]) == ("broken.yaml", 29, 41)
    assert item["pointer"] == "/components/schemas/Pet/x-validations/0/rule"
    assert item["help"] == "did you mean 'age'?"
    (folder / "pets.yaml").write_text(PETS)
    assert json.loads(tally("check", "pets.yaml", "--format", "json").out)["diagnostics"] == []
    done = tally("check", "nothing.yaml", "--format", "json")
    assert done.status == 2
    assert json.loads(done.out)["diagnostics"][0]["code"] == "missing-file"


def test_github_annotates_a_pull_request(tally: Tally, folder: Path) -> None:
    """One workflow command a problem."""
    (folder / "broken.yaml").write_text(BROKEN)
    done = tally("check", "broken.yaml", "--format", "github")
    assert (done.status, done.err) == (1, "")
    head, message = done.out.split("::")[1:]
    assert head == "error title=rule-unknown-member,file=broken.yaml,line=29,col=41"
    assert message.endswith("%0Ahelp: did you mean 'age'?\n")


def test_standard_input(tally: Tally) -> None:
    """``-`` is called <stdin> in the report."""
    assert tally("check", "-", stdin=PETS.encode()).status == 0
    done = tally("check", "-", stdin=BROKEN.encode())
    assert done.status == 1
    assert done.err.startswith("<stdin>:29:41: error[rule-unknown-member]: ")


def test_overlays_are_applied(tally: Tally, pets: Path) -> None:
    """What an overlay broke is told where the overlay says it."""
    overlay = pets.with_name("more.yaml")
    overlay.write_text(
        "overlay: 1.0.0\ninfo: {title: more, version: '1'}\nactions:\n"
        "  - target: $.components.schemas.Pet.properties\n"
        "    update: {owner: {type: persn}}\n"
    )
    done = tally("check", pets.name, "--overlay", overlay.name)
    assert done.status == 1
    assert done.err.startswith("more.yaml:5:28: error[unknown-type]: `persn` is not a type")


CONFIGURED = """\
[documents.good]
path = "api/pets.yaml"
[documents.bad]
path = "api/broken.yaml"
"""


@pytest.fixture
def configured(folder: Path) -> Path:
    """Two documents, named in a configuration."""
    (folder / "tallystick.toml").write_text(CONFIGURED)
    (folder / "api").mkdir()
    (folder / "api" / "pets.yaml").write_text(PETS)
    (folder / "api" / "broken.yaml").write_text(BROKEN)
    return folder


@pytest.mark.usefixtures("configured")
def test_a_configured_name_is_a_document(tally: Tally) -> None:
    """A misspelt one gets a suggestion; a file of that name wins."""
    assert tally("check", "good").status == 0
    done = tally("check", "bad")
    assert done.status == 1
    assert done.err.startswith("api/broken.yaml:29:41: ")
    done = tally("check", "goood")
    assert done.status == 2
    assert done.err.startswith(
        "tally: error[no-document]: there is no file and no document 'goood'\n"
        "  help: did you mean 'good'?\n"
    )
    Path("good").write_text("- a\n")
    assert tally("check", "good").status == 2


@pytest.mark.usefixtures("configured")
def test_without_a_name_all_documents_are_checked(tally: Tally) -> None:
    """Each problem names its file; one report, one status."""
    done = tally("check")
    assert (done.status, done.err.count("error[")) == (1, 1)


@pytest.mark.usefixtures("configured")
def test_a_document_that_cannot_be_read_hides_no_other(tally: Tally) -> None:
    """All are checked, and the status is that of the worst."""
    Path("api/pets.yaml").unlink()
    done = tally("check")
    assert (done.status, done.err.count("error[")) == (2, 2)


def test_paths_are_relative_to_the_configuration(
    tally: Tally, configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not to the folder that the command runs in."""
    monkeypatch.chdir(configured / "api")
    done = tally("check")
    assert (done.status, done.err.split(":")[0]) == (1, "broken.yaml")


def test_without_anything_the_help_says_what_to_give(tally: Tally) -> None:
    """No document, no configuration."""
    done = tally("check")
    assert done.status == 2
    assert done.err.startswith(
        "tally: error[no-document]: no document was given\n  help: give the path of a document\n"
    )


IDLE = PETS.replace(
    "        - id: old-pets-are-chipped",
    """        - id: ages-are-whole
          rule: "!has(self.age) || self.age >= 0 || self.age < 0"
          message: An age is a number.
        - id: old-pets-are-chipped""",
)


def test_what_is_proved_is_said(tally: Tally, folder: Path) -> None:
    """A rule that nothing can break is a warning; it can be left out, and counted."""
    (folder / "idle.yaml").write_text(IDLE)
    done = tally("check", "idle.yaml", "--verbose")
    assert done.status == 0
    assert "idle.yaml: " in done.err.splitlines()[0]
    assert " questions to the solver, 0 undecided" in done.err.splitlines()[0]
    assert "idle.yaml:28:11: warning[rule-redundant]: the rule `ages-are-whole`" in done.err
    done = tally("check", "idle.yaml", "--no-prove")
    assert (done.status, done.said) == (0, "")


def test_questions_that_were_not_asked_are_said(
    tally: Tally, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads that nothing was found, reads too that not all was asked."""
    monkeypatch.setattr(tallystick.review, "review", partial(review, share=-1), raising=False)
    (folder / "idle.yaml").write_text(IDLE)
    done = tally("check", "idle.yaml")
    assert done.status == 0
    assert done.err.startswith("idle.yaml: note: ")
    assert check.SPENT in done.err


def test_without_the_solver_the_rest_is_checked(
    tally: Tally, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is said once, as a note; it is no finding, even when strict."""
    monkeypatch.setattr(check, "find_spec", lambda _: None)
    (folder / "idle.yaml").write_text(IDLE)
    done = tally("check", "idle.yaml", "--strict")
    assert (done.status, done.out) == (0, "")
    assert done.err == f"{check.NO_SOLVER}\n"
    assert tally("check", "idle.yaml", "--no-prove").said == ""
