"""What the requests of an API use of the runtime: a package has only those parts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tallystick.emit.code import Code
from tallystick.emit.targets.typescript.resources import ResourceView
from tallystick.emit.targets.typescript.rules import RulesView
from tallystick.emit.targets.typescript.settings import ConfigView

_MEMBER = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsesView:
    """What the templates of the runtime see.

    Attributes:
        credentials: Some scheme lets a client in; `many` that there is a choice of them, or that
            one of them is more than a header; `always` that no request goes without.
        key: Some request has a key that makes it harmless when repeated.
        encode: Some body is not JSON, or some answer (`decode`), or comes in pieces (`streams`).
        parse: Some JSON is read with all digits; `numbers`: bigints are judged as numbers, `judged`
            is that expression, `number` the type.
        server: Some operation has a server of its own; `address` is the expression of a URL.
        once: Conditions, each with its `||`, that forbid to repeat a request.
        bound: The condition that no redirect is followed.
        query: The expression of what is added to a query; `layers` of headers, in their order.
        patterns: Some rules are those of members whose names match a pattern.
        variants: Some rules are those of a variant.
        inner: The expression of the rules of a part.
        step: The expression of a step of a JSON Pointer; `steps` that it needs escapes.
    """

    credentials: bool
    many: bool
    always: bool
    key: bool
    encode: bool
    decode: bool
    streams: bool
    parse: bool
    numbers: bool
    judged: Code
    number: Code
    server: bool
    address: Code
    once: Code
    bound: Code
    query: Code
    layers: tuple[Code, ...]
    patterns: bool
    variants: bool
    inner: Code
    step: Code
    steps: bool


def uses(resources: Collection[ResourceView], config: ConfigView, judged: RulesView) -> UsesView:
    """Find out what the requests of a package use."""
    members = {name for resource in resources for name in _members(resource)}
    server = "server" in members
    numbers = any("writes" in resource.names for resource in resources)
    base = "((base === baseURL && request.server) || base)" if server else "base"
    many = bool(config.schemes) and not config.alone
    return UsesView(
        credentials=bool(config.schemes),
        many=many,
        always=config.always,
        key="key" in members,
        encode="encode" in members,
        decode="decode" in members,
        streams="streams" in members,
        parse="parse" in members,
        numbers=numbers,
        judged=Code("numbers(body)" if numbers else "body"),
        number=Code("number | bigint" if numbers else "number"),
        server=server,
        address=Code(f"{base} + request.path"),
        once=Code("".join(_once(members))),
        bound=Code(_bound(many=many)),
        query=Code(_query(many=many)),
        layers=tuple(map(Code, _layers(members, config, many=many))),
        patterns=judged.patterns,
        variants=judged.variants,
        inner=Code(_inner(rest=judged.rest)),
        step=Code("step" if judged.steps else "name"),
        steps=judged.steps,
    )


def _members(resource: ResourceView) -> Iterator[str]:
    for method in resource.methods:
        yield from (found[0] for line in method.request if (found := _MEMBER.match(line)))


def _inner(*, rest: bool) -> str:
    """Return the rules of a part by its name, or of all that are not named."""
    own = "members && Object.hasOwn(members, name) ? members[name] : items"
    return own if rest else "members?.[name] ?? items"


def _once(members: set[str]) -> Iterator[str]:
    if "once" in members:
        yield "request.once || "
    if "encode" in members:
        yield '"duplex" in init || '


def _bound(*, many: bool) -> str:
    unsafe = 'method !== "GET"'
    return f"({unsafe} || extras.some((extra) => extra.bound))" if many else unsafe


def _query(*, many: bool) -> str:
    layers = ("options.defaultQuery", "options.extraQuery")
    if not many:
        return f"{{ {', '.join(f'...{layer}' for layer in layers)} }}"
    return f"Object.assign({{}}, {', '.join(layers)}, ...extras.map((extra) => extra.query))"


def _layers(members: set[str], config: ConfigView, *, many: bool) -> Iterator[str]:
    """Yield layers of headers, the weakest first."""
    if many:
        yield "...extras.map((extra) => extra.headers)"
    elif config.schemes:
        yield "credentials(options)"
    if "key" in members:
        # Pages that did not come over TLS have no randomUUID.
        unique = 'crypto.randomUUID?.() ?? "" + Math.random()'
        yield f"key && {{ [key]: options.idempotencyKey ?? {unique} }}"
    yield "options.defaultHeaders"
    if "headers" in members:
        yield "request.headers"
