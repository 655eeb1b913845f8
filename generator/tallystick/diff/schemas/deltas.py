"""What differs between two views, keyword by keyword."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.diff.kinds import Kind
from tallystick.diff.rule_text import same_rule, text_of
from tallystick.diff.schemas.nodes import KINDS, Bound, View
from tallystick.ir.facts import same
from tallystick.ir.types import MISSING, Missing
from tallystick.ir.widths import WIDTHS
from tallystick.rules.model import Rule
from tallystick.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """One difference.

    Attributes:
        kind: What it is.
        keywords: Keywords that a validator gives as the reason when it matters; the first that is
            written gives the place.
        name: The member that it is about, "" when none.
        required: The member must be present.
        silent: It cannot make a message valid or invalid.
    """

    kind: Kind
    keywords: tuple[str, ...]
    before: "Json | Missing" = MISSING
    after: "Json | Missing" = MISSING
    name: str = ""
    required: bool = False
    silent: bool = False


_VALUES: Final = ("enum", "const", "anyOf", "oneOf")
_LISTED: Final = (*_VALUES, "type")
_WIDTH: Final = ("format", "minimum", "maximum")
_TYPE: Final = ("type", "enum", "const", "anyOf", "oneOf")


def deltas(old: View, new: View) -> Iterator[Delta]:
    """Yield what differs at the views themselves; below them is for others to say."""
    if old.never != new.never:
        yield _valued(Kind.TYPE_CHANGED, _TYPE, spelled(old), spelled(new))
        return
    yield from _kinds(old, new)
    yield from _enums(old, new)
    both = old.kinds & new.kinds
    if both & {"integer", "number"}:
        yield from _bounds(old, new)
    if both & {"integer", "number", "string"}:
        yield from _texts(old, new)
    if "array" in both:
        yield from _arrays(old, new)
    if "object" in both:
        yield from _objects(old, new)
    yield from _rules(old, new)


def _valued(
    kind: Kind, keywords: tuple[str, ...], before: "Json | Missing", after: "Json | Missing"
) -> Delta:
    return Delta(kind=kind, keywords=keywords, before=before, after=after)


def spelled(view: View) -> "Json | Missing":
    """Return the kinds of a view as ``type`` spells them; MISSING for all, ``[]`` for none."""
    if view.never:
        return []
    kinds = view.kinds - {"null"}
    if kinds == KINDS - {"null"}:
        return MISSING
    if "number" in kinds:
        kinds -= {"integer"}
    names: list[Json] = [*sorted(kinds)] or ["null"]
    return names[0] if len(names) == 1 else names


def _kinds(old: View, new: View) -> Iterator[Delta]:
    listed = old.enum is not None, new.enum is not None
    apart = bool(old.groups) and bool(new.groups)  # variants say the rest
    kinds = (old.own, new.own) if apart else (old.kinds, new.kinds)
    left, right = kinds[0] - {"null"}, kinds[1] - {"null"}
    told = (listed[0] and left <= right) or (listed[1] and right <= left) or all(listed)
    if left != right and not told:
        yield _valued(Kind.TYPE_CHANGED, _TYPE, spelled(old), spelled(new))
    nulls = "null" in kinds[0], "null" in kinds[1]
    apart = bool(left) and bool(right) and KINDS not in kinds
    if nulls[0] != nulls[1] and (left == right or apart):
        kind = Kind.NULL_ALLOWED if nulls[1] else Kind.NULL_REFUSED
        yield _valued(kind, _TYPE, spelled(old), spelled(new))


def _enums(old: View, new: View) -> Iterator[Delta]:
    if old.enum is None or new.enum is None:
        if new.enum is not None:
            yield _valued(Kind.ENUM_ADDED, _VALUES, MISSING, list(new.enum))
        if old.enum is not None:
            yield _valued(Kind.ENUM_REMOVED, _VALUES, list(old.enum), MISSING)
        return
    gone = _without(old.enum, new.enum)
    come = _without(new.enum, old.enum)
    if gone:
        yield _valued(Kind.ENUM_VALUES_REMOVED, _LISTED, gone, MISSING)
    if come:
        yield _valued(Kind.ENUM_VALUES_ADDED, _LISTED, MISSING, come)


def _without(values: tuple[Json, ...], others: tuple[Json, ...]) -> list[Json]:
    return [it for it in values if it is not None and not any(same(it, other) for other in others)]


def plain(bound: Bound | None) -> "Json | Missing":
    """Return the number of a bound."""
    if bound is None:
        return MISSING
    return int(bound.value) if bound.value.denominator == 1 else float(bound.value)


def _bounds(old: View, new: View) -> Iterator[Delta]:
    for side, names in (
        ("low", ("minimum", "exclusiveMinimum")),
        ("high", ("maximum", "exclusiveMaximum")),
    ):
        before, after = (_said(view, getattr(view, side)) for view in (old, new))
        if before != after:
            yield _valued(
                Kind.RANGE_CHANGED, names, _named_bound(before, names), _named_bound(after, names)
            )
    if old.multiples != new.multiples:
        steps = [
            [plain(Bound(it, exclusive=False)) for it in sorted(view.multiples)]
            for view in (old, new)
        ]
        yield _valued(Kind.MULTIPLE_CHANGED, ("multipleOf",), _few(steps[0]), _few(steps[1]))


def _said(view: View, bound: Bound | None) -> Bound | None:
    """Return a bound, None when it is only what a format says."""
    widths = [WIDTHS[name] for name in view.formats if name in WIDTHS]
    return None if bound is not None and any(bound.value in it for it in widths) else bound


def _named_bound(bound: Bound | None, names: tuple[str, str]) -> "Json | Missing":
    value = plain(bound)
    return MISSING if value is MISSING or bound is None else {names[bound.exclusive]: value}


def _few(values: "list[Json | Missing]") -> "Json | Missing":
    """Return the only value, the list of several, MISSING for none."""
    items = [it for it in values if it is not MISSING]
    if not items:
        return MISSING
    return items[0] if len(items) == 1 else items


def _texts(old: View, new: View) -> Iterator[Delta]:
    yield from _limits(old, new, Kind.LENGTH_CHANGED, ("min_length", "max_length"), "Length")
    for kind, keyword, before, after in (
        (Kind.PATTERN_CHANGED, "pattern", old.texts, new.texts),
        (Kind.FORMAT_CHANGED, "format", old.formats, new.formats),
    ):
        if before != after:
            bounds = not WIDTHS.keys().isdisjoint(before | after)
            keywords_ = _WIDTH if bounds else (keyword,)
            yield _valued(kind, keywords_, _few([*sorted(before)]), _few([*sorted(after)]))
    if old.content != new.content:
        keywords = ("contentEncoding", "contentMediaType")
        before_: Json = {**dict(old.content)}
        after_: Json = {**dict(new.content)}
        kind = Kind.ENCODED_CONTENT_CHANGED
        yield Delta(kind=kind, keywords=keywords, before=before_, after=after_, silent=True)


def _limits(
    old: View, new: View, kind: Kind, fields: tuple[str, str], noun: str
) -> Iterator[Delta]:
    for field, side in zip(fields, ("min", "max"), strict=True):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            keyword = f"{side}{noun}"
            yield _valued(kind, (keyword,), _limit(keyword, before), _limit(keyword, after))


def _limit(keyword: str, value: int | None) -> "Json | Missing":
    if value is None or (value == 0 and keyword.startswith("min")):
        return MISSING
    return {keyword: value}


def _arrays(old: View, new: View) -> Iterator[Delta]:
    yield from _limits(old, new, Kind.ITEM_COUNT_CHANGED, ("min_items", "max_items"), "Items")
    if old.unique != new.unique:
        yield _valued(Kind.UNIQUE_ITEMS_CHANGED, ("uniqueItems",), old.unique, new.unique)
    if len(old.prefix) != len(new.prefix):
        keywords = ("prefixItems", "items")
        kind = Kind.PREFIX_ITEMS_CHANGED
        yield _valued(kind, keywords, len(old.prefix), len(new.prefix))


def _objects(old: View, new: View) -> Iterator[Delta]:
    keywords = ("min_members", "max_members")
    yield from _limits(old, new, Kind.MEMBER_COUNT_CHANGED, keywords, "Properties")
    for name in old.members:
        if name not in new.members:
            rest = ("additionalProperties", "unevaluatedProperties", "patternProperties")
            kind, required = Kind.MEMBER_REMOVED, name in old.required
            yield Delta(
                kind=kind,
                keywords=("required", *rest) if required else rest,
                name=name,
                before=name,
                required=required,
            )
    for name in new.members:
        if name not in old.members:
            kind, required = Kind.MEMBER_ADDED, name in new.required
            yield Delta(kind=kind, keywords=("required",), name=name, after=name, required=required)
    yield from _required(old, new)
    if old.dependent_required != new.dependent_required:
        before, after = (_lists(view.dependent_required) for view in (old, new))
        kind = Kind.DEPENDENT_REQUIRED_CHANGED
        yield _valued(kind, ("dependentRequired",), before, after)


def _lists(table: dict[str, frozenset[str]]) -> "Json | Missing":
    return {name: [*sorted(others)] for name, others in sorted(table.items())} or MISSING


def _required(old: View, new: View) -> Iterator[Delta]:
    told = old.members.keys() ^ new.members.keys()
    for name in sorted(new.required - old.required):
        if name not in told:
            yield Delta(
                kind=Kind.MEMBER_REQUIRED,
                keywords=("required",),
                name=name,
                after=name,
                required=True,
            )
    for name in sorted(old.required - new.required):
        if name not in told:
            kind = Kind.MEMBER_OPTIONAL
            yield Delta(kind=kind, keywords=("required",), name=name, before=name)


def _rules(old: View, new: View) -> Iterator[Delta]:
    before, after = ({rule.id: rule for rule in view.rules} for view in (old, new))
    for id_, rule in before.items():
        if id_ not in after:
            yield _rule(Kind.RULE_REMOVED, rule, None)
        elif not same_rule(rule, after[id_]):
            yield _rule(Kind.RULE_CHANGED, rule, after[id_])
    for id_, rule in after.items():
        if id_ not in before:
            yield _rule(Kind.RULE_ADDED, None, rule)


def _rule(kind: Kind, before: Rule | None, after: Rule | None) -> Delta:
    named = after or before
    return Delta(
        kind=kind,
        keywords=("rule",),
        before=MISSING if before is None else text_of(before),
        after=MISSING if after is None else text_of(after),
        name=named.id if named else "",
        silent=all(it is None or it.text is None for it in (before, after)),
    )
