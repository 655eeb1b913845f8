"""The ASGI app: routes, the server's own paths, its life."""

import json
import logging
import sqlite3
import uuid
import weakref
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tallystick.ir import Api
from tallystick.resolve import bundle
from tallystick.serve.assets import download, respond
from tallystick.serve.behaviour import Behaviour
from tallystick.serve.bodies import DEFAULT_LIMIT, Disconnected
from tallystick.serve.calls import Desk
from tallystick.serve.endpoints import Open, compile_endpoints
from tallystick.serve.faults import FaultMiddleware, Faults
from tallystick.serve.inputs import Given, header_lists, query_pairs
from tallystick.serve.jobs import Clock, Setting
from tallystick.serve.origins import LOCAL, shared
from tallystick.serve.pages import PREFIX as PAGES
from tallystick.serve.pages import Pages, below, to_folder
from tallystick.serve.problem import Problem
from tallystick.serve.reading import Call
from tallystick.serve.routing import Match
from tallystick.serve.security import Credentials
from tallystick.serve.signing import PREFIX, Signer
from tallystick.serve.store import Store
from tallystick.serve.worker import Pace, Worker

LOG = logging.getLogger("tallystick.serve")
OWN_PATHS: Final = frozenset({"/healthz", "/openapi.json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a server serves.

    Attributes:
        db: Path of the SQLite database, or ``:memory:``.
        tokens: Credentials that are taken beside the behaviour's; ``any`` takes every one.
        rules: ``all``, ``stated`` (only what the documentation says) or ``off`` (schema only).
        latency: Seconds that a job stays in each state that is not terminal.
        pace: How jobs are timed.
        workers: Threads that do jobs.
        limit: Bytes of a request body that are read.
        public_url: What links to assets begin with; "" takes the request's own host.
        faults: Faults to inject.
        origins: Of pages whose scripts may call the server.
        pages: The documentation, served under ``/docs`` where the document has no such path.
    """

    db: str = ":memory:"
    tokens: tuple[str, ...] = ("any",)
    rules: str = "all"
    latency: float = 0.0
    pace: Pace = field(default_factory=Pace)
    workers: int = 1
    limit: int = DEFAULT_LIMIT
    public_url: str = ""
    faults: Faults = field(default_factory=Faults)
    origins: tuple[str, ...] = (LOCAL,)
    pages: Pages | None = None


class Server:
    """An API run as an ASGI app.

    Its workers start with ASGI's lifespan, or with the first request where the host runs no
    lifespan; its end stops them, and another may begin. Use it as a context manager, or call
    `close`, to close the database too.

    Attributes:
        api: The API that is served.
        store: Its database.
    """

    def __init__(self, api: Api, behaviour: Behaviour, terms: Terms, clock: Clock) -> None:
        """Compile the API and open the database.

        Raises:
            StoreError: The database cannot be used.
        """
        self.api = api
        self._terms = terms
        endpoints = compile_endpoints(api, terms.rules, Credentials(behaviour, terms.tokens))
        self._router = endpoints.router
        self.store = Store(terms.db)
        self._setting = Setting(
            store=self.store,
            signer=Signer(self.store.secret("assets", Signer.new_secret())),
            clock=clock,
            behaviour=behaviour,
            plans={kind.plan.kind: kind.plan for kind in endpoints.kinds},
            rules=terms.rules,
            latency=terms.latency,
        )
        self._worker = Worker(self._setting, terms.pace)
        self._desk = Desk(self._setting, self._worker.wake, terms.limit)
        app = FaultMiddleware(self._http, terms.faults) if terms.faults.any else self._http
        self._app = shared(app, terms.origins)
        self._started = False
        # A host may end its lifespan and begin another; the database stays until nobody is left.
        self._close_store = weakref.finalize(self, self.store.close)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "http":
            if not self._started:
                self.start()
            await self._app(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def __enter__(self) -> Self:
        """Return the app."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the app."""
        self.close()

    def start(self) -> None:
        """Start the workers unless they run."""
        if not self._started:
            self._started = True
            self._worker.start(self._terms.workers)

    def stop(self) -> None:
        """Stop the workers; the next request or lifespan starts them again."""
        if self._started:
            self._started = False
            self._worker.stop()

    def close(self) -> None:
        """Stop the workers and close the database; the app is of no use afterwards."""
        self.stop()
        self._close_store()

    def run_pending(self, limit: int = 10_000) -> int:
        """Do the job steps that are due by the clock, in this thread; return how many.

        For tests, with ``workers=0``: nothing moves but by this call and the clock.
        """
        return self._worker.run_pending(limit)

    @cached_property
    def description(self) -> bytes:
        """The document that is served, resolved into one, as JSON."""
        return json.dumps(bundle(self.api.resolved), ensure_ascii=False).encode()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._respond(scope, receive)
        except Disconnected:
            return
        except sqlite3.Error:
            LOG.exception("the database could not be used")
            headers = {"Retry-After": "1"}
            response = Problem(status=503, detail="Nothing can be stored now.", headers=headers)
        except Exception:
            LOG.exception("%s %s failed", scope["method"], scope["path"])
            response = Problem(status=500, detail="The server failed; its log says how.")
        if isinstance(response, Problem):
            response = response.response()
        response.raw_headers.append((b"x-request-id", uuid.uuid4().hex.encode()))
        if scope["method"] == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive) -> Response | Problem:
        path = raw_path(scope)
        match = self._router.find(path)
        if match is None:
            return await self._page(scope, path) or self._own(scope, path)
        method = scope["method"].lower()
        opened = match.methods.get(method)
        if opened is None and method == "head":
            opened = match.methods.get("get")
        if opened is None:
            return _no_such_method(method, match)
        endpoint = opened()
        given = Given(
            path=dict(zip(endpoint.names, match.values, strict=True)),
            query=query_pairs(scope["query_string"]),
            headers=header_lists(scope["headers"]),
        )
        call = Call(given=given, receive=receive, base=self._terms.public_url or base_url(scope))
        answer = await self._desk.answer(endpoint, call)
        return endpoint.refusals.answer(answer) if isinstance(answer, Problem) else answer

    async def _page(self, scope: Scope, path: str) -> Response | None:
        """Return a page of the documentation, where it is served and has such a page."""
        pages = self._terms.pages
        if pages is None or scope["method"] not in {"GET", "HEAD"}:
            return None
        if path == PAGES:
            return to_folder()
        inner = below(path)
        return None if inner is None else await pages.respond(inner, Headers(scope=scope))

    def _own(self, scope: Scope, path: str) -> Response | Problem:
        """Answer the paths that are the server's own, where the document has none."""
        known = path in OWN_PATHS or path.startswith(PREFIX)
        if not known:
            return Problem(status=404, detail=f"This API has no path {path[:200]}.")
        if scope["method"] not in {"GET", "HEAD"}:
            allowed = {"Allow": "GET, HEAD"}
            return Problem(status=405, detail="Only GET and HEAD work here.", headers=allowed)
        if path == "/healthz":
            self.store.next_due()
            return Response(b'{"status":"ok"}', media_type="application/json")
        if path == "/openapi.json":
            return Response(self.description, media_type="application/json")
        query = scope["query_string"].decode("latin-1")
        found = download(
            self.store, self._setting.signer, scope["path"], query, self._setting.clock()
        )
        if isinstance(found, Problem):
            return found
        etag = path.removeprefix(PREFIX).partition("/")[0]
        return respond(found, header_lists(scope["headers"]), etag)


def _no_such_method(method: str, match: Match[Open]) -> Response | Problem:
    allowed = {name.upper() for name in match.methods} | {"OPTIONS"}
    if "GET" in allowed:
        allowed.add("HEAD")
    headers = {"Allow": ", ".join(sorted(allowed))}
    if method == "options":
        return Response(status_code=204, headers=headers)
    return Problem(
        status=405,
        detail=f"{method.upper()[:20]} does not work here; {headers['Allow']} do.",
        headers=headers,
    )


def raw_path(scope: Scope) -> str:
    """Return the path with its escapes, below the app's root path."""
    raw: bytes | None = scope.get("raw_path")
    path = raw.decode("latin-1") if raw else quote(scope["path"])
    root = scope.get("root_path", "")
    return path.removeprefix(root) if root else path


def base_url(scope: Scope) -> str:
    """Return the URL of the server as the caller wrote it."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    text = host.decode("latin-1")
    if not text:
        name, port = scope.get("server") or ("localhost", None)
        text = f"{name}:{port}" if port else str(name)
    return f"{scope.get('scheme', 'http')}://{text}{scope.get('root_path', '')}"
