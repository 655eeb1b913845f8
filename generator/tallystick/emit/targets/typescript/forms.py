"""How the members of forms are written, as expressions."""

from collections.abc import Mapping

from tallystick.emit import parts
from tallystick.emit.code import Code
from tallystick.emit.targets.typescript.literals import flat, string
from tallystick.ir import Encoding, Type, TypeId
from tallystick.text import Json


def part(types: Mapping[TypeId, Type], item: Encoding) -> str:
    """Return how a part is written; of several media types, or a range, a file says its own."""
    headers: dict[str, Json] = dict(parts.headers(types, item))
    told = parts.style(item)
    media = None if told else parts.media(item)
    ways = [f"type: {string(media)}"] if media is not None else []
    ways += [f"headers: {flat(headers)}"] if headers else []
    ways += [f"parts: (value) => parts({style(item.wire, told)}, value)"] if told else []
    return f"{{ {', '.join(ways)} }}" if ways else ""


def pairs(_: Mapping[TypeId, Type], item: Encoding) -> str:
    """Return how a member of a form is written; "" for the usual way."""
    told, media = parts.style(item), parts.media(item)
    if told is None and media is not None and media.partition(";")[0].endswith("json"):
        told = "json", False, False
    return f"(value) => pairs({style(item.wire, told)}, value)" if told else ""


def style(wire: str, told: tuple[str, bool, bool]) -> str:
    """Return the literal of a name, its style, and what differs from the usual."""
    name, explode, reserved = told
    items = [string(wire), string(name)]
    items += [Code("true" if explode else "false")] if explode or reserved else []
    items += [Code("true")] if reserved else []
    return f"[{', '.join(items)}]"
