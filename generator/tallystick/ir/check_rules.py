"""Whether rules do what their examples say, by the official CEL runtime and a validator."""

from collections.abc import Iterator

from jsonschema_rs import Draft202012Validator

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.ir import rule_codes
from tallystick.ir.api import Api
from tallystick.ir.check_examples import compile_schema, refusal, show, unusable_schema
from tallystick.ir.exact import ExactSchemas
from tallystick.ir.rule_shapes import RuleShapes
from tallystick.ir.types import Type
from tallystick.rules.evaluate import Outcome, program
from tallystick.rules.model import Rule
from tallystick.text import Json


def check_rules(api: Api) -> Diagnostics:
    """Run the examples of every rule, each on the type that declares it.

    Args:
        api: The API.

    Returns:
        An error for each valid example that the rule or the schema refuses, and for each invalid
        one that the rule accepts.
    """
    return tuple(_check(api))


def _check(api: Api) -> Iterator[Diagnostic]:
    exact = ExactSchemas(api)
    shapes = RuleShapes(api.types)
    done: set[Span] = set()
    for type_ in sorted(api.types.values(), key=_inherits):
        fresh = [
            rule
            for rule in type_.rules
            if rule.text is not None and (rule.valid or rule.invalid) and rule.span not in done
        ]
        done.update(rule.span for rule in fresh)
        if fresh:
            yield from _check_type(exact, shapes, type_, fresh)


def _inherits(type_: Type) -> bool:
    """Whether no rule of a type is written at the type itself: such types come last."""
    own = type_.span.pointer + "/"
    return not any(
        rule.span.uri == type_.span.uri and rule.span.pointer.startswith(own)
        for rule in type_.rules
    )


def _check_type(
    exact: ExactSchemas,
    shapes: RuleShapes,
    type_: Type,
    rules: list[Rule],
) -> Iterator[Diagnostic]:
    validator: Draft202012Validator | None = None
    try:
        validator = compile_schema(exact.schema(type_.id))
    except ValueError as error:
        yield unusable_schema(type_.span, error)
    for rule in rules:
        run = program(rule.text or "", shapes[type_.id], shapes)
        for index, value in enumerate(rule.valid):
            span = rule.span.child("examples", "valid", index)
            yield from _accepted(rule, value, run.evaluate(value), span)
            yield from _fits(rule, value, validator, span)
        for index, value in enumerate(rule.invalid):
            if run.evaluate(value).satisfied:
                yield Diagnostic(
                    code=rule_codes.RULE_EXAMPLE_ACCEPTED,
                    message=f"the rule `{rule.id}` accepts its invalid example {show(value)}",
                    span=rule.span.child("examples", "invalid", index),
                    help="correct the rule or the example",
                )


def _accepted(rule: Rule, value: Json, outcome: Outcome, span: Span) -> Iterator[Diagnostic]:
    if outcome.satisfied:
        return
    reason = f" ({outcome.reason})" if outcome.reason else ""
    yield Diagnostic(
        code=rule_codes.RULE_EXAMPLE_REFUSED,
        message=f"the rule `{rule.id}` refuses its valid example {show(value)}{reason}",
        span=span,
        help="correct the rule or the example",
    )


def _fits(
    rule: Rule,
    value: Json,
    validator: Draft202012Validator | None,
    span: Span,
) -> Iterator[Diagnostic]:
    reason = None if validator is None else refusal(validator, value)
    if reason is not None:
        yield Diagnostic(
            code=rule_codes.RULE_EXAMPLE_REFUSED,
            message=f"the schema refuses the valid example {show(value)} of the rule `{rule.id}`:"
            f" {reason}",
            span=span,
            help="correct the schema or the example",
        )
