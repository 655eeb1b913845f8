"""Things below a resource of their own: made, listed, changed, deleted, and counted by it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isclose
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, says, sentences
from tallystick.fuzz.journeys.collected import Collection
from tallystick.fuzz.journeys.nests import Nest, Nests, Thing
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made, varied
from tallystick.fuzz.journeys.subjects import Subject, with_value
from tallystick.fuzz.journeys.telling import telling
from tallystick.fuzz.model import Case, Finding, Message
from tallystick.fuzz.oracles import echo, nested
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.statuses import CONFLICT
from tallystick.ir import Operation
from tallystick.text import Json

THINGS: Final = 3
"""Things that are made below a resource."""
MORE: Final = 7
"""What stands where zero stood."""
PAGE: Final = 10
"""Things that a page shows, whatever its size by default."""
NOTHING: Final = Message(method="", path="")
"""What is told by a request without a body."""
OTHERS: Final = "(?:others?|another|more than one)"
"""What may be in the way of a deletion, and is not there where a thing is the only one."""
_CONFLICT: Final = re.compile(r"\b(409|conflict)\b")
_LAST: Final = re.compile(r"\b(at the end|append(?:s|ed)?|as the last)\b")
"""Words that say where what is made stands."""


class Nesting:
    """Makes such resources, and looks at them after each change."""

    def __init__(self, nests: Nests) -> None:
        """Make them as `nests` does."""
        self._nests = nests

    def run(self, collection: Collection) -> None:
        """Make a few things below a new resource, change one and delete one."""
        first = self._first(collection)
        if first is not None and collection.delete is not None:
            self._only(collection, collection.delete, first)
        nest = self._nests.begun(collection, first) if first is not None else None
        before = self._nests.names(nest) if nest is not None else None
        if first is None or nest is None or before is None:
            return
        for made in self._kinds(collection, first):
            self._add(nest, made)
        if nest.things:
            self._nests.sure(nest, lambda: self._holding(nest, before))
            self._nests.sure(nest, lambda: self._told(nest))
            self._changed(nest)
            self._deleted(nest)
            self._removed(nest)

    def _first(self, collection: Collection) -> Made | None:
        """Return the thing that was made before and says most in numbers, None for none."""
        plain = self._nests.plain(collection)
        return max(plain, key=lambda it: _weight(answer(it.reply)), default=None)

    def _kinds(self, collection: Collection, first: Made) -> list[Made]:
        """Return what is to be made: the same again, and what was made beside it."""
        beside = [it for it in self._nests.plain(collection) if it.case.after is first.case.after]
        others = [it for it in varied(beside, THINGS) if it is not first]
        return ([first, *others] * THINGS)[:THINGS]

    def _add(self, nest: Nest, made: Made) -> None:
        """Make a thing below the resource."""
        create, chain = nest.collection.chain.get, nest.collection.thing
        case = self._larger(nest, self._nests.subjects.anew(made.case))
        case = replace(case, expect="documented")
        if self._nests.subjects.budget.left <= 0:
            return
        reply = self._nests.subjects.send(case, nest.subject(nest.collection.chain))
        value = answer(reply)
        bindings = chain.bindings(value, nest.given) if accepted(reply) else None
        if bindings is not None:
            self._nests.ledger.add(echo.shown(self._nests.scene, case, reply, create, value))
            made_here = Subject(chain=chain, made=case, bindings=bindings, first=value)
            nest.things.append(made_here)
            nest.last, nest.seen = case, None

    def _larger(self, nest: Nest, case: Case) -> Case:
        """Return a request whose numbers tell, where that is valid: sums show them then."""
        content = json_content(nest.collection.chain.get)
        if content is None or content.type is None or case.names:
            return case
        value = unlike_zero(case.value)
        value = value if self._nests.valid(content.type, value) else case.value
        judging = self._nests.scene.judging
        return with_value(case, telling(judging, content.type, nest.collection.item, value))

    def _holding(self, nest: Nest, before: Sequence[str]) -> Iterator[Finding]:
        """Look for what was made, in the order that words promise."""
        case, reply, shown = self._nests.listed(nest)
        create, names = nest.collection.chain.get, list(map(nest.name, nest.things))
        if shown is None:
            return
        lost = [it for it in names if it not in shown]
        if lost and len(shown) < len(names) + len(before) <= PAGE:
            yield from nested.missing(case, reply, create.id, lost[0])
        elif not lost and _adds_last(create) and list(shown) != [*before, *names]:
            yield from nested.misplaced(case, reply, create.id)

    def _told(self, nest: Nest) -> Iterator[Finding]:
        """Compare what the resource tells of the things with the list of them."""
        it = nest.collection
        *_, shown = self._nests.listed(nest)
        if it.parent is None or shown is None or len(shown) > PAGE:
            return
        case = self._nests.asking(nest, it.parent)
        reply = self._nests.subjects.send(case, nest.subject(it.parent))
        whole = steps(answer(reply), it.inner) if accepted(reply) else None
        if not isinstance(whole, dict):
            return
        for member in it.counts():
            told = whole.get(member)
            if isinstance(told, int) and told != len(shown):
                yield from nested.miscounted(case, reply, member, told, len(shown))
        for member, inner in it.sums(self._nests.scene.api):
            told = whole.get(member)
            total = sum(_number(one.get(inner)) for one in shown.values())
            if told is not None and not isclose(_number(told), total, abs_tol=1e-9):
                yield from nested.missummed(case, reply, member, told, (inner, total))
        for share in it.shares(self._nests.scene.api):
            yield from nested.misparted(case, reply, share, whole, tuple(shown.values()))
        inside = it.given(self._nests.scene.api, it.whole) if it.whole is not None else None
        own = _ids(whole.get(inside), it.name) if inside is not None else None
        if inside is not None and own is not None and sorted(own) != sorted(shown):
            yield from nested.apart(case, reply, inside, list(shown))

    def _changed(self, nest: Nest) -> None:
        """Change one thing: the others stay as they are."""
        chain = nest.collection.update
        samples = self._nests.subjects.samples(chain.get.id) if chain is not None else []
        if chain is not None and samples and len(nest.things) > 1:
            self._done(nest, chain, nest.things[1], samples[0].message)

    def _deleted(self, nest: Nest) -> None:
        """Delete one thing: it is gone, and the others stay as they are."""
        chain = nest.collection.delete
        for thing in reversed(nest.things) if chain is not None else ():
            if chain is not None and self._done(nest, chain, thing, NOTHING):
                self._nests.sure(nest, lambda: self._told(nest))
                return

    def _removed(self, nest: Nest) -> None:
        """Delete the resource with what is left in it, which is in no state that is in the way."""
        it, remove = nest.collection, nest.collection.remove
        *_, shown = self._nests.listed(nest)
        course = it.course(self._nests.scene.api)
        if remove is None or it.parent is None or not shown or course is None:
            return
        barring = {name for name in course.states if conflicts(remove, name.replace("_", " "))}
        if not barring or any(one.get(course.member) in barring for one in shown.values()):
            return
        case = self._nests.asking(nest, it.parent)
        message = Message(method="DELETE", path=it.parent.get.path)
        case = replace(case, operation=remove.id, kind="delete", message=message)
        left = next((it for it in nest.things if _as_made(nest, it, shown, course.member)), None)
        if left is not None:
            # Who reads of it makes something that is left in there, and not what went.
            case = replace(case, after=left.made, binds=left.made.binds)
        if self._nests.subjects.budget.left > 0:
            reply = self._nests.subjects.send(case, nest.subject(it.parent))
            if reply.status == CONFLICT:
                why = f"while a {it.noun} is {' or '.join(sorted(barring))}"
                self._nests.ledger.add(nested.kept(case, reply, why))

    def _only(self, collection: Collection, delete: Chain, first: Made) -> None:
        """Delete the only thing, where words say that others are in the way."""
        alone = conflicts(delete.get, OTHERS)
        nest = self._nests.begun(collection, first) if alone else None
        before = self._nests.names(nest) if nest is not None else None
        if nest is None or before is None or before:
            return
        self._add(nest, first)
        for thing in nest.things:
            case = self._doing(delete, thing, NOTHING)
            reply = self._nests.subjects.send(case, thing)
            if reply.status == CONFLICT:
                self._nests.ledger.add(nested.kept(case, reply, "where there are others"))

    def _doing(self, chain: Chain, thing: Subject, told: Message) -> Case:
        """Return a request that does something to a thing."""
        message = replace(told, method=chain.get.method.upper(), path=chain.get.path)
        asked = replace(poll(chain, thing.made), expect="documented", message=message)
        return replace(asked, kind=chain.get.method)

    def _done(self, nest: Nest, chain: Chain, thing: Subject, told: Message) -> bool:
        """Do something to a thing, and look at all of them; False when it is refused."""
        *_, before = self._nests.listed(nest)
        if before is None or self._nests.subjects.budget.left <= 0:
            return False
        case = self._doing(chain, thing, told)
        if not accepted(self._nests.subjects.send(case, thing)):
            return False
        nest.last, nest.seen = case, None
        self._nests.sure(nest, lambda: self._others(nest, chain.get, nest.name(thing), before))
        return True

    def _others(
        self, nest: Nest, operation: Operation, name: str, before: Mapping[str, Thing]
    ) -> Iterator[Finding]:
        """Compare all things but one with how they were; that one is gone when it was deleted."""
        case, reply, shown = self._nests.listed(nest)
        if shown is None:
            return
        if operation.method == "delete" and name in shown:
            yield from nested.left(case, reply, operation.id, name)
        for other, one in before.items():
            now = shown.get(other)
            if other != name and (now is None or nest.collection.differ(one, now)):
                yield from nested.touched(case, reply, operation.id, other)
                return


def unlike_zero(value: Json) -> Json:
    """Return a value with another number wherever it holds zero."""
    if isinstance(value, dict):
        return {name: unlike_zero(part) for name, part in value.items()}
    if isinstance(value, list):
        return [unlike_zero(part) for part in value]
    return MORE if value == 0 and not isinstance(value, bool) else value


def _ids(inside: Json, name: str) -> list[str] | None:
    """Return the ids of things inside a resource, None where not all have one."""
    some = inside if isinstance(inside, list) else [None]
    found = [str(it[name]) for it in some if isinstance(it, dict) and name in it]
    return found if len(found) == len(some) else None


def _number(value: Json) -> float:
    return value if isinstance(value, int | float) else 0.0


def _weight(value: Json) -> int:
    """Return how many numbers of an object are not zero: sums show these."""
    members = value.values() if isinstance(value, dict) else ()
    return sum(bool(it) for it in members if isinstance(it, int | float))


def conflicts(operation: Operation, pattern: str) -> bool:
    """Whether words say that something is answered with a conflict.

    Args:
        operation: What they are about.
        pattern: Of words that stand in the same sentence.
    """
    said = sentences(operation.doc)
    return any(_CONFLICT.search(it) and re.search(rf"\b{pattern}\b", it) for it in said)


def _as_made(nest: Nest, thing: Subject, shown: Mapping[str, Thing], member: str) -> bool:
    """Whether a thing is listed, in the state that it was made in."""
    first, one = thing.first, shown.get(nest.name(thing))
    return isinstance(first, dict) and one is not None and one.get(member) == first.get(member)


def _adds_last(create: Operation) -> bool:
    """Whether words say that what is made stands behind what was there."""
    return says(_LAST, create.doc)
