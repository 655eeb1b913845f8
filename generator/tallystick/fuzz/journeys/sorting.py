"""Orders that a list can be asked for, as its parameters say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import texts
from tallystick.fuzz.journeys.members import AT, Member, apart, is_text, members, ordered
from tallystick.fuzz.oracles.mirrored import MADE
from tallystick.fuzz.requests.controls import Control, Given, controls
from tallystick.fuzz.requests.paging import names_in, plain, steps
from tallystick.ir import MISSING, Api, Enumeration, Operation, Record
from tallystick.text import Json

SORTS: Final = names_in("sort sortby orderby ordering sorting sortfield sortkey orderfield")
DIRECTIONS: Final = names_in(
    "order direction sortorder sortdirection orderdirection dir sortdir ascending"
)
DOWN: Final = names_in("desc descending")
UP: Final = names_in("asc ascending")
SIGNED: Final = re.compile(
    r"(?P<sign>[-+]?)(?P<name>[A-Za-z_][\w.]*?)"
    r"(?:[ :._|](?P<word>asc|desc|ascending|descending))?",
    re.IGNORECASE,
)
NEWEST: Final = re.compile(r"\b(newest|latest|most recent)( ones?)? first\b", re.IGNORECASE)
OLDEST: Final = re.compile(r"\b(oldest|earliest)( ones?)? first\b", re.IGNORECASE)
"""What a description says of the order in which a list is, where nobody asks for another one."""


_FOLDED: Final = re.compile(
    r"\b(?:sort|order)(?:s|ed|ing)?\b[^.;]*\b(?:without regard to|regardless of|whatever|ignoring)"
    r" (?:the |their |its )?case\b|\b(?:sort|order)(?:s|ed|ing)?\b[^.;]*\bcase[- ]insensitiv"
)
"""That letters of either case are sorted alike."""
_TIES: Final = re.compile(
    r"\b(?:same|equal|alike)\b[^.;]*?\b(newest|latest|oldest|earliest) first\b"
)
"""In which order those stand that nothing else orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """An order that a list can be asked for.

    Attributes:
        given: What asks for it; empty when it is the default.
        at: Name of the parameter and value, for people.
        by: What orders the items.
        down: Largest first; None when the document does not say.
        sure: The values of a parameter say it, and not the words of a description.
    """

    given: Given
    at: str
    by: Member
    down: bool | None
    sure: bool = True

    @property
    def member(self) -> str:
        """What orders the items, for people."""
        return ".".join(self.by.steps)

    def of(self, item: Mapping[str, Json]) -> Json:
        """Return what orders an item."""
        return steps(dict(item), self.by.steps)

    def kind(self, item: Mapping[str, Json]) -> bytes:
        """Return what tells apart items that are not compared with each other."""
        return apart(item, self.by)


def folds(operation: Operation) -> bool:
    """Whether words say that a list sorts letters of either case alike."""
    return _FOLDED.search(_words(operation)) is not None


def ties(api: Api, operation: Operation, item: Record) -> tuple[str, bool] | None:
    """Return what orders items that are alike in what is asked for, and whether the last is first.

    Args:
        api: The API.
        operation: The list.
        item: Type of its items.
    """
    told = _TIES.search(_words(operation))
    made = [it for it in item.fields if it.words in MADE and ordered(api, it.type)]
    return (made[0].wire, told[1] in {"newest", "latest"}) if told and made else None


def _words(operation: Operation) -> str:
    """Return what is said of an operation, in lower case."""
    return " ".join(texts(operation.doc))


def sorts(judging: Judging, operation: Operation, item: Record) -> Iterator[Sort]:
    """Yield the orders that the document lists: values of an enumeration, the default, words.

    Those by when something was made come last: lists are mostly in this order anyway.
    """
    found = sorted(_listed(judging, operation, item), key=lambda it: it.by.words in MADE)
    if all(each.given for each in found):
        yield from _spoken(judging.api, operation, item)
    yield from found


def _listed(judging: Judging, operation: Operation, item: Record) -> Iterator[Sort]:
    types = judging.api.types
    known = _sortable(judging.api, item)
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

    def read_of(value: object) -> tuple[Member, bool | None] | None:
        read = reading(value, known)
        return (read[0], False) if read is not None and signed and read[1] is None else read

    for each in declared.members:
        read = read_of(each.value)
        if read is not None:
            yield from _ways(judging.api, (sort, each.value), way, read)
    read = None if declared.default is MISSING else read_of(declared.default)
    if read is not None and read[1] is not None:
        yield Sort(given={}, at=f"{sort.wire} by default", by=read[0], down=read[1])


def _spoken(api: Api, operation: Operation, item: Record) -> Iterator[Sort]:
    """Yield the order of which a description speaks: *newest first*."""
    said = _words(operation)
    made = [it for it in item.fields if it.words in MADE and ordered(api, it.type)]
    told = (NEWEST.search(said), OLDEST.search(said))
    for match, down in zip(told, (True, False), strict=True):
        if match is not None and told.count(None) and made:
            by = Member(steps=(made[0].wire,), words=made[0].words, type=made[0].type)
            yield Sort(given={}, at=match[0], by=by, down=down, sure=False)


def _sortable(api: Api, item: Record) -> dict[str, Member]:
    """Return the members that have an order; ``created`` stands for ``created_at``."""
    found = [it for it in members(api, item) if ordered(api, it.type) or is_text(api, it.type)]
    short = {"".join(it.words[:-1]): it for it in found if it.words[1:] and it.words[-1] in AT}
    return short | {each.plain: each for each in reversed(found)}


def _ways(
    api: Api, by: tuple[Control, Json], way: Control | None, read: tuple[Member, bool | None]
) -> Iterator[Sort]:
    """Yield an order in both directions, when another parameter says which; else as it is."""
    sort, value = by
    given = {sort.key: value}
    ways = api.types[way.type] if way is not None and read[1] is None else None
    if way is None or not isinstance(ways, Enumeration):
        yield Sort(given=given, at=f"{sort.wire}={value}", by=read[0], down=read[1])
        return
    for one in ways.members:
        word = plain(str(one.value))
        if word in UP | DOWN:
            both = {**given, way.key: one.value}
            at = f"{sort.wire}={value}, {way.wire}={one.value}"
            yield Sort(given=both, at=at, by=read[0], down=word in DOWN)


def _told(api: Api, way: Control, item: Record) -> Iterator[Sort]:
    """Yield the orders of a lone direction whose description names one member."""
    named = set(re.findall(r"\w+", way.said))
    told = (it for it in members(api, item) if it.steps[0] in named and ordered(api, it.type))
    found = list({it.steps: it for it in told}.values())
    ways = api.types[way.type]
    for one in ways.members if len(found) == 1 and isinstance(ways, Enumeration) else ():
        word = plain(str(one.value))
        if word in UP | DOWN:
            given = {way.key: one.value}
            at = f"{way.wire}={one.value}"
            yield Sort(given=given, at=at, by=found[0], down=word in DOWN)


def reading(value: object, known: Mapping[str, Member]) -> tuple[Member, bool | None] | None:
    """Return the member that a value of a sort parameter names, and whether it says largest first.

    Read are ``created_at``, ``-created_at``, ``created_at:desc``, ``created_at desc``,
    ``created_at_desc`` and ``created_at.desc``.
    """
    if not isinstance(value, str):
        return None
    whole = known.get(plain(value)) if value[:1] not in {"-", "+"} else None
    if whole is not None:
        return whole, None
    match = SIGNED.fullmatch(value)
    found = known.get(plain(match["name"])) if match else None
    if match is None or found is None:
        return None
    if match["word"]:
        return found, match["word"].lower() in DOWN
    return found, match["sign"] == "-" if match["sign"] else None
