"""Operations that make several things at once: each as if it were asked for alone."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, cycle, islice
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.naming import with_ids
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import answer, success
from tallystick.fuzz.holders import kinds
from tallystick.fuzz.journeys.doubling import Doubling
from tallystick.fuzz.journeys.listing import Listing, listings
from tallystick.fuzz.journeys.polling import poll
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.turning import Pages
from tallystick.fuzz.journeys.uniques import Unique
from tallystick.fuzz.ledger import Ledger, smaller_first
from tallystick.fuzz.model import Case, Expectation, Message, Reply
from tallystick.fuzz.oracles import batched, doubled
from tallystick.fuzz.oracles.acceptance import accepted
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.requests.paging import members_of, steps, total
from tallystick.fuzz.sending.sender import Sender
from tallystick.fuzz.statuses import FOR_LATER, GONE
from tallystick.ir import Api, Array, Operation, Place, TypeId
from tallystick.resolve.pointer import split
from tallystick.text import Json

BROKEN: Final = 4
"""Broken items that are sent behind a valid one."""
COMPARED: Final = 24
"""Requests among which two are looked for that differ."""
RULED: Final = frozenset({"rule", "keyword"})
REFUSALS: Final = range(400, 500)
LATER: Final = (0.0, 0.05, 0.3)
"""Seconds after which it is looked again for what was made."""
COUNTED: Final = 6
"""Pages on which things are counted."""
TWICE: Final = 2
LARGEST: Final = 50
"""Items that are sent together at most."""
VALUES: Final = 3
"""Values that two items are given, until some that nobody has are found."""


class Batch(NamedTuple):
    """An operation that takes a list of what another one takes.

    Attributes:
        chain: Makes one, and gets it.
        operation: Makes several.
        member: The list in its body; None when the body is the list.
        results: Steps to the list in its answer.
        most: How many it takes; 0 where nobody says so.
    """

    chain: Chain
    operation: Operation
    member: str | None
    results: tuple[str, ...]
    most: int = 0


def batches(api: Api, chains: Sequence[Chain]) -> tuple[Batch, ...]:
    """Return what makes several of what a chain makes, each operation once."""
    found: dict[str, Batch] = {}
    for chain in chains:
        content = json_content(chain.create) if chain.polls and not chain.scope else None
        one = content.type if content is not None else None
        for operation in api.operations:
            batch = _batch(api, chain, operation, one)
            if batch is not None:
                found.setdefault(operation.id, batch)
    return tuple(found.values())


def _batch(api: Api, chain: Chain, operation: Operation, one: TypeId | None) -> Batch | None:
    content = json_content(operation)
    needed = any(each.required or each.place is Place.PATH for each in operation.parameters)
    if operation.method != "post" or operation is chain.create or needed or one is None:
        return None
    taken = list(_lists(api, content.type if content is not None else None))
    given = list(_lists(api, success(operation)))
    mine = [(at, taking) for at, taking in taken if taking.items == one]
    if len(mine) != 1 or len(given) != 1 or len(mine[0][0]) > 1:
        return None
    at, taking = mine[0]
    return Batch(chain, operation, next(iter(at), None), given[0][0], taking.max_items or 0)


def _lists(api: Api, type_id: TypeId | None) -> Iterator[tuple[tuple[str, ...], Array]]:
    """Yield the lists of objects that a value is, or holds."""
    declared = api.types[type_id] if type_id is not None else None
    inside = [((each.wire,), api.types[each.type]) for each in api.fields(type_id)]
    for at, part in [((), declared), *inside]:
        if isinstance(part, Array) and part.items is not None and kinds(api, part.items):
            yield at, part


class Batches:
    """Sends valid and broken things together."""

    def __init__(
        self, scene: Scene, sender: Sender, ledger: Ledger, resources: Resources, doubling: Doubling
    ) -> None:
        """Send over `sender`, telling `ledger`; `doubling` knows what no two may have."""
        self._scene = scene
        self._sender = sender
        self._ledger = ledger
        self._resources = resources
        self._doubling = doubling
        self._budget = doubling.budget
        self._pages = Pages(scene, sender, ledger, self._budget)
        self._lists = {it.chain.create.id: it for it in listings(scene.judging, resources.chains)}
        self.known = batches(scene.api, resources.chains)
        self._makers = {each.chain.create.id for each in self.known}
        self._broken: dict[str, dict[str, Case]] = {}

    def note(self, case: Case) -> None:
        """Remember a broken request to make one thing, one of each claim."""
        if case.operation in self._makers and case.kind in RULED and case.claim and case.has_value:
            self._broken.setdefault(case.operation, {}).setdefault(case.claim.name, case)

    def run(self, batch: Batch) -> None:
        """Try one operation, as far as the requests last."""
        made = [each.case for each in self._resources.of(batch.chain.create.id)]
        unique = [it for it in self._doubling.known if it.chain.create is batch.chain.create]
        known = smaller_first(case for case in made if case.has_value)
        names = {it.field.wire for it in unique}
        plain = [it for it in known if names.isdisjoint(members_of(it.value))]
        known = plain or known
        if not known:
            return
        first, last = _apart(known)
        self._sent(batch, [first, last])
        self._full(batch, [it for it in plain if not it.names])
        if first.names:
            self._sent(batch, [first, replace(first, names=()), last])
        for each in unique:
            self._alike(batch, each, [first, last])
        broken = list(self._bad(batch, first))
        for bad in broken:
            self._behind(batch, first, bad)
        naming = next((it for it in known if it.names), None)
        for bad in (*([] if naming is None else [replace(naming, names=())]), *broken[:1]):
            self._half(batch, [first, bad])

    def _full(self, batch: Batch, known: Sequence[Case]) -> None:
        """Send as many items as are taken at once."""
        content = json_content(batch.operation)
        items = list(islice(cycle(known), batch.most)) if TWICE < batch.most <= LARGEST else []
        if not items or content is None or content.type is None:
            return
        if self._scene.judging.broken(content.type, _together(batch, items)).nothing:
            self._ask(batch, items, "accepted")

    def _alike(self, batch: Batch, unique: Unique, items: Sequence[Case]) -> None:
        """Send items with one value that no two may have."""
        for value in islice(self._doubling.values(unique), VALUES):
            given = [self._doubling.given(unique, each, value) for each in items]
            alike = [each for each in given if each is not None]
            asked = self._ask(batch, alike) if len(alike) > 1 else None
            if asked is not None and accepted(asked[1]):
                self._judged_alike(batch, unique, asked, value)
                return

    def _judged_alike(
        self, batch: Batch, unique: Unique, asked: tuple[Case, Reply], value: Json
    ) -> None:
        """Tell about two items of one value that were made."""
        results = steps(answer(asked[1]), batch.results)
        name = batch.chain.values[-1][1].rpartition("/")[2]
        told = results if isinstance(results, list) else []
        shown = [batched.shown(it, name) for it in told if not batched.refused(it)]
        if len([it for it in shown if it is not None]) > 1:
            member, sure = unique.field.wire, unique.sure
            self._ledger.add(doubled.taken(*asked, member, value, sure=sure))

    def _ask(
        self, batch: Batch, items: Sequence[Case], expect: Expectation = "documented"
    ) -> tuple[Case, Reply] | None:
        """Send items together; None when there is no request left."""
        if not self._budget.take():
            return None
        value = _together(batch, items)
        above = () if batch.member is None else (batch.member,)
        case = Case(
            operation=batch.operation.id,
            kind="batch",
            expect=expect,
            message=Message(
                method="POST",
                path=batch.operation.path,
                headers=(("Content-Type", "application/json"),),
                body=compact(value),
            ),
            value=value,
            has_value=True,
            names=tuple(
                replace(name, path=(*above, place, *name.path))
                for place, each in enumerate(items)
                for name in each.names
            ),
        )
        reply = self._sender.send([case], log=False)[0]
        self._ledger.judge(case, reply)
        return case, reply

    def _sent(self, batch: Batch, items: Sequence[Case]) -> None:
        """Send items of which each may be made, or refused by itself."""
        asked = self._ask(batch, items)
        if asked is None or not accepted(asked[1]):
            return
        results = steps(answer(asked[1]), batch.results)
        if not isinstance(results, list):
            return
        told = answer(asked[1])
        others = (
            [it for it in told.values() if isinstance(it, list)] if isinstance(told, dict) else []
        )
        self._ledger.add(batched.each(*asked, len(items), results, others))
        name = batch.chain.values[-1][1].rpartition("/")[2]
        found = [batched.shown(each, name) for each in results]
        if len(found) == len(items) and batched.ordered(batch.operation, results):
            known = [it for it in zip(map(_told, items), found, strict=True) if it[1] is not None]
            self._ledger.add(
                batched.order(*asked, [told for told, _ in known], [it for _, it in known])
            )
        resources = [it for it in found if it is not None]
        if len(resources) == len(items):
            self._ledger.add(batched.summed(self._scene, *asked, resources))
        if asked[1].status != FOR_LATER or _is_for_later(batch.chain.create):
            for place, result in enumerate(found):
                if result is not None and not batched.refused(results[place]):
                    self._kept(batch, asked, place, result)

    def _kept(
        self, batch: Batch, asked: tuple[Case, Reply], place: int, result: dict[str, Json]
    ) -> None:
        """Ask for what was made, by its id."""
        name, pointer = batch.chain.values[-1]
        given = {name: str(result.get(split(pointer)[-1]))}
        case = replace(poll(batch.chain, asked[0]), expect="documented")
        for pause in LATER:
            time.sleep(pause)
            if not self._budget.take():
                return
            reply = self._sender.send([case], [given], log=False)[0]
            if reply.status not in GONE:
                return
        self._ledger.add(batched.lost(*asked, place, reply.status))

    def _count(self, batch: Batch) -> int | None:
        """Return how many things a list says that there are; None when none says it."""
        listing = self._lists.get(batch.chain.create.id)
        if listing is None or listing.scoped or listing.searches:
            return None
        page = self._pages.page(listing, listing.turn(), hopeful=False)
        if page is None:
            return None
        said = total(page.value, listing.items, page.reply)
        return said if said is not None else self._walked(listing)

    def _walked(self, listing: Listing) -> int | None:
        """Return how many things a list shows; None when there are too many to count."""
        walk = self._pages.walk(listing, listing.paging.largest, COUNTED)
        return len(set(walk.names)) if walk.whole else None

    def _half(self, batch: Batch, items: Sequence[Case]) -> None:
        """See that a refusal of all has made nothing: twice, for others may make some, too."""
        before = self._count(batch)
        asked: tuple[Case, Reply] | None = None
        for _ in range(TWICE):
            asked = self._ask(batch, items) if before is not None else None
            refused = asked is not None and asked[1].status in REFUSALS
            after = self._count(batch) if refused else None
            if before is None or after is None or after <= before:
                return
            before = after
        if asked is not None:
            self._ledger.add(batched.half(batch.operation, *asked))

    def _bad(self, batch: Batch, first: Case) -> Iterator[Case]:
        """Yield items that are broken, and name what a valid one does."""
        content = json_content(batch.chain.create)
        one = content.type if content is not None else None
        known = self._broken.get(batch.chain.create.id, {}).values()
        for case in sorted(known, key=lambda each: each.kind != "rule")[:BROKEN]:
            bad = replace(case, names=first.names)
            if one is not None and not self._scene.judging.broken(one, _told(bad)).nothing:
                yield bad

    def _behind(self, batch: Batch, first: Case, bad: Case) -> None:
        """Send a broken item behind a valid one."""
        asked = self._ask(batch, [first, bad])
        if asked is None or not accepted(asked[1]) or bad.claim is None:
            return
        results = steps(answer(asked[1]), batch.results)
        name = batch.chain.values[-1][1].rpartition("/")[2]
        last = results[-1] if isinstance(results, list) and len(results) > 1 else None
        if batched.shown(last, name) is not None and not batched.refused(last):
            self._ledger.add(batched.broken(*asked, bad.claim.name))


def _together(batch: Batch, items: Sequence[Case]) -> Json:
    """Return a body with some items."""
    values: Json = [each.value for each in items]
    return values if batch.member is None else {batch.member: values}


def _is_for_later(create: Operation) -> bool:
    """Whether what makes one thing says at once what it will be, too, and has its id."""
    return any(each.status == str(FOR_LATER) for each in create.responses)


def _told(case: Case) -> Json:
    """Return a body with the ids that are sent."""
    return with_ids(case.value, case.names)


def _apart(known: Sequence[Case]) -> tuple[Case, Case]:
    """Return two requests that can be told from each other by what they make, if there are."""
    plain = [(each, _plain(each)) for each in known[:COMPARED]]
    for (one, told), (other, said) in combinations(plain, 2):
        if any(told[name] != said[name] for name in told.keys() & said.keys()):
            return one, other
    return known[0], known[-1]


def _plain(case: Case) -> dict[str, Json]:
    """Return the members that answers are compared by."""
    body = _told(case)
    members = body.items() if isinstance(body, dict) else ()
    return {name: part for name, part in members if isinstance(part, str | int | float)}
