"""Faults of single members; `body` has them."""

from typing import Final

from tests.mutants.other.renders import kinds
from tests.mutants.other.renders import steps as s
from tests.mutants.other.renders.kinds import Cases

PICTURE: Final = s.PICTURE
LONG: Final = "a" * 6000
BOUNDS: Final[Cases] = {
    "drop-blur-min": ("a blur of less than 0 is taken", [s.steered("depth", blur=-1)]),
    "sparsity-to-1.5": ("a sparsity of 1.5 is taken", [s.steered("trajectory", sparsity=1.5)]),
    "w-to-2.5": ("a w_norm of 2.5 is taken", [s.placed(w_norm=2.5)]),
    "h-zero-accepted": ("an h_norm of 0 is taken", [s.placed(h_norm=0)]),
    "y-to-minus-3": ("a y_norm of -3 is taken", [s.placed(y_norm=-3)]),
    "blur-zero-refused": ("a blur of 0 is refused", [s.steered("depth", blur=0)]),
    "augmentation-one-refused": (
        "an augmentation of 1 is refused",
        [s.steered("normals", augmentation=1)],
    ),
    "w-two-refused": ("a w_norm of 2 is refused", [s.placed(w_norm=2)]),
    "x-minus-two-refused": ("an x_norm of -2 is refused", [s.placed(x_norm=-2)]),
    "edit-index-120": (
        "indexes of an edit are 120 at most",
        [s.change(edit=s.keyed(121))],
    ),
    "drop-index-min": ("indexes of less than 0 are taken", [s.film(**s.keyed(-1))]),
    "keyframes-64-refused": ("64 keyframes are refused", [s.film(**s.keyed(*range(64)))]),
    "keyframes-65-accepted": ("65 keyframes are taken", [s.film(**s.keyed(*range(65)))]),
    "keyframes-empty-accepted": ("no keyframes are taken", [s.film(**s.keyed())]),
    "keyframes-single-refused": ("a single keyframe is refused", [s.film(**s.keyed(0))]),
    "drop-prompt-min": ("an empty prompt is taken", [s.image(prompt="")]),
    "prompt-1-refused": ("a prompt of one letter is refused", [s.image(prompt="a")]),
    "drop-prompt-max": ("any length of a prompt is taken", [s.image(prompt=f"{LONG}ab")]),
    "prompt-6000-refused": ("a prompt of 6000 letters is refused", [s.image(prompt=LONG)]),
    "prompt-6001-accepted": ("a prompt of 6001 letters is taken", [s.image(prompt=f"{LONG}a")]),
    "prompt-in-bytes": (
        "a prompt's length is that in UTF-8",
        [s.image(prompt="\u00e9" * 6000)],
    ),
    "prompt-stripped": (
        "space around a prompt does not count",
        [s.image(prompt=" ")],
    ),
    "image-ref-10": ("ten pictures are taken", [s.image(image_ref=[PICTURE] * 10)]),
    "image-ref-empty-refused": ("an empty image_ref is refused", [s.image(image_ref=[])]),
    "user-empty-refused": ("an empty user_id is refused", [s.image(user_id="")]),
    "drop-user-max": ("any length of a user_id is taken", [s.image(user_id="a" * 257)]),
    "user-256-refused": ("a user_id of 256 letters is refused", [s.image(user_id="a" * 256)]),
}
VALUES: Final[Cases] = {
    "drop-pose-enum": ("any strength of poses is taken", [s.steered("pose", strength="odd")]),
    "reimagine3-refused": (
        "reimagine_3 is refused",
        [s.change(edit={"strength": "reimagine_3"})],
    ),
    "480p-accepted": ("480p is taken", [s.film(resolution="480p")]),
    "aspect-1:3-refused": ("1:3 is refused", [s.image(aspect_ratio="1:3")]),
    "webp-accepted": ("webp is taken", [s.image(output_format="webp")]),
}
OPTIONAL: Final[Cases] = {
    "y-not-required": ("y_norm may be missing", [s.placed(y_norm="-")]),
    "prompt-not-required": ("no prompt is needed", [s.make({})]),
}
NULLS: Final[Cases] = {
    "null-data-refused": ("data of null are refused", [s.image(source=PICTURE | {"data": None})]),
    "null-face-refused": (
        "a face of null is refused",
        [s.change(edit={"controls": {"face": None}})],
    ),
    "null-strength-refused": (
        "a strength of null is refused",
        [s.change(edit={"strength": None})],
    ),
    "null-edit-refused": ("an edit of null is refused", [s.film(edit=None)]),
    "null-loop-refused": ("a loop of null is refused", [s.film(loop=None)]),
    "null-video-refused": ("a video of null is refused", [s.image(video=None)]),
    "null-format-refused": (
        "an output_format of null is refused",
        [s.image(output_format=None)],
    ),
    "null-source-refused": ("a source of null is refused", [s.image(source=None)]),
    "user-ascii-only": ("a user_id has ASCII only", [s.image(user_id="\u00e9")]),
}
OTHER: Final[Cases] = {
    "drop-uuid-format": (
        "a generation_id that is no UUID is looked up",
        [s.edited(source={"generation_id": "odd"})],
    ),
    "open-ref": (
        "unknown members of references are taken",
        [s.image(source=PICTURE | {"odd": 1})],
    ),
    "open-face": ("unknown members of face are taken", [s.steered("face", odd=1)]),
    "open-position": ("unknown members of source_position are taken", [s.placed(odd=1)]),
    "open-video": ("unknown members of video are taken", [s.film(odd=1)]),
    "open-root": ("unknown members are taken", [s.image(odd=1)]),
    "loose-enabled": (
        "what stands for true is taken as enabled",
        [s.steered("face", enabled="true")],
    ),
    "drop-edit-unique": ("an index of an edit is taken twice", [s.change(edit=s.keyed(1, 1))]),
    "unique-neighbours": (
        "an index is taken twice, if not twice in a row",
        [s.film(**s.keyed(1, 2, 1))],
    ),
    "drop-unique": ("an index is taken twice", [s.film(**s.keyed(1, 1))]),
    "index-fraction": ("indexes between two frames are taken", [s.film(**s.keyed(0.5))]),
    "null-model-accepted": ("a model of null is taken", [s.image(model=None)]),
}
CASES: Final = {
    kinds.BOUND: BOUNDS,
    kinds.ENUM: VALUES,
    kinds.REQUIRED: OPTIONAL,
    kinds.REFUSED: NULLS,
    kinds.OTHER: OTHER,
}
