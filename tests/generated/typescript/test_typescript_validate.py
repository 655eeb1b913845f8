"""The schemas of a generated package, judged by its own few lines and by a validator of others."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.solve.random_schemas import Schemas

from tallystick.emit.formats import PATTERNS
from tallystick.emit.targets.typescript.schemas import judged
from tallystick.ir import exact_schema, open_api
from tallystick.serve.messages import faults

from .conftest import DOCUMENTS, ROOT, TOOLS
from .test_typescript_rules import value

pytestmark = pytest.mark.xdist_group("typescript")

SCHEMAS = 400
MESSAGES = 600
RUNTIME = ROOT / "templates" / "typescript" / "runtime"
LARGE = 2**53
Broken = list[tuple[str, str, str]]
"""Pointer, rule, message."""


def ask(folder: Path, source: str, questions: object) -> list[Any]:
    """Return what a module prints as JSON for questions in a file."""
    (folder / "entry.ts").write_text(source)
    (folder / "questions.json").write_text(json.dumps(questions))
    command = [str(TOOLS / "esbuild"), "entry.ts", "--bundle", "--format=esm", "--platform=node"]
    subprocess.run([*command, "--outfile=entry.mjs", "--log-level=error"], cwd=folder, check=True)
    done = subprocess.run(
        ["node", "entry.mjs"], cwd=folder, check=True, capture_output=True, text=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def head(folder: Path) -> str:
    """Return a module's first lines, which read the questions."""
    return (
        'import { readFileSync } from "node:fs";'
        f"const questions = JSON.parse(readFileSync({json.dumps(str(folder))} "
        '+ "/questions.json", "utf8"));'
    )


def small(value: Any) -> bool:
    """Whether no number is so large that its decimals and its bits differ."""
    if isinstance(value, list):
        return all(map(small, value))
    if isinstance(value, dict):
        return all(map(small, value.values()))
    return not isinstance(value, int | float) or abs(value) < LARGE


def test_every_keyword_means_what_it_should(tmp_path: Path) -> None:
    """Random schemas of all keywords and random values: the same verdict on each pair."""
    make = Schemas(random.Random(11))  # noqa: S311 - the same in every run
    questions, wanted = [], []
    for _ in range(SCHEMAS):
        schema = make.document()
        values = [item for item in (make.value() for _ in range(10)) if small(item)]
        inner = {name: judged(item) for name, item in schema["$defs"].items()}
        own = judged({name: item for name, item in schema.items() if name != "$defs"})
        questions.append([own, inner, values])
        other = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        wanted.append([other.is_valid(item) for item in values])
    patterns = ",".join(
        f"{json.dumps(name)}: new RegExp({json.dumps(f'^(?:{text})$')}, 'u')"
        for name, text in PATTERNS.items()
    )
    source = (
        f"import {{ judge }} from {json.dumps(str(RUNTIME / 'schema.ts'))};{head(tmp_path)}"
        f"const formats = {{ {patterns} }};"
        "console.log(JSON.stringify(questions.map(([schema, inner, values]) => "
        "values.map((value) => !judge(schema, value, inner, formats).length))));"
    )
    found = ask(tmp_path, source, questions)
    for question, expected, got in zip(questions, wanted, found, strict=True):
        assert got == expected, question
    verdicts = [verdict for each in wanted for verdict in each]
    assert 0.1 < sum(verdicts) / len(verdicts) < 0.9


def spoilt(message: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a message with some part made wrong, most likely."""
    parts: list[Any] = [message]
    for part in parts:
        inner = part.values() if isinstance(part, dict) else part
        parts += [item for item in inner if isinstance(item, dict | list)]
    part = chance.choice(parts)
    wrong = chance.choice((None, True, 0, -3, 2.5, "", "x" * 7000, [], {}, [1, 1], {"a": 1}))
    if isinstance(part, list):
        part.append(wrong)
    elif chance.random() < 0.2:
        part[chance.choice(("unknown", "a/b~c"))] = wrong
    elif part:
        name = chance.choice(list(part))
        if chance.random() < 0.3:
            del part[name]
        else:
            part[name] = wrong
    return message


@pytest.mark.parametrize("version", ["image", "video"])
def test_requests_are_judged_as_the_server_judges_them(version: str, tmp_path: Path) -> None:
    """The same places, keywords and sentences for thousands of messages, right and wrong."""
    api, _ = open_api(str(ROOT / DOCUMENTS[version]))
    assert api is not None
    content = next(op.body.contents[0] for op in api.operations if op.body)
    assert content.type is not None
    chance = random.Random(version)  # noqa: S311 - the same in every run
    messages = [spoilt(value(api, content.type, chance), chance) for _ in range(MESSAGES)]
    validator = jsonschema_rs.Draft202012Validator(
        exact_schema(api, content.type, "request"), validate_formats=True
    )
    package = ROOT / "generated" / "typescript" / version / "src" / "validate.ts"
    source = (
        f"import {{ validate }} from {json.dumps(str(package))};{head(tmp_path)}"
        "const said = (found) => found.map((one) => [one.pointer, one.rule, one.message]);"
        "console.log(JSON.stringify(questions.map((m) => said(validate('createGeneration', m)))));"
    )
    found = ask(tmp_path, source, messages)
    wrong = 0
    for message, got in zip(messages, found, strict=True):
        wanted = [
            [item.pointer, item.rule, item.message]
            for item in faults(validator.iter_errors(message), "The body")
        ]
        assert sorted(got) == sorted(wanted), message
        wrong += bool(wanted)
    assert MESSAGES / 4 < wrong < MESSAGES
