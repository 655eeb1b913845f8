"""What can be done to a resource: actions, and updates.

``POST /orders/{id}/cancel``, ``POST /orders/{id}:cancel`` and ``POST /orders/{id}/actions/cancel``
are actions, as their name says a state, or as they answer with the resource; ``PUT`` and ``PATCH``
of ``/orders/{id}`` are updates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import same, type_at
from tallystick.ir import Api, Enumeration, Lifecycle, Operation, Record, TypeId, words
from tallystick.text import Words

STATES: Final = frozenset({"state", "status", "phase", "stage"})
"""Last words of members that hold a state."""
IRREGULAR: Final = {
    "activate": ("active",),
    "begin": ("begun", "running", "active"),
    "buy": ("bought",),
    "deactivate": ("inactive",),
    "finalise": ("open", "final"),
    "finalize": ("open", "final"),
    "freeze": ("frozen",),
    "hold": ("held", "hold"),
    "lose": ("lost",),
    "pay": ("paid",),
    "reactivate": ("active",),
    "reopen": ("open", "opened"),
    "restore": ("active", "available"),
    "resume": ("running", "active", "progress", "processing"),
    "run": ("running",),
    "sell": ("sold",),
    "send": ("sent",),
    "start": ("running", "active", "progress", "processing"),
    "unarchive": ("active",),
    "unfreeze": ("active",),
    "unpause": ("running", "active"),
    "unpublish": ("draft",),
    "win": ("won",),
    "withdraw": ("withdrawn",),
}
"""Verb -> states that it leads to, beside its regular participle."""
PARTLY: Final = frozenset({"part", "partial", "partially", "partly"})
"""Words of states in which something is done to a part: ``partially_refunded``."""
LONGEST: Final = 2
"""Segments below a resource that an action has at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The states of a resource, as far as the document says.

    Attributes:
        member: Wire name of the member that holds the state.
        states: Their names.
        machine: Which follows which; None when nobody says.
    """

    member: str
    states: tuple[str, ...]
    machine: Lifecycle | None

    def reaches(self, start: str, ends: Sequence[str]) -> bool:
        """Whether one of some states may follow one, at once or later; True when nobody says."""
        if self.machine is None:
            return True
        after = {state.name: state.next for state in self.machine.states}
        found, todo = {start}, [start]
        while todo:
            fresh = [each for each in after.get(todo.pop(), ()) if each not in found]
            found.update(fresh)
            todo += fresh
        return not found.isdisjoint(ends)

    def leads(self, start: str, ends: Sequence[str]) -> bool:
        """Whether one of some states may follow one directly, as the document says."""
        states = self.machine.states if self.machine is not None else ()
        return any(each.name == start and set(each.next) & set(ends) for each in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that can be done to a resource.

    Attributes:
        operation: What does it.
        chain: What makes the resource, and gets it.
        kind: ``action``, or the method of an update.
        path: Path of the operation, with the names that `chain` binds.
        inner: Steps from the answer of `chain.get` to the resource.
        type: The resource.
        course: Its states; None when it has none.
        ends: States that an action leads to, as its name says; none where it says nothing.
        partly: States that it leads to where it is done to a part.
    """

    operation: Operation
    chain: Chain
    kind: Literal["action", "put", "patch"]
    path: str
    inner: tuple[str, ...]
    type: Record
    course: Course | None
    ends: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()

    @property
    def goals(self) -> tuple[str, ...]:
        """States that an action leads to, whole or in part."""
        return (*self.ends, *self.partly)

    @property
    def explored(self) -> bool:
        """Whether it is an action, and nobody declares which state follows which."""
        return self.kind == "action" and self.course is not None and self.course.machine is None


def deeds(api: Api, chains: Sequence[Chain]) -> tuple[Deed, ...]:
    """Return what can be done to the resources of an API, each operation once."""
    found: dict[str, Deed] = {}
    for chain in chains:
        for deed in _deeds(api, chain) if chain.polls else ():
            found.setdefault(deed.operation.id, deed)
    return tuple(found.values())


def asking(api: Api, chain: Chain) -> Deed | None:
    """Return what asks for a resource, as if it did something; None where it is no object."""
    inner = tuple(chain.values[-1][1].split("/")[1:-1]) if chain.values else ()
    got = type_at(api, success(chain.get), inner)
    resource = api.types[got] if got is not None else None
    if not isinstance(resource, Record):
        return None
    return Deed(
        operation=chain.get,
        chain=chain,
        kind="action",
        path=chain.get.path,
        inner=inner,
        type=resource,
        course=course_of(api, resource),
    )


def _deeds(api: Api, chain: Chain) -> Iterator[Deed]:
    asks = asking(api, chain)
    if asks is None:
        return
    course = asks.course
    for operation in api.operations:
        below = _below(chain.get.path, operation.path)
        if below is None:
            continue
        deed = replace(asks, operation=operation, path=chain.get.path + below)
        if not below and operation.method in {"put", "patch"}:
            yield replace(deed, kind="put" if operation.method == "put" else "patch")
        elif below and operation.method in {"post", "put", "patch"} and course is not None:
            ends = _ends(operation, below, course.states)
            shown = course.machine is None and same(api, success(operation), success(chain.get))
            if ends or shown:
                yield replace(deed, ends=ends, partly=_partly(ends, course.states))


def _below(path: str, longer: str) -> str | None:
    """Return what a path has below a resource, "" for its own; None when it is another one."""
    own, other = shape(path), shape(longer)
    rest = other[len(own) :]
    if not other.startswith(own) or "{" in rest or (rest and rest[0] not in "/:"):
        return None
    rest = rest.rstrip("/")
    return rest if len(re.split("[/:]", rest)) - 1 <= LONGEST else None


def shape(path: str) -> str:
    """Return a path without what operations differ in: names of parameters, a last slash."""
    return re.sub(r"\{[^}]*\}", "{}", path.rstrip("/"))


def course_of(api: Api, resource: Record) -> Course | None:
    """Return the states of a resource: as declared, or of its one member that is called so."""
    machine = resource.lifecycle
    if machine is not None:
        states = tuple(state.name for state in machine.states)
        return Course(member=machine.member, states=states, machine=machine)
    found = [
        (field.wire, declared)
        for field in resource.fields
        if field.words[-1:] and field.words[-1] in STATES
        if isinstance(declared := _enumeration(api, field.type), Enumeration)
    ]
    if len(found) != 1:
        return None
    member, declared = found[0]
    names = tuple(each.value for each in declared.members if isinstance(each.value, str))
    return Course(member=member, states=names, machine=None)


def _enumeration(api: Api, type_id: TypeId) -> Enumeration | None:
    declared = api.types[type_id]
    return declared if isinstance(declared, Enumeration) else None


def _ends(operation: Operation, below: str, states: Sequence[str]) -> tuple[str, ...]:
    """Return the states that the name of an action says: of its path, else of its id."""
    named = words(re.split("[/:]", below)[-1])
    own = operation.words[:1] if operation.declared_id else ()
    for verb in (named, named[:1], own):
        found = ends_of(verb, states) if verb else ()
        if found:
            return found
    return ()


def _forms(verb: str) -> set[str]:
    """Return a verb, and what it may be called that it was done."""
    forms = {verb, verb + "ed", verb + verb[-1] + "ed", *IRREGULAR.get(verb, ())}
    if verb.endswith("e"):
        forms.add(verb + "d")
    if verb.endswith("y"):
        forms.add(verb[:-1] + "ied")
    return forms


def participles(deed: Deed) -> frozenset[str]:
    """Return the words that say that an action was done, and its name."""
    named = words(re.split("[/:]", deed.path)[-1])
    ends = (words(each.lower())[-1] for each in deed.ends)
    return frozenset({*_forms(named[0]), *ends}) if named else frozenset(ends)


def _partly(ends: Sequence[str], states: Sequence[str]) -> tuple[str, ...]:
    """Return the states that are like some, but in part."""
    whole = {words(each.lower()) for each in ends}
    spelled = {state: words(state.lower()) for state in states if state not in ends}
    found = {
        state: tuple(word for word in parts if word not in PARTLY)
        for state, parts in spelled.items()
        if not PARTLY.isdisjoint(parts)
    }
    return tuple(state for state, parts in found.items() if parts in whole)


def ends_of(verb: Words, states: Sequence[str]) -> tuple[str, ...]:
    """Return the states that a verb leads to: ``cancel`` leads to ``cancelled`` or ``canceled``.

    The last word of a state counts where no whole one fits: ``partially_refunded``. What belongs to
    a verb stays behind it: ``check_in`` leads to ``checked_in``.
    """
    fitting = {(it, *verb[1:]) for it in _forms(verb[0])}
    spelled = {state: words(state.lower()) for state in states}
    whole = [state for state, parts in spelled.items() if parts in fitting]
    last = [state for state, parts in spelled.items() if parts[-len(verb) :] in fitting]
    return tuple(whole or last)
