"""Bodies that name a resource of the wrong kind, or in the wrong state, as a rule says in words.

*There is no such job of speech or dialogue that is done*: music that is done is named, and speech
that is not. Only rules that no other than the server can judge are read so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from tallystick.fuzz.journeys.subjects import Subject, Subjects, naming
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import named
from tallystick.fuzz.oracles.acceptance import accepted, named_rules, texts
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.statuses import GONE, MALFORMED
from tallystick.ir import Api, Enumeration, Operation, TypeId, words
from tallystick.resolve.pointer import split
from tallystick.rules import Rule
from tallystick.text import Json

SORTS: Final = frozenset({"category", "class", "kind", "origin", "type"})
"""Last words of members that say of what kind a resource is."""
MOST: Final = 4
"""Resources of other kinds that are named."""
TWICE: Final = 2
"""Resources of one sort that are to be refused."""
CONFIRMED: Final = 7
"""Requests that show that a sort is refused."""
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

    def kind(self, case: Case) -> str:
        """Return of which kind a body is, "" for none that words tell of."""
        members = case.value.values() if isinstance(case.value, dict) else ()
        texts = (it.lower() for it in members if isinstance(it, str) and it.lower() in self.kinds)
        return next(texts, "")

    def within(self, kind: str) -> "Source":
        """Return what bodies of one kind need."""
        return self._replace(wanted={**self.wanted, **self.kinds.get(kind, {})})

    def lacks(self, value: Json) -> list[tuple[str, str]]:
        """Return members that a resource has otherwise, with what they are."""
        shown = value if isinstance(value, dict) else {}
        had = ((name, shown.get(name)) for name in self.wanted)
        return [
            (name, it) for name, it in had if isinstance(it, str) and it not in self.wanted[name]
        ]


class Shown(NamedTuple):
    """A resource, and what was shown last of it."""

    subject: Subject
    value: Json


@dataclass(slots=True)
class Trial:
    """A body that was taken, in which others are named.

    Attributes:
        source: What it needs.
        named: What those lack that were named.
    """

    source: Source
    taken: Case
    named: set[tuple[str, str]]


class _Doubt(NamedTuple):
    """A sort of resources one of which was refused, and two of these."""

    trial: Trial
    sort: str
    subjects: tuple[Subject, Subject]


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
        self._server_rules = scene.server_rules
        self._trials: list[Trial] = []
        self._told: dict[tuple[str, str], list[Finding]] = {}
        self._looks: set[tuple[str, str]] = set()
        self._doubts: list[_Doubt] = []

    @property
    def rules(self) -> frozenset[str]:
        """Rules whose words say what has to be named."""
        return frozenset(it.rule for it in self._sources)

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be named.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._sources if not only or it.place.operation in only)
        return [Task(partial(self._try, each)) for each in some]

    def _try(self, source: Source) -> None:
        """Name others in a body that was taken."""
        tried: set[str] = set()
        for taken in self._taken(source):
            kind = source.kind(taken)
            needed = source.within(kind)
            if needed.wanted and kind not in tried:
                self._nothing(source, taken)
                tried.add(kind)
                trial = Trial(needed, taken, set())
                self._trials.append(trial)
                self._early(trial)
                self._others_in(trial, list(self._known(needed)))
                self._fitting(trial)

    def late(self, failed: Sequence[Shown], most: int) -> None:
        """Name what was refused once more, and what was seen to fail when all else was done.

        Args:
            failed: Such resources.
            most: Requests that may be sent.
        """
        self._subjects.budget.left = most
        for doubt in self._doubts:
            if self._subjects.budget.left >= CONFIRMED:
                self._confirm(doubt)
        for trial in self._trials:
            mine = [it for it in failed if it.subject.chain is trial.source.place.chain]
            self._others_in(trial, mine)

    def _nothing(self, source: Source, taken: Case) -> None:
        """Name nothing: of what has to be named words say more than that it is there."""
        if self._subjects.budget.left > 0:
            lost = replace(taken, kind="naming", expect="documented", names=nothing(taken.names[0]))
            reply = self._subjects.send(lost)
            self._weigh(source, reply, named.unknown(lost, reply, source.place.at, source.rule))

    def _weigh(self, source: Source, reply: Reply, found: Iterable[Finding]) -> None:
        """Tell what was taken as soon as any name is refused: who refuses none looks at none."""
        key = source.place.operation, source.place.at
        self._told.setdefault(key, []).extend(found)
        if reply.status in MALFORMED | GONE:
            self._looks.add(key)
        if key in self._looks:
            self._ledger.add(self._told.pop(key))

    def _others_in(self, trial: Trial, known: Sequence[Shown]) -> None:
        """Name others in one body."""
        for subject, _ in islice(lacking(trial, known), MOST):
            if self._subjects.budget.left <= 1:
                return
            lacks = trial.source.lacks(self._shown(subject))
            if len(lacks) == 1:
                self._name(trial, subject, lacks[0])

    def _fitting(self, trial: Trial) -> None:
        """Name what has all that words ask for, one of each sort that they allow: it is taken.

        What is refused is named once more at last, with another one of its sort.
        """
        source = trial.source
        for sort, some in _sorts(trial, self._known(source)).items():
            if self._subjects.budget.left <= TWICE:
                return
            case = _naming(trial, some[0])
            if case is not None and self._refused(source, case):
                twin = some[1] if len(some) > 1 else self._again(some[0])
                if twin is not None:
                    self._doubts.append(_Doubt(trial, " ".join(sort), (some[0], twin)))

    def _again(self, subject: Subject) -> Subject | None:
        """Make another resource as one was made."""
        known = self._resources.of(subject.chain.create.id)
        made = next((it for it in known if it.case is subject.made), None)
        return None if made is None else self._subjects.again(subject.chain, made)

    def _confirm(self, doubt: "_Doubt") -> None:
        """Tell that a sort is refused, where all of it are and the one that was taken is not."""
        source, taken = doubt.trial.source, doubt.trial.taken
        fit = [it for it in doubt.subjects if self._fits(source, it)]
        cases = [it for it in (_naming(doubt.trial, each) for each in fit) if it is not None]
        if len(cases) < TWICE or not self._refused(source, cases[1]):
            return
        again = self._subjects.send(replace(taken, kind="naming", expect="documented"))
        if accepted(again):
            reply = self._subjects.send(cases[0])
            where = source.place.at, source.rule
            self._ledger.add(named.fit(cases[0], reply, *where, doubt.sort))

    def _fits(self, source: Source, subject: Subject) -> bool:
        """Whether a resource lacks nothing, when it is asked for twice at the latest."""
        shown = (self._shown(subject) for _ in range(TWICE))
        return any(it is not None and not source.lacks(it) for it in shown)

    def _refused(self, source: Source, case: Case) -> bool:
        """Whether a body is refused as it may be that names the wrong thing, by no other rule."""
        reply = self._subjects.send(case)
        told = answer(reply)
        broken = named_rules(told) | self._server_rules & texts(told)
        return reply.status in MALFORMED | GONE and broken <= {source.rule}

    def _taken(self, source: Source) -> Iterator[Case]:
        """Yield bodies that were taken, and name one resource where it is looked at."""
        for made in self._resources.of(source.place.operation):
            names = made.case.names
            mine = len(names) == 1 and names[0].path == split(source.place.at)
            if mine and not made.given and not keyed(source.operation, made.case):
                yield made.case

    def _early(self, trial: Trial) -> None:
        """Name a new one that will be right, and is not yet what it has to be."""
        source = trial.source
        subject = self._subjects.fresh(
            source.place.chain, like=lambda it: len(source.lacks(answer(it.reply))) == 1
        )
        lacks = source.lacks(subject.first) if subject is not None else []
        if subject is not None and len(lacks) == 1 and self._subjects.budget.left > 1:
            self._name(trial, subject, lacks[0])

    def _known(self, source: Source) -> Iterator[Shown]:
        """Yield what was followed, and what was shown last of it; what has ended comes first."""
        every = sorted(self._following.of(source.place.chain), key=lambda it: it.ended is None)
        for it in every:
            made, given = it.made.case, it.bindings
            subject = Subject(chain=it.chain, made=made, bindings=given, first=it.first)
            yield Shown(subject, it.last)

    def _name(self, trial: Trial, subject: Subject, lacks: tuple[str, str]) -> None:
        """Name a resource, and see that it still lacks what it lacked."""
        case = _naming(trial, subject)
        if case is None:
            return
        trial.named.add(lacks)
        source, reply = trial.source, self._subjects.send(case)
        still = dict(source.lacks(self._shown(subject))) if accepted(reply) else {}
        place, what = source.place, " ".join(lacks)
        found = named.unfit(case, reply, place.at, source.rule, what) if lacks[0] in still else ()
        self._weigh(source, reply, found)

    def _shown(self, subject: Subject) -> Json:
        reply = self._subjects.got(subject)[1]
        return answer(reply) if accepted(reply) else None


def _naming(trial: Trial, subject: Subject) -> Case | None:
    return naming(trial.taken, trial.source.place.pointer, subject)


def lacking(trial: Trial, known: Sequence[Shown]) -> list[Shown]:
    """Return resources that lack one thing, each another one, and of each member in turn."""
    found: dict[tuple[str, str], Shown] = {}
    for each in known:
        lacks = trial.source.lacks(each.value)
        if len(lacks) == 1 and lacks[0] not in trial.named:
            found.setdefault(lacks[0], each)
    turn: Counter[str] = Counter()
    ranked: list[tuple[int, int, Shown]] = []
    for number, ((name, _), each) in enumerate(found.items()):
        ranked.append((turn[name], number, each))
        turn[name] += 1
    return [each for _, _, each in sorted(ranked, key=lambda it: it[:2])]


def _sorts(trial: Trial, known: Iterable[Shown]) -> dict[tuple[str, ...], list[Subject]]:
    """Return what lacks nothing, two of each sort, beside the sort that was taken."""
    source, found = trial.source, dict[tuple[str, ...], list[Subject]]()
    own: set[tuple[str, ...]] = set()
    for subject, value in known:
        told = value if isinstance(value, dict) else {}
        had = [it for name in source.wanted if isinstance(it := told.get(name), str)]
        if len(had) < len(source.wanted) or source.lacks(value):
            continue
        if steps(subject.first, split(source.place.pointer)) == trial.taken.names[0].given:
            own.add(tuple(had))
        some = found.setdefault(tuple(had), [])
        if len(some) < TWICE:
            some.append(subject)
    return {sort: some for sort, some in found.items() if sort not in own}


def _sources(api: Api, resources: Resources) -> Iterator[Source]:
    """Yield places of which a rule says what has to be named there."""
    by_id = {it.id: it for it in api.operations}
    for place in references(api, tuple(resources.chains)):
        content = json_content(by_id[place.operation])
        if not place.chain.polls or content is None or content.type is None:
            continue
        for rule in rules(api, content.type, place.at):
            text = _NO.sub("", told(rule.message))
            wanted = dict(_wanted(api, place, text))
            each = dict(_by_kind(api, place, text))
            if wanted or each:
                yield Source(by_id[place.operation], place, rule.id, wanted, each)
                break


def rules(api: Api, asked: TypeId, at: str) -> Iterator[Rule]:
    """Yield the rules for servers that are about a place of some kind of bodies."""
    every = (rule for each in kinds(api, asked) for rule in each.rules)
    yield from (it for it in every if it.text is None and it.field == at)


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
