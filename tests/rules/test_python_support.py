"""Each support function gives what the official runtime gives."""

import itertools
from collections.abc import Callable

import pytest

from tallystick.rules.backends import python_support as support
from tallystick.rules.runtime import environment
from tallystick.text import Json

ERROR = "error"
INTS = (0, 1, -1, 2, -2, 3, -3, 7, -7, 2**62, 2**63 - 1, -(2**63))
DOUBLES = (0.0, -0.0, 1.0, -2.5, 0.5, 1e308, -1e308, 5e-324, float("inf"), float("nan"))
MIXED = (
    0,
    1,
    2**53,
    2**53 + 1,
    1.0,
    0.5,
    2.0**53,
    True,
    False,
    "",
    "a",
    "b",
    "\uffff",
    "\U00010000",
)


def runtime(text: str, **values: Json) -> object:
    """Evaluate an expression; an error is `ERROR`."""
    answer = environment().compile(text).eval(environment().Activation({"self": values}))
    return ERROR if answer.type().name() == "ERROR" else answer.value()


def python(function: Callable[..., object], *arguments: object) -> object:
    """Call a support function; a fault is `ERROR`."""
    try:
        return function(*arguments)
    except support.Fault:
        return ERROR


def same(one: object, other: object) -> bool:
    """Compare two results; NaN is like NaN, and the type counts."""
    return repr(one) == repr(other)


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "%"])
@pytest.mark.parametrize("numbers", [INTS, DOUBLES, ("", "a"), (1, 1.0, "a", True)])
def test_arithmetic(operator: str, numbers: tuple[Json, ...]) -> None:
    """Rounding, signs, overflow, division by zero, types that do not mix."""
    for a, b in itertools.product(numbers, repeat=2):
        expected = runtime(f"self.a {operator} self.b", a=a, b=b)
        assert same(python(support.computed, a, operator, b), expected), (a, b)
        if numbers is INTS and operator in "/%":
            function = support.quotient if operator == "/" else support.remainder
            assert same(python(function, a, b), expected), (a, b)
        if numbers is DOUBLES and operator == "/":
            assert same(support.ratio(*map(float, (a, b))), expected), (a, b)  # type: ignore[arg-type]  # doubles


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_order(operator: str) -> None:
    """Numbers of both kinds, texts by code point, bools; nothing else."""
    values: tuple[Json, ...] = (*MIXED, float("nan"))
    for a, b in itertools.product(values, repeat=2):
        expected = runtime(f"self.a {operator} self.b", a=a, b=b)
        assert same(python(support.ordered, a, operator, b), expected), (a, b)


def test_equality_and_membership() -> None:
    """By value and depth; a member that is null is dropped before the runtime sees it."""
    nested: tuple[Json, ...] = (
        [],
        [1],
        [1.0],
        [True],
        ["a"],
        [[1]],
        {},
        {"a": 1},
        {"a": True},
        [None],
    )
    for a, b in itertools.product((*MIXED, *nested, None), repeat=2):
        expected = runtime("self.a == self.b", a=a, b=b)
        assert same(support.equal(a, b), expected), (a, b)
        assert same(support.contained(a, [b]), runtime("self.a in self.b", a=a, b=[b])), (a, b)
        container: Json = {"a": 1}
        expected = runtime("self.a in self.b", a=a, b=container)
        assert same(python(support.contained, a, container), expected), a
    assert support.equal({"a": None}, {})
    assert not support.contained("a", {"a": None})
    assert python(support.contained, 1, 1) == ERROR


TEXTS = [
    "1", " 1 ", "+1", "-1", "--1", "0x10", "-0x.8p1", "0x", "1_0", "1.0", "", " ", ".", ".5",
    "5.", "1e3", "1e", "1e999", "-1e999", "1e-400", "inf", "-Infinity", "infin", "nan",
    "NaN(3)", "nan(", "\t1\n\v\f\r", "\u00a01", "\u0661", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "1" * 500, "0" * 3000 + "1", "1.5.5", "1 2",
    "0x1p99999",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_numbers_in_texts(text: str) -> None:
    """What the runtime reads as a number, and what it does not."""
    assert same(python(support.to_int, text), runtime("int(self.a)", a=text))
    assert same(python(support.to_double, text), runtime("double(self.a)", a=text))


def test_conversions_of_numbers() -> None:
    """Towards zero, within 64 bits; integers and bools as texts."""
    for number in (*INTS, *DOUBLES, 1.9, -1.9, 2.0**63, -(2.0**63), 2.0**62):
        assert same(python(support.to_int, number), runtime("int(self.a)", a=number)), number
        assert same(support.to_double(number), runtime("double(self.a)", a=number)), number
        assert same(python(support.negated, number), runtime("-self.a", a=number)), number
    for value in (*INTS, True, False, "a"):
        assert support.to_text(value) == runtime("string(self.a)", a=value)


PARTS = {"t": True, "f": False, "e": None, "n": 1}


def test_logic_absorbs_errors() -> None:
    """Three operands of every sort, in every order: true, false, an error, no bool."""
    for names in itertools.product(PARTS, repeat=3):
        given = {name: value for name, value in PARTS.items() if value is not None}
        items = [PARTS[name] for name in names]
        parts = [lambda item=item: support.given(item) for item in items]
        for operator, function in (("&&", support.both), ("||", support.either)):
            text = f" {operator} ".join(f"self.{name}" for name in names)
            assert same(python(function, *parts), runtime(text, **given)), text
        keys: Json = list(names)
        for macro, quantify in (("all", support.every), ("exists", support.some)):
            expected = runtime(f"self.k.{macro}(x, self[x])", **given, k=keys)
            assert same(python(quantify, support.given, items), expected), (macro, names)


def test_reads() -> None:
    """Items, members and sizes of what may be anything."""
    values: tuple[Json, ...] = ([5, 6], {"a": 5}, "text", 1, 1.5, True, {})
    indexes: tuple[Json, ...] = (0, 1, 2, -1, 1.0, 0.5, "a", "b", True)
    for value, index in itertools.product(values, indexes):
        expected = runtime("self.v[self.i]", v=value, i=index)
        assert same(python(support.item, value, index), expected), (value, index)
    for value in values:
        assert same(python(support.length, value), runtime("size(self.v)", v=value)), value
        found = python(support.member, value, "a")
        assert same(
            found is not None if found != ERROR else ERROR, runtime("has(self.v.a)", v=value)
        )
        listed = runtime("self.v.map(x, x)", v=value)
        plain = [str(part.value()) for part in listed] if isinstance(listed, list) else listed
        each = python(support.each, value)
        assert same([str(part) for part in each] if isinstance(each, list) else each, plain), value


def test_holds() -> None:
    """True is true; all else, an error too, is not."""
    assert support.holds(lambda: True)
    assert not support.holds(lambda: False)
    assert not support.holds(lambda: 1)
    assert not support.holds(lambda: support.given(None))
    assert not support.holds(lambda: support.boolean("x"))
    assert not support.holds(lambda: support.text(1))
