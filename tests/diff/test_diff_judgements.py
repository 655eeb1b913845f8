"""Each decision of the judge of whole messages, on the smallest document that needs it."""

from typing import Any

import pytest

from tallystick.diff.whole.documented import Documented, Refusal

Json = Any
FINE: frozenset[Refusal] = frozenset()
NOWHERE = frozenset({Refusal("operation")})


def _judged(operation: Json, message: Json, path: str = "/t", **item: Json) -> frozenset[Refusal]:
    root: Json = {"paths": {path: {"get": operation, **item}}}
    return Documented(root).refuses({"method": "GET", "path": "/t", **message})


@pytest.mark.parametrize(
    ("schema", "text", "fits"),
    [
        ({"type": "integer"}, "-5", True),
        ({"type": "integer"}, "5.0", True),
        ({"type": "integer"}, "5.5", False),
        ({"type": "integer"}, "5x", False),
        ({"type": "number"}, "-1.5e+3", True),
        ({"type": "number"}, "1e", False),
        ({"type": "boolean"}, "false", True),
        ({"type": "boolean"}, "False", False),
        ({"type": ["integer", "boolean"]}, "true", True),
        ({"type": ["integer", "boolean"]}, "x", False),
        ({"type": ["integer", "string"]}, "x", True),
        ({"enum": [True, "a b"]}, "true", True),
        ({"enum": [True, "a b"]}, "True", False),
        ({"enum": [True, "a b"]}, "a%20b", True),
        ({"const": 5}, "5", True),
        ({"const": 5}, "6", False),
        ({}, "anything", True),
    ],
)
def test_parts_of_paths(schema: Json, text: str, *, fits: bool) -> None:
    """What they may look like; a style of their own is not looked into."""
    parameter = {"name": "p", "in": "path", "required": True, "schema": schema}
    message = {"path": f"/t/{text}"}
    found = _judged({"parameters": [parameter]}, message, "/t/{p}")
    assert found == (FINE if fits else NOWHERE)
    styled = {**parameter, "style": "matrix"}
    assert _judged({"parameters": [styled]}, message, "/t/{p}") == FINE
    elsewhere = {**parameter, "in": "query", "required": False}
    assert _judged({"parameters": [elsewhere]}, message, "/t/{p}") == FINE


@pytest.mark.parametrize(
    ("template", "path", "leads"),
    [
        ("/t/{p}", "/t/", False),
        ("/t/{p}", "/t/a/b", False),
        ("/t.u/{p}", "/txu/a", False),
        ("/t/x", "/t/xyz", False),
        ("/t/{p}.json", "/t/a.json", True),
        ("t/x", "/t/x", False),
    ],
)
def test_paths(template: str, path: str, *, leads: bool) -> None:
    """A part is not empty and has no slash; what is written is meant."""
    assert _judged({}, {"path": path}, template) == (FINE if leads else NOWHERE)


@pytest.mark.parametrize(
    ("template", "path", "leads"),
    [
        ("/v1/t", "/t", True),
        ("/v1", "/", True),
        ("/v1/", "/", True),
        ("/v10/t", "/v10/t", True),
        ("/t", "/t", True),
    ],
)
def test_what_is_taken_off_paths(template: str, path: str, *, leads: bool) -> None:
    """Whole steps, where they are there."""
    root: Json = {"paths": {template: {"get": {}}}}
    for base in ("/v1", "/v1/"):
        found = Documented(root, base).refuses({"method": "get", "path": path})
        assert found == (FINE if leads else NOWHERE)


def test_one_of_several_operations_is_enough() -> None:
    """Two templates of one form: a request is for the one that takes it."""
    needs: Json = {"parameters": [{"name": "h", "in": "header", "required": True}]}
    root: Json
    for first, second in ((needs, {}), ({}, needs)):
        root = {"paths": {"/t/{a}": {"get": first}, "/t/{b}": {"get": second}}}
        assert Documented(root).refuses({"method": "GET", "path": "/t/x"}) == FINE
    root = {"paths": {"/t/{a}": {"get": {}}, "/t/x": {"get": needs}}}
    assert Documented(root).refuses({"method": "GET", "path": "/t/x"}) != FINE
    assert Documented(root).refuses({"method": "PUT", "path": "/t/x"}) == NOWHERE


@pytest.mark.parametrize("name", ["Accept", "content-type", "Authorization"])
def test_headers_that_are_said_elsewhere(name: str) -> None:
    """Parameters of such names are ignored; those of other places are not."""
    parameter = {"name": name, "in": "header", "required": True}
    assert _judged({"parameters": [parameter]}, {}) == FINE
    wanted = {"name": name.lower(), "in": "query", "required": True}
    refusal = Refusal("parameter", f"query {name.lower()}")
    assert _judged({"parameters": [wanted]}, {}) == {refusal}


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_required_parameters(place: str) -> None:
    """They have to be there, by their name; those of the operation win over those of the path."""
    table = {"query": "query", "header": "headers", "cookie": "cookies"}[place]
    wanted = {"name": "p", "in": place, "required": True}
    optional = {"name": "P" if place == "header" else "p", "in": place}
    assert _judged({"parameters": [wanted]}, {table: {"p": "x"}}) == FINE
    assert _judged({"parameters": [wanted]}, {}) == {Refusal("parameter", f"{place} p")}
    assert _judged({"parameters": [optional]}, {}, parameters=[wanted]) == FINE
    assert _judged({"parameters": [wanted]}, {}, parameters=[optional]) != FINE
    assert _judged({}, {}, parameters=[wanted]) != FINE
    other = _judged({"parameters": [wanted]}, {table: {"P": "x"}})
    assert (other == FINE) == (place == "header")


@pytest.mark.parametrize(
    ("schema", "refused"),
    [
        ({}, False),
        ({"type": "string", "maxLength": 3}, False),
        ({"type": "string", "enum": ["a"]}, True),
        ({"type": "string", "const": "a"}, True),
        ({"type": "string", "format": "date"}, True),
        ({"type": "string", "pattern": "."}, True),
        ({"type": "string", "minLength": 1}, True),
        ({"type": "integer"}, True),
    ],
)
def test_empty_parameters(schema: Json, *, refused: bool) -> None:
    """They are some text, unless they may be empty anyway; others are no matter of this."""
    parameter = {"name": "p", "in": "query", "schema": schema}
    empty = {"query": {"p": ""}}
    expected = {Refusal("empty", "p")} if refused else FINE
    assert _judged({"parameters": [parameter]}, empty) == expected
    assert _judged({"parameters": [{**parameter, "allowEmptyValue": True}]}, empty) == FINE
    assert _judged({"parameters": [parameter]}, {"query": {"p": "x"}}) == FINE
    assert _judged({"parameters": [{**parameter, "in": "cookie"}]}, empty) == FINE


@pytest.mark.parametrize(
    ("listed", "sent", "fits"),
    [
        ("a/b", "A/B", True),
        ("a/b", "a/c", False),
        ("a/b", "A/C; v=1", False),
        ("a/*", "a/c", True),
        ("a/*", "b/c", False),
        ("*/*", "b/c", True),
        ("*/c", "b/d", False),
        ("a/b; v=1", "a/b", False),
        ("a/b; v=1", 'a/b; V="1"; w=2', True),
        ("a/b", "a/b;charset=utf-8;", True),
        ("a/b;charset=UTF-8;", "a/b", True),
        ("a/b; charset=latin1", "a/b", False),
    ],
)
def test_media_types(listed: str, sent: str, *, fits: bool) -> None:
    """Ranges and parameters, of bodies and of answers."""
    plain = sent.partition(";")[0].lower()
    body: Json = {"requestBody": {"content": {listed: {}}}}
    expected = FINE if fits else {Refusal("media", plain)}
    assert _judged(body, {"content_type": sent}) == expected
    answer: Json = {"responses": {"200": {"content": {listed: {}}}}}
    assert _judged(answer, {"status": 200, "content_type": sent}) == expected
    accepted = FINE if fits else {Refusal("accept", plain)}
    assert _judged(answer, {"status": 200, "accept": sent}) == accepted


def test_bodies() -> None:
    """They may be left out unless they are required, and sent where one is described."""
    assert _judged({"requestBody": {"content": {"a/b": {}}}}, {}) == FINE
    assert _judged({}, {"content_type": "a/b"}) == {Refusal("body", "none")}
    required = {"requestBody": {"required": True, "content": {"a/b": {}}}}
    assert _judged(required, {}) == {Refusal("body")}
    assert _judged(required, {"content_type": "a/b"}) == FINE
    assert _judged(required, {"status": 200}) == {Refusal("status", "200")}


@pytest.mark.parametrize(
    ("part", "refused"),
    [
        ({"content_type": "a/b", "headers": {"X-A": "1"}}, False),
        ({"content_type": "C/D", "headers": {"x-a": "1"}}, False),
        ({"content_type": "a/c", "headers": {"x-a": "1"}}, True),
        ({"headers": {"x-a": "1"}}, False),
        ({"headers": {"x-b": "1"}}, True),
        ({"content_type": "a/b"}, True),
    ],
)
def test_parts_of_forms(part: Json, *, refused: bool) -> None:
    """One of the media types, and the headers that a part must have."""
    headers = {"X-A": {"required": True}, "X-O": {}}
    encoding = {"p": {"contentType": "a/b, c/*", "headers": headers}}
    body = {"requestBody": {"content": {"multipart/*": {"encoding": encoding}}}}
    message = {"content_type": "multipart/form-data", "parts": {"p": part}}
    assert _judged(body, message) == ({Refusal("part", "p")} if refused else FINE)
    assert _judged(body, {**message, "parts": {"q": part}}) == FINE


@pytest.mark.parametrize(
    ("responses", "refused"),
    [
        ({"404": {}}, False),
        ({"4XX": {}}, False),
        ({"4xx": {}}, False),
        ({"default": {}}, False),
        ({"5XX": {}, "200": {}}, True),
        ({"404": {}, "4XX": "needs", "default": "needs"}, False),
        ({"4XX": {}, "default": "needs"}, False),
        ({"404": "needs", "4XX": {}}, True),
    ],
)
def test_answers(responses: Json, *, refused: bool) -> None:
    """The nearest description of a status counts."""
    needs = {"headers": {"X-A": {"required": True}, "Content-Type": {"required": True}, "O": {}}}
    told = {key: needs if it == "needs" else it for key, it in responses.items()}
    assert bool(_judged({"responses": told}, {"status": 404})) == refused
    given = _judged({"responses": told}, {"status": 404, "headers": {"x-a": 1}})
    assert bool(given) == (refused and "needs" not in responses.values())
    other_case = _judged({"responses": told}, {"status": 404, "headers": {"X-A": 1}})
    assert other_case == given


def test_references() -> None:
    """One after the other, into lists, with what is escaped; those to nothing describe nothing."""
    wanted = {"name": "h", "in": "header", "required": True}
    root: Json = {
        "x": [{"$ref": "#/y/a~1b~01%20c"}],
        "y": {"a/b~1 c": {"$ref": "#/z"}},
        "z": {"parameters": [{"$ref": "#/w"}]},
        "w": wanted,
    }
    for reference, expected in (
        ("#/x/0", {Refusal("parameter", "header h")}),
        ("#/x/1", NOWHERE),
        ("#/x/a", NOWHERE),
        ("#/nothing", NOWHERE),
    ):
        root["paths"] = {"/t": {"get": {"$ref": reference}}}
        assert Documented(root).refuses({"method": "GET", "path": "/t"}) == expected


def test_webhooks_and_callbacks_ask_by_post() -> None:
    """Where no method is said."""
    described: Json = {"post": {"requestBody": {"required": True}}}
    root: Json = {
        "webhooks": {"w": described},
        "paths": {"/t": {"get": {"callbacks": {"c": {"{$url}": described}}}}},
    }
    judge = Documented(root)
    assert judge.refuses({"webhook": "w"}) == {Refusal("body")}
    called: dict[str, Json] = {
        "callback": "c",
        "url": "{$url}",
        "of": {"method": "GET", "path": "/t"},
    }
    assert judge.refuses(called) == {Refusal("body")}
    assert judge.refuses({**called, "of": {"method": "PUT", "path": "/t"}}) == NOWHERE


@pytest.mark.parametrize(
    ("scheme", "sent", "enough"),
    [
        ({"type": "http", "scheme": "Basic"}, "basic x", True),
        ({"type": "http", "scheme": "basic"}, "Basic x", True),
        ({"type": "http", "scheme": "basic"}, "Bearer x", False),
        ({"type": "oauth2"}, "Bearer x", True),
        ({"type": "openIdConnect"}, "Basic x", False),
        ({"type": "mutualTLS"}, "", True),
        ({"type": "apiKey", "in": "header", "name": "X-K"}, "Bearer x", False),
    ],
)
def test_credentials(scheme: Json, sent: str, *, enough: bool) -> None:
    """What a scheme sends, of the operation or of all; only where a message says what it shows."""
    schemes: dict[str, Json] = {
        "components": {"securitySchemes": {"s": scheme, "k": {"type": "apiKey"}}}
    }
    message: dict[str, Json] = {"method": "GET", "path": "/t", "headers": {"AUTHORIZATION": sent}}
    asked: tuple[tuple[Json, Json], ...] = (
        ([{"s": []}], [{}]),
        (None, [{"s": []}]),
        ([{"s": [], "x": []}], None),
    )
    for own, shared in asked:
        operation: Json = {} if own is None else {"security": own}
        whole: dict[str, Json] = {} if shared is None else {"security": shared}
        judge = Documented({"paths": {"/t": {"get": operation}}, **whole, **schemes})
        expected = FINE if enough else {Refusal("credentials")}
        assert judge.refuses({**message, "credentials": []}) == expected
        assert judge.refuses(message) == FINE
    both: Json = {"paths": {"/t": {"get": {"security": [{"s": [], "k": []}]}}}, **schemes}
    assert Documented(both).refuses({**message, "credentials": []}) == {Refusal("credentials")}
    either: Json = {"paths": {"/t": {"get": {"security": [{"k": []}, {"s": []}]}}}, **schemes}
    assert bool(Documented(either).refuses({**message, "credentials": []})) != enough
    nothing: Json = {"paths": {"/t": {"get": {"security": []}}}, "security": [{"k": []}], **schemes}
    assert Documented(nothing).refuses({**message, "credentials": []}) == FINE
