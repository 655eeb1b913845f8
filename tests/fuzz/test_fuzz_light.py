"""Values of which a campaign makes very many: they are compared by what they say."""

import copy
import pickle

import pytest

from tallystick.fuzz.model import Message
from tallystick.fuzz.sending.transport import Wire


def test_values_that_say_the_same_are_the_same() -> None:
    """They are keys, and can be copied."""
    one, other = Message(method="GET", path="/boxes"), Message(method="GET", path="/boxes")
    assert {one: 1}[other] == 1
    assert pickle.loads(pickle.dumps(one)) == copy.copy(one) == other  # noqa: S301 - made here
    assert one != Message(method="GET", path="/boxes", rooted=True)


def test_members_are_named_and_no_others_are_there() -> None:
    """A wrong place, or a slip of the pen, is told."""
    wire = Wire(method="GET", target="/", headers=(), body=None)
    with pytest.raises(TypeError, match="positional"):
        Wire("GET", "/", (), None)  # type: ignore[call-arg]  # the mistake that is tried
    with pytest.raises(AttributeError):
        wire.boddy = b""  # type: ignore[attr-defined]  # the mistake that is tried


def test_what_reads_types_sees_that_nothing_sets_a_member() -> None:
    """The checkers of this repository fail where a comment says that they do, and they do not."""
    message = Message(method="GET", path="/boxes")
    message.path = "/"  # type: ignore[misc]  # the mistake that is tried
    assert message.path == "/"
