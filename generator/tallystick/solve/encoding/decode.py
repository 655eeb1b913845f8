"""Models as JSON."""

from collections.abc import Iterator
from typing import Final

from tallystick.solve.encoding.equality import exact
from tallystick.solve.encoding.node import Kind, Node
from tallystick.solve.smt.model import Model
from tallystick.solve.smt.symbolic import Arith
from tallystick.text import Json

_MOST: Final = 20_000
"""Items of an array that is written out."""


class TooLongError(Exception):
    """A model has an array that nobody would send."""


class Decoder:
    """Reads one message out of a model.

    Attributes:
        model: The model.
        exact: No number had to be rounded so far.
    """

    def __init__(self, model: Model) -> None:
        """Read from a model."""
        self.model = model
        self.exact = True
        self._kinds: dict[int, Kind] = {}

    def kind(self, node: Node) -> Kind:
        """Return the kind of a value; of one that nobody looked at it may be any."""
        known = self._kinds.get(node.id)
        if known is None:
            known = self._kinds[node.id] = self._kind(node)
        return known

    def _kind(self, node: Node) -> Kind:
        if "kinds" not in vars(node):
            return "boolean"
        for kind, literal in node.kinds.items():
            if literal is True or (literal is not False and self.model.holds(literal)):
                return kind
        msg = "a value of no kind"
        raise AssertionError(msg)

    def codes(self, node: Node) -> Iterator[Arith]:
        """Yield the strings of a message, keys included that nobody names."""
        match self.kind(node):
            case "string":
                yield node.code
            case "array":
                for item in node.items[: self._length(node)]:
                    yield from self.codes(item)
            case "object":
                for present, child in node.members.values():
                    if self.model.holds(present):
                        yield from self.codes(child)
                for slot in node.slots or ():
                    if self.model.holds(slot.present):
                        yield slot.key
                        yield from self.codes(slot.node)
            case _:
                return

    def _length(self, node: Node) -> int:
        length = self.model.number(node.length)
        if length > _MOST:
            raise TooLongError
        return length

    def value(self, node: Node, texts: dict[int, str]) -> Json:  # noqa: PLR0911 - one return for each kind
        """Return a value.

        Args:
            node: The place.
            texts: Code -> string, as `Words.spell` gave them.
        """
        match self.kind(node):
            case "null":
                return None
            case "boolean":
                return self.model.holds(node.flag)
            case "integer":
                number = self.model.number(node.whole)
                floated = "floated" in vars(node) and self.model.holds(node.floated)
                return float(number) if floated else number
            case "fraction":
                return self._fraction(node)
            case "string":
                return texts[self.model.number(node.code)]
            case "array":
                length = self._length(node)
                items = [self.value(item, texts) for item in node.items[:length]]
                return items + [None] * (length - len(items))
            case "object":
                return self._object(node, texts)

    def _fraction(self, node: Node) -> float:
        if "fraction" not in vars(node):  # nobody looked at it
            return 0.5
        fraction = self.model.fraction(node.fraction)
        number = float(fraction)
        self.exact = self.exact and exact(number) == fraction
        return number

    def _object(self, node: Node, texts: dict[int, str]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for name, (present, child) in node.members.items():
            if self.model.holds(present):
                found[name] = self.value(child, texts)
        for slot in node.slots or ():
            if self.model.holds(slot.present):
                found[texts[self.model.number(slot.key)]] = self.value(slot.node, texts)
        return found
