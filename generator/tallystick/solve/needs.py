"""What a question wants at one place of the message, as a formula."""

from tallystick.resolve.pointer import found, split
from tallystick.solve.answers import Need
from tallystick.solve.encoding.equality import equal_json, equal_list, exact
from tallystick.solve.encoding.node import KINDS, Kind, Node
from tallystick.solve.encoding.objects import member_count
from tallystick.solve.smt.formula import Formula, conj, disj, implies, neg
from tallystick.solve.smt.symbolic import equals
from tallystick.text import Json


def need_formula(root: Node, need: Need) -> Formula:
    """Return whether a message is as needed.

    Args:
        root: The message.
        need: The need.
    """
    steps = split(need.pointer)
    options: list[tuple[Formula, Node]] = [(True, root)]
    for step in steps[:-1] if need.aspect == "absent" else steps:
        options = [
            (conj((guard, here)), node) for guard, at in options for here, node in _below(at, step)
        ]
    if need.aspect == "absent":
        gone = [
            conj((guard, neg(disj(it for it, _ in _below(at, steps[-1]))))) for guard, at in options
        ]
        return disj(
            conj((it, at.is_("object", "array"))) for it, (_, at) in zip(gone, options, strict=True)
        )
    return disj(conj((guard, _holds(node, need))) for guard, node in options)


def _below(node: Node, step: str) -> list[tuple[Formula, Node]]:
    """Return the places that one step of a pointer may lead to.

    Within the bounds there is no member of an object that nobody looks into: it is too deep.
    """
    found: list[tuple[Formula, Node]] = []
    if step.isdigit() and node.items:
        index = int(step)
        if index < len(node.items):
            found.append((conj((node.is_("array"), node.inside(index))), node.items[index]))
    if step in node.members:
        present, child = node.members[step]
        found.append((conj((node.is_("object"), present)), child))
    elif node.slots is None:
        bounds = node.world.bounds
        found.append((neg(node.world.limit("depth", "", bounds.depth)), node))
    else:
        code = node.world.words.constant(step)
        for slot in node.slots or ():
            here = conj((node.is_("object"), slot.present, equals(slot.key, code)))
            found.append((here, slot.node))
    return found


def _holds(node: Node, need: Need) -> Formula:
    match need.aspect:
        case "present":
            return True
        case "kind":
            return node.is_(*(kind for kind in KINDS if kind == need.value))
        case "value":
            return equal_value(node, need.value)
        case "not":
            return neg(equal_value(node, need.value))
        case _:
            return _counts(node, need.value)


def equal_value(node: Node, value: Json) -> Formula:
    """Return whether a value is a certain one, when all schemas have been read.

    A member may then not get a name any more: one that has none is among the unnamed.
    """
    if isinstance(value, list | dict) and node.id in node.world.alike:
        return conj((node.world.unknown("equality"), _equal_structure(node, value)))
    if isinstance(value, list | dict):
        return _equal_structure(node, value)
    return equal_json(node, value)


def _equal_structure(node: Node, value: list[Json] | dict[str, Json]) -> Formula:
    match value:
        case list():
            return equal_list(node, value, equal_value)
        case dict():
            return _equal_object(node, value)


def _equal_object(node: Node, value: dict[str, Json]) -> Formula:
    parts: list[Formula] = [node.is_("object")]
    for name, (present, child) in node.members.items():
        parts.append(present if name in value else neg(present))
        if name in value:
            parts.append(equal_value(child, value[name]))
    rest = [name for name in value if name not in node.members]
    node.world.note_size(node.pointer, len(rest))
    slots = node.others(len(rest))
    codes = [node.world.words.constant(name) for name in rest]
    for slot in slots:
        one = (
            conj((equals(slot.key, code), equal_value(slot.node, value[name])))
            for name, code in zip(rest, codes, strict=True)
        )
        parts.append(implies(slot.present, disj(one)))
    parts.extend(
        disj(conj((slot.present, equals(slot.key, code))) for slot in slots) for code in codes
    )
    return conj((node.is_("object"), node.world.unless(node.crowded, conj(parts))))


def _counts(node: Node, count: Json) -> Formula:
    """Return whether a value has so many items, members or characters."""
    if not isinstance(count, int):
        return False
    return disj(
        (
            conj((node.is_("array"), equals(node.length, count))),
            conj((node.is_("string"), equals(node.world.words.size(node.code), count))),
            conj((node.is_("object"), equals(member_count(node), count))),
        )
    )


def is_met(value: Json, need: Need) -> bool:  # noqa: PLR0911 - one return for each aspect
    """Whether a message is as needed.

    Args:
        value: The message.
        need: The need.
    """
    steps = split(need.pointer)
    there = found(value, steps)
    if there is None:
        return need.aspect == "absent" and found(value, steps[:-1]) is not None
    value = there[0]
    match need.aspect:
        case "absent":
            return False
        case "kind":
            return kind_of(value) == need.value
        case "value":
            return equal(value, need.value)
        case "not":
            return not equal(value, need.value)
        case "count":
            return isinstance(value, str | list | dict) and len(value) == need.value
        case _:
            return True


def kind_of(value: Json) -> Kind:  # noqa: PLR0911 - one return for each kind
    """Return the kind of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "fraction"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def equal(one: Json, other: Json) -> bool:
    """Whether two JSON values are equal; true is not 1."""
    if kind_of(one) != kind_of(other):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, float) or isinstance(other, float):
        # As written: 1e300 is not the double next to it. Both are numbers, being of one kind.
        return exact(one) == exact(other)  # type: ignore[arg-type]  # of one kind, so both
    return one == other
