"""Whatever an author wrote, it stays inside its literal, docstring or comment."""

import ast
import io
import json
import tokenize
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.emit import generate, prose
from tallystick.emit.targets.python import literals
from tallystick.ir import Api, Doc, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.text import SpecText

NASTY = (
    '"""',
    '\\"""',
    "'''",
    '"',
    "'",
    "\\",
    "\\\\",
    "\n",
    "\r",
    "\x00",
    "\u202e",
    "\u2028",
    "\ud800",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "#}",
    "__import__('os').pwned()",
    ")\npwned()\n(",
    "\\N{BULLET}",
    "\\",
    "${x}",
    "é",
    "漢字",
    "class",
    " ",
    "a",
)
HOSTILE = st.one_of(st.lists(st.sampled_from(NASTY), max_size=8).map("".join), st.text())


@given(HOSTILE)
@example("\\")
@example('"')
@example("\ud83d")
def test_a_string_literal_is_exactly_its_text(text: str) -> None:
    """A string literal is exactly its text."""
    for value in (text, SpecText(text)):
        literal = literals.string(value)
        assert ast.literal_eval(literal) == text
        assert literal.isprintable()


@given(HOSTILE, st.integers(0, 40), st.integers(5, 90))
def test_a_broken_literal_is_exactly_its_text(text: str, indent: int, room: int) -> None:
    """A broken literal is exactly its text."""
    pieces = literals.strings(text, indent, room)
    assert ast.literal_eval("(" + "\n".join(pieces) + ")") == text
    assert all(piece.isprintable() for piece in pieces)


@given(HOSTILE, st.integers(0, 12))
@example('"', 4)
@example("\\", 4)
@example('say "hi"', 4)
@example("x" * 200 + '"', 4)
@example("a \\", 4)
def test_no_description_escapes_its_docstring(text: str, indent: int) -> None:
    """No description escapes its docstring."""
    doc = Doc(description=SpecText(text))
    written = literals.docstring(prose.documented(doc, "Fallback.", indent), indent)
    blocks = "".join(" " * 4 * n + "if 1:\n" for n in range(indent // 4))
    module = ast.parse(blocks + _at(written))
    node: ast.AST = module
    for _ in range(indent // 4):
        node = node.body[0]  # type: ignore[attr-defined]  # the ifs around it
    assert [type(item) for item in node.body] == [ast.Expr]  # type: ignore[attr-defined]  # as above
    assert isinstance(node.body[0].value, ast.Constant)  # type: ignore[attr-defined]  # as above


def _at(written: str) -> str:
    """Return a docstring with the indentation that its block asks for."""
    pad = len(written) - len(written.lstrip(" "))
    return " " * (pad // 4 * 4) + written.lstrip(" ") + "\n"


@given(HOSTILE)
def test_no_text_escapes_its_comment(text: str) -> None:
    """No text escapes its comment."""
    line = literals.comment(text)
    tokens = list(tokenize.generate_tokens(io.StringIO(line + "\n").readline))
    assert [token.type for token in tokens[:2]] == [tokenize.COMMENT, tokenize.NL]
    assert line.isprintable()


@given(HOSTILE)
def test_no_text_escapes_the_line_of_a_docstring(text: str) -> None:
    """No text escapes the line of a docstring."""
    module = ast.parse(f'"""Client of the {literals.inline(text)}."""')
    assert [type(node) for node in module.body] == [ast.Expr]


@given(HOSTILE)
def test_a_toml_string_is_its_text(text: str) -> None:
    """A toml string is its text."""
    found = tomllib.loads(f"x = {literals.toml(text)}")["x"]
    assert found == text.encode(errors="replace").decode()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE, st.lists))
def test_a_json_literal_is_its_value(value: object) -> None:
    """A json literal is its value."""
    written = literals.value(value)  # type: ignore[arg-type]  # JSON by construction
    assert repr(eval(written, {"__builtins__": {}, "float": float})) == repr(value)  # noqa: S307 - our own literal


def document(text: str) -> dict[str, object]:
    """Return a document that has a hostile text wherever a document may have text."""
    schema = {
        "type": "object",
        "title": text,
        "description": text,
        "required": [text],
        "additionalProperties": False,
        "properties": {
            text: {"type": "string", "description": text, "pattern": text, "default": text},
            "choice": {"enum": [text, "other"], "description": text},
            "constant": {"const": text},
            "nested": {"type": "object", "properties": {text: {"$ref": "#/components/schemas/T"}}},
        },
    }
    response = {"description": text, "content": {"application/json": {"schema": schema}}}
    parameters = [
        {"name": text, "in": "query", "description": text, "schema": {"enum": [text]}},
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "X-Head", "in": "header", "schema": {"type": "string", "default": text}},
    ]
    operation = {
        "operationId": text,
        "summary": text,
        "description": text,
        "tags": [text],
        "parameters": parameters,
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": response},
        "security": [{"key": []}],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text},
        "servers": [{"url": f"https://example.com/{text}", "description": text}],
        "tags": [{"name": text, "description": text}],
        "paths": {f"/{text}/{{id}}": {"post": operation}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": text}},
            "schemas": {"T": schema},
        },
    }


def lowered(root: dict[str, object]) -> Api | None:
    """Read a document; None when it is refused."""
    loaded, _ = parse_text(json.dumps(root).encode(), "hostile.json")
    resolved = resolve(loaded)[0] if loaded else None
    return lower(resolved)[0] if resolved else None


def calls_pwned(source: str) -> bool:
    """Whether code runs what the hostile text wants run; its words may be in names."""
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {getattr(func, "id", getattr(func, "attr", "")) for func in called}
    return "pwned" in names


@given(HOSTILE.filter(bool))
@example('"""\npwned()\n"""')
@example("a{b}c")
@example("TRUE")
@example("operation")
@example("nul")
def test_no_text_of_a_document_becomes_code(text: str) -> None:
    """No text of a document becomes code."""
    api = lowered(document(text))
    if api is None:
        return
    files, _ = generate(api, "python", {"package": "hostile"})
    for path, content in files.items():
        if path.endswith(".py") and not path.endswith(("_wire.py", "_call.py")):
            assert not calls_pwned(content)
            assert content.replace("\n", "").isprintable()
        elif path.endswith(".toml"):
            tomllib.loads(content)


@pytest.mark.parametrize("source", ["pwned()", "x = __import__('os').pwned(1)"])
def test_the_check_above_would_see_an_injection(source: str) -> None:
    """The check above would see an injection."""
    assert calls_pwned(source)
