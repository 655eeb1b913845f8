"""Bodies as they travel: JSON, URL-encoded forms, multipart forms."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import quote_plus

from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.encoding import Written, parts, plain, text_of, written
from tallystick.ir import (
    Api,
    Array,
    Content,
    Dictionary,
    Enumeration,
    MediaKind,
    Operation,
    Record,
    Scalar,
    TypeId,
    Union,
)
from tallystick.text import Json

BOUNDARY: Final = "tallystick-boundary-5f1d0c"
TRUTHS: Final = frozenset({"true", "1", "yes", "y", "on", "t"})
LIES: Final = frozenset({"false", "0", "no", "n", "off", "f"})
"""Texts that may be read as booleans: how these are written in URLs and forms is left to the
application. Source: OpenAPI 3.1.1, appendix B."""
_NAME: Final = re.compile(r"[^\r\n\"\\]+")
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
KINDS: Final = (MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART)
"""Kinds of bodies that are made, the preferred first."""


def json_content(operation: Operation) -> Content | None:
    """Return the JSON content of an operation's body, None when it takes none."""
    contents = operation.body.contents if operation.body else ()
    return next((each for each in contents if each.kind is MediaKind.JSON), None)


def body_content(operation: Operation) -> Content | None:
    """Return the content that bodies are made for: JSON, else a form; None for others."""
    contents = operation.body.contents if operation.body else ()
    made = [each for each in contents if each.kind in KINDS]
    return min(made, key=lambda each: KINDS.index(each.kind), default=None)


def further(operation: Operation) -> Iterator[Content]:
    """Yield the forms beside JSON whose bodies are of another type."""
    main = body_content(operation)
    seen = {main.type} if main is not None else set()
    for each in operation.body.contents if operation.body else ():
        if each.kind in KINDS and each.type is not None and each.type not in seen:
            seen.add(each.type)
            yield each


def said_content(operation: Operation, case: Case) -> Content | None:
    """Return the content that the body of a case is of: a form where it was said as one."""
    forms = (each for each in further(operation) if each.kind is not MediaKind.JSON)
    form = None if case.has_value or case.told is None else next(forms, None)
    return body_content(operation) if form is None else form


def with_body(base: Case, content: Content, value: Json, api: Api) -> Case | None:
    """Return a case with a body; None when the value cannot travel so.

    Args:
        base: The case without.
        content: The media type.
        value: The body; of a form, an object.
        api: Tells files of a multipart form from texts.
    """
    kind = content.media_type.partition(";")[0]
    if content.kind is MediaKind.JSON:
        concrete = "application/json" if "*" in kind else kind
        case = with_bytes(base, concrete, compact(value))
        return replace(case, value=value, has_value=True)
    pairs = written(value, content) if isinstance(value, dict) else None
    if pairs is None or not all(_NAME.fullmatch(each.name) for each in pairs):
        return None
    if content.kind is MediaKind.FORM:
        body = "&".join(each.pair for each in pairs).encode("ascii")
        if not body:
            return None  # no members, or no body at all: it could be read as either
        return replace(with_bytes(base, "application/x-www-form-urlencoded", body), told=value)
    if any(BOUNDARY in each.text for each in pairs):
        return None
    media_type = f'multipart/form-data; boundary="{BOUNDARY}"'
    case = with_bytes(base, media_type, _multipart(pairs, files_of(api, content.type)))
    return replace(case, told=value)


def with_bytes(base: Case, media_type: str, body: bytes) -> Case:
    """Return a case with a body as it travels."""
    headers = (*base.message.headers, ("Content-Type", media_type))
    return replace(base, message=replace(base.message, headers=headers, body=body))


def _multipart(pairs: list[Written], files: frozenset[str]) -> bytes:
    found: list[bytes] = []
    for name, content, media_type in parts(pairs):
        head = f'Content-Disposition: form-data; name="{name}"'
        told = media_type
        if name in files:
            head += f'; filename="{quote_plus(name)}.bin"'
            told = media_type or "application/octet-stream"
        head += f"\r\nContent-Type: {told}" if told else ""
        found.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(found) + f"--{BOUNDARY}--\r\n".encode()


def files_of(api: Api, type_id: TypeId | None) -> frozenset[str]:
    """Return the members of a form that are files: ``format: binary``, or a media type."""
    declared = api.types.get(type_id) if type_id is not None else None
    if not isinstance(declared, Record):
        return frozenset()
    return frozenset(field.wire for field in declared.fields if _is_file(api, field.type))


def _is_file(api: Api, type_id: TypeId) -> bool:
    declared = api.types[type_id]
    if isinstance(declared, Array) and declared.items is not None:
        declared = api.types[declared.items]
    return isinstance(declared, Scalar) and (
        declared.format == "binary"
        or (declared.content_media_type is not None and declared.content_encoding is None)
    )


def in_bytes(value: Json) -> Json:
    """Return the texts of a file, or of several, with a character for each byte."""
    if isinstance(value, list):
        return [in_bytes(each) for each in value]
    return value.encode().decode("latin-1") if isinstance(value, str) else value


_SINGLE: Final = Record | Dictionary | Enumeration | Scalar


def read_back(judging: Judging, type_id: TypeId, value: Json) -> Json:
    """Return what a server reads when each text is understood as its type says.

    Args:
        judging: Tells which variant of a union fits.
        type_id: What the value should be.
        value: Before it travelled.
    """
    declared = judging.api.types[type_id]
    if isinstance(value, list) and len(value) == 1 and isinstance(declared, _SINGLE):
        value = value[0]  # what is said once may be one, or a list of one
    if isinstance(value, dict) and isinstance(declared, Enumeration | Scalar):
        value = text_of(value)  # what is written as JSON may be read as a text
    if isinstance(declared, Array) and (plain(value) or isinstance(value, dict)):
        value = [value]
    match declared:
        case Record() | Dictionary() if isinstance(value, dict):
            known = _members(declared, value)
            return {
                name: read_back(judging, known[name], part) if name in known else part
                for name, part in value.items()
            }
        case Array() if isinstance(value, list) and declared.items is not None:
            return [read_back(judging, declared.items, part) for part in value]
        case Union():
            readings = [read_back(judging, each, value) for each in declared.variants]
            fitting = (
                reading
                for each, reading in zip(declared.variants, readings, strict=True)
                if judging.fits(each, reading)
            )
            return next(fitting, value)
        case Enumeration() if isinstance(value, str | int | float):
            text = text_of(value)
            same = (each.value for each in declared.members if text_of(each.value) == text)
            return next(same, text)
        case Scalar() if isinstance(value, str | int | float):
            return _scalar(declared, text_of(value))
        case _:
            return value


def _members(declared: Record | Dictionary, value: dict[str, Json]) -> dict[str, TypeId]:
    """Return the types of the members of an object, as far as they are told."""
    if isinstance(declared, Dictionary):
        return dict.fromkeys(value, declared.values)
    others = (
        dict.fromkeys(value, declared.additional) if isinstance(declared.additional, str) else {}
    )
    return {**others, **{field.wire: field.type for field in declared.fields}}


def _scalar(declared: Scalar, text: str) -> Json:
    if declared.nullable and text in {"", "null"}:
        return None
    if declared.kind == "boolean" and text.lower() in TRUTHS | LIES:
        return text.lower() in TRUTHS
    if declared.kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if declared.kind == "number" and _NUMBER.fullmatch(text):
        return int(text) if _WHOLE.fullmatch(text) else float(text)
    return text
