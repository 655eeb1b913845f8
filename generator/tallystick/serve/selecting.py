"""What lists are told beside their pages: values of members, lists of them, bounds.

Nothing in a document says so but names: ``state`` and ``states`` select by the member ``state``,
``min_price``, ``priceFrom`` and ``price[gte]`` by a bound of ``price``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from tallystick.ir import (
    MISSING,
    Array,
    Enumeration,
    Operation,
    Place,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.words import words
from tallystick.serve.behaviour import Request
from tallystick.text import Json, Words

SELECTING: Final = frozenset(("filter", "filters", "where", "criteria", "conditions", "query"))
HOLDERS: Final = SELECTING | {"paging", "pagination", "options"}
"""Objects that hold what a list is told, and say nothing of it themselves."""
CONDITION: Final = re.compile(r"^(filter|where)(?=\W)", re.IGNORECASE)
"""The same in the name of a parameter: ``filter[state]``."""
LEAST: Final = frozenset("min minimum from after since gte gt ge above over".split())  # noqa: SIM905 - many words
MOST: Final = frozenset("max maximum to until before lte lt le below under till".split())  # noqa: SIM905 - many words
APART: Final = frozenset(("gt", "lt"))
"""Of these, those that leave out the bound itself."""
AT: Final = frozenset(("at", "on", "date", "time"))
"""Last words of members that hold a time."""
COUNTING: Final = frozenset(("count", "number", "size", "num", "of", "length", "total"))
ALL: Final = re.compile(r"\b(all|each|every one|both) (of|these|those|the)\b", re.IGNORECASE)
NO_CHOICE: Final = frozenset(("all", "any", "*", ""))
"""Values of filters that select everything."""
DAY: Final = len("2000-01-01")
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One thing that a list can be told.

    Attributes:
        at: Name of the parameter, or names that lead to a member of it, or of the body.
        inside: It is in the body.
        said: What the document says of it.
        choices: All values that it can have, as far as the document lists them.
        default: Its value where none is given, None for none.
        least: Of its values, None where none is documented.
    """

    at: tuple[str, ...]
    inside: bool
    said: str
    choices: frozenset[str]
    default: Json
    least: float | None

    @property
    def words(self) -> Words:
        """The words of its name, without those of what only holds it: ``filter[state]``."""
        steps = list(self.at)
        while len(steps) > 1 and steps[0].lower() in HOLDERS:
            steps.pop(0)
        return words(CONDITION.sub("", " ".join(steps)))

    @property
    def plain(self) -> str:
        """Its name without case and separators."""
        return "".join(self.words)

    @property
    def selects(self) -> bool:
        """Whether it stands among conditions, so that it says nothing of pages and orders."""
        first, *inner = self.at
        return (bool(inner) and first.lower() in SELECTING) or CONDITION.match(first) is not None

    def given(self, request: Request) -> Json:
        """Return what a request tells, None for nothing."""
        first, *inner = self.at
        key = (Place.QUERY.value, first)
        value = _member(request.body, first) if self.inside else request.parameters.get(key)
        for step in inner:
            value = _member(value, step)
        return value


def _member(value: Json, step: str) -> Json:
    return value.get(step) if isinstance(value, dict) else None


class Told(NamedTuple):
    """What a list is told, and what tells it."""

    lever: Lever
    value: Json


Types = Mapping[TypeId, Type]


def levers(operation: Operation, types: Types, body: TypeId | None) -> Iterator[Lever]:
    """Yield what a list can be told: by its query, and by the body of a search.

    Args:
        operation: The list.
        types: Of the API.
        body: Type of its body; None where it says nothing of the list.
    """
    for each in operation.parameters:
        if each.place is Place.QUERY:
            said = each.doc.description.raw if each.doc.description else ""
            yield from _levers(types, each.type, (each.wire,), (said, False))
    if body is not None:
        yield from _levers(types, body, (), ("", True))


def _levers(
    types: Types, type_id: TypeId, at: tuple[str, ...], how: tuple[str, bool]
) -> Iterator[Lever]:
    said, inside = how
    whole = declared = _sole(types, type_id)
    if isinstance(declared, Record) and len(at) <= DEEPEST:
        for field in declared.fields:
            own = field.doc.description.raw if field.doc.description else said
            yield from _levers(types, field.type, (*at, field.wire), (own, inside))
        return
    if isinstance(declared, Array) and declared.items is not None:
        declared = _sole(types, declared.items)
    members = declared.members if isinstance(declared, Enumeration) else ()
    choices = frozenset(str(each.value) for each in members)
    default = None if whole.default is MISSING else whole.default
    if at:
        yield Lever(
            at=at,
            inside=inside,
            said=said,
            choices=choices,
            default=default,
            least=whole.minimum if isinstance(whole, Scalar) else None,
        )


def _sole(types: Types, type_id: TypeId) -> Type:
    """Return a type, or the one of two that is not null."""
    declared = types[type_id]
    if isinstance(declared, Union):
        rest = [it for it in declared.variants if getattr(types[it], "kind", "") != "null"]
        return _sole(types, rest[0]) if len(rest) == 1 else declared
    return declared


def selected(item: Mapping[str, Json], asked: Told) -> bool:
    """Whether an item is one of those that are asked for; what means no member selects nothing."""
    members = {"".join(words(name)): value for name, value in item.items()}
    alike = {_one(words(name)): value for name, value in item.items()}
    lever = asked.lever
    for known, name in ((members, lever.plain), (alike, _one(lever.words))):
        if name in known:
            return _has(known[name], asked)
    bound = _bound(lever.words)
    member = _compared(item, bound[1], asked) if bound is not None else None
    return bound is None or member is None or _within(member, bound[0], asked.value)


def _one(name: Words) -> str:
    """Return a name in the singular, roughly."""
    return "".join(name).removesuffix("s")


def _has(member: Json, asked: Told) -> bool:
    """Whether a member is, or holds, what is asked for, if anything is."""
    has: Sequence[Json] = member if isinstance(member, list) else [member]
    wanted = asked.value if isinstance(asked.value, list) else [asked.value]
    if any(isinstance(it, dict) for it in has):  # the kind of something is asked for, if anything
        parts = [part for it in has if isinstance(it, dict) for part in it.values()]
        has = [part for part in parts if isinstance(part, str) and part in asked.lever.choices]
        if not has:
            return True
    met = [it in has or (isinstance(it, str) and it.lower() in NO_CHOICE) for it in wanted]
    return all(met) if ALL.search(asked.lever.said) else any(met)


# --- Bounds -------------------------------------------------------------------------------------


def _bound(name: Words) -> tuple[str, Words] | None:
    """Return the word of a bound, last or first, and the others."""
    if name and name[-1] in LEAST | MOST:
        return name[-1], name[:-1]
    return (name[0], name[1:]) if name and name[0] in LEAST | MOST else None


def _compared(item: Mapping[str, Json], name: Words, asked: Told) -> Json:
    """Return what an item has where a bound is; None for nothing that can be compared."""
    whole = "".join(name)
    counted = "".join(each for each in name if each not in COUNTING)
    spelled = {wire: words(wire) for wire in item}
    fitting = (
        [wire for wire, own in spelled.items() if "".join(own) == whole],
        [wire for wire, own in spelled.items() if own[-1] in AT and "".join(own[:-1]) == whole],
        [wire for wire, own in spelled.items() if "".join(own) in {whole, counted} - {""}],
        [wire for wire in item if re.search(rf"\b{re.escape(wire)}\b", asked.lever.said)],
    )
    for some in fitting:
        values = [len(it) if isinstance(it := item[wire], list) else it for wire in some]
        alike = [it for it in values if _measured(it, asked.value) is not None]
        if len(alike) == 1:
            return alike[0]
    return None


def _within(member: Json, word: str, bound: Json) -> bool:
    measured = _measured(member, bound)
    if measured is None or measured[0] == measured[1]:
        return word not in APART
    return (measured[0] > measured[1]) == (word in LEAST)


def _measured(member: Json, bound: Json) -> tuple[float, float] | None:
    """Return a member and a bound as numbers, None when they cannot be compared."""
    if isinstance(member, str) and isinstance(bound, str):
        size = DAY if DAY in {len(member), len(bound)} else None
        try:
            both = [datetime.fromisoformat(each[:size]) for each in (member, bound)]
        except ValueError:
            return None
        one, other = (it if it.tzinfo else it.replace(tzinfo=UTC) for it in both)
        return one.timestamp(), other.timestamp()
    pair = (member, bound)
    if any(isinstance(it, bool) or not isinstance(it, int | float) for it in pair):
        return None
    return float(str(member)), float(str(bound))
