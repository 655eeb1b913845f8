"""An answer has a documented status, headers, media type and body."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from tallystick.fuzz.bodies.proofs import because
from tallystick.fuzz.bodies.variants import paths
from tallystick.fuzz.documented import SHORT, answer, content, in_full, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.answered import failed, unanswerable
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.statuses import GONE, MALFORMED
from tallystick.ir import Enumeration, Header, MediaKind, Operation, Response, Scalar, TypeId
from tallystick.solve.places import place
from tallystick.text import Json

CHARSET: Final = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)
ALIKE: Final = 256
"""Answers that are remembered as sound: refusals, and what is asked for again, are often alike."""
BODILESS = {204, 205, 304}
BARRED = (401, 403)
WRONG = (400, 422, 409, 411, 413, 414, 415, 405, 406, 428, 431)
"""Statuses for a request that is wrong."""


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding for each thing of an answer that the document does not say."""
    if reply.error or reply.status == 0 or case.kind == "method":
        return  # what is not documented has no documented answers
    operation = scene.operations[case.operation]
    declared = response(operation, reply.status)
    if declared is None:
        if failed(reply) or unanswerable(scene, case, reply):
            return  # it is told that the server failed, or what the document leaves to say
        claim = about(case, "response:status", str(reply.status) if operation.responses else "")
        lacking = _lacking(operation, case, reply, shut=scene.shut(case, reply))
        said = f"status {reply.status} is not documented"
        weight = Weight.WARNING if lacking else Weight.ERROR
        said += f": {lacking}" if lacking else ""
        yield finding("undocumented-status", said, case, reply, claim=claim, weight=weight)
        return
    headers = tuple(reply.headers.items())
    whole = case.operation, case.message.method, reply.status, headers, reply.body
    if whole in scene.sound:
        return
    found = [*_wrong(scene, case, reply, declared)]
    if not found and len(scene.sound) < ALIKE and len(reply.body) <= SHORT:
        scene.sound.add(whole)
    yield from found


def _wrong(scene: Scene, case: Case, reply: Reply, declared: Response) -> Iterator[Finding]:
    """Yield what is wrong with an answer that has a documented status."""
    for header in declared.headers:
        yield from _header(scene, case, reply, header)
    if reply.status not in BODILESS and case.message.method != "HEAD":
        yield from _body(scene, case, reply, declared)


def _lacking(operation: Operation, case: Case, reply: Reply, *, shut: bool) -> str:
    """Return what no server could answer as documented, "" where the document has an answer."""
    if not operation.responses:
        return "the document lists no answer at all here"
    if accepted(reply) and all(each.status[:1] in {"1", "4", "5"} for each in operation.responses):
        return "the document lists no final answer but refusals"
    if case.expect == "accepted" and not shut:
        return ""
    for statuses, meant, of, there in (
        (BARRED, BARRED, "a caller who is not let in", bool(operation.security)),
        (GONE, {reply.status}, "what is not there", "{" in operation.path),
        (WRONG, MALFORMED, "a wrong request", True),
    ):
        if there and reply.status in statuses:
            listed = any(response(operation, status) for status in meant)
            return "" if listed else f"the document lists no answer for {of}"
    return ""


def _header(scene: Scene, case: Case, reply: Reply, header: Header) -> Iterator[Finding]:
    text = reply.headers.get(header.wire.lower())
    at = f"{reply.status}.{header.wire}"
    if text is None:
        if header.required:
            claim = about(case, "response:header", at)
            said = f"the answer lacks the header {header.wire}"
            yield finding("response-header", said, case, reply, claim=claim)
        return
    if header.type is None or header.explode:
        return
    if not any(scene.judging.fits(header.type, each, "response") for each in _readings(text)):
        claim = about(case, "response:header", at)
        said = f"the header {header.wire} does not keep its schema: {text[:60]!r}"
        yield finding("response-header", said, case, reply, claim=claim)


def _readings(text: str) -> list[Json]:
    parts: list[Json] = list(text.split(","))
    found: list[Json] = [text, parts]
    with suppress(ValueError):
        found.append(in_full(json.loads(text)))
    return found


def _body(scene: Scene, case: Case, reply: Reply, declared: Response) -> Iterator[Finding]:
    status = str(reply.status)
    if not declared.contents:
        return
    if not reply.body:
        said = f"the answer with {status} has no body"
        claim = about(case, "response:body", status)
        yield finding("response-body", said, case, reply, claim=claim)
        return
    media_type = reply.headers.get("content-type", "")
    found = content(declared, media_type)
    if found is None:
        said = f"the content type {media_type[:60]!r} is not documented for {status}"
        claim = about(case, "response:content-type", status)
        proofs = [scene.possible.against(it.type) if it.type else None for it in declared.contents]
        if all(proofs):
            said += ", and no answer keeps the schema of one that is"
        weight = Weight.WARNING if all(proofs) else Weight.ERROR
        yield finding("response-content-type", said, case, reply, claim=claim, weight=weight)
    elif found.kind is MediaKind.JSON and found.type is not None:
        yield from _json(scene, case, reply, found.type)
    elif found.kind is MediaKind.TEXT and found.type is not None:
        yield from _text(scene, case, reply, found.type)


def _text(scene: Scene, case: Case, reply: Reply, type_id: TypeId) -> Iterator[Finding]:
    """Yield a finding when a text does not keep its schema, however it may be read.

    A line may end behind it. What is not in its charset, and what no scalar is, is not read.
    """
    named = CHARSET.search(reply.headers.get("content-type", ""))
    try:
        text = reply.body.decode(named[1] if named else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return
    every = [it for said in (text, text.rstrip("\r\n")) for it in _readings(said)]
    plain = isinstance(scene.api.types[type_id], Scalar | Enumeration)
    if not plain or any(scene.judging.fits(type_id, it, "response") for it in every):
        return
    status, grows = str(reply.status), bool(scene.grows(type_id))
    said = f"the text of the answer with {status} does not keep its schema: {text[:60]!r}"
    claim = about(case, "response:body", status)
    weight = Weight.NOTE if grows else Weight.ERROR
    yield finding("response-schema", said, case, reply, claim=claim, weight=weight)


def _json(scene: Scene, case: Case, reply: Reply, type_id: TypeId) -> Iterator[Finding]:
    status = str(reply.status)
    value = answer(reply)
    if value is None and reply.body.strip() != b"null":
        said = f"the body of the answer with {status} is not JSON"
        claim = about(case, "response:body", status)
        yield finding("response-body", said, case, reply, claim=claim)
        return
    broken = scene.judging.broken(type_id, value, "response")
    proof = scene.possible.against(type_id) if broken.keywords else None
    excused = {each.keyword for each in proof.claims} if proof else set()
    for keyword, at in sorted(broken.keywords):
        grown = keyword in {"enum", "anyOf"} and _grown(scene, type_id, value, at)
        said = f"the answer with {status} breaks {keyword} of its schema at {at or '/'}"
        claim = about(case, f"response:{keyword}", f"{status}{at}")
        weight = Weight.NOTE if grown else Weight.ERROR
        if proof and keyword in excused:
            weight = Weight.WARNING
            said += f"; no answer keeps it: {because(proof)}"
        yield finding("response-schema", said, case, reply, claim=claim, weight=weight)
    for rule, at in sorted(broken.rules):
        said = f"the answer with {status} breaks the rule {rule}"
        claim = about(case, f"response:{rule}", f"{status}{at}")
        yield finding("response-rule", said, case, reply, claim=claim)


def _grown(scene: Scene, type_id: TypeId, value: Json, at: str) -> bool:
    """Whether what is at a place may be a new value of an enumeration that may grow."""
    kinds = scene.grows(type_id).get(at)
    there = (part for path, part in paths(value) if place(path) == at)
    return kinds is not None and all(part is None or type(part) in kinds for part in there)
