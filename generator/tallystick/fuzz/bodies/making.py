"""The JSON bodies of one operation: valid ones, and ones that break one thing each."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import tee
from typing import TYPE_CHECKING, Final, NamedTuple

from tallystick.fuzz.bodies import bounds, examples
from tallystick.fuzz.bodies.arranging import arranged
from tallystick.fuzz.bodies.arranging import met as orders_met
from tallystick.fuzz.bodies.broken import Bad
from tallystick.fuzz.bodies.dress import Wardrobe
from tallystick.fuzz.bodies.encoded import encoded_places
from tallystick.fuzz.bodies.hinging import Hinge
from tallystick.fuzz.bodies.isolation import Isolation
from tallystick.fuzz.bodies.judging import Judging, compact
from tallystick.fuzz.bodies.moves import Moves
from tallystick.fuzz.bodies.packing import packed
from tallystick.fuzz.bodies.parts import Known, Part, places
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.fuzz.bodies.sizing import apart, sized
from tallystick.fuzz.bodies.sizing import met as sizes_met
from tallystick.fuzz.bodies.valid import Found, Pool
from tallystick.fuzz.bodies.values import Values
from tallystick.ir import Content, MediaKind, TypeId
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.fuzz.bodies.solving import Solving
    from tallystick.solve.cover import InVain

SOLVER: Final = find_spec("z3") is not None
"""Whether the solver is installed; without it bodies are searched for."""


WORTH_IT: Final = 12
"""Valid bodies that are wanted at least before the solver is asked."""
BROKEN: Final = 8
"""Broken bodies of an operation for each valid one that is wanted: hardly more are sent."""
CLOCKED: Final = "the clock ended a question: a machine that is faster may have other bodies"


class Bodies(NamedTuple):
    """What was made.

    Attributes:
        valid: Valid bodies, the smallest first.
        broken: Bodies that break one thing.
        never: (name, place, reason) of what could not be broken alone.
        unreached: Goals (members, values, edges) that no valid body was found for.
        rules: Every rule that a body can meet.
        why: Why there is no valid one, where that is known.
        pairs_open: Pairs of choices that no valid body makes and no proof excludes.
    """

    valid: tuple[Found, ...]
    broken: tuple[Bad, ...]
    never: tuple[tuple[str, str, str], ...]
    unreached: tuple[str, ...]
    rules: tuple[Place, ...]
    why: str = ""
    pairs_open: tuple[tuple[str, str], ...] = ()


NOTHING = Bodies((), (), (), (), ())


def bodies(  # noqa: PLR0913 - each by keyword
    judging: Judging,
    content: Content,
    type_id: TypeId,
    *,
    seed: int,
    most: int,
    statuses: Sequence[str],
    rules: Collection[str] | None = None,
    keywords: bool = True,
    explained: bool = True,
) -> Bodies:
    """Return the bodies of one content.

    Args:
        judging: Judges them.
        content: The media type, with its examples.
        type_id: Type of the whole body.
        seed: Same seed, same bodies.
        most: Valid bodies at most, about.
        statuses: Statuses of the rules that are to be broken.
        rules: Ids of the rules that are; None for all.
        keywords: Whether keywords are broken, too.
        explained: Whether it is asked what of the document keeps a body from being; else no goal
            is `unreached`, and what is `never` stands on more than it has to.
    """
    maker = _Maker(judging, content, type_id, seed, explained=explained)
    for _ in maker.grow(most):
        pass
    for _ in maker.isolate(statuses, rules, keywords=keywords):
        pass
    return maker.made()


class Growing:
    """Makes the bodies of operations; what several of them take is made once."""

    def __init__(self, judging: Judging, *, seed: int, most: int, statuses: Sequence[str]) -> None:
        """Arguments as of `bodies`."""
        self._judging = judging
        self._seed, self._most, self._statuses = seed, most, statuses
        self._made: dict[tuple[TypeId, bytes], Iterator[Bodies]] = {}
        self._known: dict[TypeId, Known] = {}
        bodies = [each.body.contents for each in judging.api.operations if each.body is not None]
        self._contents = {
            each.type: each
            for contents in reversed(bodies)
            for each in contents
            if each.type is not None and each.kind is MediaKind.JSON
        }

    def bodies(self, content: Content) -> Iterator[Bodies]:
        """Yield the bodies of one content, more each time; all at last.

        Raises:
            ValueError: No validator takes its schemas.
        """
        if content.type is None:
            return
        key = content.type, compact(examples.bodies(self._judging.api, content))
        source = self._made.get(key) or self._growing(content, content.type)
        self._made[key], mine = tee(source)
        try:
            yield from mine
        except ValueError:  # of whoever comes next, too
            self._made.pop(key, None)
            raise

    def _growing(self, content: Content, type_id: TypeId) -> Iterator[Bodies]:
        maker = _Maker(self._judging, content, type_id, self._seed)
        yield maker.made()
        parts = places(self._judging.api.types, type_id, self._contents) if SOLVER else {}
        for inner in parts.values():
            for _ in self.bodies(self._contents[inner]):
                yield maker.made()
        known = [Part(at, self._known[inner]) for at, inner in parts.items()]
        for _ in maker.grow(self._most, known):
            yield maker.made()
        for _ in maker.isolate(self._statuses):
            yield maker.made()
        if SOLVER:
            self._known[type_id] = maker.known()
        yield maker.made()


class _Maker:
    """Makes the bodies of one content."""

    def __init__(
        self,
        judging: Judging,
        content: Content,
        type_id: TypeId,
        seed: int,
        *,
        explained: bool = True,
    ) -> None:
        self._shown = examples.words(judging.api, content)
        values = Values(judging, self._shown, examples.literals(judging.api, content))
        self._values = values
        self._judging = judging
        self._moves = Moves(judging, values)
        places = encoded_places(judging.api, type_id, self._shown)
        self._search = Search(judging, self._moves, type_id, places)
        self._wardrobe = Wardrobe(judging.api, values, type_id)
        self._seed = seed
        self._most = 0
        self._explained = explained
        made = [value for _, value in values.valid(type_id, "")]
        seeds = [*examples.bodies(judging.api, content), *made]
        self._pool = Pool(self._search, self._moves, seeds, seed)
        if not self._pool.found:
            start = self._search.mended(made)
            if start is not None:
                self._pool = Pool(self._search, self._moves, [start], seed)
        self._parts: Sequence[Part] = ()
        self._asked: Solving | None = None
        self._in_vain: InVain | None = None
        self._hosts: Sequence[Json] = ()
        self._isolation: Isolation | None = None
        self._unreached: tuple[str, ...] = ()
        self._pairs_open: tuple[tuple[str, str], ...] = ()
        self._why = ""
        self._told: list[Found] = []
        self._reached: set[str] = set()

    def known(self) -> Known:
        """Return what is known of the bodies, for those that have them as parts."""
        made = self.made()
        split = (goal.partition(": ") for goal in made.unreached)
        return Known(
            valid=made.valid,
            broken=[(bad, self._search.broken(bad.value)) for bad in made.broken],
            never=self._isolation.never if self._isolation is not None else (),
            unreached={goal: why for goal, _, why in split},
            in_vain=self._in_vain,
        )

    def made(self) -> Bodies:
        """Return what there is so far."""
        isolation = self._isolation
        return Bodies(
            valid=self._valid(),
            broken=tuple(isolation.broken) if isolation else (),
            never=self._never(),
            unreached=self._missed(),
            rules=tuple(self._search.rules),
            why=self._why,
            pairs_open=self._pairs_open,
        )

    def _never(self) -> tuple[tuple[str, str, str], ...]:
        """Return what could not be broken alone, and that it is so on this machine only."""
        never = self._isolation.never if self._isolation is not None else ()
        clocked = self._asked is not None and self._asked.clocked
        return (*never, ("request:plan", "", CLOCKED)) if clocked else tuple(never)

    def _valid(self) -> tuple[Found, ...]:
        """Return the valid bodies, each with all the bounds that it stands at."""
        for found in self._pool.found[len(self._told) :]:
            spots = list(self._search.spots(found.value))
            edges = bounds.met(self._judging.api.types, spots)
            goals = found.goals.union(edges, sizes_met(spots), orders_met(spots))
            self._told.append(found._replace(goals=goals))
            self._reached |= goals
        return tuple(self._told)

    def _missed(self) -> tuple[str, ...]:
        """Return what was not reached, less what another body reached by the way."""
        missed = (goal for goal in self._unreached if goal.partition(": ")[0] not in self._reached)
        return tuple(missed)

    def grow(self, most: int, parts: Sequence[Part] = ()) -> Iterator[None]:
        """Make valid bodies.

        Args:
            most: So many, about.
            parts: What is known of parts of them.
        """
        self._parts, self._most = parts, most
        if not SOLVER or (most < WORTH_IT and self._pool.found):
            self._pool.grow(most)
            self._unreached = self._pool.unreached
            return
        from tallystick.fuzz.bodies.covering import Covering  # noqa: PLC0415 - needs z3
        from tallystick.fuzz.bodies.solving import solving  # noqa: PLC0415 - needs z3

        self._asked = solving(
            self._judging, self._search.type, seed=self._seed, explained=self._explained
        )
        if not self._pool.found:
            found = self._asked.any()
            if not isinstance(found, list):
                self._why = found or ""
                return
            dressed = [self._wardrobe.dressed(value, self._sound) for value in found]
            self._pool = Pool(self._search, self._moves, dressed, self._seed)
        covering = Covering(
            self._pool, self._search, self._moves, self._wardrobe, self._asked, parts
        )
        yield from covering.grow(most, self._seed)
        self._in_vain = covering.cover.in_vain
        self._hosts = covering.hosts
        self._unreached = covering.unreached if self._explained else ()
        self._pairs_open = covering.pairs_open

    def _sound(self, value: Json) -> bool:
        return self._search.broken(value).nothing

    def isolate(
        self,
        statuses: Sequence[str],
        rules: Collection[str] | None = None,
        *,
        keywords: bool = True,
    ) -> Iterator[None]:
        """Break the rules of some statuses and the keywords, one each."""
        if not self._pool.found:
            return
        valid = [*(each.value for each in self._pool.found), *self._hosts]
        valid += apart(self._search, self._values, [*valid])
        isolation = Isolation(
            self._search, self._moves, self._wardrobe, valid, self._asked, self._parts
        )
        self._isolation = isolation
        chosen = [
            (where, rule)
            for where, (rule, _) in self._search.rules.items()
            if rule.status in statuses and (rules is None or rule.id in rules)
        ]
        for where, rule in chosen:
            isolation.rule(where, rule, self._shown.get(where[1], ()))
            isolation.askew(where, rule)
            self._beside(where, isolation.ways(where, rule))
            yield
        if keywords:
            isolation.keywords()
        yield
        for where, rule in chosen:
            self._beside(where, isolation.turn(where, rule))
            yield
        isolation.further(self._most * BROKEN)
        self._show(list(sized(self._search, self._values, self._pool.found)))
        self._show(list(arranged(self._search, self._pool.found)))
        self._show(packed(self._search, self._judging.api.types, [*self._pool.found]))

    def _show(self, made: Iterable[tuple[Json, frozenset[str]]]) -> None:
        """Keep valid bodies that show many things at once."""
        for value, goals in made:
            reached = goals.union(self._pool.choices(value))
            self._pool.found.append(Found(value, reached, min(goals)))

    def _beside(self, where: Place, found: Iterable[Hinge]) -> None:
        """Keep valid bodies right beside ones that break a rule."""
        for value, _, goal in found:
            goals = frozenset({goal, *self._pool.choices(value)})
            self._pool.found.append(Found(value, goals, goal, where))
