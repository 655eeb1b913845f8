"""Whether a document speaks of a request or a response, read off the document alone.

The oracle of what is changed outside of schemas. It knows a document as plain values and shares
nothing with what compares versions: it routes by templates, follows references by itself, and
looks at what must be there. Values are judged by validators, elsewhere.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from tallystick.text import Json

_SEGMENT: Final = re.compile(r"\{[^{}]*\}")
_NAME: Final = re.compile(r"\{([^{}]*)\}")
_SPELLINGS: Final = {
    "integer": re.compile(r"-?[0-9]+(?:\.0*)?"),
    "number": re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"),
    "boolean": re.compile("true|false"),
}
"""Kinds of value by what they look like in a path; of other kinds nothing is known."""
_MOST: Final = 32
"""References that lead from one to the next."""
_UNSAID: Final = frozenset({"accept", "content-type", "authorization"})
"""Headers that are said elsewhere in a document; a parameter of such a name is ignored."""
_LIMITS: Final = frozenset({"enum", "const", "format", "pattern", "minLength"})
"""What may keep a text from being empty."""
_TABLES: Final = {"query": "query", "header": "headers", "cookie": "cookies"}
"""Where a message has what is in a place."""
_Object = Mapping[str, Json]
_Values = Mapping[str, str]
_NOWHERE: Final[Mapping[str, Json]] = {}


class Refusal(NamedTuple):
    """Why a document does not speak of a message.

    Attributes:
        about: ``operation``, ``parameter``, ``body``, ``media``, ``accept``, ``status``,
            ``header``, ``part`` or ``credentials``.
        name: Which parameter (``query limit``), media type, status or header.
    """

    about: str
    name: str = ""


class Documented:
    """One document, of OpenAPI 3.1 or spelled so, that refers to nothing outside of itself."""

    def __init__(self, root: Json, base: str = "") -> None:
        """Read a document.

        Args:
            root: The whole document.
            base: Taken off paths, where they begin so.
        """
        self._root = root
        self._base = base.rstrip("/")

    def refuses(self, message: Mapping[str, Json]) -> frozenset[Refusal]:
        """Return why nothing is said of a message; nothing: the document speaks of it.

        Args:
            message: A request: ``method`` and ``path``, or ``webhook``, or ``callback``, ``url``
                and ``of`` (the request that asked for it); perhaps ``query``, ``headers`` and
                ``cookies`` by name, ``content_type``, ``accept``. With ``credentials``, a list of
                which of these are some, it is asked whether they are enough. A response to such a
                request has a ``status`` beside them, and its own ``headers`` and ``content_type``.
        """
        found = [frozenset(self._of(item, message)) for item in self._operations(message)]
        return min(found, key=len, default=frozenset({Refusal("operation")}))

    def _of(self, found: tuple[_Object, _Object], message: Mapping[str, Json]) -> Iterator[Refusal]:
        item, operation = found
        if "status" in message:
            yield from self._answer(operation, message)
            return
        yield from self._parameters(item, operation, message)
        yield from self._body(operation, message)
        yield from self._credentials(operation, message)

    # --- Which operation ----------------------------------------------------------------------

    def _operations(self, message: Mapping[str, Json]) -> list[tuple[_Object, _Object]]:
        method = str(message.get("method", "post")).lower()
        found = []
        for item, values in self._items(message):
            operation = self._object(item, method)
            if operation is not _NOWHERE and self._are_spelled(item, operation, values):
                found.append((item, operation))
        return found

    def _items(self, message: Mapping[str, Json]) -> list[tuple[_Object, _Values]]:
        """Return the path items that a request may be for, and the values in its path."""
        if "webhook" in message:
            table = self._object(self._root, "webhooks")
            return [(self._object(table, str(message["webhook"])), {})]
        if "callback" in message:
            asked = message.get("of")
            inner = self._operations(asked) if isinstance(asked, dict) else []
            tables = [self._object(it, "callbacks", str(message["callback"])) for _, it in inner]
            return [(self._object(it, str(message.get("url"))), {}) for it in tables]
        return self._routed(str(message.get("path")))

    def _routed(self, path: str) -> list[tuple[_Object, _Values]]:
        """Return the path items that a path leads to; one without parameters goes first."""
        found: list[tuple[_Object, _Values]] = []
        for template, pattern in self._templates.get(path.count("/"), ()):
            match = pattern.fullmatch(path)
            if match is not None:
                names = _NAME.findall(template)
                item = self._object(self._root, "paths", template)
                found.append((item, dict(zip(names, map(unquote, match.groups()), strict=False))))
        return [it for it in found if not it[1]] or found

    def _are_spelled(self, item: _Object, operation: _Object, values: _Values) -> bool:
        """Whether the parts of a path can be what is said of them."""
        for parameter in self._declared(item, operation).values():
            spelled = values.get(str(parameter.get("name")))
            plain = parameter.get("in") == "path" and parameter.get("style", "simple") == "simple"
            if plain and spelled is not None:
                schema = self._object(parameter, "schema")
                if not _is_spelling(schema, spelled):
                    return False
        return True

    @cached_property
    def _templates(self) -> dict[int, list[tuple[str, re.Pattern[str]]]]:
        """Templates of paths by the number of their segments, and what their paths look like."""
        found: dict[int, list[tuple[str, re.Pattern[str]]]] = {}
        for template in self._object(self._root, "paths"):
            bare = self._bare(template)
            found.setdefault(bare.count("/"), []).append((template, _pattern(bare)))
        return found

    def _bare(self, template: str) -> str:
        if template.startswith((f"{self._base}/", self._base)):
            rest = template[len(self._base) :]
            return rest if rest.startswith("/") else template if rest else "/"
        return template

    # --- What a request must have -------------------------------------------------------------

    def _parameters(
        self, item: _Object, operation: _Object, message: Mapping[str, Json]
    ) -> Iterator[Refusal]:
        wanted = self._declared(item, operation)
        for (place, name), parameter in wanted.items():
            given = message.get(_TABLES.get(place, ""))
            names = {_known_as(place, it) for it in given} if isinstance(given, dict) else set()
            ignored = place == "path" or (place == "header" and name in _UNSAID)
            required = parameter.get("required") is True
            if required and not ignored and name not in names:
                yield Refusal("parameter", f"{place} {name}")
        yield from self._empty(wanted.values(), message)

    def _declared(self, item: _Object, operation: _Object) -> dict[tuple[str, str], _Object]:
        """Return parameters by place and name; the operation's own win."""
        found: dict[tuple[str, str], _Object] = {}
        for level in (item, operation):
            listed = level.get("parameters")
            for entry in listed if isinstance(listed, list) else ():
                parameter = self._followed(entry)
                place, name = str(parameter.get("in")), str(parameter.get("name"))
                found[place, _known_as(place, name)] = parameter
        return found

    def _empty(
        self, parameters: Iterable[_Object], message: Mapping[str, Json]
    ) -> Iterator[Refusal]:
        """Yield parameters of the query that are empty and have to be something."""
        query = message.get("query")
        if not isinstance(query, dict):
            return
        for parameter in parameters:
            name = str(parameter.get("name"))
            if parameter.get("in") != "query" or query.get(name) != "":
                continue
            schema = self._object(parameter, "schema")
            limited = _LIMITS & schema.keys() or schema.get("type", "string") != "string"
            if limited and parameter.get("allowEmptyValue") is not True:
                yield Refusal("empty", name)

    def _body(self, operation: _Object, message: Mapping[str, Json]) -> Iterator[Refusal]:
        body = self._object(operation, "requestBody")
        sent = message.get("content_type")
        if sent is None:
            if body.get("required") is True:
                yield Refusal("body")
            return
        contents = self._object(body, "content")
        if not contents:
            yield Refusal("body", "none")
        elif not any(_is_within(str(sent), it) for it in contents):
            yield Refusal("media", _plain(str(sent)))
        else:
            yield from self._parts(contents, str(sent), message)

    def _parts(
        self, contents: _Object, sent: str, message: Mapping[str, Json]
    ) -> Iterator[Refusal]:
        """Ask of the parts of a form whose media types and headers a message names."""
        given = message.get("parts")
        key = next(it for it in contents if _is_within(sent, it))
        for name, part in given.items() if isinstance(given, dict) else ():
            encoding = self._object(contents, key, "encoding", name)
            shown = part if isinstance(part, dict) else {}
            types = [it.strip() for it in str(encoding.get("contentType", "")).split(",")]
            kind = shown.get("content_type") if "contentType" in encoding else None
            if kind is not None and not any(_is_within(str(kind), it) for it in types):
                yield Refusal("part", name)
            headers = shown.get("headers")
            names = {it.lower() for it in headers} if isinstance(headers, dict) else set()
            for header in self._object(encoding, "headers"):
                described = self._object(encoding, "headers", header)
                if described.get("required") is True and header.lower() not in names:
                    yield Refusal("part", name)

    def _credentials(self, operation: _Object, message: Mapping[str, Json]) -> Iterator[Refusal]:
        """Ask whether a request shows what one alternative needs, if it says what it shows."""
        needs = operation.get("security", self._object(self._root).get("security"))
        if "credentials" not in message or not isinstance(needs, list) or not needs:
            return
        if not any(self._is_enough(need, message) for need in needs if isinstance(need, dict)):
            yield Refusal("credentials")

    def _is_enough(self, need: Mapping[str, Json], message: Mapping[str, Json]) -> bool:
        schemes = (self._object(self._root, "components", "securitySchemes", it) for it in need)
        return all(_is_shown(scheme, message) for scheme in schemes)

    # --- What an answer may be ----------------------------------------------------------------

    def _answer(self, operation: _Object, message: Mapping[str, Json]) -> Iterator[Refusal]:
        status = str(message["status"])
        table = self._object(operation, "responses")
        keys = (status, f"{status[:1]}XX", f"{status[:1]}xx", "default")
        key = next((it for it in keys if it in table), None)
        if key is None:
            yield Refusal("status", status)
            return
        response = self._object(table, key)
        contents = self._object(response, "content")
        wanted = message.get("accept", message.get("content_type"))
        if wanted is not None and not any(_is_within(str(wanted), it) for it in contents):
            yield Refusal("accept" if "accept" in message else "media", _plain(str(wanted)))
        if "accept" in message:
            return  # it is the request, not yet the answer
        given = message.get("headers")
        names = {it.lower() for it in given} if isinstance(given, dict) else set()
        for name in self._object(response, "headers"):
            header = self._object(response, "headers", name)
            if header.get("required") is True and name.lower() not in {*names, "content-type"}:
                yield Refusal("header", name.lower())

    # --- Plain values -------------------------------------------------------------------------

    def _object(self, value: Any, *keys: str) -> _Object:
        """Return the object below a value, references followed; an empty one if there is none."""
        found = self._followed(value)
        for key in keys:
            if key not in found:
                return _NOWHERE
            found = self._followed(found[key])
        return found

    def _followed(self, value: Any) -> _Object:
        for _ in range(_MOST):
            if not isinstance(value, dict):
                return _NOWHERE
            reference = value.get("$ref")
            if not isinstance(reference, str):
                return value
            value = self._at(reference)
        return _NOWHERE

    def _at(self, reference: str) -> Any:
        value: Any = self._root
        for token in reference.removeprefix("#").split("/")[1:]:
            name = _decoded(token)
            if isinstance(value, dict) and name in value:
                value = value[name]
            elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
            else:
                return None
        return value


def _decoded(token: str) -> str:
    """Return a step of a reference: percent signs are the URL's, tildes the pointer's."""
    raw = re.sub(
        r"(?:%[0-9A-Fa-f]{2})+",
        lambda it: bytes.fromhex(it[0].replace("%", "")).decode("utf-8", "replace"),
        token,
    )
    return raw.replace("~1", "/").replace("~0", "~")


def _pattern(template: str) -> re.Pattern[str]:
    """Return what the paths of a template look like."""
    fixed = _SEGMENT.split(template)
    return re.compile("([^/]+)".join(map(re.escape, fixed)))


def _is_spelling(schema: Mapping[str, Json], text: str) -> bool:
    """Whether a text may be a value that a schema, read at its face, speaks of."""
    listed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(listed, list):
        return text in {it if isinstance(it, str) else json.dumps(it) for it in listed}
    kinds = schema.get("type")
    names = kinds if isinstance(kinds, list) else [kinds]
    if not all(isinstance(it, str) and it in _SPELLINGS for it in names):
        return True
    return any(_SPELLINGS[str(it)].fullmatch(text) for it in names)


def _known_as(place: str, name: str) -> str:
    """Return the name of a parameter as it is matched."""
    return name.lower() if place == "header" else name


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _is_within(media_type: str, wanted: str) -> bool:
    """Whether a media type is one, or in the range, that a document names."""
    kind, _, rest = _plain(media_type).partition("/")
    wanted_kind, _, wanted_rest = _plain(wanted).partition("/")
    if wanted_kind not in {kind, "*"} or wanted_rest not in {rest, "*"}:
        return False
    return _details(wanted) <= _details(media_type)


def _details(media_type: str) -> frozenset[tuple[str, str]]:
    """Return the parameters of a media type; UTF-8 is what all expect."""
    pairs = (it.partition("=") for it in media_type.split(";")[1:])
    found = {(name.strip().lower(), value.strip().strip('"').lower()) for name, _, value in pairs}
    return frozenset(it for it in found if it not in {("charset", "utf-8"), ("", "")})


def _is_shown(scheme: _Object, message: Mapping[str, Json]) -> bool:
    """Whether a request has what a security scheme sends; of some there is nothing to see."""
    kind = scheme.get("type")
    if kind == "apiKey":
        place, name = str(scheme.get("in")), str(scheme.get("name"))
        given = message.get(_TABLES.get(place, ""))
        names = {_known_as(place, it) for it in given} if isinstance(given, dict) else set()
        return _known_as(place, name) in names
    if kind not in {"http", "oauth2", "openIdConnect"}:
        return True
    headers = message.get("headers")
    table = headers.items() if isinstance(headers, dict) else ()
    sent = next((str(it) for name, it in table if name.lower() == "authorization"), "")
    wanted = scheme.get("scheme") if kind == "http" else "bearer"
    return sent.partition(" ")[0].lower() == str(wanted).lower()
