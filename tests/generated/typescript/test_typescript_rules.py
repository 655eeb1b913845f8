"""Generated TypeScript, generated Python and the official CEL runtime agree on every rule."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tallystick.ir import (
    Api,
    Array,
    Enumeration,
    Record,
    RuleShapes,
    Scalar,
    TypeId,
    exact_schema,
    open_api,
)
from tallystick.rules import NamedShape, program

from .conftest import DOCUMENTS, ROOT, TOOLS

pytestmark = pytest.mark.xdist_group("typescript")

MESSAGES = 4000
TEXTS = ("image/png", "video/mp4", "a", "é😀", "x" * 9)
UUID = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"

Broken = tuple[str, str, str]
"""Pointer, rule, message."""


def scalar(shape: Scalar, chance: random.Random) -> Any:
    """Return a value of a scalar, likely a valid one."""
    match shape.kind:
        case "boolean":
            return chance.random() < 0.5
        case "integer":
            return chance.choice((0, 1, 24, 120, 121, 240, 241))
        case "number":
            return chance.choice((0, 0.5, 1, 2))
        case _:
            return UUID if shape.format == "uuid" else chance.choice(TEXTS)


def value(api: Api, type_id: TypeId, chance: random.Random) -> Any:
    """Return a random value of a type."""
    shape = api.types[type_id]
    if isinstance(shape, Scalar):
        return scalar(shape, chance)
    if isinstance(shape, Enumeration):
        return chance.choice(shape.members).value
    if isinstance(shape, Array):
        count = chance.choice((0, 1, 1, 2, 2, 9, 65))
        return [value(api, shape.items, chance) for _ in range(count)] if shape.items else []
    assert isinstance(shape, Record)
    given: dict[str, Any] = {}
    share = chance.choice((0.2, 0.4, 0.7))
    for item in shape.fields:
        if item.nullable and chance.random() < 0.1:
            given[item.wire] = None
        elif item.required or chance.random() < share:
            given[item.wire] = value(api, item.type, chance)
    return given


def official(api: Api) -> Callable[[TypeId, Any], Iterator[Broken]]:
    """Return a judge that asks the CEL runtime about a value and all that is in it."""
    shapes = RuleShapes(api.types)
    programs = {
        (type_id, rule.id): program(rule.text, NamedShape(name=type_id), shapes)
        for type_id, shape in api.types.items()
        for rule in shape.rules
        if rule.text is not None
    }

    def judge(type_id: TypeId, given: Any, at: str = "") -> Iterator[Broken]:
        shape = api.types[type_id]
        for rule in shape.rules:
            if rule.text is not None and not programs[type_id, rule.id].evaluate(given).satisfied:
                yield at + rule.field, rule.id, rule.message.raw
        if isinstance(shape, Array) and shape.items:
            for place, item in enumerate(given):
                yield from judge(shape.items, item, f"{at}/{place}")
        if isinstance(shape, Record):
            for item in shape.fields:
                if given.get(item.wire) is not None:
                    yield from judge(item.type, given[item.wire], f"{at}/{item.wire}")

    return judge


def in_python(version: str, messages: list[Any]) -> list[list[Broken]]:
    """Judge messages with the committed Python package."""
    folder = str(ROOT / "generated" / "python" / version)
    for name in [name for name in sys.modules if name.split(".")[0] == "luma_agents"]:
        del sys.modules[name]
    sys.path.insert(0, folder)
    try:
        models, rules, wire = (
            import_module(f"luma_agents.{name}") for name in ("types", "rules", "_model")
        )
        errors = import_module("luma_agents._errors")
    finally:
        sys.path.remove(folder)

    def judge(message: Any) -> list[Broken]:
        try:
            wire.encode(
                models.GenerationCreateParams, message, rules.generation_create_params, check=True
            )
        except errors.RuleViolationError as error:
            return [tuple(violation) for violation in error.violations]
        return []

    return [judge(message) for message in messages]


def in_typescript(version: str, messages: list[Any], folder: Path) -> list[list[Broken]]:
    """Judge messages with the committed TypeScript package."""
    source = ROOT / "generated" / "typescript" / version / "src" / "rules.ts"
    made = folder / "rules.mjs"
    command = [
        str(TOOLS / "esbuild"),
        str(source),
        "--bundle",
        "--format=esm",
        "--log-level=warning",
    ]
    subprocess.run([*command, f"--outfile={made}"], check=True)
    (folder / "messages.json").write_text(json.dumps(messages))
    script = (
        'import { broken, generationCreateParams } from "./rules.mjs";'
        'import { readFileSync } from "node:fs";'
        'const messages = JSON.parse(readFileSync("messages.json", "utf8"));'
        "const judge = (message) => broken(generationCreateParams, message)"
        ".map(({ pointer, rule, message }) => [pointer, rule, message]);"
        "console.log(JSON.stringify(messages.map(judge)));"
    )
    (folder / "judge.mjs").write_text(script)
    done = subprocess.run(
        ["node", "judge.mjs"], cwd=folder, capture_output=True, text=True, check=True
    )
    return [[tuple(item) for item in found] for found in json.loads(done.stdout)]


@pytest.mark.parametrize("version", ["image", "video"])
def test_three_judges_agree(version: str, tmp_path: Path) -> None:
    """Messages that the schema accepts: the same rules broken, at the same places, in all three."""
    api, _ = open_api(str(ROOT / DOCUMENTS[version]))
    assert api is not None
    words = ("generation", "create", "params")
    subject = next(t for t in api.types.values() if t.words == words and t.named)
    schema = jsonschema_rs.Draft202012Validator(exact_schema(api, subject.id))
    chance = random.Random(version)  # noqa: S311 - the same messages in every run
    messages: list[Any] = []
    while len(messages) < MESSAGES:
        message = value(api, subject.id, chance)
        if schema.is_valid(message):
            messages.append(message)
    judge = official(api)
    expected = [sorted(judge(subject.id, message)) for message in messages]
    python = in_python(version, messages)
    typescript = in_typescript(version, messages, tmp_path)
    for message, wanted, one, other in zip(messages, expected, python, typescript, strict=True):
        assert sorted(one) == wanted, message
        assert sorted(other) == wanted, message
    seen = {rule for found in expected for _, rule, _ in found}
    stated = {rule.id for shape in api.types.values() for rule in shape.rules if rule.text}
    assert seen == stated
    assert any(not found for found in expected)
