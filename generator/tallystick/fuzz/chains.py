"""Which operation's answer gives the values of another one's path, by links or by inference."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import held, shared
from tallystick.fuzz.requests.composing import read_back
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.paging import steps
from tallystick.fuzz.requests.parameters import travelling
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Field,
    Link,
    Operation,
    Parameter,
    Place,
    Record,
    TypeId,
)
from tallystick.ir.api import answered
from tallystick.ir.words import key_names
from tallystick.resolve.pointer import split
from tallystick.text import Json

EMPTY: Final[Mapping[str, str]] = MappingProxyType({})
SAFE: Final = frozenset({"get", "head", "options", "trace"})


def _anything(_: str, __: str) -> bool:
    return True


class Chain(NamedTuple):
    """How to get from an answer to the next request.

    Attributes:
        create: Operation whose answer begins it.
        get: Operation that it leads to.
        values: (path parameter, JSON Pointer into the answer).
        sure: What was made can surely be asked for so: by a link or as ``/things/{id}``, and no
            conflict is documented. What else is there may need some state of the resource.
        scope: Path parameters whose values are those of the request that made the resource: in
            ``/shops/{shop_id}/orders/{order_id}`` the shop.
        inside: `get` makes or lists what is in the resource, ``/shops/{shop_id}/orders``.
        items: Where `create` makes nothing, but lists what is there: steps to its items. `values`
            are those of the first one.
        seen: Where the resource is not asked for by itself, but `get` lists it: steps to the items.
        header: Name of the header of the answer whose URL gives the values of `scope`, and not the
            request; "" for none.
        takes: Whether the path of `get` may have a text as the value of a parameter: the answer
            may name what was made in another way than the path asks for.
        query: What `get` must be given beside its path.
        headers: The same of its headers.
    """

    create: Operation
    get: Operation
    values: tuple[tuple[str, str], ...]
    sure: bool = True
    scope: tuple[str, ...] = ()
    inside: bool = False
    items: tuple[str, ...] | None = None
    seen: tuple[str, ...] | None = None
    header: str = ""
    takes: Callable[[str, str], bool] = _anything
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def through_list(self) -> bool:
        """Whether an item of a list is what leads on: an empty one leads nowhere."""
        steps = (step for _, pointer in self.values for step in pointer.split("/"))
        return any(map(str.isdecimal, steps))

    @property
    def polls(self) -> bool:
        """Whether asking again and again shows how the resource fares."""
        return self.items is None and self.shows

    @property
    def shows(self) -> bool:
        """Whether the resource is asked for."""
        return self.sure and not self.inside and self.get.method == "get"

    def at(self, item: int) -> tuple[tuple[str, str], ...]:
        """Return the values of an item, by its number on the page."""
        return tuple((name, self.pointer(pointer, item)) for name, pointer in self.values)

    def pointer(self, first: str, item: int) -> str:
        """Return the place of a part of an item by that of the first one's."""
        if self.items is None:
            return first
        way = [*split(first)]
        way[len(self.items)] = str(item)
        return pointer_of(way)

    def parts(self, answer: Json) -> list[Json]:
        """Return an answer once for each of its items, as if that were the only one."""
        items = self.items or ()
        every = steps(answer, items)
        return [_put(answer, items, [each]) for each in (every if isinstance(every, list) else ())]

    def bindings(self, answer: Json, scope: Mapping[str, str] = EMPTY) -> dict[str, str] | None:
        """Return what `told` does, None when the path of `get` does not take it."""
        found = self.told(answer, scope)
        own = {name for name, _ in self.values}
        fits = found is not None and all(self.takes(name, found[name]) for name in own)
        return found if fits else None

    def one(self, answer: Json, bindings: Mapping[str, str]) -> Json:
        """Return what an answer of `get` shows of one resource, None when it does not show it.

        Args:
            answer: The answer.
            bindings: What names the resource.
        """
        if self.seen is None:
            return answer
        parameter, pointer = self.values[-1]
        some = steps(answer, self.seen)
        items = (it for it in (some if isinstance(some, list) else ()) if isinstance(it, dict))
        name = split(pointer)[-1]
        return next((it for it in items if str(it.get(name)) == bindings[parameter]), None)

    def told(self, answer: Json, scope: Mapping[str, str] = EMPTY) -> dict[str, str] | None:
        """Return path parameter -> text, or None when one is missing.

        Args:
            answer: What `create` answered.
            scope: What the path of `create` was given.
        """
        found: dict[str, str] = {}
        for name in self.scope:
            if name not in scope:
                return None
            found[name] = scope[name]
        for name, pointer in self.values:
            value = steps(answer, split(pointer))
            if isinstance(value, bool) or not isinstance(value, str | int):
                return None
            found[name] = str(value)
        return found


def holds(api: Api, chain: Chain) -> bool:
    """Whether the document says that an answer has what leads on: else its link says too much."""
    return all(field is not None and field.required for field in _fields(api, chain))


def leads(api: Api, chain: Chain) -> bool:
    """Whether the document knows of what leads on, be it in some answers only."""
    return None not in _fields(api, chain)


def _fields(api: Api, chain: Chain) -> Iterator[Field | None]:
    """Yield the members of an answer that lead on; None where its type lists no such member."""
    for _, pointer in chain.values:
        type_id = success(chain.create)
        for step in split(pointer):
            declared = shared(api, type_id) if type_id is not None else None
            fields = declared.fields if declared is not None else ()
            found = next((field for field in fields if field.wire == step), None)
            type_id = found.type if found is not None else None
            yield found


def pointer_of(way: Iterable[str]) -> str:
    """Return some steps as a JSON Pointer."""
    return "".join(f"/{escape(step)}" for step in way)


def _put(value: Json, way: Sequence[str], part: Json) -> Json:
    """Return an answer with another part at the end of some steps through objects."""
    if not way or not isinstance(value, dict):
        return part
    return {**value, way[0]: _put(value[way[0]], way[1:], part)}


def chains(api: Api, judging: Judging | None = None) -> tuple[Chain, ...]:
    """Return every chain of an API: declared links first, then what names and paths say.

    Args:
        api: The API.
        judging: Tells which values a path may have; None lets all pass.
    """
    named = {operation.id: operation for operation in api.operations}
    found: dict[tuple[str, str], Chain] = {}
    for operation in api.operations:
        for link in _links(operation):
            target = named.get(link.operation)
            chain = _linked(operation, target, link.parameters) if target else None
            if chain is not None:
                found.setdefault((operation.id, chain.get.id), chain)
    linked = {get for _, get in found}
    for operation in api.operations:
        if operation.id not in linked:
            chain = _inferred(api, operation)
            if chain is not None:
                found.setdefault((chain.create.id, operation.id), chain)
    if judging is None:
        return tuple(found.values())
    giver = Giver(judging)
    return tuple(
        _asking(giver, each._replace(takes=taking(judging, each.get))) for each in found.values()
    )


def _asking(giver: Giver, chain: Chain) -> Chain:
    """Return a chain with what `get` must be given beside its path, which no answer tells."""
    beside = (it for it in chain.get.parameters if it.place is not Place.PATH)
    needed = [it for it in beside if it.required]
    given = giver.given(chain.get, path=False) if needed else {}
    parts = travelling(chain.get, given or {})
    known = given is not None and all(any(True for _ in giver.sound(it)) for it in needed)
    sure = chain.sure and known
    return chain._replace(sure=sure, query=parts.query, headers=parts.headers)


def taking(judging: Judging, get: Operation) -> Callable[[str, str], bool]:
    """Return what tells whether a path parameter of an operation may be a text."""
    types = {each.wire: each.type for each in get.parameters if each.place is Place.PATH}

    def takes(name: str, text: str) -> bool:
        type_id = types.get(name)
        return type_id is None or judging.fits(type_id, read_back(judging, type_id, text))

    return takes


def _links(operation: Operation) -> list[Link]:
    good = (each for each in operation.responses if each.status.startswith("2"))
    return [link for each in good for link in each.links]


def _linked(
    create: Operation, get: Operation, parameters: tuple[tuple[str, Json], ...]
) -> Chain | None:
    values = tuple(
        (name.removeprefix("path."), pointer)
        for name, expression in parameters
        if (pointer := answered(expression)) is not None
    )
    chain = _chain(create, get, values)
    return chain._replace(sure=not _may_conflict(get)) if chain is not None else None


def _chain(create: Operation, get: Operation, values: tuple[tuple[str, str], ...]) -> Chain | None:
    needed = {each.wire for each in get.parameters if each.place is Place.PATH}
    own = tuple((name, pointer) for name, pointer in values if name in needed)
    return Chain(create, get, own) if needed and {name for name, _ in own} == needed else None


def _inferred(api: Api, get: Operation) -> Chain | None:
    """Find ``POST /things`` for ``/things/{id}`` and what is below: its answer has ``id``.

    Things may be in others, ``/shops/{shop_id}/orders/{order_id}``, where these can be made, too.
    """
    before, brace, rest = get.path.rpartition("{")
    parameter, closed, below = rest.partition("}")
    if not brace or not closed or not before.endswith("/"):
        return None
    if below and not below.startswith("/"):
        return None
    scope = tuple(re.findall(r"\{([^}]*)\}", before))
    for create in api.operations:
        if create.method != "post" or create.path.rstrip("/") != before.rstrip("/"):
            continue
        member = _identity(api, success(create), parameter)
        values = ((parameter, "/" + member),) if member is not None else ()
        chain = _chain(create, get, (*values, *((name, "") for name in scope)))
        if chain is None or (scope and not _reached(api, create)):
            continue
        inside = bool(below.strip("/")) and _collects(api, get)
        plain = not below.strip("/") and not _may_conflict(get)
        return chain._replace(sure=plain or inside, values=values, scope=scope, inside=inside)
    return _shown(api, get, before, parameter)


def _shown(api: Api, get: Operation, before: str, parameter: str) -> Chain | None:
    """Find ``GET /things`` for ``/things/{id}`` and what is below, where nobody makes a thing.

    What the campaign did not make it does not delete.
    """
    below = get.path.removeprefix(before + "{" + parameter + "}").strip("/")
    beside = {it.method: it for it in api.operations if it.path.rstrip("/") == before.rstrip("/")}
    create = beside.get("get")
    if create is None or "post" in beside or (get.method == "delete" and not below):
        return None
    found = held(api, create, success(get))
    if found is None:
        return None
    named = next(
        (it for it in get.parameters if it.wire == parameter and it.place is Place.PATH), None
    )
    member = _same(api, found.type, named) if named is not None else None
    member = member or _identity(api, found.type, parameter)
    if member is None:
        return None
    pointer = pointer_of((*found.steps, "0", member))
    scope = tuple(re.findall(r"\{([^}]*)\}", before))
    chain = _chain(create, get, ((parameter, pointer), *((name, "") for name in scope)))
    if chain is None or (scope and not _reached(api, create)):
        return None
    inside = bool(below) and _collects(api, get)
    sure = inside or (get.method in SAFE and not below)
    return chain._replace(
        sure=sure, values=chain.values[:1], scope=scope, inside=inside, items=found.steps
    )


def _same(api: Api, item: TypeId, parameter: Parameter) -> str | None:
    """Return the member of an item that has the type of a parameter by its name."""
    fields = api.fields(item)
    alike = [it.wire for it in fields if it.type == parameter.type and api.types[it.type].named]
    return alike[0] if len(alike) == 1 else None


def _reached(api: Api, create: Operation) -> bool:
    """Whether the path of an operation that makes things in others can be filled."""
    chain = _inferred(api, create)
    return chain is not None and chain.inside


def _collects(api: Api, operation: Operation) -> bool:
    """Whether an operation makes things that have paths below its own, or lists them."""
    path = operation.path.rstrip("/")
    if operation.method == "get":
        same = [it for it in api.operations if it.path.rstrip("/") == path and it.method == "post"]
        if same:
            return any(_collects(api, each) for each in same)
    way = re.compile(re.escape(path) + r"/\{[^{}/]*\}/?")
    below = any(way.fullmatch(each.path) for each in api.operations)
    return operation.method in {"get", "post"} and below


def _may_conflict(operation: Operation) -> bool:
    """Whether an operation says that the state of the resource may be in its way."""
    return operation.method != "get" and any(each.status == "409" for each in operation.responses)


def _identity(api: Api, type_id: TypeId | None, parameter: str) -> str | None:
    declared = shared(api, type_id) if type_id is not None else None
    if declared is None:
        return None
    held = (Record, Array, Dictionary)
    members = {it.wire for it in declared.fields if not isinstance(api.types[it.type], held)}
    return next((name for name in key_names(parameter) if name in members), None)
