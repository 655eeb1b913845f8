"""The rules of the contract in spec/: every way of judging gives one verdict on each message."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tallystick.ir import Api, open_api
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.rules import Judge, NamedShape, Rule
from tallystick.rules.backends import python_support
from tallystick.rules.backends.python import Attributes, Mapping, PythonBackend
from tallystick.text import Json

from .values import model, value

SPEC = Path(__file__).parents[2] / "spec"
VERSIONS = {"image": (), "video": (str(SPEC / "video.overlay.yaml"),)}


@cache
def contract(version: str) -> Api:
    """Return a version of the contract."""
    api, _ = open_api(str(SPEC / "luma-agents.yaml"), overlays=VERSIONS[version])
    assert api is not None
    return api


def mutants(given: Json, chance: random.Random) -> Iterator[Json]:
    """Yield a message, and messages that lack a member, or hold null for it."""
    yield given
    if isinstance(given, dict):
        for name, part in given.items():
            rest = {key: item for key, item in given.items() if key != name}
            yield rest
            yield {**given, name: None}
            yield from ({**given, name: other} for other in mutants(part, chance))
    if isinstance(given, list):
        yield []
        yield given + given
        yield chance.sample(given, len(given) // 2)


def messages(rule: Rule, api: Api, name: str, chance: random.Random) -> Iterator[Json]:
    """Yield the examples of a rule, mutants of them, and random values of the type."""
    for example in (*rule.valid, *rule.invalid):
        yield from mutants(example, chance)
    shapes = RuleShapes(api.types)
    for _ in range(40):
        yield value(NamedShape(name=name), chance, shapes)


@pytest.mark.parametrize("version", VERSIONS)
def test_python_and_the_runtime_agree_on_the_contract(version: str) -> None:
    """Guarded rules over optional members: nothing is left to support functions, either."""
    api = contract(version)
    shapes = RuleShapes(api.types)
    chance = random.Random(3)  # noqa: S311 - no secret
    spellings = (Attributes(name=lambda _, wire: wire), Mapping())
    judged = satisfied = 0
    for name, one in api.types.items():
        shape = NamedShape(name=name)
        for rule in one.rules:
            if rule.expression is None:
                continue
            judge = Judge((rule,), shape, shapes)
            codes = [PythonBackend(shapes, way).render(rule.expression) for way in spellings]
            assert not any(code.support for code in codes), rule.id
            for given in messages(rule, api, name, chance):
                expected = not judge.violations(given)
                for code, subject in zip(codes, (model(given, shape, shapes), given), strict=True):
                    names = {"self": subject, "_rules": python_support, "re": re}
                    assert eval(code.text, names) is expected, (rule.id, given)  # noqa: S307 - our own output
                judged += 1
                satisfied += expected
    assert judged > 200
    assert 0 < satisfied < judged


@pytest.mark.parametrize("version", VERSIONS)
def test_examples_of_the_contract_are_judged_as_they_say(version: str) -> None:
    """By the official runtime, which has the last word."""
    api = contract(version)
    for name, one in api.types.items():
        judge = Judge(one.rules, NamedShape(name=name), RuleShapes(api.types))
        for rule in judge.rules:
            assert rule.valid, rule.id
            assert rule.invalid, rule.id
            for wanted, examples in ((True, rule.valid), (False, rule.invalid)):
                for given in examples:
                    broken = {item.rule.id for item in judge.violations(given)}
                    assert (rule.id not in broken) is wanted, (rule.id, given)
