"""Which bodies a rule that only the server can judge is about, as its message says it.

*1080p for 'video_reframe' is not enabled yet*: of another resolution or type it says
nothing.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.moves import part_at
from tallystick.ir import Api, Enumeration, Missing, TypeId, words
from tallystick.resolve.pointer import split
from tallystick.rules.model import Rule
from tallystick.text import Json

_QUOTED: Final = r"(?:'[^']+'|\"[^\"]+\"|`[^`]+`)"
_CASE: Final = re.compile(
    rf"\b(?:for|of|with|on|in)\s+({_QUOTED}(?:(?:\s*,)?\s*(?:and\b|or\b)?\s*{_QUOTED})*)"
)
"""What says when: *for 'a'*, *with 'a', 'b' or 'c'*."""
_VALUE: Final = re.compile(_QUOTED)
_FIRST: Final = re.compile(rf"{_QUOTED}|\S*\d\S*(?=\s)")
"""What a message begins with, where that is a value: quoted, or no word."""
_TURNED: Final = re.compile(
    r"\b(?:only|except|unless|other|else|but|instead|need\w*|requir\w*|without|besides|apart"
    r"|use|one\s+of|either|neither|nor|if|when|also)\b",
    re.IGNORECASE,
)
"""Words with which the values may be those that are fine, or not all that is meant."""
_FURTHER: Final = re.compile(r"[,;:()]|\.\s")
"""What divides statements: there are several, and each is about something else."""


_CALLER: Final = re.compile(
    r"\b(?:accounts?|callers?|plans?|subscriptions?|organi[sz]ations?|tenants?|workspaces?)\b",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"\b(?:quota|limit|budget|balance|credit|used|enough|left|more|most|too|exceed|yet|now"
    r"|today|month|time|already)\w*",
    re.IGNORECASE,
)
"""What may be there for one request and not for another one."""


class Meant(NamedTuple):
    """Some values of a member, of which a rule speaks.

    Attributes:
        steps: The way to the member from the body.
        values: What a rule is about.
        absent: What it is where the body does not say it; None where nobody knows.
    """

    steps: tuple[str, ...]
    values: tuple[Json, ...]
    absent: Json


def meant(api: Api, body: TypeId, at: str, rule: Rule) -> tuple[Meant, ...]:
    """Return what has to stand in a body that a rule is about, nothing where it does not say so.

    Args:
        api: Has the types.
        body: The type of the body.
        at: Place of what the rule stands on.
        rule: The rule.
    """
    said = rule.message.raw.strip()
    rest = _CASE.sub(" ", said).removesuffix(".")
    if _TURNED.search(said) or _FURTHER.search(rest) or "*" in at + rule.field:
        return ()
    kinds = {place: api.types[each] for place, each in places(api, body)}
    enums = {
        place: tuple(member.value for member in kind.members)
        for place, kind in kinds.items()
        if isinstance(kind, Enumeration) and "*" not in place
    }
    first = _FIRST.match(said)
    own = at + rule.field
    found = [_of_own(enums, own, first[0].strip("'\"`"))] if first else []
    beside = {place: enums[place] for place in enums if place.rpartition("/")[0] == at}
    named = [word[1:-1] for each in _CASE.findall(said) for word in _VALUE.findall(each)]
    if named:
        found.append(_of_beside(beside, named))
    if None in found:
        return ()
    defaults = dict(_defaults(api, body))
    told = (each for each in found if each is not None)
    return tuple(Meant(split(at), values, defaults.get(at)) for at, values in told)


def about(value: Json, all_meant: tuple[Meant, ...]) -> bool:
    """Whether a body is one that a rule speaks of; one that leaves out what counts may be."""
    for each in all_meant:
        here = part_at(value, each.steps)
        here = each.absent if here is None else here
        if here is not None and here not in each.values:
            return False
    return True


_Named = tuple[str, tuple[Json, ...]]


def _of_own(enums: Mapping[str, tuple[Json, ...]], own: str, value: str) -> _Named | None:
    return (own, (value,)) if value in enums.get(own, ()) else None


def _of_beside(beside: Mapping[str, tuple[Json, ...]], named: list[str]) -> _Named | None:
    """Return the one member that has all values that are named."""
    fitting = [at for at, values in beside.items() if set(named) <= {*values}]
    return (fitting[0], tuple(named)) if len(fitting) == 1 else None


def _defaults(api: Api, body: TypeId) -> Iterator[tuple[str, Json]]:
    for at, type_id in places(api, body):
        for field in api.fields(type_id):
            if not isinstance(field.default, Missing):
                yield f"{at}/{escape(field.wire)}", field.default


def of_caller(said: str, others: Collection[str]) -> bool:
    """Whether the message of a rule speaks of who asks, and of nothing else that there is.

    Args:
        said: The message.
        others: The words of the names of other members.
    """
    here = {each for word in re.findall(r"\w+", said) for each in words(word)}
    return bool(_CALLER.search(said)) and not _AMOUNT.search(said) and here.isdisjoint(others)
