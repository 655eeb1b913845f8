"""Plain resources, without a lifecycle: which operations make, get, change, list and delete them.

Nothing in a document says so but paths and names: ``POST /things`` answers with an id, and
``GET /things/{id}`` takes it. What is found so is kept, and everything else is an example.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Final, NamedTuple

from tallystick.diagnostics import Span
from tallystick.ir import (
    Api,
    Array,
    Dictionary,
    Lifecycle,
    MediaKind,
    Operation,
    Place,
    Record,
    TypeId,
)
from tallystick.ir.words import key_names, words
from tallystick.serve.compiling import Compiler
from tallystick.serve.examples import Unmakeable
from tallystick.serve.forms import form_of, scalars
from tallystick.serve.jobs import Plan
from tallystick.serve.kinds import (
    Creator,
    Exemplar,
    Kind,
    defaults,
    id_names,
    identify,
    identity,
    json_of,
    links,
    record_of,
)
from tallystick.serve.lifecycle import Walk
from tallystick.serve.listing import item_places
from tallystick.serve.routing import PARAMETER, Router
from tallystick.serve.selecting import levers
from tallystick.serve.signing import DEFAULT_EXPIRY
from tallystick.serve.turning import CURSORS, OFFSETS, PAGES
from tallystick.text import Json

STATELESS: Final = Lifecycle(
    member="", initial="", states=(), success=(), span=Span(uri="", pointer="")
)
"""What has no states is done when it is made."""
SEARCHING: Final = frozenset(("search", "query", "find", "filter", "list", "lookup"))
"""Words that end the path of a search."""
TURNING: Final = CURSORS | OFFSETS | PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What an operation has to do with plain resources.

    Attributes:
        above: Kinds that its path goes through, each with the number of the path parameter that
            names one; what is not there has nothing below it.
        kind: What it changes, deletes or lists; None when it does nothing of that, or lists what
            nobody makes.
        deed: What it does.
        items: Names of the members that lead from a list's answer to its items.
        item: Type of an item.
        most: Items that an answer may have; None for any number.
        searched: Its body says what is listed.
    """

    above: tuple[tuple[Kind, int], ...] = ()
    kind: Kind | None = None
    deed: str = ""
    items: tuple[str, ...] = ()
    item: TypeId | None = None
    most: int | None = None
    searched: bool = False


def find_shelves(
    api: Api, compiler: Compiler, kinds: dict[str, Kind], creators: dict[str, Creator]
) -> dict[str, Shelf]:
    """Add plain kinds and their creators to those with a lifecycle.

    Returns:
        Operation id -> what else it has to do with plain resources.
    """
    by_id = {operation.id: operation for operation in api.operations}
    plain: dict[str, Kind] = {}  # by the shape of their place
    for operation in api.operations:
        if operation.method != "post" or operation.id in creators:
            continue
        places = (*_linked(operation, by_id), *_inferred(api, operation))
        free = (each for each in places if each.getter is None or _free(kinds, each.getter))
        made = ((each, _made(api, compiler, operation, each, plain)) for each in free)
        place, kind = next(((each, kind) for each, kind in made if kind), (None, None))
        if place is None or kind is None:
            continue
        plain[shape(place.path)] = kind
        creators[operation.id] = Creator(kind=kind, defaults=defaults(api, operation))
        if place.getter is not None:
            kinds[place.getter.id] = kind
    shelves = {each.id: _shelf(api, each, plain) for each in api.operations}
    for operation in api.operations:
        if operation.method == "post" and operation.id not in creators:
            shelves[operation.id] = _searching(api, operation, plain, shelves[operation.id])
    return {name: shelf for name, shelf in shelves.items() if shelf != Shelf()}


def _free(kinds: Mapping[str, Kind], getter: Operation) -> bool:
    """Whether an operation gets no resource with a lifecycle."""
    return getter.id not in kinds or kinds[getter.id].plain


class _Place(NamedTuple):
    """Where resources stand.

    Attributes:
        path: Template that ends with their id.
        getter: What gets them, None where nothing does.
        member: Of the answer to their creation, with the id.
    """

    path: str
    getter: Operation | None
    member: str

    @property
    def wire(self) -> str:
        """The path parameter that takes the id."""
        return str(PARAMETER.findall(self.path)[-1])


class Way(NamedTuple):
    """Where an answer shows a resource.

    Attributes:
        steps: Members that lead from the answer to it.
        record: Its type there.
        name: Its member with the id.
    """

    steps: tuple[str, ...]
    record: Record
    name: str


def way(api: Api, operation: Operation, names: Sequence[str]) -> Way | None:
    """Return where the answer of an operation shows a resource, itself or a member of it.

    Args:
        api: The API.
        operation: The operation.
        names: Names that its id may have, the likeliest first.
    """
    record = _answered(api, operation)
    if record is None:
        return None
    inner = ((field.wire, record_of(api, field.type)) for field in record.fields)
    for steps, held in (((), record), *(((name,), held) for name, held in inner if held)):
        known = {field.wire for field in held.fields if _plain(api, field.type)}
        found = next((each for each in names if each in known), None)
        if found is not None:
            return Way(steps, held, found)
    return None


def _plain(api: Api, type_id: TypeId) -> bool:
    """Whether a type may be one of ids."""
    return not isinstance(api.types[type_id], Record | Array | Dictionary)


def _linked(create: Operation, by_id: Mapping[str, Operation]) -> Iterator[_Place]:
    for getter, (_, wire), pointer in links(create, by_id):
        if len(pointer) == 1 and getter.path.rstrip("/").endswith("/{" + wire + "}"):
            yield _Place(getter.path, getter, pointer[0])


def _inferred(api: Api, create: Operation) -> Iterator[_Place]:
    """Yield the place of what ``POST /things`` makes: ``/things/{id}``, if anything is there."""
    before = create.path.rstrip("/") + "/"
    seen: dict[str, Operation | None] = {}
    for operation in api.operations:
        last, _, below = operation.path.removeprefix(before).partition("/")
        if operation.path.startswith(before) and PARAMETER.fullmatch(last):
            is_getter = operation.method == "get" and not below
            seen[before + last] = operation if is_getter else seen.get(before + last)
    for path, getter in sorted(seen.items(), key=lambda item: item[1] is None):
        shown = way(api, create, key_names(PARAMETER.findall(path)[-1]))
        if shown is not None:
            yield _Place(path, getter, shown.name)


def _answered(api: Api, operation: Operation) -> Record | None:
    content = json_of(operation)
    return None if content is None or content.type is None else record_of(api, content.type)


def _made(
    api: Api, compiler: Compiler, create: Operation, place: _Place, plain: Mapping[str, Kind]
) -> Kind | None:
    """Return the kind of what an operation makes, None when its answer does not show it."""
    kind = plain.get(shape(place.path))
    for shows in (place.getter, create) if kind is None else ():
        kind = kind or (_kind(api, compiler, place, shows) if shows is not None else None)
    return kind if kind is not None and _holds(api, create, kind) else None


def _kind(api: Api, compiler: Compiler, place: _Place, shows: Operation) -> Kind | None:
    """Return a kind of plain resources; None when none could be made, or its id is not shown."""
    shown = way(api, shows, (place.member, *key_names(place.wire)))
    if shown is None or shown.record.lifecycle is not None:
        return None
    record = shown.record
    validator = compiler.validator(record.id, "response")
    example = Exemplar(compiler.sources, record.id, validator.is_valid)
    plan = Plan(kind=place.path, walk=Walk(STATELESS), example=example, expiry=DEFAULT_EXPIRY)
    kind = Kind(
        plan=plan,
        getter=shows,
        key=("path", place.wire),
        pointer=(shown.name,),
        type=record,
        validator=validator,
        template=cache(partial(plan.example, place.path, 0.0, lambda _: "https://example.com/")),
        plain=True,
        named=_taken(compiler, place),
    )
    try:
        probe = dict(kind.template())
    except Unmakeable:
        return None
    identify(kind, probe, str(uuid.UUID(int=0)))
    found = identity(kind, probe)
    return kind if found is not None and kind.named(found) else None


def _taken(compiler: Compiler, place: _Place) -> Callable[[Json], bool]:
    """Return whether an id may stand in the path of what gets a resource, as a text is read."""
    found = place.getter.parameters if place.getter is not None else ()
    types = [it.type for it in found if it.place is Place.PATH and it.wire == place.wire]
    schemas = [compiler.schema(type_id, "request") for type_id in types]
    forms = [form_of(schema, schema) for schema in schemas]
    valid = [compiler.validator(type_id, "request").is_valid for type_id in types]

    def taken(value: Json) -> bool:
        text = str(value)
        return all(
            any(fits(read) and str(read) == text for read in scalars(text, form))
            for fits, form in zip(valid, forms, strict=True)
        )

    return taken


def _holds(api: Api, operation: Operation, kind: Kind) -> bool:
    """Whether an operation answers with resources of a kind."""
    return way(api, operation, id_names(kind)) is not None


def shape(path: str) -> str:
    """Return a template without what operations differ in: names of parameters, a last slash."""
    return PARAMETER.sub("{}", path).rstrip("/")


def _shelf(api: Api, operation: Operation, plain: Mapping[str, Kind]) -> Shelf:
    place = shape(operation.path)
    above = tuple(
        (kind, len(Router.names(path)) - 1)
        for path, kind in sorted(plain.items(), key=lambda item: len(item[0]))
        if place.startswith(f"{path}/")
    )
    shelf = Shelf(above=above)
    own = plain.get(place)
    if own is not None:
        if operation.method in {"put", "patch", "delete"}:
            return replace(shelf, kind=own, deed=operation.method)
        number = len(Router.names(operation.path)) - 1
        return shelf if operation.method == "get" else Shelf(above=(*above, (own, number)))
    if operation.method != "get" or place.endswith("}"):
        return shelf
    beside = next((kind for path, kind in plain.items() if _collection(path) == place), None)
    near = _near(operation, plain) if beside is None and _looks_up(operation) else {}
    for kind in (*near.values(), beside):
        for listed in item_places(api, operation, kind):
            return replace(shelf, kind=kind, deed="list", **listed)
    return shelf


def _searching(api: Api, operation: Operation, plain: Mapping[str, Kind], shelf: Shelf) -> Shelf:
    """Return a search by POST; `shelf` as it is for what makes or does something else.

    It ends in a word of searching, or turns pages; it is below what it lists (``/things/search``),
    or its items have the type of what is kept.
    """
    body = body_of(operation)
    pages = {each.plain for each in levers(operation, api.types, body)} & TURNING
    if body is None or not (_looks_up(operation) or pages):
        return shelf
    near = _near(operation, plain)
    steps = shape(operation.path).count("{}")
    alike = {path: kind for path, kind in plain.items() if path.count("{}") == steps + 1}
    for path, kind in {**near, **alike}.items():
        for listed in item_places(api, operation, kind):
            if path in near or listed["item"] == kind.type.id:
                return replace(shelf, kind=kind, deed="list", searched=True, **listed)
    for listed in item_places(api, operation, None):
        return replace(shelf, deed="list", searched=True, **listed)
    return shelf


def _near(operation: Operation, plain: Mapping[str, Kind]) -> dict[str, Kind]:
    """Return the kinds beside whose makers an operation stands, by their paths."""
    place = _steps(operation)
    return {
        path: kind
        for path, kind in plain.items()
        if place.startswith(_collection(path) + "/") and path.count("{}") == place.count("{}") + 1
    }


def _looks_up(operation: Operation) -> bool:
    """Whether a path ends in a word of searching."""
    last = words(_steps(operation).rpartition("/")[2])
    return not SEARCHING.isdisjoint((*last[:1], *last[-1:]))


def _steps(operation: Operation) -> str:
    """Return the shape of a path in which a deed is a step of its own: ``/stays:search``."""
    return shape(operation.path).replace(":", "/")


def _collection(path: str) -> str:
    """Return where resources are made, of the path of one."""
    return path.rpartition("/")[0]


def body_of(operation: Operation) -> TypeId | None:
    """Return the type of the JSON body that an operation takes, None for none."""
    contents = operation.body.contents if operation.body else ()
    return next((each.type for each in contents if each.kind is MediaKind.JSON), None)


def path_values(operation: Operation, given: Mapping[tuple[str, str], object]) -> tuple[str, ...]:
    """Return the values of an operation's path parameters as texts, in the order of its path."""
    return tuple(
        str(given.get((Place.PATH.value, name), "")) for name in Router.names(operation.path)
    )
