"""Rules of two versions: the same words may mean something else where types are others."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.model import Comparison

Compare = Callable[..., Comparison]


def _halves(kind: str, *, component: bool) -> dict[str, Any]:
    """Return a document with a rule that divides: integers divide to integers."""
    inner = {"$ref": "#/components/schemas/Number"} if component else {"type": kind}
    whole = {
        "type": "object",
        "properties": dict.fromkeys("abc", inner),
        "required": ["a", "b", "c"],
        "x-validations": [{"id": "r", "message": "m", "rule": "self.a / self.b == self.c"}],
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {"requestBody": {"content": content}, "responses": {}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": whole, "Number": {"type": kind}}},
    }


@pytest.mark.parametrize("component", [False, True])
def test_a_rule_reads_what_the_types_say(of_documents: Compare, *, component: bool) -> None:
    """3 / 2 is 1 for integers only: more numbers are taken, and fewer are."""
    old, new = (_halves(kind, component=component) for kind in ("integer", "number"))
    comparison = of_documents(old, new)
    assert comparison.verdict == "breaking" or not comparison.proved
    same = of_documents(old, _halves("integer", component=component))
    assert (same.verdict, same.proved) == ("identical", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self.a > 1 && self.b > 1", "self.a > 1  &&  self.b > 1"),
        ("self.a > 1", "!(self.a <= 1)"),
        ("self.a > 1 && self.b > 1", "self.b > 1 && self.a > 1"),
        ("self.a > 1 ? self.b > 1 : true", "self.a <= 1 || self.b > 1"),
        ("size(self.t) > 0", "self.t != ''"),
    ],
)
def test_the_same_in_other_words(of_schemas: Compare, before: str, after: str) -> None:
    """It is no change, however it is written."""
    members = {"a": {"type": "integer"}, "b": {"type": "integer"}, "t": {"type": "string"}}
    whole = {"type": "object", "properties": members, "required": [*members]}
    old, new = (
        {**whole, "x-validations": [{"id": "r", "message": "m", "rule": rule}]}
        for rule in (before, after)
    )
    for place in ("request", "response"):
        comparison = of_schemas(old, new, place)
        assert (comparison.verdict, comparison.proved) == ("identical", True)
