"""What stands at a path is set, shown and taken away."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.documented import response
from tallystick.fuzz.journeys.beginnings import Beginnings, Given, deletion, given_of, shown
from tallystick.fuzz.journeys.conditions import changes
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.removing import deleted_again
from tallystick.fuzz.journeys.stands import Stand
from tallystick.fuzz.journeys.subjects import Subject, Subjects, with_value
from tallystick.fuzz.journeys.updating import UPDATES, Updating
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import PLAINLY, Caller, Case, Finding, Reply
from tallystick.fuzz.oracles import put, updated
from tallystick.fuzz.oracles.acceptance import accepted, done
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import members_of
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.statuses import BARRED, GONE, MALFORMED
from tallystick.ir import Operation
from tallystick.text import Json

KEPT: Final = 96
"""Valid requests of one operation that are remembered."""
AGAIN: Final = 6
"""Refused bodies that are tried again where others were taken."""
SHARES: Final = 3
"""Of the requests, as of any update."""
FIRST: Final = 3
"""Bodies that are tried until one is taken."""


class Task(NamedTuple):
    """Something to try.

    Attributes:
        run: Tries it.
        deeds: For how many operations; each has an equal share of the requests.
    """

    run: Callable[[], None]
    deeds: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A valid request that sets something, what it is about, and what came back."""

    case: Case
    given: Given
    reply: Reply


class Standing:
    """Tries what stands at the paths of an API."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        subjects: Subjects,
        updating: Updating,
        beginnings: Beginnings,
    ) -> None:
        """Set what there is, by `subjects` and `updating`, telling `ledger`.

        Args:
            scene: The API.
            ledger: Is told.
            subjects: Sends what is done to resources.
            updating: Updates them.
            beginnings: What stands where, and stood there before.
        """
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._updating = updating
        self._beginnings = beginnings
        self._tried: dict[str, list[Tried]] = {
            update.id: [] for stand in beginnings.stands for update in stand.updates
        }

    def note(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        """Remember a valid request that sets something, and what came back.

        Args:
            case: The request.
            reply: The answer.
            given: The values of the ``{name}`` in its path.
        """
        known = self._tried.get(case.operation)
        if known is None or case.kind not in PLAINLY or len(known) >= KEPT:
            return
        if isinstance(case.value, dict) and case.value and not case.names:
            known.append(Tried(case=case, given=given_of(case, given), reply=reply))

    @property
    def stands(self) -> Sequence[Stand]:
        """What is set, shown and taken away."""
        return self._beginnings.stands

    def taken(self, update: Operation) -> Case | None:
        """Return a small request that set something, None where none was accepted."""
        known = (it.case for it in self._tried[update.id] if accepted(it.reply))
        return next(iter(smaller_first(known)), None)

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        pairs = [(stand, update) for stand in self._beginnings.stands for update in stand.updates]
        return [
            Task(partial(self._try, stand, update), SHARES)
            for stand, update in pairs
            if not only or update.id in only
        ]

    def _try(self, stand: Stand, update: Operation) -> None:
        """Set something again and again at one place, and look at it."""
        known = _best(self._tried[update.id])
        if not known:
            return
        path, given = known[0].given
        deed = stand.deed(self._scene.api, update, path)
        subject = Subject(chain=deed.chain, made=known[0].case, bindings=dict(given), first=None)
        bodies = self._bodies(deed, known)
        first = next((it for it in bodies[:FIRST] if self._took(deed, subject, it)), None)
        if first is None:
            return
        subject = replace(subject, made=first)
        self._ledger.add(self._another(stand, deed, subject, bodies))
        for each in [it for it in known if it.reply.status in MALFORMED][:AGAIN]:
            case = self._subjects.case(deed, subject, each.case)
            self._subjects.send(replace(case, expect="accepted"), subject)
        gone = stand.delete is not None and self._taken_away(stand, stand.delete, deed, subject)
        if self._took(deed, subject, first, anew=gone):
            self._updating.turns(deed, subject, bodies)

    def _took(self, deed: Deed, subject: Subject, sample: Case, *, anew: bool = False) -> bool:
        """Whether something was set, and is there at once; `anew`, where nothing was."""
        if self._subjects.budget.left <= 0:
            return False
        case = self._subjects.case(deed, subject, sample)
        reply = self._subjects.send(case, subject)
        if anew and accepted(reply):
            self._ledger.add(put.made(self._scene, case, reply, there=False))
        return done(reply)

    def _bodies(self, deed: Deed, known: Sequence[Tried]) -> list[Case]:
        """Return requests that were taken, those first that tell most; the second has little.

        What the first one tells, and the second one does not, is gone then.
        """
        if deed.kind == "patch":
            return self._updating.bodies(deed)
        left = [each.case for each in known if accepted(each.reply)]
        left += self._others(deed.operation, [each.case for each in known])
        small = smaller_first(left)[:1]
        found: list[Case] = []
        seen: set[str] = set()
        while left and len(found) < UPDATES:
            best = max(left, key=lambda each: len(_told(each.value) - seen))
            left.remove(best)
            seen |= _told(best.value)
            found.append(best)
        return [*found[:1], *(it for it in small if it not in found[:1]), *found[1:]]

    def _others(self, update: Operation, known: list[Case]) -> Iterator[Case]:
        """Yield requests with a member unlike in all that are known.

        It holds the same in all of them, or the same as another member does.
        """
        content = json_content(update)
        if content is None or content.type is None:
            return
        values = Values(self._scene.judging, {})
        for field in self._scene.api.fields(content.type):
            having = [it for it in smaller_first(known) if field.wire in members_of(it.value)]
            if not _alike(field.wire, having):
                continue
            first = members_of(having[0].value)
            for _, value in values.valid(field.type, "/" + field.wire):
                made: Json = {**first, field.wire: value}
                fits = self._scene.judging.broken(content.type, made).nothing
                if fits and compact(value) != compact(first[field.wire]):
                    yield with_value(having[0], made)
                    break

    def _another(
        self, stand: Stand, deed: Deed, subject: Subject, bodies: list[Case]
    ) -> Iterator[Finding]:
        """Set something as another caller, who sees it: it is their own, or everybody's."""
        if not self._subjects.has_second or not protected(deed.chain.get):
            return
        mine, before = self._now(deed, subject), self._seen(subject, "second")
        theirs = shown(deed, before)
        new = (it for it in bodies if changes(it, theirs or mine or {}))
        sample = max(new, key=lambda it: len(_told(it.value) - _told(mine)), default=None)
        if mine is None or sample is None or self._subjects.budget.left <= 0:
            return
        case = self._subjects.case(deed, subject, sample).by_second
        reply = self._subjects.send(case, subject)
        if not done(reply):
            return
        later = self._seen(subject, "second", after=case)
        asked = self._asking(subject, "second", after=case)
        values: tuple[Json, Json] = case.value, shown(deed, later)
        yield from updated.assigned(self._scene, asked, later, deed.type, values)
        now = self._now(deed, subject)
        apart = before.status in BARRED or (theirs is not None and updated.unlike(theirs, mine))
        if apart and now is not None and updated.unlike(mine, now):
            yield from updated.strange(case, reply, deed.operation.id)
        self._beginnings.put_back(stand, deed, subject, theirs, "second")

    def _now(self, deed: Deed, subject: Subject) -> dict[str, Json] | None:
        return shown(deed, self._seen(subject, "own"))

    def _asking(self, subject: Subject, caller: Caller, after: Case | None = None) -> Case:
        """Return the request for what stands there."""
        case = replace(self._subjects.asking(subject, after=after), expect="documented")
        return replace(case, message=replace(case.message, caller=caller))

    def _seen(self, subject: Subject, caller: Caller, *, after: Case | None = None) -> Reply:
        return self._subjects.send(self._asking(subject, caller, after), subject)

    def _taken_away(self, stand: Stand, delete: Operation, deed: Deed, subject: Subject) -> bool:
        """Take away what stands there: it is shown no more, and not taken away again.

        Returns:
            Whether nothing stands there now.
        """
        case, before = deletion(stand, deed, subject), self._now(deed, subject)
        if case is None or before is None or not done(self._subjects.send(case, subject)):
            return False
        asked = self._asking(subject, "own", after=case)
        seen = self._subjects.send(asked, subject)
        left = shown(deed, seen)
        if left is not None and left == before != self._beginnings.of(deed, subject):
            sure = any(response(stand.get, status) for status in GONE)
            self._ledger.add(updated.left(asked, seen, delete.id, sure=sure))
        elif seen.status in GONE:
            self._ledger.add(deleted_again(self._subjects, subject, case, delete))
        return seen.status in GONE


def _best(known: Sequence[Tried]) -> list[Tried]:
    """Return what was sent to the place where most was taken, the plainest requests.

    Queries may say how something is set; those that say least are kept.
    """
    places: dict[Given, int] = {}
    for each in known:
        weight = KEPT * accepted(each.reply) + (each.reply.status in MALFORMED)
        places[each.given] = places.get(each.given, 0) + weight
    best = max(places, key=lambda it: places[it], default=None)
    if best is None or not places[best]:
        return []
    there = [each for each in known if each.given == best]
    plain = min((each.case.message.query for each in there), key=len)
    return [each for each in there if each.case.message.query == plain]


def _told(value: Json, at: str = "") -> set[str]:
    """Return what a body tells: its members, how many items there are, and plain values."""
    if isinstance(value, dict):
        parts = [_told(part, f"{at}/{name}") for name, part in value.items()]
        return {at, f"{at} {min(len(value), 2)}"}.union(*parts)
    if isinstance(value, list):
        return {at, f"{at} {min(len(value), 2)}"}.union(*(_told(it, f"{at}/*") for it in value))
    return {at, f"{at}={value}"}


def _alike(name: str, having: Sequence[Case]) -> bool:
    """Whether a member holds the same in all requests, or in each what another one holds."""
    bodies = [members_of(each.value) for each in having]
    told = [compact(body[name]) for body in bodies]
    beside = (
        {it for it, value in body.items() if it != name and compact(value) == own}
        for body, own in zip(bodies, told, strict=True)
    )
    return bool(told) and (len(set(told)) == 1 or bool(set[str].intersection(*beside)))
