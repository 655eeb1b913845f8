"""Types of a surface: read as they are written, related as checkers of both languages do."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.diff.code.versions import compare_surfaces
from tallystick.emit.surfaces import READERS, surface
from tallystick.emit.targets.python.hints import Hints
from tallystick.emit.targets.typescript.reading import Reader
from tallystick.ir import Api, lower, open_api
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.surface import Declared, Language, Method, Shape, Surface, Type
from tallystick.surface.relation import Relation
from tallystick.surface.spelling import LONGEST, spelled

ROOT = Path(__file__).parents[2]
NOBODY = Method(path="Client", parameters=(), returns=Shape())


def _read(language: Language, text: str, names: frozenset[str] = frozenset()) -> Type:
    if language == "typescript":
        return Reader(text, names).type()
    return Hints(names).of(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize("language", READERS)
def test_types_are_read_as_they_are_spelled(language: Language) -> None:
    """Whatever the torture has comes out as it went in."""
    api, _ = open_api(str(ROOT / "tests" / "torture" / "torture.yaml"))
    assert api is not None
    found = surface(api, language)
    names = frozenset(found.types)
    types: list[Type] = []
    for declared in found.types.values():
        shape = declared.type
        types += [it.type for it in shape.members] if isinstance(shape, Shape) else [shape]
    checked = 0
    for type_ in types:
        text = spelled(type_, language)
        bare = language == "python" and "Value(" in repr(
            type_
        )  # values stand without their ``Literal``
        if len(text) < LONGEST and not bare:
            assert _read(language, text, names) == type_
            checked += 1
    assert checked > 30


def _world(language: Language, declared: dict[str, str], nominal: frozenset[str]) -> Surface:
    names = frozenset(declared)
    types = {}
    for name, text in declared.items():
        members = Reader(text, names).type() if text.startswith("{") else None
        alias = members is None
        type_ = _read(language, text, names) if members is None else members
        types[name] = Declared(name=name, type=type_, alias=alias, nominal=name in nominal)
    return Surface(language=language, client=NOBODY, types=types)


RELATED: list[tuple[Language, str, str, bool]] = [
    ("python", "int", "float", True),
    ("python", "float", "int", False),
    ("python", "Literal['a']", "str", True),
    ("python", "str", "Literal['a']", False),
    ("python", "Literal[1]", "Literal[True]", False),
    ("python", "int | None", "None | int | str", True),
    ("python", "int | None", "int", False),
    ("python", "list[int]", "Iterable[float]", True),
    ("python", "Iterable[int]", "list[int]", False),
    ("python", "dict[str, int]", "Mapping[str, Any]", True),
    ("python", "Any", "int", True),
    ("python", "int", "Any", True),
    ("python", "Cat", "Cat | Dog", True),
    ("python", "Cat", "Dog", False),
    ("python", "Cat", "Feline", False),
    ("python", "Gone", "Feline", True),
    ("python", "Pet", "Cat | Dog", True),
    ("python", "Cat | Dog | int", "Pet", False),
    ("typescript", '"a"', "string", True),
    ("typescript", "boolean", "true | false", True),
    ("typescript", "unknown", "string", False),
    ("typescript", "string", "unknown", True),
    ("typescript", "string", "(string & {})", True),
    ("typescript", "undefined", "void", True),
    ("typescript", "Array<1 | 2>", "Array<number>", True),
    ("typescript", "[string, number]", "Array<string | number>", True),
    ("typescript", "[string]", "[string, ...Array<number>]", True),
    ("typescript", "Array<string>", "[string]", False),
    ("typescript", "{ a: string }", "{ a?: string }", True),
    ("typescript", "{ a?: string }", "{ a: string }", False),
    ("typescript", "{ a: string; b: string }", "{ a: string }", False),
    ("typescript", "{ a: string; b: string }", "{ a: string; [key: string]: unknown }", True),
    ("typescript", "{ a: string } & { b?: never }", "{ a: string; b?: number }", True),
    ("typescript", "{ k: 1 | 2; x?: 3 }", "{ k: 1; x?: 3 } | { k: 2; x?: 3 }", True),
    ("typescript", "{ k: 1 | 2; x?: 3 }", "{ k: 1; x?: 3 } | { k: 2; x?: never }", False),
    ("typescript", "{ k?: 1 }", "{ k: 1 } | { k?: never }", True),
    ("typescript", "Cat", "{ a?: string }", True),
    ("typescript", "Loop", "Loops", True),
]
DECLARED = {
    "python": {
        "Cat": "{ a: str }",
        "Dog": "{ a: str }",
        "Feline": "{ a: str }",
        "Pet": "Cat | Dog",
    },
    "typescript": {
        "Cat": "{ a: string }",
        "Loop": "{ next?: Loop; a?: string }",
        "Loops": "{ next?: Loops; a?: string | number }",
    },
}


@pytest.mark.parametrize(("language", "given", "wanted", "fits"), RELATED)
def test_what_fits(language: Language, given: str, wanted: str, *, fits: bool) -> None:
    """As mypy and tsc see a value of one type where the other is wanted."""
    declared = DECLARED[language]
    nominal = frozenset({"Cat", "Dog", "Feline", "Gone"}) if language == "python" else frozenset()
    gone = {"Gone": "{ a: str }"} if language == "python" else {}
    source, target = (_world(language, {**declared, **it}, nominal) for it in (gone, {}))
    relation = Relation(source=source, target=target, fresh=True)
    names = frozenset((*declared, *gone))
    found = relation.fits(_read(language, given, names), _read(language, wanted, names))
    assert found is fits


MEMBERS = st.dictionaries(
    st.sampled_from(["a", "b c", "class", "d-e"]),
    st.sampled_from(
        [
            {"type": "string"},
            {"type": ["integer", "null"]},
            {"enum": ["x", "y"]},
            {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
            {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "boolean"}]},
            {"type": "object", "additionalProperties": {"type": "number"}},
        ]
    ),
    max_size=4,
)


def _api(members: dict[str, Any], required: list[str], *, turned: bool) -> Api:
    """Return an API that sends and receives things; turned, it is written otherwise."""
    order = reversed if turned else list
    thing: dict[str, Any] = {
        "type": "object",
        "properties": dict(order(list(members.items()))),
        "required": sorted(required, reverse=turned),
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    words = {"description": "Another word."} if turned else {}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/things": {
                "post": {
                    "operationId": "createThing",
                    "requestBody": {"content": content, "required": True, **words},
                    "responses": {"200": {"description": "done", "content": content}},
                }
            }
        },
        "components": {"schemas": {"Thing": thing | words}},
    }
    loaded, found = parse_text(json.dumps(document).encode(), "things.json")
    assert loaded is not None, found
    resolved, found = resolve(loaded)
    assert resolved is not None, found
    api, found = lower(resolved)
    assert api is not None, found
    return api


@settings(max_examples=20, derandomize=True, deadline=None)
@given(MEMBERS, st.data())
def test_another_order_and_other_words_say_nothing(
    members: dict[str, Any], data: st.DataObject
) -> None:
    """What is only written otherwise breaks no program; what is gone is said."""
    required = data.draw(st.lists(st.sampled_from([*members]), unique=True)) if members else []
    old, new = (_api(members, required, turned=it) for it in (False, True))
    fewer = _api(dict(list(members.items())[1:]), [], turned=False)
    for language in READERS:
        one, other = surface(old, language), surface(new, language)
        assert list(compare_surfaces(one, other)) == []
        if members:
            assert list(compare_surfaces(one, surface(fewer, language)))
