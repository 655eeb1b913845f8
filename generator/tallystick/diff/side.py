"""One version of an API: its contracts and how they are read."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tallystick.diagnostics import Span
from tallystick.diff.closing import Closing
from tallystick.diff.nodes import Node, Part
from tallystick.diff.views import Views
from tallystick.ir.api import Api
from tallystick.ir.exact import Flow
from tallystick.ir.types import TypeId
from tallystick.solve.contract import Contract, Contracts
from tallystick.solve.document import At
from tallystick.text import Json

Sending: TypeAlias = Literal["closed", "open"]
"""What a sender may send: ``closed``: only what its document names; ``open``: what it allows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A contract, and the views of its schemas."""

    contract: Contract
    views: Views

    @property
    def root(self) -> Node:
        """The whole message."""
        return Node(tuple(Part(at) for at in self.contract.roots))


class Side:
    """One version."""

    def __init__(self, api: Api, sending: Sending = "closed") -> None:
        """Read a version.

        Args:
            api: The version.
            sending: What a sender of this version may send.
        """
        self.api = api
        self._sending = sending
        self._contracts = Contracts(api)
        self._closing: dict[Flow, Closing] = {}
        self._readings: dict[tuple[TypeId, Flow, bool], Reading] = {}
        self._views: dict[tuple[Flow, bool], tuple[Views, dict[str, At]]] = {}

    def reading(self, type_: TypeId, flow: Flow, *, sends: bool = False) -> Reading:
        """Return the contract of a type.

        Args:
            type_: The type.
            flow: Who sends the message.
            sends: It is read as this version's sender sends it.
        """
        sends = sends and self._sending == "closed"
        key = (type_, flow, sends)
        if key not in self._readings:
            contract = self._contracts.contract(type_, flow)
            if sends:
                if flow not in self._closing:
                    self._closing[flow] = Closing(self.api.resolved, flow)
                contract = self._closing[flow].closed(contract)
            views, defs = self._table(flow, contract, sends=sends)
            defs.update(contract.document.defs)
            self._readings[key] = Reading(contract, views)
        return self._readings[key]

    def _table(self, flow: Flow, contract: Contract, *, sends: bool) -> tuple[Views, dict[str, At]]:
        """Return what all contracts of a flow share: names are the same in all of them."""
        key = (flow, sends)
        if key not in self._views:
            defs: dict[str, At] = {}

            def target(at: At) -> At | None:
                name = at.keywords.get("$ref")
                return defs[name.removeprefix("#/$defs/")] if isinstance(name, str) else None

            self._views[key] = (Views(target, contract.book), defs)
        return self._views[key]

    def raw(self, span: Span) -> Json:
        """Return what is written at a place, annotations included."""
        return self.api.resolved.at(span.uri, span.pointer)
