"""Documents against the OpenAPI specification, in sentences with places."""

from pathlib import Path

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.load import load, locate, parse_text
from tallystick.resolve import codes, resolve, validate
from tallystick.resolve import second as second_module
from tallystick.resolve.conformance import specification

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


def checked(text: str, uri: str = "api.yaml") -> Diagnostics:
    """Validate a document from memory."""
    document, _ = parse_text(text.encode(), uri)
    assert document is not None
    resolved, _ = resolve(document)
    assert resolved is not None
    return validate(resolved)


def told(found: Diagnostics) -> list[tuple[str, str]]:
    """Return pointer and message of each diagnostic."""
    return [(item.span.pointer, item.message) for item in found if item.span]


GOOD = (
    HEAD
    + """\
x-a: 1
paths:
  /a/{b}:
    parameters:
      - {name: b, in: path, required: true, schema: {type: string}}
    get:
      operationId: getA
      responses:
        '200':
          description: d
          content: {application/json: {schema: {type: [object, 'null'], x-validations: []}}}
"""
)


def test_a_good_document_has_no_findings() -> None:
    """Extensions are welcome everywhere."""
    assert checked(GOOD) == ()
    assert checked(GOOD.replace("3.1.0", "3.0.3").replace("[object, 'null']", "object")) == ()
    assert checked(GOOD.replace("3.1.0", "3.2.0")) == ()


@pytest.mark.parametrize(
    ("old", "new", "pointer", "message"),
    [
        (
            "in: path",
            "in: pth",
            "/paths/~1a~1{b}/parameters/0/in",
            '`in` is "pth", and must be one of "query", "header", "path", "cookie"',
        ),
        (
            "required: true, ",
            "",
            "/paths/~1a~1{b}/parameters/0",
            "item 1 of `parameters` has no `required`",
        ),
        (
            "required: true",
            "required: true, allowReserved: true",
            "/paths/~1a~1{b}/parameters/0/allowReserved",
            "`allowReserved` cannot stand here",
        ),
        (
            "required: true",
            "required: false",
            "/paths/~1a~1{b}/parameters/0/required",
            "`required` must be true, not false",
        ),
        (
            "version: '1'",
            "version: 1",
            "/info/version",
            "`version` must be a string, not 1",
        ),
        (
            "type: string",
            "type: strin",
            "/paths/~1a~1{b}/parameters/0/schema/type",
            '`type` is "strin", which is no type of JSON Schema',
        ),
        (
            "type: string",
            "minLength: -1",
            "/paths/~1a~1{b}/parameters/0/schema/minLength",
            "`minLength` is out of range: -1 is less than the minimum of 0",
        ),
        (
            "type: string",
            "required: [a, a]",
            "/paths/~1a~1{b}/parameters/0/schema/required",
            '`required` has "a" twice',
        ),
        (
            "type: string",
            "items: 3",
            "/paths/~1a~1{b}/parameters/0/schema/items",
            "`items` must be true or false or a mapping, not 3",
        ),
        (
            "operationId:",
            "operationid:",
            "/paths/~1a~1{b}/get/operationid",
            "`operationid` cannot stand here",
        ),
        (
            "description: d",
            "descripton: d",
            "/paths/~1a~1{b}/get/responses/200",
            "`200` has no `description`",
        ),
        (
            "'200'",
            "'2000'",
            "/paths/~1a~1{b}/get/responses/2000",
            "`2000` cannot stand here",
        ),
        ("x-a: 1", "a: 1", "/a", "`a` cannot stand here"),
    ],
)
def test_what_breaks_the_specification(old: str, new: str, pointer: str, message: str) -> None:
    """One sentence at the place, with a place in the text."""
    found = checked(GOOD.replace(old, new))
    assert (pointer, message) in told(found)
    assert all(item.code is codes.INVALID_DOCUMENT for item in found)
    assert all(item.span and locate(item.span) for item in found)


def test_only_what_is_wrong_is_told() -> None:
    """One mistake inside an object does not make all its members unexpected."""
    found = checked(GOOD.replace("in: path", "in: pth"))
    assert len(found) == 1
    found = checked(GOOD.replace("description: d", "descripton: d"))
    assert [item.help for item in found] == ["add `description`", "did you mean `description`?"]


def test_smallest_edits_are_offered() -> None:
    """The nearest word, or the quotes that are missing."""
    assert checked(GOOD.replace("in: path", "in: pth"))[0].help == "did you mean path?"
    assert checked(GOOD.replace("version: '1'", "version: 1.0"))[0].help == "quote it: `'1.0'`"
    assert checked(GOOD.replace("type: string", "type: strin"))[0].help == "write string"


@pytest.mark.parametrize(
    ("part", "said", "help_"),
    [
        ("headers: {A: {}}", "`A` has neither `schema` nor `content`", "add `schema`"),
        (
            "headers: {A: {schema: {}, content: {a/b: {}}}}",
            "`A` has `schema` and `content`",
            "remove one of the two",
        ),
        (
            "links: {A: {description: d}}",
            "`A` has neither `operationRef` nor `operationId`",
            "add `operationRef`",
        ),
    ],
)
def test_choices_name_what_can_be_chosen(part: str, said: str, help_: str) -> None:
    """Parameters, headers and links need one of two members."""
    found = checked(f"{HEAD}components: {{{part}}}\n")
    assert [(item.message, item.help) for item in found] == [(said, help_)]


def test_empty_documents_and_odd_names() -> None:
    """What only the whole document or a key can get wrong."""
    assert told(checked(HEAD)) == [
        ("", "the document has none of `paths`, `components` or `webhooks`")
    ]
    found = checked(HEAD + "components: {schemas: {'a b': {}}}\n")
    assert told(found) == [
        (
            "/components/schemas/a b",
            '`schemas` has the name "a b", whose characters a name cannot have',
        )
    ]


def test_a_callback_has_extensions() -> None:
    """Whatever they hold; the schema of the specification takes them for paths."""
    text = "components: {callbacks: {c: {x-any: please, x-some: {a: 1}}}}\n"
    assert checked(HEAD + text) == ()


def test_parts_in_other_files_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part against the schema of what it is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parts.yaml").write_text(
        "q: {name: q, in: quary, schema: {}}\ns: {type: strng, properties: {a: 1}}\n"
    )
    (tmp_path / "api.yaml").write_text(
        HEAD + "components:\n  parameters: {q: {$ref: 'parts.yaml#/q'}}\n"
        "  schemas: {s: {$ref: 'parts.yaml#/s'}}\n"
    )
    document, _ = load("api.yaml")
    assert document is not None
    resolved, found = resolve(document)
    assert found == ()
    assert resolved is not None
    spans = {item.span for item in validate(resolved)}
    assert spans == {
        Span("parts.yaml", "/q/in"),
        Span("parts.yaml", "/s/type"),
        Span("parts.yaml", "/s/properties/a"),
    }


def test_the_second_opinion_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """openapi-spec-validator tells what nobody else does, on documents of common size only."""
    twice = GOOD + "tags: [{name: a}, {name: a}]\n"
    found = checked(twice)
    assert [item.code for item in found] == [codes.SECOND_OPINION]
    assert "Duplicate tag name 'a'" in found[0].message
    monkeypatch.setattr(second_module, "_LARGEST", 10)
    assert checked(twice) == ()


def test_unbound_references_are_not_followed_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """openapi-spec-validator would open files and URLs: it is not asked then."""
    asked: list[object] = []
    monkeypatch.setattr("openapi_spec_validator.OpenAPIV31SpecValidator", asked.append)
    checked(GOOD + "components: {schemas: {S: {$ref: 'http://127.0.0.1:9/x'}}}\n")
    assert asked == []
    checked(GOOD)
    assert len(asked) == 1


def test_the_schema_is_that_of_the_package() -> None:
    """Read from the data of openapi-spec-validator without importing it."""
    assert specification("3.1")["$id"].startswith("https://spec.openapis.org/oas/3.1/schema/")
    assert specification("3.2")["$id"].startswith("https://spec.openapis.org/oas/3.2/schema/")
