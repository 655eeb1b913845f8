"""Rules judged by what they read: the same members, the same verdict, asked only once.

Bodies that are made of each other share most of their members. A rule that reads only ``kind`` and
``box.size`` says the same of every body with the same ``kind`` and ``box.size``, so the runtime is
asked about it once. A rule that looks at the whole object is asked each time.
"""

from collections.abc import Sequence
from dataclasses import fields
from marshal import dumps
from typing import Final, TypeAlias

from tallystick.rules import Expr, Judge, Rule, Shape, Shapes
from tallystick.rules.expression import Has, Node, Select, Variable
from tallystick.text import Json

Way: TypeAlias = tuple[str, ...]
"""Members from ``self`` to what a rule reads."""
Seen: TypeAlias = str | bool | bytes | tuple[int] | tuple[int, bytes]
"""What stands at the end of a way: a text or bool itself, another value as `key` spells it, or in
a tuple how far one gets when it is not there."""

THERE: Final = "\0"
"""Stands for no member: the way to it ends in whether there is something."""
WITHOUT_REFERENCES: Final = 2
"""Version of the format; later ones spell a value by how often it is used."""
MOST: Final = 20_000
"""Verdicts that are remembered of rules that read the same."""


def key(value: Json) -> bytes:
    """Return bytes that differ where values differ, 1 and 1.0 included; faster than JSON."""
    return dumps(value, WITHOUT_REFERENCES)


def reads(rule: Rule) -> tuple[Way, ...] | None:
    """Return the ways that a rule reads, None when it may look at all of ``self``.

    A way that ends in `THERE` asks only whether something is given.
    """
    found: set[Way] = set()
    todo: list[object] = [rule.expression]
    while todo:
        part = todo.pop()
        way = _way(part)
        if way == ():
            return None
        if way is not None:
            found.add((*way, THERE) if isinstance(part, Has) else way)
        elif isinstance(part, Node):
            todo += [getattr(part, each.name) for each in fields(part) if each.name != "type"]
        elif isinstance(part, tuple):
            todo += part
    return tuple(sorted(way for way in found if not _implied(way, found)))


def _implied(way: Way, found: set[Way]) -> bool:
    """Whether another way shows all that one does: a shorter one as a whole, or a longer one."""
    if any(way[:end] in found for end in range(1, len(way))):
        return True
    at = way[:-1]
    return way[-1] == THERE and any(
        other != way and other[: len(at)] == at and len(other) > len(at) for other in found
    )


def _way(part: "Expr | object") -> Way | None:
    """Return the members that lead from ``self`` to a node, None when it is something else."""
    names: list[str] = []
    while isinstance(part, Select | Has):
        names.append(part.member)
        part = part.operand
    is_self = isinstance(part, Variable) and part.name == "self"
    return tuple(reversed(names)) if is_self else None


class _Group:
    """Rules that read the same."""

    __slots__ = ("judge", "known", "ways")

    def __init__(self, ways: tuple[Way, ...] | None, judge: Judge) -> None:
        self.ways = ways
        self.judge = judge
        self.known: dict[tuple[Seen, ...], tuple[str, ...]] = {}


class Remembering:
    """The rules of one type."""

    def __init__(self, rules: Sequence[Rule], shape: Shape, shapes: Shapes) -> None:
        """Judge by `rules`; those without text are left out.

        Raises:
            ValueError: The runtime refuses one of them.
        """
        grouped: dict[tuple[Way, ...] | None, list[Rule]] = {}
        for rule in rules:
            if rule.text is not None:
                grouped.setdefault(reads(rule), []).append(rule)
        self._groups = [_Group(ways, Judge(each, shape, shapes)) for ways, each in grouped.items()]

    def names(self, value: Json) -> tuple[str, ...]:
        """Return the ids of the rules that a value breaks."""
        found: tuple[str, ...] = ()
        seen: dict[Way, Seen] = {}
        for group in self._groups:
            if group.ways is None or not isinstance(value, dict):
                found += _asked(group.judge, value)
            else:
                found += _remembered(group, group.ways, value, seen)
        return found


def _remembered(
    group: _Group, ways: tuple[Way, ...], value: dict[str, Json], seen: dict[Way, Seen]
) -> tuple[str, ...]:
    for way in ways:
        if way not in seen:
            seen[way] = _seen(value, way)
    shown = tuple([seen[way] for way in ways])
    names = group.known.get(shown)
    if names is None:
        if len(group.known) >= MOST:
            group.known.clear()
        names = group.known[shown] = _asked(group.judge, _part(value, ways))
    return names


def _seen(value: Json, way: Way) -> Seen:
    for depth, name in enumerate(way):
        if name == THERE:
            return True
        below = value.get(name) if isinstance(value, dict) else None
        if below is None:
            return _stopped(depth, value)
        value = below
    return value if isinstance(value, str | bool) else key(value)


def _stopped(depth: int, value: Json) -> Seen:
    """Return how far one got: to an object without the member, or to what is no object."""
    return (depth,) if isinstance(value, dict) else (depth, key(value))


def _part(value: dict[str, Json], ways: tuple[Way, ...]) -> Json:
    """Return a copy of what some ways lead through, without all else."""
    copy: dict[str, Json] = {}
    for way in ways:
        here, made = value, copy
        for depth, name in enumerate(way, 1):
            part = here.get(name)
            if part is None:
                break
            if depth == len(way) or not isinstance(part, dict):
                made[name] = part
                break
            inner = made.setdefault(name, {})
            if not isinstance(inner, dict):
                break
            here, made = part, inner
    return copy


def _asked(judge: Judge, value: Json) -> tuple[str, ...]:
    return tuple([found.rule.id for found in judge.violations(value)])
