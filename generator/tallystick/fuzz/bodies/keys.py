"""Names of members where ``propertyNames`` says what they are like: wrong ones, and longest ones.

What it says of a name is broken as in any other text: one keyword by itself, one step past.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.bodies.texts import sized
from tallystick.fuzz.bodies.values import Values, past_string, strings
from tallystick.ir import Dictionary, Record, Scalar, Type, TypeId
from tallystick.text import Json, SpecText

KEYWORD: Final = "propertyNames"
DEEP: Final = 4
"""Schemas in each other in which somebody says what a name is like."""
MOST: Final = 3
"""Names of one type that break one keyword."""
LONGEST: Final = 1_000
"""Characters up to which the edge of a name is tried."""

Named = tuple[tuple[str, str], ...]
"""(keyword, name)."""


class Keys:
    """Makes names of members."""

    def __init__(self, judging: Judging, values: Values) -> None:
        """Make names that `judging` refuses or accepts, and members of `values` under them."""
        self._judging = judging
        self._values = values
        self._made: dict[TypeId, tuple[Named, Named]] = {}

    def wrong(self, declared: Record | Dictionary) -> Named:
        """Return names that break one keyword, and nothing else that is said of names."""
        return self._names(declared)[0]

    def edges(self, declared: Record | Dictionary) -> Named:
        """Return names that are as short or as long as they may be."""
        return self._names(declared)[1]

    def under(
        self, declared: Record | Dictionary, here: dict[str, Json], name: str, at: str
    ) -> dict[str, Json]:
        """Return an object with a name: that of a member which nobody declares, or of another one.

        Args:
            declared: Its type.
            here: The object.
            name: The name.
            at: Where it stands.
        """
        fields = declared.fields if isinstance(declared, Record) else ()
        listed = {field.wire for field in fields}
        free = next((each for each in here if each not in listed), None)
        if free is not None:
            return {name if each == free else each: part for each, part in here.items()}
        kind = declared.additional if isinstance(declared, Record) else declared.values
        some = self._values.valid(kind, at + "/*") if isinstance(kind, str) else (("", "text"),)
        return {**here, name: next((part for _, part in some), None)}

    def _names(self, declared: Record | Dictionary) -> tuple[Named, Named]:
        known = self._made.get(declared.id)
        if known is None:
            said = [*self._said(declared)]
            known = self._made[declared.id] = self._all(declared, said) if said else ((), ())
        return known

    def _all(
        self, declared: Record | Dictionary, said: list[dict[str, Json]]
    ) -> tuple[Named, Named]:
        """Return the names that break a keyword, and those at an edge."""
        text = _text(declared, said)
        wrong: dict[str, list[str]] = {}
        for name in sorted(dict.fromkeys(_past(text, said)), key=lambda it: not it):
            for keyword in self._alone(declared, name):
                some = wrong.setdefault(keyword, [])
                some += [name] * (len(some) < MOST)
        ends = (("minLength", text.min_length), ("maxLength", text.max_length))
        pattern = text.pattern.raw if text.pattern is not None else None
        edges = [(key, sized(pattern, size)) for key, size in ends if size is not None]
        good = tuple((key, it) for key, it in edges if it and not self._broken(declared, it))
        return tuple((key, name) for key, some in wrong.items() for name in some), good

    def _alone(self, declared: Record | Dictionary, name: str) -> frozenset[str]:
        """Return the keyword that a name breaks; none where it breaks several, or nothing."""
        broken = self._broken(declared, name)
        return broken if len(broken) == 1 else frozenset()

    def _broken(self, declared: Record | Dictionary, name: str) -> frozenset[str]:
        """Return the keywords of names that a name breaks."""
        errors = self._judging.validator(declared.id, "request").iter_errors({name: None})
        own = (it for it in errors if it.kind.name == KEYWORD and not it.instance_path)
        return frozenset(str(it.schema_path[-1]) for it in own)

    def _said(self, declared: Record | Dictionary) -> Iterator[dict[str, Json]]:
        """Yield the schemas that names keep."""
        if isinstance(declared, Dictionary) and declared.key_pattern is not None:
            yield {"pattern": declared.key_pattern.raw}
        resolved = self._judging.api.resolved
        todo = [
            (it.span.uri, it.span.pointer, 0) for it in declared.residue if it.keyword == KEYWORD
        ]
        for uri, pointer, depth in todo:
            value = resolved.at(uri, pointer)
            if not isinstance(value, dict) or depth > DEEP:
                continue
            yield value
            target = resolved.follow(uri, pointer)
            todo += [(*target, depth + 1)] if target != (uri, pointer) else []
            parts = value.get("allOf")
            below = range(len(parts)) if isinstance(parts, list) else ()
            todo += [(uri, f"{pointer}/allOf/{number}", depth + 1) for number in below]


def _text(declared: Type, said: list[dict[str, Json]]) -> Scalar:
    """Return what names are, as a text."""
    patterns = [SpecText(it) for each in said if isinstance(it := each.get("pattern"), str)]
    formats = [it for each in said if isinstance(it := each.get("format"), str)]
    return Scalar(
        id=TypeId(f"{declared.id}/{KEYWORD}"),
        words=declared.words,
        named=False,
        span=declared.span,
        kind="string",
        min_length=max(_counts(said, "minLength"), default=None),
        max_length=min(_counts(said, "maxLength"), default=None),
        pattern=next(iter(patterns), None),
        format=next(iter(formats), None),
    )


def _counts(said: list[dict[str, Json]], keyword: str) -> list[int]:
    found = (each.get(keyword) for each in said)
    return [int(it) for it in found if isinstance(it, int | float) and it <= LONGEST]


def _past(text: Scalar, said: list[dict[str, Json]]) -> Iterator[str]:
    """Yield names that may break a keyword, not yet judged."""
    pattern = text.pattern.raw if text.pattern is not None else None
    beside = [(text.min_length or 0) - 1, -1 if text.max_length is None else text.max_length + 1]
    yield from filter(None, (sized(pattern, size) for size in beside if size >= 0))
    yield from (name for _, name in past_string(text) if isinstance(name, str))
    for each in said:
        for name in _listed(each):
            yield from (f"{name}x", name.swapcase(), name[:-1])
        barred = each.get("not")
        if isinstance(barred, dict):
            yield from _listed(barred)
            yield from (name for _, name in strings(_text(text, [barred])) if isinstance(name, str))


def _listed(schema: dict[str, Json]) -> list[str]:
    """Return the names that a schema lists."""
    some = schema.get("enum")
    every = [schema.get("const"), *(some if isinstance(some, list) else ())]
    return [it for it in every if isinstance(it, str)]
