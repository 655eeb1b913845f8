"""Operations of both versions aligned and compared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from tallystick.diagnostics import Span
from tallystick.diff.kinds import Kind
from tallystick.diff.ledger import Ledger, Scene
from tallystick.diff.model import Direction, Proof
from tallystick.diff.options import Options
from tallystick.diff.parts.bodies import compare_bodies
from tallystick.diff.parts.parameters import by_place, compare_parameters
from tallystick.diff.parts.paths import normal
from tallystick.diff.parts.promises import day, promises
from tallystick.diff.parts.responses import compare_responses
from tallystick.diff.parts.security import compare_security
from tallystick.diff.parts.servers import compare_servers
from tallystick.diff.selection import is_asked_for, label
from tallystick.diff.whole.claims import Claim, Home
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Api, Operation
from tallystick.text import Json

_Called: TypeAlias = tuple[tuple[str, str], str]
_Key: TypeAlias = tuple[str, str] | _Called
"""Where an operation is (a path; name and URL of a callback), and its method."""
_Table: TypeAlias = Mapping[_Key, Operation]


@dataclass(frozen=True, slots=True)
class Aligner:
    """Finds what corresponds, and notes what changed."""

    ledger: Ledger
    old: Api
    new: Api
    options: Options

    def operations(self) -> None:
        """Compare the operations of paths."""
        kinds = Kind.OPERATION_REMOVED, Kind.OPERATION_ADDED
        self._align(*self.paths, kinds, partial(_home, asks="request"))

    @property
    def paths(self) -> tuple[_Table, _Table]:
        """The operations of paths that are asked for, old and new."""
        base = self.options.base_path
        return self._chosen(*(_by_path(it.operations, base) for it in (self.old, self.new)))

    def webhooks(self) -> None:
        """Compare the operations of webhooks."""
        tables = self._chosen(*(_by_name(it.webhooks) for it in (self.old, self.new)))
        kinds = Kind.WEBHOOK_REMOVED, Kind.WEBHOOK_ADDED
        self._align(*tables, kinds, _of_webhook)

    def _chosen(self, before: _Table, after: _Table) -> tuple[_Table, _Table]:
        """Return the operations that are asked for, each with what it is in the other version."""
        both = before, after
        keys = {
            key
            for table in both
            for key, operation in table.items()
            if is_asked_for(operation, self.options)
        }
        first, second = ({key: it for key, it in table.items() if key in keys} for table in both)
        return first, second

    def _align(
        self,
        before: _Table,
        after: _Table,
        kinds: tuple[Kind, Kind],
        home: Callable[[Operation, Operation], Home],
    ) -> None:
        """Compare what corresponds, and note what only one version has."""
        for key, operation in before.items():
            if key in after:
                self._both(home(operation, after[key]))
            else:
                self._one(home(operation, operation), kinds[0])
        for key, operation in after.items():
            if key not in before:
                self._one(home(operation, operation), kinds[1])

    def _scene(self, home: Home) -> Scene:
        old, new = home.operations
        return Scene(ledger=self.ledger, label=label(new), home=home, old=old.span, new=new.span)

    def _one(self, home: Home, kind: Kind) -> None:
        """Note an operation that only one version has."""
        operation = home.operations[0]
        scene = self._scene(home)
        removed = kind is Kind.OPERATION_REMOVED
        verdict: Claim | None = None
        if removed and not self._is_announced(operation):
            gone = "there is no such operation any more"
            verdict = scene.refused(gone, Refusal("operation"))
        places = (
            Span(self.old.resolved.entry.uri, "/paths"),
            Span(self.new.resolved.entry.uri, "/paths"),
        )
        is_gone = kind in {Kind.OPERATION_REMOVED, Kind.WEBHOOK_REMOVED, Kind.CALLBACK_REMOVED}
        fine = Proof(method="structure") if kind is Kind.OPERATION_ADDED else None
        scene.note(
            kind,
            "operation",
            label(operation),
            before=_deprecated(operation, self.old) if is_gone else None,
            direction=home.asks,
            old=operation.span if is_gone else places[0],
            new=places[1] if is_gone else operation.span,
            verdict=verdict or fine,
        )

    def _is_announced(self, operation: Operation) -> bool:
        """Whether nobody was promised that it stays: its last day is over, or it is a draft."""
        written = _object(self.old, operation.span)
        end = day(written.get("x-sunset"))
        over = end is not None and "" != end <= self.options.today
        return (written.get("deprecated") is True and over) or (
            written.get("x-stability-level") in {"draft", "alpha"}
        )

    def _both(self, home: Home) -> None:
        old, new = home.operations
        scene = self._scene(home)
        self._names(scene, old, new)
        compare_security(scene, home.operations, (self.old, self.new))
        compare_servers(scene, (old, new), (self.old, self.new))
        compare_parameters(scene, old, new, (self.old.types, self.new.types))
        compare_bodies(scene, old.body, new.body)
        self._bare_body(scene, old, new)
        compare_responses(scene, old, new)
        self._callbacks(home)

    def _bare_body(self, scene: Scene, old: Operation, new: Operation) -> None:
        """Note that a body became required of which neither version says what it is."""
        if old.body is not None or new.body is not None or scene.asks == "response":
            return
        spans = old.span.child("requestBody"), new.span.child("requestBody")
        apis = self.old, self.new
        before, after = (_object(*it) for it in zip(apis, spans, strict=True))
        if after.get("required") is True and before.get("required") is not True:
            scene.note(
                Kind.BODY_REQUIRED if before else Kind.BODY_ADDED,
                "request-body",
                "the request body",
                direction=scene.asks,
                required=True,
                old=spans[0] if before else None,
                new=spans[1],
                verdict=scene.refused("the request body is required", Refusal("body")),
            )

    def _names(self, scene: Scene, old: Operation, new: Operation) -> None:
        before = old.id if old.declared_id else None
        after = new.id if new.declared_id else None
        if before != after:
            scene.note(
                Kind.OPERATION_ID_CHANGED, "operation", scene.label, before=before, after=after
            )
        for tag in old.tags:
            if tag not in new.tags:
                scene.note(Kind.OPERATION_TAG_REMOVED, "operation", scene.label, before=tag)
        for tag in new.tags:
            if tag not in old.tags:
                scene.note(Kind.OPERATION_TAG_ADDED, "operation", scene.label, after=tag)
        self._promises(scene, old.span, new.span, scene.label)
        parameters = by_place(old)
        for key, parameter in by_place(new).items():
            known = parameters.get(key)
            if known is not None:
                subject = f"the {parameter.place.value} parameter `{parameter.wire}`"
                self._promises(scene, known.span, parameter.span, subject)

    def _promises(self, scene: Scene, old: Span, new: Span, subject: str) -> None:
        written = _object(self.old, old), _object(self.new, new)
        count = len(self.ledger.changes)
        scene.note(Kind.DEPRECATED, "operation", subject, old=old, new=new)
        base = self.ledger.changes.pop(count)
        self.ledger.changes += promises(base, *written, self.options.earliest)

    def _callbacks(self, home: Home) -> None:
        before, after = map(_callback_table, home.operations)
        kinds = Kind.CALLBACK_REMOVED, Kind.CALLBACK_ADDED
        for place in {place: None for place, _ in (*before, *after)}:
            here = partial(_of_callback, of=home, place=place)
            self._align(_at(before, place), _at(after, place), kinds, here)


def _by_path(operations: Iterable[Operation], base: str) -> _Table:
    found: dict[_Key, Operation] = {}
    for operation in operations:
        key = (normal(operation.path, base), operation.method)
        if key in found:  # two templates of one form: only their names tell them apart
            key = (operation.path, operation.method)
        found[key] = operation
    return found


def _by_name(webhooks: Iterable[Operation]) -> _Table:
    return {(it.path, it.method): it for it in webhooks}


def _home(old: Operation, new: Operation, *, asks: Direction) -> Home:
    return Home(operations=(old, new), asks=asks)


def _of_webhook(old: Operation, new: Operation) -> Home:
    return Home(operations=(old, new), asks="response", webhook=old.path)


def _of_callback(old: Operation, new: Operation, *, of: Home, place: tuple[str, str]) -> Home:
    asks: Direction = "response" if of.asks == "request" else "request"
    name, url = place
    return Home(operations=(old, new), asks=asks, callback=name, url=url, of=of)


def _callback_table(operation: Operation) -> dict[_Called, Operation]:
    """Return operations of callbacks by name and URL of the callback, and method."""
    return {
        ((it.name, it.expression), inner.method): inner
        for it in operation.callbacks
        for inner in it.operations
    }


def _at(table: Mapping[_Called, Operation], place: tuple[str, str]) -> dict[_Key, Operation]:
    return {key: it for key, it in table.items() if key[0] == place}


def _object(api: Api, span: Span) -> Mapping[str, Json]:
    try:
        value = api.resolved.at(*api.resolved.follow(span.uri, span.pointer))
    except (KeyError, IndexError):
        return {}
    return value if isinstance(value, dict) else {}


def _deprecated(operation: Operation, api: Api) -> Json:
    """Return the announced end of an operation that is gone."""
    written = _object(api, operation.span)
    return written.get("x-sunset", True) if written.get("deprecated") is True else None
