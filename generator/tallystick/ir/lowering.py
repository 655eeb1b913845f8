"""Rules written into the schemas of their documents, for tools that read schemas alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Code, Diagnostic, Diagnostics, Span
from tallystick.ir.api import Api
from tallystick.ir.exact import ExactSchemas
from tallystick.ir.lowering_codes import RULE_LOWERED_IN_PART, RULE_NOT_LOWERED
from tallystick.ir.lowering_scope import Uses
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.ir.types import Type
from tallystick.resolve.model import Resolved, Target
from tallystick.resolve.pointer import value_at
from tallystick.rules.lowering import Lowered, lower_rule, takes_null
from tallystick.rules.model import Rule
from tallystick.rules.shape import ANY, Shape, UnionShape
from tallystick.text import Json

NO_EXPRESSION: Final = "it has no expression, only a server can judge it"
IN_PART: Final = ", in part"
_LISTS: Final = ("x-validations", "x-kubernetes-validations")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredRule:
    """A rule and what of it stands in its schema now.

    Attributes:
        doubts: What is not said, a part of a sentence each; empty when all is.
        written: Whether anything was written.
    """

    rule: Rule
    doubts: tuple[str, ...]
    written: bool


def lower_rules(api: Api, *, keep: bool = True) -> tuple[Resolved, tuple[LoweredRule, ...]]:
    """Write the rules of an API into its schemas, as far as JSON Schema has words for them.

    Each goes into the ``allOf`` of its schema, with its id as ``$comment``. No message is refused
    that schemas and rules accept.

    Args:
        api: The API.
        keep: Keep the rules themselves; otherwise those that are said whole are left out.

    Returns:
        The documents anew, and every rule in the order of the documents.
    """
    return _Lowering(api).run(keep=keep)


def notices(lowered: tuple[LoweredRule, ...]) -> Diagnostics:
    """Say which rules are not lowered, or in part only, and why; one sentence each."""
    return tuple(
        _notice(RULE_LOWERED_IN_PART if item.written else RULE_NOT_LOWERED, item)
        for item in lowered
        if item.doubts
    )


def _notice(code: Code, item: LoweredRule) -> Diagnostic:
    verb = "is lowered in part" if item.written else "is not lowered"
    message = f"the rule `{item.rule.id}` {verb}: {'; '.join(item.doubts)}"
    return Diagnostic(code=code, message=message, span=item.rule.span)


def is_lowered(api: Api, rule: Rule) -> bool:
    """Whether a document says a rule in the schema too, as `lower_rules` writes it."""
    schema = api.resolved.at(rule.span.uri, rule.span.pointer.rsplit("/", 2)[0])
    branches = schema.get("allOf") if isinstance(schema, dict) else None
    listed = branches if isinstance(branches, list) else []
    comments = [it.get("$comment") for it in listed if isinstance(it, dict)]
    return _comment(rule) in comments or _comment(rule) + IN_PART in comments


def _comment(rule: Rule) -> str:
    return f"rule {rule.id}"


class EnforcedShapes(RuleShapes):
    """Shapes that promise no more than the exact schemas do: a type that is implied is open."""

    def _shape(self, type_: Type) -> Shape:
        shape = super()._shape(type_)
        return UnionShape(variants=(shape, ANY)) if type_.implied else shape


class _Lowering:
    """Lowers the rules of one API."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._shapes = EnforcedShapes(api.types)
        self._exact = ExactSchemas(api)
        self._uses = Uses(api.resolved)
        self._null: dict[Span, bool] = {}
        self._asked: dict[Target, str] = {}
        self._overlapping: dict[Target, Span] = {}

    def run(self, *, keep: bool) -> tuple[Resolved, tuple[LoweredRule, ...]]:
        """Lower all rules."""
        owners = self._owners()
        places = {(it.uri, it.pointer) for it in owners}
        self._asked = self._uses.asked(places)
        self._overlapping = self._uses.overlapping(places)
        done: list[LoweredRule] = []
        written: dict[Target, list[Json]] = {}
        for place, rules in owners.items():
            for rule, types in rules.values():
                lowered = self._judged(place, rule, self._lower(rule, types))
                has_schema = lowered.schema is not None
                done.append(LoweredRule(rule=rule, doubts=lowered.doubts, written=has_schema))
                if lowered.schema is not None:
                    schema = self._finished(place, lowered.schema)
                    comment = _comment(rule) + (IN_PART if lowered.doubts else "")
                    entries = written.setdefault((place.uri, place.pointer), [])
                    entries.append({"$comment": comment, **schema})
        dropped = () if keep else tuple(it.rule.span for it in done if not it.doubts)
        return self._written(written, dropped), tuple(done)

    def _judged(self, place: Span, rule: Rule, lowered: Lowered) -> Lowered:
        """Return what may be written, given where else the schema of a rule is used."""
        target = (place.uri, place.pointer)
        if target in self._asked and rule.expression is not None:
            words = f"its schema is used under `{self._asked[target]}` too, where no rule applies"
            return Lowered(schema=None, doubts=(words,))
        if target in self._overlapping and lowered.schema is not None:
            union = self._overlapping[target].pointer
            words = f"other branches of `{union}` may accept what breaks it"
            return Lowered(schema=lowered.schema, doubts=(*lowered.doubts, words))
        return lowered

    def _owners(self) -> dict[Span, dict[Span, tuple[Rule, list[Type]]]]:
        """Return the rules by the place of their schema, each with the types that have it."""
        found: dict[Span, dict[Span, tuple[Rule, list[Type]]]] = {}
        for type_ in self._api.types.values():
            for rule in type_.rules:
                place = Span(rule.span.uri, rule.span.pointer.rsplit("/", 2)[0])
                known = found.setdefault(place, {}).setdefault(rule.span, (rule, []))
                if type_.span == place:
                    found[place][rule.span] = (rule, [type_])
                elif not any(it.span == place for it in known[1]):
                    known[1].append(type_)
        return found

    def _lower(self, rule: Rule, types: list[Type]) -> Lowered:
        """Lower a rule for the one type of its schema, or for all that inherit it."""
        if rule.expression is None:
            return Lowered(schema=None, doubts=(NO_EXPRESSION,))
        found = [
            lower_rule(own.expression, self._shapes[type_.id], self._shapes)
            for type_ in types
            for own in type_.rules
            if own.span == rule.span and own.expression is not None
        ]
        if any(item.schema != found[0].schema for item in found):
            return Lowered(schema=None, doubts=("it means different things in the types it is in",))
        return found[0]

    def _finished(self, place: Span, schema: dict[str, Any]) -> dict[str, Any]:
        """Return a lowered schema that lets null pass, and that hides what it looks at."""
        if not takes_null(schema) and self._accepts_null(place):
            schema = {"anyOf": [{"type": "null"}, schema]}
        if self._uses.unevaluated:
            # What it looks at must not count as evaluated for the schema around it.
            schema = {"not": {"not": schema}}
        return schema

    def _accepts_null(self, place: Span) -> bool:
        if place not in self._null:
            try:
                validator = Draft202012Validator(self._exact.schema(place), offline=True)
                self._null[place] = validator.is_valid(None)
            except ValueError:
                self._null[place] = True
        return self._null[place]

    def _written(self, written: dict[Target, list[Json]], dropped: tuple[Span, ...]) -> Resolved:
        """Return the documents with lowered rules in them."""
        resolved = self._api.resolved
        uris = {uri for uri, _ in written} | {span.uri for span in dropped}
        roots: dict[str, Json] = {
            uri: json.loads(json.dumps(resolved.documents[uri].root)) for uri in uris
        }
        for (uri, pointer), entries in written.items():
            _insert(value_at(roots[uri], pointer), entries)
        for place, indexes in _by_list(dropped):
            _drop(value_at(roots[place.uri], place.pointer.rpartition("/")[0]), place, indexes)
        documents = {
            uri: replace(it, root=roots[uri]) if uri in roots else it
            for uri, it in resolved.documents.items()
        }
        return replace(resolved, documents=documents, entry=documents[resolved.entry.uri])


def _insert(schema: Json, entries: list[Json]) -> None:
    """Add to the ``allOf`` of a schema, which comes before the rules where it is new."""
    if not isinstance(schema, dict):
        return
    known = schema.get("allOf")
    if isinstance(known, list):
        known.extend(entries)
        return
    members = list(schema.items())
    schema.clear()
    for key, value in members:
        if key in _LISTS and "allOf" not in schema:
            schema["allOf"] = entries
        schema[key] = value


def _by_list(dropped: tuple[Span, ...]) -> Iterator[tuple[Span, set[int]]]:
    """Yield the lists that rules are dropped from, with their positions."""
    found: dict[Span, set[int]] = {}
    for span in dropped:
        above, _, index = span.pointer.rpartition("/")
        found.setdefault(Span(span.uri, above), set()).add(int(index))
    yield from found.items()


def _drop(schema: Json, place: Span, indexes: set[int]) -> None:
    if not isinstance(schema, dict):
        return
    key = place.pointer.rpartition("/")[2]
    rules = schema[key]
    listed = rules if isinstance(rules, list) else []
    kept = [it for index, it in enumerate(listed) if index not in indexes]
    if kept:
        schema[key] = kept
    else:
        del schema[key]
