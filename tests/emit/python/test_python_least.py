"""Of what the modules share, a package gets what it needs, and that with all it needs."""

import json
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tallystick.emit import generate
from tallystick.ir import open_api

FILE: Any = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
CASES: dict[str, Any] = {
    "nothing": {},
    "a file": {"requestBody": {"content": {"multipart/form-data": {"schema": FILE}}}},
    "an optional member": {
        "requestBody": {
            "content": {
                "application/json": {
                    "schema": {"type": "object", "properties": {"a": {"type": "string"}}}
                }
            }
        }
    },
}
BOUNDS: Any = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
CASES["bounds in a body"] = {"requestBody": {"content": {"application/json": {"schema": BOUNDS}}}}


@pytest.mark.parametrize("operation", CASES.values(), ids=CASES)
def test_every_name_of_every_module_is_defined(operation: Any, tmp_path: Path) -> None:
    """Nothing is used that is not there, nothing imported that is not used."""
    answers = {"responses": {"204": {"description": "done"}}}
    path = tmp_path / "api.json"
    head = {"openapi": "3.1.0", "info": {"title": "Some", "version": "1"}}
    path.write_text(json.dumps(head | {"paths": {"/a": {"post": answers | operation}}}))
    api, problems = open_api(str(path))
    assert api is not None, problems
    files, _ = generate(api, "python", {"package": "some"})
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    ruff = Path(sysconfig.get_path("scripts")) / "ruff"
    looked = subprocess.run(
        [ruff, "check", "--isolated", "--no-cache", "--select", "F", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stdout
