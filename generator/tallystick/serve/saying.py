"""What the body of an update says: with the defaults that it leaves out, merged with what is."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from tallystick.ir import Api, MediaKind, Operation
from tallystick.serve.kinds import defaults
from tallystick.text import Json

MERGE: Final = "application/merge-patch+json"
Says = Callable[[Mapping[str, Json], Json], Json]
"""(what there is, a body) -> the members that are set."""


def saying(api: Api, operation: Operation) -> Says:
    """Return what the bodies of an operation say.

    Args:
        api: The API.
        operation: PUT leaves out what is as by default; a merge patch what is as it was.
    """
    contents = operation.body.contents if operation.body else ()
    content = next((it for it in contents if it.kind is MediaKind.JSON), None)
    if content is None or content.type is None:
        return _as_it_is
    if operation.method == "put":
        return partial(_assumed, defaults(api, operation))
    return _patched if content.media_type.startswith(MERGE) else _as_it_is


def _as_it_is(_: Mapping[str, Json], body: Json) -> Json:
    return body


def _assumed(defaults: Mapping[str, Json], _: Mapping[str, Json], body: Json) -> Json:
    return {**defaults, **body} if isinstance(body, dict) else body


def _patched(old: Mapping[str, Json], body: Json) -> Json:
    """Return the members that a merge patch sets, null for those that it removes."""
    if not isinstance(body, dict):
        return body
    return {
        name: None if part is None else _merged(old.get(name), part) for name, part in body.items()
    }


def _merged(old: Json, patch: Json) -> Json:
    """Return a value as a merge patch changes it. Source: RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    told: dict[str, Json] = dict(old) if isinstance(old, dict) else {}
    for name, part in patch.items():
        if part is None:
            told.pop(name, None)
        else:
            told[name] = _merged(told.get(name), part)
    return told
