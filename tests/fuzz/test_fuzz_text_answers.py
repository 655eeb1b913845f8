"""Answers that are texts keep their schemas."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.fuzz.handmade import Handmade

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Reply
from tallystick.fuzz.requests.plan import Wish
from tallystick.fuzz.sending.transport import Wire
from tallystick.ir import Api
from tallystick.text import Json

WORD: dict[str, Any] = {"type": "string", "enum": ["ok"]}
GROWING: dict[str, Any] = {**WORD, "x-extensible-enum": True}


def document(paths: Json) -> Json:
    """Return a document of some paths."""
    return {"openapi": "3.1.0", "info": {"title": "Words", "version": "1"}, "paths": paths}


class Saying(Handmade):
    """A server that says one text, whatever it is asked."""

    def __init__(self, said: bytes, media_type: str) -> None:
        """Say `said`."""
        self._reply = Reply(status=200, headers={"content-type": media_type}, body=said)

    def _one(self, request: Wire) -> Reply:
        return self._reply if request.method == "GET" else Reply(status=405)


@pytest.mark.parametrize(
    ("said", "charset", "schema", "weights"),
    [
        (b"ok", "", WORD, []),
        (b"ok\n", "", WORD, []),
        (b'"ok"', "", WORD, []),
        (b"fine", "", WORD, ["error"]),
        (b"fine", "", GROWING, ["note"]),
        ("ok".encode("utf-16"), "; charset=utf-16", WORD, []),
        ("é".encode("latin-1"), "", WORD, []),  # not in the charset: nobody knows what it says
        (b"7", "", {"type": "integer"}, []),
        (b"seven", "", {"type": "integer"}, ["error"]),
        (b"a,b", "", {"type": "array", "items": WORD}, []),  # nobody says how it is written
    ],
)
def test_texts_keep_their_schemas(
    api_of: Callable[[Json], Api], said: bytes, charset: str, schema: Json, weights: list[str]
) -> None:
    """A text is read as it stands, without the end of its line, and as JSON."""
    content: Json = {"text/plain": {"schema": schema}}
    good: Json = {"200": {"description": "Up.", "content": content}}
    api = api_of(document({"/health": {"get": {"operationId": "health", "responses": good}}}))
    outcome = run(api, Saying(said, "text/plain" + charset), Options(wish=Wish(most=20)))
    found = [it.weight.value for it in outcome.findings if it.kind == "response-schema"]
    assert found == weights
