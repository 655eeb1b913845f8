"""What stood at a path before a campaign set something there, to put it back at the end."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.deeds import Deed
from tallystick.fuzz.journeys.stands import Stand
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource, with_value
from tallystick.fuzz.model import Caller, Case, Message, Reply
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.sending.sender import Sender, SpentError
from tallystick.fuzz.statuses import GONE
from tallystick.text import Json

MOST: Final = 3
"""Places of one kind whose beginnings are remembered."""

Given = tuple[str, tuple[tuple[str, str], ...]]
"""The path of a request, and the values of its ``{name}``."""


def given_of(case: Case, given: Mapping[str, str]) -> Given:
    """Return what a request is about.

    Args:
        case: The request.
        given: The values of its ``{name}``.
    """
    return case.message.path, tuple(sorted(given.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What stood at one place, and a request that set something there."""

    stand: Stand
    reply: Reply
    sample: Case | None = None


class Beginnings:
    """Remembers what stood at the paths of an API.

    Attributes:
        stands: What can be set there.
    """

    def __init__(
        self, scene: Scene, sender: Sender, subjects: Subjects, stands: Sequence[Stand]
    ) -> None:
        """Ask over `sender`, and put things back as `subjects` does what it does to resources."""
        self._scene = scene
        self._sender = sender
        self._subjects = subjects
        self.stands = tuple(stands)
        self._changed = {
            operation.id: stand
            for stand in stands
            for operation in (*stand.updates, stand.delete)
            if operation is not None
        }
        self._known: dict[tuple[str, Given], Beginning] = {}

    def before(self, case: Case, given: Mapping[str, str]) -> None:
        """Look at what a request is about to change, the first time.

        Args:
            case: The request.
            given: The values of the ``{name}`` in its path.
        """
        stand = self._changed.get(case.operation)
        if stand is None or case.expect == "refused" or case.message.caller != "own":
            return
        key = stand.get.id, given_of(case, given)
        if key not in self._known and sum(it[0] == key[0] for it in self._known) < MOST:
            message = Message(method="GET", path=case.message.path)
            asked = Case(operation=stand.get.id, kind="poll", expect="documented", message=message)
            with suppress(SpentError):
                reply = self._sender.send([asked], [given], log=False)[0]
                self._known[key] = Beginning(stand=stand, reply=reply)
        known = self._known.get(key)
        if known is not None and known.sample is None and case.operation == stand.updates[0].id:
            self._known[key] = replace(known, sample=case)

    def of(self, deed: Deed, subject: Subject) -> dict[str, Json] | None:
        """Return what stood somewhere; None for nothing, or when nobody knows."""
        key = deed.chain.get.id, (deed.path, tuple(sorted(subject.bindings.items())))
        known = self._known.get(key)
        return shown(deed, known.reply) if known is not None else None

    def restore(self) -> None:
        """Put back what stood there.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        for (_, (path, given)), known in self._known.items():
            stand, sample = known.stand, known.sample
            if sample is None:
                continue
            deed = stand.deed(self._scene.api, stand.updates[0], path)
            subject = Subject(chain=deed.chain, made=sample, bindings=dict(given), first=None)
            was = shown(deed, known.reply)
            if was is not None or known.reply.status in GONE:
                self.put_back(stand, deed, subject, was)

    def put_back(
        self,
        stand: Stand,
        deed: Deed,
        subject: Subject,
        was: dict[str, Json] | None,
        caller: Caller = "own",
    ) -> None:
        """Set what stood there, as far as callers set it; where nothing did, take away what does.

        Args:
            stand: What it is.
            deed: What sets it.
            subject: A request that did, and what its path was given.
            was: What stood there, None for nothing.
            caller: Whose it is.
        """
        case = deletion(stand, deed, subject) if was is None else self._setting(deed, subject, was)
        if case is not None:
            case = replace(case, message=replace(case.message, caller=caller))
            self._subjects.ask(case, subject)

    def _setting(self, deed: Deed, subject: Subject, was: dict[str, Json]) -> Case | None:
        """Return the request that sets what stood there; None when that may not be set."""
        content = json_content(deed.operation)
        if content is None or content.type is None:
            return None
        kept = {it.wire for it in self._scene.api.fields(content.type) if it.direction == "both"}
        body: Json = {name: value for name, value in was.items() if name in kept}
        if not self._scene.judging.broken(content.type, body).nothing:
            return None
        return self._subjects.case(deed, subject, with_value(subject.made, body))


def deletion(stand: Stand, deed: Deed, subject: Subject) -> Case | None:
    """Return the request that takes away what stands there, None where nothing does."""
    if stand.delete is None:
        return None
    return Case(
        operation=stand.delete.id,
        kind="delete",
        expect="documented",
        message=Message(method="DELETE", path=deed.path),
        takes=subject.made.takes,
        after=subject.made,
        binds=subject.made.binds,
    )


def shown(deed: Deed, reply: Reply) -> dict[str, Json] | None:
    """Return what an answer shows, None when it shows nothing."""
    return resource(deed, answer(reply)) if accepted(reply) else None
