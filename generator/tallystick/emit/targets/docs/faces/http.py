"""The face of the wire: paths, JSON and curl."""

import json
import re
from typing import Final
from urllib.parse import quote

from tallystick.emit.showing import shown_as
from tallystick.emit.targets.docs.faces.face import Call, pascal
from tallystick.emit.targets.docs.faces.plain import Plain
from tallystick.emit.targets.docs.faces.shell import quoted
from tallystick.emit.targets.docs.members import Member
from tallystick.emit.targets.docs.settings import Names
from tallystick.ir import Api, Operation, Place, Record, SecurityScheme, TypeId
from tallystick.text import Json

_INDENT: Final = " " * 4
_BODY: Final = " " * 8


class Http:
    """HTTP."""

    key = "http"
    label = "HTTP"
    language = "shell"

    def __init__(self, api: Api, names: Names) -> None:
        """Read an API."""
        self._api = api
        self._names = names
        self._plain = Plain(api, expand=False)

    def head(self, member: Member, *, sent: bool) -> tuple[str, str]:
        """Return ``prompt`` and ``: string``."""
        if not member.wire:
            return self._plain.type(member.type, alone=True, sent=sent), ""
        return member.wire, f": {self._plain.of(member, sent=sent)}"

    def returned(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``Pet`` and `` = object { id, 7 more }``."""
        shape = self._api.types[type_id]
        if isinstance(shape, Record) and shown_as(self._api, type_id):
            return self.declared(type_id)
        return self._plain.type(type_id, alone=True, sent=False), ""

    def declared(self, type_id: TypeId) -> tuple[str, str]:
        """Return ``Kind`` and `` = "cat" or "dog"``."""
        shown = Plain(self._api, expand=True).type(type_id, alone=True, sent=False)
        return pascal(self._api.types[type_id].words), f" = {shown}"

    def signature(self, operation: Operation) -> str | None:
        """Return nothing: method and path stand at the head of the page."""
        del operation
        return None

    def sample(self, operation: Operation, call: Call) -> str:
        """Return a ``curl`` command."""
        lines = [f"curl {quoted_url(self._url(operation, call))}"]
        if operation.method not in {"get", "post"} or (
            operation.method == "post" and call.media_type is None
        ):
            lines.append(f"-X {operation.method.upper()}")
        if call.media_type:
            lines.append(f"-H {quoted(f'Content-Type: {call.media_type}')}")
        lines += (
            f"-H {quoted(f'{name}: {text(value)}')}"
            for name, value in self._headers(call, operation)
        )
        lines += self._credentials(operation)
        if call.media_type:
            lines += self._body(call)
        return f" \\\n{_INDENT}".join(lines)

    def _url(self, operation: Operation, call: Call) -> str:
        given = dict(call.arguments)
        places = {item.wire: item.place for item in operation.parameters}
        path = re.sub(
            r"\{([^{}]*)\}",
            lambda found: quote(text(given.get(found[1], found[0])), safe="{}"),
            operation.path,
        )
        asked = [
            f"{quote(name)}={quote(text(value))}"
            for name, value in call.arguments
            if places.get(name) is Place.QUERY
        ]
        return f"{self._names.base_url}{path}{'?' if asked else ''}{'&'.join(asked)}"

    def _headers(self, call: Call, operation: Operation) -> list[tuple[str, Json]]:
        places = {item.wire: item.place for item in operation.parameters}
        return [(name, value) for name, value in call.arguments if places.get(name) is Place.HEADER]

    def _credentials(self, operation: Operation) -> list[str]:
        schemes = {item.name: item for item in self._api.security}
        needed = operation.security[0].schemes if operation.security else ()
        found = [schemes[name] for name, _ in needed if name in schemes]
        return [line for item in found for line in self._credential(item)]

    def _credential(self, scheme: SecurityScheme) -> list[str]:
        variable = self._names.variables.get(scheme.name, "API_KEY")
        if scheme.kind == "apiKey" and scheme.place is Place.HEADER:
            return [f'-H {within(f"{scheme.wire}: ")}"${variable}"']
        if scheme.kind == "apiKey" and scheme.place is Place.COOKIE:
            return [f'-b {within(f"{scheme.wire}=")}"${variable}"']
        if scheme.kind == "http" and scheme.scheme == "basic":
            return [f'-u "${variable}"']
        if scheme.kind in {"http", "oauth2", "openIdConnect"}:
            return [f'-H "Authorization: Bearer ${variable}"']
        return []

    def _body(self, call: Call) -> list[str]:
        media = call.media_type or ""
        if media == "multipart/form-data" and isinstance(call.body, dict):
            return [f"-F {quoted(f'{name}={text(value)}')}" for name, value in call.body.items()]
        if media == "application/x-www-form-urlencoded" and isinstance(call.body, dict):
            parts = (f"{name}={text(value)}" for name, value in call.body.items())
            return [f"--data-urlencode {quoted(part)}" for part in parts]
        if "json" not in media:
            return ["--data-binary @body"]
        dumped = json.dumps(call.body, ensure_ascii=False, indent=2)
        inner = dumped.replace("\n", f"\n{_BODY}")
        return [f"-d {quoted(inner)}"]


def within(text_: str) -> str:
    """Return a text as the first half of a word whose second half is a variable."""
    return text_ if re.fullmatch(r"[A-Za-z0-9_=-]+", text_) else quoted(text_)


def text(value: Json) -> str:
    """Return a value as it stands in a URL or header."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(text(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def quoted_url(url: str) -> str:
    """Return a URL as one word of a shell."""
    return url if re.fullmatch(r"[A-Za-z0-9:/._~%@+,=-]+", url) else quoted(url)
