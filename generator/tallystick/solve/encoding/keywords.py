"""Keywords that look at a value alone: its type, number, string, or count."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from tallystick.solve.encoding.equality import equal_json, exact, rational
from tallystick.solve.encoding.node import Kind, Node
from tallystick.solve.encoding.schema import Edge, Part, Reading
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import Arith, as_reals, equals
from tallystick.solve.strings import formats
from tallystick.solve.strings.pattern import UnsupportedPatternError, search

TYPES: Final[dict[str, tuple[Kind, ...]]] = {
    "null": ("null",),
    "boolean": ("boolean",),
    "integer": ("integer",),
    "number": ("integer", "fraction"),
    "string": ("string",),
    "array": ("array",),
    "object": ("object",),
}


def type_(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``type``."""
    listed = schema["type"]
    names = listed if isinstance(listed, list) else [listed]
    kinds = dict.fromkeys(kind for name in names for kind in TYPES[name])
    yield Part("type", reading.node.is_(*kinds))


def enum(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``enum``."""
    yield Part("enum", disj([equal_json(reading.node, value) for value in schema["enum"]]))


def const(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``const``."""
    yield Part("const", equal_json(reading.node, schema["const"]))


def range_(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``minimum``, ``maximum`` and the exclusive ones."""
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if keyword in schema:
            yield _range(reading.node, keyword, exact(schema[keyword]))


def _range(node: Node, keyword: str, bound: Fraction) -> Part:
    up = keyword.lower().endswith("maximum")
    strict = keyword.startswith("exclusive")
    is_integer = node.is_("integer")
    last = -(-bound // 1) if not up else bound // 1
    if strict and last == bound:
        last += -1 if up else 1
    whole = node.whole <= last if up else node.whole >= last
    limit = rational(bound, node.world.terms)
    node.world.products.bounded(node.whole, Fraction(last))
    node.world.products.bounded(node.fraction, bound)
    if strict:
        fraction = node.fraction < limit if up else node.fraction > limit
    else:
        fraction = node.fraction <= limit if up else node.fraction >= limit
    edge = Edge(node.whole, int(last), 1 if up else -1, is_integer)
    formula = conj((implies(is_integer, whole), implies(node.is_("fraction"), fraction)))
    return Part(keyword, formula, edges=(edge,))


def multiple_of(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``multipleOf``; exact on decimals, as written."""
    node, step = reading.node, exact(schema["multipleOf"])
    yield Part(
        "multipleOf", node.world.once(("multipleOf", node.id, step), lambda: _multiple(node, step))
    )


def _multiple(node: Node, step: Fraction) -> Formula:
    """Return whether a value is a multiple of p/q, in lowest terms.

    An integer is one if it is one of p. Of a fraction, q times must be one. How many q-ths it has
    beyond the integer below is an integer of few values, so that z3 does not search for ever.
    """
    world, (p, q) = node.world, step.as_integer_ratio()
    whole: Formula = p == 1 or equals(node.whole % p, 0)
    fraction: Formula = False
    if q > 1:
        below, part = world.fractions[node.fraction.id]
        parts, scaled = world.whole(), part * q
        world.assume(conj((parts >= 0, parts < q)))
        world.assume(conj((as_reals(parts) <= scaled, scaled < as_reals(parts) + 1)))
        fraction = equals(scaled, as_reals(parts))
        if p > 1:
            fraction = conj((fraction, equals((below * q + parts) % p, 0)))
    return conj((implies(node.is_("integer"), whole), implies(node.is_("fraction"), fraction)))


def counted(
    keyword: str, kind: Kind, measure: Callable[[Node], Arith | int]
) -> Callable[[Reading, dict[str, Any]], Iterator[Part]]:
    """Return the reading of a keyword that bounds a count."""
    up = keyword.startswith("max")

    def read(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
        limit = int(schema[keyword])
        node = reading.node
        count, is_kind = measure(node), node.is_(kind)
        within = count <= limit if up else count >= limit
        if isinstance(count, int):
            yield Part(keyword, implies(is_kind, within))
            return
        if kind == "array":
            reading.world.note_size(node.pointer, limit, limit + up)
        edge = Edge(count, limit, 1 if up else -1, is_kind)
        yield Part(keyword, implies(is_kind, within), edges=(edge,))

    return read


def pattern(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``pattern``."""
    node = reading.node
    try:
        held = node.world.words.within(node.code, search(schema["pattern"]))
    except UnsupportedPatternError:
        held = node.world.opaque("pattern", (schema["pattern"], node.id))
    yield Part("pattern", implies(node.is_("string"), held))


def format_(reading: Reading, schema: dict[str, Any]) -> Iterator[Part]:
    """``format``, asserted as validators that assert it agree to."""
    node = reading.node
    languages = formats.language(schema["format"])
    if languages is None:
        return
    yield Part("format", implies(node.is_("string"), _format(node, schema["format"], languages)))


def _format(node: Node, name: str, languages: formats.Format) -> Formula:
    """Return whether a string has a format: one literal for each format and node."""
    world = node.world
    inner = world.words.within(node.code, languages.inner)
    if languages.exact or isinstance(inner, bool):
        return inner
    known = node.formats.get(name)
    if known is None:
        outer = world.words.within(node.code, languages.outer)
        known = node.formats[name] = world.truth()
        limit = world.limit("formats")
        world.assume(implies(inner, known))
        world.assume(implies(known, outer))
        world.assume(implies(conj((limit, known)), inner))
        world.assume(implies(conj((limit, neg(known))), neg(outer)))
    return known


def string_length(node: Node) -> "Arith | int":
    """Return the length of the string that a value is, in code points."""
    return node.world.words.size(node.code)


def array_length(node: Node) -> Arith:
    """Return the number of items of the array that a value is."""
    return node.length
