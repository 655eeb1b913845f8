"""kill -9 under load: nothing acknowledged is lost, nothing is completed twice."""

import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx2

KILLS = 10
LEASE = 0.5
BOUND = 60.0
"""Seconds after which the test gives up; it takes about a quarter of that."""


class Load:
    """A caller that creates without pause, each job with a key of its own, and remembers."""

    def __init__(self, url: Callable[[], str]) -> None:
        """Make the callers; none runs yet."""
        self.acknowledged: dict[str, str] = {}
        self.contradictions: list[str] = []
        self._url = url
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(3)]

    def __enter__(self) -> Self:
        """Let the callers loose."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Call them back and wait for them."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, number: int) -> None:
        with httpx2.Client(headers={"authorization": "Bearer k"}, timeout=5) as client:
            count = 0
            while not self._over.is_set():
                count += 1
                self._create(client, f"{number}-{count}")

    def _create(self, client: httpx2.Client, key: str) -> None:
        """Send one job until it is acknowledged, then once more: the same must come back."""
        answers: list[str] = []
        while len(answers) < 2 and not (self._over.is_set() and not answers):
            try:
                answer = client.post(
                    self._url() + "/toasts",
                    json={"bread": key},
                    headers={"idempotency-key": key},
                )
            except httpx2.TransportError:
                if self._over.wait(0.01) and answers:
                    break
                continue
            assert answer.status_code == 202, answer.text
            answers.append(answer.json()["toast"]["id"])
            self.acknowledged[key] = answers[0]
        if len(set(answers)) > 1:
            self.contradictions.append(key)


def test_killed_many_times_under_load(launch: Any, tmp_path: Path) -> None:
    """What a caller was told outlives every death of the server."""
    database = str(tmp_path / "crash.db")
    options = {"db": database, "lease": LEASE, "workers": 2, "latency": 0.01}
    dice = random.Random(20)  # noqa: S311 - repeatable
    current = [launch(**options)]
    begin = time.monotonic()
    with Load(lambda: str(current[0].url)) as load:
        for _ in range(KILLS):
            # Not a wait for something to happen: the moment of death is the input.
            threading.Event().wait(dice.uniform(0.05, 0.4))
            os.kill(current[0].process.pid, signal.SIGKILL)
            current[0].process.wait()
            current[0] = launch(**options)
            assert time.monotonic() - begin < BOUND
    assert load.acknowledged
    assert load.contradictions == []
    wait_until_done(database, begin)
    check(current[0].url, database, load.acknowledged)


def wait_until_done(database: str, begin: float) -> None:
    """Wait until no job is open."""
    connection = sqlite3.connect(database)
    while connection.execute("SELECT count(*) FROM resources WHERE due IS NOT NULL").fetchone()[0]:
        assert time.monotonic() - begin < BOUND
        threading.Event().wait(0.05)
    connection.close()


def check(url: str, database: str, acknowledged: dict[str, str]) -> None:
    """Hold the database and the server against what callers were told."""
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT number, id, state, request FROM resources").fetchall()
    stored = {row[1] for row in rows}
    assert set(acknowledged.values()) <= stored, "an acknowledged job is lost"
    assert len(set(acknowledged.values())) == len(acknowledged), "two keys share a job"
    assert len({row[3] for row in rows}) == len(rows), "a key made two jobs"
    assert {row[2] for row in rows} == {"done"}
    ends = Counter(
        row[0] for row in connection.execute("SELECT resource FROM history WHERE state = 'done'")
    )
    assert set(ends) == {row[0] for row in rows}
    assert set(ends.values()) == {1}, "a job was completed twice"
    plates = Counter(row[0] for row in connection.execute("SELECT resource FROM assets"))
    assert set(plates.values()) == {1}, "an unfinished run left an asset behind"
    connection.close()
    with httpx2.Client(base_url=url, headers={"authorization": "Bearer k"}) as client:
        for toast_id in list(acknowledged.values())[:20]:
            toast = client.get(f"/toasts/{toast_id}").json()
            assert toast["status"] == "done"
            assert client.get(toast["plate"]["photo"]).status_code == 200
