"""Operations with all that they take and answer."""

from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diagnostics import Diagnostics
from tallystick.ir import (
    MISSING,
    Api,
    MediaKind,
    Operation,
    Parameter,
    Place,
    Scalar,
    SecurityNeed,
    TypeId,
)
from tallystick.ir.contents import media_kind
from tallystick.text import Json, SpecText

Document = dict[str, Json]
Read = Callable[[Document], tuple[Api, Diagnostics]]
CodesOf = Callable[[Document], list[str]]

OK: Json = {"200": {"description": "fine"}}


def operation(read: Read, value: Document, path: str = "/a", **root: Json) -> Operation:
    """Read a document with one GET operation."""
    api, _ = read({"paths": {path: {"get": {"responses": OK, **value}}}, **root})
    return api.operations[0]


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("application/json", MediaKind.JSON),
        ("application/problem+json", MediaKind.JSON),
        ("Application/JSON; charset=utf-8", MediaKind.JSON),
        ("*/*", MediaKind.JSON),
        ("application/x-www-form-urlencoded", MediaKind.FORM),
        ("multipart/form-data", MediaKind.MULTIPART),
        ("text/plain", MediaKind.TEXT),
        ("application/xml", MediaKind.TEXT),
        ("image/svg+xml", MediaKind.TEXT),
        ("image/*", MediaKind.BINARY),
        ("application/octet-stream", MediaKind.BINARY),
        ("text/event-stream", MediaKind.EVENTS),
        ("application/jsonl", MediaKind.EVENTS),
        ("application/json-seq", MediaKind.EVENTS),
        ("application/geo+json-seq", MediaKind.EVENTS),
    ],
)
def test_media_kinds(media_type: str, kind: MediaKind) -> None:
    """Suffixes, parameters and case."""
    assert media_kind(media_type) is kind


def test_names_without_an_id(read: Read) -> None:
    """Made from method and path, unique, and marked as made."""
    paths: Document = {
        "/users/{userId}/repos": {"get": {}, "post": {"operationId": "getUsersByUserIdRepos"}},
        "/users/{user_id}/repos/": {"get": {}},
        "/": {"get": {}},
    }
    api, _ = read({"paths": paths})
    assert [(made.id, made.declared_id) for made in api.operations] == [
        ("getUsersByUserIdRepos2", False),
        ("getUsersByUserIdRepos", True),
        ("getUsersByUserIdRepos3", False),
        ("get", False),
    ]
    assert api.operations[0].words == ("get", "users", "by", "user", "id", "repos")


def test_resources(read: Read) -> None:
    """First tag, else first fixed segment."""
    assert operation(read, {"tags": ["Big Things", "x"]}).resource == ("big", "things")
    assert operation(read, {}, "/{version}/userGroups/{id}").resource == ("user", "groups")
    assert operation(read, {}, "/").resource == ("root",)


def test_a_parameter_that_is_bound_to_nothing_is_said_once(codes_of: CodesOf) -> None:
    """By who binds references; what it lacks is not to be known."""
    broken: Json = [{"$ref": "#/components/parameters/None"}]
    item: Document = {"get": {"responses": OK, "parameters": broken}}
    assert codes_of({"paths": {"/a": item}}) == []


def test_parameters_of_path_item_and_operation(read: Read) -> None:
    """The operation's own win; defaults of style and explode are filled in."""
    item: Document = {
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "q", "in": "query", "schema": {"type": "string"}},
        ],
        "get": {
            "responses": OK,
            "parameters": [
                {"name": "q", "in": "query", "schema": {"type": "integer"}, "description": "D"},
                {"name": "If-Match", "in": "header", "schema": {"type": "array", "items": {}}},
                {"name": "c", "in": "cookie", "schema": {}},
                {
                    "name": "filter",
                    "in": "query",
                    "style": "deepObject",
                    "explode": True,
                    "schema": {"type": "object"},
                    "example": {"a": 1},
                },
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "schema": {"type": "string"},
                    "x-idempotency-key": True,
                },
                {"name": "j", "in": "query", "content": {"application/json": {"schema": {}}}},
            ],
        },
    }
    api, found = read({"paths": {"/a/{id}": item}})
    assert found == ()
    by_name = {parameter.wire: parameter for parameter in api.operations[0].parameters}
    assert list(by_name) == ["id", "q", "If-Match", "c", "filter", "Idempotency-Key", "j"]
    assert style(by_name["id"]) == (Place.PATH, "simple", False, True)
    assert style(by_name["q"]) == (Place.QUERY, "form", True, False)
    assert style(by_name["If-Match"]) == (Place.HEADER, "simple", False, False)
    assert style(by_name["c"]) == (Place.COOKIE, "form", True, False)
    assert style(by_name["filter"]) == (Place.QUERY, "deepObject", True, False)
    query = api.types[by_name["q"].type]
    assert isinstance(query, Scalar)
    assert query.kind == "integer"
    assert by_name["q"].doc.description == SpecText("D")
    assert by_name["filter"].examples[0].value == {"a": 1}
    assert by_name["Idempotency-Key"].idempotency_key
    assert by_name["j"].content is not None
    assert by_name["If-Match"].words == ("if", "match")


def style(parameter: Parameter) -> tuple[Place, str, bool, bool]:
    """Return how a parameter is written, and whether it must be given."""
    return parameter.place, parameter.style, parameter.explode, parameter.required


def test_bodies_and_responses(read: Read) -> None:
    """Contents, encodings, headers, named examples, references."""
    value: Document = {
        "operationId": "makeThing",
        "requestBody": {"$ref": "#/components/requestBodies/B"},
        "responses": {
            "201": {
                "description": "made",
                "headers": {"X-Id": {"required": True, "schema": {"type": "string"}}},
                "content": {"text/event-stream": {"itemSchema": {"type": "object"}}},
            },
            "4XX": {"$ref": "#/components/responses/P"},
            "default": {"description": "else"},
            "x-note": {},
        },
    }
    components: Json = {
        "requestBodies": {
            "B": {
                "required": True,
                "content": {
                    "multipart/form-data": {
                        "schema": {"type": "object", "properties": {"f": {"type": "string"}}},
                        "encoding": {"f": {"contentType": "image/png, image/jpeg"}},
                        "examples": {
                            "one": {"summary": "S", "value": {"f": "a"}},
                            "two": {"externalValue": "http://a/b"},
                        },
                    },
                },
            },
        },
        "responses": {
            "P": {"description": "p", "content": {"application/problem+json": {"schema": {}}}},
        },
    }
    made = operation(read, value, components=components)
    assert made.body is not None
    content = made.body.contents[0]
    assert (made.body.required, content.kind) == (True, MediaKind.MULTIPART)
    assert content.encodings[0].content_types == ("image/png", "image/jpeg")
    assert [(example.name, example.value) for example in content.examples] == [
        ("one", {"f": "a"}),
        ("two", MISSING),
    ]
    assert content.type == TypeId(
        "api.json#/components/requestBodies/B/content/multipart~1form-data/schema",
    )
    first, error, rest = made.responses
    assert (first.status, error.status, rest.status) == ("201", "4XX", "default")
    assert (first.headers[0].wire, first.headers[0].required) == ("X-Id", True)
    assert first.contents[0].kind is MediaKind.EVENTS
    assert first.contents[0].type is not None
    assert error.contents[0].kind is MediaKind.JSON
    assert rest.contents == ()


def test_names_of_inline_bodies(read: Read) -> None:
    """From the operation, and the side of the exchange."""
    schema: Json = {"type": "object", "properties": {"a": {"type": "object", "properties": {}}}}
    content: Json = {"application/json": {"schema": schema}}
    api, _ = read(
        {
            "paths": {
                "/a": {
                    "put": {
                        "operationId": "putA",
                        "requestBody": {"content": content},
                        "responses": {
                            "200": {"description": "", "content": content},
                            "404": {"description": "", "content": content},
                        },
                    },
                },
            },
        },
    )
    names = {type_.words for type_ in api.types.values()}
    assert ("put", "a", "request") in names
    assert ("put", "a", "response") in names
    assert ("put", "a", "404", "response") in names
    assert ("put", "a", "request", "a") in names


def test_security(read: Read) -> None:
    """What an operation says replaces what the API says; an empty list is no need at all."""
    root: dict[str, Any] = {
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "bearer": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
            },
        },
    }
    assert operation(read, {}, **root).security == (SecurityNeed(schemes=(("key", ()),)),)
    assert operation(read, {"security": []}, **root).security == ()
    either = operation(read, {"security": [{"bearer": ["a"], "key": []}, {}]}, **root)
    assert [need.schemes for need in either.security] == [(("bearer", ("a",)), ("key", ())), ()]
    api, _ = read(root)
    key, bearer = api.security
    assert (key.kind, key.place, key.wire) == ("apiKey", Place.HEADER, "X-Key")
    assert (bearer.kind, bearer.scheme, bearer.bearer_format) == ("http", "bearer", "JWT")


def test_servers(read: Read) -> None:
    """Variables with defaults; an operation's own, or its path's, win."""
    server: Json = {
        "url": "https://{region}.a/v1",
        "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}},
    }
    api, found = read(
        {
            "servers": [server],
            "paths": {"/a": {"servers": [{"url": "/p"}], "get": {"responses": OK}}},
        },
    )
    assert found == ()
    assert api.servers[0].variables == (("region", "eu", ("eu", "us")),)
    assert [server.url for server in api.operations[0].servers] == ["/p"]


def test_links(read: Read) -> None:
    """By id and by reference, to operations in any order."""
    link: Document = {"parameters": {"id": "$response.body#/id"}}
    paths: Document = {
        "/a": {
            "post": {
                "operationId": "make",
                "responses": {
                    "200": {
                        "description": "",
                        "links": {
                            "get": {"operationId": "take", **link},
                            "again": {"operationRef": "#/paths/~1a~1{id}/get", **link},
                        },
                    },
                },
            },
        },
        "/a/{id}": {
            "get": {
                "operationId": "take",
                "responses": OK,
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {}}],
            },
        },
    }
    api, found = read({"paths": paths})
    assert found == ()
    links = api.operations[0].responses[0].links
    assert [(link.name, link.operation) for link in links] == [("get", "take"), ("again", "take")]
    assert links[0].parameters == (("id", "$response.body#/id"),)


def test_callbacks_and_webhooks(read: Read) -> None:
    """Requests that the server makes are operations too."""
    back: Json = {"post": {"operationId": "told", "requestBody": BODY, "responses": OK}}
    api, found = read(
        {
            "paths": {
                "/a": {
                    "post": {
                        "operationId": "ask",
                        "responses": OK,
                        "callbacks": {"onDone": {"{$request.body#/url}": back}},
                    },
                },
            },
            "webhooks": {"newThing": {"post": {"responses": OK}}},
        },
    )
    assert found == ()
    callback = api.operations[0].callbacks[0]
    assert (callback.name, callback.expression) == ("onDone", "{$request.body#/url}")
    assert [made.id for made in callback.operations] == ["told"]
    assert callback.operations[0].body is not None
    assert [(made.id, made.path) for made in api.webhooks] == [("postNewThing", "newThing")]


BODY: Json = {"content": {"application/json": {"schema": {"type": "object"}}}}


def test_callbacks_that_never_end(codes_of: CodesOf) -> None:
    """A callback whose operation has itself as a callback."""
    again: Json = {"c": {"$ref": "#/components/callbacks/C"}}
    found = codes_of(
        {
            "paths": {"/a": {"get": {"responses": OK, "callbacks": again}}},
            "components": {
                "callbacks": {"C": {"{$url}": {"post": {"responses": OK, "callbacks": again}}}},
            },
        },
    )
    assert found == ["callback-depth"]


def get(path: str = "/a", **value: Json) -> Document:
    """Return a document with one operation."""
    return {"paths": {path: {"get": {"responses": OK, **value}}}}


def parameter(name: str, place: str, **more: Json) -> Document:
    """Return a Parameter Object."""
    return {"name": name, "in": place, "schema": {"type": "string"}, **more}


@pytest.mark.parametrize(
    ("code", "document"),
    [
        (
            "duplicate-operation-id",
            {
                "paths": {
                    "/a": {"get": {"operationId": "x", "responses": OK}},
                    "/b": {"get": {"operationId": "x", "responses": OK}},
                },
            },
        ),
        ("path-variable-undeclared", get("/a/{id}")),
        ("path-parameter-unused", get(parameters=[parameter("id", "path", required=True)])),
        (
            "path-variable-twice",
            get("/{id}/{id}", parameters=[parameter("id", "path", required=True)]),
        ),
        (
            "duplicate-parameter",
            get(parameters=[parameter("X-A", "header"), parameter("x-a", "header")]),
        ),
        (
            "duplicate-path",
            {
                "paths": {
                    f"/a/{{{name}}}": {
                        "get": {
                            "responses": OK,
                            "parameters": [parameter(name, "path", required=True)],
                        },
                    }
                    for name in ("x", "y")
                },
            },
        ),
        ("ignored-header-parameter", get(parameters=[parameter("Accept", "header")])),
        ("parameter-place", get(parameters=[parameter("a", "body")])),
        ("parameter-style", get(parameters=[parameter("a", "query", style="matrix")])),
        (
            "parameter-content",
            get(
                parameters=[
                    {"name": "a", "in": "query", "content": {"text/plain": {}, "a/b": {}}},
                ],
            ),
        ),
        ("unusable-value", get(parameters=[{"in": "query"}])),
        ("unusable-value", get(parameters=[7])),
        ("unusable-value", get(responses=7)),
        ("unusable-value", get(tags="a")),
        ("response-status", get(responses={"600": {"description": ""}})),
        ("no-content", get(requestBody={"content": {}})),
        ("unknown-security-scheme", get(security=[{"nobody": []}])),
        ("security-kind", {"components": {"securitySchemes": {"s": {"type": "magic"}}}}),
        ("server-variable", {"servers": [{"url": "https://{region}/"}]}),
        ("unknown-method", {"paths": {"/a": {"GET": {"responses": OK}}}}),
        (
            "link-parameter",
            get(
                operationId="x",
                responses={
                    "200": {
                        "description": "",
                        "links": {"l": {"operationId": "x", "parameters": {"nope": 1}}},
                    },
                },
            ),
        ),
        *(
            (
                "link-expression",
                get(
                    operationId="x",
                    parameters=[parameter("a", "query")],
                    responses={
                        "200": {
                            "description": "",
                            "links": {"l": {"operationId": "x", "parameters": {"a": expression}}},
                        },
                    },
                ),
            )
            for expression in ("$body", "$response.body#id", "$response.body#/a~2", "$request.id")
        ),
        ("link-target", get(responses={"200": {"description": "", "links": {"l": {}}}})),
    ],
)
def test_what_is_wrong_with_operations(codes_of: CodesOf, code: str, document: Document) -> None:
    """Each alone, and nothing else."""
    assert codes_of(document) == [code]


def test_duplicate_ids_stay_apart(read: Read) -> None:
    """Ids in the IR are unique even when the document's are not."""
    api, _ = read(
        {
            "paths": {
                "/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}},
                "/b": {"get": {"operationId": "x"}},
            },
        },
    )
    ids = [made.id for made in api.operations]
    assert ids == ["x", "putA", "getB"]
