"""Operations on resources, asked for by another caller, and below what the resource is not in.

Where another caller is refused a resource by its id, all that is done to it, and to what is in it,
must be refused to them. What is in one resource is not found below another one of its kind.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tallystick.fuzz.chains import SAFE, Chain
from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.journeys.deeds import shape
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.precedents import Precedents
from tallystick.fuzz.journeys.resources import Made, Resources, varied
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import acted, fenced, updated
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.parameters import travelling
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.statuses import BARRED, FOR_LATER, GONE
from tallystick.ir import Operation
from tallystick.text import Json

CREATED: Final = 201
BORN: Final = 4
"""Resources that an action is tried on until its owner may take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A request about a resource.

    Attributes:
        chain: Makes the resource, and leads to the operation.
        subject: The resource.
        case: The request, as its owner sends it.
    """

    chain: Chain
    subject: Subject
    case: Case

    @property
    def operation(self) -> Operation:
        """What is asked for."""
        return self.chain.get


class Fencing:
    """Tries what others must not do, and what is not where it is looked for."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        subjects: Subjects,
        precedents: Precedents,
    ) -> None:
        """Send as `subjects` do, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects = subjects
        self._precedents = precedents
        self._giver = Giver(scene.judging)
        self._made: dict[str, Subject | None] = {}
        self._refused: dict[tuple[str, str], bool] = {}

    def run(self, only: Sequence[str], tried: Collection[str] = ()) -> None:
        """Try every operation on what the campaign makes.

        Args:
            only: Operations; empty for all.
            tried: Operations that others were tried on already.
        """
        chains = [it for it in self._resources.chains if it.items is None]
        wanted = [it for it in chains if not only or it.get.id in only]
        wanted.sort(key=lambda it: not self._asked(it))
        for chain in wanted if self._subjects.has_second else ():
            if not chain.polls and protected(chain.get) and chain.get.id not in tried:
                self._others(chain)
        for chain in wanted:
            if chain.scope and chain.seen is None:
                self._elsewhere(chain)

    def _others(self, chain: Chain) -> None:
        """Have another caller do something to a resource, or in it."""
        way = self._way(chain)
        barred = self._barred(way) if way is not None else None
        if way is None or not (barred or (barred is None and self._apart(chain.get))):
            return
        reply = self._strange(way)
        if accepted(reply):
            self._judged(way, reply, sure=bool(barred))
        elif reply.status not in BARRED and _acts(chain):
            self._moved(way)

    def _moved(self, way: Way) -> None:
        """Have another caller act where the owner can: the state was in the way, maybe."""
        for made in varied(self._resources.of(way.chain.create.id), BORN):
            mine = self._again(way, made)
            if mine is None or not accepted(self._subjects.send(mine.case, mine.subject)):
                continue
            theirs = self._again(way, made)
            if theirs is not None and accepted(reply := self._strange(theirs)):
                self._judged(theirs, reply, sure=True)
            return

    def _again(self, way: Way, made: Made) -> Way | None:
        """Return the same for a new resource, made as another one."""
        subject = self._subjects.again(way.chain, made)
        return None if subject is None else _asking(way.chain, subject, way.case)

    def _judged(self, way: Way, reply: Reply, *, sure: bool) -> None:
        """Tell about what another caller was not refused."""
        case, operation = way.case.by_second, way.operation
        if not self._found(way, reply):
            return
        if operation.method in SAFE:
            self._ledger.add(fenced.served(case, reply, sure=sure))
        elif _acts(way.chain):
            self._ledger.add(acted.strange(case, reply, operation.id))
        else:
            self._ledger.add(updated.strange(case, reply, operation.id))

    def _gone(self, way: Way) -> bool:
        """Whether a resource is there no more: it cannot be got, or else not be deleted."""
        get = next((it for it in self._resources.chains if _gets(it, way.chain)), None)
        asked = way.case if get is None else poll(get, way.subject.made)
        asked = replace(asked, expect="documented")
        return self._subjects.send(asked, way.subject).status in GONE

    def _elsewhere(self, chain: Chain) -> None:
        """Look for a resource below what it is not in."""
        way = self._way(chain)
        if way is None or self._local(chain):
            return
        for place, name in enumerate(chain.scope, 1):
            other = self._other(chain, name)
            value = other.bindings.get(name) if other is not None else None
            if other is None or value is None or self._subjects.budget.left <= 0:
                continue
            below = (*chain.scope[place:], *(own for own, _ in chain.values))
            if not _told(other.first).isdisjoint(way.subject.bindings[it] for it in below):
                continue
            subject = replace(way.subject, bindings={**way.subject.bindings, name: value})
            case = replace(way.case, apart=_apart(other, name))
            reply = self._subjects.send(case, subject)
            if accepted(reply) and self._found(way, reply):
                sure = any(response(chain.get, status) for status in GONE)
                self._ledger.add(fenced.elsewhere(case, reply, name, sure=sure))

    def _found(self, way: Way, reply: Reply) -> bool:
        """Whether an answer shows that something was found, or changed."""
        method = way.operation.method
        if method in SAFE:
            return _shows(way, reply)
        if method == "delete":
            return reply.status != FOR_LATER and self._gone(way)
        return not (method == "put" and reply.status == CREATED)

    def _other(self, chain: Chain, name: str) -> Subject | None:
        """Return another resource of the kind that a part of a path names, made for this."""
        makes = next((it for it in self._resources.chains if _makes(it, chain, name)), None)
        if makes is None:
            return None
        key = f"{makes.create.id} other"
        if key not in self._made:
            self._made[key] = self._subjects.fresh(makes)
        return self._made[key]

    def _local(self, chain: Chain) -> bool:
        """Whether two resources in different ones were seen to have one name."""
        own = {name for name, _ in chain.values}
        places: dict[tuple[str, ...], Mapping[str, str]] = {}
        for made in self._resources.of(chain.create.id):
            bindings = made.bindings(chain) or {}
            key = tuple(bindings[it] for it in sorted(own & bindings.keys()))
            if places.setdefault(key, made.given) != made.given:
                return True
        return False

    def _way(self, chain: Chain) -> Way | None:
        """Return a request for an operation, about a resource that is there."""
        if self._subjects.budget.left <= 0:
            return None
        if chain.inside and chain.get.method == "get":
            subject = self._filled(chain)
        else:
            if chain.create.id not in self._made:
                self._made[chain.create.id] = self._subjects.fresh(chain)
            subject = self._made[chain.create.id]
        sample = self._sample(chain.get) if subject is not None else None
        bindings = chain.bindings(subject.first, subject.bindings) if subject is not None else None
        if subject is None or sample is None or bindings is None:
            return None
        return _asking(chain, replace(subject, bindings=bindings), sample)

    def _filled(self, chain: Chain) -> Subject | None:
        """Return a resource in which others stand, for a list of these."""
        path = chain.get.path.rstrip("/")
        creators = {
            it.create.id for it in self._resources.chains if it.create.path.rstrip("/") == path
        }
        inside = (made for name in creators for made in self._resources.of(name))
        for made in inside:
            holder = made.case.after
            parent = next(
                (it for it in self._resources.of(chain.create.id) if it.case is holder), None
            )
            if parent is not None:
                return Subject(
                    chain=chain, made=parent.case, bindings=parent.given, first=answer(parent.reply)
                )
        return None

    def _sample(self, operation: Operation) -> Case | None:
        """Return a request of an operation: one that was accepted, or valid, or the least."""
        known = [it.case for it in self._precedents.of(operation.id)]
        known += self._subjects.samples(operation.id)
        found = min(known, key=lambda it: len(it.names), default=None)
        given = self._giver.given(operation, path=False) if found is None else None
        if given is None or (operation.body is not None and operation.body.required):
            return found
        parts = travelling(operation, given)
        message = Message(method="", path="", query=parts.query, headers=parts.headers)
        return Case(operation=operation.id, kind="fence", expect="documented", message=message)

    def _asked(self, chain: Chain) -> Chain | None:
        """Return what gets a resource, or else what it is in; None when nothing does."""
        path = shape(chain.get.path)
        gets = (it for it in self._resources.chains if it.polls and protected(it.get))
        above = [it for it in gets if _leads(shape(it.get.path), path)]
        return max(above, key=lambda it: len(shape(it.get.path)), default=None)

    def _barred(self, way: Way) -> bool | None:
        """Whether another caller is refused a resource, or what it is in; None: unknown."""
        bindings = way.subject.bindings
        asked = self._asked(way.chain)
        names = {*asked.scope, *(name for name, _ in asked.values)} if asked is not None else set()
        if asked is None or not names <= bindings.keys():
            return None
        key = asked.get.id, " ".join(bindings[name] for name in sorted(names))
        if key not in self._refused:
            case = replace(poll(asked, way.subject.made), expect="documented").by_second
            self._refused[key] = self._subjects.ask(case, way.subject).status in BARRED
        return self._refused[key]

    def _apart(self, operation: Operation) -> bool:
        """Whether other callers were refused all that they asked for, and may be here."""
        listed = any(response(operation, status) for status in BARRED)
        return listed and bool(self._refused) and all(self._refused.values())

    def _strange(self, way: Way) -> Reply:
        return self._subjects.send(way.case.by_second, way.subject)


def _asking(chain: Chain, subject: Subject, sample: Case) -> Way:
    """Return a request about a resource, with all but the path as it is in another one."""
    message = replace(sample.message, method=chain.get.method.upper(), path=chain.get.path)
    case = replace(
        poll(chain, subject.made),
        kind="fence",
        expect="documented",
        message=message,
        value=sample.value,
        has_value=sample.has_value,
        names=sample.names,
        note="",
    )
    return Way(chain=chain, subject=subject, case=case)


def _acts(chain: Chain) -> bool:
    """Whether something is done to a resource, and nothing is made in it."""
    return chain.get.method == "post" and not chain.inside


def _leads(path: str, longer: str) -> bool:
    """Whether one path leads to another one, or is it."""
    return longer == path or longer.startswith((path + "/", path + ":"))


def _makes(chain: Chain, inside: Chain, name: str) -> bool:
    """Whether a chain makes what a part of a longer path names."""
    own = chain.values[-1][0] if chain.values else ""
    above = inside.get.path.partition("{" + name + "}")[0]
    return own == name and chain.inside and chain.items is None and chain.get.path.startswith(above)


def _apart(other: Subject, name: str) -> tuple[str, Case, str] | None:
    """Return what gives a part of a path; None where more than one request makes it."""
    pointer = dict(other.chain.values).get(name)
    plain = not other.made.binds and not other.made.names and not other.chain.header
    return (name, other.made, pointer) if plain and pointer is not None else None


def _shows(way: Way, reply: Reply) -> bool:
    """Whether an answer shows something: of a list, an item."""
    value = answer(reply)
    if way.operation.path.rstrip("/").endswith("}"):
        return True
    lists = [it for it in value.values() if isinstance(it, list)] if isinstance(value, dict) else []
    return bool(value) if isinstance(value, list) else not lists or any(lists)


def _told(value: Json) -> set[str]:
    """Return all texts and numbers of an answer, as texts."""
    if isinstance(value, dict):
        return set().union(*map(_told, value.values()))
    if isinstance(value, list):
        return set().union(*map(_told, value))
    return {str(value)}


def _gets(get: Chain, chain: Chain) -> bool:
    """Whether a chain gets what another one deletes."""
    same = shape(get.get.path) == shape(chain.get.path)
    return get.polls and get.create is chain.create and same
