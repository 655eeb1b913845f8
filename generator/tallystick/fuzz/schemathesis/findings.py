"""What Schemathesis' checks say, as findings of ours.

A failure that our own oracles have seen in the same answer is theirs; a check that is an opinion,
where the document says nothing, weighs little; one about valid data counts only when the body
breaks no rule.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.fuzz.model import Case, Claim, Finding, Message, Weight
from tallystick.fuzz.oracles import judged
from tallystick.fuzz.oracles.acceptance import excused
from tallystick.fuzz.oracles.lifecycle import stands
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.requests.giving import CONDITIONS
from tallystick.fuzz.schemathesis.bodies import Mending
from tallystick.fuzz.schemathesis.proxy import STAND_INS, Passed
from tallystick.fuzz.statuses import PRECONDITION_FAILED
from tallystick.ir import Operation
from tallystick.text import Json

KIND: Final = "schemathesis"
OURS: Final = {
    "not_a_server_error": {"server-error", "no-answer"},
    "status_code_conformance": {"undocumented-status"},
    "content_type_conformance": {"response-content-type", "response-body"},
    "response_schema_conformance": {"response-schema", "response-body", "response-rule"},
    "response_headers_conformance": {"response-header"},
}
"""Check -> kinds of our findings that say the same."""
IDEMPOTENCY: Final = "idempotency"
"""Stands in the names of headers by which a request counts once."""
OPINIONS: Final = {"unsupported_method": 405, "allow_header_conformance": 405}
"""Check -> status that a document must list for the check to be more than an opinion."""


class Failed(NamedTuple):
    """A failed check: its name and its first words."""

    check: str
    sentence: str


class Findings:
    """Makes findings of one API."""

    def __init__(self, scene: Scene, mending: Mending) -> None:
        """Judge by `scene`."""
        self._scene = scene
        self._mending = mending
        sent = Counter(map(_line, scene.api.operations))
        self._operations = {
            (each.method, each.path): each
            for each in scene.api.operations
            if sent[_line(each)] == 1
        }

    def operation(self, method: str, path: str) -> Operation | None:
        """Return the operation of a method (any case) and a path template.

        None for paths that differ in what no request holds: nobody knows which one was meant.
        """
        return self._operations.get((method.lower(), path))

    def of(
        self, operation: Operation, passed: Passed, failed: list[Failed], *, own: bool
    ) -> Iterator[Finding]:
        """Yield what is wrong with one answer.

        Args:
            operation: The operation that was meant.
            passed: Request and answer.
            failed: Checks that failed.
            own: The request has the method of the operation.
        """
        case, reply = _case(operation, passed), passed.reply
        ours: list[Finding] = []
        if own:
            ours = [*judged(self._scene, case, reply), *stands(self._scene, case, reply)]
            yield from ours
        if reply.error:
            return
        kinds = {each.kind for each in ours}
        for item in failed:
            if kinds & OURS.get(item.check, set()) or not self._counts(
                operation, case, passed, item
            ):
                continue
            claim = Claim(operation=operation.id, name=f"{KIND}:{item.check}")
            said = f"Schemathesis: {item.sentence}"
            weight = self._weight(operation, case, item.check)
            if own and item.check in OURS:
                weight = Weight.NOTE  # Ours looked at the same answer, and it keeps the document.
            yield finding(KIND, said, case, reply, claim=claim, weight=weight)

    def _counts(self, operation: Operation, case: Case, passed: Passed, item: Failed) -> bool:
        """Whether a failure stands when rules, and what is read of a body, are looked at."""
        if item.check == "positive_data_acceptance":
            odd = _keyed(passed) or self._broken(operation, case) or self._open(operation, passed)
            odd = odd or _conditional(passed)
            return not odd and not excused(self._scene, case, passed.reply)
        return True

    def _weight(self, operation: Operation, case: Case, check: str) -> Weight:
        if check == "negative_data_rejection" and not self._broken(operation, case):
            # A parameter: how its text is to be read is a matter of style, and ours try it too.
            return Weight.WARNING
        if check == "positive_data_acceptance" and (case.message.query or not case.has_value):
            return Weight.WARNING  # likewise, and forms are such texts too
        status = OPINIONS.get(check)
        if status is None:
            return Weight.ERROR
        beside = (each for each in self._scene.api.operations if each.path == operation.path)
        stated = any(_lists(each, status) for each in beside)
        return Weight.ERROR if stated else Weight.NOTE

    def _open(self, operation: Operation, passed: Passed) -> bool:
        return self._mending.open(operation, _told(passed))

    def _broken(self, operation: Operation, case: Case) -> bool:
        return case.has_value and self._mending.broken(operation, case.value)


def _keyed(passed: Passed) -> bool:
    """Whether a request has an idempotency key: what was sent with it before may refuse it."""
    return any(IDEMPOTENCY in name.lower() for name, _ in passed.wire.headers)


def _conditional(passed: Passed) -> bool:
    """Whether a request was refused for a condition of its own: it is about a state, no schema."""
    asked = any(name.lower() in CONDITIONS for name, _ in passed.wire.headers)
    return asked and passed.reply.status == PRECONDITION_FAILED


def _line(operation: Operation) -> tuple[str, str]:
    """Return method and path as they are sent: without a fragment."""
    return operation.method, operation.path.partition("#")[0]


def _lists(operation: Operation, status: int) -> bool:
    return any(each.status == str(status) for each in operation.responses)


def _case(operation: Operation, passed: Passed) -> Case:
    """Return a request as a case of ours: without credentials, but with whose they were."""
    wire = passed.wire
    path, _, query = wire.target.partition("?")
    pairs = query.split("&") if query else []
    carried = any(_stands_in(value) for _, value in wire.headers) or any(map(_stands_in, pairs))
    other = any(name.lower() == "authorization" for name, _ in wire.headers)
    message = Message(
        method=wire.method,
        path=path,
        query="&".join(pair for pair in pairs if not _stands_in(pair)),
        headers=tuple(
            (name, value)
            for name, value in wire.headers
            if not _stands_in(value) and name.lower() != "authorization"
        ),
        body=wire.body,
        caller="own" if carried else "wrong" if other else "none",
    )
    value = _json(wire.body) if "json" in _told(passed).lower() else None
    return Case(
        operation=operation.id,
        kind=KIND,
        expect="documented",
        message=message,
        value=value,
        has_value=value is not None,
    )


def _told(passed: Passed) -> str:
    """Return the content type of a request: JSON where it says none."""
    told = (value for name, value in passed.wire.headers if name.lower() == "content-type")
    return next(told, "json")


def _stands_in(text: str) -> bool:
    return any(spelled in text for spelled in STAND_INS)


def _json(body: bytes | None) -> Json:
    try:
        value: Json = json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
    return value
