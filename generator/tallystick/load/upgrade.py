"""Spellings of OpenAPI 3.0 lifted to those of 3.1: the only file that knows versions.

Everything is changed in place and stays where it is as far as 3.1 allows, so that a JSON Pointer
into the upgraded document is, nearly always, the pointer into the text; `authored` has the rest.
Upgrading what is upgraded already changes nothing.
"""

import re
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.load import codes
from tallystick.load.parts import own
from tallystick.load.structure import REFERABLE, Kind, Visit, walk
from tallystick.text import Json

TARGET: Final = "3.1.1"
"""What `openapi` says after the upgrade."""

_VERSION: Final = re.compile(r"3\.([0-2])(?:\.\d+)?(?:-[\w.]+)?")
_CHANGED: Final = frozenset(
    {"example", "exclusiveMaximum", "exclusiveMinimum", "format", "nullable"}
)
_TELLING: Final = _CHANGED | {"$ref"}
_BOUNDS: Final = {"exclusiveMaximum": "maximum", "exclusiveMinimum": "minimum"}
_FORMATS: Final = {
    "byte": ("contentEncoding", "base64"),
    "binary": ("contentMediaType", "application/octet-stream"),
}
_ANNOTATIONS: Final = frozenset(
    {
        "default",
        "deprecated",
        "description",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    }
)
_NULL: Final[Json] = {"type": "null"}


def version_of(root: Json, uri: str) -> tuple[str | None, Diagnostics]:
    """Return what a document says in ``openapi``, or why it cannot be read."""
    if not isinstance(root, dict):
        return None, (_not_a_mapping(root, uri),)
    version = root.get("openapi")
    if version is None:
        return None, (_no_version(root, uri),)
    found = _VERSION.fullmatch(version) if isinstance(version, str) else None
    place = Span(uri, "/openapi")
    if found is None or not isinstance(version, str):
        return None, (_unknown_version(version, place),)
    if found[1] != "2":
        return version, ()
    note = Diagnostic(
        code=codes.PARTLY_KNOWN_VERSION,
        message=f"OpenAPI {version} is read as 3.1; what only 3.2 knows is left out",
        span=place,
    )
    return version, (note,)


def _not_a_mapping(root: Json, uri: str) -> Diagnostic:
    kinds = {list: "a list", str: "a text", type(None): "empty", bool: "a boolean"}
    return Diagnostic(
        code=codes.NOT_A_MAPPING,
        message=f"the document is {kinds.get(type(root), 'a number')}, not a mapping",
        span=Span(uri),
        help="begin with `openapi: 3.1.1`",
    )


def _no_version(root: dict[str, Json], uri: str) -> Diagnostic:
    if "swagger" in root:
        return Diagnostic(
            code=codes.SWAGGER_2,
            message=f"the document is Swagger {root['swagger']}, which is not OpenAPI 3",
            span=Span(uri, "/swagger", part="key"),
            help="convert it to OpenAPI 3 first, for example with swagger2openapi",
        )
    other = next((name for name in ("asyncapi", "arazzo", "overlay") if name in root), None)
    what = f"it is an {other} document" if other else "the member `openapi` is missing"
    return Diagnostic(
        code=codes.NO_VERSION,
        message=f"the document is no OpenAPI description: {what}",
        span=Span(uri, f"/{other}" if other else "", part="key"),
        help="give an OpenAPI document" if other else "add `openapi: 3.1.1` as the first line",
    )


def _unknown_version(version: Json, place: Span) -> Diagnostic:
    if isinstance(version, int | float):
        message = f"`openapi` is the number {version}, and must be a string"
    else:
        message = f"OpenAPI version {version!r} is not known here"
    help_ = "write the full version of the specification: `openapi: 3.1.1`"
    return Diagnostic(code=codes.UNKNOWN_VERSION, message=message, span=place, help=help_)


def upgrade(root: dict[str, Json], uri: str, version: str, like: Json = None) -> Diagnostics:
    """Lift a whole document to the spelling of 3.1, in place.

    Args:
        root: The document.
        uri: Its name, for diagnostics.
        version: What its ``openapi`` says.
        like: A document that is lifted already, of which it has taken parts over.
    """
    if not needs_upgrade(version):
        return ()
    found = upgrade_part(own(root, like), "document", Span(uri))
    root["openapi"] = TARGET
    return found


def needs_upgrade(version: str) -> bool:
    """Whether a version has spellings that 3.1 has not."""
    return version.startswith("3.0")


def upgrade_part(value: Json, kind: Kind, span: Span) -> Diagnostics:
    """Lift one object and all below it to the spelling of 3.1, in place.

    Args:
        value: The object.
        kind: What it is.
        span: Its place.
    """
    found: list[Diagnostic] = []
    for visit in walk(value, kind, span.pointer, _TELLING):
        if "$ref" in visit.value and visit.kind in REFERABLE and visit.kind != "path-item":
            found.extend(_bare_reference(visit, span.uri))
        elif visit.kind == "schema" and not _CHANGED.isdisjoint(visit.value):
            found.extend(_schema(visit, span.uri))
    return tuple(found)


def _bare_reference(visit: Visit, uri: str) -> Diagnostics:
    """Leave only the ``$ref``, as 3.0 demands."""
    value = visit.value
    if len(value) == 1 or not isinstance(value["$ref"], str):
        return ()
    others = [key for key in value if key != "$ref"]
    for key in others:
        del value[key]
    named = ", ".join(f"`{key}`" for key in others)
    return (
        Diagnostic(
            code=codes.REF_SIBLINGS,
            message=f"{named} beside `$ref` is ignored in OpenAPI 3.0",
            span=Span(uri, visit.pointer).child(others[0]),
            help="wrap the reference in `allOf`, or remove what stands beside it",
        ),
    )


def _schema(visit: Visit, uri: str) -> Diagnostics:
    value = visit.value
    nullable = value.get("nullable") is True
    enum = value.get("enum")
    found: Diagnostics = ()
    if nullable and isinstance(enum, list) and None not in enum:
        nullable = False
        found = (
            Diagnostic(
                code=codes.NULLABLE_ENUM,
                message="null is refused here: the enum does not list it",
                span=Span(uri, visit.pointer).child("enum"),
                help="add `null` to the enum, or remove `nullable`",
            ),
        )
    elif nullable and "type" not in value and _refuses_null(value):
        found = (
            Diagnostic(
                code=codes.NULLABLE_UNTYPED,
                message="`nullable` has no effect without `type` by OpenAPI 3.0.3; "
                "null is taken as accepted here, as the author must mean it",
                span=Span(uri, visit.pointer).child("nullable"),
                help="say it in a way that all readers know: a `nullable` with a `type` in each "
                "part, or OpenAPI 3.1 with `{type: 'null'}`",
            ),
        )
    made: dict[str, Json] = {}
    for key, member in value.items():
        made.update(_member(value, key, member))
    if nullable:
        made = _with_null(made)
    value.clear()
    value.update(made)
    return found


def _refuses_null(schema: dict[str, Json]) -> bool:
    """Whether parts of a schema may refuse null, as far as they say it themselves."""
    every, some = schema.get("allOf"), [schema.get("anyOf"), schema.get("oneOf")]
    if isinstance(every, list) and not all(map(_takes_null, every)):
        return True
    return any(isinstance(each, list) and not any(map(_takes_null, each)) for each in some)


def _takes_null(part: Json) -> bool:
    """Whether a part of a schema says that null is accepted, before or after it was lifted."""
    if not isinstance(part, dict):
        return False
    kind = part.get("type")
    listed = kind == "null" or (isinstance(kind, list) and "null" in kind)
    return listed or (isinstance(kind, str) and part.get("nullable") is True)


def _member(schema: dict[str, Json], key: str, member: Json) -> dict[str, Json]:
    """Return what a member becomes: itself, another spelling, or nothing."""
    if key == "nullable" and isinstance(member, bool):
        return {}
    if key == "example" and "examples" not in schema:
        return {"examples": [member]}
    if key in _BOUNDS and isinstance(member, bool):
        bound = schema.get(_BOUNDS[key])
        return {key: bound} if member and bound is not None else {}
    if key in {"minimum", "maximum"}:
        exclusive = schema.get("exclusiveMinimum" if key == "minimum" else "exclusiveMaximum")
        return {} if exclusive is True else {key: member}
    if key == "format" and isinstance(member, str) and member in _FORMATS:
        keyword, content = _FORMATS[member]
        if schema.get("type", "string") == "string" and keyword not in schema:
            return {keyword: content}
    return {key: member}


def _with_null(schema: dict[str, Json]) -> dict[str, Json]:
    """Let a schema accept null too; members of an allOf would refuse it, so they move aside."""
    if "allOf" in schema:
        outer = {key: value for key, value in schema.items() if _is_annotation(key)}
        inner = {key: value for key, value in schema.items() if key not in outer}
        return {**outer, "anyOf": [inner, {"type": "null"}]}
    made = dict(schema)
    kind = made.get("type")
    if isinstance(kind, str) and kind != "null":
        made["type"] = [kind, "null"]
    for key in ("anyOf", "oneOf"):
        branches = made.get(key)
        if isinstance(branches, list) and _NULL not in branches:
            made[key] = [*branches, {"type": "null"}]
    return made


def _is_annotation(key: str) -> bool:
    return key in _ANNOTATIONS or key.startswith("x-")


def authored(tokens: tuple[str, ...], done: int) -> tuple[tuple[str, ...], int] | None:
    """Return where the author wrote what an upgraded pointer names.

    Args:
        tokens: Unescaped steps, of which the first `done` exist in the text.
        done: Index of the step that does not.

    Returns:
        Other steps to try, or None when no upgrade could have made the missing step.
    """
    head, step, tail = tokens[:done], tokens[done], tokens[done + 1 :]
    if step == "examples":
        return (*head, "example", *tail[1:]), done
    if step == "anyOf" and tail[:1] == ("0",):
        return head + tail[1:], done
    if step in {"contentEncoding", "contentMediaType"}:
        return (*head, "format"), done
    return None


def spellings(tokens: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the ways an author may have written an upgraded pointer, the likeliest first."""
    found = [tokens]
    for done in range(len(tokens)):
        others = [authored(known, done) for known in found if done < len(known)]
        found.extend(other[0] for other in others if other is not None)
        del found[_MOST_SPELLINGS:]
    return found


_MOST_SPELLINGS: Final = 64
