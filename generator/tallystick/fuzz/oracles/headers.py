"""Headers that the document lists: they never come, or all say the same of different requests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tallystick.fuzz.documented import response, told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Operation, words

MANY: Final = 20
"""Answers without a header after which it does not come by chance."""
PLACES: Final = 2
"""Answers of so many sorts (operation, status) have to list it."""
FEW: Final = 3
"""Answers of one sort after which it does not come there, if it always does elsewhere."""
DIFFERENT: Final = 2
"""Values that are kept of one header."""
OWN: Final = frozenset(
    """
    age allow content-disposition content-encoding content-language deprecation etag last-modified
    link location preference-applied retry-after set-cookie sunset vary warning www-authenticate
    """.split()  # noqa: SIM905 - many words
)
"""Headers that have conditions of their own, or oracles."""
_SOMETIMES: Final = re.compile(
    r"\b(?:if|when(?! \w+ing\b)\w*|where|while|unless|only|may|might|can|could|optional\w*|once"
    r"|until|some\w*|near\w*|deprecated|as long as|in case)\b"
)
"""Words that say that a header comes now and then; *when asking for help* says none of it."""


@dataclass(slots=True)
class Heard:
    """What came of one header at one sort of answers.

    Attributes:
        came: Answers that have it.
        values: What they say, until there are two that differ.
        having: One of them.
        lacking: Those that do not; the first one is kept.
    """

    came: int = 0
    values: set[str] = field(default_factory=set)
    having: tuple[Case, Reply] | None = None
    lacking: int = 0
    shown: tuple[Case, Reply] | None = None


Sorts = dict[tuple[str, int, str], Heard]
"""(operation, status, header) -> what came."""


def note(scene: Scene, case: Case, reply: Reply, heard: Sorts) -> None:
    """Note which of the listed headers an answer has.

    Args:
        scene: The API.
        case: The request.
        reply: Its answer.
        heard: What came before; gets more.
    """
    operation = scene.operations[case.operation]
    if reply.error or case.kind == "method":
        return
    listed = scene.once(
        (__name__, operation.id, reply.status), lambda: _listed(operation, reply.status)
    )
    for wire in listed:
        known = heard.get((operation.id, reply.status, wire))
        if known is None:
            known = heard[operation.id, reply.status, wire] = Heard()
        if wire.lower() in reply.headers:
            known.came += 1
            if len(known.values) < DIFFERENT:
                known.values.add(reply.headers[wire.lower()])
                known.having = case, reply
        else:
            known.lacking += 1
            known.shown = known.shown or (case, reply)


def judge(heard: Sorts) -> Iterator[Finding]:
    """Yield a warning for each id (`X-Request-Id`) that never comes where others like it have it.

    What is no id may have reasons of its own.
    """
    for wire, sorts in _by_name(heard):
        having = sum(not it.lacking for it in sorts)
        lacking = [it for it in sorts if not it.came]
        if having < PLACES or having + len(lacking) < len(sorts) or not _is_id(wire):
            continue
        for each in lacking:
            if each.lacking >= FEW and each.shown is not None:
                case, reply = each.shown
                said = f"the header {wire} is listed, and never comes here, as it does elsewhere"
                claim = about(case, "response:header-listed", f"{reply.status}.{wire}")
                weight = Weight.WARNING
                yield finding("header-never", said, case, reply, claim=claim, weight=weight)


def same(heard: Sorts) -> Iterator[Finding]:
    """Yield a warning for each id of requests (`X-Request-Id`) that names all of them alike."""
    for wire, sorts in _by_name(heard):
        values = set[str]().union(*(it.values for it in sorts))
        shown = next((it.having for it in sorts if it.having is not None), None)
        named = _is_id(wire) and "request" in words(wire.lower())
        if shown and named and len(values) == 1 and sum(it.came for it in sorts) >= MANY:
            case, reply = shown
            said = f"the header {wire} is the same for all requests: it names none of them"
            claim = about(case, "response:header-same", wire)
            yield finding("header-same", said, case, reply, claim=claim, weight=Weight.WARNING)


def never(heard: Sorts) -> Iterator[str]:
    """Yield a sentence for each header that never comes: no promise, where it is not required."""
    for wire, sorts in _by_name(heard):
        total = sum(it.lacking for it in sorts)
        if len(sorts) >= PLACES and total >= MANY and not any(it.came for it in sorts):
            yield f"the header {wire} is listed, and came with none of {total} answers"


def _by_name(heard: Sorts) -> Iterator[tuple[str, list[Heard]]]:
    for wire in dict.fromkeys(wire for _, _, wire in heard):
        yield wire, [it for (_, _, name), it in heard.items() if name == wire]


def _is_id(wire: str) -> bool:
    return words(wire)[-1:] == ("id",)


def _listed(operation: Operation, status: int) -> list[str]:
    """Return the headers that are listed for a status, and that no words make seldom."""
    declared = response(operation, status)
    return [
        each.wire
        for each in (declared.headers if declared is not None else ())
        if not (each.required or each.wire.lower() in OWN)
        and not _SOMETIMES.search(told(each.doc.description))
    ]
