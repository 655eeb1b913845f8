"""The messages of one pair of types: who sends, who receives, and what shows a difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Proof, Unproven, Verdict, Witness
from tallystick.diff.options import Options
from tallystick.diff.parts.slots import Slot
from tallystick.diff.schemas.circles import circles
from tallystick.diff.schemas.deltas import Delta
from tallystick.diff.schemas.harmless import is_harmless
from tallystick.diff.schemas.judging import Reason
from tallystick.diff.schemas.nodes import Node, View
from tallystick.diff.schemas.outside import Outside
from tallystick.diff.schemas.pairs import Pair, Step
from tallystick.diff.schemas.planting import Which, planted, walk
from tallystick.diff.schemas.prove import Prover
from tallystick.diff.schemas.samples import Sampler
from tallystick.diff.schemas.textual import (
    NUMBERS,
    fits_as_digits,
    fits_as_list,
    fits_as_text,
    fits_as_texts,
    form_readings,
    readings,
    reads_parts_alone,
)
from tallystick.diff.schemas.views import listed
from tallystick.diff.side import Reading
from tallystick.ir.widths import WIDTHS
from tallystick.solve.strings import formats
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.solve import answers
    from tallystick.solve.bound import Bound
    from tallystick.solve.containment import Containment

_GUESSES: Final = 60
_SPENT: Final = "the solver was asked all questions of this comparison (--questions)"
_HINTS: Final = frozenset({"password", "binary", "commonmark"})
"""Formats that say what a text is for, and refuse none."""

_MEMBER: Final = (["member"], ["rest"], ["pattern"])
_ITEM: Final[tuple[list[str], ...]] = ([], ["items"], ["prefix"])


@dataclass(frozen=True, slots=True)
class Way:
    """How a message leads to a pair of schemas."""

    steps: tuple[Step, ...]
    pair: Pair

    @property
    def at(self) -> str:
        """The place in the message, ``*`` for any item or unnamed member."""
        names = {"items": "*", "rest": "*", "pattern": "*", "names": "*"}
        return "".join(
            f"/{names.get(step.kind, step.name)}"
            for step in self.steps
            if step.kind not in {"branch", "dependent"}
        )


class Exchange:
    """One pair of types as sender and receiver see it.

    Attributes:
        slots: The messages that are of these types.
        looked_at: Pairs of them at which something differs.
    """

    def __init__(
        self,
        slots: Sequence[Slot],
        readings: tuple[Reading, Reading],
        prover: Prover,
        which: Which | None = None,
    ) -> None:
        """Look at messages.

        Args:
            slots: At least one; all of the same two types.
            readings: The sender's (closed, under that policy), and the receiver's.
            prover: Of the two versions in these roles.
            which: The sender's version; None: who sends such messages.
        """
        self.slots = tuple(slots)
        self.left, self.right = readings
        self._prover = prover
        sender: Which = "old" if slots[0].direction == "request" else "new"
        self._which = which or sender
        self._samplers = Sampler(self.left.views), Sampler(self.right.views)
        self._judges = self.right.judges
        self._outside = Outside(*self._samplers, self._judges)
        self._asked: Containment | None = None
        self.looked_at: list[Way] = []

    @cached_property
    def contained(self) -> bool:
        """Whether it is certain, by structure, that the receiver takes what the sender sends."""
        left = self.left.views.view(self.left.root)
        if self._fits(left, self.right.views.view(self.right.root)) or self._lists_texts(left):
            return True
        return self._prover.contained(self.left.root, self.right.root)

    def _fits(self, left: View, right: View, *, deep: bool = False) -> bool:
        """Whether what travels as text is fine though schemas of values would not say so."""
        slot = self.slots[0]
        if not slot.textual or (slot.form and not deep):
            return False
        if (slot.form or (slot.exploded and not deep)) and fits_as_list(
            self.right.views, left, right
        ):
            return True
        views = self.left.views, self.right.views
        if fits_as_text(left, right) or fits_as_digits(left, right):
            return True
        return fits_as_texts(views, left, right)

    def _lists_texts(self, left: View) -> bool:
        """Whether what travels as text is one of a few, each of which is fine."""
        values = listed(left) if self.slots[0].textual else None
        if values is None:
            return False
        accepts = partial(self._accepts, self.right)
        return all(any(map(accepts, self._readings(it))) for it in values)

    def _accepts(self, reading: Reading, message: Json) -> bool:
        """Whether an oracle says that a message is fine."""
        oracle = reading.oracle(message)
        return oracle is not None and oracle.accepts(message)

    def is_read_in_parts(self) -> bool:
        """Whether it travels as text, and is fine when each difference on its own is."""
        other: Which = "new" if self._which == "old" else "old"
        views = self.right.views
        return self.slots[0].textual and all(
            reads_parts_alone(views.view(node))
            for way in self.looked_at
            for node in walk(views, self.right.root, way.steps, other)
        )

    def harmless(self, way: Way, number: int) -> bool:
        """Whether one difference of a pair certainly refuses nothing."""
        one, other = self._ends(way)
        left, right = self.left.views.view(one), self.right.views.view(other)
        if self._travels_as_text(way) and self._fits(left, right, deep=bool(way.steps)):
            return True
        return is_harmless(self._prover, way.pair.deltas[number], left, right)

    def _travels_as_text(self, way: Way) -> bool:
        """Whether what a way leads to is text, if any of the message is; all is, but in forms."""
        if not self.slots[0].form:
            return True
        kinds = [step.kind for step in way.steps if step.kind not in {"branch", "dependent"}]
        return kinds[:1] in _MEMBER and kinds[1:] in _ITEM

    def is_folded(self, way: Way) -> bool:
        """Whether the receiver's schema has a union that is read as plain keywords."""
        view = self.right.views.view(self._ends(way)[1])
        return not view.groups and not view.spans.keys().isdisjoint({"anyOf", "oneOf"})

    def vague(self, way: Way, delta: Delta) -> str:
        """Say why no validator can show what a difference does; "" when one can."""
        if delta.kind is not Kind.FORMAT_CHANGED:
            return ""
        one, other = self._ends(way)
        had = self.left.views.view(one).formats
        right = self.right.views.view(other)
        known = {*formats.NAMES, *_HINTS, *(() if "string" in right.kinds else WIDTHS)}
        open_ = [it for it in sorted(right.formats - had - known) if not had & _within(it)]
        return f"no validator judges the format `{open_[0]}`" if open_ else ""

    def _ends(self, way: Way) -> tuple[Node, Node]:
        other: Which = "new" if self._which == "old" else "old"
        return (
            walk(self.left.views, self.left.root, way.steps, self._which)[-1],
            walk(self.right.views, self.right.root, way.steps, other)[-1],
        )

    def shown(self, way: Way) -> Iterator[tuple[Json, Json, frozenset[Reason]]]:
        """Yield messages that the sender sends and the receiver refuses.

        Args:
            way: The pair whose differences should be the reason.

        Yields:
            The message; what it holds at the pair; why the receiver's schema there refuses that.
        """
        nodes = walk(self.left.views, self.left.root, way.steps, self._which)
        _, right = self._ends(way)
        more = NUMBERS if self.slots[0].textual else ()
        values = chain(more, self._outside.values(nodes[-1], right))
        for value in islice(values, _GUESSES + len(more)):
            reasons = self._judges.reasons(right, value)
            if reasons is not None and not reasons:
                continue
            for message in planted(self._samplers[0], nodes, way.steps, value):
                if self.breaks(message):
                    yield message, value, reasons or frozenset()

    def breaks(self, message: Json) -> bool:
        """Whether the oracles say that the sender may send it and the receiver refuses it."""
        accepts = partial(self._accepts, self.right)
        if self.slots[0].textual and any(map(accepts, self._readings(message))):
            return False
        receiver = self.right.oracle(message)
        if receiver is None or receiver.accepts(message):
            return False
        return self._accepts(self.left, message)

    def _readings(self, message: Json) -> Iterator[Json]:
        """Yield what looks the same as a message that travels as text."""
        slot = self.slots[0]
        if slot.form:
            yield from form_readings(message)
        else:
            yield from readings(message, exploded=slot.exploded)

    def witness(self, message: Json) -> Witness:
        """Return a confirmed message as a witness."""
        oracle = self.right.oracle(message)
        claims = oracle.refusals(message) if oracle is not None else ()
        direction = self.slots[0].direction
        accepted = self._which
        return Witness(
            kind=direction,
            value=message,
            accepted_by=accepted,
            refused_by="new" if accepted == "old" else "old",
            because=_because(claims),
        )

    def solved(self, options: Options) -> Verdict:
        """Ask the solver about whole messages."""
        if not options.solver:
            return Unproven(reason="structure does not settle it, and the solver was not asked")
        if self._is_circular():
            return Unproven(reason="a schema decides about itself and the same value")
        if not options.purse.take():
            return Unproven(reason=_SPENT)
        try:
            return self._verdict(self._containment(options).contained())
        except _problems() as problem:
            return Unproven(reason=" ".join(str(problem).split())[:200])

    def blamed(self, options: Options, places: Sequence[tuple[Span, str]], name: str) -> Verdict:
        """Ask the solver whether single claims of the receiver refuse something.

        Args:
            options: How much work it may do.
            places: Schemas of the receiver, and a keyword in each.
            name: The member that the claim is about, "" for any.
        """
        wanted = {(*place,) for place in places}
        wanted |= {(span.child(keyword), "false") for span, keyword in places}
        try:
            containment = self._containment(options)
            claims = [it for it in containment.claims if (it.span, it.keyword) in wanted]
            claims = [it for it in claims if it.keyword != "required" or it.detail == name]
            if not options.purse.take(len(claims)):
                return Unproven(reason=_SPENT)
            found = list(map(self._verdict, containment.excluded(claims).values()))
        except _problems() as problem:
            return Unproven(reason=" ".join(str(problem).split())[:200])
        for kind in (Witness, Unproven):
            for verdict in found:
                if isinstance(verdict, kind):
                    return verdict
        return found[0] if found else Unproven(reason="no single claim refuses it")

    def _containment(self, options: Options) -> "Containment":
        from tallystick.solve.containment import Containment  # noqa: PLC0415 (z3 is slow to import)

        if self._asked is None:
            left, right = self.left.contract, self.right.contract
            self._asked = Containment(left, right, effort=options.effort)
        return self._asked

    def _verdict(self, answer: "answers.Answer") -> Verdict:
        from tallystick.solve import answers  # noqa: PLC0415 (most differences need no solver)

        match answer:
            case answers.Witness(value=message):
                if self.breaks(message):
                    return self.witness(message)
                return Unproven(reason="what is refused looks like something else as text")
            case answers.Proof(bounds=bounds):
                return Proof(method="solver", bounds=tuple(_bound(it) for it in bounds))
            case answers.Undecided(reason=reason):
                return Unproven(reason=reason)

    def _is_circular(self) -> bool:
        """Whether nobody can say what a schema means that only one side makes of itself."""
        left, right = (circles(it.contract.document) for it in (self.left, self.right))
        return left != right


def _problems() -> tuple[type[Exception], ...]:
    """Return what the solver may give up with; asked for only when it does."""
    from tallystick.solve.answers import DisagreementError  # noqa: PLC0415 (as above)
    from tallystick.solve.confirm import UnusableSchemaError  # noqa: PLC0415 (slow to import)

    return UnusableSchemaError, DisagreementError, RecursionError, KeyError


def _within(name: str) -> frozenset[str]:
    """Return formats of numbers that are part of another one."""
    return frozenset({"float"} if name == "double" else ())


def _bound(bound: "Bound") -> str:
    place = f" at {bound.pointer}" if bound.pointer else ""
    return f"{bound.kind}{place}: {bound.value}"


def _because(claims: "Sequence[answers.Claim]") -> str:
    """Say what refuses a message."""
    said = []
    for claim in claims[:3]:
        if claim.keyword == "rule":
            said.append(f"rule `{claim.detail}`")
        else:
            detail = f" `{claim.detail}`" if claim.detail else ""
            said.append(f"`{claim.keyword}`{detail} at {claim.span.pointer or '/'}")
    return " and ".join(said) or "the schema"
