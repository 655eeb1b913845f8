"""Actions that say how much: a part, the rest, and more than there is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.doing import Doing, behind
from tallystick.fuzz.journeys.reached import There
from tallystick.fuzz.journeys.subjects import Subjects, with_value
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.counted import Tally, kept_back
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.statuses import MALFORMED
from tallystick.ir import Enumeration, TypeId
from tallystick.text import Json

TWO: Final = 2
"""How much there must be to take a part."""
CENTS: Final = 2
"""Digits behind the point of an amount that is no whole number."""
Open = Callable[[str, Deed], bool]
"""Whether an action was not refused in a state."""


class Portions:
    """Does actions in parts."""

    def __init__(self, judging: Judging, ledger: Ledger, subjects: Subjects, doing: Doing) -> None:
        """Act on `subjects`, telling `ledger`."""
        self._judging = judging
        self._ledger = ledger
        self._subjects = subjects
        self._doing = doing

    def asks(self, deed: Deed) -> bool:
        """Whether an action says how much, and is counted."""
        tally = self._doing.tally(deed)
        return tally is not None and bool(tally.asked) and bool(tally.wholes)

    def divide(self, there: There, deeds: Sequence[Deed], allowed: Open) -> None:
        """Do actions to one resource, one after the other, each in parts.

        Args:
            there: The resource, in a state that allows the first one.
            deeds: Actions that say how much.
            allowed: Knows what was refused.
        """
        now: There | None = there
        for deed in deeds:
            tally = self._doing.tally(deed)
            if now is not None and tally is not None and allowed(now.state, deed):
                now = self._parts(deed, tally, now, allowed)

    def _parts(self, deed: Deed, tally: Tally, there: There, allowed: Open) -> There | None:
        """Take a part and the rest, and try more each time; None where nobody knows any more."""
        now = self._more(deed, tally, there)
        left = _left(tally, now) if now is not None else 0
        if now is None or left < TWO or not allowed(now.state, deed):
            return now
        part = self._amount(deed, tally, now, left // TWO, None)
        reply = self._sent(part, now) if part is not None else None
        if part is None or reply is None or not accepted(reply):
            return now
        after = self._seen(deed, part, now, None)
        if after is None or not allowed(after.state, deed):
            return after
        again = self._more(deed, tally, after)
        if again is None or not allowed(again.state, deed):
            return again
        return self._rest(deed, tally, again, part.value)

    def _more(self, deed: Deed, tally: Tally, there: There) -> There | None:
        """Ask for one more than there is; returns the resource as it is then.

        Which number says how much there is nobody knows: where one of the smaller ones is passed,
        documented rules tell what is wrong with the answer.
        """
        done = tally.of(there.value)
        for most in tally.all(there.value):
            case = self._amount(deed, tally, there, most - done + 1, None) if most > done else None
            reply = self._sent(case, there) if case is not None else None
            if case is not None and reply is not None and accepted(reply):
                return self._seen(deed, case, there, None)
        return there

    def _rest(self, deed: Deed, tally: Tally, there: There, earlier: Json) -> There | None:
        """Take all that is left, with other choices than the part before, or with the same."""
        refused: tuple[Case, Reply, float] | None = None
        lefts = [most - tally.of(there.value) for most in tally.all(there.value)]
        for left, other in ((each, it) for each in lefts if each > 0 for it in (earlier, None)):
            case = self._amount(deed, tally, there, left, other)
            if case is None:
                continue
            reply = self._sent(case, there)
            if reply is None:  # another amount may be the one that is left
                return there
            if accepted(reply):
                return self._seen(deed, case, there, earlier)
            if reply.status not in MALFORMED:
                return there
            refused = refused or (case, reply, left)
        if refused is not None:
            case, reply, left = refused
            self._ledger.add(kept_back(case, reply, deed.operation.id, left))
        return there

    def _seen(self, deed: Deed, case: Case, there: There, earlier: Json) -> There | None:
        """Return the resource after an action."""
        shown = self._doing.effect(deed, case, there.subject, there.value, earlier)
        state = shown.get(deed.course.member) if shown is not None and deed.course else None
        if shown is None or not isinstance(state, str):
            return None
        return replace(there, state=state, last=case, value=shown)

    def _sent(self, case: Case, there: There) -> Reply | None:
        if self._subjects.budget.left <= 0:
            return None
        return self._subjects.send(case, there.subject)

    def _amount(
        self, deed: Deed, tally: Tally, there: There, amount: float, earlier: Json
    ) -> Case | None:
        """Return a valid request for an amount, None when there is none.

        Args:
            deed: The action.
            tally: What counts it.
            there: The resource.
            amount: How much.
            earlier: A body that other choices are wanted than, as far as can be.
        """
        content = json_content(deed.operation)
        if content is None or content.type is None:
            return None
        exact = int(amount) if amount == int(amount) else round(amount, CENTS)
        for sample in self._doing.samples(deed):
            for body in self._apart(content.type, sample.value, earlier):
                value = _put(body, tally.asked, exact, there.value)
                if self._judging.broken(content.type, value).nothing:
                    case = with_value(sample, value)
                    return behind(self._subjects.case(deed, there.subject, case), there.last)
        return None

    def _apart(self, type_id: TypeId, body: Json, earlier: Json) -> Iterator[Json]:
        """Yield a body with other choices than an earlier one has, then the body itself."""
        known = earlier if isinstance(earlier, dict) else {}
        for field in self._judging.api.fields(type_id):
            choices = self._judging.api.types[field.type]
            if field.wire in known and isinstance(choices, Enumeration) and isinstance(body, dict):
                values = (it.value for it in choices.members if it.value is not None)
                others = (it for it in values if it != known[field.wire])
                yield from ({**body, field.wire: each} for each in others)
        yield body


def _left(tally: Tally, there: There) -> float:
    """Return how much can surely be asked for."""
    done = tally.of(there.value)
    found = [most - done for most in tally.all(there.value) if most > done]
    return min(found, default=0)


def _put(body: Json, way: Sequence[str], amount: float, shown: dict[str, Json]) -> Json:
    """Return a body with an amount; what is beside it in an object is as the resource has it."""
    held = dict(body) if isinstance(body, dict) else {}
    if len(way) == 1:
        return {**held, way[0]: amount}
    beside = steps(shown, tuple(way[:-1]))
    inner = beside if isinstance(beside, dict) else held.get(way[0])
    return {**held, way[0]: _put(inner, way[1:], amount, {})}
