"""What a sender sends: only members that its document names, where nothing else is stated.

A schema that declares members and says nothing of others accepts any others. Taken by the letter
an old client could then send ``{"colour": 7}`` to a version that did not know the member, and
adding an optional member would break it. Under the policy *closed* a sender is held to what its
document names.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tallystick.ir.exact import Flow
from tallystick.resolve.model import Resolved
from tallystick.solve.contract import Contract
from tallystick.solve.document import At, Document
from tallystick.solve.rules import Bearing
from tallystick.text import Json

_MAPS: Final = ("properties", "patternProperties")
_SINGLE: Final = ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties")
_IN_PLACE: Final = ("allOf", "anyOf", "oneOf")
_OTHERS: Final = {"additionalProperties", "unevaluatedProperties"}
_LONGEST_CHAIN: Final = 100
_SEVERAL: Final = 2
_DEFS: Final = "#/$defs/"


class Closing:
    """Makes contracts of senders of one API; remembers what it has copied."""

    def __init__(self, resolved: Resolved, flow: Flow) -> None:
        """Close contracts.

        Args:
            resolved: The document, for members that only the other side sends.
            flow: Who sends.
        """
        self._resolved = resolved
        self._foreign = "readOnly" if flow == "request" else "writeOnly"
        self._shared: set[tuple[str, str]] = set()
        self._written: dict[str, At] = {}
        self._copied: dict[str, At] = {}

    def closed(self, contract: Contract) -> Contract:
        """Return the contract of a sender.

        Args:
            contract: What the sender's document says.
        """
        root, single = contract.document.root, len(contract.roots) == 1
        new = {k: at for k, at in contract.document.defs.items() if k not in self._copied}
        self._written |= new
        for at in (root, *new.values()):
            self._survey(at, position=at is root and single)
        for name, at in new.items():
            self._copied[name] = At(self._schema(at), at.span)
        defs = {name: self._copied[name] for name in contract.document.defs}
        value = self._schema(root, position=single)
        if isinstance(value, dict):
            value = {**value, "$defs": {name: at.value for name, at in defs.items()}}
        document = Document(At(value, root.span), defs)
        roots = (document.root,) if single else contract.roots
        schema = value if isinstance(value, dict | bool) else True
        return Contract(schema, document, roots, contract.book, Bearing(document, contract.book))

    def _survey(self, at: At, *, position: bool = False) -> None:
        """Note members that several parts of one schema speak of: none of them says all."""
        if not isinstance(at.value, dict):
            return
        if position or {"allOf", "anyOf", "oneOf"} & at.keywords.keys():
            parts = self._parts(at, unions=False)
            self._share(parts, Counter(name for it in parts for name in _named(it)))
            here = Counter({name for it in parts for name in _named(it)})
            for branch in (it for part in parts for it in _branches(part)):
                inner = self._parts(branch, unions=True)
                both = here + Counter({name for it in inner for name in _named(it)})
                self._share(parts + inner, both)
        for below in _inside(at):
            self._survey(below, position=True)

    def _share(self, parts: list[At], counts: Counter[str]) -> None:
        for part in parts:
            for name in _named(part):
                if counts[name] >= _SEVERAL:
                    place = part.child("properties", name).span
                    self._shared.add((place.uri, place.pointer))

    def _schema(self, at: At, *, position: bool = False) -> Json:
        """Copy a schema.

        Args:
            at: The schema.
            position: It is all that is said of a value, and not a part of that.
        """
        if not isinstance(at.value, dict):
            return at.value
        out: dict[str, Any] = dict(at.value)
        out.pop("$defs", None)
        if position:
            self._close(at, out)
        self._below(at, out)
        return out

    def _below(self, at: At, out: dict[str, Any]) -> None:
        for keyword in _MAPS:
            if keyword in at.keywords:
                members = out[keyword]
                out[keyword] = dict(members)
                for name in at.keywords[keyword]:
                    out[keyword][name] = self._member(at.child(keyword, name))
        for keyword in _SINGLE:
            if keyword in at.keywords:
                out[keyword] = self._schema(at.child(keyword), position=True)
        if "prefixItems" in at.keywords:
            size = range(len(at.keywords["prefixItems"]))
            out["prefixItems"] = [
                self._schema(at.child("prefixItems", index), position=True) for index in size
            ]
        for keyword in _IN_PLACE:
            if keyword in at.keywords:
                size = range(len(at.keywords[keyword]))
                out[keyword] = [self._schema(at.child(keyword, index)) for index in size]

    def _member(self, at: At) -> Json:
        """Copy the schema of a member; what the other side sends is not sent."""
        if self._is_foreign(at):
            return False
        return self._schema(at, position=(at.span.uri, at.span.pointer) not in self._shared)

    def _is_foreign(self, at: At) -> bool:
        place = (at.span.uri, at.span.pointer)
        for _ in range(_LONGEST_CHAIN):
            raw = self._resolved.at(*place)
            if not isinstance(raw, dict):
                return False
            if raw.get(self._foreign) is True:
                return True
            if place not in self._resolved.refs:
                return False
            place = self._resolved.refs[place]
        return False

    def _close(self, at: At, out: dict[str, Any]) -> None:
        parts = list(self._parts(at, unions=True))
        if any(_OTHERS & part.keywords.keys() for part in parts):
            return
        declared = [name for it in parts for name in it.keywords.get("properties", ())]
        if not declared or not self._names_all(at):
            return
        needed = {name for it in parts for name in it.keywords.get("required", ())}
        unnamed = sorted(needed - set(declared))
        out["properties"] = {**out.get("properties", {}), **dict.fromkeys(unnamed, True)}
        out["unevaluatedProperties"] = False

    def _parts(self, at: At, *, unions: bool) -> list[At]:
        """Return the schemas that apply to the same value, its unions' included if wanted."""
        found: list[At] = []
        todo = [at]
        seen: set[int] = set()
        while todo:
            part = todo.pop()
            if id(part.value) in seen or not isinstance(part.value, dict):
                continue
            seen.add(id(part.value))
            found.append(part)
            name = part.keywords.get("$ref")
            todo += [self._written[name.removeprefix(_DEFS)]] if isinstance(name, str) else []
            keywords = _IN_PLACE if unions else ("allOf",)
            for keyword in keywords:
                size = range(len(part.keywords.get(keyword, ())))
                todo += [part.child(keyword, index) for index in size]
            if unions:
                todo += [part.child(it) for it in ("then", "else") if it in part.keywords]
        return found

    def _names_all(self, at: At) -> bool:
        """Whether each way to be an object names members."""
        parts = self._parts(at, unions=False)
        if any(part.keywords.get("properties") for part in parts):
            return True
        for part in parts:
            for keyword in ("anyOf", "oneOf"):
                size = range(len(part.keywords.get(keyword, ())))
                branches = [part.child(keyword, index) for index in size]
                if branches and all(self._is_closable(it) for it in branches):
                    return True
        return False

    def _is_closable(self, at: At) -> bool:
        if at.value is False:
            return True
        kinds = [it.keywords.get("type") for it in self._parts(at, unions=False)]
        if any(kind is not None and "object" not in _listed(kind) for kind in kinds):
            return True
        return self._names_all(at)


def _named(at: At) -> list[str]:
    return list(at.keywords.get("properties", ()))


def _branches(at: At) -> Iterator[At]:
    for keyword in ("anyOf", "oneOf"):
        for index in range(len(at.keywords.get(keyword, ()))):
            yield at.child(keyword, index)


def _inside(at: At) -> Iterator[At]:
    """Return the schemas below one."""
    for keyword in _MAPS:
        for name in at.keywords.get(keyword, ()):
            yield at.child(keyword, name)
    for keyword in _SINGLE:
        if keyword in at.keywords:
            yield at.child(keyword)
    for keyword in (*_IN_PLACE, "prefixItems"):
        for index in range(len(at.keywords.get(keyword, ()))):
            yield at.child(keyword, index)


def _listed(kind: Json) -> list[Json]:
    return kind if isinstance(kind, list) else [kind]
