"""The true server and the mutants, in process."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from tests.mutants import wrong_answers, wrong_requests, wrong_states  # noqa: F401 - register
from tests.mutants.faults import Faulty
from tests.mutants.model import OWN, SECOND, Fault, Json, Mutant, edited

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api, lower, open_api
from tallystick.load import parse_text
from tallystick.resolve import bundle, resolve
from tallystick.serve import app

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "video.overlay.yaml"


@lru_cache(maxsize=1)
def document() -> Json:
    """Return the flagship's document, as one."""
    api, found = open_api(str(SPEC))
    if api is None:
        raise ValueError(found)
    return json.loads(json.dumps(bundle(api.resolved)))


def api_of(whole: Json) -> Api:
    """Return the API of a document.

    Raises:
        ValueError: It cannot be read.
    """
    parsed, found = parse_text(json.dumps(whole).encode(), "openapi.json")
    resolved, more = resolve(parsed) if parsed else (None, found)
    api, last = lower(resolved) if resolved else (None, more)
    if api is None:
        raise ValueError(last)
    return api


@lru_cache(maxsize=1)
def true_api() -> Api:
    """Return the API that all are held to."""
    return api_of(document())


def server(mutant: Mutant | None = None) -> Any:
    """Return the ASGI app of a mutant, or the true one."""
    if mutant is None or not mutant.edits:
        plain = app(true_api(), token=[OWN, SECOND])
    else:
        plain = app(api_of(edited(document(), mutant.edits)), token=[OWN, SECOND])
    return plain if mutant is None or mutant.fault is None else Faulty(plain, mutant.fault)


def wrapped(fault: Fault) -> Any:
    """Return the true server in a wrapper."""
    return server(Mutant(id=fault.name, kind="", fault=fault))


class Open:
    """A server that can be asked, as a context manager; its database is closed at the end."""

    def __init__(self, mutant: Mutant | None = None) -> None:
        """Start a server."""
        self.app = server(mutant)
        self.transport = InProcess(self.app)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.transport.close()
        self.app.close()

    def ask(self, wires: list[Wire]) -> list[Reply]:
        """Send requests."""
        return self.transport.send(wires)
