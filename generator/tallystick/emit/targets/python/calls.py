"""How the generated client is called: names, without the types and the text around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tallystick.emit import usage
from tallystick.emit.target import Options
from tallystick.emit.targets.python import settings
from tallystick.emit.targets.python.annotations import Annotations
from tallystick.emit.targets.python.declarations import declare
from tallystick.emit.targets.python.fields import attributes_of
from tallystick.emit.targets.python.methods import Argument, by_attribute, methods
from tallystick.emit.targets.python.target import TARGET
from tallystick.ir import Api, MediaKind, Operation, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One operation as a call of the client.

    Attributes:
        method: ``generations.create``, below the client.
        parameters: (place, name in the request, keyword) of each parameter.
        members: Name of each member of the body that is a keyword -> the keyword.
        needed: Keywords that must be given.
        body: Keyword that takes the whole body, "" for none.
        key: Header of the idempotency key, in lower case; the keyword is ``idempotency_key``.
        json: The body is sent as JSON, or there is none.
        attributes: Name of each member of the answer -> attribute of the result.
    """

    method: str
    parameters: tuple[tuple[str, str, str], ...]
    members: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str]
    body: str = ""
    key: str = ""
    json: bool = True
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The client as a whole.

    Attributes:
        package: Import name.
        name: Its class.
        secrets: (keyword, environment variable) of each credential.
        calls: Operation id -> how it is called.
    """

    package: str
    name: str
    secrets: tuple[tuple[str, str], ...]
    calls: Mapping[str, Call]


def client(api: Api, given: Mapping[str, str]) -> Client:
    """Return how the client of an API is called.

    Args:
        api: The API.
        given: Options of the Python target; what is not given has its default.
    """
    options: Options = {option.name: option.default for option in TARGET.options}
    options = {**options, **given}
    config = settings.config(api, options)
    credentials, _ = settings.constructor_arguments(api, config.env_prefix)
    types = Annotations(api, declare(api, usage.find(api)))
    calls: dict[str, Call] = {}
    for words, (attribute, operations) in by_attribute(api).items():
        for method in methods(api, words, operations, types):
            kind = method.content.kind if method.content else MediaKind.JSON
            calls[method.operation.id] = Call(
                method=f"{attribute}.{method.name}",
                parameters=tuple(_parameters(method.arguments)),
                members={item.wire: item.name for item in method.arguments if item.member},
                needed=frozenset(item.name for item in method.arguments if item.required),
                body=next((str(item.name) for item in method.arguments if _whole(item)), ""),
                key=(method.idempotency_header or "").lower(),
                json=kind is MediaKind.JSON,
                attributes=_attributes(api, method.operation),
            )
    secrets = tuple(
        (str(name), variable) for _, named in credentials for name, variable in named.items()
    )
    return Client(
        package=str(config.package), name=str(config.client), secrets=secrets, calls=calls
    )


def _parameters(arguments: tuple[Argument, ...]) -> Iterator[tuple[str, str, str]]:
    for item in arguments:
        if item.source is not None:
            yield item.source.place.value, item.wire, str(item.name)


def _whole(argument: Argument) -> bool:
    return argument.source is None and not argument.member


def _attributes(api: Api, operation: Operation) -> dict[str, str]:
    """Return the attributes of an operation's first good answer."""
    for response in operation.responses:
        for content in response.contents if response.status.startswith("2") else ():
            record = api.types.get(content.type) if content.type is not None else None
            if isinstance(record, Record):
                return {wire: str(name) for wire, name in attributes_of(record).items()}
    return {}
