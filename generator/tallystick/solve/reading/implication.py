"""One pair of schemas: whether the right follows from the left, keyword by keyword."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from tallystick.ir.keywords import KIND
from tallystick.solve.document import At
from tallystick.solve.reading import implied_parts, implied_values
from tallystick.solve.reading.conjunction import Conjunction
from tallystick.solve.reading.disjointness import disjoint
from tallystick.solve.reading.sameness import SAID, Sameness

_SPLITS: Final = 3
"""Unions, kinds and listed values that are taken apart, one within the other."""
_BRANCHES: Final = 64
_DEPTH: Final = 16
"""Branches within branches of the right."""
_EVALUATES: Final = {
    "unevaluatedItems": "items",
    "unevaluatedProperties": "additionalProperties",
}
"""The keyword beside which another says nothing."""
_WITH_RULES: Final = frozenset(
    {"properties", "patternProperties", "additionalProperties", "items", "prefixItems"}
)
"""Keywords below which rules are judged."""
_ALTERNATIVES: Final = frozenset({"anyOf", "oneOf", "if", "not"})


class Pairs(Protocol):
    """What a question leans on."""

    same: Sameness

    def to_right(self, at: At) -> At | None:
        """Return what a schema of the right refers to."""
        ...

    def part(self, left: tuple[At, ...], right: At, *, rules: bool) -> bool:
        """Return whether a part of the value is contained."""
        ...

    def turned(self, right: At, left: At) -> bool:
        """Return whether a schema of the left contains one of the right, rules aside."""
        ...

    def kept(self, left: Conjunction, right: At) -> bool:
        """Return whether the rules at a schema of the right hold on the left."""
        ...

    def bears(self, right: At) -> bool:
        """Return whether a schema of the right has rules at or below it."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a schema follows from a conjunction.

    Attributes:
        pairs: What is known of the parts.
        left: The conjunction.
        right: The schema.
        rules: The rules below the schema count.
        splits: Times that the left may still be taken apart.
        depth: Branches that may still be entered.
    """

    pairs: Pairs
    left: Conjunction
    right: At
    rules: bool
    splits: int = _SPLITS
    depth: int = _DEPTH

    def certain(self) -> bool:
        """Whether it follows for certain."""
        if self.left.is_false or self.right.value is True:
            return True
        if self.right.value is False or not self.depth:
            return False
        if not self._ruled(self.right) and self._said(self.right):
            return True
        whole = Conjunction((self.right,), self.pairs.to_right)
        if not whole.says_false and all(map(self._part, whole.parts)):
            return True
        options = list(self._narrowed(whole)) if self.splits else []
        return bool(options) and all(
            replace(self, left=option, splits=self.splits - 1).certain() for option in options
        )

    def _ruled(self, at: At) -> bool:
        return self.rules and self.pairs.bears(at)

    def _said(self, at: At) -> bool:
        """Whether the left says just that."""
        return any(self.pairs.same(other, at) for other in self.left.schemas)

    def _part(self, part: At) -> bool:
        """Return whether one of the schemas that apply in place follows."""
        if self.rules and not self.pairs.kept(self.left, part):
            return False
        names = SAID & part.keywords.keys()
        if all(self._keyword(name, part) for name in names):
            return True
        if self._ruled(part):
            return False
        return any(self.pairs.same(other, part) for other in self.left.parts)

    def _keyword(self, name: str, part: At) -> bool:
        kinds = implied_values.OF_KIND.get(KIND.get(name, ""))
        if kinds is not None and not kinds & self.left.kinds:
            return True
        value = part.keywords[name]
        if name in implied_values.IMPLIED:
            return self._value(name, value)
        if name in implied_parts.IMPLIED:
            rules = self.rules and name in _WITH_RULES

            def lean(left: tuple[At, ...], right: At) -> bool:
                return self.pairs.part(left, right, rules=rules)

            return implied_parts.IMPLIED[name](self.left, part, lean)
        other = _IN_PLACE.get(name)
        return other is not None and other(self, part)

    def _value(self, name: str, value: Any) -> bool:
        values = self.left.values
        if values is not None and all(implied_values.accepts(name, value, it) for it in values):
            return True
        return implied_values.IMPLIED[name](self.left, name, value)

    # --- The left taken apart ---------------------------------------------------------------

    def _narrowed(self, whole: Conjunction) -> Iterator[Conjunction]:
        """Yield conjunctions of which one holds whenever the left does."""
        left = self.left
        if left.unions:
            at, keyword = left.unions[0]
            branches = [at.child(keyword, index) for index in range(len(at.keywords[keyword]))]
            done = left.done | {(id(at.value), keyword)}
            if len(branches) <= _BRANCHES:
                for branch in branches:
                    yield replace(left, schemas=(*left.schemas, branch), done=done)
            return
        if not any(whole.having(keyword) for keyword in _ALTERNATIVES):
            return
        if len(left.kinds) > 1:
            for kind in sorted(left.kinds):
                yield replace(left, only=frozenset((kind,)))
        elif left.values is not None and 1 < len(left.values) <= _BRANCHES:
            for value in left.values:
                yield replace(left, among=(value,))

    # --- Keywords that combine schemas in place ---------------------------------------------

    def _follows(self, right: At, *, rules: bool) -> bool:
        inner = replace(self, right=right, rules=self.rules and rules, depth=self.depth - 1)
        return inner.certain()

    def _apart(self, right: At) -> bool:
        return disjoint(self.left, Conjunction((right,), self.pairs.to_right))

    def any_of(self, part: At) -> bool:
        """``anyOf``: rules count in every branch that accepts."""
        branches = [part.child("anyOf", index) for index in range(len(part.keywords["anyOf"]))]
        ruled = [it for it in branches if self._ruled(it) and not self._apart(it)]
        if ruled:
            return all(self._follows(branch, rules=True) for branch in ruled)
        return any(self._follows(it, rules=False) for it in branches if not self._ruled(it))

    def one_of(self, part: At) -> bool:
        """``oneOf``: one branch follows, the others exclude the left."""
        branches = [part.child("oneOf", index) for index in range(len(part.keywords["oneOf"]))]
        near = [branch for branch in branches if not self._apart(branch)]
        return len(near) == 1 and self._follows(near[0], rules=True)

    def not_(self, part: At) -> bool:
        """``not``."""
        inner = part.child("not")
        return self._apart(inner) or any(
            self.pairs.turned(inner, at.child("not")) for at, _ in self.left.having("not")
        )

    def conditional(self, part: At) -> bool:
        """``if``."""
        test = part.child("if")
        ways = {"then": not self._apart(test), "else": not self._follows(test, rules=False)}
        return all(
            self._follows(part.child(keyword), rules=False)
            for keyword, open_ in ways.items()
            if open_ and keyword in part.keywords
        )

    def dependent_schemas(self, part: At) -> bool:
        """``dependentSchemas``."""
        return all(
            any(at.value is False for at in self.left.member(name))
            or self._follows(part.child("dependentSchemas", name), rules=False)
            for name in part.keywords["dependentSchemas"]
        )

    def contains(self, part: At) -> bool:
        """``contains``: more of less is asked for."""
        least, most = _counts(part)
        if not least and most is None:
            return True
        inner = part.child("contains")
        for other, _ in self.left.having("contains"):
            least_too, most_too = _counts(other)
            own = other.child("contains")
            if least_too >= least and (not least or self._lean(own, inner)):
                if most is None:
                    return True
                if most_too is not None and most_too <= most and self.pairs.turned(inner, own):
                    return True
        return False

    def nothing(self, part: At) -> bool:
        """Return that a keyword says nothing itself, or that another reads it."""
        del part
        return True

    def unevaluated_items(self, part: At) -> bool:
        """``unevaluatedItems``."""
        return self._unevaluated(part, "unevaluatedItems")

    def unevaluated_properties(self, part: At) -> bool:
        """``unevaluatedProperties``."""
        return self._unevaluated(part, "unevaluatedProperties")

    def _unevaluated(self, part: At, keyword: str) -> bool:
        """Whether the left says more of the same parts: those that nothing else looks at."""
        inner = part.child(keyword)
        if inner.value is True or _EVALUATES[keyword] in part.keywords:
            return True
        return any(
            self.pairs.same.besides(other, part, keyword)
            and self._lean(other.child(keyword), inner)
            for other, _ in self.left.having(keyword)
        )

    def _lean(self, left: At, right: At) -> bool:
        return self.pairs.part((left,), right, rules=False)


def _counts(at: At) -> tuple[int, int | None]:
    """Return how many items ``contains`` asks for, and how many it allows."""
    schema = at.keywords
    return int(schema.get("minContains", 1)), schema.get("maxContains")


_IN_PLACE: Final[dict[str, Callable[[Question, At], bool]]] = {
    "$ref": Question.nothing,
    "allOf": Question.nothing,
    "then": Question.nothing,
    "else": Question.nothing,
    "minContains": Question.nothing,
    "maxContains": Question.nothing,
    "anyOf": Question.any_of,
    "oneOf": Question.one_of,
    "not": Question.not_,
    "if": Question.conditional,
    "dependentSchemas": Question.dependent_schemas,
    "contains": Question.contains,
    "unevaluatedProperties": Question.unevaluated_properties,
    "unevaluatedItems": Question.unevaluated_items,
}
