"""What a resource gives out: as many outputs as were asked for, in their order and format.

Words promise how many there are: *one output for each variant*, *one track, and one for each stem*.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.fuzz.documented import texts
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Array, Enumeration, Field, Operation, TypeId
from tallystick.text import Json

_EACH: Final = re.compile(r"\bone (\w+)(,? (?:and|plus) one)? for (?:each|every) (\w+)(?=([^.;]*))")
_ORDER: Final = re.compile(r"\border\b.*\b(?:ask|request|given|list)")
FORMATS: Final = frozenset({("format",), ("output", "format"), ("file", "format")})
"""Words of members that say what outputs are to be."""
MEDIA: Final = frozenset({("media", "type"), ("content", "type"), ("mime", "type"), ("mime",)})
"""Words of members that say what an output is."""
SUBTYPES: Final = {"mp3": "mpeg", "jpg": "jpeg", "txt": "plain", "text": "plain", "svg": "svg+xml"}
"""Formats whose media type has another name."""


class Promise(NamedTuple):
    """What words say of a list in an answer.

    Attributes:
        field: The list.
        asked: The member that says how many items it has.
        beside: Items that are always there.
        ordered: Items are in the order of what is asked for.
    """

    field: Field
    asked: Field
    beside: int
    ordered: bool


def judge(  # noqa: PLR0913, PLR0917 - what was asked, and what came back
    scene: Scene,
    case: Case,
    reply: Reply,
    create: Operation,
    types: tuple[TypeId, TypeId],
    values: tuple[Json, Json],
) -> Iterator[Finding]:
    """Yield a warning for each list that has too many items, too few, other ones or in disorder.

    Args:
        scene: The API.
        case: What was answered.
        reply: The answer.
        create: What took the body.
        types: Of the body, and of the answer.
        values: The body, and the answer.
    """
    body, value = values
    kind = scene.judging.variant(types[0], body)
    if kind is None or not isinstance(body, dict) or not isinstance(value, dict):
        return
    for promise in _known(scene, create, kind, types):
        items, asked = value.get(promise.field.wire), _asked(scene, promise.asked, body)
        if isinstance(items, list) and asked is not None:
            said = _wrong(promise, asked, items)
            if said:
                claim = about(case, "response:each", member=promise.field.wire)
                yield finding("outputs", said, case, reply, claim=claim, weight=Weight.WARNING)
    for field in scene.once(("formats", kind), lambda: _formats(scene, kind)):
        said = _other(scene, field, body, (types[1], value))
        if said:
            claim = about(case, "response:format", member=field.wire)
            yield finding("output-format", said, case, reply, claim=claim, weight=Weight.WARNING)


def many(
    scene: Scene, create: Operation, types: tuple[TypeId, TypeId], body: Json
) -> dict[str, int]:
    """Return how many items words promise in lists of what is made of a body.

    Args:
        scene: The API.
        create: What makes it.
        types: Of the body, and of what is made.
        body: What is asked for.
    """
    kind = scene.judging.variant(types[0], body)
    if kind is None or not isinstance(body, dict):
        return {}
    told = ((it, _asked(scene, it.asked, body)) for it in _known(scene, create, kind, types))
    counts = ((it, len(asked) if isinstance(asked, list) else asked) for it, asked in told)
    return {it.field.wire: n + it.beside for it, n in counts if type(n) is int}


def _known(
    scene: Scene, create: Operation, kind: TypeId, types: tuple[TypeId, TypeId]
) -> tuple[Promise, ...]:
    return scene.once(
        ("rendered", create.id, kind, types),
        lambda: tuple(_promises(scene, create, kind, types)),
    )


def _promises(
    scene: Scene, create: Operation, kind: TypeId, types: tuple[TypeId, TypeId]
) -> Iterator[Promise]:
    """Yield what words say of the lists of an answer."""
    docs = (create.doc, *(scene.api.types[it].doc for it in dict.fromkeys((types[0], kind))))
    for found in (it for text in texts(*docs) for it in _EACH.finditer(text)):
        lists = _called(scene, types[1], found[1])
        asked = _called(scene, kind, found[3])
        is_list = [isinstance(scene.api.types[it.type], Array) for it in lists]
        if len(lists) == 1 and is_list[0] and len(asked) == 1:
            yield Promise(lists[0], asked[0], bool(found[2]), bool(_ORDER.search(found[4])))


def _called(scene: Scene, type_id: TypeId, name: str) -> list[Field]:
    """Return the members of a type that are called so, or as several of it."""
    names = {name, f"{name}s", f"{name}es", f"{name.removesuffix('y')}ies"}
    return [it for it in scene.api.fields(type_id) if it.wire.lower() in names]


def _asked(scene: Scene, field: Field, body: dict[str, Json]) -> Json:
    """Return what a body asks for, by default where it does not say it."""
    return body[field.wire] if field.wire in body else scene.api.default(field)


def _wrong(promise: Promise, asked: Json, items: Sequence[Json]) -> str:
    """Return what is wrong with a list, "" for nothing."""
    many = len(asked) if isinstance(asked, list) else asked
    if isinstance(many, bool) or not isinstance(many, int):
        return ""
    name, wanted = promise.asked.wire, many + promise.beside
    if len(items) != wanted:
        return f"{name} is {asked}, so there are to be {wanted} {promise.field.wire}: {len(items)}"
    if not isinstance(asked, list) or not promise.ordered:
        return ""
    rows = [it for it in items if isinstance(it, dict)]
    for member in dict.fromkeys(key for row in rows for key in row):
        shown = [row.get(member) for row in rows]
        mine = [it for it in shown if it in asked]
        if len(mine) == many and mine != asked:
            return f"{name} is {asked}, and {promise.field.wire} are in the order {mine}"
    return ""


def _other(
    scene: Scene, field: Field, body: dict[str, Json], shown: tuple[TypeId, dict[str, Json]]
) -> str:
    """Return what is wrong with the media types of outputs, "" for nothing."""
    asked = _asked(scene, field, body)
    if not isinstance(asked, str):
        return ""
    for outer, each in scene.once(("media", shown[0]), lambda: tuple(_shown(scene, shown[0]))):
        items = shown[1].get(outer.wire)
        wanted = _media(scene, each, asked)
        rows = [it for it in items if isinstance(it, dict)] if isinstance(items, list) else []
        found = next((it for it in rows if it.get(each.wire) != wanted), None)
        if wanted and found is not None:
            return f"{field.wire} is {asked}, and {each.wire} is {found.get(each.wire)!r}"
    return ""


def _formats(scene: Scene, kind: TypeId) -> tuple[Field, ...]:
    """Return the members of a body that say what outputs are to be."""
    return tuple(it for it in scene.api.fields(kind) if it.words in FORMATS)


def _shown(scene: Scene, type_id: TypeId) -> Iterator[tuple[Field, Field]]:
    """Yield the lists of an answer, each with a member that says what an item of it is."""
    for outer in scene.api.fields(type_id):
        declared = scene.api.types[outer.type]
        inner = scene.api.fields(declared.items) if isinstance(declared, Array) else ()
        yield from ((outer, it) for it in inner if it.words in MEDIA)


def _media(scene: Scene, field: Field, asked: str) -> str | None:
    """Return the one media type of those listed that a format has; None where it is not clear."""
    declared = scene.api.types[field.type]
    texts = [it.value for it in declared.members] if isinstance(declared, Enumeration) else []
    wanted = SUBTYPES.get(asked.lower(), asked.lower())
    fitting = [it for it in texts if isinstance(it, str) and it.partition("/")[2].lower() == wanted]
    return fitting[0] if len(fitting) == 1 else None
