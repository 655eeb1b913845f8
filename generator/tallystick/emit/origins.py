"""Where in a document the parts of a generated client come from, and what leads to them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from tallystick.diagnostics import Span, unescape
from tallystick.emit.operations import chosen
from tallystick.emit.usage import children
from tallystick.ir import Api, Operation, Record, TypeId
from tallystick.text import Words

Places: TypeAlias = dict[str, tuple[Span, Mapping[str, Span]]]
"""Where a type is declared, and its members, by name."""
Only: TypeAlias = Callable[[Span], bool]
"""Whether what is declared at a place may differ from another version's."""
_SCHEMAS: Final = "/components/schemas/"


def component_of(span: Span | None) -> str | None:
    """Return the component schema that a place is, or is in."""
    if span is None or not span.pointer.startswith(_SCHEMAS):
        return None
    return unescape(span.pointer[len(_SCHEMAS) :].partition("/")[0])


def wire_keys(
    api: Api, operation: Operation, name: Callable[[Words], str]
) -> dict[str, tuple[str, Span]]:
    """Return what an argument is in the request, and where that is declared, by argument.

    Args:
        api: The API.
        operation: The operation.
        name: How the target writes words.
    """
    found: dict[str, tuple[str, Span]] = {}
    body = operation.body
    content = chosen(body.contents) if body is not None else None
    record = api.types.get(content.type) if content is not None and content.type else None
    for item in operation.parameters:
        key = f"{item.place.value} {item.wire}"
        found.setdefault(name(item.words), (key, item.span))
        found.setdefault(f"{name(item.words)}_{item.place.value}", (key, item.span))
    for field in record.fields if isinstance(record, Record) else ():
        found.setdefault(name(field.words), (f"member {field.wire}", field.span))
        found.setdefault(f"{name(field.words)}_body", (f"member {field.wire}", field.span))
    if body is not None:
        found.setdefault("body", ("body", body.span))
    return found


class Leading:
    """Which types and operations lead to a type."""

    def __init__(self, api: Api) -> None:
        """Follow the types of an API."""
        self._api = api

    @cached_property
    def _users(self) -> dict[TypeId, list[TypeId]]:
        found: dict[TypeId, list[TypeId]] = {}
        for type_id, shape in self._api.types.items():
            for child in children(shape):
                found.setdefault(child, []).append(type_id)
        return found

    @cached_property
    def _direct(self) -> list[tuple[Operation, frozenset[TypeId]]]:
        return [(it, frozenset(_types(it))) for it in self._api.operations]

    def above(self, types: Collection[TypeId], passed: Callable[[TypeId], bool]) -> set[TypeId]:
        """Return types, what they are a part of, and so on through types that are `passed`."""
        found, todo = set(types), list(types)
        while todo:
            for user in self._users.get(todo.pop(), ()):
                if user not in found:
                    found.add(user)
                    todo += [user] if passed(user) else []
        return found

    def operations(self, types: Collection[TypeId], *, direct: bool = False) -> list[Operation]:
        """Return the operations that lead to some types, or that hold one themselves."""
        found = set(types) if direct else self.above(types, lambda _: True)
        return [it for it, held in self._direct if not found.isdisjoint(held)]


def _types(operation: Operation) -> Iterator[TypeId]:
    yield from (item.type for item in operation.parameters)
    contents = [*operation.body.contents] if operation.body else []
    for response in operation.responses:
        contents += response.contents if response.status.startswith("2") else ()
    yield from (content.type for content in contents if content.type)


def label(operation: Operation) -> str:
    """Return an operation as reports name it, ``GET /pets``."""
    return f"{operation.method.upper()} {operation.path}"
