"""Updates of what has no GET of its own: the list that it stands in shows how it is.

``PATCH /orders/{order_id}/lines/{line_id}`` beside ``GET /orders/{order_id}/lines``.
"""

from collections.abc import Iterator, Sequence

from tallystick.fuzz.chains import Chain
from tallystick.fuzz.documented import success
from tallystick.fuzz.holders import held, shared
from tallystick.fuzz.journeys.deeds import Deed, course_of, shape
from tallystick.ir import Api, TypeId
from tallystick.resolve.pointer import split

UPDATES = ("put", "patch")


def listed_updates(api: Api, chains: Sequence[Chain]) -> Iterator[Deed]:
    """Yield what updates such resources.

    Args:
        api: The API.
        chains: Which operations follow each other.
    """
    for chain in chains:
        update = chain.get
        view = view_of(api, chain) if update.method in UPDATES else None
        found = held(api, view.get, success(view.create)) if view is not None else None
        item = shared(api, found.type) if found is not None else None
        if view is not None and item is not None:
            yield Deed(
                operation=update,
                chain=view,
                kind="put" if update.method == "put" else "patch",
                path=update.path,
                inner=(),
                type=item,
                course=course_of(api, item),
            )


def view_of(api: Api, chain: Chain) -> Chain | None:
    """Return how a resource is looked at in its list, by how something is done to it.

    None where it can be asked for by itself, or the list shows something else.
    """
    update, create = chain.get, chain.create
    if chain.items is not None or chain.inside or not update.path.rstrip("/").endswith("}"):
        return None
    gets = {shape(it.path): it for it in api.operations if it.method == "get"}
    lists = gets.get(shape(create.path))
    made = success(create)
    if shape(update.path) in gets or lists is None or len(split(chain.values[-1][1])) != 1:
        return None
    found = held(api, lists, made)
    if found is None or made is None or _members(api, found.type) != _members(api, made):
        return None
    return chain._replace(get=lists, sure=True, seen=found.steps)


def _members(api: Api, type_id: TypeId) -> set[str]:
    whole = shared(api, type_id)
    return {it.wire for it in whole.fields} if whole is not None else set()
