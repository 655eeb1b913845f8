"""Which file each value of an overlaid document was written in."""

from dataclasses import dataclass, replace

from tallystick.diagnostics import Span
from tallystick.load.limits import MAX_VALUES
from tallystick.load.model import Document, Position, Source
from tallystick.load.source import tokens_of
from tallystick.load.upgrade import spellings
from tallystick.text import Json

Location = tuple[int | str, ...]
"""Steps to a value, list indexes as numbers."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written: steps into a document."""

    document: Document
    steps: tuple[str, ...]

    def child(self, step: str) -> "Origin":
        """Return the origin of a member or item."""
        return Origin(self.document, (*self.steps, step))


class CopyLimitError(Exception):
    """Actions that copy what they copied would fill any memory."""


class Origins:
    """The origins of one document's values while overlays change it.

    A value has the origin that was recorded for it, else that of its parent with one step more.
    Records belong to containers, not to places: places move when something is removed.
    """

    def __init__(self, base: Document) -> None:
        """Begin with a document that is all its own."""
        self._base = base
        self._left = MAX_VALUES
        self._records: dict[int, tuple[Json, dict[int | str, Origin]]] = {}

    def of(self, root: Json, location: Location) -> Origin:
        """Return where the value at a place was written."""
        origin = Origin(self._base, ())
        for step in location:
            record = self._records.get(id(root))
            known = record[1].get(step) if record is not None else None
            origin = known if known is not None else origin.child(str(step))
            root = _member(root, step)
        return origin

    def put(self, root: Json, location: Location, value: Json, origin: Origin) -> None:
        """Replace the value at a place."""
        self.set(_value_at(root, location[:-1]), location[-1], value, origin)

    def set(self, container: Json, step: int | str, value: Json, origin: Origin) -> None:
        """Set a member, set an item, or append one; the value is copied."""
        value = self.copied(value)
        if isinstance(container, dict):
            container[str(step)] = value
        elif isinstance(container, list) and isinstance(step, int):
            container[step : step + 1] = [value]
        self._record(container)[step] = origin

    def remove(self, root: Json, location: Location) -> None:
        """Remove a member, or an item: those behind it move up and keep their origins."""
        container, step = _value_at(root, location[:-1]), location[-1]
        if isinstance(container, dict):
            del container[str(step)]
            self._record(container).pop(step, None)
        elif isinstance(container, list) and isinstance(step, int):
            origins = [self.of(root, (*location[:-1], at)) for at in range(len(container))]
            del container[step], origins[step]
            record = self._record(container)
            record.clear()
            record.update(enumerate(origins))

    def copied(self, value: Json) -> Json:
        """Return a deep copy; what was recorded inside is known of the copy too.

        Raises:
            CopyLimitError: Actions have copied more values than any overlay needs.
        """
        self._left -= 1
        if self._left < 0:
            raise CopyLimitError
        made: Json
        if isinstance(value, dict):
            made = {}
            for key, member in value.items():
                made[key] = self.copied(member)
        elif isinstance(value, list):
            made = []
            for item in value:
                made.append(self.copied(item))
        else:
            return value
        record = self._records.get(id(value))
        if record is not None:
            self._record(made).update(record[1])
        return made

    def flat(self, root: Json) -> dict[tuple[str, ...], Origin]:
        """Return the records by place, as the document is now."""
        places: dict[tuple[str, ...], Origin] = {}
        stack: list[tuple[tuple[str, ...], Json]] = [((), root)]
        while stack:
            steps, value = stack.pop()
            record = self._records.get(id(value))
            for step, origin in record[1].items() if record is not None else ():
                places[*steps, str(step)] = origin
            items = value.items() if isinstance(value, dict) else ()
            stack.extend(((*steps, key), item) for key, item in items if _holds(item))
            numbered = enumerate(value) if isinstance(value, list) else ()
            stack.extend(((*steps, str(at)), item) for at, item in numbered if _holds(item))
        return places

    def _record(self, container: Json) -> dict[int | str, Origin]:
        return self._records.setdefault(id(container), (container, {}))[1]


class OverlaidSource:
    """Answers from the overlay for what it wrote, from the base for the rest."""

    def __init__(self, base: Source, places: dict[tuple[str, ...], Origin]) -> None:
        """Keep both.

        Args:
            base: The source of the document that the overlays changed.
            places: Of `Origins.flat`, before the upgrade to 3.1 spelling.
        """
        self._base = base
        self._places = places

    def position(self, span: Span) -> Position | None:
        """Return the position of a place, in the file that holds it; see `Source.position`."""
        if not span.pointer:
            return self._base.position(span)
        spelled = spellings(tokens_of(span.pointer))
        best = max(spelled, key=self._known)  # the first of the longest
        known = self._known(best)
        if not known:
            return self._base.position(span)
        return _position(self._places[best[:known]], best[known:], span)

    def _known(self, steps: tuple[str, ...]) -> int:
        """Return how many of the steps lead to the innermost value with an origin of its own."""
        lengths = range(len(steps), 0, -1)
        return next((length for length in lengths if steps[:length] in self._places), 0)


def _position(origin: Origin, rest: tuple[str, ...], span: Span) -> Position | None:
    uri = origin.document.uri
    pointer = Span(uri).child(*origin.steps, *rest).pointer
    position = origin.document.source.position(replace(span, uri=uri, pointer=pointer))
    return replace(position, uri=position.uri or uri) if position is not None else None


def _holds(value: Json) -> bool:
    return isinstance(value, dict | list) and bool(value)


def _member(value: Json, step: int | str) -> Json:
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    return None


def _value_at(root: Json, location: Location) -> Json:
    for step in location:
        root = _member(root, step)
    return root
