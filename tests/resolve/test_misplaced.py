"""References where OpenAPI has none: read as what they name, with one warning."""

from pathlib import Path

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.load import load, locate
from tallystick.resolve import bundle, resolve
from tallystick.resolve.model import Resolved
from tallystick.text import Json

HEAD = "openapi: 3.0.3\n"
INFO = "info: {title: t, version: '1'}\n"
OPERATION = """\
operationId: getThing
parameters: {$ref: '../shared/parts.yml#/parameters'}
responses:
  $ref: responses.yml
"""
RESPONSES = """\
'200':
  description: {$ref: '../shared/texts.yml#/fine'}
  content: {$ref: '../shared/parts.yml#/content'}
"""
PARTS = """\
parameters:
  - {$ref: '#/id'}
id: {name: id, in: path, required: true, schema: {type: string, nullable: true}}
content:
  application/json:
    schema: {$ref: 'schemas/thing.yml'}
"""
THING = """\
type: object
properties: {$ref: 'members.yml'}
discriminator: {propertyName: kind, mapping: {a: 'thing.yml'}}
"""
MEMBERS = (
    "next: {$ref: 'thing.yml'}\nkind: {type: string, description: {$ref: '../texts.yml#/kind'}}\n"
)
FILES = {
    "api.yaml": HEAD
    + INFO
    + "tags: [{name: a, description: {$ref: 'shared/texts.yml#/tag'}}]\n"
    "paths:\n  /things/{id}:\n    get: {$ref: 'paths/get thing.yml'}\n".replace(
        " thing", "%20thing"
    ),
    "paths/get thing.yml": OPERATION,
    "paths/responses.yml": RESPONSES,
    "shared/parts.yml": PARTS,
    "shared/schemas/thing.yml": THING,
    "shared/schemas/members.yml": MEMBERS,
    "shared/texts.yml": "fine: It went well.\ntag: About things.\nkind: The kind.\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def bound(location: str = "api.yaml") -> tuple[Resolved, Diagnostics]:
    """Return a document with its references bound, and what was said about them."""
    document, found = load(location)
    assert document is not None, found
    resolved, found = resolve(document)
    assert resolved is not None
    return resolved, found


def test_what_is_named_takes_the_place(here: Path) -> None:
    """Operations, responses, content, parameters, properties and texts, each in its own file."""
    write(here, FILES)
    resolved, found = bound()
    assert [item.code.id for item in found] == ["ref-misplaced"]
    made = bundle(resolved)
    assert isinstance(made, dict)
    get = at(made, "paths", "/things/{id}", "get")
    thing = "#/components/schemas/thing"
    assert at(made, "tags") == [{"name": "a", "description": "About things."}]
    assert at(get, "operationId") == "getThing"
    assert at(get, "parameters") == [{"$ref": "#/components/parameters/id"}]
    assert at(made, "components", "parameters", "id", "schema") == {"type": ["string", "null"]}
    assert at(get, "responses", "200") == {
        "description": "It went well.",
        "content": {"application/json": {"schema": {"$ref": thing}}},
    }
    assert at(made, "components", "schemas", "thing") == {
        "type": "object",
        "properties": {
            "next": {"$ref": thing},
            "kind": {"type": "string", "description": "The kind."},
        },
        "discriminator": {"propertyName": "kind", "mapping": {"a": thing}},
    }


def at(value: Json, *steps: str) -> Json:
    """Return what stands somewhere in a value."""
    for step in steps:
        assert isinstance(value, dict)
        value = value[step]
    return value


def test_places_lead_to_the_files(here: Path) -> None:
    """The warning points at the first of them; what they name is found where it was written."""
    write(here, FILES)
    _, found = bound()
    place = locate(found[0].span or Span(""))
    assert place is not None
    assert (place.uri or "api.yaml", place.line) == ("api.yaml", 3)
    pointer = "/paths/~1things~1{id}/get/operationId"
    place = locate(Span("api.yaml", pointer))
    assert place is not None
    assert (place.uri, place.line) == ("paths/get thing.yml", 1)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"o.yml": "$ref: p.yml\n", "p.yml": "$ref: o.yml\n"}, "ref-not-found"),
        ({"o.yml": "- a\n"}, "ref-not-found"),
        ({"o.yml": "just a text\n"}, "ref-not-found"),
        ({}, "ref-file"),
    ],
)
def test_what_cannot_be_read_is_said(here: Path, files: dict[str, str], code: str) -> None:
    """Circles end; an operation is a mapping."""
    write(here, files)
    write(here, {"api.yaml": HEAD + INFO + "paths: {/a: {get: {$ref: o.yml}}}\n"})
    _, found = bound()
    assert [item.code.id for item in found] == [code]


def test_files_that_take_in_each_other_end(here: Path) -> None:
    """Each copy holds two more of the other: without a bound this fills any memory."""
    both = "get: {callbacks: {c: {x: {get: {$ref: '%s#/get'}, put: {$ref: '%s#/get'}}}}}\n"
    write(here, {"a.yml": both % ("b.yml", "b.yml"), "b.yml": both % ("a.yml", "a.yml")})
    write(here, {"api.yaml": HEAD + INFO + "paths: {/a: {get: {$ref: 'a.yml#/get'}}}\n"})
    _, found = bound()
    assert {item.code.id for item in found} == {"ref-not-found", "ref-misplaced"}


def test_data_is_left_alone(here: Path) -> None:
    """Examples, extensions, enums, and a property that is called ``$ref``."""
    text = (
        "x-a: {$ref: 'no.yml'}\npaths: {}\ncomponents:\n  schemas:\n    S:\n"
        "      example: {$ref: 'no.yml'}\n      enum: [{$ref: 'no.yml'}]\n"
        "      properties: {$ref: {type: string}, description: {type: string}}\n"
    )
    write(here, {"api.yaml": HEAD + INFO + text})
    _, found = bound()
    assert found == ()
