"""What stands at a path and is made by nobody: ``PUT /preferences``, ``PUT /berths/{id}/closure``.

It is set where it is shown, and taken away there, where that can be.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.deeds import Deed, course_of, shape
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api, Operation, Place, Record, TypeId

UPDATES: Final = ("put", "patch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A path at which something is set and shown.

    Attributes:
        get: What shows it.
        updates: What sets it: PUT, then PATCH.
        delete: What takes it away; None when nothing does, or when it needs more than the path.
        inner: Steps from the answer of `get` to it.
        type: What it is.
    """

    get: Operation
    updates: tuple[Operation, ...]
    delete: Operation | None
    inner: tuple[str, ...]
    type: Record

    def deed(self, api: Api, update: Operation, path: str) -> Deed:
        """Return what sets it.

        Args:
            api: The API.
            update: One of `updates`.
            path: Of the request: its parameters are filled, but for those that answers give.
        """
        get = replace(self.get, path=path)
        scope = tuple(re.findall(r"\{([^}]*)\}", path))
        return Deed(
            operation=update,
            chain=Chain(update, get, (), scope=scope),
            kind="put" if update.method == "put" else "patch",
            path=path,
            inner=self.inner,
            type=self.type,
            course=course_of(api, self.type),
        )


def stands(api: Api, chains: Sequence[Chain]) -> tuple[Stand, ...]:
    """Return what stands at the paths of an API; what is made, and followed, is none."""
    made = {shape(chain.get.path) for chain in chains if chain.polls}
    paths: dict[str, dict[str, Operation]] = {}
    for operation in api.operations:
        paths.setdefault(shape(operation.path), {}).setdefault(operation.method, operation)
    found = (_stand(api, by) for path, by in paths.items() if path not in made and "get" in by)
    return tuple(stand for stand in found if stand is not None)


def _stand(api: Api, by: dict[str, Operation]) -> Stand | None:
    get, delete = by["get"], by.get("delete")
    updates = tuple(by[method] for method in UPDATES if method in by)
    body = next((content.type for it in updates if (content := json_content(it))), None)
    shown = success(get)
    if body is None or shown is None or _needs_more(get):
        return None
    for inner, resource in _records(api, shown):
        if {field.wire for field in api.fields(body)} & {field.wire for field in resource.fields}:
            bare = delete is not None and not _needs_more(delete)
            return Stand(
                get=get,
                updates=updates,
                delete=delete if bare else None,
                inner=inner,
                type=resource,
            )
    return None


def _records(api: Api, type_id: TypeId) -> Iterator[tuple[tuple[str, ...], Record]]:
    """Yield an answer, if it is an object, and the objects that are members of it."""
    declared = api.types[type_id]
    if isinstance(declared, Record):
        yield (), declared
        inner = ((field.wire, api.types[field.type]) for field in declared.fields)
        yield from (((name,), held) for name, held in inner if isinstance(held, Record))


def _needs_more(operation: Operation) -> bool:
    """Whether a request needs more than its path and who asks."""
    needed = any(it.required and it.place is not Place.PATH for it in operation.parameters)
    return needed or (operation.body is not None and operation.body.required)
