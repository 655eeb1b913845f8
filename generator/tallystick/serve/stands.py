"""What stands at a path and is made by nobody: set by PUT or PATCH where GET shows it.

As for plain resources, nothing in a document says so but paths and members: ``/preferences`` has a
GET and a PUT whose bodies share members. What was set is kept for each caller and path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tallystick.ir import Api, Content, Operation, Record, TypeId
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable
from tallystick.serve.exhibits import Exhibit
from tallystick.serve.jobs import Plan
from tallystick.serve.kinds import Exemplar, Kind, json_of, record_of
from tallystick.serve.lifecycle import Walk
from tallystick.serve.shelves import STATELESS, body_of, shape
from tallystick.serve.signing import DEFAULT_EXPIRY
from tallystick.text import Json

METHODS: Final = ("put", "patch")
GONE: Final = frozenset({"404", "410"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What one operation has to do with what stands at its path.

    Attributes:
        kind: What stands there.
        exhibit: How the operation shows it; None when it does not.
        misses: The operation says how it answers where nothing stands.
    """

    kind: Kind
    exhibit: Exhibit | None
    misses: bool


def find_stands(api: Api, compiler: Compiler, taken: Mapping[str, object]) -> dict[str, Stand]:
    """Return what stands at the paths of an API, by operation id.

    Args:
        api: The API.
        compiler: Of its types.
        taken: Operations that get, or change, what others make.
    """
    paths: dict[str, dict[str, Operation]] = {}
    for operation in api.operations:
        paths.setdefault(shape(operation.path), {}).setdefault(operation.method, operation)
    found: dict[str, Stand] = {}
    for path, by in paths.items():
        free = all(each.id not in taken for each in by.values())
        kind = _kind(api, compiler, path, by) if free and "get" in by else None
        for operation in by.values() if kind is not None else ():
            if operation.method in {"get", "delete", *METHODS} and kind is not None:
                found[operation.id] = _stand(api, compiler, operation, kind)
    return found


def _stand(api: Api, compiler: Compiler, operation: Operation, kind: Kind) -> Stand:
    steps = _steps(api, json_of(operation), {field.wire for field in kind.type.fields})
    return Stand(
        kind=kind,
        exhibit=None if steps is None else Exhibit.of(compiler, operation, steps=steps),
        misses=any(each.status in GONE for each in operation.responses),
    )


def _kind(api: Api, compiler: Compiler, path: str, by: Mapping[str, Operation]) -> Kind | None:
    """Return what stands at a path; None when nothing is set there that is shown."""
    get = by["get"]
    bodies = (body_of(by[method]) for method in METHODS if method in by)
    body = next((type_id for type_id in bodies if type_id is not None), None)
    record = None if body is None else record_of(api, body)
    members = {field.wire for field in record.fields} if record is not None else set()
    content = json_of(get)
    steps = _steps(api, content, members)
    if content is None or content.type is None or steps is None:
        return None
    shown = _at(api, content.type, steps)
    exhibit = Exhibit.of(compiler, get, steps=steps)
    if shown is None or shown.lifecycle is not None or exhibit is None:
        return None
    validator = compiler.validator(shown.id, "response")

    @cache
    def template() -> dict[str, Json]:
        value = exhibit.example
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        if not isinstance(value, dict):
            raise Unmakeable
        return value

    return Kind(
        plan=Plan(
            kind=f"stand {path}",
            walk=Walk(STATELESS),
            example=Exemplar(compiler.sources, shown.id, validator.is_valid),
            expiry=DEFAULT_EXPIRY,
        ),
        getter=get,
        key=("path", ""),
        pointer=(),
        type=shown,
        validator=validator,
        template=template,
        plain=True,
    )


def _steps(api: Api, content: Content | None, members: set[str]) -> tuple[str, ...] | None:
    """Return what leads from an answer to an object with some of these members; None for none."""
    whole = None if content is None or content.type is None else record_of(api, content.type)
    if whole is None:
        return None
    inner = ((field.wire, record_of(api, field.type)) for field in whole.fields)
    for steps, record in (((), whole), *(((name,), held) for name, held in inner)):
        if record is not None and members & {field.wire for field in record.fields}:
            return steps
    return None


def _at(api: Api, type_id: TypeId, steps: tuple[str, ...]) -> Record | None:
    record = record_of(api, type_id)
    for step in steps:
        fields = record.fields if record is not None else ()
        record = next((record_of(api, it.type) for it in fields if it.wire == step), None)
    return record
