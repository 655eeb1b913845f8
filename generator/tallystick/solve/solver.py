"""The solver: asks about the messages of one contract, and confirms what it finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.api import Api
from tallystick.ir.exact import Flow
from tallystick.ir.types import TypeId
from tallystick.solve.answers import (
    Answer,
    Claim,
    DisagreementError,
    Need,
    Proof,
    Question,
    Undecided,
    Witness,
)
from tallystick.solve.bound import Bound
from tallystick.solve.confirm import Oracle
from tallystick.solve.contract import Contract, Contracts
from tallystick.solve.effort import Effort, unheeded
from tallystick.solve.encoding.world import Bounds
from tallystick.solve.growth import larger
from tallystick.solve.needs import is_met
from tallystick.solve.session import Core, Found, GivenUp, Session
from tallystick.solve.sessions import Sessions
from tallystick.solve.smt.symbolic import TooManyTermsError
from tallystick.solve.spoiling import Spoiling
from tallystick.solve.stretch import shorter, stretched
from tallystick.solve.survey import MOST_PLACES
from tallystick.text import Json

EFFORT: Final = 20_000_000
"""z3's units of work for one check: about a second."""
_ATTEMPTS: Final = 24
_OTHERS: Final = 3
"""Messages that the oracles do not confirm before a question is given up."""
SOFT: Final = frozenset({"tidy", "formats", "integers", "rounding", "alike"})
"""Bounds that an answer is first looked for within, and then without."""
_AROUND: Final = frozenset({"unevaluatedItems", "unevaluatedProperties"})
_COUNTED: Final = frozenset({"contains", "minContains", "maxContains"})
_TIDY: Final = frozenset({"tidy"})


@dataclass(frozen=True, slots=True)
class _Odd(Undecided):
    """A message was found which the oracles judge otherwise: not all is encoded."""

    value: Json


class Solver:
    """Answers questions about the messages of one contract.

    Encodings are made once for each set of bounds and kept: a question costs milliseconds.
    Not to be used by two threads at once.

    Attributes:
        claims: All that the contract says, one by one, in the order of the document.
    """

    def __init__(  # noqa: PLR0913 - each by keyword
        self,
        contract: Contract,
        *,
        seed: int = 0,
        effort: int = EFFORT,
        places: int = MOST_PLACES,
        oracle: Oracle | None = None,
        anew: int = 0,
        plain: bool = False,
        checkpoint: Callable[[], None] = unheeded,
    ) -> None:
        """Encode a contract.

        Args:
            contract: As `Contracts` makes them.
            seed: Same seed and same questions: same answers.
            effort: Work for one check, in units of z3, before it is given up.
            places: Pairs of a schema and a place that are encoded, about; fewer make it shallower.
            oracle: Of the contract, where there is one already.
            anew: How often all is encoded anew when z3 gives up: one that has asked much may be
                stuck in what it has learnt.
            plain: Proofs name keywords rather than rules, where either would do.
            checkpoint: Called before each check; what it raises ends the question.

        Raises:
            UnusableSchemaError: No validator takes the schema.
        """
        self.contract = contract
        self._oracle = oracle or Oracle(contract)
        self._spoiling = Spoiling(self._oracle)
        self._effort = Effort(effort, checkpoint=checkpoint)
        self._plain = plain
        self._sessions = Sessions(contract, seed, self._effort, places=places, anew=anew)
        self.claims = self._sessions.claims

    def satisfy(self, *needs: Need) -> Answer:
        """Look for a message that the contract accepts.

        Args:
            needs: What else it should be like.
        """
        return self.ask(Question(needs=needs))

    def violate(self, claim: Claim, *needs: Need) -> Answer:
        """Look for a message that breaks one claim, and nothing else.

        A message that breaks the schema may make rules fail which read what is broken; where it
        cannot be helped such rules are broken too.

        Args:
            claim: One of `claims`.
            needs: What else the message should be like.
        """
        return self.ask(Question(broken=(claim,), needs=needs))

    @property
    def unencoded(self) -> tuple[str, ...]:
        """What of the contract is left open: what depends on it is asked of the oracles."""
        return tuple(dict.fromkeys(self._sessions.within(self._sessions.bounds).world.unknowns))

    def blames(self, value: Json, claim: Claim) -> bool:
        """Whether the validator gives the keyword of a claim as a reason to refuse a value.

        A reason inside a union is the union's, of what nothing else looks at that keyword's.
        """
        keywords = {keyword for keyword, _ in self._oracle.keywords(value)}
        around = {"anyOf", "oneOf"} | (_AROUND & set(claim.span.pointer.split("/")))
        alike = _COUNTED if claim.keyword in _COUNTED else {claim.keyword}
        return not keywords.isdisjoint(around | alike)

    def ask(self, question: Question, *, grow: bool = True, explain: bool = True) -> Answer:
        """Answer a question.

        Args:
            question: The question.
            grow: Look for larger messages where there is none within the first bounds; a proof
                then stands on fewer bounds, and may take seconds.
            explain: Leave out of a proof what it does not need.
        """
        self._effort.renew()
        claim = _one_keyword(question)
        changed = None if claim is None else self._spoiled(claim)
        if changed is not None:
            return changed
        answer = first = self._ask(question, grow=grow, explain=explain)
        for _ in range(_OTHERS):
            if not isinstance(answer, _Odd):
                break
            other = Need("", "not", answer.value)
            question = replace(question, needs=(*question.needs, other))
            answer = self._ask(question, grow=grow, explain=explain)
        if isinstance(first, _Odd) and not isinstance(answer, Witness):
            return Undecided(first.reason)
        if isinstance(answer, Witness) and not answer.also and (claim or not question.broken):
            places = self._sessions.within(self._sessions.bounds).places(claim) if claim else ()
            self._spoiling.learn(answer.value, places)
        return answer

    def _spoiled(self, claim: Claim) -> Witness | None:
        """Break a keyword by changing a message that was an answer before."""
        session = self._sessions.within(self._sessions.bounds)
        made = self._spoiling.spoiled(claim, session.marked(claim))
        return None if made is None else Witness(made[0])

    def _ask(self, question: Question, *, grow: bool, explain: bool) -> Answer:
        bounds = self._sessions.bounds
        without: frozenset[Bound] = frozenset()
        for _ in range(_ATTEMPTS):
            session, outcome = self._outcome(question, bounds, without)
            match outcome:
                case Found():
                    return self._confirmed(session, question, outcome, without)
                case GivenUp():
                    return Undecided(outcome.reason)
                case Core():
                    used = [it for it in outcome.labels if isinstance(it, Bound)]
            rules = _in_the_way(question, outcome)
            if rules:
                question = replace(question, waived=(*question.waived, *rules))
                continue
            soft = frozenset(it for it in used if it.kind in SOFT)
            if soft:
                without |= soft
                continue
            long = self._stretched(session, question, used) if _counts(question) else None
            if long is not None:
                return long
            grown = self._grown(session, bounds, used) if grow else None
            if grown is None:
                if explain:
                    outcome = session.smaller(question, outcome, without, plain=self._plain)
                return _proof(outcome)
            bounds, without = grown, frozenset()
        return Undecided("the bounds would have to grow too often")

    def _outcome(
        self, question: Question, bounds: Bounds, without: frozenset[Bound]
    ) -> tuple[Session, Found | Core | GivenUp]:
        """Ask within bounds; anew when that was too much work, as often as it may be done."""
        session = self._sessions.within(bounds)
        outcome = session.ask(question, without=without)
        while isinstance(outcome, GivenUp) and self.begin_anew():
            session = self._sessions.within(bounds)
            outcome = session.ask(question, without=without)
        return session, outcome

    def _grown(self, session: Session, bounds: Bounds, used: Iterable[Bound]) -> Bounds | None:
        """Return larger bounds, None when there are none, or the encoding grows too large."""
        grown = larger(session.world, bounds, used)
        try:
            if grown is not None:
                self._sessions.within(grown)
        except TooManyTermsError:
            return None
        return grown

    @property
    def clocked(self) -> bool:
        """Whether the clock ended a check, so that answers may be others elsewhere."""
        return self._sessions.clocked

    def begin_anew(self) -> bool:
        """Forget all encodings, as often as it may be done; whether it was done."""
        return self._sessions.begin_anew()

    @property
    def depth(self) -> int:
        """Levels of nesting that are looked into."""
        return self._sessions.bounds.depth

    @property
    def first(self) -> Session:
        """The encoding within the first bounds; its answers are neither confirmed nor explained.

        Who is given it may ask another question.
        """
        self._effort.renew()
        return self._sessions.within(self._sessions.bounds)

    def confirmed(self, found: Found, without: frozenset[Bound]) -> Answer:
        """Ask the oracles about a message that `first` has found.

        Args:
            found: The message.
            without: Bounds that were let go.

        Raises:
            DisagreementError: The oracles judge otherwise, and all was encoded.
        """
        return self._confirmed(
            self._sessions.within(self._sessions.bounds), Question(), found, without
        )

    def _stretched(
        self, session: Session, question: Question, used: Iterable[Bound]
    ) -> Witness | None:
        """Make a list longer than it is spelled out, by the pattern of a short one."""
        accept, alone = partial(self._excess, question), bool(question.broken)
        for bound in used:
            counts = sorted(session.world.sizes.get(bound.pointer, ()))
            for length in shorter(counts) if bound.kind == "items" else ():
                found = session.ask(_short(session, question, bound, length), without=frozenset())
                value = found.value if isinstance(found, Found) else None
                longer = stretched(value, bound.pointer, counts, accept, alone=alone)
                if longer is not None:
                    return Witness(longer, tuple(sorted(self._also(question, longer), key=str)))
        return None

    def _excess(self, question: Question, value: Json) -> int | None:
        """Return how many rules a message breaks that read what is broken; None: not as asked."""
        if self.problem(value, question) is not None:
            return None
        if not question.broken or question.broken[0].keyword == "rule":
            return 0 if question.edge is None else None
        keywords = {keyword for keyword, _ in self._oracle.keywords(value)}
        if not keywords <= {question.broken[0].keyword, "anyOf", "oneOf"}:
            return None
        broken = len(self._oracle.broken_rules(value))
        return None if question.strict and broken else broken

    def _confirmed(
        self, session: Session, question: Question, found: Found, without: frozenset[Bound]
    ) -> Answer:
        """Ask the oracles about a message."""
        problem = self.problem(found.value, question)
        if problem is None:
            also = tuple(sorted(self._also(question, found.value), key=str))
            return Witness(found.value, also)
        loose = session.world.unknowns or any(it.kind not in _TIDY for it in without)
        if not loose and found.exact:
            raise DisagreementError(problem, found.value)
        return _Odd(f"what was found is not confirmed: {problem}", found.value)

    def _also(self, question: Question, value: Json) -> Iterable[Claim]:
        if not question.broken or question.broken[0].keyword == "rule":
            return ()
        return self._oracle.broken_rules(value) - set(question.broken)

    def problem(self, value: Json, question: Question) -> str | None:
        """Say why a message is not as asked, by the oracles; None when it is.

        Args:
            value: The message.
            question: What was asked for.
        """
        schema = any(it.keyword != "rule" for it in question.broken)
        if self._oracle.valid(value) == schema:
            return "the validator accepts it" if schema else "the validator refuses it"
        for need in question.needs:
            if not is_met(value, need):
                return f"{need} is not met"
        if schema:
            return None
        broken = self._oracle.broken_rules(value)
        wanted = frozenset(question.broken)
        if broken != wanted:
            return f"the rules {sorted(it.detail for it in broken ^ wanted)} are judged otherwise"
        return None


def _one_keyword(question: Question) -> Claim | None:
    """Return the keyword that a question is about, and nothing else; None for other questions."""
    plain = question == Question(broken=question.broken) and len(question.broken) == 1
    return question.broken[0] if plain and question.broken[0].keyword != "rule" else None


def _short(session: Session, question: Question, bound: Bound, length: int) -> Question:
    """Return the question for a message with short lists, which long ones are made of."""
    sizes = session.world.sizes
    needs = (it for it in question.needs if it.pointer != bound.pointer)
    short = tuple(_shortened(it, length, sizes) for it in needs)
    return Question(needs=(*short, Need(bound.pointer, "count", length)), waived=question.waived)


def _shortened(need: Need, length: int, sizes: Mapping[str, set[int]]) -> Need:
    """Return the wish for a short list in place of the wish for a long one."""
    listed = need.aspect == "count" and need.pointer in sizes
    long = listed and isinstance(need.value, int) and need.value > length
    return Need(need.pointer, "count", length) if long else need


_COUNTING: Final = frozenset({"minItems", "maxItems", "minContains", "maxContains"})


def _counts(question: Question) -> bool:
    """Whether a question is about the length of a list."""
    return any(it.aspect == "count" for it in question.needs) or any(
        it.keyword in _COUNTING for it in question.broken
    )


def _proof(core: Core) -> Proof:
    labels = core.labels
    return Proof(
        claims=tuple(it for it in labels if isinstance(it, Claim)),
        needs=tuple(it for it in labels if isinstance(it, Need)),
        bounds=tuple(it for it in labels if isinstance(it, Bound)),
    )


def _in_the_way(question: Question, core: Core) -> tuple[Claim, ...]:
    """Return the rules that keep a claim of the schema from being broken."""
    if question.strict or not question.broken or question.broken[0].keyword == "rule":
        return ()
    return tuple(it for it in core.labels if isinstance(it, Claim) and it.keyword == "rule")


def solver(
    api: Api, where: TypeId | Span, direction: Flow | None = "request", *, seed: int = 0
) -> Solver:
    """Return a solver of one type of an API.

    Args:
        api: The API.
        where: Key into `Api.types`, or the place of a schema.
        direction: Who sends the message; None: as written.
        seed: Same seed and same questions: same answers.

    Raises:
        KeyError: There is no such type or place.
        UnusableSchemaError: No validator takes the schema.
    """
    return Solver(Contracts(api).contract(where, direction), seed=seed)
