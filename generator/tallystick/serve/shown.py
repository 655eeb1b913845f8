"""What a list shows though nobody makes it: each item is shown by its id, too."""

from dataclasses import dataclass

from tallystick.ir import Api, Operation, Place, Record, TypeId
from tallystick.ir.words import key_names
from tallystick.serve.compiling import Compiler
from tallystick.serve.exhibits import Exhibit
from tallystick.serve.kinds import record_of
from tallystick.serve.listing import item_places, items_of
from tallystick.serve.routing import PARAMETER
from tallystick.serve.shelves import shape
from tallystick.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The items of the list beside an operation that gets one of them.

    Attributes:
        exhibit: How the list answers.
        items: Members that lead from its answer to its items.
        names: Members of an item that may hold what the path names, the likeliest first.
    """

    exhibit: Exhibit
    items: tuple[str, ...]
    names: tuple[str, ...]

    def find(self, wanted: str) -> dict[str, Json] | None:
        """Return the item that a path names; None when the list shows none."""
        every = items_of(self.exhibit.example, self.items) or []
        named = (it for name in self.names for it in every if str(it.get(name)) == wanted)
        return next(named, None)


def find_shown(api: Api, compiler: Compiler, operation: Operation) -> Shown | None:
    """Return the list that shows what an operation gets; None where somebody makes it."""
    place, _, last = shape(operation.path).rpartition("/")
    if operation.method != "get" or last != "{}":
        return None
    beside = {each.method: each for each in api.operations if shape(each.path) == place}
    lists = beside.get("get")
    exhibit = Exhibit.of(compiler, lists) if lists is not None and "post" not in beside else None
    if lists is None or exhibit is None:
        return None
    wire = PARAMETER.findall(operation.path)[-1]
    kinds = {each.type for each in operation.parameters if each.place is Place.PATH}
    for listed in item_places(api, lists, None):
        record = record_of(api, listed["item"])
        names = _names(record, kinds, wire) if record is not None else ()
        if names:
            return Shown(exhibit=exhibit, items=listed["items"], names=names)
    return None


def _names(record: Record, kinds: set[TypeId], wire: str) -> tuple[str, ...]:
    """Return the members that may hold an id: those of its type, and those of its name."""
    known = {field.wire for field in record.fields}
    typed = [field.wire for field in record.fields if field.type in kinds]
    return tuple(name for name in dict.fromkeys((*typed, *key_names(wire))) if name in known)
