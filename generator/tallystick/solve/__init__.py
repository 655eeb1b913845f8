"""The solver: exact schemas and rules as SMT, asked for messages; oracles have the last word."""

from typing import TYPE_CHECKING

from tallystick.lazy import later

if TYPE_CHECKING:
    from tallystick.solve.answers import (
        Answer,
        Claim,
        DisagreementError,
        EdgePoint,
        Need,
        Proof,
        Question,
        Undecided,
        Witness,
    )
    from tallystick.solve.bound import Bound
    from tallystick.solve.confirm import Oracle, UnusableSchemaError
    from tallystick.solve.containment import Containment, contained, excluded, types_contained
    from tallystick.solve.contract import Contract, Contracts, bare
    from tallystick.solve.cover import Cover, Covering
    from tallystick.solve.edges import Edging, edges
    from tallystick.solve.solver import Solver, solver

__all__ = [
    "Answer",
    "Bound",
    "Claim",
    "Containment",
    "Contract",
    "Contracts",
    "Cover",
    "Covering",
    "DisagreementError",
    "EdgePoint",
    "Edging",
    "Need",
    "Oracle",
    "Proof",
    "Question",
    "Solver",
    "Undecided",
    "UnusableSchemaError",
    "Witness",
    "bare",
    "contained",
    "edges",
    "excluded",
    "solver",
    "types_contained",
]

__getattr__ = later(
    __name__,
    {
        "answers": "Answer Claim DisagreementError EdgePoint Need Proof Question Undecided Witness",
        "bound": "Bound",
        "confirm": "Oracle UnusableSchemaError",
        "containment": "Containment contained excluded types_contained",
        "contract": "Contract Contracts bare",
        "cover": "Cover Covering",
        "edges": "Edging edges",
        "solver": "Solver solver",
    },
)
