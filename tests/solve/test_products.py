"""Products of two unknown numbers, quotients and rests: z3 alone gives up on them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from tallystick.solve import Need, Proof, Solver, Witness

SIZES: dict[str, Any] = {
    "type": "object",
    "required": ["beats", "seconds", "many", "of"],
    "properties": {
        "beats": {"type": "integer", "minimum": 40, "maximum": 220},
        "seconds": {"type": "number", "minimum": 1, "maximum": 180},
        "many": {"type": "integer", "minimum": -50, "maximum": 50},
        "of": {"type": "integer", "minimum": -50, "maximum": 50},
    },
}
Make = Callable[..., Solver]
FOUR_BEATS = "double(self.beats) * self.seconds >= 240.0"


def test_a_product_is_found_and_missed(made: Make) -> None:
    """What it is about is decided; what stands beside it, too."""
    asked = made(SIZES, FOUR_BEATS)
    rule = next(it for it in asked.claims if it.keyword == "rule")
    kept, broken = asked.satisfy(Need("/beats", "value", 41)), asked.violate(rule)
    assert isinstance(kept, Witness)
    assert isinstance(broken, Witness)
    for answer, holds in ((kept, True), (broken, False)):
        value: Any = answer.value
        assert (value["beats"] * Fraction(str(value["seconds"])) >= 240) is holds


@pytest.mark.parametrize(
    "rule",
    [
        "double(self.beats) * self.seconds == 4321.5",
        "self.many % self.of == -4",
        "self.seconds / double(self.beats) == 0.5",
        "self.many * self.many == 1225 && self.many < 0",
        "self.many * self.of == -221",
    ],
)
def test_numbers_are_found(made: Make, rule: str) -> None:
    """The runtime has confirmed them."""
    assert isinstance(made(SIZES, rule).satisfy(), Witness)


@pytest.mark.parametrize(
    "rule",
    [
        "self.many * self.of > 2500",
        "self.many > 0 && self.of > 0 && self.many * self.of < 1",
        "self.many % self.of >= 50",
    ],
)
def test_it_is_proved_that_there_are_none(made: Make, rule: str) -> None:
    """Planes that touch the product exclude them."""
    assert isinstance(made(SIZES, rule).satisfy(), Proof)
