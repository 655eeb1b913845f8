"""A finding as commands that people can run: curl and Python."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from tallystick.fuzz.model import Case, Named
from tallystick.fuzz.reproduction import headed
from tallystick.fuzz.reproduction.awaiting import by_python, by_shell
from tallystick.fuzz.reproduction.courses import (
    QUERIED,
    awaited,
    course,
    gives_tag,
    names_tag,
    taking,
)
from tallystick.fuzz.reproduction.prelude import First, Firsts, firsts, marked, placed
from tallystick.fuzz.reproduction.secrets import (
    QUERY,
    Secrets,
    always,
    in_python,
    in_shell,
    name_of,
    told,
)
from tallystick.fuzz.sending.credentials import NEAR
from tallystick.resolve.pointer import split

WHOLE: Final = (
    "try:",
    "    answer = urlopen(request)",
    "except HTTPError as error:",
    "    answer = error",
    "print(answer.status, dict(answer.headers), answer.read())",
)
"""Lines that print a whole answer, a refusal too."""
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may obey, and not show."""
PLAIN: Final = re.compile(r"[ -~]")
SPELT: Final = {"\r": "\\r", "\n": "\\n", "\t": "\\t", "\\": "\\\\", "'": "\\x27"}
"""Characters that a shell reads from another spelling, also in a format of ``printf``."""
LONGEST: Final = 100_000
"""Bytes of a body that a command holds; shells take hardly more. Longer: replay the seed."""
KNOWN: Final = frozenset({"own", "second", *NEAR})
SECRETS: Final = ("authorization", "cookie")
"""Headers that belong to the caller, and that others do not send."""
NOTHING: Final = always()
GLOBBED: Final = frozenset("[]{}")
"""What curl takes for patterns in a URL, unless it is told not to."""
DOTS: Final = frozenset({".", ".."})
"""Parts of a path that curl leaves out, unless it is told not to."""
TAG: Final = "-D - -o /dev/null | tr -d '\\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: *//p'"
"""What makes of a command of curl one that prints the tag of what is answered."""
Placed: TypeAlias = Mapping[int, Sequence[First]]
NONE: Final[Placed] = MappingProxyType({})
SLEEP: Final = "__import__('time').sleep"
SETTLE: Final = 2
"""Seconds before a resource is asked for whose life is at stake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every request is sent with.

    Attributes:
        url: Base URL of the server.
        secrets: What carries the caller's secret.
        headers: Names of further headers; what they hold is taken from the environment, since it
            may be a secret too: that of ``X-Tenant`` from ``X_TENANT``.
    """

    url: str
    secrets: Secrets = NOTHING
    headers: tuple[str, ...] = ()

    def told(self, case: Case) -> tuple[str, ...]:
        """Return what carries the secret of a request."""
        return told(case, self.secrets, self.headers)

    def sent(self, case: Case) -> list[str]:
        """Return the names of the further headers that a request has."""
        own = case.message.caller == "own" and not case.message.carrier
        left_out = {name_of(it).lower() for it in self.told(case)} if own else set(SECRETS)
        return [name for name in self.headers if name.lower() not in left_out]


def curl(case: Case, url: str, *, secrets: Secrets = NOTHING, headers: tuple[str, ...] = ()) -> str:
    """Return shell commands that send the request of a case, and those it needs before it.

    Args:
        case: The case.
        url: As of `Common`.
        secrets: As of `Common`.
        headers: As of `Common`.
    """
    common = Common(url=url, secrets=secrets, headers=headers)
    known = firsts(course(case))
    steps = [marked(each, known) for each in course(case)]
    lines = _leading(steps, common, known, placed(known, course(case)))
    ask = _one(steps[-1], common, known)
    if case.apart is not None:
        name, maker, pointer = case.apart
        command = _one(maker, common, known).replace("curl -i", "curl -s", 1)
        lines += [f"MADE=$({command})", f"{_variable(name)}=$({_reading(pointer)})"]
    member, states = awaited(case)
    lines += [by_shell(ask, member, (state,), quick=True) for state in states]
    if settles(case, steps):
        lines.append(f"sleep {SETTLE}")
    return "\n".join([*lines, ask])


def _leading(steps: list[Case], common: Common, known: Firsts, made: Placed = NONE) -> list[str]:
    """Return the commands of all requests but the last, with what is made between them."""
    lines = [line for first in made.get(-1, ()) for line in _made(first, known, common)]
    for number, (each, taken) in enumerate(zip(steps, taking(steps), strict=False)):
        command = _one(each, common, known)
        if taken:
            command = command.replace("curl -i", f"curl -s{headed.heads(taken)}", 1)
            lines.append(f"MADE=$({command})")
            lines += [f"{_variable(name)}=$({_reading(at, name)})" for name, at in taken]
        elif gives_tag(each, steps):
            lines.append(f"TAG=$({command.replace('curl -i', 'curl -s', 1)} {TAG})")
        else:
            lines.append(command)
        for it in made.get(number, ()):
            lines += _made(it, known, common, steps)
    return lines


def _parents(first: First, known: Firsts, steps: Sequence[Case]) -> list[Case]:
    """Return the requests that make what a resource is made in, unless `steps` did."""
    return [] if steps else [marked(each, known) for each in course(first.named.maker)[:-1]]


def _made(first: First, known: Firsts, common: Common, steps: Sequence[Case] = ()) -> list[str]:
    """Return commands that make a resource and wait until it can be named."""
    named = first.named
    maker = marked(named.maker, known)
    lines = _leading([*_parents(first, known, steps), maker], common, known)
    command = _one(maker, common, known)
    lines.append(f"MADE=$({command.replace('curl -i', 'curl -s', 1)})")
    lines.append(f"{first.name.upper()}=$({_reading(named.pointer)})")
    if named.ask is not None and named.until is not None:
        lines += [f"{_variable(name)}=$({_reading(at)})" for name, at in _own(named)]
        lines.append(by_shell(_one(named.ask, common, known), *named.until))
    return lines


def _own(named: Named) -> list[tuple[str, str]]:
    """Return what who asks for a resource takes of the answer that made it."""
    within = {name for name, _ in named.maker.binds}
    return [each for each in named.ask.binds if each[0] not in within] if named.ask else []


def _variable(name: str) -> str:
    """Return a shell variable for a path parameter."""
    return environment(f"P_{name}")


def environment(header: str) -> str:
    """Return the variable of the environment that holds what a header is sent with."""
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in header).upper()


def _reading(pointer: str, name: str = "") -> str:
    if (found := headed.header_of(pointer)) is not None:
        return headed.in_shell(found)
    value = "json.load(sys.stdin)" + "".join(f"[{json.dumps(step)}]" for step in _steps(pointer))
    code = f"import json,sys; print({value})"
    if name.startswith(QUERIED):
        code = f'import json,sys,urllib.parse as u; print(u.quote(str({value}), safe=""))'
    return f'printf %s "$MADE" | python3 -c {shlex.quote(code)}'


def _one(case: Case, common: Common, known: Firsts) -> str:
    message = case.message
    parts = ["curl", "-i", *_ways(case)]
    for name, value in message.headers:
        text = shlex.quote(f"{name}: {value}" if value else f"{name};")
        parts += ["-H", f'{shlex.quote(f"{name}: ")}"$TAG"' if names_tag(case, name) else text]
    for name in common.sent(case):
        parts += ["-H", f'{shlex.quote(f"{name}: ")}"${environment(name)}"']
    secrets = common.told(case)
    for text in secrets:
        if not text.startswith(QUERY):
            parts += ["-H", in_shell(text, message.caller, shlex.quote)]
    if message.body is not None:
        parts += ["--data-binary", _body(message.body, known)]
    added = [text for text in secrets if text.startswith(QUERY)]
    parts.append(_address(case, common.url) + _queried(case, added))
    return " ".join(parts)


def _ways(case: Case) -> list[str]:
    """Return options by which curl sends a method and a target as they are, whatever they hold."""
    message, target = case.message, case.message.target
    for name, _ in case.binds:
        target = target.replace("{" + name + "}", "")
    method = ["-I"] if message.method == "HEAD" else ["-X", message.method]
    patterned = GLOBBED.intersection(target)
    dotted = DOTS.intersection(message.path.split("/"))
    return [*method, *(["-g"] if patterned else []), *(["--path-as-is"] if dotted else [])]


def _queried(case: Case, secrets: list[str]) -> str:
    """Return what a query ends in: secrets, as words of a shell."""
    words = [in_shell(it[1:], case.message.caller, shlex.quote) for it in secrets]
    marks = ["?" if not number and not case.message.query else "&" for number in range(len(words))]
    return "".join(f"'{mark}'{word}" for mark, word in zip(marks, words, strict=True))


def _address(case: Case, url: str) -> str:
    """Return the URL as one word of a shell, with variables for what an answer gave."""
    parts = [url.rstrip("/") + case.message.target]
    for name, _ in case.binds:
        mark = "{" + name + "}"
        parts = [piece for part in parts for piece in _around(part, mark, f'"${_variable(name)}"')]
    return "".join(part if part.startswith('"$') else shlex.quote(part) for part in parts if part)


def _around(text: str, mark: str, put: str) -> list[str]:
    before, found, after = text.partition(mark)
    return [before, put, after] if found and not text.startswith('"$') else [text]


def _body(body: bytes, known: Firsts) -> str:
    """Return a body as one word of a shell; bytes that are no plain text are written as escapes."""
    text = body.decode("utf-8", "replace")
    plain = len(body) <= LONGEST and text.encode() == body and not CONTROL.search(text)
    if plain and not text.startswith("@"):
        parts = [text]
        for first in known.values():
            put = f'"${first.name.upper()}"'
            parts = [piece for part in parts for piece in _everywhere(part, first.mark, put)]
        words = [part if part.startswith('"$NAMED_') else shlex.quote(part) for part in parts]
        return "".join(words)
    piped = b"\0" in body or body.startswith(b"@")  # no word holds the one, the other names a file
    escaped = "".join(_escaped(byte, piped=piped) for byte in body[:LONGEST])
    for first in known.values():
        mark = "".join(_escaped(byte, piped=piped) for byte in first.mark.encode())
        escaped = escaped.replace(mark, f"'\"${first.name.upper()}\"$'")
    return f"@<(printf '{escaped}')" if piped else f"$'{escaped}'"


def _escaped(byte: int, *, piped: bool) -> str:
    """Return a byte as it stands between ``$'`` and ``'``, or in a format of ``printf``."""
    if chr(byte) in SPELT:
        return SPELT[chr(byte)]
    plain = PLAIN.fullmatch(chr(byte)) and not (piped and chr(byte) in "%@")
    return chr(byte) if plain else f"\\x{byte:02x}"


def _everywhere(text: str, mark: str, put: str) -> list[str]:
    pieces = text.split(mark)
    found = [pieces[0]]
    for piece in pieces[1:]:
        found += [put, piece]
    return found if len(pieces) == 1 else [piece for piece in found if piece]


def plain_python(case: Case, common: Common, *, whole: bool = False) -> list[str]:
    """Return lines of Python, without further packages, that do the same as `curl`.

    Args:
        case: The case.
        common: What every request is sent with.
        whole: Print the status and the headers of the answer, too, also where it is a refusal.
    """
    known = firsts(course(case))
    steps = [marked(each, known) for each in course(case)]
    every = [*steps, *(it for each in known.values() for it in course(each.named.maker))]
    secret = any(common.told(each) and each.message.caller in KNOWN for each in every)
    first = ["import os"] if secret or common.headers else []
    first += ["import json"] if any(each.binds for each in steps) or known else []
    first += ["from urllib.error import HTTPError"] if whole else []
    lines = [*first, "from urllib.request import Request, urlopen"]
    made = placed(known, course(case))
    lines += [line for it in made.get(-1, ()) for line in _made_in_python(it, known, common)]
    taken = [*taking(steps), []]
    several = sum(map(bool, taken)) > 1 or deep(known) or case.apart is not None
    for number, each in enumerate(steps):
        last = number == len(steps) - 1
        if last and case.apart is not None:
            name, maker, pointer = case.apart
            lines.append(f"request = {_request(maker, common, known)}")
            lines.append("made = json.load(urlopen(request))")
            lines.append(f"{_variable(name).lower()} = {_member(pointer)}")
        request = _request(each, common, known, kept=several)
        lines.append(f"request = {request}")
        if last:
            lines += _waiting(case, SLEEP, steps)
        if gives_tag(each, steps):
            lines.append('tag = urlopen(request).headers["ETag"]')
        elif last:
            lines += WHOLE if whole else ["print(urlopen(request).read())"]
        elif taken[number]:
            lines.append(headed.asked(taken[number]))
        else:
            lines.append("urlopen(request)" if case.binds else "print(urlopen(request).read())")
        for name, pointer in taken[number] if several else ():
            lines.append(f"{_variable(name).lower()} = {_member(pointer)}")
        for it in made.get(number, ()):
            lines += _made_in_python(it, known, common, steps)
    return lines


def settles(case: Case, steps: Sequence[Case]) -> bool:
    """Whether some time passes before the last request: nobody knows what it waits for."""
    return bool(steps[1:]) and case.kind == "poll" and case.until is None


def deep(known: Firsts) -> bool:
    """Whether something that is made first is made in another resource."""
    return any(each.named.maker.binds for each in known.values())


def _waiting(case: Case, sleep: str, steps: list[Case]) -> list[str]:
    """Return lines that wait for what a request is to show."""
    member, states = awaited(case)
    ways = (by_python(_state(member), (state,), sleep, quick=True) for state in states)
    settled = [f"{sleep}({SETTLE})"] if settles(case, steps) else []
    return [*(line for way in ways for line in way), *settled]


def _state(member: str) -> str:
    return f"json.load(urlopen(request)).get({member!r})"


def _member(pointer: str) -> str:
    if (found := headed.header_of(pointer)) is not None:
        return headed.in_python(found)
    return "made" + "".join(f"[{step!r}]" for step in _steps(pointer))


def _steps(pointer: str) -> list[str | int]:
    """Return the steps of a JSON Pointer into an answer: of items -1 is the last."""
    return [int(it) if it.removeprefix("-").isdecimal() else it for it in split(pointer)]


def _made_in_python(
    first: First, known: Firsts, common: Common, steps: Sequence[Case] = ()
) -> list[str]:
    named, kept = first.named, deep(known)
    every = [*_parents(first, known, steps), marked(named.maker, known)]
    lines: list[str] = []
    for each, taken in zip(every, [*taking(every), []], strict=True):
        lines.append(f"request = {_request(each, common, known, kept=kept)}")
        lines.append("made = json.load(urlopen(request))")
        lines += [f"{_variable(name).lower()} = {_member(at)}" for name, at in taken]
    lines.append(f"{first.name} = {_member(named.pointer)}")
    if named.ask is not None and named.until is not None:
        member, states = named.until
        own = _own(named) if kept else ()
        lines += [f"{_variable(name).lower()} = {_member(at)}" for name, at in own]
        lines += [
            f"request = {_request(named.ask, common, known, kept=kept)}",
            *by_python(_state(member), states, SLEEP),
        ]
    return lines


def _request(case: Case, common: Common, known: Firsts, *, kept: bool = False) -> str:
    """Return a request in Python.

    Args:
        case: The request.
        common: What every request is sent with.
        known: What was made before.
        kept: What the path needs stands in variables; else it is taken of ``made``.
    """
    message = case.message
    headers = [
        f"{name!r}: {'tag' if names_tag(case, name) else repr(value)}"
        for name, value in message.headers
    ]
    headers += [f'{name!r}: os.environ["{environment(name)}"]' for name in common.sent(case)]
    target = repr(common.url.rstrip("/") + message.target)
    for text in common.told(case):
        if not text.startswith(QUERY):
            value = in_python(text.partition(": ")[2], message.caller)
            headers.append(f"{name_of(text)!r}: {value}")
            continue
        joined = "&" if message.query or QUERY in target else QUERY
        target = f"({target} + {in_python(joined + text[1:], message.caller)})"
    for name, pointer in case.binds:
        value = f"str({_variable(name).lower() if kept else _member(pointer)})"
        if name.startswith(QUERIED):
            value = f"__import__('urllib.parse').parse.quote({value}, safe='')"
        target += f".replace({'{' + name + '}'!r}, {value})"
    body = "None" if message.body is None else repr(message.body[:LONGEST])
    for first in known.values():
        if message.body is not None and first.mark.encode() in message.body:
            body += f".replace({first.mark.encode()!r}, str({first.name}).encode())"
    return f"Request({target}, {body}, {{{', '.join(headers)}}}, method={message.method!r})"
