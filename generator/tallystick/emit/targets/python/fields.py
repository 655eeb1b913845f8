"""Members of records as fields of models and keys of typed dictionaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tallystick.emit import prose
from tallystick.emit.code import WIDTH, Code
from tallystick.emit.naming import resolve
from tallystick.emit.targets.python.annotations import SCALARS, Annotations, Flavour
from tallystick.emit.targets.python.layout import Node, Sub, assignment, bar
from tallystick.emit.targets.python.layout import names as names_in
from tallystick.emit.targets.python.literals import docstring, string
from tallystick.emit.targets.python.names import FIELDS, snake
from tallystick.ir import Enumeration, Field, Nothing, Record
from tallystick.ir.words import words

BODY = 4
"""Columns before the body of a class."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a model.

    Attributes:
        declaration: ``name: annotation = default``, indented.
        doc: The docstring below it, or None.
        names: Names that the annotation refers to.
    """

    declaration: Code
    doc: Code | None
    names: frozenset[str]


def sent(record: Record, flavour: Flavour, types: Annotations) -> tuple[Field, ...]:
    """Return the members that a user may meet; one that accepts nothing is never sent.

    A request's model knows read-only members, which its rules may name; nobody is asked for them.
    """
    unseen = {Flavour.RESPONSE: "write", Flavour.PARAM: "read"}.get(flavour)
    return tuple(
        field
        for field in record.fields
        if field.direction != unseen and not isinstance(types.api.types[field.type], Nothing)
    )


@lru_cache(maxsize=4096)
def attributes(wires: tuple[str, ...]) -> Mapping[str, Code]:
    """Return the attribute of each member of a record, given all their wire names in order.

    A member whose wire name is an attribute's keeps it: models read both, and one must not be taken
    for another.
    """
    wanted = {wire: (snake(words(wire)),) for wire in wires}
    same = {wire: names for wire, names in wanted.items() if names == (wire,)}
    return resolve({**same, **wanted}, reserved=FIELDS)


def attributes_of(record: Record) -> Mapping[str, Code]:
    """Return the attribute of each member of a record."""
    return attributes(tuple(field.wire for field in record.fields))


def model_fields(
    record: Record,
    flavour: Flavour,
    types: Annotations,
    tags: frozenset[tuple[str, str]],
    *,
    described: bool,
) -> tuple[FieldView, ...]:
    """Lay out the fields of a model, required ones first, as a reader of a call expects.

    Args:
        record: Whose fields.
        flavour: Who sends it.
        types: How types are referred to.
        tags: Members that tell variants of unions apart.
        described: False leaves their descriptions out: they stand elsewhere.
    """
    fields = sorted(sent(record, flavour, types), key=lambda field: not needed(field, flavour))
    names = attributes_of(record)
    views = []
    for field in fields:
        name = names[field.wire]
        if flavour is Flavour.RESPONSE:
            node = _received(field, types, tag=(record.id, field.wire) in tags)
        else:
            node = _strict(field, types)
        if name != field.wire:
            node = _aliased(node, field.wire)
        default = "" if needed(field, flavour) else " = None"
        declaration = assignment(f"{name}: ", node, default, BODY)
        about = field_doc(field) if described and not _said(field, flavour, types) else None
        views.append(FieldView(declaration, about, frozenset(names_in(node))))
    return tuple(views)


def _said(field: Field, flavour: Flavour, types: Annotations) -> bool:
    """Whether the declaration of its type says the same of a field."""
    declared = (field.type, flavour) in types.names and not field.doc.deprecated
    about = types.api.types[field.type].doc
    return declared and prose.paragraphs(about) == prose.paragraphs(field.doc)


def field_doc(field: Field) -> Code | None:
    """Return the docstring below a field."""
    text = prose.paragraphs(field.doc)
    parts = [prose.wrap(prose.ended(text), WIDTH - BODY - 3)] if text else []
    if field.doc.deprecated:
        parts.append("Deprecated.")
    return docstring("\n\n".join(parts), BODY) if parts else None


def entry(field: Field, types: Annotations) -> tuple[str, Node]:
    """Return a key of a typed dictionary: its wire name and annotation."""
    node = types.of(field.type, Flavour.PARAM)
    if field.nullable:
        node = bar(node, "None")
    if needed(field, Flavour.REQUEST):
        node = Sub("Required", (node,))
    return field.wire, node


def _received(field: Field, types: Annotations, *, tag: bool) -> Node:
    shape = types.api.types[field.type]
    node = types.of(field.type, Flavour.RESPONSE)
    if tag and isinstance(shape, Enumeration):
        # Open-ended tags would make the variants of a union look alike.
        node = types.names.get((shape.id, Flavour.RESPONSE)) or types.literal(shape)
    return node if field.required and not field.nullable else bar(node, "None")


def needed(field: Field, flavour: Flavour) -> bool:
    """Whether a model demands the member."""
    return field.required and not (flavour is Flavour.REQUEST and field.direction == "read")


def _strict(field: Field, types: Annotations) -> Node:
    node = types.of(field.type, Flavour.REQUEST)
    if field.nullable:
        return bar(node, "None")
    if needed(field, Flavour.REQUEST) or node in {"Any", SCALARS["null"]}:
        return node
    return Sub("Omissible", (node,))


def _aliased(node: Node, wire: str) -> Node:
    alias = f"alias={string(wire)}"
    if isinstance(node, Sub) and node.head == "Annotated":
        first, *rest = node.items
        if rest and isinstance(rest[0], Sub) and rest[0].head == "Field":
            merged = Sub("Field", (alias, *rest[0].items), "()")
            return Sub("Annotated", (first, merged, *rest[1:]))
    return Sub("Annotated", (node, Sub("Field", (alias,), "()")))
