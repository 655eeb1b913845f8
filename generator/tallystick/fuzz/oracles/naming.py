"""The refusal of a broken rule names the rule, where the document has a place for it."""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.documented import answer, response
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.ir import TypeId
from tallystick.text import Json

KIND: Final = "rule-not-named"
MEMBER: Final = "/rule"
"""The end of the places where refusals name rules."""
LOWEST, HIGHEST = 400, 499


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning when the id of the broken rule stands nowhere in the refusal.

    It is no more than a note where refusals have no member for it in the document.
    """
    rule = case.claim.rule if case.claim else None
    if case.expect != "refused" or rule is None or not LOWEST <= reply.status <= HIGHEST:
        return
    if not scene.barred(case, reply) and not _holds(answer(reply), rule):
        said = f"the refusal with {reply.status} does not name the rule {rule}"
        weight = Weight.WARNING if _has_place(scene, case, reply) else Weight.NOTE
        yield finding(KIND, said, case, reply, weight=weight)


def _has_place(scene: Scene, case: Case, reply: Reply) -> bool:
    """Whether the documented refusal has a member for the ids of rules, at any depth."""
    declared = response(scene.operations[case.operation], reply.status)
    types = [each.type for each in declared.contents if each.type] if declared else []
    return scene.once((__name__, *types), lambda: any(_names(scene, each) for each in types))


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
