"""Lists, fixed beginnings included."""

from tallystick.ir.facts import Facts, Node
from tallystick.ir.scalars import count
from tallystick.ir.schemas import Schemas
from tallystick.ir.site import Site
from tallystick.ir.types import Array, Type, TypeId
from tallystick.text import Words


def build_array(schemas: Schemas, node: Node, facts: Facts) -> Type:
    """Make a list type."""
    prefix = _prefix(schemas, node, facts)
    return Array(
        items=_items(schemas, node, facts),
        prefix=prefix,
        min_items=count(schemas, facts, "minItems", max),
        max_items=count(schemas, facts, "maxItems", min),
        unique=_unique(schemas, facts),
        **schemas.head(node, facts, "array"),
    )


def _items(schemas: Schemas, node: Node, facts: Facts) -> TypeId | None:
    sites = _schemas(schemas, facts.take("items"))
    if not sites:
        return schemas.anything(node.sites[0])
    if any(site.value is False for site in sites):
        return None
    return schemas.use_all(sites, item_words(node.words))


def item_words(parent: Words) -> Words:
    """Propose a name for the items of a list."""
    return (*parent, "item")


def _schemas(schemas: Schemas, sites: list[Site]) -> list[Site]:
    found = []
    for site in sites:
        if isinstance(site.value, dict | bool):
            found.append(site)
        else:
            schemas.reader.unusable(site, "a schema")
    return found


def _prefix(schemas: Schemas, node: Node, facts: Facts) -> tuple[TypeId, ...]:
    """Take ``prefixItems``; of several parts' the longest is used and the others are kept."""
    sites = facts.take("prefixItems")
    lists = [site for site in sites if isinstance(site.value, list)]
    for site in sites:
        if not isinstance(site.value, list):
            schemas.reader.unusable(site, "a list of schemas")
    if not lists:
        return ()
    chosen = max(lists, key=lambda site: sum(1 for _ in site.items()))
    for site in lists:
        if site is not chosen:
            facts.keep(site)
    return tuple(
        schemas.use(item, (*node.words, "item", str(index)))
        for index, item in enumerate(_schemas(schemas, list(chosen.items())), start=1)
    )


def _unique(schemas: Schemas, facts: Facts) -> bool:
    unique = False
    for site in facts.take("uniqueItems"):
        if isinstance(site.value, bool):
            unique = unique or site.value
        else:
            schemas.reader.unusable(site, "true or false")
    return unique
