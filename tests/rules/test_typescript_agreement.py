"""The rendered TypeScript and the official CEL runtime agree on every rule and every value."""

import random
from pathlib import Path

import pytest

from tallystick.diagnostics import Span, has_errors
from tallystick.rules import Shape, compile_rule, program
from tallystick.rules.backends.typescript import TypeScriptBackend, support_source

from .typescript_values import judge, literal, written
from .values import message, value
from .writer import Writer

SPAN = Span("api.yaml", "/x/rule")


def disagreements(seed: int, rules: int, values: int, folder: Path) -> tuple[int, list[str]]:
    """Judge random rules on random values in two ways; return how many, and what differed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    cases: list[tuple[str, list[str]]] = []
    expected: list[tuple[str, list[bool]]] = []
    for _ in range(rules):
        shapes: dict[str, Shape] = {}
        root = shapes["root"] = message(chance, 1)
        text = Writer(chance, shapes).write("bool", {"self": root}, chance.choice((1, 2, 3, 4)))
        rule, found = compile_rule(text, root, shapes, SPAN)
        if rule is None:
            assert has_errors(found)
            continue
        official = program(text, root, shapes)
        given = [written(value(root, chance, shapes)) for _ in range(values)]
        code = TypeScriptBackend(shapes).render(rule).text
        cases.append((code, [literal(item, root, shapes) for item in given]))
        expected.append((text, [official.evaluate(item).satisfied for item in given]))
    found_there = judge(support_source(), cases, folder)
    different: list[str] = []
    for (code, literals), (text, verdicts), results in zip(
        cases, expected, found_there, strict=True
    ):
        different += [
            f"{text}\n  {code}\n  {shown}\n  {verdict} but {result}"
            for shown, verdict, result in zip(literals, verdicts, results, strict=True)
            if result is not verdict
        ]
    return sum(map(len, found_there)), sorted(different, key=len)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 100])
def test_typescript_and_the_runtime_agree(seed: int, tmp_path: Path) -> None:
    """Random rules, guarded and not, over random shapes; every verdict is the same."""
    judged, different = disagreements(seed, rules=250, values=6, folder=tmp_path)
    assert judged > 750
    assert not different, different[0]
