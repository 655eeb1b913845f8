"""What is wrong with a rule, gathered while it is checked."""

import difflib
import re
from collections.abc import Iterable

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span
from tallystick.rules.expression import Expr, Literal, path
from tallystick.rules.shape import ANY, Shapes


class Problems:
    """The diagnostics of one rule.

    Attributes:
        text: The rule.
        shapes: Table of named shapes.
    """

    def __init__(self, text: str, shapes: Shapes, span: Span) -> None:
        """Start without any."""
        self.text = text
        self.shapes = shapes
        self._span = span
        self._found: list[Diagnostic] = []

    def add(self, code: Code, message: str, offset: int, advice: str | None = None) -> None:
        """Report a problem at a place of the rule's text."""
        place = Span(self._span.uri, self._span.pointer, offset=max(offset, 0))
        item = Diagnostic(code=code, message=message, span=place, help=advice)
        if item not in self._found:
            self._found.append(item)

    def all(self) -> Diagnostics:
        """Return what was reported, in the order found."""
        return tuple(self._found)

    def unknown(self, offset: int) -> Expr:
        """Return what stands in for a part that was refused: dynamic, so that nothing follows."""
        return Literal(type=ANY, offset=offset, value=None)

    def near(self, name: str, known: Iterable[str]) -> str | None:
        """Return "Did you mean 'x'?" for the closest known name, if one is close."""
        close = nearest(name, known)
        return None if close is None else f"did you mean '{close}'?"

    def after_dot(self, offset: int) -> int:
        """Return where the member's name starts, given where its dot stands."""
        if not 0 <= offset < len(self.text) or self.text[offset] != ".":
            return offset
        rest = self.text[offset + 1 :]
        return offset + 1 + len(rest) - len(rest.lstrip())

    def in_has(self, offset: int, name: str) -> int:
        """Return where the member's name starts in ``has(a.name)``, given where `has` stands."""
        asked = re.compile(rf"has\s*\([^()]*\.\s*{re.escape(name)}\s*\)")
        found = asked.match(self.text, max(offset, 0))
        return self.text.rindex(name, offset, found.end()) if found else offset

    def before_parenthesis(self, offset: int) -> int:
        """Return where the name of a function starts, given where its parenthesis stands."""
        if not 0 <= offset < len(self.text) or self.text[offset] != "(":
            return offset
        head = self.text[:offset].rstrip()
        return len(head.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))

    def inside(self, offset: int, value: str, within: int) -> int:
        """Return the place of a character of a string literal, if it stands there unescaped."""
        for quote in (1, 3, 2, 4):
            start = offset + quote
            if self.text[start : start + len(value)] == value:
                return start + within
        return offset


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` is most likely a misspelling of."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def spell(node: Expr) -> str:
    """Name a part of a rule in a sentence: ``'self.video.loop'``, ``'5s'``, "this value"."""
    if isinstance(node, Literal):
        return _constant(node.value)
    steps = path(node)
    return "this value" if steps is None else "'" + ".".join(steps) + "'"


def _constant(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}'"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return str(value)
