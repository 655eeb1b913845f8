"""One version of an API: its contracts and how they are read."""

from dataclasses import dataclass
from typing import TypeAlias

from tallystick.diagnostics import Span
from tallystick.diff.closing import Closing, Unknown
from tallystick.diff.judging import Judges
from tallystick.diff.nodes import ANYTHING, Node, Part
from tallystick.diff.views import Views
from tallystick.ir.api import Api
from tallystick.ir.exact import Flow
from tallystick.ir.types import TypeId
from tallystick.solve.book import Bearing, RuleBook
from tallystick.solve.contract import Contract, Contracts, bare
from tallystick.solve.document import At, Document
from tallystick.text import Json

_Table: TypeAlias = tuple[Views, dict[str, At], Judges]


@dataclass(frozen=True, slots=True)
class Reading:
    """A contract, the views of its schemas, and judges of values by them."""

    contract: Contract
    views: Views
    judges: Judges

    @property
    def root(self) -> Node:
        """The whole message."""
        if self.contract.schema is True:
            return ANYTHING
        return Node(tuple(Part(at) for at in self.contract.roots))


class Side:
    """One version."""

    def __init__(self, api: Api) -> None:
        """Read a version."""
        self.api = api
        self._contracts = Contracts(api, widths=True)
        self._book = RuleBook(api.types)
        self._closing: dict[Flow, Closing] = {}
        self._readings: dict[tuple[TypeId | None, Flow, bool], Reading] = {}
        self._views: dict[tuple[Flow, bool], _Table] = {}

    def close(self, flow: Flow, unknown: Unknown) -> None:
        """Say which members this version's sender has no name for.

        Args:
            flow: Who sends.
            unknown: By the place of a schema.
        """
        self._closing[flow] = Closing(self.api.resolved, flow, unknown)

    def reading(self, type_: TypeId | None, flow: Flow, *, sends: bool = False) -> Reading:
        """Return the contract of a type.

        Args:
            type_: The type; None: anything.
            flow: Who sends the message.
            sends: It is read as this version's sender sends it.
        """
        sends = sends and flow in self._closing
        key = (type_, flow, sends)
        if key not in self._readings:
            contract = bare(schema=True) if type_ is None else self._contracts.contract(type_, flow)
            if sends:
                contract = self._closing[flow].closed(contract)
            views, defs, judges = self._table(flow, sends=sends)
            defs.update(contract.document.defs)
            self._readings[key] = Reading(contract, views, judges)
        return self._readings[key]

    def _table(self, flow: Flow, *, sends: bool) -> _Table:
        """Return what all contracts of a flow share: names are the same in all of them."""
        key = (flow, sends)
        if key not in self._views:
            defs: dict[str, At] = {}

            def target(at: At) -> At | None:
                name = at.keywords.get("$ref")
                return defs[name.removeprefix("#/$defs/")] if isinstance(name, str) else None

            bearing = Bearing(Document(At(value=True, span=Span("")), defs), self._book)
            self._views[key] = (Views(target, self._book, bearing), defs, Judges(defs, bearing))
        return self._views[key]

    def judges(self, flow: Flow) -> Judges:
        """Return what judges values by this version's schemas."""
        return self._table(flow, sends=False)[2]

    def raw(self, span: Span) -> Json:
        """Return what is written at a place, annotations included."""
        return self.api.resolved.at(span.uri, span.pointer)
