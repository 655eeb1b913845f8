"""Explanations that are as small as they can be told: what a proof does not need is left out."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from tallystick.solve.answers import Claim, Need
from tallystick.solve.bound import Bound
from tallystick.solve.smt.engine import SAT, UNSAT, Engine
from tallystick.solve.smt.symbolic import Bool

Label: TypeAlias = Claim | Need | Bound | str
"""What an assumption stands for, in a proof."""
TIRED: Final = 4
"""Parts of cores of which it is not decided whether they are needed, before no others are tried."""


class Lessening:
    """Makes the cores of one engine smaller; what is not decided soon, stays.

    Where that has happened a few times, it would happen with the next cores, too.
    """

    def __init__(self, engine: Engine) -> None:
        """Ask an engine."""
        self._engine = engine
        self._tired = 0

    def less(
        self, assumptions: Mapping[Label, Bool], core: tuple[Label, ...], *, plain: bool
    ) -> tuple[Label, ...]:
        """Leave out of a core what is not needed for it.

        Args:
            assumptions: All that was assumed.
            core: Those of them that exclude each other.
            plain: Rules are left out first, for whatever keywords do without them: it is the
                keywords that people look at, and who keeps to them need not think of a rule.
        """
        kept = self._by_keywords(assumptions, core) if plain else core
        for label in sorted(kept, key=_rank) if plain else core:
            if label in kept:
                less = self._core(assumptions, [it for it in kept if it != label])
                kept = kept if less is None else less
        return kept

    def _by_keywords(
        self, assumptions: Mapping[Label, Bool], core: tuple[Label, ...]
    ) -> tuple[Label, ...]:
        """Return a core with all keywords there are, and as few rules of this one as will do.

        No bound and no rule comes in that the core did without.
        """
        kept = core
        every = [it for it in assumptions if it in core or not (_is_rule(it) or _is_bound(it))]
        rules = [it for it in core if _is_rule(it)]
        for left in [rules, *([it] for it in rules if len(rules) > 1)]:
            less = self._core(assumptions, [it for it in every if it not in left])
            if less is not None:
                kept = less
                every = [it for it in every if it in kept or not _is_rule(it)]
        return kept

    def _core(
        self, assumptions: Mapping[Label, Bool], labels: Iterable[Label]
    ) -> tuple[Label, ...] | None:
        """Return which of some assumptions exclude each other; None where none are known to."""
        if self._tired == TIRED:
            return None
        rest = {it: assumptions[it] for it in labels}
        verdict = self._engine.check(list(rest.values()), aside=True)
        self._tired += verdict not in {SAT, UNSAT}
        if verdict != UNSAT:
            return None
        core = self._engine.core()
        return tuple(it for it, literal in rest.items() if literal.handle in core)


def _is_rule(label: Label) -> bool:
    return isinstance(label, Claim) and label.keyword == "rule"


def _is_bound(label: Label) -> bool:
    return isinstance(label, Bound)


def _rank(label: Label) -> int:
    """Return when a part of a core is tried to be left out: what says least to people, first."""
    if _is_rule(label):
        return 0
    return 1 if isinstance(label, Claim) and label.keyword == "type" else 2
