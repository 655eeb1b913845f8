"""Values of CEL expressions that are no conditions: members, items, sums, lists."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tallystick.rules.expression import (
    Call,
    Comprehension,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    MapLiteral,
    Select,
    Variable,
)
from tallystick.solve.cel.arithmetic import as_whole, calculate, is_converted, negative
from tallystick.solve.cel.parts import Parts
from tallystick.solve.cel.values import (
    NO_VALUE,
    Atom,
    Either,
    Entries,
    Given,
    Items,
    Known,
    Listing,
    Null,
    Number,
    Object,
    Rest,
    Size,
    Text,
    Truth,
    Unknown,
    Value,
    numbers,
    options,
    texts,
)
from tallystick.solve.cel.verdicts import Verdict
from tallystick.solve.encoding.equality import exact
from tallystick.solve.encoding.node import Node
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import Arith

Scope = Mapping[str, Value]
Result = tuple[Value, Formula]
"""A value, and that its evaluation ends in no error."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What a macro makes of an item: whether it is in the list, the value, and no error."""

    here: Formula
    value: Value
    fine: Formula


class Terms(Parts, ABC):
    """Evaluates what is no condition; `tallystick.solve.cel.logic` adds the conditions."""

    @abstractmethod
    def decide(self, expr: Expr, scope: Scope) -> Verdict:
        """Return the verdict of a condition."""

    def term(self, expr: Expr, scope: Scope) -> Result:  # noqa: C901, PLR0911 - one case for each kind
        """Return the value of an expression."""
        match expr:
            case Literal():
                return self._literal(expr), True
            case Variable():
                return scope[expr.name], True
            case Select():
                return self._select(expr, scope)
            case Index():
                return self._index(expr, scope)
            case ListLiteral():
                results = [self.term(item, scope) for item in expr.items]
                parts = tuple((True, value) for value, _ in results)
                return Known("list", Items(parts)), conj(fine for _, fine in results)
            case MapLiteral():
                results = [self.term(item, scope) for _, item in expr.entries]
                names = [name for name, _ in expr.entries]
                members = zip(names, (value for value, _ in results), strict=True)
                return Known("object", Entries(tuple(members))), conj(it for _, it in results)
            case Conditional():
                return self._choice(expr, scope)
            case Comprehension():
                return self._comprehension(expr, scope)
            case Call() if expr.function in ("+", "-", "*", "/", "%", "neg"):
                return self._calculation(expr, scope)
            case Call() if expr.function == "size":
                return self._size(expr, scope)
            case Call() if expr.function in ("int", "double", "string"):
                return self._conversion(expr, scope)
            case _:
                verdict = self.decide(expr, scope)
                fine = disj((verdict.true, verdict.false))
                return Known("bool", Truth(verdict.true)), fine

    def _literal(self, expr: Literal) -> Value:
        match expr.value:
            case None:
                return Known("null", Null())
            case bool():
                return Known("bool", Truth(expr.value))
            case str():
                return Known("string", Text(self.world.words.constant(expr.value)))
            case int():
                return Known("number", Number(expr.value, double=False))
            case _:
                return Known("number", Number(exact(expr.value), double=True))

    # --- Parts of the message ---------------------------------------------------------------

    def _select(self, expr: Select, scope: Scope) -> Result:
        value, fine = self.term(expr.operand, scope)
        found: list[tuple[Formula, Value]] = []
        for guard, atom in value.atoms("object"):
            if isinstance(atom, Object):
                present, child = atom.node.member(expr.member)
                given = conj((guard, present, neg(child.is_("null"))))
                found.append((given, Given(child, expr.type, self.shapes)))
            elif isinstance(atom, Entries):
                found += [(guard, item) for name, item in atom.members if name == expr.member]
        if not found:
            return NO_VALUE, False
        return options(found), conj((fine, disj(guard for guard, _ in found)))

    def _index(self, expr: Index, scope: Scope) -> Result:
        (value, fine), (index, fine_too) = (
            self.term(part, scope) for part in (expr.operand, expr.index)
        )
        found: list[tuple[Formula, Value]] = []
        for guard, atom in value.atoms("list"):
            before = len(self.blind)
            parts = self.elements(atom, guard)
            matched: list[Formula] = []
            for number, (here, part) in enumerate(parts):
                position = Known("number", self.rank(atom, parts, number))
                there = self.equal(index, position)
                found.append((conj((guard, here, there)), part))
                matched += [there] if self.is_itself(atom, number) else []
            if isinstance(atom, Listing):
                self._note_index(atom, index)
                beyond = disj(self.blind[before:])
                self.blind[before:] = [conj((beyond, neg(disj(matched))))]
        for guard, atom in value.atoms("object"):
            found += self._looked_up(expr, atom, index, guard)
        found = [(guard, part) for guard, part in found if guard is not False]
        if not found:
            return NO_VALUE, False
        return options(found), conj((fine, fine_too, disj(guard for guard, _ in found)))

    def _note_index(self, atom: Listing, index: Value) -> None:
        """Note the length of an array that has an item of this number."""
        for _, number in numbers(index, index):
            if isinstance(number.term, int) and number.term >= 0:
                self.world.note_size(atom.node.pointer, number.term + 1)

    def _looked_up(
        self, expr: Index, atom: Atom, index: Value, guard: Formula
    ) -> list[tuple[Formula, Value]]:
        """Return the members that a computed key may name."""
        found: list[tuple[Formula, Value]] = []
        if isinstance(atom, Object):
            for given, code, child in self.members(atom, guard):
                named = self.equal(index, Known("string", Text(code)))
                place = Given(child, expr.type, self.shapes)
                found.append((conj((guard, given, named)), place))
        elif isinstance(atom, Entries):
            for (_, name), (_, part) in zip(self.keys(atom, guard), atom.members, strict=True):
                found.append((conj((guard, self.equal(index, name))), part))
        return found

    # --- What the rule makes ----------------------------------------------------------------

    def _choice(self, expr: Conditional, scope: Scope) -> Result:
        test = self.decide(expr.test, scope)
        (then, fine), (other, fine_too) = (
            self.term(part, scope) for part in (expr.then, expr.otherwise)
        )
        value = Either(((test.true, then), (test.false, other)))
        return value, disj((conj((test.true, fine)), conj((test.false, fine_too))))

    def _comprehension(self, expr: Comprehension, scope: Scope) -> Result:
        whole, fine = self.term(expr.range, scope)
        made: list[tuple[Formula, Value]] = []
        rests: list[Rest] = []
        errors: list[Formula] = [fine]
        ranges = list(self.ranges(whole))

        def one(here: Formula, part: Value) -> _Made:
            return self._made(expr, scope, here, part)

        for range_ in ranges:
            self.blind.append(range_.beyond)
            for here, part in range_.parts:
                item = one(conj((range_.guard, here)), part)
                made.append((item.here, item.value))
                errors.append(item.fine)
            rests += (self._kept(rest, range_.guard, one) for rest in range_.rests)
            errors.append(self.every(range_, lambda here, part: one(here, part).fine))
        pointers = tuple(it for range_ in ranges for it in range_.pointers)
        value = Known("list", Items(tuple(made), tuple(rests), pointers))
        return value, conj((*errors, disj(it.guard for it in ranges)))

    def _kept(self, rest: Rest, guard: Formula, one: "Callable[[Formula, Value], _Made]") -> Rest:
        """Return what is made of items that are not spelled out."""

        def part(node: Node) -> tuple[Formula, Value]:
            here, value = rest.part(node)
            item = one(conj((guard, here)), value)
            return item.here, item.value

        return Rest(rest.anyone, part)

    def _made(self, expr: Comprehension, scope: Scope, here: Formula, part: Value) -> "_Made":
        """Return what is made of one item."""
        inner = {**scope, expr.variable: part}
        taken, sound = self._taken(expr, inner)
        result, fine = (part, True) if expr.result is None else self.term(expr.result, inner)
        errors = implies(here, conj((sound, implies(taken, fine))))
        return _Made(conj((here, taken)), result, errors)

    def _taken(self, expr: Comprehension, scope: Scope) -> tuple[Formula, Formula]:
        """Return whether an item is taken, and that this is decided."""
        if expr.condition is None:
            return True, True
        verdict = self.decide(expr.condition, scope)
        return verdict.true, disj((verdict.true, verdict.false))

    def _calculation(self, expr: Call, scope: Scope) -> Result:
        results = [self.term(part, scope) for part in expr.arguments]
        fine = conj(it for _, it in results)
        found: list[tuple[Formula, Value]] = []
        fines: list[Formula] = []
        if expr.function == "neg":
            for guard, atom in numbers(results[0][0], results[0][0]):
                made = negative(atom, self.world)
                found.append((guard, Known("number", made.number)))
                fines.append(conj((guard, made.fine)))
            return options(found), conj((fine, disj(fines)))
        for guard, value, sound in self._sums(expr, results[0][0], results[1][0]):
            found.append((guard, value))
            fines.append(conj((guard, sound)))
        return options(found), conj((fine, disj(fines)))

    def _sums(self, expr: Call, one: Value, other: Value) -> list[tuple[Formula, Value, Formula]]:
        """Return what an operator gives for each pair of atoms that it takes."""
        found: list[tuple[Formula, Value, Formula]] = []
        families = one.families & other.families
        for guard, number in numbers(one, other):
            for guard_too, other_number in numbers(other, one):
                made = calculate(expr.function, number, other_number, self.world)
                if made is not None:
                    value = Known("number", made.number)
                    found.append((conj((guard, guard_too)), value, made.fine))
        if expr.function == "+" and "string" in families:
            found += self._joined(one, other)
        if expr.function == "+" and "list" in families:
            for guard, left in one.atoms("list"):
                for guard_too, right in other.atoms("list"):
                    both = self.parts(left, guard), self.parts(right, guard_too)
                    self.blind += (it.beyond for it in both)
                    parts = tuple(part for it in both for part in it.parts)
                    rests = tuple(rest for it in both for rest in it.rests)
                    pointers = tuple(it for range_ in both for it in range_.pointers)
                    value_ = Known("list", Items(parts, rests, pointers))
                    found.append((conj((guard, guard_too)), value_, True))
        return found

    def _joined(self, one: Value, other: Value) -> list[tuple[Formula, Value, Formula]]:
        words = self.world.words
        found: list[tuple[Formula, Value, Formula]] = []
        for guard, left in texts(one, other):
            for guard_too, right in texts(other, one):
                start, end = words.text(left.code), words.text(right.code)
                whole: Value = Unknown(self.world, "+ of strings")
                if start is not None and end is not None:
                    whole = Known("string", Text(words.constant(start + end)))
                found.append((conj((guard, guard_too)), whole, True))
        return found

    def _size(self, expr: Call, scope: Scope) -> Result:
        value, fine = self.term(expr.arguments[0], scope)
        found: list[tuple[Formula, Value]] = []
        for family in ("string", "list", "object"):
            for guard, atom in value.atoms(family) if family in value.families else ():
                size = Number(self.count(atom, guard), double=False)
                if isinstance(atom, Listing | Object):
                    size = Size(size.term, double=False, pointers=(atom.node.pointer,))
                elif isinstance(atom, Items) and atom.pointers:
                    size = Size(size.term, double=False, pointers=atom.pointers)
                found.append((guard, Known("number", size)))
        if not found:
            return NO_VALUE, False
        return options(found), conj((fine, disj(guard for guard, _ in found)))

    def _conversion(self, expr: Call, scope: Scope) -> Result:
        value, fine = self.term(expr.arguments[0], scope)
        found: list[tuple[Formula, Value]] = []
        fines: list[Formula] = []
        for family in ("bool", "number", "string"):
            for guard, atom in value.atoms(family) if family in value.families else ():
                result, sound = self._converted(expr.function, atom)
                found.append((guard, result))
                fines.append(conj((guard, sound)))
        if not found:
            return NO_VALUE, False
        return options(found), conj((fine, disj(fines)))

    def _converted(self, function: str, atom: Atom) -> tuple[Value, Formula]:
        if isinstance(atom, Text) and function == "string":
            return Known("string", atom), True
        if isinstance(atom, Number) and function == "double":
            term = atom.term
            if isinstance(term, Arith) and not atom.double:
                term = self.world.as_double(term)
            return Known("number", Number(term, double=True)), True
        if isinstance(atom, Number) and function == "int":
            if not atom.double:
                return Known("number", atom), True
            whole = as_whole(atom.term, self.world)
            return Known("number", Number(whole, double=False)), is_converted(whole)
        return Unknown(self.world, function), self.world.unknown(function)
