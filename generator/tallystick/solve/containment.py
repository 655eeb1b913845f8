"""Containment: whether every message that one contract accepts is accepted by another.

`contained` gives one `Answer` about two contracts, `excluded` one for each claim of the right.
The contracts may be of different documents; what tells them apart is the side they stand on.

- `Witness`: a message that the left accepts, by schema and rules, and the right refuses;
  confirmed by the validator and the CEL runtime on both sides. `Witness.because` names the claims
  of the right that refuse it.
- `Proof`: there is none. `Proof.whole` when no bound takes part; `Proof.claims` are those of the
  left that together exclude one, none when the two say the same.
- `Undecided`: with a reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
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
    Undecided,
    Witness,
)
from tallystick.solve.bound import Bound
from tallystick.solve.confirm import Oracle
from tallystick.solve.contract import Contract, Contracts
from tallystick.solve.effort import Effort
from tallystick.solve.encoding.world import Bounds
from tallystick.solve.growth import larger
from tallystick.solve.pairing import Pairing, label
from tallystick.solve.reading.inclusion import Inclusion
from tallystick.solve.session import Core, Found, GivenUp
from tallystick.solve.smt.symbolic import TooManyTermsError
from tallystick.solve.solver import EFFORT, SOFT
from tallystick.solve.survey import depth_for
from tallystick.text import Json

_ATTEMPTS: Final = 32
_OTHERS: Final = 4
"""Messages that the oracles do not confirm before a question is given up."""


class Containment:
    """Answers questions about the messages that a left contract accepts and a right one refuses.

    Encodings are made when first needed, and kept. Not to be used by two threads at once.
    """

    def __init__(
        self, left: Contract, right: Contract, *, seed: int = 0, effort: int = EFFORT
    ) -> None:
        """Compare two contracts.

        Args:
            left: The one whose messages are looked at.
            right: The one that should accept them.
            seed: Same seed and same questions: same answers.
            effort: Work for one check, in units of z3, before it is given up.

        Raises:
            UnusableSchemaError: No validator takes one of the schemas.
        """
        self.left, self.right = left, right
        self._oracles = Oracle(left), Oracle(right)
        self._known = Inclusion(left, right)
        self._seed = seed
        self._effort = Effort(effort)
        self._sessions: dict[tuple[Bounds, bool], Pairing] = {}

    @cached_property
    def _bounds(self) -> Bounds:
        """The first bounds: encodings of both sides stay bearable."""
        return Bounds(depth=min(depth_for(self.left), depth_for(self.right)))

    def contained(self) -> Answer:
        """Whether the right accepts all that the left accepts."""
        if self._known.certain():
            return Proof(claims=())
        return self._answer(None)

    def searched(self) -> Answer:
        """As `contained`, by z3 alone: a whole proof names all that it stands on, and no more."""
        return self._answer(None, explain=True)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What `excluded` can be asked about: the claims of the right, in the document's order."""
        return tuple(self.session(self._bounds, apart=True).others)

    def excluded(self, claims: Iterable[Claim] | None = None) -> Mapping[Claim, Answer]:
        """Return for claims of the right whether each excludes something that the left accepts.

        A witness breaks that claim and, where that is possible, no other of the right.

        Args:
            claims: Those of the right that are asked about; None: all, in the document's order.
        """
        known = self.session(self._bounds, apart=True).others
        asked = known if claims is None else [claim for claim in claims if claim in known]
        whole = self.contained()
        if isinstance(whole, Proof) and whole.whole:
            return dict.fromkeys(asked, whole)
        return {claim: self._answer(claim) for claim in asked}

    def _answer(self, claim: Claim | None, *, explain: bool = False) -> Answer:
        self._effort.renew()
        inquiry = _Inquiry(self, claim, self._bounds, explain=explain)
        for _ in range(_ATTEMPTS):
            answer = inquiry.step()
            if answer is not None:
                return answer
        return Undecided("the bounds would have to grow too often")

    def session(self, bounds: Bounds, *, apart: bool) -> Pairing:
        """Return the encoding within bounds.

        Args:
            bounds: The bounds.
            apart: The claims of the right are asked for one by one.
        """
        key = (bounds, apart)
        if key not in self._sessions:
            made = Pairing(self._known, bounds, self._seed, self._effort, apart=apart)
            self._sessions[key] = made
        return self._sessions[key]

    def problem(self, value: Json) -> str | None:
        """Say what the oracles have against a message that the right should refuse."""
        left, right = self._oracles
        if not left.accepts(value):
            return "the left refuses it"
        return "the right accepts it" if right.accepts(value) else None

    def because(self, value: Json) -> tuple[Claim, ...]:
        """Return the claims of the right that refuse a message."""
        return self._oracles[1].refusals(value)


class _Inquiry:
    """One question, asked within bounds that grow as far as they matter."""

    def __init__(
        self, whole: Containment, claim: Claim | None, bounds: Bounds, *, explain: bool
    ) -> None:
        self._whole = whole
        self._claim = claim
        self._explain = explain
        self._bounds = bounds
        self._without = frozenset[Bound]()
        self._waived = frozenset[Claim]()
        self._needs: list[Need] = []
        self._last: Core | None = None
        self._anyone = True

    def step(self) -> Answer | None:
        """Ask once; return the answer, or None when it is worth asking again."""
        session = self._whole.session(self._bounds, apart=self._claim is not None)
        outcome = self._ask(session)
        if self._last is not None and not isinstance(outcome, Core):
            # Asked without bounds: what is found now is too large to be written down.
            return None if self._grown(session, self._last) else _proof(self._last)
        match outcome:
            case GivenUp():
                return self._given_up(outcome)
            case Found():
                return self._judged(session, outcome)
            case Core() if self._needs:
                return Undecided("what was found is not confirmed, and there is nothing else")
            case Core():
                return None if self._widened(session, outcome) else self._told(session, outcome)

    def _told(self, session: Pairing, core: Core) -> Proof:
        """Return a proof that stands on no bounds."""
        return _proof(session.explained(core, self._without) if self._explain else core)

    def _given_up(self, outcome: GivenUp) -> Answer | None:
        """Go on without parts that stand for others, if there were."""
        if self._bounds.anyone:
            self._anyone = False
            self._bounds = replace(self._bounds, anyone=frozenset())
            self._without = frozenset()
            return None
        return Undecided(outcome.reason)

    def _ask(self, session: Pairing) -> Found | Core | GivenUp:
        needs = tuple(self._needs)
        try:
            if self._claim is None:
                return session.refused(needs, self._without)
            return session.excluded(self._claim, needs, self._waived, self._without)
        except TooManyTermsError:
            return GivenUp("the formulas grow too large")

    def _judged(self, session: Pairing, found: Found) -> Answer | None:
        """Let the oracles judge a message.

        Raises:
            DisagreementError: All was encoded, and they judge otherwise.
        """
        problem = self._whole.problem(found.value)
        if problem is None:
            return Witness(found.value, because=self._whole.because(found.value))
        loose = session.world.unknowns or any(it.kind != "tidy" for it in self._without)
        if not loose and found.exact:
            raise DisagreementError(problem, found.value)
        self._needs.append(Need("", "not", found.value))
        if len(self._needs) > _OTHERS:
            return Undecided(f"what was found is not confirmed: {problem}")
        return None

    def _widened(self, session: Pairing, core: Core) -> bool:
        """Let go of what a proof stood on; return whether there was something."""
        if self._claim is not None:
            in_the_way = {it for it in session.others if label(it) in core.labels}
            if in_the_way:
                self._waived |= in_the_way
                return True
        used = [it for it in core.labels if isinstance(it, Bound)]
        soft = {it for it in used if it.kind in SOFT}
        if soft:
            self._without |= soft
            return True
        if used:
            self._last = self._last or core
            self._without |= set(used)
        return bool(used)

    def _grown(self, session: Pairing, last: Core) -> bool:
        """Look further, after it was seen that the bounds matter; return whether one can."""
        used = [it for it in last.labels if isinstance(it, Bound)]
        grown = larger(session.world, self._bounds, used, anyone=self._anyone)
        if grown is None:
            return False
        try:
            self._whole.session(grown, apart=self._claim is not None)
        except TooManyTermsError:
            tried, self._anyone = self._anyone, False
            return tried and self._grown(session, last)
        self._bounds, self._without, self._last = grown, frozenset(), None
        return True


def _proof(core: Core) -> Proof:
    return Proof(
        claims=tuple(it for it in core.labels if isinstance(it, Claim)),
        bounds=tuple(it for it in core.labels if isinstance(it, Bound)),
    )


def contained(left: Contract, right: Contract, *, seed: int = 0, effort: int = EFFORT) -> Answer:
    """Whether every message that `left` accepts is accepted by `right`.

    Args:
        left: The one whose messages are looked at.
        right: The one that should accept them; of the same document or another.
        seed: Same seed and same contracts: same answer.
        effort: Work for one check, in units of z3, before it is given up.

    Returns:
        A witness that is accepted by the left and refused by the right, a proof that there is
        none, or why neither was found.

    Raises:
        UnusableSchemaError: No validator takes one of the schemas.
    """
    return Containment(left, right, seed=seed, effort=effort).contained()


def excluded(left: Contract, right: Contract, *, seed: int = 0) -> Mapping[Claim, Answer]:
    """Return for every claim of `right` whether it excludes something that `left` accepts.

    Args:
        left: The one whose messages are looked at.
        right: The one that may refuse them.
        seed: Same seed and same contracts: same answers.

    Raises:
        UnusableSchemaError: No validator takes one of the schemas.
    """
    return Containment(left, right, seed=seed).excluded()


def types_contained(
    left: tuple[Api, TypeId | Span], right: tuple[Api, TypeId | Span], flow: Flow | None = None
) -> Answer:
    """Whether every message of a type of one API is one of a type of another.

    Keep a `Contracts` for each API to ask often.

    Args:
        left: The API and the type whose messages are looked at.
        right: The API and the type that should accept them.
        flow: Who sends the message; None: as written.

    Raises:
        KeyError: There is no such type or place.
        UnusableSchemaError: No validator takes one of the schemas.
    """
    (api, where), (other, other_where) = left, right
    return contained(
        Contracts(api).contract(where, flow), Contracts(other).contract(other_where, flow)
    )
