"""What an action did beside its state: what its body says is shown, and all else stays."""

from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import escape
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.texts import texts_in
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import equal
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Enumeration, Field, Record, Scalar, TypeId
from tallystick.text import Json, Words

DEEPEST: Final = 3
"""Members inside each other in which something is looked for."""
STEM: Final = 4
"""Letters that the words of an action have in common."""
MOMENTS: Final = frozenset({"date", "date-time", "time"})


def told(  # noqa: PLR0913, PLR0917 - what was asked, and what was before and after
    scene: Scene,
    case: Case,
    reply: Reply,
    types: tuple[TypeId, Record],
    verbs: frozenset[str],
    values: tuple[Json, Json, Json, Json],
) -> Iterator[Finding]:
    """Yield a warning for each choice, number or boolean of a body that is shown as another.

    It is shown where a member of its name, ``refund_reason`` for the ``reason`` of a refund, was
    not there before the action, and is afterwards. A choice of the same action before is shown as
    the new one.

    Args:
        scene: The API.
        case: What asked for the resource, after the action.
        reply: The answer.
        types: Of the action's body, and of the resource.
        verbs: Words that say that the action was done.
        values: The body, the resource before, the resource after, the body of the same action
            when it was done before.
    """
    body, before, after, earlier = values
    resource = types[1]
    for field in scene.api.fields(types[0]):
        wanted = body.get(field.wire) if isinstance(body, dict) else None
        if wanted is None:
            wanted = scene.api.default(field)
        was_asked = earlier.get(field.wire) if isinstance(earlier, dict) else None
        shown = [
            (at, got)
            for at, other, was, got in _places(scene, resource, before, after, DEEPEST)
            if _called(field, other, verbs) and got is not None and _alike(scene, field, other)
            if was is None or (isinstance(was, str) and was == was_asked)
        ]
        if wanted is None or len(shown) != 1 or equal(wanted, shown[0][1]):
            continue
        at, got = shown[0]
        claim = about(case, "action:echo", at)
        said = f"{field.wire} was asked as {wanted!r} by an action, and {at[1:]} is {got!r}"
        yield finding("action-echo", said, case, reply, claim=claim, weight=Weight.WARNING)


def _called(field: Field, other: Field, verbs: frozenset[str]) -> bool:
    """Whether a member is called like another, or so with the action before: ``cancel_reason``."""
    if field.wire == other.wire:
        return True
    before = other.words[: -len(field.words)]
    plain = len(before) == 1 and other.words == (*before, *field.words)
    return plain and any(_one(before[0], verb) for verb in verbs)


def _one(word: str, verb: str) -> bool:
    """Whether a word is made of a verb: ``cancellation`` of ``cancel``."""
    least = min(STEM, len(verb))
    return word[:least] == verb[:least]


def _alike(scene: Scene, field: Field, other: Field) -> bool:
    """Whether two members are choices among the same values, or numbers or booleans of one kind."""
    left, right = scene.api.types[field.type], scene.api.types[other.type]
    if isinstance(left, Enumeration) and isinstance(right, Enumeration):
        values = [[compact(it.value) for it in each.members] for each in (left, right)]
        return set(values[0]) <= set(values[1])
    if not isinstance(left, Scalar) or not isinstance(right, Scalar) or left.kind != right.kind:
        return False
    return left.kind == "boolean" or (left.kind != "string" and field.wire == other.wire)


def _places(
    scene: Scene, declared: Record, before: Json, after: Json, deepest: int
) -> Iterator[tuple[str, Field, Json, Json]]:
    """Yield (place, member, value before, value after) of what an object holds, at every depth."""
    if not isinstance(after, dict):
        return
    old = before if isinstance(before, dict) else {}
    for field in declared.fields:
        was, got = old.get(field.wire), after.get(field.wire)
        here, inner = f"/{escape(field.wire)}", scene.api.types[field.type]
        yield here, field, was, got
        if isinstance(inner, Record) and deepest > 1:
            for at, member, old_part, part in _places(scene, inner, was, got, deepest - 1):
                yield here + at, member, old_part, part


def others(  # noqa: PLR0913, PLR0917 - what was asked, and what was before and after
    scene: Scene,
    case: Case,
    reply: Reply,
    types: tuple[TypeId, Record],
    verb: Words,
    values: tuple[Json, Json, Json],
) -> Iterator[Finding]:
    """Yield a warning for each text that a client set, and that an action made another one.

    Choices, numbers and moments may follow from an action; so may what is called like it, and what
    its body says.

    Args:
        scene: The API.
        case: What asked for the resource, after the action.
        reply: The answer.
        types: Of the body that made the resource, and of the resource.
        verb: Words of the action, and of the states that it leads to.
        values: The action's body, the resource before, the resource after.
    """
    body, before, after = values
    asked, shown = scene.api.types[types[0]], scene.members(types[1].id)
    if not isinstance(asked, Record) or not isinstance(before, dict) or not isinstance(after, dict):
        return
    given = list(texts_in(body))
    for field in asked.fields:
        if field.wire not in shown or not _text(scene, field) or set(field.words) & set(verb):
            continue
        old, new = before.get(field.wire), after.get(field.wire)
        if isinstance(old, str) and isinstance(new, str) and new not in {old, "", *given}:
            said = f"an action that says nothing of {field.wire} changed it from {old!r} to {new!r}"
            claim = about(case, "action:others", member=field.wire)
            yield finding("action-spills", said, case, reply, claim=claim, weight=Weight.WARNING)


def _text(scene: Scene, field: Field) -> bool:
    declared = scene.api.types[field.type]
    if not isinstance(declared, Scalar) or declared.kind != "string":
        return False
    return field.direction == "both" and declared.format not in MOMENTS
