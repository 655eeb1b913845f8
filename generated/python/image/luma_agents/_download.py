"""Fetching what was made: streamed to disk, whole or not at all, without credentials."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple, TypedDict, TypeVar
from urllib.parse import unquote

import httpx2

from ._call import Engine, Flow, Plan, call, exchange, pause_before_retry, read
from ._config import USER_AGENT
from ._errors import APIConnectionError, APIStatusError, DownloadError
from ._types import BYTES, Operation
from ._wait import AsyncJobs, Lifecycle, SyncJobs
from ._wire import Encoded, Reply

T = TypeVar("T")

_EXPIRED = frozenset({400, 401, 403, 410})
_ERROR_BODY = 64 * 1024
Target = str | os.PathLike[str]


class DownloadOptions(TypedDict, total=False):
    """Keyword arguments of methods that download.

    `overwrite`: replace an existing file (default: refuse). `max_bytes`: larger files are refused
    (default 16 GiB). `deadline`: seconds for one file (3,600). `timeout` and `max_retries` are
    those of the client.
    """

    overwrite: bool
    max_bytes: int
    timeout: float | httpx2.Timeout | None
    deadline: float | None
    max_retries: int


class Outputs(NamedTuple):
    """Which resource the files belong to, and how to see it again; `resource` may be its id."""

    op: Operation[Any]
    lifecycle: Lifecycle
    resource: Any
    path: Mapping[str, Any]
    options: DownloadOptions

    def urls(self, resource: Any) -> list[str]:
        """Return the URLs of all outputs, in order."""
        found = [resource]
        for step in self.lifecycle.outputs:
            if step == "*":
                found = [item for value in found for item in value]
            else:
                found = [getattr(value, step, None) for value in found]
            found = [value for value in found if value is not None]
        return [str(value) for value in found]


def download_all(engine: Engine, outputs: Outputs, to: Target) -> Flow[tuple[Path, ...]]:
    """Fetch every output into the folder `to`."""
    resource = outputs.resource
    if isinstance(resource, str):
        resource = yield from call(engine, outputs.op, {}, path=outputs.path)
    outputs = outputs._replace(resource=resource)
    folder = Path(to)
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for index in range(len(outputs.urls(resource))):
        path = yield from download(engine, outputs, folder, index, numbered=True)
        paths.append(path)
    return tuple(paths)


def download(
    engine: Engine, outputs: Outputs, to: Target, index: int, *, numbered: bool = False
) -> Flow[Path]:
    """Fetch one output to the file `to`, or into the folder `to`.

    Raises:
        DownloadError: There is no such output, the file exists, is too large or cannot be written.
        APIError: The file could not be fetched.
    """
    resource = outputs.resource
    fresh = isinstance(resource, str)
    while True:
        if isinstance(resource, str):
            resource = yield from call(engine, outputs.op, {}, path=outputs.path)
        urls = outputs.urls(resource)
        if not 0 <= index < len(urls):
            state = outputs.lifecycle.state(resource)
            msg = f"there is no output {index}: the state is {state}, with {len(urls)} outputs"
            raise DownloadError(msg)
        target = _target(to, urls[index], f"{index}-" if numbered else "")
        try:
            return (yield from _fetch(engine, urls[index], target, outputs.options))
        except APIStatusError as error:
            if fresh or error.status_code not in _EXPIRED:
                raise
            # A presigned URL that has expired: the resource, seen again, has a new one.
            fresh, resource = True, ""


def _target(to: Target, url: str, prefix: str) -> Path:
    path = Path(to)
    if not path.is_dir() and not os.fspath(to).endswith(("/", os.sep)):
        return path
    last = unquote(httpx2.URL(url).path).rpartition("/")[2]
    return path / (prefix + (re.sub(r"[^\w.-]", "_", last).lstrip(".")[-100:] or "output"))


def _fetch(engine: Engine, url: str, target: Path, options: DownloadOptions) -> Flow[Path]:
    if target.exists() and not options.get("overwrite", False):
        msg = f"{target} exists; overwrite=True replaces it"
        raise DownloadError(msg)
    base = httpx2.URL(engine.settings.base_url)
    source = base.join(url)
    if source.scheme not in {"https", base.scheme}:
        msg = f"the output's URL has the scheme {source.scheme!r}"
        raise DownloadError(msg)
    plan = Plan(
        "GET",
        source,
        {"accept": "*/*", "accept-encoding": "identity", "user-agent": USER_AGENT},
        Encoded({}),
        engine.limits(options),
        engine.until(options.get("deadline", 3600.0)),
        options.get("max_retries", engine.settings.max_retries),
        {"2XX": BYTES},
        limit=_ERROR_BODY,
        trusted=False,
    )
    attempt = 0
    while True:
        reply, _ = yield from exchange(engine, plan, stream=True)
        try:
            yield from _save(engine, plan, reply, target, options)
        except APIConnectionError as error:
            pause = pause_before_retry(engine, plan, error, attempt)
            if pause is None:
                raise
            yield engine.sleep(pause)
            attempt += 1
        else:
            return target


def _save(
    engine: Engine, plan: Plan, reply: Reply, target: Path, options: DownloadOptions
) -> Flow[None]:
    """Write beside the target, then rename; whatever happens, no half file stays."""
    limit = options.get("max_bytes", 16 * 1024**3)
    part = target.with_name(f".{target.name[-100:]}.{token_hex(6)}.part")
    size = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            while chunk := (yield from read(engine, plan, reply)):
                size += len(chunk)
                if size > limit:
                    msg = f"the file has more than {limit} bytes"
                    raise DownloadError(msg)
                file.write(chunk)
        _place(part, target, overwrite=options.get("overwrite", False))
    except OSError as error:
        msg = f"cannot write {target}: {error}"
        raise DownloadError(msg) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        yield engine.close(reply)


def _place(part: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(target)
        return
    try:
        target.hardlink_to(part)  # unlike a rename it never replaces a file that just appeared
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without links
        if target.exists():
            raise
        part.replace(target)


class SyncDownloads(SyncJobs):
    """A resource whose outputs can be fetched."""

    def _download(
        self, op: Operation[T], cycle: Lifecycle, it: T | str, to: Target, **more: Any
    ) -> Path:
        index: int = more.pop("index")
        return self._engine.run(download(self._engine, Outputs(op, cycle, it, **more), to, index))

    def _download_all(
        self, op: Operation[T], cycle: Lifecycle, it: T | str, to: Target, **more: Any
    ) -> tuple[Path, ...]:
        return self._engine.run(download_all(self._engine, Outputs(op, cycle, it, **more), to))


class AsyncDownloads(AsyncJobs):
    """A resource whose outputs can be fetched."""

    async def _download(
        self, op: Operation[T], cycle: Lifecycle, it: T | str, to: Target, **more: Any
    ) -> Path:
        index: int = more.pop("index")
        outputs = Outputs(op, cycle, it, **more)
        return await self._engine.run(download(self._engine, outputs, to, index))

    async def _download_all(
        self, op: Operation[T], cycle: Lifecycle, it: T | str, to: Target, **more: Any
    ) -> tuple[Path, ...]:
        outputs = Outputs(op, cycle, it, **more)
        return await self._engine.run(download_all(self._engine, outputs, to))
