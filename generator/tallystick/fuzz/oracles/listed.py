"""What a list promises: its pages, what stands on them, and what is left out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.holders import shared
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.alike import LONGEST, short
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.ir import Array, Enumeration, Record, Scalar, TypeId
from tallystick.text import Json


class Shown(NamedTuple):
    """A page: what asked for it, and the answer."""

    case: Case
    reply: Reply


class Limit(NamedTuple):
    """What asks for a page of a size: its name, its place in a claim, and the size."""

    name: str
    at: str
    most: int


def size(shown: Shown, asked: Limit, got: int, *, sure: bool) -> Iterator[Finding]:
    """Yield a finding when a page holds more items than asked for.

    Args:
        shown: The page.
        asked: How many were asked for.
        got: How many there are.
        sure: The name of the parameter means nothing else.
    """
    if got > asked.most:
        said = f"{got} items came where {asked.name} asked for {asked.most} at most"
        weight = Weight.ERROR if sure else Weight.WARNING
        claim = about(shown.case, "list:limit", asked.at)
        yield finding("list-limit", said, *shown, claim=claim, weight=weight)


def meagre(shown: Shown, asked: Limit, got: int) -> Iterator[Finding]:
    """Yield a warning when a page that another one follows shows fewer items than asked for.

    Arguments are those of `size`.
    """
    if got < asked.most:
        said = f"{got} items came where {asked.name} asked for {asked.most}, and more follow"
        claim = about(shown.case, "list:full", asked.at)
        yield finding("list-meagre", said, *shown, claim=claim, weight=Weight.WARNING)


def twice(shown: Shown, names: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding when pages that follow each other show one item twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            said = f"pages that follow each other show {name[:LONGEST]!r} twice"
            yield finding("list-repeats", said, *shown, claim=about(shown.case, "list:once"))
            return
        seen.add(name)


def gap(shown: Shown, missing: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding when small pages leave out what large ones show at the same place."""
    if missing:
        said = f"small pages leave out {missing[0][:LONGEST]!r}, which a large one shows"
        yield finding("list-gap", said, *shown, claim=about(shown.case, "list:whole"))


def reordered(shown: Shown) -> Iterator[Finding]:
    """Yield a warning when small pages show items in another order than a large one."""
    said = "small pages show the items in another order than a large page"
    claim = about(shown.case, "list:order")
    yield finding("list-reordered", said, *shown, claim=claim, weight=Weight.WARNING)


def endless(shown: Shown) -> Iterator[Finding]:
    """Yield a finding about a page that leads to one that was there before."""
    said = "a page leads to a page that was there before, so that the list never ends"
    yield finding("list-endless", said, *shown, claim=about(shown.case, "list:ends"))


def absent(shown: Shown, name: str, *, path: str) -> Iterator[Finding]:
    """Yield a warning about a resource that can be got and is not in the list."""
    said = f"{name[:LONGEST]!r} was made and is served, and {path} does not list it"
    claim = about(shown.case, "list:holds")
    yield finding("not-listed", said, *shown, claim=claim, weight=Weight.WARNING)


def strange(shown: Shown, name: str) -> Iterator[Finding]:
    """Yield a finding about a resource that is listed for a caller who may not get it."""
    said = f"the list shows {name[:LONGEST]!r} to another caller, who is refused it by its id"
    yield finding("other-caller-listed", said, *shown, claim=about(shown.case, "list:owner"))


def gone(shown: Shown, name: str) -> Iterator[Finding]:
    """Yield a finding about a deleted resource that is still listed."""
    said = f"the list still shows {name[:LONGEST]!r}, which was deleted and is no longer served"
    yield finding("listed-after-delete", said, *shown, claim=about(shown.case, "list:deleted"))


def orphans(shown: Shown, name: str) -> Iterator[Finding]:
    """Yield a warning about a list in a resource that was deleted and is gone."""
    said = f"the list is in what was deleted and is gone, and still shows {name[:LONGEST]!r}"
    claim = about(shown.case, "list:orphans")
    yield finding("listed-without-parent", said, *shown, claim=claim, weight=Weight.WARNING)


def beyond(shown: Shown) -> Iterator[Finding]:
    """Yield a warning about an empty page behind the last one that leads to another page."""
    said = "a page behind the last one is empty, and leads to another page"
    claim = about(shown.case, "list:ends")
    yield finding("list-beyond", said, *shown, claim=claim, weight=Weight.WARNING)


def promised(shown: Shown) -> Iterator[Finding]:
    """Yield a warning about a page that says that more follows, where nothing does."""
    said = "a page says that there is another one after it, and nothing follows"
    claim = about(shown.case, "list:ends")
    yield finding("list-promises", said, *shown, claim=claim, weight=Weight.WARNING)


def counted(shown: Shown, said_total: int, number: int, *, whole: bool) -> Iterator[Finding]:
    """Yield a warning about a total that is not the number of items.

    Args:
        shown: The page.
        said_total: What it says.
        number: How many were seen.
        whole: These are all.
    """
    said = f"the list says that it has {said_total} items in all, and "
    said += f"has {number}" if whole else f"{number} were seen so far"
    claim = about(shown.case, "list:total")
    yield finding("list-total", said, *shown, claim=claim, weight=Weight.WARNING)


def echoed(shown: Shown, at: tuple[str, str], asked: Json, got: Json) -> Iterator[Finding]:
    """Yield a warning about a page that says otherwise than what it was asked for.

    Args:
        shown: The page.
        at: Name and place of what asks for it.
        asked: What was asked for, or holds by default.
        got: What the page says.
    """
    said = f"{at[0]} was asked as {short(asked)}, and the page says that it is {short(got)}"
    claim = about(shown.case, "list:echo", at[1])
    yield finding("list-echo", said, *shown, claim=claim, weight=Weight.WARNING)


def same(
    scene: Scene,
    shown: Shown,
    item: Mapping[str, Json],
    got: Sequence[Mapping[str, Json]],
    types: tuple[Record, TypeId | None],
) -> Iterator[Finding]:
    """Yield a finding for each member that an item shows otherwise than the resource by its id.

    Args:
        scene: The API.
        shown: The page.
        item: The item; a summary may leave members out.
        got: The resource, before and after: what changed between is not compared.
        types: Of the item, and of the resource.
    """
    first, later = got
    whole = shared(scene.api, types[1]) if types[1] is not None else None
    if whole is None:
        return
    alike = types[0].id == whole.id
    others = {each.wire: each.type for each in whole.fields}
    for field in types[0].fields:
        name = field.wire
        told = name in item and name in first and item[name] is not None
        if not told or others.get(name) is None or first[name] != later.get(name):
            continue
        if not _differs(scene, (field.type, others[name]), item[name], first[name]):
            continue
        said = f"the list shows {name} as {short(item[name])}, "
        said += f"and by its id it is {short(first[name])}"
        sure = alike and not isinstance(item[name], list)
        weight = Weight.ERROR if sure else Weight.WARNING
        claim = about(shown.case, "list:same", member=name)
        yield finding("list-differs", said, *shown, claim=claim, weight=weight)


def _differs(scene: Scene, types: tuple[TypeId, TypeId], one: Json, other: Json) -> bool:
    """Whether plain values differ, or lists of one type have other plain items."""
    if one == other:
        return False
    left, right = types
    declared = scene.api.types[left]
    items = declared.items if isinstance(declared, Array) else None
    if items is None or left != right:
        return _comparable(scene, left, right)
    if not isinstance(one, list) or not isinstance(other, list):
        return False
    plain = _comparable(scene, items, items)
    return plain and sorted(map(compact, one)) != sorted(map(compact, other))


def _comparable(scene: Scene, left: TypeId, right: TypeId) -> bool:
    """Whether two members are plain values of one kind that is written in one way."""
    one, other = scene.api.types[left], scene.api.types[right]
    if not isinstance(one, Scalar | Enumeration) or not isinstance(other, Scalar | Enumeration):
        return False
    if isinstance(one, Scalar) and (one.presigned or one.format in {"uri", "date-time", "binary"}):
        return False
    return one.kind == other.kind and one.kind is not None


def sorted_by(
    shown: Shown, at: str, values: Sequence[Json], *, down: bool | None, sure: bool = True
) -> Iterator[Finding]:
    """Yield a finding when items do not stand in the order that was asked for.

    Args:
        shown: The page.
        at: The order.
        values: What the items are sorted by, in their order; null stands anywhere.
        down: Largest first; None when the document does not say: then either will do.
        sure: A parameter says so.
    """
    rising = not any(before(later, value) for value, later in combinations(values, 2))
    falling = not any(before(value, later) for value, later in combinations(values, 2))
    if (rising and down is not True) or (falling and down is not False):
        return
    wanted = {True: ", largest first", False: ", smallest first", None: ""}[down]
    said = f"the items do not stand in the order {at}{wanted}"
    counted = sure and any(measured(value) is not None for value in values)
    weight = Weight.WARNING if down is None or not counted else Weight.ERROR
    claim = about(shown.case, "list:sort", at)
    yield finding("sort-ignored", said, *shown, claim=claim, weight=weight)


def before(one: Json, other: Json) -> bool:
    """Whether a value surely comes before another one: a smaller number, an earlier time or text.

    Texts are ordered in many ways. Where two first differ by a letter or a digit, and the case of
    letters and the length of numbers do not matter, all ways agree.
    """
    left, right = measured(one), measured(other)
    if left is not None or right is not None:
        return left is not None and right is not None and left < right
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    place = next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1), None
    )
    if place is None:
        return False
    first, second = one[place], other[place]
    plain = (first + second).isascii() and first.isalnum() and second.isalnum()
    if first.isdigit() and second.isdigit():
        plain = plain and _digits(one, place) == _digits(other, place)
    return plain and first < second and first.casefold() < second.casefold()


def _digits(text: str, place: int) -> int:
    """Return how many digits follow each other from a place on."""
    return next((n for n, it in enumerate(text[place:]) if not it.isdigit()), len(text) - place)


def measured(value: Json) -> float | None:
    """Return a number or time as a number, None for others."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
