"""A package without operations: what only webhooks are described of."""

import json
from pathlib import Path

from tallystick.emit import generate
from tallystick.ir import open_api


def test_a_client_of_nothing_keeps_nothing_unused(tmp_path: Path) -> None:
    """Strict compilers refuse a name that nobody reads."""
    path = tmp_path / "api.json"
    head = {"openapi": "3.1.0", "info": {"title": "Some", "version": "1"}}
    path.write_text(json.dumps(head | {"paths": {}}))
    api, problems = open_api(str(path))
    assert api is not None, problems
    files, _ = generate(api, "typescript", {})
    assert "const call" not in files["src/client.ts"]
    assert "    caller(this.#settings);\n" in files["src/client.ts"]
