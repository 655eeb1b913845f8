"""Comparisons and membership, as tests of single values."""

from collections.abc import Callable
from typing import Final

from tallystick.rules.lowering.constants import (
    FALSEHOOD,
    NUMBERS,
    TRUTH,
    bound,
    counted,
    exactly,
    kind,
    mirrored,
    speakable,
)
from tallystick.rules.lowering.formula import (
    FALSE,
    TRUE,
    Bound,
    Count,
    Formula,
    Given,
    Holds,
    JsonType,
    Kind,
    Not,
    Place,
    both,
    either,
    one,
)
from tallystick.rules.lowering.places import Places
from tallystick.rules.lowering.quantify import MixedError
from tallystick.rules.lowering.quantify import counted as count_items
from tallystick.rules.lowering.terms import (
    Chosen,
    Condition,
    Constant,
    Key,
    Listed,
    Measure,
    Picked,
    Read,
    Tally,
    Term,
    Unsaid,
)
from tallystick.rules.lowering.verdicts import (
    ALWAYS,
    NEVER,
    Verdict,
    choice,
    disjunction,
    merged,
    negate_exactly,
    smaller,
    unsaid,
)
from tallystick.text import Json

_ERROR: Final = Verdict(FALSE, FALSE)
_INT64: Final = (-(2**63), 2**63 - 1)
_ORDER: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": lambda one_, other: one_ < other,
    "<=": lambda one_, other: one_ <= other,
    ">": lambda one_, other: one_ > other,
    ">=": lambda one_, other: one_ >= other,
}


def named(place: Place) -> str:
    """Name a value in a sentence."""
    if place.root:
        return "an item"
    return "'" + ".".join(["self", *map(str, place.steps)]) + "'"


def plain(term: Term) -> Term:
    """Return a term in its simplest form: a list of constants is a constant."""
    if isinstance(term, Key):
        return Read(Place(term.root))
    if isinstance(term, Listed) and all(isinstance(it, Constant) for it in term.items):
        return Constant([it.value for it in term.items if isinstance(it, Constant)])
    return term


class Comparisons:
    """Compares terms.

    Attributes:
        places: What is known of values.
    """

    def __init__(self, places: Places) -> None:
        """Compare values of one message."""
        self.places = places

    def compare(  # noqa: PLR0911 - one return for each kind of term
        self, operator: str, left: Term, right: Term
    ) -> Verdict:
        """Return the verdict of ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""
        if operator == "!=":
            return self.compare("==", left, right).opposite()
        left, right = plain(left), plain(right)
        if isinstance(left, Constant) and not isinstance(right, Constant):
            return self.compare(mirrored(operator), right, left)
        for term in (left, right):
            if isinstance(term, Unsaid):
                return unsaid(term.reason)
        if isinstance(left, Chosen):
            then, other = (self.compare(operator, it, right) for it in (left.then, left.otherwise))
            return choice(left.test, then, other)
        if isinstance(right, Chosen):
            return self.compare(mirrored(operator), right, left)
        if isinstance(right, Constant):
            return self._with_constant(operator, left, right.value)
        return self._of_two(operator, left, right)

    def _with_constant(  # noqa: PLR0911 - one return for each kind of term
        self, operator: str, left: Term, value: Json
    ) -> Verdict:
        if not speakable(value):
            return unsaid("validators may read one of its constants in another way")
        match left:
            case Constant():
                return self._of_constants(operator, left.value, value)
            case Condition():
                if not isinstance(value, bool):
                    return NEVER
                return left.verdict if value else left.verdict.opposite()
            case Read():
                return self._read(operator, left.place, value)
            case Tally(picked) if isinstance(value, int | float) and not isinstance(value, bool):
                return self.tally(operator, picked, value)
            case Measure() if isinstance(value, int | float) and not isinstance(value, bool):
                return self._measure(operator, left, value)
            case _:
                return unsaid("it compares a list that it makes")

    def _of_constants(self, operator: str, one_: Json, other: Json) -> Verdict:
        if operator == "==":
            return ALWAYS if speakable(one_) and exactly(one_) == exactly(other) else NEVER
        numbers = (int, float)
        if kind(one_) == kind(other) == "number":
            assert isinstance(one_, numbers)  # noqa: S101 - mypy cannot see through `kind`
            assert isinstance(other, numbers)  # noqa: S101 - as above
            return ALWAYS if _ORDER[operator](one_, other) else NEVER
        return unsaid("it orders texts")

    def _read(self, operator: str, place: Place, value: Json) -> Verdict:
        if operator == "==":
            return self.equals(place, value)
        if kind(value) != "number":
            return unsaid("it orders texts")
        assert isinstance(value, int | float)  # noqa: S101 - mypy cannot see through `kind`
        held = Holds(place, bound(operator, value))
        return Verdict(held, Not(held)).under(self.places.is_(place, "number"))

    def equals(self, place: Place, *values: Json) -> Verdict:
        """Return the verdict of a value being one of some constants."""
        if values == (None,):
            held: Formula = Holds(place, Kind("null"))
        elif self._all_of(place, values):
            held = TRUE
        else:
            held = Holds(place, exactly(*values))
        return Verdict(held, negate_exactly(held)).under(self.places.there(place))

    def _all_of(self, place: Place, values: tuple[Json, ...]) -> bool:
        """Whether a boolean is asked to be true or false."""
        both_of = exactly(*values).texts == TRUTH.texts | FALSEHOOD.texts
        return both_of and self.places.promise(place).only("boolean")

    def truth(self, place: Place) -> Verdict:
        """Return the verdict of a member that is true or false itself."""
        true = Holds(place, TRUTH)
        if self.places.promise(place).only("boolean"):
            return Verdict(true, Not(true)).under(self.places.there(place))
        return Verdict(true, Holds(place, FALSEHOOD))

    # --- Numbers taken of values ------------------------------------------------------------

    def _measure(self, operator: str, measure: Measure, value: float) -> Verdict:
        limit = value - measure.plus
        if measure.what == "size":
            return self._size(operator, measure.place, limit)
        if measure.what == "rest":
            return self._rest(operator, measure, limit)
        return self.compare(operator, Read(measure.place), Constant(limit))

    def _size(self, operator: str, place: Place, limit: float) -> Verdict:
        promise = self.places.promise(place)
        sized: list[JsonType] = sorted((promise.types or _SIZED) & _SIZED)
        if promise.types is None or len(sized) != 1:
            return unsaid(f"it takes the size of {named(place)}, which may be of several types")
        values = self.places.values(place)
        if sized == ["object"] and (values is None or self._may_be_null(place)):
            return unsaid(f"it counts members of {named(place)}, those that are null aside")
        (type_,) = sized
        fine = self.places.is_(place, type_)
        tests = counted(type_, operator, limit)
        if isinstance(tests, bool):
            return (ALWAYS if tests else NEVER).under(fine)
        held = both(*(Holds(place, test) for test in tests))
        return Verdict(held, negate_exactly(held)).under(fine)

    def _may_be_null(self, place: Place) -> bool:
        return self.places.promise(place.below("*")).nullable

    def _rest(self, operator: str, measure: Measure, value: float) -> Verdict:
        if operator != "==" or value != 0:
            return unsaid("it computes the rest of a division")
        place = measure.place
        low, high = _INT64
        fine = both(
            self.places.is_(place, "number"),
            Holds(place, Bound("number", "minimum", low)),
            Holds(place, Bound("number", "maximum", high)),
        )
        held = Holds(place, Bound("number", "multipleOf", abs(measure.divisor)))
        return Verdict(held, Not(held)).under(fine)

    # --- Two values of the message ----------------------------------------------------------

    def _of_two(self, operator: str, left: Term, right: Term) -> Verdict:
        if operator == "==":
            conditions = [self.condition(term) for term in (left, right)]
            if conditions[0] is not None and conditions[1] is not None:
                return self._same(conditions[0], conditions[1])
        for one_, other, sign in ((left, right, operator), (right, left, mirrored(operator))):
            domain = self.places.domain(one_.place) if isinstance(one_, Read) else None
            if isinstance(one_, Read) and domain is not None and all(map(speakable, domain)):
                cases = [(value, self.compare(sign, Constant(value), other)) for value in domain]
                return self._by_value(one_.place, cases)
        given = [self.places.there(it.place) for it in (left, right) if isinstance(it, Read)]
        return unsaid(_why(operator, left, right)).under(both(*given))

    def condition(self, term: Term) -> Verdict | None:
        """Return the verdict of a term that is true or false for sure; None for others."""
        if isinstance(term, Condition):
            return term.verdict
        if isinstance(term, Read) and self.places.promise(term.place).only("boolean"):
            return self.truth(term.place)
        return None

    def _same(self, one_: Verdict, other: Verdict) -> Verdict:
        """Return the verdict of two conditions being equal."""
        doubts = merged(one_.all_doubts, other.all_doubts)
        same = either(both(one_.true, other.true), both(one_.false, other.false))
        apart = either(both(one_.true, other.false), both(one_.false, other.true))
        total = (
            negate_exactly(one_.true) == one_.false and negate_exactly(other.true) == other.false
        )
        if total and not doubts:
            apart = one((one_.true, other.true))
        return Verdict(smaller(same), smaller(apart), doubts, doubts)

    def _by_value(self, place: Place, cases: list[tuple[Json, Verdict]]) -> Verdict:
        parts = [
            Verdict(
                both(Holds(place, exactly(value)), verdict.true),
                both(Holds(place, exactly(value)), verdict.false),
                verdict.doubts,
                verdict.denials,
            )
            for value, verdict in cases
        ]
        return Verdict(
            smaller(either(*(part.true for part in parts))),
            smaller(either(*(part.false for part in parts))),
            merged(*(part.doubts for part in parts)),
            merged(*(part.denials for part in parts)),
        )

    # --- Membership ------------------------------------------------------------------------

    def contains(self, item: Term, whole: Term) -> Verdict:
        """Return the verdict of ``item in whole``."""
        item, whole = plain(item), plain(whole)
        if isinstance(whole, Constant) and isinstance(whole.value, list):
            whole = Listed(tuple(map(Constant, whole.value)))
        match whole:
            case Unsaid():
                return unsaid(whole.reason)
            case Listed():
                return self._among(item, whole.items)
            case Read():
                return self._in_list(item, whole.place)
            case _:
                return unsaid("it looks for a value in a list that it makes")

    def _among(self, item: Term, options: tuple[Term, ...]) -> Verdict:
        values = [it.value for it in options if isinstance(it, Constant)]
        plain_values = len(values) == len(options) and None not in values
        if isinstance(item, Read) and plain_values and all(map(speakable, values)):
            return (
                self.equals(item.place, *values)
                if values
                else NEVER.under(self.places.there(item.place))
            )
        verdicts = [self.compare("==", item, option) for option in options]
        fine = both(*(verdict.fine for verdict in verdicts))
        return disjunction(verdicts).under(fine, merged(*(it.all_doubts for it in verdicts)))

    def _in_list(self, item: Term, place: Place) -> Verdict:
        if self.places.promise(place).may_be("object"):
            return self._in_any(item, place)
        fine = self.places.is_(place, "array")
        if isinstance(item, Constant):
            found = self._holding(item, place)
            return found if found.doubts else found.under(fine)
        domain = self.places.domain(item.place) if isinstance(item, Read) else None
        if isinstance(item, Read) and domain is not None:
            cases = [(value, self._in_list(Constant(value), place)) for value in domain]
            return self._by_value(item.place, cases).under(fine)
        return unsaid(f"it looks for a value of the message in {named(place)}")

    def _holding(self, item: Constant, place: Place) -> Verdict:
        """Return the verdict of a list, which a value is, having an item."""
        root = self.places.add(self.places.items(place))
        found = self.compare("==", Read(Place(root)), item)
        if found.doubts or found.true in (TRUE, FALSE):
            return unsaid(*found.doubts[:1] or ("it looks for a value that is never there",))
        held = Holds(place, Count(root, found.true, 1, None))
        return Verdict(held, Not(held))

    def _in_any(self, item: Term, place: Place) -> Verdict:
        """Return the verdict of a constant being an item of a list, or a key of an object."""
        if not isinstance(item, Constant) or not isinstance(item.value, str):
            return unsaid(f"it looks for a value in {named(place)}, which may be a list or a map")
        given = Given(place.below(item.value))
        as_list = self._holding(item, place).under(self.places.is_(place, "array"))
        as_map = Verdict(given, Not(given)).under(Holds(place, Kind("object")))
        return Verdict(
            either(as_list.true, as_map.true),
            either(as_list.false, as_map.false),
            as_list.doubts,
            as_list.denials,
        )

    def tally(self, operator: str, picked: Picked, value: float) -> Verdict:
        """Return the verdict of comparing the number of items that were picked."""
        taken, tests = picked.taken, counted("array", operator, value)
        if taken.all_doubts:
            return unsaid(*taken.all_doubts[:1])
        if isinstance(tests, bool):
            verdict = ALWAYS if tests else NEVER
        else:
            limits = {it.keyword: int(it.value) for it in tests if isinstance(it, Bound)}
            least, most = limits.get("minItems", 0), limits.get("maxItems")
            try:
                held = count_items(picked.place, picked.root, taken.true, least, most)
            except MixedError:
                return unsaid("it counts items by the rest of the message")
            verdict = Verdict(held, negate_exactly(held))
        return verdict.under(picked.fine)


_SIZED: Final[frozenset[JsonType]] = frozenset({"array", "string", "object"})


def _why(operator: str, left: Term, right: Term) -> str:
    verb = "orders" if operator in NUMBERS else "compares"
    match left, right:
        case Read(), Read():
            if left.place.root or right.place.root:
                return f"it {verb} items with other values"
            return f"it {verb} {named(left.place)} and {named(right.place)}"
        case Measure(what="size"), Measure(what="size"):
            return f"it {verb} the sizes of {named(left.place)} and {named(right.place)}"
        case _:
            return f"it {verb} values of the message with each other"
