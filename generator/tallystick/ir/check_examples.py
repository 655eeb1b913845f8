"""Whether examples and defaults satisfy their schemas, by an independent validator."""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from jsonschema_rs import (
    Draft202012Validator,
    Validator,
    ValidatorMap,
    validator_map_for,
)

from tallystick.diagnostics import Diagnostic, Diagnostics, Note, Span, escape
from tallystick.ir import codes
from tallystick.ir.api import Api, Content, Example, MediaKind, Operation, Parameter
from tallystick.ir.exact import ExactSchemas, Flow
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.ir.types import MISSING, Doc, Record, TypeId
from tallystick.rules.evaluate import Judge
from tallystick.text import Json

_SHOWN: Final = 120
"""Characters of a value in a message."""
_FLOWS: Final[tuple[Flow, ...]] = ("request", "response")


class Claim(NamedTuple):
    """A value that the document says belongs to a schema.

    Attributes:
        value: The value.
        where: Its schema: a type, or the place of the schema.
        span: Where the value stands.
        flow: Who sends it; None when both may.
        default: It is a default, no example.
    """

    value: Json
    where: TypeId | Span
    span: Span
    flow: Flow | None = None
    default: bool = False


def check_examples(api: Api) -> Diagnostics:
    """Check every example and default of an API against its schema, formats included.

    Examples of forms, texts and binary bodies, which are no JSON values, are left alone. An
    example of a schema may leave out members that only one side sends.

    Args:
        api: The API.

    Returns:
        One warning for each value that its schema refuses, and for each schema that no validator
        takes; there, nothing was checked.
    """
    claims = [*_type_claims(api), *_operation_claims(api)]
    seen = {(claim.span, claim.where): claim for claim in claims}
    return tuple(_Checker(api, list(seen.values())).run())


class _Checker:
    """Validators of one API; those of the schemas as written are compiled at once."""

    def __init__(self, api: Api, claims: list[Claim]) -> None:
        self._exact = ExactSchemas(api)
        self._claims = claims
        self._keys: dict[TypeId | Span, str] = {}
        for claim in claims:
            self._keys.setdefault(claim.where, str(len(self._keys)))
        self._single: dict[tuple[TypeId | Span, Flow | None], Draft202012Validator | None] = {}
        self._refused: dict[Span, Diagnostic] = {}
        self._types = api.types
        self._shapes = RuleShapes(api.types)
        self._judges: dict[TypeId | Span, Judge | None] = {}

    def run(self) -> Iterator[Diagnostic]:
        together = self._together()
        for claim in self._claims:
            key = f"#/$defs/{self._keys[claim.where]}"
            validator = None if together is None else together.get(key)
            accepted = validator is not None and refusal(validator, claim.value) is None
            problem = None if accepted else self._problem(claim)
            if problem is not None:
                yield _invalid(claim, problem)
            elif accepted:
                yield from self._broken(claim)
        yield from self._refused.values()

    def _broken(self, claim: Claim) -> Iterator[Diagnostic]:
        """Judge a value by the rules of its type itself."""
        judge = self._judge(claim.where)
        for violation in judge.violations(claim.value) if judge is not None else ():
            rule = violation.rule
            yield Diagnostic(
                code=codes.EXAMPLE_BREAKS_RULE,
                message=f"the example breaks the rule `{rule.id}`: {shorten(rule.message.raw)}",
                span=claim.span,
                help="correct the example or the rule",
                notes=(Note(message="the rule is here", span=rule.span),),
            )

    def _judge(self, where: TypeId | Span) -> Judge | None:
        if where not in self._judges:
            type_ = None if isinstance(where, Span) else self._types[where]
            judge = None
            if type_ is not None and type_.rules:
                judge = Judge(type_.rules, self._shapes[type_.id], self._shapes)
            self._judges[where] = judge
        return self._judges[where]

    def _together(self) -> ValidatorMap | None:
        """Compile everything in one go; a schema that cannot be compiled is left out."""
        ids = {key: where for where, key in self._keys.items()}
        try:
            return validator_map_for(
                self._exact.whole(ids),
                validate_formats=True,
                offline=True,
            )
        except ValueError:
            return None

    def _problem(self, claim: Claim) -> str | None:
        """Return why a value is refused, as written and, if it may be, in each direction."""
        flows = (None, claim.flow) if claim.flow else (None, *_FLOWS)
        first: str | None = None
        for flow in flows:
            validator = self._validator(claim.where, flow)
            if validator is None:
                return None
            reason = refusal(validator, claim.value)
            if reason is None:
                return None
            first = first or reason
        return first

    def _validator(self, where: TypeId | Span, flow: Flow | None) -> Draft202012Validator | None:
        key = (where, flow)
        if key not in self._single:
            try:
                self._single[key] = compile_schema(self._exact.schema(where, flow))
            except ValueError as error:
                self._single[key] = None
                span = self._exact.place(where)
                self._refused[span] = unusable_schema(span, error)
        return self._single[key]


def compile_schema(schema: dict[str, Json]) -> Draft202012Validator:
    """Return a validator of an exact schema, formats asserted.

    Raises:
        ValueError: The validator refuses the schema.
    """
    return Draft202012Validator(schema, validate_formats=True, offline=True)


def unusable_schema(span: Span, error: ValueError) -> Diagnostic:
    """Say that a validator refuses a schema."""
    reason = (str(error).splitlines() or [""])[0]
    return Diagnostic(
        code=codes.SCHEMA_UNUSABLE,
        message=f"no validator takes this schema: {shorten(reason)}",
        span=span,
        help="correct the keyword",
    )


def refusal(validator: Validator, value: Json) -> str | None:
    """Say why a value is refused, and where in it; None when it is accepted."""
    try:
        error = next(iter(validator.iter_errors(value)), None)
    except ValueError as problem:
        return f"the validator cannot read it: {shorten(str(problem))}"
    if error is None:
        return None
    pointer = "".join(f"/{escape(str(step))}" for step in error.instance_path)
    where = f" (at `{pointer}`)" if pointer else ""
    return shorten(error.message) + where


def shorten(text: str) -> str:
    """Cut a text that is too long for a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def show(value: Json) -> str:
    """Return a value as short JSON."""
    return shorten(json.dumps(value, ensure_ascii=False))


def _invalid(claim: Claim, problem: str) -> Diagnostic:
    what = "default" if claim.default else "example"
    return Diagnostic(
        code=codes.DEFAULT_INVALID if claim.default else codes.EXAMPLE_INVALID,
        message=f"the {what} does not satisfy its schema: {problem}",
        span=claim.span,
        help=f"correct the {what} or the schema",
    )


def _type_claims(api: Api) -> Iterator[Claim]:
    """Yield the examples and defaults of types and of members."""
    for id_, type_ in api.types.items():
        yield from _doc_claims(api, type_.doc, id_, type_.span)
        if type_.default is not MISSING:
            span = type_.span.child("default")
            yield Claim(type_.default, id_, span, default=True)
        if isinstance(type_, Record):
            yield from _field_claims(api, type_)


def _field_claims(api: Api, record: Record) -> Iterator[Claim]:
    """Yield what stands at members beside references; the rest is the members' types'."""
    for field in record.fields:
        if field.span == api.types[field.type].span:
            continue
        yield from _doc_claims(api, field.doc, field.span, field.span)
        if field.default is not MISSING:
            yield Claim(field.default, field.span, field.span.child("default"), default=True)


def _doc_claims(
    api: Api,
    doc: Doc,
    where: TypeId | Span,
    span: Span,
) -> Iterator[Claim]:
    if not doc.examples:
        return
    raw = api.resolved.at(span.uri, span.pointer)
    listed = isinstance(raw, dict) and isinstance(raw.get("examples"), list)
    for index, value in enumerate(doc.examples):
        place = span.child("examples", index) if listed else span.child("example")
        yield Claim(value, where, place)


def _operation_claims(api: Api) -> Iterator[Claim]:
    for operation in all_operations(api):
        for parameter in operation.parameters:
            yield from _parameter_claims(parameter)
        if operation.body is not None:
            for content in operation.body.contents:
                yield from _content_claims(content, "request")
        for response in operation.responses:
            for content in response.contents:
                yield from _content_claims(content, "response")


def all_operations(api: Api) -> Iterator[Operation]:
    """Yield every operation: of paths, of webhooks, of callbacks."""
    todo = [*api.operations, *api.webhooks]
    for operation in todo:
        yield operation
        for callback in operation.callbacks:
            todo += callback.operations


def _parameter_claims(parameter: Parameter) -> Iterator[Claim]:
    if parameter.content is None:
        yield from _named_claims(parameter.examples, parameter.type, "request")
    else:
        yield from _content_claims(parameter.content, "request")


def _content_claims(content: Content, flow: Flow) -> Iterator[Claim]:
    if content.kind is MediaKind.JSON and content.type is not None:
        yield from _named_claims(content.examples, content.type, flow)


def _named_claims(
    examples: tuple[Example, ...],
    where: TypeId,
    flow: Flow,
) -> Iterator[Claim]:
    for example in examples:
        if example.value is not MISSING:
            yield Claim(example.value, where, example.span, flow)
