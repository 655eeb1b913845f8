"""Rules read as verdicts: every kind of condition and of value."""

from typing import Final

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
    Matches,
    Quantifier,
    Select,
    Variable,
)
from tallystick.rules.lowering import ecma
from tallystick.rules.lowering.comparisons import Comparisons, named, plain
from tallystick.rules.lowering.formula import TRUE, Formula, Given, Holds, Not, Once, Place, both
from tallystick.rules.lowering.macros import all_items, over_list, over_map, spelled
from tallystick.rules.lowering.places import Places
from tallystick.rules.lowering.terms import (
    Chosen,
    Condition,
    Constant,
    Key,
    Listed,
    Measure,
    Over,
    Picked,
    Read,
    Scope,
    Tally,
    Term,
    Unsaid,
)
from tallystick.rules.lowering.texts import compare_texts, find
from tallystick.rules.lowering.verdicts import (
    ALWAYS,
    NEVER,
    Verdict,
    choice,
    conjunction,
    disjunction,
    merged,
    unsaid,
)
from tallystick.rules.shape import STRING

_COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
_TEXTS: Final = frozenset({"startsWith", "endsWith", "contains"})
_COMPUTES: Final = frozenset({"+", "-", "*", "/", "%", "neg", "int", "double", "string"})
_WORDS: Final = {
    "neg": "it computes with a value of the message",
    "int": "it converts a value with int()",
    "double": "it converts a value with double()",
    "string": "it converts a value with string()",
}


class Conditions:
    """Reads the parts of one rule.

    Attributes:
        places: What is known of the values that it reads.
    """

    def __init__(self, places: Places) -> None:
        """Read a rule about values of known places."""
        self.places = places
        self._compare = Comparisons(places)

    def decide(self, expr: Expr, scope: Scope) -> Verdict:  # noqa: PLR0911 - one return for each kind of condition
        """Return the verdict of a condition."""
        match expr:
            case Literal(value=bool()):
                return ALWAYS if expr.value else NEVER
            case Logic():
                parts = [self.decide(operand, scope) for operand in expr.operands]
                return conjunction(parts) if expr.operator == "&&" else disjunction(parts)
            case Conditional():
                parts = [self.decide(it, scope) for it in (expr.test, expr.then, expr.otherwise)]
                return choice(*parts)
            case Has():
                return self._has(expr, scope)
            case Quantifier():
                return self._quantifier(expr, scope)
            case Matches():
                text = self.term(expr.operand, scope)
                return find(self.places, text, ecma.pattern(expr.pattern.regex))
            case Call():
                return self._call(expr, scope)
            case _:
                return self._plain(self.term(expr, scope))

    def _call(self, expr: Call, scope: Scope) -> Verdict:
        if expr.function == "!":
            return self.decide(expr.arguments[0], scope).opposite()
        terms = [self.term(argument, scope) for argument in expr.arguments]
        if expr.function in _COMPARISONS:
            return self._compare.compare(expr.function, terms[0], terms[1])
        if expr.function == "in":
            if isinstance(terms[1], Read) and self.places.values(terms[1].place) is not None:
                return unsaid(f"it looks for a key in {named(terms[1].place)}")
            return self._compare.contains(terms[0], terms[1])
        if expr.function in _TEXTS:
            return compare_texts(self.places, expr.function, terms[0], terms[1])
        return self._plain(self.term(expr, scope))

    def _plain(self, term: Term) -> Verdict:
        match plain(term):
            case Condition(verdict):
                return verdict
            case Read(place):
                return self._compare.truth(place)
            case Chosen(test, then, otherwise):
                return choice(test, self._plain(then), self._plain(otherwise))
            case Unsaid(reason):
                return unsaid(reason)
            case _:
                return unsaid("it takes a value for true or false")

    def _has(self, expr: Has, scope: Scope) -> Verdict:
        owner = self.term(expr.operand, scope)
        if not isinstance(owner, Read):
            return unsaid("it asks for a member of a value that it makes")
        given = Given(owner.place.below(expr.member))
        return Verdict(given, Not(given)).under(self.places.is_(owner.place, "object"))

    # --- Values -----------------------------------------------------------------------------

    def term(self, expr: Expr, scope: Scope) -> Term:  # noqa: C901, PLR0911 - one case for each kind of value
        """Return what a value is."""
        match expr:
            case Literal():
                return Constant(expr.value)
            case Variable():
                return Read(Place(0)) if expr.name not in scope else scope[expr.name]
            case Select():
                owner = self.term(expr.operand, scope)
                if isinstance(owner, Read):
                    return Read(owner.place.below(expr.member))
                return owner if isinstance(owner, Unsaid) else Unsaid(_MADE)
            case Index():
                return self._index(expr, scope)
            case ListLiteral():
                return Listed(tuple(self.term(item, scope) for item in expr.items))
            case Conditional() if not self._is_condition(expr):
                then, other = (self.term(it, scope) for it in (expr.then, expr.otherwise))
                return Chosen(self.decide(expr.test, scope), then, other)
            case Comprehension():
                return self._comprehension(expr, scope)
            case Call(function="size"):
                return self._size(expr, scope)
            case Call() if expr.function in _COMPUTES:
                return self._computed(expr, scope)
            case Logic() | Has() | Quantifier() | Matches() | Call() | Conditional():
                return Condition(self.decide(expr, scope))
            case _:
                return Unsaid("it makes an object")

    def _is_condition(self, expr: Conditional) -> bool:
        return isinstance(expr.then, Logic | Has | Quantifier | Matches)

    def _index(self, expr: Index, scope: Scope) -> Term:
        owner, index = self.term(expr.operand, scope), self.term(expr.index, scope)
        if not isinstance(owner, Read):
            return owner if isinstance(owner, Unsaid) else Unsaid(_MADE)
        match index:
            case Constant(int(number)) if not isinstance(number, bool) and number >= 0:
                return Read(owner.place.below(number)) if number < _FAR else Unsaid(_INDEX)
            case Key(of, _, value) if of == owner.place:
                return Read(Place(value))
            case _:
                return Unsaid(_INDEX)

    def _size(self, expr: Call, scope: Scope) -> Term:
        whole = plain(self.term(expr.arguments[0], scope))
        match whole:
            case Read(place):
                return Measure("size", place)
            case Constant(str() | list() as value):
                return Constant(len(value))
            case Picked():
                return Tally(whole)
            case Unsaid():
                return whole
            case _:
                return Unsaid("it counts the items of a list that it makes")

    def _computed(self, expr: Call, scope: Scope) -> Term:
        terms = [self.term(argument, scope) for argument in expr.arguments]
        words = _WORDS.get(expr.function, "it computes with values of the message")
        match expr.function, terms:
            case "neg", [Constant(int() | float() as value)]:
                return Constant(-value)
            case (("+" | "-"), [term, Constant(int(number))]) if not expr.partial:
                return _shifted(term, number if expr.function == "+" else -number) or Unsaid(words)
            case "+", [Constant(int(number)), term] if not expr.partial:
                return _shifted(term, number) or Unsaid(words)
            case "%", [Read(place), Constant(int(number))] if 0 < abs(number) < _FAR:
                return Measure("rest", place, divisor=number)
            case _:
                return next((it for it in terms if isinstance(it, Unsaid)), Unsaid(words))

    # --- Macros -----------------------------------------------------------------------------

    def _quantifier(  # noqa: PLR0911 - one return for each kind of range
        self, expr: Quantifier, scope: Scope
    ) -> Verdict:
        whole = plain(self.term(expr.range, scope))
        match whole:
            case Listed(items):
                fine, doubts = self._made(whole)
                return self._spelled(expr, list(items), scope).under(fine, doubts)
            case Constant(list() as values):
                return self._spelled(expr, [Constant(value) for value in values], scope)
            case Read(place) if self.places.values(place) is not None:
                return self._over_map(expr, place, scope)
            case Read(place) if self.places.promise(place).may_be("object"):
                return unsaid(f"it goes over {named(place)}, which may be a list or a map")
            case Read() | Picked():
                over = self._over(whole)
                once = self._is_once(expr, over, scope)
                if once is not None:
                    return once
                inner = {**scope, expr.variable: over.item}
                return over_list(expr.macro, over, self.decide(expr.condition, inner))
            case Unsaid(reason):
                return unsaid(reason)
            case _:
                return unsaid("it goes over a list that it makes")

    def _spelled(self, expr: Quantifier, items: list[Term], scope: Scope) -> Verdict:
        scopes: list[Scope] = [{**scope, expr.variable: item} for item in items]
        return spelled(expr.macro, [self.decide(expr.condition, inner) for inner in scopes])

    def _made(self, term: Term) -> tuple[Formula, tuple[str, ...]]:
        """Return when a value can be made without an error, and why that is not all."""
        match term:
            case Constant():
                return TRUE, ()
            case Read(place):
                return self.places.there(place), ()
            case Condition(verdict):
                return verdict.fine, verdict.all_doubts
            case Measure() | Tally():
                verdict = self._compare.compare("==", term, Constant(0))
                return verdict.fine, verdict.all_doubts
            case Listed(items):
                fine, doubts = zip(*map(self._made, items), strict=True) if items else ((), ())
                return both(*fine), merged(*doubts)
            case _:
                return TRUE, ("a value in a list that it makes may be an error",)

    def _over(self, whole: Read | Picked) -> Over:
        if isinstance(whole, Picked):
            return Over(whole.place, whole.root, whole.result, whole.taken, whole.fine)
        root = self.places.add(self.places.items(whole.place), whole.place)
        fine = self.places.is_(whole.place, "array")
        return Over(whole.place, root, Read(Place(root)), ALWAYS, fine)

    def _is_once(self, expr: Quantifier, over: Over, scope: Scope) -> Verdict | None:
        """Recognise ``list.exists_one(other, other == item)`` about an item of the list."""
        match expr:
            case Quantifier(
                macro="exists_one",
                condition=Call(function="==", arguments=(Variable() as one, Variable() as other)),
            ) if over.taken == ALWAYS:
                names = {one.name, other.name} - {expr.variable}
                item = scope.get(names.pop()) if len(names) == 1 else None
            case _:
                return None
        if not isinstance(item, Read) or item.place.steps:
            return None
        if self.places.source.get(item.place.root) != over.place:
            return None
        once = Holds(item.place, Once(over.place))
        return Verdict(once, Not(once))

    def _over_map(self, expr: Quantifier, place: Place, scope: Scope) -> Verdict:
        values = self.places.values(place)
        if values is None:
            return unsaid("it goes over the keys of an object")
        nulls = self.places.promise(place.below("*")).nullable
        key, value = self.places.add(STRING), self.places.add(self.places.shape(place.below("*")))
        inner = {**scope, expr.variable: Key(place, key, value)}
        condition = self.decide(expr.condition, inner)
        fine = self.places.is_(place, "object")
        return over_map(expr.macro, place, (key, value), condition, nulls=nulls).under(fine)

    def _comprehension(self, expr: Comprehension, scope: Scope) -> Term:
        whole = plain(self.term(expr.range, scope))
        if not isinstance(whole, Read) or self.places.promise(whole.place).may_be("object"):
            return whole if isinstance(whole, Unsaid) else Unsaid("it makes a list of its own")
        over = self._over(whole)
        inner = {**scope, expr.variable: over.item}
        taken = ALWAYS if expr.condition is None else self.decide(expr.condition, inner)
        result = over.item if expr.result is None else self.term(expr.result, inner)
        if expr.result is not None and not _is_sure(expr.result):
            return Unsaid("it makes a list of values that may be missing")
        fine, doubts = all_items(over, taken.fine, taken.all_doubts)
        if doubts:
            return Unsaid(doubts[0])
        return Picked(over.place, over.root, taken, result, both(over.fine, fine))


_MADE: Final = "it reads a part of a value that it makes"
_INDEX: Final = "it looks up a value by a key or an index that is not constant"
_FAR: Final = 1000


def _is_sure(expr: Expr) -> bool:
    """Whether a value is there without an error."""
    return not expr.fails


def _shifted(term: Term, number: int) -> Term | None:
    """Return a whole number plus a constant; None when that cannot be said."""
    match term:
        case Constant(int(value)) if not isinstance(value, bool):
            return Constant(value + number)
        case Read(place):
            return Measure("value", place, plus=number)
        case Measure(what="size" | "value"):
            return Measure(term.what, term.place, term.plus + number)
        case _:
            return None
