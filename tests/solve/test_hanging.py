"""A check that does not end: by what it takes, the same everywhere; by the clock as a last net."""

from typing import Any

import pytest

from tallystick.solve import Need, Solver, Undecided, Witness, bare
from tallystick.solve.effort import FAILURES
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
GIVEN_UP = Undecided("z3 gave up: it takes too much work")
EFFORT = 100_000


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return what z3 said, check by check."""
    said: list[int] = []
    check = engine._check  # noqa: SLF001 - what asks z3

    def noting(*given: Any) -> Any:
        verdict = check(*given)
        said.append(verdict)
        return verdict

    monkeypatch.setattr(engine, "_check", noting)
    return said


def test_what_is_given_up_again_and_again_ends(tried: list[int]) -> None:
    """Each time others get less, until none is tried; first what is easy is answered still."""
    asked = Solver(bare({"anyOf": [PIGEONS, {"const": 5}]}), effort=EFFORT)
    hard = Need("", "kind", "array")
    for _ in range(FAILURES):
        assert asked.satisfy(hard) == GIVEN_UP
    assert isinstance(asked.satisfy(), Witness)
    for _ in range(10 * FAILURES):
        assert asked.satisfy(hard) == GIVEN_UP
    assert FAILURES < tried.count(0) < 10 * FAILURES


def test_the_clock_says_so(monkeypatch: pytest.MonkeyPatch, tried: list[int]) -> None:
    """What z3 does not count is ended, too; none is tried after two, and the answer tells why."""
    monkeypatch.setattr(engine, "PATIENCE", 20)
    asked = Solver(bare(PIGEONS), effort=10**9)
    answers = [asked.satisfy() for _ in range(3)]
    assert answers == [Undecided("z3 gave up: the clock ended it")] * 3
    assert asked.clocked
    assert tried.count(0) == 2
    assert isinstance(Solver(bare({"type": "integer"})).satisfy(), Witness)
