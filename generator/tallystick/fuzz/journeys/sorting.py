"""Orders that a list can be asked for, as its parameters say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.requests.controls import Control, Given, controls, sole
from tallystick.fuzz.requests.paging import names_in, plain
from tallystick.ir import (
    MISSING,
    Api,
    Enumeration,
    Field,
    Operation,
    Record,
    Scalar,
    TypeId,
    Union,
)
from tallystick.text import Json

SORTS: Final = names_in("sort sortby orderby ordering sorting sortfield sortkey orderfield")
DIRECTIONS: Final = names_in(
    "order direction sortorder sortdirection orderdirection dir sortdir ascending"
)
DOWN: Final = names_in("desc descending")
AT: Final = frozenset({"at", "on", "date", "time"})
"""Last words of members that hold a time."""
UP: Final = names_in("asc ascending")
SIGNED: Final = re.compile(
    r"(?P<sign>[-+]?)(?P<name>[A-Za-z_][\w.]*?)"
    r"(?:[ :._|](?P<word>asc|desc|ascending|descending))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """An order that a list can be asked for.

    Attributes:
        given: What asks for it; empty when it is the default.
        at: Name of the parameter and value, for people.
        member: Wire name of the member.
        down: Largest first; None when the document does not say.
    """

    given: Given
    at: str
    member: str
    down: bool | None


def sorts(judging: Judging, operation: Operation, item: Record) -> Iterator[Sort]:
    """Yield the orders that the document lists: values of an enumeration, and the default."""
    types = judging.api.types
    members = _sortable(judging.api, item)
    queries = {it.plain: it for it in controls(judging.api, operation) if it.open}
    sort = next((queries[name] for name in SORTS if name in queries), None)
    way = next((queries[name] for name in DIRECTIONS if name in queries), None)
    if sort is None and way is not None:
        yield from _told(judging.api, way, item)
        sort, way = way, None
    declared = types[sort.type] if sort is not None else None
    if sort is None or not isinstance(declared, Enumeration):
        return
    signed = any(str(each.value).startswith("-") for each in declared.members)

    def read_of(value: object) -> tuple[str, bool | None] | None:
        read = reading(value, members)
        return (read[0], False) if read is not None and signed and read[1] is None else read

    for each in declared.members:
        read = read_of(each.value)
        if read is not None:
            yield from _ways(judging.api, (sort, each.value), way, read)
    read = None if declared.default is MISSING else read_of(declared.default)
    if read is not None and read[1] is not None:
        yield Sort(given={}, at=f"{sort.wire} by default", member=read[0], down=read[1])


def _sortable(api: Api, item: Record) -> dict[str, Field]:
    """Return the members that have an order; ``created`` stands for ``created_at``."""
    fields = [it for it in item.fields if ordered(api, it.type) or _is_text(api, it.type)]
    short = {"".join(it.words[:-1]): it for it in fields if it.words[1:] and it.words[-1] in AT}
    return short | {plain(each.wire): each for each in fields}


def _is_text(api: Api, type_id: TypeId) -> bool:
    """Whether values of a type are texts: those of one shape have an order, others none."""
    declared = api.types[sole(api, type_id)]
    return isinstance(declared, Scalar) and declared.kind == "string"


def _ways(
    api: Api, by: tuple[Control, Json], way: Control | None, read: tuple[str, bool | None]
) -> Iterator[Sort]:
    """Yield an order in both directions, when another parameter says which; else as it is."""
    sort, value = by
    given = {sort.key: value}
    ways = api.types[way.type] if way is not None and read[1] is None else None
    if way is None or not isinstance(ways, Enumeration):
        yield Sort(given=given, at=f"{sort.wire}={value}", member=read[0], down=read[1])
        return
    for one in ways.members:
        word = plain(str(one.value))
        if word in UP | DOWN:
            both = {**given, way.key: one.value}
            at = f"{sort.wire}={value}, {way.wire}={one.value}"
            yield Sort(given=both, at=at, member=read[0], down=word in DOWN)


def _told(api: Api, way: Control, item: Record) -> Iterator[Sort]:
    """Yield the orders of a lone direction whose description names one member."""
    named = set(re.findall(r"\w+", way.said))
    found = [it.wire for it in item.fields if it.wire in named and ordered(api, it.type)]
    ways = api.types[way.type]
    for one in ways.members if len(found) == 1 and isinstance(ways, Enumeration) else ():
        word = plain(str(one.value))
        if word in UP | DOWN:
            given = {way.key: one.value}
            at = f"{way.wire}={one.value}"
            yield Sort(given=given, at=at, member=found[0], down=word in DOWN)


def reading(value: object, members: dict[str, Field]) -> tuple[str, bool | None] | None:
    """Return the member that a value of a sort parameter names, and whether it says largest first.

    Read are ``created_at``, ``-created_at``, ``created_at:desc``, ``created_at desc``,
    ``created_at_desc`` and ``created_at.desc``.
    """
    if not isinstance(value, str):
        return None
    whole = members.get(plain(value)) if value[:1] not in {"-", "+"} else None
    if whole is not None:
        return whole.wire, None
    match = SIGNED.fullmatch(value)
    field = members.get(plain(match["name"])) if match else None
    if match is None or field is None:
        return None
    if match["word"]:
        return field.wire, match["word"].lower() in DOWN
    return field.wire, match["sign"] == "-" if match["sign"] else None


def ordered(api: Api, type_id: TypeId) -> bool:
    """Whether values of a type have one order: numbers and times; texts are sorted in many ways."""
    declared = api.types[type_id]
    if isinstance(declared, Union):
        rest = [each for each in declared.variants if not _null(api, each)]
        return len(rest) == 1 and ordered(api, rest[0])
    if not isinstance(declared, Scalar):
        return False
    return declared.kind in {"integer", "number"} or declared.format in {"date", "date-time"}


def _null(api: Api, type_id: TypeId) -> bool:
    declared = api.types[type_id]
    return isinstance(declared, Scalar) and declared.kind == "null"
