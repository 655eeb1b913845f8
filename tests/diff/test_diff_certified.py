"""Random schemas of every keyword, changed at random: what the validator says is what is so."""

import contextlib
import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from tests.solve.random_schemas import Schemas

from tallystick.diff.compare import compare
from tallystick.diff.model import Comparison, Witness
from tallystick.diff.options import Options

from .check_cases import Document, read

MESSAGES = 80
OPEN = Options(sending="open")


def holding(whole: dict[str, Any], place: str) -> Document:
    """Return a document of which one message is of a schema that has definitions."""
    text = json.dumps(whole).replace("#/$defs/", "#/components/schemas/")
    schema = json.loads(text)
    components = schema.pop("$defs")
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation: dict[str, Any] = {"responses": {"200": {"description": "done"}}}
    if place == "request":
        operation["requestBody"] = {"content": content}
    else:
        operation["responses"]["200"]["content"] = content
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {**components, "Thing": schema}},
    }


def compared(old: dict[str, Any], new: dict[str, Any], place: str) -> Comparison:
    """Compare two schemas as the messages of one place."""
    before, after = read(holding(old, place), "old"), read(holding(new, place), "new")
    return compare(before, after, OPEN)


def pairs(seed: int, count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[Any]]]:
    """Yield pairs that a validator takes, with messages to try on them."""
    schemas = Schemas(random.Random(seed))  # noqa: S311 - no secret
    found = 0
    while found < count:
        old, new = schemas.pair()
        with contextlib.suppress(ValueError):
            for schema in (old, new):
                Draft202012Validator(schema, validate_formats=True)
            found += 1
            yield old, new, [schemas.value() for _ in range(MESSAGES)]


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Whether the validator accepts a message; one that it cannot read is none."""
    with contextlib.suppress(ValueError, OverflowError):
        return Draft202012Validator(schema, validate_formats=True).is_valid(value)
    return False


@pytest.mark.parametrize("seed", range(16))
def test_no_verdict_is_refuted(seed: int) -> None:
    """No message breaks what is called compatible, and every witness is one."""
    for number, (old, new, messages) in enumerate(pairs(seed, 6)):
        place = ("request", "response")[number % 2]
        sender, receiver = (old, new) if place == "request" else (new, old)
        comparison = compared(old, new, place)
        shown = [it for it in messages if accepts(sender, it) and not accepts(receiver, it)]
        assert comparison.verdict == "breaking" or not (shown and comparison.proved), (old, new)
        for finding in comparison.findings:
            if finding.breaking:
                assert isinstance(finding.change.verdict, Witness)
                witness = finding.change.verdict.value
                assert accepts(sender, witness)
                assert not accepts(receiver, witness)


def _parts(schema: dict[str, Any]) -> dict[str, Any]:
    inner = {key: it for key, it in schema.items() if key != "$defs"}
    return {"allOf": [inner], "$defs": schema["$defs"]}


def _one_variant(schema: dict[str, Any]) -> dict[str, Any]:
    inner = {key: it for key, it in schema.items() if key != "$defs"}
    return {"oneOf": [inner], "$defs": schema["$defs"]}


def _twice(schema: dict[str, Any]) -> dict[str, Any]:
    inner = {key: it for key, it in schema.items() if key != "$defs"}
    return {"anyOf": [inner, inner], "$defs": schema["$defs"]}


def _moved(schema: dict[str, Any]) -> dict[str, Any]:
    inner = {key: it for key, it in schema.items() if key != "$defs"}
    return {"$ref": "#/$defs/Moved", "$defs": {**schema["$defs"], "Moved": inner}}


@pytest.mark.parametrize("rewrite", [_parts, _one_variant, _twice, _moved])
def test_rewriting_breaks_nobody(rewrite: Any) -> None:
    """The same in other words is never called breaking, and nearly always proved the same."""
    certain = 0
    seen = list(itertools.islice(pairs(99, 20), 20))
    for schema, _, _ in seen:
        for old, new in ((schema, rewrite(schema)), (rewrite(schema), schema)):
            comparison = compared(old, new, "request")
            assert comparison.verdict != "breaking", (old, new)
            certain += comparison.proved
    assert certain >= 2 * len(seen) - 2


@pytest.mark.parametrize("seed", range(100, 108))
def test_one_message_less_is_found(seed: int) -> None:
    """A version that refuses a single message of all breaks, and the witness is that message."""
    for number, (schema, _, messages) in enumerate(pairs(seed, 4)):
        taken = next((it for it in messages if accepts(schema, it)), None)
        inner = {key: it for key, it in schema.items() if key != "$defs"}
        slimmer = {"allOf": [inner, {"not": {"const": taken}}], "$defs": schema["$defs"]}
        if not accepts(schema, taken) or accepts(slimmer, taken):
            continue
        place = ("request", "response")[number % 2]
        ways = (schema, slimmer) if place == "request" else (slimmer, schema)
        there, back = compared(*ways, place=place), compared(*ways[::-1], place=place)
        assert there.verdict == "breaking", (schema, taken)
        assert back.verdict != "breaking", (schema, taken)
