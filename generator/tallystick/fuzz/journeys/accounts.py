"""What words say of accounts: what is given back, what costs again, and what is counted.

*A queued job becomes cancelled and its credits are given back*, *it costs the same again*, *those
that are queued or running*, *failed jobs give back as cancelled ones do*.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import sentences, success
from tallystick.fuzz.journeys.deeds import Deed, asking, deeds
from tallystick.ir import Api, Operation

_BACK: Final = re.compile(
    r"\b(?:given|gives?|paid|pays?) back\b|\brefund(?:s|ed)?\b|\breturned\b|\brestored\b"
)
_AGAIN: Final = re.compile(r"\b(?:costs|is charged|takes)\b[^.;]*\bagain\b")
_NOT: Final = re.compile(r"n't\b|\b(?:not|no|never|nothing|unless|except|only|without|may)\b")
_THOSE: Final = re.compile(r"(?:how many|those|the number|number)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of things in some states: what shows it, its member, the states."""

    operation: Operation
    member: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is said of one kind of things.

    Attributes:
        like: Asks for one.
        back: Actions that are said to give back.
        again: Actions that are said to cost the same again.
        counts: How many are in some states.
        returned: States in which things are said to give back.
    """

    like: Deed
    back: tuple[Deed, ...]
    again: tuple[Deed, ...]
    counts: tuple[Count, ...]
    returned: frozenset[str]

    @property
    def chain(self) -> Chain:
        """What makes one, and gets it."""
        return self.like.chain

    @property
    def member(self) -> str:
        """What holds the state of one."""
        return self.like.course.member if self.like.course is not None else ""


def accounts(api: Api, chains: Sequence[Chain], known: Sequence[Operation]) -> Iterator[Account]:
    """Yield the kinds of things of which accounts tell.

    Args:
        api: The API.
        chains: How things are made.
        known: What shows how things stand for a caller.
    """
    acts = [it for it in deeds(api, chains) if it.kind == "action" and it.ends]
    for chain in chains if known else ():
        like = asking(api, chain) if chain.polls and not chain.scope else None
        if like is None or like.course is None:
            continue
        states = like.course.states
        back = tuple(it for it in acts if it.chain is chain and _says(_BACK, it.operation))
        again = tuple(it for it in _below(api, like) if _says(_AGAIN, it.operation))
        counts = tuple(it for each in known for it in _counts(api, each, states))
        fields = (it for each in known for it in api.fields(success(each)))
        told = [it for field in fields for it in sentences(field.doc) if _BACK.search(it)]
        returned = {name for text in told if not _NOT.search(text) for name in _named(states, text)}
        if back or counts:
            yield Account(
                like=like, back=back, again=again, counts=counts, returned=frozenset(returned)
            )


def _says(pattern: re.Pattern[str], operation: Operation) -> bool:
    """Whether a sentence about an operation says something plainly."""
    told = (part for text in sentences(operation.doc) for part in text.split(";"))
    return any(pattern.search(it) and not _NOT.search(it) for it in told)


def _below(api: Api, like: Deed) -> Iterator[Deed]:
    """Yield what is done to a thing by POST."""
    for each in api.operations:
        if each.method == "post" and each.path.startswith(like.chain.get.path + "/"):
            yield replace(like, operation=each, path=each.path)


def _counts(api: Api, operation: Operation, states: Sequence[str]) -> Iterator[Count]:
    """Yield numbers that words say to be those of things in some states, and in no others."""
    for field in api.fields(success(operation)):
        for text in sentences(field.doc):
            named = _named(states, text)
            if named and _THOSE.match(text) and not _NOT.search(text):
                yield Count(operation=operation, member=field.wire, states=named)


def _named(states: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the states that a sentence names."""
    return tuple(it for it in states if re.search(rf"\b{re.escape(it.lower())}\b", text))
