"""JSON Pointer. Source: RFC 6901, section 5."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.resolve.pointer import found, join, split, value_at
from tallystick.text import Json

DOCUMENT: Json = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", DOCUMENT),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_the_examples_of_the_standard(pointer: str, value: Json) -> None:
    """All of them."""
    assert value_at(DOCUMENT, pointer) == value


@pytest.mark.parametrize(
    "pointer", ["/foo/2", "/foo/-", "/foo/01", "/foo/-1", "/foo/²", "/x", "/foo/0/x"]
)
def test_what_is_not_there(pointer: str) -> None:
    """Indexes have one spelling, and values have no members."""
    with pytest.raises(KeyError):
        value_at(DOCUMENT, pointer)
    assert found(DOCUMENT, split(pointer)) is None


def test_nothing_is_not_null() -> None:
    """What stands somewhere comes in a tuple, null as well."""
    assert found({"a": [None]}, ("a", "0")) == (None,)
    assert found({"a": [None]}, ()) == ({"a": [None]},)


def test_a_pointer_begins_with_a_slash() -> None:
    """Anything else is an anchor or a mistake."""
    with pytest.raises(ValueError, match="must begin"):
        split("foo")


@given(st.lists(st.text()))
def test_steps_survive(steps: list[str]) -> None:
    """Escaping and unescaping are inverse."""
    assert list(split(join(*steps))) == steps
