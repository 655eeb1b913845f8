"""``tally diff``: inputs, formats, thresholds, baselines, and input that cannot be used."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema_rs
import pytest

from tallystick.report import comparison

from .conftest import PETS, Tally

SHAPE = json.loads((Path(comparison.__file__).parent / "schema.json").read_text("utf-8"))
NARROWED = PETS.replace("name: {type: string}", "name: {type: string, maxLength: 3}")
WIDENED = PETS.replace("required: [name]\n", "required: []\n")
MORE = PETS.replace("  /pets:", "  /dogs: {get: {operationId: listDogs, responses: {}}}\n  /pets:")
RULED = PETS.replace("self.age < 3", "self.age < 2")


@pytest.fixture
def new(folder: Path) -> Path:
    """A version that refuses long names."""
    path = folder / "new.yaml"
    path.write_text(NARROWED)
    return path


def test_a_break_is_shown(tally: Tally, pets: Path, new: Path) -> None:
    """Status 1, the sentence, the places, the message that shows it."""
    done = tally("diff", pets, new)
    assert (done.status, done.err) == (1, "")
    assert "error[length-changed], breaking: the length of `name` of `Pet` changed" not in done.out
    assert "error[length-changed], breaking: `name` of `Pet` has the new length" in done.out
    assert "new: new.yaml:24" in done.out
    assert 'request: {"name": "' in done.out
    assert "accepted by old, refused by new" in done.out
    assert "because: `maxLength` at /components/schemas/Pet/properties/name" in done.out


def test_the_same_is_identical(tally: Tally, pets: Path) -> None:
    """Nothing to say, and that is proved."""
    done = tally("diff", pets, pets)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("identical: nothing that matters changed")


@pytest.mark.parametrize(
    ("threshold", "status"), [("breaking", 0), ("warning", 0), ("any", 1), ("never", 0)]
)
def test_the_threshold(tally: Tally, pets: Path, folder: Path, threshold: str, status: int) -> None:
    """An addition fails only who asks for it."""
    (folder / "more.yaml").write_text(MORE)
    done = tally("diff", pets, "more.yaml", "--fail-on", threshold)
    assert done.status == status
    assert "`tally" not in done.err
    assert tally("diff", pets, "more.yaml", "--fail-on", "never").status == 0


def test_json_has_its_shape_and_is_the_same_again(tally: Tally, pets: Path, new: Path) -> None:
    """The committed schema describes it; the bytes do not change from run to run."""
    done = tally("diff", pets, new, "--format", "json")
    report = json.loads(done.out)
    jsonschema_rs.Draft202012Validator(SHAPE).validate(report)
    assert (report["verdict"], report["proved"]) == ("breaking", True)
    assert (report["requests"], report["responses"]) == ("breaking", "compatible")
    (change,) = [it for it in report["changes"] if it["breaking"]]
    assert change["operation"] == "POST /pets"
    assert change["witness"]["accepted_by"] == "old"
    assert len(change["witness"]["value"]["name"]) > 3
    assert change["new"] == {"uri": "new.yaml", "line": 24}
    assert tally("diff", pets, new, "--format", "json").out == done.out


@pytest.mark.parametrize("format_", ["markdown", "html", "sarif", "github", "junit", "changelog"])
def test_every_format_says_it(tally: Tally, pets: Path, new: Path, format_: str) -> None:
    """The sentence is in each, and XML and JSON can be read."""
    done = tally("diff", pets, new, "--format", format_)
    assert done.status == 1
    assert "maxLength" in done.out
    if format_ == "sarif":
        results = json.loads(done.out)["runs"][0]["results"]
        assert "length-changed" in {it["ruleId"] for it in results}
    if format_ == "junit":
        root = ET.fromstring(done.out)  # noqa: S314 (our own)
        assert root.get("failures") == "1"


def test_text_of_documents_is_no_markup(tally: Tally, folder: Path) -> None:
    """A hostile name is shown, never run."""
    hostile = "<script>alert(1)</script>"
    (folder / "a.yaml").write_text(PETS.replace("chipped: {type", f'"{hostile}": {{type'))
    (folder / "b.yaml").write_text(PETS.replace("chipped: {type", f'"{hostile}2": {{type'))
    for format_ in ("html", "markdown", "changelog"):
        text = tally("diff", "a.yaml", "b.yaml", "--format", format_).out
        assert "<script>" not in re.sub(r"`[^`]*`", "", text)
    assert "<script>" not in tally("diff", "a.yaml", "b.yaml", "--format", "html").out


def test_a_rule_tightened_by_one_clause(tally: Tally, pets: Path, folder: Path) -> None:
    """The message is one that only the new rule refuses."""
    (folder / "ruled.yaml").write_text(RULED)
    done = tally("diff", pets, "ruled.yaml", "--format", "json")
    (change,) = [it for it in json.loads(done.out)["changes"] if it["breaking"]]
    assert change["id"] == "rule-changed"
    assert change["witness"]["value"]["age"] == 2
    assert change["witness"]["because"] == "rule `old-pets-are-chipped`"


def test_git_and_standard_input(tally: Tally, pets: Path, folder: Path) -> None:
    """A revision is read without touching the work tree; one side may come from a pipe."""
    (folder / ".git").rmdir()
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@b.de"]
        subprocess.run(["git", *who, *words], check=True, cwd=folder)
    pets.write_text(NARROWED)
    assert tally("diff", "git:HEAD:pets.yaml", pets).status == 1
    assert tally("diff", "-", "git:HEAD:pets.yaml", stdin=PETS.encode()).status == 0
    done = tally("diff", "git:HEAD:none.yaml", pets)
    assert (done.status, done.out) == (2, "")
    assert "error[git-unreadable]" in done.err
    assert "error[git-unreadable]" in tally("diff", "git:nowhere:pets.yaml", pets).err
    assert "is no revision" in tally("diff", "git:--help:pets.yaml", pets).err


def test_overlays(tally: Tally, pets: Path, folder: Path) -> None:
    """An overlay may be for one side only."""
    (folder / "over.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n"
        "  - target: $.components.schemas.Pet.properties.name\n    update: {maxLength: 3}\n"
    )
    assert tally("diff", pets, pets, "--new-overlay", "over.yaml").status == 1
    assert tally("diff", pets, pets, "--old-overlay", "over.yaml").status == 1  # in responses
    assert tally("diff", pets, pets, "--overlay", "over.yaml").status == 0


BASELINE = """\
[[accept]]
check = "length-changed"
operation = "POST /pets"
reason = "names were never longer"
"""


def test_a_baseline(tally: Tally, pets: Path, new: Path, folder: Path) -> None:
    """What is accepted does not fail; the reason is shown."""
    (folder / "accepted.toml").write_text(BASELINE)
    done = tally("diff", pets, new, "--baseline", "accepted.toml")
    assert (done.status, done.err) == (0, "")
    assert "because: names were never longer" in done.out


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (f"{BASELINE}expires = 2020-01-31\n", 1, "warning[baseline-expired]"),
        (BASELINE.replace("length-changed", "lenght-changed"), 1, "warning[baseline-unknown]"),
        (BASELINE.replace("POST", "PUT"), 1, "info[baseline-unused]"),
        (BASELINE.replace("reason", "reasons"), 2, "error[baseline-syntax]"),
        (f'{BASELINE}expires = "soon"\n', 2, "error[baseline-syntax]"),
        (f"{BASELINE}expires = 20270131\n", 2, "error[baseline-syntax]"),
        ("[[accept]]\n", 2, "error[baseline-syntax]"),
        ("x = ", 2, "error[baseline-syntax]"),
    ],
)
def test_a_baseline_that_does_not_fit(  # noqa: PLR0913, PLR0917 (one case)
    tally: Tally, pets: Path, new: Path, folder: Path, text: str, status: int, said: str
) -> None:
    """It is said, and hides nothing."""
    (folder / "accepted.toml").write_text(text)
    done = tally("diff", pets, new, "--baseline", "accepted.toml")
    assert done.status == status
    assert said in done.err


def test_files_of_oasdiff(tally: Tally, pets: Path, new: Path, folder: Path) -> None:
    """Severities and lists of what is ignored move over; what cannot is said."""
    (folder / "levels.txt").write_text("request-property-max-length-set none\nnever-heard warn\n")
    done = tally("diff", pets, new, "--import-oasdiff", "levels.txt", "--format", "json")
    assert "warning[import-unknown]" in done.err
    changes = json.loads(done.out)["changes"]
    assert [(it["id"], it["direction"]) for it in changes] == [("length-changed", "response")]
    (folder / "ignore.txt").write_text("- POST /pets: the `name` has a max length now\n")
    assert tally("diff", pets, new, "--import-oasdiff", "ignore.txt").status == 0


def test_severities(tally: Tally, pets: Path, new: Path) -> None:
    """One's own severity of a check or a tier."""
    done = tally("diff", pets, new, "--severity", "length-changed=warning")
    assert "warning[length-changed], breaking" in done.out
    assert "refuse" in tally("diff", pets, new, "--severity", "payload=warning").out
    done = tally("diff", pets, new, "--severity", "nothing=warning")
    assert (done.status, done.out) == (2, "")


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "error[missing-file]"),
        ("openapi: 2.0\n", "error["),
        ("swagger: '2.0'\n", "error["),
        ("[]", "error["),
        ("a: [", "error["),
        (PETS.replace("/pets", "/planets"), "error[different-api]"),
    ],
)
def test_a_side_that_cannot_be_used(  # noqa: PLR0913, PLR0917 (one case)
    tally: Tally, pets: Path, folder: Path, text: str | None, said: str, side: int
) -> None:
    """Status 2 and a sentence, whichever side it is."""
    if text is not None:
        (folder / "bad.yaml").write_text(text)
    sides: list[str | Path] = [pets, pets]
    sides[side] = "bad.yaml"
    done = tally("diff", *sides)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("side", [0, 1])
def test_nothing_is_proved_of_what_cannot_be_read(tally: Tally, folder: Path, side: int) -> None:
    """A reference to nothing is said; versions that may differ there are not called identical."""
    broken = PETS.replace("name: {type: string}", "name: {$ref: '#/components/schemas/Gone'}")
    for number, text in enumerate((PETS.replace("name: {type: string}", "name: {}"), broken)):
        (folder / f"{number}.yaml").write_text(text)
    sides = ("0.yaml", "1.yaml") if side else ("1.yaml", "0.yaml")
    done = tally("diff", *sides, "--format", "json")
    assert "error[ref-not-found]" in done.err
    said = json.loads(done.out)
    assert (said["verdict"], said["proved"]) == ("compatible", False)


def test_both_sides_from_standard_input(tally: Tally) -> None:
    """There is only one."""
    assert tally("diff", "-", "-", stdin=PETS.encode()).status == 2


def test_a_selection(tally: Tally, folder: Path, new: Path) -> None:
    """Other operations are not looked at."""
    old = folder / "more.yaml"
    old.write_text(MORE)
    both = new.read_text().replace("  /pets:", "  /dogs: {get: {responses: {}}}\n  /pets:")
    new.write_text(both)
    for name in ("createPet", "POST /pets", "/pets"):
        assert tally("diff", old, new, "--only", name).status == 1
    for name in ("listDogs", "GET /dogs", "/dogs"):
        assert tally("diff", old, new, "--only", name).status == 0
    assert tally("diff", old, new, "--path-prefix", "/dogs").status == 0


@pytest.mark.parametrize("option", [("--only", "GET /dogs"), ("--path-prefix", "/dogs")])
def test_a_selection_of_nothing(tally: Tally, pets: Path, new: Path, option: list[str]) -> None:
    """It is no comparison, and says so."""
    done = tally("diff", pets, new, "--only", "createPet", *option)
    assert (done.status, done.out) == (2, "")
    assert "error[nothing-selected]" in done.err
    assert "`GET /dogs`" in done.err or "`/dogs`" in done.err


def test_what_is_selected_has_a_partner(tally: Tally, pets: Path, folder: Path) -> None:
    """It may be called otherwise there, or be below another path."""
    (folder / "renamed.yaml").write_text(PETS.replace("operationId: createPet", "operationId: add"))
    done = tally("diff", pets, "renamed.yaml", "--only", "createPet", "--code", "none")
    assert "operation-id-changed" in done.out
    assert "removed" not in done.out
    (folder / "moved.yaml").write_text(PETS.replace("  /pets:", "  /v1/pets:"))
    done = tally(
        "diff", pets, "moved.yaml", "--base-path", "/v1", "--path-prefix", "/pets", "--code", "none"
    )
    assert done.out.startswith("identical")


def test_a_base_path(tally: Tally, pets: Path, folder: Path) -> None:
    """Paths that only moved below another one are the same."""
    (folder / "moved.yaml").write_text(PETS.replace("  /pets:", "  /v1/pets:"))
    assert tally("diff", pets, "moved.yaml", "--base-path", "/v1").status == 0
    assert tally("diff", pets, "moved.yaml").status == 2


def test_code_can_be_left_out_or_be_of_one_language(tally: Tally, pets: Path, folder: Path) -> None:
    """Both clients are thought of by default; a language that is none of ours is said."""
    (folder / "later.yaml").write_text(PETS.replace("chipped: {type", "tagged: {type"))
    shown = tally("diff", pets, "later.yaml", "--format", "json").out
    languages = {it["language"] for it in json.loads(shown)["changes"]}
    assert languages == {None, "python", "typescript"}
    one = tally("diff", pets, "later.yaml", "--code", "python", "--format", "json").out
    assert {it["language"] for it in json.loads(one)["changes"]} == {None, "python"}
    none = tally("diff", pets, "later.yaml", "--code", "none", "--format", "json").out
    assert {it["language"] for it in json.loads(none)["changes"]} == {None}
    wrong = tally("diff", pets, "later.yaml", "--code", "cobol")
    assert wrong.status == 2
    assert "'cobol' is not python, typescript or none" in wrong.err


def test_ids_of_earlier_checks_go_on_to_work(tally: Tally, pets: Path, folder: Path) -> None:
    """In severities and in baselines; they mean what took their place, in each language."""
    (folder / "later.yaml").write_text(PETS.replace("chipped: {type", "tagged: {type"))
    before = tally("diff", pets, "later.yaml").out
    assert "[python-argument-removed]" in before or "[python-member-removed]" in before
    options = ("--severity", "code-member-removed=none", "--severity", "code-argument-removed=none")
    after = tally("diff", pets, "later.yaml", *options).out
    assert "-member-removed]: " not in after.replace("[member-removed]", "")
    assert "argument-removed" not in after
    (folder / "known.toml").write_text(
        "".join(
            f'[[accept]]\ncheck = "{check}"\nreason = "known"\n'
            for check in ("code-member-removed", "code-argument-removed")
        )
    )
    accepted = tally("diff", pets, "later.yaml", "--baseline", "known.toml").out
    assert "accepted[typescript-member-removed]" in accepted


def test_code_of_other_operations_is_left_out(tally: Tally, pets: Path, folder: Path) -> None:
    """What is not asked for is not said, of code neither."""
    (folder / "later.yaml").write_text(MORE.replace("chipped: {type", "tagged: {type"))
    pets.write_text(MORE)
    options = ("--format", "json", "--path-prefix")
    here = json.loads(tally("diff", pets, "later.yaml", *options, "/pets").out)["changes"]
    assert {it["tier"] for it in here} >= {"source"}
    elsewhere = json.loads(tally("diff", pets, "later.yaml", *options, "/dogs").out)["changes"]
    assert elsewhere == []
