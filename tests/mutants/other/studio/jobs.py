"""Ottava's jobs: made, listed, moved on."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from tests.mutants.other.studio.papers import KINDS
from tests.mutants.other.studio.progress import Progress
from tests.mutants.other.studio.shelf import ENDED
from tests.mutants.other.studio.wire import Shown
from tests.mutants.other.till.books import Row
from tests.mutants.other.till.forms import NoError, want

STATES: Final = ("queued", "running", *ENDED)
SORTS: Final = ("created_at", "-created_at", "credits", "-credits")
Made = dict[str, Any]


class Jobs(Progress):
    """Answers about jobs."""

    def judged(self, who: str, made: Made, at: str = "") -> Made:
        """Return a request; refuse one that does not go with what is there."""
        speakers = enumerate(made.get("speakers") or [])
        if not self.on("speaker-voice-any"):
            for place, each in speakers:
                where = f"{at}/speakers/{place}/voice_id"
                self.own_voice(who, each["voice_id"], "speaker-voice-known", where)
        if not self.on("voice-any"):
            self.own_voice(who, made.get("voice_id"), "voice-known", f"{at}/voice_id")
        presets = [row.id for row in self.mine(self.presets, who, "preset-of-all")]
        named = made["preset"]
        fine = named is None or named in presets or self.on("preset-any")
        want(fine, "preset-known", f"{at}/preset")
        self.source(who, made.get("source_job_id"), f"{at}/source_job_id")
        return made

    def own_voice(self, who: str, named: str | None, rule: str, at: str) -> None:
        """Refuse a voice that is not there."""
        voices = [row.id for row in self.mine(self.voices, who, "voice-of-all")]
        want(named is None or named in voices, rule, at)

    def source(self, who: str, named: str | None, at: str) -> None:
        """Refuse a job that nothing can be heard of."""
        rows = [row for row in self.mine(self.jobs, who, "source-of-all") if row.id == named]
        if not self.on("source-undone"):
            rows = [row for row in rows if row.status == "done"]
        if not self.on("source-of-music"):
            rows = [row for row in rows if row.body["kind"] in {"speech", "dialogue"}]
        want(named is None or rows or self.on("source-any"), "source-is-done", at)

    def afford(self, who: str, made: list[Made]) -> None:
        """Refuse what costs too much."""
        for each in made:
            most = each["max_credits"]
            over = most is not None and self.price(each) > most + self.on("max-credits-plus")
            exactly = self.on("max-credits-equal-refused") and self.price(each) == most
            if (over and not self.on("max-credits-ignored")) or exactly:
                raise NoError(403 if self.on("max-credits-403") else 402, "max_credits")
        if sum(map(self.price, made)) > self.left(who):
            raise NoError(402, "credits")

    def start(self, who: str, made: Made, retry_of: str | None = None) -> Row:
        """Queue a job."""
        row = self.row("job", who, made, "queued")
        self.begun += 1
        self.queue(row)
        row.more |= {"credits": self.price(made), "retry_of": retry_of}
        if not self.on("credits-not-taken"):
            self.take(who, row.more["credits"])
        day = datetime.fromtimestamp(self.clock(), UTC).date().isoformat()
        self.log.append((who, day, made["kind"], row.more["credits"]))
        lost = (self.on("lost-dialogues") and made["kind"] == "dialogue") or (
            self.on("lost-webhooked") and made["webhook_url"] is not None
        )
        if not lost:
            self.jobs.append(row)
        return row

    def crash(self, made: Made) -> None:
        """Fall over as a fault wants it."""
        four = made["kind"] == "effect" and len(made["layers"] or []) == 4
        sober = made["kind"] == "speech" and made["pitch"] == -12
        wide = made["kind"] == "transcript" and len(made["formats"]) == 4
        beyond = made["kind"] == "speech" and not made["text"].isascii()
        if (
            (self.on("four-layers-crash") and four)
            or (self.on("pitch-crash") and sober)
            or (self.on("four-formats-crash") and wide)
            or (self.on("text-crash") and beyond)
            or (self.on("loop-crash") and made["kind"] == "music" and made["loop"])
        ):
            raise ZeroDivisionError

    def key(self, request: Request) -> str | None:
        """Return the key of a request that may be sent again."""
        key = request.headers.get("idempotency-key")
        plain = key is not None and key.replace("-", "a").replace("_", "a")
        fine = plain and plain.isascii() and plain.isalnum()
        if key is not None and not (fine and 8 <= len(key) <= 64) and not self.on("key-any"):
            raise NoError(400, "parameter")
        return key

    async def create_job(self, request: Request, who: str) -> Response:
        """Make a job, unless it was made by a request of the same key."""
        key = self.key(request)
        body = await self.body(request)
        slot = ("" if self.on("keys-of-all") else who, key or "")
        known = self.answered.get(slot) if key and not self.on("key-ignored") else None
        if known is not None and (known[0] == body or self.on("key-shared")):
            status = 200 if self.on("replay-200") else 202
            return Response(known[1], status, known[2], "application/json")
        if known is not None:
            raise NoError(422 if self.on("key-conflict-422") else 409, "key")
        made = self.judged(who, self.papers.read("job", body))
        if self.on("charge-before-judging"):
            self.take(who, 1)
        self.afford(who, [made])
        self.crash(made)
        response = self.created(who, self.start(who, made))
        if key:
            headers = {name: response.headers[name] for name in ("location", "x-credits-left")}
            self.answered[slot] = (body, bytes(response.body), headers)
        return response

    def created(self, who: str, row: Row) -> Response:
        """Answer with a new job."""
        headers = {"Location": f"/v2/jobs/{row.id}", "X_Credits_Left": str(self.left(who))}
        if self.on("location-relative"):
            headers["Location"] = row.id
        response = self.answer(201 if self.on("create-201") else 202, self.shown(row), **headers)
        if self.on("credits-header-less"):
            del response.headers["x-credits-left"]
        if self.on("credits-header-granted"):
            response.headers["x-credits-left"] = str(self.left(who) + row.more["credits"])
        return response

    async def create_jobs(self, request: Request, who: str) -> Response:
        """Make several jobs, all of them or none."""
        body = await self.body(request)
        many = self.papers.read("batch", body)["jobs"]
        rows = []
        if self.on("batch-half"):
            for place, made in enumerate(many):
                self.judged(who, made, f"/jobs/{place}")
                rows.append(self.start(who, made))
        for place, made in enumerate(many):
            if not self.on("batch-unjudged"):
                self.judged(who, made, f"/jobs/{place}")
        self.afford(who, [] if self.on("batch-unpaid") else many)
        if self.on("batch-first-only"):
            many = many[:1]
        rows = rows or [self.start(who, made) for made in many]
        if self.on("batch-reversed"):
            rows.reverse()
        if self.on("batch-lost"):
            self.jobs = [row for row in self.jobs if row not in rows]
        total = sum(row.more["credits"] for row in rows)
        if self.on("batch-credits-last"):
            total = rows[-1].more["credits"]
        return self.answer(202, {"jobs": [self.shown(row) for row in rows], "credits": total})

    async def estimate_job(self, request: Request, who: str) -> Response:
        """Say what a job would cost."""
        made = self.papers.read("job", await self.body(request))
        if not self.on("estimate-unjudged"):
            self.judged(who, made)
        if self.on("estimate-heeds-limit"):
            self.afford(who, [made])
        cost = self.price(made) + (self.on("estimate-plus-1"))
        if self.on("estimate-makes"):
            self.start(who, made)
        if self.on("estimate-takes"):
            self.take(who, cost)
        count = 1 if self.on("estimate-one-output") else len(self.results(made))
        shown: Shown = {"kind": made["kind"], "credits": cost, "outputs": count}
        if self.on("estimate-credits-text"):
            shown["credits"] = str(cost)
        if self.on("estimate-outputs-less"):
            del shown["outputs"]
        return self.answer(200, shown)

    # Lists

    def chosen(self, request: Request, who: str) -> list[Row]:
        """Return the jobs that a list is asked for."""
        rows = self.mine(self.jobs, who, "jobs-of-all")
        kinds = request.query_params.getlist("kind")
        known = all(kind in KINDS for kind in kinds) or self.on("kind-any")
        if not known or (len(set(kinds)) < len(kinds) and not self.on("kind-twice")):
            raise NoError(400, "parameter")
        if self.on("kind-first-only"):
            kinds = kinds[:1]
        if kinds and not self.on("kind-ignored"):
            rows = [row for row in rows if row.body["kind"] in kinds]
        state = self.word(request, "state", STATES)
        if state and not self.on("state-ignored"):
            rows = [row for row in rows if row.status == state]
        tag = self.text(request, "tag", 20)
        if tag is not None and not self.on("tag-ignored"):
            rows = [row for row in rows if self.tagged(row, tag)]
        return rows

    def tagged(self, row: Row, tag: str) -> bool:
        """Whether a job has a tag."""
        tags: list[str] = row.body["tags"]
        if self.on("tag-by-start"):
            return any(each.startswith(tag) for each in tags)
        if self.on("tag-first-only"):
            tags = tags[:1]
        return tag in tags

    async def list_jobs(self, request: Request, who: str) -> Response:
        """List jobs."""
        rows = self.chosen(request, who)
        order = self.word(request, "sort", SORTS) or "-created_at"
        if self.on("jobs-oldest") and "sort" not in request.query_params:
            order = "created_at"
        if order != "created_at" and not (self.on("credits-ties-oldest") and "cred" in order):
            rows = rows[::-1]
        if order.endswith("credits") and not self.on("credits-sort-ignored"):
            down = order.startswith("-") and not self.on("credits-always-up")
            text = self.on("credits-as-text")
            rows = sorted(
                rows,
                key=lambda r: str(r.more["credits"]) if text else r.more["credits"],
                reverse=down,
            )
        return self.answer(200, self.page(request, rows, "jobs", self.listed))

    def listed(self, row: Row) -> Shown:
        """Return a job as lists show it."""
        shown = self.shown(row)
        if self.on("listed-input-less"):
            del shown["input"]
        if self.on("listed-stale"):
            shown["state"], shown["progress"] = "queued", 0
            shown.pop("outputs", None)
            shown.pop("failure", None)
        if self.on("listed-tags-less"):
            shown["tags"] = []
        return shown

    # One

    def job(self, request: Request, who: str, spared: str = "") -> Row:
        """Return the job in the path."""
        return self.find(self.jobs, request.path_params["job_id"], who, spared)

    async def get_job(self, request: Request, who: str) -> Response:
        """Show a job; a look later it is further."""
        row = self.job(request, who, "get-job-of-all")
        self.look(row)
        if self.on("job-gone") and row.more["looks"] > 3:
            self.jobs.remove(row)
            raise NoError(404, "unknown")
        if self.on("get-job-list"):
            return Response(json.dumps([self.shown(row)]), 200, {}, "application/json")
        return self.answer(200, self.shown(row))

    async def delete_job(self, request: Request, who: str) -> Response:
        """Delete a job that has ended."""
        row = self.job(request, who, "delete-job-of-all")
        if row.status not in ENDED and not self.on("delete-active"):
            raise NoError(409, "active")
        if self.on("delete-cancelled-refused") and row.status == "cancelled":
            raise NoError(409, "active")
        if not self.on("delete-job-ignored"):
            self.jobs.remove(row)
        return Response(status_code=200 if self.on("delete-job-200") else 204)

    async def cancel_job(self, request: Request, who: str) -> Response:
        """Give a job up."""
        row = self.job(request, who, "cancel-of-all")
        spared = (row.status == "cancelled" and self.on("cancel-twice")) or (
            row.status == "done" and self.on("cancel-done")
        )
        if row.status in ENDED and not spared:
            raise NoError(409, "ended")
        if self.on("cancel-running-refused") and row.status == "running":
            raise NoError(409, "running")
        if not self.on("cancel-ignored"):
            self.become(row, "cancelled")
        if not self.on("cancel-not-given-back"):
            self.take(row.owner, -row.more["credits"])
        return self.answer(202 if self.on("cancel-202") else 200, self.shown(row))

    async def retry_job(self, request: Request, who: str) -> Response:
        """Try a job again."""
        old = self.job(request, who, "retry-of-all")
        spared = (old.status == "done" and self.on("retry-done")) or (
            old.status in {"queued", "running"} and self.on("retry-active")
        )
        if old.status not in {"failed", "cancelled"} and not spared:
            raise NoError(409, "not-ended")
        if self.on("retry-cancelled-refused") and old.status == "cancelled":
            raise NoError(409, "cancelled")
        self.afford(who, [old.body])
        if self.on("retry-same"):
            self.become(old, "queued")
            old.more["looks"] = 0
            return self.answer(202, self.shown(old))
        made = dict(old.body)
        if self.on("retry-input-lost"):
            made |= {"title": None, "tags": []}
        row = self.start(who, made, None if self.on("retry-unsaid") else old.id)
        if self.on("retry-free"):
            self.take(who, -row.more["credits"])
        if self.on("retry-removes"):
            self.jobs.remove(old)
        return self.answer(202, self.shown(row))

    async def list_events(self, request: Request, who: str) -> Response:
        """Say what happened to a job."""
        row = self.job(request, who, "events-of-all")
        events = [{"state": state, "at": at} for state, at in row.more["events"]]
        if self.on("events-newest"):
            events.reverse()
        if self.on("events-first-less"):
            events = events[1:]
        if self.on("events-last-less") and len(events) > 1:
            events.pop()
        if self.on("events-at-less"):
            events = [{"state": each["state"]} for each in events]
        return self.answer(200, {"data": events})
