"""What a campaign made and changed, in order: which request made a thing, which changed it."""

from collections.abc import Iterable, Iterator
from typing import Final

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Sent
from tallystick.fuzz.oracles.scene import Scene
from tallystick.resolve.pointer import split
from tallystick.text import Json

REMOVES: Final = "DELETE"


class Trail:
    """Knows by which requests a thing came to be what it is.

    Attributes:
        makers: Operations that make things.
    """

    def __init__(self, scene: Scene, sent: Iterable[Sent]) -> None:
        """Look at what was sent, in order."""
        chains = {it.create.id: it for it in reversed(scene.chains) if it.items is None}
        self.makers = frozenset(chains)
        self._keys = frozenset(split(it.values[-1][1])[-1] for it in chains.values() if it.values)
        self._made: dict[str, list[Sent]] = {}
        self._ids: dict[int, list[str]] = {}
        self._own: dict[int, str] = {}
        self._done: dict[str, list[Sent]] = {}
        self._fixed: dict[str, list[Sent]] = {}
        for each in sent:
            chain = chains.get(each.case.operation)
            named = chain.bindings(answer(each.reply), each.given) if chain is not None else None
            if chain is not None and named is not None and chain.values:
                name = named[chain.values[-1][0]]
                self._made.setdefault(name, []).append(each)
                self._ids.setdefault(id(each.case), []).append(name)
                self._own[id(each)] = name
            elif chain is None and each.case.message.method == "POST":
                for name in filter(None, map(self._key, items(answer(each.reply)))):
                    self._made.setdefault(name, []).append(each)
            if each.case.message.method == REMOVES:
                continue
            for name, _ in each.case.binds[-1:]:
                self._done.setdefault(each.given.get(name, ""), []).append(each)
            if not each.case.binds:
                self._fixed.setdefault(each.case.message.path, []).append(each)

    def maker(self, item: Json) -> Sent | None:
        """Return what made a thing, as it or an answer about it shows it; None when nobody did.

        Where ids are numbers, things of several sorts have one: the likest one is meant.
        """
        name = self._key(item)
        return max(self._made.get(name, ()), key=lambda it: _alike(it, item), default=None)

    def named(self, text: str) -> Sent | None:
        """Return what made the thing that has a text as its id."""
        return next(iter(self._made.get(text, ())), None)

    def of(self, operation: str, most: int) -> list[Case]:
        """Return some requests of an operation that made things, smaller ones first."""
        made = [it.case for every in self._made.values() for it in every]
        made = [it for it in made if it.operation == operation and not it.names]
        return sorted(made, key=lambda it: len(it.message.body or b""))[:most]

    def changes(self, made: Sent) -> list[Sent]:
        """Return what was done to the thing that a request made, and made in it, in order."""
        return self._done.get(self._own.get(id(made), ""), [])

    def sent(self, made: Case, shown: Json) -> Sent | None:
        """Return the sending of a request that made what an answer shows, None when none did."""
        known = (it for name in texts(shown) for it in self._made.get(name, ()))
        return next((it for it in known if it.case is made), None)

    def done(self, made: Case, shown: Json) -> list[Sent]:
        """Return what was done to the thing that an answer shows, as `changes` does.

        Args:
            made: What made it, and perhaps others: a request may be sent more than once.
            shown: The answer: it says the id of the thing, or that of something in it.
        """
        names, told = self._ids.get(id(made), []), set(texts(shown))
        inside = (it for it in names if told & {*map(self._named, self._done.get(it, ()))})
        name = next((it for it in names if it in told), None) or next(inside, None)
        return self._done.get(name or "".join(names[:1]), [])

    def every(self, made: Case) -> list[list[Sent]]:
        """Return, for each thing that a request made, what `done` does."""
        return [self._done.get(name, []) for name in self._ids.get(id(made), ())]

    def knows(self, case: Case) -> bool:
        """Whether a request made a thing."""
        return id(case) in self._ids

    def at(self, path: str) -> list[Sent]:
        """Return what was done at a path that names no thing by an id."""
        return self._fixed.get(path, [])

    def _named(self, made: Sent) -> str:
        return self._own.get(id(made), "")

    def _key(self, item: Json) -> str:
        """Return what names a thing, "" when nothing does."""
        if not isinstance(item, dict):
            return ""
        found = (item[key] for key in sorted(self._keys & item.keys()))
        return next((str(it) for it in found if isinstance(it, str | int)), "")


def _alike(made: Sent, item: Json) -> int:
    """Return how many members of a thing the answer of what made it has, too."""
    first = answer(made.reply)
    if not isinstance(first, dict) or not isinstance(item, dict):
        return 0
    return sum(name in first and first[name] == value for name, value in item.items())


def texts(value: Json) -> Iterator[str]:
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


def items(body: Json) -> list[Json]:
    """Return the items of an answer that is a list, or has one."""
    if isinstance(body, list):
        return body
    parts = body.values() if isinstance(body, dict) else ()
    return next((part for part in parts if isinstance(part, list) and part), [])


def only(body: Json, item: Json) -> Json:
    """Return an answer with one item; with none for None."""
    some: Json = [] if item is None else [item]
    if isinstance(body, list):
        return some
    every = items(body)
    parts = body.items() if isinstance(body, dict) else ()
    return {name: (some if part is every else part) for name, part in parts}
