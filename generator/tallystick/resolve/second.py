"""The second opinion: openapi-spec-validator on the bundle, for what nobody else has seen."""

import json
from collections.abc import Iterable
from typing import Final

from tallystick.diagnostics import Diagnostic, Diagnostics, Span
from tallystick.load.structure import walk
from tallystick.resolve import codes
from tallystick.resolve.bundle import bundle
from tallystick.resolve.model import Resolved
from tallystick.text import Json

_LARGEST: Final = 500_000
"""Characters of JSON; a document of this size takes it about a second, with a square growth."""

_MOST_REFERENCES: Final = 500

_TOLD_ELSEWHERE: Final = frozenset(
    {
        "DuplicateOperationIDError",
        "ExtraParametersError",
        "ParameterDuplicateError",
        "UnresolvableParameterError",
    }
)
"""Lowering tells these with their places; extra names in ``required`` are no error at all."""


def second_opinion(resolved: Resolved) -> Diagnostics:
    """Return what openapi-spec-validator refuses in a document that our own check accepts.

    Only asked of documents below half a megabyte: it is slow on larger ones.
    """
    if len(resolved.refs) > _MOST_REFERENCES or not resolved.version.startswith(("3.0", "3.1")):
        return ()
    root = bundle(resolved)
    if not isinstance(root, dict) or len(json.dumps(root)) > _LARGEST or _reaches_out(root):
        return ()
    from openapi_spec_validator import OpenAPIV31SpecValidator  # noqa: PLC0415 (half a second)

    found: list[Diagnostic] = []
    try:
        errors = list(OpenAPIV31SpecValidator(root).iter_errors())
    except Exception:  # noqa: BLE001 (whatever it dies of is its own, not the author's)
        return ()
    for error in errors:
        schema = error.schema if isinstance(error.schema, dict) else {}
        told = "default" in schema and schema["default"] == error.instance
        ours = is_extension_of_callback(error.absolute_path)
        if type(error).__name__ in _TOLD_ELSEWHERE or told or ours:
            continue
        message = f"openapi-spec-validator refuses the document: {error.message}"
        span = Span(resolved.entry.uri)
        found.append(Diagnostic(code=codes.SECOND_OPINION, message=message, span=span))
    return tuple(found)


def is_extension_of_callback(path: Iterable[str | int]) -> bool:
    """Whether a place is in an extension of a callback.

    The schema of the specification takes it for a path, though the text allows it.

    Source: OpenAPI 3.1.1, section 4.8.18.
    """
    names = [str(step) for step in path]
    pairs = zip(names, names[2:], strict=False)
    return any(step == "callbacks" and name.startswith("x-") for step, name in pairs)


def _reaches_out(root: Json) -> bool:
    """Whether a reference was left unbound: the validator would open files and URLs for it."""
    return any(
        "$ref" in visit.value and not str(visit.value["$ref"]).startswith("#")
        for visit in walk(root, "document")
    )
