"""What the servers that tests write by hand have in common."""

import json
import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Transport, Wire

CALLERS = ("Bearer a", "Bearer b")


class Handmade(Transport):
    """A server that stands in process, and answers one request after the other.

    Attributes:
        folds: Whether the scheme of credentials may be in small letters.
        reads: Whether a media type of JSON may have a parameter.
    """

    folds = True
    reads = True
    waits = False
    deadline: float | None = None

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer all."""
        heard = (_spoken(request) if self.folds else request for request in requests)
        return [self._one(_read(request) if self.reads else request) for request in heard]

    def close(self) -> None:
        """Hold nothing."""

    @abstractmethod
    def _one(self, request: Wire) -> Reply:
        """Answer a request."""


def _spoken(request: Wire) -> Wire:
    """Return a request with the scheme of its credentials as servers here compare it."""
    headers = tuple((name, re.sub("^bearer ", "Bearer ", text)) for name, text in request.headers)
    return replace(request, headers=headers)


def _read(request: Wire) -> Wire:
    """Return a request with its media type as servers here compare it."""
    headers = tuple(
        (name, re.sub("^(application/[a-z.+-]*json) *;.*", r"\1", text))
        if name == "Content-Type"
        else (name, text)
        for name, text in request.headers
    )
    return replace(request, headers=headers)


class Guarded(Handmade):
    """A server that knows two callers, by their tokens ``a`` and ``b``, and refuses all others."""

    def _one(self, request: Wire) -> Reply:
        who = dict(request.headers).get("Authorization", "")
        return self._for(who, request) if who in CALLERS else Reply(status=401)

    @abstractmethod
    def _for(self, who: str, request: Wire) -> Reply:
        """Answer a request of somebody, by ``Authorization``."""


def asked_in(body: bytes | None) -> Any:
    """Return the JSON of a body, None where it has none."""
    try:
        return json.loads(body or b"")
    except ValueError:
        return None


def reply(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
    """Return an answer in JSON."""
    told = {"content-type": "application/json", **(headers or {})}
    return Reply(status=status, headers=told, body=json.dumps(value).encode())


def weights(outcome: Outcome, *, but: Iterable[str] = ()) -> dict[str, str]:
    """Return the weight of each finding by its key, without some kinds."""
    kept = (item for item in outcome.findings if item.kind not in but)
    return {item.key: item.weight.value for item in kept}
