"""Every construct of CEL: a message that satisfies the rule, one that breaks it, or a proof."""

import pytest

from tallystick.rules import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Shape,
    Simple,
    UnionShape,
)
from tallystick.solve import Answer, Proof, Solver, Witness

from .hunting import ruled

INNER = MessageShape(name="Inner", members={"n": Member(shape=INT), "t": Member(shape=STRING)})
ROOT = MessageShape(
    name="Root",
    members={
        "b": Member(shape=BOOL, required=True),
        "c": Member(shape=BOOL),
        "i": Member(shape=INT, required=True),
        "j": Member(shape=INT),
        "small": Member(shape=Simple(kind="int", minimum=0, maximum=9), required=True),
        "d": Member(shape=DOUBLE, required=True),
        "s": Member(shape=STRING, required=True),
        "u": Member(shape=STRING, nullable=True),
        "e": Member(shape=Simple(kind="string", values=("x", "y")), required=True),
        "l": Member(shape=ListShape(items=INT), required=True),
        "w": Member(shape=ListShape(items=STRING)),
        "holes": Member(shape=ListShape(items=UnionShape(variants=(INT, NULL)))),
        "m": Member(shape=MapShape(values=INT), required=True),
        "o": Member(shape=INNER),
        "os": Member(shape=ListShape(items=INNER), required=True),
        "any": Member(shape=ANY),
    },
)
TREE = MessageShape(
    name="Tree",
    members={
        "i": Member(shape=INT, required=True),
        "next": Member(shape=NamedShape(name="Tree")),
        "all": Member(shape=ListShape(items=NamedShape(name="Tree"))),
    },
)
SHAPES: dict[str, Shape] = {"Root": ROOT, "Tree": TREE}

OPEN = (
    "self.b",
    "!self.b",
    "self.b && self.i > 3",
    "self.b || self.i > 3",
    "self.b ? self.i == 1 : self.i == 2",
    "has(self.c)",
    "!has(self.u) || self.u == 'a'",
    "self.c",
    "self.j == 5 || self.b",
    "self.b || self.j == 5",
    "self.j == 5 && self.b",
    "self.i == 7",
    "self.i != 7",
    "self.i < self.small",
    "self.i <= -3 || self.i >= 3",
    "self.d > 1.5",
    "self.d == 2.0",
    "self.d < double(self.i)",
    "int(self.d) == 3",
    "string(self.s) == 'q'",
    "self.small + 2 == 4",
    "self.i + 1 > self.i || self.i == 9223372036854775807",
    "self.small - 2 < 0",
    "self.small * 3 == 9",
    "self.small / 2 == 2",
    "self.small % 4 == 3",
    "10 / self.small == 5",
    "-self.small == -4",
    "self.d + 0.5 == 1.0",
    "self.s == 'word'",
    "self.s != self.e",
    "self.s < 'b'",
    "self.s >= 'b'",
    "self.s + 'x' == 'abx' || self.b",
    "self.s.startsWith('ab')",
    "self.s.endsWith('yz')",
    "self.s.contains('mm')",
    "self.s.matches('^[a-c]+[0-9]$')",
    "size(self.s) == 3",
    "self.e in ['x']",
    "self.i in [1, 2, 3]",
    "self.i in self.l",
    "'k' in self.m",
    "size(self.l) == 2",
    "size(self.m) > 1",
    "self.l[0] == 4",
    "self.m['k'] == 1",
    "self.m.k == 1",
    "self.l == [1, 2]",
    "self.l.all(x, x > 2)",
    "self.l.exists(x, x > 2)",
    "self.l.exists_one(x, x > 2)",
    "self.l.filter(x, x > 2) == [3] || size(self.l.filter(x, x > 2)) == 2",
    "size(self.l.map(x, x + 1)) == 1",
    "self.l.map(x, x * 2).exists(y, y == 6)",
    "self.m.all(k, k.startsWith('a'))",
    "self.m.exists(k, self.m[k] == 3)",
    "self.os.all(o, has(o.n) && o.n > 0)",
    "self.os.exists(o, o.t == 'here')",
    "self.os.map(o, o.t).exists(t, t == 'here') || self.b",
    "has(self.o) ? self.o.n > size(self.o.t) : self.b",
    "has(self.o.n)",
    "self.any == 3",
    "has(self.any) && self.any == 'text'",
    "self.holes.exists(h, h == null)",
    "has(self.w) && self.w.all(x, self.w.exists_one(y, y == x))",
    "{'a': self.i}.a == 3",
    "[self.i, self.small].all(x, x > 4)",
)


def answers(text: str, root: Shape = ROOT) -> tuple[Answer, Answer]:
    """Return what satisfies a rule, and what breaks it alone."""
    contract = ruled(text, root, SHAPES)
    assert contract is not None, text
    solver = Solver(contract)
    (claim,) = (it for it in solver.claims if it.keyword == "rule")
    return solver.satisfy(), solver.violate(claim)


@pytest.mark.parametrize("text", OPEN)
def test_satisfied_and_broken(text: str) -> None:
    """The CEL runtime has confirmed both messages; an error breaks a rule."""
    for answer in answers(text):
        assert isinstance(answer, Witness), answer


@pytest.mark.parametrize(
    "text",
    [
        "has(self.next) && self.next.i > self.i",
        "self.next.next.i == 3",
        "!has(self.all) || self.all.all(t, t.i > self.i)",
    ],
)
def test_rules_of_recursive_messages(text: str) -> None:
    """The same where a message holds others of its kind."""
    for answer in answers(text, TREE):
        assert isinstance(answer, Witness), answer


NEVER_BROKEN = (
    "self.small < 10",
    "self.b || !self.b",
    "self.e in ['x', 'y']",
    "!self.s.matches('^ab$') || size(self.s) == 2",
    "!has(self.o) || !has(self.o.n) || self.o.n == self.o.n",
    "size(self.l) >= 0",
)
NEVER_SATISFIED = (
    "self.small > 9",
    "self.b && !self.b",
    "self.e == self.e + 'x'",
    "self.s.startsWith('a') && self.s.endsWith('b') && size(self.s) == 1",
    "1 / (self.small - self.small) == 1",
    "self.s.matches('^[0-9]+$') && self.s > 'a'",
)


@pytest.mark.parametrize("text", NEVER_BROKEN)
def test_what_always_holds_is_proved(text: str) -> None:
    """No message breaks it."""
    held, broken = answers(text)
    assert isinstance(held, Witness)
    assert isinstance(broken, Proof), broken


@pytest.mark.parametrize("text", NEVER_SATISFIED)
def test_what_never_holds_is_proved(text: str) -> None:
    """No message satisfies it."""
    held, broken = answers(text)
    assert not isinstance(held, Witness), held
    assert isinstance(broken, Witness)
