"""Base URIs: which ``$id`` a place belongs to, and what a URI names inside known documents."""

from tallystick.diagnostics import Diagnostic, Span
from tallystick.resolve import codes
from tallystick.resolve.library import join
from tallystick.resolve.model import Target
from tallystick.resolve.survey import Survey


class Resources:
    """Schema resources (``$id``) and anchors of all documents walked so far."""

    def __init__(self, survey: Survey, found: list[Diagnostic]) -> None:
        """Keep `survey` up with `register`; say problems into `found`."""
        self.anchors: dict[tuple[Target, str], Target] = {}
        self._survey = survey
        self._found = found
        self._roots: dict[str, Target] = {}
        self._inside: dict[str, dict[str, str]] = {}
        self._registered: set[Target] = set()
        self._anchored: set[tuple[Target, str]] = set()

    def register(self) -> None:
        """Take in what the survey has found since the last time; outer ids come first."""
        for place, name in self._survey.ids.items():
            if place not in self._registered:
                self._registered.add(place)
                self._register_id(place, name)
        for place, name in self._survey.anchors.items():
            if (place, name) not in self._anchored:
                self._anchored.add((place, name))
                self._register_anchor(place, name)

    def base_of(self, place: Target) -> str:
        """Return the base URI of a place: the nearest ``$id`` around it, or the document."""
        uri, pointer = place
        root = self._root_pointer(uri, pointer)
        return self._inside[uri][root] if root is not None else uri

    def root_of(self, base: str, path: str) -> Target | str:
        """Return the schema resource that a reference names, or the uri of a file to open."""
        uri = join(base, path)
        return self._roots.get(uri, uri)

    def _root_pointer(self, uri: str, pointer: str) -> str | None:
        known = self._inside.get(uri)
        if not known:
            return None
        while pointer not in known:
            if not pointer:
                return None
            pointer = pointer.rpartition("/")[0]
        return pointer

    def _register_id(self, place: Target, name: str) -> None:
        uri, pointer = place
        if name.startswith("#"):
            self._register_anchor(place, name[1:])
            return
        base = self.base_of((uri, pointer.rpartition("/")[0])) if pointer else uri
        full = join(base, name.rstrip("#"))
        if self._roots.setdefault(full, place) != place:
            self._twice(f"the $id {full}", place, self._roots[full], "$id")
            return
        self._inside.setdefault(uri, {})[pointer] = full

    def _register_anchor(self, place: Target, name: str) -> None:
        uri, pointer = place
        root = (uri, self._root_pointer(uri, pointer) or "")
        if self.anchors.setdefault((root, name), place) != place:
            self._twice(f"the anchor {name!r}", place, self.anchors[root, name], "$anchor")

    def _twice(self, what: str, place: Target, first: Target, key: str) -> None:
        self._found.append(
            Diagnostic(
                code=codes.ANCHOR_TWICE,
                message=f"{what} is already that of {first[0]}#{first[1]}",
                span=Span(*place).child(key),
                help="give it another name",
            )
        )
