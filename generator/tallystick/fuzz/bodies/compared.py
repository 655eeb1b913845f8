"""What a rule compares with: values for which its conditions turn out in each way."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from tallystick.fuzz.bodies.deciding import HOLDS, TEXTS
from tallystick.fuzz.bodies.texts import extremes, misses
from tallystick.rules import Expr
from tallystick.rules.expression import (
    Call,
    Comprehension,
    Conditional,
    Has,
    ListLiteral,
    Literal,
    Matches,
    Quantifier,
    Select,
    Variable,
    children,
)
from tallystick.text import Json

Steps: TypeAlias = tuple[str, ...]
"""Members from ``self`` to what is read; `ITEM` for every item of a list, or every key of a map."""
ITEM: Final = "*"
NEAR: Final = (0, -1, 1)
"""How far beside a number others are tried."""
MISSES: Final = 8


class Comparing:
    """Knows what a rule reads, and what it is compared with.

    Attributes:
        reads: Everything that is read, what it lies in included.
        values: What is read -> values that tell.
        sizes: What is counted -> numbers that tell.
    """

    def __init__(self, rule: Expr) -> None:
        """Look through a rule."""
        self.reads: set[Steps] = set()
        self.values: dict[Steps, list[Json]] = {}
        self.sizes: dict[Steps, list[int]] = {}
        self._look(rule, {"self": ()})

    def _look(self, node: Expr, bound: Mapping[str, Steps]) -> None:
        if isinstance(node, Quantifier | Comprehension):
            self._look(node.range, bound)
            over = _steps(node.range, bound)
            bound = {**bound, node.variable: (*(over or ()), ITEM)}
            parts = children(node)[1:]
        else:
            parts = children(node)
        whole = _steps(node, bound)
        if whole is not None:
            self.reads |= {whole[:end] for end in range(1, len(whole) + 1)}
        match node:
            case Matches():
                near = list(misses(node.pattern.text))[:MISSES]
                self._note(node.operand, [*extremes(node.pattern.text), *near], bound)
            case Call(arguments=(left, right)) if node.function in {*HOLDS, *TEXTS, "in"}:
                self._note(left, list(_near(node.function, right)), bound)
                self._note(right, list(_near(node.function, left)), bound)
            case _:
                pass
        for part in parts:
            self._look(part, bound)

    def _note(self, node: Expr, values: list[Json], bound: Mapping[str, Steps]) -> None:
        if isinstance(node, Call) and node.function in {"size", "int", "double"}:
            steps = _steps(node.arguments[0], bound)
            if steps is not None and node.function == "size":
                numbers = [it for it in values if isinstance(it, int)]
                self.sizes[steps] = [*self.sizes.get(steps, ()), *numbers]
                return
        else:
            steps = _steps(node, bound)
        if steps is not None:
            known = self.values.setdefault(steps, [])
            known += [it for it in values if it not in known]


def _steps(node: Expr, bound: Mapping[str, Steps]) -> Steps | None:
    """Return the members that lead to what a node reads, None when it is something else."""
    match node:
        case Variable():
            return bound.get(node.name)
        case Select() | Has():
            above = _steps(node.operand, bound)
            return None if above is None else (*above, node.member)
        case _:
            return None


def _near(function: str, node: Expr) -> Iterator[Json]:
    """Yield what a constant is, and what is right beside it."""
    match node:
        case Literal(value=bool()):
            return
        case Literal(value=str() as text):
            yield text
            if function in TEXTS:
                yield from (f"{text}a", f"a{text}", f"a{text}a", text[1:] or "a")
        case Literal(value=int() | float() as number):
            yield from (number + shift for shift in NEAR)
        case ListLiteral() | Conditional():
            for part in children(node):
                yield from _near(function, part)
        case _:
            return
