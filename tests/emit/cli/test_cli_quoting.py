"""Whatever an author wrote: the tables of a command line hold it as text, terminals are safe."""

import ast
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallystick.emit import FileSet, generate
from tallystick.emit.targets.cli import layout
from tallystick.emit.targets.cli.plain import plain
from tallystick.ir import lower
from tallystick.load import parse_text
from tallystick.resolve import resolve

NASTY = (
    *('"""', "'''", '"', "'", "\\", "\n", "\r", "\x00", "\u202e", "\u2028", "{{ 7 * 7 }}", "\t"),
    *(
        "{% raw %}",
        "#}",
        ")\npwned()\n(",
        "\\N{BULLET}",
        "\x1b[31m",
        "\x1b]0;x\x07",
        "\x9b2J",
        "a b",
    ),
    *("é", "漢字", "class", "-", "_", ".", "=", "@", "--", "help", "$(x)", "`x`", "word " * 30),
)
HOSTILE = st.one_of(
    st.lists(st.sampled_from(NASTY), max_size=6).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)


def made(text: str) -> FileSet:
    """Generate a command line whose document says `text` wherever it can."""
    member = {"type": "string", "description": text, "enum": [text, "other"]}
    name = text or "empty"
    operation = {
        "operationId": name,
        "tags": [name],
        "summary": text,
        "description": text,
        "parameters": [{"name": name, "in": "query", "description": text, "schema": member}],
        "requestBody": {
            "content": {
                "application/json": {
                    "schema": {"type": "object", "properties": {name: member, f"{name}2": member}}
                }
            }
        },
        "responses": {
            "200": {"description": text, "content": {"application/json": {"schema": member}}}
        },
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text},
        "tags": [{"name": name, "description": text}],
        "paths": {"/x": {"post": operation}},
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "k", "description": text}
            }
        },
        "security": [{"key": []}],
    }
    loaded, _ = parse_text(json.dumps(document).encode(), "hostile.json")
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    api, problems = lower(resolved)
    assert api is not None, problems
    files, problems = generate(api, "cli", {"package": "x_cli"})
    assert files, problems
    return files


def shapes_of(tree: ast.Module) -> list[str]:
    """Return what a module of tables is made of."""
    return [type(node).__name__ for node in tree.body]


@settings(max_examples=25, deadline=None)
@given(HOSTILE)
@example('"""')
@example("\\")
@example("\x1b[31m\x07")
@example("word " * 60)
def test_no_text_leaves_its_literal(text: str) -> None:
    """Modules are a docstring, imports and tables, whatever the document says."""
    files = made(text)
    for path, content in files.items():
        if path.endswith(".py"):
            ast.parse(content)
    commands = next(p for p in files if "/commands/" in p and not p.endswith("__init__.py"))
    tree = ast.parse(files[commands])
    assert set(shapes_of(tree)) == {"Expr", "ImportFrom", "AnnAssign"}
    for path in ("x_cli/shapes.py", "x_cli/returns.py", "x_cli/_config.py"):
        kinds = set(shapes_of(ast.parse(files[path])))
        assert kinds <= {"Expr", "ImportFrom", "AnnAssign", "ClassDef"}
    tomllib.loads(files["pyproject.toml"])


@settings(max_examples=200, deadline=None)
@given(st.text())
@example("a\x1b[1;31mb\x1b]8;;http://x\x1b\\c\x1b]0;t\x07d\x9be\u202ef\x1b")
def test_terminals_are_not_commanded(text: str) -> None:
    """What is kept is printable; text without anything hidden is kept as it is."""
    kept = plain(text)
    assert all(char.isprintable() or char in "\n\t" for char in kept)
    if text.isprintable():
        assert kept == text


def test_escape_sequences_go_whole() -> None:
    """Nothing of a sequence stays behind."""
    assert plain("a\x1b[1;31mb\x1b]8;;http://x\x1b\\c\x1b]0;t\x07d\u202ef") == "abcdf"


@given(st.lists(st.text("abc \\'\"\n\u202e漢", max_size=200), max_size=4), st.integers(0, 3))
def test_layout_keeps_what_is_laid_out(texts: list[str], depth: int) -> None:
    """However long texts are, the statement evaluates to them, and lines fit where they can."""
    node: layout.Node = layout.Call("", tuple(layout.Text(text) for text in texts))
    for _ in range(depth):
        node = layout.Call("", (node,))
    value = ast.parse(layout.statement("X = ", node)).body[0]
    assert isinstance(value, ast.Assign)
    found = ast.literal_eval(value.value)
    for _ in range(depth):
        (found,) = found
    assert found == tuple(texts)


@pytest.mark.parametrize("version", ["image", "video"])
def test_the_committed_package_has_no_line_of_ours_too_long(version: str) -> None:
    """Tables are wrapped like hand-written code."""
    folder = Path(__file__).parents[3] / "generated" / "cli" / version
    lines = [line for path in folder.rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    assert max(map(len, lines)) <= 100
