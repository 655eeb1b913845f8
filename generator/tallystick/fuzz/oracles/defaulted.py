"""A documented default holds: who leaves a parameter out gets what those get who spell it out."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tallystick.diagnostics import escape
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles.alike import short
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.paging import LEADING, is_link, plain
from tallystick.text import Json


class Answers(NamedTuple):
    """What came without the defaults, with them, and without them again."""

    first: Json
    told: Json
    again: Json


def judge(
    case: Case, reply: Reply, at: tuple[str, str], default: Json, answers: Answers
) -> Iterator[Finding]:
    """Yield a finding when an answer differs by a default that is spelled out.

    Args:
        case: The request that spells it out, behind one that does not.
        reply: The answer.
        at: Name and place of the parameter.
        default: Its default.
        answers: All three.
    """
    where = next(differences(answers, [default]), None)
    if where is not None:
        said = f"{at[0]} is {short(default)} by default, and without it the answer is another one"
        said += f" than with it, at {where or 'its root'}"
        claim = about(case, "parameter:default", at[1])
        yield finding("default-differs", said, case, reply, claim=claim)


def differences(answers: Answers, spelled: Collection[Json], at: str = "") -> Iterator[str]:
    """Yield the places where an answer differs by what is spelled out.

    What changes by itself, leads to other pages or says how it was asked for is no difference.

    Args:
        answers: Of one place.
        spelled: Values that were spelled out.
        at: The place.
    """
    first, told, again = answers
    parts = _parts(answers)
    if parts is not None:
        for name, inner in parts:
            if plain(name) not in LEADING:
                yield from differences(inner, spelled, f"{at}/{escape(name)}")
        return
    links = any(isinstance(each, str) and is_link(each) for each in (first, told))
    echoes = first is None and told in spelled
    if first == again and not _same(first, told) and not links and not echoes:
        yield at


def _parts(answers: Answers) -> list[tuple[str, Answers]] | None:
    """Return the members or items of three objects, or three lists of one length, by name."""
    if all(isinstance(each, dict) for each in answers):
        maps = [each for each in answers if isinstance(each, dict)]
        names = dict.fromkeys(name for each in maps for name in each)
        return [(name, Answers(*(each.get(name) for each in maps))) for name in names]
    lists = [each for each in answers if isinstance(each, list)]
    if len(lists) == len(answers) and len({*map(len, lists)}) == 1:
        return [(str(place), Answers(*each)) for place, each in enumerate(_across(lists))]
    return None


def _across(lists: Sequence[list[Json]]) -> Iterator[tuple[Json, ...]]:
    yield from zip(*lists, strict=True)


def _same(one: Json, other: Json) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)
