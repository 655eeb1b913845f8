"""What a terse refusal is about: a member of the body, where no rule is named."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from tallystick.diagnostics import escape, unescape
from tallystick.fuzz.bodies.examples import places
from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Reply
from tallystick.fuzz.oracles.meant import Meant, about, meant, of_caller
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.composing import body_content
from tallystick.ir import Enumeration, Record, Scalar, Type, TypeId, words
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
    met = [known.get(at, frozenset()) for at in blamed(answer(reply), case.value)]
    return frozenset[str]().union(*met) if met and all(met) else frozenset()


def about_others(scene: Scene, case: Case, rules: frozenset[str]) -> bool:
    """Whether the messages of rules say that all of them are about other bodies than this one.

    Args:
        scene: The API.
        case: Has a body.
        rules: What `unnamed` returned for it.
    """
    content = body_content(scene.operations[case.operation])
    if content is None or content.type is None or not rules:
        return False
    type_id = content.type
    said = scene.once((f"{__name__} meant", type_id), lambda: _meant(scene, type_id))
    return all(rule in said and not about(case.value, said[rule]) for rule in rules)


def _meant(scene: Scene, body: TypeId) -> dict[str, tuple[Meant, ...]]:
    """Return rule -> what has to stand in bodies that it is about, those that say so.

    A rule at several places, or at a member that a record has wherever it stands, may be about any.
    """
    found: dict[str, list[tuple[Meant, ...]]] = defaultdict(list)
    known = _places(scene, body)
    for at, type_id in places(scene.api, body):
        for rule in scene.api.types[type_id].rules:
            if rule.text is None:
                found[rule.id].append(meant(scene.api, body, at, rule))
    alone = (it for it in found if sum(it in ids for ids in known.values()) == 1)
    return {it: found[it][0] for it in alone if len(found[it]) == 1 and found[it][0]}


def alone(scene: Scene, case: Case) -> frozenset[str]:
    """Return the members that such rules are about which look at them and the caller only."""
    return scene.once(("alone", case.operation), lambda: _alone(scene, case))


def _alone(scene: Scene, case: Case) -> frozenset[str]:
    content = body_content(scene.operations[case.operation])
    return frozenset() if content is None or content.type is None else _own(scene, content.type)


def _own(scene: Scene, body: TypeId) -> frozenset[str]:
    known, types = _places(scene, body), scene.api.types
    kinds = {at: types[type_id] for at, type_id in places(scene.api, body)}
    names = {word for at in kinds for word in words(at.rpartition("/")[2])}
    rules = {rule.id: rule for it in kinds.values() for rule in it.rules if rule.text is None}
    return frozenset(
        at
        for at, ids in known.items()
        if _few(kinds.get(at))
        and all(
            of_caller(rules[it].message.raw, names - {*words(at.rpartition("/")[2])}) for it in ids
        )
    )


def _few(declared: Type | None) -> bool:
    """Whether there are but a few values of a type, which nothing can be used up of."""
    boolean = isinstance(declared, Scalar) and declared.kind == "boolean"
    return boolean or isinstance(declared, Enumeration)


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


def blamed(told: Json, body: Json) -> Iterator[str]:
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
