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
    """Generation create params."""

    prompt: Annotated[str, Field(min_length=1, max_length=6000)]
    """Text prompt."""
    aspect_ratio: GenerationCreateParamsAspectRatio | None = None
    """Output aspect ratio."""
    image_ref: Omissible[Annotated[list[ImageRef], Field(max_length=9)]] = None
    """Reference images for style/content guidance. Up to 9 for type 'image', up to 8 for type
    'image_edit'.
    """
    model: Omissible[Model] = None
    """Model identifier. `uni-1` is the default tier; `uni-1-max` produces higher-quality output
    than `uni-1` at a higher per-image price. Both models are available to all accounts — see
    Pricing for per-image rates.
    """
    output_format: Literal["png", "jpeg"] | None = None
    """Output image format."""
    source: ImageRef | None = None
    """Reference image for guided generation. Provide either url or inline base64 data (not
    both).
    """
    style: Omissible[Literal["auto", "manga"]] = None
    """Style preset (auto, manga)."""
    type: Omissible[GenerationType] = None
    """The kind of generation to perform."""
    user_id: Annotated[str, Field(max_length=256)] | None = None
    """Your end-user's stable opaque identifier (no PII). Forwarded to upstream model providers as
    their per-user tagging field so trust & safety violations can be attributed to a specific
    end-user rather than the whole API account. Also used for per-end-user usage breakdowns in
    /v1/usage. Strongly recommended for partner integrations.
    """
    web_search: Omissible[bool] = None
    """Enable web search grounding — the agent can search the web and download reference images
    before generating.
    """


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
    """Model used."""
    state: GenerationState | str
    """Current state of the generation."""
    type: GenerationType | str
    """The kind of generation to perform."""
    failure_code: GenerationFailureCode | str | None = None
    """Machine-readable failure code for programmatic handling."""
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
