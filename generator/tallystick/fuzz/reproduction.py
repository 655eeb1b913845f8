"""A finding as commands that people can run: curl and Python."""

import json
import shlex

from tallystick.fuzz.model import Case
from tallystick.ir import Api, Place

SECRET = "$TOKEN"  # noqa: S105 - a name, no secret
LONGEST = 100_000
"""Bytes of a body that a command holds; shells take hardly more. Longer: replay the seed."""


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
    parts = [_with_variable(part) if SECRET in part else shlex.quote(part) for part in parts]
    if message.body is not None:
        parts += ["--data-binary", _body(message.body)]
    parts.append(shlex.quote(url.rstrip("/") + message.target))
    return " ".join(parts)


def _with_variable(text: str) -> str:
    before, after = text.split(SECRET, 1)
    return f'{shlex.quote(before)}"{SECRET}"{shlex.quote(after) if after else ""}'


def _body(body: bytes) -> str:
    """Return a body as one word of a shell; bytes that are no text are written as escapes."""
    text = body.decode("utf-8", "replace")
    if len(body) <= LONGEST and text.encode() == body and not text.startswith("@"):
        return shlex.quote(text)
    escaped = "".join(f"\\x{byte:02x}" for byte in body[:LONGEST])
    return f"$'{escaped}'"


def python(case: Case, url: str) -> str:
    """Return three lines of Python, without further packages, that send the request of a case."""
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
