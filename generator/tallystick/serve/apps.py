"""Servers in process: one call from a document to an ASGI app."""

import time
from collections.abc import Sequence
from pathlib import Path

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Api, open_api
from tallystick.serve.behaviour import Behaviour
from tallystick.serve.bodies import DEFAULT_LIMIT
from tallystick.serve.faults import Faults
from tallystick.serve.jobs import Clock
from tallystick.serve.loading import load_behaviour
from tallystick.serve.origins import LOCAL
from tallystick.serve.server import Server, Terms
from tallystick.serve.worker import Pace


class DocumentError(ValueError):
    """A document cannot be served.

    Attributes:
        diagnostics: Why.
    """

    def __init__(self, location: str, diagnostics: Diagnostics) -> None:
        """Refuse a document."""
        super().__init__(f"{location}: " + "; ".join(item.message for item in diagnostics))
        self.diagnostics = diagnostics


def app(  # noqa: PLR0913 - each is an option of its own, all by keyword
    document: str | Path | Api,
    *,
    behaviour: Behaviour | str | None = None,
    db: str | Path = ":memory:",
    token: str | Sequence[str] = "any",  # noqa: S107 - takes any, as documented
    rules: str = "all",
    clock: Clock = time.time,
    latency: float = 0.0,
    workers: int = 1,
    lease: float = 10.0,
    limit: int = DEFAULT_LIMIT,
    public_url: str = "",
    faults: Faults | None = None,
    origins: Sequence[str] = (LOCAL,),
) -> Server:
    """Return an API as an ASGI app, in process.

    Args:
        document: Path or URL of an OpenAPI document, or an API that was opened before.
        behaviour: What the server does beyond the document; a text is loaded as `--behaviour`.
        db: A file, or ``:memory:``.
        token: Credentials that are taken beside the behaviour's; ``any`` takes every one.
        rules: ``all``, ``stated`` or ``off``.
        clock: Unix time; jobs, signatures and keys follow it.
        latency: Seconds that a job stays in each state that is not terminal.
        workers: Threads that do jobs; with 0 nothing moves but by `Server.run_pending`.
        lease: Seconds after which a job whose worker died is taken up again.
        limit: Bytes of a request body that are read.
        public_url: What links to assets begin with; "" takes the request's own host.
        faults: Faults to inject.
        origins: Of pages whose scripts may call the server: ``https://example.com``, ``local``
            (pages of this machine, or opened as files), ``*``.

    Raises:
        DocumentError: The document or the behaviour cannot be used.
        StoreError: The database cannot be used.
    """
    if isinstance(behaviour, str):
        name = behaviour
        behaviour, problems = load_behaviour(name)
        if problems:
            raise DocumentError(name, problems)
    terms = Terms(
        db=str(db),
        tokens=(token,) if isinstance(token, str) else tuple(token),
        rules=rules,
        latency=latency,
        pace=Pace(lease=lease),
        workers=workers,
        limit=limit,
        public_url=public_url.rstrip("/"),
        faults=faults or Faults(),
        origins=tuple(origins),
    )
    return Server(_api(document), behaviour or Behaviour(), terms, clock)


def _api(document: str | Path | Api) -> Api:
    if isinstance(document, Api):
        return document
    api, diagnostics = open_api(str(document))
    if api is None:
        raise DocumentError(str(document), diagnostics)
    return api
