"""Bodies by which mutants are told apart: hand-made ones with one member changed, and planned ones.

A mutant that no hand-made body shows is shown by one that a campaign plans, or not at all: then it
is looked at by hand (see ``equivalent.py``).
"""

import copy
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tests.mutants.hosts import CLIP, DATA, EARLIER, PICTURE, bodies
from tests.mutants.model import Json
from tests.mutants.servers import document, true_api

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.requests.plan import Wish, plan

SEEDS: Final = (0, 1, 2)
ALIKE: Final = 6
"""Bodies that break the same thing."""
NOTHING: Final = object()
ODD: Final[tuple[Json, ...]] = (
    NOTHING,
    None,
    True,
    False,
    0,
    1,
    2,
    -1,
    0.5,
    7.25,
    "",
    "a",
    "x",
    [],
    {},
    [1],
    {"x": 1},
    2.0,
    2.005,
    2.01,
    1.995,
    1.99,
    1.005,
    1.01,
    0.995,
    0.99,
    0.005,
    0.01,
    -0.005,
    -0.01,
    -2.0,
    -2.005,
    -2.01,
    -1.995,
    -1.99,
    120,
    121,
    119,
    240,
    241,
    239,
    2.5,
    "image/png",
    "video/mp4",
    "a" * 256,
    "a" * 257,
    "a" * 6000,
    "a" * 6001,
    "é",
    "\U0001f6f6",
    PICTURE,
    DATA,
    EARLIER,
    CLIP,
    {**PICTURE, "media_type": "image/png"},
    *([PICTURE] * size for size in (1, 8, 9, 10)),
)


def pool() -> list[Json]:
    """Return all bodies, the hand-made first, each once; none that breaks two things."""
    judging = Judging(true_api())
    body = true_api().operations[0].body
    type_id = body.contents[0].type if body else None
    if type_id is None:
        raise ValueError("the first operation creates")
    turns: Counter[object] = Counter()
    valid: dict[str, Json] = {}
    broken: dict[str, Json] = {}
    for value in (*bodies().values(), *_pairs(), *_planned(), *_changed()):
        key = json.dumps(value, sort_keys=True)
        if key in valid or key in broken:
            continue
        found = judging.broken(type_id, value)
        if found.nothing:
            valid[key] = value
        elif len(found.rules) <= 1 and len({at for _, at in found.keywords}) <= 1:
            turns[found] += 1
            if turns[found] <= ALIKE:
                broken[key] = value
    return [*bodies().values(), *broken.values(), *valid.values()]


def _changed() -> Iterator[Json]:
    """Yield each hand-made body with one member changed, one left out, or one more."""
    schemas = document()["components"]["schemas"]
    values = [*ODD, *_listed()]
    more = [*values, {"hdr": True}, {"loop": True}]
    for body in bodies().values():
        for path in _paths(body):
            yield from (put(body, path, value) for value in values)
            yield put(body, (*path[:-1], "x_more"), 1)
        for name in sorted(schemas["GenerationCreateParams"]["properties"].keys() - body.keys()):
            yield from (put(body, (name,), value) for value in more)
        inner = body.get("video", {})
        if not inner:
            continue
        for name in sorted(schemas["VideoOptions"]["properties"].keys() - inner.keys()):
            yield from (put(body, ("video", name), value) for value in values)


def _listed() -> list[Json]:
    """Return every value of an enumeration, its own and mistyped."""
    found: list[Json] = []
    for schema in document()["components"]["schemas"].values():
        for part in (schema, *schema.get("properties", {}).values()):
            for value in part.get("enum", ()):
                found += [value] if value is None else [value, value.upper(), value + "x"]
    return found


def _pairs() -> Iterator[Json]:
    """Yield lists of frames with their numbers, of many sizes; short and long, both kinds."""
    for size in (0, 1, 2, 63, 64, 65):
        numbers = list(range(size))
        some = {"keyframes": [PICTURE] * size, "keyframe_indexes": numbers}
        yield put(bodies()["guided"], ("video",), some)
        yield put(bodies()["guided"], ("video",), {**some, "duration": "10s"})
        yield put(bodies()["controls"], ("video", "edit"), some)
        for number in (*range(3), 119, 120, 121, 239, 240, 241, -1, 0.5):
            one = {"keyframes": [PICTURE] * 2, "keyframe_indexes": [number, 7]}
            yield put(bodies()["guided"], ("video",), one)
            yield put(bodies()["guided"], ("video",), {**one, "duration": "10s"})
    twice = {"keyframes": [PICTURE] * 2, "keyframe_indexes": [7, 7]}
    yield put(bodies()["guided"], ("video",), twice)
    yield put(bodies()["controls"], ("video", "edit"), twice)


def _planned() -> Iterator[Json]:
    for seed in SEEDS:
        for case in plan(true_api(), Judging(true_api()), Wish(seed=seed)).cases:
            if case.has_value:
                yield case.value


def _paths(value: Json, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if above:
        yield above
    parts: Iterable[tuple[str | int, Json]] = value.items() if isinstance(value, dict) else ()
    for step, part in enumerate(value) if isinstance(value, list) else parts:
        yield from _paths(part, (*above, step))


def put(body: Json, path: tuple[str | int, ...], value: Json) -> Json:
    """Return a copy of a body with one member changed, or left out."""
    result = copy.deepcopy(body)
    node = result
    for step in path[:-1]:
        node = node[step]
    last: Any = path[-1]
    if isinstance(node, list) and isinstance(last, str):
        return result
    if value is NOTHING:
        if isinstance(node, list) or last in node:
            del node[last]
    else:
        node[last] = value
    return result
