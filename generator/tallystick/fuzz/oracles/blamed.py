"""A refusal does not name a rule that the body keeps.

Where a state, or something else that only the server knows, may be in the way, a refusal of a valid
body says nothing. But one that names a rule of the document says why, and that can be seen to be
wrong.
"""

from collections.abc import Iterator

from tallystick.fuzz.bodies.naming import with_ids
from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import named_rules, texts
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.requests.composing import body_content
from tallystick.fuzz.statuses import MALFORMED
from tallystick.ir import TypeId

PARTIAL = "PATCH"


def judge(scene: Scene, case: Case, reply: Reply) -> Iterator[Finding]:
    """Yield a warning where nothing is wrong with a body that a rule is said to refuse.

    What must be accepted is told otherwise. What is judged of a PATCH is what comes of it, and what
    belongs to another caller may be refused for anything.
    """
    open_end = case.expect == "documented" and case.has_value
    if not open_end or reply.status not in MALFORMED or case.message.method == PARTIAL:
        return
    content = body_content(scene.operations[case.operation])
    if content is None or content.type is None or case.message.caller != "own":
        return
    told, own = answer(reply), _rules(scene, content.type)
    named = (named_rules(told) | texts(told)) & own
    value = with_ids(case.value, case.names)
    if named and scene.judging.broken(content.type, value).nothing:
        rule = min(named)
        said = f"a body that keeps the rule {rule} was refused with {reply.status}, which names it"
        claim = about(case, "refused:kept", rule)
        yield finding("kept-blamed", said, case, reply, claim=claim, weight=Weight.WARNING)


def _rules(scene: Scene, type_id: TypeId) -> frozenset[str]:
    """Return the rules of a body whose ids are no plain words, and that no other type has."""

    def made() -> frozenset[str]:
        own = {name for name, _ in scene.judging.rules_at(type_id) if not name.isalnum()}
        every = [rule.id for it in scene.api.types.values() for rule in it.rules]
        return frozenset(name for name in own if every.count(name) == 1)

    return scene.once(("rules of one type", type_id), made)
