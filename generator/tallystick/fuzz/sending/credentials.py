"""Whose credentials a request carries. They are added when it is sent, and never logged."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote_plus

from tallystick.fuzz.model import SECRET, Caller, Message
from tallystick.ir import Api, Operation, Place, SecurityScheme

WRONG: Final = "wrong-credential-0000"
BEARER: Final = "Bearer"
BASIC: Final = "Basic"
COOKIE: Final = "Cookie"
MORE: Final = "0"
BOTH: Final = 2
_NUMBER: Final = re.compile(r"[0-9a-fA-F-]+")
"""Digits of which some are letters: a UUID, say."""
NEAR: Final[tuple[Caller, ...]] = ("longer", "shorter", "cased")
"""Callers whose credentials are nearly right."""
CARRIERS: Final = frozenset({"authorization", "cookie"})
"""Headers that hold nothing but credentials."""
KEY: Final = "X-API-Key"
"""Header that keys are often sent in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the person who runs a campaign gave.

    Attributes:
        auth: Secrets, the own one first, then another caller's; ``user:password`` for Basic.
        headers: Further headers of every request, as given.
    """

    auth: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything was given that can be right or wrong."""
        return bool(self.auth) or any(name.lower() == "authorization" for name, _ in self.headers)

    def secret(self, caller: Caller) -> str | None:
        """Return the secret of a caller, None for none."""
        if caller == "none":
            return None
        if caller == "wrong":
            return WRONG
        number = 1 if caller == "second" else 0
        secret = self.auth[number] if number < len(self.auth) else None
        return nearly(secret, caller) if secret is not None and caller in NEAR else secret


def nearly(secret: str, caller: Caller) -> str:
    """Return a secret that is nearly right."""
    if caller == "cased":
        return secret.swapcase()
    return secret + MORE if caller == "longer" else secret[:-1]


def bare(api: Api, credentials: Credentials) -> tuple[Credentials, tuple[str, ...]]:
    """Return credentials without the word of their scheme, and what there is to say about it.

    ``Bearer KEY`` means ``KEY`` where every operation takes a bearer's key: the word comes anyway.

    Args:
        api: Says which schemes there are.
        credentials: As they were given.
    """
    named = {scheme.name: scheme for scheme in api.security}
    used = [each for operation in api.operations for each in _schemes(operation, named)]
    words = {_word(each) for each in used}
    word = words.pop() if len(words) == 1 else ""
    auth = tuple(_bare(secret, word) if word else secret for secret in credentials.auth)
    if auth == credentials.auth:
        return credentials, ()
    said = f"the credential was given with the word {word} before it, which is added anyway"
    return replace(credentials, auth=auth), (f"{said}: it was sent once",)


class Signer:
    """Adds credentials to messages."""

    def __init__(self, api: Api, credentials: Credentials) -> None:
        """Sign for the callers of `credentials`."""
        self._credentials = credentials
        named = {scheme.name: scheme for scheme in api.security}
        self._added: dict[tuple[str, Caller, str], tuple[str, tuple[tuple[str, str], ...]]] = {}
        self._schemes = {operation.id: _schemes(operation, named) for operation in api.operations}
        keys = {(it.wire or "").lower() for it in api.security if it.place is Place.HEADER}
        self._carriers = CARRIERS | keys

    @property
    def has_second(self) -> bool:
        """Whether another caller's secret was given."""
        return self._credentials.secret("second") is not None

    @property
    def anonymous(self) -> bool:
        """Whether nothing was given that can be a credential."""
        return not self._credentials.auth and not self.gated

    @property
    def gated(self) -> bool:
        """Whether a header of every request may be a credential; it is left out of some."""
        return any(name.lower() in self._carriers for name, _ in self._credentials.headers)

    @property
    def near(self) -> tuple[Caller, ...]:
        """Callers whose credentials are nearly the own ones, and nobody's."""
        auth = self._credentials.auth
        told = [(each, self._credentials.secret(each)) for each in NEAR if auth]
        found = (each for each, secret in told if secret and secret not in auth)
        return tuple(each for each in found if each != "cased" or self._has_case(auth[0]))

    def _has_case(self, secret: str) -> bool:
        """Whether letters of either case differ: not in numbers, nor in names of users."""
        words = {_word(it) for schemes in self._schemes.values() for it in schemes}
        return BASIC not in words and not _NUMBER.fullmatch(secret)

    def signed(self, operation: str, message: Message) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the target and the headers of a message with its caller's credentials."""
        key = operation, message.caller, message.carrier
        added = self._added.get(key)
        if added is None:
            added = self._added[key] = self._for(*key)
        query, headers = added
        target = message.target
        if query and not message.rooted:  # a link is taken as it is
            target += f"{'&' if '?' in target else '?'}{query}"
        return target, message.headers + headers

    def _for(
        self, operation: str, caller: Caller, carrier: str
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return what is added to the query and to the headers of a caller's messages.

        A key that a header was given for is that one, whoever else calls with a secret of theirs.
        """
        barred = self._carriers if carrier or caller != "second" else CARRIERS
        headers = [
            pair
            for pair in self._credentials.headers
            if (caller == "own" and not carrier) or pair[0].lower() not in barred
        ]
        secret = self._credentials.secret(caller)
        if secret is None:
            return "", tuple(headers)
        if carrier:
            name, _, value = carrier.partition(": ")
            return "", (*headers, (name, value.replace(SECRET, secret)))
        query: list[str] = []
        others: list[SecurityScheme] = []
        for scheme in self._schemes.get(operation, ()):
            if scheme.kind == "apiKey" and scheme.place is Place.QUERY:
                query.append(f"{quote_plus(scheme.wire or '')}={quote_plus(secret)}")
            else:
                others.append(scheme)
        given = {name.lower() for name, _ in headers} - CARRIERS
        made = (it for it in _headers(others, secret) if it[0].lower() not in given)
        return "&".join(query), (*headers, *made)


def carried(api: Api, operation: Operation, coded: str) -> tuple[str, ...]:
    """Return what carries the secret of an operation: ``Name: value``, or ``?name=value``.

    Args:
        api: Says which schemes there are.
        operation: Asks for some, or for none.
        coded: Stands for a secret as Basic has it, `SECRET` for any other one.
    """
    schemes = _schemes(operation, {scheme.name: scheme for scheme in api.security})
    query = [it for it in schemes if it.kind == "apiKey" and it.place is Place.QUERY]
    basic = base64.b64encode(SECRET.encode()).decode()
    others = _headers([it for it in schemes if it not in query], SECRET)
    found = [f"{name}: {value.replace(basic, coded)}" for name, value in others]
    return (*found, *(f"?{quote_plus(it.wire or '')}={SECRET}" for it in query))


def protected(operation: Operation) -> bool:
    """Whether an operation needs credentials."""
    return bool(operation.security) and all(need.schemes for need in operation.security)


def strange(api: Api, operation: Operation) -> tuple[tuple[str, str], ...]:
    """Return values of ``Authorization`` that hold no credential: what is odd of each, the value.

    Args:
        api: Says which schemes there are.
        operation: None are returned where it takes its credentials elsewhere.
    """
    named = {scheme.name: scheme for scheme in api.security}
    words = [_word(scheme) for scheme in _schemes(operation, named) if scheme.kind != "apiKey"]
    if not words:
        return ()
    own = words[0]
    other = f"{BEARER} {WRONG}"
    if own == BEARER:
        other = f"{BASIC} {base64.b64encode(f'{WRONG}:{WRONG}'.encode()).decode()}"
    return ("another scheme", other), ("empty", own), ("no scheme", WRONG)


def carriers(api: Api, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield schemes that other operations are content with, and this one is not.

    Each with the header that carries a secret so, `SECRET` in its place; those that use a header of
    this operation's own schemes are left out, and what is no header.

    Args:
        api: Says which schemes there are.
        operation: Needs credentials.
    """
    own = {name for need in operation.security for name, _ in need.schemes}
    needs = (need for each in api.operations for need in each.security)
    enough = {need.schemes[0][0] for need in needs if len(need.schemes) == 1}
    taken = {_header(it, SECRET)[0].lower() for it in api.security if it.name in own}
    for scheme in api.security:
        name, value = _header(scheme, SECRET)
        fits = scheme.kind != "mutualTLS" and scheme.place in {None, Place.HEADER}
        fits = fits and SECRET in value and name.lower() not in taken
        if fits and scheme.name in enough - own:
            yield scheme.name, f"{name}: {value}"


def halves(api: Api, operation: Operation) -> Iterator[tuple[str, str, tuple[str, str] | None]]:
    """Yield what is too little where schemes are needed together: one alone, or beside a wrong one.

    Each as what is odd of it, the header that carries a secret, `SECRET` in its place, and the
    header of the wrong one, None for none; only such as travel in headers of different names.

    Args:
        api: Says which schemes there are.
        operation: Needs credentials.
    """
    named = {scheme.name: scheme for scheme in api.security}
    needs = [{name for name, _ in need.schemes} for need in operation.security]
    schemes = _schemes(operation, named)
    fits = all(it.kind != "mutualTLS" and it.place in {None, Place.HEADER} for it in schemes)
    names = {_header(it, SECRET)[0].lower() for it in schemes}
    if len(schemes) < BOTH or len(names) < len(schemes) or not fits:
        return
    for scheme in schemes:
        name, value = _header(scheme, SECRET)
        if SECRET not in value or any(need <= {scheme.name} for need in needs):
            continue
        yield f"only {scheme.name}", f"{name}: {value}", None
        others = [it for it in schemes if it is not scheme]
        if len(others) == 1:
            yield f"a wrong {others[0].name}", f"{name}: {value}", _header(others[0], WRONG)


def misplaced(api: Api, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield what nobody documents: a right secret by another scheme, or in another header.

    Each as what is odd of it, and the header that carries the secret so, `SECRET` in its place.

    Args:
        api: Says which schemes there are.
        operation: Needs credentials.
    """
    words = {_word(each) for each in api.security if each.kind != "apiKey"}
    own = _spoken(api, operation)
    if own and own != BASIC and BASIC not in words:
        yield "another scheme", f"Authorization: {BASIC} {SECRET}"
    if own and own != BASIC:
        yield "no scheme", f"Authorization: {SECRET}"
    headers = {(it.wire or "").lower() for it in api.security if it.place is Place.HEADER}
    if own and KEY.lower() not in headers:
        yield "another header", f"{KEY}: {SECRET}"
    elif not words and "authorization" not in headers:
        yield "another header", f"Authorization: {BEARER} {SECRET}"


def small(api: Api, operation: Operation) -> str:
    """Return the header that carries a bearer's secret with its scheme in small letters, or "".

    It is the same scheme (RFC 9110, 11.1).

    Args:
        api: Says which schemes there are.
        operation: Needs credentials.
    """
    bears = _spoken(api, operation) == BEARER
    return f"Authorization: {BEARER.lower()} {SECRET}" if bears else ""


def _spoken(api: Api, operation: Operation) -> str:
    """Return the word of the one scheme that an operation takes, "" for a bare key, or several."""
    known = _schemes(operation, {scheme.name: scheme for scheme in api.security})
    return _word(known[0]) if len(known) == 1 else ""


def _schemes(operation: Operation, named: dict[str, SecurityScheme]) -> tuple[SecurityScheme, ...]:
    """Return the schemes of the first alternative that needs any."""
    for need in operation.security:
        found = tuple(named[name] for name, _ in need.schemes if name in named)
        if found:
            return found
    return ()


def _headers(schemes: Iterable[SecurityScheme], secret: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of schemes that are needed together, one of each name.

    Where two write the same one, it is as the scheme with a word of its own has it.
    """
    found: dict[str, tuple[str, str]] = {}
    for scheme in schemes:
        name, value = _header(scheme, secret)
        known = found.get(name.lower())
        if known is not None and name == COOKIE:
            value = f"{known[1]}; {value}"
        elif known is not None and not _word(scheme):
            continue
        found[name.lower()] = name, value
    return tuple(found.values())


def _header(scheme: SecurityScheme, secret: str) -> tuple[str, str]:
    if scheme.kind == "apiKey":
        wire = scheme.wire or ""
        return (COOKIE, f"{wire}={secret}") if scheme.place is Place.COOKIE else (wire, secret)
    if _word(scheme) == BASIC:
        secret = base64.b64encode(secret.encode()).decode()
    return "Authorization", f"{_word(scheme)} {secret}"


def _word(scheme: SecurityScheme) -> str:
    """Return the word before a credential in its header, "" where there is none."""
    if scheme.kind == "apiKey":
        return ""
    name = scheme.scheme if scheme.kind == "http" else None
    return {None: BEARER, "bearer": BEARER, "basic": BASIC}.get(name, name or BEARER)


def _bare(secret: str, word: str) -> str:
    """Return a credential without the word of its scheme; one for Basic is decoded."""
    before, _, after = secret.partition(" ")
    after = after.strip()
    if before.lower() != word.lower() or not after:
        return secret
    if word != BASIC:
        return after
    try:
        text = base64.b64decode(after, validate=True).decode()
    except ValueError:
        text = after
    return text if ":" in text else secret
