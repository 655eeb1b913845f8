"""The `generations` commands."""

from __future__ import annotations

from typing import Final

from .._command import Command, Job
from .._shapes import BOOLEAN, STRING, Array, Member, Named, enum

CREATE: Final = Command(
    "create",
    "POST /generations",
    ("generations", "create"),
    title="Create a generation",
    about=(
        "Submit an image generation or edit job. Returns immediately with an opaque job ID to "
        "poll via GET /generations/{id}."
    ),
    flags=(
        Member("prompt", STRING, "Text prompt", required=True),
        Member(
            "aspect_ratio",
            enum("3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3"),
            "Output aspect ratio",
        ),
        Member(
            "image_ref",
            Array(Named("image_ref")),
            "Reference images for style/content guidance. Up to 9 for type 'image', up to 8 for "
            "type 'image_edit'.",
        ),
        Member(
            "model",
            enum("uni-1", "uni-1-max"),
            "Model identifier. `uni-1` is the default tier; `uni-1-max` produces higher-quality "
            "output than `uni-1` at a higher per-image price. Both models are available to all "
            "accounts — see Pricing for per-image rates.",
        ),
        Member("output_format", enum("png", "jpeg"), "Output image format"),
        Member(
            "source",
            Named("image_ref"),
            "Reference image for guided generation. Provide either url or inline base64 data "
            "(not both).",
        ),
        Member("style", enum("auto", "manga"), "Style preset (auto, manga)"),
        Member("type", enum("image", "image_edit"), "The kind of generation to perform"),
        Member(
            "user_id",
            STRING,
            "Your end-user's stable opaque identifier (no PII). Forwarded to upstream model "
            "providers as their per-user tagging field so trust & safety violations can be "
            "attributed to a specific end-user rather than the whole API account. Also used for "
            "per-end-user usage breakdowns in /v1/usage. Strongly recommended for partner "
            "integrations.",
        ),
        Member(
            "web_search",
            BOOLEAN,
            "Enable web search grounding — the agent can search the web and download reference "
            "images before generating.",
        ),
    ),
    returns=Member(
        "generation", Named("Generation"), "Generation status and output", required=True
    ),
    job=Job("state", ("output", "*", "url")),
    repeatable=True,
)
GET: Final = Command(
    "get",
    "GET /generations/{generation_id}",
    ("generations", "get"),
    title="Get a generation",
    about=(
        "Poll for generation status and output. On completion, the response includes presigned "
        "URLs to download the generated images."
    ),
    flags=(Member("generation_id", STRING, "Generation identifier", required=True, place="path"),),
    returns=Member(
        "generation", Named("Generation"), "Generation status and output", required=True
    ),
    job=Job("state", ("output", "*", "url")),
)

COMMANDS: Final = (CREATE, GET)
