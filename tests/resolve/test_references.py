"""References of every form that OpenAPI 3.0 and 3.1 allow, bound."""

from pathlib import Path

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import lower
from tallystick.load import load, parse_text
from tallystick.resolve import resolve
from tallystick.resolve.model import Resolved

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bound(text: str, uri: str = "api.yaml") -> tuple[Resolved, Diagnostics]:
    """Resolve a document from memory."""
    document, found = parse_text((HEAD + text).encode(), uri)
    assert found == ()
    assert document is not None
    resolved, found = resolve(document)
    assert resolved is not None
    return resolved, found


def files(here: Path, **texts: str) -> tuple[Resolved, Diagnostics]:
    """Resolve api.yaml, with other files beside it; `__` in a name is a folder."""
    for name, text in texts.items():
        path = here / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    document, found = load("api.yaml")
    assert document is not None
    resolved, more = resolve(document)
    assert resolved is not None
    return resolved, found + more


PLACES = """\
paths:
  /a:
    $ref: '#/components/pathItems/P'
  /b:
    parameters:
      - $ref: '#/components/parameters/Q'
    post:
      parameters:
        - $ref: '#/components/parameters/Q'
      requestBody:
        $ref: '#/components/requestBodies/B'
      responses:
        '200':
          $ref: '#/components/responses/R'
        default:
          description: d
          headers:
            X-H: {$ref: '#/components/headers/H'}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/S'}
              examples:
                e: {$ref: '#/components/examples/E'}
              encoding:
                m: {headers: {X: {$ref: '#/components/headers/H'}}}
          links:
            l: {$ref: '#/components/links/L'}
      callbacks:
        c: {$ref: '#/components/callbacks/C'}
        d:
          '{$request.body#/url}':
            $ref: '#/components/pathItems/P'
webhooks:
  w: {$ref: '#/components/pathItems/P'}
components:
  pathItems: {P: {get: {responses: {}}}}
  parameters:
    Q: {name: q, in: query, schema: {}, examples: {e: {$ref: '#/components/examples/E'}}}
  requestBodies: {B: {content: {}}}
  responses: {R: {description: r}}
  headers: {H: {schema: {$ref: '#/components/schemas/S'}}}
  examples: {E: {value: {$ref: '#/nowhere'}}}
  links: {L: {operationId: x}}
  callbacks: {C: {}}
  securitySchemes: {A: {$ref: '#/components/securitySchemes/Z'}, Z: {type: http, scheme: basic}}
  schemas:
    S: {}
"""

BOUND = {
    "/paths/~1a": "/components/pathItems/P",
    "/paths/~1b/parameters/0": "/components/parameters/Q",
    "/paths/~1b/post/parameters/0": "/components/parameters/Q",
    "/paths/~1b/post/requestBody": "/components/requestBodies/B",
    "/paths/~1b/post/responses/200": "/components/responses/R",
    "/paths/~1b/post/responses/default/headers/X-H": "/components/headers/H",
    "/paths/~1b/post/responses/default/content/application~1json/schema": "/components/schemas/S",
    "/paths/~1b/post/responses/default/content/application~1json/examples/e": (
        "/components/examples/E"
    ),
    "/paths/~1b/post/responses/default/content/application~1json/encoding/m/headers/X": (
        "/components/headers/H"
    ),
    "/paths/~1b/post/responses/default/links/l": "/components/links/L",
    "/paths/~1b/post/callbacks/c": "/components/callbacks/C",
    "/paths/~1b/post/callbacks/d/{$request.body#~1url}": "/components/pathItems/P",
    "/webhooks/w": "/components/pathItems/P",
    "/components/parameters/Q/examples/e": "/components/examples/E",
    "/components/headers/H/schema": "/components/schemas/S",
    "/components/securitySchemes/A": "/components/securitySchemes/Z",
}


def test_every_place_of_a_reference() -> None:
    """All objects that may be references are bound, and nothing else is."""
    resolved, found = bound(PLACES)
    assert [item.code.id for item in found] == ["link-unknown-operation"]
    assert resolved.refs == {
        ("api.yaml", place): ("api.yaml", target) for place, target in BOUND.items()
    }


def test_every_keyword_of_a_schema() -> None:
    """All keywords that hold schemas are walked; data that looks like a reference is not."""
    one = "additionalProperties contains contentSchema else if items not propertyNames then"
    one += " unevaluatedItems unevaluatedProperties"
    ref = "{$ref: '#/components/schemas/T'}"
    lines = [f"      {name}: {ref}" for name in one.split()]
    lines += [f"      {name}: [{ref}]" for name in ("allOf", "anyOf", "oneOf", "prefixItems")]
    maps = ("$defs", "dependentSchemas", "patternProperties", "properties")
    lines += [f"      {name}: {{$ref: {ref}}}" for name in maps]
    data = "{$ref: '#/nowhere'}"
    lines += [f"      {name}: {data}" for name in ("default", "const", "x-y", "discriminator")]
    lines += [f"      {name}: [{data}]" for name in ("enum", "examples")]
    text = "components:\n  schemas:\n    T: true\n    S:\n" + "\n".join(lines) + "\n"
    resolved, found = bound(text)
    assert found == ()
    start = "/components/schemas/S/"
    places = {place.removeprefix(start) for _, place in resolved.refs}
    assert places == {
        *one.split(),
        *(f"{name}/0" for name in ("allOf", "anyOf", "oneOf", "prefixItems")),
        *(f"{name}/$ref" for name in maps),
    }


def test_members_beside_a_reference_are_walked() -> None:
    """In 3.1 they count, so the references in them do."""
    resolved, found = bound(
        "components:\n  schemas:\n    T: {}\n    S:\n      $ref: '#/components/schemas/T'\n"
        "      properties: {a: {$ref: '#/components/schemas/T'}}\n"
    )
    assert found == ()
    assert len(resolved.refs) == 2


def test_pointers_are_decoded() -> None:
    """Percent-encoding, then the escapes of JSON Pointer; bound places are in normal form."""
    resolved, found = bound(
        "components:\n  schemas:\n    'a/b ~c%é': {type: string}\n"
        "    S: {$ref: '#/components/schemas/a~1b%20~0c%25%C3%A9'}\n"
        "    T: {$ref: '#/components/schemas/a~1b ~0c%25é'}\n"
    )
    assert found == ()
    target = ("api.yaml", "/components/schemas/a~1b ~0c%é")
    assert resolved.refs["api.yaml", "/components/schemas/S"] == target
    assert resolved.refs["api.yaml", "/components/schemas/T"] == target
    assert resolved.at(*target) == {"type": "string"}


def test_follow_goes_to_the_end_of_a_chain() -> None:
    """A reference to a reference is followed to the value."""
    resolved, _ = bound(
        "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n"
        "    B: {$ref: '#/components/schemas/C'}\n    C: {type: object}\n"
    )
    assert resolved.follow("api.yaml", "/components/schemas/A") == (
        "api.yaml",
        "/components/schemas/C",
    )
    span = resolved.span(("api.yaml", "/components/schemas/C"))
    assert (span.uri, span.pointer) == ("api.yaml", "/components/schemas/C")
    with pytest.raises(KeyError):
        resolved.at("api.yaml", "/components/schemas/D")


def test_recursion_is_no_circle() -> None:
    """A schema may contain itself."""
    resolved, found = bound(
        "components:\n  schemas:\n    A: {properties: {a: {$ref: '#/components/schemas/A'}}}\n"
    )
    assert found == ()
    assert len(resolved.refs) == 1


@pytest.mark.parametrize("target", ["#/components/schemas/Dog", "#/components/parameters/P"])
def test_a_mapping_to_nothing_keeps_nobody_from_the_rest(target: str) -> None:
    """It is told, and left out."""
    resolved, found = bound(
        "components:\n  parameters: {P: {name: p, in: query, schema: {}}}\n  schemas:\n"
        "    Cat: {type: object}\n"
        "    A:\n      oneOf: [{$ref: '#/components/schemas/Cat'}]\n      discriminator:\n"
        f"        propertyName: kind\n        mapping: {{cat: Cat, dog: '{target}'}}\n"
    )
    assert [item.code.id for item in found] == ["mapping-not-found"]
    start = "/components/schemas/A/discriminator/mapping"
    assert ("api.yaml", f"{start}/cat") in resolved.refs
    assert ("api.yaml", f"{start}/dog") not in resolved.refs
    api, _ = lower(resolved)
    assert api is not None


def test_discriminator_mappings_are_bound() -> None:
    """Values are names of components or references; a name wins over a file of that name."""
    resolved, found = bound(
        "components:\n  schemas:\n    Cat: {}\n    A:\n      discriminator:\n"
        "        propertyName: kind\n        mapping:\n          a: Cat\n"
        "          'b/c': '#/components/schemas/Cat'\n"
    )
    assert found == ()
    start = "/components/schemas/A/discriminator/mapping"
    target = ("api.yaml", "/components/schemas/Cat")
    assert resolved.refs == {
        ("api.yaml", f"{start}/a"): target,
        ("api.yaml", f"{start}/b~1c"): target,
    }


def test_links_are_bound() -> None:
    """By operationId, and by operationRef with its pointer into the paths."""
    resolved, found = bound(
        "paths:\n  /a/{b}:\n    get: {operationId: getA, responses: {}}\n"
        "components:\n  links:\n    L: {operationId: getA}\n"
        "    M: {operationRef: '#/paths/~1a~1%7Bb%7D/get'}\n"
    )
    assert found == ()
    target = ("api.yaml", "/paths/~1a~1{b}/get")
    assert resolved.refs == {
        ("api.yaml", "/components/links/L/operationId"): target,
        ("api.yaml", "/components/links/M/operationRef"): target,
    }


def test_files_in_folders(here: Path) -> None:
    """Each reference is relative to the file that holds it; files may refer to each other."""
    resolved, found = files(
        here,
        api=HEAD + "paths:\n  /a: {$ref: 'paths/a.yaml'}\n"
        "components: {schemas: {S: {$ref: './schemas/all.yaml#/S'}}}\n",
        paths__a="get:\n  responses:\n    '200':\n      description: d\n      content:\n"
        "        application/json: {schema: {$ref: '../schemas/all.yaml#/T'}}\n",
        schemas__all="S: {properties: {t: {$ref: '#/T'}}}\n"
        "T: {items: {$ref: '../api.yaml#/components/schemas/S'}}\n"
        "unused: {$ref: '#/nowhere'}\n",
    )
    assert found == ()
    assert set(resolved.documents) == {"api.yaml", "paths/a.yaml", "schemas/all.yaml"}
    schema = "/get/responses/200/content/application~1json/schema"
    assert resolved.refs["paths/a.yaml", schema] == ("schemas/all.yaml", "/T")
    assert resolved.refs["schemas/all.yaml", "/T/items"] == (
        "api.yaml",
        "/components/schemas/S",
    )


def test_parts_of_30_are_upgraded_where_they_are_met(here: Path) -> None:
    """A file of parts has no version: it has that of the document that uses it."""
    resolved, found = files(
        here,
        api=HEAD.replace("3.1.0", "3.0.3")
        + "paths: {}\ncomponents: {schemas: {S: {$ref: 's.yaml#/S'}}}\n",
        s="S: {type: string, nullable: true, example: x}\nT: {nullable: true, type: string}\n",
    )
    assert found == ()
    assert resolved.at("s.yaml", "/S") == {"type": ["string", "null"], "examples": ["x"]}
    assert resolved.version == "3.0.3"


def test_a_whole_document_may_be_referred_to(here: Path) -> None:
    """It has a version of its own, and all of it is bound."""
    resolved, found = files(
        here,
        api=HEAD + "components: {schemas: {S: {$ref: 'other.yaml#/components/schemas/A'}}}\n",
        other=HEAD.replace("3.1.0", "3.0.0")
        + "paths: {}\ncomponents:\n  schemas:\n    A: {type: string, nullable: true}\n"
        "    B: {$ref: '#/components/schemas/A'}\n",
    )
    assert found == ()
    assert resolved.at("other.yaml", "/components/schemas/A") == {"type": ["string", "null"]}
    assert ("other.yaml", "/components/schemas/B") in resolved.refs


def test_ids_change_the_base() -> None:
    """An embedded resource: its `#/...` is its own, and others find it by its URI."""
    resolved, found = bound(
        "components:\n  schemas:\n"
        "    A:\n      $id: https://example.com/schemas/a\n"
        "      $defs: {x: {$anchor: here, type: string}}\n"
        "      properties:\n"
        "        p: {$ref: '#/$defs/x'}\n        q: {$ref: '#here'}\n        r: {$ref: b}\n"
        "    B: {$id: https://example.com/schemas/b, type: object}\n"
        "    C: {$ref: 'https://example.com/schemas/a#/$defs/x'}\n"
        "    D: {$ref: 'https://example.com/schemas/a#here'}\n"
        "    E: {$anchor: top, type: integer}\n    F: {$ref: '#top'}\n"
    )
    assert found == ()
    schemas = "/components/schemas/"
    x = ("api.yaml", f"{schemas}A/$defs/x")
    assert {
        place.removeprefix(schemas): target for (_, place), target in resolved.refs.items()
    } == {
        "A/properties/p": x,
        "A/properties/q": x,
        "A/properties/r": ("api.yaml", f"{schemas}B"),
        "C": x,
        "D": x,
        "F": ("api.yaml", f"{schemas}E"),
    }


def test_json_schema_files(here: Path) -> None:
    """A file that is one JSON Schema: anchors and relative `$id`s in it."""
    resolved, found = files(
        here,
        api=HEAD + "components:\n  schemas:\n    A: {$ref: 'm.yaml#thing'}\n"
        "    B: {$ref: 'm.yaml#/$defs/y'}\n    C: {$ref: m.yaml}\n",
        m="$id: models\n$defs:\n  x: {$anchor: thing, $ref: '#/$defs/y'}\n  y: {type: string}\n"
        "items: {$ref: '#thing'}\n",
    )
    assert found == ()
    assert resolved.refs["api.yaml", "/components/schemas/A"] == ("m.yaml", "/$defs/x")
    assert resolved.refs["m.yaml", "/$defs/x"] == ("m.yaml", "/$defs/y")
    assert resolved.refs["m.yaml", "/items"] == ("m.yaml", "/$defs/x")


def test_dynamic_references_are_bound_and_told() -> None:
    """One anchor of the name: exact. Several: that of the same resource, and a warning."""
    text = (
        "components:\n  schemas:\n    A:\n      $dynamicAnchor: node\n"
        "      properties: {next: {$dynamicRef: '#node'}}\n"
    )
    resolved, found = bound(text)
    place = ("api.yaml", "/components/schemas/A/properties/next")
    assert resolved.refs == {place: ("api.yaml", "/components/schemas/A")}
    assert [item.code.id for item in found] == ["dynamic-ref"]
    resolved, found = bound(
        text
        + "    B: {$id: 'https://e.com/b', $dynamicAnchor: node, items: {$dynamicRef: '#node'}}\n"
    )
    assert resolved.refs == {
        place: ("api.yaml", "/components/schemas/A"),
        ("api.yaml", "/components/schemas/B/items"): ("api.yaml", "/components/schemas/B"),
    }
    assert [item.code.id for item in found] == ["dynamic-ref", "dynamic-ref"]
