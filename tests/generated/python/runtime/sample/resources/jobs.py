"""The `jobs` operations."""

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any, Unpack, cast

from .._base import async_to_raw, async_to_streamed, to_raw, to_streamed
from .._download import AsyncDownloads, DownloadOptions, SyncDownloads
from .._events import AsyncEventStream, AsyncStreams, EventStream, StreamOf, SyncStreams
from .._types import BYTES, OMIT, TEXT, Omit, Operation, RequestOptions
from .._upload import Upload
from .._wait import Lifecycle, WaitOptions
from ..models import Job

_CREATE: Operation[Job] = Operation(
    "POST", "/jobs", {200: Job, 201: Job}, idempotency_header="Idempotency-Key"
)
_CHARGE: Operation[Job] = Operation("POST", "/charges", {200: Job})
_GET: Operation[Job] = Operation("GET", "/jobs/{job_id}", {200: Job})
_LIST: Operation[list[Job]] = Operation("GET", "/jobs", {200: list[Job]})
_FILE: Operation[bytes] = Operation("GET", "/files/{name}.bin", {200: BYTES}, "*/*")
_NOTE: Operation[str] = Operation("GET", "/note", {"2XX": TEXT}, "*/*", security=())
_WATCH: Operation[Any] = Operation(
    "GET", "/jobs/events", {200: StreamOf(Job), 202: Job, 204: None}, "text/event-stream"
)
_WORDS: Operation[Any] = Operation(
    "GET", "/words", {200: StreamOf(str, text=True)}, "text/event-stream"
)
_WHOLE: Operation[Any] = Operation(
    "GET", "/whole", {200: StreamOf(dict[str, Any], whole=True)}, "text/event-stream"
)
_DELETE: Operation[None] = Operation("DELETE", "/jobs/{job_id}", {204: None})
_UPLOAD: Operation[Job] = Operation(
    "PUT", "/files", {200: Job}, content_type="application/octet-stream"
)
_LIFECYCLE = Lifecycle(
    member="state",
    terminal=frozenset({"completed", "failed"}),
    success=frozenset({"completed"}),
    reason=("failure_code", "failure_reason"),
    outputs=("output", "*", "url"),
)


def _id(job: Job | str) -> dict[str, Any]:
    return {"job_id": job if isinstance(job, str) else job.id}


class Jobs(SyncDownloads, SyncStreams):
    """The `jobs` operations."""

    def create(
        self, *, prompt: Any, size: int | None | Omit = OMIT, **options: Unpack[RequestOptions]
    ) -> Job:
        """Start a job."""
        return self._call(_CREATE, body={"prompt": prompt, "size": size}, options=options)

    def charge(self, **options: Unpack[RequestOptions]) -> Job:
        """Start a job on an operation without idempotency key."""
        return self._call(_CHARGE, body={}, options=options)

    def get(self, job_id: str, **options: Unpack[RequestOptions]) -> Job:
        """Look at a job."""
        return self._call(_GET, path={"job_id": job_id}, options=options)

    def list(self, *, tag: Any = OMIT, **options: Unpack[RequestOptions]) -> list[Job]:
        """Look at all jobs."""
        return self._call(_LIST, query={"tag": tag}, options=options)

    def delete(self, job_id: str, **options: Unpack[RequestOptions]) -> None:
        """Forget a job."""
        return self._call(_DELETE, path={"job_id": job_id}, options=options)

    def file(self, name: str, **options: Unpack[RequestOptions]) -> bytes:
        """Read a file."""
        return self._call(_FILE, path={"name": name}, options=options)

    def upload(self, body: bytes | Iterator[bytes], **options: Unpack[RequestOptions]) -> Job:
        """Write a file."""
        return self._call(_UPLOAD, body=Upload(body), options=options)

    def note(self, **options: Unpack[RequestOptions]) -> str:
        """Read a note; needs no credentials."""
        return self._call(_NOTE, options=options)

    def watch(self, **options: Unpack[RequestOptions]) -> EventStream[Job] | Job | None:
        """Watch all jobs."""
        return cast("EventStream[Job] | Job | None", self._stream(_WATCH, options))

    def words(self, **options: Unpack[RequestOptions]) -> EventStream[str]:
        """Read words."""
        return cast("EventStream[str]", self._stream(_WORDS, options))

    def whole(self, **options: Unpack[RequestOptions]) -> EventStream[dict[str, Any]]:
        """Read whole events."""
        return cast("EventStream[dict[str, Any]]", self._stream(_WHOLE, options))

    def wait(self, job: Job | str, **options: Unpack[WaitOptions[Job]]) -> Job:
        """Wait for a job."""
        return self._wait(_GET, _LIFECYCLE, job, path=_id(job), options=options)

    def create_and_wait(self, *, prompt: str, **options: Unpack[WaitOptions[Job]]) -> Job:
        """Start a job and wait for it."""
        return self._create_and_wait(self.create, self.wait, {"prompt": prompt, **options})

    def download(
        self,
        job: Job | str,
        to: str | PathLike[str],
        *,
        index: int = 0,
        **options: Unpack[DownloadOptions],
    ) -> Path:
        """Fetch one output."""
        return self._download(
            _GET, _LIFECYCLE, job, to, index=index, path=_id(job), options=options
        )

    def download_all(
        self, job: Job | str, to: str | PathLike[str], **options: Unpack[DownloadOptions]
    ) -> tuple[Path, ...]:
        """Fetch every output."""
        return self._download_all(_GET, _LIFECYCLE, job, to, path=_id(job), options=options)

    @property
    def with_raw_response(self) -> "JobsWithRawResponse":
        """The same methods, answering with the response."""
        return JobsWithRawResponse(self._with_mode("raw"))

    @property
    def with_streaming_response(self) -> "JobsWithStreamingResponse":
        """The same methods, answering with a response whose body is still to come."""
        return JobsWithStreamingResponse(self._with_mode("stream"))


class JobsWithRawResponse:
    """`Jobs`, raw."""

    def __init__(self, jobs: Jobs) -> None:
        """Wrap the resource."""
        self.create = to_raw(jobs.create)
        self.get = to_raw(jobs.get)
        self.watch = to_raw(jobs.watch)


class JobsWithStreamingResponse:
    """`Jobs`, streamed."""

    def __init__(self, jobs: Jobs) -> None:
        """Wrap the resource."""
        self.get = to_streamed(jobs.get)
        self.file = to_streamed(jobs.file)
        self.watch = to_streamed(jobs.watch)


class AsyncJobs(AsyncDownloads, AsyncStreams):
    """The `jobs` operations, awaited."""

    async def create(
        self, *, prompt: Any, size: int | None | Omit = OMIT, **options: Unpack[RequestOptions]
    ) -> Job:
        """Start a job."""
        return await self._call(_CREATE, body={"prompt": prompt, "size": size}, options=options)

    async def charge(self, **options: Unpack[RequestOptions]) -> Job:
        """Start a job on an operation without idempotency key."""
        return await self._call(_CHARGE, body={}, options=options)

    async def get(self, job_id: str, **options: Unpack[RequestOptions]) -> Job:
        """Look at a job."""
        return await self._call(_GET, path={"job_id": job_id}, options=options)

    async def file(self, name: str, **options: Unpack[RequestOptions]) -> bytes:
        """Read a file."""
        return await self._call(_FILE, path={"name": name}, options=options)

    async def watch(self, **options: Unpack[RequestOptions]) -> AsyncEventStream[Job] | Job | None:
        """Watch all jobs."""
        return cast("AsyncEventStream[Job] | Job | None", await self._stream(_WATCH, options))

    async def words(self, **options: Unpack[RequestOptions]) -> AsyncEventStream[str]:
        """Read words."""
        return cast("AsyncEventStream[str]", await self._stream(_WORDS, options))

    async def whole(self, **options: Unpack[RequestOptions]) -> AsyncEventStream[dict[str, Any]]:
        """Read whole events."""
        return cast("AsyncEventStream[dict[str, Any]]", await self._stream(_WHOLE, options))

    async def wait(self, job: Job | str, **options: Unpack[WaitOptions[Job]]) -> Job:
        """Wait for a job."""
        return await self._wait(_GET, _LIFECYCLE, job, path=_id(job), options=options)

    async def create_and_wait(self, *, prompt: str, **options: Unpack[WaitOptions[Job]]) -> Job:
        """Start a job and wait for it."""
        return await self._create_and_wait(self.create, self.wait, {"prompt": prompt, **options})

    async def download(
        self,
        job: Job | str,
        to: str | PathLike[str],
        *,
        index: int = 0,
        **options: Unpack[DownloadOptions],
    ) -> Path:
        """Fetch one output."""
        return await self._download(
            _GET, _LIFECYCLE, job, to, index=index, path=_id(job), options=options
        )

    @property
    def with_raw_response(self) -> "AsyncJobsWithRawResponse":
        """The same methods, answering with the response."""
        return AsyncJobsWithRawResponse(self._with_mode("raw"))

    @property
    def with_streaming_response(self) -> "AsyncJobsWithStreamingResponse":
        """The same methods, answering with a response whose body is still to come."""
        return AsyncJobsWithStreamingResponse(self._with_mode("stream"))


class AsyncJobsWithRawResponse:
    """`AsyncJobs`, raw."""

    def __init__(self, jobs: AsyncJobs) -> None:
        """Wrap the resource."""
        self.create = async_to_raw(jobs.create)
        self.watch = async_to_raw(jobs.watch)


class AsyncJobsWithStreamingResponse:
    """`AsyncJobs`, streamed."""

    def __init__(self, jobs: AsyncJobs) -> None:
        """Wrap the resource."""
        self.file = async_to_streamed(jobs.file)
