"""What a person reads: rules as plain TypeScript."""

import pytest

from tallystick.diagnostics import Span
from tallystick.rules import BOOL, INT, STRING, Member, MessageShape, Shape, compile_rule
from tallystick.rules.backends.typescript import TypeScriptBackend

OPTIONAL = {"a": STRING, "b": STRING, "on": BOOL, "kind": STRING, "size": INT}
PART = MessageShape(
    name="Part", members={name: Member(shape=shape) for name, shape in OPTIONAL.items()}
)
ROOT = MessageShape(
    name="Root",
    members={
        **PART.members,
        "name": Member(shape=STRING, required=True),
        "part": Member(shape=PART),
    },
)
KIND = "has(self.kind) && self.kind in"
TEXTS = [
    (f"{KIND} ['x', 'y']", '["x", "y"].includes(self.kind ?? "")'),
    ("self.name in ['x', 'y']", '["x", "y"].includes(self.name)'),
    (f"{KIND} ['x', '']", 'oneOf(self.kind, "x", "")'),
    ("has(self.size) && self.size in [1, 2]", "oneOf(self.size, 1, 2)"),
    (
        "!(has(self.part) && (has(self.part.a) || has(self.part.b)))",
        "self.part?.a == null && self.part?.b == null",
    ),
    (
        "!(has(self.part) && (has(self.part.a) || has(self.part.b)) && self.part.on)",
        "(self.part?.a == null && self.part?.b == null) || (self.part.on != null && !self.part.on)",
    ),
    (
        "[has(self.a), has(self.b)].filter(Boolean, Boolean).size() == 1",
        "[self.a != null, self.b != null].filter(Boolean).length === 1",
    ),
    (
        "[true].all(Boolean, [has(self.b), Boolean].exists_one(x, x))",
        "[true].every((Boolean_) => [self.b != null, Boolean_].filter(Boolean).length === 1)",
    ),
    ("!has(self.a) || self.a.startsWith('x')", 'self.a?.startsWith("x") !== false'),
    ("has(self.a) && self.a.startsWith('x')", 'self.a != null && self.a.startsWith("x")'),
    ("!has(self.on) || self.on", "self.on == null || self.on"),
    ("!has(self.a) || self.a.matches('^x')", "self.a == null || /^x/u.test(self.a)"),
    (
        "!has(self.part) || !has(self.part.a) || !self.part.a.contains('x')",
        '!self.part?.a?.includes("x")',
    ),
    (
        "!has(self.part) || !has(self.part.a) || self.part.a.endsWith('x') || self.part.a == 'y'",
        'self.part?.a?.endsWith("x") !== false || self.part.a === "y"',
    ),
]


@pytest.mark.parametrize(("rule", "text"), TEXTS)
def test_a_rule_reads_like_code_that_a_person_writes(rule: str, text: str) -> None:
    """Guards that the next operand implies are left out; lists are asked by their own method."""
    shapes: dict[str, Shape] = {}
    found, _ = compile_rule(rule, ROOT, shapes, Span("api.yaml", "/x/rule"))
    assert found is not None
    assert TypeScriptBackend(shapes).render(found).text == text
