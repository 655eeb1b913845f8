"""What needs no solver works where none is installed."""

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys
sys.modules["z3"] = None
from tallystick.cli.commands import main
main()
"""
DOCUMENT = """
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    get:
      operationId: getA
      responses: {"200": {description: ok}}
"""
APP = """
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})
"""


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "rule-unknown-member"],
        ["explain", "variant-dead"],
        ["check", "api.yaml"],
        ["fuzz", "api.yaml", "--app", "served:app", "--phases", "rules,journeys"],
    ],
    ids=" ".join,
)
def test_commands_do_without(tmp_path: Path, words: list[str]) -> None:
    """They prove nothing then, and end well."""
    (tmp_path / "api.yaml").write_text(DOCUMENT)
    (tmp_path / "served.py").write_text(APP)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
