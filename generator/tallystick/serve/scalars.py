"""Texts and numbers that keep the bounds of a schema."""

import base64
import math
import random
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from tallystick.serve.pattern import matching
from tallystick.text import Json

FILLER: Final = "example text "
MAX_TEXT: Final = 1_000_000
"""Longest text that is made for a ``minLength``."""

Dice = random.Random


def number(flat: Mapping[str, Json], *, whole: bool) -> int | float:
    """Return the number nearest to 1 that keeps all bounds, a multiple where one is asked for.

    Args:
        flat: A schema without references.
        whole: Only whole numbers.
    """
    low, high = _bounds(flat, whole=whole)
    step = flat.get("multipleOf")
    value = min(max(1.0, low), high)
    inside = (low + high) / 2 if math.isfinite(low + high) else value + (1 if value == low else -1)
    if isinstance(step, int | float) and step > 0:
        value = math.ceil(low / step) * step if math.isfinite(low) else step
        value = value if value <= high else math.floor(high / step) * step
    elif low < high and not whole and value in {low, high} and _strict(flat, value):
        value = inside
    if whole and value == int(value):
        return int(value)
    return value


def text(flat: Mapping[str, Json], dice: Dice, now: float) -> str:
    """Return a text of the schema's format, pattern and length.

    Args:
        flat: A schema without references.
        dice: For ids; seeded by whoever wants the same again.
        now: Unix time that dates show.
    """
    shortest = _length(flat.get("minLength"), 0)
    longest = _length(flat.get("maxLength"), None)
    pattern = flat.get("pattern")
    if isinstance(pattern, str):
        found = matching(pattern, shortest or 0, longest)
        if found is not None:
            return found
    make = FORMATS.get(str(flat.get("format")))
    if make is not None:
        return make(dice, now)
    if flat.get("contentEncoding") == "base64":
        return base64.b64encode(b"example").decode()
    filler = "string" if longest is None or longest >= len("string") else "string"[:longest]
    missing = min(shortest or 0, MAX_TEXT) - len(filler)
    return filler + (FILLER * (missing // len(FILLER) + 1))[:missing] if missing > 0 else filler


def _bounds(flat: Mapping[str, Json], *, whole: bool) -> tuple[float, float]:
    lows = [
        _number(flat.get("minimum"), -math.inf),
        _number(flat.get("exclusiveMinimum"), -math.inf),
    ]
    highs = [
        _number(flat.get("maximum"), math.inf),
        _number(flat.get("exclusiveMaximum"), math.inf),
    ]
    low, high = max(lows), min(highs)
    if not whole:
        return low, high
    if math.isfinite(low):
        low = math.floor(low) + 1 if _strict(flat, low) else math.ceil(low)
    if math.isfinite(high):
        high = math.ceil(high) - 1 if _strict(flat, high) else math.floor(high)
    return low, high


def _strict(flat: Mapping[str, Json], bound: float) -> bool:
    return bound in {flat.get("exclusiveMinimum"), flat.get("exclusiveMaximum")}


def _number(value: Json, otherwise: float) -> float:
    # A boolean is OpenAPI 3.0's exclusiveMinimum, which never gets here; it is no bound.
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _length(value: Json, otherwise: int | None) -> int | None:
    return int(value) if isinstance(value, int | float) else otherwise


def stamp(now: float) -> str:
    """Return unix time as RFC 3339 in UTC, with milliseconds."""
    moment = datetime.fromtimestamp(now, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def identifier(dice: Dice) -> str:
    """Return a version 4 UUID."""
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


FORMATS: Final[Mapping[str, Callable[[Dice, float], str]]] = {
    "uuid": lambda dice, _: identifier(dice),
    "date-time": lambda _, now: stamp(now),
    "date": lambda _, now: stamp(now)[:10],
    "time": lambda _, now: stamp(now)[11:],
    "duration": lambda _, __: "PT1H",
    "email": lambda _, __: "someone@example.com",
    "idn-email": lambda _, __: "someone@example.com",
    "hostname": lambda _, __: "example.com",
    "idn-hostname": lambda _, __: "example.com",
    "ipv4": lambda _, __: "192.0.2.1",
    "ipv6": lambda _, __: "2001:db8::1",
    "uri": lambda _, __: "https://example.com/",
    "url": lambda _, __: "https://example.com/",
    "iri": lambda _, __: "https://example.com/",
    "uri-reference": lambda _, __: "/example",
    "iri-reference": lambda _, __: "/example",
    "uri-template": lambda _, __: "/example/{id}",
    "json-pointer": lambda _, __: "/example",
    "relative-json-pointer": lambda _, __: "0/example",
    "regex": lambda _, __: "^example$",
    "byte": lambda _, __: base64.b64encode(b"example").decode(),
}
"""Format -> text; formats that are not here say nothing about the text."""
