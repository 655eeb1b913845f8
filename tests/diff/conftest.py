"""Two versions of a small API, made of two schemas."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.compare import DEFAULT_OPTIONS, DEFAULT_POLICY, compare
from tallystick.diff.judge import Policy
from tallystick.diff.model import Comparison
from tallystick.diff.options import Options
from tallystick.ir import Api, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve

Compare = Callable[..., Comparison]


def api(document: dict[str, Any], name: str) -> Api:
    """Read a document."""
    loaded, found = parse_text(json.dumps(document).encode(), f"{name}.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    read, _ = lower(resolved)
    assert read is not None
    return read


def holding(schema: Any, place: str, version: str = "3.1.0") -> dict[str, Any]:
    """Return a document whose one message is of a schema.

    Args:
        schema: The schema.
        place: ``request``, ``response`` or ``parameter``.
        version: Of OpenAPI.
    """
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation: dict[str, Any] = {"responses": {"204": {"description": "done"}}}
    if place == "request":
        operation["requestBody"] = {"content": content}
    elif place == "response":
        operation["responses"] = {"200": {"description": "done", "content": content}}
    else:
        operation["parameters"] = [{"name": "p", "in": "query", "schema": schema}]
    return {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": schema}},
    }


def of_documents(
    old: dict[str, Any],
    new: dict[str, Any],
    options: Options = DEFAULT_OPTIONS,
    policy: Policy = DEFAULT_POLICY,
) -> Comparison:
    """Compare two documents."""
    return compare(api(old, "old"), api(new, "new"), options, policy)


def of_schemas(old: Any, new: Any, place: str = "request", **more: Any) -> Comparison:
    """Compare two schemas of one message."""
    return of_documents(holding(old, place), holding(new, place), **more)


@pytest.fixture(name="of_documents")
def _of_documents() -> Compare:
    return of_documents


@pytest.fixture(name="of_schemas")
def _of_schemas() -> Compare:
    return of_schemas
