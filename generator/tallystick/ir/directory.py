"""All operations of a document by place, and an id for each."""

from dataclasses import dataclass
from typing import Final

from tallystick.diagnostics import Note, Span
from tallystick.ir import codes
from tallystick.ir.site import Reader, Site
from tallystick.ir.words import words
from tallystick.text import Words

METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
_SHARED: Final = frozenset({"summary", "description", "servers", "parameters", "$ref"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One operation, found but not read yet.

    Attributes:
        id: Unique in the API.
        declared: Whether the document gives the id.
        path: Template, or a webhook's name.
        item: The path item that holds it, references followed.
        site: The operation.
    """

    id: str
    declared: bool
    method: str
    path: str
    item: Site
    site: Site


class Directory:
    """Finds operations and gives ids."""

    def __init__(self, reader: Reader) -> None:
        """Start empty."""
        self._reader = reader
        self._taken: dict[str, Span] = {}
        self._by_place: dict[str, str] = {}

    def find(self, owner: Site) -> list[Entry]:
        """Find the operations of ``paths``, ``webhooks`` or a callback.

        Declared ids are given first, so that a made one never takes a declared one's name.
        """
        found: list[tuple[Site, str, str, Site, Site]] = []
        for path, place in owner.members():
            if path.startswith("x-"):
                continue
            item = self._reader.follow(place)
            if not isinstance(item.value, dict):
                self._reader.unusable(item, "a Path Item Object")
                continue
            found += [(place, path, method, item, site) for method, site in self._methods(item)]
        ids = self._declared([(site, method) for _, _, method, _, site in found])
        entries = []
        for (place, path, method, item, site), id_ in zip(found, ids, strict=True):
            name = id_ or self._made(method, path, site.span)
            self._by_place[f"{place.id}/{method}"] = name
            self._by_place.setdefault(site.id, name)
            entries.append(
                Entry(
                    id=name,
                    declared=id_ is not None,
                    method=method,
                    path=path,
                    item=item,
                    site=site,
                ),
            )
        return entries

    def _methods(self, item: Site) -> list[tuple[str, Site]]:
        found = []
        for key, site in item.members():
            if key in METHODS:
                if isinstance(site.value, dict):
                    found.append((key, site))
                else:
                    self._reader.unusable(site, "an Operation Object")
            elif key == "additionalOperations":
                found += [(name.lower(), operation) for name, operation in site.members()]
            elif key not in _SHARED and not key.startswith("x-"):
                self._reader.report(
                    codes.UNKNOWN_METHOD,
                    f"`{key}` is not a method that a path item can have",
                    site.span,
                    help=f"write one of {', '.join(METHODS[:-1])}, in lower case",
                )
        return found

    def _declared(self, sites: list[tuple[Site, str]]) -> list[str | None]:
        """Return the operationIds; None where there is none or it is taken."""
        ids: list[str | None] = []
        for site, _ in sites:
            id_ = self._reader.text(site, "operationId") or None
            first = None if id_ is None else self._taken.get(id_)
            if id_ is not None and first is not None:
                self._reader.report(
                    codes.DUPLICATE_OPERATION_ID,
                    f"two operations have the id `{id_}`",
                    site.span.child("operationId"),
                    help="give one of them another id",
                    notes=(Note(message="the other is here", span=first),),
                )
                id_ = None
            elif id_ is not None:
                self._taken[id_] = site.span.child("operationId")
            ids.append(id_)
        return ids

    def _made(self, method: str, path: str, span: Span) -> str:
        """Make an id from method and path: ``GET /users/{id}`` is ``getUsersById``."""
        first, *rest = operation_words(method, path)
        base = first + "".join(word[:1].upper() + word[1:] for word in rest)
        id_, number = base, 1
        while id_ in self._taken:
            number += 1
            id_ = f"{base}{number}"
        self._taken[id_] = span
        return id_

    def at(self, site: Site) -> str | None:
        """Return the id of the operation at a place."""
        return self._by_place.get(site.id)


def operation_words(method: str, path: str) -> Words:
    """Propose a name for an operation without an id: its method, its path, its variables."""
    found = [method]
    for segment in path.split("/"):
        if not segment:
            continue
        names = [part.partition("}")[0] for part in segment.split("{")[1:]]
        fixed = segment.partition("{")[0]
        if fixed:
            found += words(fixed)
        if names:
            found.append("by")
            found += [word for name in names for word in words(name)]
    return tuple(found)
