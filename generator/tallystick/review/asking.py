"""Questions about one type, asked of every form that its messages take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.exact import Flow
from tallystick.ir.types import TypeId
from tallystick.review.branches import Branch, branches_of
from tallystick.review.guessing import guesses
from tallystick.review.parts import Part
from tallystick.review.weight import HEAVY, weight
from tallystick.solve import (
    Answer,
    Claim,
    Contract,
    Contracts,
    DisagreementError,
    Need,
    Oracle,
    Proof,
    Question,
    Solver,
    Undecided,
    UnusableSchemaError,
    Witness,
)
from tallystick.solve.document import At
from tallystick.solve.every_size import accepted, broken_alone
from tallystick.solve.survey import MOST_PLACES
from tallystick.text import Json

EFFORT: Final = 1_000_000
"""z3's units of work for one question: a fraction of a second, the same on every machine."""

SHARE: Final = 3_000
"""Of a document; see `Tally.share`."""
_FOR_UNDECIDED: Final = 30
"""What a question costs, that is given up."""
_CLAIMS_AT_ONCE: Final = 20
"""Claims that are encoded for the cost of one question."""
_PLANTED: Final = 4
"""Messages that a value is put into, to see whether it is taken there."""


@dataclass(slots=True)
class Tally:
    """How much was asked, and how much may be.

    Attributes:
        share: What all questions about a document may cost. The unit is a question that is searched
            for: about ten milliseconds.
        asked: Questions.
        undecided: Those that were given up.
        unasked: Those that were not asked any more.
        spent: Of the share.
    """

    share: int = SHARE
    asked: int = 0
    undecided: int = 0
    unasked: int = 0
    spent: int = 0


class Forms:
    """Answers about one form of a type's messages: by a guess where one fits, else by a solver.

    Attributes:
        searched: What was searched for, in questions.
    """

    def __init__(self, contract: Contract, places: int) -> None:
        """Guess some messages.

        Args:
            contract: The contract.
            places: As of `Solver`.

        Raises:
            UnusableSchemaError: No validator takes the schema.
        """
        self._contract = contract
        self._places = places
        self._oracle = Oracle(contract)
        self._guessed: list[Json] | None = None
        self._solver: Solver | None = None
        self.searched = 0

    @property
    def solver(self) -> Solver:
        """The solver, which is made when it is asked for: that costs more than its answers."""
        if self._solver is None:
            contract, places, oracle = self._contract, self._places, self._oracle
            self._solver = Solver(contract, effort=EFFORT, places=places, oracle=oracle, plain=True)
            self.searched += len(self._solver.claims) // _CLAIMS_AT_ONCE
        return self._solver

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All that the contract says."""
        return self.solver.claims

    @property
    def guessed(self) -> list[Json]:
        """Plain messages that the contract accepts."""
        if self._guessed is None:
            self._guessed = [it for it in guesses(self._contract) if self._oracle.accepts(it)]
        return self._guessed

    def satisfy(self) -> Answer:
        """Look for a message that the contract accepts; see `Solver.satisfy`."""
        for value in self.guessed:
            return Witness(value)
        answer = self.solver.satisfy()
        self.searched += 1
        return self._of_any_size() if _is_bounded(answer) else answer

    def having(self, part: Part) -> Answer:
        """Look for a message that the contract accepts and that has a part."""
        for value in self.guessed:
            if part.is_in(value):
                return Witness(value)
        for value in self.guessed[:_PLANTED]:
            planted = part.planted(value)
            if part.is_in(planted) and self._oracle.accepts(planted):
                return Witness(planted)
        answer = self.solver.satisfy(_need(part))
        self.searched += 1
        if _is_bounded(answer) or (part.is_one_of_many and isinstance(answer, Proof)):
            return self._of_any_size(like=part.schema)
        return answer

    def branches(self, place: Span) -> tuple[Branch, ...]:
        """Return what messages may take, or not, of the schema at a place."""
        return tuple(branches_of(self._contract, place))

    def taking(self, place: Span, branch: Branch, known: list[Json]) -> Answer:
        """Look for a message that the contract accepts and that takes a branch.

        Args:
            place: The schema that it is written in.
            branch: A branch of this or of another form; those are told by their places.
            known: Messages that some form accepts.
        """
        own = next((it for it in self.branches(place) if it.span == branch.span), None)
        if own is None:
            return Undecided("this form has no such branch")
        liked = Oracle(self._contract.having(At(own.schema, own.span)))
        for value in (*self.guessed, *known):
            if liked.accepts(value):
                return Witness(value)
        return self._of_any_size(like=own.schema)

    def violate(self, claim: Claim) -> Answer:
        """Look for a message that breaks one rule and nothing else; see `Solver.violate`."""
        answer = self.solver.violate(claim)
        self.searched += 1
        if not _is_bounded(answer):
            return answer
        self.searched += 1
        return broken_alone(self._contract, claim, effort=EFFORT)

    def _of_any_size(self, *, like: Json = True) -> Answer:
        self.searched += 1
        return accepted(self._contract, like=like, effort=EFFORT)

    def problem(self, value: Json, question: Question) -> str | None:
        """Say why a message is not as asked; see `Solver.problem`."""
        return self.solver.problem(value, question)


@dataclass(slots=True)
class Asker:
    """Asks about one type; a proof counts when it holds for whoever sends the message.

    Attributes:
        solvers: One for each form of the type's messages.
        tally: Where questions are counted.
        seen: Messages that were found.
    """

    solvers: tuple[Forms, ...]
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
        if any(part.is_in(message) for message in self.seen):
            return None
        return self._all(lambda solver: solver.having(part))

    def untaken(self, place: Span, branch: Branch) -> Proof | None:
        """Return the proof that no message takes a branch of the schema at a place."""
        return self._all(lambda solver: solver.taking(place, branch, self.seen))

    def _all(self, ask: Callable[[Forms], Answer], *, valid: bool = True) -> Proof | None:
        """Return the first proof when every answer is one that holds for messages of all sizes.

        Args:
            ask: The question.
            valid: A message that is found is a valid one.
        """
        proofs: list[Proof] = []
        if self.solvers and self.tally.spent > self.tally.share:
            self.tally.unasked += 1
            return None
        for solver in self.solvers:
            answer = self._answer(solver, ask)
            if isinstance(answer, Witness) and valid:
                self.seen.append(answer.value)
            if not isinstance(answer, Proof) or not answer.whole:
                return None
            proofs.append(answer)
        return proofs[0] if proofs else None

    def _answer(self, solver: Forms, ask: Callable[[Forms], Answer]) -> Answer:
        self.tally.asked += 1
        before = solver.searched
        try:
            answer = ask(solver)
        except DisagreementError as error:
            # A proof is not at stake: an answer was found, and is not trusted.
            answer = Undecided(str(error))
        except RecursionError:
            answer = Undecided("it is nested too deep")
        given_up = isinstance(answer, Undecided)
        self.tally.undecided += given_up
        self.tally.spent += solver.searched - before + _FOR_UNDECIDED * given_up
        return answer


def solvers_of(
    contracts: Contracts, type_id: TypeId | Span, flows: Iterable[Flow], places: int | None
) -> tuple[Forms, ...]:
    """Return what answers about each form of a type's messages; none when that is not worth it.

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


def solvers_for(contracts: list[Contract], places: int | None) -> tuple[Forms, ...]:
    """Return what answers about each contract; as `solvers_of`."""
    if places is not None and any(weight(contract) > HEAVY for contract in contracts):
        return ()
    most = MOST_PLACES if places is None else places
    try:
        return tuple(Forms(contract, most) for contract in contracts)
    except UnusableSchemaError:
        return ()


def _is_bounded(answer: Answer) -> bool:
    """Whether nothing was found, but larger messages were not looked at."""
    return isinstance(answer, Proof) and not answer.whole


def _need(part: Part) -> Need:
    """Return what is needed of a message that has a part; in the first item, of a list."""
    if part.has_value:
        return Need(part.pointer, "value", part.value)
    return Need(part.pointer, "present") if part.null else Need(part.pointer, "not", None)
