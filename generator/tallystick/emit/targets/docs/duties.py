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
        self._bound: dict[TypeId, Mapping[tuple[str, ...], tuple[Duty, ...]]] = {}

    def of(self, owner: Record, steps: tuple[str, ...]) -> tuple[Duty, ...]:
        """Return the rules of a record that bind a member inside of it.

        Args:
            owner: The record.
            steps: The way to the member from the record.
        """
        if owner.id not in self._bound:
            self._bound[owner.id] = self._bind(owner)
        return self._bound[owner.id].get(steps, ())

    def of_type(self, shape: Type) -> tuple[Duty, ...]:
        """Return the rules that a type states."""
        return tuple(self._by_place[rule.span] for rule in shape.rules)

    def _bind(self, owner: Record) -> Mapping[tuple[str, ...], tuple[Duty, ...]]:
        found: dict[tuple[str, ...], list[Duty]] = {}
        for rule in owner.rules:
            for steps in _bound(rule):
                found.setdefault(steps, []).append(self._by_place[rule.span])
        return {steps: tuple(duties) for steps, duties in found.items()}

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


def _bound(rule: Rule) -> list[tuple[str, ...]]:
    """Return the member that a rule is about, and those that it reads, the innermost only."""
    found = dict.fromkeys(_read(rule))
    if rule.field:
        found[split(rule.field)] = None
    return [
        steps
        for steps in found
        if not any(other != steps and other[: len(steps)] == steps for other in found)
    ]


def _read(rule: Rule) -> Iterator[tuple[str, ...]]:
    for node in walk(rule.expression) if rule.expression is not None else ():
        if isinstance(node, (Select, Has)):
            place = (*(path(node.operand) or ()), node.member)
            if place[0] == "self":
                yield place[1:]
