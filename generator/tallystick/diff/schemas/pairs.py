"""Two versions of one type, schema by schema: a graph of pairs, each compared once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from tallystick.diff.kinds import Kind
from tallystick.diff.schemas.deltas import Delta, deltas
from tallystick.diff.schemas.nodes import Contains, Group, Node, Part, View
from tallystick.diff.schemas.variants import matched, unwrapped
from tallystick.diff.schemas.views import Views
from tallystick.diff.unchanged.following import is_settled
from tallystick.ir.types import MISSING, Missing
from tallystick.solve.document import At
from tallystick.text import Json

StepKind: TypeAlias = Literal[
    "member", "pattern", "rest", "prefix", "items", "names", "dependent", "branch"
]


class Step(NamedTuple):
    """How one schema leads to another below it, or, for a branch, beside it.

    Attributes:
        name: The member, pattern or number of the item.
        old: For a branch: it, in the old version.
        new: Likewise.
    """

    kind: StepKind
    name: str = ""
    old: At | None = None
    new: At | None = None


@dataclass(slots=True, eq=False)
class Pair:
    """Two schemas that correspond.

    Attributes:
        deltas: What differs at them.
        below: What corresponds below them.
        hidden: Differences that there are if one of these pairs differs.
        read: It was looked into; what is small and written the same is not.
    """

    old: Node
    new: Node
    reading: tuple[Views, Views]
    deltas: list[Delta] = field(default_factory=list)
    below: list[tuple[Step, "Pair"]] = field(default_factory=list)
    hidden: list[tuple[Delta, list["Pair"]]] = field(default_factory=list)
    read: bool = True

    @property
    def views(self) -> tuple[View, View]:
        """The one form of both."""
        return self.reading[0].view(self.old), self.reading[1].view(self.new)


class Pairs:
    """All pairs of one flow."""

    def __init__(self, old: Views, new: Views) -> None:
        """Compare two versions."""
        self._old, self._new = old, new
        self.views = {"old": old, "new": new}
        self._known: dict[object, Pair] = {}
        self._todo: list[Pair] = []

    def pair(self, old: Node, new: Node) -> Pair:
        """Return the pair of two schemas, all that it reaches compared."""
        pair = self._pair(old, new)
        hiding: list[Pair] = []
        while self._todo:
            item = self._todo.pop()
            self._expand(item)
            if item.hidden:
                hiding.append(item)
        self._uncover(hiding)
        return pair

    def _uncover(self, hiding: list[Pair]) -> None:
        """Add the differences that lie hidden; one may uncover another."""
        before = -1
        while before != sum(len(it.hidden) for it in hiding):
            before = sum(len(it.hidden) for it in hiding)
            for pair in hiding:
                found = [it for it in pair.hidden if any(map(self._differs, it[1]))]
                pair.hidden = [it for it in pair.hidden if it not in found]
                pair.deltas += [delta for delta, _ in found]

    def all(self) -> list[Pair]:
        """Return all pairs so far."""
        return list(self._known.values())

    def same(self, old: Node, new: Node) -> bool:
        """Whether two schemas say the same of every value, as far as their form shows it."""
        return not self._differs(self.pair(old, new))

    def _differs(self, pair: Pair) -> bool:
        return any(not delta.silent for it in reached(pair) for delta in it.deltas)

    def _pair(self, old: Node, new: Node) -> Pair:
        old, new = self._old.meant(old), self._new.meant(new)
        key = (old.key, new.key)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Pair(old, new, (self._old, self._new))
            both = (self._old, old), (self._new, new)
            found.read = not is_settled(*both) and not same_text(*both)
            if found.read:
                self._todo.append(found)
        return found

    def _expand(self, pair: Pair) -> None:
        old, new = pair.views
        if bool(old.groups) != bool(new.groups):
            pair.old = unwrapped(self._old, pair.old)
            pair.new = unwrapped(self._new, pair.new)
            old, new = pair.views
        pair.deltas += deltas(old, new)
        if old.never or new.never:
            return
        for step, left, right in self._steps(old, new):
            pair.below.append((step, self._pair(left, right)))
        if "object" in old.kinds & new.kinds:
            pair.deltas += self._tables(pair)
        pair.deltas += self._logic(pair)
        pair.deltas += self._unions(pair)

    def _steps(self, old: View, new: View) -> Iterator[tuple[Step, Node, Node]]:
        """Yield what corresponds below two views."""
        both = old.kinds & new.kinds
        if "object" in both:
            yield from self._members(old, new)
        if "array" in both:
            for index in range(min(len(old.prefix), len(new.prefix))):
                yield Step("prefix", str(index)), old.item(index), new.item(index)
            if old.items.parts or new.items.parts:
                yield Step("items"), old.items, new.items

    def _members(self, old: View, new: View) -> Iterator[tuple[Step, Node, Node]]:
        tables: tuple[tuple[StepKind, dict[str, Node], dict[str, Node]], ...] = (
            ("member", old.members, new.members),
            ("pattern", old.patterns, new.patterns),
            ("dependent", old.dependent, new.dependent),
        )
        for kind, left, right in tables:
            for name in left:
                if name in right:
                    yield Step(kind, name), left[name], right[name]
        if self._is_schema(old.rest, self._old) and self._is_schema(new.rest, self._new):
            yield Step("rest"), old.rest, new.rest
        for index, names in enumerate(zip(old.names, new.names, strict=False)):
            yield Step("names", str(index)), *names

    def _is_schema(self, node: Node, views: Views) -> bool:
        return bool(node.parts) and not views.view(node).never

    def _tables(self, pair: Pair) -> Iterator[Delta]:
        """Yield what one of the views has schemas for and the other has not."""
        old, new = pair.views
        rests = self._openness(old.rest, self._old), self._openness(new.rest, self._new)
        if rests[0] != rests[1]:
            yield Delta(
                kind=Kind.ADDITIONAL_MEMBERS_CHANGED,
                keywords=("additionalProperties", "unevaluatedProperties"),
                before=rests[0],
                after=rests[1],
            )
        for kind, keyword, left, right in (
            (Kind.PATTERN_MEMBERS_CHANGED, "patternProperties", old.patterns, new.patterns),
            (Kind.DEPENDENT_SCHEMA_CHANGED, "dependentSchemas", old.dependent, new.dependent),
        ):
            for name in sorted(left.keys() ^ right.keys()):
                before, after = _schema(left.get(name)), _schema(right.get(name))
                keywords = (keyword,)
                yield Delta(kind=kind, keywords=keywords, name=name, before=before, after=after)
        if len(old.names) != len(new.names):
            kind = Kind.MEMBER_NAMES_CHANGED
            before, after = _schemas(old.names), _schemas(new.names)
            yield Delta(kind=kind, keywords=("propertyNames",), before=before, after=after)

    def _openness(self, node: Node, views: Views) -> Json:
        """Return what stands for a schema of further members: true, false, or "schema"."""
        if not node.parts:
            return True
        return False if views.view(node).never else "schema"

    def _logic(self, pair: Pair) -> Iterator[Delta]:
        old, new = pair.views
        for kind, keyword, left, right in (
            (Kind.NOT_CHANGED, "not", old.nots, new.nots),
            (
                Kind.UNEVALUATED_CHANGED,
                "unevaluatedProperties",
                old.unevaluated_members,
                new.unevaluated_members,
            ),
            (
                Kind.UNEVALUATED_CHANGED,
                "unevaluatedItems",
                old.unevaluated_items,
                new.unevaluated_items,
            ),
        ):
            before, after = _schemas(left), _schemas(right)
            delta = Delta(kind=kind, keywords=(keyword,), before=before, after=after)
            yield from self._unless(pair, delta, left, right)
        delta = Delta(
            kind=Kind.CONDITION_CHANGED,
            keywords=("if", "then", "else"),
            before=_schemas(tuple(it.test for it in old.conditions)),
            after=_schemas(tuple(it.test for it in new.conditions)),
        )
        flat = [tuple(node for it in view.conditions for node in it) for view in pair.views]
        yield from self._unless(pair, delta, *flat)
        delta = Delta(
            kind=Kind.CONTAINS_CHANGED,
            keywords=("contains", "minContains", "maxContains"),
            before=_counts(old.contains),
            after=_counts(new.contains),
        )
        counts = [[it[1:] for it in view.contains] for view in pair.views]
        if counts[0] != counts[1]:
            yield delta
            return
        tests = [tuple(it.node for it in view.contains) for view in pair.views]
        yield from self._unless(pair, delta, *tests)

    def _unless(
        self, pair: Pair, delta: Delta, old: tuple[Node, ...], new: tuple[Node, ...]
    ) -> Iterator[Delta]:
        """Yield a difference, unless two lists of schemas turn out to say the same."""
        if len(old) != len(new):
            yield delta
        elif old:
            below = [self._pair(left, right) for left, right in zip(old, new, strict=True)]
            pair.hidden.append((delta, below))

    def _unions(self, pair: Pair) -> Iterator[Delta]:
        old, new = pair.views
        if not old.groups and not new.groups:
            return
        if len(old.groups) != len(new.groups):
            yield Delta(
                kind=Kind.UNION_CHANGED,
                keywords=("oneOf", "anyOf"),
                before=[it.keyword for it in old.groups],
                after=[it.keyword for it in new.groups],
            )
            return
        for left, right in zip(old.groups, new.groups, strict=True):
            yield from self._union(pair, left, right)

    def _union(self, pair: Pair, old: Group, new: Group) -> Iterator[Delta]:
        keywords = ("oneOf", "anyOf")
        if old.keyword != new.keyword:
            before, after = old.keyword, new.keyword
            yield Delta(kind=Kind.UNION_CHANGED, keywords=keywords, before=before, after=after)
        nodes = [[Node((Part(at),)) for at in group.branches] for group in (old, new)]
        same, gone, come = matched((self._old, nodes[0]), (self._new, nodes[1]))
        for left, right in same:
            step = Step("branch", "", old.branches[left], new.branches[right])
            pair.below.append((step, self._pair(nodes[0][left], nodes[1][right])))
        for index in gone:
            name = label(old.branches[index])
            kind = Kind.VARIANT_REMOVED
            yield Delta(kind=kind, keywords=keywords, name=name, before=name)
        for index in come:
            name = label(new.branches[index])
            yield Delta(kind=Kind.VARIANT_ADDED, keywords=keywords, name=name, after=name)


def same_text(old: tuple[Views, Node], new: tuple[Views, Node]) -> bool:
    """Whether two small schemas without rules are written the same, and refer to nothing.

    Args:
        old: A schema, and how it is read.
        new: Another one.
    """
    return len(old[1].parts) == len(new[1].parts) and all(
        left.at.value == right.at.value
        and left.dropped == right.dropped
        and is_small(left.at.value)
        and repr(left.at.value) == repr(right.at.value)
        and not old[0].bearing(left.at)
        and not new[0].bearing(right.at)
        for left, right in zip(old[1].parts, new[1].parts, strict=True)
    )


def is_small(value: Json, depth: int = 3) -> bool:
    """Whether a schema holds no reference and little else."""
    if isinstance(value, dict):
        if "$ref" in value or depth == 0 or len(value) > _SMALL:
            return False
        return all(is_small(it, depth - 1) for it in value.values())
    if isinstance(value, list):
        return not any(isinstance(it, dict | list) for it in value) or (
            depth > 0 and all(is_small(it, depth - 1) for it in value)
        )
    return True


_SMALL: Final = 12


def reached(pair: Pair) -> list[Pair]:
    """Return a pair and all that it reaches, each once, nearest first."""
    found = [pair]
    seen = {id(pair)}
    for item in found:  # the list grows meanwhile
        for _, below in item.below:
            if id(below) not in seen:
                seen.add(id(below))
                found.append(below)
    return found


def label(branch: At) -> str:
    """Return what a branch of a union is called."""
    schema = branch.keywords
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return reference.rpartition("/")[2].removeprefix("@")
    title = schema.get("title")
    if isinstance(title, str):
        return title
    kind = schema.get("type")
    return kind if isinstance(kind, str) else branch.span.pointer.rpartition("/")[2]


def _schema(node: Node | None) -> "Json | Missing":
    return MISSING if node is None or not node.parts else node.parts[0].at.value


def _schemas(nodes: tuple[Node, ...]) -> "Json | Missing":
    found = [it.parts[0].at.value for it in nodes if it.parts]
    return found or MISSING


def _counts(contains: tuple[Contains, ...]) -> "Json | Missing":
    found: list[Json] = [{"minContains": it.least, "maxContains": it.most} for it in contains]
    return found or MISSING
