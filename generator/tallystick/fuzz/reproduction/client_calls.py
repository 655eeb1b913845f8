"""A finding as a call of the generated client, where the client sends exactly that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tallystick.fuzz.model import Case, Finding
from tallystick.fuzz.reproduction.awaiting import by_python
from tallystick.fuzz.reproduction.commands import (
    NOTHING,
    SETTLE,
    Common,
    deep,
    environment,
    plain_python,
    settles,
)
from tallystick.fuzz.reproduction.courses import awaited, course, gives_tag, names_tag, taking
from tallystick.fuzz.reproduction.prelude import First, Firsts, firsts, marked
from tallystick.fuzz.reproduction.secrets import OTHER, Secrets
from tallystick.fuzz.requests.paging import COUNTS, HEADERS

REFUSED: Final = "# the generated client does not send this: plain HTTP"
SEVERAL: Final = "# what the path needs comes from several answers: plain HTTP"

ABOUT_HEADERS: Final = frozenset(
    {
        "response-header",
        "response-content-type",
        "header-never",
        "header-outdated",
        "header-same",
        "location",
        "no-challenge",
        "put-status",
        "same-etag",
        "undocumented-status",
    }
)
"""Findings that a body does not show."""
ABOUT_BODIES: Final = frozenset({"response-schema"})
"""Findings for which the client raises: where an earlier answer has the same fault, too early."""
BY_STATUS: Final = frozenset({"server-error", "undocumented-status"})
"""Findings about refusals that the status shows, as those do whose kind says ``refused``."""
SENT: Final = frozenset({"own", "second"})
"""Whose credentials the client sends as they are."""
REDIRECTED: Final = 300
"""The first status that is no success."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCall:
    """How the generated client sends one operation.

    Attributes:
        method: ``things.create``, below the client.
        parameters: (place, name in the request) -> keyword.
        members: Member of the body -> keyword, when members are keywords.
        needed: Keywords that must be given.
        body: Keyword that takes the whole body, "" for none.
        key: Header of the idempotency key in lower case, "" for none.
        attributes: Member of the answer -> attribute of the result.
    """

    method: str
    parameters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    body: str = ""
    key: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedClient:
    """The generated client of an API, as far as a reproduction calls it.

    Attributes:
        package: Import name.
        name: Its class.
        secret: (keyword, environment variable) of the first credential; ("", "") for none.
        calls: Operation id -> call; operations that it cannot send as JSON are left out.
    """

    package: str
    name: str
    secret: tuple[str, str] = ("", "")
    calls: Mapping[str, ClientCall] = field(default_factory=dict)


def python(
    case: Case,
    url: str,
    client: GeneratedClient | None = None,
    *,
    secrets: Secrets = NOTHING,
    headers: tuple[str, ...] = (),
) -> str:
    """Return a few lines of Python that send the request of a case, and those it needs before it.

    With the generated client where it can send exactly that, else without further packages; then
    the first line says so. The client takes its credential from the environment.

    Args:
        case: The case.
        url: As of `Common`.
        client: None when there is no client.
        secrets: As of `Common`, for plain HTTP.
        headers: As of `Common`.
    """
    common = Common(url=url, secrets=secrets, headers=headers)
    script = _Script(client, common, whole=False) if client is not None else None
    return _python(case, script, common, whole=False)


def _python(case: Case, script: "_Script | None", common: Common, *, whole: bool) -> str:
    lines = script.lines(case) if script is not None else None
    if lines is None:
        several = case.apart is not None or _several(course(case)) or deep(firsts(course(case)))
        said = [SEVERAL if several else REFUSED] if script is not None else []
        lines = [*said, *plain_python(case, common, whole=whole)]
    return "\n".join(lines)


def shown(
    item: Finding,
    url: str,
    client: GeneratedClient | None = None,
    *,
    secrets: Secrets = NOTHING,
    headers: tuple[str, ...] = (),
) -> str:
    """Return lines of Python that show a finding, also where it is about headers or a refusal.

    The client raises where a request is refused, and tells little but the status then: for more,
    it is plain HTTP, as it is where the client would raise before the last request.

    Args:
        item: The finding.
        url: As of `Common`.
        client: None when there is no client.
        secrets: As of `python`.
        headers: As of `Common`.
    """
    raises = item.reply.status >= REDIRECTED
    told = item.kind in BY_STATUS or "refused" in item.kind
    whole = not told if raises else item.kind in ABOUT_HEADERS or _headed(item)
    common = Common(url=url, secrets=secrets, headers=headers)
    early = item.kind in ABOUT_BODIES and bool(course(item.case)[1:])
    if client is None or (raises and whole) or early:
        return _python(item.case, None, common, whole=whole)
    return _python(item.case, _Script(client, common, whole=whole), common, whole=whole)


def _headed(item: Finding) -> bool:
    """Whether a finding is about a list whose headers tell of its pages."""
    listed = item.claim.name.startswith("list:")
    return listed and not item.reply.headers.keys().isdisjoint(("link", *COUNTS, *HEADERS))


def _several(steps: list[Case]) -> bool:
    """Whether requests take something of more than the first answer: what is in another one."""
    return any(taking(steps)[1:])


class _Script:
    """Lines of Python with the generated client."""

    def __init__(self, client: GeneratedClient, common: Common, *, whole: bool) -> None:
        self._client = client
        self._whole = whole
        self._common = common

    def lines(self, case: Case) -> list[str] | None:
        """Return the lines, None when the client cannot send what is wanted."""
        known = firsts(course(case))
        steps = [marked(each, known) for each in course(case)]
        if (
            _several(steps)
            or case.apart is not None
            or deep(known)
            or any(each.message.caller != "own" for each in steps[:-1])
        ):
            return None
        before = [self._first(each, known) for each in known.values()]
        calls = [call for each in steps if (call := self._call(each, steps[0])) is not None]
        if len(calls) < len(steps) or any(made is None for made in before):
            return None
        client, (keyword, _) = self._client, self._client.secret
        asked = f"base_url={self._common.url.rstrip('/')!r}, check_rules=False, max_retries=0"
        names = self._common.sent(case)  # the client sends its credential by itself
        sent = [f'{it!r}: os.environ["{environment(it)}"]' for it in names]
        asked += f", default_headers={{{', '.join(sent)}}}" if sent else ""
        lines = ["import os"] if sent else []
        lines.append(f"from {client.package} import {client.name}")
        lines.append(f"client = {client.name}({asked})")
        who = "client"
        if case.message.caller == "second":
            if not keyword:
                return None
            who = "other"
            secret = f'{keyword}=os.environ["{OTHER[1:]}"]'
            lines = [*lines, f"other = {client.name}({secret}, {asked})"]
            lines = lines if sent else ["import os", *lines]
        lines += [line for made in before for line in made or ()]
        ended = self._asked(case, steps, calls, f"{who}.")
        if ended is None:
            return None
        lines += ended
        if any("time.sleep" in line for line in lines):
            lines = ["import time", *lines]
        return [_with_ids(line, known) for line in lines]

    def _asked(self, case: Case, steps: list[Case], calls: list[str], who: str) -> list[str] | None:
        """Return the lines that call, wait and print; None when the client cannot."""
        lines: list[str] = []
        for number, call in enumerate(calls[:-1]):
            if gives_tag(steps[number], steps):
                lines.append(f'tag = client.{_raw(call)}.headers["etag"]')
            else:
                lines.append(f"{'' if number else 'made = '}client.{call}")
        waits = self._waits(case, f"{who}{calls[-1]}")
        if waits is None:
            return None
        lines += waits
        if settles(case, steps):
            lines.append(f"time.sleep({SETTLE})")
        return [*lines, *self._shown(who, calls[-1])]

    def _waits(self, case: Case, call: str) -> list[str] | None:
        """Return lines that wait for what is to be shown; None when the client cannot."""
        member, states = awaited(case)
        attribute = self._client.calls[case.operation].attributes.get(member)
        if not states:
            return []
        if attribute is None:
            return None
        state = f"{call}.{attribute}"
        ways = (by_python(state, (each,), "time.sleep", quick=True) for each in states)
        return [line for way in ways for line in way]

    def _shown(self, who: str, call: str) -> list[str]:
        """Return the lines that print what comes of a call."""
        if not self._whole:
            return [f"print({who}{call})"]
        return [
            f"answer = {who}{_raw(call)}",
            "print(answer.status_code, dict(answer.headers))",
        ]

    def _first(self, first: First, known: Firsts) -> list[str] | None:
        """Return the lines that make a resource to be named; None when the client cannot."""
        named = first.named
        maker = self._call(marked(named.maker, known), named.maker)
        made = self._client.calls.get(named.maker.operation)
        if maker is None or made is None or named.pointer[1:] not in made.attributes:
            return None
        lines = [f"made = client.{maker}"]
        lines.append(f"{first.name} = made.{made.attributes[named.pointer[1:]]}")
        if named.ask is None or named.until is None:
            return lines
        member, states = named.until
        asked = self._client.calls.get(named.ask.operation)
        ask = self._call(replace(named.ask, value=None), named.maker)
        if ask is None or asked is None or member not in asked.attributes:
            return None
        state = f"client.{ask}.{asked.attributes[member]}"
        return [*lines, *by_python(state, states, "time.sleep")]

    def _call(self, case: Case, first: Case) -> str | None:
        call = self._client.calls.get(case.operation)
        message = case.message
        own = message.caller in SENT and not message.carrier
        if call is None or not own or message.query:
            return None
        if case.kind == "method" or (message.body is not None and not case.has_value):
            return None
        path = self._path(call, case, first)
        headers = _headers(call, case)
        body = _body(call, case)
        if path is None or headers is None or body is None:
            return None
        given = [*path, *headers, *body]
        if not call.needed <= {each.partition("=")[0] for each in given}:
            return None
        return f"{call.method}({', '.join(given)})"

    def _path(self, call: ClientCall, case: Case, first: Case) -> list[str] | None:
        made = self._client.calls.get(first.operation)
        bound = dict(case.binds)
        found: list[str] = []
        for (place, wire), name in call.parameters.items():
            if place == "path":
                pointer = bound.get(wire, "")
                attribute = made.attributes.get(pointer[1:]) if made and case.binds else None
                if attribute is None:
                    return None
                found.append(f"{name}=made.{attribute}")
        return found


def _raw(call: str) -> str:
    """Return a call that returns the response itself, with its headers."""
    name, opened, given = call.partition("(")
    above, dot, own = name.rpartition(".")
    return f"{above}{dot}with_raw_response.{own}{opened}{given}"


def _with_ids(line: str, known: Firsts) -> str:
    for first in known.values():
        line = line.replace(repr(first.mark), first.name)
    return line


def _headers(call: ClientCall, case: Case) -> list[str] | None:
    """Return the headers as keywords; None when one has none."""
    known = {wire.lower(): name for (at, wire), name in call.parameters.items() if at == "header"}
    found: list[str] = []
    for name, value in case.message.headers:
        lower = name.lower()
        if lower == call.key and value:
            found.append(f"idempotency_key={value!r}")
        elif lower in known:
            found.append(f"{known[lower]}={'tag' if names_tag(case, name) else repr(value)}")
        elif lower != "content-type" or value != "application/json":
            return None
    return found


def _body(call: ClientCall, case: Case) -> list[str] | None:
    """Return the body as keywords; None when it cannot be given so."""
    if not case.has_value or case.message.body is None:
        return []
    if call.body:
        return [f"{call.body}={case.value!r}"]
    if not isinstance(case.value, dict):
        return None
    members = [(name, value) for name, value in case.value.items() if name in call.members]
    unknown = {name: value for name, value in case.value.items() if name not in call.members}
    found = [f"{call.members[name]}={value!r}" for name, value in members]
    return [*found, *([f"extra_body={unknown!r}"] if unknown else [])]
