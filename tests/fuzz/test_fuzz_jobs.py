"""Jobs whose states nobody declares, on a server made by hand that does one thing wrong."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, weights

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.jobs import Jobs
from tallystick.fuzz.model import Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

STATES = ["pending", "rendering", "finished", "failed"]
PAPERS = ["a3", "a4", "a5", "letter", "legal"]


def document(
    states: Sequence[str] = STATES, status: str = "202", action: str = "cancel"
) -> dict[str, Any]:
    """Return a document of reports that are made later."""
    report = {
        "type": "object",
        "required": ["id", "status"],
        "properties": {"id": {"type": "string"}, "status": {"enum": list(states)}},
    }
    shown = {"description": "It.", "content": {"application/json": {"schema": report}}}
    asked = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"paper": {"enum": PAPERS}},
    }
    named = {"name": "reportId", "in": "path", "required": True, "schema": {"type": "string"}}
    refused = {each: {"description": "Refused."} for each in ("400", "404")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reports", "version": "1"},
        "paths": {
            "/reports": {
                "post": {
                    "operationId": "orderReport",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": asked}},
                    },
                    "responses": {status: shown, **refused},
                }
            },
            "/reports/{reportId}": {
                "parameters": [named],
                "get": {"operationId": "getReport", "responses": {"200": shown, **refused}},
            },
            f"/reports/{{reportId}}/{action}": {
                "parameters": [named],
                "post": {"operationId": f"{action}Report", "responses": {"200": shown, **refused}},
            },
        },
    }


class Press(Handmade):
    """A server of the document; each request gives it time. `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without reports."""
        self.wrong = wrong
        self.time = 0
        self.born: list[int] = []

    def _one(self, request: Wire) -> Reply:
        self.time += 1
        if request.method == "POST" and request.target == "/reports":
            asked = asked_in(request.body)
            if asked != {} and asked not in [{"paper": paper} for paper in PAPERS]:
                return Reply(status=400)
            self.born.append(self.time)
            return self._shown(202, len(self.born) - 1)
        name = request.target.rpartition("/")[2]
        known = request.method == "GET" and name.isdecimal() and int(name) < len(self.born)
        return self._shown(200, int(name)) if known else Reply(status=404)

    def _shown(self, status: int, number: int) -> Reply:
        age = self.time - self.born[number]
        state = STATES[min(age // 3, 2)]
        if state == "finished" and self.wrong == "stuck":
            state = "rendering"
        if state == "pending" and self.wrong == "born":
            state = "rendering"
        if self.wrong == "still":
            state = "pending"
        if age >= 8 and self.wrong == "back":
            state = "pending"
        body = json.dumps({"id": str(number), "status": state}).encode()
        return Reply(status=status, headers={"content-type": "application/json"}, body=body)


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[[str], dict[str, str]]:
    """Return a function that runs a campaign against a press: the weight of each finding."""

    def start(wrong: str) -> dict[str, str]:
        options = Options(
            wish=Wish(phases=("rules", "journeys"), rules="off", most=400),
            credentials=Credentials(),
        )
        outcome = run(api_of(document()), Press(wrong), options)
        return weights(outcome)

    return start


@pytest.mark.parametrize("wrong", ["", "still"])
def test_a_true_press(wrong: str, found: Callable[[str], dict[str, str]]) -> None:
    """Nothing is found, nor where nobody ever does anything: nobody said that it will."""
    assert found(wrong) == {}


WRONGS = {
    "stuck": ("never-ends getReport lifecycle:ends", "warning"),
    "born": ("born-too-far orderReport lifecycle:begins pending", "warning"),
    "back": ("state-order getReport lifecycle:order finished-pending", "warning"),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_press_that_is_wrong(wrong: str, found: Callable[[str], dict[str, str]]) -> None:
    """Each is found, as a warning: the document promises nothing."""
    key, weight = WRONGS[wrong]
    items = found(wrong)
    assert items.get(key) == weight, items


@pytest.mark.parametrize(
    ("states", "status", "action", "ends"),
    [
        (STATES, "202", "cancel", {"finished", "failed"}),
        (STATES, "201", "cancel", {"finished", "failed"}),
        (["queued", "in_progress", "timed_out_error"], "201", "cancel", {"timed_out_error"}),
        (["asked", "printed", "finished"], "202", "cancel", {"finished"}),
        (["asked", "printed", "finished"], "201", "cancel", None),
        (["pending", "requires_action", "finished"], "202", "cancel", None),
        (["finished", "pending"], "202", "cancel", None),
        (["pending", "rendering"], "202", "cancel", None),
        (["pending", "not_finished"], "202", "cancel", None),
        (STATES, "202", "finish", None),
        (STATES, "202", "render", {"finished", "failed"}),
    ],
)
def test_what_names_say_of_states(
    states: Sequence[str],
    status: str,
    action: str,
    ends: set[str] | None,
    api_of: Callable[[Json], Api],
) -> None:
    """Ends are guessed of what comes later, unless somebody else brings it there."""
    api = api_of(document(states, status, action))
    chain = next(each for each in chains(api) if each.polls)
    machine = Jobs(Scene(api, Judging(api))).machine(chain)
    assert ends == (machine and {each.name for each in machine.states if not each.next})
