"""What accounts have used: requests, unfinished generations, jobs, credits.

Kept in memory: a server that starts again starts a new ledger.
"""

import math
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tallystick.serve.behaviour import Failure, Refused

from .accounts import Terms
from .failures import failed

WINDOW: Final = timedelta(seconds=60)
FORGOTTEN: Final = timedelta(minutes=10)
"""After this a generation that never ran (its server was killed) no longer counts as unfinished."""


@dataclass(slots=True)
class _Page:
    """One account's use."""

    requests: deque[datetime] = field(default_factory=deque)
    starts: deque[datetime] = field(default_factory=deque)
    unfinished: dict[str, datetime] = field(default_factory=dict)
    charges: dict[str, float] = field(default_factory=dict)


class Ledger:
    """Use of all accounts; safe to be used by several threads."""

    def __init__(self) -> None:
        """Start with nothing used."""
        self._lock = threading.Lock()
        self._pages: defaultdict[str, _Page] = defaultdict(_Page)

    def admit(self, account: str, terms: Terms, job: str, price: float, now: datetime) -> None:
        """Take a create call into account.

        Raises:
            Refused: 403, 429 or 402; nothing is noted then but the request itself.
        """
        if terms.suspended:
            raise Refused(403, "This account is suspended.")
        with self._lock:
            page = self._pages[account]
            _forget(page, now)
            if terms.requests_per_minute is not None:
                _count_request(page.requests, terms.requests_per_minute, now)
            if terms.concurrent is not None and len(page.unfinished) >= terms.concurrent:
                detail = f"There are {len(page.unfinished)} unfinished generations already."
                raise Refused(429, detail, headers={"Retry-After": "5"})
            if terms.balance is not None and sum(page.charges.values()) + price > terms.balance:
                raise Refused(402, "The balance does not cover this generation.")
            page.unfinished[job] = now

    def start(
        self, account: str, terms: Terms, job: str, price: float, now: datetime
    ) -> Failure | None:
        """Charge a job that starts; return why it cannot."""
        with self._lock:
            page = self._pages[account]
            _forget(page, now)
            if job in page.charges:  # the same job once more, after an interruption
                return None
            if terms.jobs_per_minute is not None and len(page.starts) >= terms.jobs_per_minute:
                reason = f"More than {terms.jobs_per_minute} jobs started within a minute."
                return failed("rate_limited", reason)
            if terms.balance is not None and sum(page.charges.values()) + price > terms.balance:
                return failed("budget_exhausted", "Other generations have spent the balance.")
            page.starts.append(now)
            page.charges[job] = price
            return None

    def finish(self, account: str, job: str, *, charged: bool) -> None:
        """Note that a job has ended; one that failed costs nothing."""
        with self._lock:
            page = self._pages[account]
            page.unfinished.pop(job, None)
            if not charged:
                page.charges.pop(job, None)


def _forget(page: _Page, now: datetime) -> None:
    _drop(page.requests, lambda moment: now - moment >= WINDOW)
    _drop(page.starts, lambda moment: now - moment >= WINDOW)
    for job, since in tuple(page.unfinished.items()):
        if now - since >= FORGOTTEN:
            del page.unfinished[job]


def _drop(moments: deque[datetime], gone: Callable[[datetime], bool]) -> None:
    while moments and gone(moments[0]):
        moments.popleft()


def _count_request(requests: deque[datetime], limit: int, now: datetime) -> None:
    if len(requests) >= limit:
        oldest = requests[0] if requests else now
        wait = max(1, math.ceil((oldest + WINDOW - now).total_seconds()))
        raise Refused(429, "Rate limit exceeded.", headers={"Retry-After": str(wait)})
    requests.append(now)
