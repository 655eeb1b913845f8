"""Models of requests are as exact as their schema, also where an annotation says less."""

import json
import random
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from tallystick.emit import generate
from tallystick.ir import Api, open_api
from tallystick.ir.exact import exact_schema

DOCUMENT = Path(__file__).parent / "exact.yaml"
POOL: dict[str, list[Any]] = {
    "id": [1, 1.0, 2.5, "1", True, None],
    "one": [{"a": "x"}, {"b": "x"}, {"a": "x", "b": "y"}, {"a": "x", "b": 1}, {}, {"n": 1}, []],
    "number": [1, 1.5, 2, 2.0, 2.5, 3, 3.5, 4, 4.0, -1, "2"],
    "text": ["", "a", "ab", "abc", "abcd", True, 1],
    "pair": [[], ["a"], ["a", 1], ["a", 1.0], [1, "a"], ["a", 1, True], ["a", 1, 2], ["a", True]],
    "couple": [["a", {"a": "x"}], [{"a": "x"}, "a"], ["a", {"a": 1}], ["a", {"a": "x"}, 1], ["a"]],
    "keyed": [{}, {"a": 1}, {"a": "1"}, {"A": 1}, {"a": 1, "b": 2.0}, {"a": 1, "b\n": 2}],
    "typed": [{}, {"a": "x"}, {"z": {"a": "x"}}, {"z": {"a": 1}}, {"z": 1}, {"a": "x", "z": None}],
    "patterned": [{}, {"a": "x"}, {"n_": 1}, {"n_": "1"}, {"n_s": 1}, {"x_s": "1"}, {"q": True}],
    "closed": [{}, {"a": "x"}, {"x-1": 1}, {"y": 1}, {"a": "x", "x-1": 1, "x-2": 2}],
    "half": [0.5, 1.5, 2, 2.0, 1, "0.5", True],
    "odd": [
        {"a": 1, "b": [1, 2]},
        {"b": [1.0, 2], "a": 1.0},
        {"a": 1},
        [1],
        [1.0],
        "x",
        "y",
        [True],
    ],
    "small": [1, 1.0, True, 2, False, 3, "1"],
    "half_up": [0, 1, 2, 3, 1.5, 2.0],
    "unique": [[], [1, 1], [1, 1.0], [1, True], [{"a": 1, "b": 2}, {"b": 2, "a": 1}], [[1], [1]]],
    "card": [{}, {"number": "1"}, {"number": "1", "code": "2", "name": "3"}, {"name": "x"}],
    "pet": [{"kind": "Cat", "lives": 9}, {"kind": "Cat"}, {"kind": "Dog"}, {"kind": "Cow"}, {}],
}


@pytest.fixture(scope="module", name="api")
def _api() -> Api:
    api, problems = open_api(str(DOCUMENT))
    assert api is not None, problems
    return api


@pytest.fixture(name="package")
def _package(exact: Path) -> Iterator[ModuleType]:
    """Return the package, imported."""
    sys.path.insert(0, str(exact))
    import_module("exact_api.types")
    import_module("exact_api._model")
    yield import_module("exact_api")
    sys.path.remove(str(exact))


def values() -> Iterator[dict[str, Any]]:
    """Yield every value of the pool by itself, and many together."""
    for name, pool in POOL.items():
        for value in pool:
            yield {"id": 1, name: value}
    chance = random.Random(3)  # noqa: S311 - the same values in every run
    for _ in range(500):
        names = chance.sample(list(POOL), 3)
        yield {"id": 1, **{name: chance.choice(POOL[name]) for name in names}}


def accepted(package: Any, value: Any) -> bool:
    """Whether a body would be sent."""
    try:
        sent = package._model.encode(package.types.Thing, value, check=True)  # noqa: SLF001 - what methods call
    except package.RuleViolationError:
        return False
    assert json.loads(sent) == value
    return True


def test_requests_are_judged_as_by_the_schema(api: Api, package: Any) -> None:
    """Whatever the schema refuses is refused, and nothing else."""
    thing = next(shape for shape in api.types.values() if shape.words == ("thing",))
    schema = exact_schema(api, thing.id, "request")
    exact = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    wrong = [
        (value, exact.is_valid(value))
        for value in values()
        if accepted(package, value) != exact.is_valid(value)
    ]
    assert wrong == []
    assert all(any(exact.is_valid({"id": 1, n: v}) for v in pool) for n, pool in POOL.items())
    assert all(not all(exact.is_valid({"id": 1, n: v}) for v in pool) for n, pool in POOL.items())


def test_nothing_of_the_document_is_left_unchecked(api: Api) -> None:
    """There is nothing to say about it."""
    assert generate(api, "python", {})[1] == ()


def test_an_integer_is_sent_as_one(package: Any) -> None:
    """A whole number with a fraction of zero is normalised."""
    assert package._model.encode(package.types.Thing, {"id": 3.0}, check=True) == b'{"id":3}'  # noqa: SLF001 - as above


def test_a_response_keeps_variants_it_does_not_know(package: Any) -> None:
    """An unknown tag is kept, a broken variant of a known one is an error."""
    cow = {"kind": "Cow", "milk": 3}
    shape = package.types.Shape.model_validate_json(json.dumps({"pet": cow, "pets": [cow]}))
    assert shape.pet.model_extra == cow
    assert shape.model_dump(mode="json")["pets"] == [cow]
    cat = package.types.Shape.model_validate_json('{"pet": {"kind": "Cat", "lives": 9}}').pet
    assert isinstance(cat, package.types.Cat)
    for broken in ({"kind": "Cat"}, {"kind": "Cat", "lives": "x"}, {}, {"kind": None}, "Cow"):
        with pytest.raises(ValueError, match="pet"):
            package.types.Shape.model_validate_json(json.dumps({"pet": broken}))
