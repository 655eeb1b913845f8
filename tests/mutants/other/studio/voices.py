"""Ottava's voices."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.studio.jobs import Jobs
from tests.mutants.other.studio.papers import LANGUAGES
from tests.mutants.other.studio.wire import JSON, Shown
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import NoError
from tests.mutants.other.till.multipart import parts

SAID: Final = ("name", "language", "description", "gender", "age", "accent", "labels", "shared")
PLAIN: Final = {"description": None, "gender": None, "age": None, "accent": None, "shared": False}
SORTS: Final = ("created_at", "-created_at", "name", "-name")
ACTIVE: Final = ("queued", "running")


class Voices(Jobs):
    """Answers about voices."""

    def voice(self, request: Request, who: str, spared: str = "") -> Row:
        """Return the voice in the path."""
        return self.find(self.voices, request.path_params["voice_id"], who, spared)

    def shown_voice(self, row: Row) -> Shown:
        """Return a voice as callers see it."""
        sample = row.body.get("file")
        shown: Shown = {"id": row.id, "created_at": row.created, "updated_at": row.more["updated"]}
        shown |= {name: row.body[name] for name in SAID}
        shown["origin"] = "designed" if sample is None else "cloned"
        shown["denoise"] = row.body.get("denoise", "off")
        shown["strength"] = row.body.get("strength")
        shown["sample_bytes"] = None if sample is None else len(sample)
        return self.wrong_voice(shown)

    def wrong_voice(self, shown: Shown) -> Shown:
        """Return a voice as a fault shows it."""
        if self.on("accent-less") and shown["accent"] is None:
            del shown["accent"]
        if self.on("labels-null") and not shown["labels"]:
            shown["labels"] = None
        if self.on("shared-number"):
            shown["shared"] = int(shown["shared"])
        if self.on("sample-of-design"):
            shown["sample_bytes"] = shown["sample_bytes"] or 0
        if self.on("denoise-lost"):
            shown["denoise"] = "off"
        if self.on("gender-default") and shown["origin"] == "designed":
            shown["gender"] = shown["gender"] or "neutral"
        if self.on("sample-bytes-of-name") and shown["sample_bytes"] is not None:
            shown["sample_bytes"] = len(shown["name"])
        return shown

    def fitted(self, made: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept of a voice."""
        if self.on("voice-name-title"):
            made["name"] = made["name"].title()
        if self.on("voice-name-trimmed"):
            made["name"] = made["name"].strip() or made["name"]
        if self.on("labels-dropped"):
            made["labels"] = {}
        if self.on("description-20"):
            made["description"] = made["description"] and made["description"][:20]
        if self.on("clones-in-english") and "file" in made:
            made["language"] = "en"
        if self.on("never-shared"):
            made["shared"] = False
        return made

    async def create_voice(self, request: Request, who: str) -> Response:
        """Design or clone a voice."""
        if self.media(request) == "multipart/form-data":
            said = parts(await request.body(), request.headers["content-type"])
            if self.on("empty-sample-crash") and said.get("file") == b"":
                raise ZeroDivisionError
            made = PLAIN | {"labels": {}} | self.papers.read("clone", said)
        else:
            made = self.papers.read("design", await self.body(request))
            if self.on("three-labels-crash") and len(made["labels"]) == 3:
                raise ZeroDivisionError
        row = self.row("voi", who, self.fitted(made))
        if not (self.on("lost-clones") and "file" in made):
            self.voices.append(row)
        path = f"/voices/{row.id}" if self.on("voice-location-old") else f"/v2/voices/{row.id}"
        headers = {} if self.on("voice-location-less") else {"Location": path}
        return self.answer(200 if self.on("voice-200") else 201, self.shown_voice(row), **headers)

    async def list_voices(self, request: Request, who: str) -> Response:
        """List voices."""
        rows = self.mine(self.voices, who, "voices-of-all")
        language = self.word(request, "language", LANGUAGES)
        origin = self.word(request, "origin", ("designed", "cloned"))
        if language and not self.on("language-ignored"):
            rows = [row for row in rows if row.body["language"] == language]
        if origin and not self.on("origin-ignored"):
            cloned = (origin == "cloned") != self.on("origin-turned")
            rows = [row for row in rows if ("file" in row.body) == cloned]
        text = self.text(request, "q", 40)
        if text is not None:
            rows = [row for row in rows if self.named(row.body["name"], text)]
        rows = self.ordered(rows, self.word(request, "sort", SORTS) or "created_at")
        shown = self.page(request, rows, "voices", self.shown_voice)
        shown["total"] = len(shown["data"]) if self.on("total-of-page") else len(rows)
        if self.on("total-of-all"):
            shown["total"] = len(self.mine(self.voices, who))
        if self.on("total-less"):
            del shown["total"]
        return self.answer(200, shown)

    def named(self, name: str, text: str) -> bool:
        """Whether a name has a text."""
        if self.on("q-case"):
            return text in name
        if self.on("q-at-start"):
            return name.casefold().startswith(text.casefold())
        return text.casefold() in name.casefold() or self.on("q-ignored")

    def ordered(self, rows: list[Row], order: str) -> list[Row]:
        """Return voices in an order."""
        if order.endswith("name") and not self.on("name-sort-ignored"):
            case = self.on("name-sort-case")
            rows = sorted(rows, key=lambda r: r.body["name"] if case else r.body["name"].casefold())
        if order.startswith("-") and not self.on("voices-always-up"):
            rows = rows[::-1]
        if self.on("voices-newest") and order == "created_at":
            rows = rows[::-1]
        return rows

    async def get_voice(self, request: Request, who: str) -> Response:
        """Show a voice."""
        row = self.voice(request, who, "get-voice-of-all")
        shown = self.shown_voice(row)
        if self.on("get-voice-language-less"):
            del shown["language"]
        return self.answer(200, shown)

    async def update_voice(self, request: Request, who: str) -> Response:
        """Change a voice."""
        row = self.voice(request, who, "change-of-all")
        body = await self.body(request)
        made = self.papers.read("change", body)
        change = {name: made[name] for name in body}
        if self.on("change-null-ignored"):
            change = {name: value for name, value in change.items() if value is not None}
        if self.on("labels-merged") and "labels" in change:
            change["labels"] = row.body["labels"] | change["labels"]
        if self.on("change-clears-others"):
            change = {"age": None, "accent": None} | change
        if self.on("change-null-crash") and None in change.values():
            raise ZeroDivisionError
        changed = row.body | change
        if not self.on("change-unjudged"):
            self.papers.judge("changed", changed)
        if self.on("change-name-ignored"):
            changed["name"] = row.body["name"]
        if self.on("change-shared-ignored"):
            changed["shared"] = row.body["shared"]
        answered = Row(id=row.id, owner=who, body=changed, created=row.created, more=row.more)
        if not self.on("change-lost"):
            row.body = changed
        row.more["updated"] = self.now()
        return self.answer(200, self.shown_voice(answered))

    async def delete_voice(self, request: Request, who: str) -> Response:
        """Delete a voice that no job needs."""
        row = self.voice(request, who, "delete-voice-of-all")
        active = [job for job in self.jobs if job.status in ACTIVE]
        if any(self.uses(job, row.id) for job in active) and not self.on("delete-used-voice"):
            raise NoError(409, "used")
        if self.on("delete-voice-ever-used") and any(self.uses(job, row.id) for job in self.jobs):
            raise NoError(409, "used")
        if not self.on("delete-voice-ignored"):
            self.voices.remove(row)
        return Response(status_code=202 if self.on("delete-voice-202") else 204)

    def uses(self, job: Row, voice: str) -> bool:
        """Whether a job needs a voice."""
        speakers = [] if self.on("speakers-unused") else job.body.get("speakers") or []
        return voice in [job.body.get("voice_id"), *(each["voice_id"] for each in speakers)]

    async def get_sample(self, request: Request, who: str) -> Response:
        """Show the sample of a voice."""
        row = self.voice(request, who, "sample-of-all")
        raw = row.body.get("file")
        if raw is None and self.on("sample-empty"):
            raw = b""
        if raw is None:
            raise NoError(404, "designed")
        if self.on("sample-stripped"):
            raw = raw.strip()
        if self.on("sample-lossy"):
            raw = raw.decode(errors="replace").encode()
        return Response(raw, 200, {}, JSON if self.on("sample-json") else "audio/wav")
