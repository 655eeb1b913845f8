"""CEL's logic over a message that is not known yet.

A condition is two formulas: it is definitely true, and definitely false; where neither holds, its
evaluation ends in an error. So ``&&``, ``||``, ``all`` and ``exists`` absorb errors by themselves.

Source: CEL language definition, "Logical operators" and "Macros".
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from tallystick.rules.expression import (
    Call,
    Comprehension,
    Conditional,
    Expr,
    Has,
    Index,
    Literal,
    Logic,
    Matches,
    Quantifier,
    walk,
)
from tallystick.rules.shape import ListShape, Shapes, variants
from tallystick.rules.signatures import kind
from tallystick.solve.cel.arithmetic import compare
from tallystick.solve.cel.parts import Range
from tallystick.solve.cel.sharing import Condition, once
from tallystick.solve.cel.terms import Terms
from tallystick.solve.cel.texts import MIRRORED, text_test
from tallystick.solve.cel.values import (
    Entries,
    Given,
    Listing,
    Number,
    Object,
    Size,
    Truth,
    Value,
    numbers,
    texts,
)
from tallystick.solve.cel.verdicts import FALSE, TRUE, Verdict, decided, given_that, judged
from tallystick.solve.encoding.schema import Edge
from tallystick.solve.encoding.world import World
from tallystick.solve.smt.formula import Formula, at_most, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import INT, equals
from tallystick.solve.strings.language import found

_COMPARISONS: Final = frozenset({"<", "<=", ">", ">="})
_TEXT_TESTS: Final = frozenset({"startsWith", "endsWith", "contains"})


class Evaluator(Terms):
    """Evaluates expressions over one world."""

    def decide(self, expr: Expr, scope: Mapping[str, Value]) -> Verdict:
        """Return the verdict of a condition.

        It is open where more is looked at than is spelled out. Two contracts that make the same
        condition of the same values share one verdict, and what is open cancels.
        """
        if isinstance(expr, Logic | Conditional) or self.world.settling:
            return self._known(expr, scope)
        before = len(self.edges)

        def made() -> Condition:
            verdict = self._known(expr, scope)
            return Condition(expr, self.shapes, verdict, tuple(self.edges[before:]))

        condition = once(self.world, expr, scope, self.shapes, made)
        self.edges[before:] = condition.edges
        return condition.verdict

    def _known(self, expr: Expr, scope: Mapping[str, Value]) -> Verdict:
        before = len(self.blind)
        verdict = self._decide(expr, scope)
        beyond = disj(self.blind[before:])
        del self.blind[before:]
        open_ = self.world.unless
        return Verdict(open_(beyond, verdict.true), open_(beyond, verdict.false))

    def _decide(  # noqa: C901, PLR0911 - one case for each kind of condition
        self, expr: Expr, scope: Mapping[str, Value]
    ) -> Verdict:
        match expr:
            case Literal(value=bool()):
                return TRUE if expr.value else FALSE
            case Logic():
                return self._logic(expr, scope)
            case Conditional():
                return self._conditional(expr, scope)
            case Has():
                return self._has(expr, scope)
            case Quantifier():
                return self._quantifier(expr, scope)
            case Matches():
                return self._matches(expr, scope)
            case Call(function="!"):
                inner = self.decide(expr.arguments[0], scope)
                return Verdict(inner.false, inner.true)
            case Call() if expr.function in ("==", "!="):
                return self._equality(expr, scope)
            case Call() if expr.function in _COMPARISONS or expr.function in _TEXT_TESTS:
                return self._comparison(expr, scope)
            case Call(function="in"):
                return self._in(expr, scope)
            case _:
                return self._plain(expr, scope)

    def _plain(self, expr: Expr, scope: Mapping[str, Value]) -> Verdict:
        """Return the verdict of any other expression: what is no bool is an error."""
        value, fine = self.term(expr, scope)
        return judged(
            [(it, atom.formula) for it, atom in value.atoms("bool") if isinstance(atom, Truth)],
            fine,
        )

    def _logic(self, expr: Logic, scope: Mapping[str, Value]) -> Verdict:
        parts = [self.decide(operand, scope) for operand in expr.operands]
        if expr.operator == "&&":
            return Verdict(conj(item.true for item in parts), disj(item.false for item in parts))
        return Verdict(disj(item.true for item in parts), conj(item.false for item in parts))

    def _conditional(self, expr: Conditional, scope: Mapping[str, Value]) -> Verdict:
        test = self.decide(expr.test, scope)
        then, other = self.decide(expr.then, scope), self.decide(expr.otherwise, scope)
        return Verdict(
            disj((conj((test.true, then.true)), conj((test.false, other.true)))),
            disj((conj((test.true, then.false)), conj((test.false, other.false)))),
        )

    def _has(self, expr: Has, scope: Mapping[str, Value]) -> Verdict:
        value, fine = self.term(expr.operand, scope)
        cases: list[tuple[Formula, Formula]] = []
        for guard, atom in value.atoms("object"):
            if isinstance(atom, Object):
                cases.append((guard, atom.node.given(expr.member)))
            elif isinstance(atom, Entries):
                cases.append((guard, any(name == expr.member for name, _ in atom.members)))
        return judged(cases, fine)

    def _equality(self, expr: Call, scope: Mapping[str, Value]) -> Verdict:
        left, right = expr.arguments
        one, fine = self.term(left, scope)
        other, fine_too = self.term(right, scope)
        verdict = decided(self.equal(one, other), conj((fine, fine_too)))
        return verdict if expr.function == "==" else Verdict(verdict.false, verdict.true)

    def _comparison(self, expr: Call, scope: Mapping[str, Value]) -> Verdict:
        (one, fine), (other, fine_too) = (self.term(part, scope) for part in expr.arguments)
        both = conj((fine, fine_too))
        cases: list[tuple[Formula, Formula]] = []
        if expr.function in _COMPARISONS:
            for guard, left in numbers(one, other):
                for guard_too, right in numbers(other, one):
                    self._edge(expr, left, right, conj((both, guard, guard_too)))
                    held = compare(expr.function, left, right, self.world)
                    cases.append((conj((guard, guard_too)), held))
            cases += self._truths(expr.function, one, other)
        for guard, text in texts(one, other):
            for guard_too, other_text in texts(other, one):
                held = text_test(self.world, expr.function, text.code, other_text.code)
                cases.append((conj((guard, guard_too)), held))
        return judged(cases, both)

    def _truths(
        self, operator: str, one: Value, other: Value
    ) -> "Iterator[tuple[Formula, Formula]]":
        """Yield comparisons of bools: false is less than true."""
        if "bool" not in one.families & other.families:
            return
        for guard, left in one.atoms("bool"):
            for guard_too, right in other.atoms("bool"):
                if isinstance(left, Truth) and isinstance(right, Truth):
                    less = conj((neg(left.formula), right.formula))
                    more = conj((left.formula, neg(right.formula)))
                    held = {"<": less, "<=": neg(more), ">": more, ">=": neg(less)}[operator]
                    yield conj((guard, guard_too)), held

    def _edge(self, expr: Call, left: Number, right: Number, when: Formula) -> None:
        """Note the bound that a comparison with a constant draws."""
        operator = str(expr.function)
        if isinstance(left.term, int):
            left, right = right, left
            operator = MIRRORED[operator]
        measure, bound = left.term, right.term
        if not isinstance(bound, int) or isinstance(measure, int | Fraction):
            return
        if isinstance(left, Size):
            for pointer in left.pointers:
                self.world.note_size(pointer, bound, bound + 1)
        if measure.sort is INT:
            value = bound + {"<": -1, ">": 1}.get(operator, 0)
            outwards = 1 if operator in ("<", "<=") else -1
            self.edges.append(Edge(measure, value, outwards, when))

    def _in(self, expr: Call, scope: Mapping[str, Value]) -> Verdict:
        (one, fine), (whole, fine_too) = (self.term(part, scope) for part in expr.arguments)
        cases = []
        for range_ in self.ranges(whole, once=True):
            here = disj(conj((here, self.equal(one, part))) for here, part in range_.parts)
            none = self.every(range_, lambda here, part: neg(conj((here, self.equal(one, part)))))
            cases.append((range_.guard, disj((here, neg(none)))))
        return judged(cases, conj((fine, fine_too)))

    def _matches(self, expr: Matches, scope: Mapping[str, Value]) -> Verdict:
        value, fine = self.term(expr.operand, scope)
        language, words = found(expr.pattern.regex), self.world.words
        cases = [(guard, words.within(text.code, language)) for guard, text in texts(value, value)]
        return judged(cases, fine)

    def _quantifier(self, expr: Quantifier, scope: Mapping[str, Value]) -> Verdict:
        whole, fine = self.term(expr.range, scope)
        if expr.macro == "exists_one":
            for _, atom in whole.atoms("list"):
                if isinstance(atom, Listing):
                    self.world.apart.add(atom.node.pointer)
        verdicts = [
            given_that(self._over(expr, range_, scope), range_.guard)
            for range_ in self.ranges(whole, once=expr.macro != "exists_one")
        ]
        return Verdict(
            conj((fine, disj(item.true for item in verdicts))),
            conj((fine, disj(item.false for item in verdicts))),
        )

    def _over(self, expr: Quantifier, range_: Range, scope: Mapping[str, Value]) -> Verdict:
        def said(part: Value) -> Verdict:
            return self.decide(expr.condition, {**scope, expr.variable: part})

        found_ = [(here, said(part)) for here, part in range_.parts]
        true = [conj((here, item.true)) for here, item in found_]
        false = [conj((here, item.false)) for here, item in found_]
        match expr.macro:
            case "all":
                every = self.every(range_, lambda here, it: implies(here, said(it).true))
                none = self.every(range_, lambda here, it: implies(here, neg(said(it).false)))
                spelled = (implies(here, item.true) for here, item in found_)
                return Verdict(conj((*spelled, every)), disj((*false, neg(none))))
            case "exists":
                every = self.every(range_, lambda here, it: implies(here, said(it).false))
                none = self.every(range_, lambda here, it: implies(here, neg(said(it).true)))
                spelled = (implies(here, item.false) for here, item in found_)
                return Verdict(disj((*true, neg(none))), conj((*spelled, every)))
            case _:
                fine = (implies(here, disj((item.true, item.false))) for here, item in found_)
                known = self.every(range_, lambda here, it: implies(here, _is_known(said(it))))
                more = self.counted(range_.rests, lambda here, it: conj((here, said(it).true)))
                one = disj(
                    (
                        conj((_one(true), equals(more, 0))),
                        conj((*map(neg, true), equals(more, 1))),
                    )
                )
                self.blind.append(range_.beyond)
                return decided(one, conj((*fine, known)))


def _is_known(verdict: Verdict) -> Formula:
    return disj((verdict.true, verdict.false))


def _one(formulas: list[Formula]) -> Formula:
    """Return whether exactly one holds."""
    known = sum(item is True for item in formulas)
    unknown = [item for item in formulas if not isinstance(item, bool)]
    if known > 1:
        return False
    if known == 1:
        return conj(neg(item) for item in unknown)
    return conj((disj(unknown), at_most(unknown, 1)))


def accepts(world: World, shapes: Shapes, expr: Expr, value: Given, edges: list[Edge]) -> Formula:
    """Return whether a rule accepts a value.

    Args:
        world: Of the message.
        shapes: The table that shapes are looked up in.
        expr: The rule.
        value: What it judges.
        edges: Where the bounds go that its comparisons draw.
    """

    def held() -> Formula:
        evaluator = Evaluator(world, shapes)
        verdict = evaluator.decide(expr, {"self": value})
        edges[:] = evaluator.edges
        return verdict.true

    return world.later(held) if _needs_keys(expr, shapes) else held()


def _needs_keys(expr: Expr, shapes: Shapes) -> bool:
    """Whether a rule looks at the keys of objects, which are known when all schemas are read."""
    ranges = []
    for part in walk(expr):
        match part:
            case Quantifier() | Comprehension():
                ranges.append(part.range)
            case Index():
                ranges.append(part.operand)
            case Call(function="in"):
                ranges.append(part.arguments[1])
            case Call(function="size"):
                ranges.append(part.arguments[0])
    return any(
        not isinstance(item, ListShape) and kind(item) not in ("string", "int", "double")
        for whole in ranges
        for item in variants(whole.type, shapes)
    )
