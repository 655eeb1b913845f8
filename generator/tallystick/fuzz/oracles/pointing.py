"""What a terse refusal is about: a member of the body, where no rule is named."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import escape, unescape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Record, TypeId
from tallystick.text import Json

ROOTS: Final = ("body", "$")
"""What a way into a body begins with where it is no pointer: ``body.width``."""


def unnamed(scene: Scene, case: Case, reply: Reply) -> frozenset[str]:
    """Return the rules that only the server can judge and that a refusal may be about.

    It points at members that the body has; all of them are where such a rule points, too. Where
    the rule is about a member of a record, any other record of that type may be meant.
    """
    content = body_content(scene.operations[case.operation])
    if content is None or content.type is None or not case.has_value:
        return frozenset()
    type_id = content.type
    known = scene.once((__name__, type_id), lambda: _places(scene, type_id))
    met = [known.get(at, frozenset()) for at in _blamed(answer(reply), case.value)]
    return frozenset[str]().union(*met) if met and all(met) else frozenset()


def _places(scene: Scene, body: TypeId) -> dict[str, frozenset[str]]:
    """Return place -> the rules about it that have no text."""
    types = scene.api.types
    owners: dict[str, tuple[TypeId, str]] = {}
    rules: dict[str, set[str]] = defaultdict(set)
    for at, type_id in places(scene.api, body):
        declared = types[type_id]
        for rule in declared.rules:
            if rule.text is None and rule.field:
                rules[at + rule.field].add(rule.id)
        if isinstance(declared, Record):
            for field in declared.fields:
                owners[f"{at}/{escape(field.wire)}"] = (type_id, field.wire)
    same: dict[tuple[TypeId, str], set[str]] = defaultdict(set)
    for at, ids in rules.items():
        if at in owners:
            same[owners[at]] |= ids
    alike = {at: frozenset(same[owner]) for at, owner in owners.items() if owner in same}
    return {at: frozenset(ids) for at, ids in rules.items()} | alike


def _blamed(told: Json, body: Json) -> Iterator[str]:
    """Yield the members of a body that an answer points at, with ``*`` for indexes."""
    todo: list[Json] = [told]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
        steps = _steps(part)
        if steps and steps[0] in ROOTS:
            steps = steps[1:]
        at = _found(body, steps)
        if at:
            yield at


def _steps(part: Json) -> list[str]:
    """Return the way that a part of an answer may be: a pointer, with dots, or a list of steps."""
    if isinstance(part, list):
        return [str(step) for step in part] if all(isinstance(s, str | int) for s in part) else []
    if not isinstance(part, str) or " " in part:
        return []
    pointer = part.removeprefix("#")
    return pointer[1:].split("/") if pointer.startswith("/") else part.split(".")


def _found(body: Json, steps: list[str]) -> str:
    """Return the place of what a body has on a way, "" where it has nothing there."""
    at, part = "", body
    for step in steps:
        if isinstance(part, dict):
            name = step if step in part else unescape(step)
            if name not in part:
                return ""
            at, part = f"{at}/{escape(name)}", part[name]
        elif isinstance(part, list) and step.isdecimal() and int(step) < len(part):
            at, part = f"{at}/*", part[int(step)]
        else:
            return ""
    return at
