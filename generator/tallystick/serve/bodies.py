"""Request bodies: bytes within a limit, then JSON, forms, multipart, text or bytes."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Final, NoReturn
from urllib.parse import unquote_plus

from starlette.types import Receive

from tallystick.serve.forms import Form, objects
from tallystick.serve.problem import Fault, Problem
from tallystick.text import Json

DEFAULT_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a request body that are read; pictures and videos travel inside JSON as base64."""
JSON: Final = "application/json"
MAX_PARTS: Final = 1_000
MAX_DEPTH: Final = 200
"""Lists and objects inside each other; what reads a body further on recurses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A body as read.

    Attributes:
        values: Candidates for its JSON value, the likeliest first (a form's texts have no type);
            one for JSON, none for bytes.
        files: Multipart files.
        raw: The bytes when they are not to be read as JSON or a form.
    """

    values: tuple[Json, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    raw: bytes = b""


class Disconnected(Exception):  # noqa: N818 - nobody is left to be told
    """The caller went away before the body was whole."""


async def read(
    receive: Receive, headers: Mapping[str, Sequence[str]], limit: int
) -> bytes | Problem:
    """Read a body, or refuse it as soon as it is known to be too large.

    Args:
        receive: ASGI's.
        headers: Of the request.
        limit: Bytes that at most are read.

    Raises:
        Disconnected: There will be no whole body.
    """
    announced = headers.get("content-length", ("",))[0]
    if announced.isdecimal() and int(announced[:20]) > limit:
        return _too_large(limit)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            return _too_large(limit)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large(limit: int) -> Problem:
    return Problem(
        status=413,
        detail=f"The body is larger than {limit} bytes.",
        # The rest of the body is not read, so the connection cannot be used again.
        headers={"Connection": "close"},
    )


class Unreadable(Exception):  # noqa: N818 - becomes a problem
    """A body that is not what its media type says."""

    def __init__(self, rule: str, message: str) -> None:
        """Say what is wrong with it."""
        super().__init__(message)
        self.fault = Fault(pointer="", rule=rule, message=message)


def _refuse_constant(text: str) -> NoReturn:
    message = f"{text} is no JSON number"
    raise ValueError(message)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _refuse_constant(text)
    return value


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def parse_json(data: bytes) -> Json:
    """Return the JSON value of a body.

    Raises:
        Unreadable: It is not JSON, or not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
        value: Json = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        message = f"The body is not UTF-8: byte {error.start} does not fit."
        raise Unreadable("body:charset", message) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable("body:json", f"The body is not JSON: {error.msg} at {place}.") from None
    except ValueError as error:
        raise Unreadable("body:json", f"The body is not JSON: {error}.") from None
    except RecursionError:
        raise Unreadable("body:json", "The body is nested too deeply.") from None
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise Unreadable("body:json", "The body is nested too deeply.")
    if "\\ud" in text or "\\uD" in text:
        _refuse_lone_surrogates(text, value)
    return value


def _depth(value: Json) -> int:
    """Return how many lists and objects stand inside each other."""
    depth = 0
    level: list[Json] = [value]
    while level:
        inner: list[Json] = []
        for item in level:
            if isinstance(item, dict):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level = [item for item in inner if isinstance(item, dict | list)]
        depth += 1
    return depth


def _refuse_lone_surrogates(text: str, value: Json) -> None:
    """Half a surrogate pair is no text: nothing could store, compare or send it on."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        at = re.search(r"\\u[dD][89a-fA-F]", text)
        place = at.start() + 1 if at else 0
        message = f"The body holds half a surrogate pair (first escape at character {place})."
        raise Unreadable("body:json", message) from None


def parse_form(data: bytes, form: Form) -> Parsed:
    """Return the members of a URL-encoded form.

    Raises:
        Unreadable: It is not ASCII text.
    """
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        message = "The body is no URL-encoded form: it has bytes that must be escaped."
        raise Unreadable("body:form", message) from None
    pairs = []
    for part in filter(None, text.split("&")):
        name, _, value = part.partition("=")
        pairs.append((unquote_plus(name), unquote_plus(value)))
    return Parsed(values=tuple(objects(_unbracketed(pairs, form), form)) or ({},))


def _unbracketed(pairs: list[tuple[str, str]], form: Form) -> list[tuple[str, str]]:
    """Read ``tags[]=a`` as ``tags=a`` where the schema has no member of the longer name."""
    return [
        (name[:-2] if name.endswith("[]") and name not in form.members else name, value)
        for name, value in pairs
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a multipart form.

    Attributes:
        pairs: (name, text) of parts that are texts.
        typed: Members that are JSON.
        uploads: What files hold, a character for each byte, for the schema to judge.
        files: Content of files.
    """

    pairs: list[tuple[str, str]]
    typed: dict[str, Json]
    uploads: dict[str, Json]
    files: dict[str, bytes]

    def whole(self, pairs: list[tuple[str, str]], form: Form) -> tuple[Json, ...]:
        """Return candidates of the body, given those of its texts that have no style."""
        values = tuple(
            {**value, **self.typed, **self.uploads}
            for value in objects(_unbracketed(pairs, form), form)
            if isinstance(value, dict)
        )
        return values or ({**self.typed, **self.uploads},)


def read_parts(data: bytes, content_type: str, form: Form) -> Parts:
    """Return the parts of a multipart form.

    Raises:
        Unreadable: The parts cannot be told apart.
    """
    boundary = _parameter(content_type, "multipart/form-data", "boundary")
    if not boundary:
        raise Unreadable("body:form", "The Content-Type of the body has no boundary.")
    files: dict[str, bytes] = {}
    contents: dict[str, list[Json]] = {}
    pairs: list[tuple[str, str]] = []
    typed: dict[str, Json] = {}
    parts = list(_parts(data, boundary.encode("utf-8", "replace")))
    of_json = {name for name, filename, kind, _ in parts if filename is None and kind == JSON}
    for name, filename, media_type, content in parts:
        if filename is not None:
            files[name] = content
            # As many characters as bytes: that is what lengths of files are counted in.
            contents.setdefault(name, []).append(content.decode("latin-1"))
        elif media_type == JSON:
            _type(typed, name, parse_json(content), form)
        elif name in of_json:
            _type(typed, name, content.decode("utf-8", "replace"), form)
        else:
            pairs.append((name, content.decode("utf-8", "replace")))
    uploads: dict[str, Json] = {
        name: found if "array" in form.member(name).kinds else found[-1]
        for name, found in contents.items()
    }
    return Parts(pairs=pairs, typed=typed, uploads=uploads, files=files)


def without_files(value: Json, parsed: Parsed) -> Json:
    """Return a body with ``""`` for each of its files, which are kept beside it."""
    if not isinstance(value, dict) or not parsed.files:
        return value
    blank: dict[str, Json] = {
        name: [""] * len(found) if isinstance(found := value.get(name), list) else ""
        for name in parsed.files
        if name in value
    }
    return {**value, **blank}


def _type(typed: dict[str, Json], name: str, value: Json, form: Form) -> None:
    """Keep the value of a part; parts of one name are the items of a list."""
    earlier = typed.get(name)
    listed = "array" in form.member(name).kinds and not isinstance(value, list)
    if listed and isinstance(earlier, list):
        earlier.append(value)
    else:
        typed[name] = [value] if listed else value


def _parts(data: bytes, boundary: bytes) -> Iterator[tuple[str, str | None, str, bytes]]:
    """Yield (name, file name or None, media type, content). Source: RFC 7578, RFC 2046."""
    delimiter = b"\r\n--" + boundary
    sections = (b"\r\n" + data).split(delimiter)
    if len(sections) < 2 or len(sections) > MAX_PARTS or not sections[-1].startswith(b"--"):  # noqa: PLR2004 - what stands before and after a delimiter
        raise Unreadable("body:form", "The body is no multipart form: its end is missing.")
    for section in sections[1:-1]:
        head, blank, content = section.partition(b"\r\n\r\n")
        if not blank:
            raise Unreadable("body:form", "The body has a part without headers.")
        lines = head.decode("utf-8", "replace").split("\r\n")
        fields = {
            key.strip().lower(): value.strip()
            for key, _, value in (line.partition(":") for line in lines)
        }
        disposition = fields.get("content-disposition", "")
        name = _parameter(disposition, "form-data", "name")
        if name is None:
            raise Unreadable("body:form", "The body has a part without a name.")
        media_type = fields.get("content-type", "").partition(";")[0].strip().lower()
        yield name, _parameter(disposition, "form-data", "filename"), media_type, content


def _parameter(header: str, kind: str, name: str) -> str | None:
    """Return a parameter of a header such as ``form-data; name="a"``."""
    if not header.lower().startswith(kind):
        return None
    message = Message()
    message["X"] = header
    found = message.get_param(name, header="X")
    if isinstance(found, tuple):  # RFC 2231: (charset, language, text)
        found = found[2]
    return found
