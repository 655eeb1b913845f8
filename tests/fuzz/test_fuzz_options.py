"""Every option of ``tally fuzz`` does what it says."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tallystick.cli import fuzz as command
from tallystick.cli.commands import tally
from tallystick.fuzz import campaign
from tallystick.fuzz.ledger import Outcome

HERE = "http://127.0.0.1:9/v1"


@pytest.fixture
def chosen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: dict[str, Any]
) -> dict[str, Any]:
    """Return what a campaign is started with; none is run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "box.json").write_text(json.dumps(document))
    got: dict[str, Any] = {}

    def run(_api: object, transport: object, options: object, **more: object) -> Outcome:
        got.update(transport=transport, options=options, **more)
        return Outcome(
            title="Boxes",
            seed=0,
            findings=(),
            operations={},
            trials={},
            gaps=(),
            unreached=(),
            requests=1,
            seconds=0.1,
            planned=0,
        )

    monkeypatch.setattr(campaign, "run", run)
    return got


def start(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(tally, ["fuzz", "box.json", *words], standalone_mode=False)


@pytest.mark.parametrize(
    ("words", "where", "value"),
    [
        (["--seed", "7"], "wish.seed", 7),
        (["--max-examples", "99"], "wish.most", 99),
        (["--only", "makeBox", "--only", "part-below-9"], "wish.only", ("makeBox", "part-below-9")),
        (["--rules", "stated"], "wish.rules", "stated"),
        (["--rules", "off"], "wish.rules", "off"),
        (["--shard", "2/3"], "wish.shard", (2, 3)),
        (["--budget", "2.5"], "pace.budget", 2.5),
        (["--rate", "50"], "pace.rate", 50.0),
        (["--auth", "a", "--auth", "b"], "credentials.auth", ("a", "b")),
        (["--header", "X-Team: red"], "credentials.headers", (("X-Team", "red"),)),
    ],
)
def test_options_reach_the_campaign(
    chosen: dict[str, Any], words: list[str], where: str, value: object
) -> None:
    """Each as it was given."""
    result = start("--url", HERE, *words)
    assert result.exception is None, result.exception
    found = chosen["options"]
    for step in where.split("."):
        found = getattr(found, step)
    assert found == value


def test_workers_and_timeout_reach_the_connections(
    chosen: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many, and as patient."""
    given: dict[str, object] = {}

    def http(url: str, **more: object) -> object:
        given.update(more, url=url)
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr("tallystick.fuzz.sending.transport.Http", http)
    assert start("--url", HERE, "--workers", "5", "--timeout", "3").exception is None
    assert given == {"url": HERE, "workers": 5, "timeout": 3.0}
    assert chosen


def test_another_host_needs_a_word(chosen: dict[str, Any]) -> None:
    """Without it nothing is started."""
    words = ["--url", "http://192.0.2.1/v1"]
    assert start(*words).return_value == 2
    assert not chosen
    assert start(*words, "--i-own-this-server").return_value in {0, None}
    assert chosen


@pytest.mark.parametrize(
    "words",
    [
        ["--shard", "4/3"],
        ["--shard", "x"],
        ["--header", "no colon"],
        ["--header", "a: b\nc: d"],
        ["--rules", "some"],
        ["--workers", "0"],
        ["--format", "pdf"],
        ["--budget", "-1"],
        ["--budget", "nan"],
        ["--rate", "inf"],
        ["--rate", "nan"],
        ["--timeout", "inf"],
        ["--auth", "one\nX-Other: two"],
        ["--header", "X Team: red"],
        ["--header", "X-Teäm: red"],
        ["--header", "content-length: 3"],
        ["--header", "Transfer-Encoding: chunked"],
        ["--log", "nowhere/log"],
        ["--resume", "nowhere/state.json"],
        ["--log", "box.json/log"],
    ],
)
def test_what_makes_no_sense_is_refused(chosen: dict[str, Any], words: list[str]) -> None:
    """Before anything is sent."""
    result = start("--url", HERE, *words)
    assert result.exception is not None
    assert not chosen


@pytest.mark.parametrize("more", ["?team=red", "#part", "/?"])
def test_a_url_is_a_base(chosen: dict[str, Any], more: str) -> None:
    """A query is not sent with each request, so it is refused and not left out."""
    assert start("--url", HERE + more).return_value == 2
    assert start("--url", HERE + more, "--app", "box:app").return_value == 2
    assert not chosen


def test_a_secret_ends_where_its_text_ends(chosen: dict[str, Any]) -> None:
    """What a file or a copy left around it is no part of it."""
    start("--url", HERE, "--auth", " s3\n")
    assert chosen["options"].credentials.auth == ("s3",)


def test_a_report_is_there_though_a_file_is_not(
    chosen: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk is full when the log is written: the report is printed, and the status says so."""

    def full(path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(command, "put", full)
    result = start("--url", HERE, "--log", str(tmp_path / "log.txt"))
    assert chosen
    assert result.return_value == 2
    assert "1 request in" in result.stdout
    assert "log.txt: No space left on device" in result.stderr


def test_secrets_are_hidden_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that replays a campaign holds no secret; a member called keyframes is none."""
    words = ["tally", "fuzz", "a.json", "--auth", "s3", "--header=X-Key: s4", "--only", "keyframes"]
    monkeypatch.setattr(sys, "argv", words)
    shown = [command._hidden(sys.argv, index) for index in range(1, len(words))]  # noqa: SLF001 - no public way without a campaign
    assert shown == ["fuzz", "a.json", "--auth", "...", "--header=...", "--only", "keyframes"]


def test_a_terminal_gets_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It grows with what was sent, and is taken away."""
    assert command._progress() is None  # noqa: SLF001 - as above
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    show = command._progress()  # noqa: SLF001 - as above
    assert show is not None
    show(50, 100, 3)
    command._clear()  # noqa: SLF001 - as above
    said = capsys.readouterr().err
    assert "[############............] 50 of about 100 requests, 3 findings" in said
    assert said.endswith(" \r")


def test_a_bar_is_no_wider_than_its_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that breaks is not written over, and they would fill the screen."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    show = command._progress()  # noqa: SLF001 - no public way without a campaign
    assert show is not None
    show(5, 10, 0)
    command._clear()  # noqa: SLF001 - the same
    assert {len(line) for line in capsys.readouterr().err.split("\r")} == {0, 39}
