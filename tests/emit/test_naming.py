"""Names are gathered, then resolved once."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.emit.naming import resolve
from tallystick.emit.targets.python.names import FIELDS, pascal, snake
from tallystick.ir.words import words


def test_the_first_of_two_keeps_the_name() -> None:
    """The first of two keeps the name."""
    wanted = {1: ("create",), 2: ("create", "create_pet"), 3: ("create",), 4: ("create_2",)}
    assert resolve(wanted) == {1: "create", 2: "create_pet", 3: "create_2", 4: "create_2_2"}


def test_a_reserved_name_is_escaped_only_as_a_last_resort() -> None:
    """A reserved name is escaped only as a last resort."""
    names = resolve({1: ("class",), 2: ("class", "klass"), 3: ("class_",)}, reserved={"class"})
    assert names == {1: "class_", 2: "klass", 3: "class__2"}


def test_names_that_differ_by_case_only_are_told_apart() -> None:
    """Names that differ by case only are told apart."""
    assert resolve({1: ("Pet",), 2: ("pet",)}, fold=str.casefold) == {1: "Pet", 2: "pet_2"}


@given(st.lists(st.text(max_size=12), unique=True, max_size=30))
def test_every_member_of_any_record_gets_an_attribute_of_its_own(wires: list[str]) -> None:
    """Every member of any record gets an attribute of its own."""
    names = resolve({wire: (snake(words(wire)),) for wire in wires}, reserved=FIELDS)
    assert len(set(names.values())) == len(wires)
    assert all(name.isidentifier() and name not in FIELDS for name in names.values())


@given(st.text(max_size=40))
def test_any_text_becomes_a_class_name(text: str) -> None:
    """Any text becomes a class name."""
    assert pascal(words(text)).isidentifier()
