"""Jobs that seldom fail, on a server made by hand that does one thing wrong with those."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade, asked_in, reply, weights

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.chains import chains
from tallystick.fuzz.documented import success
from tallystick.fuzz.journeys.failing import Failing, comes, failures
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.model import Case, Message, Reply
from tallystick.fuzz.oracles.lifecycle import lifecycle_of
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

SCAN: dict[str, Any] = {
    "type": "object",
    "required": ["id", "stage"],
    "properties": {
        "id": {"type": "string"},
        "stage": {"enum": ["waiting", "read", "spoilt", "cancelled"]},
        "why": {"enum": ["too_dark", "not_there"], "x-extensible-enum": True},
    },
    "x-lifecycle": {
        "member": "stage",
        "initial": "waiting",
        "success": ["read"],
        "reason": ["why"],
        "states": {
            "waiting": {"next": ["read", "spoilt", "cancelled"], "forbids": ["why"]},
            "read": {"next": [], "forbids": ["why"]},
            "spoilt": {"next": [], "requires": ["why"]},
            "cancelled": {"next": []},
        },
    },
}
ORDER: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "picture": {"type": "string", "contentEncoding": "base64", "minLength": 2},
        "from_url": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "page": {"type": "integer", "minimum": 1},
        "scan_id": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """Return a document of scans that are read later."""
    shown = {"description": "It.", "content": {"application/json": {"schema": SCAN}}}
    named = {"name": "scanId", "in": "path", "required": True, "schema": {"type": "string"}}
    refused = {each: {"description": "Refused."} for each in ("400", "404")}
    body = {"required": True, "content": {"application/json": {"schema": ORDER}}}
    order = {
        "operationId": "orderScan",
        "requestBody": body,
        "responses": {"201": shown, **refused},
    }
    get = {"operationId": "getScan", "responses": {"200": shown, **refused}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Scans", "version": "1"},
        "paths": {
            "/scans": {"post": order},
            "/scans/{scanId}": {"parameters": [named], "get": get},
        },
    }


def no_base64(body: dict[str, Any]) -> bool:
    """Whether a picture has letters that base64 does not have."""
    return re.search(r"[^0-9A-Za-z+/=]", body.get("picture", "")) is not None


def far(body: dict[str, Any]) -> bool:
    """Whether a picture is at an address that nobody has."""
    return ".invalid" in (body.get("from_url") or "")


def dark(body: dict[str, Any]) -> bool:
    """Whether a title has a text that nobody sends by chance."""
    return "too dark" in body["title"]


def lost(body: dict[str, Any]) -> bool:
    """Whether the scan that is named is none."""
    return re.fullmatch("0|[1-9][0-9]{0,2}", body.get("scan_id", "0")) is None


class Office(Handmade):
    """A server of the document.

    Attributes:
        fails: Which scans are spoilt, by their orders.
        wrong: What is wrong with those.
        bodies: The orders.
        looks: How often a scan that is spoilt was asked for.
    """

    def __init__(self, fails: Callable[[dict[str, Any]], bool], wrong: str) -> None:
        """Begin without scans."""
        self.fails = fails
        self.wrong = wrong
        self.bodies: list[dict[str, Any]] = []
        self.looks: Counter[int] = Counter()

    def _one(self, request: Wire) -> Reply:
        if request.method == "POST" and request.target == "/scans":
            asked = asked_in(request.body)
            media_type = dict(request.headers).get("Content-Type", "")
            if not media_type.startswith("application/json") or not _valid(asked):
                return Reply(status=400)
            self.bodies.append(asked)
            if self.wrong == "at once" and self.fails(asked):
                return self._shown(len(self.bodies) - 1, 201)
            return reply(201, {"id": str(len(self.bodies) - 1), "stage": "waiting"})
        name = request.target.rpartition("/")[2]
        if request.method != "GET" or not name.isdecimal() or int(name) >= len(self.bodies):
            return Reply(status=404)
        return self._shown(int(name))

    def _shown(self, number: int, status: int = 200) -> Reply:
        shown: dict[str, Json] = {"id": str(number), "stage": "read"}
        if self.fails(self.bodies[number]):
            self.looks[number] += 1
            if self.wrong == "lost":
                return Reply(status=404)
            if self.wrong == "crash":
                return Reply(status=500)
            if self.wrong == "flips" and self.looks[number] > 1:
                return reply(200, shown)
            shown |= {"stage": "spoilt", "why": 7 if self.wrong == "number" else "too_dark"}
            if self.wrong == "bare":
                del shown["why"]
        return reply(status, shown)


def _valid(asked: Any) -> bool:
    """Whether a body keeps the schema."""
    if not isinstance(asked, dict) or not asked.keys() <= ORDER["properties"].keys():
        return False
    url = "" if asked.get("from_url") is None else asked["from_url"]
    texts = [asked.get("title"), asked.get("picture", "aa"), url, asked.get("scan_id", "0")]
    page = asked.get("page", 1)
    return (
        bool(asked.get("title"))
        and all(isinstance(it, str) for it in texts)
        and len(texts[1]) > 1
        and isinstance(page, int | float)
        and not isinstance(page, bool)
        and page == int(page) >= 1
    )


@pytest.fixture
def found(
    api_of: Callable[[Json], Api],
) -> Callable[[Callable[[dict[str, Any]], bool], str], dict[str, str]]:
    """Return a function that runs a campaign against an office: the weight of each finding."""

    def start(fails: Callable[[dict[str, Any]], bool], wrong: str) -> dict[str, str]:
        options = Options(
            wish=Wish(phases=("rules", "protocol", "journeys"), most=400),
            credentials=Credentials(),
        )
        return weights(run(api_of(document()), Office(fails, wrong), options))

    return start


Found = Callable[[Callable[[dict[str, Any]], bool], str], dict[str, str]]


@pytest.mark.parametrize("fails", [no_base64, far, dark, lost, bool, lambda _: False])
def test_a_true_office(fails: Callable[[dict[str, Any]], bool], found: Found) -> None:
    """Nothing is found, whatever fails, and if nothing ever does."""
    assert found(fails, "") == {}


@pytest.mark.parametrize("fails", [no_base64, far, dark, lost])
def test_what_may_fail_at_once(fails: Callable[[dict[str, Any]], bool], found: Found) -> None:
    """What need not have been taken need not begin with the first state, either."""
    assert found(fails, "at once") == {}


WRONGS = {
    "bare": "state-requires getScan lifecycle:requires spoilt.why",
    "lost": "valid-refused getScan request:valid",
    "crash": "server-error getScan request:valid",
    "flips": "state-order getScan lifecycle:order spoilt-read",
    "number": "response-schema getScan response:enum 200/why",
}


@pytest.mark.parametrize("fails", [no_base64, far, dark, lost])
@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_wrong_with_failed_ones(
    wrong: str, fails: Callable[[dict[str, Any]], bool], found: Found
) -> None:
    """Some fail, of what was taken by chance, or of what was made to, and are looked at twice."""
    items = found(fails, wrong)
    assert items.get(WRONGS[wrong]) == "error", items


def test_ends_that_come_by_themselves(api_of: Callable[[Json], Api]) -> None:
    """What somebody cancels is no failure."""
    api = api_of(document())
    get = next(each for each in api.operations if each.id == "getScan")
    machine = lifecycle_of(Scene(api, Judging(api)), success(get))
    assert machine is not None
    assert comes(machine) == {"read", "spoilt"}
    assert failures(machine) == {"spoilt"}


def test_what_need_not_have_been_taken(api_of: Callable[[Json], Api]) -> None:
    """Each sort has its turn, and only a few are looked at."""
    api = api_of(document())
    resources = Resources(chains(api))
    message = Message(method="POST", path="/scans")
    case = Case(operation="orderScan", kind="guess", expect="documented", message=message)
    named = replace(case, kind="naming", value={}, has_value=True)
    guessed = replace(case, value={}, has_value=True)
    for each in (case, *[guessed] * 9, named, replace(guessed, message=named.by_second.message)):
        resources.doubt(each, Reply(status=201), {})
    (chain,) = [it for it in resources.chains if it.create.id == "orderScan" and it.polls]
    found = Failing(Judging(api), resources).doubtful(chain)
    assert [it.case.kind for it in found] == ["guess", "naming", *["guess"] * 6]
    assert {it.case.message.caller for it in found} == {"own"}
