"""The member whose value chooses a variant, and the values it has."""

from typing import Final

from tallystick.ir import codes
from tallystick.ir.facts import Facts, Node, gather
from tallystick.ir.places import place_words
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.types import Discriminator, TypeId
from tallystick.ir.words import words

_UNIONS: Final = frozenset({"anyOf", "oneOf"})


def read_discriminator(
    schemas: Schemas,
    facts: Facts,
    branches: list[Site],
    variants: tuple[TypeId, ...],
) -> Discriminator | None:
    """Read a union's discriminator.

    Explicit values come first. A variant without one goes by the constants of its member where
    it declares them, else by its name.

    Source: OpenAPI 3.1.1, section 4.8.25.
    """
    sites = facts.take("discriminator")
    if not sites:
        return None
    site = sites[0]
    wire = schemas.reader.text(site, "propertyName")
    if wire is None or len(branches) != len(variants):
        facts.keep(site)
        return None
    mapping = _mapping(schemas, site, wire, branches, variants)
    return Discriminator(wire=wire, mapping=tuple(mapping.items()))


def _mapping(
    schemas: Schemas,
    site: Site,
    wire: str,
    branches: list[Site],
    variants: tuple[TypeId, ...],
) -> dict[str, TypeId]:
    mapping: dict[str, TypeId] = {}
    chosen: set[TypeId] = set()
    for value, target in schemas.reader.objects(site, "mapping"):
        type_ = _explicit(schemas, target, branches, variants)
        if type_ is not None:
            mapping[value] = type_
            chosen.add(type_)
    for branch, variant in zip(branches, variants, strict=True):
        if variant not in chosen:
            for value in _implicit(schemas, branch, wire):
                mapping.setdefault(value, variant)
    return mapping


def read_base(schemas: Schemas, facts: Facts) -> Discriminator | None:
    """Read the discriminator of a record that others inherit from by allOf.

    An heir that only inherits the keyword is no base itself, and beside ``oneOf`` or ``anyOf`` it
    is about their branches.
    """
    own = [
        part.site
        for part in facts.parts
        if part.own and "discriminator" in part.value and not part.value.keys() & _UNIONS
    ]
    facts.take("discriminator")
    site = own[0].get("discriminator") if own else None
    wire = None if site is None else schemas.reader.text(site, "propertyName")
    if site is None or wire is None:
        return None
    heirs = schemas.heirs(own[0])
    variants = tuple(schemas.use(heir, place_words(heir)) for heir in heirs)
    mapping = _mapping(schemas, site, wire, heirs, variants)
    return Discriminator(wire=wire, mapping=tuple(mapping.items()))


def _explicit(
    schemas: Schemas,
    entry: Site,
    branches: list[Site],
    variants: tuple[TypeId, ...],
) -> TypeId | None:
    """Return the type that an entry of the mapping names; `resolve` reports one it cannot find."""
    target = schemas.reader.target(entry)
    if target is None:
        return None
    wanted = schemas.settle(target).id
    for branch, variant in zip(branches, variants, strict=True):
        if wanted in {branch.id, schemas.settle(branch).id}:
            return variant
    schemas.reader.report(
        codes.DISCRIMINATOR_TARGET,
        f"the mapping names `{entry.value}`, which is not one of the variants",
        entry.span,
        help="add it to the variants, or remove it from the mapping",
    )
    return schemas.use(target, words(str(entry.value)))


def _implicit(schemas: Schemas, branch: Site, wire: str) -> list[str]:
    """Return the values by which a variant goes without a mapping."""
    facts = gather(schemas.reader.muted(), Node("", (branch,), ()))
    for properties in facts.sites("properties"):
        member = properties.get(wire)
        if member is not None:
            inner = gather(schemas.reader.muted(), Node("", (member,), ()))
            constants = [site.value for site in inner.sites("const")]
            for site in inner.sites("enum"):
                constants += [item.value for item in site.items()]
            found = [value for value in constants if isinstance(value, str)]
            if found:
                return list(dict.fromkeys(found))
    name = schemas.name(schemas.settle(branch))
    return [] if name is None else [name]
