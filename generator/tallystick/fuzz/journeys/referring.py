"""Requests whose bodies name resources: each gets ids of some that are there.

They are sent when all others were, since those made the resources. Which kinds of resources are
taken where, nobody says: it is learned from the answers, and a valid body that was refused is sent
again with another resource.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from tallystick.diagnostics import unescape
from tallystick.fuzz.bodies.naming import Places, planned, with_ids
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.references import Reference, depths
from tallystick.fuzz.journeys.resources import Made, Resources
from tallystick.fuzz.journeys.supply import Choice, Experience, Stocked, Supply
from tallystick.fuzz.model import Case, Named, Path, Reply
from tallystick.fuzz.oracles.acceptance import accepted, excused
from tallystick.fuzz.oracles.lifecycle import lifecycle_of
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Enumeration, Scalar, TypeId
from tallystick.resolve.pointer import split
from tallystick.solve.places import place
from tallystick.text import Json

TRIES: Final = 6
"""Resources that one body is tried with."""
MOST_TRIES: Final = 120
"""Requests that try further resources, in one campaign."""
MEANT: Final = frozenset({400, 403, 404, 409, 410, 412, 422, 424})
"""Statuses that may mean: not this resource."""
SHARE: Final = 0.2
"""Part of a budget that may be spent on waiting for resources to name."""
LONGEST: Final = 30.0
"""Seconds that are waited for resources to name at most, as long as any moves on."""
SLEEP: Final = 0.05
_Id: TypeAlias = tuple[Reference, Path, Json]


class _Slot:
    """An id in a body, with the resources that can stand there, the likeliest first."""

    __slots__ = ("path", "planned", "reference", "tried")

    def __init__(self, reference: Reference, path: Path, value: Json) -> None:
        self.reference = reference
        self.path = path
        self.planned = value
        self.tried: set[int] = set()


class Referring:
    """Gives bodies ids of resources, and learns from the answers.

    Attributes:
        depth: Operation -> how many resources must be made before its bodies can be sent; only
            those that name any.
    """

    def __init__(
        self,
        scene: Scene,
        known: tuple[Reference, ...],
        following: Following,
        resources: Resources,
        sender: Sender,
    ) -> None:
        """Name resources by references."""
        self._scene = scene
        self._sender = sender
        self._following = following
        self._of: dict[str, list[Reference]] = {}
        for each in known:
            self._of.setdefault(each.operation, []).append(each)
        self.depth = depths(known)
        chains = tuple({id(each.chain): each.chain for each in known}.values())
        self._supply = Supply(scene, chains, following, resources)
        self._experience = Experience()
        self._whole = {it: [_is_whole(scene, at) for at in each] for it, each in self._of.items()}
        self._places = {
            operation: Places((number, split(it.at)) for number, it in enumerate(each))
            for operation, each in self._of.items()
        }
        self._choosing = {it: _enums(scene, it) for it in self._of}
        self._late = _late(scene, known, resources.chains)
        self._until = {id(each.chain): _states(scene, each.chain) for each in known}
        self._types = {it: _body(scene, it) for it in self._of}
        self._asks: dict[tuple[int, int], Case] = {}
        self._looked: dict[int, tuple[Case, list[_Id]]] = {}
        self._last: tuple[Case | None, list[_Id]] = None, []
        self._tries, self._waited = 0, False

    def refers(self, case: Case) -> bool:
        """Whether a body names a resource, and is not about that name itself."""
        found = self._ids(case)
        if found:
            self._looked[id(case)] = case, found
        return bool(found)

    def waits(self, case: Case) -> bool:
        """Whether a case needs a resource that cannot be made without naming another one."""
        return case.takes in self._late

    def makers(self, operation: str) -> frozenset[str]:
        """Return the operations that make what the bodies of one name."""
        return frozenset(each.chain.create.id for each in self._of.get(operation, ()))

    def made(self, made: Made) -> None:
        """Consider a new resource."""
        if self._of:
            self._supply.add(made)

    def tick(self) -> None:
        """Look after the resources that will be named."""
        if self._of:
            self._supply.lead()

    def wait(self) -> None:
        """Wait until there is a resource of each kind, as long as any moves on.

        Who waited in vain once does not do it again.
        """
        if self._waited:
            return
        began = time.monotonic()
        left = self._sender.left
        while self._supply.lead() and not self._following.calm(began, LONGEST):
            if left is not None and time.monotonic() - began > left * SHARE:
                break
            time.sleep(SLEEP)
            self._following.tick()
        self._waited = self._supply.lead()

    def bound(self, case: Case, given: Mapping[str, str]) -> Case:
        """Return a case with the resources that its body names, as far as there are some.

        Args:
            case: Planned.
            given: What its path is given.
        """
        slots = [_Slot(*each) for each in self._ids(case)]
        return self._bound(case, slots, given) if slots else case

    def _ids(self, case: Case) -> list[_Id]:
        """Return the ids that a body holds; most are asked for twice, one after the other."""
        known = self._looked.pop(id(case), self._last)
        if known[0] is not case:
            known = self._last = case, [*self._held(case)] if case.operation in self._of else []
        return known[1]

    def _held(self, case: Case) -> Iterator[_Id]:
        known, whole = self._of[case.operation], self._whole[case.operation]
        if case.has_value:
            found = self._places[case.operation].ids(case.value)
        else:
            every = ((number, planned(case, it.member)) for number, it in enumerate(known))
            found = [(number, (), value) for number, values in every for value in values]
        claimed = case.claim.at if case.claim is not None else None
        for number, path, value in found:
            # A body may break just the type of the id.
            fits = whole[number] is None or whole[number] == isinstance(value, int)
            if fits and claimed != known[number].at:
                yield known[number], path, value

    def _bound(self, case: Case, slots: list[_Slot], given: Mapping[str, str]) -> Case:
        choices = self._choices(case)
        chosen: dict[str, int] = {}
        names: list[Named] = []
        for slot in slots:
            chain = slot.reference.chain
            stock = _beside(self._supply.stock(chain).items, chain, given)
            best = self._best(slot, stock, choices, chosen)
            if best is not None:
                chosen[repr(slot.planned)] = best.made.number
                slot.tried.add(best.made.number)
                names.append(self._name(slot, best))
        return self._judged(case, tuple(names))

    def _best(
        self,
        slot: _Slot,
        stock: Sequence[Stocked],
        choices: tuple[Choice, ...],
        chosen: dict[str, int],
    ) -> Stocked | None:
        """Return the likeliest resource; the same name in a body stays the same."""
        same = chosen.get(repr(slot.planned))
        others = set(chosen.values())
        fresh = [each for each in stock if each.made.number not in slot.tried] or stock
        fitting = [each for each in stock if each.made.number == same] or fresh
        at = slot.reference.at
        known = {
            kind: self._experience.doubts(at, choices, kind)
            for kind in {each.kind for each in fitting}
        }

        def rank(each: Stocked) -> tuple[int, int, bool, int]:
            return (
                *known[each.kind],
                each.made.number in others and same is None,
                each.made.number,
            )

        return min(fitting, key=rank, default=None)

    def _name(self, slot: _Slot, stocked: Stocked) -> Named:
        chain, maker = slot.reference.chain, stocked.made.case
        key = id(chain), id(maker)
        if chain.polls and key not in self._asks:
            self._asks[key] = poll(chain, maker)
        return Named(
            path=slot.path,
            member=slot.reference.member,
            planned=slot.planned,
            given=stocked.id(slot.reference.pointer),
            maker=maker,
            pointer=chain.pointer(slot.reference.pointer, maker.item),
            ask=self._asks.get(key),
            until=self._until[id(chain)],
        )

    def _judged(self, case: Case, names: tuple[Named, ...]) -> Case:
        """Return a case with names, unless they break something else or mend what is broken."""
        type_id = self._types[case.operation]
        if not names or type_id is None:
            return case
        if case.has_value and not self._alike(type_id, case, with_ids(case.value, names)):
            return case
        return replace(case, names=names, touches=self._touches(case))

    def _alike(self, type_id: TypeId, case: Case, value: Json) -> bool:
        """Whether a body breaks what the one of a case breaks."""
        broken = self._scene.judging.broken(type_id, value)
        if case.expect == "accepted":
            return broken.nothing
        alone = None if case.note else case.claim
        if alone is not None and broken.is_just(alone.name, alone.at):
            return True
        return broken == self._scene.judging.broken(type_id, case.value)

    def _touches(self, case: Case) -> tuple[str, ...]:
        """Return the goals of a case, the edges of ids aside: others are sent."""
        places = {each.at for each in self._of[case.operation]}
        return tuple(
            goal for goal in case.touches if "!" not in goal or goal.partition(" ")[0] not in places
        )

    def _choices(self, case: Case) -> tuple[Choice, ...]:
        """Return the choices that a body makes right in it; one that is left out is one too."""
        if not isinstance(case.value, dict):
            return ()
        choices: list[Choice] = []
        for name in self._choosing.get(case.operation, ()):
            value = case.value.get(name)
            choices.append((name, value if isinstance(value, str | int) else None))
        return tuple(choices)

    def settled(self, case: Case, reply: Reply, given: Mapping[str, str]) -> tuple[Case, Reply]:
        """Learn from an answer; a refusal that may be about a resource is asked about again.

        Args:
            case: Was sent.
            reply: The answer.
            given: What its path was given.

        Returns:
            The request and the answer that count.
        """
        plain = case
        slots: list[_Slot] = []
        for number in range(TRIES):
            if not case.names or not self._doubtful(case, reply):
                break
            if not number:
                plain = replace(case, names=())
                slots = [_Slot(*each) for each in self._ids(plain)]
                for slot in slots:
                    slot.tried |= set(self._numbers(case, slot))
            self._learn(case, reply, taken=False)
            if self._tries >= MOST_TRIES or self._sender.room < 1:
                break
            other = self._bound(plain, slots, given)
            if other.names == case.names or not other.names:
                break
            self._tries += 1
            case, reply = other, self._sender.send([other], [given], log=False)[0]
        if case.expect == "accepted" and accepted(reply):
            self._learn(case, reply, taken=True)
        return case, reply

    def _numbers(self, case: Case, slot: _Slot) -> Iterator[int]:
        given = {each.given for each in case.names if each.path == slot.path}
        for each in self._supply.stock(slot.reference.chain).items:
            if each.id(slot.reference.pointer) in given:
                yield each.made.number

    def _doubtful(self, case: Case, reply: Reply) -> bool:
        """Whether a refusal may be about a resource."""
        if reply.status not in MEANT:
            return False
        if excused(self._scene, case, reply):
            return True
        if case.expect != "accepted":
            return False
        choices = self._choices(case)
        return not all(self._experience.proved(at, choices, kind) for at, kind in self._named(case))

    def _learn(self, case: Case, reply: Reply, *, taken: bool) -> None:
        choices = self._choices(case)
        named = list(self._named(case))
        told = answer(reply)
        blamed = [(at, kind) for at, kind in named if not taken and _tells(told, at)]
        for at, kind in blamed or named:
            self._experience.learn(at, choices, kind, taken=taken)

    def _named(self, case: Case) -> Iterator[tuple[str, frozenset[Choice]]]:
        """Yield the places that name a resource, and its kind."""
        for name in case.names:
            at = place(name.path)
            for reference in self._of[case.operation]:
                if (reference.at != at) if at else (reference.member != name.member):
                    continue
                stock = self._supply.stock(reference.chain)
                kinds = stock.kinds(reference.pointer, name.given)
                yield from ((reference.at, kind) for kind in kinds)


def _beside(stock: Sequence[Stocked], chain: Chain, given: Mapping[str, str]) -> Sequence[Stocked]:
    """Return what stands in the resources that a path leads through."""
    if not chain.scope:
        return stock
    scope = {name: given.get(name) for name in chain.scope}
    return [each for each in stock if scope.items() <= each.made.given.items()]


def _late(scene: Scene, known: Sequence[Reference], chains: Sequence[Chain]) -> frozenset[str]:
    """Return the operations whose bodies all name a resource, and what makes things in theirs."""
    found = {each.operation for each in known if _is_needed(scene, each)}
    for _ in chains:
        found |= {each.get.id for each in chains if each.inside and each.create.id in found}
    return frozenset(found)


def _is_needed(scene: Scene, reference: Reference) -> bool:
    """Whether every body of an operation has a place that names a resource."""
    type_id = _body(scene, reference.operation)
    for step in reference.at.split("/")[1:]:
        fields = scene.api.fields(type_id)
        needed = (each.type for each in fields if each.required and each.wire == unescape(step))
        type_id = next(needed, None)
    return type_id is not None


def _is_whole(scene: Scene, reference: Reference) -> bool | None:
    """Whether ids are whole numbers; None when nobody says."""
    name = reference.pointer.rpartition("/")[2]
    fields = scene.api.fields(success(reference.chain.create))
    types = [scene.api.types[each.type] for each in fields if each.wire == name]
    kinds = {each.kind for each in types if isinstance(each, Scalar)}
    return "integer" in kinds if kinds else None


def _enums(scene: Scene, operation: str) -> tuple[str, ...]:
    """Return the members right in the bodies of an operation that are enumerations."""
    fields = scene.api.fields(_body(scene, operation))
    return tuple(it.wire for it in fields if isinstance(scene.api.types[it.type], Enumeration))


def _states(scene: Scene, chain: Chain) -> tuple[str, tuple[str, ...]] | None:
    """Return the member that says how a resource is, and what it says when it has ended well."""
    machine = lifecycle_of(scene, success(chain.get)) if chain.polls else None
    return (machine.member, machine.success) if machine else None


def _body(scene: Scene, operation: str) -> TypeId | None:
    """Return the type of the bodies of an operation."""
    content = body_content(scene.operations[operation])
    return content.type if content is not None else None


def _tells(value: Json, at: str) -> bool:
    """Whether an answer speaks of a place: as a pointer, or with dots."""
    wanted = {at.replace("/*", ""), at[1:].replace("/", ".")}
    todo: list[Json] = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, str) and any(each in part for each in wanted):
            return True
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return False
