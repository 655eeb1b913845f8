"""Messages that show what is gone outside of schemas; the documents have the last word."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Final
from urllib.parse import quote

from tallystick.diff.model import Direction, Proof, Unproven, Verdict, Version, Witness
from tallystick.diff.parts.media import representative
from tallystick.diff.parts.statuses import concrete
from tallystick.diff.schemas.nodes import Node, View
from tallystick.diff.schemas.samples import Sampler
from tallystick.diff.side import Reading, Side
from tallystick.diff.whole.claims import Claim, Home, Written
from tallystick.diff.whole.documented import Documented
from tallystick.diff.whole.written import text, written
from tallystick.ir.api import Content, MediaKind, Operation, Parameter, Place
from tallystick.ir.types import MISSING, Missing, TypeId
from tallystick.resolve import bundle
from tallystick.resolve.model import Resolved
from tallystick.text import Json

_TRIES: Final = 5
_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_VALUES: Final = 12
_VERSIONS: Final[tuple[Version, Version]] = ("old", "new")
_TABLES: Final = {Place.QUERY: "query", Place.HEADER: "headers", Place.COOKIE: "cookies"}
_WITH_VALUES: Final = frozenset(
    {MediaKind.JSON, MediaKind.FORM, MediaKind.MULTIPART, MediaKind.TEXT}
)


class _NoneError(Exception):
    """No message of this kind was found; says why."""


class Exchanges:
    """Makes requests and responses of two versions, and asks both documents about them."""

    def __init__(
        self, sides: tuple[Side, Side], whole: tuple[Resolved, Resolved], base: str = ""
    ) -> None:
        """Make messages of two versions.

        Args:
            sides: How schemas of both are read.
            whole: Their documents.
            base: Taken off paths.
        """
        self._sides = sides
        self._whole = whole
        self._base = base.rstrip("/")
        self._samplers: dict[int, Sampler] = {}

    @cached_property
    def _documents(self) -> tuple[Documented, Documented]:
        old, new = (Documented(_single(it), self._base) for it in self._whole)
        return old, new

    def verdict(self, claim: Claim) -> Verdict:
        """Return the message that shows a claim, or why there is none.

        Args:
            claim: What one version speaks of and the other does not.
        """
        if claim.member is not None and self._is_plain(claim, claim.member):
            return Proof(method="structure")  # all styles write it alike
        reason = "no message shows it"
        for number in range(_TRIES):
            try:
                message = self._message(claim, number)
            except _NoneError as problem:
                reason = str(problem)
                break
            if self._is_so(claim, message):
                accepts, refuses = _VERSIONS[claim.sender], _VERSIONS[1 - claim.sender]
                return Witness(
                    kind=claim.direction,
                    value=message,
                    accepted_by=accepts,
                    refused_by=refuses,
                    because=claim.because,
                )
        return Unproven(reason=reason) if claim.otherwise is None else self.verdict(claim.otherwise)

    def _is_so(self, claim: Claim, message: "dict[str, Json]") -> bool:
        """Whether one document speaks of a message and the other does not, as was claimed."""
        documents = self._documents
        if documents[claim.sender].refuses(message):
            return False
        if claim.written is not None or claim.member is not None:
            return True  # what travels is not the same: `_message` has seen it
        return bool(documents[1 - claim.sender].refuses(message) & claim.refusals)

    # --- Messages -----------------------------------------------------------------------------

    def _message(self, claim: Claim, number: int) -> dict[str, Json]:
        operation = claim.home.operations[claim.sender]
        message = self._address(claim.home, claim.sender, number)
        if claim.statuses is not None:
            self._answer(claim, operation, message)
        else:
            self._request(claim, operation, message)
        return message | claim.extra

    def _address(self, home: Home, sender: int, number: int) -> dict[str, Json]:
        """Return where a request goes."""
        operation = home.operations[sender]
        method: dict[str, Json] = {"method": operation.method.upper()}
        if home.webhook:
            return {**method, "webhook": home.webhook}
        if home.callback and home.of is not None:
            of = self._address(home.of, sender, number)
            return {**method, "callback": home.callback, "url": home.url, "of": of}
        return {**method, "path": self._path(operation, home.asks, sender, number)}

    def _path(self, operation: Operation, asks: Direction, sender: int, number: int) -> str:
        path = operation.path
        if self._base and (path == self._base or path.startswith(f"{self._base}/")):
            path = path[len(self._base) :] or "/"
        for parameter in operation.parameters:
            mark = f"{{{parameter.wire}}}"
            if parameter.place is Place.PATH and mark in path:
                path = path.replace(mark, self._segment(parameter, asks, sender, number))
        return _PARAMETER.sub("abcdefgh"[number], path)  # nothing is said of these

    def _segment(self, parameter: Parameter, asks: Direction, sender: int, number: int) -> str:
        found: list[str] = []
        for value in self._values(parameter.type, asks, sender):
            spelled = _spelled(parameter, value)
            if spelled and spelled not in {".", ".."} and spelled not in found:
                found.append(quote(spelled, safe=";=,.:@!$&'()*+~"))
        if not found:
            raise _NoneError(f"no value of the path parameter `{parameter.wire}` was found")
        return found[min(number, len(found) - 1)]

    def _request(self, claim: Claim, operation: Operation, message: dict[str, Json]) -> None:
        """Give a request what it needs: required parameters, and a body."""
        asks, sender = claim.home.asks, claim.sender
        for parameter in operation.parameters:
            table = _TABLES.get(parameter.place)
            if table is not None and parameter.required:
                named = f"{parameter.place.value} parameter `{parameter.wire}`"
                value = self._value(parameter.type, asks, sender, named)
                _put(message, table, parameter.wire, value)
        if claim.written is not None:
            self._write(claim, claim.written, message)
        if claim.credentials is not None:
            _prove(message, claim.credentials)
        body = operation.body
        if body is None or not (body.required or claim.content_type is not None):
            return
        wanted = claim.content_type
        content = next((it for it in body.contents if it.media_type == wanted), body.contents[0])
        message["content_type"] = representative(content.media_type)
        if claim.member is not None:
            self._write_member(claim, claim.member, content, message)
            return
        self._body(content, asks, sender, message)
        parts = claim.extra.get("parts")
        for name in parts if isinstance(parts, dict) else ():
            self._add_member(claim, name, content, message)

    def _body(
        self, content: Content, asks: Direction, sender: int, message: dict[str, Json]
    ) -> None:
        if content.type is not None and content.kind in _WITH_VALUES:
            named = f"body of {content.media_type}"
            message["body"] = self._value(content.type, asks, sender, named)

    def _answer(self, claim: Claim, operation: Operation, message: dict[str, Json]) -> None:
        """Give a response its status, and the headers that are promised."""
        statuses = claim.statuses or ("", "")
        explicit = {it.status for each in claim.home.operations for it in each.responses}
        message["status"] = concrete(statuses, explicit)
        if "accept" in claim.extra:
            return
        spelled = statuses[claim.sender]
        response = next((it for it in operation.responses if it.status == spelled), None)
        for header in response.headers if response is not None else ():
            name = header.wire.lower()
            if header.required and name not in {claim.without, "content-type"}:
                named = f"header `{header.wire}`"
                flow: Direction = "response" if claim.home.asks == "request" else "request"
                value: Json = "x"
                if header.type is not None:
                    value = self._value(header.type, flow, claim.sender, named)
                _put(message, "headers", header.wire, value)
        if claim.without:
            message.setdefault("headers", {})

    def _write(
        self, claim: Claim, both: tuple[Parameter, Parameter], message: dict[str, Json]
    ) -> None:
        """Add a parameter of which both versions write a value otherwise, and what travels."""
        mine, other = both[claim.sender], both[1 - claim.sender]
        for value in self._values(mine.type, claim.home.asks, claim.sender, several=True):
            texts = _travelling(mine, value), _travelling(other, value)
            if texts[0] is not None and texts[0] != texts[1]:
                table = _TABLES.get(mine.place)
                if table is not None:
                    _put(message, table, mine.wire, value)
                message["written"] = texts[0]
                return
        raise _NoneError("no value was found that is written otherwise")

    def _is_plain(self, claim: Claim, member: Written) -> bool:
        """Whether a member of a form is never a list or an object."""
        body = claim.home.operations[claim.sender].body
        contents = body.contents if body is not None else ()
        content = next((it for it in contents if it.media_type == claim.content_type), None)
        if content is None:
            return False
        reading = self._reading(content.type, claim.home.asks, claim.sender)
        node = reading.views.view(reading.root).members.get(member.name)
        return node is not None and not reading.views.view(node).kinds & {"array", "object"}

    def _add_member(
        self, claim: Claim, name: str, content: Content, message: dict[str, Json]
    ) -> None:
        """Let a form have a member, if it may."""
        body, reading = (
            message.get("body"),
            self._reading(content.type, claim.home.asks, claim.sender),
        )
        node = reading.views.view(reading.root).members.get(name)
        if node is None or not isinstance(body, dict) or name in body:
            return
        values = islice(Sampler(reading.views).values(node), _VALUES)
        message["body"] = next(_accepted(reading, ({**body, name: it} for it in values)), body)

    def _write_member(
        self, claim: Claim, member: Written, content: Content, message: dict[str, Json]
    ) -> None:
        """Add a form of which both versions write a member otherwise, and what travels of that."""
        name, reading = member.name, self._reading(content.type, claim.home.asks, claim.sender)
        sampler = Sampler(reading.views)
        node = reading.views.view(reading.root).members.get(name)
        larger = [] if node is None else list(_larger(sampler, reading.views.view(node)))
        plain = self._value(content.type, claim.home.asks, claim.sender, "form")
        forms = ({**plain, name: it} for it in larger if isinstance(plain, dict))
        for form in _accepted(reading, forms):
            value = form[name] if isinstance(form, dict) else None
            texts = [
                written(name, value, style, explode=explode)
                for style, explode in (member.old, member.new)
            ]
            if texts[0] is not None and texts[0] != texts[1]:
                message["body"], message["written"] = form, texts[0]
                return
        raise _NoneError(f"no value of the member `{name}` was found that is written otherwise")

    # --- Values -------------------------------------------------------------------------------

    def _value(self, type_: "TypeId | None", flow: Direction, sender: int, named: str) -> Json:
        value = next(self._values(type_, flow, sender), MISSING)
        if isinstance(value, Missing):
            raise _NoneError(f"no value of the {named} was found")
        return value

    def _reading(self, type_: "TypeId | None", flow: Direction, sender: int) -> Reading:
        return self._sides[sender].reading(type_, flow, sends=True)

    def _values(
        self, type_: "TypeId | None", flow: Direction, sender: int, *, several: bool = False
    ) -> Iterator[Json]:
        """Yield values that a version accepts, as an oracle says.

        Args:
            type_: Their type; None: anything.
            flow: Who sends them.
            sender: Index of the version.
            several: Begin with those of more than one part.
        """
        reading = self._reading(type_, flow, sender)
        sampler = Sampler(reading.views)
        view = reading.views.view(reading.root)
        guesses = islice(_larger(sampler, view), 4) if several else iter(())
        yield from _accepted(reading, guesses)
        found = list(_accepted(reading, islice(sampler.values(reading.root), _VALUES)))
        yield from found or _solved(reading)


def _accepted(reading: Reading, values: Iterator[Json]) -> Iterator[Json]:
    for value in values:
        oracle = reading.oracle(value)
        if oracle is not None and oracle.accepts(value):
            yield value


def _larger(sampler: Sampler, view: View) -> Iterator[Json]:
    """Yield lists of two items, and objects with all members that they may have."""
    if "array" in view.kinds:
        yield [it for it in (_visible(sampler, view.item(at)) for at in (0, 1)) if it is not None]
        yield from filter(None, (sampler.items(view, size, 1) for size in (2, 3)))
    if "object" in view.kinds:
        members = {name: _visible(sampler, node) for name, node in view.members.items()}
        yield {name: it for name, it in members.items() if it is not None}
        extra = _visible(sampler, view.rest)
        yield {"a": extra, "b": extra}


def _visible(sampler: Sampler, node: Node) -> Json:
    """Return a value of which something is to be seen in a URL; null when there is none."""
    guesses = islice(sampler.values(node, depth=1), 4)
    return next((it for it in guesses if it and not isinstance(it, list | dict)), None)


def _solved(reading: Reading) -> Iterator[Json]:
    """Yield what the solver finds, where guesses fail."""
    from tallystick.solve import DisagreementError, Solver, UnusableSchemaError, answers  # noqa: PLC0415 (z3 is slow to import)

    try:
        answer = Solver(reading.contract).satisfy()
    except (UnusableSchemaError, DisagreementError, RecursionError):
        return
    if isinstance(answer, answers.Witness):
        yield answer.value


def _prove(message: dict[str, Json], credentials: tuple[tuple[str, str, str], ...]) -> None:
    """Let a request show who sends it, as far as that is its text."""
    message["credentials"] = [name for _, name, _ in credentials]
    for table, name, placeholder in credentials:
        if table:
            _put(message, table, name, placeholder)


def _put(message: dict[str, Json], table: str, name: str, value: Json) -> None:
    known = message.get(table)
    message[table] = {**(known if isinstance(known, dict) else {}), name: value}


def _spelled(parameter: Parameter, value: Json) -> str:
    if parameter.content is not None:
        return text(value) if isinstance(value, str) else ""
    return written(parameter.wire, value, parameter.style, explode=parameter.explode) or ""


def _travelling(parameter: Parameter, value: Json) -> str | None:
    """Return what travels of a parameter, or of what it means if a media type says how."""
    if parameter.content is not None:
        return f"{parameter.content.media_type}: {json.dumps(value)}"
    return written(parameter.wire, value, parameter.style, explode=parameter.explode)


def _single(resolved: Resolved) -> Json:
    """Return a document that refers to nothing outside of itself."""
    return resolved.entry.root if len(resolved.documents) == 1 else bundle(resolved)
