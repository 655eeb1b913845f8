"""Data types of the Luma Agents API."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, TypedDict

from pydantic import Field

from ._model import Omissible, RequestModel, ResponseModel

GenerationFailureCode: TypeAlias = Literal[
    "content_moderated",
    "generation_failed",
    "budget_exhausted",
    "output_not_found",
    "image_too_large",
    "unsupported_format",
    "corrupt_input",
    "invalid_request",
    "rate_limited",
]
"""Machine-readable failure code for programmatic handling."""
GenerationType: TypeAlias = Literal["image", "image_edit"]
"""The kind of generation to perform."""
Model: TypeAlias = Literal["uni-1", "uni-1-max"]
"""Model identifier. `uni-1` is the default tier; `uni-1-max` produces higher-quality output than
`uni-1` at a higher per-image price. Both models are available to all accounts — see Pricing for
per-image rates.
"""
GenerationCreateParamsAspectRatio: TypeAlias = Literal[
    "3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3"
]
"""Output aspect ratio."""
GenerationState: TypeAlias = Literal["queued", "processing", "completed", "failed"]
"""Current state of the generation."""


class GenerationCreateParams(RequestModel):
    """Generation create params.

    Its members are described where they are arguments.
    """

    prompt: Annotated[str, Field(min_length=1, max_length=6000)]
    aspect_ratio: GenerationCreateParamsAspectRatio | None = None
    image_ref: Omissible[Annotated[list[ImageRef], Field(max_length=9)]] = None
    model: Omissible[Model] = None
    output_format: Literal["png", "jpeg"] | None = None
    source: ImageRef | None = None
    style: Omissible[Literal["auto", "manga"]] = None
    type: Omissible[GenerationType] = None
    user_id: Annotated[str, Field(max_length=256)] | None = None
    web_search: Omissible[bool] = None


class ImageRef(RequestModel):
    """Reference image for guided generation.

    Provide either url or inline base64 data (not both).
    """

    data: str | None = None
    """Base64-encoded image data."""
    media_type: str | None = None
    """MIME type (e.g. image/jpeg). Required with data."""
    url: str | None = None
    """Publicly accessible image URL."""


class ImageRefParam(TypedDict, total=False):
    """`ImageRef` as a dictionary."""

    data: str | None
    media_type: str | None
    url: str | None


class Generation(ResponseModel):
    """Generation status and output."""

    id: str
    """Generation identifier."""
    created_at: str
    """Creation timestamp."""
    model: Model | str
    state: GenerationState | str
    type: GenerationType | str
    failure_code: GenerationFailureCode | str | None = None
    failure_reason: str | None = None
    """Human-readable failure description."""
    output: list[GenerationOutput] | None = None
    """Generated outputs (populated on completion)."""


class GenerationOutput(ResponseModel):
    """A single generated output."""

    type: str
    """Media type (e.g. image)."""
    url: str
    """Presigned URL (1hr expiry)."""
