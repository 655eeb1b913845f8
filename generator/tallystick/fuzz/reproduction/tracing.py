"""What made the things that a wrong answer shows: a server that is asked anew has none of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Sent
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.statuses import SUCCESS
from tallystick.text import Json

FEW: Final = 5
"""Resources that are made first at most, and changes of one."""
LISTS: Final = "list:"
"""Begins the claims that need several items to be broken."""
ANSWERS: Final = "response-"
"""Begins the kinds of findings that one answer shows by itself."""


class Tracing:
    """Knows by which requests a thing came to be what it is."""

    def __init__(self, scene: Scene, sent: Iterable[Sent]) -> None:
        """Look at what was sent, in order."""
        self._scene = scene
        self._makes = {it.create.id: it for it in reversed(scene.chains) if it.items is None}
        self._made: dict[str, Case] = {}
        self._done: dict[str, list[Sent]] = {}
        for each in sent:
            chain = self._makes.get(each.case.operation)
            named = chain.bindings(answer(each.reply), each.given) if chain is not None else None
            if chain is not None and named is not None and chain.values:
                self._made.setdefault(named[chain.values[-1][0]], each.case)
            for name, _ in each.case.binds[-1:]:
                self._done.setdefault(each.given.get(name, ""), []).append(each)

    def traced(self, item: Finding) -> Finding:
        """Return a finding whose case says what must be there before; as it is where nothing must.

        Of a list it is what made its items; of a resource, what it was changed by before.
        """
        if item.reply.status not in SUCCESS or item.case.before:
            return item
        first = item.case
        while first.after is not None:
            first = first.after
        if first.operation in self._makes:
            return self._changed(item, first)
        some = () if first.binds else tuple(self._makers(item))
        return replace(item, case=_beginning(item.case, some)) if some else item

    def _makers(self, item: Finding) -> Iterator[Case]:
        """Yield what made the items of a list: those that are wrong, or some of all."""
        body = answer(item.reply)
        if item.claim.name.startswith(LISTS):
            known = [name for name in _texts(body) if name in self._made]
            yield from map(self._maker, dict.fromkeys(known[:FEW]))
        elif item.kind.startswith(ANSWERS) and not self._shows(item, _only(body, None)):
            wrong = (it for it in _items(body) if self._shows(item, _only(body, it)))
            names = (name for it in wrong for name in _texts(it) if name in self._made)
            yield from map(self._maker, [name for name, _ in zip(names, "1", strict=False)])

    def _maker(self, name: str) -> Case:
        """Return the last of the requests that made a resource what it is."""
        last = self._made[name]
        for each in self._done.get(name, ())[:FEW]:
            last = replace(each.case, after=last)
        return last

    def _changed(self, item: Finding, made: Case) -> Finding:
        """Return a finding with the earlier change that already brought the same about."""
        case = item.case
        if not item.kind.startswith(ANSWERS) or not case.binds or case.after is not made:
            return item
        names = _texts(answer(item.reply))
        done = (each for name in names if name in self._made for each in self._done.get(name, ()))
        for each in done:
            if each.case.message is case.message:
                break
            if self._shows(item, answer(each.reply)):
                return replace(item, case=replace(case, after=replace(each.case, after=made)))
        return item

    def _shows(self, item: Finding, body: Json) -> bool:
        """Whether another body would have been the same finding."""
        reply = replace(item.reply, body=compact(body))
        return any(each.key == item.key for each in judged(self._scene, item.case, reply))


def _beginning(case: Case, some: tuple[Case, ...]) -> Case:
    """Return a case before whose first request others are sent."""
    if case.after is None:
        return replace(case, before=some)
    return replace(case, after=_beginning(case.after, some))


def _texts(value: Json) -> Iterator[str]:
    """Yield the texts and whole numbers of a value, as texts, the outer ones first."""
    todo = [value]
    while todo:
        part = todo.pop(0)
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
        elif isinstance(part, str) or (isinstance(part, int) and not isinstance(part, bool)):
            yield str(part)


def _items(body: Json) -> list[Json]:
    """Return the items of an answer that is a list, or has one."""
    if isinstance(body, list):
        return body
    parts = body.values() if isinstance(body, dict) else ()
    return next((part for part in parts if isinstance(part, list) and part), [])


def _only(body: Json, item: Json) -> Json:
    """Return an answer with one item; with none for None."""
    items: Json = [] if item is None else [item]
    if isinstance(body, list):
        return items
    every = _items(body)
    parts = body.items() if isinstance(body, dict) else ()
    return {name: (items if part is every else part) for name, part in parts}
