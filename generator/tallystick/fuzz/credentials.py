"""Whose credentials a request carries. They are added when it is sent, and never logged."""

import base64
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

from tallystick.fuzz.model import Caller, Message
from tallystick.ir import Api, Operation, Place, SecurityScheme

WRONG: Final = "wrong-credential-0000"
BEARER: Final = "Bearer"
BASIC: Final = "Basic"


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
        return self.auth[number] if number < len(self.auth) else None


class Signer:
    """Adds credentials to messages."""

    def __init__(self, api: Api, credentials: Credentials) -> None:
        """Sign for the callers of `credentials`."""
        self._credentials = credentials
        named = {scheme.name: scheme for scheme in api.security}
        self._schemes = {operation.id: _schemes(operation, named) for operation in api.operations}
        self._said = {_word(each) for some in self._schemes.values() for each in some} - {""}

    @property
    def has_second(self) -> bool:
        """Whether another caller's secret was given."""
        return self._credentials.secret("second") is not None

    @property
    def schemes(self) -> frozenset[str]:
        """Words that stand before credentials of the operations: ``Bearer``, ``Basic``."""
        return frozenset(self._said)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was made of the credentials that were given."""
        words = sorted(
            word
            for word in self._said
            if any(_prefixed(secret, word) for secret in self._credentials.auth)
        )
        return tuple(
            f"the credential was given with the word {word} before it, which stands there anyway: "
            "it was sent without"
            for word in words
        )

    def signed(self, operation: str, message: Message) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the target and the headers of a message with its caller's credentials."""
        headers = list(message.headers)
        own = message.caller == "own"
        headers += [
            pair
            for pair in self._credentials.headers
            if own or pair[0].lower() not in {"authorization", "cookie"}
        ]
        target = message.target
        secret = self._credentials.secret(message.caller)
        if secret is None:
            return target, tuple(headers)
        for scheme in self._schemes.get(operation, ()):
            if scheme.kind == "apiKey" and scheme.place is Place.QUERY:
                joint = "&" if "?" in target else "?"
                target += f"{joint}{quote_plus(scheme.wire or '')}={quote_plus(secret)}"
            else:
                headers.append(_header(scheme, secret))
        return target, tuple(headers)


def protected(operation: Operation) -> bool:
    """Whether an operation needs credentials."""
    return bool(operation.security) and all(need.schemes for need in operation.security)


def _schemes(operation: Operation, named: dict[str, SecurityScheme]) -> tuple[SecurityScheme, ...]:
    """Return the schemes of the first alternative that needs any."""
    for need in operation.security:
        found = tuple(named[name] for name, _ in need.schemes if name in named)
        if found:
            return found
    return ()


def _header(scheme: SecurityScheme, secret: str) -> tuple[str, str]:
    if scheme.kind == "apiKey":
        wire = scheme.wire or ""
        return ("Cookie", f"{wire}={secret}") if scheme.place is Place.COOKIE else (wire, secret)
    word = _word(scheme)
    plain = secret.partition(" ")[2].strip() if _prefixed(secret, word) else secret
    if word == BASIC and plain == secret:
        plain = base64.b64encode(secret.encode()).decode()
    return "Authorization", f"{word} {plain}"


def _word(scheme: SecurityScheme) -> str:
    """Return the word before a credential in its header, "" where there is none."""
    if scheme.kind == "apiKey":
        return ""
    return BASIC if scheme.kind == "http" and scheme.scheme == "basic" else BEARER


def _prefixed(secret: str, word: str) -> bool:
    """Whether a credential was given with the word of its scheme."""
    before, _, after = secret.partition(" ")
    return before.lower() == word.lower() and bool(after.strip())
