"""Judgement of values by the official CEL runtime."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from tallystick.rules.compile import compiled
from tallystick.rules.model import Rule
from tallystick.rules.runtime import Activation, Expression, environment
from tallystick.rules.shape import Shape, Shapes
from tallystick.rules.values import Converter
from tallystick.text import Json

Verdict: TypeAlias = Literal["satisfied", "violated", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a rule says of a value.

    Attributes:
        verdict: ``error`` when the evaluation ended in one, or in no bool: the rule is then not
            satisfied either.
        reason: The runtime's words for an error, None otherwise.
    """

    verdict: Verdict
    reason: str | None = None

    @property
    def satisfied(self) -> bool:
        """Whether the rule accepts the value."""
        return self.verdict == "satisfied"


_SATISFIED: Final = Outcome(verdict="satisfied")
_VIOLATED: Final = Outcome(verdict="violated")
_LOCK: Final = threading.Lock()


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Expression:
    with _LOCK:
        return compiled(text)


class Program:
    """A rule ready to run on plain JSON; safe to share between threads.

    Attributes:
        text: The rule.
    """

    __slots__ = ("_converter", "_expression", "text")

    def __init__(self, text: str, shape: Shape, shapes: Shapes) -> None:
        """Compile a rule that `compile_rule` accepted.

        Raises:
            ValueError: The runtime refuses the text.
        """
        self.text = text
        self._converter = Converter(shape, shapes)
        self._expression = _expression(text)

    def evaluate(self, value: Json) -> Outcome:
        """Judge one value, which is left as it is."""
        given = _activation(self._converter, value)
        return given if isinstance(given, Outcome) else _run(self._expression, given)


def _expression(text: str) -> Expression:
    try:
        return _compiled(text)
    except (RuntimeError, TypeError, UnicodeError) as error:
        msg = f"no CEL expression: {error}"
        raise ValueError(msg) from None


def _activation(converter: Converter, value: Json) -> Activation | Outcome:
    try:
        return environment().Activation({"self": converter.convert(value)})
    except RecursionError:
        return Outcome(verdict="error", reason="the value is nested too deeply")


def _run(expression: Expression, activation: Activation) -> Outcome:
    try:
        result = expression.eval(activation)
    except RuntimeError as error:
        return Outcome(verdict="error", reason=str(error))
    value = result.value()
    if value is True:
        return _SATISFIED
    if value is False:
        return _VIOLATED
    kind = result.type().name()
    reason = str(value) if kind == "ERROR" else f"the result is no bool but {kind}"
    return Outcome(verdict="error", reason=reason)


def program(text: str, shape: Shape, shapes: Shapes) -> Program:
    """Return a rule ready to run.

    Raises:
        ValueError: The runtime refuses the text; `compile_rule` says why and where.
    """
    return Program(text, shape, shapes)


def evaluate(rule: Program, value: Json) -> Outcome:
    """Judge one value by one rule."""
    return rule.evaluate(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that a value does not satisfy."""

    rule: Rule
    outcome: Outcome


class Judge:
    """The rules of one type, ready to run; safe to share between threads.

    Rules without text (``status: server``) are left out: nothing here can judge them.

    Attributes:
        rules: The rules that are judged.
    """

    __slots__ = ("_converter", "_expressions", "rules")

    def __init__(self, rules: Sequence[Rule], shape: Shape, shapes: Shapes) -> None:
        """Compile the rules of a type.

        Raises:
            ValueError: The runtime refuses one of them.
        """
        self.rules = tuple(rule for rule in rules if rule.text is not None)
        self._converter = Converter(shape, shapes)
        self._expressions = tuple(_expression(rule.text or "") for rule in self.rules)

    def outcomes(self, value: Json) -> tuple[Outcome, ...]:
        """Judge a value by every rule, in the order of `rules`."""
        given = _activation(self._converter, value)
        if isinstance(given, Outcome):
            return (given,) * len(self.rules)
        return tuple(_run(expression, given) for expression in self._expressions)

    def violations(self, value: Json) -> tuple[Violation, ...]:
        """Return the rules that a value does not satisfy."""
        pairs = zip(self.rules, self.outcomes(value), strict=True)
        return tuple(
            Violation(rule=rule, outcome=outcome)
            for rule, outcome in pairs
            if not outcome.satisfied
        )


def judge(
    rules: Sequence[Rule], shape: Shape, shapes: Shapes, value: Json
) -> tuple[Violation, ...]:
    """Judge one value by the rules of its type, once; keep a `Judge` to do it often.

    Raises:
        ValueError: The runtime refuses one of the rules.
    """
    return Judge(rules, shape, shapes).violations(value)
