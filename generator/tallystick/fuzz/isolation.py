"""Bodies that break one claim each, by a change of a valid body or by the solver, or why none."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from tallystick.fuzz.broken import Bad, Breaker
from tallystick.fuzz.dress import Wardrobe
from tallystick.fuzz.moves import Moves
from tallystick.fuzz.search import Place, Search
from tallystick.rules import Rule
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.fuzz.solving import Solving

CHOICES: Final = 12
"""Choices that are asked of the solver for one rule."""
NOT_FOUND: Final = "no body was found that breaks it and nothing else"


class Isolation:
    """Collects the broken bodies of one type.

    Attributes:
        broken: Bodies that break one thing.
        never: (name, place, reason) of what could not be broken alone.
    """

    def __init__(
        self,
        search: Search,
        moves: Moves,
        wardrobe: Wardrobe,
        valid: Sequence[Json],
        asked: "Solving | None",
    ) -> None:
        """Start from valid bodies.

        Args:
            search: Of the type.
            moves: Changes of its bodies.
            wardrobe: Better texts.
            valid: Known valid bodies.
            asked: The solver, where there is one.
        """
        self._search = search
        self._wardrobe = wardrobe
        self._asked = asked
        self._breaker = Breaker(search, moves, valid)
        self.broken: list[Bad] = []
        self.never: list[tuple[str, str, str]] = []

    def rule(self, where: Place, rule: Rule, shown: Sequence[Json]) -> None:
        """Break one rule at one place.

        Args:
            where: The rule.
            rule: Its declaration.
            shown: Values that examples hold at its place.
        """
        answer = None if self._asked is None else self._asked.rule(where)
        if isinstance(answer, str):
            self.never.append((*where, answer))
            return
        found: list[Bad] = []
        if isinstance(answer, list) and self._search.broken_only(answer[0], where):
            found = self._breaker.more(where, self._better(answer[0]))
        found = found or self._breaker.rule(where, rule, shown)
        found += self._shown(where, rule, found)
        found += self._chosen(where, found)
        self.broken += found
        if not found:
            self.never.append((*where, NOT_FOUND))

    def _shown(self, where: Place, rule: Rule, found: list[Bad]) -> list[Bad]:
        """Return what the rule's own examples break, where they are whole bodies."""
        known = [bad.value for bad in found]
        return [
            Bad(value, where[0], where[1], alone=True)
            for value in (rule.invalid if not where[1] else ())
            if value not in known and self._search.broken_only(value, where)
        ]

    def _chosen(self, where: Place, found: list[Bad]) -> list[Bad]:
        """Break a rule with each finite choice among what it reads that has not been made."""
        made: list[Bad] = []
        if self._asked is not None and found:
            for at, value in islice(self._breaker.lacking(where, found), CHOICES):
                answer = self._asked.rule(where, (at, value))
                if isinstance(answer, list) and self._search.broken_only(answer[0], where):
                    better = self._better(answer[0])
                    made.append(Bad(better, where[0], where[1], alone=True))
        return made

    def _better(self, value: Json, kept: str | None = None) -> Json:
        wanted = self._search.broken(value)
        return self._wardrobe.dressed(
            value, lambda other: self._search.broken(other) == wanted, kept
        )

    def keywords(self) -> None:
        """Break every keyword at every place."""
        made = list(self._breaker.keywords())
        alone = {(bad.name, bad.at) for bad in made if bad.alone}
        tried = {(bad.name, bad.at) for bad in made}
        self.broken += made
        for found in self._asked.keywords(alone) if self._asked is not None else ():
            if found.reason:
                if (found.name, found.at) not in tried:
                    self.never.append((found.name, found.at, found.reason))
            elif found.alone or (found.name, found.at) not in tried:
                value = self._better(found.value, found.at)
                self.broken.append(Bad(value, found.name, found.at, alone=found.alone))
