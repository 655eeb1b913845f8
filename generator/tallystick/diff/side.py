"""One version of an API: its contracts and how they are read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from tallystick.diagnostics import Span
from tallystick.diff.model import Version
from tallystick.diff.schemas.closing import Closing, Unknown
from tallystick.diff.schemas.judging import Judges
from tallystick.diff.schemas.nodes import ANYTHING, Node, Part
from tallystick.diff.schemas.views import Shared, Views
from tallystick.diff.unchanged.settle import Alike
from tallystick.ir.api import Api
from tallystick.ir.exact import ExactSchemas, Flow
from tallystick.ir.narrowing import names_in
from tallystick.ir.types import TypeId
from tallystick.resolve.model import Resolved
from tallystick.solve.book import Bearing, RuleBook
from tallystick.solve.document import At, Document
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.solve.confirm import Oracle
    from tallystick.solve.contract import Contract, Contracts

_Table: TypeAlias = tuple[Views, Judges]
_Make: TypeAlias = "Callable[[frozenset[str] | None], Contract]"
"""Makes a contract, of the members of some names or of all."""
_DEFS = "#/$defs/"
_MANY = 200
"""References from which on a document is so large that oracles are made for few members."""


class Reading:
    """The views of a message's schemas, judges of values by them, and its contract.

    Attributes:
        views: How schemas are read.
        judges: Judge values.
        root: The whole message.
    """

    def __init__(self, table: _Table, root: Node, contract: "_Make") -> None:
        """Keep them; contracts are made when somebody asks for whole messages."""
        self.views, self.judges = table
        self.root = root
        self._make = contract
        self._oracles: dict[frozenset[str] | None, Oracle | None] = {}

    @cached_property
    def contract(self) -> "Contract":
        """What messages must fulfil, self-contained."""
        return self._make(None)

    def oracle(self, message: Json) -> "Oracle | None":
        """Return the judge of a message; None when no validator takes the schemas."""
        from tallystick.solve.confirm import Oracle, UnusableSchemaError  # noqa: PLC0415 (slow to import)

        names = names_in(message)
        if names not in self._oracles:
            try:
                self._oracles[names] = Oracle(self._make(names))
            except UnusableSchemaError:
                self._oracles[names] = None
        return self._oracles[names]


class _Definitions(Mapping[str, At]):
    """What references of one flow refer to, each rewritten when it is first looked at."""

    def __init__(self, exact: ExactSchemas, flow: Flow, closing: Closing | None) -> None:
        self._exact = exact
        self._flow = flow
        self._closing = closing
        self._known: dict[str, At] = {}

    def __getitem__(self, name: str) -> At:
        found = self._known.get(name)
        if found is None:
            schema = self._exact.definition(name, self._flow)
            found = self._known[name] = self.closed(At(schema, self._exact.origin(name)))
        return found

    def closed(self, at: At) -> At:
        """Return a schema as the sender keeps to it, if these are a sender's."""
        return at if self._closing is None else At(self._closing.schema(at), at.span)

    def __contains__(self, name: object) -> bool:
        try:
            return isinstance(name, str) and self[name] is not None
        except KeyError:
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class Side:
    """One version."""

    def __init__(self, api: Api, version: Version, alike: Alike, whole: Resolved) -> None:
        """Read a version.

        Args:
            api: The version.
            version: Which it is.
            alike: Where both are written the same.
            whole: Its document, of which `api` may have a part: oracles judge by all of it.
        """
        self.api = api
        self.alike = alike
        self._version = version
        self._whole = whole
        self._exact = ExactSchemas(api, widths=True)
        self._book = RuleBook(api.types)
        self._closing: dict[Flow, Closing] = {}
        self._readings: dict[tuple[TypeId | None, Flow, bool], Reading] = {}
        self._tables: dict[tuple[Flow, bool], tuple[_Definitions, _Table]] = {}

    def close(self, flow: Flow, unknown: Unknown) -> None:
        """Say which members this version's sender has no name for.

        Args:
            flow: Who sends.
            unknown: By the place of a schema.
        """
        self._closing[flow] = Closing(self._whole, flow, unknown)

    def reading(self, type_: TypeId | None, flow: Flow, *, sends: bool = False) -> Reading:
        """Return how messages of a type are read.

        Args:
            type_: The type; None: anything.
            flow: Who sends the message.
            sends: It is read as this version's sender sends it.
        """
        sends = sends and flow in self._closing
        key = (type_, flow, sends)
        if key not in self._readings:
            defs, table = self._table(flow, sends=sends)
            root = ANYTHING
            if type_ is not None:
                found = [At(*it) for it in self._exact.parts(type_, flow)]
                root = Node(tuple(Part(defs.closed(at)) for at in found))
            make = partial(self._contract, type_, flow, sends)
            self._readings[key] = Reading(table, root, make)
        return self._readings[key]

    @cached_property
    def _contracts(self) -> "Contracts":
        from tallystick.solve.contract import Contracts  # noqa: PLC0415 (for whole messages only)

        return Contracts(replace(self.api, resolved=self._whole), widths=True)

    def _contract(
        self,
        type_: TypeId | None,
        flow: Flow,
        sends: bool,  # noqa: FBT001 (bound once, just above)
        names: frozenset[str] | None,
    ) -> "Contract":
        """Return what messages must fulfil.

        Args:
            type_: Their type; None: anything.
            flow: Who sends them.
            sends: As this version's sender sends them.
            names: Of the members that they have; None: any.
        """
        from tallystick.solve.contract import bare  # noqa: PLC0415 (for whole messages only)

        if len(self._whole.refs) < _MANY:
            names = None
        if type_ is None:
            contract = bare(schema=True)
        else:
            contract = self._contracts.contract(type_, flow, names)
        if not sends:
            return contract
        return self._closing[flow].closed(contract, whole=names is None)

    def _table(self, flow: Flow, *, sends: bool) -> tuple[_Definitions, _Table]:
        """Return what all contracts of a flow share: names are the same in all of them."""
        key = (flow, sends)
        if key not in self._tables:
            defs = _Definitions(self._exact, flow, self._closing[flow] if sends else None)

            def target(at: At) -> At | None:
                name = at.keywords.get("$ref")
                return defs[name.removeprefix(_DEFS)] if isinstance(name, str) else None

            bearing = Bearing(Document(At(value=True, span=Span("")), defs), self._book)
            shared = Shared(self._version, self.alike, is_closed=sends)
            views = Views(target, self._book, bearing, self._is_bare, shared)
            self._tables[key] = defs, (views, Judges(defs, bearing))
        return self._tables[key]

    def _is_bare(self, at: At) -> bool:
        """Whether a schema is a reference and nothing else, annotations included."""
        written = self.raw(at.span)
        return isinstance(written, dict) and len(written) == 1

    def judges(self, flow: Flow) -> Judges:
        """Return what judges values by this version's schemas."""
        return self._table(flow, sends=False)[1][1]

    def raw(self, span: Span) -> Json:
        """Return what is written at a place, annotations included."""
        return self.api.resolved.at(span.uri, span.pointer)
