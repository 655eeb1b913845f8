"""Requests and answers of bare ASGI; parameters of every style, forms, files."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.cookies import CookieError, SimpleCookie
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote_plus

from tests.mutants.other.quayside.errors import RefusedError

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(slots=True)
class Asked:
    """A request.

    Attributes:
        pairs: Names and values of the query, decoded.
        raw: Names and values of the query, as they came.
        who: Whose key was given.
        held: What the path names.
    """

    method: str
    path: str
    headers: dict[str, str]
    query: str
    body: bytes
    who: str = ""
    held: dict[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def raw(self) -> list[tuple[str, str]]:
        cut = [part.partition("=") for part in self.query.split("&") if part]
        return [(unquote_plus(name), value) for name, _, value in cut]

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def one(self, name: str) -> str | None:
        """Return a parameter of the query that is given once."""
        given = [value for key, value in self.pairs if key == name]
        if len(given) > 1:
            wrong(name, "is given twice")
        return given[0] if given else None

    def many(self, name: str) -> list[str] | None:
        """Return a list that repeats its name."""
        return [value for key, value in self.pairs if key == name] or None

    def apart(self, name: str, mark: str) -> list[str] | None:
        """Return a list in one value, with a mark between."""
        given = [value for key, value in self.raw if key == name]
        return unquote_plus(given[0]).split(mark) if given else None

    def deep(self, name: str) -> dict[str, str] | None:
        """Return an object whose members stand in brackets."""
        made = {}
        for key, value in self.pairs:
            found = re.fullmatch(rf"{name}\[([^\]]*)\]", key)
            if found:
                made[found[1]] = value
        return made or None

    def cookie(self, name: str) -> str | None:
        """Return a cookie."""
        try:
            jar = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return None
        return jar[name].value if name in jar else None

    def needs(self, *media: str) -> None:
        """Refuse other content types."""
        if self.media not in media:
            raise RefusedError(415)

    def json(self, *media: str) -> Any:
        """Return the body."""
        self.needs(*(media or ("application/json",)))
        return parsed(self.body)

    def form(self) -> list[tuple[str, str]]:
        """Return the members of a form."""
        self.needs("application/x-www-form-urlencoded")
        try:
            return parse_qsl(self.body.decode("ascii"), keep_blank_values=True)
        except UnicodeDecodeError:
            raise RefusedError(400) from None

    def parts(self) -> dict[str, tuple[str, bytes]]:
        """Return content types and bytes of a form's parts."""
        self.needs("multipart/form-data")
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode("latin-1")
        whole = BytesParser(policy=HTTP).parsebytes(head + self.body)
        if not whole.is_multipart():
            raise RefusedError(400)
        made: dict[str, tuple[str, bytes]] = {}
        for part in whole.iter_parts():
            name = part.get_param("name", header="content-disposition")
            if not isinstance(name, str) or name in made:
                raise RefusedError(422, [{"pointer": "", "message": f"not this part: {name}"}])
            made[name] = (part.get_content_type(), bytes(part.get_payload(decode=True) or b""))
        return made


@dataclass(slots=True)
class Answer:
    """What is answered; a body of None is none."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media: str = "application/json"


def wrong(name: str, message: str) -> NoReturn:
    """Refuse a parameter."""
    raise RefusedError(400, [{"pointer": name, "message": message}])


def parsed(text: bytes) -> Any:
    """Return JSON; 400 for what is none."""
    try:
        return json.loads(text, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise RefusedError(400) from None


def _constant(_text: str) -> NoReturn:
    raise ValueError


async def heard(scope: Message, receive: Receive) -> Asked:
    """Return the request, once it is there."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1").lower(): value for name, value in scope["headers"]}
    return Asked(
        method=scope["method"],
        path=scope["path"],
        headers={name: value.decode("latin-1") for name, value in headers.items()},
        query=scope.get("query_string", b"").decode("latin-1"),
        body=body,
    )


async def tell(answer: Answer, send: Send) -> None:
    """Send an answer."""
    text = b"" if answer.body is None else answer.body
    if not isinstance(text, bytes):
        text = json.dumps(text).encode()
    headers = dict(answer.headers)
    if answer.body is not None:
        headers["Content-Type"] = answer.media
    headers["Content-Length"] = str(len(text))
    head = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    if answer.status == 204:
        head = [pair for pair in head if pair[0] != b"content-length"]
    await send({"type": "http.response.start", "status": answer.status, "headers": head})
    await send({"type": "http.response.body", "body": text})
