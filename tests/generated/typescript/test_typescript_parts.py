"""Rules of parts: wherever they stand below a request, both clients judge them, in one way."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.generating import run_tool, write

from .conftest import TOOLS, Node

pytestmark = pytest.mark.xdist_group("typescript")

MAYBE = {"$ref": "#/components/schemas/Maybe"}
SURE = {"$ref": "#/components/schemas/Sure"}
TEXT = {"type": "string"}
PARTS: dict[str, Any] = {
    "list": {"type": "array", "items": MAYBE},
    "map": {"type": "object", "additionalProperties": MAYBE},
    "pair": {"type": "array", "prefixItems": [TEXT, MAYBE], "items": SURE},
    "same": {"type": "array", "prefixItems": [SURE, SURE], "items": False},
    "lists": {"type": "array", "prefixItems": [TEXT, {"type": "array", "items": SURE}]},
    "spelled": {
        "type": "object",
        "properties": {"a": TEXT},
        "patternProperties": {"^x": SURE, "y$": MAYBE, "^z": TEXT},
        "additionalProperties": MAYBE,
    },
    "only": {"type": "object", "patternProperties": {"^x": SURE}, "additionalProperties": False},
    "classes": {
        "type": "object",
        "patternProperties": {"^\\p{Lu}": TEXT, "^x": SURE},
        "additionalProperties": MAYBE,
    },
}
C, A = {"c": 1}, {"a": 1}
CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({"list": [None, A, {"a": 1, "b": 2}]}, ["/list/1 a-b"]),
    ({"map": {"k/": A, "z": None}}, ["/map/k~1 a-b"]),
    ({"pair": ["x", A, C, {}]}, ["/pair/1 a-b", "/pair/2 c-d"]),
    ({"pair": ["x", None]}, []),
    ({"pair": []}, []),
    ({"same": [{}, C]}, ["/same/1 c-d"]),
    ({"same": [C]}, ["/same/0 c-d"]),
    ({"lists": ["x", [{}, C]]}, ["/lists/1/1 c-d"]),
    ({"spelled": {"a": "s", "x": C, "b": A, "n": None}}, ["/spelled/b a-b", "/spelled/x c-d"]),
    ({"spelled": {"x~y": {"a": 1, "c": 1}}}, ["/spelled/x~0y a-b", "/spelled/x~0y c-d"]),
    ({"spelled": {"z": "t", "y": None}}, []),
    ({"only": {"x1": C, "x2": {}}}, ["/only/x1 c-d"]),
    ({"classes": {"É": "t", "x": C}}, ["/classes/x c-d"]),
]
"""A body, and the place and id of each rule that it breaks."""


def ruled(kind: Any, first: str, second: str) -> dict[str, Any]:
    """Return an object in which one member needs another one."""
    rule = f"!has(self.{first}) || has(self.{second})"
    told = {"id": f"{first}-{second}", "rule": rule, "message": f"{first} needs {second}."}
    number = {"type": "integer"}
    return {"type": kind, "properties": {first: number, second: number}, "x-validations": [told]}


DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Parts", "version": "1"},
    "servers": [{"url": "https://parts.example"}],
    "paths": {
        "/wholes": {
            "post": {
                "operationId": "makeWhole",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Whole"}}
                    },
                },
                "responses": {"204": {"description": "Done."}},
            }
        }
    },
    "components": {
        "schemas": {
            "Whole": {"type": "object", "properties": PARTS},
            "Maybe": ruled(["object", "null"], "a", "b"),
            "Sure": ruled("object", "c", "d"),
        }
    },
}


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    source = folder / "parts.json"
    source.write_text(json.dumps(DOCUMENT))
    write(source, "python", {"package": "rule_parts"}, folder / "python")
    write(source, "typescript", {"package": "parts"}, folder / "typescript")
    return folder


def test_python_judges_every_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By place, by the spelling of a name, and what is left over."""
    run_tool("mypy", "--strict", "rule_parts", cwd=folder / "python")
    monkeypatch.syspath_prepend(str(folder / "python"))
    whole = import_module("rule_parts.types").Whole
    judge = import_module("rule_parts.rules").whole
    for body, told in CASES:
        found = [f"{one.pointer} {one.rule}" for one in judge(whole.model_validate(body), "")]
        assert sorted(found) == told, body
    for name in [name for name in sys.modules if name.partition(".")[0] == "rule_parts"]:
        del sys.modules[name]


def test_typescript_judges_every_part(folder: Path, node: Node) -> None:
    """As Python does."""
    package = folder / "typescript"
    done = subprocess.run(
        [TOOLS / "tsc", "--noEmit", "-p", package], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    command = [str(TOOLS / "esbuild"), str(package / "src" / "rules.ts"), "--bundle"]
    subprocess.run(
        [*command, "--format=esm", "--log-level=error", f"--outfile={folder / 'rules.mjs'}"],
        check=True,
    )
    (folder / "judge.mjs").write_text(
        'import { broken, whole } from "./rules.mjs";\n'
        f"const bodies = {json.dumps([body for body, _ in CASES])};\n"
        "const told = ({ pointer, rule }) => `${pointer} ${rule}`;\n"
        "console.log(JSON.stringify(bodies.map((body) => broken(whole, body).map(told).sort())));\n"
    )
    assert json.loads(node(folder, "judge.mjs")) == [told for _, told in CASES]
