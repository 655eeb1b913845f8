"""Integers compared with doubles: the runtime reads them as doubles, which rounds large ones."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.solve import Need, Proof, Solver, Witness

NUMBERS: dict[str, Any] = {
    "type": "object",
    "required": ["i", "d"],
    "properties": {"i": {"type": "integer"}, "d": {"type": "number"}},
}
TOO_LARGE = (1 << 53) + 1


@pytest.mark.parametrize("rule", ["self.i <= self.d", "self.d >= self.i", "self.i == self.d"])
def test_beyond_what_is_exact_nothing_is_known(made: Callable[..., Solver], rule: str) -> None:
    """2^53 + 1 is 2^53 as a double: the rule holds, and no message is shown that breaks it."""
    asked = made(NUMBERS, rule)
    (claim,) = (it for it in asked.claims if it.keyword == "rule")
    needs = Need("/i", "value", TOO_LARGE), Need("/d", "value", TOO_LARGE - 1)
    assert not isinstance(asked.violate(claim, *needs), Witness | Proof)
    assert isinstance(asked.satisfy(*needs), Witness)


def test_what_is_exact_is_compared(made: Callable[..., Solver]) -> None:
    """Within bounds of the schema a proof is whole, with fractions too."""
    small = {"type": "integer", "minimum": -9, "maximum": 9}
    schema = {**NUMBERS, "properties": {**NUMBERS["properties"], "i": small}}
    asked = made(schema, "self.i < self.d", "self.d < self.i || self.d == 3.5")
    answer = asked.satisfy(Need("/i", "value", 4))
    assert isinstance(answer, Proof)
    assert answer.whole
    assert isinstance(asked.satisfy(Need("/i", "value", 3)), Witness)
