"""For each fault of Deskline, requests that show it: answers differ from those without it."""

from collections.abc import Iterable
from typing import Any, Final

from tests.mutants.other.desk.asking import BOUNDARY, Json, Step, answers

TICKETS: Final = "/projects/{prj0}/tickets"
FIRST: Final = f"{TICKETS}/{{tic0}}"
OTHER: Final = {"x-desk-key": "theirs"}
NO_KEY: Final[dict[str, str | None]] = {"x-desk-key": None}
MERGE: Final = {"content-type": "application/merge-patch+json"}
MOST: Final = "a" * 120


def shown(fault: str) -> bool:
    """Whether the requests that show a fault are answered otherwise than without it."""
    return answers(fault, PROBES[fault]) != answers("", PROBES[fault])


def project(**more: Json) -> Step:
    """Return a request to make a project."""
    return Step(method="POST", path="/projects", body={"name": "Boats", **more})


def ticket(*, head: dict[str, str | None] | None = None, **more: Json) -> Step:
    """Return a request to make a ticket."""
    body = {"subject": "It leaks", "kind": "problem", **more}
    kept = {name: value for name, value in body.items() if value != "-"}
    return Step(method="POST", path=TICKETS, body=kept, headers=head or {})


def incident(**more: Json) -> Step:
    """Return a request to make an incident."""
    return ticket(kind="incident", **{"severity": 2, **more})


def estimated(**more: Json) -> Step:
    """Return a request to make a task."""
    said = {"low": 1, "high": 2, **more}
    return ticket(kind="task", estimate={k: v for k, v in said.items() if v != "-"})


def put(head: dict[str, str | None] | None = None, **more: Json) -> Step:
    """Return a request to replace the first ticket."""
    return Step(method="PUT", path=FIRST, body=ticket(**more).body, headers=head or {})


def patch(head: dict[str, str | None] | None = None, **more: Json) -> Step:
    """Return a request to change the first ticket."""
    return Step(method="PATCH", path=FIRST, body=more, headers={**MERGE, **(head or {})})


def get(path: str, head: dict[str, str | None] | None = None, *, later: float = 0) -> Step:
    """Return a look."""
    return Step(method="GET", path=path, headers=head or {}, later=later)


def act(method: str, path: str, head: dict[str, str | None] | None = None) -> Step:
    """Return a request without a body."""
    return Step(method=method, path=path, headers=head or {})


def export(**more: Json) -> Step:
    """Return a request to begin an export."""
    return Step(method="POST", path="/exports", body={"format": "csv", "rows": 9, **more})


def hook(**more: Json) -> Step:
    """Return a request to register a hook."""
    body = {"url": "https://a.example/", "events": ["ping"], **more}
    return Step(method="POST", path="/hooks", body={k: v for k, v in body.items() if v != "-"})


def feedback(form: str) -> Step:
    """Return feedback."""
    kind: dict[str, str | None] = {"content-type": "application/x-www-form-urlencoded"}
    return Step(method="POST", path="/feedback", body=form.encode(), headers=kind)


def file(**members: str) -> Step:
    """Return an upload."""
    said = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in members.items()
    )
    kind: dict[str, str | None] = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    body = f"{said}--{BOUNDARY}--\r\n".encode()
    return Step(method="POST", path="/files", body=body, headers=kind)


P: Final = project()
ONE: Final[list[Step]] = [P, ticket()]
LOOK: Final = get(FIRST)
LIST: Final = get(TICKETS)
CLOSE: Final = act("POST", f"{FIRST}/close")
REOPEN: Final = act("POST", f"{FIRST}/reopen")
DELETE: Final = act("DELETE", FIRST)
KEY: Final[dict[str, str | None]] = {"idempotency-key": "k"}
END: Final = get("/exports/{exp0}", later=1)
HOOK: Final = get("/hooks/1")
FIVE: Final[list[Step]] = [P, *[ticket(subject=f"No. {number}") for number in range(5)]]
PAGES: Final[list[Step]] = [*FIVE, get(f"{TICKETS}?limit=2"), get(f"{TICKETS}?limit=2&cursor=Mg==")]
FAILED: Final[list[Step]] = [*[export() for _ in range(7)], get("/exports/{exp6}", later=1)]


def on(*steps: Step) -> list[Step]:
    """Return requests after a project is made."""
    return [P, *steps]


def _each(names: Iterable[str], steps: list[Step]) -> dict[str, list[Step]]:
    return dict.fromkeys(names, steps)


LIMITS: Final = {"max_open": 1}
BODIES: Final[dict[str, list[Step]]] = {
    "no public-no-limits": [project(visibility="public", limits=LIMITS)],
    "no estimate-order": on(estimated(low=3)),
    "no days-at-most": on(estimated(high=31, unit="days")),
    "no incident-needs-severity": on(ticket(kind="incident")),
    "no severity-for-incidents": on(ticket(severity=1)),
    "no question-not-urgent": on(ticket(kind="question", priority="urgent", assignee="a@b")),
    "no urgent-needs-assignee": on(ticket(priority="urgent")),
    "no task-needs-estimate": on(ticket(kind="task")),
    "no sheet-rows": [export(format="xlsx", rows=1001)],
    "no months-in-order": [export(from_month=2, to_month=1)],
    "no months-together": [export(to_month=1)],
    "no ping-alone": [hook(events=["ping", "export.done"])],
    "no low-needs-comment": [feedback("score=2")],
    "severity-for-problems": on(ticket(severity=1)),
    "urgent-incident-unassigned": on(incident(priority="urgent")),
    "sheet-rows-1001": [export(format="xlsx", rows=1001)],
    "incident-inverted": ONE,
    "max-open-501": [project(limits={"max_open": 501})],
    "max-open-optional": [project(limits={})],
    "slug-free": [project(slug="A B")],
    "project-unknown": [project(colour="red")],
    "low-negative": on(estimated(low=-1)),
    "high-optional": on(estimated(high="-")),
    "high-0": on(estimated(low=0, high=0)),
    "source-type-optional": on(ticket(source={"from": "a@b"})),
    "minutes-241": on(ticket(source={"type": "phone", "minutes": 241})),
    **_each(("screenshot-free", "screenshot-crash"), on(ticket(screenshot="?"))),
    "tag-any-word": on(ticket(tags=["UP"])),
    "tags-6": on(ticket(tags=["aa", "bb", "cc", "dd", "ee", "ff"])),
    "tags-twice": on(ticket(tags=["aa", "aa"])),
    "subject-121": on(ticket(subject=f"{MOST}a")),
    "subject-empty": on(ticket(subject="")),
    "subject-optional": on(Step(method="POST", path=TICKETS, body={"kind": "question"})),
    "severity-5": on(incident(severity=5)),
    "severity-0": on(incident(severity=0)),
    "kind-free": on(ticket(kind="odd")),
    "priority-more": on(ticket(priority="blocker")),
    "assignee-free": on(ticket(assignee="me")),
    "custom-5": on(ticket(custom=dict.fromkeys("abcde", ""))),
    "ticket-unknown": on(ticket(colour="red")),
    "patch-empty": [*ONE, patch()],
    "put-unjudged": [*ONE, put(colour="red")],
    "month-13": [export(from_month=1, to_month=13)],
    "hook-http": [hook(url="http://a.example/")],
    "events-none": [hook(events=[])],
    "events-optional": [hook(events="-")],
    "secret-15": [hook(secret="a" * 15)],
    "score-6": [feedback("score=6")],
    "file-kind-free": [file(file="x", kind="odd")],
    "file-optional": [file(kind="log")],
    "limit-51": [get("/projects?limit=51")],
    "age-0-refused": [project(limits={**LIMITS, "max_age_days": 0})],
    "no-public": [project(visibility="public")],
    "estimate-strict": on(estimated(low=2)),
    "phone-refused": on(ticket(source={"type": "phone", "minutes": 1})),
    "tags-5-refused": on(ticket(tags=["aa", "bb", "cc", "dd", "ee"])),
    "subject-120-refused": on(ticket(subject=MOST)),
    "body-null-refused": on(ticket(body=None)),
    "task-refused": on(estimated()),
    "severity-4-refused": on(incident(severity=4)),
    "high-needs-assignee": on(ticket(priority="high")),
    "rows-10000-refused": [export(rows=10000)],
    "same-month-refused": [export(from_month=2, to_month=2)],
    "export-event-refused": [hook(events=["export.done"])],
    "comment-for-three": [feedback("score=3")],
    "match-refused": [*ONE, put({"if-match": '"1"'})],
    "estimate-null-crash": on(ticket(estimate=None)),
    "list-crash": on(Step(method="POST", path=TICKETS, body=[])),
    "topics-crash": [feedback("score=3&topics=speed&topics=tone&topics=outcome")],
    "bad-json-500": [Step(method="POST", path="/hooks", body=b'{"url":')],
}
SAID: Final[dict[str, list[Step]]] = {
    **_each(("rules-200", "rules-unnamed", "problem-codeless"), [export(format="xlsx", rows=1001)]),
    "gone-418": [*ONE, DELETE, LOOK],
    **_each(("project-no-slug", "project-date-only"), [P]),
    "visibility-default": [project(visibility="team")],
    "severity-text": on(incident()),
    **_each(("version-text", "ticket-no-date", "ticket-no-etag", "created-200"), ONE),
    "subject-cut": on(ticket(subject=MOST)),
    "priority-as-normal": on(ticket(priority="low")),
    **_each(("export-200", "no-location", "begins-running"), [export()]),
    "export-format-csv": [export(format="json")],
    "hook-id-text": [hook()],
    "hook-same-id": [hook(), hook()],
    "active-forgotten": [hook(active=False)],
    "secret-shown": [hook(secret="a" * 16)],
    "size-negative": [file(file="x", kind="log")],
    "title-upper": [file(file="x", kind="log", title="A boat")],
    "score-text": [feedback("score=3")],
    "any-key": [Step(method="GET", path="/projects", headers={"x-desk-key": "odd"})],
    "project-no-key": on(get("/projects/{prj0}", NO_KEY)),
    "export-no-key": [
        Step(method="POST", path="/exports", body={"format": "csv", "rows": 1}, headers=NO_KEY)
    ],
    "hook-no-key": [Step(method="POST", path="/hooks", body=hook().body, headers=NO_KEY)],
    "project-of-all": on(get("/projects/{prj0}", {**OTHER})),
    "projects-of-all": on(get("/projects", {**OTHER})),
    "tickets-of-all": [*ONE, get(TICKETS, {**OTHER})],
    "ticket-of-all": [*ONE, get(FIRST, {**OTHER})],
    "patch-of-all": [*ONE, patch({**OTHER}, subject="Mine")],
    "delete-of-all": [*ONE, act("DELETE", FIRST, {**OTHER})],
    "close-of-all": [*ONE, act("POST", f"{FIRST}/close", {**OTHER})],
    "export-of-all": [export(), get("/exports/{exp0}", {**OTHER})],
    "hook-of-all": [hook(), get("/hooks/1", {**OTHER})],
}
TAGGED: Final[list[Step]] = on(ticket(tags=["aa"], body="B", priority="low"))
LATER: Final[dict[str, list[Step]]] = {
    "lost-questions": on(ticket(kind="question"), LOOK),
    **_each(("deleted-served", "delete-ignored"), [*ONE, DELETE, LOOK]),
    "archive-ignored": [P, act("DELETE", "/projects/{prj0}"), get("/projects/{prj0}")],
    "removed-served": [hook(), act("DELETE", "/hooks/1"), HOOK],
    **_each(("close-ignored", "close-opens", "close-twice"), [*ONE, CLOSE, CLOSE]),
    "reopen-open": [*ONE, REOPEN],
    "reopen-ignored": [*ONE, CLOSE, REOPEN],
    "sheets-stuck": [export(format="xlsx"), END],
    "export-backwards": [export(), END, END],
    "done-bare": [export(), END],
    "download-early": [export(), get("/exports/{exp0}", later=0.003)],
    **_each(("failed-bare", "failed-download"), FAILED),
    "key-ignored": on(ticket(head=KEY), ticket(head=KEY)),
    "key-any-body": on(ticket(head=KEY), ticket(head=KEY, body="B")),
    "patch-ignored": [*ONE, patch(subject="Dry"), LOOK],
    "patch-null-kept": [*TAGGED, patch(body=None), LOOK],
    **_each(("patch-drops-tags", "patch-resets-priority"), [*TAGGED, patch(subject="Dry")]),
    "put-merges": [*TAGGED, put()],
    "put-keeps-kind": [*ONE, put(kind="question")],
    "match-ignored": [*ONE, put(), put({"if-match": '"1"'})],
    "etag-constant": [*ONE, put()],
    "get-stale": [*ONE, patch(subject="Dry"), LOOK],
    "hook-put-keeps-active": [
        hook(active=True),
        Step(method="PUT", path="/hooks/1", body=hook(active=False).body),
    ],
    "hook-put-adds-event": [
        hook(),
        Step(method="PUT", path="/hooks/1", body=hook(events=["export.done"]).body),
    ],
    "archived-listed": [P, act("DELETE", "/projects/{prj0}"), get("/projects")],
    "deleted-listed": [*ONE, DELETE, LIST],
    "status-filter-ignored": [*ONE, get(f"{TICKETS}?status=closed")],
    "kind-filter-inverted": [*ONE, get(f"{TICKETS}?kind=problem")],
    "kind-filter-loses": on(estimated(), get(f"{TICKETS}?kind=task")),
    "active-filter-ignored": [hook(), get("/hooks?active=false")],
    **_each(("sort-reversed", "limit-ignored", "limit-and-one", "page-skips"), PAGES),
    **_each(("page-overlap", "cursor-loops", "list-ends-early"), PAGES),
    "list-stale": [*ONE, patch(subject="Dry"), LIST],
    "list-status-open": [*ONE, CLOSE, LIST],
    "offset-plus-one": [hook(), hook(), get("/hooks?offset=1")],
    "total-wrong": [get("/hooks")],
}
PROBES: Final[dict[str, list[Step]]] = BODIES | SAID | LATER


def status(steps: list[Step]) -> list[Any]:
    """Return the status of each answer without a fault."""
    return [each[0] for each in answers("", steps)]
