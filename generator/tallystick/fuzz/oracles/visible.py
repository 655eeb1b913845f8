"""What of a body an answer shows: members that only requests have do not come back."""

from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Array, Dictionary, Record, TypeId, Union
from tallystick.text import Json


def visible(scene: Scene, type_id: TypeId, value: Json) -> Json:
    """Return the part of a value that an answer of some type shows.

    Members of a caller's own are shown where the type says what these are.

    Args:
        scene: The API.
        type_id: What is answered.
        value: What was asked.
    """
    declared = scene.api.types[type_id]
    if isinstance(declared, Record) and isinstance(value, dict):
        types = members(scene, declared, value)
        return {name: visible(scene, types[name], value[name]) for name in types}
    if isinstance(declared, Array) and isinstance(value, list) and declared.items is not None:
        item = declared.items
        return [visible(scene, item, part) for part in value] if not declared.prefix else value
    if isinstance(declared, Dictionary) and isinstance(value, dict):
        return {name: visible(scene, declared.values, part) for name, part in value.items()}
    if isinstance(declared, Union):
        variant = scene.judging.variant(type_id, value, "response")
        return value if variant is None else visible(scene, variant, value)
    return value


def members(scene: Scene, record: Record, value: dict[str, Json]) -> dict[str, TypeId]:
    """Return the types of those members of a value that a record shows."""
    fields = {field.wire: field for field in record.fields}
    found: dict[str, TypeId] = {}
    for name in value:
        field = fields.get(name)
        own = scene.own(record, name) if field is None else None
        if field is not None and field.direction == "both":
            found[name] = field.type
        elif own is not None:
            found[name] = own
    return found
