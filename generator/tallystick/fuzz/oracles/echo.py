"""A resource shows what was asked for: members of one name and kind, and its own id."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.naming import with_ids
from tallystick.fuzz.documented import READS, success
from tallystick.fuzz.holders import same
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import rendered, shortened, unasked
from tallystick.fuzz.oracles.counted import amounts
from tallystick.fuzz.oracles.mirrored import MADE, Mirror
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.oracles.unasked import Pair
from tallystick.fuzz.requests.composing import body_content, said_content
from tallystick.ir import Content, Operation, Record, TypeId
from tallystick.text import Json


def judge(  # noqa: PLR0913, PLR0917 - what was asked, and what came back
    scene: Scene, case: Case, reply: Reply, asked: TypeId, answered: TypeId, value: Json
) -> Iterator[Finding]:
    """Yield a finding for each part of a body that an answer shows as another one, or not at all.

    What nobody asked for is what the document says it is by default.

    Args:
        scene: The API.
        case: The creation, or what asked for the resource, with the body that made it.
        reply: The answer.
        asked: Type of the body.
        answered: Type of the answer.
        value: The answer.
    """
    yield from _compared(scene, case, reply, (asked, answered), (_asked(case), value))


def _compared(
    scene: Scene, case: Case, reply: Reply, types: tuple[TypeId, TypeId], values: tuple[Json, Json]
) -> Iterator[Finding]:
    """Yield what `judge` does, of a body with the ids that were sent."""
    if not isinstance(values[0], dict) or not isinstance(values[1], dict):
        return
    mirror, creates = _mirror(scene, case)
    for pair in _pairs(mirror, types, values):
        found = mirror.differences(*pair.types, pair.values, pair.at)
        for each in chain(found, unasked.judge(scene, mirror, pair) if creates else ()):
            name = "response:default" if each.default else "response:echo"
            claim = about(case, name, each.at)
            kind = "default" if each.default else "echo"
            yield finding(kind, each.said, case, reply, claim=claim, weight=each.weight)


def shown(
    scene: Scene, case: Case, reply: Reply, create: Operation, value: Json
) -> Iterator[Finding]:
    """Yield what `judge` does, with the types that an operation takes and a case is answered with.

    Args:
        scene: The API.
        case: The creation, or what asked for the resource, with the body that made it.
        reply: The answer.
        create: What took the body.
        value: The answer.
    """
    types = _types(scene, case, create)
    if types is not None and create.method not in READS:
        values = _asked(case), value
        yield from _compared(scene, case, reply, types, values)
        yield from shortened.judge(scene, case, reply, types, values)
        yield from rendered.judge(scene, case, reply, create, types, values)


def outputs(
    scene: Scene, case: Case, reply: Reply, create: Operation, value: Json
) -> Iterator[Finding]:
    """Yield what is wrong with what a resource gives out; arguments as of `shown`."""
    types = _types(scene, case, create)
    if types is not None:
        yield from rendered.judge(scene, case, reply, create, types, (_asked(case), value))


def _types(scene: Scene, case: Case, create: Operation) -> tuple[TypeId, TypeId] | None:
    """Return the types of a body and of the answer; None where one of them is not declared."""
    asked, answered = scene.once(
        ("echo", create.id, case.operation, case.has_value),
        lambda: (_type(said_content(create, case)), success(scene.operations[case.operation])),
    )
    return None if asked is None or answered is None else (asked, answered)


def _type(content: Content | None) -> TypeId | None:
    return content.type if content is not None else None


def _asked(case: Case) -> Json:
    """Return what a body says, with the ids that were sent in place of what was planned."""
    names = case.names
    if case.has_value:
        return with_ids(case.value, names)
    return with_ids(case.told, tuple(replace(it, path=(it.member,)) for it in names))


def _mirror(scene: Scene, case: Case) -> tuple[Mirror, bool]:
    """Return what compares, and whether a request made what is shown, or did something to it."""
    asks = case.kind == "poll"
    maker = case.takes if asks else case.operation
    return scene.once(
        ("mirror", maker, asks), lambda: _made(scene, scene.operations[maker], asks=asks)
    )


def _made(scene: Scene, maker: Operation, *, asks: bool) -> tuple[Mirror, bool]:
    polled = any(each.polls for each in scene.chains if each.create is maker)
    mirror = Mirror(
        scene,
        own=scene.identities(maker) | _portions(scene, maker),
        whole=asks or not polled,
        partial=maker.method == "patch",
    )
    return mirror, polled or maker.method == "put"


def _portions(scene: Scene, maker: Operation) -> frozenset[str]:
    """Return the members of an action's body that say how much, and not how much there is."""
    asked, shown = _type(body_content(maker)), success(maker)
    makers = (each.create for each in scene.chains if each.get is maker and maker.method == "post")
    acts = any(same(scene.api, success(each), shown) for each in makers)
    return amounts(scene.api, asked) if acts else frozenset()


def _pairs(
    mirror: Mirror, types: tuple[TypeId, TypeId], values: tuple[Json, Json]
) -> Iterator[Pair]:
    """Yield what to compare, with where it stands in the body: some wrap what is asked or shown.

    An object in the body is what an answer shows at its top when that has all of its members, and
    an object in the answer shows a body when it has all of the body's.
    """
    body, value = values
    yield Pair("", types, values)
    if isinstance(body, dict) and isinstance(value, dict):
        for field in mirror.unwrapped(*types):
            if isinstance(body.get(field.wire), dict):
                inner = field.type, types[1]
                yield Pair(f"/{escape(field.wire)}", inner, (body[field.wire], value))
        for field in mirror.wrapped(*types):
            if isinstance(value.get(field.wire), dict):
                inner = types[0], field.type
                yield Pair("", inner, (body, value[field.wire]), (field.doc,))


def lasting(scene: Scene, type_id: TypeId | None) -> tuple[str, ...]:
    """Return the members of a resource that say when it was made: they never change."""
    declared = scene.api.types.get(type_id) if type_id is not None else None
    if not isinstance(declared, Record):
        return ()
    return tuple(field.wire for field in declared.fields if field.words in MADE)


def identity(
    scene: Scene, case: Case, reply: Reply, values: tuple[Json, Json], kept: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield a finding for each member that must not change and did, between two answers.

    Args:
        scene: The API.
        case: What asked for the resource.
        reply: The later answer.
        values: The answer to the creation, and the later one.
        kept: Members that never change, as far as the later answer has them at all.
    """
    first, later = values
    if not isinstance(first, dict) or not isinstance(later, dict):
        return
    answered = success(scene.operations[case.operation])
    listed = scene.members(answered) if answered is not None else {}
    for name in kept:
        there = name in later or name in listed
        if name in first and there and _text(later.get(name)) != _text(first[name]):
            claim = about(case, "response:identity", member=name)
            said = f"{name} was {first[name]!r} and is {later.get(name)!r} in a later answer"
            yield finding("identity", said, case, reply, claim=claim)


def _text(value: Json) -> Json:
    """Return a number as a text: one operation of a document may show an id so, another one so."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
