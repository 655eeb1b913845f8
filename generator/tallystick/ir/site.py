"""Reading documents that may hold anything anywhere: values with their places."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.diagnostics import Code, Diagnostic, Note, Span, escape
from tallystick.ir import codes
from tallystick.resolve.model import Resolved
from tallystick.text import Json, SpecText

LONGEST_CHAIN: Final = 1000
"""References that lead to references; `resolve` reports circles, this only ends them."""


class Site(NamedTuple):
    """A value and where it stands.

    Attributes:
        uri: The document.
        pointer: JSON Pointer to the value.
        value: The value itself.
    """

    uri: str
    pointer: str
    value: Json

    @property
    def span(self) -> Span:
        """The place alone."""
        return Span(self.uri, self.pointer)

    @property
    def id(self) -> str:
        """The place as one text, ``uri#pointer``."""
        return f"{self.uri}#{self.pointer}"

    def get(self, key: str) -> "Site | None":
        """Return the member `key` when this is an object that has it."""
        if isinstance(self.value, dict) and key in self.value:
            return Site(self.uri, f"{self.pointer}/{escape(key)}", self.value[key])
        return None

    def members(self) -> Iterator[tuple[str, "Site"]]:
        """Yield the members when this is an object, nothing otherwise."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Site(self.uri, f"{self.pointer}/{escape(key)}", value)

    def items(self) -> Iterator["Site"]:
        """Yield the items when this is an array, nothing otherwise."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Site(self.uri, f"{self.pointer}/{index}", value)


def kind_of(value: Json) -> str:
    """Name the JSON kind of a value, with its article, for messages."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "a list" if value else "an empty list"
        case _:
            return "a mapping"


class Reader:
    """Reads typed values out of documents and collects what is wrong with them.

    Attributes:
        resolved: The documents.
        found: Diagnostics so far.
        joins: Schema -> the schemas that it joins by allOf or ``$ref``, as far as read.
    """

    def __init__(self, resolved: Resolved) -> None:
        """Read from `resolved`; nothing is found yet."""
        self.resolved = resolved
        self.found: list[Diagnostic] = []
        self.joins: dict[Span, list[Span]] = {}
        self._targets: dict[tuple[str, str], Site] = {}

    def report(
        self,
        code: Code,
        message: str,
        span: Span,
        *,
        help: str | None = None,  # noqa: A002 - named as the member of Diagnostic it fills
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Add one diagnostic."""
        self.found.append(
            Diagnostic(code=code, message=message, span=span, help=help, notes=notes),
        )

    def muted(self) -> "Reader":
        """Return a reader of the same documents that reports nothing."""
        return _Muted(self.resolved)

    def target(self, site: Site) -> Site | None:
        """Return what the reference in `site` names, one step on; None when nothing is bound."""
        place = self.resolved.refs.get((site.uri, site.pointer))
        if place is None:
            return None
        known = self._targets.get(place)
        if known is None:
            known = Site(*place, self.resolved.at(*place))
            self._targets[place] = known
        return known

    def follow(self, site: Site) -> Site:
        """Follow a Reference Object to the object that it stands for."""
        for _ in range(LONGEST_CHAIN):
            if not isinstance(site.value, dict) or "$ref" not in site.value:
                break
            target = self.target(site)
            if target is None:
                break
            site = target
        return site

    def unusable(self, site: Site, wanted: str) -> None:
        """Report a value of the wrong kind."""
        name = site.pointer.rpartition("/")[2]
        self.report(
            codes.UNUSABLE_VALUE,
            f"`{name}` is {kind_of(site.value)} where {wanted} is expected",
            site.span,
            help=f"write {wanted}",
        )

    def objects(self, site: Site, key: str) -> Iterator[tuple[str, Site]]:
        """Yield the members of the object under `key`."""
        found = site.get(key)
        if found is None:
            return
        if not isinstance(found.value, dict):
            self.unusable(found, "a mapping")
        yield from found.members()

    def entries(self, site: Site, key: str) -> Iterator[Site]:
        """Yield the items of the array under `key`."""
        found = site.get(key)
        if found is None:
            return
        if not isinstance(found.value, list):
            self.unusable(found, "a list")
        yield from found.items()

    def text(self, site: Site, key: str) -> str | None:
        """Return the string under `key`."""
        value = site.value.get(key) if isinstance(site.value, dict) else None
        if isinstance(value, str):
            return value
        found = site.get(key)
        if found is not None:
            self.unusable(found, "a string")
        return None

    def spec_text(self, site: Site, key: str) -> SpecText | None:
        """Return the string under `key` as text of the document."""
        text = self.text(site, key)
        return None if text is None else SpecText(text)

    def flag(self, site: Site, key: str, *, default: bool = False) -> bool:
        """Return the boolean under `key`."""
        if not isinstance(site.value, dict) or key not in site.value:
            return default
        value = site.value[key]
        if isinstance(value, bool):
            return value
        found = site.get(key)
        if found is not None:
            self.unusable(found, "true or false")
        return default

    def texts(self, site: Site, key: str) -> tuple[str, ...]:
        """Return the strings of the array under `key`."""
        result = []
        for item in self.entries(site, key):
            if isinstance(item.value, str):
                result.append(item.value)
            else:
                self.unusable(item, "a string")
        return tuple(result)


class _Muted(Reader):
    """Looks without reporting: what it sees is reported when it is read for good."""

    def report(
        self,
        code: Code,
        message: str,
        span: Span,
        *,
        help: str | None = None,  # noqa: A002 - as in `Reader`
        notes: tuple[Note, ...] = (),
    ) -> None:
        """Say nothing."""
