"""References to their targets: every one is bound or reported."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urldefrag

from tallystick.diagnostics import Code, Diagnostic, Span
from tallystick.load.model import Document
from tallystick.load.structure import Kind, kind_at
from tallystick.load.upgrade import needs_upgrade, upgrade_part
from tallystick.resolve import codes, suggest
from tallystick.resolve.inline import Inliner
from tallystick.resolve.library import Library
from tallystick.resolve.model import Resolved, Target
from tallystick.resolve.pointer import join as pointer_of
from tallystick.resolve.pointer import split, value_at
from tallystick.resolve.resources import Resources
from tallystick.resolve.survey import Reference, Survey
from tallystick.text import Json

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_LATE: Final = frozenset({"dynamic", "operation-id"})
"""Forms that need everything else to be known."""

_SCHEMA_FILE: Final = ("$schema", "$id", "$defs", "$anchor")
"""Members of a root that say: this file is one JSON Schema."""


class Binder:
    """The state of one `resolve`."""

    def __init__(self, entry: Document, *, allow_remote: bool) -> None:
        """Begin with the entry document."""
        self.entry = entry
        self.library = Library(entry, allow_remote=allow_remote)
        self.found: list[Diagnostic] = self.library.found
        self._inline = Inliner(self.library, entry.version)
        self.refs: dict[Target, Target] = {}
        self.survey = self._survey = Survey()
        self._resources = Resources(self._survey, self.found)
        self._regions: dict[Target, Kind] = {}
        self._known: dict[tuple[str, str, Kind], Target] = {}

    def run(self, like: Resolved | None = None) -> None:
        """Bind everything that the entry document leads to.

        Args:
            like: Another version, with which the entry shares what it has taken over from it.
        """
        entry = self.entry
        self._regions[entry.uri, ""] = "document"
        known = (like.survey, like.entry.root) if like else (None, None)
        self._survey.add_entry(entry.uri, entry.root, self._inline, *known)
        self._resources.register()
        late: list[Reference] = []
        while self._survey.references or late:
            batch, self._survey.references = self._survey.references, []
            last = not batch
            if last:
                batch, late = late, []
            for reference in batch:
                if reference.form in _LATE and not last:
                    late.append(reference)
                else:
                    self._bind(reference)
        self.found.extend(self._inline.said())

    def _scan(self, document: Document, kind: Kind, pointer: str) -> None:
        """Walk a part of a document that no walk has met yet."""
        self._regions[document.uri, pointer] = kind
        value = value_at(document.root, pointer)
        if not document.version and needs_upgrade(self.entry.version):
            self.found.extend(upgrade_part(value, kind, Span(document.uri, pointer)))
        self._survey.add(document.uri, value, kind, pointer, self._inline)
        self._resources.register()

    def _bind(self, reference: Reference) -> None:
        if not isinstance(reference.text, str):
            message = f"a reference must be a string, not {_json_kind(reference.text)}"
            self._problem(codes.REF_MALFORMED, message, reference, "write `#/components/...`")
            return
        target: Target | None
        if reference.form == "dynamic":
            target = self._dynamic(reference, reference.text)
        elif reference.form == "operation-id":
            target = self._operation(reference, reference.text)
        else:
            target = self._named_schema(reference) or self._target(reference, reference.text)
        if target is not None:
            self.refs[reference.place] = target

    def _named_schema(self, reference: Reference) -> Target | None:
        """Return the component that a discriminator's mapping names without a path."""
        text = reference.text
        if reference.form != "mapping" or not isinstance(text, str) or not _NAME.fullmatch(text):
            return None
        pointer = pointer_of("components", "schemas", text)
        for uri in (reference.place[0], self.entry.uri):
            if _holds(self.library.documents[uri].root, pointer):
                return (uri, pointer)
        return None

    def _target(self, reference: Reference, text: str) -> Target | None:
        base = self._resources.base_of(reference.place)
        key = (base, text, reference.kind)
        if key in self._known:
            return self._known[key]
        target = self._find(reference, text, base)
        if target is None or not self._enter(reference, target):
            return None
        self._known[key] = target
        return target

    def _find(self, reference: Reference, text: str, base: str) -> Target | None:
        try:
            path, fragment = urldefrag(text)
            resource = self._resources.root_of(base, path)
        except ValueError as error:
            message = f"{text!r} is not a reference: {error}"
            self._problem(codes.REF_MALFORMED, message, reference, "write `#/components/...`")
            return None
        if isinstance(resource, str):
            document = self.library.open(resource, self._span(reference))
            if document is None:
                return None
            resource = (document.uri, "")
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return self._anchor(reference, resource, fragment)
        uri, pointer = resource[0], resource[1] + pointer_of(*split(fragment))
        if _holds(self.library.documents[uri].root, pointer):
            return (uri, pointer)
        self._missing(reference, (uri, pointer))
        return None

    def _anchor(self, reference: Reference, resource: Target, name: str) -> Target | None:
        document = self.library.documents[resource[0]]
        if (document.uri, "") not in self._regions:
            self._scan(document, "document" if document.version else "schema", "")
        target = self._resources.anchors.get((resource, name))
        if target is None:
            names = {known for place, known in self._resources.anchors if place == resource}
            near = suggest.nearest(name, dict.fromkeys(names))
            help_ = f"did you mean `#{near}`?" if near else f"add `$anchor: {name}`"
            message = f"{document.uri} has no $anchor {name!r}"
            self._problem(codes.REF_NOT_FOUND, message, reference, help_)
        return target

    def _missing(self, reference: Reference, target: Target) -> None:
        uri, pointer = target
        near = suggest.for_pointer(self.library.documents[uri].root, pointer, reference.kind)
        entry = self.entry
        if near is None and uri != entry.uri and _holds(entry.root, pointer):
            near = f"{entry.uri} has it: put the path to that file before the `#`"
        self._problem(
            codes.REF_NOT_FOUND,
            f"there is nothing at #{pointer} in {uri}",
            reference,
            near or "correct the reference, or add what it names",
        )

    def _enter(self, reference: Reference, target: Target) -> bool:
        """Check that the target is what it must be; walk it if no walk has been there."""
        document = self.library.documents[target[0]]
        value = value_at(document.root, target[1])
        fits = isinstance(value, dict) or (reference.kind == "schema" and isinstance(value, bool))
        kind = self._kind_of(target) if fits else None
        if kind is None and fits and self._scan_whole(document, reference.kind):
            kind = self._kind_of(target)
        if fits and kind is None:
            self._scan(document, reference.kind, target[1])
            return True
        if kind == reference.kind:
            return True
        what = f"a {kind}" if kind not in {None, "group"} else _json_kind(value)
        what = "a group of objects" if kind == "group" else what
        message = f"{reference.text!r} leads to {what}, and a {reference.kind} must stand here"
        self._problem(codes.REF_KIND, message, reference, f"refer to a {reference.kind}")
        return False

    def _scan_whole(self, document: Document, kind: Kind) -> bool:
        """Walk a file from its root, where the root says what it is."""
        root = document.root
        if (document.uri, "") in self._regions or not isinstance(root, dict):
            return False
        if document.version:
            self._scan(document, "document", "")
            return True
        if kind == "schema" and any(key in root for key in _SCHEMA_FILE):
            self._scan(document, "schema", "")
            return True
        return False

    def _kind_of(self, target: Target) -> str | None:
        """Return the kind of a place, as far as a walk has told."""
        uri, pointer = target
        steps = split(pointer)
        for length in range(len(steps) + 1):
            region = self._regions.get((uri, pointer_of(*steps[:length])))
            kind = kind_at(steps[length:], region) if region is not None else None
            if kind is not None:
                return kind
        return None

    def _operation(self, reference: Reference, name: str) -> Target | None:
        target = self._survey.operations.get(name)
        if target is None:
            near = suggest.nearest(name, dict.fromkeys(self._survey.operations))
            help_ = f"did you mean `{near}`?" if near else "correct the operationId"
            message = f"no operation has the operationId {name!r}"
            self._problem(codes.UNKNOWN_OPERATION, message, reference, help_)
        return target

    def _dynamic(self, reference: Reference, text: str) -> Target | None:
        path, _, name = text.partition("#")
        places = [place for place, known in self._survey.dynamic.items() if known == name]
        if not places:
            return self._target(reference, text)
        target: Target | None = places[0]
        if len(places) > 1 or path:
            target = self._target(reference, text)
        if target is None:
            return None
        number = "one schema" if len(places) == 1 else f"{len(places)} schemas"
        self._problem(
            codes.DYNAMIC_REF,
            f"$dynamicRef {text!r} is bound to {target[0]}#{target[1]}; "
            f"{number} declares that $dynamicAnchor",
            reference,
            "use `$ref` if that is what is meant",
        )
        return target

    def _span(self, reference: Reference) -> Span:
        return Span(reference.place[0], reference.written)

    def _problem(self, code: Code, message: str, reference: Reference, help_: str) -> None:
        if reference.form == "mapping" and code in (codes.REF_NOT_FOUND, codes.REF_KIND):
            code = codes.MAPPING_NOT_FOUND
        span = self._span(reference)
        self.found.append(Diagnostic(code=code, message=message, span=span, help=help_))


def circles(refs: dict[Target, Target]) -> Iterator[tuple[Target, ...]]:
    """Yield every circle of references, once, beginning at its least place."""
    done: set[Target] = set()
    for start in refs:
        path: dict[Target, None] = {}
        place = start
        while place in refs and place not in done and place not in path:
            path[place] = None
            place = refs[place]
        if place in path:
            steps = list(path)
            circle = steps[steps.index(place) :]
            first = circle.index(min(circle))
            yield (*circle[first:], *circle[:first])
        done.update(path)


def _holds(root: Json, pointer: str) -> bool:
    try:
        value_at(root, pointer)
    except KeyError:
        return False
    return True


def _json_kind(value: Json) -> str:
    if value is None:
        return "null"
    kinds = {bool: "a boolean", str: "a string", list: "a list", dict: "a mapping"}
    return kinds.get(type(value), "a number")
