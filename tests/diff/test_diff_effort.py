"""What a comparison may take: every question has an end, and so have all of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tallystick.cli.commands import tally
from tallystick.diff.compare import compare
from tallystick.diff.model import Comparison, Proof, Unproven
from tallystick.diff.options import Options
from tallystick.diff.schemas import prove
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve

WHOLE: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 10}
HALVES: dict[str, Any] = {
    "type": "integer",
    "anyOf": [{"minimum": 0, "maximum": 5}, {"minimum": 4, "maximum": 10}],
}
"""The same, as only a solver sees."""


def _document(schema: dict[str, Any], count: int = 1) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            f"/things{at}": {
                "post": {
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {f"size{at}": schema}}
                            }
                        },
                    },
                    "responses": {"204": {"description": ""}},
                }
            }
            for at in range(count)
        },
    }


def _api(document: dict[str, Any], name: str) -> Api:
    loaded, _ = parse_text(json.dumps(document).encode(), name)
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    made, _ = lower(resolved)
    assert made is not None
    return made


def _both(count: int = 1) -> tuple[Api, Api]:
    return _api(_document(WHOLE, count), "old"), _api(_document(HALVES, count), "new")


def _compared(count: int = 1, **options: Any) -> Comparison:
    return compare(*_both(count), Options(**options))


def _reasons(found: Comparison) -> list[str]:
    verdicts = [it.change.verdict for it in found.findings]
    return [it.reason for it in verdicts if isinstance(it, Unproven)]


def test_the_solver_is_asked() -> None:
    """It proves what structure does not show."""
    found = _compared()
    assert found.proved
    assert not _reasons(found)


def test_no_questions_are_left() -> None:
    """What is open then is said to be open, and why."""
    found = _compared(questions=0)
    assert found.verdict == "compatible"
    assert not found.proved
    assert all("--questions" in it for it in _reasons(found))
    assert _reasons(found)


def test_questions_are_those_of_one_comparison() -> None:
    """The first are answered; another comparison has its own."""
    options = Options(questions=2)
    versions = _both(6)
    first, second = (compare(*versions, options) for _ in range(2))
    verdicts = [it.change.verdict for it in first.findings]
    assert {type(it) for it in verdicts} == {Proof, Unproven}
    assert first.findings == second.findings


def test_structure_is_followed_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    """All questions together have an end; nothing is said to be fine because of it."""
    deep, loose = WHOLE, {**WHOLE, "maximum": 20}
    for _ in range(8):
        deep, loose = ({"properties": {"a": it, "b": it}} for it in (deep, loose))
    versions = _api(_document(deep), "old"), _api(_document(loose), "new")
    options = Options(solver=False)
    assert compare(*versions, options).proved
    monkeypatch.setattr(prove, "_ALL", 4)
    assert not compare(*versions, options).proved


def test_the_command_takes_the_number(tmp_path: Path) -> None:
    """``--questions 0`` asks nothing."""
    for name, schema in (("old", WHOLE), ("new", HALVES)):
        (tmp_path / f"{name}.json").write_text(json.dumps(_document(schema)), encoding="utf-8")
    paths = [str(tmp_path / f"{name}.json") for name in ("old", "new")]
    found = CliRunner().invoke(tally, ["diff", *paths, "--questions", "0", "--code", "none"])
    assert "asked all questions" in found.output
    assert found.exit_code == 0
