"""What a variant of a ``oneOf`` has for itself."""

from tallystick.ir.types import TypeId, Union
from tallystick.solve import Contract, Contracts
from tallystick.solve.document import At


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
    others = [contracts.contract(rival) for rival in rivals]
    defs = {name: at for other in others for name, at in other.document.defs.items()}
    denied = At({"not": {"anyOf": [other.bare for other in others]}}, union.span)
    return contracts.contract(variant).having(denied, defs)
