"""anyOf and oneOf: unions of types, nullable wrappers, enumerations by const, conditions."""

from typing import Final

from tallystick.ir.discriminators import read_discriminator
from tallystick.ir.docs import read_doc
from tallystick.ir.enumerations import common_kind, is_open, kind_of_value
from tallystick.ir.facts import (
    Facts,
    Node,
    annotations_only,
    gather,
    implied_kind,
    key_of,
    kinds_of,
    same,
)
from tallystick.ir.scalars import build_null
from tallystick.ir.schemas import Schemas, is_null
from tallystick.ir.site import Site
from tallystick.ir.types import Enumeration, EnumMember, Type, TypeId, Union
from tallystick.ir.words import words
from tallystick.text import Json, Words

_BESIDE: Final = frozenset({"oneOf", "anyOf", "discriminator", "x-extensible-enum"})
_CONDITIONS: Final = frozenset(
    {
        "required",
        "not",
        "if",
        "then",
        "else",
        "dependentRequired",
        "dependentSchemas",
        "minProperties",
        "maxProperties",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "contains",
        "minContains",
        "maxContains",
    },
)
"""Keywords that narrow a shape without being one."""
_LONGEST_TITLE: Final = 5
_MOST_NESTED: Final = 8
"""Unions within unions that are still told apart by what stands beside them."""


def build_union(
    schemas: Schemas,
    node: Node,
    facts: Facts,
    kinds: list[str] | None,
) -> Type | Node | None:
    """Make a union; None when the branches are conditions on a shape that stands beside them."""
    keyword = "oneOf" if "oneOf" in facts.left else "anyOf"
    site = facts.sites(keyword)[0]
    if not isinstance(site.value, list) or not site.value:
        schemas.reader.unusable(site, "a list of at least one schema")
        return None
    branches = _choosable([branch for branch in site.items() if not is_null(branch.value)])
    beside = facts.left - _BESIDE
    if _conditions(schemas, facts, kinds, branches):
        return None
    _take_one(facts, keyword, site)
    if not branches:
        return build_null(schemas, node, facts)
    choices = _choices(branches, exclusive=keyword == "oneOf") if not beside else None
    if choices is not None:
        return _enumeration(schemas, node, facts, choices)
    if len(branches) == 1 and (beside or schemas.settle(branches[0]) is branches[0]):
        again = (*node.extra, branches[0])
        return node._replace(extra=again, skip=node.skip | {site.id})
    needs_base = bool(beside) or (kinds is not None and _untyped(schemas, branches))
    variants = _variants(schemas, node, branches, site if needs_base else None)
    discriminator = read_discriminator(schemas, facts, branches, variants)
    facts.left -= beside
    return Union(
        variants=variants,
        exclusive=keyword == "oneOf",
        discriminator=discriminator,
        **schemas.head(node, facts),
    )


def _choosable(branches: list[Site]) -> list[Site]:
    """Leave ``false`` out, which no value chooses, unless there is nothing else."""
    return [branch for branch in branches if branch.value is not False] or branches


def _take_one(facts: Facts, keyword: str, site: Site) -> None:
    """Take the first part's keyword; the others' stay in the residue."""
    for other in facts.take(keyword):
        if other != site and not same(other.value, site.value):
            facts.keep(other)


def _variants(
    schemas: Schemas,
    node: Node,
    branches: list[Site],
    beside: Site | None,
) -> tuple[TypeId, ...]:
    """Return the ids of the variants, each together with what stands beside the keyword."""
    found: list[TypeId] = []
    for index, branch in enumerate(branches, start=1):
        hint = (*node.words, *variant_words(branch.value, index))
        if beside is None or len(node.skip) >= _MOST_NESTED or not schemas.may_join():
            found.append(schemas.use(branch, hint))
            continue
        whole = branch.pointer.startswith(node.sites[0].pointer + "/")
        id_ = branch.id if whole and len(node.sites) == 1 else f"{node.id} & {branch.id}"
        skip = node.skip | {beside.id} | schemas.rule_lists(node.id)
        variant = Node(id_, (branch, *node.sites), hint, extra=node.extra, skip=skip)
        schemas.push(variant)
        found.append(TypeId(id_))
    return tuple(dict.fromkeys(found))


def variant_words(value: Json, index: int) -> Words:
    """Name an inline variant: by a short title, its kind, or its number.

    Args:
        value: Its schema.
        index: Its number, from 1, among those that are neither null nor false.
    """
    if isinstance(value, dict):
        title = value.get("title")
        if isinstance(title, str) and title and len(words(title)) <= _LONGEST_TITLE:
            return words(title)
        kind = value.get("type")
        if isinstance(kind, str) and kind != "object":
            return (kind,)
    return ("variant", str(index))


def _untyped(schemas: Schemas, branches: list[Site]) -> bool:
    """Whether a branch leaves its type to the schema around it."""
    for branch in branches:
        facts = gather(schemas.reader.muted(), Node("", (branch,), ()))
        typed = any("type" in part.value for part in facts.parts)
        if not typed and facts.left.isdisjoint({"oneOf", "anyOf", "enum", "const"}):
            return True
    return False


def _conditions(
    schemas: Schemas,
    facts: Facts,
    kinds: list[str] | None,
    branches: list[Site],
) -> bool:
    """Whether no branch adds to the shape that the other keywords give."""
    names = {wire for site in facts.sites("properties") for wire, _ in site.members()}
    for branch in branches:
        inner = gather(schemas.reader.muted(), Node("", (branch,), ()))
        own = {wire for site in inner.sites("properties") for wire, _ in site.members()}
        if inner.left - _CONDITIONS - {"properties", "type"} or not own <= names:
            return False
        typed = [kinds_of(part.value) for part in inner.parts]
        if any(kind is not None and list(kind) != kinds for kind in typed):
            return False
        if not inner.left and not inner.never:
            return False
    return bool(kinds) or implied_kind(facts) is not None


def _choices(branches: list[Site], *, exclusive: bool) -> list[Site] | None:
    """Return the branches when each is one constant: an enumeration with descriptions."""
    seen: set[object] = set()
    for branch in branches:
        value = branch.value
        if not isinstance(value, dict) or not annotations_only(value, "const", "type"):
            return None
        if "const" not in value or not _agrees(value.get("type"), kind_of_value(value["const"])):
            return None
        if exclusive and key_of(value["const"]) in seen:
            return None
        seen.add(key_of(value["const"]))
    return branches


def _agrees(named: object, kind: str) -> bool:
    return named is None or named == kind or (named == "number" and kind == "integer")


def _enumeration(schemas: Schemas, node: Node, facts: Facts, choices: list[Site]) -> Type:
    members: dict[object, EnumMember] = {}
    for choice in choices:
        if isinstance(choice.value, dict):
            value = choice.value["const"]
            name = value if isinstance(value, str) else str(value).lower()
            doc = read_doc(schemas.reader, choice)
            members.setdefault(
                key_of(value),
                EnumMember(value=value, words=words(name), doc=doc),
            )
    return Enumeration(
        kind=common_kind([member.value for member in members.values()]),
        members=tuple(members.values()),
        open=is_open(facts.take("x-extensible-enum")),
        **schemas.head(node, facts),
    )
