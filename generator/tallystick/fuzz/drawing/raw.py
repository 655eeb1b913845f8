"""Bodies that are bytes or texts as they are, of media types that say nothing more."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from hypothesis import strategies as st

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.values import Values
from tallystick.ir import Content, MediaKind, Operation, Scalar

MOST: Final = 60
"""Texts of one schema that are known from the start."""
ANYTHING: Final = frozenset({"application/octet-stream", "*/*", "application/*"})
"""Media types of which all bytes are."""
PLAIN: Final = frozenset({"text/plain", "text/*"})


def concrete(content: Content) -> str:
    """Return the media type that is sent for one that may be a range."""
    name = content.media_type.partition(";")[0].strip().lower()
    return name.replace("text/*", "text/plain") if name in PLAIN else "application/octet-stream"


def raw(
    judging: Judging, operation: Operation
) -> Iterator[tuple[Content, st.SearchStrategy[bytes]]]:
    """Yield the contents of an operation that are bytes or plain texts, each with some of them.

    Other media types (``image/png``) have a form of which a document says nothing. No body is
    empty: that could be read as none.
    """
    for content in operation.body.contents if operation.body else ():
        name = content.media_type.partition(";")[0].strip().lower()
        declared = judging.api.types.get(content.type) if content.type is not None else None
        sized = declared if isinstance(declared, Scalar) and declared.kind == "string" else None
        if content.kind is MediaKind.BINARY and name in ANYTHING and (sized or declared is None):
            least = max(1, (sized.min_length or 0) if sized else 0)
            yield content, st.binary(min_size=least, max_size=sized.max_length if sized else None)
        elif content.kind is MediaKind.TEXT and name in PLAIN:
            texts = _texts(judging, content)
            if texts is not None:
                yield content, texts


def _texts(judging: Judging, content: Content) -> st.SearchStrategy[bytes] | None:
    if content.type is None:
        return st.text("abc xyz", min_size=1).map(str.encode)
    values = (value for _, value in Values(judging, {}).valid(content.type, ""))
    known = [it.encode() for it in islice(values, MOST) if isinstance(it, str) and it]
    return st.sampled_from(known) if known else None
