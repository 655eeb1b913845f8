"""The view of ``validate.ts``: schemas of bodies, exactly as the document has them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tallystick.emit.code import Code
from tallystick.emit.formats import PATTERNS
from tallystick.emit.naming import resolve
from tallystick.emit.operations import chosen
from tallystick.emit.targets.typescript.literals import entry, key
from tallystick.emit.targets.typescript.names import pascal
from tallystick.ir import Api, Content, ExactSchemas, MediaKind, Operation, TypeId
from tallystick.ir.exact import Flow
from tallystick.ir.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.text import Json

JUDGED: Final = frozenset(
    [
        *("$ref", "type", "enum", "const", "format", "allOf", "anyOf", "oneOf", "not"),
        *("if", "then", "else", "dependentSchemas", "minLength", "maxLength", "pattern"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
        *("minContains", "maxContains", "unevaluatedItems", "properties", "required"),
        *("additionalProperties", "patternProperties", "propertyNames", "minProperties"),
        *("maxProperties", "dependentRequired", "unevaluatedProperties"),
    ]
)
"""Keywords that the generated package knows."""

TOLD: Final = frozenset({"$ref", "type", "required", "properties", "items", "prefixItems", "allOf"})
"""Keywords that responses are held to: a server may add members and values, and move bounds."""

_PLAIN: Final = frozenset({"string", "integer", "number", "boolean", "null"})
_REFERENCE: Final = "#/$defs/"


@dataclass(frozen=True, slots=True)
class SchemasView:
    """What the template of ``validate.ts`` sees.

    Attributes:
        operations: Whole entries, with the schemas of what each sends and receives.
        sent: Whole entries of schemas that those of requests refer to; `received` of responses.
        formats: Whole entries of regular expressions.
    """

    operations: tuple[Code, ...]
    sent: tuple[Code, ...]
    received: tuple[Code, ...]
    formats: tuple[Code, ...]


def view(api: Api) -> SchemasView | None:
    """Lay out the schemas of everything that is sent and received as JSON."""
    exact = ExactSchemas(api)
    sent = Bodies(api, exact, "request", dict(_sent(api)))
    received = Bodies(api, exact, "response", dict(_received(api)))
    if not sent.roots and not received.roots:
        return None
    used = formats([*sent.roots.values(), *sent.shared.values()])
    return SchemasView(
        operations=tuple(_operation(item, sent, received) for item in api.operations),
        sent=_entries(sent.shared),
        received=_entries(received.shared),
        formats=tuple(_format(name) for name in used),
    )


class Bodies:
    """The schemas of one direction.

    Attributes:
        roots: Schema of each body, which may be the name of another; `shared` what has a name.
    """

    def __init__(self, api: Api, exact: ExactSchemas, flow: Flow, types: dict[str, TypeId]) -> None:
        """Gather the schemas of `types`, by the body that each is of."""
        keep = judged if flow == "request" else _tolerant
        once = enumerate(dict.fromkeys(types.values()))
        keys = {type_id: f"={number}" for number, type_id in once}
        found = exact.whole({name: type_id for type_id, name in keys.items()}, flow)["$defs"]
        schemas = found if isinstance(found, dict) else {}
        kept = {_name(name): keep(schema) for name, schema in schemas.items()}
        inner = {name: schema for name, schema in kept.items() if not name.startswith("=")}
        wanted = {type_id: (pascal(api.types[type_id].words),) for type_id in keys}
        names = resolve(
            {key: wanted[key] for key in keys if inner.get(wanted[key][0]) != kept[keys[key]]},
            reserved=inner,
        )
        whole: dict[TypeId, Json] = {}
        self.shared: dict[str, Json] = {}
        for type_id, place in keys.items():
            whole[type_id] = kept[place]
            if api.types[type_id].named:
                name = str(names.get(type_id, wanted[type_id][0]))
                self.shared[name] = kept[place]
                whole[type_id] = {"$ref": name}
        self.shared |= inner
        self.roots = {name: whole[type_id] for name, type_id in types.items()}


def _sent(api: Api) -> Iterator[tuple[str, TypeId]]:
    for operation in api.operations:
        content = chosen(operation.body.contents) if operation.body else None
        if _is_json(content) and content and content.type:
            yield operation.id, content.type


def _received(api: Api) -> Iterator[tuple[str, TypeId]]:
    for operation in api.operations:
        for status, content in _successes(operation):
            if _is_json(content) and content and content.type:
                yield f"{operation.id} {status}", content.type


def _successes(operation: Operation) -> Iterator[tuple[str, Content | None]]:
    for response in operation.responses:
        if response.status.startswith("2") or response.status == "default":
            yield response.status, chosen(response.contents)


def _is_json(content: Content | None) -> bool:
    return content is not None and content.kind is MediaKind.JSON


def _operation(operation: Operation, sent: Bodies, received: Bodies) -> Code:
    contract: dict[str, Json] = {}
    if operation.id in sent.roots:
        contract["sent"] = sent.roots[operation.id]
    contract["received"] = {
        status: received.roots.get(f"{operation.id} {status}", True)
        for status, _ in _successes(operation)
    }
    return entry(operation.id, contract, 2)


def _entries(schemas: Mapping[str, Json]) -> tuple[Code, ...]:
    return tuple(entry(name, schema, 2) for name, schema in schemas.items())


def _format(name: str) -> Code:
    pattern = PATTERNS[name].replace("/", "\\/")
    return Code(f"  {key(name)}: /^(?:{pattern})$/u,")


def judged(schema: Json) -> Json:
    """Return what a request is held to: every keyword that judges."""
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Json] = {}
    for keyword, value in schema.items():
        if keyword == "$ref" and isinstance(value, str):
            kept[keyword] = _name(value)
        elif keyword in JUDGED and (keyword != "format" or value in PATTERNS):
            kept[keyword] = _inner(keyword, value)
    return kept or True


def _inner(keyword: str, value: Json) -> Json:
    if keyword in SCHEMA:
        return judged(value)
    if keyword in SCHEMA_LIST and isinstance(value, list):
        return [judged(item) for item in value]
    if keyword in SCHEMA_MAP and isinstance(value, dict):
        return {name: judged(item) for name, item in value.items()}
    return value


def _tolerant(schema: Json) -> Json:
    """Return what a response is held to: kinds of values, and members that must be there."""
    if not isinstance(schema, dict):
        return True
    kept: dict[str, Json] = {}
    for keyword, value in schema.items():
        if keyword == "$ref" and isinstance(value, str):
            kept[keyword] = _name(value)
        elif keyword in {"anyOf", "oneOf"} and isinstance(value, list) and _apart(value):
            kept["anyOf"] = [_tolerant(item) for item in value]
        elif keyword in {"allOf", "prefixItems"} and isinstance(value, list):
            kept[keyword] = [_tolerant(item) for item in value]
        elif keyword == "properties" and isinstance(value, dict):
            kept[keyword] = {name: _tolerant(item) for name, item in value.items()}
        elif keyword in {"items", "additionalProperties"}:
            kept[keyword] = _tolerant(value)
        elif keyword in TOLD:
            kept[keyword] = value
    return kept or True


def _apart(variants: list[Json]) -> bool:
    """Whether variants differ by their kind; of others there may be new ones one day."""
    others = [item for item in variants if not isinstance(item, dict) or not _plain(item)]
    return len(others) <= 1


def _plain(schema: dict[str, Json]) -> bool:
    kind = schema.get("type")
    return isinstance(kind, str) and kind in _PLAIN


def _name(reference: str) -> str:
    return reference.removeprefix(_REFERENCE).removeprefix("@")


def formats(schemas: Iterable[Json]) -> dict[str, str]:
    """Return the formats that schemas name, each with the pattern of a whole text."""
    found: set[Json] = set()
    pending = list(schemas)
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += value
        elif isinstance(value, dict):
            pending += value.values()
            name = value.get("format")
            found |= {name} if isinstance(name, str) else set()
    return {name: pattern for name, pattern in PATTERNS.items() if name in found}
