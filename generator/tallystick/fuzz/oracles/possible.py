"""Whether any answer can keep the schema of a response: some documents contradict themselves."""

from functools import cached_property
from importlib.util import find_spec
from typing import Final

from tallystick.ir import Api, TypeId
from tallystick.solve import Contracts, DisagreementError, Proof, UnusableSchemaError

EFFORT: Final = 1_000_000
"""The solver's units of work for one response: part of a second."""
PLACES: Final = 400
"""Pairs of a schema and a place that the solver looks at, about."""
MOST: Final = 12
"""Responses that are asked about: a server that breaks more is not excused by its document."""


class Possible:
    """Asks the solver about responses that were not kept."""

    def __init__(self, api: Api) -> None:
        """Ask about the responses of an API."""
        self._api = api
        self._known: dict[TypeId, Proof | None] = {}

    @cached_property
    def _contracts(self) -> Contracts:
        return Contracts(self._api)

    def against(self, type_id: TypeId) -> Proof | None:
        """Return the proof that no answer keeps a type; None where one does, or nobody knows."""
        proof = self.sought(type_id)
        return proof if proof is not None and proof.whole else None

    def sought(self, type_id: TypeId) -> Proof | None:
        """Return what `against` does, or the proof that none does within some bounds."""
        if type_id not in self._known:
            self._known[type_id] = self._asked(type_id) if len(self._known) < MOST else None
        return self._known[type_id]

    def _asked(self, type_id: TypeId) -> Proof | None:
        if find_spec("z3") is None:
            return None
        from tallystick.solve import Solver  # noqa: PLC0415 - campaigns do without it

        try:
            contract = self._contracts.contract(type_id, "response")
            answer = Solver(contract, effort=EFFORT, places=PLACES).satisfy()
        except (UnusableSchemaError, DisagreementError):
            return None
        return answer if isinstance(answer, Proof) else None
