"""One conjunction of schemas -> its type."""

from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir import codes
from tallystick.ir.arrays import build_array
from tallystick.ir.enumerations import build_enumeration, is_growing_list
from tallystick.ir.facts import Facts, Node, implied_kind, kinds_of
from tallystick.ir.keywords import KIND, KINDS, NUMBER_FORMATS, STRING_FORMATS
from tallystick.ir.records import build_object
from tallystick.ir.scalars import build_null, build_scalar
from tallystick.ir.schemas import Schemas
from tallystick.ir.types import Anything, Nothing, Type, TypeId, Union
from tallystick.ir.unions import build_union

_KINDS: Final = frozenset(KINDS)
_NUMBERS: Final = frozenset({"number", "integer"})


def build(schemas: Schemas, node: Node, facts: Facts) -> Type | Node:
    """Make the type of a conjunction; whatever its shape cannot say is in its residue."""
    if facts.never:
        return Nothing(**schemas.head(node, facts))
    kinds = _kinds(schemas, node, facts)
    if "enum" in facts.left or "const" in facts.left or is_growing_list(facts):
        return build_enumeration(schemas, node, facts, kinds)
    union = None
    if "oneOf" in facts.left or "anyOf" in facts.left:
        union = build_union(schemas, node, facts, kinds)
    if union is not None:
        return union
    return _untyped(schemas, node, facts) if kinds is None else _typed(schemas, node, facts, kinds)


def _typed(schemas: Schemas, node: Node, facts: Facts, kinds: list[str]) -> Type:
    """Make the type of a schema that says which kinds it accepts."""
    if not kinds:
        _contradiction(schemas, node, facts)
        return Nothing(**schemas.head(node, facts))
    solid = [kind for kind in kinds if kind != "null"]
    if not solid:
        return build_null(schemas, node, facts)
    if len(solid) > 1:
        return _several(schemas, node, facts, solid)
    return build_kind(schemas, node, facts, solid[0])


def build_kind(schemas: Schemas, node: Node, facts: Facts, kind: str) -> Type:
    """Make the type of values of one kind, null aside."""
    if node.only is None:
        _report_idle(schemas, facts, kind)
    match kind:
        case "object":
            return build_object(schemas, node, facts)
        case "array":
            return build_array(schemas, node, facts)
        case _:
            return build_scalar(schemas, node, facts, kind)


def _kinds(schemas: Schemas, node: Node, facts: Facts) -> list[str] | None:
    """Return the kinds that every part allows; None when no part names any."""
    facts.left.discard("type")
    if node.only is not None:
        return [node.only]
    if len(facts.parts) == 1:
        named_alone = facts.parts[0].value.get("type")
        if isinstance(named_alone, str) and named_alone in _KINDS:
            return [named_alone]
    kinds: list[str] | None = None
    for part in facts.parts:
        named = kinds_of(part.value)
        if named is None:
            continue
        place = part.site.span.child("type")
        if _report_unknown(schemas, part.value.get("type"), place) and not named:
            continue
        kinds = list(dict.fromkeys(named)) if kinds is None else _meet(kinds, named)
    if kinds is not None and "number" in kinds and "integer" in kinds:
        kinds.remove("integer")
    return kinds


def _meet(left: list[str], right: tuple[str, ...]) -> list[str]:
    """Intersect; an integer is a number."""
    found = [kind for kind in left if kind in right]
    numbers = _NUMBERS & set(left), _NUMBERS & set(right)
    if "integer" not in found and all(numbers) and numbers[0] != numbers[1]:
        found.append("integer")
    return found


def _report_unknown(schemas: Schemas, named: object, span: Span) -> bool:
    """Report what is no type; whether there was anything to report."""
    found = False
    listed = named if isinstance(named, list) else [named]
    for kind in listed:
        if not isinstance(kind, str) or kind not in KINDS:
            found = True
            schemas.reader.report(
                codes.UNKNOWN_TYPE,
                f"`{kind}` is not a type of JSON Schema",
                span,
                help="use string, number, integer, boolean, array, object or null",
            )
    return found


def _report_idle(schemas: Schemas, facts: Facts, kind: str) -> None:
    """Report keywords that look at another kind of value than the type allows."""
    for keyword in sorted(facts.left & KIND.keys()):
        looks_at = KIND[keyword]
        if looks_at == kind or (looks_at == "number" and kind in _NUMBERS):
            continue
        for site in facts.sites(keyword):
            schemas.reader.report(
                codes.KEYWORD_WITHOUT_EFFECT,
                f"`{keyword}` has no effect on values of type {kind}",
                site.span,
                help=f"remove `{keyword}` or correct `type`",
            )


def _contradiction(schemas: Schemas, node: Node, facts: Facts) -> None:
    schemas.reader.report(
        codes.NEVER_VALID,
        f"no value satisfies {facts.places('type')} at once: they demand different types",
        node.sites[0].span,
        help="correct one of the `type` keywords",
    )


def _untyped(schemas: Schemas, node: Node, facts: Facts) -> Type:
    """Make the type of a schema without ``type``."""
    kind = implied_kind(facts)
    if kind is None and not facts.left & KIND.keys():
        kind = _kind_of_format(facts)
    if kind is None:
        return Anything(**schemas.head(node, facts))
    return build_kind(schemas, node, facts, kind)


def _kind_of_format(facts: Facts) -> str | None:
    for site in facts.sites("format"):
        if isinstance(site.value, str):
            if site.value in STRING_FORMATS:
                return "string"
            return NUMBER_FORMATS.get(site.value)
    return None


def _several(schemas: Schemas, node: Node, facts: Facts, kinds: list[str]) -> Type:
    """Make the union that a ``type`` array is."""
    variants = []
    for kind in kinds:
        id_ = f"{node.id}/type/{kind}"
        words = (*node.words, kind)
        schemas.push(Node(id_, node.sites, words, only=kind, skip=node.skip))
        variants.append(TypeId(id_))
    expressed = {keyword for keyword in facts.left if KIND.get(keyword) in _looks(kinds)}
    facts.left -= expressed | {"format"}
    return Union(variants=tuple(variants), exclusive=False, **schemas.head(node, facts))


def _looks(kinds: list[str]) -> set[str]:
    return {"number" if kind == "integer" else kind for kind in kinds}
