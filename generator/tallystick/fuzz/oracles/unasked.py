"""What nobody asked for, and has no default, is absent or null where words say so.

*As in the request*, *what was not given is null*, *absent unless given*.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.documented import says
from tallystick.fuzz.model import Weight
from tallystick.fuzz.oracles.alike import SAME, short
from tallystick.fuzz.oracles.mirrored import NOTHING, Difference, Mirror, Mirrored
from tallystick.fuzz.oracles.scene import Scene
from tallystick.ir import Array, Enumeration, Record, Scalar, Type, TypeId
from tallystick.ir.types import Doc
from tallystick.text import Json

_NOTHING: Final = r"(?:null|absent|left out|omitted)"
_UNLESS: Final = (
    r"(?:unless|(?:when|where|if) (?:it (?:is|was) )?not) (?:given|asked|set|sent|said)"
)
_ABSENT: Final = re.compile(
    rf"\b(?:not given|no default)\b[^.;,]*\b(?:is|are) {_NOTHING}\b|\b{_NOTHING} {_UNLESS}\b"
)
"""Words about members that are not there unless they are asked for."""
_ELSE: Final = re.compile(
    r"\b(?:or|else|otherwise|defaults?|unless|generated?|chosen|chooses?|derived|detected|estimated)\b"
)
"""Words about what a member is when nobody asks for it."""
_REQUEST: Final = re.compile(r"^(?:what was asked|the request)\b")
"""Words about an object that shows a whole request."""


class Pair(NamedTuple):
    """What was asked, and what shows it.

    Attributes:
        at: Where what was asked stands in the body.
        types: Of both.
        values: Both.
        docs: What is said of the object that shows it, beside what its type says.
    """

    at: str
    types: tuple[TypeId, TypeId]
    values: tuple[Json, Json]
    docs: tuple[Doc, ...] = ()


class _Told(NamedTuple):
    """What words say of an object that shows what was asked.

    Attributes:
        members: Those that show one, each with whether it is nothing where nobody asks for it.
        exact: It is the request itself.
    """

    members: tuple[tuple[Mirrored, bool], ...]
    exact: bool


def judge(
    scene: Scene,
    mirror: Mirror,
    pair: Pair,
) -> Iterator[Difference]:
    """Yield a warning for each member that is there unasked.

    Where words say that an object is the request itself, for each that is lost or in another order,
    too.

    Args:
        scene: The API.
        mirror: Knows which members show which.
        pair: What was asked, and what is shown.
    """
    (wanted, got), types = pair.values, pair.types
    asking = scene.judging.variant(types[0], wanted)
    showing = scene.judging.variant(types[1], got, "response")
    if asking is None or showing is None:
        return
    one, other = scene.api.types[asking], scene.api.types[showing]
    if not isinstance(one, Record) or not isinstance(other, Record):
        return
    if not isinstance(wanted, dict) or not isinstance(got, dict):
        return
    told = scene.once(
        ("unasked", types[1], asking, showing, pair.docs),
        lambda: _told(scene, mirror.mirrored(one, other), (scene.api.types[types[1]], other), pair),
    )
    for each, empty in told.members:
        name, at = each.field.wire, pair.at + each.step
        asked, shown = wanted.get(name), got.get(name)
        if empty and asked is None and shown is not None:
            said = f"{name} was not asked, and came back as {short(shown)}"
            yield Difference(at, said, Weight.WARNING, default=True)
        elif not told.exact:
            continue
        elif shown is None and asked not in NOTHING:
            said = f"{name} was asked as {short(asked)} and is not in the answer"
            yield Difference(at, said, Weight.WARNING)
        elif _turned(scene, each, asked, shown):
            said = f"the items of {name} came back in another order than they were asked for"
            yield Difference(at, said, Weight.WARNING)


def _told(
    scene: Scene, members: tuple[Mirrored, ...], shown: tuple[Type, ...], pair: Pair
) -> _Told:
    """Return what words say of an object that shows what was asked, by all of its types."""
    docs = {*(each.doc for each in shown), *pair.docs}
    absent = says(_ABSENT, *docs)
    return _Told(
        tuple((each, _empty(scene, each, absent=absent)) for each in members),
        exact=says(_REQUEST, *docs),
    )


def _empty(scene: Scene, each: Mirrored, *, absent: bool) -> bool:
    """Whether a member is nothing where nobody asks for it, and may be."""
    if each.default is not None or (each.other.required and not each.other.nullable):
        return False
    own = each.other.doc, scene.api.types[each.other.type].doc
    asked = each.field.doc, scene.api.types[each.field.type].doc
    if says(_ABSENT, *own):
        return True
    return not says(_ELSE, *own, *asked) and (absent or says(SAME, *own))


def _turned(scene: Scene, each: Mirrored, asked: Json, shown: Json) -> bool:
    """Whether plain items are in another order."""
    declared = scene.api.types[each.field.type]
    items = declared.items if isinstance(declared, Array) else None
    plain = items is not None and isinstance(scene.api.types[items], Scalar | Enumeration)
    if not plain or not isinstance(asked, list) or not isinstance(shown, list):
        return False
    return asked != shown and sorted(map(compact, asked)) == sorted(map(compact, shown))
