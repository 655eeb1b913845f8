"""Types of both versions that hold the same messages of an operation."""

from dataclasses import dataclass

from tallystick.diagnostics import Span, unescape
from tallystick.diff.model import Direction, Part
from tallystick.ir.exact import Flow
from tallystick.ir.types import TypeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A body, parameter or header that both versions have.

    Attributes:
        operation: ``GET /pets/{id}``.
        old: Its type, None when nothing is said of it.
        new: Likewise.
        subject: ``the request body``, ``the query parameter `limit```.
        textual: Scalars travel as text, so that ``5`` and ``"5"`` are the same.
        form: It is a form: its members travel as text, what is within objects of them does not,
            and one value is a list of one.
        exploded: Each item of a list travels on its own, so that one value is a list of one.
    """

    operation: str
    part: Part
    subject: str
    direction: Direction
    old: TypeId | None
    new: TypeId | None
    old_span: Span
    new_span: Span
    textual: bool = False
    form: bool = False
    exploded: bool = False

    @property
    def flow(self) -> Flow:
        """Who sends it, as exact schemas want to know it."""
        return self.direction


_SCHEMAS = "/components/schemas/"
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas"})
_ALONE = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})


def component_of(span: Span | None) -> str | None:
    """Return the component schema that a place is in, None when it is in none."""
    if span is None or not span.pointer.startswith(_SCHEMAS):
        return None
    return unescape(span.pointer[len(_SCHEMAS) :].partition("/")[0])


def words_of(span: Span | None, name: str, slot: Slot) -> str:
    """Say where a schema stands: ``the member `loop` of Video``, ``the request body``.

    Args:
        span: The schema.
        name: A member of it that is meant, "" for the schema itself.
        slot: A message that it is part of.
    """
    component = component_of(span)
    pointer = span.pointer if span is not None else ""
    if component is not None:
        inner = pointer[len(_SCHEMAS) :].partition("/")[2]
        whole = f"`{component}`"
    else:
        base = _base(slot, pointer)
        inner = pointer[len(base) :].lstrip("/") if base is not None else ""
        whole = slot.subject
    path = _path(inner, name)
    return f"`{path}` of {whole}" if path else whole


def _base(slot: Slot, pointer: str) -> str | None:
    for span in (slot.new_span, slot.old_span):
        if pointer.startswith(span.pointer):
            return span.pointer
    return None


def _path(inner: str, name: str) -> str:
    """Return the way to a schema as code would write it: ``pet.toys[]``."""
    steps = [unescape(token) for token in inner.split("/")] if inner else []
    path = ""
    position = 0
    while position < len(steps):
        step = steps[position]
        if step in _MAPS and position + 1 < len(steps):
            following = steps[position + 1]
            path += f".{following}" if path else following
            position += 1
        elif step in _ALONE:
            position += 1
        elif step == "items":
            path += "[]"
        elif step == "additionalProperties":
            path += ".*"
        position += 1
    if name:
        path += f".{name}" if path else name
    return path
