"""Data classes whose methods are written late behave as those of the standard library."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

from tallystick import lazy

FORMS: list[dict[str, bool]] = [
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "eq": False},
    {"slots": True, "eq": False},
]


def _made(dataclass: Callable[..., Any], form: dict[str, bool]) -> Any:
    """Return a class with every kind of field."""

    class Thing:
        """A thing."""

        a: int
        b: str = "b"
        c: list[int] = dataclasses.field(default_factory=list)
        d: int = dataclasses.field(default=4, compare=False)
        e: int = dataclasses.field(default=5, repr=False)
        f: tuple[int, ...] = dataclasses.field(default=(), hash=False)
        g: int = dataclasses.field(init=False, default=7)
        h: dict[str, int] = dataclasses.field(init=False, default_factory=dict, compare=False)

        def sum(self) -> int:
            """Add up."""
            return self.a + self.d + self.e + self.g

    return dataclass(**form)(Thing)


@dataclasses.dataclass(frozen=True)
class _Outcome:
    """What came of a call."""

    value: object = None
    error: type[Exception] | None = None


def _tried(call: Callable[[], object]) -> _Outcome:
    try:
        return _Outcome(value=call())
    except (TypeError, AttributeError) as error:
        return _Outcome(error=type(error))


def _facts(thing: Any) -> list[_Outcome]:
    """Return what a program can see of a class."""
    one, two = thing(a=1), thing(a=1, d=9)
    calls: list[Callable[[], object]] = [
        lambda: repr(thing(a=1, b="it's {odd}")),
        lambda: one == two,
        lambda: one == 1,
        lambda: one != thing(a=2),
        lambda: hash(one) == hash(two),
        lambda: hash(dataclasses.replace(one, c=())) == hash((1, "b", (), 5, 7)),
        lambda: one.__setattr__("a", 3),
        lambda: delattr(one, "b"),
        lambda: one.c is thing(a=1).c,
        lambda: thing(1, "x", [2]).c,
        thing,
        lambda: thing(a=1, q=2),
        lambda: thing(a=1, g=2),
        lambda: thing.__match_args__,
        lambda: dataclasses.asdict(thing(a=1)),
        lambda: [(it.name, it.kw_only) for it in dataclasses.fields(thing)],
        lambda: dataclasses.replace(two, a=8).sum(),
        lambda: hasattr(one, "__dict__"),
        lambda: repr(copy.deepcopy(two)),
    ]
    return [_tried(call) for call in calls]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_class_does_what_that_of_the_standard_library_does(form: dict[str, bool]) -> None:
    """Also where it refuses."""
    late: Any = lazy.dataclass
    assert _facts(_made(late, form)) == _facts(_made(dataclasses.dataclass, form))


@lazy.dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Holds what others have too."""

    name: str
    below: "tuple[Base, ...]" = ()

    def __post_init__(self) -> None:
        """Refuse a thing without a name."""
        if not self.name:
            raise ValueError(self.name)


@lazy.dataclass(frozen=True, slots=True, kw_only=True)
class Derived(Base):
    """Holds more."""

    size: int = 0


def test_fields_are_inherited() -> None:
    """Equality and hashes see those of both classes, and the class."""
    assert Derived(name="a", size=2) == dataclasses.replace(Derived(name="b", size=2), name="a")
    assert Derived(name="a") != Base(name="a")
    assert {Derived(name="a"), Derived(name="a")} == {Derived(name="a")}


def test_what_follows_the_making_is_called() -> None:
    """A class may judge its values."""
    with pytest.raises(ValueError, match=r"^$"):
        Base(name="")


def test_instances_pickle() -> None:
    """Frozen ones too."""
    thing = Derived(name="a", below=(Base(name="b"),), size=3)
    assert pickle.loads(pickle.dumps(thing)) == thing  # noqa: S301 (just made)


def test_a_class_is_not_finished_before_it_has_an_instance() -> None:
    """Importing is quick, making instances is: nothing is written before, or twice."""

    @lazy.dataclass(frozen=True, slots=True)
    class Pair:
        left: int
        right: int

    waiting = vars(Pair)["__init__"]
    Pair(1, 2)
    made: FunctionType = vars(Pair)["__init__"]
    assert made is not waiting
    assert made.__qualname__.endswith("Pair.__init__")
    Pair(2, 3)
    assert vars(Pair)["__init__"] is made
    assert Pair.__doc__ == "Pair"
