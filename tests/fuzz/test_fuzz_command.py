"""``tally fuzz`` as a person runs it."""

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tallystick.cli.commands import tally
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire

QUICK = ("--phases", "rules,protocol,journeys")
"""What most tests need; a later ``--phases`` wins."""
APP = """\
from tallystick.serve import app as serve

app = serve("{path}", token="mine")
"""
ALWAYS = """\
async def app(scope, receive, send):
    await send({{"type": "http.response.start", "status": {}, "headers": []}})
    await send({{"type": "http.response.body", "body": b""}})
"""
"""A server with one answer to everything."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: dict[str, Any]) -> Path:
    """Return a folder with the document, a server that keeps it and one that forgot a rule."""
    monkeypatch.chdir(tmp_path)
    name = f"boxes_{tmp_path.name.replace('-', '_')}"
    (tmp_path / "true.json").write_text(json.dumps(document))
    del document["components"]["schemas"]["Order"]["x-validations"][0]
    (tmp_path / "false.json").write_text(json.dumps(document))
    for kind in ("true", "false"):
        text = APP.format(path=tmp_path / f"{kind}.json")
        (tmp_path / f"{name}_{kind}.py").write_text(text)
    (tmp_path / "name").write_text(name)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def fuzz(folder: Path, kind: str, *more: str) -> Result:
    """Run the command against one of the servers."""
    app = f"{(folder / 'name').read_text()}_{kind}:app"
    words = ["fuzz", "true.json", "--app", app, "--auth", "mine", *QUICK, *more]
    return CliRunner().invoke(tally, words, standalone_mode=False)


def status(result: Result) -> object:
    """Return the exit status; anything that was raised is shown."""
    assert result.exception is None, result.exception
    return result.return_value or 0


def test_a_true_server_ends_clean(folder: Path) -> None:
    """Status 0, and no finding."""
    result = fuzz(folder, "true")
    assert status(result) == 0, result.stdout
    assert "0 findings" in result.stdout
    assert "error[" not in result.stdout


def test_ctrl_c_gives_the_report_and_is_not_clean(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was tried is reported; that all of it holds does not make the status 0."""
    send, calls = InProcess.send, [0]

    def impatient(self: InProcess, requests: Sequence[Wire]) -> list[Reply]:
        calls[0] += 1
        if calls[0] > 5:
            raise KeyboardInterrupt
        return send(self, requests)

    monkeypatch.setattr(InProcess, "send", impatient)
    result = fuzz(folder, "true")
    assert isinstance(result.exception, click.Abort)
    assert "interrupted" in result.stdout
    assert "0 findings" in result.stdout


@pytest.mark.parametrize("paths", ["[]", "{}", '{"/a": {}}'])
def test_a_document_without_operations_is_not_called_kept(folder: Path, paths: str) -> None:
    """Nothing can be sent, so nothing is said of the server; no report is written."""
    document = f'{{"openapi":"3.1.0","info":{{"title":"x","version":"1"}},"paths":{paths}}}'
    (folder / "true.json").write_text(document)
    result = fuzz(folder, "false", "--phases", "rules,protocol,journeys,schemathesis")
    assert status(result) == 2, result.stdout
    assert result.stdout == ""
    assert "error[fuzz-nothing-to-try]: the document has no operations" in result.stderr


def test_a_dropped_rule_is_told_and_can_be_known(folder: Path) -> None:
    """Status 1 with a command; with the report as baseline, status 0."""
    result = fuzz(folder, "false")
    assert status(result) == 1
    assert "error[invalid-accepted]: makeBox" in result.stdout
    assert "curl -i -X POST" in result.stdout
    assert "mine" not in result.stdout
    report = fuzz(folder, "false", "--format", "json")
    (folder / "known.json").write_text(report.stdout)
    again = fuzz(folder, "false", "--baseline", "known.json")
    assert status(again) == 0
    assert "known ones left out" in again.stdout


@pytest.mark.parametrize("format_", ["json", "junit", "html", "markdown"])
def test_formats(folder: Path, format_: str) -> None:
    """Each is well-formed and names the rule."""
    result = fuzz(folder, "false", "--format", format_)
    assert status(result) == 1
    assert "shut-needs-lid" in result.stdout
    assert "1 times" not in result.stdout
    if format_ == "json":
        keys = [item["key"] for item in json.loads(result.stdout)["findings"]]
        assert keys == ["invalid-accepted makeBox shut-needs-lid"]
    if format_ == "junit":
        suite = ET.fromstring(result.stdout)  # noqa: S314 - our own
        assert suite.get("failures") == "1"
        assert len(suite.findall("testcase")) == int(suite.get("tests", "0"))


def test_the_log_of_a_seed_is_the_same(folder: Path) -> None:
    """Byte for byte, without the secret."""
    fuzz(folder, "true", "--log", "one.txt", "--seed", "5")
    fuzz(folder, "true", "--log", "two.txt", "--seed", "5")
    one = (folder / "one.txt").read_bytes()
    assert one == (folder / "two.txt").read_bytes()
    assert one
    assert b"mine" not in one


@pytest.mark.parametrize("format_", ["text", "json", "junit", "html", "markdown"])
def test_secrets_that_a_server_says_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    """They are hidden as they are and nearly; what is no secret, and no word for itself, stays."""

    def send(_self: InProcess, requests: Sequence[Wire]) -> list[Reply]:
        named = {"content-type": "application/json"}
        bodies = [json.dumps([*map(list, each.headers), "undermined"]) for each in requests]
        return [Reply(status=200, headers=named, body=body.encode()) for body in bodies]

    monkeypatch.setattr(InProcess, "send", send)
    secret = ("--header", "X-Secret: hush-hush", "--header", "X-Team: crimson")
    result = fuzz(folder, "true", "--format", format_, "--max-examples", "60", *secret)
    assert status(result) == 1
    assert "hush" not in result.stdout
    assert "Bearer mine" not in result.stdout
    assert "Bearer MINE" not in result.stdout
    if format_ != "markdown":  # which shows no answers
        assert "Bearer [hidden]" in result.stdout
        assert "crimson" in result.stdout
        assert "undermined" in result.stdout


def test_a_budget_of_zero_sends_nothing(folder: Path) -> None:
    """Which is not called clean: a pipeline would take it for a server that keeps all."""
    result = fuzz(folder, "true", "--budget", "0")
    assert status(result) == 2
    assert "0 requests" in result.stdout
    assert "budget is zero" in result.stdout
    assert "error[fuzz-nothing-judged]: the budget is zero" in result.stderr


def test_a_part_without_requests_is_not_clean(folder: Path) -> None:
    """There is a report, in any format, and status 2."""
    options = ["--shard", "4000/4000", "--phases", "rules", "--format", "json"]
    result = fuzz(folder, "true", *options)
    assert status(result) == 2, result.stdout
    assert json.loads(result.stdout)["requests"] == 0
    said = "error[fuzz-nothing-judged]: no request was made: there are fewer than 4000"
    assert said in result.stderr


@pytest.mark.parametrize(("answer", "end"), [(402, 2), (429, 2), (201, 0)])
def test_a_server_that_lets_nothing_in_by_no_fault_is_not_called_kept(
    folder: Path, answer: int, end: int
) -> None:
    """Each refusal is excused by itself; all of them together say nothing of the server."""
    statuses = {key: {"description": "One of all."} for key in ("201", "402", "422", "429")}
    post = {"operationId": "make", "responses": statuses}
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}}
    (folder / "open.json").write_text(json.dumps({**document, "paths": {"/a": {"post": post}}}))
    name = f"always_{answer}_{(folder / 'name').read_text()}"
    (folder / f"{name}.py").write_text(ALWAYS.format(answer))
    words = ["fuzz", "open.json", "--app", f"{name}:app", "--phases", "rules"]
    result = CliRunner().invoke(tally, words, standalone_mode=False)
    assert status(result) == end, result.stdout
    assert ("fuzz-nothing-judged]: no valid request got in" in result.stderr) == (end == 2)


def test_only_what_the_document_has(folder: Path) -> None:
    """A name that was spelled wrong would try nothing, and find nothing."""
    result = fuzz(folder, "true", "--only", "makeBoxes")
    assert "'makeBoxes' is no operation and no rule" in str(result.exception)
    assert "did you mean 'makeBox'?" in str(result.exception)
    assert status(fuzz(folder, "true", "--only", "shut-needs-lid", "--max-examples", "9")) == 0


@pytest.mark.parametrize(("name", "end"), [("schema:maximun", 2), ("schema:maximum", 0)])
def test_only_a_claim_that_there_is(folder: Path, name: str, end: int) -> None:
    """Which claims there are shows while requests are made: none of the name is no clean end."""
    result = fuzz(folder, "true", "--only", name)
    assert status(result) == end, result.stdout
    assert ("nothing is called so" in result.stderr) == (end == 2)


def test_a_baseline_of_another_document(folder: Path) -> None:
    """It would hide what it never listed."""
    (folder / "other.json").write_text('{"title": "Cars", "findings": [], "known": []}')
    result = fuzz(folder, "true", "--baseline", "other.json")
    assert status(result) == 2
    assert "is about 'Cars'" in result.stderr


@pytest.mark.parametrize("option", ["--baseline", "--resume"])
@pytest.mark.parametrize("text", ["", "{", "[]", '{"title": 1}', "[" * 100_000])
def test_a_file_that_is_none_of_ours(folder: Path, option: str, text: str) -> None:
    """A sentence, however deep it is."""
    (folder / "broken.json").write_text(text)
    result = fuzz(folder, "true", option, "broken.json")
    assert status(result) == 2, result.exception
    assert "broken.json is no" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--url", "http://example.com/v1"], "example.com is not this machine"),
        (["--url", "ftp://127.0.0.1/"], "no http(s) URL"),
        (["--url", "http://me:hush@127.0.0.1:9/"], "in --url are not sent: use --auth"),
        (["--app", "nowhere_at_all:app"], "cannot be imported"),
        (["--app", "json:decoder"], "is no app: it cannot be called"),
        (["--app", "tests.fuzz.test_fuzz_inprocess:unready"], "does not start: no database"),
        (["--url", "http://127.0.0.1:9/"], "does not answer"),
        (["--url", "http://127.0.0.1:9/", "--max-examples", "1"], "does not answer"),
    ],
)
def test_what_cannot_be_tried(folder: Path, words: list[str], said: str) -> None:
    """Status 2 and a sentence."""
    assert folder.is_dir()
    result = CliRunner().invoke(tally, ["fuzz", "true.json", *words], standalone_mode=False)
    assert status(result) == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--auth", "", "--app", "json:loads"], "--auth is empty"), ([], "give --url or --app")],
)
def test_what_is_not_given(folder: Path, words: list[str], said: str) -> None:
    """A variable that is not set is no credential."""
    assert folder.is_dir()
    result = CliRunner().invoke(tally, ["fuzz", "true.json", *words], standalone_mode=False)
    assert said in str(result.exception)


def test_all_phases_together(folder: Path) -> None:
    """One report, and no finding on a true server."""
    phases = "rules,protocol,variants,journeys,schemathesis"
    result = fuzz(folder, "true", "--phases", phases, "--max-examples", "200")
    assert status(result) == 0, result.stdout
    assert "0 findings" in result.stdout


def test_a_phase_that_is_none(folder: Path) -> None:
    """The names are said."""
    assert folder.is_dir()
    words = ["fuzz", "true.json", "--url", "http://127.0.0.1:9", "--phases", "rules,all"]
    result = CliRunner().invoke(tally, words)
    assert result.exit_code == 2
    assert "'all' is none of rules, protocol" in result.stderr


def test_resumed(folder: Path) -> None:
    """What one run left is what the next one does; another seed is another plan."""
    zero = fuzz(folder, "false", "--resume", "state.json", "--budget", "0")
    assert status(zero) == 2
    assert (folder / "state.json").exists()
    other = fuzz(folder, "false", "--resume", "state.json", "--seed", "9")
    assert status(other) == 2
    assert "another document or other options" in other.stderr
    again = fuzz(folder, "false", "--resume", "state.json")
    assert status(again) == 1
    assert not (folder / "state.json").exists()
    (folder / "state.json").write_text("[]")
    assert status(fuzz(folder, "false", "--resume", "state.json")) == 2
