"""Bodies that break one claim each, by a change of a valid body or by the solver, or why none."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Final

from tallystick.diagnostics import unescape
from tallystick.fuzz.bodies.askew import Askew
from tallystick.fuzz.bodies.broken import Bad, Breaker, label
from tallystick.fuzz.bodies.dress import Wardrobe
from tallystick.fuzz.bodies.hinging import Hinge, hinges
from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.laden import Laden
from tallystick.fuzz.bodies.lasting import Lasting
from tallystick.fuzz.bodies.lessening import lessened
from tallystick.fuzz.bodies.moves import Moves, Spot, changed
from tallystick.fuzz.bodies.parts import Part
from tallystick.fuzz.bodies.search import Place, Search
from tallystick.fuzz.bodies.valid import LARGE
from tallystick.fuzz.bodies.ways import Ways, of_each_way
from tallystick.ir import MISSING, Missing
from tallystick.resolve.pointer import split
from tallystick.rules import Rule
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.fuzz.bodies.solving import Broken, Solving

SHOWN: Final = 4
"""Examples of a rule that are sent."""
HOSTS: Final = 60
"""Valid bodies that a number past a bound is put into, one after the other."""
CHOICES: Final = 12
"""Choices that are asked of the solver for one rule."""
SEVERAL: Final = 3
"""Members that are wrong at once, at the least."""
NOT_FOUND: Final = "no body was found that breaks it and nothing else"


class Isolation:
    """Collects the broken bodies of one type.

    Attributes:
        broken: Bodies that break one thing.
        never: (name, place, reason) of what could not be broken alone.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one of a kind each
        self,
        search: Search,
        moves: Moves,
        wardrobe: Wardrobe,
        valid: Sequence[Json],
        asked: "Solving | None",
        parts: Sequence[Part] = (),
    ) -> None:
        """Start from valid bodies.

        Args:
            search: Of the type.
            moves: Changes of its bodies.
            wardrobe: Better texts.
            valid: Known valid bodies.
            asked: The solver, where there is one.
            parts: What is known of parts of the bodies.
        """
        self._search = search
        self._wardrobe = wardrobe
        self._asked = asked
        self._breaker = Breaker(search, moves, valid)
        self._moves = moves
        self._valid = valid
        self._hosting: dict[str, list[tuple[Json, Spot]]] = {}
        self._further: dict[Place, list[Bad]] = {}
        self._looking: Askew | None = None
        self._laden = Laden(search, valid)
        self._bare: dict[Place, list[Json]] = {}
        self._parts = parts
        self._planted: dict[Place, list[Bad]] = {}
        self._told: dict[Place, str] = {}
        self._plant()
        self.broken: list[Bad] = []
        self.never: list[tuple[str, str, str]] = []

    def rule(self, where: Place, rule: Rule, shown: Sequence[Json]) -> None:
        """Break one rule at one place; in which ways `ways`, `turn` and `further` say.

        Args:
            where: The rule.
            rule: Its declaration.
            shown: Values that examples hold at its place.
        """
        found = self._planted.get(where) or self._shown(where, rule)
        if not found and where in self._told:
            self.never.append((*where, self._told[where]))
            return
        if not found:
            answer = None if self._asked is None else self._asked.rule(where)
            if isinstance(answer, str):
                self.never.append((*where, answer))
                return
            if isinstance(answer, list) and self._search.broken_only(answer[0], where):
                found = [Bad(self._better(answer[0]), where[0], where[1], alone=True)]
        if where not in self._planted:
            if found:
                found += self._breaker.more(where, found)
            else:
                found = self._breaker.rule(where, rule, shown)
            found += self._chosen(where, found)
            found += self._breaker.single(where, found)
            found += self._past(where)
        self._further[where] = found
        first = [bad.value for bad in found[:1]]
        self._put_first(
            where, of_each_way(self._search, where, [bad.value for bad in found]) or first
        )
        if not found:
            self.never.append((*where, NOT_FOUND))

    def _put_first(self, where: Place, bodies: Iterable[Json]) -> None:
        """Send some of the bodies that break a rule before what else breaks it."""
        chosen = {compact(value): value for value in bodies}
        self._send(where, [*chosen.values()])
        left = self._further.get(where, ())
        self._further[where] = [bad for bad in left if compact(bad.value) not in chosen]

    def _send(self, where: Place, bodies: Sequence[Json]) -> None:
        """Send bodies that break a rule, most of them with something beside it."""
        self._bare.setdefault(where, []).extend(bodies)
        loaded = bodies if where in self._planted else self._laden.beside(where, bodies)
        self.broken += [Bad(it, where[0], where[1], alone=True) for it in loaded]

    def askew(self, where: Place, rule: Rule) -> None:
        """Break a rule that was broken where few look, and in each kind of bodies that has it.

        Args:
            where: The rule.
            rule: Its declaration.
        """
        alone = [] if where in self._planted else self._alone(where)
        if not alone:
            return
        if self._looking is None:
            self._looking = Askew(self._search, self._moves, self._valid)
        found = [*self._looking.bodies(where, rule, alone)]
        self._put_first(where, found)
        packs = self._laden.packs(where, alone)
        self.broken += [Bad(it, where[0], where[1], alone=True) for it in packs]
        for kind, body in self._looking.of_kinds(where, [*found, alone[0]]):
            self._bare[where].append(body)
            self.broken.append(Bad(body, *where, alone=True, variant=label(kind)))

    def further(self, most: int) -> None:
        """Add what else breaks the rules: other values of what they read, more beside it.

        Args:
            most: Broken bodies beyond which none is sent most likely.
        """
        for where, found in self._further.items():
            self._send(where, [bad.value for bad in found])
        self._further.clear()
        for where, bare in self._bare.items() if len(self.broken) < most else ():
            packs = () if where in self._planted else self._laden.packs(where, bare[::-1])
            self.broken += [Bad(it, where[0], where[1], alone=True) for it in packs]

    def _alone(self, where: Place) -> list[Json]:
        """Return all bodies that break one rule at one place."""
        further = (bad.value for bad in self._further.get(where, ()))
        return [*self._bare.get(where, ()), *further]

    def turn(self, where: Place, rule: Rule) -> list[Hinge]:
        """Break by one step a rule that was broken, and return valid bodies one step before.

        Args:
            where: The rule.
            rule: Its declaration.
        """
        if where in self._planted:
            return []
        alone = self._alone(where)
        begun = of_each_way(self._search, where, alone) or alone
        found = list(hinges(self._search, where, rule, begun))
        known = {compact(it) for it in self._bare.get(where, ())}
        fresh = (it.value for it in found if not it.sound and compact(it.value) not in known)
        crowded = () if self._looking is None else self._looking.crowded(where, alone)
        self._put_first(where, (*fresh, *crowded))
        return [hinge for hinge in found if hinge.sound]

    def ways(self, where: Place, rule: Rule) -> list[Hinge]:
        """Break a rule in each way in which it was not broken, and return valid bodies, too.

        Args:
            where: The rule.
            rule: Its declaration.

        Returns:
            Bodies that keep it in a way in which no known one does.
        """
        if where in self._planted:
            return []
        ways = Ways(self._search, self._moves, where, rule)
        spots = ((value, it) for value in self._alone(where) for it in self._search.spots(value))
        ways.known([(value, it) for value, it in spots if it.at == where[1]], sound=False)
        ways.known(self._hosts().get(where[1], ()), sound=True)
        found = list(ways.more())
        self._put_first(where, (it.value for it in found if not it.sound))
        return [it for it in found if it.sound]

    def _plant(self) -> None:
        """Put what breaks a part into bodies that have it; what does not go stays to be made."""
        unfit: set[str] = set()
        for part in self._parts:
            for bad, fits in part.broken(self._search, self._hosts().get(part.at, ())):
                if fits:
                    self._planted.setdefault((bad.name, bad.at), []).append(bad)
                else:
                    unfit.add(bad.at)
            told = {(name, at): why for name, at, why in part.never if why != NOT_FOUND}
            self._told.update(told)
        self._unfit = frozenset(unfit)
        self._planted = {it: bad for it, bad in self._planted.items() if it[1] not in unfit}

    def _is_known(self, at: str) -> bool:
        """Whether it is known of a part which keywords can be broken at a place, and how."""
        return at not in self._unfit and any(part.around(at) for part in self._parts)

    def _keywords_of_parts(self) -> None:
        """Break the keywords in parts as they are broken alone, each once before any twice."""
        known = [
            some
            for (name, at), some in self._planted.items()
            if name.startswith("schema:") and self._is_known(at)
        ]
        for turn in zip_longest(*known):
            self.broken += (bad for bad in turn if bad is not None)
        for (name, at), reason in self._told.items():
            if name.startswith("schema:") and self._is_known(at):
                self.never.append((name, at, reason))

    def _shown(self, where: Place, rule: Rule) -> list[Bad]:
        """Return what the rule's own examples break, as bodies or put into bodies."""
        bodies = self._breaker.holding(where[1], rule.invalid)
        fitting = (value for value in bodies if self._search.broken_only(value, where))
        return [Bad(value, where[0], where[1], alone=True) for value in islice(fitting, SHOWN)]

    def _chosen(self, where: Place, found: list[Bad]) -> list[Bad]:
        """Break a rule with each finite choice among what it reads that has not been made."""
        made: list[Bad] = []
        if self._asked is not None and found:
            for at, value in islice(self._breaker.lacking(where, found), CHOICES):
                answer = self._asked.rule(where, (at, value))
                if isinstance(answer, list) and self._search.broken_only(answer[0], where):
                    kept = split(at)
                    # Without it, another member may break the rule beside the choice.
                    better = self._better(self._search.shrunk(answer[0], kept=kept))
                    made.append(Bad(better, where[0], where[1], alone=True))
        return made

    def _past(self, where: Place) -> list[Bad]:
        """Put the first number past each bound of a rule into bodies that may have the bound."""
        made: list[Bad] = []
        for at, bound, past in dict.fromkeys(self._asked.past(where) if self._asked else ()):
            for body, spot in self._hosts().get(at, ()):
                fresh = changed(body, spot.path, past)
                on_it = changed(body, spot.path, bound)
                if self._search.broken_only(fresh, where) and self._search.valid(on_it):
                    made.append(Bad(fresh, where[0], where[1], alone=True))
                    break
        return made

    def _hosts(self) -> dict[str, list[tuple[Json, Spot]]]:
        """Return place -> some valid bodies that have it."""
        if not self._hosting:
            for value, spot in self._spots():
                hosts = self._hosting.setdefault(spot.at, [])
                if len(hosts) < HOSTS:
                    hosts.append((value, spot))
        return self._hosting

    def _spots(self) -> Iterator[tuple[Json, Spot]]:
        """Yield what valid bodies of ordinary size hold, body by body."""
        for value in self._valid:
            if len(compact(value)) <= LARGE:
                spots = self._search.spots(value)
                yield from ((value, it) for it in spots if not isinstance(it.value, Missing))

    def _better(self, value: Json, kept: str | None = None) -> Json:
        wanted = self._search.broken(value)
        return self._wardrobe.dressed(
            value, lambda other: self._search.broken(other) == wanted, kept
        )

    def keywords(self) -> None:
        """Break every keyword at every place."""
        made = list(self._breaker.keywords(self._is_known))
        alone = {(bad.name, bad.at) for bad in made if bad.alone}
        tried = {(bad.name, bad.at): bad for bad in made}
        proved: dict[tuple[str, str], str] = {}
        for found in self._broken_by_solver(alone, set(tried)):
            key = (found.name, found.at)
            if found.reason:
                proved[key] = found.reason
                if key not in tried:
                    self.never.append((*key, found.reason))
                continue
            bad = self._judged(found.value, *key)
            if self._search.broken(bad.value).nothing:
                continue  # the solver leaves out what only the server sends, a server may take it
            if bad.alone:
                made = [each for each in made if (each.name, each.at) != key or not each.at]
            if bad.alone or key not in tried:
                made.append(bad)
        made = [*Lasting(self._search, self._hosts).some(self._lessened(made))]
        self.broken += [*self._together(), *made]
        self._keywords_of_parts()
        told = {(bad.name, bad.at): bad for bad in reversed(made)}
        for key, bad in told.items():
            if not bad.alone:
                said = (self._beside(bad), *([f"alone {proved[key]}"] if key in proved else []))
                self.never.append((*key, "; ".join(said)))

    def _together(self) -> Iterator[Bad]:
        """Yield a body in which as many members as can be are of a wrong type at once.

        A server that fails to tell of several things, or counts them, shows there.
        """
        known = [it for it in self._valid if len(compact(it)) <= LARGE]
        body = max(known, key=lambda it: len(it) if isinstance(it, dict) else 0, default=None)
        fresh, wrong = body, 0
        for spot in [it for it in self._search.spots(body) if len(it.path) == 1]:
            moves = (it for it in self._moves.unsound(spot) if it.name == "type")
            move = next((it for it in moves if it.path == spot.path), None)
            if move is not None and not isinstance(spot.value, Missing):
                fresh, wrong = changed(fresh, move.path, move.value), wrong + 1
        if wrong >= SEVERAL and self._search.broken(fresh).keywords:
            yield Bad(fresh, "schema:type", "", alone=False)

    def _broken_by_solver(self, alone: set[Place], tried: set[Place]) -> "Iterator[Broken]":
        if self._asked is not None:
            yield from self._asked.keywords(alone, tried, self._is_known, self._given)

    def _given(self, at: str) -> "Json | Missing":
        """Return a body with a member that only others may have, and breaks nothing beside it."""
        above, _, last = at.rpartition("/")
        name, hosts = unescape(last), self._hosts()
        values = [spot.value for _, spot in hosts.get(at, ())]
        for body, spot in hosts.get(above, ()) if values else ():
            if isinstance(spot.value, dict) and name not in spot.value:
                fresh = changed(body, (*spot.path, name), values[0])
                found = self._search.broken(fresh)
                if not found.rules and len({where for _, where in found.keywords}) == 1:
                    return fresh
        return MISSING

    def _lessened(self, made: list[Bad]) -> list[Bad]:
        """Return bodies that break as little as can be beside what they are to break.

        What stands beside others of its claim that break nothing else stays as it is.
        """
        alone = {bad.claim for bad in made if bad.alone}
        crowded: dict[tuple[str, str, str], list[Bad]] = {}
        for bad in made:
            if bad.claim not in alone:
                crowded.setdefault(bad.claim, []).append(bad)
        least = [bad for bad in made if bad.claim in alone]
        for first, *others in crowded.values():
            least += [*lessened(self._search, self._moves, first), *others]
        return least

    def _judged(self, value: Json, name: str, at: str) -> Bad:
        """Return what the solver made, in better words, with the judgement of it."""
        better = self._nearest(self._better(value, at), name, at)
        broken = self._search.broken(better)
        alone = not broken.rules and len({where for _, where in broken.keywords}) == 1
        return Bad(better, name, at, alone=alone)

    def _nearest(self, value: Json, name: str, at: str) -> Json:
        """Return a body that breaks a keyword by one step where it is broken by more."""
        wanted = self._search.broken(value)
        for spot in [it for it in self._search.spots(value) if it.at == at]:
            for move in self._moves.unsound(spot):
                fresh = changed(value, move.path, move.value)
                if f"schema:{move.name}" == name and self._search.broken(fresh) == wanted:
                    return fresh
        return value

    def _beside(self, bad: Bad) -> str:
        """Return what is broken with a keyword."""
        rules = sorted({name for name, _ in self._search.broken(bad.value).rules})
        if rules:
            return f"what breaks it breaks {', '.join(rules)} too"
        return "what breaks it breaks other keywords too"
