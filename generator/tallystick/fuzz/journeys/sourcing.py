"""Bodies that name a resource of the wrong kind, or in the wrong state, as a rule says in words.

*There is no such job of speech or dialogue that is done*: music that is done is named, and speech
that is not. Only rules that no other than the server can judge are read so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.naming import nothing
from tallystick.fuzz.documented import answer, keyed, success, told
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.journeys.deeds import STATES
from tallystick.fuzz.journeys.following import Following
from tallystick.fuzz.journeys.references import Reference, references, singular
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case
from tallystick.fuzz.oracles import named
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.ir import Api, Enumeration, Operation, TypeId, words
from tallystick.resolve.pointer import split
from tallystick.rules import Rule
from tallystick.text import Json

SORTS: Final = frozenset({"category", "class", "kind", "origin", "type"})
"""Last words of members that say of what kind a resource is."""
MOST: Final = 3
"""Resources of other kinds that are named."""
_QUOTED: Final = r"(?:'[^']+'|`[^`]+`)"
_EACH: Final = re.compile(rf"\b(\w+) for ({_QUOTED}(?:(?:,| and| or)+ {_QUOTED})*)")
"""*a song for 'dance' and 'march'*: what is named in some kinds of bodies."""
_NO: Final = re.compile(r"\b(?:there is )?no such\b")
_NOT: Final = re.compile(r"n't\b|\b(?:no|not|never|neither|nor|but|except|unless|without|other)\b")


class Source(NamedTuple):
    """A place in bodies that names a resource.

    Attributes:
        operation: Takes the bodies.
        place: Where in them.
        rule: The rule about it.
        wanted: Members of the resource, and the values of which one is needed.
        kinds: The same for kinds of bodies: what they are called, and further ones.
    """

    operation: Operation
    place: Reference
    rule: str
    wanted: Mapping[str, frozenset[str]]
    kinds: Mapping[str, Mapping[str, frozenset[str]]]

    def within(self, case: Case) -> "Source":
        """Return what one body needs."""
        members = case.value.values() if isinstance(case.value, dict) else ()
        texts = (it.lower() for it in members if isinstance(it, str) and it.lower() in self.kinds)
        return self._replace(wanted={**self.wanted, **self.kinds.get(next(texts, ""), {})})

    def lacks(self, value: Json) -> list[tuple[str, str]]:
        """Return members that a resource has otherwise, with what they are."""
        shown = value if isinstance(value, dict) else {}
        had = ((name, shown.get(name)) for name in self.wanted)
        return [
            (name, it) for name, it in had if isinstance(it, str) and it not in self.wanted[name]
        ]


class Sourcing:
    """Names resources that may not be named."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Following],
    ) -> None:
        """Name resources that are `known`, telling `ledger`."""
        self._ledger = ledger
        self._resources = resources
        self._subjects, self._following = known
        self._sources = tuple(_sources(scene.api, resources))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be named.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._sources if not only or it.place.operation in only)
        return [Task(partial(self._try, each)) for each in some]

    def _try(self, source: Source) -> None:
        """Name others in a body that was taken."""
        tried: list[Mapping[str, frozenset[str]]] = []
        for taken in self._taken(source):
            if not tried and not self._looks_up(taken):
                return
            needed = source.within(taken)
            if needed.wanted and needed.wanted not in tried:
                tried.append(needed.wanted)
                self._others_in(needed, taken)

    def _looks_up(self, taken: Case) -> bool:
        """Whether a name of nothing is refused: else nobody looks at what is named."""
        lost = replace(taken, kind="naming", expect="documented", names=nothing(taken.names[0]))
        return self._subjects.budget.left > 0 and not accepted(self._subjects.send(lost))

    def _others_in(self, source: Source, found: Case) -> None:
        """Name others in one body."""
        self._early(source, found)
        for subject in islice(self._others(source), MOST):
            if self._subjects.budget.left <= 1:
                return
            shown = self._shown(subject)
            lacks = source.lacks(shown)
            if len(lacks) == 1:
                self._name(source, found, subject, lacks[0])

    def _taken(self, source: Source) -> Iterator[Case]:
        """Yield bodies that were taken, and name one resource where it is looked at."""
        for made in self._resources.of(source.place.operation):
            names = made.case.names
            mine = len(names) == 1 and names[0].path == split(source.place.at)
            if mine and not made.given and not keyed(source.operation, made.case):
                yield made.case

    def _early(self, source: Source, taken: Case) -> None:
        """Name a new one that will be right, and is not yet what it has to be."""
        chain = source.place.chain
        subject = self._subjects.fresh(
            chain, like=lambda it: len(source.lacks(answer(it.reply))) == 1
        )
        lacks = source.lacks(subject.first) if subject is not None else []
        if subject is not None and len(lacks) == 1 and self._subjects.budget.left > 1:
            self._name(source, taken, subject, lacks[0])

    def _others(self, source: Source) -> Iterator[Subject]:
        """Yield resources that lack one thing, each another one."""
        seen = set[tuple[str, str]]()
        for journey in self._following.of(source.place.chain):
            lacks = source.lacks(journey.last)
            if len(lacks) == 1 and lacks[0] not in seen:
                seen.add(lacks[0])
                made, given = journey.made.case, journey.bindings
                yield Subject(chain=journey.chain, made=made, bindings=given, first=journey.first)

    def _name(self, source: Source, taken: Case, subject: Subject, lacks: tuple[str, str]) -> None:
        """Name a resource, and see that it still lacks what it lacked."""
        name = steps(subject.first, split(source.place.pointer))
        if not isinstance(name, str | int):
            return
        other = replace(taken.names[0], given=name, maker=subject.made, ask=None, until=None)
        case = replace(taken, kind="naming", expect="documented", names=(other,))
        reply = self._subjects.send(case)
        if not accepted(reply):
            return
        still = dict(source.lacks(self._shown(subject)))
        if lacks[0] in still:
            what = " ".join(lacks)
            self._ledger.add(named.unfit(case, reply, source.place.at, source.rule, what))

    def _shown(self, subject: Subject) -> Json:
        reply = self._subjects.got(subject)[1]
        return answer(reply) if accepted(reply) else None


def _sources(api: Api, resources: Resources) -> Iterator[Source]:
    """Yield places of which a rule says what has to be named there."""
    by_id = {it.id: it for it in api.operations}
    for place in references(api, tuple(resources.chains)):
        content = json_content(by_id[place.operation])
        if not place.chain.polls or content is None or content.type is None:
            continue
        for rule in _rules(api, content.type, place.at):
            text = _NO.sub("", told(rule.message))
            wanted = dict(_wanted(api, place, text))
            each = dict(_by_kind(api, place, text))
            if wanted or each:
                yield Source(by_id[place.operation], place, rule.id, wanted, each)
                break


def _rules(api: Api, asked: TypeId, at: str) -> Iterator[Rule]:
    """Yield the rules for servers that are about a place of some kind of bodies."""
    rules = (rule for each in kinds(api, asked) for rule in each.rules)
    yield from (it for it in rules if it.text is None and it.field == at)


def _by_kind(
    api: Api, place: Reference, text: str
) -> Iterator[tuple[str, Mapping[str, frozenset[str]]]]:
    """Yield what words say is needed in one kind of bodies, or another, by the kind's name.

    *A song for 'dance'*: one of whose kinds' words is *song*, where others' is not.
    """
    sorts = [
        it for it in api.fields(success(place.chain.get)) if it.words[-1:] and it.words[-1] in SORTS
    ]
    for field in sorts if not _NOT.search(text) else ():
        declared = api.types[field.type]
        members = declared.members if isinstance(declared, Enumeration) else ()
        values = [it.value for it in members if isinstance(it.value, str)]
        for found in _EACH.finditer(text):
            fit = frozenset(it for it in values if found[1] in words(it.lower()))
            for quoted in re.findall(_QUOTED, found[2]) if 0 < len(fit) < len(values) else ():
                yield quoted[1:-1], {field.wire: fit}


def _wanted(api: Api, place: Reference, text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield members of a resource with their values that words name; none where words deny.

    What all resources there are called says nothing.
    """
    noun = set(map(singular, words(place.chain.create.path.rstrip("/").rpartition("/")[2])))
    for field in () if _NOT.search(text) else api.fields(success(place.chain.get)):
        declared = api.types[field.type]
        tells = not {*field.words[-1:]}.isdisjoint(SORTS | STATES)
        values = declared.members if tells and isinstance(declared, Enumeration) else ()
        texts = [it.value for it in values if isinstance(it.value, str)]
        said = (it for it in texts if re.search(rf"\b{_spelled(it)}\b", text))
        found = frozenset(it for it in said if it not in noun)
        if found and len(found) < len(texts):
            yield field.wire, found


def _spelled(value: str) -> str:
    return "[ _-]".join(map(re.escape, re.split(r"[ _-]", value.lower())))
