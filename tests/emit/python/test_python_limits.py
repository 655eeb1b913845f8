"""What the Python target does not do is said, once for each kind and place."""

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.emit import FileSet, generate
from tallystick.ir import open_api

ROOT = Path(__file__).parents[3]
JSON: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
OK: dict[str, Any] = {"200": {"description": "ok"}}


def document(operation: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a document with one operation."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Some", "version": "1"},
        "servers": [{"url": "https://some.example/v1"}],
        "paths": {"/jobs": {"post": {"operationId": "make", "responses": OK, **operation}}},
        **more,
    }


def body(schema: Any) -> dict[str, Any]:
    """Return an operation with a body of JSON."""
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def made(content: dict[str, Any], folder: Path) -> tuple[FileSet, list[tuple[str, str]]]:
    """Generate; return the files and (code, pointer) of all diagnostics."""
    path = folder / "api.json"
    path.write_text(json.dumps(content))
    api, problems = open_api(str(path))
    assert api is not None, problems
    files, said = generate(api, "python", {"package": "some"})
    assert all(item.message and item.help for item in said)
    return files, [(item.code.id, item.span.pointer if item.span else "") for item in said]


AT = "/paths/~1jobs/post"
SCHEMA = f"{AT}/requestBody/content/application~1json/schema"
RULED = {
    "type": "object",
    "properties": {"n": {"type": "integer"}},
    "x-validations": [{"id": "r", "rule": "!has(self.n) || self.n > 0", "message": "no"}],
}
FORM = "application/x-www-form-urlencoded"
FORM_AT = f"{AT}/requestBody/content/application~1x-www-form-urlencoded"
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "two bodies": (
        document({"requestBody": {"content": {**JSON, "text/plain": {}}}}),
        [("target-content-unused", f"{AT}/requestBody")],
    ),
    "two responses": (
        document({"responses": {"200": {"description": "", "content": {**JSON, "a/b": {}}}}}),
        [("target-content-unused", f"{AT}/responses/200")],
    ),
    "events": (
        document({"responses": {"200": {"description": "", "content": {"text/event-stream": {}}}}}),
        [],
    ),
    "events beside JSON": (
        document(
            {
                "responses": {
                    "200": {"description": "", "content": {**JSON, "text/event-stream": {}}}
                }
            }
        ),
        [],
    ),
    "server": (
        document({"servers": [{"url": "/other"}]}),
        [("target-server-unused", f"{AT}/servers/0")],
    ),
    "webhook": (
        document({}, webhooks={"done": {"post": {"responses": OK}}}),
        [("target-callback-unused", "/webhooks")],
    ),
    "callback": (
        document({"callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": OK}}}}}),
        [("target-callback-unused", f"{AT}/callbacks/done/{{$request.body#~1url}}")],
    ),
    "keyword": (
        document(body({"type": "object", "properties": {"a": {"not": {"type": "string"}}}})),
        [("target-keyword-unchecked", f"{SCHEMA}/properties/a/not")],
    ),
    "pattern": (
        document(body({"properties": {"a": {"type": "string", "pattern": "\\p{L}"}}})),
        [("target-pattern-unchecked", f"{SCHEMA}/properties/a")],
    ),
    "security": (
        document(
            {"security": [{"d": []}]},
            components={"securitySchemes": {"d": {"type": "http", "scheme": "digest"}}},
        ),
        [("target-security-unused", "/components/securitySchemes/d")],
    ),
    "encoding": (
        document(
            {
                "requestBody": {
                    "content": {
                        FORM: {
                            "schema": {"properties": {"a": {}, "b": {}, "c": {}}},
                            "encoding": {
                                "a": {"style": "deepObject"},
                                "b": {"contentType": "text/html"},
                                "d": {"contentType": "application/json"},
                            },
                        }
                    }
                }
            }
        ),
        [
            ("target-encoding-unused", f"{FORM_AT}/encoding/b"),
            ("target-encoding-unused", f"{FORM_AT}/encoding/d"),
        ],
    ),
    "XML": (
        document(
            {
                "requestBody": {"content": {"text/xml": {"schema": {"type": "object"}}}},
                "responses": {
                    "200": {"description": "", "content": {"a/b": {"schema": {"type": "array"}}}},
                    "201": {"description": "", "content": {"a/b": {"schema": {"type": "string"}}}},
                },
            }
        ),
        [
            ("target-content-plain", f"{AT}/requestBody/content/text~1xml"),
            ("target-content-plain", f"{AT}/responses/200/content/a~1b"),
        ],
    ),
    "rules": (
        document(
            body(
                {
                    "type": "object",
                    "properties": {
                        "pair": {"type": "array", "prefixItems": [{"type": "string"}, RULED]},
                        "some": {"type": "object", "patternProperties": {"^x": RULED}},
                        "plain": {"type": "array", "prefixItems": [{"type": "string"}]},
                        "rest": {"type": "object", "additionalProperties": RULED},
                    },
                }
            )
        ),
        [],
    ),
    "nothing": (document(body({"type": "object", "properties": {"a": {}}})), []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_out_is_said_with_its_place(case: str, tmp_path: Path) -> None:
    """Each thing that the client does not do is one diagnostic at its place."""
    content, expected = CASES[case]
    assert made(content, tmp_path)[1] == expected


def test_an_operation_goes_to_its_own_server(tmp_path: Path) -> None:
    """A whole URL takes the place of the base URL, its variables filled in."""
    own = {"url": "https://{area}.some.example/", "variables": {"area": {"default": "up"}}}
    files, said = made(document({"servers": [own]}), tmp_path)
    assert said == []
    assert 'server="https://up.some.example"' in files["some/resources/jobs.py"]


@pytest.mark.parametrize("overlays", [(), ("spec/video.overlay.yaml",)])
def test_nothing_of_the_flagship_is_left_out(overlays: tuple[str, ...]) -> None:
    """Both versions are expressed whole."""
    found = tuple(str(ROOT / path) for path in overlays)
    api, problems = open_api(str(ROOT / "spec/luma-agents.yaml"), overlays=found)
    assert api is not None, problems
    assert generate(api, "python", {})[1] == ()
