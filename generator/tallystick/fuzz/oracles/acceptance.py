"""What is valid is accepted; what breaks something is not."""

from collections.abc import Iterator

from tallystick.fuzz.chains import leads
from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.conflicts import met
from tallystick.fuzz.oracles.pointing import about_others, unnamed
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.requests.composing import body_content
from tallystick.fuzz.statuses import CONFLICT, FOR_LATER, GONE
from tallystick.ir import Operation
from tallystick.text import Json

EXCUSES = {402: "payment", 429: "too many requests", 503: "busy"}
"""Statuses about the account or the hour, not about the request."""
REDIRECT, REFUSED, FAILED = 300, 400, 500


def accepted(reply: Reply) -> bool:
    """Whether a request was taken."""
    return 200 <= reply.status < REDIRECT and not reply.error  # noqa: PLR2004 - success


def done(reply: Reply) -> bool:
    """Whether what was asked for is done: accepted, and not for later."""
    return accepted(reply) and reply.status != FOR_LATER


def taken(scene: Scene, case: Case, reply: Reply) -> bool:
    """Whether a valid request came out well: accepted, or redirected where the document says so."""
    if accepted(reply):
        return True
    listed = {each.status.upper() for each in scene.operations[case.operation].responses}
    redirect = REDIRECT <= reply.status < REFUSED and not reply.error
    return redirect and not listed.isdisjoint({str(reply.status), "3XX"})


def excused(scene: Scene, case: Case, reply: Reply) -> str:
    """Return why a valid request may have been refused by no fault of the server, or ""."""
    if reply.status in EXCUSES:
        return EXCUSES[reply.status]
    if reply.status in GONE and _names_something(scene.operations[case.operation], reply):
        return "what a body names is not there"
    if scene.shut(case, reply):
        return "no credential was given (`--auth`)"
    if reply.status == CONFLICT and (member := met(scene, case)):
        return f"another one may have its {member}"
    refused = REFUSED <= reply.status < FAILED
    return _of_the_server(scene, case, reply) if refused and scene.server_rules else ""


def _of_the_server(scene: Scene, case: Case, reply: Reply) -> str:
    """Return which rules that only the server can judge a refusal may be about, or ""."""
    told = answer(reply)
    named = named_rules(told) or scene.server_rules & texts(told)
    if named and named <= scene.server_rules:
        return "a rule that only the server can judge: " + ", ".join(sorted(named))
    if named and _of_what_comes(scene, case, named):
        return "a rule of what comes of it: " + ", ".join(sorted(named))
    perhaps = doubtful(scene, case, reply)
    if perhaps and not about_others(scene, case, perhaps):
        return "perhaps a rule that only the server can judge: " + ", ".join(sorted(perhaps))
    return ""


def doubtful(scene: Scene, case: Case, reply: Reply) -> frozenset[str]:
    """Return the rules of the server that a refusal may be about which names none."""
    if not REFUSED <= reply.status < FAILED or not scene.server_rules:
        return frozenset()
    told = answer(reply)
    named = named_rules(told) or scene.server_rules & texts(told)
    return frozenset() if named else unnamed(scene, case, reply)


def _of_what_comes(scene: Scene, case: Case, named: frozenset[str]) -> bool:
    """Whether rules are of what a request makes of a resource, as a rule says without a text.

    The body keeps its own rules: those that it does not have are of something else.
    """
    content = body_content(scene.operations[case.operation])
    if content is None or content.type is None or not case.takes:
        return False
    says = any(rule.text is None for rule in scene.api.types[content.type].rules)
    own = {name for name, _ in scene.judging.rules_at(content.type)}
    return says and named <= scene.rules - own


def _names_something(operation: Operation, reply: Reply) -> bool:
    """Whether a documented answer that something is missing can only be about the body."""
    placed = "{" in operation.path or operation.body is None
    return not placed and any(each.status == str(reply.status) for each in operation.responses)


def named_rules(value: Json) -> frozenset[str]:
    """Return the texts under ``rule`` in an answer, at any depth."""
    found: set[str] = set()
    todo: list[Json] = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            rule = part.get("rule")
            if isinstance(rule, str):
                found.add(rule)
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return frozenset(found)


def texts(value: Json) -> frozenset[str]:
    """Return the texts of an answer; of an address its last part, too: a problem's ``type``."""
    found: set[str] = set()
    todo: list[Json] = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            found |= {
                part,
                part.rpartition("/")[2],
                part.rpartition("#")[2],
                part.rpartition(":")[2],
            }
        elif isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return frozenset(found)


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a finding when a case did not come out as it must."""
    if reply.error or reply.status >= FAILED:
        return
    valid = case.expect == "accepted"
    if valid and not taken(scene, case, reply) and not excused(scene, case, reply):
        said = f"a valid request was refused with {reply.status}"
        if reply.status < REFUSED:
            said = f"a valid request was answered with {reply.status}, a redirect or less"
        weight = Weight.ERROR
        if doubtful(scene, case, reply):
            weight = Weight.WARNING
            said += ", as by a rule of the server whose message is about others"
        yield finding("valid-refused", said, case, reply, weight=weight)
    if case.kind == "method" and accepted(reply):
        method = case.message.method
        said = f"{method}, which the document does not have here, was answered with {reply.status}"
        yield finding("undocumented-method", said, case, reply, weight=Weight.WARNING)
    elif case.expect == "refused" and accepted(reply) and case.claim is not None:
        said = f"a request that breaks {case.claim.name} was accepted with {reply.status}"
        weight = Weight.ERROR
        doubt = _doubt(scene, case)
        if doubt:
            weight = Weight.NOTE if case.kind == "untyped" else Weight.WARNING
            said += f", and {doubt}"
        yield finding("invalid-accepted", said, case, reply, weight=weight)


def _doubt(scene: Scene, case: Case) -> str:
    """Return why a request may be accepted: the document does not say enough, "" if it does.

    What nobody is told the id of may be there under any.
    """
    if case.kind == "range":
        return "words alone forbid it"
    if case.kind == "untyped":
        return "a server may guess what a body is (RFC 9110, section 8.3)"
    if case.claim is None or case.claim.name != "request:unknown":
        return ""
    operation = scene.operations[case.operation]
    if not any(response(operation, status) for status in GONE):
        return "the document lists no answer for what is not there"
    ways = [each for each in scene.chains if each.get.id == case.operation]
    if ways and not any(leads(scene.api, each) for each in ways):
        return "no answer of the document has the id that leads here"
    return ""
