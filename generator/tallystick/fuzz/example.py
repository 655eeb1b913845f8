"""One request of an operation, as a test of somebody's own sends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tallystick.fuzz.model import Case
from tallystick.fuzz.reproduction.commands import curl
from tallystick.fuzz.reproduction.secrets import Secrets
from tallystick.fuzz.requests.parameters import in_path, sendable
from tallystick.ir import Operation, Place
from tallystick.text import Json

HOST = "http://localhost"
"""Base URL of commands, where none is given."""
SHOWN = ("operation", "method", "path", "body", "query", "headers", "violating")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a request was made of.

    Attributes:
        operation: Its declaration.
        case: With the bytes that travel.
        secrets: What carries credentials.
    """

    operation: Operation
    case: Case
    secrets: Secrets


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Example:
    """One request of an operation. Credentials are the test's own.

    Attributes:
        operation: ``operationId``.
        method: Upper case.
        path: Below the base URL, encoded, with a value in each ``{name}``.
        query: Encoded, without ``?``.
        headers: All that the document speaks of, ``Content-Type`` and ``Cookie`` among them.
        content: The body as it is sent, None for none.
        media_type: Of the body, without what stands behind ``;``; None for no body.
        parameters: ``path``, ``query``, ``header``, ``cookie`` -> name -> plain value.
        body: The plain value: of JSON, or of a form before it was written as one; None for bytes.
        violating: What it breaks, and nothing else; None for a valid one.
    """

    operation: str
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    media_type: str | None = None
    parameters: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    body: Json = None
    violating: str | None = None
    origin: Origin = field(compare=False)

    @property
    def target(self) -> str:
        """Path and query, as one."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def as_curl_command(self, base_url: str = HOST) -> str:
        """Return the request as a command, with variables in place of secrets."""
        return curl(self.origin.case, base_url, secrets=self.origin.secrets)

    def derive(self, *, path_parameters: Mapping[str, Json]) -> "Example":
        """Return the same request for a resource that is there.

        Args:
            path_parameters: Name -> value, as an answer gave it; the others stay as they are.

        Raises:
            ValueError: The path has no such parameter, or the value cannot stand in a path.
        """
        operation = self.origin.operation
        known = {it.wire: it for it in operation.parameters if it.place is Place.PATH}
        for name, value in path_parameters.items():
            if name not in known:
                raise ValueError(f"the path {operation.path} has no parameter {name!r}")
            if not sendable(known[name], value):
                raise ValueError(f"{value!r} cannot stand in a path")
        plain = {**self.parameters.get("path", {}), **path_parameters}
        path = operation.path
        spelt = in_path(operation, {(Place.PATH, name): value for name, value in plain.items()})
        for name, text in spelt.items():
            path = path.replace("{" + name + "}", text)
        case = self.origin.case
        case = replace(case, message=replace(case.message, path=path))
        parameters = {**self.parameters, "path": plain}
        return replace(
            self, path=path, parameters=parameters, origin=replace(self.origin, case=case)
        )

    def __repr__(self) -> str:
        """Show what is sent."""
        told = ((name, getattr(self, name)) for name in SHOWN)
        said = (f"{name}={value!r}" for name, value in told if value not in (None, "", {}))
        return f"Example({', '.join(said)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - as IPython calls it
        """Show a falsifying example as it is."""
        printer.text("Example(...)" if cycle else repr(self))
