"""Presigned URLs: an asset's path with an expiry and an HMAC over both."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qs, quote, unquote, urlsplit

PREFIX = "/_assets/"
"""Path under which assets are served; no document's path begins like this."""

SECRET_BYTES = 32
DEFAULT_EXPIRY = 3600
"""Seconds that a URL lives when the document does not say (``x-presigned: {expires}``)."""


class Refusal(Enum):
    """Why a URL is not honoured."""

    FORGED = "The signature of this URL is missing or does not match."
    EXPIRED = "This URL has expired; get the resource again for a fresh one."


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and judges presigned URLs with one secret, which is kept in the database.

    Attributes:
        secret: Key of the HMAC.
    """

    secret: bytes

    @staticmethod
    def new_secret() -> bytes:
        """Return a fresh random secret."""
        return secrets.token_bytes(SECRET_BYTES)

    def path(self, asset: str, filename: str, expires: int) -> str:
        """Return path and query of a URL that works until `expires`.

        Args:
            asset: Id of the asset.
            filename: Last segment of the path, for people and for tools that save files.
            expires: Unix time, whole seconds.
        """
        name = "/" + quote(filename, safe="") if filename else ""
        return f"{PREFIX}{asset}{name}?expires={expires}&signature={self._sign(asset, expires)}"

    def check(self, path: str, query: str, now: float) -> str | Refusal:
        """Return the asset's id, or why the URL is refused.

        Args:
            path: Path of the URL, percent-decoded or not (asset ids need no escapes).
            query: Query string, without the question mark.
            now: Unix time.
        """
        asset = path.removeprefix(PREFIX).partition("/")[0]
        values = parse_qs(query)
        expires = values.get("expires", [""])[-1]
        signature = values.get("signature", [""])[-1]
        # int() would also read "1_0" or other digits than the ones that were signed.
        if not (expires.isascii() and expires.isdecimal() and len(expires) < SECRET_BYTES):
            return Refusal.FORGED
        genuine = self._sign(asset, int(expires))
        if not hmac.compare_digest(genuine.encode(), signature.encode("utf-8", "replace")):
            return Refusal.FORGED
        return asset if now < int(expires) else Refusal.EXPIRED

    def check_url(self, url: str, now: float) -> str | None:
        """Return the id of the asset that a whole URL of this server leads to, or None.

        The host does not matter: only this server could have signed the path.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        path = unquote(parts.path)
        if not path.startswith(PREFIX):
            return None
        found = self.check(path, parts.query, now)
        return found if isinstance(found, str) else None

    def _sign(self, asset: str, expires: int) -> str:
        message = f"{expires}\n{asset}".encode("utf-8", "surrogatepass")
        digest = hmac.new(self.secret, message, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
