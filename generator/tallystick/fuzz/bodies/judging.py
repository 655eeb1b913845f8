"""What a body breaks: its exact schema by a validator, its rules by the CEL runtime."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

import jsonschema_rs

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.meaning import Tags, claims
from tallystick.fuzz.bodies.remembering import Remembering, key
from tallystick.ir import Api, Array, Dictionary, Record, Type, TypeId, Union
from tallystick.ir.exact import ExactSchemas, Flow
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.rules import Rule
from tallystick.solve.effort import unheeded
from tallystick.text import Json

MAX_DEPTH: Final = 60
MOST_KNOWN: Final = 20_000
"""Parts of bodies of one type whose verdict is remembered."""
KEPT_DEPTH: Final = 4
"""Levels of a body whose parts are remembered: each costs its being spelt."""
Place: TypeAlias = tuple[str, str]
"""A rule or a keyword, and where in a body."""
NOTHING: Final[frozenset[Place]] = frozenset()
SCHEMA: Final = "schema:"
"""Before the keyword in the name of a claim."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What a value breaks.

    Attributes:
        keywords: (keyword, place) of its schema.
        rules: (rule id, place).
    """

    keywords: frozenset[Place]
    rules: frozenset[Place]

    @property
    def nothing(self) -> bool:
        """Whether the value is valid."""
        return not self.keywords and not self.rules

    def is_just(self, name: str, at: str) -> bool:
        """Whether one thing is broken and nothing else.

        Args:
            name: Id of a rule, or ``schema:<keyword>``, as claims have it.
            at: Where.
        """
        keyword = name.removeprefix(SCHEMA)
        if keyword == name:
            return not self.keywords and self.rules == {(name, at)}
        return not self.rules and self.keywords == {(keyword, at)}


SOUND: Final = Broken(frozenset(), frozenset())
"""What a valid body breaks."""


_Inner: TypeAlias = "tuple[tuple[str, str, _Rules], ...]"
"""Members of an object: name, step, rules."""


class _Rules:
    """The rules of one type and of what lies inside; filled in after all are made.

    Attributes:
        known: Part of a body -> what it breaks, with places in it: parts recur.
        live: A value of the type can meet a rule; where none can, nobody looks.
        inner: (member, step, its rules) of those that can meet one; None where any member can.
        tagged: Value of the member `tag` -> the variant that it stands for.
    """

    __slots__ = (
        *("each", "inner", "items", "judge", "known", "live", "members"),
        *("prefix", "tag", "tagged", "variants"),
    )

    def __init__(self) -> None:
        self.judge: Remembering | None = None
        self.known: dict[bytes, tuple[Place, ...]] = {}
        self.live = False
        self.members: dict[str, _Rules] = {}
        self.inner: _Inner | None = None
        self.items: _Rules | None = None
        self.prefix: tuple[_Rules, ...] = ()
        self.each: _Rules | None = None
        self.variants: tuple[tuple[Any, _Rules], ...] = ()
        self.tag = ""
        self.tagged: dict[str, _Rules] = {}

    def inside(self) -> "list[_Rules]":
        """Return the rules of what a value is made of."""
        others = [each for each in (self.items, self.each) if each is not None]
        variants = [each for _, each in self.variants]
        return [*self.members.values(), *self.prefix, *others, *variants]


def _settle(rules: _Rules) -> None:
    """Mark everything from where a rule can be met."""
    above: dict[int, list[_Rules]] = {}
    found: dict[int, _Rules] = {}
    todo = [rules]
    while todo:
        each = todo.pop()
        if id(each) in found:
            continue
        found[id(each)] = each
        for below in each.inside():
            above.setdefault(id(below), []).append(each)
            todo.append(below)
    todo = [each for each in found.values() if each.live or each.judge is not None]
    while todo:
        each = todo.pop()
        each.live = True
        todo += [outer for outer in above.get(id(each), ()) if not outer.live]
    for each in found.values():
        if each.each is None or not each.each.live:
            live = ((name, below) for name, below in each.members.items() if below.live)
            each.inner = tuple((name, f"/{escape(name)}", below) for name, below in live)


class Judging:
    """Validators and rules of one API, each type compiled once.

    Attributes:
        api: The API.
    """

    def __init__(self, api: Api) -> None:
        """Judge values of `api`."""
        self.api = api
        self._exact = ExactSchemas(api)
        self._shapes = RuleShapes(api.types)
        self._validators: dict[tuple[TypeId, Flow], Any] = {}
        self._rules: dict[tuple[TypeId, Flow], _Rules] = {}
        self._roots: dict[tuple[TypeId, Flow], _Rules] = {}
        self._tags = Tags(api)
        self._heeded: Callable[[], None] = unheeded

    def heed(self, check: Callable[[], None] = unheeded) -> None:
        """Have every judgement, and every check of a solver that makes bodies, ask first.

        Args:
            check: Called before each of them; what it raises ends what is being made.
        """
        self._heeded = check

    def checkpoint(self) -> None:
        """Ask whether to go on."""
        self._heeded()

    def validator(self, type_id: TypeId, flow: Flow) -> Any:
        """Return the compiled exact schema of a type; formats are asserted.

        Raises:
            ValueError: The validator refuses the schema.
        """
        self._heeded()
        found = self._validators.get((type_id, flow))
        if found is None:
            schema = self._exact.schema(type_id, flow)
            found = jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
            self._validators[type_id, flow] = found
        return found

    def fits(self, type_id: TypeId, value: Json, flow: Flow = "request") -> bool:
        """Whether the schema alone accepts a value."""
        return bool(self.validator(type_id, flow).is_valid(value))

    def variant(self, type_id: TypeId, value: Json, flow: Flow = "request") -> TypeId | None:
        """Return the type of a value: of a union the variant that fits, None where none does."""
        declared = self.api.types[type_id]
        if not isinstance(declared, Union):
            return type_id
        fitting = (each for each in declared.variants if self.fits(each, value, flow))
        found = next(fitting, None)
        return None if found is None else self.variant(found, value, flow)

    def broken(self, type_id: TypeId, value: Json, flow: Flow = "request") -> Broken:
        """Return all that a value breaks. Rules are judged even where the schema refuses."""
        validator = self.validator(type_id, flow)
        keywords = NOTHING
        if not validator.is_valid(value):
            keywords = frozenset(self._claims(validator, type_id, value))
        rules = self.rules_broken(type_id, value, flow)
        return Broken(keywords, rules) if keywords or rules else SOUND

    def rules_broken(
        self, type_id: TypeId, value: Json, flow: Flow = "request"
    ) -> frozenset[Place]:
        """Return the rules that a value breaks: found much sooner than why a schema refuses it."""
        rules = self._live(type_id, flow)
        found = _met(rules, value, 0) if rules is not None and value is not None else ()
        return frozenset(found) if found else NOTHING

    def single(self, type_id: TypeId, value: Json, flow: Flow = "request") -> Broken | None:
        """Return what a value breaks when that is one thing or nothing, None when it is more."""
        broken = self.rules_broken(type_id, value, flow)
        if len(broken) > 1:
            return None
        validator = self.validator(type_id, flow)
        if validator.is_valid(value):
            return Broken(NOTHING, broken) if broken else SOUND
        keywords: set[Place] = set()
        for each in () if broken else self._claims(validator, type_id, value):
            keywords.add(each)
            if len(keywords) > 1:
                return None
        return Broken(frozenset(keywords), broken) if keywords else None

    def _claims(self, validator: Any, type_id: TypeId, value: Json) -> Iterator[Place]:
        """Yield what a value breaks of a schema."""
        listed = partial(self._listed, type_id, value)
        return claims(validator.iter_errors(value), listed)

    def _listed(self, type_id: TypeId, value: Json, path: Sequence[str | int]) -> frozenset[str]:
        """Return the names of the members that are declared at a place of a value."""
        for step in path:
            declared = self.api.types[self._meant(type_id, value)]
            if isinstance(value, dict) and isinstance(declared, Record | Dictionary):
                members = {it.wire: it.type for it in self.api.fields(declared.id)}
                each = declared.values if isinstance(declared, Dictionary) else None
                below = members.get(str(step), each)
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(declared, Array) and isinstance(step, int):
                first = declared.prefix
                below = first[step] if step < len(first) else declared.items
                value = value[step]
            else:
                below = None
            if below is None:
                return frozenset()
            type_id = below
        return frozenset(it.wire for it in self.api.fields(self._meant(type_id, value)))

    def _meant(self, type_id: TypeId, value: Json) -> TypeId:
        """Return the variant of a union that a value means by its tag, other types as they are."""
        declared = self.api.types[type_id]
        if not isinstance(declared, Union) or not isinstance(value, dict):
            return type_id
        tag, found = self._tags.of(declared)
        return found.get(str(value.get(tag)), type_id)

    def _live(self, type_id: TypeId, flow: Flow) -> _Rules | None:
        """Return the rules that a value of a type can meet, None when there are none."""
        rules = self._roots.get((type_id, flow))
        if rules is None:
            rules = self._roots[type_id, flow] = self._of(type_id, flow)
            _settle(rules)
        return rules if rules.live else None

    def rules_at(self, type_id: TypeId) -> dict[tuple[str, str], tuple[Rule, TypeId]]:
        """Return every rule with text that a value of a type can meet, by (id, place)."""
        found: dict[tuple[str, str], tuple[Rule, TypeId]] = {}
        todo: list[tuple[TypeId, str, tuple[TypeId, ...]]] = [(type_id, "", ())]
        while todo:
            current, at, above = todo.pop()
            declared = self.api.types[current]
            for rule in declared.rules:
                if rule.text is not None:
                    found.setdefault((rule.id, at), (rule, current))
            if current not in above and len(above) < MAX_DEPTH:
                below = (*above, current)
                todo += [(inner, at + step, below) for step, inner in inside(declared)]
        return found

    def _of(self, type_id: TypeId, flow: Flow) -> _Rules:
        if (type_id, flow) in self._rules:
            return self._rules[type_id, flow]
        made = self._rules[type_id, flow] = _Rules()
        declared = self.api.types[type_id]
        if any(rule.text is not None for rule in declared.rules):
            made.judge = Remembering(declared.rules, self._shapes[type_id], self._shapes)
        if isinstance(declared, Record):
            made.members = {field.wire: self._of(field.type, flow) for field in declared.fields}
            if isinstance(declared.additional, str):
                made.each = self._of(declared.additional, flow)
        elif isinstance(declared, Dictionary):
            made.each = self._of(declared.values, flow)
        elif isinstance(declared, Array):
            made.prefix = tuple(self._of(item, flow) for item in declared.prefix)
            made.items = None if declared.items is None else self._of(declared.items, flow)
        elif isinstance(declared, Union):
            made.variants = tuple(
                (self.validator(each, flow), self._of(each, flow)) for each in declared.variants
            )
            made.tag, found = self._tags.of(declared)
            made.tagged = {value: self._of(each, flow) for value, each in found.items()}
        return made


def _met(rules: _Rules, value: Json, depth: int) -> list[Place]:
    """Return (rule, place) of each broken rule of a value and of what is inside."""
    judge = rules.judge
    found = [(name, "") for name in judge.names(value)] if judge is not None else []
    if isinstance(value, dict):
        for name, step, judged in _inner(rules, value) if rules.inner is None else rules.inner:
            member = value.get(name)
            if member is not None:
                met = _remembered(judged, member, depth + 1)
                found += [(rule, step + at) for rule, at in met]
    elif isinstance(value, list) and (rules.prefix or rules.items is not None):
        for index, item in enumerate(value):
            below = rules.prefix[index] if index < len(rules.prefix) else rules.items
            if below is not None and below.live and item is not None:
                found += [(rule, f"/*{at}") for rule, at in _remembered(below, item, depth + 1)]
    return found + _met_by_variant(rules, value, depth) if rules.variants else found


def _inner(rules: _Rules, value: dict[str, Json]) -> _Inner:
    """Return the members of an object that can meet a rule, where any member can."""
    each = [(name, rules.members.get(name, rules.each)) for name in value]
    live = ((name, below) for name, below in each if below is not None and below.live)
    return tuple((name, f"/{escape(name)}", below) for name, below in live)


def _met_by_variant(rules: _Rules, value: Json, depth: int) -> list[Place]:
    """Return what a value breaks of the variants that accept it, or of the one that it means."""
    fitting = [each for validator, each in rules.variants if validator.is_valid(value)]
    if not fitting and isinstance(value, dict):
        tag = value.get(rules.tag)
        meant = rules.tagged.get(tag) if isinstance(tag, str) else None
        fitting = [] if meant is None else [meant]
    return [place for each in fitting if each.live for place in _met(each, value, depth)]


def _remembered(rules: _Rules, value: Json, depth: int) -> Sequence[Place]:
    """Return what a part of a body breaks; asked only once for parts that are not deep inside."""
    if depth > KEPT_DEPTH:
        return _met(rules, value, depth) if depth <= MAX_DEPTH else ()
    spelt = key(value)
    found = rules.known.get(spelt)
    if found is None:
        if len(rules.known) >= MOST_KNOWN:
            rules.known.clear()
        found = rules.known[spelt] = tuple(_met(rules, value, depth))
    return found


def inside(declared: Type) -> list[tuple[str, TypeId]]:
    """Return the (step, type) that a type is made of."""
    if isinstance(declared, Record):
        return [("/" + escape(field.wire), field.type) for field in declared.fields]
    if isinstance(declared, Array):
        items = [] if declared.items is None else [declared.items]
        return [("/*", item) for item in (*declared.prefix, *items)]
    if isinstance(declared, Dictionary):
        return [("/*", declared.values)]
    return [("", each) for each in declared.variants] if isinstance(declared, Union) else []


def spelling() -> Callable[[Json], str]:
    """Return what spells JSON.

    The encoder of the library makes its fast half anew for each value; it is made once here, where
    there is one.
    """
    plain = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    text = json.encoder.encode_basestring
    fast = make(None, plain.default, text, None, ":", ",", *(False, False, True))
    return lambda value: "".join(fast(value, 0))


_SPELT: Final = spelling()


def compact(value: Json) -> bytes:
    """Return JSON as it is sent; the same value gives the same bytes."""
    return _SPELT(value).encode("utf-8", "surrogatepass")
