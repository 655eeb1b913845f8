"""Parameters of an operation compared."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tallystick.diff.kinds import Kind
from tallystick.diff.ledger import Scene
from tallystick.diff.model import Proof, Verdict
from tallystick.diff.parts.paths import positions
from tallystick.diff.parts.slots import Slot
from tallystick.diff.whole.claims import Claim
from tallystick.diff.whole.documented import Refusal
from tallystick.ir.api import Operation, Parameter, Place
from tallystick.ir.types import Array, Dictionary, Record, Scalar, Type, TypeId, Union

_Table = dict[tuple[str, str], Parameter]


def compare_parameters(
    scene: Scene, old: Operation, new: Operation, types: Iterable[Mapping[TypeId, Type]]
) -> None:
    """Note what changed of parameters.

    Args:
        scene: The operation.
        old: It in the old version.
        new: It in the new one.
        types: The types of both versions.
    """
    before, after = by_place(old), by_place(new)
    tables = tuple(types)
    for key, parameter in before.items():
        if key in after:
            _both(scene, parameter, after[key], tables)
        else:
            _removed(scene, parameter)
            _in_path(scene, (parameter, None), tables)
    for key, parameter in after.items():
        if key not in before:
            _added(scene, parameter)
            _in_path(scene, (None, parameter), tables)


def by_place(operation: Operation) -> _Table:
    """Return parameters by what tells them apart; those of a path by where they stand in it."""
    places = positions(operation.path)
    found: _Table = {}
    for parameter in operation.parameters:
        name = parameter.wire
        if parameter.place is Place.PATH:
            name = str(places.get(name, name))
        elif parameter.place is Place.HEADER:
            name = name.lower()
        found[parameter.place.value, name] = parameter
    return found


def subject_of(parameter: Parameter) -> str:
    """Return what a parameter is called in sentences."""
    return f"the {parameter.place.value} parameter `{parameter.wire}`"


def _taken(scene: Scene, old: Parameter | None, new: Parameter | None) -> Verdict | Claim:
    """Return what the receiver says of requests without a parameter."""
    sent, wanted = (old, new) if scene.asks == "request" else (new, old)
    if (
        wanted is None
        or wanted.place is Place.PATH
        or not wanted.required
        or (sent is not None and sent.required)
    ):
        return Proof(method="structure")
    name = wanted.wire.lower() if wanted.place is Place.HEADER else wanted.wire
    refusal = Refusal("parameter", f"{wanted.place.value} {name}")
    return scene.refused(f"{subject_of(wanted)} is required", refusal)


def _removed(scene: Scene, parameter: Parameter) -> None:
    scene.note(
        Kind.PARAMETER_REMOVED,
        "parameter",
        subject_of(parameter),
        before=parameter.wire,
        direction=scene.asks,
        required=parameter.required,
        old=parameter.span,
    )
    missed = _taken(scene, parameter, None)
    if isinstance(missed, Claim):  # the server asks, and leaves out what it promised
        scene.note(
            Kind.PARAMETER_OPTIONAL,
            "parameter",
            subject_of(parameter),
            direction=scene.asks,
            old=parameter.span,
            verdict=missed,
        )


def _added(scene: Scene, parameter: Parameter) -> None:
    scene.note(
        Kind.PARAMETER_ADDED,
        "parameter",
        subject_of(parameter),
        after=parameter.wire,
        direction=scene.asks,
        required=parameter.required,
        new=parameter.span,
        verdict=_taken(scene, None, parameter),
    )


def _in_path(
    scene: Scene,
    both: tuple[Parameter | None, Parameter | None],
    types: tuple[Mapping[TypeId, Type], ...],
) -> None:
    """Compare a part of a path that only one version describes: it has some value in both."""
    old, new = both
    named = old or new
    if named is None or named.place is not Place.PATH:
        return
    if _takes_nothing(types[0 if old else 1][named.type]):
        return  # any text: what a part of a path is anyway
    scene.ledger.slots.append(
        Slot(
            operation=scene.label,
            part="parameter",
            subject=subject_of(named),
            direction=scene.asks,
            old=old.type if old else None,
            new=new.type if new else None,
            old_span=types[0][old.type].span if old else scene.old,
            new_span=types[1][new.type].span if new else scene.new,
            textual=named.content is None,
        )
    )


def _both(
    scene: Scene, old: Parameter, new: Parameter, types: tuple[Mapping[TypeId, Type], ...]
) -> None:
    subject = subject_of(new)
    if old.place is Place.PATH and old.wire != new.wire:
        scene.note(
            Kind.PARAMETER_RENAMED,
            "parameter",
            subject_of(old),
            before=old.wire,
            after=new.wire,
            direction=scene.asks,
            old=old.span,
            new=new.span,
        )
    if old.required != new.required:
        _requirement(scene, old, new)
    _style(scene, old, new, types)
    scene.ledger.slots.append(
        Slot(
            operation=scene.label,
            part="parameter",
            subject=subject,
            direction=scene.asks,
            old=old.type,
            new=new.type,
            old_span=types[0][old.type].span,
            new_span=types[1][new.type].span,
            textual=old.content is None and new.content is None,
            exploded=_is_exploded(old) and _is_exploded(new),
        )
    )


def _requirement(scene: Scene, old: Parameter, new: Parameter) -> None:
    subject = subject_of(new)
    kind = Kind.PARAMETER_REQUIRED if new.required else Kind.PARAMETER_OPTIONAL
    scene.note(
        kind,
        "parameter",
        subject,
        direction=scene.asks,
        required=new.required,
        old=old.span,
        new=new.span,
        verdict=_taken(scene, old, new),
    )


def _style(
    scene: Scene, old: Parameter, new: Parameter, types: tuple[Mapping[TypeId, Type], ...]
) -> None:
    """Note that a parameter is written otherwise; scalars look the same in most styles."""
    before, after = _written(old), _written(new)
    if before == after:
        return
    verdict: Verdict | Claim = Proof(method="structure")
    if old.allow_empty and not new.allow_empty and not _takes_nothing(types[1][new.type]):
        claim = scene.refused("it may not be empty any more", Refusal("empty", old.wire))
        verdict = replace(claim, extra={"query": {old.wire: ""}})
    if _is_read_otherwise(old, new, types):
        claim = scene.refused(f"it is written as {before}, and read as {after}")
        verdict = replace(claim, written=(old, new))
    scene.note(
        Kind.PARAMETER_STYLE_CHANGED,
        "parameter",
        subject_of(new),
        before=before,
        after=after,
        direction=scene.asks,
        old=old.span,
        new=new.span,
        verdict=verdict,
    )


def _written(parameter: Parameter) -> str:
    if parameter.content is not None:
        return f"content {parameter.content.media_type}"
    marks = {
        ", exploded": parameter.explode,
        ", reserved characters as they are": parameter.allow_reserved,
        ", perhaps empty": parameter.allow_empty,
    }
    return f"style {parameter.style}" + "".join(mark for mark, has in marks.items() if has)


def _is_read_otherwise(
    old: Parameter, new: Parameter, types: tuple[Mapping[TypeId, Type], ...]
) -> bool:
    """Whether what is written one way is another value, or none, when read the other way."""
    media = [None if it.content is None else it.content.media_type.lower() for it in (old, new)]
    if media[0] != media[1]:
        return True
    if media[0] is not None or (old.style, old.explode) == (new.style, new.explode):
        return False
    pairs = zip(types, (old, new), strict=True)
    compound = any(_is_compound(table, parameter.type) for table, parameter in pairs)
    return compound or not (old.style == new.style or {old.style, new.style} <= {"form", "cookie"})


def _takes_nothing(type_: Type) -> bool:
    """Whether the empty text is a value as others are."""
    if not isinstance(type_, Scalar) or type_.kind != "string" or type_.residue:
        return False
    return not (type_.min_length or type_.pattern or type_.format)


def _is_compound(types: Mapping[TypeId, Type], type_: TypeId) -> bool:
    found = types[type_]
    if isinstance(found, Union):
        return any(_is_compound(types, it) for it in found.variants if it != type_)
    return isinstance(found, Array | Dictionary | Record)


def _is_exploded(parameter: Parameter) -> bool:
    return parameter.content is None and parameter.explode and parameter.style == "form"
