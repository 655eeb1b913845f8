"""Debug logging, without what should not stand in a log."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from ._config import CREDENTIALS, ENV_PREFIX, PACKAGE

logger = logging.getLogger(PACKAGE)

_SECRET = re.compile(
    r"auth|token|secret|passw|signature|credential|session|cookie|(api|access|subscription)[-_]?key"
    r"|^(key|sig|code|policy|x-amz-.*|x-goog-.*|key-pair-id)$",
    re.IGNORECASE,
)
_NAMES = frozenset(credential.wire.lower() for credential in CREDENTIALS)
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING}


def _is_secret(name: str) -> bool:
    return name.lower() in _NAMES or _SECRET.search(name) is not None


def redact_headers(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers with the values of secret ones replaced."""
    items = headers.items() if isinstance(headers, Mapping) else headers
    return {name: "[secret]" if _is_secret(name) else value for name, value in items}


def redact_url(url: str, *, whole_query: bool = False) -> str:
    """Return the URL without user information and without secrets in its query.

    Args:
        url: An absolute URL.
        whole_query: Drop the query altogether, as for presigned URLs.
    """
    parts = urlsplit(url)
    pairs = [pair.partition("=") for pair in parts.query.split("&")] if parts.query else []
    query = "&".join(f"{n}={'[secret]' if _is_secret(n) else v}" for n, _, v in pairs)
    if whole_query and query:
        query = "[secret]"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" + (f"?{query}" if query else "")


class RedactURL(logging.Filter):
    """Takes secrets out of the URLs that the HTTP library logs by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the arguments that are URLs; every record passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                redact_url(str(item)) if type(item).__name__ == "URL" else item
                for item in record.args
            )
        return True


def set_up() -> None:
    """Follow the environment's log level and guard the HTTP library's own log lines."""
    library = logging.getLogger("httpx2")
    if not any(isinstance(item, RedactURL) for item in library.filters):
        library.addFilter(RedactURL())
    level = _LEVELS.get(os.environ.get(ENV_PREFIX + "_LOG", "").lower())
    if level is not None and not logger.handlers:
        logger.setLevel(level)
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
