"""What has ended is looked at late, and what is on its way often: it stays, and goes forward."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply

from tallystick.fuzz.journeys.following import AT_ONCE
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles.settled import settled
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Lifecycle

pytestmark = pytest.mark.usefixtures("hurried")

JOB: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state"],
    "properties": {
        "id": {"type": "string"},
        "state": {"enum": ["waiting", "cutting", "cut", "spoiled"]},
        "result": {"type": "string"},
    },
    "x-lifecycle": {
        "member": "state",
        "initial": "waiting",
        "success": ["cut"],
        "outputs": ["result"],
        "states": {
            "waiting": {"next": ["cutting"]},
            "cutting": {"next": ["cut", "spoiled"]},
            "cut": {"next": []},
            "spoiled": {"next": []},
        },
    },
}
STAGES = ("waiting", *("cutting" for _ in range(9)), "cut")
BACK = 3
"""Look at a new job, right after those before, at which it is seen to go back."""
FOLLOWED = 4
"""Looks at what has ended: when it is followed, and soon after."""


def document() -> dict[str, Any]:
    """Return a document of jobs that end by themselves."""
    asked = {"type": "object", "properties": {"size": {"type": "integer", "enum": [1, 2, 3]}}}
    no = {status: {"description": "No."} for status in ("400", "404")}

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    def answers(status: str) -> dict[str, Any]:
        return {"responses": {status: {"description": "It.", **content(JOB)}, **no}}

    body = {"required": True, **content(asked | {"required": ["size"]})}
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cuts", "version": "1"},
        "paths": {
            "/cuts": {"post": {"operationId": "make", "requestBody": body, **answers("201")}},
            "/cuts/{id}": {"get": {"operationId": "look", "parameters": [named], **answers("200")}},
        },
    }


class Saw(Handmade):
    """A server of the document; its clock are the requests, and `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without jobs."""
        self.wrong = wrong
        self.clock = 0
        self.born: list[int] = []
        self.ends: dict[int, int] = {}
        self.row = 0

    def _one(self, request: Wire) -> Reply:
        self.clock += 1
        _, _, *rest = request.target.split("/")
        if request.method == "POST" and not rest:
            asked = asked_in(request.body)
            size = asked.get("size") if isinstance(asked, dict) else None
            if isinstance(size, bool) or size not in [1, 2, 3]:
                return Reply(status=400)
            self.born.append(self.clock)
            return self._shown(201, len(self.born) - 1)
        known = rest and rest[0].isdecimal() and int(rest[0]) < len(self.born)
        return self._shown(200, int(rest[0])) if known else Reply(status=404)

    def _shown(self, status: int, number: int) -> Reply:
        state = self._state(number)
        result = {"result": f"plank {number}"} if state == "cut" else {}
        return reply(status, {"id": str(number), "state": state, **result})

    def _state(self, number: int) -> str:
        age = self.clock - self.born[number]
        state = STAGES[min(age, len(STAGES) - 1)]
        looks = self.ends[number] = self.ends.get(number, 0) + (state == "cut")
        self.row = self.row + 1 if age == self.row + 1 else 0
        if self.wrong == "back" and self.row == age == BACK:
            return "waiting"
        late = self.wrong == "late" and number < AT_ONCE and looks > FOLLOWED
        return "spoiled" if late else state


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("", {}),
        ("late", {"state-order look lifecycle:order cut-spoiled": "error"}),
        ("back", {"state-order look lifecycle:order cutting-waiting": "error"}),
    ],
)
def test_what_is_over_soon_or_comes_late(
    wrong: str, found: dict[str, str], lived: Callable[..., dict[str, str]]
) -> None:
    """A step back between others, and an end that is left at the fifth look, are seen."""
    told = lived(document(), Saw(wrong))
    assert {key: weight for key, weight in told.items() if "settled" not in key} == found


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("https://a.example/f/1.png?sig=aa", "https://a.example/f/1.png?sig=bb", 0),
        ("https://a.example/f/1.png?sig=aa", "https://b.example/f/1.png?sig=bb", 0),
        ("https://a.example/f/1.png?sig=aa", "https://a.example/f/2.png?sig=bb", 1),
        ("https://a.example/f/1.png?e=1", "https://a.example/f/2.png?e=2", 0),
        ("https://a.example/s/aa/1.png", "https://a.example/s/bb/1.png", 0),
        ("https://[bad/1.png?sig=aa", "https://[bad/2.png?sig=bb", 0),
    ],
)
def test_links_are_signed_anew_and_lead_to_the_same(
    before: str, after: str, changed: int, api_of: Callable[..., Any]
) -> None:
    """The path counts where the query is signed; else the path itself may be."""
    machine = next(
        it.lifecycle
        for it in api_of(document()).types.values()
        if isinstance(getattr(it, "lifecycle", None), Lifecycle)
    )
    message = Message(method="GET", path="/cuts/{id}")
    case = Case(operation="look", kind="poll", expect="accepted", message=message)
    found = settled(machine, case, Reply(status=200), {"result": before}, {"result": after})
    told = "changed-after-end look lifecycle:settled /result"
    assert [it.key for it in found] == [told] * changed
