"""Numbers and days that words define by the members beside them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.fuzz.test_fuzz_oracles import MADE, reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles import derived
from tallystick.fuzz.oracles.formulas import rounded
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

WHOLE: dict[str, Any] = {"type": "integer"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
MONEY: dict[str, Any] = {
    "type": "object",
    "properties": {"amount": WHOLE, "currency": {"type": "string"}},
}
LINE: dict[str, Any] = {
    "unit_price": MONEY,
    "quantity": {"type": "number"},
    "shipping": WHOLE,
    "issued": DAY,
    "due_date": DAY,
    "rebate_amount": WHOLE,
    "rebate_percent": {"type": "number"},
    "termsDays": WHOLE,
}
PAID: Json = {"amount": 5, "currency": "EUR"}

Told = Callable[..., list[str]]


@pytest.fixture
def told(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Told:
    """Return what says what is told of a value whose member has a description."""

    def judged(
        said: str, value: Json, of: Any = WHOLE, *, inside: Any = None, status: int = 201
    ) -> list[str]:
        plain = {"type": "object", "properties": {**LINE, "it": of | {"description": said}}}
        box: Any = {"type": "array", "items": plain}
        if inside is not None:
            box = {"oneOf": [plain, {"type": "object", "properties": {**LINE, "it": inside}}]}
        document["components"]["schemas"]["Box"] = box
        api = api_of(document)
        scene = Scene(api, Judging(api))
        found = list(derived.judge(scene, MADE, reply(status, value)))
        assert all(it.weight is Weight.WARNING for it in found)
        return [it.claim.at for it in found]

    return judged


@pytest.mark.parametrize(
    ("said", "right", "wrong"),
    [
        ("Unit price times quantity, half up.", 13, 12),
        ("`unit_price` * `quantity`, rounded down", 12, 13),
        ("The quantity x the unit price, rounded up; the more the better.", 13, 12),
        ("unit price multiplied by quantity and rounded half to even", 12, 13),
        ("Unit price times quantity", 13, 14),
        ("Unit price plus shipping.", 8, 7),
        ("Sum of unit price and shipping.", 8, 5),
        ("The unit price minus shipping", 2, 3),
    ],
)
def test_numbers_that_words_define(told: Told, said: str, right: int, wrong: int) -> None:
    """What is given is 5, 2.5 and 3: rounded as is said, or in any way."""
    value = {"unit_price": PAID, "quantity": 2.5, "shipping": 3}
    assert told(said, [{**value, "it": right}]) == []
    assert told(said, [{**value, "it": right}, {**value, "it": wrong}]) == ["/*/it"]
    assert told(said, [{**value, "it": wrong}], status=422) == []
    assert told(said, [{"it": wrong}]) == []


@pytest.mark.parametrize(
    "said",
    [
        "Price times quantity.",
        "Unit price times quantity in a good year",
        "Unit price",
        "Unit price and quantity",
        "Unit price times quantity plus shipping",
        "It times quantity",
        "",
    ],
)
def test_words_that_say_more_are_not_read(told: Told, said: str) -> None:
    """Nobody knows what they come to."""
    value = {"unit_price": PAID, "quantity": 2.5, "shipping": 3, "it": 99}
    assert told(said, [value]) == []


def test_signs_may_be_told_elsewhere(told: Told) -> None:
    """Where more is said of what is below zero, it may be; else it may not."""
    value = {"unit_price": PAID, "quantity": 2.5, "it": -13}
    assert told("Unit price times quantity; below zero for a credit.", [value]) == []
    assert told("Unit price times quantity.", [value]) == ["/*/it"]


@pytest.mark.parametrize(
    ("said", "rebate", "right", "wrong"),
    [
        ("The rebate, no more than the shipping and never below zero.", 5, 3, 5),
        ("The rebate, no more than the shipping and never below zero.", 2, 2, 0),
        ("The rebate, never below zero and no more than the shipping.", -2, 0, -2),
        ("rebate_amount but never more than `shipping`", 5, 3, 5),
    ],
)
def test_bounds_that_words_tell(told: Told, said: str, rebate: int, right: int, wrong: int) -> None:
    """There is an amount of it, and another member bounds it."""
    line = {"shipping": 3, "rebate_amount": rebate}
    assert told(said, [{**line, "it": right}]) == []
    assert told(said, [{**line, "it": wrong}]) == ["/*/it"]
    assert told(said, [{"rebate_amount": rebate, "it": 99}]) == []
    assert told(said.replace("shipping", "ship"), [{**line, "it": wrong}]) == []


@pytest.mark.parametrize(
    ("percent", "it", "wrong"),
    [(10, 0, True), (10, 1, False), (9, 0, False), (10, 30, False), (None, 0, False)],
)
def test_a_part_of_something_is_not_nothing(
    told: Told, percent: Json, it: int, *, wrong: bool
) -> None:
    """Nobody says of what it is a part, but that of all that may be is more than nothing."""
    said = "The rebate, no more than the shipping and never below zero."
    line = {"shipping": 10, "rebate_amount": None, "rebate_percent": percent, "it": it}
    assert told(said, [line]) == (["/*/it"] if wrong else [])
    assert told("The rebate plus the shipping", [line]) == []


def test_decimals_are_rounded_by_a_cent(told: Told) -> None:
    """Nobody says to how many places."""
    number: Json = {"type": "number"}
    line = {"unit_price": PAID, "quantity": 0.333}
    said = "Unit price times quantity"
    assert told(said, [{**line, "it": 1.67}], number) == []
    assert told(said, [{**line, "it": 1.7}], number) == ["/*/it"]


@pytest.mark.parametrize(
    ("said", "value", "seen"),
    [
        ("due_date, or issued and terms_days.", {"due_date": "2024-03-05"}, "2024-03-05"),
        ("due_date, or issued and terms_days.", {"termsDays": 2}, "2024-03-01"),
        ("Terms days after issued.", {"termsDays": 2}, "2024-03-01"),
        ("`issued` plus `termsDays`", {"termsDays": 2, "due_date": "2024-05-05"}, "2024-03-01"),
    ],
)
def test_days_that_words_define(told: Told, said: str, value: Any, seen: str) -> None:
    """The first alternative counts that is there; days are counted through the end of February."""
    line = {"issued": "2024-02-28", **value}
    assert told(said, [{**line, "it": seen}], DAY) == []
    assert told(said, [{**line, "it": "2024-02-29"}], DAY) == ["/*/it"]
    assert told("termsDays plus issued", [{**line, "it": "2024-02-29"}], DAY) == []
    assert told(said, [{"issued": "soon", "it": "2024-02-29", "termsDays": 1}], DAY) == []


def test_kinds_that_say_something_else(told: Told) -> None:
    """Where one of several kinds says nothing, nobody knows which one a value is."""
    said = "Unit price times quantity."
    line = {"unit_price": PAID, "quantity": 2, "it": 3}
    assert told(said, line, inside={**WHOLE, "description": said}) == ["/it"]
    assert told(said, line, inside=WHOLE) == []


def test_halves() -> None:
    """They go where words say."""
    half = Fraction(5, 2)
    assert [rounded(half, it) for it in ("half up", "half even", "down", "up")] == [3, 2, 2, 3]
