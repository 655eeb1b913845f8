"""Renders: the flagship's API once more, written from its pages by somebody who knew no campaign.

Unlike `generations`, it is terse: it names no rule, and says of one thing what is wrong. Links lead
to files. Its clock goes on by a tick with each request; every 13th prompt or so fails.
"""

import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn

from tests.mutants.other.quayside.wire import Answer, Asked, Receive, Send, heard, tell
from tests.mutants.other.quayside.wrongness import Fault
from tests.mutants.other.renders import cases_answers, cases_auth, cases_holes, cases_valid
from tests.mutants.other.renders.asks import Ask, Json
from tests.mutants.other.renders.body import Form
from tests.mutants.other.renders.cases_auth import KEYS, Got
from tests.mutants.other.renders.files import FILES
from tests.mutants.other.renders.forms import BadError
from tests.mutants.other.renders.jobs import LOST, Clock, Job, Ticks
from tests.mutants.other.renders.rules import broken
from tests.mutants.other.renders.views import Views, problem, sign, with_

App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
ONE: Final = re.compile("/generations/([^/]+)")


class Renders(Views):
    """The whole of it."""

    def __init__(self, fault: str, clock: Clock) -> None:
        """Begin with nothing."""
        super().__init__(Fault(fault), clock)
        self.form = Form(self.off)
        self.hole = cases_holes.HOLES.get(fault)
        self.more = cases_valid.REFUSED.get(fault)
        self.falls = cases_valid.CRASHES.get(fault)
        self.edit = cases_answers.EDITS.get(fault)
        self.turn = cases_answers.TURNS.get(fault)
        self.lets = cases_auth.LETS.get(fault)
        self.statuses = cases_auth.STATUSES.get(fault, {})

    def answer(self, asked: Asked) -> Answer:
        """Answer a request."""
        self.now = self.clock()
        try:
            answer = self.served(asked)
        except BadError as bad:
            bad.status = self.statuses.get(bad.status, bad.status)
            answer = self.refused(bad)
        except Exception:  # noqa: BLE001 - what a framework answers for a bug
            answer = self.refused(BadError(500))
        if asked.method == "HEAD":
            answer.body = b""
        if not self.off("no-request-id"):
            answer.headers["X-Request-Id"] = self.name("request")
        return answer

    def served(self, asked: Asked) -> Answer:
        """Answer what is served."""
        one = ONE.fullmatch(asked.path)
        known = "POST" if asked.path == "/generations" else "GET" if one else ""
        if asked.method == "GET" and asked.path.startswith("/files/"):
            return self.file(asked)
        if asked.method != known:
            raise BadError(405, Allow=known) if known else BadError(404)
        return self.look(asked, one[1]) if one else self.post(asked)

    def refused(self, bad: BadError) -> Answer:
        """Return the answer that says that a request is not served."""
        body = problem(bad.status, bad.at, bad.says)
        if self.turn is not None:
            body = with_(body, self.turn(body))
        media = self.off.pick(PROBLEM, error_plain_json=JSON, error_html="text/html")
        said = b"<h1>no</h1>" if media == "text/html" else body
        return Answer(bad.status, said, dict(bad.headers), media)

    # Who asks

    def caller(self, asked: Asked) -> str:
        """Return who asks.

        Raises:
            BadError: Nobody that is known.
        """
        head = asked.headers.get("authorization", "")
        scheme, _, secret = head.partition(" ")
        if self.lets is not None:
            who = self.lets(Got(scheme.lower(), secret, head, asked.method))
            if who:
                return who
        small = self.off("auth-lower-refused") and scheme != "Bearer"
        if scheme.lower() != "bearer" or secret not in KEYS or small:
            challenge = {} if self.off("no-challenge") else {"WWW-Authenticate": "Bearer"}
            raise BadError(401, **challenge)
        return KEYS[secret]

    # Making

    def post(self, asked: Asked) -> Answer:
        """Make a job."""
        early = self.read(asked) if self.off("auth-after-body") else None
        who = self.caller(asked)
        body = self.read(asked) if early is None else early
        key = self.key_of(asked)
        self.form.body(body, "")
        ask = Ask(body)
        self.judge(ask)
        job, again = self.create(ask, who, key)
        return self.created(self.shown(job, base(asked), made=True, edit=self.edit), again=again)

    def judge(self, ask: Ask) -> None:
        """Judge members together.

        Raises:
            BadError: These do not go together.
            RuntimeError: A fault falls over.
        """
        for rule, spot in broken(ask):
            hole = self.hole
            if hole is None or hole[0] != rule or not hole[1](ask, spot):
                raise BadError(422, spot.at, spot.says)
        if self.more is not None and self.more[1](ask):
            raise BadError(422, self.more[0], "is not taken")
        if self.falls is not None and self.falls(ask):
            raise RuntimeError

    def key_of(self, asked: Asked) -> str | None:
        """Return the key of a request, None without one."""
        off, key = self.off, asked.headers.get("idempotency-key")
        if key is None or off("key-ignored"):
            return None
        most = off.pick(255, key_255_refused=254, key_256_accepted=256)
        letters = "[0-9A-Za-z-]" if off("key-punctuation-refused") else "[!-~]"
        if not re.fullmatch(f"{letters}{{1,{most}}}", key) and not off("key-unchecked"):
            raise BadError(400, "", "has a bad Idempotency-Key")
        return key

    def read(self, asked: Asked) -> Json:
        """Return the body.

        Raises:
            BadError: It is no JSON.
            RuntimeError: A fault falls over.
        """
        if asked.media != JSON and not self.off("any-content-type"):
            raise BadError(415)
        if self.off("charset-refused") and ";" in asked.headers["content-type"]:
            raise BadError(415)
        try:
            return json.loads(asked.body.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError):
            if self.off("bad-json-500"):
                raise RuntimeError from None
            raise BadError(400, "", "is not JSON") from None

    def created(self, body: Json, *, again: bool) -> Answer:
        """Return the answer to who made a job, perhaps once more."""
        off = self.off
        if again and off("repeat-409"):
            raise BadError(409)
        status = off.pick(201, create_200=200, create_202=202, repeat_200=200 if again else 201)
        said = off.pick(body, create_empty={}, create_envelope={"generation": body})
        media = off.pick(JSON, create_html="text/html", create_octets="application/octet-stream")
        return Answer(status, b"<p>ok</p>" if off("create-html") else said, {}, media)

    # Looking

    def look(self, asked: Asked, name: str) -> Answer:
        """Show a job."""
        off, who = self.off, self.caller(asked)
        job = self.find(name)
        if job is None:
            if off("unknown-500"):
                raise RuntimeError
            if off("unknown-204"):
                return Answer(204, b"")
            job = self.first() if off("unknown-200") else None
        if job is not None and job.owner != who and not off("foreign-get"):
            raise BadError(403 if off("foreign-403") else 404)
        if job is None:
            raise BadError(400, "", "is not found") if off("unknown-400") else BadError(404)
        state = self.state(job)
        if off("get-500-failed") and state == "failed":
            raise RuntimeError
        body = self.shown(job, base(asked), made=False, edit=self.edit)
        waits = off("get-202") and state in {"queued", "processing"}
        return Answer(202 if waits else 200, body, {}, "text/plain" if off("get-text") else JSON)

    def find(self, name: str) -> Job | None:
        """Return a job, unless a fault has lost it."""
        job, off = self.jobs.get(name), self.off
        if job is None:
            return None
        if off("get-first-404") and job.looks == 1:
            job.looks += 1
            return None
        lost = (
            (off("lost") and self.now - job.born > LOST)
            or (off("lost-after-end") and job.ended >= 2)
            or (off("lost-failed") and self.state(job) == "failed")
        )
        return None if lost else job

    def file(self, asked: Asked) -> Answer:
        """Return what a link leads to."""
        off, name = self.off, asked.path.removeprefix("/files/")
        query = dict(reversed(asked.pairs))
        until, signature = query.get("expires", ""), query.get("signature")
        if off("file-needs-auth"):
            self.caller(asked)
        if off("file-404") or (off("file-404-video") and name.endswith("mp4")):
            raise BadError(404)
        timely = until.isascii() and until.isdigit() and int(until) >= self.now
        if signature != sign(name, until) or not timely:
            raise BadError(403)
        png = off("file-png-always") and name.endswith("jpeg")
        raw, media = FILES["png" if png else name.rpartition(".")[2]]
        html = "text/html" if off("file-html") else media
        return Answer(200, b"" if off("file-empty") else raw, {}, html)


def base(asked: Asked) -> str:
    """Return where the server is, as the caller sees it."""
    return f"http://{asked.headers.get('host')}"


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def renders(fault: str = "", clock: Clock | None = None) -> App:
    """Return the server with one fault, or none; without a clock, each request is a tick."""
    whole = Renders(fault, Ticks(time.time()) if clock is None else clock)

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await tell(whole.answer(await heard(scope, receive)), send)

    return app
