"""Types of the IR -> checkers: exact schemas compiled once, rules bound to their places."""

from collections.abc import Mapping
from typing import Any, Final

from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Record,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.exact import ExactSchemas, Flow
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.rules import Judge
from tallystick.serve.checking import Checker, Ruled, Schema, validator
from tallystick.serve.sources import Sources

STATUSES: Final[Mapping[str, frozenset[str]]] = {
    "all": frozenset({"stated", "inferred", "server"}),
    "stated": frozenset({"stated"}),
    "off": frozenset(),
}
"""``--rules`` -> statuses of the rules that are judged."""


class Compiler:
    """Compiles the types of one API, each once.

    Attributes:
        api: The API.
        sources: The schemas with their annotations, to make examples from.
        types: The types of the API.
    """

    def __init__(self, api: Api, rules: str) -> None:
        """Compile for an API.

        Args:
            api: The API.
            rules: ``all``, ``stated`` or ``off``.
        """
        self.api = api
        self.types = api.types
        self._statuses = STATUSES[rules]
        self._validators: dict[tuple[TypeId, Flow], Any] = {}
        self._ruled: dict[TypeId, Ruled] = {}
        self._useful: dict[TypeId, bool] = {}
        self._shapes = RuleShapes(api.types)
        self._exact = ExactSchemas(api)
        self.sources = Sources(api)

    def checker(self, type_id: TypeId, whole: str) -> Checker:
        """Return the checker of what callers send."""
        rules = self.ruled(type_id) if self._bears_rules(type_id) else None
        return Checker(self.validator(type_id, "request"), rules, whole)

    def schema(self, type_id: TypeId, flow: Flow) -> Schema:
        """Return the exact schema of a type, self-contained."""
        return self._exact.schema(type_id, flow)

    def validator(self, type_id: TypeId, flow: Flow) -> Any:
        """Return the compiled exact schema of a type."""
        found = self._validators.get((type_id, flow))
        if found is None:
            found = validator(self.schema(type_id, flow))
            self._validators[type_id, flow] = found
        return found

    def ruled(self, type_id: TypeId) -> Ruled:
        """Return the rules of a type and of what lies inside it."""
        if type_id in self._ruled:
            return self._ruled[type_id]
        ruled = self._ruled[type_id] = Ruled()
        declared = self.api.types[type_id]
        chosen = [rule for rule in declared.rules if rule.text and rule.status in self._statuses]
        if chosen:
            ruled.judge = Judge(chosen, self._shapes[type_id], self._shapes)
        self._fill(ruled, declared)
        return ruled

    def _fill(self, ruled: Ruled, declared: Type) -> None:
        if isinstance(declared, Record):
            for field in declared.fields:
                if self._bears_rules(field.type):
                    ruled.members[field.wire] = self.ruled(field.type)
            if isinstance(declared.additional, str) and self._bears_rules(declared.additional):
                ruled.each = self.ruled(declared.additional)
        elif isinstance(declared, Dictionary):
            if self._bears_rules(declared.values):
                ruled.each = self.ruled(declared.values)
        elif isinstance(declared, Array):
            ruled.prefix = tuple(
                self.ruled(item) if self._bears_rules(item) else None for item in declared.prefix
            )
            if declared.items is not None and self._bears_rules(declared.items):
                ruled.items = self.ruled(declared.items)
        elif isinstance(declared, Union):
            ruled.variants = tuple(
                (self.validator(variant, "request"), self.ruled(variant))
                for variant in declared.variants
                if self._bears_rules(variant)
            )

    def _bears_rules(self, type_id: TypeId) -> bool:
        """Whether a rule that is judged stands on a type or on anything reachable from it."""
        known = self._useful.get(type_id)
        if known is None:
            seen = {type_id}
            waiting = [type_id]
            known = False
            while waiting and not known:
                declared = self.api.types[waiting.pop()]
                known = any(rule.text and rule.status in self._statuses for rule in declared.rules)
                fresh = [part for part in parts(declared) if part not in seen]
                seen.update(fresh)
                waiting += fresh
            self._useful[type_id] = known
        return known


def parts(declared: Type) -> list[TypeId]:
    """Return the types that a type is made of."""
    if isinstance(declared, Record):
        more = [declared.additional] if isinstance(declared.additional, str) else []
        return [field.type for field in declared.fields] + more
    if isinstance(declared, Dictionary):
        return [declared.values]
    if isinstance(declared, Array):
        return [*declared.prefix, *([declared.items] if declared.items is not None else [])]
    return list(declared.variants) if isinstance(declared, Union) else []
