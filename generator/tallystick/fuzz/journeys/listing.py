"""Which operations list the resources that another one makes, and what their parameters mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import DEEPEST, held, shared, type_at
from tallystick.fuzz.journeys.filters import Filter, filters
from tallystick.fuzz.journeys.searching import looks_up, near, says, searched
from tallystick.fuzz.journeys.sorting import Sort, sorts
from tallystick.fuzz.model import Case
from tallystick.fuzz.requests.controls import (
    BODY,
    Given,
    Key,
    least_body,
    leaves,
)
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.paging import LEADING, Paging, Turn, paging_of, plain
from tallystick.ir import (
    MISSING,
    Api,
    Operation,
    Place,
    Record,
    TypeId,
)
from tallystick.resolve.pointer import split
from tallystick.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of resources.

    Attributes:
        operation: What lists them.
        chain: What makes one of them, and gets it.
        items: Steps from the answer to the items.
        item: Their type.
        name: Wire name of the member that names an item.
        inner: Steps from the answer of `chain.get` to what an item shows.
        tells: Answers have a member that leads to the next page, when there is one.
        same: Items have the type that `chain.get` answers with.
        base: What must be given.
        scoped: Where something must be given that selects some items.
        paging: Parameters for pages.
        filters: Parameters that select.
        sorts: Orders that can be asked for.
        within: What made one of the resources, for lists in another resource; None for others.
        scope: What the path is given.
    """

    operation: Operation
    chain: Chain
    items: tuple[str, ...]
    item: Record
    name: str
    inner: tuple[str, ...]
    tells: bool
    same: bool
    base: Given
    scoped: frozenset[Key]
    paging: Paging
    filters: tuple[Filter, ...]
    sorts: tuple[Sort, ...]
    within: Case | None = None
    scope: Mapping[str, str] = field(default_factory=dict)

    @property
    def searches(self) -> bool:
        """Whether what is listed is looked for: by a body, or where the path says so."""
        return self.operation.method == "post" or looks_up(self.operation)

    def narrow(self, api: Api) -> bool:
        """Whether something selects some items by default, though nobody asks for it."""
        return any(api.types[it.control.type].default is not MISSING for it in self.filters)

    def turn(self) -> Turn:
        """Return what asks for the first page, as large as can be."""
        size = self.paging.largest
        return Turn(self.paging.sized(size) if size else {})


def listings(judging: Judging, chains: Sequence[Chain]) -> tuple[Listing, ...]:
    """Return the lists of an API: ``GET /things`` beside ``GET /things/{id}``, and searches.

    Those in other resources (``/shops/{shop_id}/orders``) have no `scope` yet.
    """
    giver = Giver(judging)
    found: dict[str, Listing] = {}
    creators = [chain.create.id for chain in chains]
    pairs = [
        (chain, operation)
        for chain in chains
        for operation in judging.api.operations
        if chain.shows and (_beside(chain, operation) or searched(chain, operation, creators))
    ]
    pairs.sort(key=lambda it: (it[1].method == "post", looks_up(it[1]), not near(*it)))
    for chain, operation in pairs:
        listing = _listing(judging, giver, chain, operation)
        if listing is not None:
            found.setdefault(operation.id, listing)
    return tuple(found.values())


def _beside(chain: Chain, operation: Operation) -> bool:
    """Whether an operation gets what stands where a chain makes its resources."""
    same = operation.path.rstrip("/") == chain.create.path.rstrip("/")
    scope = set(re.findall(r"\{([^}]*)\}", operation.path))
    return operation.method == "get" and same and scope == set(chain.scope)


def _listing(judging: Judging, giver: Giver, chain: Chain, operation: Operation) -> Listing | None:
    api = judging.api
    *inner, last = _shown(api, chain)
    got = type_at(api, success(chain.get), inner)
    place = held(api, operation, got)
    base = _base(judging, giver, chain, operation)
    if place is None or base is None:
        return None
    items, item_type = place
    item = shared(api, item_type)
    if item is None:
        return None
    members = {field.wire for field in item.fields}
    name = next((each for each in (last, "id") if each in members), None)
    if name is None:
        return None
    paging = paging_of(judging, operation, {plain(each) for each in members})
    alike = got == item_type or near(chain, operation)
    beside = _beside(chain, operation)
    if not beside and not (alike and says(operation, paging)):
        return None
    needed = {key for key in leaves(base) if key[0] in {Place.QUERY, BODY}}
    return Listing(
        operation=operation,
        chain=chain,
        items=items,
        item=item,
        name=name,
        inner=tuple(inner),
        tells=_tells(api, success(operation), items, ()),
        same=got == item_type,
        base=base,
        scoped=frozenset(needed - paging.keys),
        paging=paging,
        filters=tuple(filters(judging, operation, item, paging)),
        sorts=tuple(sorts(judging, operation, item)),
    )


def _shown(api: Api, chain: Chain) -> tuple[str, ...]:
    """Return the steps from what `chain.get` answers to what names the resource."""
    way = split(chain.values[-1][1])
    if chain.items is None:
        return way
    item = type_at(api, success(chain.create), (*chain.items, "0"))
    whole = success(chain.get)
    declared = api.types[whole] if whole is not None else None
    inner = declared.fields if isinstance(declared, Record) and whole != item else ()
    return (*(it.wire for it in inner if it.type == item), way[-1])[-2:]


def _base(judging: Judging, giver: Giver, chain: Chain, operation: Operation) -> Given | None:
    """Return what must be given, None when nobody knows what."""
    given = giver.given(operation, path=not chain.scope)
    if given is None:
        return None
    base: dict[Key, Json] = dict(given.items())
    if operation.method == "get":
        return base
    body = least_body(judging, operation)
    return None if body is None else {**base, (BODY,): body}


def _tells(api: Api, type_id: TypeId | None, items: tuple[str, ...], at: tuple[str, ...]) -> bool:
    """Whether a member of an answer, its items left out, leads to the next page."""
    declared = api.types[type_id] if type_id is not None else None
    if not isinstance(declared, Record) or (at == items and items) or len(at) == DEEPEST:
        return False
    return any(
        plain(each.wire) in LEADING or _tells(api, each.type, items, (*at, each.wire))
        for each in declared.fields
    )
