"""Hunts for disagreements between the solver and the oracles, on random schemas and rules.

Each hunt looks at one random case and returns what is wrong with it; nothing, if all is well.
"""

import json
import random
from collections.abc import Iterator
from typing import Any, Final

import jsonschema_rs

from tallystick.diagnostics import Span
from tallystick.rules import (
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Program,
    Shape,
    Shapes,
    Simple,
    UnionShape,
    compile_rule,
    program,
)
from tallystick.rules.model import Rule
from tallystick.solve import (
    Answer,
    Claim,
    Contract,
    DisagreementError,
    Need,
    Proof,
    Solver,
    UnusableSchemaError,
    Witness,
    bare,
    contained,
)
from tallystick.solve.book import Bearing, Placed, RuleBook
from tallystick.solve.document import plain
from tallystick.solve.reading.inclusion import Inclusion
from tallystick.text import SpecText

from ..rules.values import message  # noqa: TID252 - pytest puts no folder on the path
from ..rules.values import value as random_value  # noqa: TID252 - as above
from ..rules.writer import Writer  # noqa: TID252 - as above
from .list_rules import ROOT, ListRules
from .random_schemas import Schemas

Problems = Iterator[str]
_EFFORT: Final = 2_000_000
"""Of z3, for one check: a hunt gives up early."""


def _validator(schema: Any) -> Any:
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    except ValueError:
        return None


def _is_valid(validator: Any, value: Any) -> bool:
    """Whether a value is valid; false for what the validator cannot read."""
    try:
        return bool(validator.is_valid(value))
    except (ValueError, OverflowError):
        return False


def hunt_schema(chance: random.Random) -> Problems:
    """What a solver says of a random schema is so of random values."""
    schemas = Schemas(chance)
    schema = schemas.document()
    validator = _validator(schema)
    if validator is None:
        return
    values = [schemas.value() for _ in range(40)]
    valid = [value for value in values if _is_valid(validator, value)]
    invalid = [value for value in values if not _is_valid(validator, value)]
    try:
        solver = Solver(bare(schema), effort=_EFFORT)
        if _whole(solver.satisfy()) and valid:
            yield f"no message is proved, but {valid[0]!r} is one: {json.dumps(schema)}"
        for claim in solver.claims[:4]:
            solver.violate(claim)
        yield from _values(solver, schema, valid[:2], invalid[:2])
    except UnusableSchemaError:
        return
    except DisagreementError as error:
        yield f"{error}: {json.dumps(schema)}"


def _values(solver: Solver, schema: Any, valid: list[Any], invalid: list[Any]) -> Problems:
    for value in valid:
        if _whole(solver.satisfy(Need("", "value", value))):
            yield f"{value!r} is proved impossible, but is valid: {json.dumps(schema)}"
    for value in invalid:
        if isinstance(solver.satisfy(Need("", "value", value)), Witness):
            yield f"{value!r} is made, but is invalid: {json.dumps(schema)}"


def _whole(answer: Answer) -> bool:
    return isinstance(answer, Proof) and answer.whole


def hunt_pair(chance: random.Random) -> Problems:
    """What is said of two random schemas is so of random values."""
    schemas = Schemas(chance)
    left, right = schemas.pair()
    one, other = _validator(left), _validator(right)
    if one is None or other is None:
        return
    said = f"{json.dumps(left)} in {json.dumps(right)}"
    try:
        certain = Inclusion(bare(left), bare(right)).certain()
        answer = contained(bare(left), bare(right), effort=_EFFORT)
    except UnusableSchemaError:
        return
    except DisagreementError as error:
        yield f"{error}: {said}"
        return
    for value in (schemas.value() for _ in range(40)) if certain or _whole(answer) else ():
        if _is_valid(one, value) and not _is_valid(other, value):
            yield f"{value!r} is in the left alone, though containment is proved: {said}"


# --- Rules ----------------------------------------------------------------------------------


def schema_of(shape: Shape) -> dict[str, Any]:
    """Return a schema whose values have a shape."""
    match shape:
        case Simple():
            return _simple(shape)
        case ListShape():
            return {"type": "array", "items": schema_of(shape.items)}
        case MapShape():
            return {"type": "object", "additionalProperties": schema_of(shape.values)}
        case UnionShape():
            return {"anyOf": [schema_of(variant) for variant in shape.variants]}
        case NamedShape():
            return {"$ref": f"#/$defs/{shape.name}"}
        case MessageShape():
            return _message(shape)


def _simple(shape: Simple) -> dict[str, Any]:
    names = {"bool": "boolean", "int": "integer", "double": "number"}
    if shape.kind == "any":
        return {}
    made: dict[str, Any] = {"type": names.get(shape.kind, shape.kind)}
    made |= {"enum": list(shape.values)} if shape.values else {}
    bounds = {"minimum": shape.minimum, "maximum": shape.maximum}
    return made | {name: bound for name, bound in bounds.items() if bound is not None}


def _message(shape: MessageShape) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, member in shape.members.items():
        inner = schema_of(member.shape)
        members[name] = {"anyOf": [inner, {"type": "null"}]} if member.nullable else inner
    required = [name for name, member in shape.members.items() if member.required]
    return {"type": "object", "properties": members, "required": required}


def ruled(text: str, shape: Shape, shapes: Shapes) -> Contract | None:
    """Return the contract of a shape with one rule; None when the rule does not compile."""
    expression, _ = compile_rule(text, shape, shapes, Span("rule", "/rule"))
    if expression is None:
        return None
    schema = {**schema_of(shape), "$defs": {name: schema_of(it) for name, it in shapes.items()}}
    document = plain(schema)
    book = RuleBook({})
    rule = Rule(
        id="R",
        text=text,
        expression=expression,
        message=SpecText(""),
        span=Span(document.root.span.uri, "/x-validations/0"),
    )
    book.shapes = shapes
    book.place(document.root.span, Placed(rule, expression, shape))
    return Contract(schema, document, (document.root,), book, Bearing(document, book))


def small_message(chance: random.Random, shapes: dict[str, Shape]) -> MessageShape:
    """Return a message of few members of many sorts; now and then it is recursive."""
    whole = message(chance, 0)
    names = chance.sample(sorted(whole.members), 5)
    members = {name: whole.members[name] for name in names}
    if chance.random() < 0.4:
        inner = MessageShape(name="Inner", members={it: whole.members[it] for it in names[:3]})
        members["inner"] = Member(shape=inner, required=chance.random() < 0.5)
        members["list"] = Member(shape=ListShape(items=inner))
    if chance.random() < 0.3:
        members["again"] = Member(shape=NamedShape(name="root"))
    shapes["root"] = made = MessageShape(name="Root", members=members)
    return made


def hunt_random_rule(chance: random.Random, count: int = 20) -> Problems:
    """What a solver says of a random rule is so of random values."""
    shapes: dict[str, Shape] = {}
    contract = None
    while contract is None:
        root = small_message(chance, shapes)
        text = Writer(chance, shapes).write("bool", {"self": root}, chance.choice((1, 2, 3)))
        contract = ruled(text, root, shapes)
    values = [random_value(root, chance, shapes) for _ in range(count)]
    try:
        yield from _ruled(text, contract, program(text, root, shapes), values)
    except DisagreementError as error:
        yield f"{text}: {error}"


def _ruled(text: str, contract: Contract, judge: Program, values: list[Any]) -> Problems:
    solver = Solver(contract, effort=_EFFORT)
    (claim,) = (it for it in solver.claims if it.keyword == "rule")
    some, none = solver.satisfy(), solver.violate(claim)
    validator = _validator(contract.schema)
    valid = [given for given in values if _is_valid(validator, given)]
    for given in valid:
        satisfied = judge.evaluate(given).satisfied
        if _whole(some if satisfied else none):
            yield f"{text}: proved impossible, but here it is: {json.dumps(given)}"
    for given in valid[:1]:
        yield from _value(text, solver, claim, given, satisfied=judge.evaluate(given).satisfied)


def _value(text: str, solver: Solver, claim: Claim, given: Any, *, satisfied: bool) -> Problems:
    need = Need("", "value", given)
    right = solver.satisfy(need) if satisfied else solver.violate(claim, need)
    wrong = solver.violate(claim, need) if satisfied else solver.satisfy(need)
    if _whole(right):
        yield f"{text}: {json.dumps(given)} is judged the other way"
    # A rule may tell 1.0 from 1, of which only one was judged.
    if isinstance(wrong, Witness) and _written(wrong.value) == _written(given):
        yield f"{text}: {json.dumps(given)} is judged both ways"


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def hunt_list_rules(chance: random.Random, count: int = 60) -> Problems:
    """What is said of two rules about lists is so of random values."""
    rules = ListRules(chance)
    left, right = rules.pair()
    one, other = ruled(left, ROOT, {}), ruled(right, ROOT, {})
    if one is None or other is None:
        return
    try:
        answer = contained(one, other, effort=_EFFORT)
    except DisagreementError as error:
        yield f"{error}: {left} in {right}"
        return
    if not _whole(answer):
        return
    judges = program(left, ROOT, {}), program(right, ROOT, {})
    for value in (rules.value() for _ in range(count)):
        if judges[0].evaluate(value).satisfied and not judges[1].evaluate(value).satisfied:
            yield f"{left} in {right}: proved, but {json.dumps(value)} is in the left alone"
