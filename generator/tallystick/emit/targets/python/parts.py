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
    Field,
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


def written(api: Api, content: Content, body: Node) -> Node:
    """Return the expression of a form, given that of its members."""
    many = content.kind is MediaKind.MULTIPART
    shape = api.types[content.type] if content.type else None
    fields = shape.fields if isinstance(shape, Record) else ()
    ways = tuple(
        Named(f"{string(field.wire)}: ", way)
        for field in fields
        if (way := _part(api, content, field) if many else _member(content, field.wire))
    )
    more = (Sub("", ways, "{}"),) if ways else ()
    return Sub("Multipart" if many else "Form", (body, *more), "()")


def _part(api: Api, content: Content, field: Field) -> Node | None:
    wire, shape = field.wire, api.types[field.type]
    items: list[Node] = []
    style = _style(_encoding(content, wire))
    media = None if style else _media(content, wire)
    if media is not None:
        items.append(string(media))
    headers = tuple(
        Named(f"{string(name)}: ", string(value)) for name, value in _headers(api, content, wire)
    )
    if headers:
        items.append(Named("headers=", Sub("", headers, "{}")))
    if style:
        items.append(Named("style=", style))
    elif isinstance(shape, Array):
        items.append("many=True")
    return Sub("Part", tuple(items), "()") if items else None


def _member(content: Content, wire: str) -> Node | None:
    """Return how a member of a form is written, None for the usual way."""
    style, media = _style(_encoding(content, wire)), _media(content, wire)
    if style is None and media is not None and media.partition(";")[0].endswith("json"):
        return Sub("Style", (string("json"), "explode=False"), "()")
    return style


def _style(encoding: Encoding | None) -> Node | None:
    told = parts.style(encoding) if encoding else None
    if told is None:
        return None
    name, explode, reserved = told
    more = [*([] if explode else ["explode=False"]), *(["allow_reserved=True"] if reserved else [])]
    return Sub("Style", (string(name), *more), "()")


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
