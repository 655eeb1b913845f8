"""Text to plain values: a fast road that is taken when it is surely right, else the exact one."""

import json
import re
from typing import Final, TypeAlias

from tallystick.load import codes, json_text
from tallystick.load.limits import MAX_DEPTH
from tallystick.load.parts import DEPTHS, Parts, Twin, read_parts
from tallystick.load.problem import NO_NUMBER, Problem
from tallystick.text import Json

Problems: TypeAlias = tuple[Problem, ...]

_NUMBER_END: Final = re.compile(r"(?:_[-+.\da-fA-FxXoObBeE]*|0[bBxXoO][\da-fA-F]+)(?=[\s,\]}:]|$)")
_NUMBER_START: Final = re.compile(r"(?<![^\s\[{,])[-+.\d_][-+.\da-fA-FxXoObBeE_]*$")
_NUMBER_OF_11: Final = re.compile(r"(?=.*\d)(?:.*_.*|[-+]0[xo].*|[-+]?0[bBXO].*)")
"""Plain strings that only the fast reader takes for numbers: ``1_000``, ``0b1``, ``-0x1``."""

_EMPTY_BLOCK: Final = re.compile(
    r"""[|>](?:[1-9]?[ \t]*(?:\#[^\r\n]*)?(?:\r\n?|\n)[ \t]*(?:[\r\n]|\Z)
      | [-+1-9]*[ \t]*(?:\#[^\r\n]*)?(?:\r\n?|\n)\Z)""",
    re.VERBOSE,
)
"""The header of a block scalar and nothing in the line after it."""

_NAME: Final = r"[^\s\[\]{},]+"
_ANCHOR: Final = re.compile(f"&({_NAME})")
_ALIAS: Final = re.compile(f"\\*({_NAME})")
_TAG: Final = re.compile(r"!(?!\[)")
_OPENING: Final = frozenset(["", *"-:?,[{"])
_LINE: Final = 1000
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_LARGEST: Final = 10**4000
"""Python writes no integers of more than 4,300 digits. NaN is not below it either."""

_NUMBERS: Final = (float, int)
_INFINITIES: Final = (float("inf"), float("-inf"))


_OUTER: Final = max(DEPTHS.values())
"""Levels above the parts of a text."""


class _UnsureError(ValueError):
    """The exact reader has to decide."""


def parse_json(text: str) -> tuple[Json, Problems]:
    """Return the value of a JSON text, or what is wrong with it."""
    try:
        value = _plain(json_text.parse(text), yaml=False)
    except (ValueError, RecursionError) as error:
        return None, _json_problems(text, error)
    problem = _lone_surrogate(text) if _SURROGATE.search(text) else None
    return (None, (problem,)) if problem else (value, ())


def parse_parts(text: str, twin: Twin | None = None) -> Parts | None:
    """Return the value of a JSON text with the places of its parts; None where `parse_json` must.

    Args:
        text: The text.
        twin: Another one; parts of it that are written the same are taken over.
    """
    try:
        parts = read_parts(text, twin)
        _plain(list(parts.read), yaml=False, most=MAX_DEPTH - _OUTER)
    except (ValueError, RecursionError):
        return None
    return None if _SURROGATE.search(text) and _lone_surrogate(text) else parts


def _json_problems(text: str, error: ValueError | RecursionError) -> Problems:
    if isinstance(error, json.JSONDecodeError):
        return (_json_syntax(error),)
    if isinstance(error, json_text.DuplicateKeyError):
        return _json_duplicate(text)
    if isinstance(error, RecursionError):
        return (_too_deep(0),)
    if isinstance(error, _UnsureError):
        return (_json_limit(text),)
    return (_json_number(text, str(error)),)


def parse_yaml(text: str) -> tuple[Json, Problems]:
    """Return the value of a YAML text with one document, and what is wrong with it.

    The value is None where it cannot be used; other problems are warnings.
    """
    if not text.endswith(("\n", "\r")):
        text += "\n"  # readers differ on a block scalar that the file's end cuts off
    if not _is_tricky(text):
        try:
            return _fast(text), ()
        except _UnsureError:
            pass  # the exact reader says what it is, and where
    from tallystick.load import yaml_text  # noqa: PLC0415 (slow to import, and seldom needed)

    composer = yaml_text.Composer(text)
    composer.compose()
    if composer.problems:
        return None, tuple(composer.problems)
    if composer.root is None:
        return None, ()
    value = yaml_text.construct(composer.root)
    return (None, (value,)) if isinstance(value, Problem) else (value, _merged(composer.merged))


def _merged(places: list[int]) -> Problems:
    """Warn once a document: one that merges at all merges everywhere."""
    if not places:
        return ()
    more = f", nor are the {len(places) - 1} others here" if len(places) > 1 else ""
    message = f"the merge key << is not part of YAML 1.2{more}; it is read as in YAML 1.1"
    return (Problem(code=codes.MERGE_KEY, at=places[0], message=message, help=_WRITTEN_OUT),)


_WRITTEN_OUT: Final = "write the members out; `tally bundle` does"


def _fast(text: str) -> Json:
    import yaml_rs  # noqa: PLC0415 (not for JSON)

    try:
        value = yaml_rs.loads(text, parse_datetime=False)
    except yaml_rs.YAMLDecodeError as error:
        raise _UnsureError from error
    if isinstance(value, list):
        raise _UnsureError  # several documents come as a list too
    return _plain(value, yaml=True)


def _is_tricky(text: str) -> bool:
    """Whether the fast reader might take something for what it is not in YAML 1.2."""
    return _may_alias(text) or _may_tag(text) or _may_number(text) or _may_be_empty(text)


def _may_be_empty(text: str) -> bool:
    """Whether a block scalar without content may be in a text."""
    return any(_opens(text, found.start()) for found in _EMPTY_BLOCK.finditer(text))


def _opens(text: str, at: int) -> bool:
    """Whether a value can begin at a place: after an indicator, or first in its line."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at), at - _LINE) + 1
    before = text[start:at].rstrip(" \t")
    return before[-1:] in _OPENING or before.rpartition(" ")[2].startswith(("&", "!"))


def _may_alias(text: str) -> bool:
    """Whether an alias may be in a text: the exact reader bounds what they copy."""
    anchors = {found[1] for found in _ANCHOR.finditer(text)}
    return bool(anchors) and any(found[1] in anchors for found in _ALIAS.finditer(text))


def _may_tag(text: str) -> bool:
    """Whether a tag may be in a text: an exclamation mark where a value can begin."""
    return any(_opens(text, found.start()) for found in _TAG.finditer(text))


def _may_number(text: str) -> bool:
    """Whether a number of YAML 1.1 may be in a text; begins at the rare characters, for speed."""
    for found in _NUMBER_END.finditer(text):
        at = found.end()
        token = _NUMBER_START.search(text, max(0, at - _LINE), at)
        if token and _NUMBER_OF_11.fullmatch(token[0]):
            return True
    return False


def _plain(root: Json, *, yaml: bool, most: int = MAX_DEPTH) -> Json:
    """Check that values are JSON and, for YAML, make all keys strings, in place.

    Raises:
        _UnsureError: Something is in it that only the exact reader may judge.
    """
    level = [root]
    for _ in range(most):
        below: list[Json] = []
        for value in level:
            if isinstance(value, dict):
                below += (_string_keys(value) if yaml else value).values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, _NUMBERS) and not -_LARGEST < value < _LARGEST:
                raise _UnsureError
        level = [value for value in below if type(value) is not str]
        if not level:
            return root
    raise _UnsureError


def _string_keys(value: dict[str, Json]) -> dict[str, Json]:
    if "<<" in value:
        raise _UnsureError
    if all(type(key) is str for key in value):
        return value
    if not all(type(key) in {str, int} for key in value):
        raise _UnsureError
    named = {str(key): item for key, item in value.items()}
    if len(named) != len(value):
        raise _UnsureError
    value.clear()
    value.update(named)
    return value


def _too_deep(at: int) -> Problem:
    message = f"values are nested deeper than {MAX_DEPTH} levels"
    return Problem(code=codes.TOO_DEEP, at=at, message=message)


def _json_syntax(error: json.JSONDecodeError) -> Problem:
    message = error.msg[:1].lower() + error.msg[1:]
    help_ = _JSON_HELP.get(error.msg.partition(":")[0])
    if not error.doc[error.pos :].strip() and not error.msg.startswith("Illegal"):
        message, help_ = "it ends before its value does", "close what is open"
    return Problem(
        code=codes.JSON_SYNTAX, at=error.pos, message=f"the text is not JSON: {message}", help=help_
    )


_JSON_HELP: Final = {
    "Expecting ',' delimiter": "add a comma before this place",
    "Expecting property name enclosed in double quotes": "quote the key; JSON has no comments",
    "Illegal trailing comma before end of object": "remove the comma",
    "Illegal trailing comma before end of array": "remove the comma",
    "Expecting ':' delimiter": "add a colon after the key",
    "Unterminated string starting at": "close the quote",
    "Extra data": "remove what follows the value",
    "Invalid control character at": "write line breaks as \\n",
}


def _json_duplicate(text: str) -> Problems:
    found = json_text.JsonIndex(text).first_duplicate()
    name, at, first = found if found is not None else ("", 0, 0)
    return (
        Problem(
            code=codes.DUPLICATE_KEY,
            at=at,
            message=f"the key {name!r} is already in this object",
            help="remove one of the two",
            first=first,
        ),
    )


def _json_number(text: str, name: str) -> Problem:
    at = max(text.find(name), 0)
    shown = name if name in {"NaN", "Infinity", "-Infinity"} else "a number of that many digits"
    message = f"{shown} is no number that JSON can hold"
    return Problem(code=codes.NOT_JSON_NUMBER, at=at, message=message, help=NO_NUMBER)


_HUGE: Final = re.compile(r"(?<![\w.\"])-?\d[\d.]*[eE]\+?\d+")


def _json_limit(text: str) -> Problem:
    for found in _HUGE.finditer(text):
        if float(found[0]) in _INFINITIES:
            message = f"{found[0]} is no number that JSON can hold"
            at = found.start()
            return Problem(code=codes.NOT_JSON_NUMBER, at=at, message=message, help=NO_NUMBER)
    return _too_deep(0)


def _lone_surrogate(text: str) -> Problem | None:
    pairs = re.compile(
        r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
        r"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    )
    for found in pairs.finditer(text):
        if found[1]:
            message = f"{found[1]} is half of a character"
            return Problem(code=codes.LONE_SURROGATE, at=found.start(), message=message)
    return None
