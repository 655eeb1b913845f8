"""What the form of an operation is made from: its members, its rules, and what comes next."""

from collections.abc import Iterator
from typing import Final

from tallystick.emit.targets.docs.entries import bounds
from tallystick.emit.targets.docs.judging import Judging
from tallystick.emit.targets.docs.members import ordered
from tallystick.emit.targets.docs.settings import Names
from tallystick.ir import (
    Api,
    Array,
    Enumeration,
    MediaKind,
    Operation,
    Parameter,
    Place,
    Record,
    Scalar,
    Type,
    TypeId,
)
from tallystick.ir.types import MISSING
from tallystick.text import Json, SpecText

DEEPEST: Final = 6
"""Members below this are typed as JSON."""
MOST: Final = 300
"""So many inputs of one form; whatever is beyond is typed as JSON."""


class Forms:
    """Describes the forms of an API's operations, as JSON for the script that builds them."""

    def __init__(self, api: Api, names: Names, judging: Judging) -> None:
        """Prepare to describe.

        Args:
            api: The API.
            names: Of its clients, for the address of the server.
            judging: The rules and schemas of what is sent.
        """
        self._api = api
        self._names = names
        self._judging = judging
        self._by_id = {item.id: item for item in api.operations}
        self._room = 0

    def form(self, operation: Operation) -> Json:
        """Return the form of an operation; None for a body that a page cannot make."""
        self._room = MOST
        content = operation.body.contents[0] if operation.body else None
        if operation.body:
            found = [item for item in operation.body.contents if item.kind is MediaKind.JSON]
            if not found:
                return None
            content = found[0]
        body = self._field("", content.type, required=True) if content and content.type else None
        return {
            "method": operation.method.upper(),
            "path": operation.path,
            "server": self._names.base_url,
            "parameters": [self._parameter(item) for item in operation.parameters],
            "media": content.media_type if content else None,
            "body": body,
            "rules": self._judging.names.get(content.type) if content and content.type else None,
            "schema": self._judging.schemas[content.type] if content and content.type else True,
            "credential": self._credential(operation),
            "next": self._next(operation),
        }

    def _parameter(self, item: Parameter) -> Json:
        required = item.required or item.place is Place.PATH
        found = self._field(item.wire, item.type, required=required)
        schema = self._judging.schemas[item.type]
        told = {"place": item.place.value, "says": _says(item.doc.description)}
        return found | told | {"schema": schema}

    def _field(
        self, name: str, type_id: TypeId, *, required: bool, depth: int = 0
    ) -> dict[str, Json]:
        shape = self._api.types[type_id]
        self._room -= 1
        found: dict[str, Json] = {
            "name": name,
            "required": required,
            "kind": _kind(shape),
            "bounds": dict(bounds(self._api, shape)),
        }
        if isinstance(shape, Enumeration):
            found["choices"] = [item.value for item in shape.members]
        if shape.default is not MISSING:
            found["default"] = shape.default
        if found["kind"] in {"object", "list"} and (depth >= DEEPEST or self._room < 0):
            found["kind"] = "json"
        if found["kind"] == "object":
            found["fields"] = list(self._fields(shape, depth))
        if found["kind"] == "list" and isinstance(shape, Array) and shape.items is not None:
            found["item"] = self._field("", shape.items, required=True, depth=depth + 1)
        return found

    def _fields(self, shape: Type, depth: int) -> Iterator[dict[str, Json]]:
        for item in ordered(shape, "read") if isinstance(shape, Record) else ():
            found = self._field(item.wire, item.type, required=item.required, depth=depth + 1)
            doc = item.doc if item.doc.description else self._api.types[item.type].doc
            if item.default is not MISSING:
                found["default"] = item.default
            yield found | {"says": _says(doc.description)}

    def _credential(self, operation: Operation) -> Json:
        """Return the header that carries the credential which is needed first."""
        schemes = {item.name: item for item in self._api.security}
        for name, _ in operation.security[0].schemes if operation.security else ():
            scheme = schemes.get(name)
            if scheme is None:
                continue
            if scheme.kind == "apiKey" and scheme.place is Place.HEADER:
                return {"header": scheme.wire, "prefix": ""}
            if scheme.kind in {"http", "oauth2", "openIdConnect"}:
                kind = (scheme.scheme or "bearer").capitalize()
                return {"header": "Authorization", "prefix": f"{kind} "}
        return None

    def _next(self, operation: Operation) -> Json:
        """Return how a resource that was made is followed to its last state."""
        for response in operation.responses:
            for link in response.links:
                target = self._by_id.get(link.operation)
                result = self._names.result(operation)
                shape = self._api.types[result] if result else None
                if target is None or target.method != "get" or not isinstance(shape, Record):
                    continue
                if shape.lifecycle is not None:
                    states = shape.lifecycle.states
                    return {
                        "path": target.path,
                        "parameters": [list(item) for item in link.parameters],
                        "member": shape.lifecycle.member,
                        "final": [state.name for state in states if not state.next],
                        "outputs": list(shape.lifecycle.outputs),
                    }
        return None


def _kind(shape: Type) -> str:
    """Return which control a type gets."""
    if isinstance(shape, Enumeration):
        return "choice"
    if isinstance(shape, Scalar) and shape.kind != "null":
        return "data" if shape.content_encoding == "base64" else shape.kind
    if isinstance(shape, Record) and shape.fields:
        return "object"
    if isinstance(shape, Array) and shape.items is not None and not shape.prefix:
        return "list"
    return "json"


def _says(text: SpecText | None) -> str:
    return " ".join(text.raw.split()) if text else ""
