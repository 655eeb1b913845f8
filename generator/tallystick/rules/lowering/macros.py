"""Macros: conditions on the items of lists and on the members of maps."""

from collections.abc import Callable
from typing import Final

from tallystick.rules.lowering.formula import (
    TRUE,
    All,
    Formula,
    Holds,
    Names,
    Place,
    Values,
    both,
    either,
    negate,
    one,
    roots,
)
from tallystick.rules.lowering.quantify import MixedError, counted, every, some
from tallystick.rules.lowering.terms import Over
from tallystick.rules.lowering.verdicts import (
    Verdict,
    conjunction,
    disjunction,
    merged,
    negate_exactly,
    smaller,
    unsaid,
)

MIXED: Final = "it relates an item to other items or to the rest of the message"
_MIXED_KEYS: Final = "it relates the keys of a map to the rest of the message"


def spelled(macro: str, verdicts: list[Verdict]) -> Verdict:
    """Return the verdict of a macro over a list that the rule spells out."""
    if macro == "all":
        return conjunction(verdicts)
    if macro == "exists":
        return disjunction(verdicts)
    doubts = merged(*(verdict.all_doubts for verdict in verdicts))
    fine = both(*(verdict.fine for verdict in verdicts))
    if doubts:
        some_ = either(*(verdict.true for verdict in verdicts))
        return Verdict(smaller(both(fine, some_)), smaller(fine), doubts, doubts)
    single = one(verdict.true for verdict in verdicts)
    return Verdict(single, negate_exactly(single)).under(fine)


def over_list(macro: str, over: Over, condition: Verdict) -> Verdict:
    """Return the verdict of a macro over a list of the message."""
    taken = over.taken
    if macro == "exists_one":
        return _single(over, condition)
    met = Verdict(
        smaller(both(taken.true, condition.true)),
        smaller(either(taken.false, condition.false)),
        merged(taken.doubts, condition.doubts),
        merged(taken.denials, condition.denials),
    )
    held = Verdict(
        smaller(either(taken.false, condition.true)),
        smaller(both(taken.true, condition.false)),
        merged(taken.denials, condition.doubts),
        merged(taken.doubts, condition.denials),
    )
    verdict = _all(over, held) if macro == "all" else _all(over, met.opposite()).opposite()
    return verdict.under(over.fine)


def _all(over: Over, held: Verdict) -> Verdict:
    """Return that all items are held to be so, and that one is surely not."""
    true, doubts = all_items(over, held.true, held.doubts)
    denials = held.denials
    try:
        false = some(over.place, over.root, held.false)
    except MixedError:
        false, denials = TRUE, merged(denials, (MIXED,))
    return Verdict(true, false, doubts, denials)


def all_items(
    over: Over, part: Formula, doubts: tuple[str, ...]
) -> tuple[Formula, tuple[str, ...]]:
    """Return that every item fulfils a formula, each part of it as far as it can be said."""
    found: list[Formula] = []
    for item in part.parts if isinstance(part, All) else (part,):
        try:
            found.append(every(over.place, over.root, item))
        except MixedError:
            doubts = merged(doubts, (MIXED,))
    return smaller(both(*found)), doubts


def _single(over: Over, condition: Verdict) -> Verdict:
    """Return the verdict of ``exists_one``; nothing absorbs an error there."""
    taken = over.taken
    met = smaller(both(taken.true, condition.true))
    fine = smaller(both(taken.fine, either(taken.false, condition.fine)))
    doubts = merged(taken.all_doubts, condition.all_doubts)
    asked, doubts = all_items(over, fine, doubts)
    apart: Formula = TRUE
    try:
        if doubts:
            single = some(over.place, over.root, met)
        else:
            single = counted(over.place, over.root, met, 1, 1)
            apart = negate(single)
    except MixedError:
        return unsaid(MIXED).under(both(asked, over.fine), doubts)
    return Verdict(single, apart, doubts, doubts).under(both(asked, over.fine))


def over_map(
    macro: str, place: Place, roots_: tuple[int, int], condition: Verdict, *, nulls: bool
) -> Verdict:
    """Return the verdict of a macro over the keys of a map.

    Args:
        macro: ``all`` or ``exists``; others cannot be said.
        place: The map.
        roots_: What stands for the key, and for the member under it.
        condition: Of one key.
        nulls: Members may be null, and count as not given.
    """
    if macro == "exists_one":
        return unsaid("it counts the keys of a map")
    if macro == "exists":
        denied = over_map("all", place, roots_, condition.opposite(), nulls=nulls)
        return denied.opposite()
    true, doubts = _of_keys(place, roots_, condition.true, nulls=nulls)
    false, denials = _of_keys(place, roots_, negate(condition.false), nulls=nulls)
    if denials or condition.denials:
        return Verdict(true, TRUE, merged(condition.doubts, doubts), (_MIXED_KEYS,))
    return Verdict(true, negate(false), merged(condition.doubts, doubts))


def _of_keys(
    place: Place, roots_: tuple[int, int], part: Formula, *, nulls: bool
) -> tuple[Formula, tuple[str, ...]]:
    part = smaller(part)
    found: list[Formula] = []
    doubts: tuple[str, ...] = ()
    key, value = roots_
    tests: dict[int, Callable[[int, Formula], Names | Values]] = {key: Names, value: Values}
    pieces = part.parts if isinstance(part, All) else (part,)
    for item in pieces:
        about = roots(item)
        if about == {value} or (about == {key} and not nulls):
            root = next(iter(about))
            found.append(Holds(place, tests[root](root, item)))
        else:
            doubts = (_MIXED_KEYS,)
    return smaller(both(*found)), doubts
