"""The nearest thing that exists, for references to what does not."""

from tallystick.load.structure import SECTIONS, Kind
from tallystick.resolve.pointer import join, split, step_into
from tallystick.text import Json


def for_pointer(root: Json, pointer: str, kind: Kind) -> str | None:
    """Return an edit that mends a pointer to nothing, None when nothing is near.

    Args:
        root: The document that the pointer was looked up in.
        pointer: The pointer.
        kind: What it should have led to.
    """
    try:
        steps = split(pointer)
    except ValueError:
        return None
    value = root
    for at, step in enumerate(steps):
        try:
            value = step_into(value, step)
        except KeyError:
            near = nearest(step, value)
            if near is not None:
                return f"did you mean `#{join(*steps[:at], near, *steps[at + 1 :])}`?"
            break
    return _same_name(root, steps[-1], kind) if steps else None


def nearest(name: str, value: Json) -> str | None:
    """Return the member of a mapping whose name is nearest."""
    if not isinstance(value, dict):
        return None
    lowered = {key.lower(): key for key in value}
    if name.lower() in lowered:
        return lowered[name.lower()]
    import difflib  # noqa: PLC0415 (only where something is wrong)

    near = difflib.get_close_matches(name, list(value), n=1, cutoff=0.7)
    return near[0] if near else None


def _same_name(root: Json, name: str, kind: Kind) -> str | None:
    components = root.get("components") if isinstance(root, dict) else None
    section = SECTIONS.get(kind)
    if not isinstance(components, dict) or section is None:
        return None
    members = components.get(section)
    near = nearest(name, members)
    if near is None:
        return None
    return f"did you mean `#{join('components', section, near)}`?"
