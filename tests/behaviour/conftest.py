"""A workshop that runs the flagship's behaviour without a server, and measures what it makes."""

import base64
import io
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from tallystick.serve.behaviour import Account, Asset, Failure, Request, Resource, Violation
from tallystick.text import Json

SPEC = Path(__file__).parents[2] / "spec"
sys.path.insert(0, str(SPEC))

from behaviour.accounts import Accounts  # noqa: E402 - as above
from behaviour.luma import Luma  # noqa: E402 - as above

from behaviour import film  # noqa: E402 - the package is found by the line above

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
EVERYTHING = Account(id="tester", switches=frozenset({"hdr", "reframe-1080p"}))


@dataclass
class Shelf:
    """Resources of one caller, in memory."""

    resources: dict[str, Resource] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)

    def find(self, resource_id: str) -> Resource | None:
        """Return a resource."""
        return self.resources.get(resource_id)

    def asset(self, reference: str) -> Asset | None:
        """Return an asset."""
        return self.assets.get(reference)


@dataclass
class Work:
    """A job, as `Behaviour.run` sees it."""

    request: Request
    resources: Shelf
    id: str
    now: datetime = START
    stopping: bool = False
    attached: list[Asset] = field(default_factory=list)
    resource: Mapping[str, Any] = field(default_factory=dict)
    draft: Mapping[str, Any] = field(default_factory=dict)

    def attach(self, data: bytes, media_type: str, *, filename: str = "") -> str:
        """Keep bytes."""
        reference = f"asset:{self.id}/{len(self.attached)}"
        asset = Asset(data=data, media_type=media_type, filename=filename)
        self.attached.append(asset)
        self.resources.assets[reference] = asset
        return reference


@dataclass(frozen=True)
class Made:
    """How a job ended."""

    id: str
    output: list[dict[str, str]]
    assets: list[Asset]
    code: str | None = None
    reason: str | None = None

    @property
    def data(self) -> bytes:
        """The first file."""
        return self.assets[0].data


class Workshop:
    """Runs requests through one behaviour, for one or more accounts."""

    def __init__(self, known: Accounts | None = None) -> None:
        """Start with nothing used, at noon."""
        self.luma = Luma(known or Accounts())
        self.shelf = Shelf()
        self.now = START

    def request(self, body: dict[str, Any], account: Account = EVERYTHING) -> Request:
        """Return a create call."""
        return Request(
            operation="createGeneration",
            parameters={},
            body={"prompt": "a lamp", **body},
            account=account,
            now=self.now,
        )

    def admit(self, body: dict[str, Any], account: Account = EVERYTHING) -> str:
        """Create a generation; return its id."""
        made_up = str(uuid.uuid4())
        self.luma.create(self.request(body, account), {"id": made_up})
        return made_up

    def make(
        self, body: dict[str, Any], account: Account = EVERYTHING, job_id: str | None = None
    ) -> Made:
        """Run a generation to its end."""
        work = Work(
            request=self.request(body, account),
            resources=self.shelf,
            id=job_id or str(uuid.uuid4()),
            now=self.now,
        )
        try:
            members: Any = self.luma.run(work)
        except Failure as failure:
            code, reason = failure.members["failure_code"], failure.members["failure_reason"]
            return Made(work.id, [], [], str(code), str(reason))
        return Made(work.id, members["output"], work.attached)

    def judge(self, body: dict[str, Any], account: Account = EVERYTHING) -> list[Violation]:
        """Return what is refused at the request."""
        return list(self.luma.judge(self.request(body, account), self.shelf))

    def keep(self, made: Made, kind: str, state: str = "completed") -> str:
        """Put a generation on the shelf, to be chained; return its id."""
        self.shelf.resources[made.id] = Resource(
            id=made.id,
            operation="createGeneration",
            request={},
            value={"type": kind, "output": cast("Json", made.output)},
            state=state,
        )
        return made.id

    def pass_time(self, seconds: float) -> None:
        """Move the clock."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def workshop() -> Workshop:
    """Return a workshop of its own for one test."""
    return Workshop()


@pytest.fixture(scope="session")
def new_workshop() -> type[Workshop]:
    """Return the class, for tests with accounts of their own."""
    return Workshop


class Gauge:
    """Measures pictures and videos."""

    @staticmethod
    def plain(colour: str, size: tuple[int, int] = (64, 36)) -> Image.Image:
        """Return a picture of one colour."""
        return Image.new("RGB", size, colour)

    @staticmethod
    def file(picture: Image.Image, kind: str = "PNG") -> bytes:
        """Return a picture as a file."""
        out = io.BytesIO()
        picture.save(out, kind)
        return out.getvalue()

    def ref(self, picture: Image.Image, kind: str = "PNG") -> dict[str, str]:
        """Return a picture as an inline reference."""
        return self.inline(self.file(picture, kind), f"image/{kind.lower()}")

    @staticmethod
    def inline(data: bytes, media_type: str) -> dict[str, str]:
        """Return bytes as an inline reference."""
        return {"data": base64.b64encode(data).decode(), "media_type": media_type}

    @staticmethod
    def picture(data: bytes) -> Image.Image:
        """Decode an image file."""
        with Image.open(io.BytesIO(data)) as opened:
            opened.load()
            return opened.copy()

    @staticmethod
    def frames(data: bytes) -> list[Image.Image]:
        """Decode a video file."""
        return list(film.pictures(data, "video/mp4"))

    @staticmethod
    def difference(first: Image.Image, second: Image.Image) -> float:
        """Return the mean difference of two pictures' levels, 0 to 255."""
        apart = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
        return sum(ImageStat.Stat(apart).mean) / 3

    @staticmethod
    def clip(colours: tuple[str, ...], seconds: float, size: tuple[int, int] = (64, 36)) -> bytes:
        """Return an MP4 that shows each colour for the same time."""
        return _clip(colours, seconds, size)

    @staticmethod
    def probe(data: bytes) -> Any:
        """Return the opened container of a video file."""
        return av.open(io.BytesIO(data))


@cache
def _clip(colours: tuple[str, ...], seconds: float, size: tuple[int, int]) -> bytes:
    count = round(seconds * 24)
    shown = [Image.new("RGB", size, colours[at * len(colours) // count]) for at in range(count)]
    return film.encoded(shown, size)


@pytest.fixture(scope="session")
def gauge() -> Gauge:
    """Return the measuring tools."""
    return Gauge()


@pytest.fixture(scope="session")
def clip(gauge: Gauge) -> bytes:
    """Return a 5 s video: red, green, blue."""
    return gauge.clip(("red", "green", "blue"), 5)
