"""The core schema of YAML 1.2: what a plain scalar means. Source: YAML 1.2.2, 10.3.2."""

import re
from typing import Final

_INTEGERS: Final = (
    (re.compile(r"[-+]?[0-9]+"), 10),
    (re.compile(r"0o[0-7]+"), 8),
    (re.compile(r"0x[0-9a-fA-F]+"), 16),
)
_PREFIXES: Final = {10: "", 8: "0o", 16: "0x"}
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN: Final = frozenset({".nan", ".NaN", ".NAN"})

_WORDS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_FIRST: Final = frozenset("0123456789+-.")

CORE_TAGS: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map")
)
"""Tags whose values JSON has too."""


def value_of(text: str) -> None | bool | int | float | str:  # noqa: RUF036 (as JSON orders them)
    """Return what a plain, untagged scalar means.

    Raises:
        ValueError: An integer of more digits than Python reads.
    """
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _FIRST else text


def _number(text: str) -> int | float | str:
    for form, base in _INTEGERS:
        if form.fullmatch(text):
            return int(text.removeprefix(_PREFIXES[base]), base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return float("nan") if text in _NAN else text


def key_of(text: str) -> str:
    """Return the JSON key that a plain key means: ``0200`` and ``200`` are both "200".

    Keys that are booleans, null or fractions keep the text that the author wrote.
    """
    if not text or text[0] not in _FIRST:
        return text
    try:
        value = value_of(text)
    except ValueError:
        return text
    return str(value) if isinstance(value, int) else text


def tagged(text: str, tag: str) -> None | bool | int | float | str:  # noqa: RUF036 (as above)
    """Return what a scalar with an explicit core tag means.

    Raises:
        ValueError: The text is no value of that tag, or the tag is none of `CORE_TAGS`.
    """
    name = tag.rpartition(":")[2]
    if name == "str":
        return text
    value = value_of(text)
    if name == "float" and type(value) is int:
        return float(value)
    kinds = {"int": int, "float": float, "bool": bool, "null": type(None)}
    if tag not in CORE_TAGS or type(value) is not kinds.get(name):
        msg = f"{text!r} is no {name}"
        raise ValueError(msg)
    return value
