"""What answers hold, by name, for the help alone."""

from __future__ import annotations

from typing import Final

from ._shapes import STRING, Array, Member, Named, Shape, enum, record

RETURNS: Final[dict[str, Shape]] = {
    "Generation": record(
        Member("id", STRING, "Generation identifier", required=True),
        Member("created_at", STRING, "Creation timestamp", required=True),
        Member("model", enum("uni-1", "uni-1-max", open=True), "Model used", required=True),
        Member(
            "state",
            enum("queued", "processing", "completed", "failed", open=True),
            "Current state of the generation",
            required=True,
        ),
        Member(
            "type",
            enum("image", "image_edit", open=True),
            "The kind of generation to perform",
            required=True,
        ),
        Member(
            "failure_code",
            enum(
                "content_moderated",
                "generation_failed",
                "budget_exhausted",
                "output_not_found",
                "image_too_large",
                "unsupported_format",
                "corrupt_input",
                "invalid_request",
                "rate_limited",
                open=True,
            ),
            "Machine-readable failure code for programmatic handling",
        ),
        Member("failure_reason", STRING, "Human-readable failure description"),
        Member(
            "output",
            Array(Named("GenerationOutput")),
            "Generated outputs (populated on completion)",
        ),
    ),
    "GenerationOutput": record(
        Member("type", STRING, "Media type (e.g. image)", required=True),
        Member("url", STRING, "Presigned URL (1hr expiry)", required=True),
    ),
}
