"""Reports over some days: ``GET /usage?from=2026-03-01&to=2026-03-09``.

Asked for are the days around those on which things were made: together, in parts that are
together the whole where words say that both ends are included, grouped in each way, and by
another caller, whose report does not change when somebody else makes something.
"""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.journeys.views import Views
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import reported
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.counted import number
from tallystick.fuzz.oracles.listed import measured
from tallystick.fuzz.oracles.mirrored import MADE
from tallystick.fuzz.oracles.reported import Report
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.ends import ranges
from tallystick.fuzz.requests.giving import Given, Giver
from tallystick.fuzz.requests.paging import members_of
from tallystick.fuzz.requests.parameters import travelling
from tallystick.fuzz.requests.spans import includes
from tallystick.fuzz.sending.credentials import protected
from tallystick.ir import Enumeration, Operation, Parameter, Place, Scalar, words
from tallystick.text import Json

_DAY: Final = timedelta(days=1)
SHARES: Final = 2
"""Shares of the requests that go to one report."""
GROUPED: Final = 3
"""Ways to group that are tried."""


class Ranged(NamedTuple):
    """What reports on some days.

    Attributes:
        operation: It.
        low: Parameter of the first day.
        high: And of the last one.
        given: What else must be given.
        report: What the answer holds.
        echoes: Members of the answer that are called as a parameter.
    """

    operation: Operation
    low: Parameter
    high: Parameter
    given: Given
    report: Report
    echoes: tuple[str, ...]


class Reporting:
    """Asks for reports, telling a ledger."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Views],
    ) -> None:
        """Ask by what is `known`; what others are shown is seen by it, too."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects, self._views = known
        self._reports = tuple(self._found())

    def _found(self) -> Iterator[Ranged]:
        """Yield what reports on days."""
        giver = Giver(self._scene.judging)
        for operation in self._scene.api.operations:
            pairs = [it for it in ranges(operation) if all(map(self._is_day, it))]
            shown = success(operation)
            alone = operation.method == "get" and "{" not in operation.path
            given = giver.given(operation, path=True) if len(pairs) == 1 and alone else None
            told = reported.report(self._scene.api, shown) if shown is not None else None
            if given is not None and told is not None and shown is not None:
                echoes = reported.echoes(self._scene.api, operation, shown)
                yield Ranged(operation, *pairs[0], given, told, echoes)

    def _is_day(self, parameter: Parameter) -> bool:
        declared = self._scene.api.types[parameter.type]
        days = isinstance(declared, Scalar) and declared.format == "date"
        return days and parameter.place is Place.QUERY

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._reports if not only or it.operation.id in only)
        return [Task(partial(self._try, each), SHARES) for each in some]

    def _try(self, ranged: Ranged) -> None:
        """Ask for the days around the last one on which something was made."""
        day = self._day()
        first, last = day - _DAY, day + _DAY
        whole = self._case(ranged, first, last)
        seen = self._ask(whole)
        if seen is None:
            return
        self._ledger.add(reported.judge(whole, seen, answer(seen), ranged.report))
        asked: list[tuple[Case, Reply, dict[str, Json]]] = []
        for given in self._grouped(ranged):
            case = self._case(ranged, first, last, given)
            reply = self._ask(case)
            if reply is not None:
                self._ledger.add(reported.judge(case, reply, answer(reply), ranged.report))
                asked.append((case, reply, {wire: value for (_, wire), value in given.items()}))
        for name in ranged.echoes:
            self._ledger.add(reported.echoed(name, asked))
        if includes(ranged.operation, ranged.low, ranged.high):
            for until in (first, day):
                self._parts(ranged, (first, until, last))
        if protected(ranged.operation):
            self._views.apart(whole, ranged.operation)

    def _parts(self, ranged: Ranged, days: tuple[date, date, date]) -> None:
        """See that two ranges come to what both are together, while nothing else changes."""
        first, until, last = days
        whole = self._case(ranged, first, last)
        before = self._ask(whole)
        parts = [self._case(ranged, first, until), self._case(ranged, until + _DAY, last)]
        replies = [self._ask(each) for each in parts]
        after = self._ask(whole)
        if before is None or after is None or answer(before) != answer(after):
            return
        told = [*replies, after]
        for name in ranged.report.sums:
            counts = [number(answer(it), (name,)) for it in told if it is not None]
            known = [it for it in counts if it is not None]
            if len(known) == len(told) and known[0] + known[1] != known[2] and replies[1]:
                spelled = [it.isoformat() for it in days]
                self._ledger.add(reported.apart(parts[1], replies[1], name, spelled, known))
                return

    def _day(self) -> date:
        """Return the day of the last thing that says when it was made, as its server has it."""
        made = (answer(it.reply) for _, it in reversed(list(self._resources.every())))
        told = (part for value in made for part in members_of(value).items())
        times = (value for name, value in told if words(name) in MADE and isinstance(value, str))
        found = (moment for it in times if (moment := measured(it)) is not None)
        return datetime.fromtimestamp(next(found, time.time()), UTC).date()

    def _grouped(self, ranged: Ranged) -> Iterator[Given]:
        """Yield what else may be asked for: each choice of a parameter."""
        ends = {ranged.low.wire, ranged.high.wire}
        for each in ranged.operation.parameters:
            declared = self._scene.api.types[each.type]
            if each.place is not Place.QUERY or each.wire in ends:
                continue
            choices = declared.members[:GROUPED] if isinstance(declared, Enumeration) else ()
            for member in choices:
                yield {(each.place, each.wire): member.value}

    def _case(self, ranged: Ranged, first: date, last: date, more: Given | None = None) -> Case:
        """Return the request for some days."""
        ends: Given = {
            (it.place, it.wire): day.isoformat()
            for it, day in ((ranged.low, first), (ranged.high, last))
        }
        parts = travelling(ranged.operation, {**ranged.given, **ends, **(more or {})})
        message = Message(method="GET", path=parts.path, query=parts.query, headers=parts.headers)
        return Case(
            operation=ranged.operation.id, kind="report", expect="documented", message=message
        )

    def _ask(self, case: Case) -> Reply | None:
        """Return an answer; None where it was refused, or no request is left."""
        reply = self._subjects.spare(case)
        return reply if reply is not None and accepted(reply) else None
