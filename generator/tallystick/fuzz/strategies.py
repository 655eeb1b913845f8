"""Hypothesis strategies for request bodies: valid ones, or ones that break exactly one rule.

``pip install tallystick[fuzz]``::

    from hypothesis import given
    from tallystick.fuzz.strategies import request_bodies

    @given(request_bodies("openapi.yaml", "createThing", violating="needs-size"))
    def test_needs_size(body): ...
"""

from functools import lru_cache
from random import Random

from hypothesis import strategies as st

from tallystick.fuzz import examples
from tallystick.fuzz.bodies import bodies
from tallystick.fuzz.composing import json_content
from tallystick.fuzz.judging import Judging, compact
from tallystick.fuzz.model import Path
from tallystick.fuzz.moves import Moves, changed
from tallystick.fuzz.search import Search, Start
from tallystick.fuzz.values import Values
from tallystick.ir import Api, Content, TypeId, open_api
from tallystick.text import Json

MOST = 200
"""Bodies that are known from the start."""
STEPS = 24
"""Bodies judged to mend one."""


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
    if violating is not None:
        return _violating(api, content, type_id, violating)
    known = _sorted(api, content, type_id, ())
    if not known:
        raise ValueError(f"no valid body of {operation!r} was found")
    return _valid(api, content, type_id, known)


def _violating(api: Api, content: Content, type_id: TypeId, rule: str) -> st.SearchStrategy[Json]:
    judging = Judging(api)
    if rule not in {name for name, _ in judging.rules_at(type_id)}:
        raise ValueError(f"there is no rule {rule!r} on this body")
    made = bodies(judging, content, type_id, seed=0, most=MOST, statuses=("stated", "inferred"))
    found = [bad.value for bad in made.broken if bad.name == rule]
    if not found:
        raise ValueError(f"no body that breaks {rule!r} and nothing else was found")
    return st.sampled_from(sorted(found, key=_size))


def _valid(
    api: Api, content: Content, type_id: TypeId, known: list[Json]
) -> st.SearchStrategy[Json]:
    """Choose a known body and change it at random; what that breaks is mended, or left out."""
    judging = Judging(api)
    shown = examples.words(api, content)
    moves = Moves(judging, Values(judging, shown, examples.literals(api, content)))
    search = Search(judging, moves, type_id)

    def vary(value: Json, changes: int, seed: int) -> Json:
        chance = Random(seed)  # noqa: S311 - drawn by Hypothesis, so that it can be replayed
        path: Path | None = None
        fresh = value
        for _ in range(changes):
            spots = [spot for spot in moves.spots(type_id, fresh) if spot.path]
            sound = list(moves.sound(chance.choice(spots))) if spots else []
            if sound:
                move = chance.choice(sound)
                path = move.path
                fresh = changed(fresh, move.path, move.value)
        mended = search.find([Start(fresh, path)], frozenset(), STEPS)
        return value if mended is None else mended

    return st.builds(vary, st.sampled_from(known), st.integers(0, 4), st.integers(0, 2**32))


def _sorted(api: Api, content: Content, type_id: TypeId, statuses: tuple[str, ...]) -> list[Json]:
    made = bodies(Judging(api), content, type_id, seed=0, most=MOST, statuses=statuses)
    return sorted((found.value for found in made.valid), key=_size)


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
