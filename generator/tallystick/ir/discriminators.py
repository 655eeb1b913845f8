"""The member whose value chooses a variant, and the values it has."""

import posixpath
import re
from typing import Final
from urllib.parse import unquote, urljoin

from tallystick.diagnostics import escape
from tallystick.ir import codes
from tallystick.ir.facts import Facts, Node, gather
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.types import Discriminator, TypeId
from tallystick.ir.words import words

_BARE: Final = re.compile(r"[A-Za-z0-9._-]+")


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
    return Discriminator(wire=wire, mapping=tuple(mapping.items()))


def _explicit(
    schemas: Schemas,
    target: Site,
    branches: list[Site],
    variants: tuple[TypeId, ...],
) -> TypeId | None:
    """Return the type that an entry of the mapping names."""
    text = target.value
    if not isinstance(text, str):
        schemas.reader.unusable(target, "a schema's name or a reference")
        return None
    place = mapped_place(schemas, target, text)
    for branch, variant in zip(branches, variants, strict=True):
        if isinstance(branch.value, dict) and branch.value.get("$ref") == text:
            return variant
        if place is not None and schemas.settle(branch).id == schemas.settle(place).id:
            return variant
    if place is None:
        schemas.reader.report(
            codes.DISCRIMINATOR_TARGET,
            f"The mapping names `{text}`, which is no schema here",
            target.span,
            help="Name a schema under components/schemas",
        )
        return None
    return schemas.use(place, words(text))


def mapped_place(schemas: Schemas, target: Site, text: str) -> Site | None:
    """Find what an entry of a mapping names: a component, or the target of a reference."""
    resolved = schemas.reader.resolved
    if _BARE.fullmatch(text):
        place = _place(schemas, resolved.entry.uri, f"/components/schemas/{escape(text)}")
        if place is not None:
            return place
    file, _, fragment = text.partition("#")
    uri = target.uri
    if file:
        join = urljoin if "://" in uri else _beside
        uri = join(uri, unquote(file))
    return _place(schemas, uri, unquote(fragment))


def _beside(uri: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(uri), file))


def _place(schemas: Schemas, uri: str, pointer: str) -> Site | None:
    resolved = schemas.reader.resolved
    if uri not in resolved.documents or (pointer and not pointer.startswith("/")):
        return None
    try:
        return Site(uri, pointer, resolved.at(uri, pointer))
    except (KeyError, IndexError, ValueError, TypeError):
        return None


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
