"""Rules by the members they bind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.diagnostics import Span
from tallystick.emit.targets.docs.addresses import slug
from tallystick.ir import Api, Record, Type, TypeId
from tallystick.resolve.pointer import split
from tallystick.rules.expression import Has, Select, path, walk
from tallystick.rules.model import Rule
from tallystick.text import SpecText


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule as a page tells it.

    Attributes:
        anchor: Names its place on the page of rules.
        text: Its CEL, None for what only the server can judge.
    """

    id: str
    anchor: str
    message: SpecText
    text: str | None
    status: str
    source: SpecText | None


class Duties:
    """The rules of an API.

    Attributes:
        all: Every rule once, with the type that states it, in document order.
    """

    def __init__(self, api: Api) -> None:
        """Read all rules."""
        self._by_place: dict[Span, Duty] = {}
        self.all: tuple[tuple[Type, Duty], ...] = tuple(self._read(api))
        self._bound: dict[TypeId, Mapping[str, tuple[Duty, ...]]] = {}

    def of(self, owner: Record, wire: str) -> tuple[Duty, ...]:
        """Return the rules that bind a member of a record."""
        if owner.id not in self._bound:
            self._bound[owner.id] = self._bind(owner)
        return self._bound[owner.id].get(wire, ())

    def of_type(self, shape: Type) -> tuple[Duty, ...]:
        """Return the rules that a type states."""
        return tuple(self._by_place[rule.span] for rule in shape.rules)

    def _bind(self, owner: Record) -> Mapping[str, tuple[Duty, ...]]:
        found: dict[str, list[Duty]] = {}
        for rule in owner.rules:
            for wire in dict.fromkeys(_bound(rule)):
                found.setdefault(wire, []).append(self._by_place[rule.span])
        return {wire: tuple(duties) for wire, duties in found.items()}

    def _read(self, api: Api) -> Iterator[tuple[Type, Duty]]:
        anchors: set[str] = set()
        for shape in api.types.values():
            for rule in shape.rules:
                if rule.span not in self._by_place:
                    duty = _duty(rule, anchors)
                    self._by_place[rule.span] = duty
                    yield shape, duty


def _duty(rule: Rule, anchors: set[str]) -> Duty:
    base = slug(rule.id)
    anchor, number = base, 2
    while anchor in anchors:
        anchor, number = f"{base}-{number}", number + 1
    anchors.add(anchor)
    return Duty(rule.id, anchor, rule.message, rule.text, rule.status, rule.source)


def _bound(rule: Rule) -> Iterator[str]:
    """Yield the members of the instance that a rule is about, then those it reads."""
    if rule.field:
        yield split(rule.field)[0]
    if rule.expression is None:
        return
    for node in walk(rule.expression):
        if isinstance(node, (Select, Has)):
            place = (*(path(node.operand) or ()), node.member)
            if place[0] == "self":
                yield place[1]
