"""Who calls: credentials by the schemes of the document, compared in constant time."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from tallystick.ir import Operation, Place, SecurityScheme
from tallystick.serve.behaviour import Account, Behaviour
from tallystick.serve.problem import Problem

ANY: Final = "any"
"""The token that stands for: take any."""
PUBLIC: Final = Account(id="public")
"""Owner of what is made without credentials."""


class Credentials:
    """The credentials that a server takes.

    They are kept and looked up as keyed hashes, so that neither comparison nor look-up takes a
    time that tells anything about them.
    """

    def __init__(self, behaviour: Behaviour, tokens: Sequence[str]) -> None:
        """Take what the behaviour names, and further tokens (``any``: every one)."""
        self._key = secrets.token_bytes(32)
        self._guest = behaviour.guest
        self._open = ANY in tokens
        self._known: dict[bytes, Account] = {}
        for token in tokens:
            if token != ANY:
                self._known[self._hash(token)] = behaviour.guest(token)
        for token, account in behaviour.tokens().items():
            self._known[self._hash(token)] = account

    def account(self, token: str) -> Account | None:
        """Return whose credential it is, or None when it is not taken."""
        known = self._known.get(self._hash(token))
        if known is None and self._open and token:
            return self._guest(token)
        return known

    def _hash(self, token: str) -> bytes:
        message = token.encode("utf-8", "surrogateescape")
        return hmac.digest(self._key, message, hashlib.sha256)


@dataclass(frozen=True, slots=True)
class Sent:
    """What of a request may hold credentials.

    Attributes:
        headers: Lower-case name -> values.
        query: (name, value) pairs, the names decoded, the values with their escapes.
        cookies: (name, value) pairs.
    """

    headers: Mapping[str, Sequence[str]]
    query: Sequence[tuple[str, str]]
    cookies: Sequence[tuple[str, str]]


class Gate:
    """Lets the calls of one operation through."""

    def __init__(
        self, operation: Operation, schemes: Mapping[str, SecurityScheme], credentials: Credentials
    ) -> None:
        """Guard an operation.

        Args:
            operation: Its alternatives are tried in order.
            schemes: All declared schemes by name; an alternative with an undeclared one is never
                met.
            credentials: What is taken.
        """
        self._credentials = credentials
        self._open = not operation.security
        self._needs: list[tuple[SecurityScheme | None, ...]] = [
            tuple(schemes.get(name) for name, _ in need.schemes) for need in operation.security
        ]
        named = {scheme.name: scheme for need in self._needs for scheme in need if scheme}
        self._challenge = ", ".join(dict.fromkeys(map(_challenge, named.values())))
        self._advice = " or ".join(dict.fromkeys(map(_advice, named.values())))

    def admit(self, sent: Sent) -> Account | Problem:
        """Return who calls, or the refusal."""
        if self._open:
            return PUBLIC
        given = False
        anonymous = False
        for need in self._needs:
            anonymous = anonymous or not need
            accounts = [self._account(scheme, sent) for scheme in need]
            given = given or any(found for found, _ in accounts)
            admitted = [account for _, account in accounts if account]
            if need and len(admitted) == len(accounts):
                return admitted[0]
        # Credentials that are wrong are refused even where none are needed.
        return PUBLIC if anonymous and not given else self._refuse(given=given)

    def _account(self, scheme: SecurityScheme | None, sent: Sent) -> tuple[bool, Account | None]:
        """Return whether a credential was given, and whose it is."""
        if scheme is None:
            return False, None
        if scheme.kind == "mutualTLS":
            return False, PUBLIC  # judged where TLS ends, before the request gets here
        found = False
        for candidate in _candidates(scheme, sent):
            found = True
            account = self._credentials.account(candidate)
            if account is not None:
                return True, account
        return found, None

    def _refuse(self, *, given: bool) -> Problem:
        detail = "The credentials are not valid." if given else f"Send {self._advice}."
        headers = {"WWW-Authenticate": self._challenge} if self._challenge else {}
        return Problem(status=401, detail=detail, headers=headers)


def _candidates(scheme: SecurityScheme, sent: Sent) -> Iterator[str]:
    """Yield the texts of a credential that may be known to the server."""
    if scheme.kind == "apiKey":
        wire = scheme.wire or ""
        if scheme.place is Place.HEADER:
            values = sent.headers.get(wire.lower(), ())
            yield from values
            # Documents have no other way to say "a word of our own before the key".
            if wire.lower() == "authorization":
                yield from (value.partition(" ")[2].strip() for value in values if " " in value)
        elif scheme.place is Place.QUERY:
            yield from (unquote_plus(value) for name, value in sent.query if name == wire)
        else:
            yield from (value for name, value in sent.cookies if name == wire)
        return
    wanted = (scheme.scheme or "bearer") if scheme.kind == "http" else "bearer"
    for header in sent.headers.get("authorization", ())[:1]:
        name, _, rest = header.partition(" ")
        if name.lower() != wanted:
            continue
        yield from _basic(rest.strip()) if wanted == "basic" else (rest.strip(),)


def _basic(encoded: str) -> Iterator[str]:
    """Yield ``user:password``, then the password, then a user without one (an API key)."""
    try:
        text = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        yield ""
        return
    user, _, password = text.partition(":")
    yield text
    yield password or user


def _challenge(scheme: SecurityScheme) -> str:
    """Return the challenge of a scheme. Source: RFC 9110, section 11.6.1."""
    if scheme.kind == "apiKey":
        return "ApiKey"
    if scheme.kind == "http" and scheme.scheme not in {None, "bearer"}:
        name = (scheme.scheme or "").title()
        return f'{name} realm="api"' if name.isalnum() else "Bearer"
    return 'Bearer realm="api"'


def _advice(scheme: SecurityScheme) -> str:
    if scheme.kind == "apiKey":
        place = scheme.place.value if scheme.place else "header"
        return f"an API key as {place} {scheme.wire}"
    if scheme.kind == "http" and scheme.scheme == "basic":
        return "user and password by HTTP Basic"
    if scheme.kind == "http" and scheme.scheme not in {None, "bearer"}:
        return f"a credential of the scheme {scheme.scheme} in the header Authorization"
    return "a bearer token in the header Authorization"


def cookies(headers: Sequence[str]) -> list[tuple[str, str]]:
    """Return the cookies of ``Cookie`` headers; what cannot be read is left out."""
    pairs: list[tuple[str, str]] = []
    for header in headers:
        for part in header.split(";"):
            name, sign, value = part.strip().partition("=")
            if sign and name:
                pairs.append((name, value.strip('"')))
    return pairs
