"""Rules judged by what they read: the same members, the same verdict, asked only once.

Bodies that are made of each other share most of their members. A rule that reads only ``kind`` and
``box.size`` says the same of every body with the same ``kind`` and ``box.size``, so the runtime is
asked about it once. A rule that looks at the whole object is asked each time.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from marshal import dumps
from operator import itemgetter
from typing import Any, Final, TypeAlias

from tallystick.rules import Expr, Judge, Rule, Shape, Shapes
from tallystick.rules.expression import Call, Has, Node, Select, Variable
from tallystick.text import Json

Way: TypeAlias = tuple[str, ...]
"""Members from ``self`` to what a rule reads."""
Seen: TypeAlias = str | bool | int | bytes | tuple[int] | tuple[int, bytes]
"""What stands at the end of a way: a text or bool itself, another value as `key` spells it, the
number of items of a list that is only counted, or in a tuple how far one gets when it is not
there."""

Pick: TypeAlias = Callable[[list[Seen]], Any]
THERE, SIZED = "\0", "\0\0"
"""Stand for no member: the way to the first ends in whether there is something, to the other in how
many items a list has."""
WITHOUT_REFERENCES: Final = 2
"""Version of the format; later ones spell a value by how often it is used."""
_AS_IS: Final = (str, bool)
MOST: Final = 20_000
"""Verdicts that are remembered of rules that read the same."""


def key(value: Json) -> bytes:
    """Return bytes that differ where values differ, 1 and 1.0 included; faster than JSON."""
    return dumps(value, WITHOUT_REFERENCES)


def reads(rule: Rule) -> tuple[Way, ...] | None:
    """Return the ways that a rule reads, None when it may look at all of ``self``.

    A way that ends in `THERE` asks only whether something is given, one in `SIZED` how long it is.
    """
    found: set[Way] = set()
    todo: list[object] = [rule.expression]
    while todo:
        part = todo.pop()
        counted = _way(part.arguments[0]) if isinstance(part, Call) and _counts(part) else None
        way = _way(part)
        if () in {way, counted}:
            return None
        if counted is not None:
            found.add((*counted, SIZED))
        elif way is not None:
            found.add((*way, THERE) if isinstance(part, Has) else way)
        elif isinstance(part, Node):
            todo += [getattr(part, each.name) for each in fields(part) if each.name != "type"]
        elif isinstance(part, tuple):
            todo += part
    return tuple(sorted(way for way in found if not _implied(way, found)))


def _counts(call: Call) -> bool:
    return call.function == "size" and len(call.arguments) == 1


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
    """Rules that read the same: how it is picked of what was seen, and what is known."""

    __slots__ = ("judge", "known", "pick", "ways")

    def __init__(self, ways: tuple[Way, ...], pick: Pick, judge: Judge) -> None:
        self.ways = ways
        self.pick = pick
        self.judge = judge
        self.known: dict[Any, tuple[str, ...]] = {}


class _Look:
    """What is looked at in one object.

    Attributes:
        first, last: The part of all that is seen which lies in the object.
        absent: What is seen there when the object has none of it.
        inside: Member -> where itself is noted, where its presence is, where its size is, what is
            looked at in it.
    """

    __slots__ = ("absent", "first", "inside", "last")

    def __init__(self, ways: Sequence[Way], depth: int, places: dict[Way, int], at: Way) -> None:
        self.first = len(places)
        self.inside: dict[str, tuple[int | None, int | None, int | None, _Look | None]] = {}
        for name in dict.fromkeys(way[0] for way in ways):
            here = (*at, name)
            rest = [way[1:] for way in ways if way[0] == name]
            own = places.setdefault(here, len(places)) if () in rest else None
            given, sized = (
                places.setdefault((*here, end), len(places)) if (end,) in rest else None
                for end in (THERE, SIZED)
            )
            below = [way for way in rest if way not in {(), (THERE,), (SIZED,)}]
            look = _Look(below, depth + 1, places, here) if below else None
            self.inside[name] = own, given, sized, look
        self.last = len(places)
        self.absent: list[Seen] = [(depth,)] * (self.last - self.first)

    def at(self, value: dict[str, Json], seen: list[Seen]) -> None:
        """Note what an object has."""
        inside = self.inside
        for name, part in value.items():
            if part is None or name not in inside:
                continue
            own, given, sized, look = inside[name]
            if own is not None:
                seen[own] = part if isinstance(part, _AS_IS) else key(part)
            if given is not None:
                seen[given] = True
            if sized is not None:
                seen[sized] = len(part) if isinstance(part, list) else key(part)
            if look is not None and isinstance(part, dict):
                seen[look.first : look.last] = look.absent
                look.at(part, seen)
            elif look is not None:
                odd: Seen = (len(look.absent), key(part))
                seen[look.first : look.last] = [odd] * len(look.absent)


class Remembering:
    """The rules of one type."""

    def __init__(self, rules: Sequence[Rule], shape: Shape, shapes: Shapes) -> None:
        """Judge by `rules`; those without text are left out.

        Raises:
            ValueError: The runtime refuses one of them.
        """
        grouped: dict[tuple[Way, ...], list[Rule]] = {}
        whole: list[Rule] = []
        for rule in rules:
            if rule.text is not None:
                ways = reads(rule)
                (whole if ways is None else grouped.setdefault(ways, [])).append(rule)
        places: dict[Way, int] = {}
        every = dict.fromkeys(way for ways in grouped for way in ways)
        self._look = _Look(tuple(every), 0, places, ())
        self._groups = [
            _Group(ways, _picking([places[way] for way in ways]), Judge(each, shape, shapes))
            for ways, each in grouped.items()
        ]
        self._known: dict[tuple[Seen, ...], tuple[str, ...]] = {}
        self._whole = Judge(whole, shape, shapes) if whole else None
        self._all = Judge(rules, shape, shapes)

    def names(self, value: Json) -> tuple[str, ...]:
        """Return the ids of the rules that a value breaks."""
        if not isinstance(value, dict):
            return _asked(self._all, value)
        found = _asked(self._whole, value) if self._whole is not None else ()
        seen = self._look.absent.copy()
        self._look.at(value, seen)
        shown = tuple(seen)
        names = self._known.get(shown)
        if names is None:
            if len(self._known) >= MOST:
                self._known.clear()
            names = self._known[shown] = self._grouped(seen, value)
        return found + names if found else names

    def _grouped(self, seen: list[Seen], value: dict[str, Json]) -> tuple[str, ...]:
        """Return the ids of broken rules that read only some of a value."""
        found: tuple[str, ...] = ()
        for group in self._groups:
            shown = group.pick(seen)
            names = group.known.get(shown)
            if names is None:
                names = _learnt(group, shown, value)
            if names:
                found += names
        return found


def _picking(places: list[int]) -> Pick:
    """Return a function that picks some of what was seen; a rule may read nothing at all."""
    return itemgetter(*places) if places else len


def _learnt(group: _Group, shown: Any, value: dict[str, Json]) -> tuple[str, ...]:
    if len(group.known) >= MOST:
        group.known.clear()
    names = group.known[shown] = _asked(group.judge, _part(value, group.ways))
    return names


def _part(value: dict[str, Json], ways: tuple[Way, ...]) -> Json:
    """Return a copy of what some ways lead through, without all else."""
    copy: dict[str, Json] = {}
    for way in ways:
        here, made = value, copy
        for depth, name in enumerate(way, 1):
            part = here.get(name)
            if part is None:
                break
            if depth == len(way) or way[depth] == SIZED or not isinstance(part, dict):
                made[name] = part
                break
            inner = made.setdefault(name, {})
            if not isinstance(inner, dict):
                break
            here, made = part, inner
    return copy


def _asked(judge: Judge, value: Json) -> tuple[str, ...]:
    return tuple([found.rule.id for found in judge.violations(value)])
