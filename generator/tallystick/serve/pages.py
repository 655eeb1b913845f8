"""Pages of a site that is held in memory: under ``/docs`` of a server, or on their own."""

import asyncio
import hashlib
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

Files = Mapping[str, str]
"""Path -> text, paths without a leading slash."""

PREFIX: Final = "/docs"
TYPES: Final = {
    "css": "text/css",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "md": "text/markdown",
    "svg": "image/svg+xml",
    "txt": "text/plain",
}
POLICY: Final = (
    "default-src 'self'; img-src * data: blob:; media-src * blob:; connect-src *; "
    "style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""Pages run their own scripts only; a form may send to a server that a person names."""
CHANGES: Final = "_changes"
_BODY: Final = "<body "
_PATIENCE: Final = 15.0
"""Seconds after which a browser that listens for changes is told that there are none."""


class Pages:
    """A site whose files are made when they are first asked for."""

    def __init__(self, make: Callable[[], Files], *, here: bool) -> None:
        """Keep how the files are made.

        Args:
            make: Called once, in a thread.
            here: Forms of the pages send to the server that the pages come from.
        """
        self._make = make
        self._here = here
        self._lock = threading.Lock()
        self._files: Files | None = None

    def files(self) -> Files:
        """Return the files; they are made at the first call."""
        with self._lock:
            if self._files is None:
                self._files = self._make()
            return self._files

    async def respond(self, path: str, headers: Mapping[str, str]) -> Response | None:
        """Return a page, None when there is none.

        Args:
            path: From the root of the site, percent-encoded, without a leading slash.
            headers: Of the request.
        """
        files = await asyncio.to_thread(self.files)
        name = unquote(path) or "index.html"
        if name not in files:
            name = f"{name.rstrip('/')}/index.html"
        text = files.get(name)
        if text is None:
            return None
        suffix = name.rpartition(".")[2]
        if self._here and suffix == "html":
            text = text.replace(_BODY, f"{_BODY}data-here ", 1)
        return _answer(text, suffix, headers)


def _answer(text: str, suffix: str, headers: Mapping[str, str]) -> Response:
    body = text.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    given = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if suffix == "html":
        given["Content-Security-Policy"] = POLICY
    if headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=given)
    media = TYPES.get(suffix, "application/octet-stream")
    return Response(body, media_type=f"{media}; charset=utf-8", headers=given)


class LiveSite:
    """An ASGI app that serves a site, and tells open pages to load again when it changes.

    Attributes:
        version: Counts the changes; every page carries the one it belongs to.
    """

    def __init__(self, files: Files) -> None:
        """Begin with a site."""
        self.version = 1
        self._pages = Pages(lambda: files, here=False)
        self._changed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def replace(self, files: Files) -> None:
        """Serve other files from now on; may be called from any thread."""
        self._pages = Pages(lambda: files, here=False)
        self.version += 1
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._tell)

    def end(self) -> None:
        """Let go of the pages that wait for changes: there will be none."""
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        self._loop = asyncio.get_running_loop()
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        path = request.url.path.lstrip("/")
        if request.method not in {"GET", "HEAD"}:
            return Response(status_code=405, headers={"Allow": "GET, HEAD"})
        if path == CHANGES:
            return StreamingResponse(self._changes(), media_type="text/event-stream")
        version = self.version
        found = await self._pages.respond(path, {})
        if found is None:
            return Response("There is no such page.\n", status_code=404, media_type="text/plain")
        if found.headers["content-type"].startswith("text/html"):
            mark = f'<body data-live="{version}" '.encode()
            live = bytes(found.body).replace(b"<body ", mark, 1)
            return Response(live, media_type="text/html", headers={"Cache-Control": "no-store"})
        return found

    async def _changes(self) -> AsyncIterator[str]:
        """Yield the version now, and again when it changes; the browser asks anew after a while."""
        changed = self._changed
        yield f"retry: 500\ndata: {self.version}\n\n"
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), _PATIENCE)
            yield f"data: {self.version}\n\n"


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def below(path: str) -> str | None:
    """Return what follows ``/docs/`` in a path, None for a path elsewhere."""
    return path[len(PREFIX) + 1 :] if path.startswith(f"{PREFIX}/") else None


def to_folder() -> Response:
    """Return the way from ``/docs`` to ``/docs/``, so that relative addresses hold."""
    return RedirectResponse(f"{PREFIX}/", status_code=308)
