"""The 3.0 and the 3.1 spelling of one API are one API."""

import dataclasses
import json
from typing import Any

from tallystick.diagnostics import Span
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.text import SpecText

OLD: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://a/v1"}],
    "paths": {
        "/things/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            ],
            "put": {
                "operationId": "putThing",
                "parameters": [
                    {
                        "name": "n",
                        "in": "query",
                        "schema": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
                    },
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {"f": {"type": "string", "format": "binary"}},
                            },
                        },
                    },
                },
                "responses": {"200": {"description": "ok"}},
            },
        },
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "nullable": True,
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "nullable": True, "example": "a"},
                    "kind": {"type": "string", "nullable": True, "enum": ["x", "y", None]},
                    "size": {"type": "number", "maximum": 9, "exclusiveMaximum": True},
                    "low": {"type": "number", "minimum": 1, "exclusiveMinimum": False},
                    "child": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Thing"}]},
                },
            },
        },
    },
}
NEW: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://a/v1"}],
    "paths": {
        "/things/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            ],
            "put": {
                "operationId": "putThing",
                "parameters": [
                    {
                        "name": "n",
                        "in": "query",
                        "schema": {"type": "integer", "exclusiveMinimum": 0},
                    },
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "f": {
                                        "type": "string",
                                        "contentMediaType": "application/octet-stream",
                                    },
                                },
                            },
                        },
                    },
                },
                "responses": {"200": {"description": "ok"}},
            },
        },
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": ["object", "null"],
                "required": ["name"],
                "properties": {
                    "name": {"type": ["string", "null"], "examples": ["a"]},
                    "kind": {"type": ["string", "null"], "enum": ["x", "y", None]},
                    "size": {"type": "number", "exclusiveMaximum": 9},
                    "low": {"type": "number", "minimum": 1},
                    "child": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
                },
            },
        },
    },
}


def read(document: dict[str, Any]) -> Api:
    """Load, lift, resolve, lower."""
    loaded, found = parse_text(json.dumps(document).encode(), "api.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None
    assert found == ()
    return api


def plain(value: Any) -> Any:
    """Return a value of the IR without its places."""
    if isinstance(value, Span):
        return None
    if isinstance(value, SpecText):
        return value.raw
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = [field.name for field in dataclasses.fields(value) if field.name != "resolved"]
        return type(value).__name__, {name: plain(getattr(value, name)) for name in members}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def test_both_spellings_are_one_api() -> None:
    """Spans aside, nothing differs."""
    assert plain(read(OLD)) == plain(read(NEW))


def test_the_comparison_sees_a_difference() -> None:
    """A changed bound shows."""
    changed = json.loads(json.dumps(NEW))
    changed["components"]["schemas"]["Thing"]["properties"]["size"]["exclusiveMaximum"] = 8
    assert plain(read(OLD)) != plain(read(changed))
