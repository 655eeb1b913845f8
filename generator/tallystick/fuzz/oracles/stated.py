"""Statuses of refusals that words state, and which are others.

*A body that breaks its schema or a rule is refused with 422*; *with another body it is a conflict
(409)*. What a response is described with is stated of its status: *401: no token, or a wrong one*.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.documented import takes_key, told
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.statuses import BARRED, CONFLICT, GONE, MALFORMED
from tallystick.ir import Operation
from tallystick.ir.types import Doc

_CLAUSE: Final = re.compile(r"[;:!?]\s|\.(?:\s|$)|\s\*\s")
"""What a statement ends with."""
_PART: Final = re.compile(_CLAUSE.pattern + r"|,\s+or\s+")
"""What divides those of one description."""
_STATUS: Final = re.compile(r"\b4\d\d\b")
_BROKEN: Final = {
    "rule": re.compile(r"\b(?:break|violat|fail)\w*\b[^,]*\b(?:rules?|constraints?)\b"),
    "keyword": re.compile(r"\b(?:break|violat|fail)\w*\b[^,]*\bschemas?\b"),
}
"""Kind of broken bodies -> what is said of them."""
_ANY_SCHEMA: Final = frozenset({"required", "type", "enum", "additionalProperties"})
"""Keywords that are meant by whoever speaks of schemas."""
_NOT: Final = re.compile(r"\b(?:not|never|no)\b")
_SCHEMA: Final = "schema:"
_OTHER: Final = re.compile(
    r"\b(?:another|other|different|changed)\s+(?:request\s+)?(?:body|bodies|payload|content|request)"
)
"""What is said of a key that comes again with another body."""
_OTHER_KEY: Final = re.compile(
    rf"\bidempotency\b.*{_OTHER.pattern}|{_OTHER.pattern}.*\bidempotency\b"
)
"""The same of what stands among other statements."""
_CREDENTIAL: Final = r"\b(?:tokens?|keys?|credentials?|secrets?|passwords?|authentication)\b"
_UNKNOWN: Final[dict[str, re.Pattern[str]]] = {
    "none": re.compile(rf"\b(?:no|missing|without|lacks?)\b[^,]*{_CREDENTIAL}"),
    "wrong": re.compile(
        rf"{_CREDENTIAL}.*\bnot an? valid one\b"
        rf"|\b(?:invalid|wrong|not an? valid)\b[^,]*{_CREDENTIAL}"
    ),
}
"""Caller -> what is said of their credentials."""
_THEIRS: Final = re.compile(
    r"\b(?:somebody|someone)\s+else\b|\banother\s+(?:caller|account|user|customer|tenant)\b"
)
"""What is said of a resource that another caller has."""
_NO_JSON: Final = re.compile(r"\b(?:no|not|invalid|malformed|broken|unparsable)\b[^,]*\bjson\b")
"""What is said of a body that nobody can read."""
_NAMED: Final = re.compile(r"\bapplication/|\bcontent-type\b|\bmedia type\b")
"""What is said of what a body is called, and not of what it is."""
_READ: Final = frozenset({"request:json", "request:json-trailing"})
"""Claims on bodies that no reader of JSON takes."""
_UNKNOWN_CALLER: Final = 401
_UNADMITTED: Final = frozenset({_UNKNOWN_CALLER, 403})


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a broken body that is refused with another status than words state.

    Nobody but the document says which of 400 and 422 it is; another status says something else.
    """
    known = case.expect == "refused" and case.has_value and case.kind in _BROKEN
    if not known or reply.status not in MALFORMED:
        return
    operation = scene.operations[case.operation]
    stated = scene.once(("stated", operation.id), lambda: _broken(scene, operation))
    wanted = stated[case.kind]
    if case.kind == "keyword" and case.claim and case.claim.name[len(_SCHEMA) :] in _ANY_SCHEMA:
        wanted = wanted or stated[_SCHEMA]
    if wanted in MALFORMED and reply.status != wanted:
        said = f"what breaks a {case.kind} is refused with {reply.status}, and said to be {wanted}"
        claim = about(case, "refusal:said", case.kind)
        yield finding("said-otherwise", said, case, reply, claim=claim, weight=Weight.WARNING)


def unread(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about what is no JSON, refused with another status than is said of it."""
    broken = case.expect == "refused" and case.claim is not None and case.claim.name in _READ
    if not broken or reply.status not in MALFORMED:
        return
    operation = scene.operations[case.operation]
    wanted = _only(_described(operation, _NO_JSON, _NAMED, ends=_PART))
    if wanted in MALFORMED and reply.status != wanted:
        said = f"what is no JSON is refused with {reply.status}, and said to be with {wanted}"
        claim = about(case, "refusal:said", "json")
        yield finding("said-otherwise", said, case, reply, claim=claim, weight=Weight.WARNING)


def credentials(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about credentials refused with the other one of 401 and 403 than is said."""
    if reply.status not in _UNADMITTED or case.kind != "credentials" or case.message.carrier:
        return
    what = _UNKNOWN.get(case.message.caller)
    strange = any(name.lower() == "authorization" for name, _ in case.message.headers)
    if case.expect != "refused" or strange or what is None:
        return
    wanted = _only(_described(scene.operations[case.operation], what))
    if wanted in _UNADMITTED and reply.status != wanted:
        who = case.message.caller
        said = f"credentials ({who}) are refused with {reply.status}, and said to be with {wanted}"
        claim = about(case, "refusal:said", f"credentials {who}")
        yield finding("said-otherwise", said, case, reply, claim=claim, weight=Weight.WARNING)


def theirs(operation: Operation, reply: Reply) -> int | None:
    """Return the status said for what another caller has, None where a refusal has it.

    Args:
        operation: Shows a resource.
        reply: Its answer to somebody who does not have it.
    """
    wanted = _only(_described(operation, _THEIRS))
    barred = BARRED - {_UNKNOWN_CALLER}
    known = wanted in barred and reply.status in BARRED
    return wanted if known and reply.status != wanted else None


def foreign(case: Case, reply: Reply, wanted: int, nothing: Reply) -> Iterator[Finding]:
    """Yield a warning about a resource of another caller that is refused otherwise than said.

    Args:
        case: Asks for it.
        reply: The refusal.
        wanted: The status that is said.
        nothing: What the same caller is told of a resource that nobody has: without another
            answer to that, it is the caller who is refused, whatever they ask for.
    """
    if nothing.status in GONE and nothing.status != reply.status:
        said = f"what another caller has is refused with {reply.status}, and said to be {wanted}"
        claim = about(case, "refusal:said", "another caller")
        yield finding("said-otherwise", said, case, reply, claim=claim, weight=Weight.WARNING)


def key(scene: Scene, case: Case, other: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning about a key that came again with another body, refused otherwise than said.

    Args:
        scene: The API.
        case: The first request with the key.
        other: The one with another body.
        reply: Its answer.
    """
    operation = scene.operations[case.operation]
    docs = [operation.doc, *(it.doc for it in operation.parameters if takes_key(it))]
    found = _statuses(docs, _OTHER)
    wanted = _only(found or _described(operation, _OTHER_KEY))
    if wanted is not None and reply.status in {*MALFORMED, CONFLICT} - {wanted}:
        said = f"a key with another body is refused with {reply.status}, and said to be {wanted}"
        claim = about(case, "request:idempotency-status")
        shown = replace(other, after=case)
        yield finding("said-otherwise", said, shown, reply, claim=claim, weight=Weight.WARNING)


def _broken(scene: Scene, operation: Operation) -> dict[str, int | None]:
    """Return the status that is stated for each kind of broken bodies."""
    docs = scene.api.info.doc, operation.doc
    found = {kind: _statuses(docs, what) for kind, what in _BROKEN.items()}
    # What a response says of schemas may be meant for some of their keywords only.
    found["rule"] = found["rule"] or _described(operation, _BROKEN["rule"], _NOT)
    # Who tells what breaks a schema and what breaks a rule apart means all of the former.
    schema = _described(operation, _BROKEN["keyword"], _NOT, ends=_PART)
    found[_SCHEMA] = schema if found["rule"] and found["rule"] != schema else set()
    return {kind: _only(statuses) for kind, statuses in found.items()}


def _described(
    operation: Operation,
    what: re.Pattern[str],
    unless: re.Pattern[str] | None = None,
    *,
    ends: re.Pattern[str] = _CLAUSE,
) -> set[int]:
    """Return the statuses of the responses of whose own statements one is about something.

    Args:
        operation: Has the responses.
        what: Matches what is looked for.
        unless: Matches statements that do not count.
        ends: What statements end with.
    """
    found: set[int] = set()
    for each in operation.responses:
        clauses = ends.split(told(each.doc.description))
        counted = (it for it in clauses if unless is None or not unless.search(it))
        if _STATUS.fullmatch(each.status) and any(what.search(it) for it in counted):
            found.add(int(each.status))
    return found


def _statuses(docs: Iterable[Doc], what: re.Pattern[str]) -> set[int]:
    """Return the statuses of the statements about something that name just one."""
    clauses = (it for doc in docs for it in _CLAUSE.split(told(doc.description)))
    about = (it for it in clauses if what.search(it) and not _NOT.search(it))
    found = (set(_STATUS.findall(it)) for it in about)
    return {int(it) for each in found if len(each) == 1 for it in each}


def _only(found: set[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None
