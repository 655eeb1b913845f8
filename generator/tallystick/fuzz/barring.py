"""Whether a server let nothing in: one thing is wrong then, not a thousand."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Claim, Finding, Reply, Weight
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.terse import together
from tallystick.ir import Api

ENOUGH: Final = 40
"""Valid requests after which a campaign that got nowhere stops."""
FEWEST: Final = 4
"""Valid requests below which nothing is said of all of them."""
LET_IN, BARRED = 0.05, 0.9
"""Part of the valid requests that is accepted at most, and refused for one reason at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What every valid request met.

    Attributes:
        kind: Of the finding that tells about it.
        statuses: That mean it.
        sentence: What is wrong with the whole, with ``{}`` for the statuses that came.
    """

    kind: str
    statuses: frozenset[int]
    sentence: str


BARS: Final = (
    Bar(
        kind="credential-refused",
        statuses=frozenset({401, 403}),
        sentence="the credential was not accepted: valid requests were answered with {}",
    ),
    Bar(
        kind="nothing-there",
        statuses=frozenset({404, 405}),
        sentence="the API is not where it was asked for: valid requests were answered with {}",
    ),
    Bar(
        kind="redirected",
        statuses=frozenset({301, 302, 303, 307, 308}),
        sentence="the server sends on whoever asks: valid requests were answered with {}",
    ),
    Bar(
        kind="rate-limited",
        statuses=frozenset({429}),
        sentence="the server limits the rate: valid requests were answered with {}",
    ),
    Bar(
        kind="server-down",
        statuses=frozenset(range(500, 600)),
        sentence="the server fails whatever is asked: valid requests were answered with {}",
    ),
)
PAGE: Final = Bar(
    kind="no-api",
    statuses=frozenset(),
    sentence="pages for people (HTML) come back, and no API: valid requests were answered with {}",
)


def barred(ledger: Ledger) -> tuple[Bar, Counter[int]] | None:
    """Return what nearly all valid requests met, with the statuses; None when some got through."""
    statuses, pages = Counter[int](), Counter[int]()
    for tally in ledger.operations.values():
        statuses += tally.statuses
        pages += tally.pages
    total = statuses.total()
    if total < FEWEST:
        return None
    accepted = sum(tally.accepted for tally in ledger.operations.values())
    for bar in BARS if accepted <= total * LET_IN else ():
        met = Counter({each: n for each, n in statuses.items() if each in bar.statuses})
        if met.total() >= total * BARRED:
            return bar, met
    if pages.total() >= total * BARRED:
        return replace(PAGE, statuses=frozenset(pages)), pages
    return None


def hopeless(ledger: Ledger) -> str:
    """Return why a campaign should stop since nothing gets in, "" when it should not."""
    if sum(tally.valid for tally in ledger.operations.values()) != ENOUGH:
        return ""
    found = barred(ledger)
    return f"none of the first {ENOUGH} valid requests got in" if found is not None else ""


def headline(ledger: Ledger, api: Api, credentials: Credentials) -> tuple[str, str] | None:
    """Return what is wrong with the whole and what to do about it, None when nothing is."""
    found = barred(ledger)
    if found is None:
        return None
    bar, met = found
    told = _help(bar, api, credentials)
    if bar.kind == "redirected":
        told += _elsewhere(ledger.samples[max(met, key=lambda it: (met[it], it))][1])
    return bar.sentence.format(_said(met)), told


def folded(ledger: Ledger) -> tuple[Finding, ...]:
    """Return findings with one in place of all that one thing brought about.

    Nobody got past it, or refusals name no rule.
    """
    found, barring = together(ledger), barred(ledger)
    if barring is None:
        return found
    bar, met = barring
    status = max(met, key=lambda each: (met[each], each))
    if status not in ledger.samples:
        return found
    case, reply = ledger.samples[status]
    one = Finding(
        kind=bar.kind,
        weight=Weight.ERROR,
        claim=Claim(operation=case.operation, name="request:valid"),
        sentence=bar.sentence.format(_said(met)),
        case=replace(case, touches=()),
        reply=reply,
        count=met.total(),
    )
    return (one, *(each for each in found if each.reply.status not in bar.statuses))


def _said(met: Counter[int]) -> str:
    return " and ".join(str(status) for status, _ in sorted(met.items()))


def _help(bar: Bar, api: Api, credentials: Credentials) -> str:
    if bar.kind == "credential-refused" and not credentials.known:
        return "give a credential that the server knows: --auth SECRET"
    if bar.kind == "credential-refused":
        return "check the secret of --auth; it is given without the word before it (Bearer, Basic)"
    if bar.kind == "redirected":
        return "check --url: no redirect is followed"
    if bar.kind in {"nothing-there", "no-api"}:
        paths = {urlsplit(server.url).path.rstrip("/") for server in api.servers} - {""}
        named = f"; the document's servers have {', '.join(sorted(paths))}" if paths else ""
        return f"check the path of --url, also beside --app{named}"
    if bar.kind == "rate-limited":
        return "send fewer at a time with --rate N --workers 1, or lift the limit for this caller"
    return "look at the server's log; the request below shows it"


def _elsewhere(reply: Reply) -> str:
    location = reply.headers.get("location", "")
    return f"; this one leads to {location!r}" if location.isprintable() and location else ""
