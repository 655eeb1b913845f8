"""YAML as JSON understands it. Source: YAML 1.2.2, sections 10.2 and 10.3."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from ._json import is_list, is_map

TAG: Final = "tag:yaml.org,2002:"
SCALARS: Final = (
    ("null", r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", list("tTfF")),
    ("int", r"-?(?:0|[1-9][0-9]*)\Z", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z", list("-0123456789")),
)
DEEPEST: Final = 200


class _Loader(yaml.SafeLoader):
    """Knows null, true, false and the numbers of JSON: no ``yes``, no dates, no octals."""


_untyped: Any = _Loader
_untyped.yaml_implicit_resolvers = {}
for _name, _pattern, _first in SCALARS:
    _untyped.add_implicit_resolver(TAG + _name, re.compile(_pattern), _first)


def load(text: str) -> Any:
    """Read one document.

    Raises:
        ValueError: It is not YAML, or holds what JSON cannot.
    """
    try:
        value = yaml.load(text, _Loader)  # noqa: S506 - a safe loader with fewer types
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise ValueError(f"{error.problem}{place}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0] if str(error) else "too deep") from None
    return plain(value, 0)


def plain(value: Any, depth: int) -> Any:
    """Return a value with keys that are text; what JSON has no form for is refused."""
    if depth > DEEPEST:
        raise ValueError("it is too deep")
    if is_map(value):
        return {_key(key): plain(item, depth + 1) for key, item in value.items()}
    if is_list(value):
        return [plain(item, depth + 1) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"it has a {type(value).__name__}, which JSON has not")


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, bool) or key is None:
        return {True: "true", False: "false", None: "null"}[key]
    if isinstance(key, int | float):
        return str(key)
    raise ValueError("a key is not text")


def dump(value: Any) -> str:
    """Write a value."""
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
    return text.removesuffix("...\n")
