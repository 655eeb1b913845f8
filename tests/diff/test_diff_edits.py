"""Edits of a document outside of schemas: what each is, and what it is when taken back."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tallystick.diff.model import Comparison

Compare = Callable[..., Comparison]
Edit = Callable[[dict[str, Any]], object]
MEMBERS = {"type": "object", "properties": {"a": {"type": "string"}}}
JSON = {"application/json": {"schema": MEMBERS}}
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "k"},
    "login": {
        "type": "oauth2",
        "flows": {
            "implicit": {
                "authorizationUrl": "https://a.example",
                "scopes": {"read": "", "write": ""},
            }
        },
    },
}


def base() -> dict[str, Any]:
    """Return a document."""
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
        {"name": "n", "in": "query", "schema": {"type": "integer"}},
        {"name": "X-B", "in": "header", "schema": {"type": "string"}},
        {"name": "o", "in": "query", "style": "deepObject", "explode": True, "schema": MEMBERS},
    ]
    answer = {"description": "done", "content": JSON}
    others = {"404": {"description": "none", "content": JSON}}
    operation = {
        "parameters": parameters,
        "requestBody": {"content": JSON},
        "responses": {"200": answer, **others, "default": {"description": "no"}},
    }
    return copy.deepcopy(
        {
            "openapi": "3.1.0",
            "info": {"title": "Things", "version": "1"},
            "servers": [{"url": "https://a.example"}],
            "security": [{"key": []}],
            "components": {"securitySchemes": SCHEMES},
            "paths": {"/things/{id}": {"put": operation}},
        }
    )


def put(document: dict[str, Any]) -> dict[str, Any]:
    """Return the operation."""
    found: dict[str, Any] = document["paths"]["/things/{id}"]["put"]
    return found


def answers(document: dict[str, Any]) -> dict[str, Any]:
    """Return its responses."""
    found: dict[str, Any] = put(document)["responses"]
    return found


def paths(document: dict[str, Any]) -> dict[str, Any]:
    """Return all paths."""
    found: dict[str, Any] = document["paths"]
    return found


def _parameter(number: int, **more: Any) -> Edit:
    return lambda d: put(d)["parameters"][number].update(more)


def _media(name: str) -> Edit:
    return lambda d: put(d)["requestBody"].update(content={name: {"schema": MEMBERS}})


def _answers(**more: Any) -> Edit:
    named = {name.removeprefix("s"): answer for name, answer in more.items()}
    return lambda d: put(d).update(responses=named)


def _component(kind: str, holder: Callable[[dict[str, Any]], dict[str, Any]], key: str) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        table = document["components"].setdefault(kind, {})
        table["X"] = holder(document)[key]
        holder(document)[key] = {"$ref": f"#/components/{kind}/X"}

    return edit


def _header(name: str) -> Edit:
    header = {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    return lambda d: put(d)["parameters"].append(header)


FULL, BARE = {"description": "done", "content": JSON}, {"description": "done"}
OWN = {"servers": [{"url": "https://b.example"}]}
SAME, FINE, BREAKS = "identical", "compatible", "breaking"
EDITS: list[tuple[str, Edit, str, str]] = [
    # What it is, the edit, its verdict, and the verdict when it is taken back.
    ("a list is not exploded any more", _parameter(1, explode=False), BREAKS, BREAKS),
    ("a scalar looks the same", _parameter(2, explode=False), FINE, FINE),
    ("another separator", _parameter(1, style="pipeDelimited", explode=False), BREAKS, BREAKS),
    ("an object in another style", _parameter(4, style="form"), BREAKS, BREAKS),
    ("a path in another style", _parameter(0, style="label"), BREAKS, BREAKS),
    ("reserved characters", _parameter(2, allowReserved=True), FINE, FINE),
    ("a number may be empty", _parameter(2, allowEmptyValue=True), FINE, BREAKS),
    ("a header by another name in small letters", _parameter(3, name="x-b"), SAME, SAME),
    ("an optional parameter travels elsewhere", _parameter(2, **{"in": "header"}), FINE, FINE),
    ("a header that is no parameter", _header("Authorization"), SAME, SAME),
    ("another that is none", _header("accept"), SAME, SAME),
    ("a header that is needed", _header("X-New"), BREAKS, FINE),
    ("JSON is UTF-8 anyway", _media("application/json; charset=UTF-8"), SAME, SAME),
    ("letters of a media type", _media("Application/JSON"), SAME, SAME),
    ("a version in a media type", _media("application/json; version=2"), BREAKS, FINE),
    ("a range of media types", _media("application/*"), FINE, BREAKS),
    ("another media type", _media("text/csv"), BREAKS, BREAKS),
    ("a range of statuses", _answers(s2XX=FULL, s404=FULL, default=BARE), FINE, BREAKS),
    ("another status", _answers(s201=FULL, s404=FULL, default=BARE), BREAKS, BREAKS),
    ("a failure less", _answers(s200=FULL, default=BARE), FINE, FINE),
    ("nothing is said of other answers", _answers(s200=FULL, s404=FULL), FINE, FINE),
    ("an answer without a body", _answers(s200=BARE, s404=FULL, default=BARE), BREAKS, FINE),
    ("servers of an operation", lambda d: put(d).update(OWN), FINE, FINE),
    ("servers of a path", lambda d: d["paths"]["/things/{id}"].update(OWN), FINE, FINE),
    ("another server", lambda d: d.update(OWN), FINE, FINE),
    ("both credentials", lambda d: d.update(security=[{"key": [], "login": []}]), FINE, FINE),
    ("either credential", lambda d: d.update(security=[{"key": []}, {"login": []}]), FINE, FINE),
    ("no credentials", lambda d: put(d).update(security=[]), FINE, FINE),
    (
        "credentials said at the operation",
        lambda d: put(d).update(security=d.pop("security")),
        SAME,
        SAME,
    ),
    (
        "parameters said at the path",
        lambda d: d["paths"]["/things/{id}"].update(parameters=[put(d)["parameters"].pop(0)]),
        SAME,
        SAME,
    ),
    (
        "another method",
        lambda d: d["paths"]["/things/{id}"].update(post=d["paths"]["/things/{id}"].pop("put")),
        BREAKS,
        BREAKS,
    ),
    ("a body by reference", _component("requestBodies", put, "requestBody"), SAME, SAME),
    ("an answer by reference", _component("responses", answers, "200"), SAME, SAME),
    ("a path by reference", _component("pathItems", paths, "/things/{id}"), SAME, SAME),
]


@pytest.mark.parametrize(
    ("edit", "there", "back"), [it[1:] for it in EDITS], ids=[it[0] for it in EDITS]
)
def test_an_edit(edit: Edit, there: str, back: str, of_documents: Compare) -> None:
    """Its verdict, and that of taking it back; nothing is left open."""
    old, new = base(), base()
    edit(new)
    for pair, expected in (((old, new), there), ((new, old), back)):
        comparison = of_documents(*pair)
        assert (comparison.verdict, comparison.proved) == (expected, True)


def test_variables_of_servers(of_documents: Compare) -> None:
    """A value that a variable cannot have any more is an address that is gone."""
    old, new = base(), base()
    for document, values in ((old, ["a", "b"]), (new, ["a"])):
        variables = {"v": {"default": "a", "enum": values}}
        document["servers"] = [{"url": "https://{v}.example", "variables": variables}]
    (finding,) = of_documents(old, new).findings
    assert (finding.check.id, finding.change.before) == ("server-removed", "https://b.example")
    assert [it.check.id for it in of_documents(new, old).findings] == ["server-added"]


def test_scopes(of_documents: Compare) -> None:
    """One scope more is needed."""
    old, new = base(), base()
    old["security"], new["security"] = [{"login": ["read"]}], [{"login": ["read", "write"]}]
    assert [it.check.id for it in of_documents(old, new).findings] == ["security-tightened"]
    assert [it.check.id for it in of_documents(new, old).findings] == ["security-loosened"]


@pytest.mark.parametrize("words", [{}, {"description": "What it is."}, {"maxLength": 9}])
def test_what_a_reference_leads_to(words: dict[str, Any], of_documents: Compare) -> None:
    """A component that is written the same is not the same when what it refers to is not."""
    old, new = base(), base()
    for document, values in ((old, ["a"]), (new, ["a", "b"])):
        member = {"$ref": "#/components/schemas/Kind", **words}
        whole = {"type": "object", "properties": {"kind": member}}
        schemas = {"Thing": whole, "Kind": {"type": "string", "enum": values}}
        document["components"]["schemas"] = schemas
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
        put(document)["responses"]["200"]["content"] = content
    assert of_documents(old, new).verdict == "breaking"
    assert of_documents(new, old).verdict == "compatible"
