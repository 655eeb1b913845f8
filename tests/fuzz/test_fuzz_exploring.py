"""Actions in every state that can be reached, where no document says which state follows which."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Guarded, asked_in, reply

from tallystick.fuzz.chains import chains
from tallystick.fuzz.journeys.deeds import deeds
from tallystick.fuzz.journeys.saying import said
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

pytestmark = pytest.mark.usefixtures("hurried")

STATES = ["requested", "granted", "handed_over", "returned", "declined"]
MOVES = {
    "grant": ("granted", ["requested"], "Grant a loan that was requested (409 for any other)."),
    "handOver": ("handed_over", ["granted"], "Only granted loans are handed over."),
    "return": ("returned", ["handed_over"], "The book is back."),
    "decline": ("declined", ["requested", "granted"], "Say that there will be no book."),
}
"""Action -> the state it leads to, the states it may be taken from, what is said of it."""
DECLINE: dict[str, Any] = {
    "type": "object",
    "required": ["cause"],
    "properties": {
        "cause": {"enum": ["lost", "reserved"]},
        "again": {"type": "boolean", "default": True},
    },
}
NEW: dict[str, Any] = {
    "type": "object",
    "required": ["shelf"],
    "properties": {"shelf": {"type": "string", "minLength": 1, "maxLength": 9}},
}
LOAN: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state", "shelf"],
    "properties": {
        "id": {"type": "string"},
        "state": {"enum": STATES},
        "shelf": {"type": "string"},
        "declined": {"type": "object", "properties": DECLINE["properties"]},
    },
}


def document() -> dict[str, Any]:
    """Return a document of loans that are granted, handed over, returned or declined."""
    refused = {status: {"description": "Refused."} for status in ("400", "401", "404")}
    refused["409"] = {"description": "The state of the loan forbids it."}
    shown = {"description": "It.", "content": {"application/json": {"schema": LOAN}}}
    named = {"name": "loanId", "in": "path", "required": True, "schema": {"type": "string"}}

    def body(schema: Json) -> dict[str, Any]:
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    create = {"operationId": "askLoan", "requestBody": body(NEW)}
    paths: dict[str, Any] = {
        "/loans": {"post": {**create, "responses": {"201": shown, **refused}}},
        "/loans/{loanId}": {
            "parameters": [named],
            "get": {"operationId": "getLoan", "responses": {"200": shown, **refused}},
        },
    }
    for verb, (_, _, summary) in MOVES.items():
        action: dict[str, Any] = {"operationId": f"{verb}Loan", "summary": summary}
        action |= {"requestBody": body(DECLINE)} if verb == "decline" else {}
        action |= {"responses": {"200": shown, **refused}}
        paths[f"/loans/{{loanId}}/{verb}"] = {"parameters": [named], "post": action}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Loans", "version": "1"},
        "security": [{"key": []}],
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


class Library(Guarded):
    """A server of the document; `wrong` is what it does wrong."""

    def __init__(self, wrong: str = "") -> None:
        """Begin without loans."""
        self.wrong = wrong
        self.loans: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, str] = {}

    def _for(self, who: str, request: Wire) -> Reply:
        _, _, name, verb = [*request.target.split("/"), "", ""][:4]
        asked = asked_in(request.body)
        if not name:
            return self._asked(asked, who)
        theirs = self.owners.get(name) not in {None, who}
        if name not in self.loans or (theirs and not (verb and self.wrong == f"{verb} of all")):
            return Reply(status=404)
        loan = self.loans[name]
        return self._moved(loan, verb, asked) if verb else reply(200, loan)

    def _asked(self, asked: Any, who: str) -> Reply:
        shelf = asked.get("shelf") if isinstance(asked, dict) else None
        if not isinstance(shelf, str) or not 0 < len(shelf) < 10:
            return Reply(status=400)
        name = f"l{len(self.loans)}"
        state = "granted" if self.wrong == "born granted" else "requested"
        self.loans[name] = {"id": name, "state": state, "shelf": shelf}
        self.owners[name] = who
        return reply(201, self.loans[name])

    def _moved(self, loan: dict[str, Any], verb: str, asked: Any) -> Reply:
        goal, sources, _ = MOVES[verb]
        causes = ["lost"] if self.wrong == "one cause" else ["lost", "reserved"]
        if verb == "decline":
            again = asked.get("again", True) if isinstance(asked, dict) else None
            if not isinstance(again, bool) or asked.get("cause") not in causes:
                return Reply(status=400)
        every = self.wrong == f"{verb} from all"
        if (loan["state"] not in sources and not every) or self.wrong == f"{verb} never":
            if self.wrong == "moved when refused" and verb == "decline":
                loan["state"] = goal
            return Reply(status=409)
        loan["state"] = goal
        loan["shelf"] = "moved" if self.wrong == "shelf" else loan["shelf"]
        if verb == "decline":
            cause = "lost" if self.wrong == "lost" else asked["cause"]
            again = asked.get("again", self.wrong != "again")
            loan["declined"] = {"cause": cause, "again": again}
        return reply(200, loan)


@pytest.fixture
def found(lived: Callable[..., dict[str, str]]) -> Callable[[str], dict[str, str]]:
    """Return a function that runs a campaign against a library: the weight of each finding."""
    return lambda wrong: lived(document(), Library(wrong), "a", "b")


def test_a_true_library(found: Callable[[str], dict[str, str]]) -> None:
    """Nothing is found."""
    assert found("") == {}


WRONGS = {
    "grant from all": ("action-in-wrong-state grantLoan action:said declined", "warning"),
    "handOver from all": ("action-in-wrong-state handOverLoan action:said requested", "warning"),
    "return from all": ("action-never-refused returnLoan action:refuses", "warning"),
    "grant never": ("action-refused grantLoan action:allowed requested", "warning"),
    "handOver never": ("action-refused handOverLoan action:allowed granted", "warning"),
    "return never": ("action-never-accepted returnLoan action:ever", "warning"),
    "return of all": ("other-caller-acted returnLoan action:owner", "error"),
    "born granted": ("born-too-far grantLoan action:begins requested", "warning"),
    "shelf": ("action-spills getLoan action:others /shelf", "warning"),
    "lost": ("action-echo getLoan action:echo /declined/cause", "warning"),
    "again": ("action-echo getLoan action:echo /declined/again", "warning"),
    "one cause": ("action-body-refused declineLoan action:body", "warning"),
    "moved when refused": (
        "refused-action-moved declineLoan action:refused handed_over",
        "warning",
    ),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_a_library_that_is_wrong(wrong: str, found: Callable[[str], dict[str, str]]) -> None:
    """Each is found, and weighs what it should."""
    key, weight = WRONGS[wrong]
    items = found(wrong)
    assert items.get(key) == weight, items


@pytest.mark.parametrize(
    ("summary", "sources"),
    [
        ("Grant a loan that was requested (409 for any other).", {"requested"}),
        ("Loans must be in state `handed over`. Others are told 409.", {"handed_over"}),
        ("Only while the loan is requested.", {"requested"}),
        ("409 unless it was requested.", {"requested"}),
        ("A granted loan, or a requested one.", None),
        ("Only the owner of a granted loan.", None),
        ("Only requested loans. A returned one is granted anew.", {"requested"}),
        ("Only requested loans. Not any that were requested before.", None),
        ("Grant a loan; 409 when it is not requested.", {"requested"}),
        (
            "Grants it. 409 if the loan isn't in the state `requested` or returned",
            {"requested", "returned"},
        ),
        (
            "A conflict (409) unless the loan was requested, or is returned.",
            {"requested", "returned"},
        ),
        ("Grants a requested loan, at once. 409 when the loan is not requested.", {"requested"}),
        (
            "Grants a loan; what is not known is asked for. 409 when it is no requested loan.",
            {"requested"},
        ),
        ("Grants a requested loan; 409 when it is none.", {"requested"}),
        ("Grants a loan; 409 when there is no requested one.", None),
        ("409 when it is no loan that was requested.", None),
        ("409 when it is not known whether it was requested.", None),
        ("", None),
    ],
)
def test_what_words_say_of_states(
    summary: str, sources: set[str] | None, api_of: Callable[[Json], Api]
) -> None:
    """Only what is said without a doubt is read, and never the state that an action leads to."""
    read = document()
    read["paths"]["/loans/{loanId}/grant"]["post"]["summary"] = summary
    api = api_of(read)
    known = {each.operation.id: each for each in deeds(api, chains(api))}
    told = said(known["grantLoan"])
    assert (None if told is None else set(told.sources)) == sources


def test_what_is_said_elsewhere_is_in_doubt(api_of: Callable[[Json], Api]) -> None:
    """A state of which another sentence speaks is not forbidden."""
    read = document()
    text = "Only requested loans. A returned one is granted anew."
    read["paths"]["/loans/{loanId}/grant"]["post"]["summary"] = text
    api = api_of(read)
    known = {each.operation.id: each for each in deeds(api, chains(api))}
    told = said(known["grantLoan"])
    assert told is not None
    assert told.forbids("declined", ("granted",))
    assert not told.forbids("returned", ("granted",))
    assert not told.forbids("granted", ("granted",))
