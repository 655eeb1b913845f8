"""Histories of resources whose states are declared: ``GET /jobs/{id}/events``, or a member.

OpenAPI has no words for them, so names tell, and items that hold one of the states.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain as joined
from itertools import islice
from typing import Final

from tallystick.fuzz.documented import answer, texts
from tallystick.fuzz.holders import held
from tallystick.fuzz.journeys.deeds import STATES, Deed, asking, shape
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects, state_of
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.history import judge
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import names_in, steps
from tallystick.ir import (
    Api,
    Array,
    Enumeration,
    Lifecycle,
    Operation,
    Place,
    Record,
    TypeId,
    words,
)
from tallystick.ir.types import Doc
from tallystick.text import Json

NAMES: Final = names_in(
    "activity audit changes event events history log logs statuses states timeline trail",
    "transition transitions",
)
"""Words of what tells what happened to a resource."""
EACH: Final = 3
"""Resources of each sort that are asked, the first and the last ones."""
_FIRST: Final = re.compile(r"\b(newest|latest|most recent|oldest|earliest)\b[^.;]*\bfirst\b")
_NEW: Final = frozenset({"newest", "latest", "most recent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What tells the states of a resource.

    Attributes:
        like: Asks for the resource.
        machine: Its states.
        deed: Asks for the history; the same as `like` where that holds it.
        at: Steps from the answer to the list.
        member: That of an item which holds a state.
        newest: Whether it is said that the newest is first; None where nothing is.
    """

    like: Deed
    machine: Lifecycle
    deed: Deed
    at: tuple[str, ...]
    member: str
    newest: bool | None


def histories(api: Api, resources: Resources) -> Iterator[History]:
    """Yield the histories of the resources of an API."""
    for chain in resources.chains:
        like = asking(api, chain) if chain.polls else None
        machine = like.type.lifecycle if like is not None else None
        if like is None or machine is None:
            continue
        for operation in api.operations:
            found = _below(api, like, machine, operation)
            if found is not None:
                yield found
        for field in like.type.fields:
            declared = api.types[field.type]
            items = declared.items if isinstance(declared, Array) else None
            member = _member(api, items, machine) if NAMES & set(field.words) else None
            if member is not None:
                at = (*like.inner, field.wire)
                yield History(
                    like=like,
                    machine=machine,
                    deed=like,
                    at=at,
                    member=member,
                    newest=_newest(field.doc),
                )


def _below(api: Api, like: Deed, machine: Lifecycle, operation: Operation) -> History | None:
    """Return the history that an operation tells, None where it tells none."""
    below = shape(operation.path).removeprefix(shape(like.path) + "/")
    needed = any(it.required and it.place is not Place.PATH for it in operation.parameters)
    if operation.method != "get" or "/" in below or "{" in below or needed:
        return None
    found = held(api, operation, None) if NAMES & set(words(below)) else None
    member = _member(api, found.type, machine) if found is not None else None
    if found is None or member is None:
        return None
    deed = replace(like, operation=operation, path=f"{like.path}/{below}")
    return History(
        like=like,
        machine=machine,
        deed=deed,
        at=found.steps,
        member=member,
        newest=_newest(operation.doc),
    )


def _member(api: Api, items: TypeId | None, machine: Lifecycle) -> str | None:
    """Return the one member of an item that holds a state, None where none does."""
    declared = api.types[items] if items is not None else None
    if not isinstance(declared, Record) or declared.lifecycle is not None:
        return None
    known = {state.name for state in machine.states}
    found = [
        (field.words[-1:], field.wire)
        for field in declared.fields
        if isinstance(each := api.types[field.type], Enumeration)
        if {it.value for it in each.members} == known
    ]
    named = [wire for last, wire in found if last and last[0] in STATES | {"to"}]
    return next(iter(named or [wire for _, wire in found]), None)


def _newest(doc: Doc) -> bool | None:
    """Return whether it is said that the newest is first, None where nothing is said."""
    found = next((hit for text in texts(doc) if (hit := _FIRST.search(text))), None)
    return None if found is None else found[1] in _NEW


class Histories:
    """Asks resources for their histories."""

    def __init__(
        self, scene: Scene, ledger: Ledger, subjects: Subjects, resources: Resources
    ) -> None:
        """Ask by `subjects`, telling `ledger`."""
        self._ledger = ledger
        self._subjects = subjects
        self._known = tuple(histories(scene.api, resources))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be asked.

        Args:
            only: Operations; empty for all.
        """
        return [
            Task(partial(self._ask, each))
            for each in self._known
            if not only or each.deed.operation.id in only
        ]

    def _ask(self, history: History) -> None:
        """Ask the first and the last resources that were made."""
        every = list(self._subjects.known(history.like.chain))
        last, first = every[:EACH], every[EACH:][-EACH:]
        for subject in islice(joined(first, last), max(0, self._subjects.budget.left) // 3):
            self._judged(history, subject)

    def _judged(self, history: History, subject: Subject) -> None:
        """Look at a history, of a resource that does not change while it is told."""
        before = self._state(history, subject)
        case, reply = self._told(history, subject)
        after = self._state(history, subject)
        items = steps(answer(reply), history.at) if accepted(reply) else None
        states = [_state(it, history.member) for it in items] if isinstance(items, list) else []
        known = [each for each in states if each is not None]
        if known and after is not None and before == after and len(known) == len(states):
            newest, machine = history.newest, history.machine
            self._ledger.add(judge(case, reply, machine, (known, after), newest=newest))

    def _told(self, history: History, subject: Subject) -> tuple[Case, Reply]:
        if history.deed is history.like:
            return self._subjects.got(subject)
        case = replace(self._subjects.case(history.deed, subject, None), kind="poll")
        return case, self._subjects.send(case, subject)

    def _state(self, history: History, subject: Subject) -> str | None:
        reply = self._subjects.got(subject)[1]
        return state_of(history.like, answer(reply)) if accepted(reply) else None


def _state(item: Json, member: str) -> str | None:
    value = item.get(member) if isinstance(item, dict) else None
    return value if isinstance(value, str) else None
