"""What of a type does not fit another one."""

from tallystick.surface import Choice, Language, Method, Name, Parameter, Surface, Type
from tallystick.surface.relation import Relation
from tallystick.surface.spelling import spelled
from tallystick.text import Json


def flat(type_: Type, world: Surface, seen: frozenset[str] = frozenset()) -> tuple[Type, ...]:
    """Return the alternatives of a type, those of aliases among them."""
    if isinstance(type_, Choice):
        return tuple(it for option in type_.options for it in flat(option, world, seen))
    if isinstance(type_, Name) and type_.name not in seen:
        declared = world.types.get(type_.name)
        if declared is not None and declared.alias and not declared.base:
            return flat(declared.type, world, seen | {type_.name})
    return (type_,)


def lost(relation: Relation, source: Type, target: Type) -> tuple[Type, ...] | None:
    """Return the alternatives that do not fit, None when none of them fits."""
    options = tuple(dict.fromkeys(flat(source, relation.source)))
    found = tuple(it for it in options if not relation.fits(it, target))
    return None if len(found) == len(options) else found


def differing(relation: Relation, source: Type, target: Type) -> tuple[Json, Json]:
    """Return what is not taken any more, as a list; or how both types are spelled."""
    gone = lost(relation, source, target)
    language = relation.source.language
    if gone:
        return [spelled(it, language) for it in gone], None
    return spelled(source, language), spelled(target, language)


def coded(text: str) -> str:
    """Return source code in backticks, none of them its own."""
    return f"`{text.replace('`', chr(39))}`"


def called(language: Language, method: Method, item: Parameter) -> str:
    """Return a call that gives one argument."""
    if language == "python":
        return f"{method.path}({item.name}=...)"
    inside = item.name if item.position is not None else f"{{ {item.name} }}"
    return f"{method.path}({inside})"
