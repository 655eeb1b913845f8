"""Schemas -> types: the work list, and what every type has."""

from collections import deque
from collections.abc import Callable
from typing import Final, TypedDict

from tallystick.diagnostics import Span
from tallystick.ir import codes
from tallystick.ir.docs import read_doc
from tallystick.ir.facts import Facts, Known, Node, annotations_only, gather
from tallystick.ir.keywords import KIND
from tallystick.ir.nullability import Nullability
from tallystick.ir.places import component_name, place_words
from tallystick.ir.site import LONGEST_CHAIN, Reader, Site
from tallystick.ir.types import (
    MISSING,
    NO_DOC,
    Anything,
    Doc,
    Missing,
    Residue,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.words import words
from tallystick.rules.model import Rule
from tallystick.text import Json, Words

ANYTHING: Final = TypeId("#anything")
"""The type of what no schema describes."""

TEXT: Final = TypeId("#text")
"""The type of what is not declared, and can be nothing but a text where it stands."""

_WRAPPERS: Final = frozenset({"$ref", "allOf", "anyOf", "oneOf"})
MOST_JOINED: Final = 5000
_RULES: Final = ("x-validations", "x-kubernetes-validations")


class Head(TypedDict):
    """The members of `TypeBase`, for the constructors of types."""

    id: TypeId
    words: Words
    named: bool
    span: Span
    doc: Doc
    nullable: bool
    default: "Json | Missing"
    rules: tuple[Rule, ...]
    residue: tuple[Residue, ...]
    implied: bool
    also: tuple[Span, ...]
    only: str | None


class Schemas:
    """The table of types while it is filled.

    Attributes:
        reader: Documents and diagnostics.
        types: The table.
        ruled: Types whose schemas hold rules, with the places of the rules' lists.
        nullability: Answers whether a schema accepts null.
    """

    def __init__(
        self, reader: Reader, build: Callable[["Schemas", Node, Facts], Type | Node]
    ) -> None:
        """Start with an empty table.

        Args:
            reader: Documents and diagnostics.
            build: Makes the type of one conjunction, or says what to lower in its place.
        """
        self.reader = reader
        self.types: dict[TypeId, Type] = {}
        self.ruled: dict[TypeId, tuple[Site, ...]] = {}
        self.nullability = Nullability(reader)
        self._build = build
        self._queue: deque[Node] = deque()
        self._seen: set[str] = set()
        self._joined = 0
        self._heirs: dict[str, list[Site]] | None = None

    def declare(self, site: Site, name: str) -> None:
        """Put a component into the table, also when it only refers to another."""
        settled = self.settle(site)
        if settled is site:
            self.use(site, words(name))
            return
        target = self.use(settled, words(name))
        id_ = TypeId(site.id)
        if id_ not in self._seen:
            self._seen.add(id_)
            self.types[id_] = Union(
                id=id_,
                words=words(name),
                named=True,
                span=site.span,
                doc=read_doc(self.reader, site),
                nullable=self.nullability.of(site),
                variants=(target,),
                exclusive=False,
            )

    def use(self, site: Site, hint: Words, member: Known | None = None) -> TypeId:
        """Return the id of a schema's type, and see that it will be lowered.

        Args:
            site: The schema; references are followed.
            hint: Name to propose when the schema is declared without one.
            member: What the member at `site` has read of it already.
        """
        settled = self.settle(site)
        id_ = settled.id
        if id_ not in self._seen:
            name = self.name(settled)
            inline = hint if settled is site else place_words(settled)
            proposal = inline if name is None else words(name)
            known = member if settled is site else None
            self.push(Node(id_, (settled,), proposal, named=name is not None, member=known))
        return TypeId(id_)

    def use_all(self, sites: list[Site], hint: Words) -> TypeId:
        """Return the id of the type of values that satisfy all of `sites`."""
        settled = {site.id: site for site in map(self.settle, sites)}
        telling = [site for site in settled.values() if not says_nothing(site)]
        chosen = telling or list(settled.values())[:1]
        if len(chosen) == 1 or not self.may_join():
            return self.use(chosen[-1], hint)
        id_ = " & ".join(site.id for site in chosen)
        self.push(Node(id_, tuple(chosen), hint))
        return TypeId(id_)

    def anything(self, site: Site) -> TypeId:
        """Return the id of the type of what no schema describes; `site` is where it is missing."""
        if ANYTHING not in self.types:
            self.types[ANYTHING] = Anything(
                id=ANYTHING,
                words=("anything",),
                named=False,
                nullable=True,
                span=Span(site.uri),
            )
        return ANYTHING

    def text(self, span: Span) -> TypeId:
        """Return the id of the type of texts that nothing declares; `span` is where one is."""
        if TEXT not in self.types:
            self.types[TEXT] = Scalar(
                id=TEXT,
                words=("text",),
                named=False,
                nullable=False,
                kind="string",
                span=Span(span.uri),
            )
        return TEXT

    def may_join(self) -> bool:
        """Whether one more type may be made of several schemas.

        A small document can ask for very many; beyond `MOST_JOINED` shapes say less.
        """
        self._joined += 1
        if self._joined == MOST_JOINED + 1:
            self.reader.report(
                codes.TOO_MANY_JOINED,
                f"more than {MOST_JOINED} types are made of several schemas",
                Span(self.reader.resolved.entry.uri),
                help="use fewer oneOf and allOf with other keywords beside them",
            )
        return self._joined <= MOST_JOINED

    def push(self, node: Node) -> None:
        """Add a node to the work list, once."""
        if node.id not in self._seen:
            self._seen.add(node.id)
            self._queue.append(node)

    def drain(self) -> None:
        """Lower everything on the work list, and what that leads to."""
        while self._queue:
            node = self._queue.popleft()
            self.types[TypeId(node.id)] = self.lower(node)

    def lower(self, node: Node) -> Type:
        """Lower one node now."""
        while True:
            facts = gather(self.reader, node)
            if not facts.left.isdisjoint(_RULES):
                self.ruled[TypeId(node.id)] = tuple(
                    site for key in _RULES for site in facts.take(key)
                )
            made = self._build(self, node, facts)
            if not isinstance(made, Node):
                return made
            node = made

    def rule_lists(self, id_: str) -> frozenset[str]:
        """Return the ids of the lists of rules that a type has."""
        return frozenset(site.id for site in self.ruled.get(TypeId(id_), ()))

    def settle(self, site: Site) -> Site:
        """Follow references and wrappers that add no constraint to the schema meant."""
        for _ in range(LONGEST_CHAIN):
            step = self._step(site)
            if step is None:
                break
            site = step
        return site

    def settle_member(self, site: Site) -> Site:
        """Settle, and also look through ``anyOf: [X, null]`` where X is a reference.

        Only for a place that says itself whether null is accepted.
        """
        site = self.settle(site)
        value = site.value
        if not isinstance(value, dict) or _WRAPPERS.isdisjoint(value):
            return site
        if self.name(site) is not None:
            return site
        for keyword in ("anyOf", "oneOf"):
            branches = site.get(keyword)
            if branches is None or not annotations_only(value, keyword):
                continue
            solid = [branch for branch in branches.items() if not is_null(branch.value)]
            meant = self.settle(solid[0]) if len(solid) == 1 else site
            if meant is not site and meant is not solid[0]:
                return meant
        return site

    def name(self, site: Site) -> str | None:
        """Return the name under which a schema is declared, if it is."""
        return component_name(site, self.reader.resolved.entry.uri)

    def _step(self, site: Site) -> Site | None:
        value = site.value
        if not isinstance(value, dict) or _WRAPPERS.isdisjoint(value):
            return None
        if "$ref" in value:
            plain = annotations_only(value, "$ref")
            return self.reader.target(site) if plain else None
        for keyword in ("allOf", "anyOf", "oneOf"):
            branches = value.get(keyword)
            if isinstance(branches, list) and len(branches) == 1:
                return self._unwrap(site, value, keyword)
        return None

    def _unwrap(self, site: Site, value: dict[str, Json], keyword: str) -> Site | None:
        if not annotations_only(value, keyword):
            return None
        if self.name(site) is not None:
            return None
        branches = site.get(keyword)
        branch = None if branches is None else next(branches.items(), None)
        if branch is None or not isinstance(branch.value, dict) or "$ref" not in branch.value:
            return None
        return branch

    def head(self, node: Node, facts: Facts, kind: str | None = None) -> Head:
        """Return what every type has; called last, when the shape has taken its keywords.

        Args:
            node: The node being lowered.
            facts: Its facts; what is left becomes residue.
            kind: The JSON kind of the type, when it has one kind.
        """
        known = node.member or Known(
            doc=self._doc(facts),
            nullable=self.nullability.of_all(node.sites) and node.only is None,
            span=node.sites[0].span,
        )
        simple = len(facts.parts) == 1
        typed = any("type" in part.value for part in facts.parts)
        return Head(
            id=TypeId(node.id),
            words=node.words,
            named=node.named,
            span=known.span,
            doc=known.doc if known.doc is not NO_DOC or simple else self._doc(facts),
            nullable=known.nullable,
            default=_default(node, facts),
            rules=(),
            residue=self._residue(node, facts, kind),
            implied=kind is not None and not typed,
            also=tuple(site.span for site in node.sites[1:]),
            only=node.only,
        )

    def _doc(self, facts: Facts) -> Doc:
        for part in facts.parts:
            if part.own:
                doc = read_doc(self.reader, part.site)
                if doc is not NO_DOC:
                    return doc
        return NO_DOC

    def _residue(self, node: Node, facts: Facts, kind: str | None) -> tuple[Residue, ...]:
        for keyword in sorted(facts.left):
            looks_at = KIND.get(keyword)
            if node.only is not None and looks_at is not None and not _fits(looks_at, kind):
                continue
            for site in facts.sites(keyword):
                facts.keep(site)
        return tuple(facts.residue)

    def heirs(self, base: Site) -> list[Site]:
        """Return the components that name `base` in their allOf, heirs of heirs included."""
        if self._heirs is None:
            self._heirs = self._find_heirs()
        found: dict[str, Site] = {}
        todo = list(self._heirs.get(base.id, ()))
        while todo:
            heir = todo.pop(0)
            if heir.id not in found and heir.id != base.id:
                found[heir.id] = heir
                todo += self._heirs.get(heir.id, ())
        return list(found.values())

    def _find_heirs(self) -> dict[str, list[Site]]:
        heirs: dict[str, list[Site]] = {}
        entry = self.reader.resolved.entry
        components = Site(entry.uri, "", entry.root).get("components")
        declared = None if components is None else components.get("schemas")
        for _, site in declared.members() if declared is not None else ():
            branches = site.get("allOf")
            for branch in branches.items() if branches is not None else ():
                target = self.reader.target(branch)
                if target is not None:
                    heirs.setdefault(self.settle(target).id, []).append(site)
        return heirs


def _fits(looks_at: str, kind: str | None) -> bool:
    return looks_at == kind or (looks_at == "number" and kind == "integer")


def is_null(value: Json) -> bool:
    """Whether null is all that a schema accepts."""
    if not isinstance(value, dict):
        return False
    if "const" in value:
        return value["const"] is None
    return value.get("type") in ("null", ["null"]) or value.get("enum") == [None]


def says_nothing(site: Site) -> bool:
    """Whether a schema only annotates."""
    return site.value is True or (isinstance(site.value, dict) and annotations_only(site.value))


def _default(node: Node, facts: Facts) -> "Json | Missing":
    """Return the default that stands nearest: of parts that were joined, the last one's."""
    own = [part for part in facts.parts if part.site in node.sites]
    for part in (*reversed(own), *facts.parts):
        if "default" in part.value:
            return part.value["default"]
    return MISSING
