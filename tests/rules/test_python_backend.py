"""Rules in Python read as a careful person would write them."""

import ast
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tallystick.diagnostics import Diagnostics, Span
from tallystick.rules import (
    STRING,
    Expr,
    Member,
    MessageShape,
    Shape,
    compile_rule,
)
from tallystick.rules.backends import python_support
from tallystick.rules.backends.python import Attributes, Mapping, PythonBackend, support_source

Compiler = Callable[[str], tuple[Expr | None, Diagnostics]]

READABLE = [
    ("self.done", "self.done"),
    ("!self.done", "not self.done"),
    ("self.done == false", "self.done is False"),
    ("!has(self.video)", "self.video is None"),
    ("has(self.width) && self.width > 3", "self.width is not None and self.width > 3"),
    ("!has(self.width) || self.width > 3", "self.width is None or self.width > 3"),
    ("has(self.width) ? self.width > 3 : true", "self.width is None or self.width > 3"),
    ("has(self.width) ? self.width > 3 : false", "self.width is not None and self.width > 3"),
    ("has(self.width) ? self.width > 3 : self.done",
     "self.width > 3 if self.width is not None else self.done"),
    ("!(has(self.width) && self.width > 3)", "not (self.width is not None and self.width > 3)"),
    ("has(self.width) && self.width == 3", "self.width == 3"),
    ("!has(self.width) || self.width != 3", "self.width != 3"),
    ("!(has(self.width) && self.width in [1, 2]) || self.done",
     "self.width not in (1, 2) or self.done"),
    ("!(has(self.video) && has(self.video.loop) && self.video.loop) || self.type == 'video'",
     'self.video is None or not self.video.loop or self.type == "video"'),
    ("has(self.video) && has(self.video.loop) && self.video.loop",
     "self.video is not None and self.video.loop is True"),
    ("has(self.video) && has(self.video.loop) && !self.video.loop",
     "self.video is not None and self.video.loop is False"),
    ("has(self.video) == has(self.refs)", "(self.video is not None) == (self.refs is not None)"),
    ("[has(self.video), has(self.refs)].exists_one(x, x)",
     "sum([self.video is not None, self.refs is not None]) == 1"),
    ("!has(self.refs) || self.refs.all(r, has(r.url) != has(r.data))",
     "self.refs is None or all((r.url is not None) != (r.data is not None) for r in self.refs)"),
    ("!has(self.refs) || !self.refs.exists(r, has(r.url))",
     "self.refs is None or not any(r.url is not None for r in self.refs)"),
    ("!has(self.refs) || self.refs.exists_one(r, has(r.url) && r.url == 'a')",
     'self.refs is None or sum(r.url == "a" for r in self.refs) == 1'),
    ("!has(self.refs) || size(self.refs) <= (self.type == 'image' ? 9 : 8)",
     'self.refs is None or len(self.refs) <= (9 if self.type == "image" else 8)'),
    ("!has(self.refs) || self.refs.filter(r, has(r.url)).size() > 1",
     "self.refs is None or len([r for r in self.refs if r.url is not None]) > 1"),
    ("self.prompt.startsWith('a') || self.prompt.endsWith('b') || self.prompt.contains('c')",
     'self.prompt.startswith("a") or self.prompt.endswith("b") or "c" in self.prompt'),
    ("!self.prompt.contains('c')", '"c" not in self.prompt'),
    ("self.prompt.matches('^a.c$')", r're.search(r"^a.c\Z", self.prompt) is not None'),
    ("!self.prompt.matches('a')", 're.search("a", self.prompt) is None'),
    ("(self.done || self.type == 'video') && self.count > 1",
     '(self.done or self.type == "video") and self.count > 1'),
    ("!(self.count < 3)", "self.count >= 3"),
    ("!(self.ratio < 3.0)", "not self.ratio < 3.0"),
    ("size(self.prompt) + 1 - (2 - size(self.type)) > 3",
     "len(self.prompt) + 1 - (2 - len(self.type)) > 3"),
    ("size(self.prompt) / 2 == 1", "len(self.prompt) // 2 == 1"),
    ("self.ratio / 2.0 > 1.0", "self.ratio / 2.0 > 1.0"),
    ("has(self.labels) && 'a' in self.labels && self.labels['a'] == 'x'",
     'self.labels is not None and self.labels.get("a") == "x"'),
    ("'class' in self && true", None),
    ("has(self.video) && 'class' in self.video && self.video['class'] == 'a'",
     'self.video is not None and self.video.class_ == "a"'),
]  # fmt: skip


def attribute(_: MessageShape, wire: str) -> str:
    """Spell a member as a model might."""
    return {"class": "class_", "x-foo": "x_foo"}.get(wire, wire)


@pytest.mark.parametrize(("text", "expected"), READABLE)
def test_a_guarded_rule_is_plain_python(
    compiled: Compiler, shapes: dict[str, Shape], text: str, expected: str | None
) -> None:
    """Exactly this text, and no support function."""
    rule, _ = compiled(text)
    if expected is None:
        assert rule is None
        return
    assert rule is not None
    rendered = PythonBackend(shapes, Attributes(name=attribute)).render(rule)
    assert rendered.text == expected
    assert rendered.support == frozenset()
    assert rendered.imports == ({"re"} if "re." in expected else frozenset())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self.width > 3", "self.width is not None and self.width > 3"),
        ("!(self.width > 3)", "self.width is not None and self.width <= 3"),
        ("self.width != 3", "self.width is not None and self.width != 3"),
        ("self.width == 3", "self.width == 3"),
        ("!(self.width == 3)", "self.width is not None and self.width != 3"),
        ("self.video.loop", "self.video is not None and self.video.loop is True"),
        ("!self.video.loop", "self.video is not None and self.video.loop is False"),
        ("self.width > 3 && self.width < 5",
         "self.width is not None and self.width > 3 and self.width < 5"),
        ("self.width > 3 || self.done", "self.width is not None and self.width > 3 or self.done"),
        ("self.refs.exists(r, r.url == 'a')",
         'self.refs is not None and any(r.url == "a" for r in self.refs)'),
        ("!self.refs.exists(r, r.url == 'a')",
         'self.refs is not None and all(r.url is not None and r.url != "a" for r in self.refs)'),
        (
            "has(self.width) || self.width > 3",
            "self.width is not None or self.width is not None and self.width > 3",
        ),
        ("self.refs[0].url == 'a'",
         'self.refs is not None and len(self.refs) > 0 and self.refs[0].url == "a"'),
        ("self.count + 1 > 2", "_rules.holds(lambda: _rules.integer(self.count + 1) > 2)"),
        ("(self.width > 3) == self.done",
         "self.width is not None and (self.width > 3) == self.done"),
    ],
)  # fmt: skip
def test_an_unguarded_rule_asks_where_it_reads(
    compiled: Compiler, shapes: dict[str, Shape], text: str, expected: str
) -> None:
    """An error is not satisfied: the question becomes part of the condition."""
    rule, _ = compiled(text)
    assert rule is not None
    assert PythonBackend(shapes, Attributes(name=attribute)).render(rule).text == expected


def test_mappings_are_read_by_key(compiled: Compiler, shapes: dict[str, Shape]) -> None:
    """For clients that keep plain dictionaries."""
    rule, _ = compiled("has(self.video) && 'x-foo' in self.video && self.video['x-foo'] > 1")
    assert rule is not None
    rendered = PythonBackend(shapes, Mapping(subject="body")).render(rule)
    assert rendered.text == (
        'body.get("video") is not None and body.get("video").get("x-foo") is not None'
        ' and body.get("video").get("x-foo") > 1'
    )


def test_variables_hide_nothing_of_python(compiled: Compiler, shapes: dict[str, Shape]) -> None:
    """A macro's variable may be called like a built-in, a keyword or the support module."""
    for name in ("len", "all", "lambda_", "None_", "class_", "_rules", "sum", "match", "re"):
        rule, found = compiled(f"!has(self.refs) || self.refs.all({name}, size([{name}]) == 1)")
        assert rule is not None, found
        text = PythonBackend(shapes, Attributes(name=attribute)).render(rule).text
        assert eval(text, {"self": SimpleNamespace(refs=[1])}) is True  # noqa: S307 - our own output


HOSTILE = [
    "'",
    '"',
    "\\",
    "\n",
    "'''",
    '"""',
    "\\'",
    "\u2028",
    "{x}",
    "#",
    "\\N{DASH}",
    "é😀",
    "\x7f",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_text_of_a_rule_escapes_its_literal(value: str) -> None:
    """Texts, keys and patterns come back as they were, whatever they hold."""
    shape = MessageShape(name="M", members={value: Member(shape=STRING)})
    literal = "'" + "".join(f"\\U{ord(char):08x}" for char in value) + "'"
    rule, found = compile_rule(
        f"{literal} in self && self[{literal}] == {literal}", shape, {}, Span("a", "")
    )
    assert rule is not None, found
    text = PythonBackend({}, Mapping()).render(rule).text
    assert text.isprintable()
    strings = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    assert strings <= {value, None}
    assert eval(text, {"self": {value: value}}) is True  # noqa: S307 - our own output
    assert eval(text, {"self": {value: value + "x"}}) is False  # noqa: S307 - our own output


def test_support_is_a_module_of_its_own(compiled: Compiler, shapes: dict[str, Shape]) -> None:
    """Only what is called, and all that it calls; whole, it is the module itself."""
    rule, _ = compiled("self.count / self.count == 1")
    assert rule is not None
    rendered = PythonBackend(shapes, Attributes(name=attribute), prefix="").render(rule)
    assert rendered.support == {"holds", "quotient"}
    source = support_source(rendered.support)
    names = {
        n.name for n in ast.parse(source).body if isinstance(n, (ast.FunctionDef, ast.ClassDef))
    }
    assert names == {"Fault", "holds", "integer", "quotient"}
    scope: dict[str, object] = {"re": re}
    exec(source, scope)  # noqa: S102 - our own output
    for count, expected in ((5, True), (0, False)):
        assert eval(rendered.text, {**scope, "self": SimpleNamespace(count=count)}) is expected  # noqa: S307 - our own output
    whole: dict[str, object] = {}
    exec(support_source(), whole)  # noqa: S102 - our own output
    assert {name for name in vars(python_support) if callable(vars(python_support)[name])} <= set(
        whole
    )
