"""Texts that stand for bytes decode, whatever a body breaks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tallystick.fuzz.bodies.encoded import decodes
from tallystick.fuzz.bodies.making import Bodies
from tallystick.text import Json

PICTURE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "data": {"type": "string", "contentEncoding": "base64"},
        "media_type": {"type": "string", "examples": ["image/jpeg", "image/png"]},
        "url": {"type": "string", "format": "uri"},
    },
    "x-validations": [
        {"id": "one-source", "rule": "has(self.data) != has(self.url)", "message": "Either."},
        {
            "id": "data-has-type",
            "rule": "!has(self.data) || (has(self.media_type) &&"
            " self.media_type.startsWith('image/'))",
            "message": "What is it?",
        },
    ],
}
SHOWN: dict[str, Any] = {**PICTURE, "examples": [{"data": "<bytes>", "media_type": "image/png"}]}


def datas(made: Bodies) -> Iterator[Json]:
    """Yield what stands for bytes in bodies that are valid, or break one rule alone."""
    rules = {"one-source", "data-has-type"}
    values = [it.value for it in made.valid]
    values += [it.value for it in made.broken if it.name in rules]
    for value in values:
        if isinstance(value, dict) and "data" in value:
            yield value["data"]


def test_what_stands_for_bytes_decodes(bodies_of: Callable[..., Bodies]) -> None:
    """Texts of other members, in other capitals, and those of rules stay away from it."""
    made = bodies_of(PICTURE, most=60)
    found = list(datas(made))
    assert len(found) > 5
    assert all(decodes(it, "base64") for it in found)
    assert {"one-source", "data-has-type"} <= {it.name for it in made.broken}


def test_an_example_that_does_not_decode_is_sent(bodies_of: Callable[..., Bodies]) -> None:
    """A document that shows other texts takes them."""
    assert "<bytes>" in set(datas(bodies_of(SHOWN, most=60)))


@pytest.mark.parametrize(
    ("text", "told", "sure"),
    [
        ("", "base64", True),
        ("AAAA", "base64", True),
        ("AA==", "base64", True),
        ("AA", "base64", False),
        ("A-_A", "base64", False),
        ("A-_A", "base64url", True),
        ("A-", "base64url", True),
        ("A+/A", "base64url", False),
        ("IMAGE/PNG", "base64", False),
        (7, "base64", True),
    ],
)
def test_what_decodes(text: Json, told: str, *, sure: bool) -> None:
    """By the alphabet of each; that for URLs needs no padding."""
    assert decodes(text, told) is sure
