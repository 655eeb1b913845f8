"""Bodies of bytes: given whole, as a file, or piece by piece."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

import httpx2

from ._errors import InvalidRequestError
from ._types import OMIT
from ._wire import Encoded

BinaryInput: TypeAlias = (
    bytes | str | PathLike[str] | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes]
)
"""A body of bytes: a file or its path are read as they are sent, only a path can be sent again."""
_SIZE = 64 * 1024


class Upload(NamedTuple):
    """A body that is sent as it is."""

    content: Any

    def encoded(self, content_type: str, extra: Mapping[str, Any] | None) -> Encoded:
        """Send the content; it has no members, so none can be added."""
        content = self.content
        if extra:
            msg = "a body that is no object takes no `extra_body`"
            raise InvalidRequestError(msg)
        if content is OMIT:
            return Encoded({})
        headers = {"content-type": content_type}
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytes):
            return Encoded({"content": content}, headers)
        size = _size(content)
        length = ("transfer-encoding", "chunked") if size is None else ("content-length", str(size))
        again = hasattr(content, "__fspath__")
        return Encoded({"stream": _Stream(content)}, dict([*headers.items(), length]), again)


def _size(content: Any) -> int | None:
    """Return how many bytes are left to be read, None where nobody knows."""
    if hasattr(content, "__fspath__"):
        return Path(content).stat().st_size
    try:
        return int(os.fstat(content.fileno()).st_size - content.tell())
    except (AttributeError, OSError):
        return None


class _Stream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, content: Any) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        if hasattr(self._content, "__fspath__"):
            with Path(self._content).open("rb") as file:
                yield from iter(partial(file.read, _SIZE), b"")
        elif hasattr(self._content, "read"):
            yield from iter(partial(self._content.read, _SIZE), b"")
        else:
            yield from self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if hasattr(self._content, "__aiter__"):
            async for chunk in self._content:
                yield chunk
        else:
            for chunk in self:
                yield chunk
