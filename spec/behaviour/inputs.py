"""From an `ImageRef` of a request to a decoded picture or a video that can be decoded."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image

from tallystick.serve.behaviour import Asset, Resource, Resources
from tallystick.text import Json

from . import film
from .decoding import MAX_BYTES, OPENERS, picture, sniffed
from .failures import failed
from .fetching import Fetch, from_base64, too_heavy
from .moderation import is_card
from .sizes import Size

Ref = Mapping[str, Json]
"""``{url}``, ``{data, media_type}`` or ``{generation_id}``; a member that is null is not given."""

ALIASES: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
}
SAME: Final = ({"video/mp4", "video/quicktime"}, {"video/webm", "video/x-matroska"})
"""Media types of which one is as good as the other: their files look alike from the outside."""

MAX_VIDEO_SIDE: Final = 4096
MAX_SECONDS: Final = 60.0
MAX_FRAMES: Final = 60 * 120
EDIT_SECONDS: Final = 18.0
TOLERANCE: Final = 0.05
"""Seconds by which a video of just 18 s may be longer by its clock: one frame at 24 fps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """An input file.

    Attributes:
        media_type: By its content.
    """

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A video input that is within the limits."""

    media: Media
    facts: film.Facts


@dataclass(frozen=True, slots=True)
class Inputs:
    """Reads the references of one request, as its caller may.

    Attributes:
        resources: What the caller owns.
        fetch: Answers URLs.
    """

    resources: Resources
    fetch: Fetch

    def picture(self, ref: Ref, where: str) -> Image.Image:
        """Return the picture of a reference at an image position.

        Raises:
            Failure: It cannot be had, decoded or shown.
        """
        return self._shown(self.media(ref, where), where)

    def frame(self, ref: Ref, where: str, *, last: bool, size: Size) -> Image.Image:
        """Return a guide frame: a picture, or the last or first frame of a chained video."""
        media = self.media(ref, where)
        if media.media_type not in film.DEMUXERS or not ref.get("generation_id"):
            return self._shown(media, where)
        frames = film.pictures(media.data, media.media_type, size)
        return deque(frames, maxlen=1).pop() if last else next(frames)

    def film(self, ref: Ref, where: str, *, longest: float) -> Film:
        """Return the video of a reference.

        Args:
            ref: The reference.
            where: The request's member, for a failure's sentence.
            longest: Seconds.

        Raises:
            Failure: It cannot be had or is no video that is taken.
        """
        media = self.media(ref, where)
        if media.media_type not in film.DEMUXERS:
            raise failed("unsupported_format", f"{where} is no video.")
        try:
            facts = film.facts(media.data, media.media_type)
        except film.Unreadable as error:
            raise failed("corrupt_input", f"{where} cannot be decoded: {error}.") from error
        if max(facts.size) > MAX_VIDEO_SIDE:
            reason = f"{where} is more than {MAX_VIDEO_SIDE} pixels wide or high."
            raise failed("image_too_large", reason)
        if facts.seconds > longest + TOLERANCE or facts.frames > MAX_FRAMES:
            reason = (
                f"{where} is {facts.seconds:.2f} seconds long; it must be "
                f"{longest:g} seconds or shorter."
            )
            raise failed("invalid_request", reason)
        return Film(media=media, facts=facts)

    def media(self, ref: Ref, where: str) -> Media:
        """Return the file of a reference, its content checked against its declared type."""
        data, where = self._data(ref, where)
        if len(data) > MAX_BYTES:
            raise too_heavy(where)
        declared = _declared(ref)
        if declared is not None and not _known(declared):
            raise failed("unsupported_format", f"{where} is {declared}, which is not read here.")
        found = sniffed(data)
        if found is None and declared is None:
            raise failed("unsupported_format", f"{where} is of no format that is known here.")
        if found is None:
            raise failed("corrupt_input", f"{where} is not {declared}, nor anything known.")
        if not _known(found):
            raise failed("unsupported_format", f"{where} is {found}, which is not read here.")
        if declared is not None and not _agree(declared, found):
            reason = f"{where} is declared as {declared} but is {found}."
            raise failed("invalid_request", reason)
        return Media(data=data, media_type=found)

    def _data(self, ref: Ref, where: str) -> tuple[bytes, str]:
        chained = ref.get("generation_id")
        if isinstance(chained, str):
            return self.chained(chained, where).data, f"{where}.generation_id"
        inline = ref.get("data")
        if isinstance(inline, str):
            return from_base64(inline, f"{where}.data"), f"{where}.data"
        url = ref.get("url")
        if isinstance(url, str):
            return self.fetch(url, f"{where}.url", self.resources), f"{where}.url"
        raise failed("invalid_request", f"{where} has neither url, data nor generation_id.")

    def chained(self, generation_id: str, where: str) -> Asset:
        """Return the first output of another generation of the caller.

        Raises:
            Failure: ``output_not_found``.
        """
        resource = self.resources.find(generation_id)
        reference = None if resource is None else output_of(resource)
        asset = None if reference is None else self.resources.asset(reference)
        if asset is None:
            reason = f"{where} names a generation whose output is not there."
            raise failed("output_not_found", reason)
        return asset

    def _shown(self, media: Media, where: str) -> Image.Image:
        if media.media_type in film.DEMUXERS:
            raise failed("unsupported_format", f"{where} is a video where an image is needed.")
        decoded = picture(media.data, media.media_type, where)
        if is_card(decoded):
            raise failed("content_moderated", f"{where} was refused by moderation.")
        return decoded


def output_of(resource: Resource) -> str | None:
    """Return the reference of a completed generation's first output."""
    outputs: Any = resource.value.get("output")
    if resource.state != "completed" or not isinstance(outputs, list) or not outputs:
        return None
    url = outputs[0].get("url") if isinstance(outputs[0], dict) else None
    return url if isinstance(url, str) else None


def _declared(ref: Ref) -> str | None:
    """Return the media type a reference declares, in its usual spelling."""
    stated = ref.get("media_type")
    if not isinstance(stated, str) or not stated.strip():
        return None
    plain = stated.partition(";")[0].strip().lower()
    return ALIASES.get(plain, plain)


def _known(media_type: str) -> bool:
    return (
        media_type in OPENERS or media_type in film.DEMUXERS or media_type in {"image/*", "video/*"}
    )


def _agree(declared: str, found: str) -> bool:
    if declared.endswith("/*"):
        return found.startswith(declared[:-1])
    return declared == found or any({declared, found} <= alike for alike in SAME)
