"""What made the things that a wrong answer shows: a server that is asked anew has none of them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.journeys.deeds import course_of
from tallystick.fuzz.model import Case, Finding, Sent
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.reproduction.paged import Small
from tallystick.fuzz.reproduction.trail import Trail, items, only, texts
from tallystick.fuzz.statuses import CONFLICT, SUCCESS
from tallystick.ir import Record
from tallystick.text import Json

FEW: Final = 5
"""Resources that are made first at most, and changes of one."""
ROOM: Final = 3
"""Things that are made in a resource at most."""
LISTS: Final = "list:"
"""Begins the claims that need several items to be broken."""
ITEM: Final = "*"
"""Stands for any item in a claim."""
NESTED: Final = "nested-"
"""Begins the kinds of findings about all that is in a resource."""
TOGETHER: Final = {"flag-ignored": 1}
"""Further kinds of findings that depend on what else is there -> how much of it is made."""

Wrong = Callable[[Json], bool]
"""Whether a thing, as an answer shows it, is what is wrong."""


class Tracing:
    """Knows by which requests a thing came to be what it is."""

    def __init__(self, scene: Scene, sent: Iterable[Sent]) -> None:
        """Look at what was sent, in order."""
        self._scene = scene
        self._trail = Trail(scene, sent)
        self._small = Small(scene, self._trail)

    def traced(self, item: Finding) -> Finding:
        """Return a finding whose case says what must be there before; as it is where nothing must.

        Of a list it is what made its items; of a resource, what it was changed by before.
        """
        if item.case.before or item.reply.status not in {*SUCCESS, CONFLICT}:
            return item
        case = self._led(item) if item.reply.status in SUCCESS else self._again(item.case)
        return item if case is item.case else replace(item, case=case)

    def _led(self, item: Finding) -> Case:
        """Return what shows a finding, behind what must be there before."""
        alone = self._shows(item, answer(item.reply))
        first = _first(item.case)
        if not first.binds and first.operation not in self._trail.makers:
            return self._of_all(item, alone=alone)
        if not alone and _listed(item):
            return self._listed_within(item)
        if not alone:
            return self._awaited(item, self._together(item))
        if self._wrong_items(item):
            return self._within(item)
        return self._awaited(item, self._changed(item, item.case))

    # --- Of all ------------------------------------------------------------------------------

    def _of_all(self, item: Finding, *, alone: bool) -> Case:
        """Return what shows a list of all, or what stands at a path without an id."""
        case = item.case
        if not alone:
            few = self._few(item) if _listed(item) else ()
            return self._small.of(item, _beginning(case, tuple(few))) if few else case
        wrong = self._wrong_items(item)
        makers = [self._history(made, self._as_item(item)) for made in self._makers(wrong)[:1]]
        if makers:
            return replace(_first_page(case), before=tuple(makers))
        done = (it for it in self._trail.at(case.message.path) if it.case is not case)
        alike = [it.case for it in done if self._shows(item, answer(it.reply))]
        if not alike or case.after is not None:
            return case
        return replace(case, before=(min(alike, key=lambda it: len(it.message.body or b"")),))

    def _few(self, item: Finding) -> list[Case]:
        """Return what made some items of a list: those first that are spoken of."""
        body = answer(item.reply)
        makers = self._makers(items(body)) or self._makers(texts(body))
        spoken = [it for it in map(self._trail.named, _words(item)) if it is not None]
        chosen = {id(it): it for it in (*spoken, *makers)}
        return [self._history(it, _never) for it in [*chosen.values()][:FEW]]

    def _makers(self, some: Iterable[Json]) -> list[Sent]:
        """Return what made some items."""
        found = []
        for it in some:
            made = self._trail.maker(it)
            known = map(self._trail.named, texts(it)) if made is None else iter((made,))
            found += [each for each in (next(filter(None, known), None),) if each is not None]
        return found

    def _history(self, made: Sent, wrong: Wrong) -> Case:
        """Return the last of the requests that made a thing what it is.

        They are those up to the first that made it wrong, if that is known.
        """
        done = self._trail.changes(made)
        last = made.case
        if wrong(answer(made.reply)):
            return last
        upto = next((n for n, it in enumerate(done) if wrong(answer(it.reply))), None)
        if upto is not None:
            done = done[: upto + 1][-FEW:]
        for each in done[:FEW]:
            last = replace(each.case, after=last)
        return last

    # --- In a resource -----------------------------------------------------------------------

    def _listed_within(self, item: Finding) -> Case:
        """Return what shows a list in a resource, with some items."""
        parent, inside = self._room(item)
        if parent is None:
            return self._small.of(item, item.case)
        shown = {id(it) for it in self._makers(items(answer(item.reply)))}
        inside.sort(key=lambda it: id(it) not in shown)
        return self._small.of(item, _behind(item.case, parent, inside[:ROOM]), room=2)

    def _within(self, item: Finding) -> Case:
        """Return what shows a wrong item of a list in a resource."""
        wrong = self._makers(self._wrong_items(item))[:1]
        if not wrong or wrong[0].case.binds != item.case.binds:
            return item.case
        return replace(_first_page(item.case), after=self._history(wrong[0], self._as_item(item)))

    def _room(self, item: Finding) -> tuple[Case | None, list[Sent]]:
        """Return what made the resource that a list is in, and what else made its items."""
        steps = _steps(_first_page(item.case))
        own = {id(it.message) for it in steps}
        for made in reversed(steps[:-1]):
            inside = self._inside(made, answer(item.reply))
            found = [it for it in inside if it.case.binds == item.case.binds]
            if found:
                return made, [it for it in found if id(it.case.message) not in own]
        return None, []

    def _inside(self, parent: Case, shown: Json) -> list[Sent]:
        """Return what made things in a resource that an answer shows."""
        return [it for it in self._trail.done(parent, shown) if self._trail.knows(it.case)]

    # --- Of one thing ------------------------------------------------------------------------

    def _together(self, item: Finding) -> Case:
        """Return what shows a finding about a thing that further requests belong to."""
        case, steps = item.case, _steps(item.case)
        if item.kind not in TOGETHER and not item.kind.startswith(NESTED):
            return case
        for made in reversed(steps[:-1]):
            done = self._trail.done(made, answer(item.reply))
            added = next((it for it in steps if it.after is made and _in(it, done)), None)
            if added is not None:
                others = [it for it in done if it.case.operation == added.operation]
                others = [it for it in others if it.case.message is not added.message]
                return _behind(case, made, others[: TOGETHER.get(item.kind, ROOM)])
        return case

    def _again(self, case: Case) -> Case:
        """Return a request that is in conflict with the same one, which was accepted before."""
        made = _first(case)
        if not case.binds or case.after is not made:
            return case
        for done in self._trail.every(made):
            mine = [it for it in done if it.case.binds == case.binds]
            upto = next((n for n, it in enumerate(mine) if _in(case, [it])), None)
            if upto is not None:
                return _behind(case, made, mine[: upto + 1][-FEW:])
        return case

    def _awaited(self, item: Finding, case: Case) -> Case:
        """Return a request that is sent when the thing is in the state that the answer shows."""
        made = self._trail.sent(case.after, answer(item.reply)) if case.after else None
        told = success(self._scene.operations[case.operation])
        declared = self._scene.api.types[told] if told is not None else None
        course = course_of(self._scene.api, declared) if isinstance(declared, Record) else None
        if course is None or made is None or case.kind != "poll" or case.until is not None:
            return case
        state, first = (_member(answer(it.reply), course.member) for it in (item, made))
        if not isinstance(state, str):
            return case
        return replace(case, until=(course.member, () if state == first else (state,)))

    def _changed(self, item: Finding, case: Case) -> Case:
        """Return a request behind what already brought the same about, or is needed for it."""
        made = case.after
        if made is None or not self._trail.knows(made) or case.operation in self._trail.makers:
            return case
        body = answer(item.reply)
        for each in self._trail.done(made, body):
            if each.case.message is case.message:
                break
            if self._shows(item, answer(each.reply)):
                return replace(case, after=replace(each.case, after=made))
        inside = {id(it) for it in self._inside(made, body)}
        for name in texts(body):
            known = self._trail.named(name)
            if known is not None and id(known) in inside and self._needs(item, body, name):
                return _behind(case, made, [known])
        return case

    def _needs(self, item: Finding, body: Json, name: str) -> bool:
        """Whether an answer would be right if it did not show a thing."""
        return not self._shows(item, _without(body, name))

    # --- What is wrong -----------------------------------------------------------------------

    def _wrong_items(self, item: Finding) -> list[Json]:
        """Return the items that make an answer wrong; none where it is wrong without any."""
        body = answer(item.reply)
        if not items(body) or self._shows(item, only(body, None)):
            return []
        return [it for it in items(body) if self._shows(item, only(body, it))]

    def _as_item(self, item: Finding) -> Wrong:
        body = answer(item.reply)
        return lambda value: self._shows(item, only(body, value))

    def _shows(self, item: Finding, body: Json) -> bool:
        """Whether another body would have been the same finding."""
        reply = replace(item.reply, body=compact(body))
        return any(each.key == item.key for each in judged(self._scene, item.case, reply))


def _in(case: Case, done: Iterable[Sent]) -> bool:
    """Whether a request is of an operation that some others are of."""
    return any(case.operation == it.case.operation for it in done)


def _never(_: Json) -> bool:
    return False


def _steps(case: Case) -> list[Case]:
    """Return a case and those that it comes after, the first one first."""
    found = [case]
    while found[0].after is not None:
        found.insert(0, found[0].after)
    return found


def _first(case: Case) -> Case:
    return _steps(case)[0]


def _listed(item: Finding) -> bool:
    """Whether a finding is about items of a list."""
    return item.claim.name.startswith(LISTS) or ITEM in item.claim.at.split("/")


def _words(item: Finding) -> list[str]:
    """Return the texts that a sentence quotes."""
    return re.findall(r"'([^']+)'", item.sentence)


def _without(body: Json, name: str) -> Json:
    """Return an answer that holds nothing where it holds the thing of a name."""
    if isinstance(body, dict):
        parts = body.items()
        named = any(str(it) == name for it in body.values() if isinstance(it, str | int))
        return None if named else {at: _without(it, name) for at, it in parts}
    if isinstance(body, list):
        return [_without(it, name) for it in body if str(it) != name]
    return body


def _member(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _first_page(case: Case) -> Case:
    """Return the request for the first page of a list."""
    while case.after is not None and case.after.operation == case.operation:
        case = case.after
    return case


def _beginning(case: Case, some: tuple[Case, ...]) -> Case:
    """Return a case before whose first request others are sent."""
    if case.after is None:
        return replace(case, before=some)
    return replace(case, after=_beginning(case.after, some))


def _behind(case: Case, parent: Case, made: Iterable[Sent]) -> Case:
    """Return a case before which further things are made in a resource."""
    last = parent
    for each in made:
        last = replace(each.case, after=last)
    return _after(case, parent, last)


def _after(case: Case, parent: Case, last: Case) -> Case:
    """Return a case whose way goes over `last` where it only went over `parent`."""
    if case.after is None or last is parent:
        return case
    if case.after is parent:
        return replace(case, after=last)
    return replace(case, after=_after(case.after, parent, last))
