"""What a document says of the answers of an operation."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Never

from tallystick.fuzz.model import Case, Reply
from tallystick.ir import Content, Doc, MediaKind, Operation, Parameter, Place, Response, TypeId
from tallystick.text import Json, SpecText

HTML: Final = "text/html"
IDEMPOTENCY_KEY: Final = "idempotency-key"
"""Header that is meant for such keys. Source: draft-ietf-httpapi-idempotency-key-header."""
READS: Final = frozenset({"get", "head"})
"""Methods that only read: a body has no meaning there. Source: RFC 9110, section 9.3.1."""
PAGES: Final = frozenset({HTML, "text/*", "*/*"})
"""Media types that are pages for people, or may be."""
SHORT: Final = 64 * 1024
"""Bytes up to which what was read is kept."""

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_SPELT: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_LONE: Final = re.compile("[\ud800-\udfff]")
_LONGEST: Final = 400
"""Characters that a sentence has at most; longer ones are no sentences."""


def told(text: SpecText | None) -> str:
    """Return what is said somewhere, in lower case and on one line; "" where nothing is."""
    return " ".join(text.raw.lower().split()) if text is not None else ""


def texts(*docs: Doc) -> Iterator[str]:
    """Yield what is said of things, as of `told`: summaries and descriptions that are not empty."""
    for doc in docs:
        yield from (text for it in (doc.summary, doc.description) if (text := told(it)))


def says(pattern: re.Pattern[str], *docs: Doc) -> bool:
    """Whether a summary or a description has a pattern, in lower case and on one line."""
    return any(map(pattern.search, texts(*docs)))


def sentences(*docs: Doc) -> Iterator[str]:
    """Yield what is said of things, in lower case, sentence by sentence."""
    for text in (it for doc in docs for it in (doc.summary, doc.description) if it is not None):
        parts = _SENTENCE.split(text.raw.lower())
        yield from (it for it in parts if len(it) <= _LONGEST)


def response(operation: Operation, status: int) -> Response | None:
    """Return the documented response of a status: itself, its range, or the default."""
    exact = str(status)
    for each in operation.responses:
        if each.status == exact:
            return each
    by_status = {each.status.upper(): each for each in operation.responses}
    return by_status.get(f"{status // 100}XX", by_status.get("DEFAULT"))


def content(declared: Response, media_type: str) -> Content | None:
    """Return the documented content of a media type, the most exact one."""
    wanted = _plain(media_type)
    for each in declared.contents:
        if _plain(each.media_type) == wanted:
            return each
    by_type = {_plain(each.media_type): each for each in declared.contents}
    return by_type.get(wanted.partition("/")[0] + "/*", by_type.get("*/*"))


def is_page(operation: Operation, reply: Reply) -> bool:
    """Whether an answer is a page for people (HTML), which an operation lists nowhere."""
    told = _plain(reply.headers.get("content-type", "")) == HTML
    if not told or not reply.body.lstrip().startswith(b"<"):
        return False  # some frameworks call whatever they send so, and nothing at all, too
    listed = (each for declared in operation.responses for each in declared.contents)
    return not any(_plain(each.media_type) in PAGES for each in listed)


@lru_cache(maxsize=256)
def _plain(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def takes_key(parameter: Parameter) -> bool:
    """Whether a parameter takes an idempotency key: it is declared so, or called as is usual."""
    named = parameter.place is Place.HEADER and parameter.wire.lower() == IDEMPOTENCY_KEY
    return parameter.idempotency_key or named


def keyed(operation: Operation, case: Case) -> bool:
    """Whether a request has an idempotency key: what it makes may have been made before."""
    names = {each.wire for each in operation.parameters if takes_key(each)}
    return not names.isdisjoint(name for name, _ in case.message.headers)


def success(operation: Operation) -> TypeId | None:
    """Return the type of the JSON answer to a request that went well, None when there is none."""
    good = (each for each in operation.responses if each.status.startswith("2"))
    contents = (each for declared in good for each in declared.contents)
    return next((each.type for each in contents if each.kind is MediaKind.JSON), None)


def answer(reply: Reply) -> Json:
    """Return the JSON value of a reply, None when it has none. It is not to be changed."""
    return _known(reply.body) if len(reply.body) <= SHORT else _read(reply.body)


@lru_cache(maxsize=64)
def _known(body: bytes) -> Json:
    """Read JSON once: those who judge an answer ask for it one after the other."""
    return _read(body)


def _read(body: bytes) -> Json:
    try:
        value: Json = json.loads(body, parse_constant=_no_number)
        return in_full(value) if _SPELT.search(body) else value
    except (ValueError, RecursionError):
        return None


def in_full(value: Json) -> Json:
    """Return a value of which each lone surrogate is U+FFFD: no validator reads others.

    JSON may spell one as an escape, of which no text can be made.
    """
    text = json.dumps(value, ensure_ascii=False)
    if _LONE.search(text) is None:
        return value
    whole: Json = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return whole


def _no_number(text: str) -> Never:
    """Refuse what Python reads and JSON does not have."""
    raise ValueError(text)
