"""Rules in TypeScript: with two truth values where CEL has three.

An error at the top of a rule is a rule that is not satisfied, and ``&& || ! ?:``, ``all`` and
``exists`` hand an error on alike. So "is true" and "is false" of a part are each a plain
condition on its operands, with the question whether a member is there just before its read.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from tallystick.rules.backends import Rendered
from tallystick.rules.backends import typescript_calls as calls
from tallystick.rules.backends.typescript_conditions import (
    Given,
    Part,
    Test,
    join,
    present,
    reduce,
    show,
)
from tallystick.rules.backends.typescript_terms import Terms
from tallystick.rules.backends.typescript_text import Code, Level, call, compare
from tallystick.rules.expression import (
    Call,
    Conditional,
    Expr,
    Has,
    ListLiteral,
    Literal,
    Logic,
    Quantifier,
    Select,
)
from tallystick.rules.shape import Shapes

__all__ = ["TypeScriptBackend", "support_names", "support_source"]

_PART: Final = re.compile(r"^(?=/\*\* [^\n]*\n(?:export|type) )", re.MULTILINE)
_NAME: Final = re.compile(r"export (?:class|function) (\w+)")
_WORD: Final = re.compile(r"\w+")


class TypeScriptBackend:
    """Renders rules in TypeScript, as conditions that a careful person would write.

    Attributes:
        shapes: Table of named shapes.
        subject: The name of the value that a rule judges; its members are read by wire name.
        typed: Conditions may tell a compiler what they know; JavaScript has no words for it.
    """

    def __init__(self, shapes: Shapes, subject: str = "self", *, typed: bool = True) -> None:
        """Prepare for rules over shapes of one table."""
        self.typed = typed
        self.shapes = shapes
        self.subject = subject

    def render(self, rule: Expr) -> Rendered:
        """Return an expression that is true where the rule is satisfied, and false elsewhere."""
        printer = _Logician(self.shapes, self.subject, support_names())
        if not self.typed:
            printer.reads.assertion = ""
        text = printer.condition(rule, result=True).text
        called = frozenset(re.findall(r"(?<![.\w])(\w+)\(", text))
        return Rendered(text=text, support=frozenset(printer.support) & called)


class _Logician(Terms):
    """Prints conditions."""

    def condition(self, node: Expr, *, result: bool) -> Code:
        """Print a condition with what is known here."""
        return show(reduce(self.truth(node, result=result), self.reads), self.reads)

    def truth(self, node: Expr, *, result: bool) -> Part:  # noqa: PLR0911 - one return for each kind
        """Return a condition that is true where `node` evaluates to `result`."""
        match node:
            case Literal():
                return node.value is result
            case Call(function="!"):
                return self.truth(node.arguments[0], result=not result)
            case Logic():
                parts = (self.truth(item, result=result) for item in node.operands)
                return join(parts, conjunction=(node.operator == "&&") is result)
            case Conditional():
                return self.chosen(node, result=result)
            case Has():
                return self.has(node, result=result)
            case Select():
                return self.flag(node, result=result)
            case Quantifier() if node.macro != "exists_one":
                return self.quantified(node, result=result)
        return self.compared_with(node, result=result) or self.leaf(node, result=result)

    def leaf(self, node: Expr, *, result: bool) -> Part:
        """Return the condition of a term: its guards, then itself."""
        guards = self.guards(node)
        if guards is None:
            return Test(lambda: self.absorbing(node, result=result))

        def shown() -> Code:
            code = self.term(node, strict=False)
            if self.undecided(node):
                return compare(code, "===", Code("true" if result else "false"), "!==")
            return code if result else code.denied()

        return join((*present(guards), Test(shown)), conjunction=True)

    def absorbing(self, node: Expr, *, result: bool) -> Code:
        """Print a part that may end in an error in many ways."""
        term = self.term(node, strict=True) if result else self.decided(node, strict=True)
        shown = term if result else term.denied()
        return self.helper("holds", f"() => {shown.text}")

    def has(self, node: Has, *, result: bool) -> Part:
        """Return the question whether a member is given."""
        key, above = self.reads.path(node), self.guards(node.operand)
        if key is None or above is None:
            return self.leaf(node, result=result)
        if result:
            return Given(key, result=True)
        return join((*present(above), Given(key, result=False)), conjunction=True)

    def flag(self, node: Select, *, result: bool) -> Part:
        """Return the condition that a member is true, or is false."""
        key = self.reads.path(node)
        if key is None or self.guards(node.operand) is None:
            return self.leaf(node, result=result)

        def shown() -> Code:
            code = Code(self.reads.text(key, sure=False))
            if self.reads.seen(key) and not self.undecided(node):
                return code if result else code.denied()
            word = "===" if result or self.undecided(node) else "!=="
            wanted = "true" if result or word == "!==" else "false"
            return compare(code, word, Code(wanted))

        if result or self.undecided(node):
            return Test(shown, key, absent=False, narrows=True)
        test = Test(shown, key, absent=True, narrows=True)
        return join((*present([key]), test), conjunction=True)

    def compared_with(self, node: Expr, *, result: bool) -> Part | None:
        """Return the condition of a comparison of a read with something that is there."""
        if not isinstance(node, Call) or node.function not in ("==", "!=", "in"):
            return None
        for read, other in (node.arguments, node.arguments[::-1]):
            key = self.reads.path(read) if isinstance(read, Select) else None
            plain = self._listed(read, other) if node.function == "in" else self._sure(read, other)
            if key is None or not plain or self.guards(read) is None:
                continue
            positive = (node.function != "!=") is result

            def shown(*, positive: bool = positive) -> Code:
                code = calls.operation(self, node, strict=False)
                return code if positive is (node.function != "!=") else code.denied()

            literal = isinstance(other, Literal)
            if positive:
                return Test(shown, key, absent=False, narrows=literal)
            test = Test(shown, key, absent=True, narrows=literal)
            return join((*present([key]), test), conjunction=True)
        return None

    def _sure(self, read: Expr, other: Expr) -> bool:
        there = other.value is not None if isinstance(other, Literal) else not other.fails
        return there and not isinstance(other, Select) and calls.alike(self, read, other)

    def _listed(self, read: Expr, other: Expr) -> bool:
        if not isinstance(other, ListLiteral) or other.fails:
            return False
        return all(self._sure(read, item) for item in other.items)

    def quantified(self, node: Quantifier, *, result: bool) -> Part:
        """Return ``all`` or ``exists``; over the range, an error decides nothing."""
        guards = self.range_guards(node)
        if guards is None:
            return Test(lambda: self.absorbing(node, result=result))
        universal = (node.macro == "all") is result

        def shown() -> Code:
            over = self.over(node.range, strict=False)
            name, before = self.bind(node.variable)
            test = self.condition(node.condition, result=result)
            self.reads.names, self.reads.known = before
            function = "every" if universal else "some"
            return call(f"{over.text}.{function}", f"({name}) => {test.text}")

        return join((*present(guards), Test(shown)), conjunction=True)

    def chosen(self, node: Conditional, *, result: bool) -> Part:
        """Return a conditional whose branches are conditions."""
        yes, no = (self.truth(item, result=result) for item in (node.then, node.otherwise))
        asked, denied = (self.truth(node.test, result=value) for value in (True, False))
        if node.test.fails or self.undecided(node.test):
            first = join((asked, yes), conjunction=True)
            return join((first, join((denied, no), conjunction=True)), conjunction=False)
        for branch, test, other in ((yes, asked, no), (no, denied, yes)):
            if isinstance(branch, bool):
                opposite = denied if test is asked else asked
                parts = (test if branch else opposite, other)
                return join(parts, conjunction=not branch)

        def shown() -> Code:
            codes = [
                self.condition(node.test, result=True),
                self.condition(node.then, result=result),
                self.condition(node.otherwise, result=result),
            ]
            texts = [code.at(Level.OR) for code in codes]
            return Code(f"{texts[0]} ? {texts[1]} : {texts[2]}", Level.CHOICE)

        return Test(shown)


@cache
def _support() -> tuple[str, dict[str, str]]:
    """Return the head of the support module, and its parts by name."""
    text = Path(__file__).with_name("typescript_support.ts").read_text("utf-8")
    head, *parts = _PART.split(text)
    found = ((_NAME.search(part), part) for part in parts)
    return head, {name[1]: part for name, part in found if name}


@cache
def support_names() -> frozenset[str]:
    """Return the names of all support functions."""
    return frozenset(_support()[1])


def support_source(names: frozenset[str] | None = None) -> str:
    """Return the source of a module with support functions and all that they call.

    Args:
        names: `Rendered.support` of all rules of the package; None for every function.
    """
    head, parts = _support()
    wanted = set(parts) if names is None else set(names)
    todo = list(wanted)
    while todo:
        new = (set(_WORD.findall(_code(parts[todo.pop()]))) & parts.keys()) - wanted
        wanted |= new
        todo.extend(new)
    chosen = [part.strip() + "\n" for name, part in parts.items() if name in wanted]
    return "\n".join([head.strip() + "\n", *chosen])


def _code(part: str) -> str:
    """Return a part without its comment, whose words are not calls."""
    return part.partition("*/\n")[2]
