"""Documents in, IR out: short ways for the tests of this folder."""

import json
from collections.abc import Callable
from typing import TypeAlias

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import Api, Type, TypeId, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.text import Json

Document: TypeAlias = dict[str, Json]
Read: TypeAlias = Callable[[Document], tuple[Api, Diagnostics]]


def read_document(document: Document) -> tuple[Api, Diagnostics]:
    """Lower a document given as JSON values; only the diagnostics of `lower` are returned."""
    root = {"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": {}} | document
    loaded, found = parse_text(json.dumps(root).encode(), "api.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None
    return api, found


@pytest.fixture(scope="session")
def read() -> Read:
    """Return `read_document`."""
    return read_document


@pytest.fixture(scope="session")
def schema() -> Callable[..., tuple[Type, Diagnostics]]:
    """Return a function that lowers one schema, named X, beside other components."""

    def lowered(value: Json, **others: Json) -> tuple[Type, Diagnostics]:
        api, found = read_document({"components": {"schemas": {"X": value, **others}}})
        return api.types[TypeId("api.json#/components/schemas/X")], found

    return lowered


@pytest.fixture(scope="session")
def types() -> Callable[..., dict[str, Type]]:
    """Return a function that lowers components and gives all types by their pointer."""

    def lowered(**schemas: Json) -> dict[str, Type]:
        api, _ = read_document({"components": {"schemas": schemas}})
        prefix = "api.json#/components/schemas/"
        return {id_.removeprefix(prefix): type_ for id_, type_ in api.types.items()}

    return lowered


@pytest.fixture(scope="session")
def codes_of(read: Read) -> Callable[[Document], list[str]]:
    """Return a function that gives the ids of what is wrong with a document, in order."""

    def ids(document: Document) -> list[str]:
        return [item.code.id for item in read(document)[1]]

    return ids
