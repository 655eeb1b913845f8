"""What a sender sends: no member that only the receiver's version names.

A schema that declares members and says nothing of others accepts any others. Taken by the letter
an old client could then send ``{"colour": 7}`` to a version that did not know the member, and
adding an optional member would break it. Under the policy *closed* a sender does not send what
only the other version has a name for. Nor does it send members that are the other side's.

Where a schema is made for names that nobody can list, no name is unknown: it says of what kind
other members are, or the name matches one of its patterns, or it declares no members at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tallystick.diff.schemas.joining import joined_at
from tallystick.diff.schemas.nodes import Node, Part, View
from tallystick.diff.schemas.pairs import Pair
from tallystick.diff.schemas.readers import matches
from tallystick.diff.schemas.views import Views
from tallystick.ir.exact import Flow
from tallystick.ir.widths import WIDTHS
from tallystick.resolve.model import Resolved
from tallystick.solve.book import Bearing
from tallystick.solve.document import At, Document
from tallystick.solve.strings import formats
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.solve.contract import Contract

Unknown: TypeAlias = dict[tuple[str, str], set[str]]
"""Place of a schema -> members that only the other version names."""
_MAPS: Final = ("properties", "patternProperties", "dependentSchemas")
_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = (
    *("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
    *("then", "else"),
)
_NESTED: Final = 4


def unknown_to(pairs: Mapping[str, Views], found: list[Pair], sender: str) -> Unknown:
    """Return members that the sender's version has no name for.

    Args:
        pairs: How the schemas of ``old`` and ``new`` are read.
        found: Schemas that correspond.
        sender: ``old`` or ``new``.
    """
    receiver = "new" if sender == "old" else "old"
    unknown: Unknown = {}
    for pair in found:
        left, right = (pair.old, pair.new) if sender == "old" else (pair.new, pair.old)
        if not left.parts or not pair.read:
            continue
        wanted = named(pairs[receiver], right, declared=True)
        if wanted and not _is_map(pairs[sender], left):
            names = wanted - named(pairs[sender], left)
            names = {it for it in names if not _is_foreseen(pairs[sender], left, it)}
            place = left.parts[0].at.span
            unknown.setdefault((place.uri, place.pointer), set()).update(names)
    return unknown


def _is_map(views: Views, node: Node) -> bool:
    """Whether a schema declares no members, nor do those beside it: its names are not listed."""
    view = views.view(node)
    return "object" in view.kinds and not named(views, node) and "properties" not in view.spans


def _is_foreseen(views: Views, node: Node, name: str, depth: int = 0) -> bool:
    """Whether a schema, or one beside it, says of what kind a member is that it does not list."""
    view = views.view(node)
    if any(matches(pattern, name) for pattern in view.patterns):
        return True
    if any(_says_something(part.at.value) for part in view.rest.parts):
        return True
    return depth < _NESTED and any(
        _is_foreseen(views, below, name, depth + 1) for below in _beside(view)
    )


def _says_something(schema: Json) -> bool:
    """Whether a schema of other members is more than permission to be there."""
    return isinstance(schema, dict) and bool(schema)


def named(views: Views, node: Node, depth: int = 0, *, declared: bool = False) -> set[str]:
    """Return the members that a node names, wherever it speaks of them.

    Args:
        views: How it is read.
        node: The schema.
        depth: Unions that it is in.
        declared: Only those that it declares: what is required by name alone is left out.
    """
    view = views.view(node)
    if "object" not in view.kinds:
        return set()
    names = {*view.members}
    if not declared:
        names |= {*view.required, *view.dependent, *view.dependent_required}
        names |= frozenset().union(*view.dependent_required.values())
    if depth < _NESTED:
        for below in _beside(view):
            names |= named(views, below, depth + 1, declared=declared)
    return names


JUDGED: Final = frozenset({*formats.NAMES, *WIDTHS})
"""Formats that a validator judges, or that are bounds."""


def formats_of(views: Views, node: Node, depth: int = 0) -> set[str]:
    """Return the formats that a node asks of its value, those in its unions included."""
    view = views.view(node)
    found = set(view.formats)
    if depth < _NESTED:
        for branch in view.branches():
            found |= formats_of(views, Node((Part(branch),)), depth + 1)
    return found


def _beside(view: View) -> Iterator[Node]:
    """Yield schemas that speak of the same object."""
    yield from (Node((Part(branch),)) for branch in view.branches())
    yield from view.dependent.values()
    for condition in view.conditions:
        yield from condition


class Closing:
    """Makes contracts of senders of one API; remembers what it has copied."""

    def __init__(self, resolved: Resolved, flow: Flow, unknown: Unknown) -> None:
        """Close contracts.

        Args:
            resolved: The document, for members that only the other side sends.
            flow: Who sends.
            unknown: Members that only the other version names.
        """
        self._resolved = resolved
        self._foreign = "readOnly" if flow == "request" else "writeOnly"
        self._unknown = unknown
        self._copied: dict[str, At] = {}

    def closed(self, contract: "Contract", *, whole: bool = True) -> "Contract":
        """Return the contract of a sender.

        Args:
            contract: What the sender's document says.
            whole: It says all of it.
        """
        copied = self._copied if whole else {}
        for name, at in contract.document.defs.items():
            if name not in copied:
                copied[name] = At(self.schema(at), at.span)
        defs = {name: copied[name] for name in contract.document.defs}
        roots = tuple(At(self.schema(at), at.span) for at in contract.roots)
        single = len(roots) == 1
        value: Json = roots[0].value if single else {"allOf": [at.value for at in roots]}
        if isinstance(value, dict):
            value = {**value, "$defs": {name: at.value for name, at in defs.items()}}
        document = Document(At(value, contract.document.root.span), defs)
        schema = value if isinstance(value, dict | bool) else True
        if single:
            roots = (document.root,)
        bearing = Bearing(document, contract.book)
        return replace(contract, schema=schema, document=document, roots=roots, bearing=bearing)

    def schema(self, at: At) -> Json:
        """Return a schema as the sender keeps to it; what it refers to is not copied.

        Args:
            at: What the sender's document says.
        """
        if not isinstance(at.value, dict):
            return at.value
        out: dict[str, Any] = {key: it for key, it in at.value.items() if key != "$defs"}
        for keyword in _MAPS:
            if keyword in out:
                known = out[keyword]
                out[keyword] = {name: self._member(at.child(keyword, name)) for name in known}
        for keyword in _LISTS:
            if keyword in out:
                size = range(len(out[keyword]))
                out[keyword] = [self.schema(at.child(keyword, index)) for index in size]
        for keyword in _SINGLE:
            if keyword in out:
                out[keyword] = self.schema(at.child(keyword))
        unknown = self._unknown.get((at.span.uri, at.span.pointer))
        if unknown:
            out["properties"] = {
                **dict.fromkeys(sorted(unknown), False),
                **out.get("properties", {}),
            }
        return out

    def _member(self, at: At) -> Json:
        """Copy the schema of a member; what the other side sends is not sent."""
        return False if self._is_foreign(at) else self.schema(at)

    def _is_foreign(self, at: At) -> bool:
        return any(
            isinstance(raw, dict) and raw.get(self._foreign) is True
            for raw in joined_at(self._resolved, at.span)
        )
