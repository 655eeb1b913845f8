"""Documents behind URLs: fetched with limits on size, time and protocol."""

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Final

from tallystick.diagnostics import Diagnostic, Span
from tallystick.load import codes

SECONDS: Final = 30.0
"""From the first connection to the last byte."""

_CHUNK: Final = 1 << 16


def fetch(url: str, most: int) -> bytes | Diagnostic:
    """Return what an http(s) URL holds.

    Args:
        url: The URL; redirects are followed to http and https only.
        most: Bytes to accept at most.
    """
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    request = urllib.request.Request(  # noqa: S310 (no handler for other protocols is there)
        url, headers={"Accept": "application/yaml, application/json, */*;q=0.5"}
    )
    try:
        return _body(opener, request, most)
    except urllib.error.HTTPError as error:
        reason = f"the server answered {error.code}"
        error.close()
    except urllib.error.URLError as error:
        reason = str(error.reason)
    except (OSError, HTTPException, ValueError) as error:
        reason = str(error) or type(error).__name__
    return _failed(url, reason)


def _body(
    opener: urllib.request.OpenerDirector, request: urllib.request.Request, most: int
) -> bytes | Diagnostic:
    deadline = time.monotonic() + SECONDS
    data = bytearray()
    response = opener.open(request, timeout=SECONDS / 3)
    if response is None:
        return _failed(request.full_url, "its protocol is not http or https")
    with response:
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > most:
                return _failed(request.full_url, f"it is larger than {most // 1024 // 1024} MiB")
            if time.monotonic() > deadline:
                return _failed(request.full_url, f"it took longer than {SECONDS:.0f} seconds")
    return bytes(data)


def _failed(url: str, reason: str) -> Diagnostic:
    return Diagnostic(
        code=codes.FETCH_FAILED,
        message=f"{url} could not be fetched: {reason}",
        span=Span(url),
        help="check the URL, or download the document",
    )
