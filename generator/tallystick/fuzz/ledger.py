"""What a campaign has seen: findings, each once, and what was covered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from tallystick.fuzz.bodies.judging import compact
from tallystick.fuzz.documented import is_page
from tallystick.fuzz.model import PLAINLY, Case, Claim, Finding, Gap, Reply, Weight
from tallystick.fuzz.oracles import answered, headers, judged, own_name
from tallystick.fuzz.oracles.acceptance import accepted, excused, taken
from tallystick.fuzz.oracles.conflicts import remember
from tallystick.fuzz.oracles.excuses import Excuses
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.requests.giving import Giver
from tallystick.fuzz.requests.touching import touches
from tallystick.fuzz.statuses import SUCCESS
from tallystick.text import Json

LOUDEST = {Weight.ERROR: 0, Weight.WARNING: 1, Weight.NOTE: 2}


@dataclass(slots=True)
class Tally:
    """How one operation fared.

    Attributes:
        valid: Valid requests that were sent.
        accepted: Those of them that were taken, or redirected as documented.
        excused: Reason -> valid requests refused by no fault of the server.
        goals: Goals that an accepted request covered.
        statuses: Status of the answers to valid requests -> how many.
        pages: The same of those that are pages for people, which the document does not list.
        hoped: Status of the answers to valid requests that need not be taken, as the state of the
            resource may forbid them -> how many.
        guessed: The same of those whose path was made up, so that it may name nothing.
    """

    valid: int = 0
    accepted: int = 0
    excused: Counter[str] = field(default_factory=Counter)
    goals: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    pages: Counter[int] = field(default_factory=Counter)
    hoped: Counter[int] = field(default_factory=Counter)
    guessed: Counter[int] = field(default_factory=Counter)

    @property
    def open(self) -> Counter[int]:
        """Status of the answers to all valid requests that need not be taken -> how many."""
        return self.hoped + self.guessed

    @property
    def granted(self) -> int:
        """How many of those that need not be taken were."""
        return sum(count for status, count in self.open.items() if status in SUCCESS)


@dataclass(slots=True)
class Trial:
    """How a claim fared.

    Attributes:
        alone: Requests that break it and nothing else.
        refused: Of all requests that break it, those refused.
        accepted: Those accepted.
    """

    alone: int = 0
    refused: int = 0
    accepted: int = 0


class Ledger:
    """Collects results in any order; the same results give the same report.

    Attributes:
        operations: Operation id -> how it fared.
        trials: Claim -> how it fared.
        samples: Status -> the first valid request that was answered with it, and the answer.
        notes: What there is to say of a whole campaign, beside findings.
    """

    def __init__(self, scene: Scene) -> None:
        """Begin with nothing."""
        self._scene = scene
        self._found: dict[str, Finding] = {}
        self._count: dict[str, int] = {}
        self._heard: headers.Sorts = {}
        self._excuses = Excuses(scene)
        self._giver = Giver(scene.judging)
        self.notes: list[str] = []
        self.operations: dict[str, Tally] = {each: Tally() for each in scene.operations}
        self.trials: dict[Claim, Trial] = {}
        self.samples: dict[int, tuple[Case, Reply]] = {}

    def asked(self, named: Callable[[str], bool]) -> dict[str, Tally]:
        """Return how operations fared that were named, or had a valid request for others."""
        return {name: it for name, it in self.operations.items() if it.valid or named(name)}

    def add(self, found: Iterable[Finding]) -> None:
        """Remember findings; of the same one the smallest request is kept."""
        for item in found:
            key = item.key
            known = self._found.get(key)
            if known is None or _size(item) < _size(known):
                self._found[key] = item
            self._count[key] = self._count.get(key, 0) + item.count

    def judge(self, case: Case, reply: Reply) -> None:
        """Have an answer judged as every answer is."""
        scene = self._scene
        self.add(judged(scene, case, reply))
        if accepted(reply):
            remember(scene, case)
        headers.note(scene, case, reply, self._heard)
        self._excuses.note(case, reply)

    def see(self, case: Case, reply: Reply, given: Mapping[str, str]) -> None:
        """Have an answer judged by what the path of its request was given, whoever sent it."""
        self.add(own_name.judge(self._scene, case, reply, given))

    def close(self, failed: Iterable[tuple[Case, Reply]] = ()) -> None:
        """Judge what only a whole campaign shows.

        Args:
            failed: Requests that the server failed at; nobody may have had them judged.
        """
        known = {
            each.case.operation for each in self._found.values() if each.kind == answered.FAILURE
        }
        for case, reply in failed:
            if case.operation not in known:
                self.add(answered.judge(self._scene, case, reply))
        self.add(headers.judge(self._heard))
        self.add(headers.same(self._heard))
        self.add(self._excuses.judge())
        self.notes = [*headers.never(self._heard)]

    def improve(self, smaller: Finding) -> None:
        """Replace a finding by the same one with a smaller request."""
        self._found[smaller.key] = smaller

    def note(self, case: Case, reply: Reply) -> None:
        """Count one answer."""
        tally = self.operations[case.operation]
        if case.expect == "accepted":
            self._valid(tally, case, reply)
        elif case.expect == "documented" and case.kind in PLAINLY:
            self._open(tally, case, reply)
        elif case.expect == "refused" and case.claim is not None:
            trial = self.trials.get(case.claim)
            if trial is None:
                trial = self.trials[case.claim] = Trial()
            trial.alone += 0 if case.note else 1
            if accepted(reply):
                trial.accepted += 1
            elif 400 <= reply.status < 500 and not self._shut(case, reply):  # noqa: PLR2004 - refusals
                trial.refused += 1

    def _shut(self, case: Case, reply: Reply) -> bool:
        """Whether a refusal says nothing of what is wrong, as nobody gave a credential."""
        return case.kind != "credentials" and self._scene.shut(case, reply)

    def _open(self, tally: Tally, case: Case, reply: Reply) -> None:
        """Count one answer to a valid request that need not be taken."""
        if case.takes:
            tally.hoped[reply.status] += 1
        elif "{" in self._scene.operations[case.operation].path:
            tally.guessed[reply.status] += 1
        if accepted(reply):
            self._cover(tally, case)

    def _valid(self, tally: Tally, case: Case, reply: Reply) -> None:
        """Count one answer to a request that must be taken."""
        tally.valid += 1
        tally.statuses[reply.status] += 1
        page = is_page(self._scene.operations[case.operation], reply)
        if page:
            tally.pages[reply.status] += 1
        self.samples.setdefault(reply.status, (case, reply))
        if taken(self._scene, case, reply) and not page:
            tally.accepted += 1
            self._cover(tally, case)
        elif reason := excused(self._scene, case, reply):
            tally.excused[reason] += 1

    def _cover(self, tally: Tally, case: Case) -> None:
        """Note what an accepted request covers."""
        tally.goals.update(case.touches)
        scene, operation = self._scene, self._scene.operations[case.operation]
        known = scene.once(
            ("touches", operation.id), lambda: touches(operation, self._giver, scene.api)
        )
        tally.goals.update(
            it.goal for it in known if it.goal not in tally.goals and it.met(case.message)
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the loud ones first."""
        counted = (replace(item, count=self._count[key]) for key, item in self._found.items())
        return tuple(sorted(counted, key=lambda each: (LOUDEST[each.weight], each.key)))

    @property
    def size(self) -> int:
        """How many findings there are."""
        return len(self._found)


def _size(item: Finding) -> tuple[int, bytes]:
    body = item.case.message.body or b""
    return len(body), body


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A whole campaign.

    Attributes:
        title: Name of the API.
        seed: What replays it.
        findings: The loud ones first; known ones (of a baseline) are not among them.
        known: Findings that a baseline lists.
        operations: Operation id -> how it fared.
        trials: Claim -> how it fared.
        gaps: Claims that no request isolates, and why.
        unreached: (operation, goal) of valid bodies that were not found.
        pairs_open: (operation, choice, choice) that no valid body makes and no proof excludes.
        requests: Requests sent.
        heard: Some of them was answered.
        seconds: Wall-clock time, the making of requests included.
        planned: Requests that were planned.
        shard: Which part of how many it is.
        stopped: Why it ended early, "" when it did not.
        silent: It ended since the server answered no more.
        interrupted: It ended since somebody wanted it to.
        notes: What else there is to say: a phase that was left out, what another tool told.
        left_off: Where it stopped, for `resuming.load`; None when it went to its end.
        headline: What stands before all else: (what is wrong with the whole, what to do about it).
    """

    title: str
    seed: int
    findings: tuple[Finding, ...]
    known: tuple[Finding, ...] = ()
    operations: dict[str, Tally]
    trials: dict[Claim, Trial]
    gaps: tuple[Gap, ...]
    unreached: tuple[tuple[str, str], ...]
    requests: int
    heard: bool = True
    seconds: float
    planned: int
    shard: tuple[int, int] = (1, 1)
    stopped: str = ""
    silent: bool = False
    interrupted: bool = False
    notes: tuple[str, ...] = ()
    left_off: Json = None
    headline: tuple[str, str] | None = None
    pairs_open: tuple[tuple[str, str, str], ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is a finding that is an error."""
        return any(item.weight is Weight.ERROR for item in self.findings)

    @property
    def idle(self) -> str:
        """Why nothing of the server was judged, "" when something was."""
        if not self.requests:
            return self.stopped or "no request was made" + self._because
        tallies = self.operations.values()
        valid = sum(tally.valid for tally in tallies)
        got_in = sum(tally.accepted + tally.granted for tally in tallies)
        if self.findings or self.stopped or got_in or self.shard != (1, 1) or not valid:
            return ""
        excused = Counter[str]()
        for tally in tallies:
            excused += tally.excused
        if excused.total() < valid:
            return ""
        return f"no valid request got in, by no fault of the server: {', '.join(sorted(excused))}"

    @property
    def _because(self) -> str:
        _, parts = self.shard
        if parts > 1:
            return f": there are fewer than {parts} for as many parts"
        return ": nothing is broken alone by a body, the report says why" if self.gaps else ""


def smaller_first(values: Iterable[Case]) -> list[Case]:
    """Return cases, those with the smallest body first."""
    return sorted(values, key=lambda case: len(compact(case.value)) if case.has_value else 0)
