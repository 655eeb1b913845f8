"""Texts are compared with each other: days in order, say. And what z3 finds no end of by itself."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.solve import Need, Proof, Solver, Undecided, Witness
from tallystick.solve.cover import Cover

DAY: dict[str, Any] = {"type": "string", "format": "date"}
DAYS: dict[str, Any] = {
    "type": "object",
    "required": list("abcd"),
    "properties": dict.fromkeys("abcd", DAY),
    "additionalProperties": False,
}
PARTS: dict[str, Any] = {
    "type": "object",
    "required": ["x", "list"],
    "properties": {
        "n": {"type": "integer"},
        "x": {"type": "number"},
        "list": {"type": "array", "maxItems": 5, "items": {"type": "number"}},
    },
}
Make = Callable[..., Solver]


@pytest.fixture
def days(made: Make) -> Make:
    """Return the solver of four days with rules, some of them other than days."""

    def make(*rules: str, **members: Any) -> Solver:
        return made({**DAYS, "properties": {**DAYS["properties"], **members}}, *rules)

    return make


def test_days_are_in_order_and_out_of_it(days: Make) -> None:
    """Each rule is kept, and broken alone."""
    asked = days("self.a < self.b", "self.b <= self.c", "self.d >= self.a", "self.c > self.a")
    kept = asked.satisfy()
    assert isinstance(kept, Witness)
    value: Any = kept.value
    assert value["a"] < value["b"] <= value["c"]
    assert value["d"] >= value["a"]
    broken = [asked.violate(claim) for claim in asked.claims if claim.keyword == "rule"]
    assert [type(it) for it in broken] == [Witness, Witness, Witness, Proof]  # the last follows


def test_no_days_are_in_a_circle(days: Make) -> None:
    """That is proved, whatever the days are."""
    proof = days("self.a < self.b", "self.b < self.c", "self.c < self.a").satisfy()
    assert isinstance(proof, Proof)
    assert proof.whole
    once = days("self.a <= self.b", "self.b <= self.a").satisfy(Need("/a", "value", "2020-02-29"))
    assert isinstance(once, Witness)
    assert isinstance(once.value, dict)
    assert once.value["b"] == "2020-02-29"


def test_what_stands_between_is_found_where_there_is_room(days: Make) -> None:
    """A day that the document names is before or after others, too."""
    asked = days("self.a < self.b", "self.b < self.c", c={"const": "0001-01-03"})
    answer = asked.satisfy()
    assert isinstance(answer, Witness)
    assert isinstance(answer.value, dict)
    assert (answer.value["a"], answer.value["b"]) == ("0001-01-01", "0001-01-02")


def test_where_none_is_found_it_is_said(days: Make) -> None:
    """Texts are chosen one by one: nobody looks whether others would have left more room."""
    between = {"type": "string", "pattern": "^[yz]$"}
    asked = days("self.a < self.b", a=between, b={"type": "string", "pattern": "^(a|z)$"})
    assert isinstance(asked.satisfy(), Witness | Undecided)


def test_choices_are_made_beside_days_in_order(days: Make) -> None:
    """Every pair, though some messages that were found may be none."""
    kinds = {"type": "string", "enum": ["x", "y", "z"]}
    asked = days("self.a < self.b", "self.b < self.c", "self.c < '2020-01-01'", d=kinds)
    cover = Cover(asked)
    values: list[Any] = [made.value for made in cover]
    assert {value["d"] for value in values} == {"x", "y", "z"}
    assert all(value["a"] < value["b"] < value["c"] < "2020" for value in values)


def test_numbers_that_must_be_whole(made: Make) -> None:
    """As people write it: rounded, it is the same. No question takes long, however it is asked."""
    asked = made(
        PARTS,
        "double(int(self.x)) == self.x",
        "self.list.all(y, y < 0.0 || double(int(y)) == y)",
        "!has(self.n) || double(self.n) <= self.x",
    )
    answers = [asked.satisfy(Need("/list", "count", 5)), *map(asked.violate, asked.claims)]
    assert all(isinstance(it, Witness) for it in answers)
    none = made(PARTS, "double(int(self.x)) == self.x").satisfy(Need("/x", "kind", "fraction"))
    assert isinstance(none, Proof)


@pytest.mark.parametrize(
    ("rule", "x", "holds"),
    [
        ("int(self.x) == 2", 2.5, True),
        ("int(self.x) == -2", -2.5, True),
        ("int(self.x) == 3", 2.5, False),
        ("double(self.n) < self.x", 7.25, True),
        ("double(self.n) > self.x", 6.75, True),
        ("double(self.n) >= self.x", 7.25, False),
        ("double(self.n) <= self.x", 6.75, False),
        ("double(self.n) == self.x", 7.5, False),
    ],
)
def test_a_whole_number_beside_a_fraction(made: Make, rule: str, x: float, holds: bool) -> None:  # noqa: FBT001 - a table of cases
    """As the runtime compares them: it judges whatever is found."""
    needs = Need("/x", "value", x), Need("/n", "value", 7), Need("/list", "count", 0)
    assert isinstance(made(PARTS, rule).satisfy(*needs), Witness if holds else Proof)
