"""What Deskline takes: each body is read member by member, then by its rules."""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

Reader: TypeAlias = Callable[[Any, str], None]
"""Takes a value and a pointer; raises `NoError` when it is not taken."""
KINDS: Final = ("question", "problem", "incident", "task")
PRIORITIES: Final = ("low", "normal", "high", "urgent")
EVENTS: Final = ("ping", "ticket.opened", "ticket.closed", "export.done")
BAD: Final = 400
RULE: Final = 422


class NoError(Exception):
    """A request is not taken."""

    def __init__(self, status: int, code: str, pointer: str | None = None) -> None:
        """Say with which status, and what is broken."""
        super().__init__(code)
        self.status, self.code, self.pointer = status, code, pointer


def want(fine: object, code: str, at: str) -> None:
    """Refuse a form unless it is fine."""
    if not fine:
        raise NoError(BAD, code, at)


def members(
    known: dict[str, Reader], needed: tuple[str, ...] = (), *, others: bool = False
) -> Reader:
    """Read an object."""

    def read(value: Any, at: str) -> None:
        want(isinstance(value, dict), "type", at)
        for name in needed:
            want(name in value, "required", f"{at}/{name}")
        for name, inner in value.items():
            want(name in known or others, "unknown", f"{at}/{name}")
            known.get(name, anything)(inner, f"{at}/{name}")

    return read


def anything(_value: Any, _at: str) -> None:
    """Take it."""


def words(low: int = 0, high: int = 10**9, pattern: str = "") -> Reader:
    """Read a text."""

    def read(value: Any, at: str) -> None:
        want(isinstance(value, str), "type", at)
        want(len(value) >= low, "minLength", at)
        want(len(value) <= high, "maxLength", at)
        want(not pattern or re.fullmatch(pattern, value), "pattern", at)

    return read


def amount(low: float, high: float, *, above: bool = False, whole: bool = False) -> Reader:
    """Read a number."""

    def read(value: Any, at: str) -> None:
        numeric = isinstance(value, int | float) and not isinstance(value, bool)
        want(numeric and not (whole and value % 1 != 0), "type", at)
        want(value >= low and not (above and value == low), "minimum", at)
        want(value <= high, "maximum", at)

    return read


def choice(*known: str) -> Reader:
    """Read one of some words."""

    def read(value: Any, at: str) -> None:
        want(isinstance(value, str), "type", at)
        want(value in known, "enum", at)

    return read


def maybe(reader: Reader) -> Reader:
    """Take null, too."""
    return lambda value, at: None if value is None else reader(value, at)


def many(reader: Reader, low: int, high: int, *, twice: bool = False) -> Reader:
    """Read a list."""

    def read(value: Any, at: str) -> None:
        want(isinstance(value, list), "type", at)
        want(len(value) >= low, "minItems", at)
        want(len(value) <= high, "maxItems", at)
        for place, item in enumerate(value):
            reader(item, f"{at}/{place}")
        want(twice or len(set(value)) == len(value), "uniqueItems", at)

    return read


def switch(value: Any, at: str) -> None:
    """Read true or false."""
    want(isinstance(value, bool), "type", at)


def encoded(value: Any, at: str) -> None:
    """Read base64."""
    words(0, 2000)(value, at)
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise NoError(BAD, "format", at) from None


WEB: Final = r"://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*"
ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
MAIL: Final = rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})*"


class Reading:
    """Reads bodies, with one fault or none."""

    def __init__(self, fault: str) -> None:
        """Choose the fault."""
        self.fault = fault

    def on(self, *names: str) -> bool:
        """Whether one of these faults is on."""
        return bool(self.fault) and self.fault in names

    def rule(self, name: str, *, holds: bool, at: str = "") -> None:
        """Refuse by a rule."""
        if not holds and not self.on(f"no {name}"):
            raise NoError(RULE, name, at or None)

    def pick(self, name: str, wrong: Any, right: Any) -> Any:
        """Return what stands with a fault, or without it."""
        return wrong if self.on(name) else right

    def project(self, body: Any) -> None:
        """Read a project."""
        limits = members(
            {
                "max_open": amount(1, self.pick("max-open-501", 501, 500), whole=True),
                "max_age_days": maybe(amount(self.pick("age-0-refused", 1, 0), 3650, whole=True)),
            },
            () if self.on("max-open-optional") else ("max_open",),
        )
        members(
            {
                "name": words(1, 80),
                "slug": words(0, 99, self.pick("slug-free", ".*", r"[a-z][a-z0-9-]{1,30}")),
                "visibility": choice("private", "team", *self.pick("no-public", (), ("public",))),
                "limits": limits,
            },
            ("name",),
            others=self.on("project-unknown"),
        )(body, "")
        self.rule(
            "public-no-limits",
            holds=body.get("visibility") != "public" or "limits" not in body,
            at="/limits",
        )

    def estimate(self) -> Reader:
        """Return the reader of estimates."""

        def read(value: Any, at: str) -> None:
            if value is None and self.on("estimate-null-crash"):
                raise ZeroDivisionError
            low = self.pick("low-negative", -10, 0)
            needed = ("low",) if self.on("high-optional") else ("low", "high")
            known = {
                "low": amount(low, 10**400),
                "high": amount(0, 1000, above=not self.on("high-0")),
                "unit": choice("minutes", "hours", "days"),
            }
            members(known, needed)(value, at)
            high = value.get("high", 1000)
            fine = value["low"] < high if self.on("estimate-strict") else value["low"] <= high
            self.rule("estimate-order", holds=fine, at=at)
            self.rule("days-at-most", holds=value.get("unit") != "days" or high <= 30, at=at)

        return read

    def source(self, value: Any, at: str) -> None:
        """Read where a ticket comes from."""
        want(isinstance(value, dict), "type", at)
        if self.on("source-type-optional") and "type" not in value:
            value = {"type": "mail", **value}
        kind = value.get("type")
        want(kind in ("mail", "phone"), "discriminator", at)
        want(not (self.on("phone-refused") and kind == "phone"), "discriminator", at)
        known: dict[str, Reader] = {"type": anything}
        if kind == "mail":
            known["from"] = words(0, 999, MAIL)
            members(known, ("type", "from"))(value, at)
        else:
            known["minutes"] = amount(0, self.pick("minutes-241", 241, 240), whole=True)
            members(known, ("type", "minutes"))(value, at)

    def screenshot(self, value: Any, at: str) -> None:
        """Read a picture."""
        if self.on("screenshot-free"):
            words(0, 2000)(value, at)
            return
        if self.on("screenshot-crash") and isinstance(value, str) and len(value) <= 2000:
            base64.b64decode(value, validate=True)
        encoded(value, at)

    def label(self, value: Any, at: str) -> None:
        """Read a tag."""
        words(0, 99, r"\w{2,12}" if self.on("tag-any-word") else r"[a-z]{2,12}")(value, at)

    def told(self) -> dict[str, Reader]:
        """Return the readers of what can be changed later."""
        most = self.pick("tags-6", 6, 4 if self.on("tags-5-refused") else 5)
        longest = self.pick("subject-121", 121, 119 if self.on("subject-120-refused") else 120)
        text = words(0, 4000)
        return {
            "subject": words(self.pick("subject-empty", 0, 1), longest),
            "body": text if self.on("body-null-refused") else maybe(text),
            "tags": many(self.label, 0, most, twice=self.on("tags-twice")),
        }

    def ticket(self, body: Any) -> None:
        """Read a ticket."""
        if self.on("list-crash") and isinstance(body, list):
            raise ZeroDivisionError
        kinds = KINDS[:3] if self.on("task-refused") else KINDS
        most = self.pick("severity-5", 5, 3 if self.on("severity-4-refused") else 4)
        known = self.told() | {
            "kind": words() if self.on("kind-free") else choice(*kinds),
            "priority": choice(*PRIORITIES, *self.pick("priority-more", ("blocker",), ())),
            "severity": amount(self.pick("severity-0", 0, 1), most, whole=True),
            "assignee": words(0, 999, self.pick("assignee-free", "[^ ]*", MAIL)),
            "estimate": self.estimate(),
            "source": self.source,
            "screenshot": self.screenshot,
            "custom": self.custom,
        }
        needed = ("kind",) if self.on("subject-optional") else ("subject", "kind")
        members(known, needed, others=self.on("ticket-unknown"))(body, "")
        self.together(body)

    def custom(self, value: Any, at: str) -> None:
        """Read members of one's own."""
        want(isinstance(value, dict), "type", at)
        want(len(value) <= self.pick("custom-5", 5, 4), "maxProperties", at)
        for name, text in value.items():
            words(0, 40)(text, f"{at}/{name}")

    def together(self, body: dict[str, Any]) -> None:
        """Judge what stands in a ticket together."""
        kind, priority = body["kind"], body.get("priority")
        severe = "severity" in body
        hole = self.on("severity-for-problems") and kind == "problem"
        needs = kind == "incident"
        if self.on("incident-inverted"):
            needs = not needs
        self.rule("incident-needs-severity", holds=not needs or severe)
        only = not severe or kind == "incident" or hole
        self.rule("severity-for-incidents", holds=only, at="/severity")
        urgent = priority == "urgent"
        self.rule("question-not-urgent", holds=not (kind == "question" and urgent), at="/priority")
        busy = urgent or (priority == "high" and self.on("high-needs-assignee"))
        free = self.on("urgent-incident-unassigned") and kind == "incident"
        self.rule("urgent-needs-assignee", holds=not busy or free or "assignee" in body)
        self.rule("task-needs-estimate", holds=kind != "task" or "estimate" in body)

    def patch(self, body: Any) -> None:
        """Read a change of a ticket."""
        members(self.told())(body, "")
        want(body or self.on("patch-empty"), "minProperties", "")

    def export(self, body: Any) -> None:
        """Read what to export."""
        month = amount(1, self.pick("month-13", 13, 12), whole=True)
        known = {
            "format": choice("csv", "json", "xlsx"),
            "rows": amount(1, self.pick("rows-10000-refused", 9999, 10000), whole=True),
            "from_month": month,
            "to_month": month,
        }
        members(known, ("format", "rows"))(body, "")
        low, high = body.get("from_month"), body.get("to_month")
        most = self.pick("sheet-rows-1001", 1001, 1000)
        self.rule("sheet-rows", holds=body["format"] != "xlsx" or body["rows"] <= most)
        both = low is not None and high is not None
        strict = self.on("same-month-refused")
        order = not both or (low < high if strict else low <= high)
        self.rule("months-in-order", holds=order)
        self.rule("months-together", holds=(low is None) == (high is None))

    def hook(self, body: Any) -> None:
        """Read a hook."""
        events = EVENTS[:3] if self.on("export-event-refused") else EVENTS
        known = {
            "url": words(0, 300, f"https?{WEB}" if self.on("hook-http") else f"https{WEB}"),
            "events": many(choice(*events), self.pick("events-none", 0, 1), 99),
            "secret": words(self.pick("secret-15", 15, 16), 64),
            "active": switch,
        }
        needed = ("url",) if self.on("events-optional") else ("url", "events")
        members(known, needed)(body, "")
        events = body.get("events", [])
        self.rule("ping-alone", holds="ping" not in events or len(events) == 1, at="/events")

    def feedback(self, body: Any) -> None:
        """Read feedback: a form, whose texts are read before."""
        known = {
            "score": amount(1, self.pick("score-6", 6, 5), whole=True),
            "comment": words(1, 200),
            "topics": many(choice("speed", "tone", "outcome"), 0, 3, twice=True),
        }
        members(known, ("score",))(body, "")
        limit = self.pick("comment-for-three", 3, 2)
        self.rule("low-needs-comment", holds=body["score"] > limit or "comment" in body)

    def file(self, body: Any) -> None:
        """Read an upload."""
        kind = words() if self.on("file-kind-free") else choice("log", "image", "document")
        known = {"file": anything, "kind": kind, "title": words(1, 60)}
        members(known, () if self.on("file-optional") else ("file", "kind"))(body, "")
