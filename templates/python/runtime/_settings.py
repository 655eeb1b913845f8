"""What a client was told: options, credentials, environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ._config import AUTH_REQUIRED, BASE_URL, CREDENTIALS, ENV_PREFIX, SERVER_VARIABLES
from ._errors import ConfigurationError
from ._types import ClientOptions, Environment, Timeout

if TYPE_CHECKING:
    import httpx2

Arguments = Mapping[str, "str | None"]
"""Constructor keywords that this API adds: credentials and server variables."""


class Settings(NamedTuple):
    """The options of a client with nothing left open; see `ClientOptions`."""

    arguments: Mapping[str, str]
    base_url: str
    timeout: float | Timeout | httpx2.Timeout | None = Timeout()
    deadline: float | None = 600.0
    max_retries: int = 2
    default_headers: Mapping[str, str | None] = {}
    default_query: Mapping[str, object] = {}
    check_rules: bool = True
    max_response_bytes: int = 64 * 1024 * 1024
    environment: Environment = Environment()


def settle(arguments: Arguments, options: ClientOptions) -> Settings:
    """Fill in what was not given from the environment and the defaults.

    Raises:
        ConfigurationError: No base URL, or no credentials although every operation needs some.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    for credential in CREDENTIALS:
        for name, variable in credential.args:
            value = given.get(name) or os.environ.get(variable)
            if value:
                given[name] = _header_text(value.strip(), name)
    if AUTH_REQUIRED and not any(_complete(item.args, given) for item in CREDENTIALS):
        ways = (f"pass {name}=... or set {env}" for item in CREDENTIALS for name, env in item.args)
        msg = f"no credentials: {'; '.join(ways)}"
        raise ConfigurationError(msg)
    url = options.get("base_url") or os.environ.get(ENV_PREFIX + "_BASE_URL") or BASE_URL
    if url is None:
        msg = f"no base URL: pass base_url=... or set {ENV_PREFIX}_BASE_URL"
        raise ConfigurationError(msg)
    rest = {name: value for name, value in options.items() if name != "base_url"}
    return Settings(given, _base_url(url, given))._replace(**rest)


def change(old: Settings, arguments: Arguments, options: ClientOptions) -> Settings:
    """Return settings with some of them changed; arguments that are None stay."""
    new = {name: value for name, value in arguments.items() if value is not None}
    url = options.get("base_url") or old.base_url
    base = settle({**old.arguments, **new}, {"base_url": url})
    rest = {name: value for name, value in options.items() if name != "base_url"}
    return old._replace(arguments=base.arguments, base_url=base.base_url, **rest)


def _complete(args: tuple[tuple[str, str], ...], given: Mapping[str, str]) -> bool:
    return all(given.get(name) for name, _ in args)


def _header_text(value: str, name: str) -> str:
    if not (value.isascii() and value.isprintable()):
        msg = f"{name} has a character that no header may have"
        raise ConfigurationError(msg)
    return value


def _base_url(url: str, given: Mapping[str, str]) -> str:
    for name, (wire, default) in SERVER_VARIABLES.items():
        url = url.replace("{" + wire + "}", given.get(name, default))
    url = url.strip().rstrip("/")
    if not url.startswith(("http://", "https://")) or not {"?", "#"}.isdisjoint(url):
        msg = f"base URL {url!r} is not an http(s) URL without query"
        raise ConfigurationError(msg)
    return url
