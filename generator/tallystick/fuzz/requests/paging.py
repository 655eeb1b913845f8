"""How lists are divided into pages: parameters that ask for a page, members that lead to the next.

OpenAPI has no words for this, so names tell: those of Stripe (``limit``, ``starting_after``,
``has_more``), GitHub (``per_page``, ``page``, the header ``Link``), Google (``page_size``,
``page_token``, ``nextPageToken``), Kubernetes (``limit``, ``continue``), JSON:API
(``page[size]``, ``links.next``), OData (``$top``, ``$skip``, ``@odata.nextLink``), AWS
(``MaxResults``, ``NextToken``) and the many that mix them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.controls import Control, Given, Key, controls
from tallystick.ir import Enumeration, Operation, Scalar, Union
from tallystick.resolve.pointer import found
from tallystick.text import Json


def names_in(*texts: str) -> frozenset[str]:
    """Return the names that stand in some texts."""
    return frozenset(name for text in texts for name in text.split())


LIMITS: Final = names_in(
    "limit pagesize perpage maxresults maxitems pagelimit itemsperpage resultsperpage maxkeys "
    "maxpagesize recordsperpage numresults pagelength"
)
"""Names that say how many items a page has at most."""
LOOSE_LIMITS: Final = names_in("top first size count take rows max pagecount")
"""Names that may say so, unless an item has a member of the name."""
CURSORS: Final = names_in(
    "cursor after startingafter startafter startafterid afterid pagetoken nexttoken nextpagetoken "
    "continue continuationtoken continuation marker pagecursor pageafter nextcursor next "
    "starttoken scrollid skiptoken exclusivestartkey bookmark paginationtoken pagingtoken "
    "cursors"
)
"""Names of positions that an answer gives."""
BEHIND: Final = names_in("startingafter startafter startafterid afterid after")
"""Of these, those that take the id of the last item seen."""
OFFSETS: Final = names_in("offset skip startindex startat pageoffset resultoffset")
PAGES: Final = names_in("page pagenumber pagenum pageno pageindex currentpage")
LEADING: Final = names_in(
    "next nextcursor nextpagetoken nexttoken nextpage nextmarker nextlink odatanextlink "
    "nextstartingafter nextpagestartsafter nexturl nextpageurl nextpagelink continue "
    "continuationtoken endcursor after cursor cursors bookmark scrollid pagetoken nextoffset "
    "nextcontinuationtoken"
)
"""Members of an answer that lead to the next page."""
AHEAD: Final = names_in("continue continuationtoken endcursor")
"""Of these, those that never tell the position of the page itself."""
MORE: Final = names_in("hasmore hasnextpage hasnext more istruncated morepages hasmorepages")
TOTALS: Final = names_in("total totalcount totalitems totalresults totalelements totalsize")
LINK: Final = re.compile(r"<([^<>]*)>\s*;[^<]*\brel\s*=\s*\"?next\b", re.IGNORECASE)
COUNTS: Final = ("x-total-count", "x-total", "total-count", "x-wp-total", "x-pagination-total")
"""Headers that say how many items there are in all."""
HEADERS: Final = ("x-next-cursor", "x-next-page", "x-continuation-token", "x-next-token")
DEPTH: Final = 3
PLENTY: Final = 100
"""Items of a page that are asked for when the document sets no bound."""


def plain(name: str) -> str:
    """Return a name without case and separators: ``page[size]`` and ``pageSize`` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """What divides one list into pages.

    Attributes:
        limit: How many items a page has at most.
        sure: The name of `limit` means nothing else.
        sizes: Sizes that may be asked for, the smallest first.
        bounded: The document says how large a page may be.
        cursor: Takes a position that an answer gave.
        offset: Takes the number of items before the page.
        page: Takes the number of the page.
        base: Number of the first page; None when the document does not say.
    """

    limit: Control | None = None
    sure: bool = False
    sizes: tuple[int, ...] = ()
    bounded: bool = False
    cursor: Control | None = None
    offset: Control | None = None
    page: Control | None = None
    base: int | None = None

    @property
    def smallest(self) -> int | None:
        """A small page that can be asked for, None when nobody asks for a size."""
        return self.sizes[0] if self.sizes else None

    @property
    def largest(self) -> int | None:
        """The largest page that can be asked for, None when nobody asks for a size."""
        return self.sizes[-1] if self.sizes else None

    @property
    def counts(self) -> bool:
        """Whether pages are asked for by counting, so that one which others follow is full."""
        return self.cursor is None and (self.offset is not None or self.page is not None)

    @property
    def keys(self) -> frozenset[Key]:
        """Where pages are asked for."""
        found = (self.limit, self.cursor, self.offset, self.page)
        return frozenset(each.key for each in found if each is not None)

    def sized(self, size: int) -> dict[Key, Json]:
        """Return what asks for pages of a size."""
        return {} if self.limit is None else {self.limit.key: size}


class Turn(NamedTuple):
    """How the next page is asked for: by parameters, or by a whole query that an answer gave.

    Attributes:
        given: Parameters.
        query: The whole query, "" for none.
        led: As of `Case.led`.
    """

    given: Given
    query: str = ""
    led: tuple[str, str] | None = None


def paging_of(judging: Judging, operation: Operation, members: Collection[str]) -> Paging:
    """Return what divides a list into pages: parameters of its query, members of its body.

    Args:
        judging: Of its API.
        operation: The list.
        members: Plain names of the members of an item: `size` may be one.
    """
    told = controls(judging.api, operation)
    named = {each.plain: each for each in told if each.open and not each.selects}
    whole = {name: each for name, each in named.items() if _whole(judging, each)}
    limit = _first(whole, LIMITS)
    loose = None if limit else _first(whole, LOOSE_LIMITS - set(members))
    cursors = {name: each for name, each in named.items() if not _timed(judging, each)}
    page = _first(whole, PAGES)
    chosen = limit or loose
    return Paging(
        limit=chosen,
        sure=limit is not None,
        sizes=_sizes(judging, chosen) if chosen else (),
        bounded=chosen is not None and bool(_bounds(judging, chosen)),
        cursor=_first(cursors, CURSORS - set(members) | {"cursor"}),
        offset=_first(whole, OFFSETS),
        page=page,
        base=_base(judging, page) if page else None,
    )


def _first(named: Mapping[str, Control], wanted: Collection[str]) -> Control | None:
    return next((each for name, each in named.items() if name in wanted), None)


def _kinds(judging: Judging, control: Control) -> Iterator[Scalar | Enumeration]:
    declared = judging.api.types[control.type]
    parts = declared.variants if isinstance(declared, Union) else (control.type,)
    for each in parts:
        part = judging.api.types[each]
        if isinstance(part, Scalar | Enumeration):
            yield part


def _whole(judging: Judging, control: Control) -> bool:
    return any(each.kind in {"integer", "number"} for each in _kinds(judging, control))


def _timed(judging: Judging, control: Control) -> bool:
    """Whether something takes a time, or one of a few values: no position."""
    return any(
        isinstance(each, Enumeration)
        or each.format in {"date", "date-time"}
        or each.kind == "boolean"
        for each in _kinds(judging, control)
    )


def _sizes(judging: Judging, control: Control) -> tuple[int, ...]:
    """Return a few small sizes, and the largest that is known."""
    known = _bounds(judging, control)
    largest = min(max(known, default=PLENTY), 10 * PLENTY)
    tried = sorted({2, 3, 5, 10, 20, largest, *known})
    return tuple(each for each in tried if each > 0 and judging.fits(control.type, each))


def _bounds(judging: Judging, control: Control) -> list[int]:
    """Return the largest number that a schema allows, or all that it lists."""
    found: list[int] = []
    for each in _kinds(judging, control):
        if isinstance(each, Enumeration):
            found += [it.value for it in each.members if isinstance(it.value, int)]
        elif each.maximum is not None:
            found.append(int(each.maximum))
    return found


def _base(judging: Judging, control: Control) -> int | None:
    """Return the number of the first page where default or bound tell."""
    for each in _kinds(judging, control):
        least = each.minimum if isinstance(each, Scalar) else None
        for number in (each.default, least):
            if number in {0, 1}:
                return int(number)
    return None


# --- Answers ------------------------------------------------------------------------------------


def outside(
    value: Json, items: Sequence[str], at: tuple[str, ...] = ()
) -> Iterator[tuple[str, Json]]:
    """Yield (plain name, value) of members of an answer, its items left out.

    Args:
        value: The answer, or a part of it.
        items: Steps to its items.
        at: Steps to the part.
    """
    if not isinstance(value, dict) or len(at) == DEPTH:
        return
    for name, part in value.items():
        here = (*at, name)
        if here != tuple(items):
            yield plain(name), part
            yield from outside(part, items, here)


def place_of(
    value: Json, items: Sequence[str], text: str, at: tuple[str, ...] = ()
) -> tuple[str, ...] | None:
    """Return the steps to a text in an answer, outside of its items; None when it is not there."""
    if value == text:
        return at
    if not isinstance(value, dict) or len(at) > DEPTH or (at and at == tuple(items)):
        return None
    every = (place_of(part, items, text, (*at, name)) for name, part in value.items())
    return next((found for found in every if found is not None), None)


def more(value: Json, items: Sequence[str]) -> bool | None:
    """Return whether an answer says that there is another page, None when it does not say."""
    found = (part for name, part in outside(value, items) if name in MORE)
    return next((part for part in found if isinstance(part, bool)), None)


def total(value: Json, items: Sequence[str], reply: Reply) -> int | None:
    """Return how many items there are in all, as an answer says, None when it does not."""
    found = (part for name, part in outside(value, items) if name in TOTALS)
    numbers = (part for part in found if isinstance(part, int) and not isinstance(part, bool))
    told = (reply.headers.get(name, "") for name in COUNTS)
    return next(numbers, next((int(it) for it in told if it.isascii() and it.isdecimal()), None))


class Pointer(NamedTuple):
    """What an answer says of the next page; `sure` when it cannot be the position of this one."""

    text: str
    sure: bool


def pointers(value: Json, items: Sequence[str], reply: Reply) -> Iterator[Pointer]:
    """Yield what an answer says of the next page, the likeliest first."""
    found = [(name, part) for name, part in outside(value, items) if name in LEADING]
    found.sort(key=lambda pair: "next" not in pair[0])
    for name, part in found:
        inner = part.get("href") if isinstance(part, dict) else part
        if isinstance(inner, str | int) and not isinstance(inner, bool) and inner != "":
            yield Pointer(str(inner), "next" in name or name in AHEAD)
    link = LINK.search(reply.headers.get("link", ""))
    if link is not None:
        yield Pointer(link[1], sure=True)
    for name in HEADERS:
        if reply.headers.get(name):
            yield Pointer(reply.headers[name], sure=True)


def leads(value: Json, items: Sequence[str], reply: Reply) -> bool:
    """Whether answers of this list have a place that tells of the next page, empty or not."""
    named = any(name in LEADING for name, _ in outside(value, items))
    return named or "link" in reply.headers or more(value, items) is not None


def query_of(pointer: str, path: str) -> str | None:
    """Return the query of a link to the next page of a list, None for no such link.

    Args:
        pointer: What an answer says.
        path: Of the list, as documented.
    """
    address, mark, query = pointer.partition("?")
    if not mark or ("/" not in address and address):
        return None
    filled = re.sub(r"\\\{[^{}]*\\\}", "[^/]+", re.escape(path.rstrip("/")))
    same = not address or re.search(f"{filled}/?$", address)
    return query.partition("#")[0] if same else None


def is_link(pointer: str) -> bool:
    """Whether a pointer is an address and no position."""
    return "://" in pointer[:12] or pointer[:1] in {"/", "?"}


def members_of(value: Json) -> dict[str, Json]:
    """Return the members of an object, none of anything else."""
    return value if isinstance(value, dict) else {}


def steps(value: Json, path: Iterable[str]) -> Json:
    """Return what stands in an answer at the end of some steps, None when nothing does."""
    there = found(value, path)
    return there[0] if there else None
