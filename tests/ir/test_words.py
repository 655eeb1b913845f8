"""Names become words, whatever they hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.ir import words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("createdAt", ("created", "at")),
        ("HTTPServer", ("http", "server")),
        ("userIDs", ("user", "ids")),
        ("x-rate-limit", ("x", "rate", "limit")),
        ("sha256sum", ("sha256", "sum")),
        ("1080p", ("1080p",)),
        ("3DModel", ("3d", "model")),
        ("X509Certificate", ("x509", "certificate")),
        ("GMT+0", ("gmt", "0")),
        ("GMT-0", ("gmt", "0")),
        ("+1", ("plus", "1")),
        ("-1", ("minus", "1")),
        ("-created_at", ("minus", "created", "at")),
        ("<=5", ("less", "equal", "5")),
        ("__typename", ("typename",)),
        ("$ref", ("ref",)),
        ("ray-3.2", ("ray", "3", "2")),
        ("größeMax", ("größe", "max")),
        ("日本語", ("日本語",)),
        ("*", ("star",)),
        ("->", ("minus", "greater")),
        ("👍", ("thumbs", "up", "sign")),
        ("\n", ("u000a",)),
        ("\ud800", ("ud800",)),
        ("", ("empty",)),
    ],
)
def test_words_of_known_names(name: str, expected: tuple[str, ...]) -> None:
    """The split that a person would make."""
    assert words(name) == expected


NAMES = st.text(st.characters(), max_size=40) | st.from_regex(r"\A[-+A-Za-z0-9_.]{1,20}\Z")


@given(NAMES)
def test_every_word_may_end_an_identifier(name: str) -> None:
    """Targets join words without looking at them again."""
    found = words(name)
    assert found
    for word in found:
        assert ("x" + word).isidentifier()
        assert word == unicodedata.normalize("NFKC", word)
        assert not any(char.isascii() and char.isupper() for char in word)


@given(NAMES)
def test_words_of_words_are_the_same_words(name: str) -> None:
    """A name made of the words in snake case reads back as them, leading digits aside."""
    found = words(name)
    snake = "_".join(found)
    if snake.isascii() and not any(word[0].isdigit() for word in found):
        assert words(snake) == tuple(part for word in found for part in words(word))


@given(st.text(max_size=5000))
def test_a_sentence_proposes_a_short_name(name: str) -> None:
    """Enum values can be pages of text."""
    found = words(name)
    assert len(found) <= 12
    assert all(len(word) <= 60 for word in found)
