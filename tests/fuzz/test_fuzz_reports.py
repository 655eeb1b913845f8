"""Reports over some days, on a server by hand."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply

from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire

pytestmark = pytest.mark.usefixtures("hurried")

KINDS = ("rain", "well")
DAY = "2031-05-07"
DRAW: dict[str, Any] = {
    "type": "object",
    "required": ["liters", "kind"],
    "additionalProperties": False,
    "properties": {
        "liters": {"type": "integer", "minimum": 1, "maximum": 9},
        "kind": {"type": "string", "enum": list(KINDS)},
    },
}


def document(words: str = "From `from` to `to`, both included.") -> dict[str, Any]:
    """Return a document of draws of water, with a report."""
    drawn = {
        "type": "object",
        "required": ["id", "created_at"],
        "properties": {
            "id": {"type": "string"},
            "created_at": {"type": "string", "format": "date-time"},
        },
    }
    number = {"type": "integer", "minimum": 0, "description": "Those of all groups."}
    group = {
        "type": "object",
        "required": ["key", "liters"],
        "properties": {"key": {"type": "string"}, "liters": {"type": "integer"}},
    }
    groups = {"type": "array", "items": group, "description": "In the order of their keys."}
    by = {"type": "string", "enum": ["day", "kind"]}
    used = {"type": "object", "properties": {"groups": groups, "liters": number, "by": by}}
    day = {"type": "string", "format": "date"}

    def operation(name: str, status: str, shown: Any, **more: Any) -> dict[str, Any]:
        content = {"application/json": {"schema": shown}}
        answers = {status: {"description": "It.", "content": content}}
        answers |= {it: {"description": "No."} for it in ("400", "401", "404")}
        return {"operationId": name, "responses": answers, **more}

    body = {"required": True, "content": {"application/json": {"schema": DRAW}}}
    named = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    asked = [
        {"name": "from", "in": "query", "required": True, "schema": day},
        {"name": "to", "in": "query", "required": True, "schema": day},
        {"name": "by", "in": "query", "schema": by},
    ]
    usage = operation("usage", "200", used, parameters=asked, description=words)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Water", "version": "1"},
        "security": [{"key": []}],
        "paths": {
            "/draws": {"post": operation("draw", "201", drawn, requestBody=body)},
            "/draws/{id}": {"get": operation("look", "200", drawn, parameters=named)},
            "/usage": {"get": usage},
        },
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Water(Guarded):
    """A server of the document, on which it is one day; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin with nothing."""
        self.wrong = wrong
        self.rows: list[tuple[str, int, str]] = []

    def _for(self, who: str, request: Wire) -> Reply:
        target = urlsplit(request.target)
        if target.path == "/usage":
            return self._usage(who, {k: v[0] for k, v in parse_qs(target.query).items()})
        if request.method == "GET":
            name = target.path.rpartition("/")[2]
            mine = (
                name.isdecimal() and int(name) < len(self.rows) and self.rows[int(name)][0] == who
            )
            return self._drawn(200, name) if mine else Reply(status=404)
        asked = asked_in(request.body)
        if not isinstance(asked, dict) or asked.keys() != {"liters", "kind"}:
            return Reply(status=400)
        liters = asked["liters"]
        sound = isinstance(liters, int) and not isinstance(liters, bool) and 1 <= liters <= 9
        if not sound or asked["kind"] not in KINDS:
            return Reply(status=400)
        self.rows.append((who, liters, asked["kind"]))
        return self._drawn(201, str(len(self.rows) - 1))

    def _drawn(self, status: int, name: str) -> Reply:
        return reply(status, {"id": name, "created_at": f"{DAY}T10:00:00Z"})

    def _usage(self, who: str, asked: dict[str, str]) -> Reply:
        first, last = asked.get("from", ""), asked.get("to", "")
        dated = all(len(it) == len(DAY) and it[:4].isdecimal() for it in (first, last))
        if not dated or asked.get("by", "day") not in {"day", "kind"}:
            return Reply(status=400)
        begun = first < DAY if self.wrong == "without the first" else first <= DAY
        ended = last > DAY if self.wrong == "without the last" else last >= DAY
        groups: dict[str, int] = {}
        for owner, liters, kind in self.rows if begun and ended else ():
            if owner == who or self.wrong == "everybody's":
                key = kind if asked.get("by") == "kind" else DAY
                groups[key] = groups.get(key, 0) + liters
        keys = sorted(groups, reverse=self.wrong == "turned")
        shown = [{"key": key, "liters": groups[key]} for key in keys]
        whole = (
            max(groups.values(), default=0) if self.wrong == "the largest" else sum(groups.values())
        )
        by = "day" if self.wrong == "always by day" else asked.get("by", "day")
        return reply(200, {"groups": shown, "liters": whole, "by": by})


WRONGS = {
    "": dict[str, str](),
    "without the first": {"report-ends usage report:ends /liters": "warning"},
    "without the last": {"report-ends usage report:ends /liters": "warning"},
    "everybody's": {"other-caller-counted usage request:owner /groups": "warning"},
    "turned": {"report-order usage report:order /groups": "warning"},
    "always by day": {"report-echo usage report:echo /by": "warning"},
    "the largest": {"report-sum usage report:sum /liters": "warning"},
}


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[..., dict[str, str]]:
    """Return a function that runs a campaign against some water: the weight of each finding."""

    def start(wrong: str, **told: str) -> dict[str, str]:
        return lived(document(**told), Water(wrong), "a", "b", rules="all", most=500)

    return start


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_reports_say(wrong: str, found: Callable[..., dict[str, str]]) -> None:
    """Groups come to the whole, in their order; both days count; others' draws do not."""
    assert found(wrong) == WRONGS[wrong]


def test_ends_of_which_nothing_is_said(found: Callable[..., dict[str, str]]) -> None:
    """Whether a day at the end counts, nobody has to say."""
    assert found("without the last", words="What was used.") == {}
