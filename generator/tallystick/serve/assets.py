"""Downloads: assets behind presigned URLs, whole or in part."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from tallystick.serve.behaviour import Asset
from tallystick.serve.problem import Problem
from tallystick.serve.signing import Refusal, Signer
from tallystick.serve.store import Store

RANGE: Final = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


def download(store: Store, signer: Signer, path: str, query: str, now: float) -> Asset | Problem:
    """Return the asset behind a presigned URL, or the refusal.

    Args:
        store: Where assets are.
        signer: Judges the URL.
        path: Path of the URL.
        query: Its query string.
        now: Unix time.
    """
    found = signer.check(path, query, now)
    if isinstance(found, Refusal):
        return Problem(status=403, detail=found.value)
    asset = store.asset(found)
    return asset or Problem(status=404, detail="There is no such asset any more.")


def respond(asset: Asset, headers: Mapping[str, Sequence[str]], etag: str) -> Response | Problem:
    """Return an asset, or the part of it that the caller asks for.

    Several parts at once are answered with the whole. Source: RFC 9110, section 14.

    Args:
        asset: The asset.
        headers: Of the request: lower-case name -> values.
        etag: Names the bytes; an asset never changes.
    """
    sent = {
        "content-type": media_type(asset.media_type),
        "accept-ranges": "bytes",
        "etag": f'"{etag}"',
        "cache-control": "private, max-age=3600",
        "x-content-type-options": "nosniff",
    }
    if asset.filename:
        sent["content-disposition"] = disposition(asset.filename)
    if f'"{etag}"' in ",".join(headers.get("if-none-match", ())):
        return Response(status_code=304, headers=sent)
    size = len(asset.data)
    ranged = RANGE.fullmatch(",".join(headers.get("range", ())))
    condition = headers.get("if-range", (f'"{etag}"',))[0]
    if ranged is None or ranged[0] == "bytes=-" or condition != f'"{etag}"':
        return Response(asset.data, headers=sent)
    first, last = _bounds(ranged[1], ranged[2], size)
    if first > last:
        return Problem(
            status=416,
            detail=f"The asset has {size} bytes.",
            headers={"Content-Range": f"bytes */{size}"},
        )
    sent["content-range"] = f"bytes {first}-{last}/{size}"
    return Response(asset.data[first : last + 1], status_code=206, headers=sent)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and last byte asked for; the first is larger when there are none."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def media_type(declared: str) -> str:
    """Return a media type that may stand in a header."""
    if "/" in declared and declared.isascii() and declared.isprintable():
        return declared
    return "application/octet-stream"


def disposition(filename: str) -> str:
    """Return ``Content-Disposition`` with a file name of any characters. Source: RFC 6266."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", filename)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
