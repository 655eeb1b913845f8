"""Whether two schemas say the same, word for word but for order, annotations and references."""

import json
from collections.abc import Callable
from typing import Any, Final

from tallystick.ir.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.solve.document import At
from tallystick.solve.encoding.vocabulary import VOCABULARY
from tallystick.solve.needs import equal
from tallystick.text import Json

SAID: Final = frozenset(VOCABULARY) | {"then", "else", "minContains", "maxContains"}
"""The keywords that refuse something."""
_UNIONS: Final = frozenset({"allOf", "anyOf", "oneOf"})
_SETS: Final = frozenset({"type", "required", "enum"})
Target = Callable[[At], At | None]
"""Returns what a schema refers to."""


class Sameness:
    """Compares schemas of a left and a right document; remembers the equal ones."""

    def __init__(self, left: Target, right: Target) -> None:
        """Compare schemas of two documents.

        Args:
            left: References of the left.
            right: References of the right.
        """
        self._left, self._right = left, right
        self._known: dict[tuple[int, int], bool] = {}
        self._kept: list[At] = []

    def __call__(self, left: At, right: At) -> bool:
        """Whether two schemas say the same."""
        key = (id(left.value), id(right.value))
        if key not in self._known:
            self._kept += (left, right)  # an id is one's own only while it lives
            assumed: dict[tuple[int, int], tuple[At, At]] = {}
            result = self._same(left, right, assumed)
            # In a circle schemas are the same when nothing on it tells them apart.
            found = assumed if result else ()
            self._known.update(dict.fromkeys(found, True))
            self._known[key] = result
            self._kept += [at for pair in assumed.values() for at in pair]
        return self._known[key]

    def besides(self, left: At, right: At, keyword: str) -> bool:
        """Whether two schemas say the same but for one keyword."""
        names = _said(left) - {keyword}
        return names == _said(right) - {keyword} and all(
            self._keyword(name, left, right, {}) for name in names
        )

    def _same(self, left: At, right: At, assumed: dict[tuple[int, int], tuple[At, At]]) -> bool:
        left, right = _followed(left, self._left), _followed(right, self._right)
        if not isinstance(left.value, dict) or not isinstance(right.value, dict):
            return _plain(left.value) == _plain(right.value)
        key = (id(left.value), id(right.value))
        if key in assumed:
            return True
        known = self._known.get(key)
        if known is not None:
            return known
        assumed[key] = (left, right)
        names = _said(left)
        return names == _said(right) and all(
            self._keyword(name, left, right, assumed) for name in names
        )

    def _keyword(
        self, name: str, left: At, right: At, assumed: dict[tuple[int, int], tuple[At, At]]
    ) -> bool:
        one, other = left.keywords[name], right.keywords[name]
        if name == "$ref":
            below, below_too = self._left(left), self._right(right)
            if below is not None and below_too is not None:
                return self._same(below, below_too, assumed)
            return False
        if name in SCHEMA:
            return self._same(left.child(name), right.child(name), assumed)
        if name in SCHEMA_LIST:
            return len(one) == len(other) and all(
                self._same(left.child(name, index), right.child(name, index), assumed)
                for index in range(len(one))
            )
        if name in SCHEMA_MAP:
            return one.keys() == other.keys() and all(
                self._same(left.child(name, key), right.child(name, key), assumed) for key in one
            )
        return _equal(name, one, other)


def _plain(value: Json) -> Json:
    """Return what a schema comes to that says nothing but yes or no; None for any other."""
    if isinstance(value, bool):
        return value
    return True if isinstance(value, dict) and SAID.isdisjoint(value) else None


def _said(at: At) -> frozenset[str]:
    return SAID & at.keywords.keys()


def _followed(at: At, target: Target) -> At:
    """Follow references, and unions of one branch, that stand alone."""
    for _ in range(64):
        said = _said(at)
        below = target(at) if said == {"$ref"} else None
        for keyword in said & _UNIONS if len(said) == 1 else ():
            below = at.child(keyword, 0) if len(at.keywords[keyword]) == 1 else None
        if below is None:
            break
        at = below
    return at


def _equal(name: str, one: Any, other: Any) -> bool:
    """Whether a keyword without schemas says the same with both values."""
    if name in _SETS:
        return _normal(name, one) == _normal(name, other)
    # What "$dynamicRef" refers to depends on how one came here.
    return name != "$dynamicRef" and equal(one, other)


def _normal(name: str, value: Any) -> frozenset[str]:
    listed = value if isinstance(value, list) else [value]
    found = {json.dumps(canonical(item), sort_keys=True) for item in listed}
    if name == "type" and '"number"' in found:
        found.discard('"integer"')
    return frozenset(found)


def canonical(value: Json) -> Json:
    """Return a value with its whole numbers as integers: 1.0 and 1 are equal."""
    match value:
        case float():
            return int(value) if value.is_integer() else value
        case list():
            return [canonical(item) for item in value]
        case dict():
            return {name: canonical(item) for name, item in value.items()}
        case _:
            return value
