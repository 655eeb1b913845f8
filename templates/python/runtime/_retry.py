"""When to try again, how long to pause before, and when to stop asking a server that is down."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from random import random
from threading import Lock

from ._errors import APIConnectionError, APIError, APIStatusError, APITimeoutError
from ._types import Environment

LONGEST_PAUSE = 120.0
"""Seconds; a server that asks for more is not asked again in this call."""

FIRST_BACKOFF = 0.5
LARGEST_BACKOFF = 8.0
_STATUS = frozenset({408, 409, 429})
_NOT_IMPLEMENTED = 501
_SERVER_ERROR = 500


class Budget:
    """A bucket of tokens: a call brings a quarter of one, a retry takes a whole one.

    A server that is down therefore gets at most 1.25 requests a call and the few that the bucket
    held before. Shared by all threads and by all copies of a client.
    """

    def __init__(self) -> None:
        """Start with a full bucket, so that a first call can be retried."""
        self._tokens = self._most = 5.0
        self._lock = Lock()

    def call(self) -> None:
        """Count a call."""
        with self._lock:
            self._tokens = min(self._most, self._tokens + 0.25)

    def spend(self) -> bool:
        """Take a token for a retry; False when there is none."""
        with self._lock:
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True


def repeatable(error: APIError, *, idempotent: bool) -> bool:
    """Whether the request may be sent again after this error.

    `idempotent` says that a second copy does no harm: by its method, or by its idempotency key.
    """
    if isinstance(error, APIConnectionError):
        if isinstance(error, APITimeoutError) and error.phase in {"deadline", "pool"}:
            return False
        return idempotent or not error.sent
    if not idempotent or not isinstance(error, APIStatusError):
        return False
    status = error.status_code
    return status in _STATUS or (status >= _SERVER_ERROR and status != _NOT_IMPLEMENTED)


def asked_pause(headers: Mapping[str, str], now: float) -> float | None:
    """Read ``retry-after-ms`` and ``Retry-After``; seconds from now, None when neither says."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        text = headers.get(name, "").strip()
        if text.replace(".", "", 1).isdecimal() and text.isascii():
            return float(text) * unit
    try:
        return max(0.0, parsedate_to_datetime(headers["retry-after"]).timestamp() - now)
    except (KeyError, ValueError, OverflowError):
        return None


def backoff(attempt: int, environment: Environment) -> float:
    """Seconds before attempt `attempt` + 1: doubling, between half and the whole of each step."""
    step = min(LARGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** min(attempt, 10))
    return step * (0.5 + 0.5 * (environment.random or random)())


def pause_after(error: APIError, attempt: int, environment: Environment) -> float | None:
    """Seconds to pause after a failed attempt; None when the server asks for too much."""
    headers = error.headers if isinstance(error, APIStatusError) else {}
    asked = asked_pause(headers, environment.now())
    if asked is None:
        return backoff(attempt, environment)
    return asked if asked <= LONGEST_PAUSE else None
