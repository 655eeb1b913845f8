"""What the pages say of each member by itself, as a fault has it."""

from itertools import pairwise
from typing import Final

from tests.mutants.other.quayside.wrongness import Fault
from tests.mutants.other.renders.asks import FILM
from tests.mutants.other.renders.forms import (
    Check,
    among,
    distinct,
    flag,
    many,
    null,
    nullable,
    number,
    record,
    text,
)

WIDE: Final = ("3:1", "2:1", "21:9", "16:9", "4:3", "3:2", "1:1")
ASPECTS: Final = (*WIDE, "3:4", "2:3", "9:16", "1:2", "1:3")
STRENGTHS: Final = [f"{word}_{n}" for word in ("adhere", "flex", "reimagine") for n in (1, 2, 3)]
UUID: Final = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
PLACED: Final = ("h_norm", "w_norm", "x_norm", "y_norm")


def octets(said: str) -> int:
    """Return the size of a text in UTF-8."""
    return len(said.encode("utf-8", "surrogatepass"))


def stripped(said: str) -> int:
    """Return the size of a text without space around it."""
    return len(said.strip())


def neighbours(values: list[float]) -> bool:
    """Whether no value stands beside itself."""
    return all(one != other for one, other in pairwise(values))


class Form:
    """The form of a body."""

    def __init__(self, off: Fault) -> None:
        """Judge with one fault, or none."""
        self.off = off
        self.body = self._body()

    def _ref(self) -> Check:
        form = None if self.off("drop-uuid-format") else UUID
        members = {
            "data": nullable(text(), taken=not self.off("null-data-refused")),
            "media_type": null(text()),
            "url": null(text()),
            "generation_id": null(text(form=form)),
        }
        return record(members, more=self.off("open-ref"))

    def _controls(self) -> Check:
        off, enabled = self.off, null(flag(loose=self.off("loose-enabled")))
        blur = number(
            None if off("drop-blur-min") else 0,
            1,
            without=(0,) if off("blur-zero-refused") else (),
        )
        full = (1,) if off("augmentation-one-refused") else ()
        stance = null(text() if off("drop-pose-enum") else among("precise", "coarse"))
        sparsity = number(0, 1.5 if off("sparsity-to-1.5") else 1)
        face = record({"enabled": enabled}, more=off("open-face"))
        members = {
            "depth": null(record({"blur": null(blur), "enabled": enabled})),
            "face": nullable(face, taken=not off("null-face-refused")),
            "normals": null(
                record({"augmentation": null(number(0, 1, without=full)), "enabled": enabled})
            ),
            "pose": null(record({"enabled": enabled, "strength": stance})),
            "trajectory": null(record({"enabled": enabled, "sparsity": null(sparsity)})),
        }
        return null(record(members))

    def _edit(self) -> Check:
        off = self.off
        index = number(0, 120 if off("edit-index-120") else None, whole=True)
        differ = None if off("drop-edit-unique") else distinct
        strengths = STRENGTHS[: 8 if off("reimagine3-refused") else 9]
        members = {
            "auto_controls": null(flag()),
            "controls": self._controls(),
            "keyframe_indexes": null(many(index, 0, 64, differ=differ)),
            "keyframes": null(many(self._ref(), 0, 64)),
            "strength": nullable(among(*strengths), taken=not off("null-strength-refused")),
        }
        return nullable(record(members), taken=not off("null-edit-refused"))

    def _position(self) -> Check:
        off = self.off
        members = {
            "h_norm": number(0, 2, without=() if off("h-zero-accepted") else (0,)),
            "w_norm": number(
                0,
                2.5 if off("w-to-2.5") else 2,
                without=(0, 2) if off("w-two-refused") else (0,),
            ),
            "x_norm": number(-2, 2, without=(-2,) if off("x-minus-two-refused") else ()),
            "y_norm": number(-3 if off("y-to-minus-3") else -2, 2),
        }
        required = PLACED[: 3 if off("y-not-required") else 4]
        return null(record(members, required, more=off("open-position")))

    def _video(self) -> Check:
        off = self.off
        high = off.pick(64, keyframes_64_refused=63, keyframes_65_accepted=65)
        low = off.pick(1, keyframes_empty_accepted=0, keyframes_single_refused=2)
        differ = off.pick(distinct, unique_neighbours=neighbours)
        index = number(None if off("drop-index-min") else 0, whole=not off("index-fraction"))
        unique = None if off("drop-unique") else differ
        more = ["480p"] if off("480p-accepted") else []
        members = {
            "duration": null(among("5s", "10s")),
            "edit": self._edit(),
            "end_frame": null(self._ref()),
            "start_frame": null(self._ref()),
            "exr_export": null(flag()),
            "hdr": null(flag()),
            "keyframe_indexes": null(many(index, low, high, differ=unique)),
            "keyframes": null(many(self._ref(), low, high)),
            "loop": nullable(flag(), taken=not off("null-loop-refused")),
            "resolution": null(among("360p", "540p", "720p", "1080p", *more)),
            "source_position": self._position(),
        }
        video = record(members, more=off("open-video"))
        return nullable(video, taken=not off("null-video-refused"))

    def _prompt(self) -> Check:
        off = self.off
        low = off.pick(1, drop_prompt_min=0, prompt_1_refused=2)
        high = off.pick(6000, prompt_6000_refused=5999, prompt_6001_accepted=6001)
        size = off.pick(len, prompt_in_bytes=octets, prompt_stripped=stripped)
        return text(low, None if off("drop-prompt-max") else high, size=size)

    def _user(self) -> Check:
        off = self.off
        high = None if off("drop-user-max") else off.pick(256, user_256_refused=255)
        form = "[ -~]*" if off("user-ascii-only") else None
        return null(text(1 if off("user-empty-refused") else 0, high, form=form))

    def _body(self) -> Check:
        off, model = self.off, among("uni-1", "uni-1-max", "ray-3.2")
        formats = among("png", "jpeg", *(["webp"] if off("webp-accepted") else []))
        fewest = 1 if off("image-ref-empty-refused") else 0
        members = {
            "prompt": self._prompt(),
            "aspect_ratio": null(among(*ASPECTS[: 11 if off("aspect-1:3-refused") else 12])),
            "image_ref": many(self._ref(), fewest, 10 if off("image-ref-10") else 9),
            "model": null(model) if off("null-model-accepted") else model,
            "output_format": nullable(formats, taken=not off("null-format-refused")),
            "source": nullable(self._ref(), taken=not off("null-source-refused")),
            "style": among("auto", "manga"),
            "type": among("image", "image_edit", *FILM),
            "user_id": self._user(),
            "video": self._video(),
            "web_search": flag(),
        }
        required = () if off("prompt-not-required") else ("prompt",)
        return record(members, required, more=off("open-root"))
