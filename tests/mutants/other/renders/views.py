"""Jobs, and refusals, as callers see them; faults are members that differ."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Final, TypeAlias

from tests.mutants.other.renders.asks import Json
from tests.mutants.other.renders.jobs import ENDED, Job, Shelf, moment

LIFE: Final = 3600
GONE: Final = object()
"""In place of a member: it is left out."""
FAILED: Final = {"failure_code": "generation_failed", "failure_reason": "It could not be made."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A job that is shown.

    Attributes:
        made: Whether it was made by this request.
        body: What is right.
        outputs: What came, or comes, of it.
        now: The time.
        fresh: An id that nobody knows.
    """

    job: Job
    made: bool
    body: dict[str, Json]
    outputs: list[Json]
    now: float
    fresh: str

    @property
    def state(self) -> Json:
        """Its state."""
        return self.body["state"]


Edit: TypeAlias = Callable[[Shown], dict[str, Json]]
"""Returns members that a fault has otherwise."""
Turn: TypeAlias = Callable[[dict[str, Json]], dict[str, Json]]
"""Returns members of a problem that a fault has otherwise."""


def with_(body: dict[str, Json], other: dict[str, Json]) -> dict[str, Json]:
    """Return an object with other members, without those that are gone."""
    return {name: value for name, value in (body | other).items() if value is not GONE}


def sign(name: str, until: str) -> str:
    """Return what makes a link good until some second."""
    return sha256(f"renders {name} {until}".encode()).hexdigest()[:16]


def problem(status: int, at: str | None, says: str) -> dict[str, Json]:
    """Return a problem document; it is terse."""
    body: dict[str, Json] = {"type": "about:blank", "title": HTTPStatus(status).phrase}
    body["status"] = status
    if status in {400, 422}:
        body["errors"] = [{"pointer": at, "message": f"{at or 'the body'} {says}"}]
    return body


class Views(Shelf):
    """Shows jobs."""

    def output(self, job: Job, base: str) -> dict[str, Json]:
        """Return what came of a job, and where it is until when."""
        off, now = self.off, int(self.now)
        job.until = job.until or now + (60 if off("presigned-60s") else LIFE)
        until = now - 10 if off("presigned-past") else job.until
        extension = job.ask.body.get("output_format") or "png"
        name = f"{job.id}.{'mp4' if job.kind == 'video' else extension}"
        if off("output-changes"):
            name = self.name("other") + name[len(job.id) :]
        link = f"{base}/files/{name}?expires={until}&signature={sign(name, str(until))}"
        link = off.pick(
            link,
            output_url_relative=f"/files/{name}",
            output_url_spaces=link.replace("/files/", "/my files/"),
        )
        other = "video" if job.kind == "image" else "image"
        one = {"type": off.pick(job.kind, output_type_wrong=other), "url": link}
        gone = off.pick("", output_url_missing="url", output_type_missing="type")
        return {member: value for member, value in one.items() if member != gone}

    def outputs(self, job: Job, base: str) -> list[Json]:
        """Return all that came of a job."""
        one = self.output(job, base)
        return [one, one] if self.off("output-grows") and job.ended > 1 else [one]

    def shown(self, job: Job, base: str, *, made: bool, edit: Edit | None) -> dict[str, Json]:
        """Return a job."""
        job.looks += 1
        state = self.state(job)
        job.ended += state in ENDED
        ready = state == "completed" or self.off("processing-output", "failed-output")
        outputs = self.outputs(job, base) if ready else []
        body = {
            "id": job.id,
            "created_at": moment(job.born),
            "model": job.ask.model,
            "state": state,
            "type": job.ask.type,
        }
        if state == "completed":
            body["output"] = outputs
        if state == "failed":
            body |= FAILED | ({"failure_code": job.fails} if job.fails else {})
        if edit is None:
            return body
        fresh = self.name("other")
        shown = Shown(job=job, made=made, body=body, outputs=outputs, now=self.now, fresh=fresh)
        return with_(body, edit(shown))
