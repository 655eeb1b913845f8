"""What is written at a schema and at all that it joins."""

from collections.abc import Iterator

from tallystick.diagnostics import Span
from tallystick.resolve.model import Resolved
from tallystick.text import Json


def joined_at(resolved: Resolved, span: Span) -> Iterator[Json]:
    """Yield what is written at a schema, at what it refers to, and at the parts of its ``allOf``.

    Args:
        resolved: The document.
        span: The schema.

    Yields:
        Each value once, the nearest first; nothing of a schema that nobody wrote.
    """
    if span.pointer and not span.pointer.startswith("/"):
        return
    todo = [(span.uri, span.pointer)]
    seen: set[tuple[str, str]] = set()
    for place in todo:  # the list grows meanwhile
        if place in seen:
            continue
        seen.add(place)
        value = resolved.at(*place)
        yield value
        if place in resolved.refs:
            todo.append(resolved.refs[place])
        parts = value.get("allOf") if isinstance(value, dict) else None
        if isinstance(parts, list):
            todo += [(place[0], f"{place[1]}/allOf/{index}") for index in range(len(parts))]
