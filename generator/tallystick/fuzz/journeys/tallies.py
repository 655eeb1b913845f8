"""Which number of a resource counts what an action does: ``amount_refunded`` for ``refund``.

OpenAPI has no words for it, so names tell: the participle of the action, or the action itself, and
beside it nothing but words of amounts.
"""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.documented import response, sentences
from tallystick.fuzz.journeys.deeds import Deed, participles
from tallystick.fuzz.oracles.counted import NOUNS, VAGUE, Tally, is_number
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.statuses import CONFLICT
from tallystick.ir import Api, Field, Record
from tallystick.text import Words

DEEPEST: Final = 2
"""Objects inside each other in which numbers are looked for."""
_LAST: Final = re.compile(r"\b(last|latest|most recent)\b")
_SPENT: Final = re.compile(
    r"\b(409|conflict)\b[^.;]*\b(nothing|none|no more|already|again|twice|in full|fully)\b"
    r"|\b(nothing|none|no more|already|again|twice|in full|fully)\b[^.;]*\b(409|conflict)\b"
)
"""That an action is refused when it was done."""

_Number = tuple[tuple[str, ...], Words, Field]


def tally_of(api: Api, deed: Deed) -> Tally | None:
    """Return what counts an action, None when there is nothing, or nobody knows which."""
    verbs = participles(deed)
    body, made = json_content(deed.operation), json_content(deed.chain.create)
    shown = list(_numbers(api, deed.type, DEEPEST))
    own = {each.wire for each in api.fields(made.type)} if made is not None else set()
    counting = [
        each
        for each in shown
        if verbs & set(each[1]) and set(each[1]) <= verbs | NOUNS and each[0][0] not in own
    ]
    if len(counting) != 1:
        return None
    at, spelled, field = counting[0]
    asks = api.types[body.type] if body is not None and body.type is not None else None
    found = list(_numbers(api, asks, DEEPEST)) if isinstance(asks, Record) else []
    found = [each for each in found if set(each[1]) <= NOUNS | verbs]
    asked, said, _ = found[0] if len(found) == 1 else ((), (), None)
    nouns = {*spelled, *said} - verbs - VAGUE or {"amount"}
    nouns |= {"total"} if "amount" in nouns else set()
    wholes = (way for way, parts, _ in shown if nouns & set(parts) and not verbs & set(parts))
    doc = field.doc.description.raw.lower() if field.doc.description else ""
    return Tally(
        at=at,
        asked=asked,
        wholes=tuple(wholes),
        last=_LAST.search(doc) is not None or "last" in spelled,
        spent=_spent(deed),
    )


def _numbers(api: Api, declared: Record, deepest: int) -> Iterator[_Number]:
    """Yield (steps, words, member) of the numbers that an object holds, at every depth."""
    for field in declared.fields:
        inner = api.types[field.type]
        if is_number(api, field):
            yield (field.wire,), field.words, field
        elif isinstance(inner, Record) and deepest > 1:
            for way, spelled, member in _numbers(api, inner, deepest - 1):
                yield (field.wire, *way), (*field.words, *spelled), member


def _spent(deed: Deed) -> bool:
    """Whether it is said that an action is refused when nothing is left to do."""
    conflict = response(deed.operation, CONFLICT)
    return conflict is not None and any(_SPENT.search(it) for it in sentences(deed.operation.doc))
