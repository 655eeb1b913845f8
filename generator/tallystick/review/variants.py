"""What a variant of a ``oneOf`` has for itself."""

from typing import Any, Final

from tallystick.ir.types import TypeId, Union
from tallystick.solve import Contract, Contracts
from tallystick.solve.book import Bearing
from tallystick.solve.document import At, Document

_BESIDE: Final = ("$schema", "$defs")


def alone(
    contracts: Contracts, union: Union, variant: TypeId, rivals: tuple[TypeId, ...]
) -> Contract:
    """Return the contract of what is of a variant and of none of its rivals.

    Args:
        contracts: Of the API.
        union: A ``oneOf``.
        variant: One of its variants.
        rivals: The variants that may accept the same values.
    """
    own = contracts.contract(variant)
    others = [contracts.contract(rival) for rival in rivals]
    defs = dict(own.document.defs)
    for other in others:
        defs |= other.document.defs
    denied: dict[str, Any] = {"not": {"anyOf": [_plain(other) for other in others]}}
    schema: dict[str, Any] = {
        "allOf": [_plain(own), denied],
        "$defs": {name: at.value for name, at in defs.items()},
    }
    document = Document(own.document.root, defs)
    return Contract(
        schema=schema,
        document=document,
        roots=(*own.roots, At(denied, union.span)),
        book=own.book,
        bearing=Bearing(document, own.book),
    )


def _plain(contract: Contract) -> Any:
    schema = contract.schema
    if not isinstance(schema, dict):
        return schema
    return {key: value for key, value in schema.items() if key not in _BESIDE}
