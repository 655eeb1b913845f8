"""Pages of other origins whose scripts may call the server: CORS, as the Fetch Standard has it."""

from collections.abc import Sequence
from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

LOCAL: Final = "local"
"""Pages that this machine serves or that are opened as files, which have no origin (``null``)."""
_LOCAL: Final = (
    r"null|https?://(localhost|[a-z0-9-]+\.localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]+)?"
)


def shared(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """Return an app that tells browsers whose scripts may call it and read its answers.

    Args:
        app: What answers.
        origins: Of pages, such as ``https://example.com``; `LOCAL`; ``*``, any. None: nothing
            is told, so only pages of the server's own origin call it.
    """
    if not origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=[origin for origin in origins if origin != LOCAL],
        allow_origin_regex=_LOCAL if LOCAL in origins else None,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["*"],
    )
