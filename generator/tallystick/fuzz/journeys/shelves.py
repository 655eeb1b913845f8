"""What callers put under names of their own: ``PUT /presets/{name}``, and the list of all of it.

A few names are tried that are free. Before, nothing may be named so; then all of them are listed,
in the order of their names where that is said, and another caller who is refused them does not see
them in the list, cannot take them away and cannot name them. At the end they are taken away.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from tallystick.fuzz.documented import answer, sentences
from tallystick.fuzz.holders import held, kinds
from tallystick.fuzz.journeys.references import singular
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.standing import Standing, Task
from tallystick.fuzz.journeys.stands import Stand
from tallystick.fuzz.journeys.subjects import Subjects, with_value
from tallystick.fuzz.journeys.views import asking
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Caller, Case, Message, Reply
from tallystick.fuzz.oracles import listed, named, updated
from tallystick.fuzz.oracles.acceptance import accepted, done
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.sending.credentials import protected
from tallystick.fuzz.statuses import BARRED, GONE
from tallystick.ir import Operation, Parameter, Place, Record, words

_NAMES: Final = ("mango", "apple", "cherry", "pear", "fig")
"""In an order that is none."""
_PUT: Final = 3
"""How many of them are used."""
_BY_NAME: Final = re.compile(
    r"\b(?:by|in (?:the )?order of)(?: (?:the|their))? (?:name|key|code|id)s?\b"
    r"|\balphabetical"
)
_DOWN: Final = re.compile(r"\b(descending|reverse|backwards|z to a)\b")
_THERE: Final = re.compile(
    r"\b(no such|there is no|not exist|to exist|must exist|exists?|unknown|not known|not found)\b"
)
"""What a rule says of things that have to be there."""
NAMED: Final = 2
"""Places in bodies that name such a thing, which are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where things are put under names.

    Attributes:
        stand: What is set, shown and taken away.
        name: Parameter of the path that names it.
        all: What lists all of it; None where nothing does.
        steps: From the answer of `all` to the items.
        member: Of an item, that names it.
        named: (creation, member, id of a rule that only the server can judge) where bodies name it.
    """

    stand: Stand
    name: Parameter
    all: Operation | None
    steps: tuple[str, ...]
    member: str
    named: tuple[tuple[Operation, str, str], ...]


class Shelves:
    """Puts things under names, and looks who sees them."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        resources: Resources,
        known: tuple[Subjects, Standing],
    ) -> None:
        """Send by what is `known`, telling `ledger`; what was put before is in it."""
        self._scene = scene
        self._ledger = ledger
        self._resources = resources
        self._subjects, self._standing = known
        self._shelves = tuple(_shelves(scene, self._standing.stands))

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        some = (it for it in self._shelves if not only or it.stand.updates[0].id in only)
        return [Task(partial(self._try, each)) for each in some]

    def _try(self, shelf: Shelf) -> None:
        sample = self._standing.taken(shelf.stand.updates[0])
        names = self._free(shelf) if sample is not None else []
        if sample is None or len(names) < _PUT:
            return
        for create, member, rule in shelf.named[:NAMED]:
            self._nothing(create, (member, rule), names[0])
        there = [it for it in names if done(self._at(shelf, "PUT", it, sample=sample))]
        if there:
            self._listed(shelf, there)
            if self._subjects.has_second and protected(shelf.stand.get):
                self._apart(shelf, there)
        for each in there:
            self._at(shelf, "DELETE", each)

    def _free(self, shelf: Shelf) -> list[str]:
        """Return names that may be given, and that nothing has."""
        fits = partial(self._scene.judging.fits, shelf.name.type)
        some = [it for it in _NAMES if fits(it)][:_PUT]
        return [it for it in some if self._at(shelf, "GET", it).status in GONE]

    def _nothing(self, create: Operation, at: tuple[str, str], name: str) -> None:
        """Name what is not there, though the document says that it has to be."""
        found = self._naming(create, at[0], name)
        if found is not None:
            self._ledger.add(named.nothing(*found, f"/{at[0]}", at[1]))

    def _listed(self, shelf: Shelf, there: Sequence[str]) -> None:
        """See that all that was put is listed, and in the order of names where that is said."""
        shown = self._all(shelf, "own")
        if shown is None or shelf.all is None:
            return
        page, names = shown
        lost = next((it for it in there if it not in names), None)
        said = " ".join(sentences(shelf.all.doc))
        if lost is not None:
            self._ledger.add(listed.absent(page, lost, path=shelf.all.path))
        elif _BY_NAME.search(said) and not _DOWN.search(said):
            mine = [it for it in names if it in there]
            self._ledger.add(listed.sorted_by(page, "by name", mine, down=False, sure=False))

    def _apart(self, shelf: Shelf, there: Sequence[str]) -> None:
        """See that who is refused what was put does not see it, and changes nothing of it."""
        if self._at(shelf, "GET", there[0], "second").status not in BARRED:
            return
        shown = self._all(shelf, "second")
        seen = [it for it in there if it in shown[1]] if shown is not None else []
        if shown is not None and seen:
            self._ledger.add(listed.strange(shown[0], seen[0]))
        for create, member, rule in shelf.named[:NAMED]:
            found = self._naming(create, member, there[0], "second")
            if found is not None:
                self._ledger.add(named.anothers(*found, f"/{member}", rule))
        case = self._case(shelf, "DELETE", there[0], "second", None)
        reply = self._subjects.send(case)
        if accepted(reply) and self._at(shelf, "GET", there[0]).status in GONE:
            self._ledger.add(updated.strange(case, reply, case.operation))

    def _all(self, shelf: Shelf, caller: Caller) -> tuple[listed.Shown, list[str]] | None:
        """Return the list of what was put, and the names in it."""
        if shelf.all is None:
            return None
        case = asking(shelf.all)
        case = replace(case, expect="documented", message=replace(case.message, caller=caller))
        reply = self._subjects.send(case)
        items = steps(answer(reply), shelf.steps) if accepted(reply) else None
        if not isinstance(items, list):
            return None
        names = [str(it.get(shelf.member)) for it in items if isinstance(it, dict)]
        return listed.Shown(case, reply), names

    def _naming(
        self, create: Operation, member: str, name: str, caller: Caller = "own"
    ) -> tuple[Case, Reply] | None:
        """Send what was accepted before with a name in it; None where nothing was."""
        content = json_content(create)
        made = (it.case for it in self._resources.of(create.id) if not it.case.names)
        for case in smaller_first(it for it in made if isinstance(it.value, dict)):
            value = {**case.value, member: name} if isinstance(case.value, dict) else None
            whole = content.type if content is not None else None
            if whole is None or not self._scene.judging.broken(whole, value).nothing:
                continue
            other = with_value(replace(case, kind="naming", expect="documented"), value)
            other = replace(other, message=replace(other.message, caller=caller))
            return other, self._subjects.send(other)
        return None

    def _at(
        self,
        shelf: Shelf,
        method: str,
        name: str,
        caller: Caller = "own",
        sample: Case | None = None,
    ) -> Reply:
        return self._subjects.send(self._case(shelf, method, name, caller, sample))

    def _case(
        self, shelf: Shelf, method: str, name: str, caller: Caller, sample: Case | None
    ) -> Case:
        """Return a request for what is put under a name."""
        stand = shelf.stand
        by = {"GET": stand.get, "PUT": stand.updates[0], "DELETE": stand.delete or stand.get}
        path = stand.get.path.replace("{" + shelf.name.wire + "}", name)
        message = sample.message if sample is not None else Message(method=method, path=path)
        message = replace(message, method=method, path=path, caller=caller)
        base = sample or Case(operation="", kind="shelf", expect="documented", message=message)
        return replace(
            base, operation=by[method].id, kind="shelf", expect="documented", message=message
        )


def _shelves(scene: Scene, stands: Sequence[Stand]) -> Iterator[Shelf]:
    """Yield where things are put under names, made and taken away."""
    for stand in stands:
        put, named_by = stand.updates[0], re.findall(r"\{([^}]*)\}", stand.get.path)
        makes = put.method == "put" and any(it.status == "201" for it in put.responses)
        if not makes or stand.delete is None or len(named_by) != 1:
            continue
        above, _, last = stand.get.path.rstrip("/").rpartition("/")
        name = next((it for it in stand.get.parameters if it.wire == named_by[0]), None)
        if name is None or name.place is not Place.PATH or last != "{" + name.wire + "}":
            continue
        found = next((_list(scene, it, stand, name) for it in _gets(scene, above)), None)
        kind = singular(words(above.rpartition("/")[2])[-1])
        yield Shelf(
            stand=stand,
            name=name,
            all=found[0] if found is not None else None,
            steps=found[1] if found is not None else (),
            member=found[2] if found is not None else "",
            named=tuple(_named(scene, kind)),
        )


def _gets(scene: Scene, path: str) -> Iterator[Operation]:
    for each in scene.api.operations:
        needs = any(it.required for it in each.parameters)
        if each.method == "get" and each.path.rstrip("/") == path and not needs:
            yield each


def _list(
    scene: Scene, operation: Operation, stand: Stand, name: Parameter
) -> tuple[Operation, tuple[str, ...], str] | None:
    """Return what lists all, where the items stand, and what names them."""
    place = held(scene.api, operation, stand.type.id)
    members = {it.wire for it in scene.api.fields(place.type)} if place is not None else set()
    wanted = (name.wire, words(name.wire)[-1], "name", "id", "key")
    member = next((it for it in wanted if it in members), None)
    paged = any(it.place is Place.QUERY for it in operation.parameters)
    if place is None or member is None or paged:
        return None
    return operation, place.steps, member


def _named(scene: Scene, kind: str) -> Iterator[tuple[Operation, str, str]]:
    """Yield members of bodies that name a kind of things, which a rule for servers is about."""
    creates = {it.create.id: it.create for it in scene.chains if not it.scope}
    for create in creates.values():
        content = json_content(create)
        every = kinds(scene.api, content.type) if content and content.type is not None else ()
        found = next((it for each in every for it in _ruled(each, kind)), None)
        if found is not None:
            yield create, *found


def _ruled(asked: Record, kind: str) -> Iterator[tuple[str, str]]:
    """Yield members that name a kind of things, with the rule that there has to be one."""
    known = {(kind,), (kind, "name"), (kind, "id"), (kind, "key")}
    server = (it for it in asked.rules if it.text is None and it.field)
    about = {it.field[1:]: it.id for it in server if _THERE.search(it.message.raw.lower())}
    for field in asked.fields:
        if field.words in known and field.wire in about:
            yield field.wire, about[field.wire]
