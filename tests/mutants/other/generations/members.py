"""What the pages say of each member by itself."""

import base64
from typing import Any, Final

from tests.mutants.other.generations.checks import (
    Check,
    each,
    flag,
    identity,
    instead,
    null,
    number,
    one,
    shape,
    text,
)
from tests.mutants.other.generations.refusal import Crash, malformed

IMAGE, EDIT = "image", "image_edit"
VIDEO, VIDEO_EDIT, REFRAME = "video", "video_edit", "video_reframe"
FILMED: Final = (VIDEO, VIDEO_EDIT, REFRAME)
TYPES: Final = (IMAGE, EDIT, *FILMED)
MODELS: Final = ("uni-1", "uni-1-max", "ray-3.2")
WIDE: Final = ("3:1", "2:1", "16:9", "4:3", "3:2")
RATIOS: Final = (*WIDE, "1:1", "3:4", "2:3", "9:16", "1:2", "1:3")
STRENGTHS: Final = tuple(
    f"{word}_{number}" for word in ("adhere", "flex", "reimagine") for number in (1, 2, 3)
)
MANY: Final = 10**18
"""No list is as long, no index as high."""


class Form:
    """The form of a request."""

    def __init__(self, fault: str) -> None:
        """Judge with one fault, or none."""
        self.fault = fault
        self.flag: Check = instead((0, 1), flag) if fault == "bool-as-int" else flag
        self.body = self._body()

    def off(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return self.fault in names

    def _bound(self, plain: float, **faults: float) -> Any:
        """Return a bound; a fault (its name with _ for -) moves it."""
        return faults.get(self.fault.replace("-", "_"), plain)

    def _body(self) -> Check:
        """Return the check of a whole request."""
        most = self._bound(6000, prompt_6001=6001, prompt_6000_refused=5999)
        least = self._bound(1, prompt_empty=0)
        ratio = () if self.off("ratio-21-9-refused") else ("21:9",)
        style = one(
            "auto",
            *(() if self.off("manga-refused") else ("manga",)),
            free=self.off("style-free"),
        )
        webp = ("webp",) if self.off("format-webp") else ()
        members: dict[str, Check] = {
            "prompt": text(least, most, octets=self.off("prompt-bytes")),
            "aspect_ratio": null(one(*RATIOS, *ratio, free=self.off("ratio-free"))),
            "image_ref": each(self._reference(), 0, self._bound(9, ten_images=10)),
            "model": one(*MODELS),
            "output_format": null(one("png", "jpeg", *webp)),
            "source": null(self._reference()),
            "style": null(style) if self.off("style-null") else style,
            "type": one(*TYPES),
            "user_id": self._user(),
            "web_search": instead(str, flag) if self.off("web-search-text") else self.flag,
            "video": null(self._video()),
        }
        required = () if self.off("prompt-optional", "bad-json") else ("prompt",)
        return shape(members, required, unknown=self.off("unknown-member"))

    def _user(self) -> Check:
        most = self._bound(256, user_257=257, user_256_refused=255)
        check = text(self._bound(0, user_empty_refused=1), most)
        return check if self.off("user-null-refused") else null(check)

    def _reference(self) -> Check:
        """Return the check of a picture or a film."""
        members: dict[str, Check] = {
            "data": null(self._data),
            "media_type": null(text()),
            "url": null(text()),
            "generation_id": null(identity),
        }
        return shape(members, unknown=self.off("unknown-ref-member"))

    def _data(self, value: Any, at: str) -> None:
        """Judge base64, which is a note and no duty."""
        text()(value, at)
        if not self.off("data-crash"):
            return
        try:
            base64.b64decode(value, validate=True)
        except ValueError:
            raise Crash from None

    def _video(self) -> Check:
        """Return the check of video."""
        index = number(self._bound(0, index_negative=-MANY), MANY, whole=True)
        most = self._bound(64, keyframes_65=65, keyframes_64_refused=63)
        unique = not self.off("index-twice")
        members: dict[str, Check] = {
            "duration": null(one("5s", "10s", *(("8s",) if self.off("duration-8s") else ()))),
            "edit": null(self._edit()),
            "end_frame": null(self._reference()),
            "start_frame": null(self._reference()),
            "exr_export": null(self.flag),
            "hdr": null(self.flag),
            "loop": null(self.flag),
            "keyframe_indexes": null(each(index, 1, most, unique=unique)),
            "keyframes": null(each(self._reference(), 1, most)),
            "resolution": null(self._resolution),
            "source_position": null(self._position()),
        }
        return shape(members)

    def _resolution(self, value: Any, at: str) -> None:
        if self.off("1080p-crash") and value == "1080p":
            raise Crash
        more = ("4k",) if self.off("4k") else ()
        one("360p", "540p", "720p", "1080p", *more)(value, at)

    def _edit(self) -> Check:
        """Return the check of video.edit."""
        index = number(self._bound(0, edit_index_negative=-MANY), MANY, whole=True)
        most = self._bound(64, edit_keyframes_65=65)
        controls = shape(self._controls())
        known = (s for s in STRENGTHS if s != "flex_3" or not self.off("strength-flex-3-refused"))
        members: dict[str, Check] = {
            "auto_controls": null(self.flag),
            "controls": self._crash_on_null if self.off("controls-null-crash") else null(controls),
            "keyframe_indexes": null(each(index, 0, most, unique=not self.off("edit-index-twice"))),
            "keyframes": null(each(self._reference(), 0, most)),
            "strength": null(one(*known, free=self.off("strength-free"))),
        }
        check = shape(members)

        def judge(value: Any, at: str) -> None:
            if self.off("edit-empty-refused") and value == {}:
                raise malformed(at, "minProperties", "an edit is wanted")
            check(value, at)

        return judge

    def _crash_on_null(self, value: Any, at: str) -> None:
        if value is None:
            raise Crash
        shape(self._controls())(value, at)

    def _controls(self) -> dict[str, Check]:
        """Return the checks of the controls."""
        low = self._bound(0, blur_negative=-MANY)
        blur = number(low, self._bound(1, blur_over=MANY, blur_1_refused=0.99))
        augmentation = number(self._bound(0, augmentation_0_refused=1e-6), 1)
        sparsity = number(0, self._bound(1, sparsity_over=MANY))
        if self.off("sparsity-text"):
            sparsity = instead(str, sparsity)
        strength = one("precise", "coarse", free=self.off("pose-strength-free"))
        more: dict[str, dict[str, Check]] = {
            "depth": {"blur": null(blur)},
            "face": {},
            "normals": {"augmentation": null(augmentation)},
            "pose": {"strength": null(strength)},
            "trajectory": {"sparsity": null(sparsity)},
        }
        free = self.off("unknown-control-member")
        return {
            name: null(shape({"enabled": null(self.flag), **members}, unknown=free))
            for name, members in more.items()
        }

    def _position(self) -> Check:
        """Return the check of video.source_position."""
        members: dict[str, Check] = {
            "h_norm": number(0, self._bound(2, h_over=9, h_2_refused=1.99), above=True),
            "w_norm": number(0, 2, above=not self.off("w-zero")),
            "x_norm": number(self._bound(-2, x_under=-9), self._bound(2, x_over=9)),
            "y_norm": number(-2, 2),
        }
        optional = "y_norm" if self.off("y-optional") else ""
        return shape(members, tuple(name for name in members if name != optional))
