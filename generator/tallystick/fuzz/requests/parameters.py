"""Parameters of an operation as they travel: paths, queries, headers and cookies."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, quote_plus

from tallystick.fuzz.model import Message
from tallystick.ir import Content, MediaKind, Operation, Parameter, Place
from tallystick.text import Json

SEPARATORS: Final = {"spaceDelimited": "%20", "pipeDelimited": "|"}
JOINTS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
APART: Final = {"label": ".", "matrix": ";"}
"""Styles of paths -> what stands before each part of a value that is exploded."""
_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Travelling:
    """Parameters in the parts of a request."""

    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())


def travelling(operation: Operation, given: Mapping[tuple[Place, str], Json]) -> Travelling:
    """Return an operation's path, query and headers with some parameters given.

    Args:
        operation: The operation.
        given: (place, wire name) -> value. A path parameter that is not given stays ``{name}``.
    """
    path = operation.path
    query: list[str] = []
    headers: list[tuple[str, str]] = []
    cookies: list[str] = []
    for parameter in operation.parameters:
        key = (parameter.place, parameter.wire)
        if key not in given:
            continue
        value = given[key]
        if parameter.place is Place.PATH:
            path = path.replace("{" + parameter.wire + "}", _in_path(parameter, value))
        elif parameter.place is Place.QUERY:
            query += _in_query(parameter, value)
        elif parameter.place is Place.HEADER:
            headers.append((parameter.wire, simple(parameter, value)))
        else:
            cookies.append(f"{parameter.wire}={quote(simple(parameter, value))}")
    if cookies:
        headers.append(("Cookie", "; ".join(cookies)))
    return Travelling(path=path, query="&".join(query), headers=tuple(headers))


def message_of(operation: Operation, given: Mapping[tuple[Place, str], Json]) -> Message:
    """Return the request without a body that has some parameters, as of `travelling`."""
    parts = travelling(operation, given)
    return Message(
        method=operation.method.upper(),
        path=parts.path,
        query=parts.query,
        headers=parts.headers,
    )


def in_path(operation: Operation, given: Mapping[tuple[Place, str], Json]) -> dict[str, str]:
    """Return what stands in the path for each of its parameters that are given."""
    every = (each for each in operation.parameters if each.place is Place.PATH)
    known = ((each, (each.place, each.wire)) for each in every)
    return {each.wire: _in_path(each, given[key]) for each, key in known if key in given}


def sendable(parameter: Parameter, value: Json) -> bool:
    """Whether a value can travel in the place of a parameter without becoming another one."""
    if parameter.content is None and not _flat(value):
        return False
    if parameter.style == "deepObject" and not isinstance(value, dict):
        return False  # nobody says how it is written
    text = simple(parameter, value)
    if not text or (isinstance(value, list | dict) and _torn(parameter, value)):
        return False
    if parameter.place is Place.PATH:
        return text not in {".", ".."} and "/" not in text
    if parameter.place is Place.QUERY:
        return value is not None
    return bool(text) and text == text.strip() and text.isascii() and text.isprintable()


def clear(operation: Operation, given: Mapping[tuple[Place, str], Json]) -> bool:
    """Whether what is given is read as it is meant.

    No name of a query stands for two parameters (members of objects are names, too), and no value
    in a step of a path that holds several (``{page}.{format}``) has what stands between them.
    """
    if not all(map(_apart, _steps(operation, in_path(operation, given)))):
        return False
    queries = [each for each in operation.parameters if each.place is Place.QUERY]
    declared = {quote_plus(each.wire) for each in queries}
    names: list[str] = []
    for parameter in queries:
        if (key := (parameter.place, parameter.wire)) in given:
            pairs = {pair.partition("=")[0] for pair in _in_query(parameter, given[key])}
            names += pairs - {quote_plus(parameter.wire)}
    return len({*names, *declared}) == len(names) + len(declared)


def _steps(
    operation: Operation, values: Mapping[str, str]
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the values of each step of a path that holds several, and what stands between them."""
    for step in operation.path.split("/"):
        pieces = _VARIABLE.split(step)  # literals and names take turns
        if len(names := pieces[1::2]) > 1:
            yield [values.get(name, "") for name in names], pieces[2:-1:2]


def _apart(step: tuple[list[str], list[str]]) -> bool:
    values, between = step
    return all(between) and not any(mark in value for mark in between for value in values)


def _torn(parameter: Parameter, value: list[Json] | dict[str, Json]) -> bool:
    """Whether a value would be read as another one: an item is empty, or has what divides items.

    How an object stands in cookies is read in many ways.
    """
    if parameter.content is not None:
        return False
    if isinstance(value, list):
        texts = [_text(item) for item in value]
    elif parameter.place is Place.COOKIE:
        return True
    else:
        texts = [_text(part) for pair in value.items() for part in pair]
    if parameter.place is Place.QUERY and (parameter.explode or parameter.style == "deepObject"):
        return "" in texts
    marks = APART if _stands_apart(parameter) else JOINTS
    mark = marks.get(parameter.style, ",")
    return any(not text or mark in text for text in texts)


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _as_content(content: Content, value: Json) -> str:
    """Return a value in its media type: a text has quotes in JSON."""
    if content.kind is MediaKind.JSON:
        return json.dumps(value, separators=(",", ":"))
    return _text(value)


def simple(parameter: Parameter, value: Json) -> str:
    """Return the style ``simple``. Source: RFC 6570, section 3.2.2."""
    if parameter.content is not None:
        return _as_content(parameter.content, value)
    if isinstance(value, list):
        return ",".join(map(_text, value))
    if isinstance(value, dict):
        joint = "=" if parameter.explode else ","
        return ",".join(f"{key}{joint}{_text(item)}" for key, item in value.items())
    return _text(value)


def _in_path(parameter: Parameter, value: Json) -> str:
    """Return what stands in a path. Source: RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7."""
    if isinstance(value, list | dict) and _stands_apart(parameter):
        mark = APART[parameter.style]
        name = parameter.wire if parameter.style == "matrix" else ""
        pairs = value.items() if isinstance(value, dict) else ((name, item) for item in value)
        texts = ((quote(key, safe=""), quote(_text(part), safe="")) for key, part in pairs)
        return "".join(f"{mark}{key}={text}" if key else mark + text for key, text in texts)
    prefix = {"label": ".", "matrix": f";{parameter.wire}="}.get(parameter.style, "")
    return prefix + quote(simple(parameter, value), safe=",")


def _stands_apart(parameter: Parameter) -> bool:
    """Whether each part of a value in a path begins with the mark of its style."""
    return parameter.explode and parameter.content is None and parameter.style in APART


def _in_query(parameter: Parameter, value: Json) -> list[str]:
    name = quote_plus(parameter.wire)
    if parameter.content is None and isinstance(value, list):
        items = [quote_plus(_text(item)) for item in value]
        if parameter.explode:
            return [f"{name}={item}" for item in items]
        return [f"{name}={SEPARATORS.get(parameter.style, ',').join(items)}"]
    if parameter.content is None and isinstance(value, dict):
        pairs = [(quote_plus(key), quote_plus(_text(item))) for key, item in value.items()]
        if parameter.style == "deepObject":
            return [f"{name}[{key}]={item}" for key, item in pairs]
        if parameter.explode:
            return [f"{key}={item}" for key, item in pairs]
        joint = SEPARATORS.get(parameter.style, ",")
        return [f"{name}=" + joint.join(part for pair in pairs for part in pair)]
    return [f"{name}={quote_plus(simple(parameter, value))}"]


def _flat(value: Json) -> bool:
    """Whether a value holds nothing that holds something: no style says how that is written."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(part, dict | list) for part in inner)
