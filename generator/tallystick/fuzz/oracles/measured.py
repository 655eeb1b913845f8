"""What was made is as large and as long as its body asks, and as its own object says.

``{"aspect_ratio": "16:9", "video": {"duration": "10s"}}``
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from tallystick.fuzz.bodies.judging import Judging
from tallystick.fuzz.documented import says
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles import downloaded, media
from tallystick.fuzz.oracles.dimensions import Shape, seconds, shape
from tallystick.fuzz.oracles.fetched import Link, plain
from tallystick.fuzz.oracles.promised import ASIDE
from tallystick.fuzz.oracles.scene import about, finding
from tallystick.fuzz.requests.composing import said_content
from tallystick.ir import Field, Operation, TypeId, words
from tallystick.text import Json

Measure: TypeAlias = Literal["ratio", "size", "lines", "duration"]

RATIOS: Final = frozenset({("aspect", "ratio"), ("ratio",)})
SIZES: Final = frozenset({("size",), ("dimensions",), ("resolution",), ("frame", "size")})
"""Words of members that say how wide and how high something is: ``1024x768``, or ``720p``."""
SIDES: Final = ("width",), ("height",)
LENGTHS: Final = frozenset({"duration", "length", "in"})
UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("ms", "millis", "millisecond", "milliseconds"), 0.001),
}
PARTS: Final = media.KINDS | {
    *("config", "dimensions", "format", "generation", "media", "options", "output", "parameters"),
    *("params", "settings", "size"),
}
"""Words of objects in a body that tell of what is made, and not of something beside it."""
_OTHERS: Final = frozenset(
    """
    base64 crop extend frames init input mask orientation original ref reference references rotate
    rotation source speed tempo trim upscale upscaling
    """.split()  # noqa: SIM905 - many words
)
"""Words of members by which something is made of another thing, or is changed in the end."""
_THINGS: Final = media.KINDS | {"asset", "clip", "file", "generation", "media", "parent", "upload"}
_LOOSE: Final = re.compile(
    r"\b(?:about|approximat\w*|around|at (?:least|most)|closest|estimat\w*|hints?|ignor\w*|max\w*"
    r"|may|might|min(?:imum)?|nearest|prefer\w*|roughly|suggest\w*|target\w*|unless|up to)\b"
)
_SECONDS: Final = re.compile(r"\bseconds?\b")
_SCALES: Final = re.compile(r"\b(?:milliseconds?|minutes?|hours?|frames?)\b")
_PAIR: Final = re.compile(r"(\d{1,5}(?:\.\d+)?) ?([:/x\u00d7*]) ?(\d{1,5}(?:\.\d+)?)")
_LINES: Final = re.compile(r"(\d{3,4})p")
_SPAN: Final = re.compile(r"(\d{1,5}(?:\.\d+)?) ?([a-z]*)")
SHARE: Final = 0.06
"""By how much sides may differ: a model makes them whole blocks."""
BLOCK: Final = 32
"""Pixels by which one that was asked for may."""
COARSE: Final = 1.6
"""The same of lines: some count them on the longer side, or keep as many pixels for all ratios."""
LATER: Final = 0.1
LATEST: Final = 0.5
"""Part, and seconds, by which a recording may differ: the larger of both."""
LEAST: Final = 8
"""Pixels of a side below which a picture stands for another one."""
_OK: Final = 200


class Wanted(NamedTuple):
    """What something that is made is to be.

    Attributes:
        member: What says so.
        told: The value there.
        measure: What of it.
        first: The width, or the number of lines, or seconds.
        second: The height; 1 where there is none.
        kind: The one kind of files that it is about; "" for all that have such a measure.
    """

    member: str
    told: str
    measure: Measure
    first: float
    second: float
    kind: str

    @property
    def amount(self) -> float:
        """By what the extremes of several are known."""
        return self.first / self.second


def wanted(judging: Judging, create: Operation, made: Case) -> list[Wanted]:
    """Return what a body asks for; nothing where something is made of what nobody knows."""
    body = made.value if made.has_value else made.told
    content = said_content(create, made)
    if not isinstance(body, dict) or made.names or content is None or content.type is None:
        return []
    return [] if _derived(body) else list(_told(judging, content.type, body, ""))


def extremes(every: Iterable[Wanted]) -> set[tuple[str, str]]:
    """Return the least and the greatest of what is wanted of each member, as (member, value)."""
    found: dict[str, list[Wanted]] = {}
    for it in every:
        found.setdefault(it.member, []).append(it)
    ends = (end(some, key=lambda it: it.amount) for some in found.values() for end in (min, max))
    return {(it.member, it.told) for it in ends}


def judge(
    judging: Judging,
    case: Case,
    reply: Reply,
    wants: Sequence[Wanted],
    shown: Sequence[tuple[Link, Reply]],
) -> Iterator[Finding]:
    """Yield a warning for each thing that none of the files is that could be.

    Args:
        judging: Knows the API.
        case: What was answered with the links.
        reply: The answer.
        wants: What was asked for.
        shown: Links that stand for all that lead to something, each with what is there.
    """
    some = [(link, there) for link, there in shown if _whole(link, there)]
    for want in wants:
        fitting = [(link, there) for link, there in some if _fits(want, link, there)]
        told = [_wrong(want, there) for _, there in fitting]
        if told and all(told):
            yield _found(want, told[0] or "", fitting[0][0], (case, reply))
    for link, there in some:
        own = link.alone.id if link.alone is not None else None
        for want in _told(judging, own, dict(link.beside), "") if own is not None else ():
            said = _wrong(want, there) if _fits(want, link, there) else None
            if said:
                yield _found(want, said, link, (case, reply))


def _found(want: Wanted, said: str, link: Link, known: tuple[Case, Reply]) -> Finding:
    case, reply = known
    told = f"{want.member} is {want.told}, and {said} is where {link.field.wire} leads to"
    claim = about(case, f"link:{want.measure}", member=link.field.wire)
    return finding("link", told, case, reply, claim=claim, weight=Weight.WARNING)


def _whole(link: Link, there: Reply) -> bool:
    return plain(link.field) and there.status == _OK and not there.error and bool(there.body)


def _fits(want: Wanted, link: Link, there: Reply) -> bool:
    """Whether a file is of a kind that has a measure, by all that is known of it."""
    can = media.KINDS - {"image" if want.measure == "duration" else "audio"}
    mine = (
        {want.kind} & can if want.kind else can - ({"image"} if want.measure == "lines" else set())
    )
    kind = downloaded.kind_of(link)
    if link.beside and kind is None and _called(link):
        return False
    kinds = [media.kinds(it) for it in media.formats(there)]
    return bool(kinds) and all(mine & it & ({kind} if kind else it) for it in kinds)


def _called(link: Link) -> bool:
    """Whether what stands beside a link says that it leads to something else: ``type: poster``."""
    return any(words(it) in downloaded.KINDS for it in link.beside)


def _wrong(want: Wanted, there: Reply) -> str | None:
    """Return what is there otherwise; "" where it is as wanted, None where nobody knows."""
    if want.measure == "duration":
        long = seconds(there)
        far = long is not None and abs(long - want.first) > max(LATEST, LATER * want.first)
        return f"one of {long:.2f} seconds" if far else None if long is None else ""
    found = shape(there)
    if found is None or min(found.width, found.height) < LEAST:
        return None
    ways = [found, Shape(found.height, found.width)] if found.turned else [found]
    fits = any(_alike(want, it) for it in ways)
    return "" if fits else f"one of {found.width} x {found.height} pixels"


def _alike(want: Wanted, found: Shape) -> bool:
    """Whether a picture is as wanted; a larger one of the same ratio may be the same, enlarged."""
    if want.measure == "lines":
        return 1 / COARSE <= min(found.width, found.height) / want.first <= COARSE
    ratio = found.width / found.height / want.amount
    near = abs(ratio - 1) <= SHARE
    near |= abs(found.width - want.amount * found.height) <= max(2, want.amount)
    if want.measure == "ratio":
        return near
    pairs = (found.width, want.first), (found.height, want.second)
    return all(abs(a - b) <= max(BLOCK, SHARE * b) for a, b in pairs) or (
        near and all(a >= b for a, b in pairs)
    )


def _derived(value: Json, depth: int = 0) -> bool:
    """Whether something is made of another thing, or of several parts, by what a body names."""
    if isinstance(value, str):
        return "://" in value or value.startswith("data:")
    if isinstance(value, list):
        return any(isinstance(it, dict) or _derived(it, depth + 1) for it in value)
    if not isinstance(value, dict):
        return False
    for name, it in value.items():
        own = frozenset(words(name))
        identity = "id" in own or "ids" in own
        named = identity and (depth > 0 or not own.isdisjoint(_THINGS))
        if it not in (None, False) and (named or not own.isdisjoint(_OTHERS)):
            return True
        if own.isdisjoint(ASIDE) and _derived(it, depth + 1):
            return True
    return False


def _told(judging: Judging, type_id: TypeId, value: dict[str, Json], kind: str) -> Iterator[Wanted]:
    """Yield what an object says, and objects in it; `kind` is the one that it is about."""
    chosen = judging.variant(type_id, value)
    fields = judging.api.fields(chosen)
    sides: dict[tuple[str, ...], Wanted] = {}
    for field in (it for it in fields if value.get(it.wire) is not None):
        given, own = value[field.wire], media.KINDS.intersection(field.words)
        about_ = next(iter(own)) if len(own) == 1 else kind
        if isinstance(given, dict) and PARTS.issuperset(field.words):
            yield from _told(judging, field.type, given, about_)
        elif not says(_LOOSE, field.doc, judging.api.types[field.type].doc):
            stem = tuple(it for it in field.words if it not in media.KINDS and it != "output")
            if stem in SIDES and type(given) is int and given > 0:
                sides[stem] = Wanted(field.wire, str(given), "size", given, 1, about_)
            else:
                yield from _one(field, stem, given, about_)
    if len(sides) == len(SIDES):
        width, height = (sides[it] for it in SIDES)
        both = f"{width.told} x {height.told}"
        member = f"{width.member} x {height.member}"
        yield width._replace(member=member, told=both, second=height.first)


def _one(field: Field, stem: tuple[str, ...], given: Json, kind: str) -> Iterator[Wanted]:
    """Yield what one member says."""
    text = given.strip().lower() if isinstance(given, str) else ""
    if stem in RATIOS or stem in SIZES:
        pair, lines = _PAIR.fullmatch(text), _LINES.fullmatch(text)
        if pair and float(pair[1]) and float(pair[3]) and (stem in RATIOS or pair[2] not in ":/"):
            measure: Measure = "ratio" if stem in RATIOS else "size"
            yield Wanted(field.wire, text, measure, float(pair[1]), float(pair[3]), kind)
        elif lines and stem in SIZES:
            yield Wanted(field.wire, text, "lines", float(lines[1]), 1, kind)
        return
    unit = next((UNITS[it] for it in stem if it in UNITS), None)
    timed = stem == ("seconds",) or "duration" in stem or (stem[:1] == ("length",) and unit)
    if not timed or not set(stem) <= LENGTHS | UNITS.keys():
        return
    if unit is None and says(_SECONDS, field.doc) and not says(_SCALES, field.doc):
        unit = 1.0
    found = _SPAN.fullmatch(text or _plainly(given))
    own = UNITS.get(found[2]) if found and found[2] else unit if found else None
    if found and own and float(found[1]) > 0:
        yield Wanted(field.wire, text or str(given), "duration", float(found[1]) * own, 1, kind)


def _plainly(given: Json) -> str:
    return repr(given) if type(given) in (int, float) else ""
