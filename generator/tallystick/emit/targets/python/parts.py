"""Multipart bodies: what may be given for a member, and how its parts are written."""

from collections.abc import Iterator

from tallystick.emit import parts
from tallystick.emit.targets.python.layout import Named, Node, Sub, bar
from tallystick.emit.targets.python.literals import string
from tallystick.ir import (
    Api,
    Array,
    Content,
    Encoding,
    MediaKind,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)


def given(api: Api, content: Content, wire: str, type_id: TypeId) -> Node | None:
    """Return what may be given for a member of a multipart body, None if that is as its type."""
    if content.kind is not MediaKind.MULTIPART:
        return None
    shape = api.types[type_id]
    media = _media(content, wire)
    files = _files(api, shape)
    if files is not None:
        return files
    other = media is not None and not media.partition(";")[0].endswith(("json", "text/plain"))
    return "FileInput | str" if other and not isinstance(shape, Array) else None


def _files(api: Api, shape: Type) -> Node | None:
    """Return what is given for a file, for several, or for one or several."""
    if _binary(shape):
        return "FileInput"
    if isinstance(shape, Array) and shape.items and _binary(api.types[shape.items]):
        return Sub("Iterable", ("FileInput",))
    if not isinstance(shape, Union):
        return None
    variants = [_files(api, api.types[item]) for item in shape.variants if item != shape.id]
    known = [node for node in variants if node is not None]
    return bar(*known) if known and len(known) == len(variants) else None


def field(content: Content, wire: str, value: str) -> Node:
    """Return the expression of a member of a form, given that of its value."""
    encoding = _encoding(content, wire)
    if encoding is None:
        return value
    if encoding.style or encoding.explode is not None or encoding.allow_reserved:
        style = encoding.style or "form"
        explode = style == "form" if encoding.explode is None else encoding.explode
        more = ("allow_reserved=True",) if encoding.allow_reserved else ()
        return Sub("styled", (value, string(style), f"explode={explode}", *more), "()")
    media = _media(content, wire)
    if media is not None and media.partition(";")[0].endswith("json"):
        return Sub("styled", (value, string("json"), "explode=False"), "()")
    return value


def written(api: Api, content: Content, body: Node) -> Node:
    """Return the expression of a multipart body, given that of its members."""
    shape = api.types[content.type] if content.type else None
    fields = shape.fields if isinstance(shape, Record) else ()
    ways = tuple(
        Named(f"{string(field.wire)}: ", way)
        for field in fields
        if (way := _way(api, content, field.wire, api.types[field.type])) is not None
    )
    more = (Sub("", ways, "{}"),) if ways else ()
    return Sub("Multipart", (body, *more), "()")


def _way(api: Api, content: Content, wire: str, shape: Type) -> Node | None:
    items: list[Node] = []
    media = _media(content, wire)
    if media is not None:
        items.append(string(media))
    headers = tuple(
        Named(f"{string(name)}: ", string(value)) for name, value in _headers(api, content, wire)
    )
    if headers:
        items.append(Named("headers=", Sub("", headers, "{}")))
    if isinstance(shape, Array):
        items.append("many=True")
    return Sub("Part", tuple(items), "()") if items else None


def _encoding(content: Content, wire: str) -> Encoding | None:
    return next((item for item in content.encodings if item.wire == wire), None)


def _media(content: Content, wire: str) -> str | None:
    encoding = _encoding(content, wire)
    return parts.media(encoding) if encoding else None


def _headers(api: Api, content: Content, wire: str) -> Iterator[tuple[str, str]]:
    encoding = _encoding(content, wire)
    yield from parts.headers(api.types, encoding) if encoding else ()


def _binary(shape: Type) -> bool:
    if not isinstance(shape, Scalar) or shape.kind != "string":
        return False
    return shape.format == "binary" or shape.content_media_type is not None
