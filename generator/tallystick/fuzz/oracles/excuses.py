"""What a whole campaign shows of refusals: of those that may be of rules of the server, and all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.bodies.naming import ways
from tallystick.fuzz.documented import answer
from tallystick.fuzz.model import Case, Finding, Reply, Weight
from tallystick.fuzz.oracles.acceptance import accepted, doubtful, excused
from tallystick.fuzz.oracles.pinned import Pinned
from tallystick.fuzz.oracles.pointing import alone, blamed
from tallystick.fuzz.oracles.scene import Scene, about, finding
from tallystick.fuzz.statuses import MALFORMED

KIND: Final = "refused-perhaps"
KEYWORDS: Final = 3
RULES: Final = 4
"""Different ones, each broken alone, that show which statuses they are refused with."""
TURNS: Final = 3
"""Refusals of a value between acceptances of it."""


@dataclass(slots=True)
class _Statuses:
    """Status -> names of what was broken alone and refused with it, of one operation."""

    keywords: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    rules: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of_schemas(self, status: int) -> bool:
        """Whether a status says that a schema is broken, and never that a rule is."""
        every = set[str]().union(*self.rules.values())
        known = len(self.keywords.get(status, ())) >= KEYWORDS and len(every) >= RULES
        return known and status in MALFORMED and status not in self.rules


@dataclass(slots=True)
class _Turns:
    """What came of one value of a member that the caller alone decides about.

    Attributes:
        open: Refusals since it was accepted.
        between: Refusals that an acceptance came before and after.
    """

    taken: bool = False
    open: int = 0
    between: int = 0
    shown: tuple[Case, Reply] | None = None


class Excuses:
    """Remembers refusals that are excused, and what speaks against it."""

    def __init__(self, scene: Scene) -> None:
        """Know of none."""
        self._scene = scene
        self._statuses: dict[str, _Statuses] = defaultdict(_Statuses)
        self._pinned: dict[str, Pinned] = defaultdict(Pinned)
        self._doubtful: dict[tuple[str, int, str], tuple[Case, Reply]] = {}
        self._turns: dict[tuple[str, str, bytes], _Turns] = defaultdict(_Turns)

    def note(self, case: Case, reply: Reply) -> None:
        """Remember what came of a request."""
        if reply.error or not case.has_value:
            return
        if case.expect == "refused" and not case.note and not accepted(reply):
            self._broken(case, reply)
        elif not self._scene.server_rules:
            return
        elif case.expect == "accepted" and not case.takes and case.message.caller == "own":
            self._valid(case, reply)

    def _broken(self, case: Case, reply: Reply) -> None:
        if case.claim is None or case.kind not in {"keyword", "rule"}:
            return
        known = self._statuses[case.operation]
        kinds = known.rules if case.claim.rule else known.keywords
        kinds[reply.status].add(case.claim.name)
        if case.kind == "keyword":
            self._pinned[case.operation].note(case, reply)

    def _valid(self, case: Case, reply: Reply) -> None:
        """Remember what came of a valid request."""
        own = alone(self._scene, case)
        if accepted(reply):
            for at in own:
                for turns in self._of(case, at):
                    turns.taken, turns.between, turns.open = True, turns.between + turns.open, 0
            return
        if not doubtful(self._scene, case, reply) or not excused(self._scene, case, reply):
            return
        for at in dict.fromkeys(blamed(answer(reply), case.value)):
            self._smallest((case.operation, reply.status, at), case, reply)
            for turns in self._of(case, at) if at in own else ():
                turns.open += turns.taken
                turns.shown = turns.shown or (case, reply)

    def _of(self, case: Case, at: str) -> Iterator[_Turns]:
        for _, value in ways(case.value, at):
            yield self._turns[case.operation, at, compact(value)]

    def _smallest(self, key: tuple[str, int, str], case: Case, reply: Reply) -> None:
        known = self._doubtful.get(key)
        if known is None or len(compact(case.value)) < len(compact(known[0].value)):
            self._doubtful[key] = (case, reply)

    def judge(self) -> Iterator[Finding]:
        """Yield a warning for what no such rule explains.

        A status that only says that a schema is broken says nothing of rules, where others are
        refused with another one; and what depends on
        nothing but the caller and one value comes out for it as it did before and does after.
        """
        for (operation, status, at), (case, reply) in self._doubtful.items():
            others = {it for each, it, _ in self._doubtful if each == operation} - {status}
            if others and self._statuses[operation].of_schemas(status):
                said = f"a valid request was refused with {status}, which is said of broken schemas"
                yield _warning(f"{said}, never of rules, pointing at {at}", case, reply, at)
        yield from filter(None, (each.judge() for each in self._pinned.values()))
        for (_, at, _), turns in self._turns.items():
            if turns.between >= TURNS and turns.shown is not None:
                said = f"a value of {at} was refused {turns.between} times by which it was taken"
                yield _warning(f"{said} before and after, from the same caller", *turns.shown, at)


def _warning(said: str, case: Case, reply: Reply, at: str) -> Finding:
    claim = about(case, "request:valid", at)
    return finding(KIND, said, case, reply, claim=claim, weight=Weight.WARNING)
