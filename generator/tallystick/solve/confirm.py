"""The oracles: a JSON Schema validator and the official CEL runtime, asked about one message.

Neither shares anything with the encoding but the document.
"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from tallystick.diagnostics import Span, escape
from tallystick.rules import Judge, Rule, Shape
from tallystick.solve.answers import Claim
from tallystick.solve.blame import claim_of
from tallystick.solve.contract import Contract
from tallystick.solve.document import At, Schema
from tallystick.solve.encoding.names import applies_to_name
from tallystick.text import Json

_UNREADABLE = (ValueError, OverflowError, RecursionError)


class UnusableSchemaError(ValueError):
    """No validator takes the schema."""


class Oracle:
    """Judges messages of one contract."""

    def __init__(self, contract: Contract) -> None:
        """Compile the schema.

        Raises:
            UnusableSchemaError: The validator refuses it.
        """
        self._contract = contract
        self._branches: dict[int, jsonschema_rs.Draft202012Validator] = {}
        self._judges: dict[Span, tuple[Judge, ...]] = {}
        self._members: dict[tuple[int, Span], dict[str, At]] = {}
        self._validator = self._compile(contract.schema)

    def _compile(self, schema: Schema) -> jsonschema_rs.Draft202012Validator:
        try:
            return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
        except ValueError as error:
            raise UnusableSchemaError(str(error).partition("\n")[0]) from None

    def valid(self, value: Json) -> bool:
        """Whether the schema accepts a value, rules aside."""
        try:
            return self._validator.is_valid(value)
        except _UNREADABLE:
            return False

    def keywords(self, value: Json) -> frozenset[tuple[str, str]]:
        """Return what the schema refuses: (keyword, JSON Pointer into the value)."""
        return frozenset(
            (
                claim_of(error, self._contract).keyword,
                "".join(f"/{escape(str(step))}" for step in error.instance_path),
            )
            for error in self._validator.iter_errors(value)
        )

    def accepts(self, value: Json) -> bool:
        """Whether schema and rules accept a value."""
        return self.valid(value) and not self.broken_rules(value)

    def refusals(self, value: Json) -> tuple[Claim, ...]:
        """Return the claims that refuse a value: the schema's, or, if it has none, the rules."""
        found = [claim_of(error, self._contract) for error in self._validator.iter_errors(value)]
        return tuple(dict.fromkeys(found)) or tuple(sorted(self.broken_rules(value), key=str))

    def breaks_only(self, value: Json, claim: Claim) -> bool:
        """Whether one keyword refuses a value and nothing else; in a union, in one branch of it."""
        try:
            errors = [*self._validator.iter_errors(value)]
        except _UNREADABLE:
            return False
        return self._is_alone(errors, claim) and not self.broken_rules(value)

    def _is_alone(self, errors: list[jsonschema_rs.ValidationError], claim: Claim) -> bool:
        if len(errors) != 1:
            return False
        branches = getattr(errors[0].kind, "context", ())
        return claim_of(errors[0], self._contract) == claim or any(
            self._is_alone(branch, claim) for branch in branches
        )

    def broken_rules(self, value: Json) -> frozenset[Claim]:
        """Return the rules that a value breaks, which the schema accepts."""
        return frozenset(
            claim
            for root in self._contract.roots
            for claim in self._broken(root, value, frozenset())
        )

    def _broken(self, at: At, value: Json, open_: frozenset[int]) -> Iterator[Claim]:
        if value is None or not self._contract.bearing(at) or id(at.value) in open_:
            return
        for judge in self._judges_of(at):
            for found in judge.violations(value):
                yield Claim(found.rule.span, "rule", found.rule.id)
        schema = at.keywords
        here = open_ | {id(at.value)}
        target = self._contract.document.target(schema)
        for below in [] if target is None else [target]:
            yield from self._broken(below, value, here)
        for keyword in ("allOf", "anyOf", "oneOf"):
            for index in range(len(schema.get(keyword, ()))):
                branch = at.child(keyword, index)
                if keyword == "allOf" or self._accepts(branch, value):
                    yield from self._broken(branch, value, here)
        yield from self._below(at, schema, value)

    def _below(self, at: At, schema: dict[str, Any], value: Json) -> Iterator[Claim]:
        if isinstance(value, dict):
            declared = self._declared(at, schema)
            for name, member in value.items():
                if name in declared:
                    yield from self._broken(declared[name], member, frozenset())
                for below in self._unnamed(at, schema, name):
                    yield from self._broken(below, member, frozenset())
        elif isinstance(value, list):
            prefix = len(schema.get("prefixItems", ()))
            for index, item in enumerate(value):
                if index < prefix:
                    yield from self._broken(at.child("prefixItems", index), item, frozenset())
                elif "items" in schema:
                    yield from self._broken(at.child("items"), item, frozenset())

    def _declared(self, at: At, schema: dict[str, Any]) -> dict[str, At]:
        """Return name -> schema of the members that are declared and bear rules: found once."""
        key = id(at.value), at.span
        known = self._members.get(key)
        if known is None:
            every = {name: at.child("properties", name) for name in schema.get("properties", ())}
            known = {name: it for name, it in every.items() if self._contract.bearing(it)}
            self._members[key] = known
        return known

    def _unnamed(self, at: At, schema: dict[str, Any], name: str) -> Iterator[At]:
        """Yield what patterns, and the keyword for all others, say of a member."""
        below = [at.child("patternProperties", it) for it in schema.get("patternProperties", ())]
        below += [at.child("additionalProperties")] if "additionalProperties" in schema else []
        for inner in below:
            if self._contract.bearing(inner) and applies_to_name(schema, inner, at, name):
                yield inner

    def _accepts(self, at: At, value: Json) -> bool:
        """Whether a branch of a union accepts a value."""
        if not self._contract.bearing(at):
            return False  # nobody asks
        validator = self._branches.get(id(at.value))
        if validator is None:
            defs = {name: inner.value for name, inner in self._contract.document.defs.items()}
            validator = self._compile({**at.keywords, "$defs": defs})
            self._branches[id(at.value)] = validator
        return validator.is_valid(value)

    def _judges_of(self, at: At) -> tuple[Judge, ...]:
        """Return what judges by the rules of a schema: those of one shape read a value once."""
        known = self._judges.get(at.span)
        if known is None:
            grouped: dict[Shape, list[Rule]] = {}
            for placed in self._contract.book.at(at.span):
                grouped.setdefault(placed.shape, []).append(placed.rule)
            shapes = self._contract.book.shapes
            known = tuple(Judge(rules, shape, shapes) for shape, rules in grouped.items())
            self._judges[at.span] = known
        return known
