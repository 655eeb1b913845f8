"""Bodies as they come: JSON and forms."""

import json
import re
from typing import Any, Final
from urllib.parse import parse_qsl

from tests.mutants.other.desk.reading import BAD, NoError

UNKNOWN_MEDIA: Final = 415
WHOLE: Final = re.compile(r"-?\d{1,9}")


def media(given: str, wanted: str) -> None:
    """Refuse another content type."""
    if given.partition(";")[0].strip().lower() != wanted:
        raise NoError(UNKNOWN_MEDIA, "content-type")


def _constant(_text: str) -> Any:
    raise ValueError


def json_body(raw: bytes) -> Any:
    """Return a JSON value."""
    try:
        return json.loads(raw, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise NoError(BAD, "json") from None


def form_body(raw: bytes) -> dict[str, Any]:
    """Return the members of a URL-encoded form of feedback."""
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict")
    except ValueError:
        raise NoError(BAD, "form") from None
    body: dict[str, Any] = {}
    for name, text in pairs:
        if name == "topics":
            body.setdefault(name, []).append(text)
        elif name in body:
            raise NoError(BAD, "twice", f"/{name}")
        else:
            body[name] = text
    score = body.get("score")
    if isinstance(score, str) and WHOLE.fullmatch(score):
        body["score"] = int(score)
    return body


def parts(raw: bytes, media_type: str) -> dict[str, Any]:
    """Return the members of a multipart form; files are bytes."""
    found = re.search(r'boundary="?([^";]+)', media_type)
    if found is None:
        raise NoError(BAD, "boundary")
    body: dict[str, Any] = {}
    for part in raw.split(b"--" + found[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        if name is None:
            raise NoError(BAD, "form")
        value = content.removesuffix(b"\r\n")
        member = name[1].decode("utf-8", "replace")
        if member in body:
            raise NoError(BAD, "twice", f"/{member}")
        body[member] = value if member == "file" else value.decode("utf-8", "replace")
    return body
