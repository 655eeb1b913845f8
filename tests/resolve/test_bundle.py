"""Bundles: one document, the same API, the same bundle again."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from tallystick.load import load, parse_text
from tallystick.resolve import bundle, dump, resolve
from tallystick.resolve.model import Resolved
from tallystick.text import Json

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def resolved_from(text: str, uri: str = "api.yaml") -> Resolved:
    """Resolve a document without problems."""
    document, found = parse_text(text.encode(), uri)
    assert document is not None
    resolved, more = resolve(document)
    assert resolved is not None
    assert [item.code.id for item in found + more if item.code.id != "dynamic-ref"] == []
    return resolved


def bundled(here: Path, **texts: str) -> Any:
    """Bundle api.yaml with other files beside it, and check that it is closed and stable."""
    for name, text in texts.items():
        path = here / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    resolved = resolved_from((here / "api.yaml").read_text())
    before = json.dumps([document.root for document in resolved.documents.values()])
    root = bundle(resolved)
    assert isinstance(root, dict)
    assert json.dumps([document.root for document in resolved.documents.values()]) == before
    again = resolved_from(dump(root), "bundle.yaml")
    assert set(again.documents) == {"bundle.yaml"}
    assert json.dumps(bundle(again)) == json.dumps(root)
    return root


def test_parts_move_under_components(here: Path) -> None:
    """Names stay, clashes get the file's name, references inside of parts stay inside."""
    root = bundled(
        here,
        api=HEAD + "x-top: 1\npaths:\n  /a: {$ref: 'paths/a.yaml'}\n"
        "components:\n  schemas:\n    S: {$ref: 'schemas/all.yaml#/S'}\n"
        "    T: {$ref: 'schemas/all.yaml#/S/properties/t'}\n"
        "    U: {$ref: 'other/all.yaml#/S'}\n",
        paths__a="get:\n  parameters: [{$ref: '../q.yaml#/q'}]\n  responses: {'200': "
        "{$ref: '../q.yaml#/responses/ok'}}\n",
        q="q: {name: q, in: query, schema: {$ref: 'api.yaml#/components/schemas/S'}}\n"
        "responses: {ok: {description: d, x-kept: {$ref: '#/nowhere'}}}\n",
        schemas__all="S: {properties: {t: {type: string}, s: {$ref: '#/S'}}}\n",
        other__all="S: {type: integer}\n",
    )
    assert list(root) == ["openapi", "info", "x-top", "paths", "components"]
    assert root["paths"] == {"/a": {"$ref": "#/components/pathItems/a"}}
    assert root["components"] == {
        "schemas": {
            "S": {"$ref": "#/components/schemas/all_S"},
            "T": {"$ref": "#/components/schemas/all_S/properties/t"},
            "U": {"$ref": "#/components/schemas/all_S_2"},
            "all_S": {
                "properties": {
                    "t": {"type": "string"},
                    "s": {"$ref": "#/components/schemas/all_S"},
                }
            },
            "all_S_2": {"type": "integer"},
        },
        "pathItems": {
            "a": {
                "get": {
                    "parameters": [{"$ref": "#/components/parameters/q"}],
                    "responses": {"200": {"$ref": "#/components/responses/ok"}},
                }
            }
        },
        "parameters": {
            "q": {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/S"}}
        },
        "responses": {"ok": {"description": "d", "x-kept": {"$ref": "#/nowhere"}}},
    }


def test_names_are_fit_for_components(here: Path) -> None:
    """Letters, digits, dots, dashes and underscores, whatever the file is called."""
    root = bundled(
        here,
        api=HEAD + "components: {schemas: {S: {$ref: 'my%20types%21.yaml#/a~1b%20c'}}}\n",
        **{"my types!": "'a/b c': {type: string}\n"},
    )
    assert root["components"] == {
        "schemas": {"S": {"$ref": "#/components/schemas/a_b_c"}, "a_b_c": {"type": "string"}}
    }


def test_ids_and_anchors_become_pointers(here: Path) -> None:
    """The bundle needs no base URIs."""
    root = bundled(
        here,
        api=HEAD + "components:\n  schemas:\n"
        "    A: {$id: 'https://e.com/a', $anchor: top, properties: {a: {$ref: '#'}}}\n"
        "    B: {title: t, $dynamicRef: 'https://e.com/a#top', description: d}\n"
        "    C: {$ref: 'https://e.com/a#top'}\n",
    )
    pointer = "#/components/schemas/A"
    assert root["components"] == {
        "schemas": {
            "A": {"properties": {"a": {"$ref": pointer}}},
            "B": {"title": "t", "$ref": pointer, "description": "d"},
            "C": {"$ref": pointer},
        }
    }
    assert list(root["components"]["schemas"]["B"]) == ["title", "$ref", "description"]


def test_discriminators_keep_their_values(here: Path) -> None:
    """A variant that got another name by moving is still chosen by its old one."""
    root = bundled(
        here,
        api=HEAD + "components:\n  schemas:\n    Cat: {type: string}\n    Pet:\n"
        "      oneOf: [{$ref: 'pets.yaml#/Cat'}, {$ref: 'pets.yaml#/Dog'}]\n"
        "      discriminator: {propertyName: kind, mapping: {d: 'pets.yaml#/Dog', c: Cat}}\n",
        pets="Cat: {type: object}\nDog: {type: object}\n",
    )
    pet = root["components"]["schemas"]["Pet"]
    assert pet["oneOf"] == [
        {"$ref": "#/components/schemas/pets_Cat"},
        {"$ref": "#/components/schemas/Dog"},
    ]
    assert pet["discriminator"]["mapping"] == {
        "d": "#/components/schemas/Dog",
        "c": "Cat",
        "Cat": "#/components/schemas/pets_Cat",
    }


def test_links_into_other_documents(here: Path) -> None:
    """The path item of the operation comes along."""
    root = bundled(
        here,
        api=HEAD + "components: {links: {L: {operationRef: 'o.yaml#/paths/~1a/get'}}}\n",
        o=HEAD + "paths: {/a: {get: {responses: {}}}}\n",
    )
    assert root["components"] == {
        "links": {"L": {"operationRef": "#/components/pathItems/a/get"}},
        "pathItems": {"a": {"get": {"responses": {}}}},
    }


def test_parts_that_refer_to_each_other(here: Path) -> None:
    """Recursion over files ends."""
    root = bundled(
        here,
        api=HEAD + "components: {schemas: {S: {$ref: a.yaml}}}\n",
        a="properties: {b: {$ref: b.yaml}}\n",
        b="properties: {a: {$ref: a.yaml}}\n",
    )
    assert list(root["components"]["schemas"]) == ["S", "a", "b"]


def test_30_becomes_31(here: Path) -> None:
    """A bundle is a document of 3.1 that the official validator accepts."""
    root = bundled(
        here,
        api=HEAD.replace("3.1.0", "3.0.3") + "paths:\n  /a:\n    get:\n      responses:\n"
        "        '200':\n          description: d\n          content:\n"
        "            application/json: {schema: {$ref: 's.yaml'}}\n",
        s="{type: object, nullable: true, properties: {a: {type: number, minimum: 0, "
        "exclusiveMinimum: true, example: 1}}}\n",
    )
    assert root["openapi"] == "3.1.1"
    OpenAPIV31SpecValidator(root).validate()


def test_unbound_references_are_kept() -> None:
    """What could not be bound was told by `resolve`; the bundle does not hide it."""
    document, _ = parse_text(
        f"{HEAD}components: {{schemas: {{S: {{$ref: '#/nope'}}}}}}\n".encode(), "api.yaml"
    )
    assert document is not None
    resolved, found = resolve(document)
    assert found
    assert resolved is not None
    assert bundle(resolved) == document.root


NAMES = st.sampled_from(["A", "B", "a b", "c/d", "~", "é", "$ref", "x-y"])
FILES = st.sampled_from(["", "p.yaml", "q.yaml"])


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Json]:
    """Return a few schemas under names that need escapes, with references among all files."""

    def reference() -> Json:
        name = draw(NAMES).replace("~", "~0").replace("/", "~1").replace(" ", "%20")
        return {"$ref": f"{draw(FILES) or 'api.json'}#/components/schemas/{name}"}

    made: dict[str, Json] = {}
    for name in ["A", "B", "a b", "c/d", "~", "é", "$ref", "x-y"]:
        kind = draw(st.integers(0, 2))
        made[name] = {
            "properties": {"p": reference(), "q": {"items": reference()}},
            "anyOf": [reference() for _ in range(kind)],
            "default": {"$ref": "#/nowhere"},
        }
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(api=schemas(), p=schemas(), q=schemas())
def test_bundling_is_idempotent(tmp_path: Path, api: dict[str, Json], p: Json, q: Json) -> None:
    """Whatever refers to what: the bundle is closed, and its bundle is itself."""
    root = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}
    (tmp_path / "api.json").write_text(json.dumps({**root, "components": {"schemas": api}}))
    (tmp_path / "p.yaml").write_text(dump({"components": {"schemas": p}}))
    (tmp_path / "q.yaml").write_text(dump({"components": {"schemas": q}}))
    document, found = load(str(tmp_path / "api.json"))
    assert document is not None
    resolved, more = resolve(document)
    assert found + more == ()
    assert resolved is not None
    once: Any = bundle(resolved)
    again = resolved_from(json.dumps(once), "b.json")
    assert set(again.documents) == {"b.json"}
    assert json.dumps(bundle(again)) == json.dumps(once)
    names = once["components"]["schemas"]
    for (uri, pointer), target in resolved.refs.items():
        if uri == document.uri:
            reached: Any = again.at("b.json", again.refs["b.json", pointer][1])
            wanted: Any = resolved.at(*target)
            assert reached.keys() == wanted.keys()
    assert api.keys() <= names.keys()
