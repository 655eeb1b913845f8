"""What an operation needs of those who call it, and what of that travels with a request."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Span
from tallystick.ir.api import Api, Operation, Place, SecurityNeed, SecurityScheme
from tallystick.text import Json

_TABLES: Final = {Place.HEADER: "headers", Place.QUERY: "query", Place.COOKIE: "cookies"}
_PLACEHOLDERS: Final = {"basic": "Basic {credentials}", "bearer": "Bearer {token}"}


@dataclass(frozen=True, slots=True)
class Travelling:
    """A credential in a request.

    Attributes:
        table: ``headers``, ``query`` or ``cookies``; ``""``: it is none of the request's text.
        name: Of the header, parameter or cookie, as it is matched; else of the scheme.
        scheme: Of an ``Authorization`` header, in lower case.
    """

    table: str
    name: str
    scheme: str = ""

    @property
    def placeholder(self) -> str:
        """What stands for the secret in a message that is shown."""
        if not self.scheme:
            return f"{{{self.name}}}"
        return _PLACEHOLDERS.get(self.scheme, f"{self.scheme.capitalize()} {{credentials}}")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Credentials that are enough together.

    Attributes:
        parts: Each with the scopes that are asked for: these do not travel.
    """

    parts: tuple[tuple[Travelling, frozenset[str]], ...]
    need: SecurityNeed

    @property
    def sent(self) -> frozenset[Travelling]:
        """What is seen of them in a request."""
        return frozenset(it for it, _ in self.parts if it.table)

    def suffices(self, other: "Alternative") -> bool:
        """Whether who has these has the other ones, scopes included."""
        return all(
            any(have == wanted and scopes <= mine for have, mine in self.parts)
            for wanted, scopes in other.parts
        )

    def passes(self, other: "Alternative") -> bool:
        """Whether a request with these shows all that is to be seen of the other ones."""
        return other.sent <= self.sent

    @property
    def spelled(self) -> Json:
        """The alternative as it is written."""
        return {name: [*scopes] for name, scopes in self.need.schemes}

    @property
    def shown(self) -> Json:
        """The alternative as it travels."""
        names = (name for name, _ in self.need.schemes)
        parts = (f"{it.table} {it.name} {it.scheme}".strip() for it, _ in self.parts)
        return dict(zip(names, parts, strict=True))


def spelled(*both: Iterable[Alternative]) -> Iterator[list[Json]]:
    """Yield alternatives of two versions as written; where that is alike, as they travel."""
    old, new = ([it.spelled for it in one] for one in map(tuple, both))
    yield from (old, new) if old != new else ([it.shown for it in one] for one in both)


def alternatives(operation: Operation, api: Api) -> tuple[Alternative, ...]:
    """Return what is enough to call an operation, one of them."""
    schemes = {it.name: it for it in api.security}
    needs = operation.security or (SecurityNeed(schemes=()),)
    return tuple(_alternative(it, schemes) for it in needs)


def _alternative(need: SecurityNeed, schemes: dict[str, SecurityScheme]) -> Alternative:
    parts = ((_travelling(name, schemes.get(name)), scopes) for name, scopes in need.schemes)
    return Alternative(tuple((it, frozenset(scopes)) for it, scopes in parts), need)


def _travelling(name: str, scheme: SecurityScheme | None) -> Travelling:
    """Return where a credential is in a request."""
    kind = "" if scheme is None else scheme.kind
    if scheme is not None and kind == "apiKey" and scheme.place in _TABLES and scheme.wire:
        is_header = scheme.place is Place.HEADER
        wire = scheme.wire.lower() if is_header else scheme.wire
        return Travelling(_TABLES[scheme.place], wire)
    if scheme is not None and kind == "http" and scheme.scheme:
        return Travelling("headers", "authorization", scheme.scheme)
    if kind in {"oauth2", "openIdConnect"}:  # RFC 6750
        return Travelling("headers", "authorization", "bearer")
    return Travelling("", name)


def unshown(before: Iterable[Alternative], after: Iterable[Alternative]) -> Iterator[Alternative]:
    """Yield alternatives of which a request shows too little for any of the others."""
    wanted = list(after)
    for alternative in before:
        if not any(map(alternative.passes, wanted)):
            yield alternative


def place_of(operation: Operation, api: Api) -> tuple[Span, bool]:
    """Return where it is written what an operation needs, and whether for all operations."""
    own = operation.span.child("security")
    try:
        api.resolved.at(*api.resolved.follow(own.uri, own.pointer))
    except (KeyError, IndexError):
        return Span(api.resolved.entry.uri).child("security"), True
    return own, False
