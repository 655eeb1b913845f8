"""URLs of a request, without a network: what is fetched, and from where.

============================ =================================================================
URL                          answered by
============================ =================================================================
``data:``                    itself
of an asset of this server   the store, while its signature is good
a prefix of the accounts     a file of the folder named there (``[urls]``)
file
``http`` on loopback         a real request: no redirects, 10 s, 50 MiB
example.com, .org, .net      a stand-in painted from the URL: these names belong to nobody, and
                             documents use them; with ``missing`` in the path it is not there
anything else                nothing: the generation fails with ``invalid_request``
============================ =================================================================
"""

import base64
import binascii
import http.client
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urlsplit

from tallystick.serve.behaviour import Resources

from . import film, motion, pictures
from .decoding import MAX_BYTES
from .failures import failed
from .sizes import FPS

Fetch = Callable[[str, str, Resources], bytes]
"""URL, the request's member, what the caller owns -> bytes. Raises `Failure`."""

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
EXAMPLES: Final = frozenset({"example.com", "example.org", "example.net"})
"""Source: RFC 2606, section 3."""

TIMEOUT: Final = 10.0
"""Seconds for a whole answer."""

CHUNK: Final = 2**16
STAND_IN_SECONDS: Final = 3
FILMS: Final = (".mp4", ".mov", ".webm")


def resolver(folders: Mapping[str, Path]) -> Fetch:
    """Return what answers the URLs of requests.

    Args:
        folders: URL prefix -> folder whose files are below that URL.
    """

    def fetch(url: str, where: str, resources: Resources) -> bytes:
        if url[:5].lower() == "data:":
            return data_url(url, where)
        asset = resources.asset(url)
        if asset is not None:
            return asset.data
        for prefix, folder in folders.items():
            if url.startswith(prefix):
                return _from_folder(url.removeprefix(prefix), folder, where)
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            port = parts.port
        except ValueError as error:
            raise failed("invalid_request", f"{where} is no URL: {error}.") from error
        if parts.scheme == "http" and host in LOOPBACK:
            return _from_loopback(parts, host, port or 80, where)
        if parts.scheme in {"http", "https"} and host in EXAMPLES and "missing" not in parts.path:
            return _stand_in(parts.path)
        reason = f"{where} cannot be fetched: nothing answers {url[:200]!r} here."
        raise failed("invalid_request", reason)

    return fetch


def data_url(url: str, where: str) -> bytes:
    """Return the bytes of a ``data:`` URL. Source: RFC 2397.

    Raises:
        Failure: ``corrupt_input`` when it holds no base64.
    """
    head, comma, tail = url.partition(",")
    if not comma:
        raise failed("corrupt_input", f"{where} is a data: URL without a comma.")
    if head.lower().endswith(";base64"):
        return from_base64(unquote(tail), where)
    return unquote_to_bytes(tail)


def from_base64(text: str, where: str) -> bytes:
    """Return the bytes that base64 `text` holds; line breaks are skipped.

    Raises:
        Failure: ``corrupt_input``, or ``image_too_large`` beyond `MAX_BYTES`.
    """
    if len(text) * 3 // 4 > MAX_BYTES + 3:
        raise too_heavy(where)
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise failed("corrupt_input", f"{where} is not base64: {error}.") from error


def too_heavy(where: str) -> Exception:
    """Return the failure of an input with more than `MAX_BYTES`."""
    limit = MAX_BYTES // 2**20
    return failed("image_too_large", f"{where} has more than the {limit} MiB that are taken.")


def _from_folder(rest: str, folder: Path, where: str) -> bytes:
    root = folder.resolve()
    path = (root / unquote(rest.partition("?")[0].partition("#")[0]).lstrip("/")).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise failed("invalid_request", f"{where} cannot be fetched: it is not there.")
    if path.stat().st_size > MAX_BYTES:
        raise too_heavy(where)
    return path.read_bytes()


def _from_loopback(parts: SplitResult, host: str, port: int, where: str) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    deadline = time.monotonic() + TIMEOUT
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            reason = f"{where} cannot be fetched: it answered {answer.status}."
            raise failed("invalid_request", reason)
        received = bytearray()
        while chunk := answer.read1(CHUNK):
            received += chunk
            if len(received) > MAX_BYTES:
                raise too_heavy(where)
            if time.monotonic() > deadline:
                raise failed("invalid_request", f"{where} cannot be fetched: it is too slow.")
        return bytes(received)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise failed("invalid_request", f"{where} cannot be fetched: {error}.") from error
    finally:
        connection.close()


def _stand_in(path: str) -> bytes:
    if path.lower().endswith(FILMS):
        order = motion.VideoOrder(prompt=path, size=(160, 90), frames=STAND_IN_SECONDS * FPS)
        return film.encoded(motion.frames(order), order.size)
    still = pictures.ImageOrder(prompt=path, model="stand-in", size=(240, 160))
    wanted = "jpeg" if path.lower().endswith((".jpg", ".jpeg")) else "png"
    return pictures.encoded(pictures.draw(still), wanted)
