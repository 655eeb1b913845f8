"""Objects: records with declared members, and dictionaries."""

from typing import Final

from tallystick.ir.additional import Rest, build_dictionary, read_rest
from tallystick.ir.discriminators import read_base
from tallystick.ir.docs import read_doc
from tallystick.ir.facts import Facts, Known, Node
from tallystick.ir.lifecycle import read_lifecycle
from tallystick.ir.places import place_words
from tallystick.ir.scalars import count
from tallystick.ir.schemas import ANYTHING, Schemas
from tallystick.ir.site import LONGEST_CHAIN, Site
from tallystick.ir.types import (
    MISSING,
    Direction,
    Field,
    Missing,
    Record,
    Type,
    TypeId,
)
from tallystick.ir.words import words
from tallystick.text import Json

_RECORD: Final = ("properties", "required", "dependentRequired", "x-lifecycle", "discriminator")


def build_object(schemas: Schemas, node: Node, facts: Facts) -> Type:
    """Make a record; a dictionary when no member is declared."""
    declared = _declared(schemas, facts)
    rest = read_rest(schemas, node, facts, declared)
    if not declared and facts.left.isdisjoint(_RECORD) and rest.uniform:
        return build_dictionary(schemas, node, facts, rest)
    required = _required(schemas, facts)
    fields = [_field(schemas, node, wire, sites, required) for wire, sites in declared.items()]
    fields += [
        _undeclared(schemas, wire, site, rest)
        for wire, site in required.items()
        if wire not in declared
    ]
    return Record(
        fields=tuple(fields),
        additional=rest.additional,
        patterns=rest.patterns,
        dependent_required=_dependent(schemas, facts),
        min_properties=count(schemas, facts, "minProperties", max),
        max_properties=count(schemas, facts, "maxProperties", min),
        bases=_bases(schemas, facts),
        discriminator=read_base(schemas, facts),
        lifecycle=read_lifecycle(schemas.reader, facts.take("x-lifecycle")),
        **schemas.head(node, facts, "object"),
    )


def _declared(schemas: Schemas, facts: Facts) -> dict[str, list[Site]]:
    """Collect the members that any part declares."""
    declared: dict[str, list[Site]] = {}
    for properties in facts.sites("properties"):
        if not isinstance(properties.value, dict):
            schemas.reader.unusable(properties, "a mapping of members")
        for wire, site in properties.members():
            if isinstance(site.value, dict | bool):
                declared.setdefault(wire, []).append(site)
            else:
                schemas.reader.unusable(site, "a schema")
    if declared:
        facts.left.discard("properties")
    return declared


def _field(
    schemas: Schemas,
    node: Node,
    wire: str,
    sites: list[Site],
    required: dict[str, Site],
) -> Field:
    site = sites[-1]
    name = words(wire)
    hint = (*node.words, *name)
    known = Known(
        doc=read_doc(schemas.reader, site),
        nullable=schemas.nullability.of_all(tuple(sites)),
        span=site.span,
    )
    if len(sites) > 1:
        type_ = schemas.use_all(sites, hint)
    else:
        meant = schemas.settle_member(site)
        type_ = schemas.use(meant, hint, known if meant is site else None)
    return Field(
        words=name,
        wire=wire,
        type=type_,
        required=wire in required,
        nullable=known.nullable,
        direction=_direction(schemas, sites),
        default=_default(sites),
        doc=known.doc,
        span=known.span,
    )


def _default(sites: list[Site]) -> "Json | Missing":
    for site in reversed(sites):
        if isinstance(site.value, dict) and "default" in site.value:
            return site.value["default"]
    return MISSING


def _direction(schemas: Schemas, sites: list[Site]) -> Direction:
    """Read readOnly and writeOnly off a member, or off the schema that it refers to."""
    for site in sites:
        for _ in range(LONGEST_CHAIN):
            value = site.value
            if not isinstance(value, dict):
                break
            if value.get("readOnly") is True:
                return "read"
            if value.get("writeOnly") is True:
                return "write"
            target = schemas.reader.target(site) if "$ref" in value else None
            if target is None:
                break
            site = target  # noqa: PLW2901 - walks along the references of one member
    return "both"


def _required(schemas: Schemas, facts: Facts) -> dict[str, Site]:
    """Collect the names that any part requires."""
    required: dict[str, Site] = {}
    for site in facts.take("required"):
        if not isinstance(site.value, list):
            schemas.reader.unusable(site, "a list of member names")
        for item in site.items():
            if isinstance(item.value, str):
                required.setdefault(item.value, item)
            else:
                schemas.reader.unusable(item, "a member name")
    return required


def _undeclared(schemas: Schemas, wire: str, site: Site, rest: Rest) -> Field:
    """Make the field of a member that is required but nowhere declared."""
    type_ = rest.additional if isinstance(rest.additional, str) else schemas.anything(site)
    return Field(
        words=words(wire),
        wire=wire,
        type=type_,
        required=True,
        nullable=type_ == ANYTHING,
        span=site.span,
    )


def _bases(schemas: Schemas, facts: Facts) -> tuple[TypeId, ...]:
    found = [schemas.use(site, place_words(site)) for site in facts.bases]
    return tuple(dict.fromkeys(found))


def _dependent(
    schemas: Schemas,
    facts: Facts,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, dict[str, None]] = {}
    for site in facts.take("dependentRequired"):
        if not isinstance(site.value, dict):
            schemas.reader.unusable(site, "a mapping of lists")
        for wire, names in site.members():
            if not isinstance(names.value, list):
                schemas.reader.unusable(names, "a list of member names")
            needed = found.setdefault(wire, {})
            needed.update(
                (item.value, None) for item in names.items() if isinstance(item.value, str)
            )
    return tuple((wire, tuple(names)) for wire, names in found.items())
