"""Two contracts over one symbolic message: what the left accepts and the right refuses."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from tallystick.load.collector import uncollected
from tallystick.solve.answers import Claim, Need
from tallystick.solve.bound import Bound
from tallystick.solve.cel.rules import RuleEncoder
from tallystick.solve.contract import Contract
from tallystick.solve.document import At
from tallystick.solve.effort import Effort
from tallystick.solve.encoding.decode import TooLongError
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.reach import Reach
from tallystick.solve.encoding.schema import Region, SchemaEncoder, Unseen
from tallystick.solve.encoding.vocabulary import VOCABULARY
from tallystick.solve.encoding.world import Bounds, World
from tallystick.solve.lessening import Label, Lessening
from tallystick.solve.needs import need_formula
from tallystick.solve.reading.inclusion import Inclusion
from tallystick.solve.reading.lemmas import lemmas, twins
from tallystick.solve.session import Core, Found, GivenUp, Session
from tallystick.solve.smt.engine import Engine
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import Bool
from tallystick.solve.strings.language import TooLargeError

REFUSED: Final = "refused"
"""The assumption that the right refuses the message."""


class Pairing(Session):
    """Two contracts encoded within bounds.

    The left is the spine of the message. The right is read twice: strictly, to say that it
    refuses the message, and, when its claims are asked for one by one, as a spine of its own.
    Both readings are exact or leave open what they do not encode, so that unsatisfiability is a
    proof as far as the bounds in its core say.
    """

    @uncollected()
    def __init__(
        self,
        known: Inclusion,
        bounds: Bounds,
        seed: int,
        effort: Effort,
        *,
        apart: bool,
    ) -> None:
        """Encode two contracts.

        Args:
            known: The two contracts, and what is known of them without search. The left accepts
                the messages looked for, the right refuses them.
            bounds: How far messages are spelled out.
            seed: Of z3.
            effort: What the question may take that is asked.
            apart: The claims of the right may be asked for one by one.

        Raises:
            TooManyTermsError: Bounds have grown, and the encoding with them, too far.
        """
        left, self._right = known.left, known.right
        self._known = known
        self.world = World(bounds)
        self.node = Node(self.world, "", 0)
        self.encoder = SchemaEncoder(self.world, left.document, VOCABULARY)
        self._say(self.encoder, left)
        self._strict = SchemaEncoder(self.world, self._right.document, VOCABULARY)
        accepted = self._accepted()
        self._of_anyone()
        self._apart = SchemaEncoder(self.world, self._right.document, VOCABULARY)
        if apart:
            self._say(self._apart, self._right)
        # Only now all members that anybody names are known.
        self.world.settle()
        for formula in (*lemmas(self.encoder, self._strict, known), *self._fulfilled()):
            self.world.assume(formula)
        self.claims = {Claim(*key): stake for key, stake in self.encoder.stakes.items()}
        self.others = {Claim(*key): stake for key, stake in self._apart.stakes.items()}
        self._reach = Reach(self._right.document)
        self._engine = Engine(seed, effort)
        self._lessening = Lessening(self._engine)
        self._literals: dict[object, Bool] = {}
        self._literal(REFUSED, lambda: self._refused(accepted))

    def _say(self, encoder: SchemaEncoder, contract: Contract) -> None:
        """Assert a contract, each claim under its literal."""
        for root in contract.roots:
            self.world.assume(encoder.spine(root, self.node, guard=True))
        self._say_rules(encoder, contract)

    def _say_rules(self, encoder: SchemaEncoder, contract: Contract) -> None:
        twin = twins(self._known) if contract is self._right else lambda _: None
        rules = RuleEncoder(encoder, contract.book, contract.bearing, twin)
        for root in contract.roots:
            rules.say(root, self.node, guard=True)

    def _accepted(self) -> Formula:
        """Return that the schema of the right accepts the message; its rules are asked later."""
        accepted = conj([self._strict.strict(root, self.node) for root in self._right.roots])
        self._say_rules(self._strict, self._right)
        return accepted

    def _of_anyone(self) -> None:
        """Say of the parts that stand for any what both contracts say of all.

        What the spine of the left says holds. Of anything else: it is so, or there is a part of
        which it is not.
        """
        for unseen, encoder in self._unseen():
            region, others = unseen.region, unseen.region.others
            if others is None:
                continue
            if unseen.denied:
                others.define(unseen.holds, _each(region, partial(_valid, encoder, unseen.at)))
            if unseen.on_spine and encoder is self.encoder:
                others.say(unseen.holds, _each(region, partial(self._left_of, unseen)))
            elif unseen.on_spine:
                others.define(unseen.holds, _each(region, partial(self._fulfils, unseen.at)))

    def _unseen(self) -> Iterator[tuple[Unseen, SchemaEncoder]]:
        """Yield what is not spelled out, and who says it; more comes up."""
        known: set[int] = set()
        while True:
            both = (self.encoder, self._strict)
            found = [(it, encoder) for encoder in both for it in encoder.unknown.values()]
            found = [pair for pair in found if id(pair[0]) not in known]
            if not found:
                return
            known |= {id(it) for it, _ in found}
            yield from found

    def _left_of(self, unseen: Unseen, there: Formula, one: Node) -> Formula:
        guard = conj((unseen.holds, there))
        if not unseen.rules:
            return implies(there, self.encoder.spine(unseen.at, one, guard))
        rules = RuleEncoder(self.encoder, self._known.left.book, self._known.left.bearing)
        rules.say(unseen.at, one, guard)
        return True

    def _fulfils(self, at: At, there: Formula, one: Node) -> Formula:
        """Return whether a part fulfils the rules of the right."""
        encoder = SchemaEncoder(self.world, self._right.document, VOCABULARY)
        twin = twins(self._known)
        rules = RuleEncoder(encoder, self._right.book, self._right.bearing, twin)
        rules.say(at, one, there)
        broken = [stake.broken() for stake in encoder.stakes.values()]
        return neg(disj((*broken, *(cut.matters for cut in encoder.cuts))))

    def _refused(self, accepted: Formula) -> Formula:
        """Return that the right does not accept the message, or that it breaks a rule."""
        broken = [stake.broken() for stake in self._strict.stakes.values()]
        return disj((neg(accepted), *broken, *(cut.matters for cut in self._strict.cuts)))

    def _fulfilled(self) -> Iterator[Formula]:
        """Yield that the left's rules hold where nobody looks."""
        for cut in self.encoder.cuts:
            if cut.rules:
                yield neg(cut.matters)

    def _excludes(self, claim: Claim) -> Formula:
        """Return that a claim of the right is broken somewhere."""
        cuts = self._apart.cuts
        beyond = [
            cut.matters
            for cut in cuts
            if self._reach.leads(cut.at, claim.span, rule=claim.keyword == "rule")
        ]
        return disj((self.others[claim].broken(), *beyond))

    # --- Questions --------------------------------------------------------------------------

    def refused(self, needs: tuple[Need, ...], without: frozenset[Bound]) -> Found | Core | GivenUp:
        """Look for a message that the left accepts and the right refuses.

        Args:
            needs: What else it should be like.
            without: Bounds that are let go.
        """
        return self._looked(dict(self._given(needs, without, REFUSED)))

    def explained(self, core: Core, without: frozenset[Bound]) -> Core:
        """Leave out of a core of `refused` what it does not need; see `Lessening.less`."""
        assumptions = dict(self._given((), without, REFUSED))
        return Core(self._lessening.less(assumptions, core.labels, plain=True))

    def excluded(
        self,
        claim: Claim,
        needs: tuple[Need, ...],
        waived: frozenset[Claim],
        without: frozenset[Bound],
    ) -> Found | Core | GivenUp:
        """Look for a message that the left accepts and one claim of the right refuses.

        Args:
            claim: The claim.
            needs: What else the message should be like.
            waived: Other claims of the right that may be broken too.
            without: Bounds that are let go.
        """
        key = ("excluded", claim)
        self._literal(key, lambda: self._excludes(claim))
        assumptions = dict(self._given(needs, without, key))
        for other, stake in self.others.items():
            if other != claim and other not in waived:
                assumptions[label(other)] = stake.holds
        return self._looked(assumptions)

    def _given(
        self, needs: tuple[Need, ...], without: frozenset[Bound], refused: object
    ) -> Iterator[tuple[Label, Bool]]:
        for claim, stake in self.claims.items():
            yield claim, stake.holds
        for need in needs:
            yield need, self._literal(need, partial(need_formula, self.node, need))
        yield REFUSED, self._literals[refused]
        for bound, limit in list(self.world.limits.items()):
            if bound not in without:
                yield bound, limit

    def _looked(self, assumptions: dict[Label, Bool]) -> Found | Core | GivenUp:
        try:
            return self._search(assumptions)
        except TooLargeError:
            return GivenUp("the automaton of a pattern grows too large")
        except TooLongError:
            return GivenUp("only arrays of a huge length would do")


def _each(region: Region, says: Callable[[Formula, Node], Formula]) -> Callable[[Any], Formula]:
    """Return what is said of a part that stands for any: that it is one of a region, and which."""
    return lambda one: says(*region.value(one))


def _valid(encoder: SchemaEncoder, at: At, there: Formula, one: Node) -> Formula:
    return implies(there, encoder.strict(at, one))


def label(claim: Claim) -> str:
    """Return how a claim of the right is called in a core; the left may have an equal one."""
    return f"right: {claim!r}"
