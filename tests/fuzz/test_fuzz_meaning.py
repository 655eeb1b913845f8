"""Which variant of a union a wrong body means: what it breaks is told of that one alone."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.making import Bodies
from tallystick.ir import Api
from tallystick.text import Json

SHARED: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["song", "talk"]},
        "tags": {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 9}},
    },
    "x-validations": [
        {
            "id": "tags-ours",
            "rule": "!has(self.tags) || self.tags.all(t, !t.startsWith('sys:'))",
            "message": "tags that begin so are ours",
        }
    ],
}


def variant(kind: str, *, tag: Json, **properties: Json) -> Json:
    """Return the schema of one kind, closed by what no part of it lists."""
    own: Json = {"type": "object", "properties": {"kind": tag, **properties}}
    return {"allOf": [SHARED, own], "unevaluatedProperties": False, "title": kind}


UNION: Json = {
    "oneOf": [
        variant("Song", tag={"const": "song"}, beat={"type": "integer", "maximum": 9}),
        variant("Talk", tag={"enum": ["talk"]}, text={"type": "string", "minLength": 2}),
    ]
}


@pytest.fixture(scope="module")
def judged(api_of: Callable[[Any], Api]) -> Callable[[Json], tuple[set[Any], set[Any]]]:
    """Return what tells what a body breaks: keywords and rules, each with its place."""
    api = api_of(
        {
            "openapi": "3.1.0",
            "info": {"title": "Works", "version": "1"},
            "paths": {},
            "components": {"schemas": {"Work": UNION}},
        }
    )
    judging = Judging(api)
    work = next(it for it in api.types if it.endswith("/Work"))

    def told(value: Json) -> tuple[set[Any], set[Any]]:
        broken = judging.broken(work, value)
        return set(broken.keywords), set(broken.rules)

    return told


@pytest.mark.parametrize(
    ("value", "keywords", "rules"),
    [
        ({"kind": "song", "beat": 10}, {("maximum", "/beat")}, set()),
        ({"kind": "talk", "text": "a"}, {("minLength", "/text")}, set()),
        ({"kind": "talk", "tags": ["a", "b", "c"]}, {("maxItems", "/tags")}, set()),
        ({"kind": "song", "text": "ab"}, {("unevaluatedProperties", "")}, set()),
        (
            {"kind": "song", "text": "ab", "beat": 10},
            {("unevaluatedProperties", ""), ("maximum", "/beat")},
            set(),
        ),
        (
            {"kind": "song", "beat": 10, "tags": ["sys:a"]},
            {("maximum", "/beat")},
            {("tags-ours", "")},
        ),
        ({"kind": "dance"}, {("oneOf", "")}, set()),
    ],
)
def test_a_body_breaks_what_its_own_kind_says(
    judged: Callable[[Json], tuple[set[Any], set[Any]]],
    value: Json,
    keywords: set[Any],
    rules: set[Any],
) -> None:
    """And nothing of other kinds, nor what follows from the one thing that is wrong."""
    assert judged(value) == (keywords, rules)


@pytest.fixture(scope="module")
def made(bodies_of: Callable[..., Bodies]) -> Bodies:
    """Return the bodies of an operation that takes works."""
    return bodies_of(UNION, most=60)


def test_a_list_is_too_long_by_items_that_are_right(made: Bodies) -> None:
    """In each kind of work: else a server that forgot the bound refuses it for the items."""
    found = [it.value for it in made.broken if it.name == "schema:maxItems" and it.alone]
    told = [it for it in found if isinstance(it, dict)]
    assert {it["kind"] for it in told} == {"song", "talk"}
    for body in told:
        tags = body["tags"]
        assert isinstance(tags, list)
        assert all(isinstance(it, str) and not it.startswith("sys:") for it in tags)
