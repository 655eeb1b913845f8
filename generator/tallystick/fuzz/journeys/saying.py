"""What the words of an action say of the states that it may be taken from.

OpenAPI has no words for it, so people write *Confirm a stay that was requested (409 for any
other)*, *409 when it is not open*, *409 unless it failed or was cancelled*, *409 when it has
ended*, *a draft; 409 when it is none* or *Only draft orders can be submitted*. What else is said
with *not*, *unless* or *until* is not read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.documented import response, sentences
from tallystick.fuzz.journeys.deeds import Course, Deed
from tallystick.fuzz.statuses import CONFLICT
from tallystick.ir import words

_REST: Final = re.compile(
    r"\b(409|conflict)\b[^.;]*\b(any|all|every|others?|otherwise|else)\b"
    r"|\b(others?|otherwise|else)\b[^.;]*\b(409|conflict)\b"
)
"""That all other states are refused, with the status."""
_NOT: Final = re.compile(r"n't\b|\b(not|no|never|cannot|unless|except|without|until|before|yet)\b")
_UNLESS: Final = re.compile(
    r"\b(?:409|conflict)\b[^.;]*?\b(?:(?:when|if|where|while)\b[^.;]*?"
    r"(?:\bnot|n't|(?<!there )\b(?:is|are|was|were) no)|unless(?:\s+that)?)\b"
)
"""That all states are refused but those that are named next."""
_WHEN: Final = re.compile(r"\b(?:409|conflict)\b[^.;]*?\b(?:when|if|where|while|once|after)\b")
"""That the states that are named next are refused."""
_NONE: Final = re.compile(r"\b(?:409|conflict)\b[^.;]*\b(?:is|are|was|were) none\b")
"""That all states are refused but those that were named before."""
_JOINT: Final = re.compile(r"[\"'`]?(?:\s*,(?:\s+(?:or|nor|and)\b)?|\s+(?:or|nor|and)\b)")
_SMALL: Final = (
    "in from when while if it its is was are were be has have had been already as long the a an of "
    "for state status"
)
"""Words that may stand before the name of a state."""
_NOUN: Final = re.compile(r"\s+(?!(?:or|and|nor|already|yet|any|before|when|by|at|in|with)\b)\w")
"""That more is said of something: *it has open invoices* tells no state."""
_STATE: Final = re.compile(r"\b(state|status|phase|stage)\b")
ENDED: Final = ("ended", "finished", "over", "final", "terminal")
"""What a resource is said to be whose state no other one follows, where it has no such state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of an action.

    Attributes:
        sources: States from which it may be taken.
        perhaps: States of which something else is said.
        barred: States in which it is refused.
        strict: That all others but `sources` are refused with a conflict.
    """

    sources: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    strict: bool = False

    def forbids(self, state: str, ends: Sequence[str]) -> bool:
        """Whether an action may not be taken in a state: not even again, where that is said."""
        if state in self.barred or not self.sources:
            return state in self.barred
        known = state in self.sources or state in self.perhaps
        return not known and (self.strict or state not in ends)

    @property
    def spelled(self) -> str:
        """From which states an action may be taken, in words."""
        if not self.sources:
            return "not from " + " or ".join(sorted(self.barred))
        return "from " + " or ".join(sorted(self.sources)) + " only"


def said(deed: Deed) -> Said | None:
    """Return what the words of an action say; None when they name no state, or nothing is clear."""
    if response(deed.operation, CONFLICT) is None or deed.course is None:
        return None
    named = _named(deed.course)
    sources: set[str] = set()
    perhaps: set[str] = set()
    sure: set[str] = set()
    denied: set[str] = set()
    barred: set[str] = set()
    strict = False
    noun = deed.chain.create.path.rstrip("/").rpartition("/")[2].lower()
    for sentence in sentences(deed.operation.doc):
        known = {name for name in named if name not in deed.ends and _names(name, sentence)}
        found = _meant(named, known)
        rest = _REST.search(sentence) is not None
        others = _after(_UNLESS, named, sentence, noun) or _before(named, sentence)
        if others:
            sure |= others
            perhaps |= found - others
            strict = True
        elif _NOT.search(sentence):
            denied |= found
        elif rest or _only(known, sentence, noun):
            sources |= found
            strict = strict or (rest and bool(found))
        else:
            now = _after(_WHEN, named, sentence, noun)
            barred |= now
            perhaps |= found - now
    kept = frozenset(sure | (sources - denied))
    shut = frozenset(barred - kept - denied)
    doubted = frozenset(perhaps | denied) - kept - shut
    if not kept and not shut:
        return None
    return Said(sources=kept, perhaps=doubted, barred=shut, strict=strict)


def _named(course: Course) -> dict[str, frozenset[str]]:
    """Return how states are called: by their names; those that none follows are at their end."""
    named = {state: frozenset({state}) for state in course.states}
    states = course.machine.states if course.machine is not None else ()
    ends = frozenset(each.name for each in states if not each.next)
    return {word: ends for word in ENDED if ends} | named


def _meant(named: Mapping[str, frozenset[str]], words: Iterable[str]) -> set[str]:
    """Return the states that are called so."""
    return {state for word in words for state in named[word]}


def refuses(deed: Deed) -> bool:
    """Whether it is said that there are states in which an action is refused."""
    conflict = response(deed.operation, CONFLICT)
    if conflict is None:
        return False
    told = list(sentences(conflict.doc))
    rest = any(_REST.search(each) for each in sentences(deed.operation.doc))
    return rest or any(_STATE.search(each) for each in told)


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


def _after(
    begin: re.Pattern[str], named: Mapping[str, frozenset[str]], sentence: str, noun: str
) -> set[str]:
    """Return the states that a sentence names right behind some words."""
    begun = begin.search(sentence)
    found: set[str] = set()
    place = begun.end() if begun is not None else len(sentence)
    while True:
        tried = (
            (name, re.compile(rf"{_small(noun)}{_spelled(name)}\b").match(sentence, place))
            for name in named
        )
        tried = (each for each in tried if not _owned(begin, each[1], sentence))
        name, hit = next(((name, hit) for name, hit in tried if hit is not None), ("", None))
        if hit is None:
            return found
        found |= named[name]
        joint = _JOINT.match(sentence, hit.end())
        if joint is None:
            return found
        place = joint.end()


def _owned(begin: re.Pattern[str], hit: re.Match[str] | None, sentence: str) -> bool:
    """Whether what looks like a state is said of something that a resource has."""
    if hit is None or (begin is _UNLESS and not re.search(r"\bha(s|ve|d)\b", hit.group())):
        return False
    return _NOUN.match(sentence, hit.end()) is not None


def _before(named: Mapping[str, frozenset[str]], sentence: str) -> set[str]:
    """Return the states of which it is said that it is a conflict when it is none of these."""
    begun = _NONE.search(sentence)
    told = sentence[: begun.start()] if begun is not None else ""
    return _meant(named, (name for name in named if _names(name, told)))


def _small(noun: str) -> str:
    """Return a pattern of what may stand before the name of a state."""
    some = map(re.escape, (*_SMALL.split(), noun, noun.removesuffix("s")))
    return rf"(?:\s+(?:{'|'.join(some)})\b)*\s+[\"'`]?"


def _spelled(state: str) -> str:
    """Return a pattern of a state's name, however its words are held together."""
    return r"[\s_-]*".join(re.escape(word) for word in words(state.lower()))
