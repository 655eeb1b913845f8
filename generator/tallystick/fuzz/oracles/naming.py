"""The refusal of a broken rule names the rule, where the document has a place for it."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.conflicts import in_the_way
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.ir import Array, Scalar, TypeId
from tallystick.text import Json

KIND: Final = "rule-not-named"
MEMBER: Final = "/rule"
"""The end of the places where refusals name rules."""
LOWEST, HIGHEST = 400, 499


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning when the id of the broken rule stands nowhere in the refusal.

    It is no more than a note where refusals have no member for it in the document, and no list of
    texts that is empty.
    """
    rule = case.claim.rule if case.claim else None
    if case.expect != "refused" or rule is None or not LOWEST <= reply.status <= HIGHEST:
        return
    if not in_the_way(scene, case, reply) and not _holds(answer(reply), rule):
        said = f"the refusal with {reply.status} does not name the rule {rule}"
        placed = _has_place(scene, case, reply) or _is_empty(scene, case, reply)
        weight = Weight.WARNING if placed else Weight.NOTE
        yield finding(KIND, said, case, reply, weight=weight)


def _has_place(scene: Scene, case: Case, reply: Reply) -> bool:
    """Whether the documented refusal has a member for the ids of rules, at any depth."""
    types = _types(scene, case, reply)
    return scene.once((__name__, *types), lambda: any(_names(scene, each) for each in types))


def _is_empty(scene: Scene, case: Case, reply: Reply) -> bool:
    """Whether a list of texts in a refusal says nothing of what is wrong."""
    types = _types(scene, case, reply)
    lists = scene.once(
        (f"{__name__} lists", *types), lambda: [at for it in types for at in _lists(scene, it)]
    )
    return any(part == [] for at in lists for _, part in ways(answer(reply), at))


def _lists(scene: Scene, type_id: TypeId) -> Iterator[str]:
    for at, inner in places(scene.api, type_id):
        declared = scene.api.types[inner]
        items = declared.items if isinstance(declared, Array) else None
        item = scene.api.types[items] if items is not None else None
        if at and isinstance(item, Scalar) and item.kind == "string":
            yield at


def _types(scene: Scene, case: Case, reply: Reply) -> list[TypeId]:
    declared = response(scene.operations[case.operation], reply.status)
    return [each.type for each in declared.contents if each.type] if declared else []


def _names(scene: Scene, type_id: TypeId) -> bool:
    return any(at.endswith(MEMBER) for at, _ in places(scene.api, type_id))


def _holds(value: Json, text: str) -> bool:
    todo: list[Json] = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, str) and text in part:
            return True
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return False
