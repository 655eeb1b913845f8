"""Things in the body of a resource: what makes it, or replaces it, makes them, too."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tallystick.fuzz.documented import answer
from tallystick.fuzz.journeys.collected import Collection
from tallystick.fuzz.journeys.nests import Nest, Nests
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Made
from tallystick.fuzz.journeys.subjects import Subject, with_value
from tallystick.fuzz.model import Finding
from tallystick.fuzz.oracles import nested
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import members_of
from tallystick.ir import Operation, Record
from tallystick.text import Json

LEAST: Final = 4
"""Requests by which something is seen."""


class Stocking:
    """Makes resources with things in their bodies."""

    def __init__(self, nests: Nests) -> None:
        """Make them as `nests` does."""
        self._nests = nests

    def run(self, collection: Collection) -> None:
        """Make the resource, and replace it, with things in its body: the list has these."""
        api, create = self._nests.scene.api, collection.chain.create
        content = json_content(create)
        body = api.types[content.type] if content is not None and content.type is not None else None
        member = collection.given(api, body) if isinstance(body, Record) else None
        made = self._nests.resources.of(create.id)
        for start in made if member is not None else ():
            value = self._holding_two(collection, start, member or "")
            if (
                value is not None
                and content is not None
                and self._nests.subjects.budget.left >= LEAST
            ):
                self._put(collection, start, (member or "", value))
                return

    def _holding_two(self, collection: Collection, start: Made, member: str) -> list[Json] | None:
        """Return two things that may stand in the body of a resource, None where none may."""
        content, body = json_content(collection.chain.create), start.case.value
        if content is None or content.type is None or start.case.names:
            return None
        for made in self._nests.plain(collection):
            things: list[Json] = [made.case.value, made.case.value]
            whole = {**body, member: things} if isinstance(body, dict) else None
            if whole is not None and self._nests.valid(content.type, whole):
                return things
        return None

    def _put(self, collection: Collection, start: Made, told: tuple[str, list[Json]]) -> None:
        """Make a resource with two things, then replace it by one with a single one."""
        member, things = told
        body = members_of(start.case.value)
        create, chain = collection.chain.create, collection.list
        case = self._nests.subjects.anew(with_value(start.case, {**body, member: things}))
        case = replace(case, expect="documented")
        parent = Subject(chain=chain, made=case, bindings=start.given, first=None)
        reply = self._nests.subjects.send(case, parent)
        given = chain.bindings(answer(reply), start.given) if accepted(reply) else None
        if given is None:
            return
        nest = Nest(collection=collection, within=case, given=given)
        self._nests.sure(nest, lambda: self._held(nest, create, (member, len(things))))
        put = collection.replace
        samples = self._nests.subjects.samples(put.id) if put is not None else []
        if put is None or collection.parent is None or not samples:
            return
        message = replace(samples[0].message, method="PUT", path=collection.parent.get.path)
        asked = replace(
            poll(collection.parent, case), operation=put.id, kind="put", message=message
        )
        other = with_value(replace(asked, expect="documented"), {**body, member: things[:1]})
        if accepted(self._nests.subjects.send(other, nest.subject(collection.parent))):
            nest.last, nest.seen = other, None
            self._nests.sure(nest, lambda: self._held(nest, put, (member, 1)))

    def _held(self, nest: Nest, operation: Operation, wanted: tuple[str, int]) -> Iterator[Finding]:
        """Compare how many things there are with how many a body gave."""
        case, reply, shown = self._nests.listed(nest)
        if shown is not None and len(shown) != wanted[1]:
            yield from nested.given(case, reply, operation.id, wanted, len(shown))
