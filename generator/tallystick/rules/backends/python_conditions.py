"""When the plain form of a term is right: what must be there for it to have a value."""

from tallystick.rules.backends.python_terms import Terms
from tallystick.rules.backends.python_text import Level
from tallystick.rules.expression import (
    Call,
    Comprehension,
    Conditional,
    Expr,
    Has,
    Index,
    ListLiteral,
    MapLiteral,
    Matches,
    Quantifier,
    Select,
    children,
)
from tallystick.rules.shape import families, family


class Conditions(Terms):
    """Finds the conditions of terms."""

    def conditions(self, node: Expr) -> list[str] | None:  # noqa: PLR0911 - one return for each kind
        """Return the conditions under which the plain form is right, in the order to ask them.

        None when they are not easily said: the term can overflow, is dynamic, or has logic that
        absorbs errors; then only the strict form will do.
        """
        if not node.fails:
            return []
        match node:
            case Select() | Has():
                return self._member(node)
            case Index():
                own = self.index_condition(node)
                return None if own is None else self._all((node.operand, node.index), [own])
            case Call() | Matches():
                return None if node.partial else self._all(children(node), [])
            case ListLiteral() | MapLiteral():
                return self._all(children(node), [])
            case Conditional():
                branches = node.then.fails or node.otherwise.fails
                return None if branches or self.undecided(node.test) else self.conditions(node.test)
            case Quantifier() | Comprehension():
                return self._macro(node)
            case _:
                return None

    def undecided(self, node: Expr) -> bool:
        """Whether an operand of logic may be something other than true or false."""
        return families(node.type, self.shapes) != {"bool"}

    def _all(self, parts: tuple[Expr, ...], own: list[str]) -> list[str] | None:
        found: list[str] = []
        for part in parts:
            conditions = self.conditions(part)
            if conditions is None:
                return None
            found.extend(conditions)
        return found + own

    def _member(self, node: Select | Has) -> list[str] | None:
        found = self.conditions(node.operand)
        if found is None:
            return None
        operand = self.term(node.operand, strict=False)
        if not all(family(item) == "object" for item in self.kinds(node.operand)):
            found = [*found, self.helper("is_object", operand.text).text]
        if isinstance(node, Select) and not node.certain:
            read = self.read(node, strict=False)
            found = [*found, f"{read.at(Level.SUM)} is not None"]
        return found

    def _macro(self, node: Quantifier | Comprehension) -> list[str] | None:
        """Conditions of the range, and of every item where the body is evaluated for each."""
        found = self.range_conditions(node)
        if found is None:
            return None
        absorbing = isinstance(node, Quantifier) and node.macro != "exists_one"
        condition = node.condition
        if condition is not None and self.undecided(condition):
            return None
        if absorbing:
            return None if node.condition is None or node.condition.fails else found
        over = self.over(node.range, strict=False)
        name, before = self.bind(node.variable)
        items = self._items(node)
        test = "" if condition is None else self.term(condition, strict=False).at(Level.OR)
        self.names = before
        if items is None:
            return None
        asked, filtered = items
        loop = f"for {name} in {over.at(Level.OR)}"
        if asked:
            found = [*found, f"all({' and '.join(asked)} {loop})"]
        if filtered:
            chosen = f" if {test}" if test else ""
            found = [*found, f"all({' and '.join(filtered)} {loop}{chosen})"]
        return found

    def range_conditions(self, node: Quantifier | Comprehension) -> list[str] | None:
        """Return the conditions under which a macro has something to run over."""
        known = families(node.range.type, self.shapes) <= {"list", "object"}
        return self.conditions(node.range) if known else None

    def _items(self, node: Quantifier | Comprehension) -> tuple[list[str], list[str]] | None:
        """Return conditions of the predicate and of the result, for one item."""
        asked = [] if node.condition is None else self.conditions(node.condition)
        result = node.result if isinstance(node, Comprehension) else None
        filtered = [] if result is None else self.conditions(result)
        return None if asked is None or filtered is None else (asked, filtered)
