"""What is asked for, as rules look at it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
FILM: Final = ("video", "video_edit", "video_reframe")
FROM_FILM: Final = ("video_edit", "video_reframe")
FROM_SOURCE: Final = ("image_edit", *FROM_FILM)
LISTS: Final = ("image_ref", "keyframes", "edit.keyframes")
FRAMES: Final = ("start_frame", "end_frame")
WAYS: Final = ("url", "data", "generation_id")


def has(value: Json, name: str) -> bool:
    """Whether an object, if there is one, has a member that is not null."""
    return value is not None and value.get(name) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A picture, a film or what came of an earlier job.

    Attributes:
        at: JSON Pointer.
        place: Where it stands: source, a frame or one of `LISTS`.
        index: In its list.
        said: Itself.
    """

    at: str
    place: str
    index: int
    said: dict[str, Json]

    def has(self, name: str) -> bool:
        """Whether it has a member."""
        return has(self.said, name)

    @property
    def ways(self) -> tuple[str, ...]:
        """How it says what it is."""
        return tuple(name for name in WAYS if self.has(name))

    @property
    def media(self) -> str:
        """Its media type, "" without one."""
        return self.said.get("media_type") or ""


class Ask:
    """A body whose members are fine by themselves."""

    def __init__(self, body: dict[str, Json]) -> None:
        """Look at a body."""
        self.body = body
        self.type = body.get("type", "image")
        self.model = body.get("model", "uni-1")
        self.source: Json = body.get("source")
        self.images = body.get("image_ref") or []
        self.video: Json = body.get("video")
        self.inner: dict[str, Json] = self.video or {}
        self.edit: Json = self.inner.get("edit")
        self.frames: Json = self.inner.get("keyframes")
        self.indexes: Json = self.inner.get("keyframe_indexes")
        self.refs = list(self._refs())

    def _refs(self) -> list[Ref]:
        alone = [("/source", "source", self.source)]
        alone += [(f"/video/{name}", name, self.inner.get(name)) for name in FRAMES]
        refs = [
            Ref(at=at, place=place, index=0, said=said)
            for at, place, said in alone
            if said is not None
        ]
        lists = [
            ("/image_ref", "image_ref", self.images),
            ("/video/keyframes", "keyframes", self.frames),
            ("/video/edit/keyframes", "edit.keyframes", (self.edit or {}).get("keyframes")),
        ]
        return refs + [
            Ref(at=f"{at}/{index}", place=place, index=index, said=said)
            for at, place, several in lists
            for index, said in enumerate(several or [])
        ]

    def on(self, name: str) -> bool:
        """Whether a switch of the video is on."""
        return self.inner.get(name) is True

    @property
    def film(self) -> bool:
        """Whether a film is asked for."""
        return self.type in FILM

    @property
    def long(self) -> bool:
        """Whether it has ten seconds."""
        return bool(self.inner.get("duration") == "10s")

    @property
    def last(self) -> int:
        """Last index that a keyframe may have."""
        return 240 if self.long else 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a rule is broken.

    Attributes:
        at: JSON Pointer.
        says: What is wrong there.
        ref: The reference that breaks it, if one does.
        about: What breaks it, where there are several.
        index: Of the entry that breaks it, in its list.
    """

    at: str
    says: str
    ref: Ref | None = None
    about: str = ""
    index: int = 0

    @property
    def which(self) -> Ref:
        """The reference that breaks it.

        Raises:
            ValueError: None does.
        """
        if self.ref is None:
            raise ValueError(self.at)
        return self.ref


Hole: TypeAlias = Callable[[Ask, Spot], Json]
"""Whether a fault lets something through that breaks a rule."""
More: TypeAlias = Callable[[Ask], Json]
"""Whether a fault refuses, or falls over, what breaks none."""
