"""JSON Schema 2020-12 as formulas over symbolic values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.diagnostics import Span
from tallystick.ir.keywords import ARRAY, OBJECT
from tallystick.solve.document import At, Document
from tallystick.solve.encoding.anyone import Anyone
from tallystick.solve.encoding.node import Key, Node
from tallystick.solve.encoding.reach import in_place, room
from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import Arith, Bool
from tallystick.text import Json

_OF_PARTS: Final = ARRAY | OBJECT
MOST_VISITS: Final = 20_000
"""Pairs of a schema and a place that one encoding follows: some seconds."""
"""Keywords that say nothing of a string."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A bound that a claim draws.

    Attributes:
        measure: What is bounded.
        value: The bound; on it the claim holds.
        outwards: 1 when larger values are refused, -1 when smaller ones are.
        when: Where `measure` means something.
    """

    measure: Arith
    value: int
    outwards: int
    when: Formula


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a schema says of a value.

    Attributes:
        keyword: Of the schema; None when the formula is made of claims itself.
        detail: Tells apart what one keyword says: the member that is required.
    """

    keyword: str | None
    formula: Formula
    detail: str = ""
    edges: Sequence[Edge] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """A claim at one place of the message.

    Attributes:
        guard: The claim applies here.
        formula: It holds.
        refused: What else must be so that breaking it breaks the message: no other branch of a
            union accepts.
    """

    node: Node
    guard: Formula
    formula: Formula
    refused: Formula
    edges: Sequence[Edge] = ()

    def broken(self) -> Formula:
        """Return whether it applies and does not hold."""
        return conj((self.guard, neg(self.formula), self.refused))


@dataclass(frozen=True, slots=True)
class Region:
    """Parts of a message that are not spelled out.

    Attributes:
        node: What they are parts of, or what is too deep itself.
        place: Which parts: ``deep`` for the node itself; ``items``; ``members``: those that
            nobody names; ``members of P``: those of them that match a pattern;
            ``names``: the names of all those; ``unevaluated``, with the schema that says so:
            those that nothing else in it has looked at.
        aside: Patterns; members that match one of them do not count.
        others: Those of which some stand for any; None: none do.
        value: Returns whether one of them is meant, and the value of which something is said.
    """

    node: Node
    place: str
    aside: frozenset[str] = frozenset()
    others: Anyone[Any] | None = field(default=None, compare=False)
    value: Callable[[Any], tuple[Formula, Node]] = field(
        default=lambda one: (one.here, one), compare=False
    )


@dataclass(slots=True)
class Unseen:
    """What a schema says of parts that are not spelled out.

    Attributes:
        holds: Literal: they are valid, or, for rules, fulfil the rules below the schema.
        rules: It is about rules.
        on_spine: The spine ends here.
        denied: It is read strictly, so that it may be denied.
    """

    at: At
    region: Region
    holds: Bool
    rules: bool
    on_spine: bool = False
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the spine does not follow a schema further.

    Attributes:
        matters: Claims at or below the schema may be broken there.
        rules: Of rules, not of the schema.
    """

    at: At
    matters: Formula
    rules: bool


@dataclass(slots=True)
class Stake:
    """A claim with its literal and its instances.

    Attributes:
        span: The schema, or the rule.
        holds: Literal: the claim holds wherever it applies.
    """

    span: Span
    keyword: str
    detail: str
    holds: Bool
    instances: list[Instance] = field(default_factory=list)

    def broken(self) -> Formula:
        """Return whether some instance is broken."""
        return disj(instance.broken() for instance in self.instances)


@dataclass(frozen=True, slots=True)
class Reading:
    """One schema read at one node.

    Attributes:
        guard: On the spine: where the schema applies; None in the strict reading.
        refused: As of `Instance`.
    """

    encoder: "SchemaEncoder"
    at: At
    node: Node
    guard: Formula | None
    refused: Formula = True

    @property
    def world(self) -> World:
        """The world of the node."""
        return self.node.world

    def sub(self, at: At, node: Node, when: Formula = True) -> Formula:
        """Return ``when -> valid``, on the spine if this schema is."""
        if when is False:
            return True
        if self.guard is None:
            return implies(when, self.encoder.strict(at, node))
        guard = conj((self.guard, when))
        return implies(when, self.encoder.spine(at, node, guard, self.refused))

    def strict(self, at: At, node: Node) -> Formula:
        """Return whether a value is valid, whatever is relaxed here."""
        return self.encoder.strict(at, node)

    def rest(self, at: At, beyond: Formula, region: Region) -> Formula:
        """Return what a schema says of parts that are not spelled out.

        Args:
            at: The schema.
            beyond: There are such parts.
            region: Which of them it applies to.
        """
        if beyond is False:
            return True
        if self.guard is None:
            return implies(beyond, self.encoder.unseen(at, region))
        when = conj((self.guard, beyond))
        return implies(when, self.encoder.cut(at, region, when))


Keyword = Callable[[Reading, dict[str, Any]], Iterator[Part]]


class SchemaEncoder:
    """Formulas of one document over the nodes of one world.

    Two readings: the *strict* one is equivalent to validity and can stand under ``not``; on the
    *spine* every claim has a literal, so that a question may let go of it.

    Attributes:
        stakes: Every claim on the spine by (place, keyword, detail).
        read: Schemas that were read strictly, by identity and node, with what they say.
        choices: Branch of a union and node -> literal: the spine goes through it.
        cuts: Where the spine ends: claims may be broken there, and nobody looks.
        visits: Schemas that the spine reads, each with the value and where it applies to it.
        unknown: What schemas say of parts that are not spelled out.
    """

    def __init__(self, world: World, document: Document, keywords: "dict[str, Keyword]") -> None:
        """Make an encoder.

        Args:
            world: Of the message.
            document: The schema.
            keywords: What each keyword says; several may share a function.
        """
        self.world = world
        self.document = document
        self.stakes: dict[tuple[Span, str, str], Stake] = {}
        self.choices: dict[tuple[int, int], Bool] = {}
        self.cuts: list[Cut] = []
        self.visits: list[tuple[At, Node, Formula]] = []
        self.unknown: dict[tuple[int, Region, bool], Unseen] = {}
        self._keywords = keywords
        self._rooms: dict[int, int] = {}
        self.read: dict[tuple[int, int], tuple[At, Formula]] = {}

    def strict(self, at: At, node: Node) -> Formula:
        """Return whether a value is valid; nothing can be relaxed."""
        schema = at.value
        if not isinstance(schema, dict):
            return schema is not False
        node.wanted = max(node.wanted, self._room(at))
        key = (id(schema), node.id)
        if key not in self.read:
            if self._too_deep(node):
                self.read[key] = at, self.unseen(at, Region(node, "deep"))
                return self.read[key][1]
            self.read[key] = at, True  # a schema that refers to itself in place adds nothing
            parts = self._parts(Reading(self, at, node, None), schema)
            self.read[key] = at, conj(part.formula for part in parts)
        return self.read[key][1]

    def spine(self, at: At, node: Node, guard: Formula, refused: Formula = True) -> Formula:
        """Return whether a value is valid, each claim relaxable.

        Args:
            at: The schema.
            node: The value.
            guard: Where the schema applies to it.
            refused: As of `Instance`.
        """
        reading = Reading(self, at, node, guard, refused)
        if not isinstance(at.value, dict):
            if at.value is not False:
                return True
            return self.stake(reading, Part("false", formula=False))
        node.wanted = max(node.wanted, self._room(at))
        self.visits.append((at, node, guard))
        if self._too_deep(node):
            return self.cut(at, Region(node, "deep"), guard)
        parts = self._parts(reading, at.value)
        return conj(self.stake(reading, part) for part in parts)

    def unseen(self, at: At, region: Region) -> Formula:
        """Return the literal of what a schema says of parts that are not spelled out."""
        if at.value is True:
            return True
        unseen = self._unseen(at, region, rules=False)
        unseen.denied = True
        return unseen.holds

    def _unseen(self, at: At, region: Region, *, rules: bool) -> Unseen:
        key = (id(at.value), region, rules)
        if key not in self.unknown:
            self.unknown[key] = Unseen(at, region, self.world.truth(), rules)
        return self.unknown[key]

    def cut(self, at: At, region: Region, when: Formula, *, rules: bool = False) -> Formula:
        """Note that the spine does not follow a schema further; return what it says there."""
        if when is False or at.value is True:
            return True
        unseen = self._unseen(at, region, rules=rules)
        unseen.on_spine = True
        self.cuts.append(Cut(at, conj((when, neg(unseen.holds))) if rules else when, rules))
        return unseen.holds

    def stake(self, reading: Reading, part: Part) -> Formula:
        """Register a claim at a node and return its formula with the claim's literal."""
        if part.keyword is None or part.formula is True or reading.guard is None:
            return part.formula
        stake = self.claim(reading.at.span, part.keyword, part.detail)
        instance = Instance(reading.node, reading.guard, part.formula, reading.refused, part.edges)
        stake.instances.append(instance)
        return disj((neg(stake.holds), part.formula))

    def claim(self, span: Span, keyword: str, detail: str = "") -> Stake:
        """Return the claim of a keyword at a place."""
        key = (span, keyword, detail)
        if key not in self.stakes:
            holds = self.world.truth()
            self.stakes[key] = Stake(span, keyword, detail, holds)
        return self.stakes[key]

    def _room(self, at: At) -> int:
        """Return how many items a schema speaks of, one by one, with all that apply in place."""
        known = self._rooms.get(id(at.value))
        if known is None:
            found = in_place(at, self.document)
            known = self._rooms[id(at.value)] = max(room(it.keywords) for it in found)
        return known

    def _parts(self, reading: Reading, schema: dict[str, Json]) -> Iterator[Part]:
        done: set[Keyword] = set()
        for keyword in schema:
            read = self._keywords.get(keyword)
            idle = keyword in _OF_PARTS and isinstance(reading.node, Key)
            if read is not None and read not in done and not idle:
                done.add(read)
                yield from read(reading, schema)

    def _too_deep(self, node: Node) -> bool:
        """Whether a node is beyond the bounds; within them it then does not exist.

        So is one that there is no more room for: the survey counts before, and may count too few.
        """
        depth = self.world.bounds.depth
        if node.depth <= depth and len(self.visits) <= MOST_VISITS:
            return False
        self.world.assume(implies(self.world.limit("depth", "", depth), neg(node.here)))
        return True
