"""What the words of an action say of the states that it may be taken from.

OpenAPI has no words for it, so people write *Confirm a stay that was requested (409 for any
other)*, *409 when it is not open*, *a draft; 409 when it is none* or *Only draft orders can be
submitted*. What else is said with *not*, *unless* or *until* is not read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.documented import response
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.statuses import CONFLICT
from tallystick.ir import words
from tallystick.ir.types import Doc

_REST: Final = re.compile(
    r"\b(409|conflict)\b[^.;]*\b(any|all|every|others?|otherwise|else)\b"
    r"|\b(others?|otherwise|else)\b[^.;]*\b(409|conflict)\b"
)
"""That all other states are refused, with the status."""
_NOT: Final = re.compile(r"n't\b|\b(not|no|never|cannot|unless|except|without|until|before|yet)\b")
_UNLESS: Final = re.compile(
    r"\b(?:409|conflict)\b[^.;]*?\b(?:(?:when|if|where|while)\b[^.;]*?"
    r"(?:\bnot|n't|(?<!there )\b(?:is|are|was|were) no)|unless)\b"
)
"""That all states are refused but those that are named next."""
_NONE: Final = re.compile(r"\b(?:409|conflict)\b[^.;]*\b(?:is|are|was|were) none\b")
"""That all states are refused but those that were named before."""
_JOINT: Final = re.compile(r"[\"'`]?(?:\s*,(?:\s+(?:or|nor|and)\b)?|\s+(?:or|nor|and)\b)")
_SMALL: Final = (
    "in from when while if it its is was are were be as long the a an of for state status"
)
"""Words that may stand before the name of a state."""
_STATE: Final = re.compile(r"\b(state|status|phase|stage)\b")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
LONGEST: Final = 400
"""Characters that a sentence has at most; longer ones are no sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of an action.

    Attributes:
        sources: States from which it may be taken.
        perhaps: States of which something else is said.
        strict: That all others are refused with a conflict.
    """

    sources: frozenset[str]
    perhaps: frozenset[str] = frozenset()
    strict: bool = False

    def forbids(self, state: str, ends: Sequence[str]) -> bool:
        """Whether an action may not be taken in a state: not even again, where that is said."""
        known = state in self.sources or state in self.perhaps
        return not known and (self.strict or state not in ends)


def said(deed: Deed) -> Said | None:
    """Return what the words of an action say; None when they name no state, or nothing is clear."""
    states = deed.course.states if deed.course is not None else ()
    if response(deed.operation, CONFLICT) is None:
        return None
    sources: set[str] = set()
    perhaps: set[str] = set()
    sure: set[str] = set()
    denied: set[str] = set()
    strict = False
    noun = deed.chain.create.path.rstrip("/").rpartition("/")[2].lower()
    for sentence in sentences(deed.operation.doc):
        found = {name for name in states if name not in deed.ends and _names(name, sentence)}
        rest = _REST.search(sentence) is not None
        others = _unless(states, sentence, noun) or _before(states, sentence)
        if others:
            sure |= others
            perhaps |= found - others
            strict = True
        elif _NOT.search(sentence):
            denied |= found
        elif rest or _only(found, sentence, noun):
            sources |= found
            strict = strict or (rest and bool(found))
        else:
            perhaps |= found
    kept = frozenset(sure | (sources - denied))
    doubted = frozenset(perhaps | denied) - kept
    return Said(sources=kept, perhaps=doubted, strict=strict) if kept else None


def refuses(deed: Deed) -> bool:
    """Whether it is said that there are states in which an action is refused."""
    conflict = response(deed.operation, CONFLICT)
    if conflict is None:
        return False
    told = list(sentences(conflict.doc))
    rest = any(_REST.search(each) for each in sentences(deed.operation.doc))
    return rest or any(_STATE.search(each) for each in told)


def sentences(doc: Doc) -> Iterator[str]:
    """Yield what is said of something, in lower case, sentence by sentence."""
    for text in (doc.summary, doc.description):
        if text is not None:
            yield from (it for it in _SENTENCE.split(text.raw.lower()) if len(it) <= LONGEST)


def _names(state: str, sentence: str) -> bool:
    return re.search(rf"\b{_spelled(state)}\b", sentence) is not None


def _only(found: set[str], sentence: str, noun: str) -> bool:
    """Whether a sentence says that the states it names are the only ones.

    Args:
        found: The states.
        sentence: In lower case.
        noun: What the path calls the resources: *orders*.
    """
    begin = rf"\b(only|must be|has to be|have to be){_small(noun)}"
    return any(re.search(rf"{begin}{_spelled(name)}\b", sentence) for name in found)


def _unless(states: Sequence[str], sentence: str, noun: str) -> set[str]:
    """Return the states in which there is no conflict, where it is said of all others."""
    begun = _UNLESS.search(sentence)
    found: set[str] = set()
    place = begun.end() if begun is not None else len(sentence)
    while True:
        named = (re.compile(rf"{_small(noun)}{_spelled(name)}\b") for name in states)
        tried = zip(states, (each.match(sentence, place) for each in named), strict=True)
        name, hit = next(((name, hit) for name, hit in tried if hit is not None), ("", None))
        if hit is None:
            return found
        found.add(name)
        joint = _JOINT.match(sentence, hit.end())
        if joint is None:
            return found
        place = joint.end()


def _before(states: Sequence[str], sentence: str) -> set[str]:
    """Return the states of which it is said that it is a conflict when it is none of these."""
    begun = _NONE.search(sentence)
    told = sentence[: begun.start()] if begun is not None else ""
    return {name for name in states if _names(name, told)}


def _small(noun: str) -> str:
    """Return a pattern of what may stand before the name of a state."""
    some = map(re.escape, (*_SMALL.split(), noun, noun.removesuffix("s")))
    return rf"(?:\s+(?:{'|'.join(some)})\b)*\s+[\"'`]?"


def _spelled(state: str) -> str:
    """Return a pattern of a state's name, however its words are held together."""
    return r"[\s_-]*".join(re.escape(word) for word in words(state.lower()))
