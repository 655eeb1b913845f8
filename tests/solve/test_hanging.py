"""What z3 is at may not be counted by it: then the clock ends it."""

from typing import Any

import pytest

from tallystick.solve import Solver, Undecided, Witness, bare
from tallystick.solve.smt import engine
from tallystick.text import Json

PIGEONS: dict[str, Json] = {
    "type": "array",
    "minItems": 14,
    "maxItems": 14,
    "uniqueItems": True,
    "items": {"type": "integer", "minimum": 1, "maximum": 13},
}
"""Fourteen different numbers of thirteen: z3 has no short proof that there are none."""


def test_a_check_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """And none is tried where it happened again; a solver of another contract goes on."""
    tried: list[int] = []
    check = engine._check  # noqa: SLF001 - what asks z3

    def counted(*given: Any) -> Any:
        tried[-1] += 1
        return check(*given)

    monkeypatch.setattr(engine, "PATIENCE", 20)
    monkeypatch.setattr(engine, "_check", counted)
    asked = Solver(bare(PIGEONS), effort=10**9)
    for _ in range(5):  # on a busy machine an easy check may be ended, too
        tried.append(0)
        assert asked.satisfy() == Undecided("z3 gave up: it takes too much work")
    assert tried[-1] < max(tried)
    assert isinstance(Solver(bare({"type": "integer"})).satisfy(), Witness)
