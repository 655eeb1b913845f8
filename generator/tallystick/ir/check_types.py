"""Whether values of the types can exist."""

from collections.abc import Iterator, Mapping

from tallystick.diagnostics import Diagnostic, unescape
from tallystick.ir import codes
from tallystick.ir.types import Field, Record, Type, TypeId, Union


def check_types(types: Mapping[TypeId, Type]) -> Iterator[Diagnostic]:
    """Yield contradictions of records, and unions whose discriminator cannot work."""
    reported: set[tuple[TypeId, str]] = set()
    for type_ in types.values():
        if isinstance(type_, Record):
            yield from _check_required(type_)
        elif isinstance(type_, Union) and type_.discriminator is not None:
            wire = type_.discriminator.wire
            fresh = [variant for variant in type_.variants if (variant, wire) not in reported]
            reported.update((variant, wire) for variant in fresh)
            for variant in fresh:
                yield from _check_variant(types[variant], wire)


def _check_required(record: Record) -> Iterator[Diagnostic]:
    """A required member that is not declared needs room among the additional ones."""
    if record.additional is not False or record.patterns:
        return
    for field in record.fields:
        if _is_undeclared(field):
            yield Diagnostic(
                code=codes.REQUIRED_REFUSED,
                message=f"`{field.wire}` is required but refused: it is not declared, and"
                " `additionalProperties` is false",
                span=field.span,
                help=f"declare `{field.wire}` under `properties`",
            )


def _is_undeclared(field: Field) -> bool:
    """A field that stands for an undeclared member has its place in the list of names."""
    return field.span.pointer.rpartition("/")[0].endswith("/required")


def _name(variant: Type) -> str:
    if not variant.named:
        return "this variant"
    name = variant.span.pointer.rpartition("/")[2]
    return f"the variant `{unescape(name)}`"


def _check_variant(variant: Type, wire: str) -> Iterator[Diagnostic]:
    if not isinstance(variant, Record):
        return
    field = next((field for field in variant.fields if field.wire == wire), None)
    if field is not None and field.required:
        return
    lack = "does not declare" if field is None else "does not require"
    yield Diagnostic(
        code=codes.DISCRIMINATOR_MEMBER,
        message=f"{_name(variant)} {lack} `{wire}`, which chooses it",
        span=variant.span,
        help=f"declare `{wire}` in the variant and list it under `required`",
    )
