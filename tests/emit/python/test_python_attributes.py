"""Attributes of members whose names meet."""

from tallystick.emit.targets.python.fields import attributes


def test_a_member_keeps_the_name_that_is_its_own_on_the_wire() -> None:
    """A model reads attributes too: no member is taken for another, in any order."""
    expected = {"createdAt": "created_at_2", "created_at": "created_at"}
    assert attributes(("createdAt", "created_at")) == expected
    assert attributes(("created_at", "createdAt")) == expected


def test_a_number_behind_a_name_is_no_other_member() -> None:
    """What is numbered evades names that are taken on the wire."""
    found = attributes(("createdAt", "created_at_2", "created_at"))
    assert found == {
        "createdAt": "created_at_3",
        "created_at_2": "created_at_2",
        "created_at": "created_at",
    }
