"""YAML and JSON that every reader reads alike."""

import json
import sys
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.load.parse import parse_json, parse_yaml
from tallystick.load.yaml_text import Composer, construct
from tallystick.resolve import dump
from tallystick.text import Json

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    st.sampled_from("ab0 \n\t#:-?'\"\\{}[],&*!|>%@`=~_.+eé\x85\u2028\ufeff"), max_size=30
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


def exact(text: str) -> Any:
    """Return what the exact reader makes of a text."""
    composer = Composer(text)
    composer.compose()
    assert composer.problems == []
    assert composer.root is not None
    value = construct(composer.root)
    assert not hasattr(value, "code")
    return value


@given(VALUES)
@example({"a" * 2000: 1, "\n": "\n\n", "": ""})
@example([[[{"a": ["b"]}]], [[]], {}, [{}]])
@example({"a": " x\n y", "b": "x\n", "c": "x\n\n", "d": "\nx", "e": "\n", "f": "x\n \ny"})
@example({"a": 1e16, "b": -0.0, "c": 1e-7, "d": 10**30})
@example({"long " * 50: "word " * 50 + "end", "b": ["word " * 50 + "end"]})
def test_yaml_gives_back_the_value(value: Json) -> None:
    """The fast reader, the exact one, and one of YAML 1.1 agree on what was written."""
    text = dump(value)
    made, problems = parse_yaml(text)
    assert problems == ()
    assert json.dumps(made) == json.dumps(value)
    assert json.dumps(exact(text)) == json.dumps(value)
    if not any(mark in text for mark in "\ufeff\x85\u2028\u2029"):
        assert json.dumps(yaml.safe_load(text)) == json.dumps(value)


@given(VALUES)
def test_json_gives_back_the_value(value: Json) -> None:
    """Order and number types included."""
    made, problems = parse_json(dump(value, "json"))
    assert problems == ()
    assert json.dumps(made) == json.dumps(value)


@pytest.mark.parametrize(
    "text",
    [
        "no", "On", "YES", "y", "null", "~", "true", "1", "-1", "1e3", "0x1F", "017", "1_000",
        "1:20", "2020-01-01", ".inf", ".nan", "=", "<<", "", " a", "a ", "- a", "a: b", "a #b",
        "# a", "*a", "&a", "!a", "%a", "@a", "`a", "{a", "[a", "|", ">", "?", "-", "---", "a:",
        "'", '"',
    ],
)  # fmt: skip
def test_strings_that_look_like_something_else_are_quoted(text: str) -> None:
    """Keys and values both; also for readers of YAML 1.1."""
    for quoted in (dump({text: text}), dump([text])):
        assert yaml.safe_load(quoted) in ({text: text}, [text])
        assert quoted.strip("- ?\n")[0] in "'\""


def test_the_style_is_clean() -> None:
    """Plain where it can be, block scalars for text, two spaces, no trailing white space."""
    value: Json = {
        "openapi": "3.1.1",
        "paths": {"/a/{b}": {"get": {"tags": ["x"], "parameters": [{"name": "b", "in": "path"}]}}},
        "description": "first\n\n- second\n",
        "long": "word " * 30 + "end",
        "quote": "it's",
        "200": {},
        "none": None,
        "list": [[1, 2.5], []],
    }
    assert dump(value) == (
        "openapi: '3.1.1'\n"
        "paths:\n"
        "  /a/{b}:\n"
        "    get:\n"
        "      tags:\n"
        "        - x\n"
        "      parameters:\n"
        "        - name: b\n"
        "          in: path\n"
        "description: |\n"
        "  first\n"
        "\n"
        "  - second\n"
        "long: >-\n"
        f"  {('word ' * 19).strip()}\n"
        f"  {'word ' * 11}end\n"
        "quote: it's\n"
        "'200': {}\n"
        "none: null\n"
        "list:\n"
        "  - - 1\n"
        "    - 2.5\n"
        "  - []\n"
    )


def test_nothing_depends_on_recursion_limits() -> None:
    """As deep as documents may be."""
    value: Json = "x"
    for _ in range(240):
        value = {"a": [value]}
    assert sys.getrecursionlimit() <= 10_000
    made, problems = parse_yaml(dump(value))
    assert problems == ()
    assert json.dumps(made) == json.dumps(value)
