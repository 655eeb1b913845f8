"""The JSON bodies of one operation: valid ones, and ones that break one thing each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tallystick.fuzz import examples
from tallystick.fuzz.broken import Bad, Breaker
from tallystick.fuzz.judging import Judging
from tallystick.fuzz.moves import Moves
from tallystick.fuzz.search import Place, Search
from tallystick.fuzz.valid import Found, Pool
from tallystick.fuzz.values import Values
from tallystick.ir import Content, TypeId
from tallystick.rules import Rule
from tallystick.text import Json

Tick = Callable[[], bool]
"""Whether there is time left."""


class Bodies(NamedTuple):
    """What was made.

    Attributes:
        valid: Valid bodies, the smallest first.
        broken: Bodies that break one thing.
        never: (name, place, reason) of what could not be broken alone.
        unreached: Goals (members, values, edges) that no valid body was found for.
        rules: Every rule that a body can meet.
    """

    valid: tuple[Found, ...]
    broken: tuple[Bad, ...]
    never: tuple[tuple[str, str, str], ...]
    unreached: tuple[str, ...]
    rules: tuple[Place, ...]


NOTHING = Bodies((), (), (), (), ())


def bodies(  # noqa: PLR0913 - each by keyword
    judging: Judging,
    content: Content,
    type_id: TypeId,
    *,
    seed: int,
    most: int,
    statuses: Sequence[str],
    more: Sequence[Json] = (),
) -> Bodies:
    """Return the bodies of one content.

    Args:
        judging: Judges them.
        content: The media type, with its examples.
        type_id: Type of the whole body.
        seed: Same seed, same bodies.
        most: Valid bodies at most.
        statuses: Statuses of the rules that are to be broken.
        more: Further bodies to begin with, valid or not.
    """
    shown = examples.words(judging.api, content)
    values = Values(judging, shown, examples.literals(judging.api, content))
    moves = Moves(judging, values)
    search = Search(judging, moves, type_id)
    made = [value for _, value in values.valid(type_id, "")]
    seeds = [*more, *examples.bodies(judging.api, content), *made]
    pool = Pool(search, moves, seeds, seed)
    if not pool.found:
        start = search.mended(made)
        if start is not None:
            pool = Pool(search, moves, [start], seed)
    pool.grow(most)
    breaker = Breaker(search, moves, [each.value for each in pool.found])
    broken: list[Bad] = []
    never: list[tuple[str, str, str]] = []
    for where, (rule, _) in search.rules.items():
        if rule.status in statuses:
            _rule(breaker, where, rule, shown.get(where[1], ()), broken, never)
    broken += breaker.keywords()
    return Bodies(
        valid=tuple(pool.found),
        broken=tuple(broken),
        never=tuple(never),
        unreached=pool.unreached,
        rules=tuple(search.rules),
    )


def _rule(  # noqa: PLR0913, PLR0917 - what one step of `bodies` shares
    breaker: Breaker,
    where: Place,
    rule: Rule,
    shown: Sequence[Json],
    broken: list[Bad],
    never: list[tuple[str, str, str]],
) -> None:
    found = breaker.rule(where, rule, shown)
    broken += found
    if not found:
        never.append((*where, "no body was found that breaks it and nothing else"))
