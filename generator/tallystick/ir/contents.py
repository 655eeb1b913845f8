"""Media types of bodies, responses and parameters."""

from typing import Final

from tallystick.ir.api import Content, Encoding, Example, Header, MediaKind
from tallystick.ir.docs import read_doc
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.types import MISSING, TypeId
from tallystick.ir.words import words
from tallystick.text import Words

_EVENTS: Final = frozenset(
    {
        "text/event-stream",
        "application/jsonl",
        "application/x-jsonl",
        "application/x-ndjson",
        "application/ndjson",
        "application/json-lines",
        "application/json-seq",
        "application/geo+json-seq",
    },
)
_KINDS: Final[tuple[tuple[MediaKind, frozenset[str], tuple[str, ...]], ...]] = (
    (MediaKind.EVENTS, _EVENTS, ("+json-seq",)),
    (MediaKind.JSON, frozenset({"application/json", "text/json", "*/*"}), ("+json",)),
    (MediaKind.FORM, frozenset({"application/x-www-form-urlencoded"}), ()),
    (MediaKind.TEXT, frozenset({"application/xml", "application/yaml"}), ("+xml", "+yaml")),
)


def media_kind(media_type: str) -> MediaKind:
    """Return how the bytes of a media type and its schema belong together.

    Args:
        media_type: As written; parameters (``; charset=utf-8``) and case do not count.
    """
    essence = media_type.partition(";")[0].strip().lower()
    for kind, known, suffixes in _KINDS:
        if essence in known or essence.endswith(suffixes):
            return kind
    if essence.startswith("multipart/"):
        return MediaKind.MULTIPART
    return MediaKind.TEXT if essence.startswith("text/") else MediaKind.BINARY


def read_contents(schemas: Schemas, owner: Site, hint: Words) -> tuple[Content, ...]:
    """Read the ``content`` of `owner`."""
    found = []
    for media_type, site in schemas.reader.objects(owner, "content"):
        media = schemas.reader.follow(site)
        if isinstance(media.value, dict):
            found.append(read_content(schemas, media, media_type, hint))
        else:
            schemas.reader.unusable(media, "a Media Type Object")
    return tuple(found)


def read_content(schemas: Schemas, site: Site, media_type: str, hint: Words) -> Content:
    """Read one Media Type Object."""
    kind = media_kind(media_type)
    schema = site.get("schema")
    if kind is MediaKind.JSON and media_type.strip() == "*/*" and _is_binary(schemas, schema):
        kind = MediaKind.BINARY
    if kind is MediaKind.EVENTS:
        schema = site.get("itemSchema") or _item(schemas, schema)
    encodings = tuple(
        _encoding(schemas, wire, encoding, hint)
        for wire, encoding in schemas.reader.objects(site, "encoding")
    )
    return Content(
        media_type=media_type,
        kind=kind,
        type=read_schema(schemas, schema, hint),
        encodings=encodings,
        examples=read_examples(schemas, site),
        span=site.span,
    )


def _is_binary(schemas: Schemas, whole: Site | None) -> bool:
    """Whether a schema is that of bytes, which decides what a media type of any kind holds."""
    schema = schemas.reader.follow(whole) if whole else None
    return schema is not None and schemas.reader.text(schema, "format") == "binary"


def _item(schemas: Schemas, whole: Site | None) -> Site | None:
    """Return the schema of an item: many documents give it as that of the whole stream.

    Source: OpenAPI 3.2, Media Type Object: the schema of a stream sees an array of its items.
    """
    schema = schemas.reader.follow(whole) if whole else None
    if schema is None or not isinstance(schema.value, dict) or schema.value.get("type") != "array":
        return whole
    return schema.get("items") or whole


def read_schema(schemas: Schemas, site: Site | None, hint: Words) -> TypeId | None:
    """Return the type of a schema that may be missing or no schema at all."""
    if site is None:
        return None
    if not isinstance(site.value, dict | bool):
        schemas.reader.unusable(site, "a schema")
        return None
    return schemas.use(site, hint)


def read_examples(schemas: Schemas, owner: Site) -> tuple[Example, ...]:
    """Read ``example`` and the named Example Objects of a parameter, header or media type."""
    reader = schemas.reader
    found = []
    single = owner.get("example")
    if single is not None:
        found.append(Example(name="", value=single.value, span=single.span))
    several = owner.get("examples")
    if several is None or isinstance(several.value, list):
        return tuple(found)
    for name, site in reader.objects(owner, "examples"):
        example = reader.follow(site)
        value = example.get("value") or example.get("dataValue")
        found.append(
            Example(
                name=name,
                value=MISSING if value is None else value.value,
                summary=reader.spec_text(example, "summary"),
                description=reader.spec_text(example, "description"),
                span=example.span if value is None else value.span,
            ),
        )
    return tuple(found)


def _encoding(schemas: Schemas, wire: str, site: Site, hint: Words) -> Encoding:
    reader = schemas.reader
    listed = reader.text(site, "contentType") or ""
    explode = site.get("explode")
    return Encoding(
        wire=wire,
        content_types=tuple(part.strip() for part in listed.split(",") if part.strip()),
        style=reader.text(site, "style"),
        explode=None if explode is None else reader.flag(site, "explode"),
        allow_reserved=reader.flag(site, "allowReserved"),
        headers=read_headers(schemas, site, (*hint, *words(wire))),
    )


def read_headers(schemas: Schemas, owner: Site, hint: Words) -> tuple[Header, ...]:
    """Read the ``headers`` of a response or of a part's encoding."""
    reader = schemas.reader
    found = []
    for wire, site in reader.objects(owner, "headers"):
        header = reader.follow(site)
        if not isinstance(header.value, dict):
            reader.unusable(header, "a Header Object")
            continue
        name = (*hint, *words(wire))
        type_ = read_schema(schemas, header.get("schema"), name)
        contents = read_contents(schemas, header, name)
        if type_ is None and contents:
            type_ = contents[0].type
        found.append(
            Header(
                wire=wire,
                type=type_,
                required=reader.flag(header, "required"),
                explode=reader.flag(header, "explode"),
                doc=read_doc(reader, header),
                span=header.span,
            ),
        )
    return tuple(found)
