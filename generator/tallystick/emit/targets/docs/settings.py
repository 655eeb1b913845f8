"""Options of the docs target, and the names that its examples use."""

from collections.abc import Mapping
from typing import Final

from tallystick.emit import usage
from tallystick.emit.operations import chosen
from tallystick.emit.target import Option, Options
from tallystick.emit.targets.docs.addresses import Addresses
from tallystick.emit.targets.python import settings
from tallystick.emit.targets.python.annotations import Annotations
from tallystick.emit.targets.python.declarations import declare
from tallystick.emit.targets.python.methods import Method, methods
from tallystick.emit.targets.python.names import snake
from tallystick.ir import Api, Content, MediaKind, Operation, Parameter, Place, Record, TypeId
from tallystick.text import Words

OPTIONS: Final = (
    *(item for item in settings.OPTIONS if item.name != "models"),
    Option(name="command", doc="Name of the command line client; the distribution's and -cli."),
    Option(
        name="changelog",
        doc="Markdown of what changed since the version before, shown as a page.",
    ),
)


class Names:
    """What an API's clients call things.

    Attributes:
        base_url: Of the first server, without a slash at its end.
        variables: Environment variable of each security scheme.
    """

    def __init__(self, api: Api, options: Options, addresses: Addresses) -> None:
        """Name everything as the clients do.

        Args:
            api: The API.
            options: Of this target.
            addresses: Of its operations, by group.
        """
        config = settings.config(api, {**options, "models": "pydantic"})
        self.package = str(config.package)
        self.client = str(config.client)
        self.distribution = str(config.distribution)
        self.command = str(options["command"] or f"{config.distribution}-cli")
        self.base_url = _base_url(api)
        found, _ = settings.constructor_arguments(api, str(config.env_prefix))
        self._credentials = {scheme.name: dict(pairs) for scheme, pairs in found}
        self.variables: Mapping[str, str] = {
            name: next(iter(pairs.values())) for name, pairs in self._credentials.items()
        }
        types = Annotations(api, declare(api, usage.find(api)))
        self._api = api
        self._calls: dict[str, tuple[Words, Method]] = {}
        for words, operations in addresses.groups.items():
            for method in methods(api, words, operations, types):
                self._calls[method.operation.id] = (words, method)

    def call(self, operation: Operation) -> str:
        """Return ``generations.create``: words with ``_`` between, groups with dots."""
        words, method = self._calls[operation.id]
        return f"{snake(words)}.{method.name}"

    def credentials(self, operation: Operation) -> list[tuple[str, str]]:
        """Return (constructor argument, environment variable) of what an operation needs."""
        needed = operation.security[0].schemes if operation.security else ()
        return [
            (str(name), variable)
            for scheme, _ in needed
            for name, variable in self._credentials.get(scheme, {}).items()
        ]

    def positional(self, operation: Operation) -> list[Parameter]:
        """Return the parameters that stand without a name: those of the path."""
        return [item for item in operation.parameters if item.place is Place.PATH]

    def takes_more(self, operation: Operation) -> bool:
        """Whether a call takes named arguments besides."""
        _, method = self._calls[operation.id]
        return any(
            item.source is None or item.source.place is not Place.PATH for item in method.arguments
        )

    def members(self, operation: Operation) -> dict[str, Words] | None:
        """Return the members of the body that are arguments; None when the body is one argument."""
        flat = self._calls[operation.id][1].flat
        return None if flat is None else {field.wire: field.words for field in flat.fields}

    def body(self, operation: Operation) -> TypeId | None:
        """Return the type of the body that is sent."""
        content = self._calls[operation.id][1].content
        return content.type if content else None

    def result(self, operation: Operation) -> TypeId | None:
        """Return the type of what a successful call gives, None when it is no JSON."""
        found = (
            content.type
            for content in usage.successes(operation)
            if content.kind is MediaKind.JSON and content.type
        )
        return next(found, None)

    def answer(self, operation: Operation) -> Content | None:
        """Return the content that a successful call reads, None when it gives nothing."""
        good = [item for item in operation.responses if item.status.startswith("2")]
        found = (content for item in good if (content := chosen(item.contents)) is not None)
        return next(found, None)

    def item(self, operation: Operation) -> TypeId | None:
        """Return the type of what comes: the result, or each item of a stream."""
        answer = self.answer(operation)
        streamed = answer is not None and answer.kind is MediaKind.EVENTS
        return answer.type if answer and streamed else self.result(operation)

    def variable(self, operation: Operation) -> str:
        """Return a name for the result: ``generation``."""
        answer, result = self.answer(operation), self.result(operation)
        if answer is not None and answer.kind is MediaKind.EVENTS:
            return "stream"
        shape = self._api.types[result] if result else None
        return snake(shape.words) if shape is not None and shape.named else "response"

    def shown(self, operation: Operation) -> Words | None:
        """Return the member of the result that an example prints: its id, if it has one."""
        return ("id",) if self.shown_wire(operation) else None

    def shown_wire(self, operation: Operation) -> str | None:
        """Return the wire name of the member of the result that an example prints."""
        result = self.result(operation)
        shape = self._api.types[result] if result else None
        if isinstance(shape, Record) and any(field.wire == "id" for field in shape.fields):
            return "id"
        return None


def _base_url(api: Api) -> str:
    if not api.servers:
        return "https://api.example.com"
    url = api.servers[0].url
    for name, default, _ in api.servers[0].variables:
        url = url.replace(f"{{{name}}}", default)
    whole = url.startswith(("http://", "https://"))
    return (url if whole else f"https://api.example.com{url}").rstrip("/")
