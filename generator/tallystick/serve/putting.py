"""What was asked, put into an answer as far as the answer stays valid."""

from collections.abc import Mapping
from typing import Final

from tallystick.serve.examples import Valid
from tallystick.text import Json

MAX_DEPTH: Final = 8


def put(
    value: Mapping[str, Json],
    asked: Mapping[str, Json],
    valid: Valid,
    depth: int = 0,
) -> dict[str, Json]:
    """Return an object with the members that are asked for, each where the whole stays valid.

    An object that cannot stand there as it is asked is put into the one that does.

    Args:
        value: What there is.
        asked: Members that are asked for.
        valid: Whether the object may be so.
        depth: How deep inside the answer this is.
    """
    found = dict(value)
    for name, part in asked.items():
        here = found.get(name)
        if part is not None and valid({**found, name: part}):
            found[name] = part
        elif isinstance(part, dict) and isinstance(here, dict) and depth < MAX_DEPTH:
            found[name] = put(here, part, _inside(dict(found), name, valid), depth + 1)
    return found


def put_inside(
    value: Mapping[str, Json], asked: Mapping[str, Json], valid: Valid
) -> dict[str, Json]:
    """Return an answer with what is asked for: at its top, or in the object that wraps it."""
    if not value.keys() & asked.keys():
        for name, part in value.items():
            if isinstance(part, dict) and part.keys() & asked.keys():
                return {**value, name: put(part, asked, _inside(value, name, valid))}
    return put(value, asked, valid)


def _inside(outer: Mapping[str, Json], name: str, valid: Valid) -> Valid:
    """Return whether the whole is valid with an object in place of a member."""

    def fits(inner: Json) -> bool:
        return valid({**outer, name: inner})

    return fits
