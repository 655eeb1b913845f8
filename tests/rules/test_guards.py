"""Reads that may meet an absent member: warned of, and marked for the backends."""

from collections.abc import Callable

import pytest

from tallystick.diagnostics import Diagnostics, Severity, Span
from tallystick.rules import (
    BOOL,
    STRING,
    Expr,
    Member,
    MessageShape,
    NamedShape,
    UnionShape,
    compile_rule,
)
from tallystick.rules.expression import Select, walk

Compiler = Callable[[str], tuple[Expr | None, Diagnostics]]

GUARDED = [
    "has(self.width) && self.width > 3",
    "!has(self.width) || self.width > 3",
    "has(self.width) ? self.width > 3 : true",
    "!has(self.width) ? true : self.width > 3",
    "!(has(self.width) && self.width > 3)",
    "!(has(self.width) && self.done) || self.width > 3",
    "has(self.video) && has(self.video.loop) && self.video.loop",
    "!(has(self.video) && has(self.video.loop)) || self.video.loop",
    "!has(self.refs) || self.refs.all(r, !has(r.url) || r.url.startsWith('h'))",
    "!has(self.refs) || self.refs.filter(r, has(r.url)).all(r, !has(r.url) || r.url != '')",
    "!has(self.refs) || self.refs.map(r, has(r.url), r.url) == ['a']",
    "has(self.video) && 'x-foo' in self.video && self.video['x-foo'] == 1",
    "has(self.video) && has(self.video.x__dash__foo) && self.video.`x-foo` == 1",
    "(has(self.width) || has(self.strength)) && self.done",
    "(has(self.width) && self.done) && self.width > 3",
    "has(self.video) && (self.done ? has(self.video.loop) : false) && self.video.loop",
    "has(self.parent) && self.parent.done",
    "!has(self.width) || !has(self.strength) || self.width > self.strength",
]


@pytest.mark.parametrize("text", GUARDED)
def test_a_guarded_rule_cannot_fail(compiled: Compiler, text: str) -> None:
    """No warning; every read is certain; nothing can end in an error."""
    rule, found = compiled(text)
    assert found == ()
    assert rule is not None
    assert not rule.fails
    assert all(node.certain for node in walk(rule) if isinstance(node, Select))


UNGUARDED = [
    ("self.width > 3", 5, "'self.width' is read"),
    ("self.width > 3 || has(self.width)", 5, "'self.width' is read"),
    ("has(self.strength) && self.width > 3", 27, "'self.width' is read"),
    ("has(self.width) || self.width > 3", 24, "'self.width' is read"),
    ("self.video.loop", 11, "'self.video' and 'self.video.loop' are read"),
    ("has(self.video.loop)", 0, "'self.video' is read"),
    ("!has(self.video.loop) || self.done", 1, "'self.video' is read"),
    ("!has(self.refs) || self.refs.all(r, r.url != '')", 38, "'r.url' is read"),
    ("self.refs.all(r, has(r.url))", 5, "'self.refs' is read"),
    ("has(self.refs) && self.refs.exists(r, has(r.url)) && self.width > 3", 58, "'self.width'"),
    ("!has(self.refs) || self.refs.all(r, has(r.url)) && self.refs[0].url == ''", None, ""),
]


@pytest.mark.parametrize(("text", "offset", "message"), UNGUARDED)
def test_an_unguarded_read_is_a_warning(
    compiled: Compiler, text: str, offset: int | None, message: str
) -> None:
    """The rule stands, may fail, and says which question is missing."""
    rule, found = compiled(text)
    assert rule is not None
    assert rule.fails
    if offset is None:
        assert found == ()
        return
    assert [item.code.id for item in found] == ["rule-unguarded"]
    assert found[0].severity is Severity.WARNING
    assert found[0].span is not None
    assert found[0].span.offset == offset
    assert message in found[0].message
    assert "ask first: !" in (found[0].help or "")


def test_one_missing_guard_is_reported_once(compiled: Compiler) -> None:
    """Ten reads of one member are one warning."""
    _, found = compiled(" && ".join(["self.width > 3"] * 10))
    assert len(found) == 1


def test_the_advice_names_members_that_are_no_identifiers(compiled: Compiler) -> None:
    """``has`` cannot ask for ``x-foo``; ``in`` can."""
    _, found = compiled("has(self.video) && self.video['x-foo'] == 1")
    assert "!('x-foo' in self.video)" in (found[0].help or "")


def test_a_question_that_may_fail_guards_nothing_for_the_backends(compiled: Compiler) -> None:
    """The author is told of `video` only; but where `video` is absent, `loop` is read unguarded."""
    rule, found = compiled("has(self.video.loop) && self.video.loop")
    assert len(found) == 1
    assert rule is not None
    assert not [n for n in walk(rule) if isinstance(n, Select) and n.member == "loop" and n.certain]


def test_a_macros_variable_hides_what_was_asked(compiled: Compiler) -> None:
    """``r`` inside is another ``r``."""
    _, found = compiled(
        "!has(self.refs) || self.refs.all(r, has(r.url) && self.refs.all(r, r.url != ''))"
    )
    assert [item.code.id for item in found] == ["rule-unguarded"]


def test_a_member_of_some_variants_is_not_certain() -> None:
    """Required in both is certain; required in one of two is not."""
    span = Span("a", "")
    one = MessageShape(
        name="A",
        members={"x": Member(shape=STRING, required=True), "y": Member(shape=BOOL, required=True)},
    )
    two = MessageShape(name="B", members={"x": Member(shape=STRING, required=True)})
    shape = UnionShape(variants=(NamedShape(name="A"), two))
    assert compile_rule("self.x == 'a'", shape, {"A": one}, span)[1] == ()
    assert len(compile_rule("self.y", shape, {"A": one}, span)[1]) == 1


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("self.count + 1 > 2", True),
        ("size(self.prompt) + 1 > 2", False),
        ("self.count % 7 > 2", True),
        ("self.count / 2 > 1", True),
        ("size(self.prompt) % 7 / 2 > 1", False),
        ("self.count / self.count > 1", True),
        ("self.ratio / 0.0 > 1.0", False),
        ("-self.count > 1", True),
        ("-size(self.prompt) < 1", False),
        ("int(self.prompt) > 1", True),
        ("int(self.ratio) > 1", True),
        ("double(self.count) > 1.0", False),
    ],
)
def test_arithmetic_fails_only_where_it_can(compiled: Compiler, text: str, fails: bool) -> None:  # noqa: FBT001 - a table of cases
    """Overflow, division by zero and texts that are no numbers are errors."""
    rule, _ = compiled(text)
    assert rule is not None
    assert rule.fails is fails
