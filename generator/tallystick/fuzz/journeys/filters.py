"""What selects items by their members: a value, one of some values, all of them, a bound."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.journeys.members import AT, Member, members, ordered
from tallystick.fuzz.journeys.references import singular
from tallystick.fuzz.journeys.seeking import Sought, sought
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles.listed import measured
from tallystick.fuzz.requests.controls import Control, controls, sole
from tallystick.fuzz.requests.ends import LEAST, split
from tallystick.fuzz.requests.paging import Paging, names_in, plain, steps
from tallystick.ir import (
    Api,
    Array,
    Enumeration,
    Operation,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.text import Json, Words

NO_FILTERS: Final = names_in(
    "q query search filter filters sort sortby order orderby ordering fields select expand include "
    "since until before after from to start end embed view format lang locale"
)
"""Parameters that mean something of their own, though an item may have a member of the name."""
NOT_EQUAL: Final = re.compile(
    r"prefix|contain|search|match|fuzzy|starts? with|begins? with|substring|wildcard|regex|pattern"
    r"|at least|at most|minimum|maximum|or (higher|lower|above|below|newer|older|later|earlier)"
    r"|greater|less than|exclud|except|not |range|since|until|before|after|partial|like|sort",
    re.IGNORECASE,
)
"""Words of a description by which a filter is no comparison for equality."""
NOT_HELD: Final = re.compile(
    r"prefix|search|fuzzy|starts? with|begins? with|substring|wildcard|regex|pattern"
    r"|exclud|except|\bnot\b|without|\bnone\b|sort",
    re.IGNORECASE,
)
"""The same of a filter by what a list holds."""
TIMES: Final = frozenset({"date", "date-time", "time"})
LEVELS: Final = names_in("level loglevel severity priority rank visibility role")
"""Members whose filter may mean: this one and those above."""
WITH: Final = names_in("min minimum max maximum gte ge lte le")
WITHOUT: Final = names_in("gt lt")
"""Of these, those that include the bound itself, or do not."""
COUNTING: Final = frozenset({"count", "number", "size", "num", "of", "length", "total"})
"""Words of a bound that say that something is counted."""
INCLUDED: Final = re.compile(
    r"\bincluded\b|inclusive|\b(at|on) or (after|before|above|below)\b|\bat (least|most)\b"
    r"|\bor (equal|later|earlier|more|less|fewer|higher|lower|above|below|newer|older)\b"
    r"|\bno (more|less|fewer|later|earlier) than"
    r"|up to|≥|≤|>=|<=",
    re.IGNORECASE,
)
EXCLUDED: Final = re.compile(r"exclu|not inclu|strictly|but not", re.IGNORECASE)
"""What a description says of the bound itself."""
ALL: Final = re.compile(r"\b(all|each|every one|both) (of|these|those|the)\b", re.IGNORECASE)
ANY: Final = re.compile(r"\b(any|one|some|either) (of|or more)\b|at least one", re.IGNORECASE)
"""Whether a list must hold all values that are asked for, or one of them."""
DAY: Final = len("2000-01-01")
TWO_DAYS: Final = 2 * 24 * 3600.0

How = Literal["equal", "within", "least", "most", "sought"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What selects items by one of their members.

    Attributes:
        control: Where it is told.
        steps: Members that lead to what is compared.
        how: ``equal``, or ``within``: a text may be looked for within others; ``least`` and
            ``most`` are bounds; ``sought``: words are looked for in some members.
        many: It takes a list of values.
        sized: The number of items of the member is compared.
        told: Of values for a list: all are needed (True), or one (False); of a bound: it is
            included, or not. None when nobody says.
        weight: Of a finding: what is sure to be a comparison weighs more.
        sought: Where words are looked for.
    """

    control: Control
    steps: tuple[str, ...]
    how: How
    many: bool = False
    sized: bool = False
    told: bool | None = None
    weight: Weight = Weight.WARNING
    sought: Sought | None = None

    @property
    def member(self) -> str:
        """What is compared, for people."""
        if self.sought is not None:
            return " or ".join(".".join(way) for way in self.sought.ways)
        return ("number of " if self.sized else "") + ".".join(self.steps)

    @property
    def bounds(self) -> bool:
        """Whether it is a bound."""
        return self.how in {"least", "most"}

    def of(self, item: Mapping[str, Json]) -> Json:
        """Return what an item has."""
        if self.sought is not None:
            return [*self.sought.texts(item)]
        found = steps(dict(item), self.steps)
        if self.sized:
            return len(found) if isinstance(found, list) else None
        return found

    def meets(self, item: Mapping[str, Json], asked: Json) -> bool | None:
        """Whether an item is one of those that are asked for; None when nobody can say."""
        if self.sought is not None:
            return self.sought.meets(item, asked)
        got = self.of(item)
        if got is None or isinstance(got, dict):
            return None
        if self.bounds:
            return self._bounded(got, asked)
        wanted = asked if isinstance(asked, list) else [asked]
        if isinstance(got, list):
            return self._holds([each in got for each in wanted])
        if got in wanted:
            return True
        alike = isinstance(got, str) and any(_within(got, each) for each in wanted)
        return None if self.how == "within" and alike else False

    def _holds(self, found: Sequence[bool]) -> bool | None:
        if all(found):
            return True
        return False if self.told or not any(found) else (None if self.told is None else True)

    def _bounded(self, got: Json, asked: Json) -> bool | None:
        left, right = measured(got), measured(asked)
        if left is None or right is None:
            return None
        near = _slack(got, asked)
        if near and abs(left - right) <= near:
            return None
        return self.told if left == right else (left > right) == (self.how == "least")


def _slack(got: Json, asked: Json) -> float:
    """Return how far two times may be apart, in seconds, and be the same to a server.

    Whose day it is depends on the zone, and nobody says how much of a second is compared.
    """
    if not isinstance(got, str) or not isinstance(asked, str):
        return 0
    if len(got) != len(asked) and DAY in {len(got), len(asked)}:
        return TWO_DAYS
    return 1 if "." in got + asked else 0


def _within(got: str, wanted: Json) -> bool:
    if not isinstance(wanted, str):
        return False
    return wanted.casefold() in got.casefold() or got.casefold() in wanted.casefold()


def filters(
    judging: Judging, operation: Operation, item: Record, paging: Paging
) -> Iterator[Filter]:
    """Yield what selects items of a list, by name: ``state``, ``filter[state]``, ``min_price``.

    Args:
        judging: Of the API.
        operation: The list.
        item: Type of its items.
        paging: What divides it into pages, which selects nothing.
    """
    api = judging.api
    names = {plain(field.wire) for field in item.fields}
    for control in controls(api, operation):
        if control.key in paging.keys or not control.open:
            continue
        words = sought(api, operation, control, item)
        if words is not None:
            yield Filter(control=control, steps=words.ways[0], how="sought", sought=words)
            continue
        if split(control.words) is None or _kind(api, control.type) is None:
            found = _compared(api, control, item)
        else:  # what an item has under this name, too, may be compared in either way
            found = None if control.plain in names else _bound(api, control, item)
        if found is not None:
            yield found


# --- Values -------------------------------------------------------------------------------------


def _compared(api: Api, control: Control, item: Record) -> Filter | None:
    """Return a filter by the value of a member of its name, when both are of one kind."""
    field = _alike(api, control, item)
    if field is None or control.plain in NO_FILTERS:
        return None
    declared, many = items_of(api, control.type)
    member, listed = items_of(api, field.type)
    if (NOT_HELD if listed else NOT_EQUAL).search(control.said):
        return None
    if isinstance(member, Union | Record):
        return _chosen(api, control, field, _values(declared))
    if not _comparable(declared, member):
        return None
    free = isinstance(declared, Scalar) and declared.kind == "string"
    name = plain(field.steps[-1])
    id_like = name.endswith("id") or getattr(declared, "format", None) == "uuid"
    sure = id_like or (not free and name not in LEVELS and _picks(declared))
    exact = control.plain == field.plain or _values(declared) == _values(member) != set()
    told = _told(control.said) if listed else None
    return Filter(
        control=control,
        steps=field.steps,
        how="within" if free and not id_like and not listed else "equal",
        many=many,
        told=told,
        weight=Weight.ERROR if exact and (told is not None if listed else sure) else Weight.WARNING,
    )


def _alike(api: Api, control: Control, item: Record) -> Member | None:
    """Return the member that has the name of a parameter; in an object, a choice as it is."""
    every = list(members(api, item))
    own = [it for it in every if len(it.steps) == 1]
    found = [it for it in own if it.plain == control.plain]
    found += [it for it in own if _one(it.words) == _one(control.words)]
    values = _values(items_of(api, control.type)[0])
    inner = (it for it in every if it.steps[1:] and it.plain == control.plain)
    found += [it for it in inner if values and _values(items_of(api, it.type)[0]) == values]
    return next(iter(found), None)


def _comparable(declared: Type, member: Type) -> bool:
    """Whether values of two types are compared for equality: no times."""
    both = (declared, member)
    if not isinstance(declared, Scalar | Enumeration) or not isinstance(
        member, Scalar | Enumeration
    ):
        return False
    timed = any(isinstance(each, Scalar) and each.format in TIMES for each in both)
    return declared.kind == member.kind and not timed


def _picks(declared: Type) -> bool:
    """Whether a type has a few values only."""
    return isinstance(declared, Enumeration) or (
        isinstance(declared, Scalar) and declared.kind == "boolean"
    )


def _one(name: Words) -> str:
    """Return a name in the singular."""
    return "".join((*name[:-1], singular(name[-1]))) if name else ""


def items_of(api: Api, type_id: TypeId) -> tuple[Type, bool]:
    """Return a type without null, or that of the items of a list, and whether it is one."""
    declared = api.types[sole(api, type_id)]
    if isinstance(declared, Array) and declared.items is not None:
        return api.types[sole(api, declared.items)], True
    return declared, False


def _values(declared: Type) -> set[str]:
    members = declared.members if isinstance(declared, Enumeration) else ()
    return {repr(each.value) for each in members}


def _told(said: str) -> bool | None:
    if ALL.search(said):
        return True
    return False if ANY.search(said) else None


def _chosen(api: Api, control: Control, field: Member, values: set[str]) -> Filter | None:
    """Return a filter by what tells the kinds of a member: of ``propulsion`` its ``kind``."""
    member = api.types[sole(api, field.type)]
    if isinstance(member, Array) or not values:
        return None
    kinds: dict[str, set[str]] = {}
    for variant in member.variants if isinstance(member, Union) else (member.id,):
        for inner in api.fields(variant):
            kinds.setdefault(inner.wire, set()).update(_values(api.types[inner.type]))
    telling = [wire for wire, told in kinds.items() if told == values]
    if len(telling) != 1:
        return None
    many = isinstance(api.types[sole(api, control.type)], Array)
    given = (*field.steps, telling[0])
    return Filter(control=control, steps=given, how="equal", many=many, weight=Weight.ERROR)


# --- Bounds -------------------------------------------------------------------------------------


def _bound(api: Api, control: Control, item: Record) -> Filter | None:
    """Return a bound of a member with an order, or of the number of items of a list."""
    parted = split(control.words)
    kind = _kind(api, control.type)
    if parted is None or kind is None:
        return None
    word, rest = parted
    found = _measured(api, rest, item, kind) or _spoken(api, control, item, kind)
    if found is None:
        return None
    field, sized = found
    said = INCLUDED.search(control.said) is not None
    told = True if said or word in WITH else (False if word in WITHOUT else None)
    if EXCLUDED.search(control.said):
        told = False
    return Filter(
        control=control,
        steps=field.steps,
        how="least" if word in LEAST else "most",
        sized=sized,
        told=told,
        weight=Weight.ERROR if said else Weight.WARNING,
    )


def _kind(api: Api, type_id: TypeId) -> str | None:
    """Return ``number`` or ``time``; None for what has no order."""
    declared = api.types[sole(api, type_id)]
    if not ordered(api, type_id) or not isinstance(declared, Scalar):
        return None
    return "time" if declared.kind == "string" else "number"


def _measured(api: Api, name: Words, item: Record, kind: str) -> tuple[Member, bool] | None:
    """Return the member that a name means, and whether its items are counted."""
    wanted = "".join(name)
    counted = "".join(it for it in name if it not in COUNTING)
    every = list(members(api, item))
    alike = [it for it in every if name and _kind(api, it.type) == kind]
    timed = (it for it in alike if it.words[1:] and it.words[-1] in AT)
    short = (it for it in timed if wanted in _participles("".join(it.words[:-1])))
    found = next((it for it in alike if it.plain == wanted), next(short, None))
    if found is not None or kind != "number":
        return None if found is None else (found, False)
    lists = (it for it in every if isinstance(api.types[sole(api, it.type)], Array))
    named = (it for it in lists if it.plain in {wanted, counted} - {""})
    return next(((it, True) for it in named), None)


def _participles(verb: str) -> tuple[str, ...]:
    """Return how a word stands in the name of a bound: ``issued_from`` is about ``issue_date``."""
    return verb, verb + "d", verb + "ed", verb.removesuffix("y") + "ied"


def _spoken(api: Api, control: Control, item: Record, kind: str) -> tuple[Member, bool] | None:
    """Return the one member of a kind that the description of a bound speaks of."""
    said = set(re.findall(r"\w+", control.said))
    own = (it for it in members(api, item) if len(it.steps) == 1)
    found = [it for it in own if it.steps[0] in said and _kind(api, it.type) == kind]
    return (found[0], False) if len(found) == 1 else None
