"""Values for the types of an API: those at the edges of what is accepted, and one step past."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.plausible import far, known_texts, media_types, odd, strangers
from tallystick.fuzz.bodies.texts import (
    FORMATS,
    LATER,
    WRONG,
    different,
    extremes,
    matching,
    misses,
)
from tallystick.ir import (
    MISSING,
    Array,
    Dictionary,
    Enumeration,
    Record,
    Scalar,
    Type,
    TypeId,
    Union,
)
from tallystick.ir.facts import key_of
from tallystick.text import Json

MAX_SAMPLES: Final = 40
MAX_DEPTH: Final = 8
MAX_LIST: Final = 1_100
"""Items (and, times 100, characters) up to which an edge is tried."""
SMALL: Final = 5
"""Items up to which a list is tried with each number of them."""
TAKEN_FOR: Final[Mapping[str, tuple[Json, ...]]] = {
    "boolean": (1, "true", 0),
    "integer": (True, []),
    "number": (True, []),
    "string": (7, [], True),
    "null": ("", 0, False),
    "object": ([], "text", 7),
    "array": ({}, "text", 7),
}
"""Values of another type that lenient readers take for one of this type, whatever its value."""
_COUNTED: Final = re.compile(r"([0-9]{1,9})[a-z%]*", re.ASCII)
KINDS: Final[Mapping[str, Json]] = {
    "string": "text",
    "integer": 7,
    "number": 7.25,
    "boolean": True,
    "array": [],
    "object": {},
}


class Values:
    """Makes values; what it has made for a type is kept.

    Attributes:
        words: Place in the body -> values that the document's examples hold there.
    """

    def __init__(
        self,
        judging: Judging,
        words: Mapping[str, Sequence[Json]],
        literals: tuple[Sequence[float], Sequence[str]] = ((), ()),
    ) -> None:
        """Make values that the validators of `judging` accept."""
        self._judging = judging
        self._types = judging.api.types
        self.words = words
        self._numbers, self._texts = literals
        self._made: dict[tuple[TypeId, str], tuple[tuple[str, Json], ...]] = {}
        self._several: dict[tuple[TypeId, str], tuple[int, tuple[Json, ...]]] = {}

    def valid(self, type_id: TypeId, at: str, depth: int = 0) -> tuple[tuple[str, Json], ...]:
        """Return (what it touches, value) of a type at a place; its schema accepts each.

        What is touched is ``""``, or the name of the edge: ``maximum``, ``maxLength``.
        """
        known = self._made.get((type_id, at))
        if known is not None:
            return known
        if depth > MAX_DEPTH:
            return ()
        seen: set[object] = set()
        found = []
        for touched, value in self._candidates(self._types[type_id], at, depth):
            key = key_of(value)
            if key not in seen and self._judging.fits(type_id, value):
                seen.add(key)
                found.append((touched, value))
            if len(found) == MAX_SAMPLES:
                break
        self._made[type_id, at] = tuple(found)
        return self._made[type_id, at]

    def several(self, type_id: TypeId, at: str, size: int) -> tuple[Json, ...]:
        """Return values of a type that differ, as many as are asked for if there are."""
        asked, known = self._several.get((type_id, at), (-1, ()))
        if asked < size:
            known = tuple(self._differing(type_id, at, size))
            self._several[type_id, at] = size, known
        return known

    def _differing(self, type_id: TypeId, at: str, size: int) -> Iterator[Json]:
        inner = self.valid(type_id, at)
        found = [value for edge, value in inner if not edge] or [value for _, value in inner]
        yield from found
        declared = self._types[type_id]
        if not isinstance(declared, Scalar) or declared.kind != "string" or size > MAX_LIST:
            return
        plain = next((value for value in found if isinstance(value, str)), "a")
        pattern = declared.pattern.raw if declared.pattern else None
        more = different(pattern, size) if pattern else (f"{plain}{n}" for n in range(size))
        yield from (it for it in more if it not in found and self._judging.fits(type_id, it))

    def _candidates(self, declared: Type, at: str, depth: int) -> Iterator[tuple[str, Json]]:
        if isinstance(declared, Enumeration):
            yield from (("", member.value) for member in declared.members)
        examples = [*declared.doc.examples, *self.words.get(at, ())]
        if declared.default is not MISSING:
            examples.append(declared.default)
        if not isinstance(declared, Record | Array | Union):
            yield from (("", value) for value in examples)
        unsure = {"", "pattern"} if self._shown(declared, examples) else set[str]()
        yield from (it for it in self._made_up(declared, at, depth) if it[0] not in unsure)
        yield from (("", value) for value in examples)

    def _shown(self, declared: Type, examples: Sequence[Json]) -> bool:
        """Whether a text of a pattern is shown: others may name nothing, though it has them."""
        patterned = isinstance(declared, Scalar) and declared.pattern is not None
        return patterned and any(self._judging.fits(declared.id, each) for each in examples)

    def _made_up(self, declared: Type, at: str, depth: int) -> Iterator[tuple[str, Json]]:
        match declared:
            case Scalar():
                made = known_texts(declared, at)
                told = media_types(declared, at, self._texts)
                yield from (("family", text) for text in told)
                yield from _scalar(declared) if made is None else made
                yield from self._compared(declared) if made is None else ()
                yield from (("far", number) for number in far(declared) if at)
            case Array():
                yield from self._lists(declared, at, depth)
            case Record():
                yield from self._records(declared, at, depth)
            case Dictionary():
                yield "", {}
                inner = self.valid(declared.values, at + "/*", depth + 1)
                yield from (("", {"key": value}) for _, value in islice(inner, 4))
            case Union():
                for variant in declared.variants:
                    yield from islice(self.valid(variant, at, depth + 1), 6)
            case _:
                yield from (("", value) for value in KINDS.values())

    def _compared(self, declared: Scalar) -> Iterator[tuple[str, Json]]:
        """Yield what rules compare with: both sides of a comparison are then met."""
        if declared.kind in {"integer", "number"}:
            yield from (("", _whole(declared, number)) for number in self._numbers)
        elif declared.kind == "string" and not declared.format:
            yield from (("", text) for text in self._texts[:8])

    def _lists(self, declared: Array, at: str, depth: int) -> Iterator[tuple[str, Json]]:
        first = [self.valid(item, at + "/*", depth + 1) for item in declared.prefix]
        if not all(first):
            return
        head = [values[0][1] for values in first]
        rest = () if declared.items is None else self.valid(declared.items, at + "/*", depth + 1)
        least = max(declared.min_items or 0, 0)
        sizes = {least: "minItems" if least else "", max(least, 1): "", max(least, 2): ""}
        if not at:
            sizes |= dict.fromkeys(range(max(least, 3), SMALL + 1), "")
        if declared.max_items is not None:
            sizes[declared.max_items] = "maxItems"
        for size, touched in sizes.items():
            plain = [each for edge, each in rest if not edge] or [each for _, each in rest]
            if declared.unique and declared.items is not None:
                plain = list(self.several(declared.items, at + "/*", size))
            value = filled(head, plain, size, unique=declared.unique)
            if value is not None:
                yield touched, value

    def _records(self, declared: Record, at: str, depth: int) -> Iterator[tuple[str, Json]]:
        needed: dict[str, Json] = {}
        for field in declared.fields:
            if field.required and field.direction != "read":
                inner = self.valid(field.type, f"{at}/{field.wire}", depth + 1)
                if not inner:
                    return
                needed[field.wire] = inner[0][1]
        yield "" if needed else "empty", needed
        for field in declared.fields:
            if field.wire not in needed and field.direction != "read":
                inner = self.valid(field.type, f"{at}/{field.wire}", depth + 1)
                yield from (("", {**needed, field.wire: value}) for _, value in islice(inner, 2))

    def past(self, declared: Type, at: str) -> Iterator[tuple[str, Json]]:
        """Yield (keyword, value): one step past each keyword of a type; not yet judged."""
        if not declared.nullable:
            yield "null", None
        kind = _kind(declared)
        if isinstance(declared, Scalar) and kind == "integer":
            yield "type", math.floor(declared.minimum or 1) + 0.5
        if isinstance(declared, Enumeration):
            yield from (("type", number) for number in _numbers_of(declared))
        yield from (("type", value) for value in (*TAKEN_FOR[kind], *KINDS.values()))
        if isinstance(declared, Scalar):
            yield from _past_scalar(declared)
        elif isinstance(declared, Enumeration):
            yield from (("enum", value) for value in strangers(declared))
        elif isinstance(declared, Array):
            yield from self._past_list(declared, at)

    def _past_list(self, declared: Array, at: str) -> Iterator[tuple[str, Json]]:
        inner = () if declared.items is None else self.valid(declared.items, at + "/*")
        items = [value for edge, value in inner if not edge] or [value for _, value in inner]
        if declared.unique and items:
            yield "uniqueItems", [items[0], items[0]]
        sizes = {"minItems": (declared.min_items or 0) - 1}
        if declared.max_items is not None:
            sizes["maxItems"] = declared.max_items + 1
        for keyword, size in sizes.items():
            if declared.unique and declared.items is not None:
                items = list(self.several(declared.items, at + "/*", size))
            value = filled([], items, size, unique=declared.unique) if size >= 0 else None
            if value is not None:
                yield keyword, value


def _kind(declared: Type) -> str:
    """Return what values of a type are, as JSON says it; a text where there are several."""
    if isinstance(declared, Scalar):
        return declared.kind
    if isinstance(declared, Array):
        return "array"
    return "object" if isinstance(declared, Record | Dictionary) else "string"


def filled(
    head: Sequence[Json], items: Sequence[Json], size: int, *, unique: bool
) -> list[Json] | None:
    """Return a list of a size: `head`, then `items` in turn; None when that cannot be."""
    if size < len(head) or size > MAX_LIST:
        return None
    missing = size - len(head)
    if not missing:
        return list(head)
    if not items:
        return None
    if not unique:
        return [*head, *(items[index % len(items)] for index in range(missing))]
    numbers = [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
    pool: list[Json] = list(items)
    if numbers and len(pool) < missing:
        pool += [n for n in range(min(numbers), min(numbers) + size + 1) if n not in numbers]
    texts = [item for item in items if isinstance(item, str)]
    if texts and len(pool) < missing:
        pool += [f"{texts[0]}{n}" for n in range(missing)]
    return [*head, *pool[:missing]] if len(pool) >= missing else None


def _numbers_of(declared: Enumeration) -> Iterator[int]:
    """Yield the number of the first text that is one with a unit: 5 for ``5s``."""
    texts = (it.value for it in declared.members if isinstance(it.value, str))
    counted = (found for it in texts if (found := _COUNTED.fullmatch(it)))
    yield from (int(found[1]) for found in islice(counted, 1))


def _scalar(declared: Scalar) -> Iterator[tuple[str, Json]]:
    if declared.kind == "string":
        yield from strings(declared)
    elif declared.kind == "boolean":
        yield from (("", True), ("", False))
    elif declared.kind == "null":
        yield "", None
    else:
        yield from _numbers(declared)


def strings(declared: Scalar) -> Iterator[tuple[str, Json]]:
    """Yield (edge that is touched, text) of a type; not yet judged."""
    least, most = declared.min_length or 0, declared.max_length
    pattern = declared.pattern.raw if declared.pattern else None
    if declared.format is not None and declared.format in FORMATS:
        yield "", FORMATS[declared.format]
        if declared.format in LATER:
            yield "", LATER[declared.format]
    if pattern is None:
        yield "", "a paper boat"[: most if most is not None else None].ljust(least, "a")
    else:
        yield "", matching(pattern, least, most)
        yield from (("pattern", text) for text in extremes(pattern) if _long(declared, text))
    free = pattern is None and (declared.format is None or declared.format not in FORMATS)
    if free and not declared.content_encoding:
        yield from odd(least, most)
    if least and least <= MAX_LIST * 100:
        yield "minLength", matching(pattern, least, least) if pattern else "a" * least
    if most is not None and most <= MAX_LIST * 100:
        yield from (("maxLength", text) for text in _formatted(declared, most))
        yield "maxLength", matching(pattern, most, most) if pattern else "a" * most
        if not pattern and most:
            # Lengths count characters: a server that counts bytes or UTF-16 units shows here.
            yield "maxLength", "\U0001f6f6" * most


def _formatted(declared: Scalar, size: int) -> tuple[str, ...]:
    """Return texts of a size that may have the format of a type: addresses go on as they like."""
    known = FORMATS.get(declared.format or "")
    return () if known is None else (known.ljust(size, "a"), known.rjust(size, "a"))


def _long(declared: Scalar, text: str) -> bool:
    """Whether a text is as long as a type asks for."""
    most = declared.max_length
    return (declared.min_length or 0) <= len(text) and (most is None or len(text) <= most)


def shift_of(declared: Scalar) -> float:
    """Return how far numbers of a type are tried from a bound that is excluded."""
    if declared.multiple_of:
        return declared.multiple_of
    return 1 if declared.kind == "integer" else 0.001


def _whole(declared: Scalar, number: float) -> Json:
    if declared.kind == "integer" or float(number).is_integer():
        return int(number) if math.isfinite(number) else None
    return round(number, 9)


def _numbers(declared: Scalar) -> Iterator[tuple[str, Json]]:
    step = shift_of(declared)
    for keyword, bound, shift in bounds(declared, step):
        yield keyword, _whole(declared, bound + shift)
    for number in (1, 0, 2, step, 0.5):
        yield "", _whole(declared, number)
    low = [bound for _, bound, shift in bounds(declared, step) if shift >= 0]
    if low and declared.multiple_of:
        yield "", _whole(declared, math.ceil(low[0] / step) * step)


def bounds(declared: Scalar, step: float) -> list[tuple[str, float, float]]:
    """Return (keyword, bound, how far inside the nearest accepted value lies)."""
    named = (
        ("minimum", declared.minimum, 0.0),
        ("exclusiveMinimum", declared.exclusive_minimum, step),
        ("maximum", declared.maximum, -0.0),
        ("exclusiveMaximum", declared.exclusive_maximum, -step),
    )
    return [(keyword, bound, shift) for keyword, bound, shift in named if bound is not None]


def _past_scalar(declared: Scalar) -> Iterator[tuple[str, Json]]:
    step = shift_of(declared)
    if declared.kind == "string":
        yield from past_string(declared)
        return
    for keyword, bound, _ in bounds(declared, step):
        if keyword.startswith("exclusive"):
            yield keyword, _whole(declared, bound)
        else:
            yield keyword, _whole(declared, bound + (step if keyword == "maximum" else -step))
    if declared.multiple_of:
        least = max(declared.minimum or 0, declared.exclusive_minimum or 0)
        base = math.ceil(least / step) * step
        yield "multipleOf", _whole(declared, base + step / 2)
    if declared.kind == "integer":
        yield "type", 0.5


def past_string(declared: Scalar) -> Iterator[tuple[str, Json]]:
    """Yield (keyword, text): one step past each keyword of a type; not yet judged."""
    pattern = declared.pattern.raw if declared.pattern else None
    most = declared.max_length
    if declared.min_length:
        short = declared.min_length - 1
        yield "minLength", "a" * short if short <= MAX_LIST * 100 else None
    if most is not None and most <= MAX_LIST * 100:
        yield from (("maxLength", text) for text in _formatted(declared, most + 1))
        yield "maxLength", matching(pattern, most + 1, most + 1) if pattern else "a" * (most + 1)
    if pattern:
        yield from (("pattern", text) for text in (*misses(pattern), *WRONG))
    if declared.format:
        yield from (("format", text) for text in WRONG)
