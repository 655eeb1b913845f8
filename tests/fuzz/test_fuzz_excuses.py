"""Refusals that rules of the server are no excuse for."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Claim, Finding, Message
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Api
from tallystick.text import Json

ACCOUNT = "A lid needs a right that this account does not have."
TYPE = {"content-type": "application/problem+json"}
Serving = Callable[..., Ledger]


@pytest.fixture
def serving(document: dict[str, Any], api_of: Callable[[Json], Api]) -> Serving:
    """Return what makes the ledger of an API with one rule that only its server judges."""

    def made(message: str, at: str, **members: Json) -> Ledger:
        rule = {"id": "of-server", "message": message, "fieldPath": at, "status": "server"}
        order = document["components"]["schemas"]["Order"]
        order["x-validations"].append(rule)
        order["properties"] |= members
        api = api_of(document)
        return Ledger(Scene(api, Judging(api)))

    return made


def of(body: Json, claim: str = "", at: str = "") -> Case:
    """Return a request, a valid one or one that breaks something."""
    broken = Claim(operation="makeBox", name=claim, at=at) if claim else None
    kind = "keyword" if ":" in claim else "rule"
    return Case(
        operation="makeBox",
        kind=kind if claim else "valid",
        expect="refused" if claim else "accepted",
        claim=broken,
        message=Message(method="POST", path="/boxes"),
        value=body,
        has_value=True,
    )


def tell(ledger: Ledger, case: Case, status: int, at: str = "") -> None:
    """Have a request answered."""
    made: Json = {"id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "state": "waiting", "kind": "open"}
    refused: Json = {"errors": [{"pointer": at}]}
    ledger.judge(case, reply(201, made) if status < 300 else reply(status, refused, TYPE))


def told(ledger: Ledger, *kinds: str) -> list[Finding]:
    """Return what is found of some kinds at the end."""
    ledger.close()
    return [each for each in ledger.findings if each.kind in kinds]


# A message about others


@pytest.mark.parametrize(
    ("message", "body", "weight"),
    [
        ("Not yet for 'round'.", {"kind": "open"}, "warning"),
        ("Not yet for 'round'.", {"kind": "round"}, ""),
        ("Not yet for 'round' and 'open'.", {"kind": "open"}, ""),
        ("Not yet for 'round', 'shut' or 'flat'.", {"kind": "open"}, ""),  # there is no such kind
        ("Only for 'round'.", {"kind": "open"}, ""),
        ("Some are too large; not yet for 'round'.", {"kind": "open"}, ""),
        ("It is not yet there.", {"kind": "open"}, ""),
        ("10kg for 'open' are too much.", {"kind": "open", "load": "5kg"}, "warning"),
        ("10kg for 'open' are too much.", {"kind": "open", "load": "10kg"}, ""),
        ("10kg for 'open' are too much.", {"kind": "round", "load": "10kg"}, "warning"),
        ("Too much for 'open'.", {"load": "10kg"}, ""),  # who knows what it is
    ],
)
def test_messages_say_when(serving: Serving, message: str, body: Json, weight: str) -> None:
    """Bodies that they do not speak of are refused for something else."""
    load: Json = {"type": "string", "enum": ["5kg", "10kg"]}
    ledger = serving(message, ".load", load=load)
    whole: Json = {"name": "ab", "load": "5kg", **body} if isinstance(body, dict) else None
    tell(ledger, of(whole), 422, "/load")
    assert [each.weight.value for each in told(ledger, "valid-refused")] == [weight][: bool(weight)]


# A status of schemas


def statuses(ledger: Ledger, *, keyword: int, rule: int, rules: int = 4) -> None:
    """Have keywords and rules broken alone."""
    for name in ("type", "enum", "maxLength"):
        tell(ledger, of({"name": "ab"}, f"schema:{name}", "/name"), keyword, "/name")
    for number in range(rules):
        tell(ledger, of({"name": "ab"}, f"rule-{number}", "/name"), rule, "/name")


@pytest.mark.parametrize(
    ("rule", "rules", "other", "found"),
    [(422, 4, 422, True), (400, 4, 422, False), (422, 3, 422, False), (422, 4, 400, False)],
    ids=["others", "the same", "few rules", "rules of the server, too"],
)
def test_a_status_of_schemas(
    serving: Serving, rule: int, rules: int, other: int, *, found: bool
) -> None:
    """A server that has another one for rules does not refuse by a rule with it."""
    ledger = serving("There is none left.", ".kind")
    statuses(ledger, keyword=400, rule=rule, rules=rules)
    tell(ledger, of({"name": "ab", "kind": "round"}), other, "/kind")
    tell(ledger, of({"name": "ab", "kind": "open"}), 400, "/kind")
    keys = [each.key for each in told(ledger, "refused-perhaps")]
    assert keys == ["refused-perhaps makeBox request:valid /kind"][: bool(found)]


# A value that only the caller decides about


@pytest.mark.parametrize(
    ("message", "came", "found"),
    [
        (ACCOUNT, [201, 422, 422, 422, 201], True),
        (ACCOUNT, [201, 422, 422, 201], False),
        (ACCOUNT, [422, 422, 422, 201], False),
        (ACCOUNT, [201, 422, 422, 422], False),
        ("A lid is not made of it.", [201, 422, 422, 422, 201], False),
        ("This account makes no lid for this kind.", [201, 422, 422, 422, 201], False),
        ("The quota of this account is used up.", [201, 422, 422, 422, 201], False),
    ],
)
def test_what_the_caller_may(
    serving: Serving, message: str, came: list[int], *, found: bool
) -> None:
    """It does not change to and fro."""
    ledger = serving(message, ".lid")
    for status in came:
        tell(ledger, of({"name": "ab", "kind": "open", "lid": False}), status, "/lid")
    keys = [each.key for each in told(ledger, "refused-perhaps")]
    assert keys == ["refused-perhaps makeBox request:valid /lid"][: bool(found)]


def test_values_are_told_apart(serving: Serving) -> None:
    """Who may not have one may have another one."""
    ledger = serving(ACCOUNT, ".lid")
    for status in (201, 422, 422, 422, 201):
        tell(ledger, of({"name": "ab", "kind": "open", "lid": status > 300}), status, "/lid")
    assert told(ledger, "refused-perhaps") == []


def test_what_there_may_be_none_left_of(serving: Serving) -> None:
    """There are few of what has a name of its own: it may be back."""
    ledger = serving("This account has no such name.", ".name")
    for status in (201, 422, 422, 422, 201):
        tell(ledger, of({"name": "ab", "kind": "open"}), status, "/name")
    assert told(ledger, "refused-perhaps") == []


# Pointers that are always the same

PLACES = ("/kind", "/weight", "/lid")


@pytest.mark.parametrize(
    ("places", "times", "pointer", "found"),
    [
        (PLACES, 4, "/name", True),
        (PLACES, 4, "#/name", True),
        (PLACES, 3, "/name", False),
        (PLACES[:2], 6, "/name", False),
        (PLACES, 4, "", False),
        (PLACES, 4, "/boxes", False),  # no member
        (("/name", "/kind", "/weight"), 4, "/name", False),
    ],
)
def test_always_the_same(
    box: Api, places: tuple[str, ...], times: int, pointer: str, *, found: bool
) -> None:
    """Whatever is wrong, it points there."""
    ledger = Ledger(Scene(box, Judging(box)))
    for at in places * times:
        tell(ledger, of({"name": "ab"}, "schema:type", at), 422, pointer)
    keys = [each.key for each in told(ledger, "same-pointer")]
    assert keys == ["same-pointer makeBox refusal:pointer /name"][: bool(found)]


def test_not_always(box: Api) -> None:
    """One that points elsewhere is enough."""
    ledger = Ledger(Scene(box, Judging(box)))
    for at in PLACES * 4:
        tell(ledger, of({"name": "ab"}, "schema:type", at), 422, "/name")
    tell(ledger, of({"name": "ab"}, "schema:type", "/lid"), 422, "/lid")
    assert told(ledger, "same-pointer") == []
