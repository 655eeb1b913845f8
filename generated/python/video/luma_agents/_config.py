"""What this package knows about its API: names, addresses, credentials."""

from __future__ import annotations

from typing import Final, NamedTuple


class LumaError(Exception):
    """Every error this package raises is one of these."""


BaseError = LumaError


class Credential(NamedTuple):
    """A security scheme; `args` pairs constructor keyword and variable, `wire` is its name."""

    scheme: str
    kind: str
    args: tuple[tuple[str, str], ...]
    wire: str = ""


PACKAGE: Final = "luma_agents"
USER_AGENT: Final = "luma-agents/0.3.0"
ENV_PREFIX: Final = "LUMA_AGENTS"
BASE_URL: Final[str | None] = "https://agents.lumalabs.ai/v1"
SERVER_VARIABLES: Final[dict[str, tuple[str, str]]] = {}
CREDENTIALS: Final[tuple[Credential, ...]] = (
    Credential("bearerAuth", "bearer", (("auth_token", "LUMA_AGENTS_API_KEY"),)),
)
SECURITY: Final[tuple[tuple[str, ...], ...]] = (("bearerAuth",),)
AUTH_REQUIRED: Final = True
