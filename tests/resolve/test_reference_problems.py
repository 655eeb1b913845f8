"""References that cannot be bound: each with its code, its place and its help."""

from pathlib import Path

import pytest

from tallystick.diagnostics import Diagnostic
from tallystick.load import load, locate, parse_text
from tallystick.resolve import resolve

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, two levels down."""
    folder = tmp_path / "top" / "work"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def only(text: str, uri: str = "api.yaml") -> Diagnostic:
    """Return the one diagnostic that resolving gives, checked to have a place."""
    document, found = parse_text((HEAD + text).encode(), uri)
    assert found == ()
    assert document is not None
    _, found = resolve(document)
    assert len(found) == 1
    assert found[0].span is not None
    assert locate(found[0].span) is not None
    return found[0]


def schema(text: str) -> Diagnostic:
    """Return the diagnostic about a schema S, beside which schemas Thing and Other stand."""
    return only(
        "components:\n  responses: {NotFound: {description: d}}\n"
        f"  schemas:\n    Thing: {{type: object}}\n    Other: {{}}\n    S: {text}\n"
    )


@pytest.mark.parametrize(
    ("text", "code", "help_"),
    [
        ("{$ref: '#/components/schemas/Thingg'}", "ref-not-found", "#/components/schemas/Thing`"),
        ("{$ref: '#/components/schemas/thing'}", "ref-not-found", "#/components/schemas/Thing`"),
        ("{$ref: '#/component/schemas/Thing'}", "ref-not-found", "#/components/schemas/Thing`"),
        ("{$ref: '#/definitions/Thing'}", "ref-not-found", "#/components/schemas/Thing`"),
        ("{$ref: '#/paths/0/x'}", "ref-not-found", None),
        ("{$ref: '#nowhere'}", "ref-not-found", "$anchor: nowhere"),
        ("{$ref: '#/components/responses/NotFound'}", "ref-kind", "schema"),
        ("{$ref: '#/components/schemas'}", "ref-kind", "schema"),
        ("{$ref: '#/info/title'}", "ref-kind", "schema"),
        ("{$ref: 3}", "ref-malformed", None),
        ("{$ref: 'http://[bad#/x'}", "ref-malformed", None),
        ("{$ref: 'nope.yaml#/x'}", "ref-file", None),
        ("{$ref: 'https://example.com/a.yaml#/x'}", "remote-ref", "--allow-remote"),
        ("{$ref: 'urn:x:y'}", "ref-not-found", "$id"),
        ("{$ref: '#/components/schemas/S'}", "ref-circle", None),
        ("{$dynamicRef: '#node'}", "ref-not-found", None),
        ("{discriminator: {mapping: {a: Nope.yaml}}}", "ref-file", None),
    ],
)
def test_references_that_lead_nowhere(here: Path, text: str, code: str, help_: str | None) -> None:
    """Each says what is wrong, and the nearest thing that exists."""
    assert here.exists()
    problem = schema(text)
    assert problem.code.id == code
    assert help_ is None or help_ in str(problem.help)


def test_the_place_is_the_reference() -> None:
    """Line and column of the `$ref` itself."""
    problem = schema("\n      allOf:\n        - $ref: '#/components/schemas/Nope'")
    assert problem.span is not None
    position = locate(problem.span)
    assert position is not None
    assert (position.line, position.column) == (10, 17)


def test_circles_are_told_once_and_taken_out() -> None:
    """Three references in a circle, one more that leads into it: one diagnostic, no hang."""
    text = "".join(
        f"    {name}: {{$ref: '#/components/schemas/{other}'}}\n"
        for name, other in ("AB", "BC", "CA", "DA")
    )
    document, _ = parse_text((HEAD + "components:\n  schemas:\n" + text).encode(), "api.yaml")
    assert document is not None
    resolved, found = resolve(document)
    assert resolved is not None
    assert [item.code.id for item in found] == ["ref-circle"]
    assert len(found[0].notes) == 2
    assert resolved.follow("api.yaml", "/components/schemas/D") == (
        "api.yaml",
        "/components/schemas/A",
    )


@pytest.mark.parametrize(
    "text",
    [
        "{$id: 'https://e.com/a'}",
        "{$anchor: twice}",
    ],
)
def test_names_that_are_claimed_twice(text: str) -> None:
    """A reference to it could mean either."""
    problem = only(f"components:\n  schemas:\n    A: {text}\n    B: {text}\n")
    assert problem.code.id == "anchor-twice"
    assert "/components/schemas/A" in problem.message


def test_operation_id_that_no_operation_has() -> None:
    """With the nearest one."""
    problem = only(
        "paths: {/a: {get: {operationId: getThing, responses: {}}}}\n"
        "components: {links: {L: {operationId: getthing}}}\n"
    )
    assert problem.code.id == "link-unknown-operation"
    assert "getThing" in str(problem.help)


def refused(here: Path, reference: str) -> str:
    """Return the code given for a reference to a file."""
    path = here / "api.yaml"
    path.write_text(f"{HEAD}components:\n  schemas:\n    S: {{$ref: '{reference}'}}\n")
    document, _ = load("api.yaml")
    assert document is not None
    _, found = resolve(document)
    return found[0].code.id if found else ""


def test_no_file_has_such_a_name() -> None:
    """A null character, which ends names in every system."""
    assert schema("{$ref: 'a%00.yaml'}").code.id == "ref-malformed"


def test_no_file_outside_of_the_root_is_read(here: Path) -> None:
    """Not by climbing, not by an absolute path or URL, not by a link, not if hidden."""
    (here.parent / "secret.yaml").write_text("password: x\n")
    (here / ".hidden").mkdir()
    (here / ".hidden" / "a.yaml").write_text("type: string\n")
    (here / "notes.txt").write_text("type: string\n")
    (here / "link.yaml").symlink_to(here.parent / "secret.yaml")
    outside = here.parent / "secret.yaml"
    for reference in (
        "../secret.yaml",
        "sub/../../secret.yaml",
        "%2e%2e/secret.yaml",
        outside.as_posix(),
        outside.as_uri(),
        "link.yaml",
        ".hidden/a.yaml",
        "notes.txt",
        "/etc/passwd",
        "file:///etc/passwd",
    ):
        assert refused(here, reference) == "ref-outside-root", reference
    (here / "inside.yaml").write_text("type: string\n")
    for reference in ("inside.yaml", "./sub/../inside.yaml", (here / "inside.yaml").as_uri()):
        assert refused(here, reference) == "", reference


def test_sibling_folders_below_the_working_directory(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The working directory is the root when the entry document is below it."""
    (here / "api").mkdir()
    (here / "shared").mkdir()
    (here / "shared" / "s.yaml").write_text("type: string\n")
    (here / "api" / "api.yaml").write_text(
        f"{HEAD}components: {{schemas: {{S: {{$ref: '../shared/s.yaml'}}}}}}\n"
    )
    document, _ = load("api/api.yaml")
    assert document is not None
    assert resolve(document)[1] == ()
    monkeypatch.chdir(here / "shared")
    document, _ = load("../api/api.yaml")
    assert document is not None
    assert [item.code.id for item in resolve(document)[1]] == ["ref-outside-root"]


def test_home_is_no_root(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Running in the home folder does not open all of it to a document."""
    monkeypatch.setenv("HOME", str(here))
    (here / "api").mkdir()
    (here / "bank.yaml").write_text("type: string\n")
    (here / "api" / "api.yaml").write_text(
        f"{HEAD}components: {{schemas: {{S: {{$ref: '../bank.yaml'}}}}}}\n"
    )
    document, _ = load("api/api.yaml")
    assert document is not None
    assert [item.code.id for item in resolve(document)[1]] == ["ref-outside-root"]


def test_files_that_do_not_parse_are_told_in_their_own_lines(here: Path) -> None:
    """The mistake is in the other file; a missing one is a mistake of the reference."""
    (here / "bad.yaml").write_text("a: 1\na: 2\n")
    (here / "api.yaml").write_text(
        f"{HEAD}components:\n  schemas:\n    S: {{$ref: 'bad.yaml#/a'}}\n"
        "    T: {$ref: 'bad.yaml#/b'}\n    U: {$ref: no.yaml}\n    V: {$ref: no.yaml}\n"
    )
    document, _ = load("api.yaml")
    assert document is not None
    _, found = resolve(document)
    told = [(item.code.id, item.span.uri) for item in found if item.span]
    assert told == [
        ("duplicate-key", "bad.yaml"),
        ("ref-file", "api.yaml"),
        ("ref-file", "api.yaml"),
    ]


def test_a_reference_in_a_part_that_means_the_entry(here: Path) -> None:
    """Authors of split documents often forget the file before the `#`."""
    (here / "part.yaml").write_text("items: {$ref: '#/components/schemas/S'}\n")
    (here / "api.yaml").write_text(
        f"{HEAD}components: {{schemas: {{S: {{}}, T: {{$ref: part.yaml}}}}}}\n"
    )
    document, _ = load("api.yaml")
    assert document is not None
    _, found = resolve(document)
    assert found[0].code.id == "ref-not-found"
    assert "api.yaml has it" in str(found[0].help)


def test_swagger_20_parts_are_refused(here: Path) -> None:
    """Another version is said to be one."""
    (here / "old.yaml").write_text("swagger: '2.0'\ndefinitions: {S: {}}\n")
    (here / "api.yaml").write_text(
        f"{HEAD}components: {{schemas: {{T: {{$ref: 'old.yaml#/definitions/S'}}}}}}\n"
    )
    document, _ = load("api.yaml")
    assert document is not None
    _, found = resolve(document)
    assert [item.code.id for item in found] == ["swagger-2"]
