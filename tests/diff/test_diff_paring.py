"""Members of a changed body that both versions say the same of: what is left out shows nothing."""

import copy
import json
import random
from typing import Any

import pytest

from tallystick.diff.compare import compare
from tallystick.diff.model import Comparison, Proof
from tallystick.diff.options import Options
from tallystick.diff.unchanged.settle import Settled
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved

NAMES = tuple("abcdef")
SCALARS: tuple[dict[str, Any], ...] = (
    {"type": "string"},
    {"type": "integer", "minimum": 1},
    {"type": "string", "enum": ["x", "y"]},
    {"$ref": "#/components/schemas/Changed"},
    {"$ref": "#/components/schemas/Same"},
)


def _schema(rng: random.Random, depth: int = 0) -> dict[str, Any]:
    if depth and (depth > 2 or rng.random() < 0.5):
        return copy.deepcopy(rng.choice(SCALARS))
    names = rng.sample(NAMES, rng.randint(1, len(NAMES)))
    members = {name: _schema(rng, depth + 1) for name in names}
    made: dict[str, Any] = {"type": "object", "properties": members}
    if rng.random() < 0.5:
        made["required"] = rng.sample([*names, "z"], 1)
    if rng.random() < 0.4:
        made["additionalProperties"] = rng.choice([False, True, {"type": "string"}])
    if rng.random() < 0.2:
        made[rng.choice(["minProperties", "maxProperties"])] = rng.randint(1, 2)
    if depth and rng.random() < 0.4:
        return {"anyOf": rng.sample([made, {"type": "string"}, _schema(rng, 3)], 2)}
    return made


def _edited(rng: random.Random, schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that differs at a place or two."""
    new = copy.deepcopy(schema)
    for _ in range(rng.randint(1, 2)):
        places = [it for it in _objects(new) if it["properties"]]
        place = rng.choice(places)
        name = rng.choice([*place["properties"]])
        match rng.randrange(5):
            case 0:
                place["properties"]["new"] = _schema(rng, 2)
            case 1 if len(place["properties"]) > 1:
                del place["properties"][name]
            case 2:
                place["properties"][name] = _schema(rng, 3)
            case 3:
                place["required"] = [name]
            case _:
                place["additionalProperties"] = rng.choice([False, True])
    return new


def _objects(schema: Any) -> list[dict[str, Any]]:
    found = [schema] if "properties" in schema else []
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        found += _objects(inner)
    return found


def _document(body: dict[str, Any], most: int, media: str = "application/json") -> dict[str, Any]:
    """Return a document with this body in a request; `most` is what changed elsewhere."""
    answer = {"description": "", "content": {"application/json": {"schema": body}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/things": {
                "post": {
                    "requestBody": {"required": True, "content": {media: {"schema": body}}},
                    "responses": {"204": {"description": ""}},
                },
                "get": {"responses": {"200": answer}},
            },
        },
        "components": {
            "schemas": {
                "Changed": {"type": "object", "properties": {"n": {"maximum": most}}},
                "Same": {"type": "object", "properties": {"m": {"type": "integer"}}},
            }
        },
    }


def _read(document: dict[str, Any], name: str) -> Resolved:
    loaded, _ = parse_text(json.dumps(document).encode(), f"{name}.json")
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    return resolved


def _compared(versions: tuple[Resolved, Resolved], settled: Settled | None) -> Comparison:
    old, new = (lower(it)[0] for it in (versions if settled is None else settled.kept))
    assert old is not None
    assert new is not None
    return compare(old, new, Options(solver=False), settled=settled)


def _said(found: Comparison) -> list[object]:
    """Return all that is said, and how it is shown; one message shows it as well as another."""
    changes = [it.change for it in found.findings]
    shown = [it.verdict if isinstance(it.verdict, Proof) else type(it.verdict) for it in changes]
    told = [(it.check.id, it.message, it.change.operations) for it in found.findings]
    return [found.verdict, found.proved, told, shown]


def _bodies(resolved: Resolved) -> Any:
    root: Any = resolved.entry.root
    item = root["paths"].get("/things")
    if item is None:
        return None
    return item["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_the_same_is_said(start: int) -> None:
    """Of random bodies that differ somewhere, some of them in what leads to them only."""
    pared = 0
    for seed in range(start, start + 20):
        rng = random.Random(seed)  # noqa: S311 (no secret)
        body = _schema(rng)
        most = rng.choice([5, 6])
        old, new = _document(body, 5), _document(_edited(rng, body), most)
        versions = _read(old, "old"), _read(new, "new")
        settled = Settled(*versions, words=False)
        found = _compared(settled.kept, settled)
        if not settled.suffices(it.change for it in found.findings):
            continue
        pared += _bodies(settled.kept[0]) != _bodies(versions[0])
        assert _said(found) == _said(_compared(versions, None)), seed
    assert pared


def test_members_that_nothing_needs_are_left_out() -> None:
    """Of both versions; the first stays, so that the object still names its members."""
    members = {name: {"type": "string"} for name in NAMES}
    inner = {"type": "object", "properties": {**members, "g": {"type": "integer"}}}
    body = {"type": "object", "properties": {**members, "inner": inner}, "required": ["c"]}
    other = copy.deepcopy(body)
    other["properties"]["inner"]["properties"]["g"] = {"type": "number"}  # type: ignore[index] # of another shape to mypy
    settled = Settled(_read(_document(body, 5), "old"), _read(_document(other, 5), "new"))
    for version in settled.kept:
        left = _bodies(version)
        assert [*left] == ["c", "inner"]
        assert [*left["inner"]["properties"]] == ["a", "g"]
