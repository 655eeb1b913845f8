"""Judgement by the official runtime on plain JSON."""

import pickle
import threading

import pytest

from tallystick.diagnostics import Span
from tallystick.rules import (
    ANY,
    DOUBLE,
    INT,
    NULL,
    STRING,
    Judge,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Rule,
    Shape,
    UnionShape,
    compile_rule,
    evaluate,
    judge,
    program,
)
from tallystick.text import Json, SpecText

SPAN = Span("api.yaml", "/x")


def verdict(text: str, shape: Shape, value: Json, shapes: dict[str, Shape] | None = None) -> str:
    """Judge a value by a rule."""
    return evaluate(program(text, shape, shapes or {}), value).verdict


def message(**members: Shape) -> MessageShape:
    """Return an object whose members may be absent."""
    return MessageShape(name="M", members={n: Member(shape=s) for n, s in members.items()})


@pytest.mark.parametrize(
    ("shape", "value", "text"),
    [
        (DOUBLE, 1, "self / 2.0 == 0.5"),
        (INT, 1.0, "self / 2 == 0"),
        (INT, 1.5, "self == 1.5"),
        (UnionShape(variants=(DOUBLE, STRING)), 1, "self / 2.0 == 0.5"),
        (UnionShape(variants=(INT, DOUBLE)), 1, "self / 2 == 0"),
        (UnionShape(variants=(INT, DOUBLE)), 1.0, "self / 2.0 == 0.5"),
        (ANY, 1, "self / 2 == 0"),
        (ANY, {"a": [1, {"b": 1.0}]}, "self.a[0] / 2 == 0 && self.a[1].b / 2.0 == 0.5"),
        (ListShape(items=DOUBLE), [1, 2], "self.all(x, x / 2.0 > 0.0)"),
        (
            ListShape(items=INT, prefix=(DOUBLE,)),
            [1, 1],
            "self[0] / 2.0 == 0.5 && self[1] / 2 == 0",
        ),
        (MapShape(values=DOUBLE), {"a": 1}, "self.a / 2.0 == 0.5"),
        (message(a=DOUBLE), {"a": 1}, "self.a / 2.0 == 0.5"),
        (message(a=INT), {"a": True}, "self.a == true"),
        (MessageShape(name="M", members={}, rest=DOUBLE), {"z": 1}, "self.z / 2.0 == 0.5"),
        (UnionShape(variants=(STRING, message(a=DOUBLE))), {"a": 1}, "self.a / 2.0 == 0.5"),
        (UnionShape(variants=(message(a=DOUBLE), message(b=INT))), {"b": 1}, "self.b / 2 == 0"),
    ],
)
def test_numbers_are_what_their_shape_says(shape: Shape, value: Json, text: str) -> None:
    """JSON has one kind of number, CEL two, which do not mix in arithmetic."""
    assert verdict(text, shape, value) == "satisfied"


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("has(self.a)", {"a": None}, "violated"),
        ("has(self.a)", {"a": 0}, "satisfied"),
        ("self.a == 1", {"a": None}, "error"),
        ("self.m.all(k, k == 'x')", {"m": {"x": 1, "y": None}}, "satisfied"),
        ("self.d.size() == 1", {"d": {"x": 1, "y": None}}, "satisfied"),
        ("self.d.x.size() == 0", {"d": {"x": {"y": None}}}, "satisfied"),
        ("self.l.size() == 2", {"l": [None, "a"]}, "satisfied"),
        ("self.l.exists(x, x == null)", {"l": [None, "a"]}, "satisfied"),
    ],
)
def test_a_member_that_is_null_is_not_there(text: str, value: Json, expected: str) -> None:
    """In objects of any shape; an item of a list that is null is there."""
    nullable = UnionShape(variants=(STRING, NULL))
    shape = message(a=INT, m=MapShape(values=INT), d=ANY, l=ListShape(items=nullable))
    assert verdict(text, shape, value) == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("self.a / self.b == 1", {"a": 1, "b": 0}, "error"),
        ("self.a / self.b == 1 || true", {"a": 1, "b": 0}, "satisfied"),
        ("self.a / self.b == 1 && false", {"a": 1, "b": 0}, "violated"),
        ("self.l[3] == 1", {"l": [1]}, "error"),
        ("self.a + 1 > 0", {"a": 2**63 - 1}, "error"),
        ("self.l.all(x, 1 / x > 0)", {"l": [0, -1]}, "violated"),
        ("self.l.all(x, 1 / x > 0)", {"l": [0, 1]}, "error"),
        ("self.l.exists(x, 1 / x > 0)", {"l": [0, 1]}, "satisfied"),
        ("self.d", {"d": "text"}, "error"),
        ("self.d", {"d": True}, "satisfied"),
    ],
)
def test_an_error_is_not_satisfied_unless_absorbed(text: str, value: Json, expected: str) -> None:
    """As CEL says; the reason is given."""
    shape = message(a=INT, b=INT, l=ListShape(items=INT), d=ANY)
    outcome = evaluate(program(text, shape, {}), value)
    assert outcome.verdict == expected
    assert outcome.satisfied is (expected == "satisfied")
    assert bool(outcome.reason) is (expected == "error")


@pytest.mark.parametrize("number", [2**63, 2**64, -(2**63) - 1, 10**400, -(10**400)])
def test_integers_beyond_64_bits_still_compare(number: int) -> None:
    """CEL's int does not hold them; arithmetic with an int is an error."""
    side = ">" if number > 0 else "<"
    assert verdict(f"self {side} 5", INT, number) == "satisfied"
    assert verdict(f"self {side} 5", ANY, number) == "satisfied"
    assert verdict(f"self {side} 5.0", DOUBLE, number) == "satisfied"
    assert verdict("self + 1 != 0", INT, number) == "error"


def test_lone_surrogates_are_replaced() -> None:
    """JSON may hold them, UTF-8 may not; lengths stay what they are."""
    value: Json = {"a": "x\ud800y", "\udfff": 1, "d": {"\ud800": "\ud83d\ude00"}}
    shape = message(a=STRING, d=ANY)
    assert verdict("self.a.size() == 3 && self.a == 'x\ufffdy'", shape, value) == "satisfied"
    assert verdict("self.d.size() == 1", shape, value) == "satisfied"


def test_hostile_values_are_judged_without_an_exception() -> None:
    """NUL in texts, deep nesting, shapes that the value does not have."""
    deep: Json = 1
    for _ in range(20_000):
        deep = [deep]
    nul: Json = {"a": "x\x00y", "b\x00c": "z"}
    assert verdict("self.a.size() == 3", message(a=STRING), nul) == "satisfied"
    assert verdict("self.a.endsWith('y')", message(a=STRING), nul) == "satisfied"
    assert verdict("self.b == 1", message(b=INT), nul) == "error"
    assert verdict("self.d == 1", message(d=ANY), {"d": deep}) == "error"
    values: tuple[Json, ...] = (None, 1, "x", [], [{}], {"a": [1]}, {"a": {}})
    for value in values:
        assert verdict("self.a == 1", message(a=INT), value) in ("violated", "error")


def test_a_recursive_shape_directs_every_level() -> None:
    """The table is looked up while the value is walked."""
    node = message(n=DOUBLE, next=NamedShape(name="node"))
    text = "self.next.next.n / 2.0 == 0.5"
    assert verdict(text, node, {"next": {"next": {"n": 1}}}, {"node": node}) == "satisfied"


def test_members_that_are_no_identifiers() -> None:
    """By index, by backticks, and as Kubernetes escapes them."""
    shape = message(**{"x-foo": INT, "a.b/c": INT, "in": INT, "a__b": INT})
    value: Json = {"x-foo": 1, "a.b/c": 1, "in": 1, "a__b": 1}
    for text in (
        "self['x-foo'] == 1 && 'x-foo' in self",
        "self.`x-foo` == 1 && has(self.`a.b/c`)",
        "self.x__dash__foo == 1 && has(self.x__dash__foo)",
        "self.a__dot__b__slash__c == 1",
        "self.__in__ == 1 && self['in'] == 1",
        "self.a__underscores__b == 1 && self.a__b == 1",
    ):
        rule, found = compile_rule(text, shape, {}, SPAN)
        assert rule is not None, found
        assert verdict(text, shape, value) == "satisfied", text


def rule(name: str, text: str | None) -> Rule:
    """Return a rule that is only judged."""
    return Rule(id=name, text=text, expression=None, message=SpecText("no"), span=SPAN)


def test_a_judge_names_the_rules_that_are_not_satisfied() -> None:
    """Server rules are nobody's here; errors count, with their reason."""
    rules = (rule("a", "self.a > 0"), rule("b", "self.b > 0"), rule("c", None), rule("d", "true"))
    made = Judge(rules, message(a=INT, b=INT), {})
    assert [item.id for item in made.rules] == ["a", "b", "d"]
    found = made.violations({"a": -1})
    assert [(item.rule.id, item.outcome.verdict) for item in found] == [
        ("a", "violated"),
        ("b", "error"),
    ]
    assert made.violations({"a": 1, "b": 1}) == ()
    assert judge(rules, message(a=INT, b=INT), {}, {"a": -1}) == found


def test_values_are_left_as_they_were() -> None:
    """Conversion copies."""
    value: Json = {"a": 1, "b": None, "c": [1, None]}
    before = pickle.dumps(value)
    verdict("has(self.a)", message(a=DOUBLE, c=ListShape(items=DOUBLE)), value)
    assert pickle.dumps(value) == before


def test_a_text_that_is_no_rule_is_refused() -> None:
    """`program` takes what `compile_rule` took."""
    for text in ("self.", "", "\ud800"):
        with pytest.raises(ValueError, match="no CEL expression"):
            program(text, ANY, {})


def test_rules_and_outcomes_travel_between_processes() -> None:
    """The tree pickles; so does what a judgement says."""
    tree, _ = compile_rule("!has(self.a) || self.a > 3", message(a=INT), {}, SPAN)
    assert tree is not None
    assert pickle.loads(pickle.dumps(tree)) == tree  # noqa: S301 - our own bytes
    outcome = evaluate(program("self.a > 3", message(a=INT), {}), {})
    assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301 - as above


def test_one_judge_serves_many_threads() -> None:
    """Every thread gets the verdicts of its own values."""
    made = Judge(
        (rule("a", "self.l.all(x, x < self.a)"),), message(a=INT, l=ListShape(items=INT)), {}
    )
    wrong: list[int] = []

    def work(limit: int) -> None:
        for step in range(300):
            value: Json = {"a": limit, "l": list(range(step % 17))}
            if bool(made.violations(value)) is not (step % 17 > limit):
                wrong.append(step)

    threads = [threading.Thread(target=work, args=(limit,)) for limit in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
