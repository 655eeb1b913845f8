"""What the Luma Agents API asks of requests beyond the schema of each member."""

from __future__ import annotations

from collections.abc import Iterator

from ._errors import FieldError
from .types import GenerationCreateParams, ImageRef


def generation_create_params(self: GenerationCreateParams, at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `GenerationCreateParams` that stands at the JSON Pointer `at`."""
    if self.type == "image_edit" and self.image_ref is not None and len(self.image_ref) > 8:
        yield FieldError(
            at + "/image_ref", "image-ref-limit", "image_ref takes at most 8 with type=image_edit."
        )
    if self.type == "image_edit" and self.source is None:
        yield FieldError(at + "/source", "source-required", "type=image_edit needs source.")
    if self.image_ref is not None:
        yield from generation_create_params_image_ref(self.image_ref, at + "/image_ref")
    if self.source is not None:
        yield from image_ref(self.source, at + "/source")


def image_ref(self: ImageRef, at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `ImageRef` that stands at the JSON Pointer `at`."""
    if (self.url is not None) == (self.data is not None):
        yield FieldError(at, "ref-exactly-one", "Give exactly one of url and data.")
    if self.data is not None and self.media_type is None:
        yield FieldError(at + "/media_type", "ref-data-needs-media-type", "data needs media_type.")
    if self.media_type is not None and not self.media_type.startswith("image/"):
        yield FieldError(
            at + "/media_type", "source-media-kind", "media_type must be image/* here."
        )


def generation_create_params_image_ref(self: list[ImageRef], at: str) -> Iterator[FieldError]:
    """Yield what is wrong with a `list[ImageRef]` that stands at the JSON Pointer `at`."""
    for index, item in enumerate(self):
        yield from image_ref(item, f"{at}/{index}")
