"""Whether a variant of a ``oneOf`` has a message of its own."""

from tallystick.ir.types import TypeId, Union
from tallystick.review.asking import Asker, Tally
from tallystick.solve import Contract, Contracts, Proof, Solver, UnusableSchemaError
from tallystick.solve.document import Document
from tallystick.solve.rules import Bearing


def dead_variant(contracts: Contracts, union: Union, variant: TypeId, tally: Tally) -> Proof | None:
    """Return the proof that no message of a union is of a variant; None when there is none.

    Args:
        contracts: Of the API.
        union: A ``oneOf``.
        variant: One of its variants.
        tally: Where questions are counted.
    """
    try:
        solver = Solver(_both(contracts, union.id, variant))
    except (UnusableSchemaError, RecursionError):
        return None
    return Asker((solver,), tally).possible()


def _both(contracts: Contracts, union: TypeId, variant: TypeId) -> Contract:
    """Return the contract of what is both of a union and of its variant."""
    whole, part = contracts.contract(union), contracts.contract(variant)
    schemas = []
    for contract in (whole, part):
        schema = contract.schema
        assert isinstance(schema, dict)  # noqa: S101 - types have schemas with `$schema` in them
        schemas.append({key: it for key, it in schema.items() if key not in ("$schema", "$defs")})
    defs = {**whole.document.defs, **part.document.defs}
    document = Document(whole.document.root, defs)
    return Contract(
        schema={"allOf": schemas, "$defs": {name: at.value for name, at in defs.items()}},
        document=document,
        roots=(*whole.roots, *part.roots),
        book=whole.book,
        bearing=Bearing(document, whole.book),
    )
