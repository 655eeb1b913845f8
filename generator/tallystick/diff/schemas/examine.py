"""What the differences between types do to messages: each is shown, proved harmless, or open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change, Direction, Proof, Unproven, Verdict, Witness
from tallystick.diff.options import Options
from tallystick.diff.parts.annotations import Annotations, written
from tallystick.diff.parts.slots import Slot, component_of, words_of
from tallystick.diff.schemas.closing import JUDGED, formats_of, named, unknown_to
from tallystick.diff.schemas.deltas import Delta
from tallystick.diff.schemas.equality import Equality
from tallystick.diff.schemas.judging import Reason
from tallystick.diff.schemas.messages import Exchange, Way
from tallystick.diff.schemas.pairs import Pair, Pairs, is_small
from tallystick.diff.schemas.placing import OF_MEMBERS, OF_RULES, home, merged, of_value, place
from tallystick.diff.schemas.prove import Prover
from tallystick.diff.side import Reading, Side
from tallystick.ir.types import TypeId

_EXCHANGES: Final = 4
"""Messages that are looked at for one difference before it stays unproven."""
_STRUCTURE: Final = Proof(method="structure")
_NAMED: Final = frozenset({Kind.MEMBER_ADDED, Kind.MEMBER_REMOVED})
"""A name is something even where no message shows it."""
_Key: TypeAlias = tuple[TypeId | None, TypeId | None, Direction, tuple[bool, bool, bool]]


@dataclass(slots=True, eq=False)
class _Matter:
    """One difference with all that it reaches.

    Attributes:
        ways: The messages it is looked for in, and how they lead to it.
        slots: All messages that it reaches.
        safe: Exchanges that are proved whole.
    """

    pair: Pair
    number: int
    ways: list[tuple[Exchange, Way]] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    safe: bool = True
    verdict: Verdict | None = None

    @property
    def delta(self) -> Delta:
        """The difference."""
        return self.pair.deltas[self.number]

    def _is_still_named(self) -> bool:
        """Whether both versions name the member, in a union if not here."""
        nodes = self.pair.old, self.pair.new
        both = zip(self.pair.reading, nodes, strict=True)
        return all(self.delta.name in named(views, node) for views, node in both)

    def _has_same_formats(self) -> bool:
        """Whether both versions name the same formats of those that no validator judges."""
        nodes = self.pair.old, self.pair.new
        old, new = (formats_of(*it) for it in zip(self.pair.reading, nodes, strict=True))
        return old ^ new <= JUDGED

    def is_nothing(self, same: Equality) -> bool:
        """Whether both versions mean the same, only written otherwise."""
        if self.delta.silent or not isinstance(self.verdict, Proof):
            return False
        if self.delta.kind in _NAMED and not self._is_still_named():
            return False
        if self.delta.kind is Kind.FORMAT_CHANGED and not self._has_same_formats():
            return False
        exchanges = [exchange for exchange, _ in self.ways]
        return same.of_pair(self.pair, exchanges[0].slots[0]) or (
            len(exchanges) <= _EXCHANGES and all(map(same.of_exchange, exchanges))
        )


class Examiner:
    """Compares types of two versions."""

    def __init__(self, old: Side, new: Side, options: Options) -> None:
        """Compare two versions."""
        self._sides = old, new
        self._options = options
        self._pairs: dict[Direction, Pairs] = {}
        self._provers: dict[Direction, Prover] = {}
        self._matters: dict[tuple[int, int], _Matter] = {}
        self._reached: list[tuple[Exchange, list[_Matter]]] = []
        self._words: list[Change] = []
        self._annotations = Annotations(self._sides, options)

    def changes(self, slots: Iterable[Slot]) -> list[Change]:
        """Return what changed in the types of messages, and what it does to them."""
        groups: dict[_Key, list[Slot]] = {}
        for slot in slots:
            if self._is_same(slot):
                continue
            travels = (slot.textual, slot.form, slot.exploded)
            key = (slot.old, slot.new, slot.direction, travels)
            groups.setdefault(key, []).append(slot)
        roots = [(group, self._root(group[0])) for group in groups.values()]
        self._close()
        differing = self._differing()
        if self._doubt(differing):
            differing = self._differing()
        for group, root in roots:
            self._survey(group, root, differing)
        for matter in self._matters.values():
            self._judge(matter)
        beyond = [change for group in self._reached for change in self._settle(*group)]
        same = Equality(self._sides, self._options)
        kept = [it for it in self._matters.values() if not it.is_nothing(same)]
        found = [self._change(matter) for matter in kept]
        return merged([*found, *beyond, *self._words])

    def _is_same(self, slot: Slot) -> bool:
        """Whether both types are small and written the same."""
        if slot.old is None or slot.new is None:
            return slot.old is slot.new
        types = [
            side.api.types[it] for side, it in zip(self._sides, (slot.old, slot.new), strict=True)
        ]
        spans = [it.span for it in types]
        return (
            self._sides[0].alike.written(spans[0], spans[1])
            and not any(it.also or it.only for it in types)
            and is_small(self._sides[0].raw(spans[0]))
        )

    def _root(self, slot: Slot) -> Pair:
        """Pair all schemas that two types reach."""
        old, new = (
            side.reading(type_, slot.flow)
            for side, type_ in zip(self._sides, (slot.old, slot.new), strict=True)
        )
        if slot.direction not in self._pairs:
            self._pairs[slot.direction] = Pairs(old.views, new.views)
        return self._pairs[slot.direction].pair(old.root, new.root)

    def _close(self) -> None:
        """Hold senders to what their document names, if that is the policy."""
        if self._options.sending == "open":
            return
        for direction, pairs in self._pairs.items():
            sender = 0 if direction == "request" else 1
            unknown = unknown_to(pairs.views, pairs.all(), ("old", "new")[sender])
            self._sides[sender].close(direction, unknown)

    def _survey(self, slots: list[Slot], root: Pair, differing: set[int]) -> None:
        """Find the differences of one pair of types.

        Args:
            slots: The messages of these types.
            root: The pair.
            differing: Pairs at which something differs, or below which.
        """
        if id(root) not in differing:
            return
        ways = list(_ways(root, differing))
        for way in ways:
            self._words += self._annotations.changes(way, slots)
        if not any(way.pair.deltas for way in ways):
            return
        exchange = self._exchange(slots)
        exchange.looked_at += [way for way in ways if way.pair.deltas]
        mine = [matter for way in ways for matter in self._noted(exchange, way)]
        self._reached.append((exchange, mine))

    def _doubt(self, differing: set[int]) -> bool:
        """Note pairs that are written otherwise, show no difference, and are not proved equal."""
        same = Equality(self._sides, self._options)
        found = False
        for direction, pairs in self._pairs.items():
            for pair in pairs.all():
                if id(pair) in differing or not pair.read or _reads_alike(pair):
                    continue
                if not same.of_nodes(pair, direction):
                    pair.deltas.append(Delta(kind=Kind.SCHEMA_CHANGED, keywords=()))
                    found = True
        return found

    def _differing(self) -> set[int]:
        """Return the pairs at which something differs, or below which."""
        users: dict[int, list[Pair]] = {}
        todo: list[Pair] = []
        for pairs in self._pairs.values():
            for pair in pairs.all():
                for _, below in pair.below:
                    users.setdefault(id(below), []).append(pair)
                if pair.deltas or self._annotations.differ(pair):
                    todo.append(pair)
        found = {id(pair) for pair in todo}
        while todo:
            for user in users.get(id(todo.pop()), ()):
                if id(user) not in found:
                    found.add(id(user))
                    todo.append(user)
        return found

    def _noted(self, exchange: Exchange, way: Way) -> Iterator[_Matter]:
        for number in range(len(way.pair.deltas)):
            key = (id(way.pair), number)
            matter = self._matters.setdefault(key, _Matter(way.pair, number))
            matter.slots += exchange.slots
            if not exchange.contained:
                matter.safe = False
                matter.ways.append((exchange, way))
            elif not matter.ways:
                matter.ways.append((exchange, way))
            yield matter

    def _exchange(self, slots: list[Slot]) -> Exchange:
        slot = slots[0]
        old, new = self._sides
        if slot.direction == "request":
            left = old.reading(slot.old, slot.flow, sends=True)
            right = new.reading(slot.new, slot.flow)
        else:
            left = new.reading(slot.new, slot.flow, sends=True)
            right = old.reading(slot.old, slot.flow)
        return Exchange(slots, (left, right), self._prover(slot.direction, left, right))

    def _prover(self, direction: Direction, left: Reading, right: Reading) -> Prover:
        if direction not in self._provers:
            judges = left.judges, right.judges
            self._provers[direction] = Prover(left.views, right.views, judges)
        return self._provers[direction]

    def _judge(self, matter: _Matter) -> None:
        """Look for a proof or a message, without the solver."""
        if matter.verdict is not None:
            return
        if matter.delta.silent:
            return
        ways = [(it, way) for it, way in matter.ways if not it.contained][:_EXCHANGES]
        if matter.safe or all(it.harmless(way, matter.number) for it, way in ways):
            vague = matter.ways[0][0].vague(matter.ways[0][1], matter.delta)
            matter.verdict = Unproven(reason=vague) if vague else _STRUCTURE
            return
        for exchange, way in ways:
            self._show(exchange, way)
            if matter.verdict is not None:
                return

    def _show(self, exchange: Exchange, way: Way) -> None:
        """Look for messages that show the differences of a pair."""
        open_ = {
            number: matter
            for number in range(len(way.pair.deltas))
            if (matter := self._matters[id(way.pair), number]).verdict is None
            and not matter.delta.silent
        }
        folded = exchange.is_folded(way)
        for message, _, reasons in exchange.shown(way):
            vague = folded and all(it.keyword in {"anyOf", "oneOf"} for it in reasons)
            guilty = [at for at, it in open_.items() if vague or _explains(it.delta, reasons)]
            for number in guilty:
                open_.pop(number).verdict = exchange.witness(message)
            if not open_:
                return

    def _settle(self, exchange: Exchange, matters: Sequence[_Matter]) -> Iterator[Change]:
        """Ask the solver about messages that structure and guesses leave open."""
        if exchange.contained:
            return
        shown = any(isinstance(it.verdict, Witness) for it in matters)
        left = [it for it in matters if it.verdict is None and not it.delta.silent]
        if not left and (shown or exchange.is_read_in_parts()):
            return
        verdict = exchange.solved(self._options)
        if isinstance(verdict, Witness) and not shown:
            guilty = left or [it for it in matters if not it.delta.silent]
            if len(left) == 1:
                left[0].verdict = verdict
            else:
                yield self._whole(exchange, verdict, guilty)
        for matter in left:
            if isinstance(verdict, Witness) and matter.verdict is None:
                self._blame(exchange, matter)
            if isinstance(verdict, Proof):
                matter.verdict = verdict
            elif matter.verdict is None:
                reason = verdict.reason if isinstance(verdict, Unproven) else "no message shows it"
                matter.verdict = Unproven(reason=reason)
        if isinstance(verdict, Unproven) and not left and not shown:
            yield self._whole(exchange, verdict, matters)

    def _blame(self, exchange: Exchange, matter: _Matter) -> None:
        """Ask the solver whether the receiver's claim refuses something."""
        view = matter.pair.views[1 if exchange.slots[0].direction == "request" else 0]
        places = []
        for keyword in matter.delta.keywords:
            span = view.spans.get(keyword)
            if span is not None:
                places.append((Span(span.uri, span.pointer.rpartition("/")[0]), keyword))
        if matter.delta.kind in OF_RULES:
            spans = [it.span for it in view.rules if it.id == matter.delta.name]
            places = [(span, "rule") for span in spans]
        if places:
            verdict = exchange.blamed(self._options, places, matter.delta.name)
            if not isinstance(verdict, Unproven):
                matter.verdict = verdict

    def _whole(self, exchange: Exchange, verdict: Verdict, guilty: Sequence[_Matter]) -> Change:
        """Return the change that a type as a whole is."""
        slot = exchange.slots[0]
        change = self._change(guilty[0]) if guilty else None
        return Change(
            kind=Kind.SCHEMA_CHANGED,
            part=slot.part,
            subject=slot.subject,
            direction=slot.direction,
            operations=tuple(dict.fromkeys(it.operation for it in exchange.slots)),
            component=component_of(slot.new_span),
            old=change.old if change else slot.old_span,
            new=change.new if change else slot.new_span,
            verdict=verdict,
        )

    def _change(self, matter: _Matter) -> Change:
        delta, pair = matter.delta, matter.pair
        way = matter.ways[0][1]
        slot = matter.slots[0]
        old = place(pair.views[0], delta, pair.old, slot.old_span)
        new = place(pair.views[1], delta, pair.new, slot.new_span)
        old, new = of_value(self._sides[0], old, delta), of_value(self._sides[1], new, delta)
        name = delta.name if delta.kind in OF_MEMBERS else ""
        node = home(pair, delta)
        rule = f"the rule `{delta.name}` of " if delta.kind in OF_RULES else ""
        return Change(
            kind=delta.kind,
            part=slot.part,
            subject=f"{rule}{words_of(node, name, slot)}",
            before=delta.before,
            after=delta.after,
            direction=slot.direction,
            component=component_of(node),
            at=way.at + (f"/{name}" if name else ""),
            required=delta.required,
            operations=tuple(dict.fromkeys(it.operation for it in matter.slots)),
            old=old,
            new=new,
            verdict=matter.verdict,
            announced=self._is_announced(matter, slot),
        )

    def _is_announced(self, matter: _Matter, slot: Slot) -> bool:
        """Whether the old version said that the values of an enumeration grow."""
        if matter.delta.kind is not Kind.ENUM_VALUES_ADDED or slot.direction != "response":
            return False
        return bool(written(self._sides[0], matter.pair.old).get("x-extensible-enum", False))


def _ways(root: Pair, wanted: set[int]) -> Iterator[Way]:
    """Yield the wanted pairs below one, by the shortest way, nearest first."""
    found = [Way((), root)]
    seen = {id(root)}
    for way in found:  # the list grows meanwhile
        yield way
        for step, below in way.pair.below:
            if id(below) not in seen and id(below) in wanted:
                seen.add(id(below))
                found.append(Way((*way.steps, step), below))


def _reads_alike(pair: Pair) -> bool:
    """Whether two schemas are written the same, all that they join included."""
    both = zip(pair.reading, (pair.old, pair.new), strict=True)
    old, new = ([it.at.value for it in views.flat(node)] for views, node in both)
    return old == new


_APPLIED: Final = frozenset(
    {
        *("prefixItems", "items", "contains", "patternProperties", "propertyNames", "not"),
        *("additionalProperties", "unevaluatedProperties", "unevaluatedItems"),
        *("dependentSchemas", "if", "then", "else"),
    },
)


def _explains(delta: Delta, reasons: frozenset[Reason]) -> bool:
    """Whether the reasons of a refusal are what a difference is about."""
    if delta.keywords == ("rule",):
        return not reasons
    if not delta.keywords:
        return True
    below = _APPLIED & set(delta.keywords)
    for reason in reasons:
        about = delta.kind not in OF_MEMBERS or reason.name in {delta.name, ""}
        if about and (reason.keyword in delta.keywords or below & reason.path):
            return True
        if delta.kind in OF_MEMBERS and reason.name == delta.name:
            return True
    return False
