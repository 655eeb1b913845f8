"""Bodies that are bytes or texts as they are, of media types that say nothing more."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.values import Values
from tallystick.ir import Content, MediaKind, Operation, Scalar

MOST: Final = 60
"""Texts of one schema that are known from the start."""
ANYTHING: Final = frozenset({"application/octet-stream", "*/*", "application/*"})
"""Media types of which all bytes are."""
PLAIN: Final = frozenset({"text/plain", "text/*"})
SAMPLE: Final = b"a paper boat"


def concrete(content: Content) -> str:
    """Return the media type that is sent for one that may be a range."""
    name = _name(content)
    return name.replace("text/*", "text/plain") if name in PLAIN else "application/octet-stream"


def sized(judging: Judging, content: Content) -> tuple[int, int | None] | None:
    """Return how many bytes a content takes, at least and at most; None where not all are it.

    Other media types (``image/png``) have a form of which a document says nothing. No body is
    empty: that could be read as none.
    """
    if content.kind is not MediaKind.BINARY or _name(content) not in ANYTHING:
        return None
    declared = judging.api.types[content.type] if content.type is not None else None
    if declared is None:
        return 1, None
    if not isinstance(declared, Scalar) or declared.kind != "string":
        return None
    return max(1, declared.min_length or 0), declared.max_length


def texts(judging: Judging, content: Content) -> list[bytes] | None:
    """Return plain texts that a content takes, all of them where it has no schema: then none.

    None where it takes no plain text.
    """
    if content.kind is not MediaKind.TEXT or _name(content) not in PLAIN:
        return None
    if content.type is None:
        return []
    values = (value for _, value in Values(judging, {}).valid(content.type, ""))
    known = [it.encode() for it in islice(values, MOST) if isinstance(it, str) and it]
    return known or None


def samples(judging: Judging, operation: Operation) -> Iterator[tuple[str, bytes]]:
    """Yield a body for each content of an operation that is bytes or plain text: its type, it."""
    for content in operation.body.contents if operation.body else ():
        size = sized(judging, content)
        if size is not None:
            yield concrete(content), SAMPLE.ljust(size[0], b".")[: size[1]]
            continue
        known = texts(judging, content)
        if known is not None:
            yield concrete(content), known[0] if known else SAMPLE


def _name(content: Content) -> str:
    return content.media_type.partition(";")[0].strip().lower()
