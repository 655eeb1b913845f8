"""An app that passes requests on to the server under trial, for tools that want an app.

So a tool that brings its own HTTP client sends over the same transport as everything else: to the
one host, within the same bounds, and it never gets to know the secret, only one that stands in.
"""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable, Collection, Iterator, MutableMapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final, NamedTuple
from urllib.parse import quote_plus, unquote, unquote_plus

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.sender import SILENT, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.text import Json

STAND_IN: Final = "tally-own:credential"
"""What a tool is given for the secret."""
MARK: Final = "x-schemathesis-testcaseid"
"""Header that tells which case a request belongs to; it is not passed on."""
OWN: Final = frozenset({MARK, "host", "content-length", "connection", "user-agent"})
ODD: Final = frozenset({"accept-encoding", "accept"})
NO_ANSWER: Final = 502
GIVEN: Final = "{given}"
"""Stands in the log for what an answer gave."""
GIVEN_TEXT: Final = f'"{GIVEN}"'
STRING: Final = re.compile(r'"([^"\\]{8,})"')
"""A text of JSON that may be an id, or a date."""
MOST_SCALARS: Final = 20_000
"""Values of one answer that are remembered."""
CHANGING: Final = frozenset({"PUT", "PATCH", "DELETE"})
ENOUGH: Final = "no more requests are passed on"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Passed(NamedTuple):
    """A request that was passed on, without the secret, and what came back."""

    wire: Wire
    reply: Reply


class Proxy:
    """Passes requests on.

    Attributes:
        passed: Case of the tool -> its last request and answer.
        most: Requests that are passed on at most; what comes after is answered here.
        count: Requests passed on.
        silent: Requests in a row without any answer.
        full: Called when no more requests should come.
        ended: It was called.
        spared: Ids of resources that are neither changed nor deleted.
    """

    def __init__(
        self,
        sender: Sender,
        credentials: Credentials,
        most: int,
        phase: str = "",
        written: Collection[str] = (),
    ) -> None:
        """Pass on over `sender`, `most` requests at most.

        Args:
            sender: How the server is reached.
            credentials: Whose requests they are.
            most: Requests at most.
            phase: Of the tool, for the log.
            written: Values of the document: that an answer has them, too, changes nothing.
        """
        self._sender = sender
        self._phase = phase
        self._answered: set[str] = set()
        self._asked: set[str] = set(written)
        self.most = most
        self._secrets = _secrets(credentials.secret("own"))
        self._headers = credentials.headers
        self.passed: dict[str, Passed] = {}
        self.count = 0
        self.silent = 0
        self.full: Callable[[], None] = _nothing
        self.spared: frozenset[str] = frozenset()
        self.ended = False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer an ASGI call."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        names, wire = await _request(scope, receive)
        reply = await asyncio.to_thread(self._pass, wire)
        mark = names.get(MARK, "")
        if mark and reply.error != ENOUGH:
            self.passed[mark] = Passed(wire, reply)
        status = reply.status if reply.status and not reply.error else NO_ANSWER
        headers = [
            (name.encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in reply.headers.items()
            if name not in {"content-length", "transfer-encoding", "connection"}
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    def _pass(self, wire: Wire) -> Reply:
        if self.ended or self._spares(wire):
            return Reply(status=0, error=ENOUGH)
        self.count += 1
        self._sender.note(logged(wire, self._phase, self._answered))
        sent = (wire.body or b"").decode("utf-8", "replace")
        self._asked.update(STRING.findall(sent))
        reply = self._sender.relay(self._signed(wire))
        given = islice(scalars(answer(reply)), MOST_SCALARS)
        self._answered.update(text for text in given if text not in self._asked)
        self.silent = self.silent + 1 if reply.status == 0 else 0
        spent = self.count >= self.most or self._sender.room < 1
        if spent or self.silent >= SILENT or self._sender.has_ended:
            self.end()
        return reply

    def end(self) -> None:
        """Pass nothing on any more, and say so."""
        self.ended = True
        self.full()

    def _spares(self, wire: Wire) -> bool:
        """Whether a request would change or delete what somebody else goes on asking for."""
        if wire.method not in CHANGING:
            return False
        return not self.spared.isdisjoint(map(unquote, wire.target.partition("?")[0].split("/")))

    def _signed(self, wire: Wire) -> Wire:
        """Return a request with the secret where its stand-in was, and the given headers."""
        headers = list(wire.headers)
        target = wire.target
        for fake, true in self._secrets:
            headers = [(name, value.replace(fake, true)) for name, value in headers]
            target = target.replace(fake, true)
        given = {name.lower() for name, _ in headers}
        private = {"authorization", "cookie"}
        headers += [
            pair
            for pair in self._headers
            if pair[0].lower() not in given and pair[0].lower() not in private
        ]
        return replace(wire, headers=tuple(headers), target=target)


def logged(wire: Wire, phase: str, answered: Collection[str]) -> str:
    """Return one line of the request log: no secret, and nothing that an answer gave.

    Args:
        wire: The request, with stand-ins for secrets.
        phase: Of the tool.
        answered: Values that answers held: a server may make them anew each time.
    """
    path, mark, query = wire.target.partition("?")
    steps = [GIVEN if unquote(step) in answered else step for step in path.split("/")]
    pairs = [pair.partition("=") for pair in query.split("&")] if mark else []
    asked = "&".join(
        f"{name}{sign}{GIVEN if unquote_plus(value) in answered else value}"
        for name, sign, value in pairs
    )
    headers = " ".join(f"{name}={value}" for name, value in wire.headers)
    body = "" if wire.body is None else wire.body.decode("utf-8", "backslashreplace")
    body = STRING.sub(lambda found: GIVEN_TEXT if found[1] in answered else found[0], body)
    text = f"schemathesis:{phase} {wire.method} {'/'.join(steps)}{mark}{asked} [{headers}] {body}"
    for stand_in in STAND_INS:
        text = text.replace(stand_in, "$TOKEN")
    return "\\n".join(text.splitlines())


def scalars(value: Json) -> Iterator[str]:
    """Yield the texts and whole numbers that an answer holds, as a path spells them."""
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
        elif isinstance(part, str | int) and not isinstance(part, bool) and part != "":
            yield str(part)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _request(scope: Message, receive: Receive) -> tuple[dict[str, str], Wire]:
    """Return the headers of a call by name, and the request that it stands for."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    target = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    pairs = [(name.decode("latin-1"), _text(value)) for name, value in scope["headers"]]
    wire = Wire(
        method=scope["method"],
        target=f"{target}?{query}" if query else target,
        headers=tuple(pair for pair in pairs if pair[0].lower() not in OWN | ODD),
        body=body or None,
    )
    return {name.lower(): value for name, value in pairs}, wire


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _spelled(secret: str) -> tuple[str, ...]:
    """Return a secret as headers and queries spell it."""
    return base64.b64encode(secret.encode()).decode(), quote_plus(secret), secret


def _secrets(secret: str | None) -> list[tuple[str, str]]:
    """Return (stand-in, secret) in each spelling."""
    return [] if secret is None else list(zip(STAND_INS, _spelled(secret), strict=True))


STAND_INS: Final = _spelled(STAND_IN)
"""The stand-in as headers and queries spell it."""


def _nothing() -> None:
    """Let requests come."""
