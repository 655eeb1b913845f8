"""Statuses of refusals that words state."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.fuzz.handmade import reply

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.model import Case, Claim, Message
from tallystick.fuzz.oracles import judged, stated
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.reproduction.commands import Common, curl, plain_python
from tallystick.fuzz.reproduction.secrets import always
from tallystick.fuzz.sending.credentials import Credentials, Signer
from tallystick.ir import Api
from tallystick.text import Json

MADE = Case(
    operation="makeBox",
    kind="valid",
    expect="accepted",
    message=Message(method="POST", path="/boxes"),
    value={},
    has_value=True,
)
OTHERWISE = ["said-otherwise"]
BROKEN = "Bodies that break their schema or a rule are refused with 422; what is no JSON with 400."


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        (BROKEN, "rule", (400, OTHERWISE)),
        (BROKEN, "keyword", (400, OTHERWISE)),
        (BROKEN, "rule", (422, [])),
        (BROKEN, "rule", (403, [])),
        (BROKEN, "protocol", (400, [])),
        ("What violates a constraint is answered with 422.", "rule", (400, OTHERWISE)),
        ("What violates a constraint is answered with 422.", "keyword", (400, [])),
        ("What breaks a rule is refused with 400 or 422.", "rule", (400, [])),
        ("What breaks a rule is not refused with 422.", "rule", (400, [])),
        ("What is no JSON is refused with 422.", "rule", (400, [])),
    ],
)
def test_what_is_broken(
    words: str,
    kind: str,
    told: tuple[int, list[str]],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """The one status that is stated for what breaks rules, or schemas, and no other of the two."""
    document["info"]["description"] = words
    api = api_of(document)
    claim = Claim(operation="makeBox", name="shut-needs-lid")
    case = replace(MADE, kind=kind, expect="refused", claim=claim)
    found = stated.judge(Scene(api, Judging(api)), case, reply(told[0], {}))
    assert [it.kind for it in found] == told[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Names a request. With another body it is refused with 409.", (422, OTHERWISE)),
        ("Names a request. With another body it is refused with 409.", (409, [])),
        ("Names a request. With another body it is refused with 409.", (402, [])),
        ("The same key with a different payload is a conflict (409).", (400, OTHERWISE)),
        (
            "With another body it is refused (422); two callers may share it (409).",
            (409, OTHERWISE),
        ),
        ("With another body it is refused with 409 or 422.", (400, [])),
        ("Names a request (409).", (422, [])),
    ],
)
def test_a_key_with_another_body(
    words: str,
    told: tuple[int, list[str]],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """It is refused as words state."""
    document["paths"]["/boxes"]["post"]["parameters"][0]["description"] = words
    api = api_of(document)
    found = stated.key(Scene(api, Judging(api)), MADE, MADE, reply(told[0], {}))
    assert [it.kind for it in found] == told[1]


@pytest.mark.parametrize(
    ("words", "status", "found"),
    [
        ("It breaks a rule, or its Idempotency-Key was used before with another body.", 409, 1),
        ("It breaks a rule, or its Idempotency-Key was used before with another body.", 422, 0),
        ("It breaks a rule, or was sent with another body.", 409, 0),
        ("The Idempotency-Key is malformed. It is another request.", 409, 0),
    ],
)
def test_what_a_response_says_of_keys(
    words: str,
    status: int,
    found: int,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """A response whose words are of a key with another body is the one that there is."""
    responses = document["paths"]["/boxes"]["post"]["responses"]
    responses["422"] = responses["422"] | {"description": words}
    api = api_of(document)
    told = stated.key(Scene(api, Judging(api)), MADE, MADE, reply(status, {}))
    assert [it.kind for it in told] == OTHERWISE * found


@pytest.mark.parametrize(
    ("words", "status", "found"),
    [
        ("All is well-formed, and together it breaks a rule (`errors` says which).", 400, 1),
        ("All is well-formed, and together it breaks a rule.", 422, 0),
        ("Not that it breaks a rule.", 400, 0),
        ("It is too much.", 400, 0),
    ],
)
def test_what_a_response_says_of_rules(
    words: str,
    status: int,
    found: int,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """The response's own words state its status."""
    responses = document["paths"]["/boxes"]["post"]["responses"]
    responses["400"] = responses["401"] | {"description": "A member breaks its schema."}
    responses["422"] = responses["401"] | {"description": words}
    api = api_of(document)
    claim = Claim(operation="makeBox", name="shut-needs-lid")
    case = replace(MADE, kind="rule", expect="refused", claim=claim)
    said = stated.judge(Scene(api, Judging(api)), case, reply(status, {}))
    assert [it.kind for it in said] == OTHERWISE * found


@pytest.mark.parametrize(
    ("schemas", "keyword", "status", "found"),
    [
        ("The body is not JSON, or a member breaks its schema: unknown, or so.", "type", 422, 1),
        ("A member breaks its schema.", "required", 422, 1),
        ("A member breaks its schema.", "required", 400, 0),
        ("A member breaks its schema.", "maximum", 422, 0),
        ("It is not that a member breaks its schema.", "type", 422, 0),
        ("It is not JSON.", "type", 422, 0),
    ],
)
@pytest.mark.parametrize("rules", ["Together they break a rule.", "It is too much."])
def test_what_responses_say_of_schemas(  # noqa: PLR0913, PLR0917 - the table and two fixtures
    schemas: str,
    keyword: str,
    status: int,
    found: int,
    rules: str,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """They state a status for plain keywords, where others tell what breaks a rule apart."""
    responses = document["paths"]["/boxes"]["post"]["responses"]
    responses["400"] = responses["401"] | {"description": schemas}
    responses["422"] = responses["401"] | {"description": rules}
    api = api_of(document)
    claim = Claim(operation="makeBox", name=f"schema:{keyword}")
    case = replace(MADE, kind="keyword", expect="refused", claim=claim)
    said = stated.judge(Scene(api, Judging(api)), case, reply(status, {}))
    assert [it.kind for it in said] == OTHERWISE * (found if "rule" in rules else 0)


@pytest.mark.parametrize(
    ("words", "claim", "status", "found"),
    [
        ("The body is not JSON, or a member breaks its schema.", "request:json", 422, 1),
        ("The body is not JSON, or a member breaks its schema.", "request:json", 400, 0),
        ("Malformed JSON.", "request:json-trailing", 422, 1),
        ("Malformed JSON.", "request:json-number", 422, 0),
        ("Malformed JSON.", "request:json", 415, 0),
        ("A member breaks its schema.", "request:json", 422, 0),
        ("The body is not sent as application/json.", "request:json", 422, 0),
    ],
)
def test_what_a_response_says_of_what_is_no_json(  # noqa: PLR0913, PLR0917 - and fixtures
    words: str,
    claim: str,
    status: int,
    found: int,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """It has that one of 400 and 422 whose words are about it."""
    responses = document["paths"]["/boxes"]["post"]["responses"]
    responses["400"] = responses["401"] | {"description": words}
    responses["422"] = responses["401"] | {"description": "Together they break a rule."}
    api = api_of(document)
    broken = Claim(operation="makeBox", name=claim)
    case = replace(MADE, kind="protocol", expect="refused", claim=broken, has_value=False)
    said = judged(Scene(api, Judging(api)), case, reply(status, {}))
    assert [it.kind for it in said].count("said-otherwise") == found


@pytest.mark.parametrize(
    ("words", "message", "told"),
    [
        (("No token, or not a valid one.", "The token is valid."), {"caller": "none"}, (403, 1)),
        (("No token, or not a valid one.", "The token is valid."), {"caller": "wrong"}, (403, 1)),
        (("No token, or not a valid one.", "The token is valid."), {"caller": "wrong"}, (401, 0)),
        (("No token, or not a valid one.", "The token is valid."), {"caller": "longer"}, (403, 0)),
        (("Without a key.", "Not allowed."), {"caller": "wrong"}, (403, 0)),
        (("Missing or invalid key.", "Not allowed."), {"caller": "none"}, (403, 1)),
        (("Missing or invalid key.", "An invalid key."), {"caller": "wrong"}, (403, 0)),
        (("Who are you?", "Not allowed."), {"caller": "none"}, (403, 0)),
        (
            ("No token.", "Not allowed."),
            {"caller": "none", "headers": (("Authorization", "Basic"),)},
            (403, 0),
        ),
        (("No token.", "Not allowed."), {"caller": "none", "carrier": "X-Key: 1"}, (403, 0)),
    ],
)
def test_what_responses_say_of_credentials(
    words: tuple[str, str],
    message: dict[str, Any],
    told: tuple[int, int],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """None, or wrong ones, are refused with that one of 401 and 403 whose words are about them."""
    responses = document["paths"]["/boxes"]["post"]["responses"]
    responses["403"] = responses["401"] | {"description": words[1]}
    responses["401"] = responses["401"] | {"description": words[0]}
    api = api_of(document)
    sent = replace(MADE.message, **message)
    case = replace(MADE, kind="credentials", expect="refused", message=sent)
    said = stated.credentials(Scene(api, Judging(api)), case, reply(told[0], {}))
    assert [it.kind for it in said] == OTHERWISE * told[1]


@pytest.mark.parametrize(
    ("words", "told", "nothing", "found"),
    [
        ("There is none, or somebody else's.", 403, 404, 1),
        ("There is none, or it belongs to another caller.", 403, 404, 1),
        ("There is none, or somebody else's.", 403, 403, 0),
        ("There is none, or somebody else's.", 404, 404, 0),
        ("There is none, or somebody else's.", 401, 404, 1),
        ("There is none, or somebody else's.", 401, 401, 0),
        ("There is none.", 403, 404, 0),
    ],
)
def test_what_another_caller_has(  # noqa: PLR0913, PLR0917 - the table and two fixtures
    words: str,
    told: int,
    nothing: int,
    found: int,
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """It is refused as words state, where what nobody has is refused otherwise."""
    responses = document["paths"]["/boxes/{id}"]["get"]["responses"]
    responses["403"] = responses["404"] | {"description": "Not allowed."}
    responses["404"] = responses["404"] | {"description": words}
    operation = next(it for it in api_of(document).operations if it.id == "getBox")
    wanted = stated.theirs(operation, reply(told, {}))
    said = stated.foreign(MADE, reply(told, {}), wanted or 0, reply(nothing, {}))
    assert len(list(said) if wanted else []) == found


@pytest.mark.parametrize(
    ("scheme", "secret", "near"),
    [
        ("bearer", "One-key", ("longer", "shorter", "cased")),
        ("bearer", "0AF3-77", ("longer", "shorter")),
        ("bearer", "0077", ("longer", "shorter")),
        ("basic", "me:word", ("longer", "shorter")),
    ],
)
def test_credentials_in_the_other_case(
    scheme: str,
    secret: str,
    near: tuple[str, ...],
    document: dict[str, Any],
    api_of: Callable[[Json], Api],
) -> None:
    """They are nobody's where letters have a case: not in numbers, nor in names of users."""
    document["components"]["securitySchemes"]["key"]["scheme"] = scheme
    signer = Signer(api_of(document), Credentials(auth=(secret,)))
    assert signer.near == near


def test_how_the_other_case_is_sent(box: Api) -> None:
    """By the campaign, a shell, and Python."""
    message = Message(method="POST", path="/boxes", caller="cased")
    signer = Signer(box, Credentials(auth=("One-key",)))
    assert dict(signer.signed("makeBox", message)[1])["Authorization"] == "Bearer oNE-KEY"
    case, header = replace(MADE, message=message), "Authorization: Bearer $TOKEN"
    assert '$(printf %s "$TOKEN" | tr a-zA-Z A-Za-z)' in curl(
        case, "http://h", secrets=always(header)
    )
    assert 'os.environ["TOKEN"].swapcase()' in "\n".join(
        plain_python(case, Common(url="http://h", secrets=always(header)))
    )
