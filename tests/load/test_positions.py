"""Positions: where a person finds what a pointer names."""

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tallystick.diagnostics import Span
from tallystick.load import load_part, locate, parse_text
from tallystick.load.json_text import characters as json_characters
from tallystick.load.model import Position
from tallystick.load.place import Place
from tallystick.load.source import TextSource, remember, tokens_of
from tallystick.load.yaml_index import YamlIndex
from tallystick.load.yaml_strings import characters
from tallystick.load.yaml_text import Composer
from tallystick.text import Json

YAML = """\
openapi: 3.1.0
info:
  title: "caf\\u00e9 \\U0001F600 x"
  version: '1'
  description: >-
    first line
    second line

    after a blank
paths:
  /a/{b}:
    get:
      tags: [x, 'y', {z: 1}]
      x-rule: |
        size(a) > 1 &&
          b == 2
"""


def at(source: TextSource, pointer: str, **place: Any) -> tuple[int, int]:
    """Return line and column of a place."""
    position = source.position(Span("a.yaml", pointer, **place))
    assert position is not None
    return position.line, position.column


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        ("", (1, 1), (1, 1)),
        ("/openapi", (1, 10), (1, 1)),
        ("/info/title", (3, 10), (3, 3)),
        ("/paths/~1a~1{b}", (12, 5), (11, 3)),
        ("/paths/~1a~1{b}/get/tags/1", (13, 17), (13, 17)),
        ("/paths/~1a~1{b}/get/tags/2/z", (13, 26), (13, 23)),
    ],
)
def test_yaml_values_and_keys(pointer: str, value: tuple[int, int], key: tuple[int, int]) -> None:
    """A pointer leads to the value, and on demand to the key that holds it."""
    source = TextSource(YAML, is_json=False)
    assert at(source, pointer) == value
    assert at(source, pointer, part="key") == key


def test_what_is_not_there_answers_with_its_parent() -> None:
    """A missing member is shown at the mapping that lacks it."""
    source = TextSource(YAML, is_json=False)
    assert at(source, "/info/license/name") == at(source, "/info")
    assert at(source, "/paths/~1a~1{b}/get/tags/9") == at(source, "/paths/~1a~1{b}/get/tags")


@pytest.mark.parametrize(
    ("pointer", "offset", "place"),
    [
        ("/info/title", 0, (3, 11)),
        ("/info/title", 3, (3, 14)),
        ("/info/title", 4, (3, 20)),
        ("/info/title", 5, (3, 21)),
        ("/info/title", 7, (3, 32)),
        ("/info/description", 6, (6, 11)),
        ("/info/description", 10, (6, 15)),
        ("/info/description", 11, (7, 5)),
        ("/info/description", 24, (9, 6)),
        ("/paths/~1a~1{b}/get/x-rule", 8, (15, 17)),
        ("/paths/~1a~1{b}/get/x-rule", 15, (16, 9)),
        ("/paths/~1a~1{b}/get/x-rule", 17, (16, 11)),
        ("/paths/~1a~1{b}/get/x-rule", 999, (16, 17)),
    ],
)
def test_offsets_into_strings(pointer: str, offset: int, place: tuple[int, int]) -> None:
    """A character of the value is found in block, quoted and escaped scalars."""
    assert at(TextSource(YAML, is_json=False), pointer, offset=offset) == place


def test_excerpt_is_the_line() -> None:
    """The excerpt is the whole line, or the part around the place when it is very long."""
    source = TextSource(YAML, is_json=False)
    assert source.position(Span("a", "/info/version")) == Position(
        line=4, column=12, excerpt="  version: '1'"
    )
    long = TextSource('{"a": "' + "x" * 1000 + '", "b": 1}', is_json=True)
    position = long.position(Span("a", "/b"))
    assert position is not None
    assert position.excerpt[position.column - position.first :] == "1}"
    assert "xxx" in position.excerpt


def test_aliases_lead_to_the_anchor() -> None:
    """What an alias stands for was written at its anchor."""
    source = TextSource("a: &x\n  k: 1\nb: *x\n", is_json=False)
    assert at(source, "/b/k") == (2, 6)


def test_broken_yaml_knows_what_came_before() -> None:
    """The part before a syntax error can still be found."""
    source = TextSource("a:\n  b: 1\n  c: [\nd: x: y\n", is_json=False)
    assert at(source, "/a/b") == (2, 6)


def test_crlf_and_cr_count_as_one_line() -> None:
    """Line breaks of all systems."""
    for line_break in ("\n", "\r\n", "\r"):
        text = line_break.join(["a: 1", "b:", "  c: 2", ""])
        assert at(TextSource(text, is_json=False), "/b/c") == (3, 6)


def test_columns_count_code_points() -> None:
    """A character outside of the basic plane is one column."""
    assert at(TextSource("{😀é: 1, b: 2}", is_json=False), "/b") == (1, 12)
    assert at(TextSource('{"😀é": 1, "b": 2}', is_json=True), "/b") == (1, 16)


def test_locate_asks_the_last_loaded_document() -> None:
    """Reports have spans only; what was loaded answers."""
    parse_text(YAML.encode(), "located.yaml")
    position = locate(Span("located.yaml", "/info/version"))
    assert position is not None
    assert position.line == 4
    assert locate(Span("never-loaded.yaml", "/info")) is None


def test_locate_keeps_a_bounded_number(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Campaigns load thousands of documents; the oldest are forgotten."""
    path = tmp_path_factory.mktemp("many") / "first.json"
    path.write_text('{"a": 1}')
    load_part(str(path))
    assert locate(Span(path.as_posix(), "/a")) is not None
    for number in range(5000):
        remember(f"{number}.json", TextSource('{"a": 1}', is_json=True))
    assert locate(Span("4999.json", "/a")) is not None
    assert locate(Span(path.as_posix(), "/a")) is None


KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


def places(value: Json, pointer: Span) -> list[tuple[Span, Json]]:
    """Return every place of a value."""
    found = [(pointer, value)]
    if isinstance(value, dict):
        for key, item in value.items():
            found += places(item, pointer.child(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += places(item, pointer.child(index))
    return found


@given(value=VALUES, indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_positions_point_at_the_text_of_the_value(
    value: Json, indent: int | None, *, ascii_only: bool
) -> None:
    """What stands there parses to the value; in JSON, and in JSON read as YAML."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    source = TextSource(text, is_json=True)
    for span, item in places(value, Span("a")):
        place, found = source.place(tokens_of(span.pointer))
        assert found
        assert json.loads(text[place.value : place.end]) == item


def raw(lines: list[str], head: str, indent: int) -> str:
    """Write a block scalar."""
    return f"k: {head}\n" + "".join(f"{' ' * indent}{line}\n" for line in lines) + "z: 1\n"


LINES = st.lists(
    st.text(st.sampled_from("ab #:-'\"\t"), max_size=6).filter(lambda line: "\t" not in line[:1]),
    min_size=1,
    max_size=7,
)


@given(LINES, st.sampled_from("|>"), st.sampled_from(["", "-", "+"]), st.integers(1, 5))
def test_block_scalars_are_read_character_by_character(
    lines: list[str], style: str, chomp: str, indent: int
) -> None:
    """The characters found in the text, one after the other, are the value."""
    text = raw(lines, style + chomp, indent)
    check_yaml(text)


@given(
    st.text(st.sampled_from("ab \n\t'é😀:#-"), max_size=15),
    st.sampled_from(["", "'", '"']),
    st.sampled_from(["", "\\n", "\\x41", "\\u00e9", "\\U0001F600", "\\\n  ", "\\ ", "''"]),
)
def test_flow_scalars_are_read_character_by_character(body: str, quote: str, special: str) -> None:
    """Folding, escapes and doubled quotes in plain and quoted scalars."""
    if quote != "'":
        body = body.replace("'", "")
    inner = body.replace("'", "''").replace("\n", "\n  ") + special
    check_yaml(f"k: {quote}{inner}{quote}\n")


def exact(text: str) -> dict[str, Any]:
    """Return the strings of a YAML text, whatever they look like."""
    composer = Composer(text)
    composer.compose()
    assert composer.root is not None
    assert isinstance(composer.root.value, dict)
    return {key: entry.value.value for key, entry in composer.root.value.items()}


def check_yaml(text: str) -> None:
    """Compare the characters that are found with the value that is read."""
    document, found = parse_text(text.encode(), "flow.yaml")
    assert document is None
    if any(item.code.id == "yaml-syntax" for item in found):
        return
    place, done = YamlIndex(text).find(("k",))
    assume(done == 1)  # else the punctuation made another key
    if place.style:
        value = exact(text)["k"]
        made = list(characters(text, place))
        assert "".join(char for char, _ in made) == value
        assert [at_ for _, at_ in made] == sorted(at_ for _, at_ in made)
        for char, at_ in made:
            assert text[at_] in {char, "\n", "\\"}


@given(value=st.text(st.characters(exclude_categories=["Cs"])), ascii_only=st.booleans())
def test_json_strings_are_read_character_by_character(value: str, *, ascii_only: bool) -> None:
    """Escapes, surrogate pairs among them, are one character each."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    place = Place(key=0, value=0, end=len(text), style="json")
    made = list(json_characters(text, place))
    assert "".join(char for char, _ in made) == value
    for char, at_ in made:
        assert text[at_] in {char, "\\"}
