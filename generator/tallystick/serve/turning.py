"""Lists of plain resources: what is filtered, sorted and shown on one page, told by names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from tallystick.ir.words import words
from tallystick.serve.selecting import Told, selected
from tallystick.text import Json

LIMITS: Final = frozenset(
    (
        *("limit", "pagesize", "perpage", "maxresults", "maxitems", "top", "size", "take"),
        *("pagelimit", "itemsperpage", "maxkeys", "maxpagesize", "count", "first", "rows"),
        *("resultsperpage", "recordsperpage", "numresults", "pagelength"),
    )
)
OFFSETS: Final = frozenset(
    ("offset", "skip", "startindex", "startat", "pageoffset", "resultoffset")
)
PAGES: Final = frozenset(("page", "pagenumber", "pagenum", "pageno", "pageindex", "currentpage"))
AFTER: Final = frozenset(("startingafter", "startafter", "after", "afterid", "startafterid"))
CURSORS: Final = AFTER | frozenset(
    (
        *("cursor", "pagetoken", "nexttoken", "nextpagetoken", "continue", "continuationtoken"),
        *("marker", "pagecursor", "pageafter", "nextcursor", "bookmark", "paginationtoken"),
        *("pagingtoken", "scrollid", "skiptoken", "starttoken"),
    )
)
SORTS: Final = frozenset(
    (
        *("sort", "sortby", "orderby", "order", "ordering", "sorting"),
        *("sortfield", "sortkey", "orderfield"),
    )
)
NEXT: Final = CURSORS | frozenset(
    (
        *("next", "nextcursor", "nextpage", "nextmarker", "endcursor", "nextoffset"),
        *("nextlink", "nexturl", "nextpageurl", "odatanextlink"),
    )
)
MORE: Final = frozenset(("hasmore", "hasnext", "hasnextpage", "istruncated", "more"))
TOTALS: Final = frozenset(
    ("total", "totalcount", "totalitems", "totalresults", "totalelements", "count", "totalsize")
)
BEFORE: Final = frozenset(
    (
        *("previous", "prev", "prevcursor", "previouscursor", "prevpage", "previouspage"),
        *("previousurl", "prevurl", "previouslink", "prevlink", "endingbefore"),
    )
)
LINKS: Final = frozenset(("href", "url", "uri", "link"))
"""Names of members that are the address of what their object is called."""
DIRECTIONS: Final = frozenset(
    ("direction", "sortorder", "sortdirection", "orderdirection", "dir", "sortdir", "order")
)
DOWN: Final = frozenset(("desc", "descending"))
AT: Final = frozenset(("at", "on", "date", "time"))
"""Last words of members that hold a time."""


def plain(name: str) -> str:
    """Return a name without case and separators."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """One page.

    Attributes:
        items: What is on it.
        position: Number of its first item.
        total: Items of all pages.
        name: The member that names an item.
        ahead: What may lead to the next page: its number or position.
        link: Its URL, "" when nothing leads there.
        opaque: A cursor leads there, rather than a number.
        asked: Plain name -> what was asked for.
    """

    items: Sequence[Mapping[str, Json]]
    position: int
    total: int
    name: str
    ahead: tuple[Json, ...] = ()
    link: str = ""
    opaque: bool = False
    asked: Mapping[str, Json] = field(default_factory=dict)

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return self.position + len(self.items) < self.total and bool(self.items)

    def said(self, path: Sequence[str], *, after: bool) -> tuple[Json, ...]:
        """Return what a member of the answer may say of the page, the preferred first.

        Args:
            path: Names that lead to it.
            after: Positions are the ids of items.
        """
        name = plain(path[-1])
        linked = name in LINKS and len(path) > 1
        if linked:
            name = plain(path[-2])
        if name in MORE:
            return (self.more,)
        if name in TOTALS:
            return (self.total, str(self.total))
        if name in BEFORE or (name in NEXT and not self.more):
            return (None, "")
        if name not in NEXT:
            return (self.asked[name],) if name in self.asked else ()
        places = (self.items[-1].get(self.name), *self.ahead) if after else self.ahead
        links = (self.link,) if self.link else ()
        address = linked or not self.opaque or name.endswith(("link", "url"))
        return (*links, *places) if address else (*places, *links)


def turned(
    items: Sequence[Mapping[str, Json]],
    told: Sequence[Told],
    name: str,
    first: int,
    most: int | None = None,
) -> Turned:
    """Return the page that is asked for.

    Args:
        items: All items, the oldest first.
        told: What the list is told.
        name: The member that names an item.
        first: Number of the first page.
        most: Items that an answer may have, whatever is asked for; None for any number.
    """
    paging = LIMITS | OFFSETS | PAGES | CURSORS | SORTS
    choosing = [it for it in told if it.lever.selects or it.lever.plain not in paging]
    asked = {it.lever.plain: it.value for it in told if not it.lever.selects}
    left = [item for item in items if all(selected(item, each) for each in choosing)]
    down = any(str(asked[it]).lower() in DOWN for it in asked if it in DIRECTIONS)
    for wire, value in asked.items():
        if wire in SORTS and isinstance(value, str):
            left = _sorted(left, value, down=down)
    limit = _number(asked, LIMITS)
    size = min(each for each in (limit, most, len(left)) if each is not None)
    start = _start(asked, left, name)
    if start is None:
        start = _number(asked, OFFSETS) or 0
        page = _number(asked, PAGES)
        if page is not None and limit is not None:
            start = max(0, page - first) * size
        elif page is not None and page > first:
            start = len(left)
    shown = left[start : start + size]
    return Turned(items=shown, position=start, total=len(left), name=name, asked=asked)


def behind(query_names: Sequence[str]) -> bool:
    """Whether a list takes the id of the last item to show what comes after it."""
    return any(plain(wire) in AFTER for wire in query_names)


def ahead(
    page: Turned, query: Mapping[str, Json], declared: Sequence[str], url: str, first: int
) -> Turned:
    """Return a page that knows what leads to the next one, by the parameters that there are.

    Args:
        page: The page.
        query: Wire name -> value as given.
        declared: Wire names of all parameters.
        url: Of the list, without a query.
        first: Number of the first page.
    """
    position = page.position + len(page.items)
    for names in (CURSORS, OFFSETS, PAGES):
        wire = next((each for each in declared if plain(each) in names), None)
        if wire is not None:
            asked = query.get(wire)
            value = position
            if names is PAGES:
                value = 1 + (asked if isinstance(asked, int) else first)
            return replace(
                page,
                ahead=(str(value),) if names is CURSORS else (value, str(value)),
                link=f"{url}?{urlencode({**query, wire: value})}",
                opaque=names is CURSORS,
            )
    return page


def _start(asked: Mapping[str, Json], items: Sequence[Mapping[str, Json]], name: str) -> int | None:
    """Return where a cursor points; None without one."""
    for wire, value in asked.items():
        if wire in CURSORS and value not in (None, ""):
            texts = [str(item.get(name)) for item in items]
            if str(value) in texts:
                return texts.index(str(value)) + 1
            return int(value) if isinstance(value, str) and value.isdecimal() else 0
    return None


def _sorted(items: list[Mapping[str, Json]], order: str, *, down: bool) -> list[Mapping[str, Json]]:
    """Sort by ``name``, ``-name`` or ``name:desc``; items that cannot be compared stay."""
    name, _, way = re.sub(r"[: ]", " ", order.lstrip("+-")).partition(" ")
    down = down or order.startswith("-") or way.lower().startswith("desc")
    spelled = {wire: words(wire) for item in items[:1] for wire in item}
    whole = (wire for wire in spelled if plain(wire) == plain(name))
    short = (wire for wire, own in spelled.items() if own[-1:] and own[-1] in AT)
    timed = (wire for wire in short if "".join(spelled[wire][:-1]) == plain(name))
    member = next(whole, next(timed, name))
    values = [item.get(member) for item in items]
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
    if not numbers and not all(isinstance(value, str) for value in values):
        return items
    return sorted(items, key=lambda item: item[member], reverse=down)  # type: ignore[arg-type,return-value]  # all of one kind, as was seen


def _number(asked: Mapping[str, Json], names: frozenset[str]) -> int | None:
    found = (asked[name] for name in asked if name in names)
    return next((value for value in found if isinstance(value, int) and value >= 0), None)
