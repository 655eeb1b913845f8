"""Second resources with a value that no two may have: refused, wherever it is set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.unlike import others
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed
from tallystick.fuzz.journeys.deeds import Deed, deeds
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource, with_value
from tallystick.fuzz.journeys.turning import Budget
from tallystick.fuzz.journeys.uniques import Unique, uniques
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import doubled
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import members_of
from tallystick.fuzz.statuses import MISTAKEN
from tallystick.text import Json

TRIES: Final = 3
"""Values that are tried, and requests to give them to, until a resource has one."""
MOST: Final = 200
"""Values like one that are considered."""


@dataclass(slots=True, kw_only=True)
class Double:
    """A resource, and what it has that no other one may have.

    Attributes:
        base: What made it, before it was given the value.
        value: The value.
        fresh: Further ones.
        refusal: Status by which a second one was refused, 0 for not at all.
    """

    unique: Unique
    base: Made
    subject: Subject
    value: Json
    fresh: Iterator[Json]
    refusal: int = field(default=0)


class Doubling:
    """Gives resources what others have."""

    def __init__(
        self, scene: Scene, ledger: Ledger, resources: Resources, subjects: Subjects
    ) -> None:
        """Make `subjects`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects = subjects
        self.known = uniques(scene.api, resources.chains)
        self._deeds = deeds(scene.api, resources.chains)

    @property
    def budget(self) -> Budget:
        """Requests that are left."""
        return self._subjects.budget

    def run(self, only: Sequence[str]) -> None:
        """Try every member that is to be unique.

        Args:
            only: Operations; empty for all.
        """
        for unique in self.known:
            if not only or unique.chain.create.id in only:
                self._try(unique)

    def _try(self, unique: Unique) -> None:
        double = self._first(unique)
        if double is None:
            return
        self._second(double)
        if not double.refusal:
            return
        for deed in self._deeds:
            if deed.chain.create is unique.chain.create and deed.kind != "action":
                self._set(deed, double)
        if unique.chain.scope:
            self._beside(double)
        elif unique.within == "caller" and self._subjects.has_second:
            self._stranger(double)
        for deed in self._deeds:
            if deed.chain.create is unique.chain.create and deed.kind != "action":
                self._kept(deed, double)

    def values(self, unique: Unique) -> Iterator[Json]:
        """Yield values of a member that no resource was given."""
        name, fits = unique.field.wire, self._scene.judging.fits
        create = unique.chain.create.id
        bodies = [made.case.value for made in self._resources.of(create)]
        bodies += [case.value for case in self._subjects.samples(create)]
        known = [it[name] for it in bodies if isinstance(it, dict) and name in it]
        known += [it for it in (self._subjects.members(create).get(name),) if it is not None]
        seen = set(map(repr, known))
        for base in sorted({repr(it): it for it in known}.values(), key=repr):
            for value in _varied(base):
                if repr(value) not in seen and fits(unique.field.type, value):
                    seen.add(repr(value))
                    yield value

    def bases(self, unique: Unique) -> list[Made]:
        """Return resources as which others are made, those with few members first."""
        create = unique.chain.create
        known = [it for it in self._resources.of(create.id) if not keyed(create, it.case)]
        by_case = {id(made.case): made for made in known if isinstance(made.case.value, dict)}
        return [by_case[id(case)] for case in smaller_first(it.case for it in by_case.values())]

    def given(self, unique: Unique, case: Case, value: Json) -> Case | None:
        """Return a creation with a value of a member, None when that breaks something."""
        content = json_content(unique.chain.create)
        body = {**members_of(case.value), unique.field.wire: value}
        if content is None or content.type is None:
            return None
        if not self._scene.judging.broken(content.type, body).nothing:
            return None
        return replace(with_value(case, body), kind="double", expect="documented", touches=())

    def _first(self, unique: Unique) -> Double | None:
        """Make a resource with a value that none has."""
        fresh = self.values(unique)
        for value in islice(fresh, TRIES):
            for base in self.bases(unique)[:TRIES]:
                case = self.given(unique, base.case, value)
                if case is None or self._subjects.budget.left <= 0:
                    continue
                subject, _ = self._made(unique.chain, case, base.given)
                if subject is not None:
                    return Double(
                        unique=unique, base=base, subject=subject, value=value, fresh=fresh
                    )
        return None

    def _made(
        self, chain: Chain, case: Case, given: Mapping[str, str]
    ) -> tuple[Subject | None, Reply]:
        """Make a resource; returns it, None for none, and the answer."""
        place = Subject(chain=chain, made=case, bindings=given, first=None)
        reply = self._subjects.send(case, place)
        value = answer(reply)
        bindings = chain.bindings(value, given) if accepted(reply) else None
        if bindings is None:
            return None, reply
        return replace(place, bindings=bindings, first=value), reply

    def _second(self, double: Double) -> None:
        """Make another resource like the first one."""
        unique, first = double.unique, double.subject
        case = replace(first.made, after=first.made)
        made, reply = self._made(unique.chain, case, double.base.given)
        if made is None:
            double.refusal = reply.status if reply.status in MISTAKEN else 0
        elif made.bindings != first.bindings and self._shows(made, double):
            self._tell(double, case, reply)

    def _tell(self, double: Double, case: Case, reply: Reply) -> None:
        name, sure = double.unique.field.wire, double.unique.sure
        self._ledger.add(doubled.taken(case, reply, name, double.value, sure=sure))

    def _shows(self, made: Subject, double: Double) -> bool:
        """Whether a resource has the value, as far as it is shown."""
        told = made.first
        if made.chain.polls:
            _, reply = self._subjects.got(made)
            told = answer(reply) if accepted(reply) else None
        name = double.unique.field.wire
        return isinstance(told, dict) and told.get(name, double.value) == double.value

    def _another(self, double: Double) -> Subject | None:
        """Make a resource that differs from the first one in the value."""
        value = next(double.fresh, None)
        case = self.given(double.unique, double.base.case, value) if value is not None else None
        if case is None or self._subjects.budget.left <= 0:
            return None
        return self._made(double.unique.chain, case, double.base.given)[0]

    def _update(self, deed: Deed, subject: Subject, double: Double, value: Json) -> Case | None:
        """Return an update that sets the value of a resource and nothing else, None for none."""
        content, name = json_content(deed.operation), double.unique.field.wire
        samples = self._subjects.samples(deed.operation.id)
        if content is None or content.type is None or not samples:
            return None
        members = {} if deed.kind == "patch" else members_of(subject.made.value)
        body = {**members, name: value}
        if not self._scene.judging.broken(content.type, body).nothing:
            return None
        sample = replace(with_value(samples[0], body), names=subject.made.names)
        return self._subjects.case(deed, subject, sample)

    def _set(self, deed: Deed, double: Double) -> None:
        """Give another resource the value by an update."""
        subject = self._another(double)
        case = self._update(deed, subject, double, double.value) if subject is not None else None
        if subject is None or case is None:
            return
        reply = self._subjects.send(case, subject)
        if accepted(reply):
            _, seen = self._subjects.got(subject, after=case)
            shown = resource(deed, answer(seen)) if accepted(seen) else None
            if shown is not None and shown.get(double.unique.field.wire) == double.value:
                self._tell(double, replace(case, after=double.subject.made), reply)

    def _kept(self, deed: Deed, double: Double) -> None:
        """Leave the value as it is by an update: the resource has it itself."""
        case = self._update(deed, double.subject, double, double.value)
        reply = self._subjects.send(case, double.subject) if case is not None else None
        if case is None or reply is None or reply.status != double.refusal:
            return
        other = self._update(deed, double.subject, double, next(double.fresh, None))
        if other is not None and accepted(self._subjects.send(other, double.subject)):
            name, sure = double.unique.field.wire, double.unique.sure
            self._ledger.add(doubled.own(case, reply, name, sure=sure))

    def _stranger(self, double: Double) -> None:
        """Have another caller make one with the value."""
        case = replace(double.subject.made, after=double.subject.made).by_second
        self._free(double, case, double.base.given, "another caller's")

    def _free(self, double: Double, case: Case, given: Mapping[str, str], whose: str) -> None:
        """Make one with the value where it is free, and see that it is not what is refused."""
        made, reply = self._made(double.unique.chain, case, given)
        if made is not None or reply.status != double.refusal:
            return
        for value in islice(double.fresh, TRIES):  # some of which others may have, too
            other = self.given(double.unique, case, value)
            if other is not None and self._made(double.unique.chain, other, given)[0] is not None:
                self._ledger.add(doubled.beyond(case, reply, double.unique.field.wire, whose))
                return

    def _beside(self, double: Double) -> None:
        """Make one with the value in another resource."""
        unique = double.unique
        makes = (it for it in self._resources.chains if it.inside)
        chain = next((it for it in makes if it.get is unique.chain.create), None)
        parent = self._subjects.fresh(chain) if chain is not None else None
        if parent is None or not unique.within:
            return
        case = replace(double.subject.made, names=())
        if unique.within == "parent":
            self._free(double, case, parent.bindings, "one in another resource")
            return
        made, reply = self._made(unique.chain, case, parent.bindings)
        if made is not None and self._shows(made, double):
            self._tell(double, replace(case, after=double.subject.made), reply)


def _varied(value: Json) -> Iterator[Json]:
    """Yield values like one: texts with other letters and digits, numbers beside it."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield from range(value + 1, value + MOST)
    if isinstance(value, str):
        yield from islice(others(value), MOST)
