"""One encoding of one message within bounds, and one z3 solver that is asked about it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tallystick.load.collector import uncollected
from tallystick.solve.answers import Claim, EdgePoint, Need, Question
from tallystick.solve.bound import Bound
from tallystick.solve.cel.rules import RuleEncoder
from tallystick.solve.contract import Contract
from tallystick.solve.effort import Effort
from tallystick.solve.encoding.decode import Decoder, TooLongError
from tallystick.solve.encoding.node import Node
from tallystick.solve.encoding.reach import Reach
from tallystick.solve.encoding.schema import Edge, Instance, SchemaEncoder
from tallystick.solve.encoding.vocabulary import VOCABULARY
from tallystick.solve.encoding.world import Bounds, World
from tallystick.solve.lessening import Label, Lessening
from tallystick.solve.needs import need_formula
from tallystick.solve.smt.engine import SAT, UNSAT, Engine
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import Bool, TooManyTermsError, equals
from tallystick.solve.strings.language import TooLargeError
from tallystick.text import Json

_ROUNDS: Final = 200
"""Facts about strings that are looked for before a question is given up."""
_PRODUCTS: Final = 24
"""How often facts about products are, each time of all that are wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message that the encoding allows.

    Attributes:
        exact: Its numbers are those of the model; JSON has no thirds.
    """

    value: Json
    exact: bool


@dataclass(frozen=True, slots=True)
class Core:
    """Assumptions that exclude each other."""

    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Neither was found."""

    reason: str


class Session:
    """A contract encoded within bounds.

    Attributes:
        world: The message's.
        node: The message.
        encoder: Of its schema.
        found: Whether some message was found.
    """

    @uncollected()
    def __init__(self, contract: Contract, bounds: Bounds, seed: int, effort: Effort) -> None:
        """Encode a contract.

        Args:
            contract: The contract.
            bounds: How far messages are spelled out.
            seed: Of z3.
            effort: What the question may take that is asked.

        Raises:
            TooManyTermsError: Bounds have grown, and the encoding with them, too far.
        """
        self.world = World(bounds)
        self.node = Node(self.world, "", 0)
        self.encoder = SchemaEncoder(self.world, contract.document, VOCABULARY)
        for root in contract.roots:
            self.world.assume(self.encoder.spine(root, self.node, guard=True))
        rules = RuleEncoder(self.encoder, contract.book, contract.bearing)
        for root in contract.roots:
            rules.say(root, self.node, guard=True)
        self.world.settle()
        self._reach = Reach(contract.document)
        self.claims = {Claim(*key): stake for key, stake in self.encoder.stakes.items()}
        self._held: dict[Label, Bool] = {it: own.holds for it, own in self.claims.items()}
        self._usual: dict[Label, Bool] = {}
        self._ahead = 1
        self._engine = Engine(seed, effort)
        self.found = False
        self._literals: dict[object, Bool] = {}
        self._lessening = Lessening(self._engine)
        self._measures: dict[int, tuple[str, bool] | None] = {}

    def ask(
        self, question: Question, *, without: frozenset[Bound], promise: Bool | None = None
    ) -> Found | Core | GivenUp:
        """Look for a message.

        Args:
            question: What it should be like.
            without: Bounds that are let go.
            promise: Of `one_of`: what else it should be like.
        """
        try:
            assumptions = self._assumptions(question, without)
            if promise is not None:
                assumptions["promise"] = promise
            outcome = self._search(assumptions)
        except TooLargeError:
            return GivenUp("a text, or the automaton of a pattern, grows too large")
        except TooManyTermsError:
            return GivenUp("the formulas grow too large")
        except TooLongError:
            return GivenUp("only arrays of a huge length would do")
        self.found |= isinstance(outcome, Found)
        return outcome

    def _assumptions(self, question: Question, without: frozenset[Bound]) -> dict[Label, Bool]:
        """Return what a question assumes: all that usually holds, but for what it lets go of."""
        where, asked = question.at, dict[Label, Bool]()
        for broken in question.broken:
            asked["broken"] = self._made_broken(broken, where)
        for need in question.needs:
            asked[need] = self._need(need)
        if question.edge is not None:
            edge = question.edge
            asked["edge"] = self._literal((edge, where), partial(self._at_edge, edge, where))
        if len(self._usual) != len(self._held) + len(self.world.limits):
            self._usual = dict(self._held)
            self._usual.update((bound, limit) for bound, limit in self.world.limits.items())
        assumed = self._usual.copy()  # which asks for no hashes, unlike picking what stays
        for label in assumed.keys() & {*question.broken, *question.waived, *without}:
            del assumed[label]
        return assumed | asked

    def _made_broken(self, claim: Claim, where: str | None) -> Bool:
        """Return the literal of a claim that is broken.

        Whoever asks about several claims asks about many, and z3 begins anew with each formula that
        it is told: so they are told more and more at once.
        """
        if where is None and (claim, where) not in self._literals and self.world.terms.most is None:
            order = list(self.claims)
            start = order.index(claim) if claim in self.claims else 0
            ahead = [it for it in order[start:] if (it, where) not in self._literals]
            for other in ahead[: self._ahead]:
                self._literal((other, where), partial(self._broken, other, where))
            self._ahead *= 2
        return self._literal((claim, where), partial(self._broken, claim, where))

    def _broken(self, claim: Claim, where: str | None) -> Formula:
        """Return whether a claim is broken; when a place is given: there and nowhere else."""
        here, elsewhere = self._instances(claim, where)
        unseen = self._broken_beyond(claim) if where is None else ()
        return conj(
            (
                disj((*(it.broken() for it in here), *unseen)),
                *(implies(it.guard, it.formula) for it in elsewhere),
            )
        )

    def _broken_beyond(self, claim: Claim) -> Iterator[Formula]:
        """Yield where a claim may be broken that nobody looks at: beyond the bounds."""
        for cut in self.encoder.cuts:
            if self._reach.leads(cut.at, claim.span, rule=claim.keyword == "rule"):
                yield cut.matters

    def _instances(self, claim: Claim, where: str | None) -> tuple[list[Instance], list[Instance]]:
        """Return the instances of a claim at a place, and the others; None is every place."""
        stake = self.claims.get(claim)
        every = [] if stake is None else stake.instances
        if where is None:
            return every, []
        here = [it for it in every if it.node.pointer == where]
        return here, [it for it in every if it.node.pointer != where]

    def places(self, claim: Claim) -> tuple[str, ...]:
        """Return where a claim may be broken, as far as messages are spelled out."""
        return tuple(dict.fromkeys(it.node.pointer for it in self._instances(claim, None)[0]))

    def edges(self, claim: Claim) -> Iterator[tuple[str, Sequence[Edge]]]:
        """Yield the places of a claim where it draws bounds, with them."""
        return ((pointer, edges) for pointer, edges in self.marked(claim) if edges)

    def marked(self, claim: Claim) -> Iterator[tuple[str, Sequence[Edge]]]:
        """Yield the places of a claim with the bounds that it draws there."""
        for instance in self._instances(claim, None)[0]:
            yield instance.node.pointer, instance.edges

    def measured(self, edge: Edge) -> tuple[str, bool] | None:
        """Return what a bound is about: the JSON Pointer, and whether of a list or of a number.

        None for the length of a text and the number of members.
        """
        if edge.measure.id not in self._measures:
            self._measures.update(self._measured())
        return self._measures.setdefault(edge.measure.id, None)

    def _measured(self) -> Iterator[tuple[int, tuple[str, bool]]]:
        """Yield the lengths of lists and the integers that are spoken of, by their numbers."""
        todo = [self.node]
        for node in todo:
            for name in ("length", "whole"):
                if name in vars(node):
                    yield getattr(node, name).id, (node.pointer, name == "length")
            todo += [child for _, child in node.members.values()]
            todo += node.items[:2]

    def _at_edge(self, point: EdgePoint, where: str | None) -> Formula:
        found: list[Formula] = []
        for instance in self._instances(point.claim, where)[0]:
            if point.number < len(instance.edges):
                edge = instance.edges[point.number]
                there = equals(edge.measure, edge.value + point.past * edge.outwards)
                found.append(conj((instance.guard, edge.when, there)))
        return disj(found)

    def one_of(self, groups: Iterable[tuple[Need, Sequence[Need]]]) -> Bool:
        """Return a literal to assume: a message meets one of some needs.

        Args:
            groups: Each a need, and others of which one is met beside it; none for it alone.
        """
        options: list[Formula] = []
        for need, others in groups:
            beside = disj(self._need(it) for it in others) if others else True
            options.append(conj((self._need(need), beside)))
        promise = self.world.truth()
        self.world.assume(implies(promise, disj(options)))
        return promise

    def _need(self, need: Need) -> Bool:
        return self._literal(need, partial(need_formula, self.node, need))

    def _literal(self, key: object, make: Callable[[], Formula]) -> Bool:
        """Return a literal that implies a formula: made once, assumed when asked."""
        if key not in self._literals:
            formula = make()
            self.world.settle()
            literal = self._literals[key] = self.world.truth()
            self.world.assume(disj((neg(literal), formula)))
        return self._literals[key]

    def _check(self, literals: Iterable[Bool]) -> int:
        """Return 1 when there is a model under assumptions, -1 when there is none, 0: unknown."""
        return self._engine.check(list(literals))

    def _search(self, assumptions: dict[Label, Bool]) -> Found | Core | GivenUp:
        if self.world.terms.are_too_many:
            raise TooManyTermsError  # not all was said that had to be
        pins: tuple[Bool, ...] = ()
        products = 0
        for _ in range(_ROUNDS):
            self._drain()
            verdict = self._check((*assumptions.values(), *pins))
            if verdict != SAT and pins:
                pins = ()
                continue
            if verdict == UNSAT:
                return self._core(assumptions)
            if verdict != SAT:
                return GivenUp(f"z3 gave up: {self._engine.reason}")
            decoder = Decoder(self._engine.model())
            wrong = self.world.products.mended(decoder.model)
            if wrong:
                pins, products = (*pins, *wrong), products + 1
                if products > _PRODUCTS:
                    return GivenUp("too many facts about products are needed")
                continue
            found = self._spell(decoder)
            if found is not None:
                return found
        return GivenUp("too many facts about strings are needed")

    def _spell(self, decoder: Decoder) -> Found | None:
        codes = list(decoder.codes(self.node))
        texts = self.world.words.spell(decoder.model, codes)
        return None if texts is None else Found(decoder.value(self.node, texts), decoder.exact)

    def _drain(self) -> None:
        axioms = self.world.axioms
        if axioms:
            self._engine.add(axioms)
            axioms.clear()

    def _core(self, assumptions: dict[Label, Bool]) -> Core:
        core = self._engine.core()
        return Core(tuple(it for it, literal in assumptions.items() if literal.handle in core))

    @property
    def clocked(self) -> bool:
        """Whether the clock ended a check, so that answers may be others elsewhere."""
        return self._engine.clocked

    def smaller(
        self, question: Question, core: Core, without: frozenset[Bound], *, plain: bool = False
    ) -> Core:
        """Leave out of a core what is not needed for it; see `Lessening.less`."""
        assumptions = self._assumptions(question, without)
        return Core(self._lessening.less(assumptions, core.labels, plain=plain))
