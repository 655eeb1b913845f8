"""How members of forms are written, where the document says more than their schema."""

from collections.abc import Iterator, Mapping

from tallystick.ir import MISSING, Encoding, Enumeration, Type, TypeId


def media(item: Encoding) -> str | None:
    """Return the media type of a member's parts; of several, or a range, a file says its own."""
    types = item.content_types
    return types[0] if len(types) == 1 and "*" not in types[0] else None


def style(item: Encoding) -> tuple[str, bool, bool] | None:
    """Return (style, exploded, reserved characters stay) of a member written as in a query.

    Source: OpenAPI 3.1.1, Encoding Object: one of the three decides, and no media type counts.
    """
    if not item.style and item.explode is None and not item.allow_reserved:
        return None
    name = item.style or "form"
    explode = name in {"form", "deepObject"} if item.explode is None else item.explode
    return name, explode, item.allow_reserved


def headers(types: Mapping[TypeId, Type], item: Encoding) -> Iterator[tuple[str, str]]:
    """Yield the headers of a member's parts whose value the document tells."""
    for header in item.headers:
        shape = types[header.type] if header.type else None
        told = shape.default if shape is not None else MISSING
        if isinstance(shape, Enumeration) and len(shape.members) == 1:
            told = shape.members[0].value
        if isinstance(told, (str, int)) and header.wire.lower() != "content-type":
            yield header.wire, str(told)
