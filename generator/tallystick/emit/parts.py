"""How the parts of a multipart body are written, where the document says more than their schema."""

from collections.abc import Iterator, Mapping

from tallystick.ir import MISSING, Encoding, Enumeration, Type, TypeId


def media(item: Encoding) -> str | None:
    """Return the media type of a member's parts; of several, or a range, a file says its own."""
    types = item.content_types
    return types[0] if len(types) == 1 and "*" not in types[0] else None


def headers(types: Mapping[TypeId, Type], item: Encoding) -> Iterator[tuple[str, str]]:
    """Yield the headers of a member's parts whose value the document tells."""
    for header in item.headers:
        shape = types[header.type] if header.type else None
        told = shape.default if shape is not None else MISSING
        if isinstance(shape, Enumeration) and len(shape.members) == 1:
            told = shape.members[0].value
        if isinstance(told, (str, int)) and header.wire.lower() != "content-type":
            yield header.wire, str(told)
