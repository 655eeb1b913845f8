"""Resolved documents -> the IR."""

from collections.abc import Mapping
from typing import Final

from tallystick.diagnostics import Diagnostics
from tallystick.ir.api import Api, Info, Operation, Tag
from tallystick.ir.check_circles import check_circles, find_circles
from tallystick.ir.check_lifecycle import check_lifecycles
from tallystick.ir.check_operations import check_operations
from tallystick.ir.check_types import check_types
from tallystick.ir.check_unreached import check_unreached
from tallystick.ir.directory import Directory, Entry
from tallystick.ir.docs import read_doc
from tallystick.ir.operations import Operations
from tallystick.ir.own_variants import without_own_variants
from tallystick.ir.schemas import Schemas
from tallystick.ir.security import read_needs, read_schemes, read_servers
from tallystick.ir.shapes import build
from tallystick.ir.site import Reader, Site
from tallystick.ir.undeclared import with_variables
from tallystick.ir.validations import attach_rules
from tallystick.load.collector import uncollected
from tallystick.resolve.model import Resolved
from tallystick.text import Json, SpecText

MOST_PASSES: Final = 8
"""So often is a document read whose unions hold themselves; what is left then is an error."""


def lower(resolved: Resolved) -> tuple[Api | None, Diagnostics]:
    """Read an API out of its documents.

    Args:
        resolved: The documents, in 3.1 spelling, every reference bound.

    Returns:
        The API, and what is wrong with its description; None when the entry is no mapping.
    """
    said: Diagnostics = ()
    with uncollected():
        for _ in range(MOST_PASSES):
            reader = Reader(resolved)
            api = _lower(reader, resolved)
            circles = list(find_circles(reader.joins, api.types)) if api else []
            changed, told = without_own_variants(resolved, api.types if api else {}, circles)
            if not told:
                break
            resolved, said = changed, (*said, *told)
    return api, (*reader.found, *check_circles(circles), *said)


def _lower(reader: Reader, resolved: Resolved) -> Api | None:
    root = Site(resolved.entry.uri, "", resolved.entry.root)
    if not isinstance(root.value, dict):
        reader.unusable(root, "an OpenAPI document")
        return None
    schemas = Schemas(reader, build)
    components = root.get("components")
    if components is not None:
        for name, site in reader.objects(components, "schemas"):
            schemas.declare(site, name)
    schemes = read_schemes(reader, components)
    names = frozenset(scheme.name for scheme in schemes)
    directory = Directory(reader)
    reading = Operations(schemas, directory, names, read_needs(reader, root, names) or ())
    paths = _entries(directory, reader, root, "paths")
    webhooks = _entries(directory, reader, root, "webhooks")
    operations = tuple(with_variables(schemas, reading.read(entry)) for entry in paths)
    hooks: tuple[Operation, ...] = tuple(reading.read(entry) for entry in webhooks)
    schemas.drain()
    attach_rules(reader, schemas.types, schemas.ruled)
    api = Api(
        info=_info(reader, root),
        servers=read_servers(reader, root),
        security=schemes,
        tags=_tags(reader, root),
        operations=operations,
        webhooks=hooks,
        types=schemas.types,
        resolved=resolved,
    )
    lists = [site for sites in schemas.ruled.values() for site in sites]
    reader.found += check_unreached(resolved, api.types, lists)
    reader.found += check_operations(api)
    reader.found += check_types(api.types)
    reader.found += check_lifecycles(api.types)
    return api


def _entries(directory: Directory, reader: Reader, root: Site, key: str) -> list[Entry]:
    site = root.get(key)
    if site is None:
        return []
    if not isinstance(site.value, dict):
        reader.unusable(site, "a mapping")
    return directory.find(site)


def _info(reader: Reader, root: Site) -> Info:
    site = root.get("info")
    if site is None or not isinstance(site.value, dict):
        site = root.get("info") or root
        if site is not root:
            reader.unusable(site, "an Info Object")
        return Info(title=SpecText("API"), version="")
    version = site.value.get("version")
    return Info(
        title=reader.spec_text(site, "title") or SpecText("API"),
        version="" if version is None else str(version),
        doc=read_doc(reader, site),
        contact=_mapping(site.value.get("contact")),
        license=_mapping(site.value.get("license")),
        terms=reader.spec_text(site, "termsOfService"),
    )


def _mapping(value: Json) -> Mapping[str, Json] | None:
    return value if isinstance(value, dict) else None


def _tags(reader: Reader, root: Site) -> tuple[Tag, ...]:
    found = []
    for site in reader.entries(root, "tags"):
        name = reader.text(site, "name")
        if name is not None:
            found.append(Tag(name=name, doc=read_doc(reader, site)))
    return tuple(found)
