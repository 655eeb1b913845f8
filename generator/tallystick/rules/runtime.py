"""The official CEL runtime, typed: the only module that imports it.

It is a compiled wheel without type information. Sharing the environment and the expressions
between threads is safe; an evaluation holds the interpreter's lock.
"""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from cel_expr_python import cel  # type: ignore[import-untyped]  # ships no py.typed


class ResultType(Protocol):
    """Type of a result."""

    def name(self) -> str:
        """Return its name, ``ERROR`` for an error."""
        ...


class Result(Protocol):
    """Result of an evaluation; an error is one too."""

    def type(self) -> ResultType:
        """Return its type."""
        ...

    def value(self) -> object:
        """Return it as a Python value; an error as its words."""
        ...


class Activation(Protocol):
    """Values of variables, converted once and read by many evaluations."""


class Expression(Protocol):
    """A compiled expression."""

    def eval(self, activation: Activation) -> Result:
        """Evaluate it."""
        ...

    def serialize(self) -> bytes:
        """Return its tree as a protocol buffer."""
        ...


class Environment(Protocol):
    """Declared variables and functions."""

    def compile(self, expression: str, *, disable_check: bool = False) -> Expression:
        """Compile an expression.

        Raises:
            RuntimeError: It does not parse, or does not type-check.
        """
        ...

    def Activation(self, data: Mapping[str, object]) -> Activation:  # noqa: N802 - the runtime's name
        """Return the values of variables."""
        ...


@cache
def environment() -> Environment:
    """Return the one environment of all rules: ``self`` is dynamic."""
    made: Environment = cel.NewEnv(variables={"self": cel.Type.DYN})
    return made
