"""Logic in Python: with two truth values where CEL has three.

An error at the top of a rule is a rule that is not satisfied, and ``&& || ! ?:``, ``all`` and
``exists`` hand an error on alike. So "is true" and "is false" of a part are each a plain
condition on its operands, with the question whether a member is there just before its read.
"""

from dataclasses import dataclass

from tallystick.rules.backends.python_calls import alike
from tallystick.rules.backends.python_conditions import Conditions
from tallystick.rules.backends.python_spelling import Spelling
from tallystick.rules.backends.python_text import Code, Level, call, join
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

Part = tuple[Expr, bool]
"""A condition: a node, and the value it has to have."""


@dataclass(frozen=True, slots=True)
class Element:
    """One operand of a chain of ``and`` or ``or``.

    Attributes:
        code: The operand.
        about: Text of a read; where that is None, `alone` decides as its guard would.
        alone: The operand to print when the guard just before it is left out.
    """

    code: Code
    about: str | None = None
    alone: Code | None = None


class Logician(Conditions):
    """Prints conditions.

    Attributes:
        known: Conditions that hold where the next operand is evaluated.
    """

    def __init__(self, shapes: Shapes, spelling: Spelling, prefix: str) -> None:
        """Start with nothing known."""
        super().__init__(shapes, spelling, prefix)
        self.known: frozenset[str] = frozenset()

    def truth(self, node: Expr, *, result: bool) -> Code:
        """Return a condition that is true where `node` evaluates to `result`."""
        if isinstance(node, Literal):
            return Code(repr(node.value is result))
        if isinstance(node, Call) and node.function == "!":
            return self.truth(node.arguments[0], result=not result)
        if isinstance(node, Conditional):
            return self.chosen(node, result=result)
        if isinstance(node, Logic):
            if not result and not node.fails:
                return self.truth(node, result=True).denied()
            conjunction = (node.operator == "&&") is result
            return self.chain(_flat(node, result, conjunction=conjunction), conjunction=conjunction)
        return self.chain([(node, result)], conjunction=True)

    def chain(self, parts: list[Part], *, conjunction: bool) -> Code:
        """Join conditions with ``and`` or ``or``."""
        before = self.known
        elements: list[Element] = []
        for node, result in parts:
            for element in self.elements(node, result, conjunction=conjunction):
                elements.append(element)
                self.learn(element, conjunction=conjunction)
        self.known = before
        codes = _merged(elements, conjunction=conjunction)
        if conjunction:
            return join("and", Level.AND, codes)
        return join("or", Level.OR, codes)

    def learn(self, element: Element, *, conjunction: bool) -> None:
        """Remember what holds once an operand was passed."""
        learnt = element.code if conjunction else element.code.denied()
        self.known |= {learnt.text}

    def elements(self, node: Expr, result: bool, *, conjunction: bool) -> list[Element]:  # noqa: FBT001 - one half of a `Part`
        """Return the operands that one condition makes."""
        if isinstance(node, (Logic, Conditional, Literal)) or _negation(node):
            return [Element(self.truth(node, result=result))]
        if isinstance(node, Quantifier) and node.macro != "exists_one":
            asked = self.range_conditions(node)
        else:
            asked = self.conditions(node)
        if asked is None:
            return [Element(self.absorbing(node, result=result))]
        asked = [text for text in dict.fromkeys(asked) if text not in self.known]
        before = self.known
        self.known |= set(asked)
        last = self.last(node, result, conjunction=conjunction or bool(asked))
        self.known = before
        chain = [*(Element(Code(text, Level.COMPARE)) for text in asked), last]
        if conjunction or not asked:
            return chain
        return [Element(join("and", Level.AND, _merged(chain, conjunction=True)))]

    def last(self, node: Expr, result: bool, *, conjunction: bool) -> Element:  # noqa: FBT001 - one half of a `Part`
        """Return a condition whose reads are known to succeed."""
        if isinstance(node, Quantifier) and node.macro != "exists_one":
            return Element(self.quantified(node, result=result))
        code = self.term(node, strict=False)
        if self.undecided(node):
            certain = Code(f"{code.at(Level.SUM)} is {result}", Level.COMPARE)
            return Element(certain, code.text if conjunction else None, certain)
        shown = code if result else code.denied()
        return self.nullable(node, result, shown, conjunction=conjunction)

    def nullable(self, node: Expr, result: bool, code: Code, *, conjunction: bool) -> Element:  # noqa: FBT001 - one half of a `Part`
        """Return the element, and how it decides by itself where its read is None."""
        if isinstance(node, Select):
            read = self.read(node, strict=False)
            exact = Code(f"{read.at(Level.SUM)} is {result}", Level.COMPARE)
            if conjunction:
                return Element(code, read.text, exact)
            return Element(code) if result else Element(code, read.text, code)
        if not isinstance(node, Call) or node.function not in ("==", "!=", "in"):
            return Element(code)
        positive = (node.function != "!=") is result
        if positive is not conjunction:
            return Element(code)
        return Element(code, self.compared(node, code), code)

    def compared(self, node: Call, code: Code) -> str | None:
        """Return the one read that a comparison with something certain is about."""
        left, right = node.arguments
        for read, other in ((left, right), (right, left)):
            if not isinstance(read, Select) or not _never_none(other):
                continue
            text = self.read(read, strict=False).text
            if node.function == "in" and (read is right or not isinstance(other, ListLiteral)):
                continue
            if node.function != "in" and not alike(self, left, right):
                continue
            if code.text.startswith(text + " ") or code.text.endswith(" " + text):
                return text
        return None

    def absorbing(self, node: Expr, *, result: bool) -> Code:
        """Return a condition on a part that may end in an error in many ways."""
        term = self.decided(node, strict=True) if not result else self.term(node, strict=True)
        shown = term if result else term.denied()
        return self.helper("holds", f"lambda: {shown.text}")

    def quantified(self, node: Quantifier, *, result: bool) -> Code:
        """Print ``all`` and ``exists``; over the range, an error decides nothing."""
        universal = (node.macro == "all") is result
        total = not node.condition.fails and not self.undecided(node.condition)
        wanted = True if total else result
        over = self.over(node.range, strict=False)
        name, before = self.bind(node.variable)
        test = self.truth(node.condition, result=wanted)
        self.names = before
        loop = f"{test.text} for {name} in {over.at(Level.OR)}"
        if total:
            code = call("all" if node.macro == "all" else "any", loop)
            return code if result else code.denied()
        return call("all" if universal else "any", loop)

    def chosen(self, node: Conditional, *, result: bool) -> Code:
        """Print a conditional whose branches are conditions."""
        test, then, otherwise = node.test, (node.then, result), (node.otherwise, result)
        if test.fails or self.undecided(test):
            first = self.chain([(test, True), then], conjunction=True)
            second = self.chain([(test, False), otherwise], conjunction=True)
            return join("or", Level.OR, [first, second])
        for value, branch, other in ((True, node.then, otherwise), (False, node.otherwise, then)):
            if isinstance(branch, Literal):
                disjunction = branch.value is result
                asked = value is disjunction
                parts = _flat(test, asked, conjunction=not disjunction)
                return self.chain([*parts, other], conjunction=not disjunction)
        asked_code = self.truth(test, result=True)
        yes = self.truth(node.then, result=result)
        no = self.truth(node.otherwise, result=result)
        text = f"{yes.at(Level.OR)} if {asked_code.at(Level.OR)} else {no.at(Level.CHOICE)}"
        return Code(text, Level.CHOICE)


def _negation(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "!"


def _never_none(node: Expr) -> bool:
    if isinstance(node, Literal):
        return node.value is not None
    return isinstance(node, (Call, Has, ListLiteral)) and not node.fails


def _flat(node: Expr, result: bool, *, conjunction: bool) -> list[Part]:  # noqa: FBT001 - one half of a `Part`
    """Return the conditions that a part of a chain consists of."""
    if isinstance(node, Call) and node.function == "!":
        return _flat(node.arguments[0], not result, conjunction=conjunction)
    if isinstance(node, Logic) and ((node.operator == "&&") is result) is conjunction:
        return [
            part for item in node.operands for part in _flat(item, result, conjunction=conjunction)
        ]
    return [(node, result)]


def _merged(elements: list[Element], *, conjunction: bool) -> list[Code]:
    """Leave out guards that the operand after them makes needless, and what was said before."""
    guard = " is not None" if conjunction else " is None"
    codes: list[Code] = []
    for element in elements:
        guarded = element.about is not None and codes and codes[-1].text == element.about + guard
        if guarded and element.alone is not None:
            codes[-1] = element.alone
        elif element.code.text not in {code.text for code in codes}:
            codes.append(element.code)
    return codes
