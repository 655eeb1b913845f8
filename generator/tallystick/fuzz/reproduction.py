"""A finding as commands that people can run: curl, and Python with the generated client."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick.fuzz.model import Case
from tallystick.ir import Api, Place

SECRET = "$TOKEN"  # noqa: S105 - a name, no secret
LONGEST = 4_000
"""Characters of a body that a command shows; a longer one is replayed from its seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The generated client of an API, as its README names it.

    Attributes:
        package: Import name.
        name: Class.
        secret: Name of the argument that takes the secret, "" for none.
        calls: Operation id -> attributes from the client to its method.
    """

    package: str
    name: str
    secret: str = ""
    calls: Mapping[str, str] = field(default_factory=dict)


def secret_header(api: Api) -> str:
    """Return the header that carries the first declared credential, "" when none does."""
    for scheme in api.security:
        if scheme.kind == "apiKey" and scheme.place is Place.HEADER:
            return f"{scheme.wire}: {SECRET}"
        if scheme.kind in {"http", "oauth2", "openIdConnect"}:
            name = "Basic" if scheme.scheme == "basic" else "Bearer"
            return f"Authorization: {name} {SECRET}"
    return ""


def curl(case: Case, url: str, *, secret_header: str = "") -> str:
    """Return a shell command that sends the request of a case.

    Args:
        case: The case.
        url: Base URL of the server.
        secret_header: Header that carries the caller's secret, with `SECRET` in its place.
    """
    message = case.message
    parts = ["curl", "-i", "-X", message.method]
    for name, value in message.headers:
        parts += ["-H", f"{name}: {value}"]
    if secret_header and message.caller in {"own", "second"}:
        parts += ["-H", secret_header]
    if message.body is not None:
        parts += ["--data-binary", _body(message.body)]
    parts.append(url.rstrip("/") + message.target)
    quoted = (_with_variable(part) if SECRET in part else shlex.quote(part) for part in parts)
    return " ".join(quoted)


def _with_variable(text: str) -> str:
    before, after = text.split(SECRET, 1)
    return f'{shlex.quote(before)}"{SECRET}"{shlex.quote(after) if after else ""}'


def _body(body: bytes) -> str:
    text = body.decode("utf-8", "backslashreplace")
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def python(case: Case, url: str, client: Client | None) -> str:
    """Return three lines of Python that send the request of a case.

    With the generated client where it can say it (its own rules are switched off), else with the
    standard library.
    """
    call = client.calls.get(case.operation) if client else None
    plain = isinstance(case.value, dict) and case.has_value and case.kind not in _RAW
    if client is None or call is None or not plain or case.message.caller != "own":
        return _library(case, url)
    secret = f"{client.secret}={SECRET.strip('$')!r}, " if client.secret else ""
    return "\n".join(
        (
            f"from {client.package} import {client.name}",
            f"client = {client.name}({secret}base_url={url!r}, check_rules=False)",
            f"client.{call}(**{case.value!r})",
        )
    )


_RAW = frozenset({"protocol", "credentials", "unknown", "poll"})


def _library(case: Case, url: str) -> str:
    message = case.message
    headers = json.dumps(dict(message.headers))
    body = "None" if message.body is None else repr(message.body[:LONGEST])
    target = url.rstrip("/") + message.target
    return "\n".join(
        (
            "from urllib.request import Request, urlopen",
            f"request = Request({target!r}, {body}, {headers}, method={message.method!r})",
            "print(urlopen(request).read())",
        )
    )
