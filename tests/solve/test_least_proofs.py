"""Proofs name what they need: without any one part of one there is a message."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tallystick.solve import Claim, Proof, Question, Solver
from tallystick.solve.session import Core, Found


@pytest.fixture
def alone(made: Callable[..., Solver]) -> tuple[Solver, Question]:
    """Return a solver, and a question for names that are missing though a rule looks at all."""
    names = {"type": "array", "items": {"type": "string"}}
    kinds = {"names": names, "kind": {"enum": ["a", "b"]}, "note": {"type": "string"}}
    schema = {"type": "object", "required": ["names"], "properties": kinds}
    solver = made(schema, "self.names.all(it, it != 'b')")
    (missing,) = (it for it in solver.claims if it.keyword == "required")
    return solver, Question(broken=(missing,), at="", strict=True)


def proved(solver: Solver, question: Question, *, explain: bool) -> tuple[Claim, ...]:
    """Return what a proof names."""
    answer = solver.ask(question, explain=explain)
    assert isinstance(answer, Proof)
    assert answer.whole
    return answer.claims


def test_what_z3_says_is_more_than_is_needed(alone: tuple[Solver, Question]) -> None:
    """The rule alone does: z3 names the type beside it."""
    raw = proved(*alone, explain=False)
    least = proved(*alone, explain=True)
    assert [it.keyword for it in least] == ["rule"]
    assert set(least) < set(raw)


def test_nothing_of_a_proof_can_be_left_out(alone: tuple[Solver, Question]) -> None:
    """What it names does by itself, and not without any part of it."""
    solver, question = alone
    named = proved(solver, question, explain=True)
    others = tuple(it for it in solver.claims if it not in {*named, *question.broken})
    held = replace(question, waived=others)
    assert isinstance(solver.first.ask(held, without=frozenset()), Core)
    for each in named:
        less = replace(held, waived=(*others, each))
        assert isinstance(solver.first.ask(less, without=frozenset()), Found)
