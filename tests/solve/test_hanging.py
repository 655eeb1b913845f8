"""A check that does not end: by what it takes, the same everywhere; by the clock as a last net."""

import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest

from tallystick.solve import Need, Proof, Solver, Undecided, Witness, bare, effort
from tallystick.solve.cel.arithmetic import compare
from tallystick.solve.cel.values import Number
from tallystick.solve.effort import FAILURES, Effort
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.world import Bounds, World
from tallystick.solve.lessening import TIRED
from tallystick.solve.smt import engine
from tallystick.solve.smt.engine import Engine
from tallystick.solve.smt.formula import Formula, same
from tallystick.solve.smt.symbolic import same_thing
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


@pytest.mark.parametrize("anew", [0, 1])
def test_a_solver_that_gave_up_may_begin_anew(monkeypatch: pytest.MonkeyPatch, anew: int) -> None:
    """What it has learnt may be what holds it up; it does so as often as it is told to."""
    check = engine._check  # noqa: SLF001 - what asks z3
    stuck: set[int] = set()

    def sticking(context: int, *given: Any) -> Any:
        stuck.add(context) if not stuck else None
        return 0 if context in stuck else check(context, *given)

    monkeypatch.setattr(engine, "_check", sticking)
    asked = Solver(bare({"const": 5}), effort=EFFORT, anew=anew)
    answer = asked.satisfy()
    assert isinstance(answer, Witness) is bool(anew)
    assert not asked.begin_anew()


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
    """What z3 does not count is ended, too; soon none is tried, and the answer tells why."""
    monkeypatch.setattr(engine, "PATIENCE", 20)
    asked = Solver(bare(PIGEONS), effort=10**9)
    answers = [asked.satisfy() for _ in range(9)]
    assert answers == [Undecided("z3 gave up: the clock ended it")] * 9
    assert asked.clocked
    assert 2 <= tried.count(0) <= 4  # within larger bounds, too, where there was time to ask
    assert isinstance(Solver(bare({"type": "integer"})).satisfy(), Witness)


def _as_parts(nodes: list[Node]) -> Iterator[Formula]:
    """Compare as equal items are compared."""
    for one, other in combinations(nodes, 2):
        yield same_thing(one.same_fraction, other.same_fraction)


def _as_doubles(nodes: list[Node]) -> Iterator[Formula]:
    """Compare as rules do."""
    numbers = [(it.world, Number(it.fraction, double=True)) for it in nodes]
    for (world, one), (_, other) in combinations(numbers, 2):
        yield compare("==", one, other, world)
        yield compare("<", one, other, world)


@pytest.mark.parametrize("compared", [_as_parts, _as_doubles])
def test_equal_fractions_have_equal_integers_below(
    compared: Callable[[list[Node]], Iterator[Formula]], tried: list[int]
) -> None:
    """z3 is told so: else it looks for such, further and further up, for some random numbers."""
    for seed in range(40):
        world = World(Bounds())
        nodes = [Node(world, f"/{at}", 1) for at in range(4)]
        said = list(compared(nodes))
        below = [world.fractions[it.fraction.id][0] for it in nodes]
        said += [it >= least for it in below for least in (0, 120)]
        literals = [world.truth() for _ in said]
        for literal, formula in zip(literals, said, strict=True):
            world.assume(same(literal, formula))
        asked = Engine(seed, Effort(EFFORT))
        asked.add(world.axioms)
        chance = random.Random(seed)  # noqa: S311 - repeatable
        for _ in range(30):
            asked.check(chance.sample(literals, chance.randrange(5)))
    assert 0 not in tried


def test_an_explanation_takes_little(monkeypatch: pytest.MonkeyPatch, tried: list[int]) -> None:
    """What is not decided soon stays in the proof; after a few of those none is tried."""
    monkeypatch.setattr(effort, "ASIDE", 10)
    asked = Solver(bare({"type": "string", "enum": ["a", "b"]}))
    (claim,) = (it for it in asked.claims if it.keyword == "type")
    for _ in range(3):
        answer = asked.violate(claim)
        assert isinstance(answer, Proof)
        assert "enum" in {it.keyword for it in answer.claims}
    assert 0 < tried.count(0) <= TIRED
    assert isinstance(asked.satisfy(), Witness)


def test_ctrl_c_in_a_check_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes once the check is over; z3 itself would take it for a reason to give up."""
    check, begun = engine._check, threading.Event()  # noqa: SLF001 - what asks z3

    def press() -> None:
        begun.wait()
        sum(range(10**6))  # the other one goes on into its check meanwhile
        os.kill(os.getpid(), signal.SIGINT)

    def pressed(*given: Any) -> Any:
        begun.set()
        return check(*given)

    monkeypatch.setattr(engine, "_check", pressed)
    other = threading.Thread(target=press)
    other.start()
    solver = Solver(bare(PIGEONS), effort=20 * EFFORT)
    with pytest.raises(KeyboardInterrupt):
        _asked_and_joined(solver, other)


def _asked_and_joined(solver: Solver, other: threading.Thread) -> None:
    solver.satisfy()
    other.join()
