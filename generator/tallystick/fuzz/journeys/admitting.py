"""Places of bodies where nothing that was named was ever taken: whatever there is, is named there.

A refusal may be about what is named. When what has ended well is refused in every kind of bodies,
whatever it is, nothing at all can be named there, though the document says that something can.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.references import Reference, references
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.sourcing import SORTS, Sourcing, rules
from tallystick.fuzz.journeys.subjects import Subject, Subjects, naming
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles import named
from tallystick.fuzz.oracles.acceptance import accepted, named_rules, texts
from tallystick.fuzz.oracles.pointing import blamed
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.fuzz.statuses import GONE, MALFORMED
from tallystick.ir import Enumeration, TypeId
from tallystick.solve.places import place

MOST: Final = 12
"""Resources that are named, and kinds of bodies that name them; more are too many to try."""
LEAST: Final = 2
"""Refusals without which nothing is told."""
_At = tuple[str, str]


class Admitting:
    """Names all sorts of resources where none was taken."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Following, Sourcing],
    ) -> None:
        """Name resources that are `known`, telling `ledger`."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects, self._following, sourcing = known
        self._rules = sourcing.rules
        found = references(scene.api, tuple(resources.chains))
        self._places = {(it.operation, it.at): it for it in found if it.chain.polls}
        self._taken: set[_At] = set()
        self._refused: dict[_At, list[Case]] = {}

    def note(self, case: Case, reply: Reply) -> None:
        """Remember a planned request that must be taken, and what came of it."""
        if case.expect != "accepted" or case.message.caller != "own" or not case.has_value:
            return
        for name in case.names:
            key = case.operation, place(name.path)
            if accepted(reply):
                self._taken.add(key)
            elif len(case.names) == 1 and self._told(case, reply):
                self._refused.setdefault(key, []).append(case)

    def run(self, only: tuple[str, ...]) -> None:
        """Try every place where nothing was taken.

        Args:
            only: Operations; empty for all.
        """
        for key, cases in self._refused.items():
            known = self._places.get(key)
            if key not in self._taken and known and (not only or key[0] in only):
                self._try(known, cases)

    def _try(self, known: Reference, cases: Sequence[Case]) -> None:
        """Name one resource of each sort in one body of each kind."""
        if not self._understood(known):
            return
        sorts, bodies = self._sorts(known), self._bodies(cases)
        each = [(case, subject) for case in bodies for subject in sorts]
        fits = LEAST <= len(each) <= min(MOST * 2, self._subjects.budget.left)
        if not fits or not all(accepted(self._subjects.got(it)[1]) for it in sorts):
            return
        last: tuple[Case, Reply] | None = None
        for case, subject in each:
            other = naming(case, known.pointer, subject)
            if other is None or self._subjects.budget.left <= 0:
                return
            last = other, self._subjects.send(other)
            if not self._told(*last):
                return
        if last is not None:
            self._ledger.add(named.never(*last, known.at, len(each)))

    def _understood(self, known: Reference) -> bool:
        """Whether the words of all rules about a place say what can be named there."""
        content = body_content(self._scene.operations[known.operation])
        asked = content.type if content is not None else None
        some = rules(self._scene.api, asked, known.at) if asked is not None else ()
        return all(it.id in self._rules for it in some)

    def _told(self, case: Case, reply: Reply) -> bool:
        """Whether a refusal is about what is named, and about nothing else.

        It points there alone, and is by no rule, or by one whose words say what can be named.
        """
        told = answer(reply)
        broken = named_rules(told) | self._scene.server_rules & texts(told)
        ats = {*blamed(told, case.value)}
        here = ats == {place(case.names[0].path)}
        return reply.status in MALFORMED | GONE and here and broken <= self._rules

    def _sorts(self, known: Reference) -> list[Subject]:
        """Return what has ended well, one of each sort; nothing where one is not known."""
        fit = [it for it in self._following.of(known.chain) if _ended_well(it)]
        found: dict[object, Journey] = {}
        for each in fit:
            sort = frozenset(it for it in each.kind if it in self._needed(known))
            found.setdefault(sort, each)
        shown = frozenset[tuple[str, object]]().union(*(it.kind for it in found.values()))
        needed = self._needed(known)
        if not needed or not shown >= needed:
            return []
        return [
            Subject(chain=it.chain, made=it.made.case, bindings=it.bindings, first=it.first)
            for it in found.values()
        ]

    def _needed(self, known: Reference) -> frozenset[tuple[str, object]]:
        """Return the sorts that the document has, by the members that tell them."""
        return frozenset(self._choices(success(known.chain.get)))

    def _choices(self, type_id: TypeId | None) -> Iterator[tuple[str, object]]:
        """Yield what members that tell of sorts may be."""
        for field in self._scene.api.fields(type_id):
            declared = self._scene.api.types[field.type]
            if SORTS.intersection(field.words[-1:]) and isinstance(declared, Enumeration):
                yield from ((field.wire, it.value) for it in declared.members)

    def _bodies(self, cases: Sequence[Case]) -> list[Case]:
        """Return one request of each kind that was refused, the smallest."""
        content = body_content(self._scene.operations[cases[0].operation])
        names = {name for name, _ in self._choices(content.type if content else None)}
        found: dict[str, Case] = {}
        for case in sorted(cases, key=lambda it: len(it.message.body or b"")):
            told = case.value if isinstance(case.value, dict) else {}
            found.setdefault(repr(sorted((it, told.get(it)) for it in names)), case)
        return [replace(it, touches=()) for it in found.values()]


def _ended_well(journey: Journey) -> bool:
    """Whether a resource is there and its declared states say that it ended well."""
    declared = journey.walk is not None and journey.sure
    return declared and journey.usable and not journey.gone and not journey.made.spare
