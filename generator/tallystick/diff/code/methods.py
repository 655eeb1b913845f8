"""Methods of two versions of a generated client compared."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tallystick.diff.code.losses import called, coded, differing, lost
from tallystick.diff.kinds import Kind
from tallystick.diff.model import Change
from tallystick.surface import Atom, Method, Parameter, Surface
from tallystick.surface.relation import Relation
from tallystick.surface.spelling import spelled
from tallystick.text import Json

NOTHING: Final = (Atom("None"), Atom("void"))
"""Results that no program looks at."""
_NAMED: Final = 3
"""Methods that moved together and are called by name."""


class Methods:
    """Compares what can be called."""

    def __init__(self, old: Surface, new: Surface) -> None:
        """Compare two versions of a client in one language."""
        self._old, self._new = old, new
        self._passed = Relation(source=old, target=new, fresh=True)
        self._read = Relation(source=new, target=old, fresh=False)

    def changes(self) -> Iterator[Change]:
        """Yield what changed, in the order of the old version."""
        yield from self._parameters(self._old.client, self._new.client)
        gone: list[Method] = []
        for path, method in self._old.methods.items():
            now = self._new.methods.get(path)
            if now is None:
                gone.append(method)
            elif not method.like:
                yield from self._parameters(method, now)
                yield from self._result(method, now)
        yield from self._gone(gone)

    def _gone(self, gone: list[Method]) -> Iterator[Change]:
        """Yield methods that are gone; those that went to another resource are one change."""
        homes: dict[str, Method] = {}
        for method in self._new.methods.values():
            if method.operation and method.path not in self._old.methods:
                homes.setdefault(method.operation, method)
        moves: dict[tuple[str, str], list[Method]] = {}
        for method in gone:
            now = homes.get(method.operation)
            ways = [it.path.rpartition(".") for it in (method, now) if it is not None]
            same = len(ways) > 1 and ways[0][0] != ways[1][0] and ways[0][2] == ways[1][2]
            key = (ways[0][0], ways[1][0]) if same else (method.path, "")
            moves.setdefault(key, []).append(method)
        for (_, resource), methods in moves.items():
            now = homes.get(methods[0].operation)
            if len(methods) > 1:
                yield self._moved(resource, methods, now)
            else:
                after = now.path if now is not None else None
                yield self._change(Kind.CODE_METHOD_REMOVED, methods[0], now, after=after)

    def _moved(self, resource: str, methods: list[Method], now: Method | None) -> Change:
        words = [coded(it.path) for it in methods[:_NAMED]]
        more = len(methods) - _NAMED
        words += [f"{more} more"] if more > 0 else []
        subject = f"{', '.join(words[:-1])} and {words[-1]}"
        kind = Kind.CODE_METHOD_REMOVED
        change = self._change(kind, methods[0], now, before=len(methods), after=resource)
        labels = tuple(dict.fromkeys(it.operation for it in methods if it.operation))
        return replace(change, subject=subject, operations=labels)

    def _parameters(self, old: Method, new: Method) -> Iterator[Change]:
        pairs = _pairs(old, new)
        kept = {now.name: item for item, now in pairs}
        again_of = {item.name: now for item, now in pairs}
        for item in old.parameters:
            again = again_of.get(item.name)
            now = again if again and (again.name == item.name or not item.named) else None
            if now is not None:
                yield from self._argument(old, new, item, now)
            else:
                renamed = called(self._old.language, new, again) if again is not None else None
                gone = Kind.CODE_ARGUMENT_REMOVED
                yield self._change(gone, old, new, item, again, after=renamed)
        for item in new.parameters:
            if item.required and item.name not in kept:
                yield self._change(Kind.CODE_ARGUMENT_REQUIRED, old, new, None, item)
        yield from self._order(old, new, kept)

    def _argument(
        self, old: Method, new: Method, item: Parameter, now: Parameter
    ) -> Iterator[Change]:
        if now.required and not item.required:
            needed = Kind.CODE_ARGUMENT_REQUIRED
            yield self._change(needed, old, new, item, now, before="optional")
        if not self._passed.fits(item.type, now.type):
            was, is_ = differing(self._passed, item.type, now.type)
            kind = Kind.CODE_ARGUMENT_NARROWED
            yield self._change(kind, old, new, item, now, before=was, after=is_)

    def _order(self, old: Method, new: Method, kept: dict[str, Parameter]) -> Iterator[Change]:
        """Yield that arguments which are given by position stand elsewhere."""
        places = {
            id(before): now.position for now in new.parameters if (before := kept.get(now.name))
        }
        moved = any(
            it.position is not None and id(it) in places and places[id(it)] != it.position
            for it in old.parameters
        )
        if moved:
            was, is_ = (_positional(it) for it in (old, new))
            yield self._change(Kind.CODE_ARGUMENT_MOVED, old, new, before=was, after=is_)

    def _result(self, old: Method, new: Method) -> Iterator[Change]:
        if old.returns in NOTHING or self._read.fits(new.returns, old.returns):
            return
        gained = lost(self._read, new.returns, old.returns)
        before = spelled(old.returns, self._old.language)
        after: Json = spelled(new.returns, self._new.language)
        if gained is not None:
            after = [spelled(it, self._new.language) for it in gained]
        change = self._change(Kind.CODE_RESULT_WIDENED, old, new, before=before, after=after)
        yield replace(change, subject=f"the result of {change.subject}")

    def _change(  # noqa: PLR0913 (the members of a change)
        self,
        kind: Kind,
        old: Method,
        new: Method | None,
        item: Parameter | None = None,
        now: Parameter | None = None,
        *,
        before: Json = None,
        after: Json = None,
    ) -> Change:
        shown = item or now
        named = called(self._old.language, old, shown) if shown is not None else old.path
        change = Change(
            kind=kind,
            part="operation" if old.operation else "api",
            subject=coded(named),
            operations=(old.operation,) if old.operation else (),
            old=(item.span if item is not None else None) or old.span,
            new=(now.span if now is not None else None) or (new.span if new is not None else None),
            language=self._old.language,
        )
        change = change if before is None else replace(change, before=before)
        return change if after is None else replace(change, after=after)


def _pairs(old: Method, new: Method) -> list[tuple[Parameter, Parameter]]:
    """Pair parameters that are the same: by name, by what they are, steps of a path by place."""
    found: list[tuple[Parameter, Parameter]] = []
    before, after = [*old.parameters], [*new.parameters]
    for same in (_is_named, _is_the_same, _is_at_the_place):
        for item in [*before]:
            now = next((it for it in after if same(item, it)), None)
            if now is not None:
                found.append((item, now))
                before.remove(item)
                after.remove(now)
    return found


def _is_named(old: Parameter, new: Parameter) -> bool:
    return old.named and old.name == new.name


def _is_the_same(old: Parameter, new: Parameter) -> bool:
    return old.key != "" and old.key == new.key


def _is_at_the_place(old: Parameter, new: Parameter) -> bool:
    steps = all(it.key.startswith("path ") for it in (old, new))
    return steps and old.position is not None and old.position == new.position


def _positional(method: Method) -> str:
    found = [it for it in method.parameters if it.position is not None]
    return f"({', '.join(it.name for it in found)})"
