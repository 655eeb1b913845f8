"""What callers say that something may cost at the most: it costs no more, or is refused.

``max_credits``: *the most that the job may cost, else 402*, beside ``credits`` in the answer. A
thing that is made tells its number; then it is made again with that limit, and with one less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed, sentences, success
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.journeys.estimating import Sibling, siblings
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subjects, with_value
from tallystick.fuzz.journeys.views import TWICE, Views, changed, steady
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Message
from tallystick.fuzz.oracles import priced
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.counted import is_number, number
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import names_in
from tallystick.ir import Api, Field, Operation, Record, TypeId

_LIMITS: Final = names_in("max maximum most limit budget")
_MOST: Final = re.compile(r"\b(most|maximum|limit|more than|up to)\b")
_STATUS: Final = re.compile(r"\b4\d\d\b")
TRIES: Final = 3
"""Things that are made until one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A member of a body that bounds a number of what is made of it.

    Attributes:
        chain: Makes it.
        member: Of the body.
        bounds: The number, a member of the answer.
        status: By which more is refused.
        within: Types of bodies that have the member.
    """

    chain: Chain
    member: str
    bounds: str
    status: int
    within: frozenset[str]


class Limiting:
    """Makes things that may cost so much, and no more."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Views],
    ) -> None:
        """Ask by what is `known`, telling `ledger`; what an account shows is seen in it."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects, self._views = known
        self._limits = tuple(_limits(scene.api, resources.chains))
        self._siblings = tuple(siblings(scene, resources.chains)) if self._limits else ()

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._limits if not only or it.chain.create.id in only)
        return [Task(partial(self._try, each)) for each in some]

    def _try(self, limit: Limit) -> None:
        """Make something with a limit that is met, and with one that is not."""
        found = next(self._made(limit), None)
        if found is None:
            return
        case, costs = found
        reply = self._subjects.spare(with_limit(case, limit, costs))
        if reply is not None and reply.status == limit.status:
            if self._costs(limit, case) == costs:
                tight = with_limit(case, limit, costs)
                self._ledger.add(priced.refused(tight, reply, limit.member, costs))
            return
        less = with_limit(case, limit, costs - 1)
        if not self._kept(limit, less):
            return
        self._nothing(limit, less)
        for sibling in self._siblings:
            listed = {it.status for it in sibling.operation.responses}
            same = sibling.chain.create.id == limit.chain.create.id and not sibling.idle
            if same and str(limit.status) in listed:
                self._together(limit, sibling, less, costs)

    def _kept(self, limit: Limit, less: Case) -> bool:
        """Whether something that costs more than it may is refused by the status that is said."""
        reply = self._subjects.spare(less)
        if reply is None:
            return False
        costs = number(answer(reply), (limit.bounds,)) if accepted(reply) else None
        if costs is not None:
            self._ledger.add(priced.above(less, reply, limit.member, limit.bounds, costs))
        return reply.status == limit.status

    def _together(self, limit: Limit, sibling: Sibling, less: Case, costs: float) -> None:
        """See that what makes several heeds the limit of each."""
        message = Message(method="POST", path=sibling.operation.path, headers=less.message.headers)
        other = replace(less, operation=sibling.operation.id, message=message)
        other = with_value(other, sibling.wrap(less.value))
        reply = self._subjects.spare(other)
        if reply is not None and accepted(reply):
            self._ledger.add(priced.above(other, reply, limit.member, limit.bounds, costs))

    def _nothing(self, limit: Limit, less: Case) -> None:
        """See that what costs too much takes nothing: twice, for other things may."""
        found: set[str] | None = None
        for _ in range(TWICE):
            before = steady(self._views.now(None), self._views.now(None))
            reply = self._subjects.spare(less) if before else None
            if not before or reply is None or reply.status != limit.status:
                return
            now = changed(before, self._views.now(None))
            found = now if found is None else found & now
            if not found:
                return
            last = reply
        for name in sorted(found or ())[:1]:
            self._ledger.add(priced.took(less, last, name))

    def _made(self, limit: Limit) -> Iterator[tuple[Case, int]]:
        """Yield requests that make something, with what it costs: two at least."""
        content = json_content(limit.chain.create)
        every = [it.case for it in self._resources.of(limit.chain.create.id)]
        some = (it for it in every if not it.names and not keyed(limit.chain.create, it))
        tries = 0
        for case in smaller_first(some):
            whole = content.type if content is not None else None
            kind = self._scene.judging.variant(whole, case.value) if whole else None
            if whole is None or not {whole, kind} & limit.within or tries == TRIES:
                continue
            plain = replace(case, kind="limit", expect="documented")
            costs = self._costs(limit, plain)
            tries += 1
            least = with_limit(plain, limit, int(costs or 0) - 1)
            if (
                costs == int(costs or 0) > 1
                and self._scene.judging.broken(whole, least.value).nothing
            ):
                yield plain, int(costs)

    def _costs(self, limit: Limit, case: Case) -> float | None:
        """Make something, and return what it costs."""
        reply = self._subjects.spare(case)
        made = reply is not None and accepted(reply)
        return number(answer(reply), (limit.bounds,)) if reply is not None and made else None


def with_limit(case: Case, limit: Limit, most: int) -> Case:
    """Return a request with another limit."""
    value = case.value if isinstance(case.value, dict) else {}
    return with_value(case, {**value, limit.member: most})


def _limits(api: Api, chains: Sequence[Chain]) -> Iterator[Limit]:
    """Yield the limits of what is made, each once."""
    seen: set[tuple[str, str]] = set()
    for chain in chains:
        content, made = json_content(chain.create), success(chain.create)
        if content is None or content.type is None or made is None or chain.scope:
            continue
        within: dict[str, list[Record]] = {}
        for each in kinds(api, content.type):
            for field in each.fields:
                within.setdefault(field.wire, []).append(each)
        for member, types in within.items():
            field = next(it for it in types[0].fields if it.wire == member)
            status, bounds = _status(chain.create, field), _bounded(api, field, made)
            key = (chain.create.id, member)
            if status and bounds and key not in seen and is_number(api, field):
                seen.add(key)
                names = frozenset(it.id for it in types)
                yield Limit(chain=chain, member=member, bounds=bounds, status=status, within=names)


def _status(create: Operation, field: Field) -> int:
    """Return the status by which what is above a limit is refused, 0 where nobody says."""
    own = list(sentences(field.doc))
    about = (it for it in sentences(create.doc) if f"`{field.wire.lower()}`" in it)
    listed = {it.status for it in create.responses}
    for sentence in (*own, *about):
        told = [it for it in _STATUS.findall(sentence) if it in listed]
        if len(told) == 1 and _MOST.search(sentence):
            return int(told[0])
    return 0


def _bounded(api: Api, field: Field, made: TypeId) -> str:
    """Return the member of an answer that a limit is about, "" where nobody can say."""
    wanted = tuple(it for it in field.words if it not in _LIMITS)
    if not wanted or len(wanted) == len(field.words):
        return ""
    return next(
        (it.wire for it in api.fields(made) if it.words == wanted and is_number(api, it)), ""
    )
