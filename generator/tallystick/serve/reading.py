"""A request, read and judged by schema and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.types import Receive

from tallystick.serve.bodies import Parsed, Unreadable, read, without_files
from tallystick.serve.endpoints import Endpoint
from tallystick.serve.inputs import BodyReader, ContentReader, Given
from tallystick.serve.problem import Fault, Problem, summary
from tallystick.text import Json

NOTHING: Final = Parsed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as it came, not read yet.

    Attributes:
        given: Its outside.
        receive: ASGI's, for the body.
        base: URL of the server as the caller knows it, for links.
    """

    given: Given
    receive: Receive
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read of a request."""

    values: Mapping[tuple[str, str], Json] = field(default_factory=dict)
    body: Json = None
    parsed: Parsed = NOTHING
    data: bytes = b""
    faults: tuple[Fault, ...] = ()


async def read_call(endpoint: Endpoint, call: Call, limit: int) -> Read | Problem:
    """Read parameters and body of a call, and judge them by schema and rules.

    Args:
        endpoint: What is called.
        call: The request.
        limit: Bytes of a body that are read.

    Raises:
        Disconnected: The caller went away.
    """
    values: dict[tuple[str, str], Json] = {}
    faults: list[Fault] = []
    for reader in endpoint.parameters:
        present, value, found = reader.read(call.given)
        faults += found
        if present:
            values[reader.key] = value
    got = Read() if endpoint.body is None else await _read_body(endpoint.body, call, limit)
    if isinstance(got, Problem):
        return got
    faults += got.faults
    if faults:
        rules = all(_is_rule(fault) for fault in faults)
        status = endpoint.broken if rules else endpoint.malformed
        return Problem(status=status, detail=summary(faults), errors=tuple(faults))
    return Read(values=values, body=got.body, parsed=got.parsed, data=got.data)


async def _read_body(body: BodyReader, call: Call, limit: int) -> Read | Problem:
    headers = call.given.headers
    data = await read(call.receive, headers, limit)
    if isinstance(data, Problem):
        return data
    content_type = headers.get("content-type", ("",))[0]
    if not data and not (content_type and body.required):
        fault = Fault(pointer="", rule="body:missing", message="The body is required.")
        return Read(faults=(fault,) if body.required else ())
    content = body.content(content_type)
    return content if isinstance(content, Problem) else _parse(content, data, content_type)


def _parse(content: ContentReader, data: bytes, content_type: str) -> Read:
    try:
        parsed = content.parse(data, content_type)
    except Unreadable as unreadable:
        return Read(faults=(unreadable.fault,))
    if content.checker is None or not parsed.values:
        value = parsed.values[0] if parsed.values else None
        return Read(body=without_files(value, parsed), parsed=parsed, data=data)
    value, found = content.checker.choose(parsed.values)
    found = found or content.checker.broken(value)
    return Read(body=without_files(value, parsed), parsed=parsed, data=data, faults=found)


def _is_rule(fault: Fault) -> bool:
    """Whether a fault is a broken rule of the document, not of its schema or of HTTP."""
    return ":" not in fault.rule
