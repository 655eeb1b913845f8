"""What is promised beside the messages is seen wherever it is written."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.model import Comparison

Compare = Callable[..., Comparison]
NOTED: list[tuple[str, str, Any, Any]] = [
    ("extensible-enum-changed", "x-extensible-enum", ["a", "b"], ["a"]),
    ("stability-changed", "x-stability-level", "stable", "draft"),
    ("sunset-changed", "x-sunset", "2030-02-01", "2030-01-01"),
    ("encoded-content-changed", "contentSchema", {"type": "string"}, {"type": "integer"}),
    ("default-changed", "default", "a", "b"),
]


@pytest.mark.parametrize(("check", "keyword", "before", "after"), NOTED)
def test_a_member_of_a_member(
    of_schemas: Compare, check: str, keyword: str, before: object, after: object
) -> None:
    """In a small schema as in a large one."""
    old = {
        "type": "object",
        "properties": {
            "a": {
                "type": "object",
                "properties": {"b": {"type": "string", "deprecated": True, keyword: before}},
            }
        },
    }
    new = copy.deepcopy(old)
    new["properties"]["a"]["properties"]["b"][keyword] = after  # type: ignore[index] # written above
    (finding,) = [it for it in of_schemas(old, new).findings if it.check.id == check]
    assert finding.change.at == "/a/b"
    assert of_schemas(old, old).verdict == "identical"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("2030-02-01", "2030-01-01", True),
        ("2030-02-01", "2030-03-01", False),
        ("some day", "2030-01-01", True),
        ("some day", "some day", False),
        ("2030-02-01", None, True),
    ],
)
def test_a_last_day_that_moves(
    of_documents: Compare, before: str, after: str | None, *, said: bool
) -> None:
    """Sooner, or where it was no date before; of a path's parameter whatever its name is."""
    documents = []
    for name, end in (("id", before), ("key", after)):
        parameter: dict[str, Any] = {"name": name, "in": "path", "required": True}
        parameter |= {"schema": {"type": "string"}, "deprecated": True}
        parameter |= {"x-sunset": end} if end else {}
        operation = {"parameters": [parameter], "responses": {"204": {"description": "done"}}}
        info = {"title": "Things", "version": "1"}
        paths = {f"/things/{{{name}}}": {"get": operation}}
        documents.append({"openapi": "3.1.0", "info": info, "paths": paths})
    found = {it.check.id for it in of_documents(*documents).findings}
    assert ("sunset-changed" in found) == said
