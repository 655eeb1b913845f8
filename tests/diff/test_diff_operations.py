"""Changes outside of schemas: operations, parameters, bodies, responses, promises, the API."""

import copy
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from tallystick.diagnostics import Severity
from tallystick.diff.checks import by_id
from tallystick.diff.judge import Policy
from tallystick.diff.model import Comparison, Witness
from tallystick.diff.options import Options

Compare = Callable[..., Comparison]
TEXT = {"text/plain": {"schema": {"type": "string"}}}


def base() -> dict[str, Any]:
    """Return a small document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "servers": [{"url": "https://a.example"}],
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"}},
            "schemas": {"Used": {"type": "string"}, "Spare": {"type": "integer"}},
        },
        "paths": {
            "/things/{id}": {
                "put": {
                    "operationId": "putThing",
                    "tags": ["things"],
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        },
                        {"name": "q", "in": "query", "schema": {"type": "array", "items": {}}},
                        {"name": "n", "in": "query", "schema": {"type": "integer", "default": 1}},
                    ],
                    "requestBody": {"content": {**TEXT, "application/json": {}}},
                    "responses": {
                        "200": {
                            "description": "done",
                            "headers": {"X-A": {"required": True, "schema": {"type": "string"}}},
                            "content": {**TEXT, "application/json": {}},
                        },
                        "4XX": {"description": "no", "content": TEXT},
                    },
                    "callbacks": {
                        "done": {"{$request.query.q}": {"post": {"responses": {"200": {}}}}}
                    },
                }
            },
            "/things": {"get": {"responses": {"200": {"description": "all"}}}},
        },
        "webhooks": {"moved": {"post": {"responses": {"200": {"description": "thanks"}}}}},
    }


def _put(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"]["/things/{id}"]["put"]
    return found


Edit = Callable[[dict[str, Any]], object]

EDITS: list[tuple[str, bool, Edit]] = [
    ("operation-removed", True, lambda d: d["paths"].pop("/things")),
    ("operation-id-changed", False, lambda d: _put(d).update(operationId="setThing")),
    ("operation-tag-removed", False, lambda d: _put(d).update(tags=[])),
    ("security-tightened", False, lambda d: d.update(security=[{"key": ["write"]}])),
    ("security-loosened", False, lambda d: d.update(security=[{"key": []}, {}])),
    (
        "security-scheme-changed",
        False,
        lambda d: d["components"]["securitySchemes"]["key"].update(name="other"),
    ),
    (
        "security-scheme-removed",
        False,
        lambda d: (d["components"]["securitySchemes"].clear(), d.update(security=[])),
    ),
    ("server-removed", False, lambda d: d.update(servers=[{"url": "https://b.example"}])),
    ("callback-removed", False, lambda d: _put(d).pop("callbacks")),
    ("webhook-removed", False, lambda d: d.pop("webhooks")),
    ("version-changed", False, lambda d: d["info"].update(version="2.0.0")),
    ("component-removed", False, lambda d: d["components"]["schemas"].pop("Spare")),
    (
        "component-renamed",
        False,
        lambda d: d["components"]["schemas"].update(Rest=d["components"]["schemas"].pop("Spare")),
    ),
    ("parameter-removed", False, lambda d: _put(d)["parameters"].pop(1)),
    ("parameter-required", True, lambda d: _put(d)["parameters"][2].update(required=True)),
    (
        "parameter-added",
        True,
        lambda d: _put(d)["parameters"].append(
            {"name": "new", "in": "header", "required": True, "schema": {"type": "string"}}
        ),
    ),
    (
        "parameter-style-changed",
        True,
        lambda d: _put(d)["parameters"][1].update(style="pipeDelimited", explode=False),
    ),
    ("default-changed", False, lambda d: _put(d)["parameters"][2]["schema"].update(default=2)),
    ("request-body-removed", True, lambda d: _put(d).pop("requestBody")),
    ("request-body-required", True, lambda d: _put(d)["requestBody"].update(required=True)),
    (
        "media-type-removed",
        True,
        lambda d: _put(d)["requestBody"]["content"].pop("application/json"),
    ),
    ("response-removed", True, lambda d: _put(d)["responses"].pop("200")),
    (
        "response-header-optional",
        True,
        lambda d: _put(d)["responses"]["200"]["headers"]["X-A"].pop("required"),
    ),
    (
        "response-header-removed",
        True,
        lambda d: _put(d)["responses"]["200"]["headers"].pop("X-A"),
    ),
    ("deprecated", False, lambda d: _put(d).update(deprecated=True)),
    ("sunset-missing", False, lambda d: _put(d).update(deprecated=True)),
    (
        "sunset-invalid",
        False,
        lambda d: _put(d).update({"deprecated": True, "x-sunset": "some day"}),
    ),
    ("stability-invalid", False, lambda d: _put(d).update({"x-stability-level": "firm"})),
    (
        "link-added",
        False,
        lambda d: _put(d)["responses"]["200"].update(links={"self": {"operationId": "putThing"}}),
    ),
]


@pytest.mark.parametrize(("check", "breaks", "edit"), EDITS, ids=[it[0] for it in EDITS])
def test_a_change(check: str, edit: Edit, of_documents: Compare, *, breaks: bool) -> None:
    """It is found, in its tier, and breaks when a message shows it."""
    old, new = base(), base()
    edit(new)
    comparison = of_documents(old, new)
    found = [it for it in comparison.findings if it.check.id == check]
    assert found
    assert (comparison.verdict == "breaking") == breaks
    for finding in found:
        assert finding.breaking == breaks
        assert not breaks or isinstance(finding.change.verdict, Witness)


@pytest.mark.parametrize(("check", "breaks", "edit"), EDITS, ids=[it[0] for it in EDITS])
def test_an_edit_taken_back_is_seen(
    check: str, edit: Edit, of_documents: Compare, *, breaks: bool
) -> None:
    """What is there one way is there the other way; no addition breaks anybody."""
    del breaks
    old, new = base(), base()
    edit(old)
    assert of_documents(old, new).verdict in {"compatible", "breaking", "identical"}
    if check not in {"sunset-missing", "stability-invalid", "component-removed", "sunset-invalid"}:
        assert of_documents(old, new).findings


def test_names_of_path_parameters_do_not_matter(of_documents: Compare) -> None:
    """The URL is the same; only code that names the argument is hurt."""
    old, new = base(), base()
    new["paths"]["/things/{key}"] = new["paths"].pop("/things/{id}")
    new["paths"]["/things/{key}"]["put"]["parameters"][0]["name"] = "key"
    comparison = of_documents(old, new)
    assert comparison.verdict == "compatible"
    assert {it.check.id for it in comparison.findings} == {"path-parameter-renamed"}


def test_a_range_of_statuses_covers_one(of_documents: Compare) -> None:
    """404 said on its own is still what 4XX said; its body is compared with that."""
    old, new = base(), base()
    _put(new)["responses"]["404"] = {
        "description": "gone",
        "content": {"text/plain": {"schema": {"type": ["string", "integer"]}}},
    }
    comparison = of_documents(old, new)
    assert {it.check.id for it in comparison.findings} >= {"type-changed"}
    assert "response-added" not in {it.check.id for it in comparison.findings}


def test_a_callback_is_turned_round(of_documents: Compare) -> None:
    """In a callback the server asks: a body with more in it is what the receiver may refuse."""
    old, new = base(), base()
    for document, schema in ((old, {"enum": ["a"]}), (new, {"enum": ["a", "b"]})):
        callback = _put(document)["callbacks"]["done"]["{$request.query.q}"]["post"]
        callback["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    comparison = of_documents(old, new)
    assert comparison.verdict == "breaking"
    assert comparison.verdict_of("response") == "breaking"
    assert of_documents(new, old).verdict == "compatible"


def test_what_was_announced_breaks_nothing(of_documents: Compare) -> None:
    """An operation whose last day is over may go; before that day it may not."""
    old, new = base(), base()
    old["paths"]["/things"]["get"].update({"deprecated": True, "x-sunset": "2026-01-31"})
    del new["paths"]["/things"]
    assert of_documents(old, new, Options(today="2026-02-01")).verdict == "compatible"
    assert of_documents(old, new, Options(today="2026-01-30")).verdict == "breaking"


def test_one_finding_for_a_component(of_documents: Compare) -> None:
    """However many places use it: one finding, with all operations."""
    old = base()
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Used"}}}}
    for number in range(20):
        old["paths"][f"/p{number}"] = {"post": {"requestBody": body, "responses": {}}}
    new = copy.deepcopy(old)
    new["components"]["schemas"]["Used"]["maxLength"] = 5
    (finding,) = [it for it in of_documents(old, new).findings if it.breaking]
    assert finding.change.component == "Used"
    assert len(finding.change.operations) == 20


def test_growing_enums(of_schemas: Compare) -> None:
    """Clients that were told so are not broken by a new value."""
    old, new = {"enum": ["a"]}, {"enum": ["a", "b"]}
    assert of_schemas(old, new, "response").verdict == "breaking"
    policy = Policy(growing_enums=True)
    assert of_schemas(old, new, "response", policy=policy).verdict == "compatible"
    assert of_schemas(new, old, "request", policy=policy).verdict == "breaking"


@pytest.mark.parametrize("value", [True, ["a", "b"]])
def test_an_enumeration_that_may_grow(of_schemas: Compare, value: object) -> None:
    """`x-extensible-enum` in the old version told clients to expect more."""
    old = {"type": "string", "enum": ["a"], "x-extensible-enum": value}
    new = {"type": "string", "enum": ["a", "b"], "x-extensible-enum": value}
    assert of_schemas(old, new, "response").verdict == "compatible"
    assert of_schemas(new, old, "request").verdict == "breaking"


def test_who_sends_a_member_decides(of_schemas: Compare) -> None:
    """A readOnly member is nothing to a request, a writeOnly one nothing to a response."""
    for keyword, fine, hurt in (
        ("readOnly", "request", "response"),
        ("writeOnly", "response", "request"),
    ):
        wide = {"type": "object", "properties": {"a": {"type": "integer", keyword: True}}}
        slim = copy.deepcopy(wide)
        slim["properties"]["a"]["maximum"] = 3  # type: ignore[index]  # a dict, as above
        old, new = (wide, slim) if hurt == "request" else (slim, wide)
        assert of_schemas(old, new, hurt).verdict == "breaking"
        assert of_schemas(old, new, fine).verdict != "breaking"
        assert of_schemas(new, old, fine).verdict != "breaking"


def test_closed_and_open(of_schemas: Compare) -> None:
    """An optional member breaks only senders who may use names that they do not know."""
    old = {"type": "object", "properties": {"a": {"type": "string"}}}
    new = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    assert of_schemas(old, new).verdict == "compatible"
    opened = of_schemas(old, new, options=Options(sending="open"))
    assert opened.verdict == "breaking"
    assert opened.findings[0].check.id == "member-added"


@pytest.mark.parametrize(
    "old",
    [
        {"type": "object"},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "object", "properties": {"a": {}}, "patternProperties": {"^b": {}}},
        {"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}}]},
    ],
)
def test_a_map_is_held_to_no_names(of_schemas: Compare, old: dict[str, Any]) -> None:
    """Where names cannot be listed, a name that the new version gives a meaning was in use."""
    new = copy.deepcopy(old)
    inner = new["anyOf"][0] if "anyOf" in new else new
    inner.setdefault("properties", {})["b"] = {"const": "one"}
    comparison = of_schemas(old, new)
    assert comparison.verdict == "breaking"
    (finding,) = [it for it in comparison.findings if it.breaking]
    assert isinstance(finding.change.verdict, Witness)
    assert set(finding.change.verdict.value) == {"b"}  # type: ignore[arg-type] # an object


def test_formats_of_integers_are_bounds(of_documents: Compare) -> None:
    """A number that only the wider one has shows the difference, in a component as anywhere."""
    old, new = base(), base()
    for document, name in ((old, "int64"), (new, "int32")):
        schemas = document["components"]["schemas"]
        schemas["Used"] = {"type": "integer", "format": name}
        whole = {"type": "array", "items": {"$ref": "#/components/schemas/Used"}}
        _put(document)["requestBody"] = {"content": {"application/json": {"schema": whole}}}
    there, back = of_documents(old, new), of_documents(new, old)
    (finding,) = [it for it in there.findings if it.breaking]
    assert finding.check.id == "format-changed"
    assert finding.change.verdict.value == [-(2**31) - 1]  # type: ignore[union-attr] # a witness
    assert (back.verdict, back.proved) == ("compatible", True)


def _list(kind: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": kind}}


def _object(kind: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": {"type": kind}}}


@pytest.mark.parametrize("made", [lambda kind: {"type": kind}, _list, _object])
def test_a_url_is_text(of_schemas: Compare, made: Callable[[str], Any]) -> None:
    """A number is a text as well there, in lists and objects too; a text need not be a number."""
    there = of_schemas(made("integer"), made("string"), "parameter")
    assert (there.verdict, there.proved) == ("compatible", True)
    assert of_schemas(made("string"), made("integer"), "parameter").verdict == "breaking"
    assert of_schemas(made("integer"), made("string"), "request").verdict == "breaking"


def test_the_same_few_texts(of_schemas: Compare) -> None:
    """Numbers and texts that are listed are compared as they are written."""
    numbers, texts = {"enum": [1, 2]}, {"type": "string", "enum": ["1", "2", "3"]}
    there = of_schemas(numbers, texts, "parameter")
    assert (there.verdict, there.proved) == ("compatible", True)
    assert of_schemas(texts, numbers, "parameter").verdict == "breaking"


def test_a_body_of_which_nothing_is_said(of_documents: Compare) -> None:
    """That there must be one can be seen all the same."""
    old, new = base(), base()
    for document, required in ((old, False), (new, True)):
        _put(document)["requestBody"] = {"content": {}, "required": required}
    assert of_documents(old, new).verdict == "breaking"
    assert of_documents(new, old).verdict != "breaking"


def test_recursion(of_schemas: Compare) -> None:
    """Types within themselves are compared once."""
    thing = {"$ref": "#/components/schemas/Thing"}
    old = {"type": "object", "properties": {"next": thing, "n": {"type": "integer"}}}
    new = {"type": "object", "properties": {"next": thing, "n": {"type": "integer", "minimum": 0}}}
    assert of_schemas(old, old).verdict == "identical"
    assert of_schemas(old, new).verdict == "breaking"
    assert of_schemas(new, old).verdict == "compatible"


@pytest.mark.parametrize("schema", [True, False, {}])
def test_boolean_schemas(of_schemas: Compare, schema: object) -> None:
    """They are schemas like others."""
    assert of_schemas(schema, schema).verdict == "identical"
    assert of_schemas(schema, {"type": "string"}).verdict == (
        "compatible" if schema is False else "breaking"
    )


def test_without_the_solver_it_stays_open(of_schemas: Compare) -> None:
    """What structure does not settle is a warning, never breaking."""
    old = {"type": "object", "properties": {"a": {"type": "integer"}}}
    ruled = {"id": "r", "message": "m", "rule": "!has(self.a) || self.a < 8"}
    other = {"id": "r", "message": "m", "rule": "!(has(self.a) && self.a > 7)"}
    documents = [{**old, "x-validations": [rule]} for rule in (ruled, other)]
    opened = of_schemas(*documents, options=Options(solver=False))
    assert (opened.verdict, opened.proved) == ("compatible", False)
    assert opened.findings[0].severity is Severity.WARNING
    assert of_schemas(*documents).verdict == "identical"


def test_every_check_has_a_kind_and_says_all() -> None:
    """File, id and sentences agree; oasdiff's ids have one home each."""
    checks = by_id()
    assert len(checks) > 100
    aliases = [alias for check in checks.values() for alias in check.aliases]
    assert len(aliases) == len(set(aliases)) == 509
    for id_, check in checks.items():
        module = import_module(f"tallystick.diff.checks.{id_.replace('-', '_')}")
        assert module.CHECK is check
        assert check.summary.endswith(".")
        assert check.why
        assert check.instead


@pytest.mark.parametrize("others", [True, {}])
def test_permission_of_other_members_foresees_none(of_schemas: Compare, others: object) -> None:
    """However it is spelled, nobody sends a name by it that only the new version has."""
    old = {"type": "object", "properties": {"a": {}}, "additionalProperties": others}
    new = {**old, "properties": {"a": {}, "b": {"type": "string"}}}
    assert of_schemas(old, new).verdict == "compatible"
    assert of_schemas(old, new, options=Options(sending="open")).verdict == "breaking"
