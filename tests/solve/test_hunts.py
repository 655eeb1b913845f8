"""Short hunts for disagreements with the oracles; ``make hunt`` hunts for longer."""

import random

import pytest

from .hunting import hunt_list_rules, hunt_pair, hunt_random_rule, hunt_schema


@pytest.mark.parametrize("seed", range(12))
def test_no_random_schema_is_judged_otherwise(seed: int) -> None:
    """The validator agrees on what the solver finds and proves."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    assert [problem for _ in range(3) for problem in hunt_schema(chance)] == []


@pytest.mark.parametrize("seed", range(12))
def test_no_random_pair_is_judged_otherwise(seed: int) -> None:
    """The validator agrees on what is contained and what is not."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    assert [problem for _ in range(4) for problem in hunt_pair(chance)] == []


@pytest.mark.parametrize("seed", range(8))
def test_no_random_rule_is_judged_otherwise(seed: int) -> None:
    """The CEL runtime agrees on what satisfies a rule and what breaks it."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    assert [problem for _ in range(2) for problem in hunt_random_rule(chance)] == []


@pytest.mark.parametrize("seed", range(10))
def test_no_pair_of_rules_about_lists_is_judged_otherwise(seed: int) -> None:
    """The CEL runtime knows of no list that a proof excludes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    assert [problem for _ in range(6) for problem in hunt_list_rules(chance)] == []
