"""Resources with a lifecycle: which operations make and get them, and how drafts are made."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Final

from tallystick.ir import (
    MISSING,
    Api,
    Content,
    Lifecycle,
    MediaKind,
    Operation,
    Place,
    Record,
    Response,
    TypeId,
    Union,
)
from tallystick.ir.api import answered
from tallystick.ir.words import key_names
from tallystick.resolve.pointer import split
from tallystick.serve.compiling import Compiler, parts
from tallystick.serve.examples import Unmakeable, Valid, Wish, make
from tallystick.serve.jobs import Attach, Plan
from tallystick.serve.lifecycle import Walk
from tallystick.serve.scalars import stamp
from tallystick.serve.signing import DEFAULT_EXPIRY
from tallystick.serve.sources import Sources
from tallystick.text import Json

CREATED: Final = frozenset(
    {("created", "at"), ("created",), ("creation", "time"), ("create", "time")}
)
"""Names of members that hold the time of creation, whatever format they have."""
HOPS: Final = 20
NETWORKS: Final = (IPv4Network("10.0.0.0/8"), IPv6Network("2001:db8::/32"))
"""Whose addresses are ids where nothing else is one. Source: RFC 1918; RFC 3849."""
MARKED: Final = 9
"""Characters at the beginning of an id that may say what it is of, ``MG``."""
FEWEST: Final = 6
"""Characters of an id that are left to tell it from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A resource with a lifecycle that one operation gets and others create.

    Attributes:
        plan: What the worker needs.
        getter: The operation that gets it.
        key: (place, name) of the getter's parameter that holds the id.
        pointer: Where the id stands in the resource.
        type: Its record.
        validator: Compiled from its exact schema, as responses have it.
        template: A resource with every member, to take from for drafts.
        plain: It has no lifecycle: it is kept as it was made.
        named: Whether the paths that an id stands in take it.
    """

    plan: Plan
    getter: Operation
    key: tuple[str, str]
    pointer: tuple[str, ...]
    type: Record
    validator: Any
    template: "Callable[[], dict[str, Json]]"
    plain: bool = False
    named: "Callable[[Json], bool]" = lambda _: True


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """An operation that creates a resource with a lifecycle.

    Attributes:
        kind: What it creates.
        defaults: Member of the request's body -> its default.
    """

    kind: Kind
    defaults: Mapping[str, Json]


def find_kinds(api: Api, compiler: Compiler) -> tuple[dict[str, Kind], dict[str, Creator]]:
    """Return kinds by the id of their getter, and creators by operation id.

    A create operation is one whose success response links to the operation that gets what was
    created, where the schema of that resource declares a lifecycle.
    """
    by_id = {operation.id: operation for operation in api.operations}
    kinds: dict[str, Kind] = {}
    creators: dict[str, Creator] = {}
    for operation in api.operations:
        for getter, key, pointer in links(operation, by_id):
            record = _resource(api, getter)
            if record is None or record.lifecycle is None:
                continue
            if getter.id not in kinds:
                kinds[getter.id] = _kind(compiler, api, getter, (key, pointer), record)
            creators[operation.id] = Creator(
                kind=kinds[getter.id], defaults=defaults(api, operation)
            )
            break
    return kinds, creators


def success(operation: Operation) -> Response | None:
    """Return the response that says that it worked: the lowest 2xx, a range, or the default."""
    ranked = [response for response in operation.responses if response.status.startswith("2")]
    if not ranked:
        ranked = [response for response in operation.responses if response.status == "default"]
    return min(ranked, key=lambda response: response.status, default=None)


def links(
    operation: Operation, by_id: Mapping[str, Operation]
) -> Iterator[tuple[Operation, tuple[str, str], tuple[str, ...]]]:
    """Yield (getter, key, pointer of the id) for links that hand an id to a path parameter."""
    response = success(operation)
    if response is None or operation.method == "get":
        return
    for link in response.links:
        getter = by_id.get(link.operation)
        if getter is None or getter.method != "get":
            continue
        for name, value in link.parameters:
            pointer = answered(value)
            bare = name.removeprefix("path.")
            takes = any(p.wire == bare and p.place is Place.PATH for p in getter.parameters)
            if pointer and takes:
                yield getter, ("path", bare), split(pointer)


def _resource(api: Api, getter: Operation) -> Record | None:
    """Return the record that an operation answers with."""
    response = success(getter)
    for content in response.contents if response else ():
        record = None if content.type is None else record_of(api, content.type)
        if record is not None:
            return record
    return None


def record_of(api: Api, type_id: TypeId) -> Record | None:
    """Return the record that a type is, also as the only variant of a union; else None."""
    for _ in range(HOPS):
        declared = api.types[type_id]
        if isinstance(declared, Record):
            return declared
        if not isinstance(declared, Union) or len(declared.variants) != 1:
            return None
        type_id = declared.variants[0]
    return None


def defaults(api: Api, operation: Operation) -> dict[str, Json]:
    """Return the defaults of the members of a request body."""
    found: dict[str, Json] = {}
    for content in operation.body.contents if operation.body else ():
        record = None if content.type is None else record_of(api, content.type)
        for field in record.fields if record else ():
            default = field.default
            if default is MISSING:
                default = api.types[field.type].default
            if default is not MISSING:
                found.setdefault(field.wire, default)
    return found


def _kind(
    compiler: Compiler,
    api: Api,
    getter: Operation,
    place: tuple[tuple[str, str], tuple[str, ...]],
    record: Record,
) -> Kind:
    lifecycle: Lifecycle | None = record.lifecycle
    if lifecycle is None:
        message = "a kind needs a lifecycle"
        raise ValueError(message)
    accepts = compiler.validator(record.id, "response").is_valid
    plan = Plan(
        kind=getter.id,
        walk=Walk(lifecycle),
        example=Exemplar(compiler.sources, record.id, accepts),
        expiry=_expiry(api, record),
    )
    return Kind(
        plan=plan,
        getter=getter,
        key=place[0],
        pointer=place[1],
        type=record,
        validator=compiler.validator(record.id, "response"),
        template=cache(partial(plan.example, getter.id, 0.0, lambda _: "https://example.com/")),
    )


@dataclass(frozen=True, slots=True)
class Exemplar:
    """Makes whole resources of one type."""

    sources: Sources
    type: TypeId
    accepts: Valid

    def __call__(self, seed: str, now: float, attach: Attach) -> dict[str, Json]:
        """Return a resource with every member, as far as the schema can be satisfied.

        References of assets are no URLs, so the schema is asked with URLs in their place.

        Raises:
            Unmakeable: No value was found that the schema accepts.
        """
        references: set[str] = set()

        def link(media_type: str) -> str:
            reference = attach(media_type)
            references.add(reference)
            return reference

        wish = Wish(seed=seed, now=now, link=link)
        source = self.sources.of(self.type)
        value = make(
            source,
            wish,
            lambda made: self.accepts(_with_urls(made, references)),
            self.sources.follow,
        )
        if not isinstance(value, dict):
            raise Unmakeable
        return value


def _with_urls(value: Json, references: set[str]) -> Json:
    if isinstance(value, str):
        return f"https://example.com/{value}" if value in references else value
    if isinstance(value, list):
        return [_with_urls(item, references) for item in value]
    if isinstance(value, dict):
        return {name: _with_urls(member, references) for name, member in value.items()}
    return value


def _expiry(api: Api, record: Record) -> int:
    """Return how long presigned URLs of a resource live: the shortest that is declared."""
    seen = {record.id}
    waiting = [record.id]
    found: list[int] = []
    while waiting:
        declared = api.types[waiting.pop()]
        schema = api.resolved.at(declared.span.uri, declared.span.pointer)
        presigned = schema.get("x-presigned") if isinstance(schema, dict) else None
        seconds = presigned.get("expires") if isinstance(presigned, dict) else None
        if isinstance(seconds, int | float) and seconds > 0:
            found.append(int(seconds))
        fresh = [part for part in parts(declared) if part not in seen]
        seen.update(fresh)
        waiting += fresh
    return min(found, default=DEFAULT_EXPIRY)


def draft(creator: Creator, body: Json, now: float) -> dict[str, Json]:
    """Return a new resource in its initial state.

    Args:
        creator: The operation that is called.
        body: The request's body; members that the resource has too are echoed.
        now: Unix time.

    Raises:
        Unmakeable: No value was found that the resource's schema accepts.
    """
    kind = creator.kind
    seed = str(uuid.uuid4())
    example = kind.template()
    given = {**creator.defaults, **(body if isinstance(body, dict) else {})}
    value: dict[str, Json] = {}
    for field in kind.type.fields:
        name = field.wire
        if field.words in CREATED and isinstance(example.get(name), str | int | float):
            value[name] = stamp(now) if isinstance(example[name], str) else int(now)
        elif given.get(name) is not None:
            value[name] = given[name]
        elif field.required and name in example:
            value[name] = deepcopy(example[name])
    value = kind.plan.walk.tidy(value, kind.plan.walk.lifecycle.initial)
    identify(kind, value, seed)
    if kind.validator.is_valid(value):
        return value
    # An echo that the resource's schema refuses: fall back on its own example.
    for field in kind.type.fields:
        if field.wire in given and field.wire in value:
            value.pop(field.wire)
            if field.required and field.wire in example:
                value[field.wire] = deepcopy(example[field.wire])
    return value


def identify(kind: Kind, value: dict[str, Json], seed: str, *, named: bool = True) -> None:
    """Give a resource an id of its own, of the type that its schema asks for.

    Args:
        kind: What it is.
        value: The resource, which is changed.
        seed: What the id is made of.
        named: Take one that the resource's path takes, though these may be few.
    """
    holder: Json = value
    for step in kind.pointer[:-1]:
        inner = holder.get(step) if isinstance(holder, dict) else None
        if not isinstance(holder, dict) or not isinstance(inner, dict):
            return
        # What is below is shared with the template, or with the request.
        own = dict(inner)
        holder[step] = own
        holder = own
    if not isinstance(holder, dict) or not kind.pointer:
        return
    name = kind.pointer[-1]
    made = holder.get(name)
    fitting: list[Json] = []
    for candidate in _ids(seed, made):
        holder[name] = candidate
        if kind.validator.is_valid(value):
            if not named or kind.named(candidate):
                return
            fitting.append(candidate)
    holder[name] = fitting[0] if fitting else made


def _ids(seed: str, made: Json) -> Iterator[Json]:
    """Yield unique ids: a UUID, hex digits after the prefix of an example, numbers, addresses."""
    digits = seed.replace("-", "")
    number = int(digits, 16)
    if isinstance(made, int | float):
        # What JavaScript holds exactly, what 32 bits hold, and ever smaller for ids with a maximum.
        yield from (number % 2**48, number % 2**31)
        yield from (1 + number % (10**length - 1) for length in range(8, 0, -1))
        return
    yield seed
    yield digits
    text = str(made)
    prefix = text[: max(text.rfind("_"), text.rfind("-")) + 1]
    for length in (len(digits), len(text) - len(prefix), 24, 16, 12, 8):
        yield prefix + digits[:length]
    yield from (str(number % 2**48), str(number % 2**31), str(number)[: len(text)])
    for cut in range(1, min(MARKED, len(text) - FEWEST)):
        yield text[:cut] + digits[: len(text) - cut]
    yield (text + digits)[: max(len(text), len(digits))]
    yield from (str(net[number % net.num_addresses]) for net in NETWORKS)


def identity(kind: Kind, value: Mapping[str, Json]) -> str | None:
    """Return the id of a resource as it stands in paths, or None when it has none."""
    found: Json = dict(value)
    for step in kind.pointer:
        found = found.get(step) if isinstance(found, dict) else None
    return None if found is None or isinstance(found, dict | list) else str(found)


def id_names(kind: Kind) -> tuple[str, ...]:
    """Return the names that the id of a resource may have in answers, the likeliest first."""
    wire, *others = key_names(kind.key[1])
    return (wire, kind.pointer[0], *others)


def json_of(operation: Operation) -> Content | None:
    """Return the JSON content of a success response, None when it has none."""
    response = success(operation)
    contents = response.contents if response else ()
    return next((each for each in contents if each.kind is MediaKind.JSON), None)
