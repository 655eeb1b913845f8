"""Members that an object does not declare: refused, free, of one type, or by pattern."""

import re
from dataclasses import dataclass
from typing import Final

from tallystick.ir.facts import Facts, Node, Part, annotations_only
from tallystick.ir.scalars import count
from tallystick.ir.schemas import Schemas, says_nothing
from tallystick.ir.site import Site
from tallystick.ir.types import Dictionary, Type, TypeId
from tallystick.text import Json, SpecText

_APPLIES_MORE: Final = frozenset({"anyOf", "oneOf", "if", "dependentSchemas", "$dynamicRef"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What an object says of members that it does not declare.

    Attributes:
        additional: As `Record.additional`.
        patterns: As `Record.patterns`.
    """

    additional: bool | TypeId
    patterns: tuple[tuple[SpecText, TypeId], ...]

    @property
    def uniform(self) -> bool:
        """Whether all of them have one type."""
        if self.patterns:
            return len(self.patterns) == 1 and self.additional is False
        return self.additional is not False


def read_rest(schemas: Schemas, node: Node, facts: Facts, declared: dict[str, list[Site]]) -> Rest:
    """Read ``additionalProperties``, ``unevaluatedProperties`` and ``patternProperties``.

    A part of an allOf looks at its own properties only. Where that would refuse or constrain a
    member that another part declares, the keyword stays in the residue.
    """
    patterns = _patterns(schemas, node, facts, declared)
    given = bool(facts.sites("additionalProperties"))
    effective = [
        site
        for site in facts.take("additionalProperties")
        if _usable(schemas, site) and not says_nothing(site)
    ]
    sealing = [site for site in effective if _sees_all(facts, site, declared)]
    for site in effective:
        if site not in sealing:
            facts.keep(site)
    sealing += _unevaluated(schemas, facts, given=given)
    additional: bool | TypeId = True
    if any(site.value is False for site in sealing):
        additional = False
    elif sealing:
        additional = schemas.use_all(sealing, (*node.words, "value"))
    return Rest(additional=additional, patterns=patterns)


def _usable(schemas: Schemas, site: Site) -> bool:
    if isinstance(site.value, dict | bool):
        return True
    schemas.reader.unusable(site, "a schema")
    return False


def _owner(facts: Facts, site: Site) -> Part:
    """Return the part that holds the keyword at `site`."""
    above = site.pointer.rpartition("/")[0]
    return next(
        part for part in facts.parts if part.site.uri == site.uri and part.site.pointer == above
    )


def _sees_all(facts: Facts, site: Site, declared: dict[str, list[Site]]) -> bool:
    """Whether every declared member is declared (or matched) in the part that holds `site`."""
    part = _owner(facts, site)
    own = part.value.get("properties")
    patterns = part.value.get("patternProperties")
    names = own if isinstance(own, dict) else {}
    known = patterns if isinstance(patterns, dict) else {}
    strange = [wire for wire in declared if wire not in names and not _matches(known, wire)]
    others = [
        pattern
        for other in facts.parts
        for pattern in _keys(other.value.get("patternProperties"))
        if pattern not in known
    ]
    return not strange and not others


def _keys(value: object) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _matches(patterns: dict[str, Json], wire: str) -> bool:
    return any(_search(pattern, wire) for pattern in patterns)


def _search(pattern: str, wire: str) -> bool:
    """Match as JSON Schema does; a pattern that Python cannot read matches nothing."""
    try:
        return re.search(pattern, wire) is not None
    except (re.error, RecursionError, OverflowError):
        return False


def _unevaluated(schemas: Schemas, facts: Facts, *, given: bool) -> list[Site]:
    """Take ``unevaluatedProperties`` where it can be told what is evaluated."""
    sites = [site for site in facts.take("unevaluatedProperties") if _usable(schemas, site)]
    found: list[Site] = []
    for site in sites:
        if says_nothing(site) or given:
            continue
        if facts.left.isdisjoint(_APPLIES_MORE) and _owner(facts, site) is facts.parts[0]:
            found.append(site)
        else:
            facts.keep(site)
    return found


def _patterns(
    schemas: Schemas,
    node: Node,
    facts: Facts,
    declared: dict[str, list[Site]],
) -> tuple[tuple[SpecText, TypeId], ...]:
    found: dict[str, list[Site]] = {}
    for site in facts.take("patternProperties"):
        if not isinstance(site.value, dict):
            schemas.reader.unusable(site, "a mapping of schemas")
        usable = [member for member in site.members() if _usable(schemas, member[1])]
        for pattern, schema in usable:
            found.setdefault(pattern, []).append(schema)
        if any(_search(pattern, wire) for pattern, _ in usable for wire in declared):
            facts.keep(site)
    return tuple(
        (SpecText(pattern), schemas.use_all(sites, (*node.words, "value")))
        for pattern, sites in found.items()
    )


def build_dictionary(schemas: Schemas, node: Node, facts: Facts, rest: Rest) -> Type:
    """Make the type of an object whose members all have one type."""
    if rest.patterns:
        key_pattern: SpecText | None = rest.patterns[0][0]
        values = rest.patterns[0][1]
    else:
        key_pattern = _key_pattern(facts)
        free = not isinstance(rest.additional, str)
        values = schemas.anything(node.sites[0]) if free else TypeId(str(rest.additional))
    return Dictionary(
        values=values,
        key_pattern=key_pattern,
        min_properties=count(schemas, facts, "minProperties", max),
        max_properties=count(schemas, facts, "maxProperties", min),
        **schemas.head(node, facts, "object"),
    )


def _key_pattern(facts: Facts) -> SpecText | None:
    """Take ``propertyNames`` when it is one pattern and nothing else."""
    sites = facts.sites("propertyNames")
    value = sites[0].value if len(sites) == 1 else None
    if not isinstance(value, dict) or not annotations_only(value, "pattern", "type"):
        return None
    pattern = value.get("pattern")
    if not isinstance(pattern, str) or value.get("type", "string") != "string":
        return None
    facts.take("propertyNames")
    return SpecText(pattern)
