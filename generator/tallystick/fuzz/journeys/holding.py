"""Resources that others name are not deleted, where the document says that use is in the way."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, keyed, sentences, success, texts
from tallystick.fuzz.journeys.deeds import asking, course_of
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.references import Reference, singular
from tallystick.fuzz.journeys.removing import deletes
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.subjects import deletion
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Named, Reply
from tallystick.fuzz.oracles import nested, updated
from tallystick.fuzz.oracles.acceptance import accepted, done
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.paging import members_of, steps
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import CONFLICT, GONE
from tallystick.ir import Operation, Place, Record
from tallystick.ir.words import words
from tallystick.resolve.pointer import split
from tallystick.solve.places import place
from tallystick.text import Json

_USE: Final = re.compile(
    r"\b(in use|used|using|while|still|as long as|unless|referenced?|references|depends?|assigned"
    r"|attached|linked|belongs?)\b"
)
"""Words of what must not be deleted because something else needs it."""
LOOKS: Final = 4
"""Looks until something is over."""
MOST: Final = 3
"""Places that are tried."""


class Holding:
    """Deletes what something else names."""

    def __init__(
        self,
        scene: Scene,
        sender: Sender,
        ledger: Ledger,
        resources: Resources,
        known: Sequence[Reference],
    ) -> None:
        """Send over `sender`, telling `ledger`."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._known = known

    def run(self) -> None:
        """Try some places that name a resource which may be in use.

        Raises:
            StoppedError: Nobody answers, or there is no time left.
            SpentError: There is no request left.
        """
        tried = 0
        for reference in self._known:
            holder = next((it for it in self._resources.chains if _makes(it, reference)), None)
            delete = self._guarded(reference.chain, holder) if holder is not None else None
            if delete is not None and holder is not None and tried < MOST:
                tried += self._held(reference, holder, delete)

    def _guarded(self, chain: Chain, holder: Chain) -> Operation | None:
        """Return what deletes a resource, where its use may be in the way, as words have it.

        A conflict may also be about its own state, or its version, or the use by another kind.

        Args:
            chain: Makes the resource.
            holder: Makes what names it.
        """
        delete = deletes(self._scene, chain) if chain.polls else None
        made = success(chain.get)
        declared = self._scene.api.types[made] if made is not None else None
        states = isinstance(declared, Record) and course_of(self._scene.api, declared) is not None
        if delete is None or states:
            return None
        headers = any(each.place is Place.HEADER for each in delete.parameters)
        conflict = next((it for it in delete.responses if it.status == str(CONFLICT)), None)
        docs = (delete.doc, conflict.doc) if conflict is not None else ()
        others = {_kind(it) for it in self._resources.chains} - {_kind(chain)}
        said = any(
            _USE.search(each) and _means(each, _kind(holder), others) for each in texts(*docs)
        )
        return delete if said and not headers else None

    def _held(self, reference: Reference, holder: Chain, delete: Operation) -> bool:
        """Make a resource and one that names it, and delete the first; False when that fails."""
        known = smaller_first(
            made.case
            for made in self._resources.of(holder.create.id)
            if not keyed(holder.create, made.case) and _named(made.case, reference)
        )
        name = _named(known[0], reference) if known else None
        if name is None:
            return False
        first = self._asked(name.maker)
        values = reference.chain.bindings(answer(first)) if accepted(first) else None
        given = steps(answer(first), split(reference.pointer))
        others = (each for each in known[0].names if each is not name)
        naming = replace(known[0], names=(*others, replace(name, given=given)))
        second = self._asked(naming) if values is not None else None
        held = holder.bindings(answer(second)) if second and accepted(second) else None
        if values is None or held is None:
            return False
        case = deletion(reference.chain, delete, name.maker)
        reply = self._asked(case, values)
        if done(reply):
            gone = self._asked(_looking(reference.chain, name.maker), values)
            there = self._asked(_looking(holder, naming), held)
            still = _names(answer(there), name.path, given)
            going = self._bars(delete, holder, answer(there))
            if gone.status in GONE and accepted(there) and still and going is not False:
                self._ledger.add(updated.dangling(case, reply, holder.create.id, reference.member))
        elif reply.status == CONFLICT and self._over(delete, holder, (naming, held)):
            later = self._asked(case, values)
            if later.status == CONFLICT:
                why = f"while what {holder.create.id} made is on its way"
                self._ledger.add(nested.kept(case, later, why))
        return True

    def _bars(self, delete: Operation, holder: Chain, value: Json) -> bool | None:
        """Whether a holder is in a state that words say to be in the way; None where none is named.

        Args:
            delete: What deletes what it holds.
            holder: Makes it.
            value: How it is now.
        """
        like = asking(self._scene.api, holder)
        course = like.course if like is not None else None
        told = " ".join(sentences(delete.doc))
        named = [it for it in course.states if re.search(rf"\b{it}\b", told)] if course else []
        return members_of(value).get(course.member) in named if course and named else None

    def _over(self, delete: Operation, holder: Chain, held: tuple[Case, dict[str, str]]) -> bool:
        """Whether a holder comes to a state that is not in the way, within a few looks."""
        for _ in range(LOOKS):
            there = self._asked(_looking(holder, held[0]), held[1])
            bars = self._bars(delete, holder, answer(there)) if accepted(there) else None
            if not bars:
                return bars is False
        return False

    def _asked(self, case: Case, values: dict[str, str] | None = None) -> Reply:
        reply = self._sender.send([case], [values or {}], log=False)[0]
        self._ledger.judge(case, reply)
        return reply


def _makes(chain: Chain, reference: Reference) -> bool:
    """Whether a chain makes what names a resource."""
    plain = chain.polls and not chain.scope
    return plain and chain.create.id == reference.operation


def _named(case: Case, reference: Reference) -> Named | None:
    """Return what a body names at a place."""
    return next((each for each in case.names if place(each.path) == reference.at), None)


def _names(value: Json, path: Sequence[str | int], given: Json) -> bool:
    """Whether an answer, or an object in it, names something where a body did."""
    whole = (value, *members_of(value).values())
    return any(steps(it, tuple(map(str, path))) == given for it in whole)


def _looking(chain: Chain, made: Case) -> Case:
    return replace(poll(chain, made), expect="documented")


def _means(text: str, holder: str, others: Collection[str]) -> bool:
    """Whether a text speaks of use by one kind: where it tells of any, that one is among them."""
    told = {singular(word) for word in re.findall(r"[a-z]+", text)}
    return holder in told or told.isdisjoint(others)


def _kind(chain: Chain) -> str:
    """Return what a creation makes, by the last word of its path."""
    return singular(words(chain.create.path.rstrip("/").rpartition("/")[2])[-1])
