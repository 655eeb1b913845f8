"""What is made below a resource, and which members of that one tell of it.

``POST /orders/{order_id}/lines`` makes lines below an order, and the order may have ``line_count``,
``lines``, or a number that is described as *sum of the lines' amounts*.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import held, shared, type_at
from tallystick.fuzz.journeys.deeds import Course, course_of, shape
from tallystick.fuzz.journeys.references import singular
from tallystick.fuzz.journeys.telling import rated
from tallystick.fuzz.oracles.counted import is_number
from tallystick.fuzz.oracles.nested import Share
from tallystick.fuzz.requests.composing import json_content
from tallystick.ir import Api, Array, Field, Operation, Record, Scalar, words
from tallystick.resolve.pointer import split
from tallystick.text import Json

COUNTING: Final = frozenset({"count", "num", "number", "size", "length", "quantity", "of", "total"})
"""Words of members that count, beside the name of what they count."""
BASES: Final = ("net", "net_amount", "netAmount", "amount", "subtotal", "line_total", "lineTotal")
"""Members of a thing that say what it comes to, before a part of it is taken or added."""
PLAIN_COUNTS: Final = frozenset({"count", "num", "number", "size", "length"})
_SUM: Final = re.compile(
    r"\b(?:sum|total) of (?:all |the |its |each |of )*([a-z]+)(?:['\u2019]s?)? ([a-z_]+)\b"
)
"""*Sum of the lines' amounts*: of what, and which member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Things that are made below a resource, and listed there.

    Attributes:
        chain: What makes the resource, and makes a thing below it.
        list: What makes the resource, and lists the things below it.
        items: Steps from its answer to the things.
        item: A thing.
        name: Member that names a thing.
        settable: Members that callers set.
        thing: What makes a thing, and does something to it.
        parent: What makes the resource, and gets it; None where it cannot be got.
        inner: Steps from what gets it to the resource.
        whole: The resource; None where it cannot be got.
        update: What changes a thing; None for nothing.
        delete: What deletes one.
        replace: What replaces the resource.
        remove: What deletes it.
    """

    chain: Chain
    list: Chain
    items: tuple[str, ...]
    item: Record
    name: str
    settable: frozenset[str]
    thing: Chain
    parent: Chain | None
    inner: tuple[str, ...]
    whole: Record | None
    update: Chain | None
    delete: Chain | None
    replace: Operation | None
    remove: Operation | None

    @property
    def noun(self) -> str:
        """What a thing is called: the last word of the path, as of one."""
        return singular(words(self.chain.get.path.rstrip("/").rpartition("/")[2])[-1])

    @property
    def parameter(self) -> str:
        """What names a thing in paths."""
        return self.thing.values[-1][0]

    def course(self, api: Api) -> Course | None:
        """Return the states of a thing, None where it has none."""
        return course_of(api, self.item)

    def differ(self, one: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
        """Whether a thing changed in what callers set."""
        return any(one.get(it) != other.get(it) for it in self.settable)

    def counts(self) -> Iterator[str]:
        """Yield the members of the resource that count the things."""
        for field in self.whole.fields if self.whole is not None else ():
            told = [singular(word) if word != "num" else word for word in field.words]
            rest = [word for word in told if word != self.noun]
            counting = not PLAIN_COUNTS.isdisjoint(rest) or rest == ["total"] == told[:1]
            if len(rest) < len(told) and counting and COUNTING.issuperset(rest):
                yield field.wire

    def sums(self, api: Api) -> Iterator[tuple[str, str]]:
        """Yield the numbers of the resource that sum the things up, with the member of a thing."""
        numbers = {it.wire for it in self.item.fields if is_number(api, it)}
        for field in self.whole.fields if self.whole is not None else ():
            for noun, member in _summed(api, field) if is_number(api, field) else ():
                named = next((it for it in (member, singular(member)) if it in numbers), None)
                if singular(noun) == self.noun and named is not None:
                    yield field.wire, named

    def shares(self, api: Api) -> Iterator[Share]:
        """Yield the numbers of the resource that sum up a part of each thing: *each line's tax*."""
        numbers = {it.wire: it for it in self.item.fields if is_number(api, it)}
        base = next((it for it in BASES if it in numbers), None)
        for field in self.whole.fields if self.whole is not None else ():
            for noun, member in _summed(api, field) if is_number(api, field) else ():
                rates = [it for it in numbers.values() if it.words[:-1] == words(member)]
                rates = [it for it in rates if rated(*it.words) and self.hundreds(api, it.wire)]
                if singular(noun) == self.noun and base and rates and member not in numbers:
                    yield Share(member=field.wire, base=base, rate=rates[0].wire)

    def hundreds(self, api: Api, member: str) -> bool:
        """Whether a rate is of a hundred: it may be more than the whole else."""
        content = json_content(self.chain.get)
        body = shared(api, content.type) if content is not None and content.type else None
        found = (api.types[it.type] for it in (body.fields if body else ()) if it.wire == member)
        return any(isinstance(it, Scalar) and (it.maximum or 0) > 1 for it in found)

    def given(self, api: Api, body: Record) -> str | None:
        """Return the member of a body that holds the things which are made with the resource.

        Args:
            api: The API.
            body: What makes the resource, or replaces it.
        """
        for field in body.fields:
            declared = api.types[field.type]
            named = field.words and singular(field.words[-1]) == self.noun
            items = declared.items if isinstance(declared, Array) else None
            if named and items is not None and isinstance(api.types[items], Record):
                return field.wire
        return None


def collections(api: Api, chains: Sequence[Chain]) -> Iterator[Collection]:
    """Yield what is made below resources, and listed there.

    Args:
        api: The API.
        chains: Which operations follow each other.
    """
    for chain in chains:
        create = chain.get
        if chain.items is None and chain.inside and create.method == "post":
            found = _collection(api, chains, chain)
            if found is not None:
                yield found


def _collection(api: Api, chains: Sequence[Chain], chain: Chain) -> Collection | None:
    create, made = chain.get, success(chain.get)
    beside = (it for it in chains if it.create is chain.create and it.get.method == "get")
    lists = next((it for it in beside if shape(it.get.path) == shape(create.path)), None)
    place = held(api, lists.get, made) if lists is not None else None
    item = shared(api, place.type) if place is not None else None
    if lists is None or place is None or item is None:
        return None
    fields = {it.wire for it in item.fields}
    below = {it.get.method: it for it in chains if it.create is create and _of_one(it)}
    thing = next(iter(below.values()), None)
    name = split(thing.values[-1][1])[-1] if thing is not None else ""
    if thing is None or name not in fields:
        return None
    parent = next((it for it in chains if it.polls and it.create is chain.create), None)
    inner = split(parent.values[-1][1])[:-1] if parent is not None else ()
    got = type_at(api, success(parent.get), inner) if parent is not None else None
    whole = api.types[got] if got is not None else None
    path = parent.get.path if parent is not None else ""
    beside_it = {it.method: it for it in api.operations if it.path == path}
    return Collection(
        chain=chain,
        list=lists,
        items=place.steps,
        item=item,
        name=name,
        settable=frozenset(_members(api, create) & fields),
        thing=thing,
        parent=parent,
        inner=inner,
        whole=whole if isinstance(whole, Record) else None,
        update=below.get("patch"),
        delete=below.get("delete"),
        replace=beside_it.get("put"),
        remove=beside_it.get("delete"),
    )


def _members(api: Api, create: Operation) -> set[str]:
    content = json_content(create)
    made = content.type if content is not None else None
    body = shared(api, made) if made is not None else None
    return {it.wire for it in body.fields} if body is not None else set()


def _of_one(chain: Chain) -> bool:
    """Whether a path ends with what names a thing."""
    return not chain.inside and chain.get.path.rstrip("/").endswith("}")


def _summed(api: Api, field: Field) -> Iterator[tuple[str, str]]:
    """Yield of what a number is said to be the sum, and of which member."""
    docs = (field.doc.description, api.types[field.type].doc.description)
    for text in dict.fromkeys(doc.raw.lower() for doc in docs if doc is not None):
        yield from _SUM.findall(text)
