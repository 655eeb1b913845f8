"""The rendered Python and the official CEL runtime agree on every rule and every value."""

import random
import re

import pytest

from tallystick.diagnostics import Span, has_errors
from tallystick.rules import Shape, compile_rule, program
from tallystick.rules.backends import python_support
from tallystick.rules.backends.python import Attributes, Mapping, PythonBackend

from .values import message, model, value
from .writer import Writer

SPAN = Span("api.yaml", "/x/rule")


def disagreements(seed: int, rules: int, values: int) -> tuple[int, list[str]]:
    """Judge random rules on random values in three ways; return how many, and what differed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    judged = 0
    different: list[str] = []
    for _ in range(rules):
        shapes: dict[str, Shape] = {}
        root = shapes["root"] = message(chance, 1)
        text = Writer(chance, shapes).write("bool", {"self": root}, chance.choice((1, 2, 3, 4)))
        rule, found = compile_rule(text, root, shapes, SPAN)
        if rule is None:
            assert has_errors(found)
            continue
        judge = program(text, root, shapes)
        spelled = (Attributes(name=lambda _, wire: wire.replace("-", "_")), Mapping())
        codes = [PythonBackend(shapes, one).render(rule).text for one in spelled]
        for _ in range(values):
            given = value(root, chance, shapes)
            expected = judge.evaluate(given)
            for code, subject in zip(codes, (model(given, root, shapes), given), strict=True):
                names = {"self": subject, "_rules": python_support, "re": re}
                try:
                    result: object = eval(code, names)  # noqa: S307 - what the test is about
                except Exception as error:  # noqa: BLE001 - reported as a disagreement
                    result = repr(error)
                judged += 1
                if result is not expected.satisfied:
                    different.append(f"{text}\n  {code}\n  {given}\n  {expected} but {result}")
    return judged, sorted(different, key=len)


@pytest.mark.parametrize("seed", range(4))
def test_python_and_the_runtime_agree(seed: int) -> None:
    """Random rules, guarded and not, over random shapes; every verdict is the same."""
    judged, different = disagreements(seed, rules=250, values=6)
    assert judged > 1500
    assert not different, different[0]
