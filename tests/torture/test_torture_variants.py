"""Rules of variants that no discriminator tells apart: three judges of one document agree."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest
from tests.generating import write

DOCUMENT: Final = Path(__file__).parent / "variants.yaml"
TOOLS: Final = Path(__file__).parents[2] / "node_modules" / ".bin"
REST: Final = ("/rest/toString/g g-small",)
BROKEN: Final[tuple[tuple[Any, list[str]], ...]] = (
    ({"tagged": {"by": "card", "number": "x"}}, ["/tagged/number card-digits"]),
    ({"tagged": {"by": "card", "number": "1"}}, []),
    ({"tagged": {"by": "cash", "given": -1}}, ["/tagged/given cash-given"]),
    ({"apart": {"a": "long"}}, ["/apart/a a-short"]),
    ({"apart": {"b": "long"}}, ["/apart/b b-short"]),
    ({"any": {"b": "long"}}, ["/any/b b-short"]),
    ({"any": None}, []),
    ({"list": [{"a": "x"}, {"b": "long"}]}, ["/list/1/b b-short"]),
    ({"lists": [{"a": "long"}]}, ["/lists/0/a a-short"]),
    ({"lists": "long"}, []),
    ({"deep": {"by": "card", "number": "x"}}, ["/deep/number card-digits"]),
    ({"overlap": {"c": "long"}}, ["/overlap/c c-short"]),
    ({"overlap": {"c": 5}}, ["/overlap/c d-small"]),
    ({"enumd": {"kind": "x", "n": 5}}, ["/enumd/n e-n"]),
    ({"rest": {"constructor": {"g": 5}, "plain": "x"}}, ["/rest/constructor/g g-small"]),
    ({"rest": {"toString": {"g": 5}, "a/~": {"g": 5}}}, [*REST, "/rest/a~1~0/g g-small"]),
    ({"rest": json.loads('{"__proto__": {"g": 5}}')}, ["/rest/__proto__/g g-small"]),
    ({"enumd": {"kind": "z", "n": 1}}, ["/enumd/n f-n"]),
)
PROGRAM: Final = """
import { readFileSync } from "node:fs";
import { body, broken } from "./package/dist/esm/rules.js";
globalThis.window = {};
(0, eval)(readFileSync("docs/assets/rules.js", "utf8"));
const page = window.RULES;
const told = (found) => [...found].map(({ pointer, rule }) => `${pointer} ${rule}`);
const bodies = JSON.parse(readFileSync(0));
const judged = (it) => [told(broken(body, it)), told(page.broken(page.tables.body, it))];
const written = readFileSync("docs/things/send.html", "utf8");
const { schema } = JSON.parse(/id="form">(.*?)<.script>/s.exec(written)[1]);
const misshapen = page.judge(schema, JSON.parse('{"rest": {"__proto__": 5}}'));
console.log(JSON.stringify([bodies.map(judged), told(misshapen)]));
"""


def test_the_client_and_the_pages_judge_variants(tmp_path: Path) -> None:
    """In TypeScript and in the form of the pages."""
    package = write(DOCUMENT, "typescript", {"package": "variants"}, tmp_path / "package")
    write(DOCUMENT, "docs", {}, tmp_path / "docs")
    subprocess.run([TOOLS / "tsc", "-p", package / "tsconfig.json"], check=True)
    (tmp_path / "package" / "dist" / "esm" / "package.json").write_text('{"type": "module"}')
    (tmp_path / "judge.mjs").write_text(PROGRAM)
    given = json.dumps([body for body, _ in BROKEN])
    done = subprocess.run(
        ["node", "judge.mjs"],
        cwd=tmp_path,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    judged, misshapen = json.loads(done.stdout)
    assert judged == [[expected, expected] for _, expected in BROKEN]
    assert misshapen == ["/rest/__proto__ schema:type"]


def test_python_judges_variants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is sent."""
    write(DOCUMENT, "python", {"package": "variants_client", "client": "Client"}, tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    package = importlib.import_module("variants_client")
    transport = httpx2.MockTransport(lambda _: httpx2.Response(204))
    with httpx2.Client(transport=transport) as http:
        client = package.Client(http_client=http)
        for body, expected in BROKEN:
            found: list[str] = []
            try:
                client.things.send(**body)
            except package.RuleViolationError as error:
                found = [f"{it.pointer} {it.rule}" for it in error.violations]
            assert found == expected, body
    for name in [name for name in sys.modules if name.partition(".")[0] == "variants_client"]:
        monkeypatch.delitem(sys.modules, name)
