"""The refusal of a broken rule names the rule."""

from collections.abc import Iterator

from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.scene import Scene, finding
from tallystick.text import Json

LOWEST, HIGHEST = 400, 499


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning when the id of the broken rule stands nowhere in the refusal."""
    rule = case.claim.rule if case.claim else None
    if case.expect != "refused" or rule is None or not LOWEST <= reply.status <= HIGHEST:
        return
    if not scene.barred(case, reply) and not _holds(answer(reply), rule):
        said = f"the refusal with {reply.status} does not name the rule {rule}"
        yield finding("rule-not-named", said, case, reply, weight=Weight.WARNING)


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
