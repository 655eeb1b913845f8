"""A question ends, however hard it is: what it takes is counted, and the same everywhere."""

from typing import Any

import pytest

from tallystick.solve import Proof, Solver, Undecided, Witness, bare, contained
from tallystick.solve.effort import ASIDE, CHECKS, PLAIN, Effort
from tallystick.solve.encoding.world import Bounds, World
from tallystick.solve.smt.engine import Engine
from tallystick.solve.smt.formula import Formula
from tallystick.solve.smt.symbolic import Terms, TooManyTermsError

EFFORT = 200_000
"""Little, so that giving up is quick."""
PIGEONS: dict[str, Any] = {
    "type": "array",
    "minItems": 14,
    "maxItems": 14,
    "uniqueItems": True,
    "items": {"type": "integer", "minimum": 1, "maximum": 13},
}
"""Fourteen different numbers of thirteen: z3 has no short proof that there are none."""
SETS: dict[str, Any] = {
    "type": "array",
    "maxItems": 130,
    "uniqueItems": True,
    "items": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}},
}
PART: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "unevaluatedProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}$"},
        "price": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01},
        "parts": {"type": "array", "maxItems": 3, "items": {"$ref": "#/$defs/part"}},
    },
}
TREE: dict[str, Any] = {"$defs": {"part": PART}, "$ref": "#/$defs/part"}
"""Ten levels of it are too large for a little effort, a few are not."""


def test_recursion_is_followed_as_far_as_it_can_be() -> None:
    """Where no message was found it is followed less far, and everything can be asked for."""
    asked = Solver(bare(TREE), effort=1_000_000)
    depth, claims = asked.depth, asked.claims
    assert isinstance(asked.satisfy(), Witness)
    assert 1 < asked.depth < depth
    assert asked.claims == claims
    answers = {it.keyword: asked.violate(it) for it in claims}
    assert {name for name, it in answers.items() if not isinstance(it, Witness)} == set()


def test_a_hard_question_is_given_up() -> None:
    """It says so; asked again by a solver of the same kind, the answer is the same."""
    answers = [Solver(bare(PIGEONS), effort=EFFORT).satisfy() for _ in range(2)]
    assert answers[0] == answers[1] == Undecided("z3 gave up: it takes too much work")


def test_what_one_question_takes_another_one_is_not_denied() -> None:
    """Each question begins with the whole effort."""
    asked = Solver(bare({"enum": [1, 2]}), effort=EFFORT)
    for _ in range(6 * CHECKS):
        assert isinstance(asked.satisfy(), Witness)


def test_formulas_are_told_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time z3 is told something it begins anew; who asks about some claims asks about all."""
    told: list[int] = []
    add = Engine.add

    def noting(self: Engine, formulas: list[Formula]) -> None:
        told.append(len(formulas))
        add(self, formulas)

    monkeypatch.setattr(Engine, "add", noting)
    members: dict[str, Any] = {f"m{at}": {"type": "integer", "maximum": at} for at in range(32)}
    asked = Solver(bare({"type": "object", "properties": members}))
    for claim in asked.claims:
        assert isinstance(asked.violate(claim), Witness)
    assert len(asked.claims) > 60
    assert len(told) < 12, told


def test_two_hard_contracts_are_not_compared_for_ever() -> None:
    """Containment is given up in the same way."""
    answer = contained(bare(PIGEONS), bare({"maxItems": 3}), effort=EFFORT)
    assert isinstance(answer, Undecided)


def test_an_encoding_does_not_grow_without_end() -> None:
    """A hundred different objects make thousands of pairs: then the first bounds have to do."""
    long = {"allOf": [{"maxItems": 40}, {"not": {"maxItems": 30}}, SETS]}
    both: dict[str, Any] = {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": SETS, "b": long},
    }
    asked = Solver(bare(both))
    claim = next(it for it in asked.claims if it.keyword == "required")
    answer = asked.violate(claim)
    assert isinstance(answer, Proof)
    assert not answer.whole
    assert {it.kind for it in answer.bounds} == {"items"}


def test_effort() -> None:
    """Large encodings get less, since a unit costs more there; a question has an end."""
    effort = Effort(1_000_000)
    assert effort.next(10) == effort.next(PLAIN) == 1_000_000
    assert effort.next(8 * PLAIN) == effort.next(9 * PLAIN) == 125_000
    given = list(iter(lambda: effort.next(10), 0))
    assert sum(given) <= 2 * CHECKS * 1_000_000
    assert effort.next(10) == 0
    effort.renew()
    assert effort.next(10, aside=True) == ASIDE
    assert effort.next(10) == 1_000_000


def test_only_grown_bounds_are_bounded() -> None:
    """The first encoding is as large as the document is."""
    assert World(Bounds()).terms.most is None
    assert World(Bounds(grown=(("/a", 9),))).terms.most is not None
    terms = Terms(2)
    terms.bool("or", [terms.truth()])
    with pytest.raises(TooManyTermsError):
        terms.bool("and", [terms.truth()])
    assert terms.are_too_many
