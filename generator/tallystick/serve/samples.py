"""Values of a type to show: those of the document, else made from its schema, else solved."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from tallystick.ir import MISSING, Array, Content, Missing, Record, TypeId, Union
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable, Wish, make
from tallystick.text import Json

EFFORT: Final = 3_000_000
"""The solver's units of work for one value: part of a second."""
PLACES: Final = 1_500
"""Pairs of a schema and a place that the solver looks at, about."""
MAX_DEPTH: Final = 16
"""Levels of a value that are looked into for members that nothing lists."""


def shown(content: Content) -> tuple[Json, ...]:
    """Return the whole values that a document shows of a content."""
    return tuple(it.value for it in content.examples if not isinstance(it.value, Missing))


def sample(compiler: Compiler, type_id: TypeId, wish: Wish, known: Sequence[Json] = ()) -> Json:
    """Return a value of a type, as answers have it.

    Args:
        compiler: Of the API.
        type_id: The type.
        wish: What it should look like.
        known: Values that come first, where the type accepts them.

    Raises:
        Unmakeable: No value was found that the type accepts.
    """
    valid = compiler.validator(type_id, "response").is_valid
    for value in known:
        if valid(value):
            return value
    try:
        return make(compiler.sources.of(type_id), wish, valid, compiler.sources.follow)
    except Unmakeable:
        found = _solved(compiler, type_id)
        if isinstance(found, Missing) or not valid(found):
            raise
        return found


def _solved(compiler: Compiler, type_id: TypeId) -> "Json | Missing":
    """Return what the solver finds, where it is installed."""
    try:
        from tallystick.solve import (  # noqa: PLC0415 - an extra, and slow to load
            Contracts,
            DisagreementError,
            Solver,
            UnusableSchemaError,
            Witness,
        )
    except ImportError:
        return MISSING
    with suppress(UnusableSchemaError, DisagreementError):
        contract = Contracts(compiler.api).contract(type_id, "response")
        answer = Solver(contract, effort=EFFORT, places=PLACES).satisfy()
        if isinstance(answer, Witness):
            return answer.value
    return MISSING


def listed(compiler: Compiler, type_id: TypeId, value: Json, depth: int = 0) -> Json:
    """Return a value without the members that its records do not list for answers.

    Callers sent them; those that a record lists for requests alone are among them.
    """
    declared = compiler.types[type_id]
    if depth > MAX_DEPTH:
        return value
    if isinstance(declared, Union):
        accepts = (each for each in declared.variants if _accepted(compiler, each, value))
        variant = next(accepts, None)
        return value if variant is None else listed(compiler, variant, value, depth + 1)
    if isinstance(declared, Array) and isinstance(value, list) and declared.items is not None:
        count = len(declared.prefix)
        rest = (listed(compiler, declared.items, item, depth + 1) for item in value[count:])
        return [*value[:count], *rest]
    if not isinstance(declared, Record) or not isinstance(value, dict):
        return value
    return dict(_members(compiler, declared, value, depth))


def _members(
    compiler: Compiler, declared: Record, value: dict[str, Json], depth: int
) -> Iterator[tuple[str, Json]]:
    fields = {field.wire: field for field in declared.fields}
    others = not fields or declared.patterns or declared.additional is not True
    for name, part in value.items():
        if name in fields:
            if fields[name].direction != "write":
                yield name, listed(compiler, fields[name].type, part, depth + 1)
        elif others:
            yield name, part


def _accepted(compiler: Compiler, type_id: TypeId, value: Json) -> bool:
    return bool(compiler.validator(type_id, "response").is_valid(value))
