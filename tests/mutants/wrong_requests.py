"""Requests that are taken, or refused, otherwise than the document says."""

import json
from dataclasses import replace

from tests.mutants.faults import Asked, Said, Wrong, fault, loads, problem
from tests.mutants.model import OWN, SECOND, Json

UUID = 36
"""Characters of one."""
GOOD = b'{"prompt":"A paper boat"}'


@fault("door")
class Door(Wrong):
    """Credentials are not looked at as they should be."""

    def __init__(self, how: str, method: str = "") -> None:
        self._how = how
        self._method = method

    def before(self, asked: Asked) -> Asked | Said:
        if self._method and asked.method != self._method:
            return asked
        given = asked.header("authorization")
        token = given.partition(" ")[2]
        opens = {
            "anybody": True,
            "missing": not given,
            "any-token": bool(token) and token not in {OWN, SECOND},
            "prefix": token.startswith("w"),
            "other-caller": token == SECOND,
        }
        return asked.having("authorization", f"Bearer {OWN}") if opens[self._how] else asked


@fault("door-status")
class DoorStatus(Wrong):
    """Missing credentials are answered with another status."""

    def __init__(self, method: str, status: int) -> None:
        self._method = method
        self._status = status

    def after(self, asked: Asked, said: Said) -> Said:
        if said.status != 401 or asked.method != self._method:
            return said
        return problem(self._status)


@fault("stranger-status")
class StrangerStatus(Wrong):
    """Unknown ids are answered with another status."""

    def __init__(self, status: int) -> None:
        self._status = status

    def after(self, asked: Asked, said: Said) -> Said:
        if said.status != 404 or not asked.resource:
            return said
        if self._status != 200:
            return problem(self._status)
        value = {
            "id": asked.resource,
            "created_at": "2026-01-01T00:00:00Z",
            "model": "uni-1",
            "state": "queued",
            "type": "image",
        }
        return Said(status=200).showing(value)


@fault("key")
class Key(Wrong):
    """Idempotency keys do not work as they should."""

    def __init__(self, how: str) -> None:
        self._how = how
        self._known: dict[str, Said] = {}

    def before(self, asked: Asked) -> Asked | Said:
        key = asked.header("idempotency-key")
        if not key or not asked.creates:
            return asked
        known = self._known.get(key)
        stranger = asked.header("authorization").endswith(SECOND)
        ways: dict[str, Asked | Said] = {
            "ignored": asked.having("idempotency-key", None),
            "once": problem(409) if known else asked,
            "crash": problem(500) if known else asked,
            "needs-uuid": asked if len(key) == UUID else problem(400),
            "other-body": known or asked,
            "other-caller": known if known and stranger else asked,
            "cut-short": asked.having("idempotency-key", key[:8]),
        }
        return ways[self._how]

    def after(self, asked: Asked, said: Said) -> Said:
        key = asked.header("idempotency-key")
        if key and asked.creates and said.good:
            self._known.setdefault(key, said)
        return said


@fault("body")
class Body(Wrong):
    """Bodies that are broken are taken."""

    def __init__(self, how: str) -> None:
        self._how = how

    def before(self, asked: Asked) -> Asked | Said:
        if not asked.creates:
            return asked
        if self._how == "media-type":
            given = asked.header("content-type")
            wrong = given and not given.startswith("application/json")
            return asked.having("content-type", "application/json") if wrong else asked
        return replace(asked, body=self._mended(asked.body))

    def _mended(self, body: bytes) -> bytes:
        if self._how == "empty":
            return body or GOOD
        if self._how == "nan":
            return body.replace(b"NaN", b"0").replace(b"-Infinity", b"0").replace(b"Infinity", b"0")
        text = body.decode("utf-8", "replace" if self._how in {"encoding", "any"} else "strict")
        if self._how == "any":
            return body if loads(body) is not None else GOOD
        if self._how == "encoding":
            return body if loads(body) is not None else _known(loads(text.encode()), body)
        if self._how == "trailing":
            return _first(text, body)
        if self._how == "cut":
            closed = loads((text + "}").encode())
            return body if closed is None else json.dumps(closed).encode()
        raise ValueError(self._how)


def _known(value: Json, body: bytes) -> bytes:
    return GOOD if isinstance(value, dict) else body


def _first(text: str, body: bytes) -> bytes:
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return body
    return json.dumps(value).encode() if text[end:].strip() else body


@fault("status-for-body")
class StatusForBody(Wrong):
    """A refusal of how the body is sent has another status."""

    def __init__(self, of: int, to: int) -> None:
        self._of = of
        self._to = to

    def after(self, asked: Asked, said: Said) -> Said:
        broken = loads(asked.body) is None if self._of == 400 else True
        return problem(self._to) if said.status == self._of and broken else said
