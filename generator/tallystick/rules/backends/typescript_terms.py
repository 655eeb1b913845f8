"""Values in TypeScript: everything of a rule that is not logic.

A term is printed in one of two ways. Plain: as a person would write it, right wherever the reads
in it are known to have values. Strict: every step that may fail calls a support function that
throws a `Fault`.
"""

from abc import ABC, abstractmethod

from tallystick.rules.backends import typescript_calls as calls
from tallystick.rules.backends.typescript_patterns import pattern
from tallystick.rules.backends.typescript_reads import Key, Reads
from tallystick.rules.backends.typescript_text import (
    Code,
    Level,
    call,
    compare,
    number,
    quote,
    variable,
)
from tallystick.rules.backends.typescript_text import read as read_text
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
    children,
)
from tallystick.rules.shape import ListShape, Shapes, families, variants


class Terms(ABC):
    """Prints terms, and gathers what they need.

    Attributes:
        shapes: Table of named shapes.
        support: Support functions used so far.
        reads: Variables and what is known of them.
    """

    def __init__(self, shapes: Shapes, subject: str, reserved: frozenset[str]) -> None:
        """Start with nothing used; `reserved` are names that no variable may take."""
        self.shapes = shapes
        self.support: set[str] = set()
        self.reserved = reserved
        self.reads = Reads(shapes, {"self": subject})

    @abstractmethod
    def condition(self, node: Expr, *, result: bool) -> Code:
        """Return an expression that is true where `node` evaluates to `result`."""

    def helper(self, name: str, *arguments: str) -> Code:
        """Return a call of a support function."""
        self.support.add(name)
        return call(name, *arguments)

    def undecided(self, node: Expr) -> bool:
        """Whether an operand of logic may be something other than true or false."""
        return families(node.type, self.shapes) != {"bool"}

    def guards(self, node: Expr) -> list[Key] | None:  # noqa: PLR0911 - one return for each kind
        """Return the reads that must have a value for the plain form to be right.

        None when that is not all: then only the strict form will do.
        """
        match node:
            case Literal() | Variable():
                return []
            case Select():
                key = self.reads.path(node)
                above = self.guards(node.operand)
                if key is None or above is None:
                    return None
                return above if key in self.reads.certain else [*above, key]
            case Has():
                return self.guards(node.operand) if self.reads.path(node) else None
            case Call() | Matches():
                return None if node.partial else self._all(children(node))
            case ListLiteral() | MapLiteral():
                return self._all(children(node))
            case Quantifier() | Comprehension():
                return self._macro(node)
            case Logic():
                return None if node.fails or self.undecided(node) else []
            case Conditional():
                total = not node.fails and not self.undecided(node.test)
                return self._all((node.then, node.otherwise)) if total else None
            case _:
                return None

    def _macro(self, node: Quantifier | Comprehension) -> list[Key] | None:
        """Return the guards of a macro whose body cannot fail."""
        found = self.range_guards(node)
        parts = (node.condition, getattr(node, "result", None))
        bodies = tuple(part for part in parts if part is not None)
        if found is None or any(part.fails for part in bodies):
            return None
        name, before = self.bind(node.variable)
        inner = self._all(bodies)
        self.reads.names, self.reads.known = before
        return None if inner is None else [*found, *(key for key in inner if key[0] != name)]

    def range_guards(self, node: Quantifier | Comprehension) -> list[Key] | None:
        """Return the guards of what a macro runs over, None when it may be no list or map."""
        known = families(node.range.type, self.shapes) <= {"list", "object"}
        condition = node.condition
        decided = condition is None or not self.undecided(condition)
        return self.guards(node.range) if known and decided else None

    def _all(self, parts: tuple[Expr, ...]) -> list[Key] | None:
        found: list[Key] = []
        for part in parts:
            guards = self.guards(part)
            if guards is None:
                return None
            found += guards
        return found

    def term(self, node: Expr, *, strict: bool) -> Code:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of node
        """Print a term."""
        if self._logical(node):
            return self.condition(node, result=True)
        match node:
            case Literal():
                return literal(node)
            case Variable():
                return Code(self.reads.names[node.name])
            case Select():
                return self.select(node, strict=strict)
            case Has():
                read = self.read(node, strict=strict)
                return compare(read, "!=", Code("null"), "==")
            case Index():
                operand = self.term(node.operand, strict=True)
                return self.helper("item", operand.text, self.term(node.index, strict=True).text)
            case Logic():
                return self.logic(node)
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

    def _logical(self, node: Expr) -> bool:
        """Whether a node cannot fail and is logic, which `condition` prints better."""
        if node.fails or self.undecided(node):
            return False
        if isinstance(node, Quantifier):
            return node.macro != "exists_one"
        return isinstance(node, (Logic, Conditional, Has)) or (
            isinstance(node, Call) and node.function == "!"
        )

    def decided(self, node: Expr, *, strict: bool) -> Code:
        """Print an operand of logic; one that may be no bool is made sure of."""
        term = self.term(node, strict=strict)
        return self.helper("bool", term.text) if self.undecided(node) else term

    def compared(self, node: Expr, *, strict: bool, absent: str | None = None) -> Code:
        """Print an operand of ``===``, which takes what has no value too, or `absent` for none."""
        key = self.reads.path(node) if isinstance(node, Select) else None
        if key is None or (strict and not self.reads.given(key)):
            return self.term(node, strict=strict)
        text = self.reads.text(key, sure=False)
        if absent is None or self.reads.seen(key):
            return Code(text)
        return Code(f"{text} ?? {absent}", Level.CHOICE)

    def select(self, node: Select, *, strict: bool) -> Code:
        """Print a read; a strict one fails where the member is absent."""
        key = self.reads.path(node)
        if key is not None and (not strict or self.reads.given(key)):
            return Code(self.reads.text(key, sure=True))
        read = self.read(node, strict=strict)
        return read if key in self.reads.certain else self.helper("given", read.text)

    def read(self, node: Select | Has, *, strict: bool) -> Code:
        """Print the read of a member, which has no value where it is absent."""
        key = self.reads.path(node)
        if key is None:
            operand = self.term(node.operand, strict=strict)
            return self.helper("member", operand.text, quote(node.member))
        if not strict or self.reads.given(key[:-1]):
            return Code(self.reads.text(key, sure=False))
        operand = self.term(node.operand, strict=True)
        declared = key in self.reads.declared
        return Code(read_text(operand.at(Level.ATOM), node.member, "", declared=declared))

    def logic(self, node: Logic) -> Code:
        """Print logic that may fail."""
        parts = [self.decided(item, strict=True).text for item in node.operands]
        function = "both" if node.operator == "&&" else "either"
        return self.helper(function, *(f"() => {part}" for part in parts))

    def matches(self, node: Matches, *, strict: bool) -> Code:
        """Print a search."""
        operand = self.term(node.operand, strict=strict).text
        if node.partial:
            operand = self.helper("text", operand).text
        return call(f"{pattern(node.pattern.regex)}.test", operand)

    def map(self, node: MapLiteral, *, strict: bool) -> Code:
        """Print a map literal."""
        entries = (
            f"[{quote(key)}]: {self.term(value, strict=strict).text}" for key, value in node.entries
        )
        return Code(f"{{ {', '.join(entries)} }}")

    def conditional(self, node: Conditional, *, strict: bool) -> Code:
        """Print a conditional."""
        test = self.decided(node.test, strict=strict)
        then = self.term(node.then, strict=strict)
        otherwise = self.term(node.otherwise, strict=strict)
        text = f"{test.at(Level.OR)} ? {then.at(Level.OR)} : {otherwise.at(Level.CHOICE)}"
        return Code(text, Level.CHOICE)

    def bind(self, name: str) -> tuple[str, tuple[dict[str, str], dict[Key, bool]]]:
        """Give a macro's variable a name; return it and what to go back to."""
        before = self.reads.names, self.reads.known
        fresh = variable(name, frozenset(self.reads.names.values()) | self.reserved)
        self.reads.names = {**self.reads.names, name: fresh}
        self.reads.inside()
        return fresh, before

    def over(self, node: Expr, *, strict: bool) -> Code:
        """Print what a macro runs over."""
        term = self.term(node, strict=strict)
        lists = all(isinstance(item, ListShape) for item in variants(node.type, self.shapes))
        return Code(term.at(Level.ATOM)) if lists else self.helper("each", term.text)

    def quantifier(self, node: Quantifier, *, strict: bool) -> Code:
        """Print ``all``, ``exists`` or ``exists_one`` as a value."""
        over = self.over(node.range, strict=strict)
        name, before = self.bind(node.variable)
        test = self.decided(node.condition, strict=strict)
        self.reads.names, self.reads.known = before
        if node.macro == "exists_one":
            count = f"{_kept(over.text, name, test.text)}.length"
            return compare(Code(count), "===", Code("1"), "!==")
        function = "every" if node.macro == "all" else "some"
        if node.condition.fails or self.undecided(node.condition):
            return self.helper(function, over.text, f"({name}) => {test.text}")
        return call(f"{over.text}.{function}", f"({name}) => {test.text}")

    def comprehension(self, node: Comprehension, *, strict: bool) -> Code:
        """Print ``filter`` and ``map`` as a list."""
        text = self.over(node.range, strict=strict).text
        name, before = self.bind(node.variable)
        if node.condition is not None:
            test = self.decided(node.condition, strict=strict).text
            text = _kept(text, name, test)
        if node.result is not None:
            result = self.term(node.result, strict=strict).text
            text = f"{text}.map(({name}) => {f'({result})' if result[0] == '{' else result})"
        self.reads.names, self.reads.known = before
        return Code(text)


def _kept(over: str, name: str, test: str) -> str:
    """Return the items of a list for which a test holds, which may be the item itself."""
    return f"{over}.filter({'Boolean' if test == name else f'({name}) => {test}'})"


def literal(node: Literal) -> Code:
    """Print a constant."""
    value = node.value
    if isinstance(value, str):
        return Code(quote(value))
    if value is None or isinstance(value, bool):
        return Code({None: "null", True: "true", False: "false"}[value])
    return number(value)
