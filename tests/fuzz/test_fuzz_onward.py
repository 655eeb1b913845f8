"""Jobs whose status says ``303 See Other`` in the end: their results are asked for there."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply, weights

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.journey import Journey
from tallystick.fuzz.journeys.onward import Onward
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Message, Reply, Sent
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.fuzz.sending.sender import Pace, Sender
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

PAPERS = ["a3", "a4", "a5", "letter", "legal"]


def document(*, listed: bool = True, states: bool = False) -> dict[str, Any]:
    """Return a document of prints: a job each, whose end leads to a sheet.

    Args:
        listed: Whether the header of the end is listed.
        states: Whether the names of states say which of them is the end.
    """
    names = ["pending", "printing", "failed"] if states else ["asked", "printing"]
    job = {
        "type": "object",
        "required": ["id", "status"],
        "properties": {"id": {"type": "string"}, "status": {"enum": names}},
    }
    sheet = {
        "type": "object",
        "required": ["number", "paper"],
        "properties": {"number": {"type": "integer"}, "paper": {"enum": PAPERS}},
    }
    asked = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"paper": {"enum": PAPERS}},
    }

    def shown(schema: Any) -> dict[str, Any]:
        return {"description": "It.", "content": {"application/json": {"schema": schema}}}

    def named(name: str) -> dict[str, Any]:
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}

    refused = {each: {"description": "Refused."} for each in ("400", "404")}
    head = {"headers": {"Location": {"schema": {"type": "string"}}}} if listed else {}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prints", "version": "1"},
        "paths": {
            "/prints": {
                "post": {
                    "operationId": "print",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": asked}},
                    },
                    "responses": {"202": shown(job), **refused},
                }
            },
            "/prints/{printId}": {
                "get": {
                    "operationId": "getPrint",
                    "parameters": [named("printId")],
                    "responses": {
                        "200": shown(job),
                        "303": {"description": "Done.", **head},
                        **refused,
                    },
                }
            },
            "/sheets/{sheetId}": {
                "get": {
                    "operationId": "getSheet",
                    "parameters": [named("sheetId")],
                    "responses": {"200": shown(sheet), **refused},
                }
            },
        },
    }


class Press(Handmade):
    """A server of the document; each request gives it time. `wrong` is what it does wrong."""

    def __init__(self, wrong: str, first: str) -> None:
        """Begin without prints, that begin in the state `first`."""
        self.wrong = wrong
        self.first = first
        self.time = 0
        self.born: list[int] = []
        self.asked: list[str] = []

    def _one(self, request: Wire) -> Reply:
        self.time += 1
        self.asked.append(request.target)
        if request.method == "POST" and request.target == "/prints":
            asked = asked_in(request.body)
            if asked != {} and asked not in [{"paper": paper} for paper in PAPERS]:
                return Reply(status=400)
            self.born.append(self.time)
            return self._job(202, len(self.born) - 1)
        way, _, name = request.target.rpartition("/")
        if request.method != "GET" or not name.isdecimal():
            return Reply(status=404)
        if way == "/prints" and int(name) < len(self.born):
            return self._job(200, int(name))
        known = way == "/sheets" and 0 <= int(name) - 100 < len(self.born)
        return self._sheet(int(name)) if known and self.wrong != "lost" else Reply(status=404)

    def _job(self, status: int, number: int) -> Reply:
        age = self.time - self.born[number]
        stuck = self.wrong == "stuck" or (self.wrong == "some" and number % 3 == 0)
        if status == 200 and age >= 6 and not stuck:
            host = "http://elsewhere.example" if self.wrong == "elsewhere" else ""
            way = "nowhere" if self.wrong == "nowhere" else "sheets"
            return Reply(status=303, headers={"location": f"{host}/{way}/{number + 100}"})
        state = self.first if age < 3 else "printing"
        return reply(status, {"id": str(number), "status": state})

    def _sheet(self, number: int) -> Reply:
        paper = 3 if self.wrong == "paper" else "a4"
        return reply(200, {"number": number, "paper": paper})


@pytest.fixture
def found(api_of: Callable[[Json], Api]) -> Callable[..., tuple[dict[str, str], list[str]]]:
    """Return a function that runs a campaign against a press: findings, and what was asked for."""

    def start(wrong: str = "", **how: bool) -> tuple[dict[str, str], list[str]]:
        press = Press(wrong, "pending" if how.get("states") else "asked")
        wish = Wish(phases=("rules", "journeys"), rules="off", most=400)
        outcome = run(api_of(document(**how)), press, Options(wish=wish))
        return weights(outcome), press.asked

    return start


@pytest.mark.parametrize("states", [False, True])
@pytest.mark.parametrize("wrong", ["", "elsewhere", "nowhere"])
def test_a_true_press(
    wrong: str, *, states: bool, found: Callable[..., tuple[dict[str, str], list[str]]]
) -> None:
    """Its sheets are asked for; what is elsewhere, or of no operation, is nobody's business."""
    items, asked = found(wrong, states=states)
    assert items == {}
    sheets = [each for each in asked if each.startswith("/sheets/1")]
    assert bool(sheets) == (not wrong)
    assert not [each for each in asked if "nowhere" in each or "elsewhere" in each]


@pytest.mark.parametrize(("listed", "weight"), [(True, "error"), (False, "warning")])
def test_a_location_that_leads_nowhere(
    *, listed: bool, weight: str, found: Callable[..., tuple[dict[str, str], list[str]]]
) -> None:
    """An error where the header is listed, else somebody should look."""
    items, _ = found("lost", listed=listed)
    assert items == {"location getPrint response:location": weight}


def test_what_it_leads_to_is_held_against_the_document(
    found: Callable[..., tuple[dict[str, str], list[str]]],
) -> None:
    """As every answer is."""
    items, _ = found("paper")
    assert list(items) == ["response-schema getSheet response:enum 200/paper"]


def test_a_job_that_is_never_sent_on(
    found: Callable[..., tuple[dict[str, str], list[str]]],
) -> None:
    """Nobody said which state is the end: nothing is told, and nobody waits for long."""
    items, asked = found("stuck")
    assert items == {}
    assert len(asked) < 400


def test_a_job_that_is_never_sent_on_when_others_are(
    found: Callable[..., tuple[dict[str, str], list[str]]],
) -> None:
    """Then it is one that never ends, as far as anybody can know."""
    items, _ = found("some")
    assert items == {"never-ends getPrint lifecycle:ends": "warning"}


@pytest.mark.parametrize(("removed", "finds"), [("/sheets/{sheetId}", 0), ("/prints/{sheetId}", 1)])
def test_what_was_removed_is_missed_by_nobody(
    removed: str, finds: int, api_of: Callable[[Json], Api]
) -> None:
    """A result that a request deleted is not there any more, as it should be."""
    api = api_of(document())
    scene = Scene(api, Judging(api))
    delete = Case(
        operation="getSheet",
        kind="valid",
        expect="accepted",
        message=Message(method="DELETE", path=removed),
    )
    press = Press("lost", "asked")
    press.born = [-9]
    sender = Sender(press, Signer(api, Credentials()), Pace())
    sender.trail.append(Sent(case=delete, reply=Reply(status=204), given={"sheetId": "100"}))
    ledger = Ledger(scene)
    chain = next(it for it in chains(api) if it.polls)
    message = Message(method="POST", path="/prints")
    made = Made(
        0,
        Case(operation="print", kind="valid", expect="accepted", message=message),
        Reply(status=202, body=b'{"id": "0"}'),
        spare=False,
    )
    journey = Journey(chain, made, {"printId": "0"}, {"id": "0"}, None, frozenset())
    case = poll(chain, made.case)
    first = sender.send([case], [{"printId": "0"}], log=False)[0]
    assert Onward(scene, sender, ledger).follow(journey, case, first)
    assert len(ledger.findings) == finds
