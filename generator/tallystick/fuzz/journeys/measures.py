"""How much of something is in a body, as words call it: characters, seconds, turns.

OpenAPI has no words for it, so names tell: characters are those of the one text that is called
so (``text``, ``prompt``), seconds those of ``duration_s``, turns the items of ``turns`` or the
number ``turns``. Where two members may be meant, nobody can say.
"""

from collections.abc import Callable
from typing import Final

from tallystick.fuzz.holders import records_in
from tallystick.fuzz.journeys.references import singular
from tallystick.fuzz.oracles.counted import is_number
from tallystick.fuzz.requests.paging import names_in
from tallystick.ir import Api, Array, Field, Missing, Record, Scalar
from tallystick.text import Json

Measure = Callable[[dict[str, Json]], list[float] | None]
"""Returns how much there is of something in a body, in parts; None where nobody can say."""
_TEXTS: Final = names_in("body content input message prompt script text")
_LETTERS: Final = names_in("character char letter")
_SPANS: Final = {
    **dict.fromkeys(("second", "seconds", "sec", "secs", "s"), "second"),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "minute"),
    **dict.fromkeys(("hour", "hours", "h"), "hour"),
}
_LASTS: Final = frozenset({"duration", "length", "total", "in", *_SPANS})
_COUNTS: Final = names_in("count number of num")


def measure(api: Api, asked: Record, thing: str, each: str) -> Measure | None:
    """Return how to measure something, None where nobody can say.

    Args:
        api: The API.
        asked: Type of the body.
        thing: What is measured, as one of it is called.
        each: Of what each is measured by itself, "" for the whole.
    """
    lists = {it.wire: inner for it in asked.fields if (inner := records_in(api, it)) is not None}
    if each:
        return _by_items(api, lists, thing, each)
    own = _one(api, asked, thing)
    if thing in _SPANS:
        return _lasting(api, thing, own, lists)
    if own is not None:
        return _text(own) if thing in _LETTERS else None
    return None if thing in _LETTERS else _count(api, asked, thing)


def _by_items(api: Api, lists: dict[str, Record], thing: str, each: str) -> Measure | None:
    """Measure the items of a list, each by itself."""
    name = next((it for it in lists if singular(it) == each), None)
    field = _one(api, lists[name], thing) if name is not None else None
    if name is None or field is None:
        return None
    member, inner = name, _text(field) if thing in _LETTERS else _plain(field)

    def found(body: dict[str, Json]) -> list[float] | None:
        items = body.get(member)
        parts = (
            [inner(it) for it in items if isinstance(it, dict)] if isinstance(items, list) else []
        )
        every = [value for part in parts if part is not None for value in part]
        return every if isinstance(items, list) and len(every) == len(items) else None

    return found


def _lasting(api: Api, thing: str, own: Field | None, lists: dict[str, Record]) -> Measure | None:
    """Measure how long all takes: what the body says, or the items of its only list that says."""
    inner = {name: field for name in lists if (field := _one(api, lists[name], thing))}
    whole = _plain(own) if own is not None else None
    if len(inner) > 1 or (whole is None and not inner):
        return None

    def found(body: dict[str, Json]) -> list[float] | None:
        some = [name for name in inner if body.get(name)]
        if some and own is not None and body.get(own.wire) is not None:
            return None
        items = body.get(some[0]) if some else None
        if not isinstance(items, list):
            return whole(body) if whole is not None else None
        measured = _plain(inner[some[0]])
        parts = [measured(it) for it in items if isinstance(it, dict)]
        return [sum(it[0] for it in parts if it is not None)] if None not in parts else None

    return found


def _one(api: Api, declared: Record, thing: str) -> Field | None:
    """Return the member that tells something of a thing, None where none or several may."""
    every = declared.fields
    if thing in _LETTERS:
        some = [it for it in every if set(it.words) <= _TEXTS and _is_text(api, it)]
    elif thing in _SPANS:
        unit = _SPANS[thing]
        timed = [it for it in every if set(it.words) <= _LASTS and is_number(api, it)]
        some = [it for it in timed if unit in {_SPANS.get(word) for word in it.words}]
    else:
        some = []
    return some[0] if len(some) == 1 else None


def _is_text(api: Api, field: Field) -> bool:
    declared = api.types[field.type]
    return isinstance(declared, Scalar) and declared.kind == "string"


def _text(field: Field) -> Measure:
    def found(body: dict[str, Json]) -> list[float] | None:
        value = body.get(field.wire)
        return [len(value)] if isinstance(value, str) else None

    return found


def _plain(field: Field) -> Measure:
    def found(body: dict[str, Json]) -> list[float] | None:
        value = _given(field, body)
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else None

    return found


def _count(api: Api, asked: Record, thing: str) -> Measure | None:
    """Count the items of a list, or what a number says."""
    some = [it for it in asked.fields if {singular(word) for word in it.words} - _COUNTS == {thing}]
    field = some[0] if len(some) == 1 else None
    if field is None:
        return None
    if isinstance(api.types[field.type], Array):

        def found(body: dict[str, Json]) -> list[float] | None:
            value = _given(field, body)
            return [len(value)] if isinstance(value, list) else None

        return found
    return _plain(field) if is_number(api, field) else None


def _given(field: Field, body: dict[str, Json]) -> Json:
    """Return what a body says of a member, or what it is by default."""
    value = body.get(field.wire)
    default = field.default
    return value if value is not None or isinstance(default, Missing) else default
