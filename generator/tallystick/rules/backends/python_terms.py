"""Values in Python: everything of a rule that is not logic.

A term is printed in one of two ways. Plain: as a person would write it, right wherever the
`conditions` of the term hold. Strict: every step that may fail calls a support function that
raises `Fault`.
"""

from abc import ABC, abstractmethod

from tallystick.rules.backends import python_calls as calls
from tallystick.rules.backends.python_spelling import Spelling
from tallystick.rules.backends.python_text import (
    Code,
    Level,
    call,
    compare,
    number,
    pattern,
    quote,
    variable,
)
from tallystick.rules.expression import (
    Call,
    Comprehension,
    Conditional,
    Expr,
    Has,
    Index,
    ListLiteral,
    Literal,
    Logic,
    MapLiteral,
    Matches,
    Quantifier,
    Select,
    Variable,
)
from tallystick.rules.shape import (
    Concrete,
    ListShape,
    MapShape,
    MessageShape,
    Shapes,
    families,
    maybe_null,
    variants,
)


class Terms(ABC):
    """Prints terms, and gathers what they need.

    Attributes:
        shapes: Table of named shapes.
        spelling: How members are read.
        support: Support functions used so far.
        imports: Modules used so far.
        names: CEL variable -> Python name, in the current place.
    """

    def __init__(self, shapes: Shapes, spelling: Spelling, prefix: str) -> None:
        """Start with nothing used."""
        self.shapes = shapes
        self.spelling = spelling
        self.prefix = prefix
        self.support: set[str] = set()
        self.imports: set[str] = set()
        self.names: dict[str, str] = {"self": spelling.subject}

    @abstractmethod
    def truth(self, node: Expr, *, result: bool) -> Code:
        """Return an expression that is true where `node` evaluates to `result`."""

    def helper(self, name: str, *arguments: str) -> Code:
        """Return a call of a support function."""
        self.support.add(name)
        return call(self.prefix + name, *arguments)

    def kinds(self, node: Expr) -> tuple[Concrete, ...]:
        """Return the concrete shapes of a term."""
        return variants(node.type, self.shapes)

    def term(self, node: Expr, *, strict: bool) -> Code:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        """Print a term."""
        if not node.fails and isinstance(node, (Logic, Conditional, Quantifier, Call)):
            logical = not isinstance(node, Call) or node.function == "!"
            one = isinstance(node, Quantifier) and node.macro == "exists_one"
            if logical and not one and families(node.type, self.shapes) == {"bool"}:
                return self.truth(node, result=True)
        match node:
            case Literal():
                return literal(node)
            case Variable():
                return Code(self.names[node.name])
            case Select():
                return self.select(node, strict=strict)
            case Has():
                return compare(self.read(node, strict=strict), "is not", "None", "is")
            case Index():
                return self.index(node, strict=strict)
            case Logic():
                return self.logic(node, strict=strict)
            case Call():
                return calls.operation(self, node, strict=strict)
            case Matches():
                return self.matches(node, strict=strict)
            case ListLiteral():
                items = (self.term(item, strict=strict).text for item in node.items)
                return Code(f"[{', '.join(items)}]")
            case MapLiteral():
                return self.map(node, strict=strict)
            case Conditional():
                return self.conditional(node, strict=strict)
            case Quantifier():
                return self.quantifier(node, strict=strict)
            case Comprehension():
                return self.comprehension(node, strict=strict)

    def decided(self, node: Expr, *, strict: bool) -> Code:
        """Print an operand of logic; one that may be no bool is made sure of."""
        term = self.term(node, strict=strict)
        if families(node.type, self.shapes) == {"bool"}:
            return term
        return self.helper("boolean", term.text)

    def select(self, node: Select, *, strict: bool) -> Code:
        """Print a read; a strict one fails where the member is absent."""
        read = self.read(node, strict=strict)
        return self.helper("given", read.text) if strict and not node.certain else read

    def read(self, node: Select | Has, *, strict: bool) -> Code:
        """Print the read of a member, None where it is absent."""
        operand = self.term(node.operand, strict=strict)
        shapes = self.kinds(node.operand)
        owners = tuple(item for item in shapes if isinstance(item, MessageShape))
        if owners and len(owners) == len(shapes):
            return Code(self.spelling.member(operand.at(Level.ATOM), owners, node.member))
        if shapes and all(isinstance(item, MapShape) for item in shapes):
            return Code(f"{operand.at(Level.ATOM)}.get({quote(node.member)})")
        names = {name for owner in owners for name in self.spelling.names(owner, node.member)}
        spelled = map(quote, (node.member, *sorted(names)))
        return self.helper("member", operand.text, *spelled)

    def index(self, node: Index, *, strict: bool) -> Code:
        """Print an index."""
        operand = self.term(node.operand, strict=strict)
        index = self.term(node.index, strict=strict)
        if strict or self.index_condition(node) is None:
            return self.helper("item", operand.text, index.text)
        return Code(f"{operand.at(Level.ATOM)}[{index.text}]")

    def logic(self, node: Logic, *, strict: bool) -> Code:
        """Print logic that may fail; `truth` prints all other."""
        parts = [self.decided(item, strict=strict).text for item in node.operands]
        function = "both" if node.operator == "&&" else "either"
        return self.helper(function, *(f"lambda: {part}" for part in parts))

    def matches(self, node: Matches, *, strict: bool) -> Code:
        """Print a search."""
        self.imports.add("re")
        operand = self.term(node.operand, strict=strict).text
        if node.partial:
            operand = self.helper("text", operand).text
        found = call("re.search", pattern(node.pattern.regex), operand)
        return compare(found, "is not", "None", "is")

    def map(self, node: MapLiteral, *, strict: bool) -> Code:
        """Print a map literal."""
        entries = (
            f"{quote(key)}: {self.term(value, strict=strict).text}" for key, value in node.entries
        )
        return Code(f"{{{', '.join(entries)}}}")

    def conditional(self, node: Conditional, *, strict: bool) -> Code:
        """Print a conditional."""
        test = self.decided(node.test, strict=strict)
        then = self.term(node.then, strict=strict)
        otherwise = self.term(node.otherwise, strict=strict)
        text = f"{then.at(Level.OR)} if {test.at(Level.OR)} else {otherwise.at(Level.CHOICE)}"
        return Code(text, Level.CHOICE)

    def bind(self, name: str) -> tuple[str, dict[str, str]]:
        """Give a macro's variable a Python name; return it and the names to go back to."""
        before = self.names
        fresh = variable(name, frozenset(before.values()) | {self.prefix.rstrip(".")})
        self.names = {**before, name: fresh}
        return fresh, before

    def over(self, node: Expr, *, strict: bool) -> Code:
        """Print what a macro runs over."""
        term = self.term(node, strict=strict)
        shapes = self.kinds(node)
        lists = all(isinstance(item, ListShape) for item in shapes)
        maps = all(
            isinstance(item, MapShape) and not maybe_null(item.values, self.shapes)
            for item in shapes
        )
        return term if lists or maps else self.helper("each", term.text)

    def quantifier(self, node: Quantifier, *, strict: bool) -> Code:
        """Print ``all``, ``exists`` or ``exists_one`` as a value."""
        over = self.over(node.range, strict=strict)
        name, before = self.bind(node.variable)
        test = self.decided(node.condition, strict=strict)
        self.names = before
        undecided = families(node.condition.type, self.shapes) != {"bool"}
        if node.macro != "exists_one" and (node.condition.fails or undecided):
            function = "every" if node.macro == "all" else "some"
            return self.helper(function, f"lambda {name}: {test.text}", over.text)
        if node.macro == "exists_one":
            return one(name, test, over)
        function = "all" if node.macro == "all" else "any"
        return call(function, f"{test.text} for {name} in {over.at(Level.OR)}")

    def comprehension(self, node: Comprehension, *, strict: bool) -> Code:
        """Print ``filter`` and ``map`` as a list."""
        over = self.over(node.range, strict=strict)
        name, before = self.bind(node.variable)
        asked = node.condition
        test = None if asked is None else self.decided(asked, strict=strict)
        result = Code(name) if node.result is None else self.term(node.result, strict=strict)
        self.names = before
        text = f"{result.text} for {name} in {over.at(Level.OR)}"
        return Code(f"[{text}]" if test is None else f"[{text} if {test.at(Level.OR)}]")

    def index_condition(self, node: Index) -> str | None:
        """Return when a plain index has a result, or None when that is not easily said."""
        shapes = self.kinds(node.operand)
        key = node.index.value if isinstance(node.index, Literal) else None
        operand = self.term(node.operand, strict=False).at(Level.ATOM)
        if isinstance(key, bool) or not shapes:
            return None
        if isinstance(key, int) and key >= 0 and all(isinstance(it, ListShape) for it in shapes):
            return f"len({operand}) > {key}"
        return None


def literal(node: Literal) -> Code:
    """Print a constant."""
    value = node.value
    if isinstance(value, str):
        return Code(quote(value))
    if value is None or isinstance(value, bool):
        return Code(repr(value))
    return number(value)


def one(name: str, test: Code, over: Code) -> Code:
    """Print ``exists_one``: exactly one."""
    if test.text == name:
        return Code(f"sum({over.text}) == 1", Level.COMPARE)
    return Code(f"sum({test.text} for {name} in {over.at(Level.OR)}) == 1", Level.COMPARE)
