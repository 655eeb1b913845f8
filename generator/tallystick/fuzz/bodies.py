"""The JSON bodies of one operation: valid ones, and ones that break one thing each."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

from tallystick.fuzz import examples
from tallystick.fuzz.broken import Bad
from tallystick.fuzz.dress import Wardrobe
from tallystick.fuzz.isolation import Isolation
from tallystick.fuzz.judging import Judging
from tallystick.fuzz.moves import Moves
from tallystick.fuzz.search import Place, Search
from tallystick.fuzz.valid import Found, Pool
from tallystick.fuzz.values import Values
from tallystick.ir import Content, TypeId
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.fuzz.solving import Solving

SOLVER: Final = find_spec("z3") is not None
"""Whether the solver is installed; without it bodies are searched for."""

Tick = Callable[[], bool]
"""Whether there is time left."""

WORTH_IT: Final = 12
"""Valid bodies that are wanted at least before the solver is asked."""


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
    pool = Pool(search, moves, [*more, *examples.bodies(judging.api, content), *made], seed)
    wardrobe = Wardrobe(judging.api, values, type_id)
    asked = _solving(judging, type_id, seed) if most >= WORTH_IT else None
    if not pool.found:
        start = search.mended(made)
        pool = pool if start is None else Pool(search, moves, [start], seed)
    unreached = _grow(pool, search, moves, wardrobe, asked, most, seed)
    isolation = Isolation(search, moves, wardrobe, [each.value for each in pool.found], asked)
    for where, (rule, _) in search.rules.items():
        if rule.status in statuses:
            isolation.rule(where, rule, shown.get(where[1], ()))
    isolation.keywords()
    return Bodies(
        valid=tuple(pool.found),
        broken=tuple(isolation.broken),
        never=tuple(isolation.never),
        unreached=unreached,
        rules=tuple(search.rules),
    )


def _solving(judging: Judging, type_id: TypeId, seed: int) -> "Solving | None":
    """Return what asks the solver, where it is installed."""
    if not SOLVER:
        return None
    from tallystick.fuzz.solving import solving  # noqa: PLC0415 - needs z3

    return solving(judging, type_id, seed=seed)


def _grow(  # noqa: PLR0913, PLR0917 - what one step of `bodies` shares
    pool: Pool,
    search: Search,
    moves: Moves,
    wardrobe: Wardrobe,
    asked: "Solving | None",
    most: int,
    seed: int,
) -> tuple[str, ...]:
    """Grow the pool; returns the goals that were not reached."""
    if asked is None:
        pool.grow(most)
        return pool.unreached
    from tallystick.fuzz.covering import Covering  # noqa: PLC0415 - needs z3

    covering = Covering(pool, search, moves, wardrobe, asked)
    covering.grow(most, seed)
    return covering.unreached
