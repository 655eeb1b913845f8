"""How long a link is good, by what its query and its object say, and what the document promises."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.promised import Promise
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.oracles.settled import is_signature
from tallystick.fuzz.sending.transport import host_of, loopback
from tallystick.ir import Field, words
from tallystick.text import Json

_LATER: Final = frozenset({"expires", "expiry", "expiration", "expire", "exp"})
_SPANS: Final = frozenset({("x", "amz", "expires"), ("x", "goog", "expires"), ("expires", "in")})
"""Words of parameters that say how long, and not until when."""
_ENDS: Final = frozenset({"at", "on", "time", "date", "url", "link", "ts", "timestamp", "unix"})
_EPOCH: Final = 1_000_000_000
"""Numbers from here on are times."""
_MILLIS: Final = 1000 * _EPOCH
ENOUGH: Final = 0.75
"""Part of what is promised that a link is good for, at the least: clocks and roundings differ."""
TOO_LONG: Final = 2
"""How many times as long as a keyword says a link may be good."""
SLACK: Final = 60.0
"""Seconds more."""


class Left(NamedTuple):
    """How long a link is good.

    Attributes:
        seconds: That.
        since: Whether it is counted from when it was signed, and not from now.
    """

    seconds: float
    since: bool


def judge(  # noqa: PLR0913, PLR0917 - a link, its promise, and what is known of time
    case: Case,
    reply: Reply,
    link: tuple[Field, str, Mapping[str, Json]],
    promise: Promise,
    elapsed: float,
    origin: str,
) -> Iterator[Finding]:
    """Yield a warning when a link is good for another time than promised.

    Args:
        case: What was answered with the link.
        reply: The answer.
        link: The member, the link, and what stands beside it alone.
        promise: What is said of it.
        elapsed: Seconds that the link may be old.
        origin: The server.
    """
    field, url, beside = link
    wanted, now = promise.seconds, _now(reply, origin)
    if wanted is None or now is None:
        return
    for left, said in (
        (_in_query(url, now), "its query"),
        (_beside(beside, now), "what is beside"),
    ):
        if left is None:
            continue
        most = left.seconds if left.since else left.seconds + elapsed
        short = most < ENOUGH * wanted
        long = promise.exact and said == "its query" and left.seconds > TOO_LONG * wanted + SLACK
        if short or long:
            told = f"{field.wire} is to be good for {wanted:g} seconds, and by {said} it is for "
            told += f"{max(0.0, left.seconds):.0f}"
            claim = about(case, "link:expires", member=field.wire)
            yield finding("link", told, case, reply, claim=claim, weight=Weight.WARNING)
            return


def _now(reply: Reply, origin: str) -> float | None:
    """Return the time of a server: as it says it, or that of this machine, if it is on it."""
    try:
        return parsedate_to_datetime(reply.headers["date"]).timestamp()
    except (KeyError, ValueError, TypeError):
        return time.time() if loopback(host_of(origin) or "") else None


def _in_query(url: str, now: float) -> Left | None:
    """Return how long a link is good by its query; None where that says nothing, or is no link."""
    try:
        pairs = parse_qsl(urlsplit(url).query)
    except ValueError:
        return None
    signed = any(is_signature(name) for name, _ in pairs)
    for name, text in pairs:
        if signed and words(name) in _SPANS and text.isdecimal():
            return Left(float(text), since=True)
    found = [_moment(text) for name, text in pairs if signed and _is_end(words(name))]
    return _left(found[0], now) if len(found) == 1 else None


def _beside(beside: Mapping[str, Json], now: float) -> Left | None:
    """Return how long a link is good by the one member beside it that says until when."""
    found = [_moment(it) for name, it in beside.items() if _is_end(words(name))]
    return _left(found[0], now) if len(found) == 1 else None


def _left(moment: float | None, now: float) -> Left | None:
    return None if moment is None else Left(moment - now, since=False)


def _is_end(name: tuple[str, ...]) -> bool:
    """Whether something is called as the end of a link, and nothing else is."""
    return not _LATER.isdisjoint(name) and set(name) <= _LATER | _ENDS


def _moment(value: Json) -> float | None:
    """Return a time, told as a number or by RFC 3339; None for what is none."""
    if isinstance(value, str) and not value.isdecimal():
        try:
            told = datetime.fromisoformat(value)
        except ValueError:
            return None
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    number = float(value)
    return number / 1000 if number >= _MILLIS else number if number >= _EPOCH else None
