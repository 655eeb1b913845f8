"""A package has the parts of the runtime that its requests use, whatever these are."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.generating import write

from .conftest import TOOLS, Node

pytestmark = pytest.mark.xdist_group("typescript")

TREE = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "a/b": {"$ref": "#/components/schemas/Leaf"},
        "left": {"$ref": "#/components/schemas/Tree"},
        "trees": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
    "x-validations": [{"id": "named", "rule": "has(self.name)", "message": "give a name"}],
}
LEAF = {
    "type": "object",
    "properties": {"green": {"type": "boolean"}, "old": {"type": "boolean"}},
    "x-validations": [{"id": "green", "rule": "!has(self.old)", "message": "leaves are new"}],
}
SCHEMES = {
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "header": {"type": "apiKey", "in": "header", "name": "x-key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
}
JSON = {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string"},
    "x-idempotency-key": True,
}
OK = {"200": {"description": "Done.", "content": JSON}}


def document(*schemes: str, **more: Any) -> dict[str, Any]:
    """Return an API with an operation that lets in whoever has one of these, and a plain one."""
    operation = {
        "operationId": "createTree",
        "tags": ["trees"],
        "requestBody": {"required": True, "content": JSON},
        "responses": OK,
    }
    planted = {key: operation[key] for key in ("tags", "requestBody", "responses")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trees", "version": "1"},
        "servers": [{"url": "https://trees.example"}],
        "security": [{name: []} for name in schemes],
        "components": {
            "schemas": {"Tree": TREE, "Leaf": LEAF},
            "securitySchemes": {name: SCHEMES[name] for name in schemes},
        },
        "paths": {
            "/trees": {"post": operation | more},
            "/planted": {"put": planted | {"operationId": "plantTree"}},
        },
    }


DOCUMENTS: dict[str, dict[str, Any]] = {
    "none": document(),
    "basic": document("basic"),
    "bearer": document("bearer", parameters=[KEY]),
    "cookie": document("cookie", servers=[{"url": "https://other.example"}]),
    "header": document("header", parameters=[KEY]),
    "query": document("query"),
    "either": document("bearer", "header", requestBody={"content": {"text/plain": {}}}),
    "sometimes": document("bearer", security=[{"bearer": []}, {}]),
}
EXPECTED = {
    "none": [1, "https://trees.example/trees", None],
    "basic": [1, "https://trees.example/trees", "Basic dTpw"],
    "bearer": [2, "https://trees.example/trees", "Bearer t"],
    "cookie": [1, "https://other.example/trees", "session=k"],
    "header": [2, "https://trees.example/trees", "k"],
    "query": [1, "https://trees.example/trees?key=k", None],
    "either": [1, "https://trees.example/trees", "Bearer t"],
    "sometimes": [1, "https://trees.example/trees", "Bearer t"],
}
"""How often a request is sent that fails at first, where to, and what lets it in."""

SCRIPT = """
import { readFileSync } from "node:fs";
const found = {};
for (const name of JSON.parse(readFileSync("names.json", "utf8"))) {
  const { default: Client } = await import(`./${name}.mjs`);
  const sent = [];
  const fetch = async (url, { headers }) => {
    const inside = ["authorization", "cookie", "x-key"].map((key) => headers.get(key));
    sent.push([String(url), inside.find(Boolean) ?? null]);
    if (sent.length > 1) return Response.json({ name: "a" });
    return new Response("", { status: 503, headers: { "retry-after-ms": "1" } });
  };
  const client = new Client({ authToken: "t", apiKey: "k", username: "u", password: "p", fetch });
  const large = new Proxy({}, { ownKeys: () => { throw new Error("nobody reads this"); } });
  await client.trees.create(name === "either" ? large : { name: "a" }).catch(() => {});
  found[name] = [sent.length, ...sent[0]];
}
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a package of each document, in one folder."""
    folder = tmp_path_factory.mktemp("uses")
    for name, given in DOCUMENTS.items():
        source = folder / f"{name}.json"
        source.write_text(json.dumps(given))
        write(source, "typescript", {"package": name}, folder / name)
        command = [str(TOOLS / "esbuild"), str(folder / name / "src" / "index.ts"), "--bundle"]
        options = ["--format=esm", "--log-level=error", f"--outfile={folder / name}.mjs"]
        subprocess.run([*command, *options], check=True)
    (folder / "names.json").write_text(json.dumps(list(DOCUMENTS)))
    return folder


def test_each_compiles_in_the_strictest_settings(packages: Path) -> None:
    """No part refers to one that is left out, and none is left unused."""
    settings = json.loads((packages / "none" / "tsconfig.json").read_text())
    settings["compilerOptions"] |= {"rootDir": ".", "noEmit": True}
    settings["include"] = [f"{name}/src" for name in DOCUMENTS]
    (packages / "tsconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [TOOLS / "tsc", "-p", packages], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


def test_each_is_let_in_and_repeats_what_it_may(packages: Path, node: Node) -> None:
    """Credentials stand where the scheme says; without a key nothing is created twice."""
    (packages / "script.mjs").write_text(SCRIPT)
    assert json.loads(node(packages, "script.mjs")) == EXPECTED


def test_only_what_is_used_is_there(packages: Path) -> None:
    """One scheme needs no table of them, and JSON no other ways to write or to read."""
    plain = (packages / "bearer.mjs").read_text()
    assert "schemes" not in plain
    assert ".encode" not in plain
    assert ".decode" not in plain
    assert ".once" not in plain
    assert "schemes" in (packages / "either.mjs").read_text()
    assert ".encode" in (packages / "either.mjs").read_text()


def test_rules_of_what_holds_itself(packages: Path, node: Node) -> None:
    """Every level is judged, and each place is told as a JSON Pointer."""
    source = packages / "none" / "src" / "rules.ts"
    command = [str(TOOLS / "esbuild"), str(source), "--bundle", "--format=esm", "--log-level=error"]
    subprocess.run([*command, f"--outfile={packages / 'rules.mjs'}"], check=True)
    (packages / "judge.mjs").write_text(
        'import { broken, tree } from "./rules.mjs";\n'
        'const value = { left: { name: "", trees: [{ "a/b": { old: true } }] } };\n'
        "console.log(JSON.stringify(broken(tree, value).map(({ pointer }) => pointer)));\n"
    )
    found = json.loads(node(packages, "judge.mjs"))
    assert sorted(found) == ["", "/left/trees/0", "/left/trees/0/a~1b"]
