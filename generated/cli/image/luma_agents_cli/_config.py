"""What this tool knows about its API: names, addresses, credentials, resources."""

from __future__ import annotations

from typing import Final, NamedTuple

from ._command import Group


class Setting(NamedTuple):
    """A flag for an argument of the client, which may come from an environment variable."""

    flag: str
    argument: str
    variable: str
    about: str


PROGRAM: Final = "luma-agents-cli"
TITLE: Final = "Luma Agents API"
VERSION: Final = "0.1.0"
PACKAGE: Final = "luma_agents"
CLIENT: Final = "Luma"
BASE_URL: Final[str | None] = "https://agents.lumalabs.ai/v1"
URL_VARIABLE: Final = "LUMA_AGENTS_BASE_URL"
CREDENTIALS: Final[tuple[Setting, ...]] = (
    Setting(
        "auth-token",
        "auth_token",
        "LUMA_AGENTS_API_KEY",
        "The API key as a bearer token. Clients read it from LUMA_AGENTS_API_KEY.",
    ),
)
RESOURCES: Final[dict[str, Group]] = {
    "generations": Group("generations", "Jobs that make media from a prompt.", ("create", "get")),
}
