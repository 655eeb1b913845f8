"""Whatever an author wrote, it stays inside its literal, template or comment."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.emit import generate
from tallystick.emit.targets.typescript import literals
from tallystick.ir import Api, Doc, lower
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.text import SpecText

ROOT = Path(__file__).parents[3]
TOOLS = ROOT / "node_modules" / ".bin"

NASTY = (
    *("*/", "/**", "//", '"', "'", "`", "${pwned()}", "\\", "\n", "\r", "\x00", "\u202e", "\u2028"),
    *(
        "\ud800",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "#}",
        "*\\/",
        "<!--",
        "</script>",
        "\\u002a/",
        "é",
        "漢",
    ),
    *("constructor", "__proto__", " ", "a", "1"),
)
HOSTILE = st.one_of(st.lists(st.sampled_from(NASTY), max_size=8).map("".join), st.text())


@given(HOSTILE)
@example("\\")
@example('"')
@example("\ud83d")
@example("\x7f")
def test_a_string_literal_is_exactly_its_text(text: str) -> None:
    """What JavaScript reads is what was written; what a reader sees is all of it."""
    for value in (text, SpecText(text)):
        literal = literals.string(value)
        assert json.loads(literal.replace("\\x7f", "\\u007f")) == text
        assert literal.isprintable()
        assert json.loads(literals.strict_json(value)) == text


@given(HOSTILE, st.integers(0, 12))
@example("*/", 2)
@example("**//", 0)
@example("*\\/", 0)
def test_no_description_ends_its_comment(text: str, indent: int) -> None:
    """A comment begins once and ends once, at its end."""
    comment = literals.documented(Doc(description=SpecText(text)), "Fallback.", indent)
    assert comment.count("*/") == 1
    assert comment.endswith("*/\n")
    assert comment.strip().startswith("/**")
    assert all(line.isprintable() for line in comment[:-1].split("\n"))


@given(HOSTILE)
@example("`${x}`")
@example("\\`")
def test_a_template_has_no_expression_of_its_own(text: str) -> None:
    """Nothing of a path ends a template literal or begins an expression."""
    inside = re.sub(r"\\.", "", literals.template(text))
    assert "`" not in inside
    assert "$" not in inside  # What follows may begin with a brace.
    assert inside.isprintable()


@given(HOSTILE)
def test_a_property_is_a_name_or_quoted(text: str) -> None:
    """A name of a member is an identifier or a literal."""
    name = literals.key(text)
    assert (
        re.fullmatch(r"[A-Za-z_$][\w$]*", name)
        or json.loads(name.replace("\\x7f", "\\u007f")) == text
    )


def document(text: str) -> Api:
    """Return an API that says a text wherever a document can say something."""
    schema = {
        "type": "object",
        "title": text,
        "description": text,
        "required": [text],
        "properties": {
            text: {"type": "string", "description": text, "enum": [text, "other"]},
            "b": {"type": "string", "pattern": "^a$"},
        },
        "x-validations": [{"id": text, "rule": "has(self.b)", "message": text}],
    }
    operation = {
        "operationId": text,
        "summary": text,
        "description": text,
        "tags": [text],
        "parameters": [
            {"name": text, "in": "query", "description": text, "schema": {"type": "string"}},
            {"name": "p", "in": "path", "required": True, "schema": {"type": "string"}},
        ],
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {
            "200": {"description": text, "content": {"application/json": {"schema": schema}}}
        },
    }
    whole = {
        "openapi": "3.1.0",
        "info": {"title": text, "version": text, "description": text},
        "tags": [{"name": text, "description": text}],
        "paths": {"/a`${b}/{p}": {"post": operation}},
    }
    loaded, _ = parse_text(json.dumps(whole).encode(), "api.json")
    assert loaded is not None
    resolved, _ = resolve(loaded)
    assert resolved is not None
    api, problems = lower(resolved)
    assert api is not None, problems
    return api


@pytest.mark.xdist_group("typescript")
def test_hostile_documents_compile(tmp_path: Path) -> None:
    """A document that says something nasty everywhere gives a package that compiles strictly."""
    for number, text in enumerate((*NASTY, "".join(NASTY))):
        if not text.isprintable() and "\ud800" in text:
            continue  # No JSON document can hold it.
        files, problems = generate(document(text), "typescript", {"package": "hostile"})
        assert files, problems
        for path, content in files.items():
            if path.endswith(".ts") and (number == 0 or "runtime/" not in path or "config" in path):
                target = tmp_path / f"n{number}" / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, "utf-8")
        for source in (tmp_path / "n0" / "src" / "runtime").iterdir():
            target = tmp_path / f"n{number}" / "src" / "runtime" / source.name
            if not target.exists():
                target.write_text(source.read_text("utf-8"), "utf-8")
        (tmp_path / "tsconfig.json").write_text(files["tsconfig.json"].replace('["src"]', '["."]'))
    options = ["--noEmit", "--rootDir", str(tmp_path)]
    done = subprocess.run(
        [TOOLS / "tsc", "-p", tmp_path, *options], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
