"""A server on a socket: opened, announced, run until it is told to stop."""

import asyncio
import errno
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from tallystick.diagnostics import Code, Diagnostic, Diagnostics
from tallystick.ir import Api
from tallystick.serve import codes
from tallystick.serve.behaviour import Behaviour
from tallystick.serve.bodies import DEFAULT_LIMIT
from tallystick.serve.faults import CUT, Faults
from tallystick.serve.loading import load_behaviour
from tallystick.serve.origins import LOCAL
from tallystick.serve.pages import LiveSite, Pages
from tallystick.serve.server import Server, Terms
from tallystick.serve.store import MEMORY, StoreError
from tallystick.serve.worker import Pace

BACKLOG: Final = 2048
MAX_PORT: Final = 65_535
GRACE: Final = 5
"""Seconds that open requests are given when the server stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``tally serve``'s options.

    Attributes:
        port: 0 takes a free one.
        db: A file, or ``:memory:``.
        tokens: Credentials that are taken; ``any`` takes every one. When there are none and the
            behaviour names none, a random one is made and announced.
        latency: Seconds that a job stays in each state that is not terminal.
        behaviour: ``MODULE:ATTRIBUTE`` or ``PATH.py:ATTRIBUTE``; "" for none.
        limit: Bytes of a request body that are read.
        lease: Seconds after which a job whose worker died is taken up again.
        public_url: What links to assets begin with; "" takes the request's own host.
        origins: Of pages whose scripts may call the server.
        pages: The documentation, served under ``/docs``.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    db: str = MEMORY
    tokens: tuple[str, ...] = ()
    rules: str = "all"
    latency: float = 0.0
    behaviour: str = ""
    workers: int = 2
    limit: int = DEFAULT_LIMIT
    lease: float = 10.0
    public_url: str = ""
    faults: Faults = field(default_factory=Faults)
    origins: tuple[str, ...] = (LOCAL,)
    pages: Pages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """A server that takes requests.

    Attributes:
        url: Where; the port is the real one.
        token: The token that was made because none was given; "" otherwise.
    """

    url: str
    token: str = ""


def run(api: Api, options: Options, announce: Callable[[Listening], None]) -> Diagnostics:
    """Serve an API until SIGINT or SIGTERM.

    Args:
        api: The API.
        options: How.
        announce: Called once, when requests are taken.

    Returns:
        Nothing after a clean stop; else why the server could not start.
    """
    behaviour, problems = load_behaviour(options.behaviour) if options.behaviour else (None, ())
    if problems:
        return problems
    chosen = behaviour or Behaviour()
    made = "" if options.tokens or chosen.tokens() else secrets.token_urlsafe(16)
    opened = _listen(options.host, options.port)
    if isinstance(opened, Diagnostic):
        return (opened,)
    try:
        server = Server(api, chosen, _terms(options, made), time.time)
    except (StoreError, ValueError) as error:
        opened.close()
        code = codes.DATABASE_UNUSABLE if isinstance(error, StoreError) else codes.SCHEMA_UNUSABLE
        advice = (
            "name another file with --db, in a folder that can be written to"
            if isinstance(error, StoreError)
            else "correct the schema; `tally check` says where"
        )
        said = str(error).partition("\n")[0]
        return (_diagnostic(code, f"the server cannot start: {said}", advice),)
    url = _url(options.host, opened)
    with opened, server:
        _serve(server, opened, lambda: announce(Listening(url=url, token=made)))
    return ()


def show(
    site: LiveSite, host: str, port: int, announce: Callable[[Listening], None]
) -> Diagnostics:
    """Serve a site until SIGINT or SIGTERM.

    Args:
        site: The site; whoever changes it calls its `replace`.
        host: Address to listen on.
        port: 0 takes a free one.
        announce: Called once, when requests are taken.

    Returns:
        Nothing after a clean stop; else why the server could not start.
    """
    opened = _listen(host, port)
    if isinstance(opened, Diagnostic):
        return (opened,)
    with opened:
        url = _url(host, opened)
        _serve(site, opened, lambda: announce(Listening(url=url)), site.end)
    return ()


def _url(host: str, opened: socket.socket) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{opened.getsockname()[1]}"


def _terms(options: Options, made: str) -> Terms:
    return Terms(
        db=options.db,
        tokens=(made,) if made else options.tokens,
        rules=options.rules,
        latency=options.latency,
        pace=Pace(lease=options.lease),
        workers=options.workers,
        limit=options.limit,
        public_url=options.public_url.rstrip("/"),
        faults=options.faults,
        origins=options.origins,
        pages=options.pages,
    )


def _listen(host: str, port: int) -> socket.socket | Diagnostic:
    """Open the socket ourselves, so that a port in use is told plainly."""
    if not 0 <= port <= MAX_PORT:  # getaddrinfo would take the rest of a division by 65536
        return _diagnostic(codes.ADDRESS_UNUSABLE, f"there is no port {port}", _ANOTHER)
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        opened = socket.socket(family, kind, proto)
    except (OSError, UnicodeError) as error:
        return _refused(host, port, error)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRINUSE:
            message = f"another program listens on {host}:{port} already"
            return _diagnostic(
                codes.PORT_IN_USE, message, "choose another with --port, or --port 0 for a free one"
            )
        return _refused(host, port, error)
    return opened


_ANOTHER: Final = "use --host 127.0.0.1 and a --port above 1023"


def _refused(host: str, port: int, error: OSError | UnicodeError) -> Diagnostic:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    message = f"{host}:{port} cannot be listened on: {reason}"
    return _diagnostic(codes.ADDRESS_UNUSABLE, message, _ANOTHER)


def _diagnostic(code: Code, message: str, advice: str | None = None) -> Diagnostic:
    return Diagnostic(code=code, message=message, help=advice)


def _serve(
    app: Server | LiveSite,
    opened: socket.socket,
    started: Callable[[], None],
    ending: Callable[[], None] = lambda: None,
) -> None:
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Uvicorn(config, started, ending)
    server.run(sockets=[opened])
    if server.unannounced is not None:
        raise server.unannounced


class _Uvicorn(uvicorn.Server):
    """uvicorn, told when it listens, and ending quietly at a signal."""

    def __init__(
        self, config: uvicorn.Config, started: Callable[[], None], ending: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._announce = started
        self._ending = ending
        self.unannounced: BaseException | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        try:
            self._announce()
        except BaseException as error:  # noqa: BLE001 - raised again once the sockets are closed
            self.unannounced = error
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take a first SIGINT or SIGTERM as the wish to stop; uvicorn's own would raise it again.

        A second one is for who was there before: uvicorn would tell of what it then cancels.
        """
        signals = (signal.SIGINT, signal.SIGTERM)
        earlier = {number: signal.getsignal(number) for number in signals}

        def stop(number: int, frame: FrameType | None) -> None:
            restore()
            self.handle_exit(number, frame)

        def restore() -> None:
            for number, handler in earlier.items():
                signal.signal(number, handler)

        try:
            for number in signals:
                signal.signal(number, stop)
            yield
        finally:
            restore()


class _Protocol(AutoHTTPProtocol):  # type: ignore[misc,valid-type]  # chosen by what is installed
    """uvicorn's HTTP protocol; faults may cut its connection."""

    app: Any

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        app = self.app

        def cut(flush: bool) -> None:  # noqa: FBT001 - what `faults.CUT` says
            if flush:
                transport.close()
            else:
                transport.abort()

        async def bound(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[CUT] = cut
            await app(scope, receive, send)

        self.app = bound
