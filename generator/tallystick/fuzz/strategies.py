"""Hypothesis strategies for request bodies: valid ones, or ones that break exactly one rule.

``pip install tallystick[fuzz]``::

    from hypothesis import given
    from tallystick.fuzz.strategies import request_bodies

    @given(request_bodies("openapi.yaml", "createThing", violating="needs-size"))
    def test_needs_size(body): ...
"""

from collections.abc import Callable
from functools import lru_cache

from hypothesis import strategies as st

from tallystick.fuzz.bodies import examples
from tallystick.fuzz.bodies.judging import Broken, Judging, compact
from tallystick.fuzz.bodies.making import bodies
from tallystick.fuzz.bodies.moves import Moves, changed
from tallystick.fuzz.bodies.values import Values
from tallystick.fuzz.model import Path
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import MISSING, Api, Content, Missing, TypeId, open_api
from tallystick.text import Json

MOST = 200
"""Valid bodies that are known from the start."""
CHANGES = 4
"""Changes of a known body at most."""
BITS = 16
"""Optional members that are kept or left out one by one."""
STATUSES = ("stated", "inferred", "server")


def request_bodies(
    document: str | Api, operation: str, *, violating: str | None = None
) -> st.SearchStrategy[Json]:
    """Return a strategy for the JSON bodies of an operation; each was judged before it is given.

    Args:
        document: Path of an OpenAPI document, or an API that was opened before.
        operation: ``operationId``.
        violating: Id of a rule: then the bodies break it at one place, and nothing else.

    Raises:
        ValueError: The document cannot be read, there is no such operation or rule, the operation
            takes no JSON, or no such body was found.
    """
    api = document if isinstance(document, Api) else opened(document)
    content, type_id = _content(api, operation)
    maker = _Maker(api, content, type_id)
    if violating is None:
        known = maker.valid()
        if not known:
            raise ValueError(f"no valid body of {operation!r} was found")
        return maker.varied(known, lambda found: found.nothing)
    if violating not in maker.rules:
        raise ValueError(f"there is no rule {violating!r} on this body")
    known, why = maker.breaking(violating)
    if not known:
        raise ValueError(f"no body breaks {violating!r} and nothing else: {why}")
    return maker.varied(known, lambda found: _only(found, violating))


class _Maker:
    """Makes the strategies for one body."""

    def __init__(self, api: Api, content: Content, type_id: TypeId) -> None:
        self._judging = Judging(api)
        self._content = content
        self._type = type_id
        shown = examples.words(api, content)
        literals = examples.literals(api, content)
        self._moves = Moves(self._judging, Values(self._judging, shown, literals))
        self.rules = {name for name, _ in self._judging.rules_at(type_id)}

    def valid(self) -> list[Json]:
        """Return valid bodies, the smallest first."""
        made = bodies(
            self._judging, self._content, self._type, seed=0, most=MOST, statuses=(), keywords=False
        )
        return sorted((found.value for found in made.valid), key=_size)

    def breaking(self, rule: str) -> tuple[list[Json], str]:
        """Return bodies that break one rule at one place, the smallest first; or why none."""
        made = bodies(
            self._judging,
            self._content,
            self._type,
            seed=0,
            most=MOST,
            statuses=STATUSES,
            rules={rule},
            keywords=False,
        )
        found = [bad.value for bad in made.broken if bad.name == rule]
        bare = [self._bare(rule, value) for value in found]
        each = {compact(value): value for value in (*found, *bare)}
        why = next((reason for name, _, reason in made.never if name == rule), "none was found")
        return sorted(each.values(), key=_size), why

    def _bare(self, rule: str, value: Json) -> Json:
        """Return a body without members that breaking a rule alone does not need."""
        for path in self._optional(value):
            fresh = changed(value, path, MISSING)
            if _only(self._judging.broken(self._type, fresh), rule):
                value = fresh
        return value

    def varied(
        self, known: list[Json], wanted: Callable[[Broken], bool]
    ) -> st.SearchStrategy[Json]:
        """Return a strategy: a known body, changed where what is wanted stays true.

        It shrinks to fewer changes, and to the fewest members.
        """

        def vary(value: Json, changes: list[tuple[int, int]], kept: int) -> Json:
            for where, what in changes:
                spots = [spot for spot in self._moves.spots(self._type, value) if spot.path]
                sound = list(self._moves.sound(spots[where % len(spots)])) if spots else []
                if sound:
                    move = sound[what % len(sound)]
                    value = replaced(value, move.path, move.value)
            for number, path in enumerate(self._optional(value)):
                if not kept >> number % BITS & 1:
                    value = replaced(value, path, MISSING)
            return value

        def replaced(value: Json, path: Path, part: "Json | Missing") -> Json:
            fresh = changed(value, path, part)
            return fresh if wanted(self._judging.broken(self._type, fresh)) else value

        numbers = st.integers(0, 2**16)
        changes = st.lists(st.tuples(numbers, numbers), max_size=CHANGES)
        kept = st.integers(0, 2**BITS - 1)

        @st.composite  # what `builds` makes is shown as a call of `vary`, and not as it is
        def made(draw: st.DrawFn) -> Json:
            return vary(draw(st.sampled_from(known)), draw(changes), draw(kept))

        return made()

    def _optional(self, value: Json) -> list[Path]:
        """Return the ways to members that may be left out, the outer ones first."""
        return [
            spot.path
            for spot in self._moves.spots(self._type, value)
            if spot.field is not None and not spot.field.required and spot.value is not MISSING
        ]


def _only(found: Broken, rule: str) -> bool:
    return not found.keywords and [name for name, _ in found.rules] == [rule]


def _size(value: Json) -> tuple[int, bytes]:
    encoded = compact(value)
    return len(encoded), encoded


def _content(api: Api, operation: str) -> tuple[Content, TypeId]:
    found = next((each for each in api.operations if each.id == operation), None)
    if found is None:
        raise ValueError(f"there is no operation {operation!r}")
    content = json_content(found)
    if content is None or content.type is None:
        raise ValueError(f"{operation!r} takes no JSON body")
    return content, content.type


@lru_cache(maxsize=8)
def opened(location: str) -> Api:
    """Return the API of a document; the last few are remembered.

    Raises:
        ValueError: It cannot be read.
    """
    api, found = open_api(location)
    if api is None:
        raise ValueError(f"{location}: " + "; ".join(item.message for item in found))
    return api
