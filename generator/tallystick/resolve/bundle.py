"""One self-contained document out of many."""

import json
import re
from itertools import chain, count
from typing import Final
from urllib.parse import quote

from tallystick.load.structure import SECTIONS, Kind, Visit, walk
from tallystick.resolve.model import Resolved, Target
from tallystick.resolve.pointer import join, split
from tallystick.text import Json

_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
_SUFFIX: Final = re.compile(r"\.(?:ya?ml|json)$", re.IGNORECASE)
_IDENTIFIERS: Final = ("$id", "$anchor", "$dynamicAnchor")


def bundle(resolved: Resolved) -> Json:
    """Return one document that refers to nothing outside of itself.

    What stood in other documents moves under ``components``, under the name it had there; a name
    that is taken gets the file's name before it, then a number. References become pointers
    (``#/components/...``), so ``$id``, ``$anchor`` and their kin are needed no longer and are
    left out. All else keeps its words and its order; a bundle of a bundle is the same bundle.

    Args:
        resolved: Bound without errors; a reference that is not bound is kept as it stands.
    """
    return _Bundle(resolved).made()


class _Bundle:
    """The state of one `bundle`."""

    def __init__(self, resolved: Resolved) -> None:
        self._resolved = resolved
        self._entry = resolved.entry.uri
        self._kinds = outside_kinds(resolved) if len(resolved.documents) > 1 else {}
        self._names: dict[Target, str] = {}
        self._taken: dict[str, set[str]] = {}
        self._waiting: list[tuple[str, str, Target]] = []

    def made(self) -> Json:
        """Return the bundle."""
        root = _copy(self._resolved.entry.root)
        if not isinstance(root, dict):
            return root
        components = root.get("components")
        for section, members in components.items() if isinstance(components, dict) else ():
            self._taken[section] = set(members) if isinstance(members, dict) else set()
        self._rewrite(self._entry, root, "document", "")
        for section, name, target in self._waiting:  # grows while it is read
            value = _copy(self._resolved.at(*target))
            self._rewrite(target[0], value, self._kinds[target], target[1])
            place = root.setdefault("components", {})
            members = place.setdefault(section, {}) if isinstance(place, dict) else None
            if isinstance(members, dict):
                members[name] = value
        return root

    def _rewrite(self, uri: str, value: Json, kind: Kind, pointer: str) -> None:
        """Point every reference below a copied value to its place in the bundle."""
        refs = self._resolved.refs
        for visit in walk(value, kind, pointer):
            target = refs.get((uri, visit.pointer))
            if target is not None:
                _set_reference(visit.value, self._place(target))
            if visit.kind == "schema":
                self._rewrite_schema(uri, visit)
            elif visit.kind == "link":
                target = refs.get((uri, f"{visit.pointer}/operationRef"))
                if target is not None:
                    visit.value["operationRef"] = self._place(target)

    def _rewrite_schema(self, uri: str, visit: Visit) -> None:
        for key in _IDENTIFIERS:
            visit.value.pop(key, None)
        discriminator = visit.value.get("discriminator")
        if not isinstance(discriminator, dict):
            return
        mapping = discriminator.get("mapping")
        if isinstance(mapping, dict):
            for name, text in mapping.items():
                place = (uri, f"{visit.pointer}/discriminator/mapping{join(name)}")
                target = self._resolved.refs.get(place)
                pointer = self._place(target) if target is not None else text
                mapping[name] = text if pointer == f"#/components/schemas/{text}" else pointer
        self._keep_implicit(uri, visit, discriminator)

    def _keep_implicit(self, uri: str, visit: Visit, discriminator: dict[str, Json]) -> None:
        """Say the names of variants that got another name by moving."""
        for key in ("oneOf", "anyOf"):
            branches = visit.value.get(key)
            for index in range(len(branches) if isinstance(branches, list) else 0):
                target = self._resolved.refs.get((uri, f"{visit.pointer}/{key}/{index}"))
                if target is None or target[0] == self._entry:
                    continue
                pointer = self._place(target)
                own = (split(target[1]) or (target[0],))[-1]
                mapping = discriminator.setdefault("mapping", {})
                if isinstance(mapping, dict) and not pointer.endswith(f"/{own}"):
                    mapping.setdefault(own, pointer)

    def _place(self, target: Target) -> str:
        """Return the reference to a target as it stands in the bundle."""
        if target[0] == self._entry:
            return _fragment(target[1])
        steps = split(target[1])
        outer = next(
            place
            for length in range(len(steps) + 1)
            if (place := (target[0], join(*steps[:length]))) in self._kinds
        )
        section = SECTIONS[self._kinds[outer]]
        name = self._names.get(outer)
        if name is None:
            name = self._names[outer] = self._named(outer, section)
            self._waiting.append((section, name, outer))
        inside = target[1].removeprefix(outer[1])
        return _fragment(join("components", section, name) + inside)

    def _named(self, target: Target, section: str) -> str:
        taken = self._taken.setdefault(section, set())
        uri, pointer = target
        file = _fit(_SUFFIX.sub("", uri.rpartition("/")[2]))
        steps = split(pointer)
        own = _fit(steps[-1]) if steps else file
        longer = own if own == file else f"{file}_{own}"
        names = chain((own, longer), (f"{longer}_{number}" for number in count(2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        return name


def outside_kinds(resolved: Resolved) -> dict[Target, Kind]:
    """Return what each target in another document is; of an operation, its path item."""
    kinds: dict[Target, Kind] = {}
    entry = resolved.entry.uri
    stack: list[tuple[Target, Kind]] = [((entry, ""), "document")]
    while stack:
        (uri, pointer), kind = stack.pop()
        for visit in walk(resolved.at(uri, pointer), kind, pointer):
            targets = _targets(resolved, uri, visit)
            new = {target: of for target, of in targets if target[0] != entry}
            stack.extend((target, of) for target, of in new.items() if target not in kinds)
            kinds.update((target, of) for target, of in new.items() if target not in kinds)
    return kinds


def _targets(resolved: Resolved, uri: str, visit: Visit) -> list[tuple[Target, Kind]]:
    places: list[tuple[str, Kind]] = [(visit.pointer, visit.kind)]
    if visit.kind == "link":
        places.append((f"{visit.pointer}/operationRef", "operation"))
    discriminator = visit.value.get("discriminator") if visit.kind == "schema" else None
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if isinstance(mapping, dict):
        start = f"{visit.pointer}/discriminator/mapping"
        places.extend((start + join(name), "schema") for name in mapping)
    found: list[tuple[Target, Kind]] = []
    for pointer, kind in places:
        target = resolved.refs.get((uri, pointer))
        if target is not None and kind == "operation":
            found.append(((target[0], target[1].rpartition("/")[0]), "path-item"))
        elif target is not None:
            found.append((target, kind))
    return found


def _set_reference(value: dict[str, Json], pointer: str) -> None:
    """Write ``$ref``, in the place of a ``$dynamicRef`` where that was bound."""
    if "$ref" in value:
        value["$ref"] = pointer
        return
    members = list(value.items())
    value.clear()
    for key, member in members:
        value.update({"$ref": pointer} if key == "$dynamicRef" else {key: member})


def _fit(name: str) -> str:
    return _UNFIT.sub("_", name).strip("_") or "part"


def _fragment(pointer: str) -> str:
    """Return a pointer as the fragment of a URI. Source: RFC 6901, 6."""
    return "#" + quote(pointer, safe="/~!$&'()*+,;=:@-._")


def _copy(value: Json) -> Json:
    copied: Json = json.loads(json.dumps(value))
    return copied
