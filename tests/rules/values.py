"""Random shapes, and random values that are valid for a shape."""

import random
from types import SimpleNamespace

from tallystick.rules import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    ListShape,
    MapShape,
    Member,
    MessageShape,
    NamedShape,
    Shape,
    Shapes,
    Simple,
    UnionShape,
)
from tallystick.text import Json

WORDS = ("", "a", "ab", "b", "image/png", "1", "-7", "é😀", "1.5", "a\nb", " 2 ")
NUMBERS = (0, 1, 2, 3, -1, 7, 10, 2**62, -(2**63), 2**63 - 1, 2**53 + 1)
FRACTIONS = (0.0, 1.0, 0.5, -2.5, 3.0, 1e300, 2.0**53, 1e19)


def member(shape: Shape, chance: random.Random) -> Member:
    """Return a member that may have to be given, and may be null."""
    return Member(shape=shape, required=chance.random() < 0.6, nullable=chance.random() < 0.2)


def scalar(chance: random.Random) -> Shape:
    """Return a shape without parts."""
    return chance.choice(
        (BOOL, BOOL, INT, INT, DOUBLE, STRING, STRING, Simple(kind="string", values=("a", "b")))
    )


def message(chance: random.Random, depth: int) -> MessageShape:
    """A message with members of every sort, named so that a rule can be guessed."""
    members = {f"s{n}": member(scalar(chance), chance) for n in range(4)}
    members["small"] = member(Simple(kind="int", minimum=0, maximum=1000), chance)
    members["words"] = member(ListShape(items=chance.choice((STRING, INT, DOUBLE, BOOL))), chance)
    members["x-foo"] = member(scalar(chance), chance)
    members["any"] = member(ANY, chance)
    members["free"] = member(MapShape(values=chance.choice((INT, STRING, ANY))), chance)
    members["holes"] = member(ListShape(items=UnionShape(variants=(STRING, NULL))), chance)
    members["either"] = member(UnionShape(variants=(scalar(chance), scalar(chance))), chance)
    if depth:
        inner = message(chance, depth - 1)
        members["inner"] = member(inner, chance)
        members["list"] = member(ListShape(items=inner), chance)
        members["mixed"] = member(UnionShape(variants=(STRING, inner)), chance)
        members["again"] = Member(shape=NamedShape(name="root"))
    return MessageShape(name=f"M{depth}", members=members)


def value(shape: Shape, chance: random.Random, shapes: Shapes, depth: int = 0) -> Json:
    """A valid value of a shape."""
    match shape:
        case NamedShape():
            return value(shapes[shape.name], chance, shapes, depth)
        case UnionShape():
            return value(chance.choice(shape.variants), chance, shapes, depth)
        case ListShape():
            return [
                value(shape.items, chance, shapes, depth + 1)
                for _ in range(chance.choice((0, 1, 2, 3)))
            ]
        case MapShape():
            return {
                key: value(shape.values, chance, shapes, depth + 1)
                for key in ("a", "k")
                if chance.random() < 0.5
            }
        case MessageShape():
            return _object(shape, chance, shapes, depth)
        case Simple():
            return _simple(shape, chance, depth)


def _object(shape: MessageShape, chance: random.Random, shapes: Shapes, depth: int) -> Json:
    given: dict[str, Json] = {}
    for name, one in shape.members.items():
        if one.nullable and chance.random() < 0.25:
            given[name] = None
        elif one.required or chance.random() < (0.6 if depth < 3 else 0.1):
            given[name] = value(one.shape, chance, shapes, depth + 1)
    return given


def _simple(shape: Simple, chance: random.Random, depth: int) -> Json:  # noqa: PLR0911 - one for each kind
    if shape.values:
        return chance.choice(shape.values)
    match shape.kind:
        case "bool":
            return chance.random() < 0.5
        case "int":
            if shape.maximum is not None:
                return chance.choice((0, 1, 2, 999))
            number = chance.choice(NUMBERS)
            return float(number) if abs(number) < 100 and chance.random() < 0.1 else number
        case "double":
            return chance.choice((*FRACTIONS, 1, 2, 3))
        case "string":
            return chance.choice(WORDS)
        case "null":
            return None
        case "any":
            kinds: tuple[Shape, ...] = (BOOL, INT, DOUBLE, STRING, NULL)
            if depth < 3:
                kinds = (*kinds, ListShape(items=ANY), MapShape(values=ANY))
            return value(chance.choice(kinds), chance, {}, depth + 1)


def model(given: Json, shape: Shape, shapes: Shapes) -> object:  # noqa: PLR0911 - one for each shape
    """The value as a generated model holds it: attributes, None where nothing is given."""
    match shape:
        case NamedShape():
            return model(given, shapes[shape.name], shapes)
        case UnionShape():
            objects = [one for one in shape.variants if isinstance(one, MessageShape)]
            if isinstance(given, dict) and objects:
                return model(given, objects[0], shapes)
            numbers = {one.kind for one in shape.variants if isinstance(one, Simple)}
            if numbers & {"int", "double"} and not numbers >= {"int", "double"}:
                return model(given, DOUBLE if "double" in numbers else INT, shapes)
            return given
        case ListShape() if isinstance(given, list):
            return [model(item, shape.items, shapes) for item in given]
        case MapShape() if isinstance(given, dict):
            return {key: model(item, shape.values, shapes) for key, item in given.items()}
        case MessageShape() if isinstance(given, dict):
            members = {
                name.replace("-", "_"): model(given.get(name), one.shape, shapes)
                for name, one in shape.members.items()
            }
            return SimpleNamespace(**members)
        case Simple(kind="double") if isinstance(given, int) and not isinstance(given, bool):
            return float(given)
        case Simple(kind="int") if isinstance(given, float):
            return int(given)
        case _:
            return given
