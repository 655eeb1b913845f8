"""Whether the value of a keyword is of the kind that JSON Schema asks for."""

from collections.abc import Callable
from math import isfinite
from typing import Final

from tallystick.ir.keywords import KINDS, NUMBER, SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from tallystick.text import Json


def is_usable(keyword: str, value: Json) -> bool:
    """Whether a validator can take the keyword with this value.

    Args:
        keyword: A keyword of JSON Schema 2020-12.
        value: What the document holds under it.
    """
    judge = _JUDGES.get(keyword)
    return judge is None or judge(value)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_positive(value: Json) -> bool:
    return isinstance(value, int | float) and _is_number(value) and value > 0


def _is_count(value: Json) -> bool:
    return isinstance(value, int | float) and _is_number(value) and value == int(value) >= 0


def _is_schema(value: Json) -> bool:
    return isinstance(value, dict | bool)


def _are_schemas(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_schema, value))


def _is_schema_map(value: Json) -> bool:
    return isinstance(value, dict) and all(map(_is_schema, value.values()))


def _is_type(value: Json) -> bool:
    listed = value if isinstance(value, list) else [value]
    names = [item for item in listed if isinstance(item, str) and item in KINDS]
    return len(set(names)) == len(listed) > 0


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _are_names(value: Json) -> bool:
    names = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return isinstance(value, list) and len(set(names)) == len(value)


def _is_names_map(value: Json) -> bool:
    return isinstance(value, dict) and all(map(_are_names, value.values()))


def _is_list(value: Json) -> bool:
    return isinstance(value, list)


_COUNTS: Final = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
)
_TEXTS: Final = (
    "pattern",
    "format",
    "contentEncoding",
    "contentMediaType",
    "title",
    "description",
)
_FLAGS: Final = ("uniqueItems", "deprecated", "readOnly", "writeOnly")
_JUDGES: Final[dict[str, Callable[[Json], bool]]] = {
    **dict.fromkeys(_COUNTS, _is_count),
    **dict.fromkeys(NUMBER, _is_number),
    **dict.fromkeys(SCHEMA, _is_schema),
    **dict.fromkeys(SCHEMA_LIST, _are_schemas),
    **dict.fromkeys(SCHEMA_MAP, _is_schema_map),
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(_FLAGS, _is_flag),
    "multipleOf": _is_positive,
    "type": _is_type,
    "enum": _is_list,
    "required": _are_names,
    "dependentRequired": _is_names_map,
}
