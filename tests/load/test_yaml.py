"""YAML means what version 1.2 says, whichever reader took it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.diagnostics import Span
from tallystick.load import locate, parse_text, yaml_text
from tallystick.load.parse import parse_json, parse_yaml
from tallystick.load.problem import Problem
from tallystick.load.yaml_scalar import value_of
from tallystick.text import Json


def exact(text: str) -> Any:
    """Return what the exact reader makes of a text without problems."""
    composer = yaml_text.Composer(text)
    composer.compose()
    assert not composer.problems
    assert composer.root is not None
    value = yaml_text.construct(composer.root)
    assert not isinstance(value, Problem)
    return value


def read(text: str) -> Any:
    """Return what either reader makes of a text without problems."""
    value, problems = parse_yaml(text)
    assert problems == ()
    return value


SCALARS = [
    ("no", "no"),
    ("on", "on"),
    ("yes", "yes"),
    ("y", "y"),
    ("True", True),
    ("tRue", "tRue"),
    ("FALSE", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("nULL", "nULL"),
    ("1e3", 1000.0),
    ("1E-2", 0.01),
    (".5", 0.5),
    ("5.", 5.0),
    ("-0", 0),
    ("017", 17),
    ("0o17", 15),
    ("-0o17", "-0o17"),
    ("0x1F", 31),
    ("-0x1F", "-0x1F"),
    ("0X1F", "0X1F"),
    ("0b11", "0b11"),
    ("1_000", "1_000"),
    ("_1", "_1"),
    ("0x_1", "0x_1"),
    ("1:20", "1:20"),
    ("12:30:45", "12:30:45"),
    ("2020-01-01", "2020-01-01"),
    ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
    ("=", "="),
    ("123456789012345678901234567890", 123456789012345678901234567890),
    ("1.2.3", "1.2.3"),
    ("<|endoftext|>", "<|endoftext|>"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_plain_scalars_follow_the_core_schema(text: str, value: Json) -> None:
    """Neither booleans, dates nor numbers of YAML 1.1 come through."""
    for made in (read(f"a: {text}\n")["a"], exact(f"a: {text}\n")["a"]):
        assert (type(made), made) == (type(value), value)


@pytest.mark.parametrize("text", ["no", "017", "1e3", "null", "2020-01-01"])
def test_quoted_scalars_are_strings(text: str) -> None:
    """Quotes always make a string."""
    assert read(f"- '{text}'\n- \"{text}\"\n- !!str {text}\n") == [text, text, text]


def test_keys_become_strings() -> None:
    """Response codes are written as numbers; other keys keep the author's letters."""
    text = "200: a\n0x1F: b\ntrue: c\nnull: d\n1.0: e\n1e3: f\n~: g\n"
    assert list(read(text)) == ["200", "31", "true", "null", "1.0", "1e3", "~"]
    assert list(exact(text)) == list(read(text))
    assert list(read("b: 1\n404: 2\na: 3\n")) == ["b", "404", "a"]


def test_core_tags_are_obeyed() -> None:
    """A tag decides the type, and a value that does not fit it is refused."""
    assert read("a: !!str 1\nb: !!float 1\nc: !!int '7'\nd: !!map {}\n") == {
        "a": "1",
        "b": 1.0,
        "c": 7,
        "d": {},
    }
    _, problems = parse_yaml("a: !!int x\n")
    assert [problem.code.id for problem in problems] == ["not-json-number"]


def test_aliases_are_copies() -> None:
    """A change to one place of a document never shows in another."""
    value = read("a: &x {k: [1]}\nb: *x\n")
    assert value == {"a": {"k": [1]}, "b": {"k": [1]}}
    assert value["a"] is not value["b"]
    assert value["a"]["k"] is not value["b"]["k"]


def test_breaks_of_version_11_are_letters() -> None:
    """U+0085, U+2028 and U+2029 end no line in YAML 1.2."""
    text = "a: |\n  x\u2028y\x85z\u2029\nb: 1\n"
    assert read(text) == exact(text) == {"a": "x\u2028y\x85z\u2029\n", "b": 1}


@pytest.mark.parametrize(
    "text",
    [
        "a: |\nb: 1\n",
        "a: >\n\nb: 1\n",
        "a: |2\n\n",
        "a: >+\n",
        "a: |\n  x",
        "a: !!str\nb: 2\n",
        "a: |+\n  \nb: 1\n",
        "? a\n: 1\n",
        "a: [x y, 'z', \"\\u00e9\"]\n",
        "a: 720x1280\nb: _x_1\nc: 1_a_b\n",
        "a: ' !x'\nb: if (!x) - !y\n",
        "%YAML 1.2\n---\na: no\n...\n",
        "a: x\r\nb: |\r\n  y\r\n  z\r\n",
    ],
)
def test_both_readers_agree(text: str) -> None:
    """The fast reader is trusted only where it is right."""
    assert json.dumps(read(text)) == json.dumps(exact(text))


WORDS = st.text(st.sampled_from("0123456789_+-.eExob:aT!&*|> "), min_size=1, max_size=8)


@given(WORDS)
def test_numbers_never_depend_on_the_reader(word: str) -> None:
    """Whatever looks like a number: the guards send the doubtful ones to the exact reader."""
    text = f"a: x{{}}\nk:\n  - {word}\n"
    composer = yaml_text.Composer(text)
    composer.compose()
    value, problems = parse_yaml(text)
    if composer.problems or problems or "&" in word or composer.root is None:
        return
    assert repr(value) == repr(yaml_text.construct(composer.root))


@given(st.text(st.sampled_from("0123456789_+-.eExoabBnfNI"), max_size=9))
def test_scalars_are_numbers_only_in_core_forms(text: str) -> None:
    """Every number that is read was written in a form of the core schema."""
    value = value_of(text)
    if isinstance(value, str):
        assert value == text
    elif isinstance(value, int | float) and not isinstance(value, bool):
        assert "_" not in text
        assert not text.lower().startswith(("0b", "-0x", "+0x"))


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON_VALUES)
def test_json_is_read_exactly(value: Json) -> None:
    """A JSON text gives the value it was made from, order and number types included."""
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        made, problems = parse_json(text)
        assert problems == ()
        assert json.dumps(made) == json.dumps(value)


def test_merge_key_is_a_name_in_json() -> None:
    """Quoted, it is a member like any other; only plain YAML means to merge."""
    assert parse_json('{"<<": 1}') == ({"<<": 1}, ())
    assert read('"<<": 1\n') == {"<<": 1}


MERGING = b"""\
openapi: 3.1.0
info: {title: t, version: '1'}
x-one: &one {a: 1, b: 1}
x-two: &two
  <<: *one
  b: 2
x-all:
  c: {<<: [*two, {b: 3, d: 3}], a: 0}
  <<: {e: 5}
"""


def test_merge_keys_are_read_as_in_yaml_11_with_one_warning() -> None:
    """What a mapping says itself stays, and of several the first; places lead to the anchor."""
    document, found = parse_text(MERGING, "merging.yaml")
    assert document is not None
    assert isinstance(document.root, dict)
    assert document.root["x-two"] == {"a": 1, "b": 2}
    assert document.root["x-all"] == {"c": {"a": 0, "b": 2, "d": 3}, "e": 5}
    assert [item.code.id for item in found] == ["merge-key"]
    place = locate(Span("merging.yaml", "/x-two/a"))
    assert place is not None
    assert (place.line, place.column) == (3, 17)
