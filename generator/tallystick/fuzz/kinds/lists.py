"""Findings about lists: their pages, filters and orders, and what stands on them."""

from typing import Final

from tallystick.diagnostics import Code
from tallystick.fuzz.kinds.telling import error, warning

KINDS: Final[tuple[Code, ...]] = (
    error(
        "list-limit",
        "A page holds more items than were asked for.",
        "Who asks for ten has room for ten. A warning where the meaning of the parameter was "
        "read from its name.",
        "Cut the page at the limit.",
    ),
    warning(
        "list-meagre",
        "A page that another one follows shows fewer items than were asked for.",
        "The document does not speak of it, and clients take a short page for the last one.",
        "Fill every page but the last.",
    ),
    error(
        "list-repeats",
        "Pages that follow each other show one item twice.",
        "Whoever goes through them counts it twice. Nothing was made or deleted in between.",
        "Begin a page behind the last item of the one before, in one fixed order.",
    ),
    error(
        "list-gap",
        "Small pages leave out what a large one shows.",
        "Whoever goes through them never sees it.",
        "Begin a page right behind the last item of the one before.",
    ),
    warning(
        "list-reordered",
        "Small pages show the items in another order than a large one.",
        "The order then depends on how one asks.",
        "Sort before cutting into pages, with the id as the last key.",
    ),
    error(
        "list-endless",
        "A page leads to one that was there before.",
        "Whoever follows the pages never comes to an end.",
        "Leave out the link or cursor on the last page.",
    ),
    warning(
        "list-beyond",
        "A page behind the last one is empty, and leads to another one.",
        "Whoever follows it goes on for ever.",
        "Leave out the link or cursor of empty pages.",
    ),
    warning(
        "list-promises",
        "A page says that more follows, and nothing does.",
        "Clients ask once more for nothing, or show a button that does nothing.",
        "Look whether there is one more item before saying so.",
    ),
    warning(
        "list-total",
        "A total is not the number of items.",
        "Clients reckon the number of pages from it.",
        "Count what the filters let through, before it is cut into pages.",
    ),
    warning(
        "list-echo",
        "A page says otherwise than what it was asked for.",
        "It shows the limit or offset that were used, and these are not those of the request.",
        "Show what was asked for, or what was used instead.",
    ),
    error(
        "list-differs",
        "An item shows a member otherwise than the resource by its id.",
        "Both are the same resource. A warning where it may have changed in between.",
        "Make both from the same data.",
    ),
    warning(
        "not-listed",
        "What was made and is served is not in the list.",
        "Nothing that the document says leaves it out.",
        "List it; or say in the document what is listed.",
    ),
    error(
        "listed-after-delete",
        "The list still shows what was deleted.",
        "It is no longer served by its id.",
        "Take it out of the list together with the resource.",
    ),
    warning(
        "listed-without-parent",
        "The list in a resource that was deleted still shows items.",
        "What it was in is gone.",
        "Answer with 404, or with an empty list.",
    ),
    error(
        "filter-ignored",
        "A filter let something through that it should have left out.",
        "The item itself shows that it is not what was asked for. A warning where the meaning of "
        "the filter was read from its name.",
        "Apply the filter to every item.",
    ),
    error(
        "filter-misses",
        "A filter left something out that it should have kept.",
        "It is there without the filter, and is what was asked for. A warning where the meaning of "
        "the filter was read from its name.",
        "Compare as the document says: whole values, both ends of a range.",
    ),
    error(
        "sort-ignored",
        "The items do not stand in the order that was asked for, or that is promised.",
        "A warning where the order was read from words.",
        "Sort all items, then cut them into pages.",
    ),
    error(
        "not-expanded",
        "What was asked for as a whole came as an id, or the other way round.",
        "Clients read members of it. So is a member that is only to be there when asked for.",
        "Follow the parameter, for each member that it names.",
    ),
    warning(
        "expanded",
        "What came for an id is a resource of another id.",
        "It shows somebody else's data.",
        "Look it up by the id that the member has.",
    ),
    warning(
        "report-sum",
        "The groups of a report do not come to its whole.",
        "The same things are counted twice, or left out.",
        "Sum up what the groups show.",
    ),
    warning(
        "report-order",
        "The groups of a report do not stand in order.",
        "A report by days goes from one day to the next.",
        "Sort by the member that groups.",
    ),
    warning(
        "report-echo",
        "A report says otherwise than what it was asked for.",
        "Its range or grouping is not that of the request.",
        "Show what was asked for.",
    ),
    warning(
        "report-ends",
        "Two ranges that together are a third one come to something else.",
        "An end of the range is counted twice, or not at all.",
        "Take both ends in, or say in the document which one is not.",
    ),
)
