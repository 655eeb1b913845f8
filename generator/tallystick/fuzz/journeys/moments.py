"""What else is done to resources whose states are declared: where it may be, and where it may not.

*409 unless it failed or was cancelled*, *409 unless the job has ended*: what is said of an action,
an update or a deletion is tried in the states that time and other actions lead to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from tallystick.fuzz.documented import answer, response, sentences
from tallystick.fuzz.journeys.acting import Acting
from tallystick.fuzz.journeys.deeds import Deed, asking, deeds
from tallystick.fuzz.journeys.guarding import Begin, Guard, Guarding
from tallystick.fuzz.journeys.reached import There
from tallystick.fuzz.journeys.removing import deleted_again, deletes
from tallystick.fuzz.journeys.resources import Resources
from tallystick.fuzz.journeys.saying import Said
from tallystick.fuzz.journeys.standing import Task
from tallystick.fuzz.journeys.subjects import Subject, Subjects, resource, state_of
from tallystick.fuzz.ledger import Ledger
from tallystick.fuzz.model import Case, Finding, Reply
from tallystick.fuzz.oracles import acted, repeated, updated
from tallystick.fuzz.oracles.acceptance import accepted, done
from tallystick.fuzz.oracles.lifecycle import Walk
from tallystick.fuzz.oracles.scene import Scene
from tallystick.fuzz.statuses import CONFLICT, GONE
from tallystick.ir import Lifecycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One kind of resources whose states are declared.

    Attributes:
        like: Asks for one.
        machine: Their states.
        others: Actions that lead to states.
        guards: What may be done in some states only.
        delete: What deletes one, where a state may be in the way.
    """

    like: Deed
    machine: Lifecycle
    others: tuple[Deed, ...]
    guards: tuple[Guard, ...]
    delete: Guard | None


class Moments:
    """Tries what may be done in some states only."""

    def __init__(
        self,
        scene: Scene,
        ledger: Ledger,
        subjects: Subjects,
        resources: Resources,
        means: tuple[Acting, Guarding],
    ) -> None:
        """Act on `subjects`, telling `ledger`; `means` lead to states, and know what is said."""
        self._scene = scene
        self._ledger = ledger
        self._subjects = subjects
        self._chains = resources.chains
        self._acting, self._guarding = means

    def tasks(self, only: tuple[str, ...]) -> list[Task]:
        """Return what can be tried.

        Args:
            only: Operations; empty for all.
        """
        return [
            Task(partial(self._try, moment), len(moment.guards) + (moment.delete is not None))
            for moment in self._moments()
            if not only or {it.deed.operation.id for it in _all(moment)} & set(only)
        ]

    def _moments(self) -> Iterator[Moment]:
        acts = [
            it for it in deeds(self._scene.api, self._chains) if it.kind == "action" and it.ends
        ]
        for chain in self._chains:
            like = asking(self._scene.api, chain) if chain.polls else None
            machine = like.course.machine if like is not None and like.course is not None else None
            if like is None or machine is None:
                continue
            others = tuple(each for each in acts if each.chain is chain)
            found = self._guarding.guards(like, [each.operation.id for each in others])
            gone = self._deletion(like, machine, found)
            guards = tuple(found)
            if guards or gone is not None:
                yield Moment(like=like, machine=machine, others=others, guards=guards, delete=gone)

    def _deletion(self, like: Deed, machine: Lifecycle, guards: list[Guard]) -> Guard | None:
        """Return what deletes a resource in some states only: in its ends, where nobody says."""
        delete = deletes(self._scene, like.chain)
        if delete is None or response(delete, CONFLICT) is None:
            return None
        told = next((it.told for it in guards if it.deed.operation is delete), Said())
        ends = frozenset(state.name for state in machine.states if not state.next)
        told = replace(told, sources=told.sources or ends - told.barred)
        return Guard(deed=replace(like, operation=delete), told=told, inner=None)

    def _try(self, moment: Moment) -> None:
        """Try all in the states that forbid it, then in one that does not, deletions last."""
        states = (state.name for state in moment.machine.states)
        self._guarding.run(moment.guards, states, partial(self._brought, moment))
        for guard in _all(moment):
            if guard.inner is None and guard.told.sources:
                self._allowed(moment, guard)

    def _brought(self, moment: Moment, state: str, begin: Begin) -> There | None:
        """Return a resource in a state; a new one is in the first, as it moves when it is seen."""
        like = moment.like
        if state == moment.machine.initial:
            subject = self._subjects.fresh(like.chain, like=begin.like)
        else:
            subject = self._acting.brought(like, state, moment.others)
        shown = resource(like, subject.first) if subject is not None else None
        if subject is None or shown is None:
            return None
        return There(subject=subject, state=state, last=begin.before(subject), value=shown)

    def _allowed(self, moment: Moment, guard: Guard) -> None:
        """Do something in a state that its words name: another caller, who must not, then we."""
        words = " ".join(sentences(guard.deed.operation.doc))
        subject = self._subjects.fresh(moment.like.chain, rich=repeated.says(words))
        wanted = tuple(sorted(guard.told.sources))
        if subject is None or (
            moment.machine.initial not in wanted
            and not self._acting.led(moment.like, subject, wanted, moment.others)
        ):
            return
        samples = self._guarding.samples(guard.deed.operation)
        if not samples or self._subjects.budget.left <= 0:
            return
        case = self._subjects.case(guard.deed, subject, samples[0])
        if self._strange(guard, subject, case):
            return
        before = self._subjects.got(subject)[1]
        state = state_of(moment.like, answer(before)) or ""
        reply = self._subjects.send(case, subject)
        if reply.status == CONFLICT and _sure(moment, guard, state):
            names = guard.deed.operation.id, state, guard.told.spelled
            self._ledger.add(acted.denied(case, reply, *names))
        elif accepted(reply) and _deletes(guard):
            self._ledger.add(self._deleted(guard, subject, case) if done(reply) else ())
        elif accepted(reply):
            self._ledger.add(_again(subject, (case, reply), before, words))
            self._ledger.add(self._kept(moment, subject, case, before))

    def _strange(self, guard: Guard, subject: Subject, case: Case) -> bool:
        """Have another caller do it who is refused the resource; returns whether they could."""
        if not self._subjects.has_second or not self._subjects.strange(subject):
            return False
        theirs = case.by_second
        reply = self._subjects.send(theirs, subject)
        could = accepted(reply) and (not _deletes(guard) or self._gone(subject, theirs))
        if could:
            tells = updated.strange if _deletes(guard) else acted.strange
            self._ledger.add(tells(theirs, reply, guard.deed.operation.id))
        return could

    def _gone(self, subject: Subject, after: Case) -> bool:
        asked = replace(self._subjects.asking(subject, after=after), expect="documented")
        return self._subjects.send(asked, subject).status in GONE

    def _deleted(self, guard: Guard, subject: Subject, case: Case) -> Iterator[Finding]:
        """See that what was deleted is gone, and is not deleted again."""
        asked = replace(self._subjects.asking(subject, after=case), expect="documented")
        seen = self._subjects.send(asked, subject)
        delete, get = guard.deed.operation, subject.chain.get
        if accepted(seen):
            sure = any(response(get, status) for status in GONE)
            yield from updated.left(asked, seen, delete.id, sure=sure)
        elif seen.status in GONE:
            yield from deleted_again(self._subjects, subject, case, delete)

    def _kept(
        self, moment: Moment, subject: Subject, case: Case, before: Reply
    ) -> Iterator[Finding]:
        """See that a resource is there after an action, and did not go back."""
        asked, seen = self._subjects.got(subject, after=case)
        walk = Walk(moment.machine)
        for reply in (before, seen) if accepted(seen) else ():
            found = walk.observe(asked, reply, resource(moment.like, answer(reply)))
            yield from (it for it in found if it.kind == "state-order")


def _again(
    subject: Subject, made: tuple[Case, Reply], before: Reply, words: str
) -> Iterator[Finding]:
    """Compare a new resource that an action answers with, if it does, with what words say of it."""
    case, reply = made
    bindings = subject.chain.bindings(answer(reply), subject.bindings)
    if bindings is None or bindings == subject.bindings:
        return
    values = answer(before), answer(reply)
    yield from repeated.judge(case, reply, words, values, list(subject.bindings.values())[-1])


def _all(moment: Moment) -> tuple[Guard, ...]:
    """Return what may be done in some states only, a deletion last."""
    gone = moment.delete
    if gone is None:
        return moment.guards
    return (*(it for it in moment.guards if it.deed.operation is not gone.deed.operation), gone)


def _sure(moment: Moment, guard: Guard, state: str) -> bool:
    """Whether words say that something may be done in a state, and none follows that one."""
    said = any(
        it.deed.operation is guard.deed.operation and state in it.told.sources
        for it in moment.guards
    )
    return said and any(it.name == state and not it.next for it in moment.machine.states)


def _deletes(guard: Guard) -> bool:
    return guard.deed.operation.method == "delete"
