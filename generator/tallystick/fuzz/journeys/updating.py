"""Updates of resources: PUT and PATCH, and what is there afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.changes import Changes
from tallystick.fuzz.journeys.conditions import IF_MATCH, Conditions, changes
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.lasting import LATER, lasting
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects, deletion, resource, with_value
from tallystick.fuzz.journeys.wholes import Turning, Wholes
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import echo, put, risen, updated
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.lifecycle import Walk
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import members_of, steps
from tallystick.fuzz.statuses import GONE
from tallystick.ir import Operation, Record, TypeId
from tallystick.resolve.pointer import split
from tallystick.text import Json

UPDATES: Final = 8
"""Bodies that are sent to one operation at most."""
FEWER: Final = 4
"""Bodies that are sent where all members were changed at once."""
TWICE: Final = 3
"""Of a PUT's bodies, how many are sent a second time."""
FOUR: Final = 4
"""Requests by which it shows whether a default is assumed."""
CONSIDERED: Final = 24
"""Members that it is tried to remove, if that is allowed."""
MERGE: Final = "application/merge-patch+json"

Resource = dict[str, Json]


class Updating:
    """Updates resources."""

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, resources: Resources
    ) -> None:
        """Update `subjects` like `resources`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._conditions = Conditions(subjects)
        self._wholes = Wholes(scene, ledger, subjects, Changes(scene, subjects, resources))
        self._latest: Resource | None = None
        self._told: Json = None
        self._twice = 0

    def update(self, deed: Deed) -> None:
        """Try one operation, as far as the requests last."""
        bodies = self.bodies(deed)
        self._ledger.add(self._conditions.checked(deed, bodies))
        self._ledger.add(self._strange(deed, bodies))
        subject = self._subjects.fresh(deed.chain, rich=True) if bodies else None
        if subject is not None:
            self.turns(deed, subject, bodies)

    def turns(self, deed: Deed, subject: Subject, bodies: list[Case]) -> None:
        """Update one resource again and again, and look at it each time.

        Args:
            deed: The update.
            subject: The resource.
            bodies: Requests of it.
        """
        steady = self._steady(deed, subject)
        if steady is None:
            return
        if deed.kind == "put":
            self._ledger.add(self._assumed(deed, subject, bodies))
        self._twice, self._told = TWICE, subject.made.value
        turn = partial(self._turn, deed, subject, steady=steady)
        whole = self._wholes.at_once(
            Turning(
                deed=deed, subject=subject, sample=bodies[0], turn=turn, now=lambda: self._latest
            )
        )
        self._wholes.beyond(deed, subject, bodies[0])
        self._wholes.breaking(deed, bodies[0])
        for named in _turns(bodies)[: FEWER if whole else UPDATES]:
            self._turn(deed, subject, _fresh(named, self._latest), steady=steady)
        for case in self._removing(deed, bodies[0]):
            self._turn(deed, subject, case, steady=steady)

    def _turn(
        self, deed: Deed, subject: Subject, sample: Case, *, steady: set[str]
    ) -> Reply | None:
        """Send an update, and compare the resource before and after; returns its answer."""
        before = self._latest
        if self._subjects.budget.left <= 0:
            return None
        case = self._subjects.case(deed, subject, sample)
        reply = self._subjects.send(case, subject)
        if before is not None and accepted(reply):
            self._ledger.add(put.made(self._scene, case, reply, there=True))
            self._ledger.add(self._updated(deed, subject, case, before, steady))
        return reply

    def _assumed(self, deed: Deed, subject: Subject, bodies: list[Case]) -> Iterator[Finding]:
        """Set what says its defaults, then what leaves them out: both are the same."""
        told = [(case, self._defaults(deed, case)) for case in bodies]
        sample, defaults = max(told, key=lambda each: len(each[1]))
        if not defaults or self._subjects.budget.left < FOUR:
            return
        full = with_value(sample, {**members_of(sample.value), **defaults})
        shown: list[Resource] = []
        for each in (full, sample):
            before = self._latest
            case = self._subjects.case(deed, subject, each)
            reply = self._subjects.send(case, subject)
            after, now = self._subjects.got(subject, after=case)
            if not accepted(reply):
                return
            shown.append(self._read(deed, now) or {})
            yield from self._itself(deed, (after, now), (before, shown[-1]))
        yield from updated.assumed(after, now, defaults, (shown[0], shown[1]))

    def _defaults(self, deed: Deed, case: Case) -> Resource:
        """Return the defaults that a request leaves out and may say."""
        content = json_content(deed.operation)
        found: Resource = {}
        for field in self._scene.api.fields(content.type if content else None):
            told = {**members_of(case.value), **found}
            default = self._scene.api.default(field)
            if field.wire in told or default is None or content is None or content.type is None:
                continue
            whole: Json = {**told, field.wire: default}
            if self._scene.judging.broken(content.type, whole).nothing:
                found[field.wire] = default
        return found

    def _removing(self, deed: Deed, sample: Case) -> Iterator[Case]:
        """Yield merge patches that remove what there is: members, and members of objects."""
        content = json_content(deed.operation)
        if content is None or content.type is None or not _merges(sample):
            return
        yield from self._filling(deed, content.type, sample)
        now = self._latest or {}
        inside = ((name, inner) for name in now for inner in members_of(now[name]))
        for path in islice((*((name,) for name in now), *inside), CONSIDERED):
            held = steps(now, path)
            part: Json = None
            for name in reversed(path):
                part = {name: part}
            broken = self._scene.judging.broken(content.type, part)
            if held not in updated.EMPTY and broken.nothing:
                yield with_value(sample, part)

    def _filling(self, deed: Deed, type_id: TypeId, sample: Case) -> Iterator[Case]:
        """Yield merge patches that give what there is not: members, and members of objects."""
        now, judged = self._latest or {}, self._scene.judging.broken
        known = self._subjects.members(deed.operation.id)
        missed: Json = {
            name: value
            for name, value in known.items()
            if now.get(name) in updated.EMPTY and judged(type_id, {name: None}).nothing
        }
        if missed and judged(type_id, missed).nothing:
            yield with_value(sample, missed)
        told = [members_of(case.value) for case in self._subjects.samples(deed.operation.id)]
        for name in known:
            held = members_of(now.get(name))
            inside = [it for body in told for it in members_of(body.get(name)).items()]
            part: Json = {key: value for key, value in inside if key not in held}
            whole: Json = {**held, **members_of(part)}
            if held and part and judged(type_id, {name: whole}).nothing:
                yield with_value(sample, {name: part})

    def _strange(self, deed: Deed, bodies: list[Case]) -> Iterator[Finding]:
        """Update another caller's resource."""
        if not bodies or not self._subjects.has_second:
            return
        subject = self._subjects.fresh(deed.chain)
        if subject is None or not self._subjects.strange(subject):
            return
        case = self._subjects.case(deed, subject, bodies[0]).by_second
        reply = self._subjects.send(case, subject)
        if accepted(reply):
            yield from updated.strange(case, reply, deed.operation.id)

    def removal(self, chain: Chain, delete: Operation) -> None:
        """Delete with a wrong tag, and another caller's resource: it must be there afterwards.

        Args:
            chain: What makes it, and gets it.
            delete: What deletes it.
        """
        self._ledger.add(self._conditions.removal(chain, delete))
        subject = self._subjects.fresh(chain) if self._subjects.has_second else None
        if subject is None or not self._subjects.strange(subject):
            return
        case = deletion(chain, delete, subject.made).by_second
        reply = self._subjects.send(case, subject)
        if not accepted(reply):
            return
        again = replace(self._subjects.asking(subject, after=case), expect="documented")
        if self._subjects.send(again, subject).status in GONE:
            self._ledger.add(updated.strange(case, reply, delete.id))

    def bodies(self, deed: Deed) -> list[Case]:
        """Return requests with bodies that are objects; of a PATCH, with one member each first."""
        content = json_content(deed.operation)
        known = [
            case
            for case in self._subjects.samples(deed.operation.id)
            if case.has_value and isinstance(case.value, dict) and case.value
        ]
        if (
            content is None
            or content.type is None
            or content.media_type.endswith("json-patch+json")
        ):
            return []
        parts = self._parts(known, content.type) if deed.kind == "patch" else []
        whole = [case for case in known if isinstance(case.value, dict) and len(case.value) > 1]
        return [*parts, *(whole if parts else known)]

    def _parts(self, known: list[Case], type_id: TypeId) -> list[Case]:
        """Return requests that change one member each, the values that tell most first."""
        telling = [self._subjects.members(case.operation) for case in known[:1]]
        values = (case.value for case in known)
        found: dict[bytes, Case] = {}
        for members in (*telling, *values):
            for name, value in members.items() if isinstance(members, dict) else ():
                part: Resource = {name: value}
                spelt = compact(part)
                known_part = value is None or spelt in found
                if not known_part and self._scene.judging.broken(type_id, part).nothing:
                    found[spelt] = with_value(known[0], part)
        return list(found.values())

    def _steady(self, deed: Deed, subject: Subject) -> set[str] | None:
        """Return the members that do not change by themselves; None when it cannot be got."""
        first, later = self._now(deed, subject), self._now(deed, subject)
        if first is None or later is None:
            return None
        known = first.keys() | later.keys() | self._settable(deed)
        return known - updated.unlike(first, later)

    def _now(self, deed: Deed, subject: Subject) -> Resource | None:
        return self._read(deed, self._subjects.got(subject)[1])

    def _read(self, deed: Deed, reply: Reply) -> Resource | None:
        """Return the resource that an answer holds; the latest is remembered."""
        self._latest = resource(deed, answer(reply)) if accepted(reply) else None
        return self._latest

    def _updated(
        self, deed: Deed, subject: Subject, case: Case, before: Resource, steady: set[str]
    ) -> Iterator[Finding]:
        """Compare the resource before and after an update that was accepted."""
        found = lasting(partial(self._seen, deed, subject, case, before, steady), LATER)
        yield from found
        self._told = case.value
        if deed.kind == "put" and not found and self._twice:
            self._twice -= 1
            yield from self._again(deed, subject, case, steady)

    def _seen(
        self, deed: Deed, subject: Subject, case: Case, before: Resource, steady: set[str]
    ) -> list[Finding]:
        """Look at a resource after an update."""
        after, reply = self._subjects.got(subject, after=case)
        shown = self._read(deed, reply)
        if shown is None:
            return []
        moves = {deed.course.member} if deed.course is not None else set()
        names = {split(pointer)[-1] for _, pointer in deed.chain.values}
        asked: Json = {
            name: value
            for name, value in (case.value.items() if isinstance(case.value, dict) else ())
            if name not in moves | names
        }
        found = list(updated.assigned(self._scene, after, reply, deed.type, (asked, shown)))
        found += self._itself(deed, (after, reply), (before, shown))
        if updated.unlike(before, shown) & self._settable(deed) & steady:
            found += risen.changed(self._scene, after, reply, deed.type.id, (before, shown))
        values: tuple[Json, Json, Json] = (before, case.value, shown)
        content = json_content(deed.operation)
        if deed.kind == "patch":
            settable = frozenset((self._settable(deed) & steady) - moves)
            sure = _merges(case)
            found += updated.others(after, reply, values, settable, sure=sure)
            emptied = updated.merged if sure else updated.emptied
            found += emptied(self._scene, after, reply, deed.type.id, values)
        elif content is not None and content.type is not None:
            every = (self._told, *values)
            types = content.type, deed.type
            found += updated.replaced(self._scene, after, reply, types, every)
        machine = deed.type.lifecycle
        if machine is not None:
            walk = Walk(machine)
            list(walk.observe(after, reply, before))
            found += [it for it in walk.observe(after, reply, shown) if it.kind == "state-order"]
        return found

    def _itself(
        self, deed: Deed, seen: tuple[Case, Reply], values: tuple[Json, Json]
    ) -> Iterator[Finding]:
        """Yield what an update must not change and did: what names it, and when it was made."""
        kept = (
            *(pointer.rpartition("/")[2] for _, pointer in deed.chain.values[-1:]),
            *echo.lasting(self._scene, deed.type.id),
        )
        yield from echo.identity(self._scene, *seen, values, kept)

    def _settable(self, deed: Deed) -> set[str]:
        """Return the members that clients set, here or when they make the resource."""
        found: set[str] = set()
        for operation in (deed.operation, deed.chain.create):
            content = json_content(operation)
            declared = self._scene.api.types[content.type] if content and content.type else None
            if isinstance(declared, Record):
                found |= {field.wire for field in declared.fields if field.direction != "read"}
        return found

    def _again(
        self, deed: Deed, subject: Subject, case: Case, steady: set[str]
    ) -> Iterator[Finding]:
        """Send a PUT a second time: nothing may change by it."""
        first = self._latest
        conditional = any(name.lower() == IF_MATCH for name, _ in case.message.headers)
        reply = self._subjects.send(case, subject)
        after, shown = self._subjects.got(subject, after=replace(case, after=case))
        later = self._read(deed, shown)
        if first is None or later is None or conditional:
            return
        yield from updated.refused_again(replace(case, after=case), reply)
        if not accepted(reply):
            return
        changed = updated.unlike(first, later) & self._settable(deed) & steady
        yield from put.repeated(after, shown, sorted(changed))


def _turns(bodies: list[Case]) -> list[list[Case]]:
    """Return requests by the members that their bodies name: one member, then several."""
    found: dict[tuple[str, ...] | int, list[Case]] = {}
    for number, case in enumerate(bodies):
        names = tuple(case.value) if isinstance(case.value, dict) else ()
        found.setdefault(names if len(names) == 1 else number, []).append(case)
    return list(found.values())


def _fresh(bodies: list[Case], now: Resource | None) -> Case:
    """Return the first request that would change a resource, else the first of all."""
    return next((case for case in bodies if now is not None and changes(case, now)), bodies[0])


def _merges(case: Case) -> bool:
    """Whether the media type says that members that are not named stay as they are."""
    media_type = dict(case.message.headers).get("Content-Type", "")
    return media_type.partition(";")[0].strip().lower() == MERGE
