"""Keywords about members and items that follow from what other schemas say of them."""

from collections.abc import Callable
from typing import Any, Final

from tallystick.diagnostics import Span
from tallystick.solve.document import At
from tallystick.solve.encoding.names import languages
from tallystick.solve.reading.conjunction import Conjunction, of_member, rest_of
from tallystick.solve.strings.automaton import includes
from tallystick.solve.strings.language import contains

Lean = Callable[[tuple[At, ...], At], bool]
"""Whether schemas of the left are together contained in one of the right."""
Implied = Callable[[Conjunction, At, Lean], bool]
"""Whether what a schema says by a keyword follows from a conjunction."""

_NAME: Final = At({"type": "string"}, Span(""))
"""What is known of every name."""


def required(left: Conjunction, right: At, lean: Lean) -> bool:
    """``required``."""
    del lean
    return left.required.issuperset(right.keywords["required"])


def dependent_required(left: Conjunction, right: At, lean: Lean) -> bool:
    """``dependentRequired``."""
    del lean
    return all(
        other in left.required or _depends(left, name, other) or _never_there(left, name)
        for name, others in right.keywords["dependentRequired"].items()
        for other in others
    )


def _depends(left: Conjunction, name: str, other: str) -> bool:
    return any(other in said.get(name, ()) for _, said in left.having("dependentRequired"))


def _never_there(left: Conjunction, name: str) -> bool:
    return any(at.value is False for at in left.member(name))


def properties(left: Conjunction, right: At, lean: Lean) -> bool:
    """``properties``."""
    return all(
        lean(left.member(name), right.child("properties", name))
        for name in right.keywords["properties"]
    )


def pattern_properties(left: Conjunction, right: At, lean: Lean) -> bool:
    """``patternProperties``."""
    return all(
        _pattern(left, right.child("patternProperties", pattern), pattern, term, lean)
        for pattern, term in languages(right.keywords).items()
    )


def _pattern(left: Conjunction, inner: At, pattern: str, term: Any, lean: Lean) -> bool:
    if inner.value is True:
        return True
    twins = [
        at.child("patternProperties", own)
        for at, _ in left.having("patternProperties")
        for own, language in languages(at.keywords).items()
        if own == pattern
        or (term is not None and language is not None and includes(language, term))
    ]
    if twins and lean(tuple(twins), inner):
        return True
    named = (name for name in left.names if term is None or contains(term, name))
    return all(lean(left.member(name), inner) for name in named) and _rest(
        left, inner, frozenset(), lean
    )


def additional(left: Conjunction, right: At, lean: Lean) -> bool:
    """``additionalProperties``."""
    inner = right.child("additionalProperties")
    if inner.value is True:
        return True
    aside = frozenset(right.keywords.get("patternProperties", ()))
    named = (name for name in left.names if _applies(right, inner, name))
    return all(lean(left.member(name), inner) for name in named) and _rest(left, inner, aside, lean)


def _applies(right: At, inner: At, name: str) -> bool:
    """Whether ``additionalProperties`` may apply to a member."""
    if None in languages(right.keywords).values():
        return name not in right.keywords.get("properties", {})
    return any(at.span == inner.span for at in of_member(right, name))


def _rest(left: Conjunction, inner: At, aside: frozenset[str], lean: Lean) -> bool:
    """Whether the members that nobody names fit."""
    options = (rest_of(at, aside) for at in left.parts)
    return any(
        option is not None and all(lean((at,), inner) for at in option) for option in options
    )


def property_names(left: Conjunction, right: At, lean: Lean) -> bool:
    """``propertyNames``."""
    said = (at.child("propertyNames") for at, _ in left.having("propertyNames"))
    return lean((*said, _NAME), right.child("propertyNames"))


def items(left: Conjunction, right: At, lean: Lean) -> bool:
    """``items``."""
    inner = right.child("items")
    own = len(right.keywords.get("prefixItems", ()))
    most = left.most("maxItems")
    last = max(own, left.prefix)
    named = range(own, last if most is None else min(last, most))
    if not all(lean(left.item(index), inner) for index in named):
        return False
    return (most is not None and most <= last) or lean(left.item(last), inner)


def prefix_items(left: Conjunction, right: At, lean: Lean) -> bool:
    """``prefixItems``."""
    most = left.most("maxItems")
    count = len(right.keywords["prefixItems"])
    reached = count if most is None else min(count, most)
    return all(
        lean(left.item(index), right.child("prefixItems", index)) for index in range(reached)
    )


def unique(left: Conjunction, right: At, lean: Lean) -> bool:
    """``uniqueItems``."""
    del lean
    if right.keywords["uniqueItems"] is not True:
        return True
    most = left.most("maxItems")
    said = any(value is True for _, value in left.having("uniqueItems"))
    return said or (most is not None and most <= 1)


IMPLIED: Final[dict[str, Implied]] = {
    "required": required,
    "dependentRequired": dependent_required,
    "properties": properties,
    "patternProperties": pattern_properties,
    "additionalProperties": additional,
    "propertyNames": property_names,
    "items": items,
    "prefixItems": prefix_items,
    "uniqueItems": unique,
}
"""Keywords that look at members and items."""
