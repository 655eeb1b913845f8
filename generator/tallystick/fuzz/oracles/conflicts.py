"""What a conflict (409) may be about: a value that something which was made before has."""

from tallystick.fuzz.bodies import uniqueness
from tallystick.fuzz.documented import texts
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import json_content
from tallystick.fuzz.statuses import CONFLICT
from tallystick.ir import Operation


def remember(scene: Scene, case: Case) -> None:
    """Remember what was accepted, of members that no two may have alike."""
    value = case.value
    if case.has_value and isinstance(value, dict):
        for name in scene.once("alike", lambda: _every(scene)) & value.keys():
            if isinstance(part := value[name], str | int):
                scene.had.setdefault(name, set()).add(part)


def met(scene: Scene, case: Case) -> str:
    """Return a member of a body that has what an accepted one had, and that may be in its way.

    It is "" where there is none, and where the document lists no conflict.
    """
    held = single(scene, case)
    return next((it for it, part in held.items() if part in scene.had.get(it, ())), "")


def single(scene: Scene, case: Case) -> dict[str, str | int]:
    """Return what a body has at members that a conflict of its operation may be about."""
    value = case.value
    if not case.has_value or not isinstance(value, dict):
        return {}
    operation = scene.operations[case.operation]
    names = scene.once(("alike", operation.id), lambda: _names(scene, operation))
    return {it: part for it in names if isinstance(part := value.get(it), str | int)}


def in_the_way(scene: Scene, case: Case, reply: Reply) -> bool:
    """Whether a refusal may be about the state of a resource, or what another one has."""
    if reply.status != CONFLICT:
        return False
    if case.operation in scene.acts or met(scene, case):
        return True
    return scene.crowd is not None and bool(single(scene, case))


def _every(scene: Scene) -> frozenset[str]:
    return frozenset(it for each in scene.api.operations for it in _names(scene, each))


def _names(scene: Scene, operation: Operation) -> tuple[str, ...]:
    """Return the names of members that a conflict of an operation may be about."""
    content = json_content(operation)
    if content is None or content.type is None or uniqueness.conflict(operation) is None:
        return ()
    fields = scene.api.fields(content.type)
    likely = {it.wire for it in uniqueness.likely(scene.api, operation, fields)}
    said = {it.wire for it in fields if any(map(uniqueness.perhaps, texts(it.doc)))}
    return tuple(it.wire for it in fields if it.wire in likely | said)
