"""Documented defaults of what can be asked for: spelled out, they change nothing.

Only what is safe is asked so, three times each: without them, with them, and without them again.
What differs between the first and the last changes by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.items import Items
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Message, Reply
from tallystick.fuzz.oracles import defaulted
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.giving import CONDITIONS, Given, Giver
from tallystick.fuzz.requests.parameters import clear, sendable, travelling
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import MISSING, Operation, Parameter, Place
from tallystick.text import Json

KIND: Final = "default"
ASKED: Final = 3
"""Requests that see a default."""

Spelled = Sequence[tuple[Parameter, Json]]
"""Parameters, each with its default."""


class Seen(NamedTuple):
    """What came of a request that spells defaults out, and of those around it."""

    case: Case
    reply: Reply
    answers: defaulted.Answers


class Defaulting:
    """Asks with defaults and without."""

    def __init__(
        self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources, items: Items
    ) -> None:
        """Ask for `resources` over `sender`, telling `ledger`; `items` has the requests left."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._items = items
        self._giver = Giver(scene.judging)
        self._makers = {each.get.id: each.create.id for each in resources.chains}

    def run(self, most: int, only: Sequence[str]) -> None:
        """Look at what is safe and has defaults.

        Args:
            most: Requests at most, those aside that look closer at what differs.
            only: Operation ids; empty for all.
        """
        kept = self._items.budget.left - most
        for operation in self._scene.api.operations:
            if self._items.budget.left - ASKED < kept:
                return
            wanted = operation.method == "get" and (not only or operation.id in only)
            defaults = list(self._defaults(operation)) if wanted else []
            given = self._giver.given(operation, path=operation.id not in self._makers)
            if given is not None and (spelled := _unsaid(operation, given, defaults)):
                self._look(operation, given, spelled)

    def _defaults(self, operation: Operation) -> Iterator[tuple[Parameter, Json]]:
        """Yield the parameters of an operation that have a default which can be asked for."""
        for each in operation.parameters:
            default = self._scene.api.types[each.type].default
            known = default is not MISSING and each.wire.lower() not in CONDITIONS
            if known and not each.required and each.place is not Place.PATH:
                value: Json = default  # type: ignore[assignment]  # it is there
                fits = sendable(each, value) and self._scene.judging.fits(each.type, value)
                if fits:
                    yield each, value

    def _look(self, operation: Operation, given: Given, spelled: Spelled) -> None:
        """Spell all defaults out at once, and where that changes something each by itself."""
        seen = self._asked(operation, given, spelled)
        values = [value for _, value in spelled]
        differs = (
            seen is None or next(defaulted.differences(seen.answers, values), None) is not None
        )
        for each in spelled if differs else ():
            if self._items.budget.left >= ASKED:
                self._items.sure(partial(self._single, operation, given, each))

    def _single(
        self, operation: Operation, given: Given, each: tuple[Parameter, Json]
    ) -> Iterator[Finding]:
        seen = self._asked(operation, given, [each])
        if seen is not None:
            parameter, default = each
            at = parameter.wire, f"{parameter.place.value}.{parameter.wire}"
            yield from defaulted.judge(seen.case, seen.reply, at, default, seen.answers)

    def _asked(self, operation: Operation, given: Given, spelled: Spelled) -> Seen | None:
        """Ask without defaults, with them, and without; None when there is nothing to compare."""
        whole = given | {(each.place, each.wire): value for each, value in spelled}
        bound = self._resources.bound(self._case(operation, given))
        if bound is None or bound[0].takes != self._makers.get(operation.id, ""):
            return None
        plain, values = bound
        parts = travelling(operation, whole)
        message = replace(plain.message, query=parts.query, headers=parts.headers)
        told = replace(plain, message=message, after=plain.after or plain)
        replies: list[Reply] = []
        for case in (plain, told, plain):
            if len(replies) > 1 and answer(replies[0]) == answer(replies[1]):
                break  # nothing differs that may change by itself
            self._items.budget.take()
            reply = self._sender.send([case], [values], log=False)[0]
            self._ledger.judge(case, reply)
            if not accepted(reply):
                return None
            replies.append(reply)
        first, second, *third = map(answer, replies)
        answers = defaulted.Answers(first, second, *(third or [first]))
        return Seen(told, replies[1], answers)

    def _case(self, operation: Operation, given: Given) -> Case:
        parts = travelling(operation, given)
        return Case(
            operation=operation.id,
            kind=KIND,
            expect="documented",
            message=Message(
                method="GET", path=parts.path, query=parts.query, headers=parts.headers
            ),
            takes=self._makers.get(operation.id, ""),
        )


def _unsaid(operation: Operation, given: Given, defaults: Spelled) -> Spelled:
    """Return what can be spelled out beside what must be given."""
    fresh = [(each, value) for each, value in defaults if (each.place, each.wire) not in given]
    whole = given | {(each.place, each.wire): value for each, value in fresh}
    return fresh if clear(operation, whole) else []
