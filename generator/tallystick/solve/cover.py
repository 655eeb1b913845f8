"""A small set of messages that makes every choice, and every pair of choices that is possible.

The solver is asked for a message that makes many missing choices at once; for fewer, when there
is none; and when there is none that makes one, that is the proof that the rest is impossible.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from tallystick.ir import MISSING, Missing
from tallystick.solve.answers import Answer, Claim, Need, Proof, Question, Witness
from tallystick.solve.bound import Bound
from tallystick.solve.choices import Choices, Factor, bits
from tallystick.solve.session import Core, Found, GivenUp
from tallystick.solve.solver import SOFT, Solver
from tallystick.text import Json

_AT_ONCE: Final = 24
"""Missing choices that a message is asked to make."""
_TRIES: Final = 16
"""Questions for such a message."""
Group = tuple[Need, tuple[Need, ...]]


@dataclass(frozen=True, slots=True)
class Covering:
    """A message.

    Attributes:
        value: Valid; confirmed by the oracles.
        fresh: Choices that no message before it makes.
        pairs: How many pairs of choices no message before it makes.
    """

    value: Json
    fresh: tuple[Need, ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class InVain:
    """What a search asked for in vain.

    Attributes:
        needs: All choices, by their numbers.
        never: Those that no message makes, as bits.
        apart: By its number: those that no message makes beside a choice, as bits.
        unsure: Those of them of which no proof says that they cannot be.
    """

    needs: Sequence[Need]
    never: int
    apart: Mapping[int, int]
    unsure: Mapping[int, int]


class Cover:
    """Looks for the messages; iterate over it.

    Attributes:
        gave_up: Why the search ended before all was decided, None when it did not.
        proof: Why the choices that are still missing are impossible, once that is known.
        apart: A choice, others that cannot be made beside it, and the proof of that.
    """

    def __init__(self, solver: Solver) -> None:
        """Read the choices of a solver's contract."""
        self._solver = solver
        self._choices = Choices(solver.contract, solver.depth)
        self._needs = self._choices.needs
        self._numbers = {need: number for number, need in enumerate(self._needs)}
        self._every = (1 << len(self._needs)) - 1
        self._met = 0
        self._never = 0
        self._odd = 0
        self._beside = list(self._choices.beside)
        self._apart: dict[int, int] = {}
        self._unsure: dict[int, int] = {}
        self._without: frozenset[Bound] = frozenset()
        self.gave_up: str | None = None
        self.proof: Proof | None = None
        self.apart: list[tuple[Need, tuple[Need, ...], Proof]] = []

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The places with a choice."""
        return self._choices.factors

    def note(self, value: Json) -> Covering:
        """Count the choices of a valid message from elsewhere."""
        mask = self._choices.made(value)
        new = mask & ~self._met
        self._met |= mask
        pairs = 0
        for number in bits(mask):
            pairs += (mask & ~self._beside[number]).bit_count()
            self._beside[number] |= mask
        return Covering(value, tuple(self._needs[it] for it in bits(new)), pairs // 2)

    def worth(self, value: Json) -> int:
        """Return how many pairs of choices a message makes that none before it makes."""
        mask = self._choices.made(value)
        return sum((mask & ~self._beside[it]).bit_count() for it in bits(mask)) // 2

    def adopt(self, other: InVain, at: str) -> None:
        """Ask for nothing that another search has asked for in vain.

        Args:
            other: Of the values that stand at a place of these messages.
            at: The place, with ``*`` for the first item.
        """
        pointer = "/".join("0" if step == "*" else step for step in at.split("/"))
        moved = [replace(it, pointer=pointer + it.pointer) for it in other.needs]
        here = [self._numbers.get(it) for it in moved]

        def taken(mask: int) -> int:
            found = (here[number] for number in bits(mask))
            return sum(1 << number for number in found if number is not None)

        self._never |= taken(other.never) & ~self._met
        for number, mine in enumerate(here):
            if mine is not None:
                self._beside[mine] |= taken(other.apart.get(number, 0))
                self._unsure[mine] = self._unsure.get(mine, 0) | taken(other.unsure.get(number, 0))

    @property
    def in_vain(self) -> InVain:
        """What was asked for in vain, so far; what is open of finite pairs stays open elsewhere."""
        apart, unsure = dict(self._apart), dict(self._unsure)
        for number in bits(self.finite):
            if left := self.unpaired(number) & self.finite:
                apart[number] = apart.get(number, 0) | left
                unsure[number] = unsure.get(number, 0) | left
        return InVain(self._needs, self._never, apart, unsure)

    @property
    def missing(self) -> tuple[Need, ...]:
        """Choices that no message makes so far."""
        return tuple(self._needs[it] for it in bits(self._every & ~self._met))

    def lacks(self, need: Need) -> bool:
        """Whether no message makes a choice so far."""
        return not self._met >> self._numbers[need] & 1

    def lacks_choice(self, value: Json) -> bool:
        """Whether a message makes a choice that none has made so far."""
        return bool(self._choices.made(value) & ~self._met)

    def why(self, *needs: Need) -> Answer:
        """Return why choices cannot be made, or a message that makes them.

        Args:
            needs: Some of the options of `factors`.
        """
        return self._solver.ask(Question(needs=needs), grow=False)

    def __iter__(self) -> Iterator[Covering]:
        """Yield messages until every choice and pair is made or proved impossible."""
        yield from self.singles()
        yield from self.pairs()

    def singles(self) -> Iterator[Covering]:
        """Yield messages until every choice is made or proved impossible.

        What is too much work for all choices at once is asked for one by one.
        """
        while needs := self._open():
            outcome = None if self.gave_up else self._ask([(need, ()) for need in needs])
            if isinstance(outcome, Core):
                self._end(outcome, needs)
                break
            if isinstance(outcome, GivenUp):
                self.gave_up = outcome.reason
            value = self._single(outcome if isinstance(outcome, Found) else None)
            if value is MISSING:
                continue
            made = self.note(value)
            if not made.fresh:
                self.gave_up = "a message does not make the choice that it should"
                break
            yield made
        self._never = self._every & ~self._met

    def _single(self, found: Found | None) -> "Json | Missing":
        """Return a message that makes a choice, one that was found or another one."""
        value = MISSING if found is None else self._confirmed(self._fuller(found))
        if value is MISSING:
            left = self._every & ~self._met & ~self._odd
            sought = next(bits(left)) if found is None else self._sought(found, left)
            value = self._otherwise(self._needs[sought])
            self._odd |= 1 << sought if value is MISSING else 0
        return value

    def pairs(self, among: int = -1) -> Iterator[Covering]:
        """Yield messages until every pair of choices is made or proved impossible.

        Args:
            among: The choices that matter, as bits.
        """
        for number in bits(among & self._every):
            while left := self.unpaired(number) & among:
                made = self._pair(number, left)
                if made is not None:
                    yield made

    def _pair(self, number: int, left: int) -> Covering | None:
        """Return a message that makes a choice beside one of others; None when none does."""
        need, others = self._needs[number], tuple(self._needs[it] for it in bits(left))
        outcome = self._ask([(need, others)])
        if isinstance(outcome, Found):
            value = self._confirmed(outcome)
            if value is MISSING:
                sought = self._sought(outcome, left)
                value, left = self._otherwise(need, self._needs[sought]), 1 << sought
            made = None if value is MISSING else self.note(value)
            if made is not None and made.pairs:
                return made
            self.gave_up = "a message does not make the pair that it should"
        self._beside[number] |= left
        self._apart[number] = self._apart.get(number, 0) | left
        if isinstance(outcome, Core):
            self._end(outcome, (need,))
            if self.proof is not None:
                self.apart.append((need, others, self.proof))
                if self.proof.whole:
                    return None
        elif isinstance(outcome, GivenUp):
            self.gave_up = outcome.reason
        self._unsure[number] = self._unsure.get(number, 0) | left
        return None

    def unpaired(self, number: int) -> int:
        """Return the choices after one that are still to be made beside it, as bits."""
        if self._never >> number & 1:
            return 0
        left = self._every & ~self._beside[number] & ~self._never
        return left >> (number + 1) << (number + 1)

    def open_pairs(self) -> Iterator[tuple[Need, Need]]:
        """Yield the pairs of values that no message makes and no proof excludes, so far."""
        for number in bits(self.finite):
            left = self.unpaired(number) | self._unsure.get(number, 0)
            for other in bits(left & self.finite):
                yield self._needs[number], self._needs[other]

    @property
    def needs(self) -> Sequence[Need]:
        """All choices, by their numbers."""
        return self._needs

    @property
    def finite(self) -> int:
        """The choices that are values of enums and booleans, as bits."""
        values = (number for number, need in enumerate(self._needs) if need.aspect == "value")
        return sum(1 << number for number in values)

    def gain(self, number: int, made: int) -> int:
        """Return which of some choices are still to be made beside one, as bits."""
        same = self._choices.beside[number]
        return made & ~same & ~self._beside[number] & ~self._never

    def made(self, value: Json) -> int:
        """Return the choices that a message makes, as bits."""
        return self._choices.made(value)

    def apart_from(self, number: int) -> int:
        """Return the choices of other places than that of one, as bits."""
        return self._every & ~self._choices.beside[number]

    def remade(self, made: int, number: int, value: Json) -> int:
        """Return the choices of a message after one was made in it.

        Args:
            made: The choices before.
            number: Of the one.
            value: The message after it.
        """
        if self._choices.parted >> number & 1:
            return self._choices.made(value)
        return made & ~self._choices.beside[number] | 1 << number

    def _open(self) -> list[Need]:
        done = self._met | self._never | self._odd
        return [self._needs[it] for it in bits(self._every & ~done)]

    def _fuller(self, found: Found) -> Found:
        """Ask for more of the missing choices in one message; some cannot be together."""
        made = self._choices.made(found.value) & ~self._met
        missing = self._open()
        fixed = self._needs[next(bits(made))] if made else missing[0]
        wanted = {it.pointer: it for it in reversed(missing) if it.pointer != fixed.pointer}
        near = sorted(wanted.values(), key=lambda it: -_shared(it.pointer, fixed.pointer))
        more = near[:_AT_ONCE]
        for _ in range(_TRIES):
            question = Question(needs=(fixed, *more))
            outcome = self._solver.first.ask(question, without=self._without)
            if isinstance(outcome, Found):
                return outcome
            labels = outcome.labels if isinstance(outcome, Core) else ()
            clash = [it for it in more if it in labels]
            if not clash:
                break
            more.remove(clash[-1])
        return found

    def _ask(self, groups: Sequence[Group]) -> Found | Core | GivenUp:
        promise = self._solver.first.one_of(groups)
        while True:
            outcome = self._solver.first.ask(Question(), without=self._without, promise=promise)
            if isinstance(outcome, GivenUp) and self._solver.begin_anew():
                promise = self._solver.first.one_of(groups)
                continue
            soft = frozenset(_bounds(outcome, soft=True)) if isinstance(outcome, Core) else None
            if not soft or soft <= self._without:
                return outcome
            self._without |= soft

    def _end(self, outcome: Core | GivenUp, needs: Sequence[Need]) -> None:
        if isinstance(outcome, GivenUp):
            self.gave_up = outcome.reason
            return
        claims = tuple(it for it in outcome.labels if isinstance(it, Claim))
        self.proof = Proof(claims, tuple(needs), tuple(_bounds(outcome, soft=False)))

    def _confirmed(self, found: Found) -> "Json | Missing":
        """Return a message when the oracles take it; some rules are not encoded whole."""
        confirmed = self._solver.confirmed(found, self._without)
        return confirmed.value if isinstance(confirmed, Witness) else MISSING

    def _sought(self, found: Found, among: int) -> int:
        """Return one of the choices that a message was asked for, and makes if it is as it says."""
        return next(bits(self._choices.made(found.value) & among or among))

    def _otherwise(self, *needs: Need) -> "Json | Missing":
        """Ask for some choices alone, more than once where messages turn out to be none."""
        answer = self._solver.ask(Question(needs=needs), grow=False, explain=False)
        return answer.value if isinstance(answer, Witness) else MISSING


def _shared(pointer: str, other: str) -> int:
    """Return how many steps two pointers have in common."""
    pairs = zip(pointer.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _bounds(core: Core, *, soft: bool) -> Iterator[Bound]:
    for label in core.labels:
        if isinstance(label, Bound) and (label.kind in SOFT) == soft:
            yield label
