"""What the server knows of each operation, made once at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from tallystick.ir import Api, Operation, Place
from tallystick.rules import Rule
from tallystick.serve.behaviour import Violation
from tallystick.serve.compiling import Compiler, parts
from tallystick.serve.exhibits import Exhibit
from tallystick.serve.inputs import BodyReader, ParameterReader, body_reader, parameter_readers
from tallystick.serve.kinds import Creator, Kind, find_kinds
from tallystick.serve.problem import Fault
from tallystick.serve.refusals import Refusals
from tallystick.serve.replies import Replier
from tallystick.serve.routing import Router, prefixes
from tallystick.serve.saying import Says, saying
from tallystick.serve.security import Credentials, Gate
from tallystick.serve.shelves import Shelf, find_shelves
from tallystick.serve.shown import Shown, find_shown
from tallystick.serve.stands import Stand, find_stands

IDEMPOTENCY_KEY: Final = "idempotency-key"
"""Header that is honoured although the document does not declare it. Source: IETF draft
httpapi-idempotency-key-header."""


EAGER: Final = 64
"""Operations up to which all are compiled at start, so that a bad schema is told then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation, ready to be called.

    Attributes:
        names: Its path parameters in order of appearance.
        body: None when it takes no body.
        malformed: Status for what breaks the schema, as the operation documents it.
        broken: Status for what breaks a rule.
        conflict: Status for an idempotency key that was used for something else.
        key_header: Lower-case name of the idempotency key's header.
        creator: Set when it creates resources.
        kind: Set when it gets one.
        shelf: What else it has to do with plain resources, and what is above it.
        exhibit: How its answers show plain resources.
        item: How its answers show those of a list.
        stand: What else it has to do with what stands at its path.
        shown: The list that shows what it gets, where nobody makes it.
        says: What the body of an update says.
        rules: Rule id -> rule, for what a behaviour reports.
    """

    operation: Operation
    names: tuple[str, ...]
    gate: Gate
    parameters: tuple[ParameterReader, ...]
    body: BodyReader | None
    malformed: int
    broken: int
    conflict: int
    key_header: str
    creator: Creator | None
    kind: Kind | None
    replier: Replier
    refusals: Refusals
    shelf: Shelf
    exhibit: Exhibit | None
    item: Exhibit | None
    stand: Stand | None
    shown: Shown | None
    says: Says
    rules: Mapping[str, Rule]

    def fault(self, violation: Violation) -> Fault:
        """Return what a behaviour reports as callers see it, in the document's words."""
        rule = self.rules.get(violation.rule)
        said = violation.message or (rule.message.raw if rule else "")
        return Fault(
            pointer=violation.pointer,
            rule=violation.rule,
            message=said or f"The rule {violation.rule} is not kept.",
            status=violation.status,
        )


Open = Callable[[], Endpoint]
"""Compiles an endpoint the first time, and returns the same one ever after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """All operations of an API.

    Attributes:
        kinds: Resources that are made and kept.
    """

    router: Router[Open]
    kinds: tuple[Kind, ...]


def compile_endpoints(api: Api, rules: str, credentials: Credentials) -> Endpoints:
    """Compile the operations of an API: now when they are few, else each at its first call.

    Args:
        api: The API.
        rules: ``all``, ``stated`` or ``off``.
        credentials: What callers may prove themselves with.

    Raises:
        ValueError: A schema cannot be compiled.
    """
    maker = _Maker(api, rules, credentials)
    servers = [*api.servers, *(s for operation in api.operations for s in operation.servers)]
    router: Router[Open] = Router(prefixes((s.url, s.variables) for s in servers))
    for operation in api.operations:
        open_endpoint = cache(partial(maker.make, operation))
        router.add(operation.method, operation.path, open_endpoint)
        if len(api.operations) <= EAGER:
            open_endpoint()
    return Endpoints(router=router, kinds=maker.every())


class _Maker:
    """Makes the endpoints of one API."""

    def __init__(self, api: Api, rules: str, credentials: Credentials) -> None:
        self._api = api
        self._credentials = credentials
        self._compiler = Compiler(api, rules)
        self._schemes = {scheme.name: scheme for scheme in api.security}
        self.kinds, self._creators = find_kinds(api, self._compiler)
        self._shelves = find_shelves(api, self._compiler, self.kinds, self._creators)
        kept = {name: shelf.kind for name, shelf in self._shelves.items() if shelf.kind}
        self._stands = find_stands(api, self._compiler, {**self.kinds, **kept})

    def every(self) -> tuple[Kind, ...]:
        made = (creator.kind for creator in self._creators.values())
        return (*self.kinds.values(), *made)

    def make(self, operation: Operation) -> Endpoint:
        shelf = self._shelves.get(operation.id, Shelf())
        creator, kind = self._creators.get(operation.id), self.kinds.get(operation.id)
        stand = self._stands.get(operation.id)
        shows = creator.kind if creator else kind or (None if shelf.item else shelf.kind)
        return Endpoint(
            operation=operation,
            names=Router.names(operation.path),
            gate=Gate(operation, self._schemes, self._credentials),
            parameters=parameter_readers(operation, self._compiler),
            body=body_reader(operation, self._compiler),
            malformed=_documented(operation, (400, 422)),
            broken=_documented(operation, (422, 400)),
            conflict=_documented(operation, (422, 409)),
            key_header=_key_header(self._api, operation),
            creator=creator,
            kind=kind,
            replier=Replier(operation, self._compiler, {}),
            refusals=Refusals(operation, self._compiler),
            shelf=shelf,
            exhibit=stand.exhibit if stand else Exhibit.of(self._compiler, operation, shows),
            item=Exhibit.of_item(self._compiler, shelf),
            stand=stand,
            shown=find_shown(self._api, self._compiler, operation),
            says=saying(self._api, operation),
            rules=_rules(self._api, operation),
        )


def _documented(operation: Operation, wanted: tuple[int, ...]) -> int:
    """Return the first of some statuses that an operation documents, else the first of all."""
    documented = {response.status for response in operation.responses}
    return next((status for status in wanted if str(status) in documented), wanted[0])


def _key_header(api: Api, operation: Operation) -> str:
    for parameter in operation.parameters:
        if parameter.place is not Place.HEADER:
            continue
        declared = api.resolved.at(parameter.span.uri, parameter.span.pointer)
        if isinstance(declared, dict) and declared.get("x-idempotency-key") is True:
            return parameter.wire.lower()
    return IDEMPOTENCY_KEY


def _rules(api: Api, operation: Operation) -> dict[str, Rule]:
    """Return every rule on the body of an operation and inside it; the outermost of an id wins."""
    contents = operation.body.contents if operation.body else ()
    waiting = [content.type for content in contents if content.type is not None]
    seen = set(waiting)
    found: dict[str, Rule] = {}
    while waiting:
        declared = api.types[waiting.pop(0)]
        for rule in declared.rules:
            found.setdefault(rule.id, rule)
        fresh = [part for part in parts(declared) if part not in seen]
        seen.update(fresh)
        waiting += fresh
    return found
