"""Which reads may meet an absent member, and which parts of a rule may therefore fail.

A read is certain when every valid value gives the member, or when the rule asked `has` before. A
fact holds in what is evaluated after it: the right side of ``&&`` and ``||``, the branches of a
conditional, the body of a macro. Two sets are kept: what is *sure* (backends rely on it), and
what the author may be *told* to have asked already, which also trusts a question that may itself
fail, so that one missing guard is reported once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from tallystick.rules import codes
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
    path,
)
from tallystick.rules.intervals import bounded
from tallystick.rules.members import lookup
from tallystick.rules.problems import Problems
from tallystick.rules.shape import (
    Concrete,
    MessageShape,
    Shapes,
    families,
    family,
    maybe_null,
    variants,
)

Path: TypeAlias = tuple[str, ...]
Paths: TypeAlias = frozenset[Path] | None
"""Members known to be given; None for "anything": the state cannot be reached."""

NOTHING: Final[frozenset[Path]] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known where an expression is evaluated."""

    sure: frozenset[Path] = NOTHING
    told: frozenset[Path] = NOTHING

    def after(self, paths: Paths, *, sure: bool) -> "Facts":
        """Return the facts with those that one more evaluated part adds."""
        added = paths or NOTHING
        return Facts(self.sure | added if sure else self.sure, self.told | added)

    def without(self, variable: str) -> "Facts":
        """Return the facts inside a macro whose variable hides an outer one."""

        def kept(paths: frozenset[Path]) -> frozenset[Path]:
            return frozenset(item for item in paths if item[0] != variable)

        return Facts(kept(self.sure), kept(self.told))


def guard(node: Expr, problems: Problems) -> Expr:
    """Return the tree with `certain` and `fails` set; unguarded reads are reported."""
    return _Guard(problems).visit(node, Facts())


def _both(left: Paths, right: Paths) -> Paths:
    return (
        (left or NOTHING) | (right or NOTHING) if left is not None and right is not None else None
    )


def _either(left: Paths, right: Paths) -> Paths:
    if left is None or right is None:
        return right if left is None else left
    return left & right


def _prefixes(steps: Path | None) -> frozenset[Path]:
    return frozenset(steps[:end] for end in range(2, len(steps) + 1)) if steps else NOTHING


def facts(node: Expr, *, result: bool) -> Paths:  # noqa: PLR0911 - one return for each kind
    """Return the members that are given whenever `node` evaluates to `result`."""
    match node:
        case Literal(value=bool(value)):
            return NOTHING if value is result else None
        case Has():
            above = path(node.operand)
            own = _prefixes((*above, node.member)) if above and result else NOTHING
            return own | _prefixes(above)
        case Logic():
            parts = [facts(item, result=result) for item in node.operands]
            decided = (node.operator == "||") is result
            total = parts[0]
            for part in parts[1:]:
                total = _either(total, part) if decided else _both(total, part)
            return total
        case Call(function="!"):
            return facts(node.arguments[0], result=not result)
        case Conditional():
            return _either(
                _both(facts(node.test, result=True), facts(node.then, result=result)),
                _both(facts(node.test, result=False), facts(node.otherwise, result=result)),
            )
        case Quantifier():
            return _reads((node.range,))
        case Select() | Call() | Matches() | Index():
            return _reads((node,))
        case _:
            return NOTHING


def _reads(nodes: Iterable[Expr]) -> frozenset[Path]:
    """Return the members that are read whatever happens, if there is no error."""
    found: frozenset[Path] = NOTHING
    for node in nodes:
        match node:
            case Select():
                found |= _prefixes(path(node)) | _reads((node.operand,))
            case Has() | Matches():
                found |= _reads((node.operand,))
            case Index():
                found |= _reads((node.operand, node.index))
            case Call():
                found |= _reads(node.arguments)
            case ListLiteral():
                found |= _reads(node.items)
            case Quantifier() | Comprehension():
                found |= _reads((node.range,))
            case _:
                pass
    return found


class _Guard:
    """Rebuilds a tree bottom up, with the facts of each place."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.reported: set[Path] = set()

    def visit(self, node: Expr, known: Facts) -> Expr:
        match node:
            case Literal() | Variable():
                return node
            case Select() | Has():
                return self.member(node, known)
            case Logic():
                return self.logic(node, known)
            case Conditional():
                return self.conditional(node, known)
            case Quantifier() | Comprehension():
                return self.macro(node, known)
            case _:
                return self.strict(node, known)

    def strict(self, node: Index | Call | Matches | ListLiteral | MapLiteral, known: Facts) -> Expr:
        """Visit a node that evaluates all of its parts, in order, each after the one before."""
        match node:
            case Index():
                operand, index = self.visit(node.operand, known), self.visit(node.index, known)
                return replace(node, operand=operand, index=index, fails=True)
            case Call():
                arguments = tuple(self.visit(item, known) for item in node.arguments)
                call = replace(node, arguments=arguments)
                partial = self.partial(call)
                fails = partial or any(item.fails for item in arguments)
                return replace(call, partial=partial, fails=fails)
            case Matches():
                operand = self.visit(node.operand, known)
                partial = families(operand.type, self.problems.shapes) != {"string"}
                return replace(
                    node, operand=operand, partial=partial, fails=partial or operand.fails
                )
            case ListLiteral():
                items = tuple(self.visit(item, known) for item in node.items)
                return replace(node, items=items, fails=any(item.fails for item in items))
            case MapLiteral():
                entries = tuple((key, self.visit(item, known)) for key, item in node.entries)
                return replace(node, entries=entries, fails=any(it.fails for _, it in entries))

    def partial(self, call: Call) -> bool:
        if call.function == "!":
            return self.undecided(call.arguments[0])
        return call.partial or not bounded(call, self.problems.shapes)

    def undecided(self, node: Expr) -> bool:
        """Whether an operand of logic may be something other than true or false."""
        return families(node.type, self.problems.shapes) != {"bool"}

    def member(self, node: Select | Has, known: Facts) -> Expr:
        """Visit a chain of reads; what the rule did not ask for is reported once, at its end."""
        missing: list[Path] = []
        result = self.link(node, known, missing)
        new = [steps for steps in missing if steps not in self.reported]
        if new:
            self.reported.update(new)
            self.report(new, node)
        return result

    def link(self, node: Select | Has, known: Facts, missing: list[Path]) -> Expr:
        below = node.operand
        if isinstance(below, Select):
            operand = self.link(below, known, missing)
        else:
            operand = self.visit(below, known)
        shapes = variants(operand.type, self.problems.shapes)
        objects = all(family(item) == "object" for item in shapes)
        if isinstance(node, Has):
            return replace(node, operand=operand, fails=operand.fails or not objects)
        declared = bool(shapes) and all(
            _certain(item, node.member, self.problems.shapes) for item in shapes
        )
        steps = path(node)
        sure = declared or (steps in known.sure and objects)
        if not declared and steps is not None and steps not in known.told:
            missing.append(steps)
        return replace(node, operand=operand, certain=sure, fails=operand.fails or not sure)

    def report(self, missing: list[Path], node: Select | Has) -> None:
        names = [_dotted(steps) for steps in missing]
        verb = "is" if len(names) == 1 else "are"
        message = " and ".join(names) + f" {verb} read here, but may be absent or null"
        asked = " || ".join(f"!{_question(steps)}" for steps in missing)
        advice = (
            f"ask first: {asked} || ..., or {_question(missing[-1])} && ... where it must be given"
        )
        self.problems.add(codes.UNGUARDED, message, node.offset, advice)

    def logic(self, node: Logic, known: Facts) -> Expr:
        operands: list[Expr] = []
        for item in node.operands:
            operand = self.visit(item, known)
            total = not operand.fails and not self.undecided(operand)
            found = facts(operand, result=node.operator == "&&")
            known = known.after(found, sure=total)
            operands.append(operand)
        fails = any(item.fails or self.undecided(item) for item in operands)
        return replace(node, operands=tuple(operands), fails=fails)

    def conditional(self, node: Conditional, known: Facts) -> Expr:
        test = self.visit(node.test, known)
        then = self.visit(node.then, known.after(facts(test, result=True), sure=True))
        otherwise = self.visit(node.otherwise, known.after(facts(test, result=False), sure=True))
        fails = any(item.fails for item in (test, then, otherwise)) or self.undecided(test)
        return replace(node, test=test, then=then, otherwise=otherwise, fails=fails)

    def macro(self, node: Quantifier | Comprehension, known: Facts) -> Expr:
        over = self.visit(node.range, known)
        inner = known.after(_reads((over,)), sure=True).without(node.variable)
        kinds = families(over.type, self.problems.shapes)
        fails = over.fails or not kinds <= {"list", "object"}
        if isinstance(node, Quantifier):
            condition = self.visit(node.condition, inner)
            fails |= condition.fails or self.undecided(condition)
            return replace(node, range=over, condition=condition, fails=fails)
        asked = None if node.condition is None else self.visit(node.condition, inner)
        if asked is not None:
            fails |= asked.fails or self.undecided(asked)
            inner = inner.after(facts(asked, result=True), sure=True)
        result = None if node.result is None else self.visit(node.result, inner)
        fails |= result is not None and result.fails
        return replace(node, range=over, condition=asked, result=result, fails=fails)


def _certain(shape: Concrete, member: str, shapes: Shapes) -> bool:
    """Whether every valid object of a shape gives a member that is not null."""
    found = lookup(shape, member) if isinstance(shape, MessageShape) else None
    return found is not None and found.certain and not maybe_null(found.shape, shapes)


def _dotted(steps: Path) -> str:
    return "'" + ".".join(steps) + "'"


def _question(steps: Path) -> str:
    """Return the question whether a member is given, as a rule writes it."""
    above = ".".join(steps[:-1])
    if steps[-1].isidentifier() and steps[-1].isascii():
        return f"has({above}.{steps[-1]})"
    return f"('{steps[-1]}' in {above})"
