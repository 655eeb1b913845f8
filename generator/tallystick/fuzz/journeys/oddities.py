"""Requests that are right and that few expect: media types and texts that are spelled oddly."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.moves import changed
from tallystick.fuzz.chains import SAFE
from tallystick.fuzz.journeys.precedents import Precedent, Precedents
from tallystick.fuzz.journeys.subjects import Subjects, with_value
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Claim, Path, Reply, Weight
from tallystick.fuzz.oracles.acceptance import EXCUSES, FAILED, accepted
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.protocol import leaves
from tallystick.fuzz.sending.sender import Sender
from tallystick.ir import Scalar, TypeId
from tallystick.solve.places import place

TYPED: Final = 2
"""Operations whose media type is spelled oddly."""
WRITTEN: Final = 4
"""Operations whose texts are."""
ODD: Final = ("\0", "\x1b\x7f\u2028\u202e")
"""Characters that a text of JSON may have: nobody must fail because of them."""
ALONE: Final = 3
"""Texts that are tried alone where all of them together are refused."""


class Oddities:
    """Sends what was accepted once more, odd in one way that changes nothing."""

    def __init__(
        self, scene: Scene, sender: Sender, ledger: Ledger, known: tuple[Precedents, Subjects]
    ) -> None:
        """Send over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._precedents, self._subjects = known

    def run(self) -> None:
        """Try all.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        for door in islice(self._doors(), TYPED):
            self._taken(door)
        written = ((door, self._texts(door.case)) for door in self._doors())
        for door, texts in islice((it for it in written if it[1]), WRITTEN):
            for odd in ODD:
                self._survived(door, texts, odd)

    def _doors(self) -> Iterator[Precedent]:
        """Yield an accepted request with a JSON body of each operation, those first that make."""
        every = sorted(self._scene.api.operations, key=lambda it: ("{" in it.path, it.method))
        for operation in every:
            known = (it for it in self._precedents.of(operation.id) if it.case.has_value)
            door = next(known, None) if operation.method not in SAFE else None
            if door is not None:
                case = replace(door.case, kind="odd", expect="documented", claim=None, touches=())
                yield door._replace(case=case)

    def _taken(self, door: Precedent) -> None:
        """See that a media type may have a parameter. Source: RFC 9110, section 8.3.1."""
        case = _with_charset(door.case)
        claim = Claim(operation=case.operation, name="request:content-type", at="with a charset")
        case = replace(case, claim=claim)
        reply = self._ask(door, case)
        if accepted(reply) or reply.status >= FAILED or reply.status in EXCUSES:
            return
        if accepted(self._ask(door, door.case)) and not accepted(again := self._ask(door, case)):
            said = f"a body was refused with {again.status}: its media type is with a charset"
            told = finding("type-refused", said, case, again, weight=Weight.WARNING)
            self._ledger.add([told])

    def _survived(self, door: Precedent, texts: list[Path], odd: str) -> None:
        """See that no text makes a server fail: of all, or of each where all are refused."""
        told = [path for path in texts if self._written(door.case, [path], odd) is not None]
        whole = self._written(door.case, told, odd)
        if not told or whole is None or accepted(self._ask(door, whole)):
            return
        for path in told[:ALONE] if len(told) > 1 else ():
            alone = self._written(door.case, [path], odd)
            if alone is not None:
                self._ask(door, alone)

    def _written(self, case: Case, texts: list[Path], odd: str) -> Case | None:
        """Return a request with odd characters in some texts, None where that is not valid."""
        value, type_id = case.value, self._type(case)
        for path, text in leaves(case.value):
            if path in texts:
                value = changed(value, path, f"{text}"[: -len(odd)] + odd)
        sound = type_id is not None and self._scene.judging.broken(type_id, value).nothing
        return with_value(case, value) if sound else None

    def _texts(self, case: Case) -> list[Path]:
        """Return the ways to the texts of a body that may hold anything."""
        whole = self._type(case)
        free: dict[str, bool] = {}
        for at, type_id in places(self._scene.api, whole) if whole is not None else ():
            free[at] = free.get(at, True) and self._free(type_id)
        named = {it.path for it in case.names}
        found = ((path, text) for path, text in leaves(case.value) if path not in named)
        return [path for path, text in found if isinstance(text, str) and free.get(place(path))]

    def _type(self, case: Case) -> TypeId | None:
        content = json_content(self._scene.operations[case.operation])
        return content.type if content is not None else None

    def _free(self, type_id: TypeId) -> bool:
        """Whether texts of a type may hold any characters, as far as it is one of texts."""
        declared = self._scene.api.types[type_id]
        if not isinstance(declared, Scalar) or declared.kind == "null":
            return True
        bound = declared.pattern or declared.format or declared.content_encoding
        return declared.kind == "string" and not bound

    def _ask(self, door: Precedent, case: Case) -> Reply:
        case = self._subjects.anew(case)
        reply = self._sender.send([case], [door.given], log=False)[0]
        self._ledger.judge(case, reply)
        return reply


def _with_charset(case: Case) -> Case:
    """Return a request that says of which characters its JSON is."""
    headers = tuple(
        (name, f"{text}; charset=utf-8" if name == "Content-Type" else text)
        for name, text in case.message.headers
    )
    return replace(case, message=replace(case.message, headers=headers))
