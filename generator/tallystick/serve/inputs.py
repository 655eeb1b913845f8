"""What a call gives: parameters by style and place, the body by its media type."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final
from urllib.parse import unquote_plus

from tallystick.ir import Content, MediaKind, Operation, Parameter, Place
from tallystick.serve.bodies import Parsed, parse_json
from tallystick.serve.checking import Checker
from tallystick.serve.compiling import Compiler
from tallystick.serve.encoded import parse_encoded, parse_parts, styles_of
from tallystick.serve.forms import TEXT, Form, Pair, form_of
from tallystick.serve.problem import Fault, Problem
from tallystick.serve.security import cookies
from tallystick.serve.styles import Style
from tallystick.text import Json

UNSUPPORTED: Final = "415"
"""Status of what has no media type that is taken: who lists it guesses no media types."""
IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
"""Header parameters of these names are ignored. Source: OpenAPI 3.1, Parameter Object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The outside of one request.

    Attributes:
        path: Path parameters as they stand in the URL.
        query: Name (decoded) and value (with escapes) of the query string.
        headers: Lower-case name -> values.
    """

    path: Mapping[str, str]
    query: Sequence[Pair]
    headers: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterReader:
    """Reads and judges one parameter."""

    wire: str
    place: Place
    required: bool
    allow_empty: bool
    style: Style
    checker: Checker

    @property
    def key(self) -> tuple[str, str]:
        """(place, name); header names are lower case."""
        name = self.wire.lower() if self.place is Place.HEADER else self.wire
        return self.place.value, name

    def read(self, given: Given) -> tuple[bool, Json, tuple[Fault, ...]]:
        """Return whether the parameter is given, its value, and what is wrong with it."""
        present = self._present(given)
        candidates = self._candidates(given) if present else iter(())
        first = next(candidates, _NOTHING)
        if first is _NOTHING:
            if present:
                message = f"{self.wire} is not written in the style {self.style.style}."
                return False, None, (self._fault("", "parameter:unreadable", message),)
            return False, None, self._missing()
        if self.allow_empty and first in ("", None):
            return True, first, ()
        value, found = self.checker.choose(chain([first], candidates))
        found = found or self.checker.broken(value)
        return True, value, tuple(self._named(fault) for fault in found)

    def _candidates(self, given: Given) -> Iterator[Any]:
        if self.place is Place.PATH:
            return self.style.of_segment(given.path.get(self.wire, ""))
        if self.place is Place.QUERY:
            return self.style.of_query(given.query)
        if self.place is Place.HEADER:
            return self.style.of_header(given.headers.get(self.wire.lower(), ()))
        return self.style.of_cookie(cookies(given.headers.get("cookie", ())))

    def _present(self, given: Given) -> bool:
        """Whether the caller gave the parameter, readable or not."""
        if self.place is Place.PATH:
            return self.wire in given.path
        if self.place is Place.HEADER:
            return self.wire.lower() in given.headers
        pairs = given.query
        if self.place is Place.COOKIE:
            pairs = cookies(given.headers.get("cookie", ()))
        spread = self.style.explode and "object" in self.style.form.kinds
        if self.style.style == "deepObject" or (spread and self.style.style != "json"):
            return next(self._candidates(given), _NOTHING) is not _NOTHING
        return any(name == self.wire for name, _ in pairs)

    def _missing(self) -> tuple[Fault, ...]:
        if not self.required:
            return ()
        message = f"{self.wire} is required in the {self.place.value}."
        return (self._fault("", "parameter:missing", message),)

    def _fault(self, pointer: str, rule: str, message: str) -> Fault:
        place, name = self.key
        return Fault(pointer=pointer, rule=rule, message=message, parameter=f"{place}.{name}")

    def _named(self, fault: Fault) -> Fault:
        return self._fault(fault.pointer, fault.rule, fault.message)


_NOTHING: Final[Any] = object()


def parameter_readers(operation: Operation, compiler: Compiler) -> tuple[ParameterReader, ...]:
    """Return the readers of an operation's parameters."""
    return tuple(
        _reader(parameter, operation, compiler)
        for parameter in operation.parameters
        if not (parameter.place is Place.HEADER and parameter.wire.lower() in IGNORED_HEADERS)
    )


def _reader(parameter: Parameter, operation: Operation, compiler: Compiler) -> ParameterReader:
    content = parameter.content
    type_id = content.type if content and content.type is not None else parameter.type
    schema = compiler.schema(type_id, "request")
    declared = frozenset(
        other.wire for other in operation.parameters if other.place is parameter.place
    )
    style = Style(
        wire=parameter.wire,
        style="json" if content and content.kind is MediaKind.JSON else parameter.style,
        explode=parameter.explode,
        form=form_of(schema, schema),
        declared=declared,
    )
    return ParameterReader(
        wire=parameter.wire,
        place=parameter.place,
        required=parameter.required,
        allow_empty=parameter.allow_empty,
        style=style,
        checker=compiler.checker(type_id, parameter.wire),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentReader:
    """Reads and judges a body of one media type."""

    media_type: str
    kind: MediaKind
    form: Form
    checker: Checker | None
    styles: Mapping[str, Style] = field(default_factory=dict)

    def parse(self, data: bytes, content_type: str) -> Parsed:
        """Return a body as its media type says.

        Raises:
            Unreadable: It is not what its media type says.
        """
        if self.kind is MediaKind.JSON:
            return Parsed(values=(parse_json(data),))
        if self.kind is MediaKind.FORM:
            return parse_encoded(data, self.form, self.styles)
        if self.kind is MediaKind.MULTIPART:
            return parse_parts(data, content_type, self.form, self.styles)
        return Parsed(raw=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyReader:
    """Reads and judges the body of one operation.

    Attributes:
        strict: A body without a media type is refused.
    """

    required: bool
    contents: tuple[ContentReader, ...]
    strict: bool = False

    def content(self, content_type: str) -> ContentReader | Problem:
        """Return the reader of a media type; without one the first, unless it is strict."""
        if not content_type and not self.strict:
            return self.contents[0]
        wanted = essence(content_type)
        for matches in (_same, _similar):
            for content in self.contents:
                if matches(content.media_type, wanted):
                    return content
        taken = ", ".join(content.media_type for content in self.contents)
        return Problem(
            status=415,
            detail=f"The body is sent as {wanted[:80] or 'nothing'}; {taken} is taken.",
            headers={"Accept-Post": taken} if taken.isprintable() and taken.isascii() else {},
        )


def body_reader(operation: Operation, compiler: Compiler) -> BodyReader | None:
    """Return the reader of an operation's body, or None when it takes none."""
    if operation.body is None or not operation.body.contents:
        return None
    contents = tuple(_content(content, compiler) for content in operation.body.contents)
    strict = any(each.status == UNSUPPORTED for each in operation.responses)
    return BodyReader(required=operation.body.required, contents=contents, strict=strict)


def _content(content: Content, compiler: Compiler) -> ContentReader:
    structured = content.kind in {MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART}
    if content.type is None or not structured:
        return ContentReader(
            media_type=essence(content.media_type), kind=content.kind, form=TEXT, checker=None
        )
    schema = compiler.schema(content.type, "request")
    form = form_of(schema, schema)
    return ContentReader(
        media_type=essence(content.media_type),
        kind=content.kind,
        form=form,
        checker=compiler.checker(content.type, "The body"),
        styles=styles_of(content, form),
    )


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def _same(declared: str, wanted: str) -> bool:
    return declared == wanted


def _similar(declared: str, wanted: str) -> bool:
    """Whether a declared range (``image/*``) covers a media type."""
    kind, _, subtype = declared.partition("/")
    return declared == "*/*" or (subtype == "*" and kind == wanted.partition("/")[0])


def query_pairs(query: bytes) -> list[Pair]:
    """Return the pairs of a query string: names decoded, values with their escapes."""
    pairs = []
    for part in query.decode("latin-1").split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((unquote_plus(name) if "%" in name or "+" in name else name, value))
    return pairs


def header_lists(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    """Return headers by lower-case name."""
    lists: dict[str, list[str]] = {}
    for name, value in headers:
        lists.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return lists
