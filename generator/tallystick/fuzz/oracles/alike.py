"""Whether what comes back is what was sent: texts may be spelled another way, numbers rounded."""

import unicodedata
from datetime import datetime
from math import isclose
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Enumeration, Scalar, TypeId
from tallystick.text import Json

LONGEST: Final = 60


def compared(scene: Scene, type_id: TypeId, wanted: Json, got: Json) -> Weight | None:
    """Return how much it weighs that a member came back otherwise; None when it did not.

    Choices, booleans and numbers come back as they are. A text may be trimmed or spelled another
    way, and of an object or list a server may know more: a difference there is a warning.
    """
    if isinstance(wanted, dict | list):
        return None if within(wanted, got) else Weight.WARNING
    declared = scene.api.types[type_id]
    if not isinstance(declared, Scalar | Enumeration) or got is None:
        return Weight.WARNING if got is None else None
    if isinstance(wanted, str) and isinstance(declared, Scalar):
        same = spelled(wanted, declared) == spelled(got, declared)
        return None if same else Weight.WARNING
    return None if equal(wanted, got) else Weight.ERROR


def equal(wanted: Json, got: Json) -> bool:
    """Whether two scalars are the same: a rounded number is."""
    if isinstance(wanted, float) and isinstance(got, int | float) and not isinstance(got, bool):
        return isclose(wanted, got, rel_tol=1e-6, abs_tol=1e-9)
    return wanted == got and isinstance(wanted, bool) == isinstance(got, bool)


def within(wanted: Json, got: Json) -> bool:
    """Whether a value holds all of another one: further members of objects may stand there."""
    if isinstance(wanted, dict):
        held = got if isinstance(got, dict) else {}
        told = {name: part for name, part in wanted.items() if part is not None}
        return isinstance(got, dict) and all(within(told[it], held.get(it)) for it in told)
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(got) != len(wanted):
            return False
        return all(within(one, other) for one, other in zip(wanted, got, strict=True))
    return equal(wanted, got) or (isinstance(wanted, str) and plain(wanted) == plain(got))


def spelled(value: Json, declared: Scalar) -> Json:
    """Return a text as it counts: times as times, others without case and space around."""
    if declared.format == "date-time" and isinstance(value, str):
        try:
            return datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError, OSError):
            return value
    return plain(value)


def plain(value: Json) -> Json:
    """Return a text without what does not count in it: case, space around, ways to write."""
    if not isinstance(value, str):
        return value
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def short(value: Json) -> str:
    """Return a value for a sentence."""
    told = value[:LONGEST] if isinstance(value, str) else value  # written, it is no shorter
    return compact(told)[:LONGEST].decode("utf-8", "replace")
