"""The `generations` operations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Required, Unpack

from .. import rules as _rules
from .._base import async_to_raw, async_to_streamed, to_raw, to_streamed
from .._download import AsyncDownloads, DownloadOptions, SyncDownloads
from .._model import encode
from .._types import OMIT, Omit, Operation, RequestOptions, known
from .._wait import Lifecycle, WaitOptions
from ..types import (
    Generation,
    GenerationCreateParams,
    GenerationCreateParamsAspectRatio,
    GenerationType,
    ImageRef,
    ImageRefParam,
    Model,
)

_CREATE: Operation[Generation] = Operation(
    "POST", "/generations", responses={201: Generation}, idempotency_header="Idempotency-Key"
)
_GET: Operation[Generation] = Operation(
    "GET", "/generations/{generation_id}", responses={200: Generation}
)
_LIFECYCLE = Lifecycle(
    member="state",
    terminal=frozenset({"completed", "failed"}),
    success=frozenset({"completed"}),
    reason=("failure_code", "failure_reason"),
    outputs=("output", "*", "url"),
)


def _path(generation: Generation | str) -> dict[str, Any]:
    """Return the path parameters of what was created, or of its id."""
    return {"generation_id": generation if isinstance(generation, str) else generation.id}


class CreateAndWaitOptions(WaitOptions[Generation], total=False):
    """What `create` takes, and `WaitOptions`."""

    prompt: Required[str]
    aspect_ratio: GenerationCreateParamsAspectRatio | Omit | None
    image_ref: Iterable[ImageRefParam | ImageRef] | Omit
    model: Model | Omit
    output_format: Literal["png", "jpeg"] | Omit | None
    source: ImageRefParam | ImageRef | Omit | None
    style: Literal["auto", "manga"] | Omit
    type: GenerationType | Omit
    user_id: str | Omit | None
    web_search: bool | Omit


class Generations(SyncDownloads):
    """Jobs that make media from a prompt."""

    def create(
        self,
        *,
        prompt: str,
        aspect_ratio: GenerationCreateParamsAspectRatio | Omit | None = OMIT,
        image_ref: Iterable[ImageRefParam | ImageRef] | Omit = OMIT,
        model: Model | Omit = OMIT,
        output_format: Literal["png", "jpeg"] | Omit | None = OMIT,
        source: ImageRefParam | ImageRef | Omit | None = OMIT,
        style: Literal["auto", "manga"] | Omit = OMIT,
        type: GenerationType | Omit = OMIT,
        user_id: str | Omit | None = OMIT,
        web_search: bool | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Generation:
        """Create a generation.

        Submit an image generation or edit job. Returns immediately with an opaque job ID to poll
        via GET /generations/{id}.

        Args:
            prompt: Text prompt.
            aspect_ratio: Output aspect ratio.
            image_ref: Reference images for style/content guidance. Up to 9 for type 'image', up
                to 8 for type 'image_edit'.
            model: Model identifier. `uni-1` is the default tier; `uni-1-max` produces
                higher-quality output than `uni-1` at a higher per-image price. Both models are
                available to all accounts — see Pricing for per-image rates.
            output_format: Output image format.
            source: Reference image for guided generation. Provide either url or inline base64
                data (not both).
            style: Style preset (auto, manga).
            type: The kind of generation to perform.
            user_id: Your end-user's stable opaque identifier (no PII). Forwarded to upstream
                model providers as their per-user tagging field so trust & safety violations can be
                attributed to a specific end-user rather than the whole API account. Also used for
                per-end-user usage breakdowns in /v1/usage. Strongly recommended for partner
                integrations.
            web_search: Enable web search grounding — the agent can search the web and download
                reference images before generating.
            **options: What every call takes; see `RequestOptions`.
        """
        return self._call(
            _CREATE,
            known(options),
            body=encode(
                GenerationCreateParams,
                {
                    "prompt": prompt,
                    "aspect_ratio": aspect_ratio,
                    "image_ref": image_ref,
                    "model": model,
                    "output_format": output_format,
                    "source": source,
                    "style": style,
                    "type": type,
                    "user_id": user_id,
                    "web_search": web_search,
                },
                _rules.generation_create_params,
                check=self._check_rules,
            ),
        )

    def get(self, generation_id: str, **options: Unpack[RequestOptions]) -> Generation:
        """Get a generation.

        Poll for generation status and output. On completion, the response includes presigned URLs
        to download the generated images.

        Args:
            generation_id: Generation identifier.
            **options: What every call takes; see `RequestOptions`.
        """
        return self._call(_GET, known(options), path={"generation_id": generation_id})

    def wait(
        self, generation: Generation | str, **options: Unpack[WaitOptions[Generation]]
    ) -> Generation:
        """Look until `state` is `completed` or `failed`.

        Args:
            generation: What was created, or its id.
            **options: How long and how often; see `WaitOptions`.

        Raises:
            JobFailedError: It ended without success.
            WaitTimeoutError: It is not done in time; it goes on.
        """
        return self._wait(
            _GET,
            _LIFECYCLE,
            generation,
            path=_path(generation),
            options=known(options, WaitOptions),
        )

    def create_and_wait(self, **options: Unpack[CreateAndWaitOptions]) -> Generation:
        """Make generation and wait until it is done.

        It takes what `create` takes, and `WaitOptions`.

        Raises:
            JobFailedError: It ended without success.
            WaitTimeoutError: It is not done in time; it goes on.
        """
        return self._create_and_wait(self.create, self.wait, options)

    def download(
        self,
        generation: Generation | str,
        to: str | PathLike[str],
        *,
        index: int = 0,
        **options: Unpack[DownloadOptions],
    ) -> Path:
        """Fetch one output to the file `to`, or into the folder `to`.

        Args:
            generation: What made it, or its id.
            to: A file, or an existing folder.
            index: Which output, from 0.
            **options: See `DownloadOptions`.

        Raises:
            DownloadError: There is no such output, or it cannot be written.
        """
        return self._download(
            _GET,
            _LIFECYCLE,
            generation,
            to,
            index=index,
            path=_path(generation),
            options=known(options, DownloadOptions),
        )

    def download_all(
        self,
        generation: Generation | str,
        to: str | PathLike[str],
        **options: Unpack[DownloadOptions],
    ) -> tuple[Path, ...]:
        """Fetch every output into the folder `to`; see `download`."""
        return self._download_all(
            _GET,
            _LIFECYCLE,
            generation,
            to,
            path=_path(generation),
            options=known(options, DownloadOptions),
        )

    @cached_property
    def with_raw_response(self) -> GenerationsWithRawResponse:
        """The same operations; they return the response instead of its value."""
        return GenerationsWithRawResponse(self._with_mode("raw"))

    @cached_property
    def with_streaming_response(self) -> GenerationsWithStreamingResponse:
        """The same operations; their responses are read piece by piece, in a `with` block."""
        return GenerationsWithStreamingResponse(self._with_mode("stream"))


class AsyncGenerations(AsyncDownloads):
    """Awaited form of `Generations`."""

    async def create(
        self,
        *,
        prompt: str,
        aspect_ratio: GenerationCreateParamsAspectRatio | Omit | None = OMIT,
        image_ref: Iterable[ImageRefParam | ImageRef] | Omit = OMIT,
        model: Model | Omit = OMIT,
        output_format: Literal["png", "jpeg"] | Omit | None = OMIT,
        source: ImageRefParam | ImageRef | Omit | None = OMIT,
        style: Literal["auto", "manga"] | Omit = OMIT,
        type: GenerationType | Omit = OMIT,
        user_id: str | Omit | None = OMIT,
        web_search: bool | Omit = OMIT,
        **options: Unpack[RequestOptions],
    ) -> Generation:
        """Create a generation. See `Generations.create`."""
        return await self._call(
            _CREATE,
            known(options),
            body=encode(
                GenerationCreateParams,
                {
                    "prompt": prompt,
                    "aspect_ratio": aspect_ratio,
                    "image_ref": image_ref,
                    "model": model,
                    "output_format": output_format,
                    "source": source,
                    "style": style,
                    "type": type,
                    "user_id": user_id,
                    "web_search": web_search,
                },
                _rules.generation_create_params,
                check=self._check_rules,
            ),
        )

    async def get(self, generation_id: str, **options: Unpack[RequestOptions]) -> Generation:
        """Get a generation. See `Generations.get`."""
        return await self._call(_GET, known(options), path={"generation_id": generation_id})

    async def wait(
        self, generation: Generation | str, **options: Unpack[WaitOptions[Generation]]
    ) -> Generation:
        """Awaited form of `Generations.wait`."""
        return await self._wait(
            _GET,
            _LIFECYCLE,
            generation,
            path=_path(generation),
            options=known(options, WaitOptions),
        )

    async def create_and_wait(self, **options: Unpack[CreateAndWaitOptions]) -> Generation:
        """Awaited form of `Generations.create_and_wait`."""
        return await self._create_and_wait(self.create, self.wait, options)

    async def download(
        self,
        generation: Generation | str,
        to: str | PathLike[str],
        *,
        index: int = 0,
        **options: Unpack[DownloadOptions],
    ) -> Path:
        """Awaited form of `Generations.download`."""
        return await self._download(
            _GET,
            _LIFECYCLE,
            generation,
            to,
            index=index,
            path=_path(generation),
            options=known(options, DownloadOptions),
        )

    async def download_all(
        self,
        generation: Generation | str,
        to: str | PathLike[str],
        **options: Unpack[DownloadOptions],
    ) -> tuple[Path, ...]:
        """Awaited form of `Generations.download_all`."""
        return await self._download_all(
            _GET,
            _LIFECYCLE,
            generation,
            to,
            path=_path(generation),
            options=known(options, DownloadOptions),
        )

    @cached_property
    def with_raw_response(self) -> AsyncGenerationsWithRawResponse:
        """The same operations; they return the response instead of its value."""
        return AsyncGenerationsWithRawResponse(self._with_mode("raw"))

    @cached_property
    def with_streaming_response(self) -> AsyncGenerationsWithStreamingResponse:
        """The same operations; their responses are read piece by piece, in a `with` block."""
        return AsyncGenerationsWithStreamingResponse(self._with_mode("stream"))


class GenerationsWithRawResponse:
    """`Generations` whose operations return the response."""

    def __init__(self, resource: Generations) -> None:
        self.create = to_raw(resource.create)
        self.get = to_raw(resource.get)


class GenerationsWithStreamingResponse:
    """`Generations` whose operations return a response to read piece by piece."""

    def __init__(self, resource: Generations) -> None:
        self.create = to_streamed(resource.create)
        self.get = to_streamed(resource.get)


class AsyncGenerationsWithRawResponse:
    """`AsyncGenerations` whose operations return the response."""

    def __init__(self, resource: AsyncGenerations) -> None:
        self.create = async_to_raw(resource.create)
        self.get = async_to_raw(resource.get)


class AsyncGenerationsWithStreamingResponse:
    """`AsyncGenerations` whose operations return a response to read piece by piece."""

    def __init__(self, resource: AsyncGenerations) -> None:
        self.create = async_to_streamed(resource.create)
        self.get = async_to_streamed(resource.get)
