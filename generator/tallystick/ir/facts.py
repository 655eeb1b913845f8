"""All that must hold of one type: the schema, what it refers to, and its allOf branches."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from tallystick.diagnostics import Span, escape
from tallystick.ir import codes
from tallystick.ir.keywords import ANNOTATIONS, KIND, KINDS, KNOWN, MEANT
from tallystick.ir.site import Reader, Site
from tallystick.ir.types import Doc, Residue
from tallystick.text import Json, Words


class Node(NamedTuple):
    """A type that is still to be lowered.

    Attributes:
        id: Key of the type.
        sites: Schemas that a value satisfies all at once; the first gives the place.
        words: Proposed name.
        named: Whether the document gives the name.
        only: The one kind of a ``type`` array that is meant here.
        skip: Ids of keywords that are dealt with elsewhere: the ``oneOf`` or ``anyOf`` whose
            branch this node already holds.
        extra: A branch that is merged in and leaves open whether null is accepted.
        member: The member that this is the schema of, when its own place is the type's.
    """

    id: str
    sites: tuple[Site, ...]
    words: Words
    named: bool = False
    only: str | None = None
    skip: frozenset[str] = frozenset()
    extra: tuple[Site, ...] = ()
    member: "Known | None" = None


class Known(NamedTuple):
    """What a member and its type share."""

    doc: Doc
    nullable: bool
    span: Span


class Part(NamedTuple):
    """One schema of a conjunction.

    Attributes:
        site: The schema.
        value: Its value, an object.
        own: Written at the type itself, not reached through a reference.
    """

    site: Site
    value: dict[str, Json]
    own: bool


@dataclass(slots=True)
class Facts:
    """The parts of a conjunction, and which of their keywords no shape has expressed yet.

    Attributes:
        parts: The schema itself first, then allOf branches and references in order.
        left: Keywords still to be expressed.
        bases: References that allOf (or ``$ref`` beside other keywords) pulled in.
        residue: Places that are known not to be expressed.
        never: A part is ``false``.
        skip: As `Node.skip`.
    """

    parts: list[Part] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    bases: list[Site] = field(default_factory=list)
    residue: list[Residue] = field(default_factory=list)
    never: bool = False
    skip: frozenset[str] = frozenset()

    def sites(self, keyword: str) -> list[Site]:
        """Return the values of `keyword` in all parts."""
        if keyword not in self.left:
            return []
        if len(self.parts) == 1 and not self.skip:
            site = self.parts[0].site.get(keyword)
            return [] if site is None else [site]
        found = (part.site.get(keyword) for part in self.parts if keyword in part.value)
        return [site for site in found if site is not None and site.id not in self.skip]

    def places(self, *keywords: str) -> str:
        """Return, for a sentence, where the parts stand that have some keywords, taken or not."""
        some = (part for part in self.parts if not part.value.keys().isdisjoint(keywords))
        found = (part.site.pointer for part in some)
        return " and ".join(f"`{pointer}`" for pointer in dict.fromkeys(found))

    def take(self, keyword: str) -> list[Site]:
        """Return the values of `keyword` in all parts; it is expressed from now on."""
        found = self.sites(keyword)
        self.left.discard(keyword)
        return found

    def keep(self, site: Site) -> None:
        """Say that the keyword at `site` is not expressed."""
        self.residue.append(Residue(keyword=site.pointer.rpartition("/")[2], span=site.span))

    def first(self, keyword: str, usable: Callable[[Site], bool]) -> Site | None:
        """Take a keyword that only one part can have a say in: the first; others are kept."""
        chosen: Site | None = None
        for site in self.take(keyword):
            if not usable(site):
                continue
            if chosen is None:
                chosen = site
            elif not same(chosen.value, site.value):
                self.keep(site)
        return chosen


def same(left: Json, right: Json) -> bool:
    """Whether two values are the same JSON: ``true`` is not ``1``."""
    return left == right and key_of(left) == key_of(right)


def key_of(value: Json) -> object:
    """Return a hashable that is equal for equal JSON values: ``1`` and ``1.0``, never ``true``.

    Inside lists and objects numbers are compared as they are written.
    """
    if isinstance(value, bool) or value is None:
        return (type(value).__name__, value)
    if isinstance(value, list | dict):
        return (type(value).__name__, json.dumps(value, sort_keys=True))
    return value


def gather(reader: Reader, node: Node) -> Facts:
    """Collect the parts of a conjunction and report keywords that nobody knows."""
    facts = Facts(skip=node.skip)
    if len(node.sites) == 1 and not node.extra:
        site = node.sites[0]
        if isinstance(site.value, dict) and JOINS.isdisjoint(site.value):
            part = Part(site, site.value, own=True)
            facts.parts.append(part)
            _add_keywords(reader, facts, part, node.skip)
            return facts
    todo = [(site, True) for site in reversed(node.sites + node.extra)]
    seen: set[tuple[str, str]] = set()
    while todo:
        site, own = todo.pop()
        if (site.uri, site.pointer) in seen:
            continue
        seen.add((site.uri, site.pointer))
        if isinstance(site.value, dict):
            part = Part(site, site.value, own)
            facts.parts.append(part)
            _add_keywords(reader, facts, part, node.skip)
            todo.extend(reversed(_branches(reader, facts, part)))
        elif site.value is False:
            facts.never = True
        elif site.value is not True:
            reader.unusable(site, "a schema")
    return facts


def _add_keywords(reader: Reader, facts: Facts, part: Part, skip: frozenset[str]) -> None:
    for keyword in part.value:
        if keyword in ANNOTATIONS or keyword in JOINS:
            continue
        if keyword in KNOWN:
            if not skip or f"{part.site.id}/{keyword}" not in skip:
                facts.left.add(keyword)
        elif not keyword.startswith("x-"):
            _unknown(reader, facts, part, keyword)


def _unknown(reader: Reader, facts: Facts, part: Part, keyword: str) -> None:
    place = Site(part.site.uri, f"{part.site.pointer}/{escape(keyword)}", part.value[keyword])
    facts.keep(place)
    reader.report(
        codes.UNKNOWN_KEYWORD,
        f"`{keyword}` is not a keyword of JSON Schema",
        place.span,
        help=_ELSEWHERE.get(keyword) or _near(keyword),
    )


_ELSEWHERE: Final = {
    "$recursiveRef": "write `$ref` to the schema that is meant; this is JSON Schema 2019-09",
    "additionalItems": "write `prefixItems` and `items`; `additionalItems` is JSON Schema 2019-09",
    "dependencies": "write `dependentRequired` or `dependentSchemas`; this is JSON Schema draft 7",
    "nullable": 'write `type: [..., "null"]`; `nullable` is OpenAPI 3.0',
}
"""What older versions have, and the word for it now."""


@lru_cache(maxsize=1024)
def _near(keyword: str) -> str | None:
    """Return the advice to write a keyword that is nearly the same."""
    from difflib import get_close_matches  # noqa: PLC0415 (only on this way)

    known = {name.lower(): name for name in (*KNOWN, *ANNOTATIONS)}
    near = get_close_matches(keyword.lower(), known, n=1, cutoff=0.8)
    return f"did you mean `{known[near[0]]}`?" if near else None


JOINS: Final = frozenset({"$ref", "$dynamicRef", "allOf"})
"""Keywords that demand what other schemas do."""


def _branches(reader: Reader, facts: Facts, part: Part) -> list[tuple[Site, bool]]:
    """Return what `part` joins by reference and by allOf."""
    found: list[tuple[Site, bool]] = []
    if JOINS.isdisjoint(part.value):
        return found
    if "$ref" in part.value or "$dynamicRef" in part.value:
        target = reader.target(part.site)
        if target is not None:
            found.append((target, False))
            if part.own:
                facts.bases.append(target)
        else:
            unbound = (part.site.get(keyword) for keyword in ("$ref", "$dynamicRef"))
            for site in filter(None, unbound):
                facts.keep(site)
    if "allOf" in part.value:
        found += [(branch, part.own) for branch in reader.entries(part.site, "allOf")]
    reader.joins[part.site.span] = [site.span for site, _ in found]
    return found


def annotations_only(value: dict[str, Json], *but: str) -> bool:
    """Whether a schema refuses nothing and means nothing, the keywords `but` aside."""
    return all(
        key in but or key in ANNOTATIONS or (key.startswith("x-") and key not in MEANT)
        for key in value
    )


def kinds_of(value: Json) -> tuple[str, ...] | None:
    """Return the kinds that a schema's ``type`` names, None when it has no usable one."""
    if not isinstance(value, dict) or "type" not in value:
        return None
    named = value["type"]
    listed = named if isinstance(named, list) else [named]
    return tuple(kind for kind in listed if isinstance(kind, str) and kind in KINDS)


def implied_kind(facts: Facts) -> str | None:
    """Read the kind off the keywords of a schema without ``type``; None when they disagree."""
    kinds = {KIND[keyword] for keyword in facts.left if keyword in KIND}
    return kinds.pop() if len(kinds) == 1 else None
