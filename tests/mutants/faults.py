"""Wrappers of a server that do one thing wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.mutants.model import Fault, Json

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as the wrapper sees it."""

    method: str
    path: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """Return a header, "" when it is not there."""
        return next((value for key, value in self.headers if key == name), "")

    def having(self, name: str, value: str | None) -> "Asked":
        """Return the request with another header, or without it."""
        others = tuple(pair for pair in self.headers if pair[0] != name)
        return replace(self, headers=others if value is None else (*others, (name, value)))

    @property
    def creates(self) -> bool:
        """Whether it creates a resource."""
        return self.method == "POST"

    @property
    def resource(self) -> str:
        """The id that it asks for, "" for none."""
        return self.path.rpartition("/")[2] if self.method == "GET" else ""

    @property
    def json(self) -> Json:
        """Its body, None when that is no JSON."""
        return loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer as the wrapper sees it."""

    status: int
    headers: Headers = (("content-type", "application/json"),)
    body: bytes = b""

    @property
    def json(self) -> Json:
        """Its body, None when that is no JSON."""
        return loads(self.body)

    @property
    def good(self) -> bool:
        """Whether it is a resource."""
        return 200 <= self.status < 300

    def showing(self, value: Json, status: int | None = None) -> "Said":
        """Return the answer with another body."""
        kept = tuple(pair for pair in self.headers if pair[0] != "content-length")
        body = json.dumps(value).encode()
        return replace(self, body=body, headers=kept, status=status or self.status)

    def typed(self, media_type: str, body: bytes | None = None) -> "Said":
        """Return the answer as another media type, "" for none."""
        kept = tuple(p for p in self.headers if p[0] not in {"content-type", "content-length"})
        more = (("content-type", media_type),) if media_type else ()
        return replace(self, headers=(*kept, *more), body=self.body if body is None else body)


def problem(status: int, **more: Json) -> Said:
    """Return a refusal."""
    value = {"type": "about:blank", "title": "Refused", "status": status, "detail": "No.", **more}
    body = json.dumps(value).encode()
    return Said(status=status, headers=(("content-type", "application/problem+json"),), body=body)


def loads(body: bytes) -> Json:
    """Return JSON, None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


class Wrong:
    """A wrapper's two hooks; the base changes nothing."""

    def before(self, asked: Asked) -> "Asked | Said":
        """Return the request that is passed on, or an answer at once."""
        return asked

    def after(self, asked: Asked, said: Said) -> Said:
        """Return the answer that is given."""
        del asked
        return said


Maker = Callable[..., Wrong]
FAULTS: dict[str, Maker] = {}


def fault(name: str) -> Callable[[Maker], Maker]:
    """Register a kind of wrong."""

    def register(maker: Maker) -> Maker:
        FAULTS[name] = maker
        return maker

    return register


@dataclass(slots=True)
class _Collected:
    status: int = 0
    headers: Headers = ()
    chunks: list[bytes] = field(default_factory=list)

    async def send(self, message: Any) -> None:
        """Collect."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in message["headers"]
            )
        else:
            self.chunks.append(message.get("body", b""))


class Faulty:
    """An ASGI app that passes requests on, and does one thing wrong."""

    def __init__(self, app: Any, wrong: Fault) -> None:
        """Wrap an app."""
        self._app = app
        self._wrong = FAULTS[wrong.name](*wrong.args)

    def close(self) -> None:
        """Close the wrapped app."""
        self._app.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; anything else is passed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = await _asked(scope, receive)
        said = await self._answer(scope, asked)
        headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in said.headers
            if name != "content-length"
        ]
        headers.append((b"content-length", str(len(said.body)).encode()))
        await send({"type": "http.response.start", "status": said.status, "headers": headers})
        await send({"type": "http.response.body", "body": said.body})

    async def _answer(self, scope: Any, asked: Asked) -> Said:
        passed = self._wrong.before(asked)
        if isinstance(passed, Said):
            return self._wrong.after(asked, passed)
        got = _Collected()

        async def receive() -> Any:
            return {"type": "http.request", "body": passed.body, "more_body": False}

        headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in passed.headers
            if name != "content-length"
        ]
        if passed.body:
            headers.append((b"content-length", str(len(passed.body)).encode()))
        inner = {
            **scope,
            "method": passed.method,
            "path": passed.path,
            "raw_path": passed.path.encode(),
            "headers": headers,
        }
        await self._app(inner, receive, got.send)
        said = Said(status=got.status, headers=got.headers, body=b"".join(got.chunks))
        return self._wrong.after(asked, said)


async def _asked(scope: Any, receive: Any) -> Asked:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in scope["headers"]
    )
    return Asked(method=scope["method"], path=scope["path"], headers=headers, body=body)
