"""Bodies of one content: known ones, and changes of them in which what is wanted stays true."""

import math
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Final

from hypothesis import strategies as st

from tallystick.fuzz.bodies import examples
from tallystick.fuzz.bodies.judging import SCHEMA, Broken, Judging, compact
from tallystick.fuzz.bodies.making import Bodies, bodies
from tallystick.fuzz.bodies.moves import Moves, changed
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.drawing.violating import STATUSES, Violation
from tallystick.fuzz.model import Case, Message, Path
from tallystick.fuzz.requests.bodied import Bodied
from tallystick.ir import MISSING, Content, MediaKind, Missing, Scalar, Type, TypeId
from tallystick.text import Json

MOST: Final = 200
"""Valid bodies that are known from the start."""
CHANGES: Final = 4
"""Changes of a known body at most."""
BITS: Final = 16
"""Optional members that are kept or left out one by one."""
_ANY: Final = Case(
    operation="", kind="valid", expect="accepted", message=Message(method="POST", path="/")
)
"""Some request that a body is put into to see whether it can travel."""


class Drawing:
    """Makes the strategies for one content.

    Attributes:
        rules: (id, place) of every rule that a body can meet.
    """

    def __init__(self, judging: Judging, content: Content, type_id: TypeId) -> None:
        """Draw bodies of `content`, which are of a type."""
        self._judging = judging
        self._content = content
        self._type = type_id
        shown = examples.words(judging.api, content)
        literals = examples.literals(judging.api, content)
        self._moves = Moves(judging, Values(judging, shown, literals))
        self._bodied = Bodied(judging)
        self.rules = [(name, at) for name, at in judging.rules_at(type_id)]

    def valid(self) -> st.SearchStrategy[Json] | None:
        """Return a strategy for valid bodies; None when none is known that can travel."""
        return self._varied([found.value for found in self._valid.valid])

    def breaking(self, wanted: Violation) -> tuple[st.SearchStrategy[Json] | None, str]:
        """Return a strategy for bodies that break one thing alone; or why there are none."""
        if (wanted.at and not wanted.at.startswith("/")) or not self._may_have(wanted):
            return None, ""
        made = self._keywords if wanted.is_keyword else self._ruled
        asked = (bad for bad in made.broken if wanted.means(bad.name, bad.at) and bad.alone)
        found = [it.value for it in asked if wanted.is_alone(self._broken(it.value))]
        bodies = self._varied([*found, *map(self._bare, found)])
        if bodies is None and found:
            kind = self._content.media_type.partition(";")[0]
            return None, f"no {kind} can say what breaks it"
        never = (why for name, at, why in made.never if wanted.means(name, at))
        return bodies, next(never, "") if bodies is None else ""

    def _may_have(self, wanted: Violation) -> bool:
        return wanted.is_keyword or any(wanted.means(*rule) for rule in self.rules)

    def claims(self) -> Iterator[tuple[str, str]]:
        """Yield every rule, and every keyword that was broken or is known not to be."""
        yield from self.rules
        yield from ((bad.name, bad.at) for bad in self._keywords.broken)
        yield from ((name, at) for name, at, _ in self._keywords.never if name.startswith(SCHEMA))

    @cached_property
    def _valid(self) -> Bodies:
        return self._made(statuses=(), keywords=False)

    @cached_property
    def _ruled(self) -> Bodies:
        """Bodies that break the rules: all at once takes hardly longer than two of them."""
        return self._made(statuses=STATUSES, keywords=False)

    @cached_property
    def _keywords(self) -> Bodies:
        return self._made(statuses=(), keywords=True)

    def _made(self, *, statuses: tuple[str, ...], keywords: bool) -> Bodies:
        return bodies(
            self._judging,
            self._content,
            self._type,
            seed=0,
            most=MOST,
            statuses=statuses,
            keywords=keywords,
        )

    def _broken(self, value: Json) -> Broken:
        return self._judging.broken(self._type, value)

    def _travels(self, value: Json, broken: Broken) -> bool:
        """Whether a body can be sent, and is then read as it was."""
        if self._content.kind is MediaKind.JSON:
            return True
        return self._bodied.one(_ANY, self._content, value, wrong=not broken.nothing) is not None

    def _bare(self, value: Json) -> Json:
        """Return a body without members that what it breaks does not need."""
        broken = self._broken(value)
        for path in self._optional(value):
            value = self._replaced(value, path, MISSING, broken)
        return value

    def _replaced(self, value: Json, path: Path, part: "Json | Missing", broken: Broken) -> Json:
        """Return a body with one change, as it was where it would break anything else."""
        fresh = changed(value, path, part)
        same = self._broken(fresh) == broken and self._travels(fresh, broken)
        return fresh if same else value

    def _varied(self, values: Sequence[Json]) -> st.SearchStrategy[Json] | None:
        """Return a strategy: a known body, changed where it goes on to break what it breaks.

        It shrinks to fewer changes, and to the fewest members. None when no known one can be sent.
        """
        each = {compact(value): (value, self._broken(value)) for value in values}
        known = [each[it] for it in sorted(each, key=_size) if self._travels(*each[it])]
        numbers = st.integers(0, 2**16)
        changes = st.lists(st.tuples(numbers, numbers), max_size=CHANGES)
        kept = st.integers(0, 2**BITS - 1)

        @st.composite  # what `builds` makes is shown as a call of a function, and not as it is
        def made(draw: st.DrawFn) -> Json:
            value, broken = draw(st.sampled_from(known))
            for where, what in draw(changes):
                value = self._moved(value, where, what, broken)
            some = draw(kept)
            for number, path in enumerate(self._optional(value)):
                if not some >> number % BITS & 1:
                    value = self._replaced(value, path, MISSING, broken)
            return deepcopy(value)  # a test may change what it is given

        return made() if known else None

    def _moved(self, value: Json, where: int, what: int, broken: Broken) -> Json:
        """Return a body with one of the changes that its schema allows at one of its places."""
        spots = [spot for spot in self._moves.spots(self._type, value) if spot.path]
        if not spots:
            return value
        spot, (turn, odd) = spots[where % len(spots)], divmod(what, 2)
        between = whole(self._judging.api.types[spot.type])
        if odd and between is not None:
            number = between[0] + turn % (between[1] - between[0] + 1)
            return self._replaced(value, spot.path, number, broken)
        sound = list(self._moves.sound(spot))
        if not sound:
            return value
        move = sound[turn % len(sound)]
        return self._replaced(value, move.path, move.value, broken)

    def _optional(self, value: Json) -> list[Path]:
        """Return the ways to members that may be left out, the outer ones first."""
        return [
            spot.path
            for spot in self._moves.spots(self._type, value)
            if spot.field is not None and not spot.field.required and spot.value is not MISSING
        ]


def whole(declared: Type) -> tuple[int, int] | None:
    """Return the first and last whole number between bounds, None for what is no such number."""
    if not isinstance(declared, Scalar) or declared.kind != "integer":
        return None
    low, high = declared.minimum, declared.maximum
    if low is None or high is None or math.ceil(low) > math.floor(high):
        return None
    return math.ceil(low), math.floor(high)


def _size(encoded: bytes) -> tuple[int, bytes]:
    return len(encoded), encoded
