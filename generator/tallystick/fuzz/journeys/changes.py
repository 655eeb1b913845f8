"""Bodies of updates: all members at once, all that can be cleared, and what the whole forbids.

A creation says what a resource has to keep. What an update leaves is compared with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.bodies.judging import Broken, compact
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import keyed, response
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.references import references
from tallystick.fuzz.journeys.resources import Made, Resources, varied
from tallystick.fuzz.journeys.subjects import Subjects
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.oracles.updated import EMPTY
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.statuses import CONFLICT
from tallystick.ir import Field, TypeId
from tallystick.resolve.pointer import split
from tallystick.text import Json

TRIED: Final = 6
"""Values of a member that are tried in a body."""
TAIL: Final = "qzk"
"""Letters that end a text which nobody is likely to have taken."""
STARTS: Final = 12
"""Resources from which it is looked for an update that breaks a rule."""

Members = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """An update that is valid by itself, and leaves what could not be made.

    Attributes:
        made: A resource of the kind that it is about.
        body: The update.
        rule: Id of a rule of the creation, and its place there.
    """

    made: Made
    body: Members
    rule: tuple[str, str]


class Changes:
    """Makes bodies for updates."""

    def __init__(self, scene: Scene, subjects: Subjects, resources: Resources) -> None:
        """Make them for `resources`, of what `subjects` remember."""
        self._scene = scene
        self._subjects = subjects
        self._resources = resources
        self._values = Values(scene.judging, {})
        self._named = references(scene.api, tuple(resources.chains))

    def fields(self, deed: Deed) -> list[Field]:
        """Return the members of an update, without what only a server can judge.

        These are ids of other resources, what names this one, and its state.
        """
        types = [_body(deed), self._making(deed)]
        rules = (rule for it in types if it is not None for rule in self._scene.api.types[it].rules)
        delicate = {split(rule.field)[0] for rule in rules if rule.text is None and rule.field}
        delicate |= {split(it.at)[0] for it in self._named if it.operation == deed.operation.id}
        delicate |= {split(pointer)[-1] for _, pointer in deed.chain.values}
        if deed.course is not None:
            delicate.add(deed.course.member)
        every = self._scene.api.fields(types[0])
        return [it for it in every if it.direction != "read" and it.wire not in delicate]

    def all_at_once(self, deed: Deed, sample: Members, now: Members) -> Members:
        """Return a body that changes as many members as can be.

        Args:
            deed: The update.
            sample: A body that was accepted; a replacement keeps what it must have.
            now: The resource.
        """
        body = dict(sample) if deed.kind == "put" else {}
        for field in self.fields(deed):
            for value in self._candidates(deed, field):
                if value in EMPTY or compact(value) == compact(now.get(field.wire)):
                    continue
                if self.sound(deed, {**body, field.wire: value}, now):
                    body[field.wire] = value
                    break
        return body

    def cleared(self, deed: Deed, now: Members) -> Members:
        """Return a body that clears all that there is and may be cleared."""
        body: Members = {}
        for field in self.fields(deed) if deed.kind == "patch" else ():
            more: Members = {**body, field.wire: None}
            if now.get(field.wire) not in EMPTY and self.sound(deed, more, now):
                body = more
        return body

    def sound(self, deed: Deed, body: Members, now: Members) -> bool:
        """Whether an update is valid, and leaves what could be made, as far as that is known."""
        own = _body(deed)
        if own is None or not self._scene.judging.broken(own, body).nothing:
            return False
        left = self.left(deed, {**now, **body}) if deed.kind == "patch" else None
        return left is None or left.nothing or left == self.left(deed, now)

    def left(self, deed: Deed, whole: Members) -> Broken | None:
        """Return what a resource breaks of the creation, None where nothing is said of it.

        Args:
            deed: What updates it.
            whole: Its members.
        """
        making = self._making(deed)
        if making is None:
            return None
        names = {it.wire for it in self._scene.api.fields(making) if it.direction != "read"}
        told: Members = {it: whole[it] for it in whole if it in names and whole[it] is not None}
        return self._scene.judging.broken(making, told)

    def breaches(self, deed: Deed) -> Iterator[Breach]:
        """Yield updates that each break a rule of the creation, each rule once."""
        own, making = _body(deed), self._making(deed)
        if own is None or making is None or own == making or deed.kind != "patch":
            return
        left = set(self._scene.judging.rules_at(making))
        fields = self.fields(deed)
        for made, value in self._starts(deed.chain) if left else ():
            for body in self._parts(deed, fields, value):
                found = self._broken_by(deed, body, value)
                if found in left and self._scene.judging.broken(own, body).nothing:
                    left.discard(found)
                    yield Breach(made=made, body=body, rule=found)

    def _broken_by(self, deed: Deed, body: Members, value: Members) -> tuple[str, str] | None:
        """Return the one rule that an update breaks, None where it breaks nothing or more."""
        broken = self.left(deed, {**value, **body})
        if broken is None or broken.keywords or len(broken.rules) != 1:
            return None
        return next(iter(broken.rules))

    def _parts(self, deed: Deed, fields: Sequence[Field], value: Members) -> Iterator[Members]:
        """Yield updates of one member: cleared, or set to something else."""
        for field in fields:
            if value.get(field.wire) is not None:
                yield {field.wire: None}
            for other in self._candidates(deed, field):
                if compact(other) != compact(value.get(field.wire)):
                    yield {field.wire: other}

    def _starts(self, chain: Chain) -> Iterator[tuple[Made, Members]]:
        """Yield resources that may be made again, and what they were made of."""
        made = self._resources.of(chain.create.id)
        plain = [it for it in made if not it.case.names and not keyed(chain.create, it.case)]
        for each in varied(plain, STARTS):
            value = each.case.value
            if isinstance(value, dict):
                yield each, {name: part for name, part in value.items() if part is not None}

    def _candidates(self, deed: Deed, field: Field) -> list[Json]:
        """Return values of a member: those that were sent, then those that its type has."""
        known = [*self._sent(deed, field.wire)]
        known += [value for _, value in self._values.valid(field.type, f"/{field.wire}")[:TRIED]]
        if response(deed.operation, CONFLICT) is not None:
            rare = [it for it in map(_rare, known) if self._scene.judging.fits(field.type, it)]
            known = [*rare, *known]
        return list({compact(value): value for value in known}.values())[: 2 * TRIED]

    def _sent(self, deed: Deed, name: str) -> Iterator[Json]:
        """Yield what a member held in requests of its kind, where others may hold it, too."""
        for operation in (deed.operation.id, deed.chain.create.id):
            for case in self._subjects.samples(operation)[:TRIED]:
                value = case.value.get(name) if isinstance(case.value, dict) else None
                if value is not None:
                    yield value

    def _making(self, deed: Deed) -> TypeId | None:
        content = json_content(deed.chain.create)
        return content.type if content is not None else None


def _body(deed: Deed) -> TypeId | None:
    content = json_content(deed.operation)
    return content.type if content is not None else None


def _rare(value: Json) -> Json:
    """Return a text that is less likely to be taken; all else as it is."""
    if not isinstance(value, str) or len(value) < len(TAIL):
        return value
    tail = "739" if value[-1].isdigit() else TAIL.upper() if value[-1].isupper() else TAIL
    return value[: -len(tail)] + tail


def halves(body: Mapping[str, Json]) -> tuple[Members, Members]:
    """Return a body in two parts."""
    members = list(body.items())
    middle = len(members) // 2
    return dict(members[:middle]), dict(members[middle:])
