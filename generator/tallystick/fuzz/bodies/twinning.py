"""Lists with one item more, under a name of its own, that the lists beside them name, too.

Rules bind such lists: each speaker takes a turn, and only speakers do. An item that is given twice
breaks them; a twin with another name does not, where its turn is added with it.
"""

from collections.abc import Iterator, Mapping

from tallystick.fuzz.bodies.moves import changed, part_at
from tallystick.fuzz.bodies.texts import texts_in
from tallystick.fuzz.bodies.unlike import others
from tallystick.fuzz.model import Path
from tallystick.text import Json


def twinned(body: Json, path: Path) -> "Json | None":
    """Return a body with a twin of a list's first item, None where no list beside names it.

    Args:
        body: The body.
        path: Of the list, which is a member of an object.
    """
    beside, items = part_at(body, path[:-1]), part_at(body, path)
    if not path or not isinstance(beside, dict) or not isinstance(items, list) or not items:
        return None
    lists = {name: it for name, it in beside.items() if isinstance(it, list) and name != path[-1]}
    named = {text for it in lists.values() for text in texts_in(it)}
    known = named.union(texts_in(items))
    fresh = {
        text: next((it for it in others(text) if it not in known), text)
        for text in texts_in(items[0])
        if text in named
    }
    if not fresh:
        return None
    body = changed(body, path, [*items, renamed(items[0], fresh)])
    for name, other in lists.items():
        twin = next((it for it in other if not fresh.keys().isdisjoint(texts_in(it))), None)
        if twin is not None:
            longer = [renamed(twin, fresh), *other]
            body = changed(body, (*path[:-1], name), longer)
    return body


def renamed(value: Json, fresh: Mapping[str, str]) -> Json:
    """Return a value with other texts in the place of some."""
    if isinstance(value, str):
        return fresh.get(value, value)
    if isinstance(value, dict):
        return {name: renamed(part, fresh) for name, part in value.items()}
    return [renamed(part, fresh) for part in value] if isinstance(value, list) else value


def near(item: Json) -> Iterator[Json]:
    """Yield an object with a number of its own that is a little larger, or smaller."""
    for name, part in item.items() if isinstance(item, dict) else ():
        if isinstance(part, int | float) and not isinstance(part, bool):
            yield from (changed(item, (name,), part + step) for step in (1, -1))
