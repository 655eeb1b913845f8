"""Values of which a campaign makes very many."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def light(kind: type[Made]) -> type[Made]:
    """Make a data class whose members are never set again, as type checkers see to it.

    One that is frozen sees to it itself, and takes several times as long to make.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(kind)
