"""Operations that take what a creation takes: estimates, validations, and several at once.

``POST /estimates`` beside ``POST /jobs``, with the same body. An estimate changes nothing. What
only the server can judge of a body (*there is no such voice*), each judges as the creation does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.moves import changed, part_at
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success, texts
from tallystick.fuzz.journeys.batches import batches
from tallystick.fuzz.journeys.resources import Resources, varied
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subjects, with_value
from tallystick.fuzz.journeys.views import TWICE, Views, steady
from tallystick.fuzz.journeys.views import changed as otherwise
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles import estimated, rendered
from tallystick.fuzz.oracles.acceptance import accepted, named_rules
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import names_in
from tallystick.ir import Operation, Place, TypeId, words
from tallystick.text import Json

NAMES: Final = names_in(
    "calculate calculation check cost dryrun estimate estimates estimation preview previews price",
    "prices pricing quote quotes simulate simulation validate validation verify",
)
"""Words of paths of what says what would be, and does nothing."""
_NOTHING: Final = re.compile(
    r"\b(?:makes|takes|changes|creates|stores|saves|keeps|does|books|charges) nothing\b"
    r"|\bnothing (?:is|will be|gets) "
    r"(?:made|taken|changed|created|stored|saved|kept|done|booked|charged)\b"
    r"|\bwithout (?:making|creating|saving|storing|changing|booking|charging|doing)\b"
    r"|\bdry[- ]run\b"
)
UNTAKEN: Final = frozenset({400, 404, 422})
"""Statuses by which a body is refused for what only the server knows."""
RULES: Final = 8
"""Rules that only the server can judge, of one kind of bodies."""
VALUES: Final = 3
"""Values of a member that are tried until one is refused."""
FAR: Final = 10**6
"""How far from a number that names something another one is that may name nothing."""
SAMPLES: Final = 3
"""Bodies of which it is asked what would be made, and that are made."""
Asked = tuple[Case, Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """An operation that takes what a creation takes.

    Attributes:
        chain: Makes something, and gets it.
        operation: The other one.
        wrap: Returns its body for one of the creation.
        idle: Whether it changes nothing, as its name or its words have it.
        sure: Whether words say so.
    """

    chain: Chain
    operation: Operation
    wrap: Callable[[Json], Json]
    idle: bool
    sure: bool

    @property
    def alike(self) -> bool:
        """Whether words say that it judges as the creation does."""
        return self.chain.create.id.lower() in _words(self.operation)


class Estimating:
    """Compares creations with what takes the same bodies."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Views],
    ) -> None:
        """Ask by what is `known`, telling `ledger`; things are made by it, too."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects, self._views = known
        self._siblings = tuple(siblings(scene, resources.chains))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._siblings if not only or it.operation.id in only)
        return [Task(partial(self._try, each), 2 if each.idle else 1) for each in some]

    def _try(self, sibling: Sibling) -> None:
        every = self._resources.of(sibling.chain.create.id)
        made = [it for it in every if it.case.has_value and not it.case.names]
        if sibling.idle and made:
            self._nothing(sibling, smaller_first(it.case for it in made)[0])
            for each in varied(made, SAMPLES):
                self._same(sibling, each.case)
        for rule, case in islice(self._doubtful(sibling), RULES):
            self._judged(sibling, rule, case)

    def _nothing(self, sibling: Sibling, case: Case) -> None:
        """See that an estimate changes nothing that is shown: twice, for other things may."""
        found: set[str] | None = None
        last: Asked | None = None
        for _ in range(TWICE):
            first = self._views.now(sibling.chain)
            before = steady(first, self._views.now(sibling.chain))
            asked = self._ask(sibling, case) if before else None
            if before is None or asked is None or not accepted(asked[1]):
                return
            last = asked
            now = otherwise(before, self._views.now(sibling.chain))
            found = now if found is None else found & now
            if not found:
                return
        if last is not None and found:
            self._ledger.add(estimated.did(*last, min(found), sure=sibling.sure))

    def _same(self, sibling: Sibling, case: Case) -> None:
        """See that what is made of a body has the numbers that were said."""
        found: list[set[str]] = []
        for _ in range(TWICE):
            asked, made = self._ask(sibling, case), self._create(case)
            if asked is None or made is None or not accepted(asked[1]) or not accepted(made[1]):
                return
            said = _numbers(answer(asked[1]))
            has = {**self._promised(sibling, case), **_numbers(answer(made[1]))}
            found.append({name for name in said.keys() & has.keys() if said[name] != has[name]})
            if not found[-1]:
                return
            last = asked
        for name in sorted(set.intersection(*found)):
            self._ledger.add(estimated.other(*last, sibling.chain.create.id, name))

    def _promised(self, sibling: Sibling, case: Case) -> dict[str, Json]:
        """Return how many items words promise in the lists of what is made of a body."""
        create = sibling.chain.create
        content, shown = json_content(create), success(sibling.chain.get)
        if content is None or content.type is None or shown is None:
            return {}
        types = content.type, shown
        return dict(rendered.many(self._scene, create, types, case.value).items())

    def _judged(self, sibling: Sibling, rule: str, case: Case) -> None:
        """Send what the creation refuses, as it does afterwards."""
        asked = self._ask(sibling, case)
        if asked is not None and accepted(asked[1]) and self._refused(case, rule):
            create = sibling.chain.create.id
            found = estimated.unjudged(*asked, create, rule, sure=sibling.alike)
            self._ledger.add(found)

    def _refused(self, case: Case, rule: str) -> bool:
        made = self._create(case)
        return (
            made is not None and made[1].status in UNTAKEN and rule in named_rules(answer(made[1]))
        )

    def _doubtful(self, sibling: Sibling) -> Iterator[tuple[str, Case]]:
        """Yield rules that only the server can judge, with a body that may break one of them."""
        content = json_content(sibling.chain.create)
        if content is None or content.type is None:
            return
        create = sibling.chain.create.id
        made = (it.case for it in self._resources.of(create) if it.case.has_value)
        samples = smaller_first((*self._subjects.samples(create), *made))
        done: set[str] = set()
        for at, rule in _rules(self._scene, content.type):
            for case in self._without(content.type, samples, at) if rule not in done else ():
                if self._subjects.budget.left <= 0:
                    return
                if self._refused(case, rule):
                    done.add(rule)
                    yield rule, case
                    break

    def _without(self, type_id: TypeId, samples: Sequence[Case], at: str) -> Iterator[Case]:
        """Yield valid bodies that name something at a place, which may not be there."""
        judging = self._scene.judging
        case, path = next(
            ((it, way) for it in samples for way, _ in ways(it.value, at)), (None, ())
        )
        if case is None:
            return
        plain = replace(case, names=(), expect="documented")
        yield plain
        values = Values(judging, {})
        inner = (it for where, it in places(judging.api, type_id) if where == at)
        found = (value for it in inner for _, value in islice(values.valid(it, at), VALUES))
        given = part_at(case.value, path)
        for value in (*found, *_beside(given)):
            body = changed(case.value, path, value)
            if value != given and judging.broken(type_id, body).nothing:
                yield with_value(plain, body)

    def _create(self, case: Case) -> Asked | None:
        return self._send(replace(case, kind="estimate", expect="documented"))

    def _ask(self, sibling: Sibling, case: Case) -> Asked | None:
        message = Message(method="POST", path=sibling.operation.path, headers=case.message.headers)
        other = replace(
            case,
            operation=sibling.operation.id,
            kind="estimate",
            expect="documented",
            message=message,
        )
        return self._send(with_value(other, sibling.wrap(case.value)))

    def _send(self, case: Case) -> Asked | None:
        """Send a request; None when there is none left."""
        reply = self._subjects.spare(case)
        return None if reply is None else (case, reply)


def siblings(scene: Scene, chains: Sequence[Chain]) -> Iterator[Sibling]:
    """Yield what takes the bodies of creations that need no path, each operation once."""
    makers = {each.create.id for each in chains}
    seen: set[str] = set()
    for batch in batches(scene.api, chains):
        seen.add(batch.operation.id)
        wrap = partial(_several, batch.member)
        yield Sibling(
            chain=batch.chain, operation=batch.operation, wrap=wrap, idle=False, sure=False
        )
    for chain in chains:
        content = json_content(chain.create) if chain.polls and not chain.scope else None
        for operation in scene.api.operations if content is not None else ():
            taken = json_content(operation) if operation.id not in makers | seen else None
            if taken is None or content is None or taken.type != content.type or _needs(operation):
                continue
            seen.add(operation.id)
            sure = _NOTHING.search(_words(operation)) is not None
            named = bool(NAMES & {*words(operation.path), *operation.words})
            yield Sibling(
                chain=chain, operation=operation, wrap=_itself, idle=sure or named, sure=sure
            )


def _needs(operation: Operation) -> bool:
    """Whether an operation is no POST, or needs more than a body."""
    needed = any(it.required or it.place is Place.PATH for it in operation.parameters)
    return operation.method != "post" or needed


def _several(member: str | None, value: Json) -> Json:
    return [value] if member is None else {member: [value]}


def _itself(value: Json) -> Json:
    return value


def _words(operation: Operation) -> str:
    return " ".join(texts(operation.doc))


def _rules(scene: Scene, type_id: TypeId) -> Iterator[tuple[str, str]]:
    """Yield (place, rule) of what only the server can judge of members of a body."""
    for where, inner in places(scene.api, type_id):
        for rule in scene.api.types[inner].rules:
            if rule.text is None and rule.field:
                yield where + rule.field, rule.id


def _beside(value: Json) -> Iterator[Json]:
    """Yield names that are nearly a given one."""
    if isinstance(value, str) and value:
        last = "a" if value[-1] != "a" else "b"
        digit = "0" if value[-1] != "0" else "1"
        yield from (value[:-1] + digit, value[:-1] + last, value[::-1], value + value[-1])
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value + FAR


def _numbers(value: Json) -> dict[str, Json]:
    """Return the numbers that an answer shows."""
    shown = value.items() if isinstance(value, dict) else ()
    return {
        name: part
        for name, part in shown
        if isinstance(part, int | float) and not isinstance(part, bool)
    }
