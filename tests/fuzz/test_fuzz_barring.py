"""Servers that let nothing in: one sentence says what is wrong, and one what to do."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tallystick.fuzz.barring import ENOUGH
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Case, Message, Reply, Weight
from tallystick.fuzz.reports import html, junit, markdown, text
from tallystick.fuzz.reports import json as as_json
from tallystick.fuzz.reports.facts import Retold
from tallystick.fuzz.requests.plan import Wish, plan
from tallystick.fuzz.sending.credentials import Credentials, Signer, bare
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.serve import app
from tallystick.text import Json

RETOLD = Retold(curl=lambda _: "curl", python=lambda _: "python", replay="tally fuzz")


class Wall:
    """A server that answers everything, or all but some, with one status."""

    waits = False
    deadline: float | None = None

    def __init__(self, status: int, every: int = 0) -> None:
        """Answer with a status; each so-manieth creation is accepted."""
        self._status = status
        self._every = every
        self._asked = 0
        self.said = {"content-type": "application/json"}

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer all."""
        return [self._one() for _ in requests]

    def close(self) -> None:
        """Hold nothing."""

    def _one(self) -> Reply:
        self._asked += 1
        good = self._every and self._asked % self._every == 0
        body = json.dumps({"id": str(self._asked), "state": "waiting", "kind": "open"})
        status = 201 if good else self._status
        return Reply(status=status, headers=self.said, body=body.encode() if good else b"{}")


def tried(api: Api, wall: Any, *auth: str, **wish: Any) -> Outcome:
    """Return the outcome of a campaign."""
    return run(api, wall, Options(wish=Wish(**wish), credentials=Credentials(auth=auth)))


WALLS = [
    (401, "credential-refused", "the credential was not accepted"),
    (403, "credential-refused", "the credential was not accepted"),
    (404, "nothing-there", "the API is not where it was asked for"),
    (302, "redirected", "the server sends on whoever asks"),
    (429, "rate-limited", "the server limits the rate"),
    (500, "server-down", "the server fails whatever is asked"),
]


@pytest.mark.parametrize(("status", "kind", "said"), WALLS)
def test_one_finding_says_it(
    box: Api, status: int, kind: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands first and alone, is an error, and the campaign does not go on for long."""
    monkeypatch.setattr("tallystick.fuzz.sending.sender.PATIENCE", 0)
    outcome = tried(box, Wall(status), "a")
    first, *others = outcome.findings
    assert (first.kind, first.weight) == (kind, Weight.ERROR)
    assert f"{said}: valid requests were answered with {status}" in first.sentence
    assert [item.key for item in others if item.reply.status == status] == []
    assert outcome.failed
    assert outcome.headline is not None
    assert outcome.headline[0] == first.sentence
    valid = sum(tally.valid for tally in outcome.operations.values())
    assert valid <= ENOUGH
    assert outcome.requests < 10 * ENOUGH


class Site(Wall):
    """A server of pages for people, whatever is asked."""

    def __init__(self, status: int, **headers: str) -> None:
        """Answer with a status and headers."""
        super().__init__(status)
        self.said = {"content-type": "text/html; charset=utf-8", **headers}

    def _one(self) -> Reply:
        return Reply(status=self._status, headers=self.said, body=b"<html>Welcome</html>")


def test_pages_are_no_api(
    box: Api, document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """One sentence says so, and it ends; unless the document has pages."""
    outcome = tried(box, Site(200), "a")
    said = "pages for people (HTML) come back, and no API: valid requests were answered with 200"
    assert outcome.headline is not None
    assert outcome.headline[0] == said
    assert "--url" in outcome.headline[1]
    assert {item.kind for item in outcome.findings if item.reply.status == 200} == {"no-api"}
    assert outcome.requests < 10 * ENOUGH
    assert outcome.operations["makeBox"].accepted == 0
    made = document["paths"]["/boxes"]["post"]["responses"]["201"]
    made["content"]["text/html"] = {"schema": {"type": "string"}}
    assert tried(api_of(document), Site(201), "a", phases=("rules",)).headline is None


def test_an_api_that_calls_its_answers_pages(box: Api) -> None:
    """Some frameworks do; what is no page is judged request by request."""
    wall = Wall(201)
    wall.said = {"content-type": "text/html"}
    assert tried(box, wall, "a", phases=("rules",)).headline is None


def test_where_a_redirect_leads(box: Api) -> None:
    """It is said, and not followed; what cannot be printed is not."""
    elsewhere = tried(box, Site(302, location="http://example.com/login")).headline
    assert elsewhere is not None
    assert "no redirect is followed; this one leads to 'http://example.com/login'" in elsewhere[1]
    odd = tried(box, Site(308, location="\x1b[2J")).headline
    assert odd is not None
    assert odd[1] == "check --url: no redirect is followed"


def test_it_stops(box: Api) -> None:
    """After so many valid requests, and the report says so."""
    outcome = tried(box, Wall(401), "a", phases=("variants", "journeys"))
    assert outcome.operations["makeBox"].valid == ENOUGH
    assert outcome.stopped == f"none of the first {ENOUGH} valid requests got in"


def test_what_lets_some_in_is_judged_request_by_request(box: Api) -> None:
    """A server that refuses nine in ten has no wall: the findings stand for themselves."""
    outcome = tried(box, Wall(401, every=10), "a", phases=("rules",))
    assert outcome.headline is None
    assert not outcome.stopped
    assert "valid-refused" in {item.kind for item in outcome.findings}


def test_what_to_do(box: Api, document: dict[str, Any], api_of: Callable[[Json], Api]) -> None:
    """By what was given, and by what the document says."""
    document["servers"] = [{"url": "http://127.0.0.1/v3/"}]

    def done(api: Api, status: int, *auth: str) -> str:
        headline = tried(api, Wall(status), *auth).headline
        return headline[1] if headline else ""

    assert "--auth SECRET" in done(box, 401)
    assert "check the secret" in done(box, 401, "a")
    assert "/v3" in done(api_of(document), 404, "a")
    assert "--url" in done(box, 404, "a")


def test_every_format_says_it_first(box: Api) -> None:
    """Before the findings, where people look."""
    outcome = tried(box, Wall(401), "a")
    said = "The credential was not accepted: valid requests were answered with 401."
    assert text.render(outcome, RETOLD).startswith(said + "\nhelp: ")
    assert json.loads(as_json.render(outcome, RETOLD))["headline"].startswith(said)
    page = html.render(outcome, RETOLD)
    assert page.index(said) < page.index("<h2>Findings")
    page = markdown.render(outcome, RETOLD)
    assert page.index("The credential was not accepted") < page.index("requests in")
    assert 'type="credential-refused"' in junit.render(outcome, RETOLD)


SECRETS = [
    ("bearer", "abc", "Bearer abc"),
    ("bearer", "Bearer abc", "Bearer abc"),
    ("bearer", "bearer  abc", "Bearer abc"),
    ("bearer", "Bearer", "Bearer Bearer"),
    ("basic", "me:pass", "Basic bWU6cGFzcw=="),
    ("basic", "Basic bWU6cGFzcw==", "Basic bWU6cGFzcw=="),
    ("basic", "me:pass word", "Basic bWU6cGFzcyB3b3Jk"),
]


@pytest.mark.parametrize(("scheme", "secret", "sent"), SECRETS)
def test_the_word_before_a_secret(
    scheme: str, secret: str, sent: str, document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """Given with the secret it is not sent twice."""
    document["components"]["securitySchemes"]["key"]["scheme"] = scheme
    api = api_of(document)
    credentials, notes = bare(api, Credentials(auth=(secret,)))
    signer = Signer(api, credentials)
    _, headers = signer.signed("makeBox", Message(method="POST", path="/boxes"))
    assert dict(headers)["Authorization"] == sent
    assert bool(notes) is (secret.partition(" ")[0].lower() == scheme and " " in secret)


def test_a_header_of_ones_own_keeps_its_word(
    document: dict[str, Any], api_of: Callable[[Json], Api]
) -> None:
    """An API key is sent as it was given."""
    key = {"type": "apiKey", "in": "header", "name": "X-Key"}
    document["components"]["securitySchemes"]["key"] = key
    api = api_of(document)
    credentials, notes = bare(api, Credentials(auth=("Bearer abc",)))
    signer = Signer(api, credentials)
    _, headers = signer.signed("makeBox", Message(method="POST", path="/boxes"))
    assert dict(headers)["X-Key"] == "Bearer abc"
    assert notes == ()


def test_it_is_said_once(box: Api) -> None:
    """As a note of the report; the campaign finds nothing."""
    transport = InProcess(app(box, token=["mine"]))
    try:
        outcome = tried(box, transport, "Bearer mine", phases=("rules",), most=60)
    finally:
        transport.close()
    assert outcome.findings == ()
    assert sum("with the word Bearer before it" in note for note in outcome.notes) == 1


def test_a_case_is_kept_for_the_report(box: Api) -> None:
    """The finding shows a valid request, so that its command can be tried."""
    (first, *_) = tried(box, Wall(401), "a").findings
    assert isinstance(first.case, Case)
    assert first.case.expect == "accepted"
    assert first.case.message.caller == "own"


@pytest.mark.parametrize(
    ("declared", "odd"),
    [
        ({"type": "http", "scheme": "bearer"}, ["Basic ", "Bearer", "wrong"]),
        ({"type": "http", "scheme": "basic"}, ["Bearer ", "Basic", "wrong"]),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, []),
    ],
)
def test_credentials_that_are_none_are_tried(
    declared: dict[str, Any],
    odd: list[str],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """Another scheme, a scheme without a credential, a credential without a scheme."""
    document["components"]["securitySchemes"]["key"] = declared
    api = api_of(document)
    cases = plan(api, Judging(api), Wish(credentials=True)).cases
    sent = [
        dict(case.message.headers).get("Authorization", "")
        for case in cases
        if case.operation == "makeBox" and case.kind == "credentials"
    ]
    assert sent[:2] == ["", ""]
    del sent[:2]
    assert len(sent) == len(odd)
    assert all(value.startswith(start) for value, start in zip(sent, odd, strict=True))
