"""Lowered rules against the official CEL runtime, on random rules and messages."""

import random
from collections import Counter

import pytest
from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Span
from tallystick.rules import (
    BOOL,
    INT,
    STRING,
    MessageShape,
    Shape,
    compile_rule,
    program,
)
from tallystick.rules.lowering import lower_rule

from .values import message, value
from .writer import Writer

SPAN = Span("api.yaml", "/x/rule")
RULES, VALUES = 150, 8
MACROS = ("all", "exists", "exists_one")


@pytest.mark.parametrize("seed", range(4))
def test_never_stricter_and_weaker_only_where_said(seed: int) -> None:
    """What the rule accepts passes; what it refuses does not, unless there are doubts."""
    chance = random.Random(f"lowering {seed}")  # noqa: S311 - no secret
    kinds: Counter[str] = Counter()
    for _ in range(RULES):
        shapes: dict[str, Shape] = {}
        root = shapes["root"] = message(chance, 1)
        text = Writer(chance, shapes).write("bool", {"self": root}, chance.choice((1, 2, 3, 4)))
        kinds += compared(text, root, shapes, chance)
    assert kinds["whole"] > VALUES * RULES / 3
    assert kinds["in part"] > VALUES


@pytest.mark.parametrize("seed", range(2))
def test_lists_that_a_rule_spells_out(seed: int) -> None:
    """Who goes over one needs all that is in it, read or not."""
    chance = random.Random(f"spelled {seed}")  # noqa: S311 - no secret
    kinds: Counter[str] = Counter()
    for _ in range(RULES):
        shapes: dict[str, Shape] = {}
        root = shapes["root"] = message(chance, 1)
        writer = Writer(chance, shapes)
        scope: dict[str, Shape] = {"self": root}
        kind, shape = chance.choice((("int", INT), ("bool", BOOL), ("string", STRING)))
        items = ", ".join(writer.write(kind, scope, chance.choice((0, 1))) for _ in range(2))
        test = writer.write("bool", {**scope, "v": shape}, chance.choice((0, 1)))
        text = f"[{items}].{chance.choice(MACROS)}(v, {test})"
        kinds += compared(text, root, shapes, chance)
    assert kinds["whole"] > VALUES * RULES / 6
    assert kinds["in part"] > VALUES


def compared(
    text: str, root: MessageShape, shapes: dict[str, Shape], chance: random.Random
) -> Counter[str]:
    """Hold a rule against its lowered schema on random messages; return how it was lowered."""
    kinds: Counter[str] = Counter()
    rule, _ = compile_rule(text, root, shapes, SPAN)
    if rule is None:
        return kinds
    lowered = lower_rule(rule, root, shapes)
    validator = Draft202012Validator({} if lowered.schema is None else lowered.schema)
    judge = program(text, root, shapes)
    for _ in range(VALUES):
        given = value(root, chance, shapes)
        wanted, passes = judge.evaluate(given).satisfied, validator.is_valid(given)
        assert passes or not wanted, f"stricter: {text}\n{lowered.schema}\n{given}"
        assert wanted or not passes or lowered.doubts, f"weaker: {text}\n{lowered.schema}\n{given}"
        kinds["whole" if lowered.whole else "in part" if lowered.schema else "not"] += 1
    return kinds
