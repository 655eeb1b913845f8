"""What is done to plain resources: they are shown, changed, deleted and listed as they are kept."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from starlette.responses import Response

from tallystick.ir import Operation, Place
from tallystick.serve.behaviour import Request
from tallystick.serve.changing import changed
from tallystick.serve.endpoints import Endpoint
from tallystick.serve.exhibits import Exhibit
from tallystick.serve.jobs import Setting
from tallystick.serve.kinds import Kind, identity, json_of, success
from tallystick.serve.listing import items_of
from tallystick.serve.planting import GONE, places, planted
from tallystick.serve.problem import Problem
from tallystick.serve.reading import Call
from tallystick.serve.records import Stored
from tallystick.serve.replies import acceptable, compact, concrete, status_of
from tallystick.serve.routing import PARAMETER
from tallystick.serve.selecting import Lever, Told, levers
from tallystick.serve.shelves import Shelf, body_of, path_values
from tallystick.serve.standing import Stander
from tallystick.serve.turning import PAGES, Turned, ahead, behind, turned
from tallystick.text import Json


class Keeper:
    """Answers for plain resources."""

    def __init__(self, setting: Setting) -> None:
        """Keep them in the store of a setting."""
        self._setting = setting
        self._stander = Stander(setting)

    async def answer(
        self, endpoint: Endpoint, call: Call, request: Request
    ) -> Response | Problem | None:
        """Answer a call that has to do with plain resources; None leaves it to an example.

        What is created is left to the caller, once what it is below was seen to be there.
        """
        shelf = endpoint.shelf
        lost = self._lost(endpoint.operation, shelf, request)
        if lost is not None:
            return lost
        if shelf.deed == "list" and endpoint.stand is None:
            return self._list(endpoint, call, request)
        kind = endpoint.kind or shelf.kind
        if kind is None or not kind.plain:
            seen = _shown(endpoint, request) if kind is None else None
            stood = seen or await self._stander.answer(endpoint, request)
            return self.show(endpoint, stood, call) if isinstance(stood, dict) else stood
        stored = self._find(kind, endpoint.operation, request)
        if stored is not None:
            return self.show(endpoint, await self._done_to(stored, kind, endpoint, request), call)
        wanted = path_values(endpoint.operation, request.parameters)[-1]
        begun = self._setting.store.begun(kind.plan.kind)
        if shelf.deed or begun or identity(kind, kind.template()) != wanted:
            return _missing(kind, wanted)
        # The example of the document is there to be looked at, as long as nothing is made.
        return self.show(endpoint, kind.template(), call)

    async def _done_to(
        self, stored: Stored, kind: Kind, endpoint: Endpoint, request: Request
    ) -> Mapping[str, Json]:
        """Do what an operation does to a resource, and return the resource."""
        store, value, deed = self._setting.store, stored.value, endpoint.shelf.deed
        if deed == "delete":
            await _done(store.remove(stored.number))
        elif deed:
            value = changed(kind, value, endpoint.says(value, request.body), whole=deed == "put")
            await _done(store.change(stored.number, value))
        return value

    def show(self, endpoint: Endpoint, value: Mapping[str, Json], call: Call) -> Response | None:
        """Return a resource as an operation shows it; None when it does not show it."""
        content, exhibit = json_of(endpoint.operation), endpoint.exhibit
        accept = call.given.headers.get("accept", ())
        if content is None or exhibit is None or not acceptable(content.media_type, accept):
            return None
        shown = exhibit.show(value)
        if shown is None:
            return None
        return _answer(endpoint, content.media_type, shown)

    def _lost(self, operation: Operation, shelf: Shelf, request: Request) -> Problem | None:
        """Return the refusal of a path that goes through something that is not there."""
        values = path_values(operation, request.parameters)
        for kind, number in shelf.above:
            stored = self._setting.store.find(kind.plan.kind, values[number], request.account.id)
            if stored is None or not _below(stored, values[:number]):
                return _missing(kind, values[number])
        return None

    def _find(self, kind: Kind, operation: Operation, request: Request) -> Stored | None:
        values = path_values(operation, request.parameters)
        stored = self._setting.store.find(kind.plan.kind, values[-1], request.account.id)
        return stored if stored is not None and _below(stored, values[:-1]) else None

    def _list(self, endpoint: Endpoint, call: Call, request: Request) -> Response | None:
        """Return a page of what the caller made, or of an example as long as nothing is made."""
        content, exhibit, show = json_of(endpoint.operation), endpoint.exhibit, endpoint.item
        accept = call.given.headers.get("accept", ())
        if content is None or exhibit is None or show is None:
            return None
        kept = self._kept(endpoint, request)
        values = items_of(exhibit.example, endpoint.shelf.items) if kept is None else kept
        if values is None or not acceptable(content.media_type, accept):
            return None
        kind = endpoint.shelf.kind
        name = "id" if kind is None else kind.pointer[0]
        known = _levers(endpoint, exhibit)
        first = _first_page(known)
        told = _told(known, request)
        base = PARAMETER.sub(lambda found: call.given.path[found[1]], endpoint.operation.path)
        page = _ahead(
            turned(values, told, name, first, endpoint.shelf.most),
            known,
            told,
            (call.base + base, first),
        )
        items = page.items if kept is None else list(filter(None, map(show.show, page.items)))
        after = behind([each.plain for each in known])
        listed = _listed(endpoint, exhibit, page, items, after=after)
        return None if listed is None else _answer(endpoint, content.media_type, listed)

    def _kept(self, endpoint: Endpoint, request: Request) -> list[dict[str, Json]] | None:
        """Return what the caller made of what is listed; None as long as nobody made any."""
        kind = endpoint.shelf.kind
        if kind is None or not self._setting.store.begun(kind.plan.kind):
            return None
        above = path_values(endpoint.operation, request.parameters)
        every = self._setting.store.every(kind.plan.kind, request.account.id)
        return [each.value for each in every if _below(each, above)]


def _shown(endpoint: Endpoint, request: Request) -> dict[str, Json] | None:
    """Return what a list shows by the id of a path, where nothing else stands there."""
    if endpoint.shown is None or endpoint.stand is not None:
        return None
    return endpoint.shown.find(path_values(endpoint.operation, request.parameters)[-1])


def _listed(
    endpoint: Endpoint,
    exhibit: Exhibit,
    page: Turned,
    items: Sequence[Mapping[str, Json]],
    *,
    after: bool,
) -> Json:
    """Return the answer of a list, with what its other members say of the page."""
    path = endpoint.shelf.items
    if path and not isinstance(exhibit.example, dict):
        return None
    listed = planted(exhibit.example, path, [dict(each) for each in items])
    for place in [each for each in places(listed) if each[: len(path)] != path]:
        said = page.said(place, after=after)
        candidates = (*said, GONE) if said and said[0] is None else said
        told = (planted(listed, place, each) for each in candidates)
        listed = next(filter(exhibit.accepts, told), listed)
    return listed if exhibit.accepts(listed) else None


def _answer(endpoint: Endpoint, media_type: str, value: Json) -> Response:
    declared = success(endpoint.operation)
    response = Response(
        compact(value),
        status_code=status_of(declared),
        headers=endpoint.replier.headers(declared),
    )
    response.raw_headers.append((b"content-type", concrete(media_type).encode()))
    return response


def _below(stored: Stored, above: tuple[str, ...]) -> bool:
    """Whether a resource was made below some values of a path."""
    made = sorted(str(value) for place, _, value in stored.parameters if place == Place.PATH.value)
    return made == sorted(above)


def _missing(kind: Kind, wanted: str) -> Problem:
    noun = " ".join(kind.type.words) or "resource"
    return Problem(status=404, detail=f"There is no {noun} {wanted[:80]}.")


def _levers(endpoint: Endpoint, exhibit: Exhibit) -> tuple[Lever, ...]:
    """Return what a list can be told."""
    body = body_of(endpoint.operation) if endpoint.shelf.searched else None
    return tuple(levers(endpoint.operation, exhibit.compiler.types, body))


def _told(known: Sequence[Lever], request: Request) -> list[Told]:
    """Return what a list is told, or holds by default."""
    given = [(each, each.given(request)) for each in known]
    found = [Told(each, each.default if value is None else value) for each, value in given]
    return [each for each in found if each.value is not None]


def _first_page(known: Sequence[Lever]) -> int:
    """Return the number of the first page: 0 where that is the default, or else the least."""
    pages = (each for each in known if each.plain in PAGES)
    starts = (each.least if each.default is None else each.default for each in pages)
    return 0 if 0 in starts else 1


def _ahead(
    page: Turned, known: Sequence[Lever], told: Sequence[Told], at: tuple[str, int]
) -> Turned:
    """Return a page that knows what leads to the next one: by no link from a search.

    Args:
        page: The page.
        known: What the list can be told.
        told: What it is told.
        at: Its URL, without a query, and the number of its first page.
    """
    if not any(each.inside for each in known):
        query = {each.lever.at[0]: each.value for each in told if len(each.lever.at) == 1}
        return ahead(page, query, [each.at[0] for each in known], *at)
    query = {each.lever.plain: each.value for each in told}
    return replace(ahead(page, query, [each.plain for each in known], *at), link="")


async def _done(writing: "Future[None]") -> None:
    await asyncio.wrap_future(writing)
