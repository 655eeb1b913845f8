"""Questions about one type, asked of every form that its messages take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.exact import Flow
from tallystick.ir.types import TypeId
from tallystick.review.parts import Part
from tallystick.review.weight import HEAVY, weight
from tallystick.solve import (
    Answer,
    Claim,
    Contract,
    Contracts,
    DisagreementError,
    Need,
    Proof,
    Question,
    Solver,
    Undecided,
    UnusableSchemaError,
    Witness,
)
from tallystick.solve.survey import MOST_PLACES
from tallystick.text import Json

EFFORT: Final = 1_000_000
"""z3's units of work for one question: a fraction of a second, the same on every machine."""


@dataclass(slots=True)
class Tally:
    """How much was asked.

    Attributes:
        asked: Questions.
        undecided: Those that were given up.
    """

    asked: int = 0
    undecided: int = 0


@dataclass(slots=True)
class Asker:
    """Asks about one type; a proof counts when it holds for whoever sends the message.

    Attributes:
        solvers: One for each form of the type's messages.
        tally: Where questions are counted.
        seen: Messages that were found.
    """

    solvers: tuple[Solver, ...]
    tally: Tally
    seen: list[Json] = field(default_factory=list)

    def possible(self) -> Proof | None:
        """Return the proof that there is no message; None when there is none."""
        return self._all(lambda solver: solver.satisfy())

    def redundant(self, claim: Claim, examples: Iterable[Json]) -> Proof | None:
        """Return the proof that a rule is never broken alone.

        Args:
            claim: The rule.
            examples: Messages that the document says break it; one that does, alone, settles it.
        """
        broken = Question(broken=(claim,))
        for example in examples:
            if any(solver.problem(example, broken) is None for solver in self.solvers):
                return None
        return self._all(
            lambda solver: solver.violate(claim) if claim in solver.claims else Proof(()),
            valid=False,
        )

    def learn(self, examples: Iterable[Json]) -> None:
        """Remember messages that the document says are valid, those that are."""
        for example in examples:
            if any(solver.problem(example, Question()) is None for solver in self.solvers):
                self.seen.append(example)

    def dead(self, part: Part) -> Proof | None:
        """Return the proof that no message has a member, or a value of it."""
        if any(_has(message, part) for message in self.seen):
            return None
        if part.has_value:
            need = Need(part.pointer, "value", part.value)
        else:
            need = Need(part.pointer, *(("present",) if part.null else ("not", None)))
        return self._all(lambda solver: solver.satisfy(need))

    def _all(self, ask: Callable[[Solver], Answer], *, valid: bool = True) -> Proof | None:
        """Return the first proof when every answer is one that holds for messages of all sizes.

        Args:
            ask: The question.
            valid: A message that is found is a valid one.
        """
        proofs: list[Proof] = []
        for solver in self.solvers:
            answer = self._answer(solver, ask)
            if isinstance(answer, Witness) and valid:
                self.seen.append(answer.value)
            if not isinstance(answer, Proof) or not answer.whole:
                return None
            proofs.append(answer)
        return proofs[0] if proofs else None

    def _answer(self, solver: Solver, ask: Callable[[Solver], Answer]) -> Answer:
        self.tally.asked += 1
        try:
            answer = ask(solver)
        except DisagreementError as error:
            # A proof is not at stake: an answer was found, and is not trusted.
            answer = Undecided(str(error))
        self.tally.undecided += isinstance(answer, Undecided)
        return answer


def solvers_of(
    contracts: Contracts, type_id: TypeId | Span, flows: Iterable[Flow], places: int | None
) -> tuple[Solver, ...]:
    """Return a solver for each form of a type's messages; none when that is not worth it.

    Args:
        contracts: Of the API.
        type_id: The type.
        flows: Who sends its messages.
        places: As of `Solver`; None for a type with rules, which is always asked about.
    """
    found: list[Contract] = []
    for flow in sorted(flows):
        contract = contracts.contract(type_id, flow)
        if not any(contract.schema == other.schema for other in found):
            found.append(contract)
    return solvers_for(found, places)


def solvers_for(contracts: list[Contract], places: int | None) -> tuple[Solver, ...]:
    """Return a solver for each contract; as `solvers_of`."""
    if places is not None and any(weight(contract) > HEAVY for contract in contracts):
        return ()
    most = MOST_PLACES if places is None else places
    try:
        return tuple(Solver(contract, effort=EFFORT, places=most) for contract in contracts)
    except (UnusableSchemaError, RecursionError):
        return ()


def _has(message: Json, part: Part) -> bool:
    value = message
    for step in part.pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name == "0" and value:
            value = value[0]
        else:
            return False
    if part.has_value:
        return value == part.value and isinstance(value, bool) == isinstance(part.value, bool)
    return value is not None or part.null
