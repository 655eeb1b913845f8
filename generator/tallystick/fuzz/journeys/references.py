"""Members of bodies that name resources, found in the document: by links, by name, by rules."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from tallystick.diagnostics import escape, unescape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import type_at
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Api, Array, Operation, Place, Scalar, TypeId
from tallystick.ir.api import answered
from tallystick.ir.words import words
from tallystick.resolve.pointer import split
from tallystick.text import Words

ID: Final = "id"
IDS: Final = "ids"


class Reference(NamedTuple):
    """A place in the bodies of an operation that holds the id of a resource.

    Attributes:
        operation: Whose bodies.
        at: Where, with ``*`` for the items of lists.
        chain: Makes the resource, and asks for it where that can be done.
        pointer: Where the id stands in the answer to the creation.
    """

    operation: str
    at: str
    chain: Chain
    pointer: str

    @property
    def member(self) -> str:
        """Name of the member that holds the id, or the list of ids."""
        return _last_named(self.at)


@lru_cache(maxsize=1024)
def _last_named(at: str) -> str:
    named = [step for step in at.split("/")[1:] if step != "*"]
    return unescape(named[-1]) if named else ""


class _Target(NamedTuple):
    """A resource that can be named.

    Attributes:
        names: What members are called that name it: ``("box", "id")``.
        id: Type of its id.
        own: That type by its name, where nobody makes the resource: it is there to name it.
    """

    chain: Chain
    pointer: str
    names: frozenset[Words]
    id: Scalar
    own: TypeId | None


def references(api: Api, chains: tuple[Chain, ...]) -> tuple[Reference, ...]:
    """Return every place in a body that names a resource which some operation makes.

    A member counts when its type is that of the id and it is called like the resource
    (``box_id``, ``parentBoxId``, ``box_ids``), when it has the named type of the ids that a list
    shows, when a link puts the id there, or when a rule that
    only the server can judge is about it and speaks of the resource. What is in another resource
    is named in that one: below ``/shops/{shop_id}`` the orders there.
    """
    targets = list(_targets(api, chains))
    found: dict[tuple[str, str], Reference] = {}
    for each in _linked(api, targets) if targets else ():
        found.setdefault((each.operation, each.at), each)
    for operation in api.operations if targets else ():
        for each in _named(api, operation, targets):
            found.setdefault((each.operation, each.at), each)
    return tuple(found.values())


def depths(known: tuple[Reference, ...]) -> dict[str, int]:
    """Return operation -> how many creations stand before it; circles count once."""
    depth = {each.operation: 1 for each in known}
    for _ in depth:
        for each in known:
            maker = each.chain.create.id
            if maker != each.operation and depth.get(maker, 0) >= depth[each.operation]:
                depth[each.operation] = min(depth[maker] + 1, len(depth))
    return depth


def _targets(api: Api, chains: tuple[Chain, ...]) -> Iterator[_Target]:
    """Yield what can be named, each once; those that can be asked for come first."""
    seen: set[tuple[str, str]] = set()
    for chain in sorted(chains, key=lambda each: not each.shows):
        name, pointer = chain.values[-1]
        *way, _ = steps = split(pointer)
        made = type_at(api, success(chain.create), way)
        own = type_at(api, success(chain.create), steps)
        scalar = api.types[own] if own is not None else None
        if not isinstance(scalar, Scalar) or scalar.kind not in {"string", "integer"}:
            continue
        if (chain.create.id, pointer) in seen:
            continue
        seen.add((chain.create.id, pointer))
        known = own if chain.items is not None and scalar.named else None
        yield _Target(chain, pointer, frozenset(_names(api, chain, name, made)), scalar, known)


def _names(api: Api, chain: Chain, parameter: str, made: TypeId | None) -> Iterator[Words]:
    """Yield what a member is called that names a resource: by parameter, path and schema."""
    named = words(parameter)
    if len(named) > 1:
        yield named
    before = chain.get.path.partition("{" + parameter + "}")[0].rstrip("/")
    collection = words(before.rpartition("/")[2])
    if collection and "{" not in before.rpartition("/")[2]:
        yield (*collection[:-1], singular(collection[-1]), ID)
    declared = api.types.get(made) if made is not None else None
    if declared is not None and declared.named and declared.words:
        yield (*declared.words, ID)


def singular(word: str) -> str:
    """Return a word without the ending of its plural."""
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - pies, ties
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _linked(api: Api, targets: list[_Target]) -> Iterator[Reference]:
    """Yield the members that links fill: ``requestBody: {box_id: $response.body#/id}``."""
    links = (
        (operation, link)
        for operation in api.operations
        for response in operation.responses
        for link in response.links
    )
    for operation, link in links:
        body = link.body if isinstance(link.body, dict) else {}
        for member, said in body.items():
            pointer = answered(said)
            target = _made(targets, operation, pointer) if pointer is not None else None
            if target is not None:
                at = "/" + escape(member)
                yield Reference(link.operation, at, target.chain, target.pointer)


def _made(targets: list[_Target], operation: Operation, pointer: str) -> _Target | None:
    mine = (each for each in targets if each.chain.create is operation)
    return next((each for each in mine if each.pointer == pointer), None)


def _named(api: Api, operation: Operation, targets: list[_Target]) -> Iterator[Reference]:
    content = body_content(operation)
    if content is None or content.type is None:
        return
    told = _told(api, content.type)
    inside = {each.wire for each in operation.parameters if each.place is Place.PATH}
    for at, type_id in places(api, content.type):
        declared = api.types[type_id]
        if not isinstance(declared, Scalar):
            continue
        likely = [each for each in targets if _alike(declared, each.id)]
        found = _typed(targets, type_id) or max(
            likely, key=lambda each: _match(each, at), default=None
        )
        if found is None or not (found.own == type_id or _match(found, at)):
            found = next((each for each in likely if _speaks(told.get(at, ()), each)), None)
        if found is None or not inside.issuperset(found.chain.scope):
            continue
        if not _own(operation, at, found):
            yield Reference(operation.id, at, found.chain, found.pointer)


def _typed(targets: Sequence[_Target], type_id: TypeId) -> _Target | None:
    """Return the only target whose ids have a type of their own."""
    found = [each for each in targets if each.own == type_id]
    return found[0] if len(found) == 1 else None


def _alike(member: Scalar, known: Scalar) -> bool:
    same = member.format == known.format or None in {member.format, known.format}
    return member.kind == known.kind and same


def _match(target: _Target, at: str) -> int:
    """Return how many words of a member's name are the resource's, 0 when it is not called so."""
    steps = at.split("/")[1:]
    listed = bool(steps) and steps[-1] == "*"
    name = words(unescape(steps[-2 if listed and len(steps) > 1 else -1])) if steps else ()
    if listed and name and name[-1] == IDS:
        name = (*name[:-1], ID)
    fitting = (len(each) for each in target.names if name[-len(each) :] == each)
    return max(fitting, default=0)


def _own(operation: Operation, at: str, target: _Target) -> bool:
    """Whether a member is the name that a resource is to have itself."""
    parameters = {each.wire for each in operation.parameters if each.place is Place.PATH}
    beside = operation.path.startswith(target.chain.create.path.rstrip("/"))
    shown = target.chain.items is not None and beside and target.pointer.endswith(at)
    makes = operation is target.chain.create and at == target.pointer
    return makes or shown or at.removeprefix("/") in parameters


def _told(api: Api, body: TypeId) -> dict[str, list[Words]]:
    """Return place -> the sentences of the rules about it that only the server can judge."""
    found: dict[str, list[Words]] = {}
    for at, type_id in places(api, body):
        declared = api.types[type_id]
        for rule in declared.rules:
            if rule.text is None and rule.field:
                where = at + rule.field + ("/*" if _is_list(api, type_id, rule.field) else "")
                found.setdefault(where, []).append(tuple(_plain(rule.message.raw)))
    return found


def _is_list(api: Api, type_id: TypeId, field: str) -> bool:
    fields = api.fields(type_id)
    name = unescape(field.removeprefix("/"))
    return any(each.wire == name and isinstance(api.types[each.type], Array) for each in fields)


def _plain(sentence: str) -> Iterator[str]:
    for word in "".join(char if char.isalnum() else " " for char in sentence).lower().split():
        yield singular(word)


def _speaks(sentences: list[Words] | tuple[()], target: _Target) -> bool:
    """Whether a rule's sentence holds the words of a resource."""
    named = [each[:-1] for each in target.names if each[-1] == ID and len(each) > 1]
    return any(set(each) <= set(said) for said in sentences for each in named)
