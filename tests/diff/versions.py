"""Random pairs of versions: operations that share schemas, and a change or two."""

import copy
import random
from typing import Any

_SCALARS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "string", "maxLength": 5},
    {"type": "integer", "minimum": 1},
    {"enum": ["a", "b"]},
    {"type": "boolean"},
]


def pair(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return two versions of an API.

    Args:
        seed: Equal seeds give equal pairs.
    """
    rng = random.Random(seed)  # noqa: S311 (nothing is secret)
    names = [f"S{index}" for index in range(rng.randint(3, 9))]
    schemas = {name: _object(rng, names) for name in names}
    shared = {"Answer": _answer(rng, names)}
    paths = {f"/p{index}": _path(rng, names, index) for index in range(rng.randint(2, 12))}
    old: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas, "responses": shared},
    }
    new = copy.deepcopy(old)
    for _ in range(rng.randint(1, 3)):
        _change(rng, new, names)
    return (old, new) if rng.random() < 0.5 else (new, old)


def _reference(rng: random.Random, names: list[str]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{rng.choice(names)}"}


def _schema(rng: random.Random, names: list[str], depth: int = 0) -> Any:
    scalar, reference = dict(rng.choice(_SCALARS)), _reference(rng, names)
    flat: list[dict[str, Any]] = [
        scalar,
        reference,
        scalar,
        reference,
        {"type": "array", "items": reference},
        {"anyOf": [scalar, reference]},
        {"anyOf": [reference, {"type": "null"}]},
        {"oneOf": [scalar, reference]},
        {"allOf": [reference], "required": ["m0"]},
    ]
    if depth > 2 or rng.random() < 0.8:
        return rng.choice(flat)
    if rng.random() < 0.3:
        return {"type": "object", "additionalProperties": _schema(rng, names, depth + 1)}
    return _object(rng, names, depth + 1)


def _object(rng: random.Random, names: list[str], depth: int = 0) -> dict[str, Any]:
    members = {f"m{index}": _schema(rng, names, depth) for index in range(rng.randint(0, 4))}
    found: dict[str, Any] = {"type": "object", "properties": members}
    required = [name for name in members if rng.random() < 0.3]
    if required:
        found["required"] = required
    if rng.random() < 0.1:
        found["additionalProperties"] = False
    if rng.random() < 0.05:
        found["minProperties"] = 1
    return found


def _content(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answer(rng: random.Random, names: list[str]) -> dict[str, Any]:
    return {"description": "done", "content": _content(_schema(rng, names))}


def _path(rng: random.Random, names: list[str], index: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for method in rng.sample(["get", "put", "post"], rng.randint(1, 2)):
        operation: dict[str, Any] = {"operationId": f"{method}{index}", "responses": {}}
        if method != "get":
            operation["requestBody"] = {"content": _content(_schema(rng, names))}
        if rng.random() < 0.3:
            schema = {"type": "array", "items": _reference(rng, names)}
            operation["parameters"] = [{"name": "q", "in": "query", "content": _content(schema)}]
        answer: dict[str, Any] = {"$ref": "#/components/responses/Answer"}
        operation["responses"]["200"] = answer if rng.random() < 0.2 else _answer(rng, names)
        found[method] = operation
    return found


def _change(rng: random.Random, document: dict[str, Any], names: list[str]) -> None:
    """Change a schema, or an operation."""
    schema = document["components"]["schemas"][rng.choice(names)]
    members = schema["properties"]
    kind = rng.randint(0, 7)
    if kind == 0 or not members:
        members[f"n{rng.randint(0, 2)}"] = _schema(rng, names)
    elif kind == 1:
        del members[rng.choice(list(members))]
    elif kind == 2:
        schema["required"] = [rng.choice(list(members))]
    elif kind == 3:
        members[rng.choice(list(members))] = _schema(rng, names)
    elif kind == 4:
        schema["additionalProperties"] = False
    elif kind == 5:
        members[rng.choice(list(members))] = dict(rng.choice(_SCALARS))
    elif kind == 6:
        document["components"]["responses"]["Answer"] = _answer(rng, names)
    else:
        path = rng.choice(list(document["paths"]))
        document["paths"][path] = _path(rng, names, 99)
