"""Rules in other languages; one file a language.

A backend takes the tree of a rule and returns an expression of its language that is true exactly
where the CEL runtime says true. Where nothing in a rule can fail it is what a careful person
would write; elsewhere it calls support functions, which the backend's package provides as source.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tallystick.rules.expression import Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rule in a language.

    Attributes:
        text: An expression, without a line break.
        support: Names of the support functions that it calls.
        imports: Modules of the language's own library that it uses.
    """

    text: str
    support: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()


class Backend(Protocol):
    """Renders rules in one language."""

    def render(self, rule: "Expr") -> Rendered:
        """Return an expression that is true where the rule is satisfied, and false elsewhere."""
        ...
