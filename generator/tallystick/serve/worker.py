"""The job worker: claims what is due, walks it one state on, and writes under its fence."""

import logging
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.serve.behaviour import Asset, Failure
from tallystick.serve.jobs import REFERENCE, RunningJob, Setting
from tallystick.serve.records import Step, Stored
from tallystick.text import Json

LOG = logging.getLogger("tallystick.serve")
MAX_ATTEMPTS = 25
"""Claims without progress (the process died each time) after which a job fails."""
IDLE = 1.0
"""Seconds after which an idle worker looks again: another process may have stored a job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How jobs are timed.

    Attributes:
        lease: Seconds after which a job whose worker died is taken up again.
        grace: Seconds that running jobs are given when the server closes.
    """

    lease: float = 10.0
    grace: float = 5.0


class Worker:
    """Walks resources through their states, in threads or, in tests, step by step."""

    def __init__(self, setting: Setting, pace: Pace) -> None:
        """Make a worker; no thread runs before `start`."""
        self._setting = setting
        self._store = setting.store
        self._clock = setting.clock
        self._pace = pace
        self._running: dict[int, tuple[Stored, threading.Event]] = {}
        self._awake = threading.Condition()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, workers: int) -> None:
        """Start worker threads, and one that renews the leases of what they do."""
        self._stopping.clear()
        targets = [self._loop] * workers + ([self._keep_leases] if workers else [])
        for number, target in enumerate(targets):
            thread = threading.Thread(target=target, name=f"tally-worker-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Let running jobs end within the grace period; give the others back."""
        self._stopping.set()
        for _, lost in list(self._running.values()):
            lost.set()
        self.wake()
        for thread in self._threads:
            thread.join(self._pace.grace)
        self._threads.clear()
        for claimed, _ in list(self._running.values()):
            self._store.renew(claimed, self._clock())

    def wake(self) -> None:
        """Tell idle workers that a job was stored."""
        with self._awake:
            self._awake.notify()

    def run_pending(self, limit: int = 10_000) -> int:
        """Do everything that is due by the clock, in this thread; return how many steps."""
        steps = 0
        while steps < limit and self.step():
            steps += 1
        return steps

    def step(self) -> bool:
        """Claim one job and walk it until it must wait or ends; False when nothing is due."""
        claimed = self._store.claim(self._clock(), self._pace.lease)
        if claimed is None:
            return False
        lost = threading.Event()
        self._running[claimed.number] = (claimed, lost)
        try:
            self._advance(claimed, lost)
        finally:
            self._running.pop(claimed.number, None)
        return True

    def _advance(self, claimed: Stored, lost: threading.Event) -> None:
        plan = self._setting.plans.get(claimed.kind)
        following = plan.walk.towards_success(claimed.state) if plan else None
        if plan is None or following is None:
            # The document changed under the database: nobody can finish this job.
            LOG.warning("no way on for %s from state %r", claimed.id, claimed.state)
            self._store.renew(claimed, self._clock() + self._pace.lease)
            return
        job = RunningJob(
            claimed=claimed,
            plan=plan,
            setting=self._setting,
            lost=lost,
        )
        if plan.walk.is_terminal(following):
            self._finish(job, following)
        else:
            self._move(job, following)

    def _move(self, job: RunningJob, state: str) -> None:
        """Write a state that is not terminal; the job is due again after the latency."""
        now = self._clock()
        value = self._compose(job, {}, state)
        due = now + self._setting.latency
        assets = _used(job, value)
        self._store.write(
            job.claimed, Step(value=value, state=state, at=now, due=due, assets=assets)
        )

    def _finish(self, job: RunningJob, success: str) -> None:
        """Run the job and write the terminal state that it led to."""
        try:
            members, state = self._run(job, success)
        except Exception:
            LOG.exception("the behaviour could not name the failure of job %s", job.id)
            members, state = {}, self._failing(job, None)
        if self._stopping.is_set() and job.stopping and state != success:
            return  # a run that gave up because the server closes has not failed
        if state is None:
            LOG.error("job %s failed, but its lifecycle has no failing state", job.id)
            return
        value = self._compose(job, members, state)
        terminal = job.plan.walk.is_terminal(state)
        now = self._clock()
        step = Step(
            value=value,
            state=state,
            at=now,
            due=None if terminal else now + self._setting.latency,
            assets=_used(job, value),
        )
        if not self._store.write(job.claimed, step):
            LOG.warning("the lease of job %s was lost; its outcome is dropped", job.id)

    def _run(self, job: RunningJob, success: str) -> tuple[Mapping[str, Json], str | None]:
        try:
            if job.claimed.attempts > MAX_ATTEMPTS:
                message = f"{job.claimed.attempts} attempts ended without an outcome"
                raise RuntimeError(message)  # noqa: TRY301 - told like any other failure
            members = self._setting.behaviour.run(job)
        except Failure as failure:
            return failure.members, self._failing(job, failure.state)
        except Exception as error:
            LOG.exception("job %s raised", job.id)
            outcome = self._setting.behaviour.failed(job, error)
            return outcome.members, self._failing(job, outcome.state)
        chosen = members.get(job.plan.walk.lifecycle.member)
        declared = job.plan.walk.lifecycle.success
        return members, chosen if isinstance(chosen, str) and chosen in declared else success

    def _failing(self, job: RunningJob, wanted: str | None) -> str | None:
        walk = job.plan.walk
        found = walk.towards_failure(job.claimed.state, wanted)
        return found or walk.towards_failure(job.claimed.state)

    def _compose(self, job: RunningJob, members: Mapping[str, Json], state: str) -> dict[str, Json]:
        """Merge members into the resource, as the state asks for them."""
        walk = job.plan.walk
        value = walk.tidy({**job.claimed.value, **members}, state)
        missing = walk.missing(value, state)
        if missing:
            example = job.example()
            value.update({name: example[name] for name in missing if name in example})
        return value

    def _loop(self) -> None:
        while not self._stopping.is_set():
            try:
                if not self.step():
                    self._wait()
            except Exception:  # a full disk may have room again later
                LOG.exception("the job worker could not use its database")
                self._stopping.wait(IDLE)

    def _wait(self) -> None:
        due = self._store.next_due()
        pause = IDLE if due is None else min(IDLE, max(0.001, due - self._clock()))
        with self._awake:
            if not self._stopping.is_set():
                self._awake.wait(pause)

    def _keep_leases(self) -> None:
        while not self._stopping.wait(self._pace.lease / 3):
            for claimed, lost in list(self._running.values()):
                self._keep_lease(claimed, lost)

    def _keep_lease(self, claimed: Stored, lost: threading.Event) -> None:
        try:
            if not self._store.renew(claimed, self._clock() + self._pace.lease):
                lost.set()
        except sqlite3.Error:
            LOG.exception("the lease of job %s could not be renewed", claimed.id)


def _used(job: RunningJob, value: dict[str, Json]) -> tuple[tuple[str, Asset], ...]:
    """Return the assets that a resource refers to; placeholders nobody took are dropped."""
    named = set(references(value))
    return tuple(entry for entry in job.assets if entry[0] in named)


def references(value: Json) -> list[str]:
    """Return the ids of all assets that a value refers to."""
    found: list[str] = []
    waiting: list[Json] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str) and item.startswith(REFERENCE):
            found.append(item.removeprefix(REFERENCE))
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found
