"""Leases and fencing numbers: whatever dies or stalls, a job ends once."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tallystick.serve.behaviour import Account, Asset, Behaviour, Job
from tallystick.serve.records import Created, Draft, Step, Stored
from tallystick.serve.store import Store, StoreError
from tallystick.text import Json


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open a store, in memory and in a file."""
    opened = Store(":memory:" if request.param == "memory" else str(tmp_path / "s.db"))
    yield opened
    opened.close()


def add(store: Store, name: str, due: float = 0.0) -> Stored:
    """Store a resource with a job."""
    made = create(store, name, due).stored
    assert made is not None
    return made


def create(store: Store, name: str, due: float = 0.0) -> Created:
    """Try to store a resource with a job."""
    return store.create(
        Draft(
            id=name,
            kind="get",
            operation="make",
            account=Account(id="o", switches=frozenset({"s"})),
            request={"n": [1, None]},
            parameters=(("query", "q", 1),),
            value={"id": name, "state": "new"},
            state="new",
            created=0.0,
            due=due,
            files=(("f", b"\x00\xff"), ("", b"raw")),
        ),
        None,
    ).result()


def step(state: str, due: float | None = None, assets: Any = ()) -> Step:
    """Return a step into a state."""
    return Step(value={"state": state}, state=state, at=1.0, due=due, assets=assets)


def test_what_is_stored_comes_back(store: Store) -> None:
    """To its owner only, under its kind only."""
    made = add(store, "a")
    assert store.find("get", "a", "o") == made
    assert store.find(None, "a", "o") == made
    assert made.account == Account(id="o", switches=frozenset({"s"}))
    assert (made.request, made.parameters) == ({"n": [1, None]}, (("query", "q", 1),))
    assert store.uploads(made.number) == {"f": b"\x00\xff", "": b"raw"}
    assert store.find("get", "a", "other") is None
    assert store.find("other", "a", "o") is None


def test_an_id_is_stored_once(store: Store) -> None:
    """And the clash leaves nothing behind."""
    assert create(store, "a").outcome == "new"
    assert create(store, "a").outcome == "id-taken"
    assert store.history(1) == ("new",)
    assert store.history(2) == ()


def test_jobs_are_claimed_in_the_order_they_are_due(store: Store) -> None:
    """Those that are not due stay."""
    for name, due in (("late", 9.0), ("second", 2.0), ("first", 1.0)):
        add(store, name, due)
    claims = [store.claim(5.0, 10.0) for _ in range(3)]
    assert [claim.id if claim else None for claim in claims] == ["first", "second", None]
    assert store.next_due() == 9.0


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(store: Store) -> None:
    """Then it is claimed with a higher fence."""
    add(store, "a")
    assert store.claim(0.0, 10.0) is not None
    assert store.claim(9.9, 10.0) is None
    again = store.claim(10.0, 10.0)
    assert again is not None
    assert (again.fence, again.attempts) == (2, 2)


def test_a_renewed_lease_lasts_longer(store: Store) -> None:
    """A lost one cannot be renewed."""
    add(store, "a")
    claim = store.claim(0.0, 10.0)
    assert claim is not None
    assert store.renew(claim, 20.0)
    assert store.claim(15.0, 10.0) is None
    assert store.claim(20.0, 10.0) is not None
    assert not store.renew(claim, 99.0)


def test_a_worker_that_lost_its_lease_writes_nothing(store: Store) -> None:
    """Neither state nor asset nor history."""
    add(store, "a")
    stalled = store.claim(0.0, 10.0)
    fresh = store.claim(10.0, 10.0)
    assert stalled is not None
    assert fresh is not None
    picture = ("p", Asset(data=b"p", media_type="a/b"))
    assert not store.write(stalled, step("done", assets=(picture,)))
    assert store.asset("p") is None
    assert store.write(fresh, step("done"))
    assert not store.write(fresh, step("done"))
    assert not store.renew(fresh, 99.0)
    assert store.history(1) == ("new", "done")
    assert store.next_due() is None


def test_assets_come_with_their_state_and_uploads_go(store: Store) -> None:
    """In the same commit."""
    made = add(store, "a")
    claim = store.claim(0.0, 10.0)
    assert claim is not None
    picture = Asset(data=b"\x89", media_type="image/png", filename="p.png")
    assert store.write(claim, step("done", assets=(("p", picture),)))
    assert store.asset("p") == store.asset("p", "o") == picture
    assert store.asset("p", "other") is None
    assert store.owns(made.number, ["p", "q"]) == {"p": "p.png"}
    assert store.uploads(made.number) == {}


def test_one_writes_failure_leaves_the_batch_alone(tmp_path: Path) -> None:
    """Writes of one commit are all or none each, not all or none together."""
    store = Store(str(tmp_path / "s.db"))
    add(store, "a")
    gate = threading.Event()
    blocked = store._journal.submit(lambda _: gate.wait(10))  # noqa: SLF001 - holds the writer up
    names = ["b", "c", "d", "e", "f"]
    no_json: Any = {"made": object()}
    drafts = [Draft(
        id=name, kind="get", operation="make", account=Account(id="o"), request=None,
        parameters=(), value=no_json if name in "ce" else {}, state="new", created=0.0, due=None,
    ) for name in names]  # fmt: skip
    writes = [store.create(draft, None) for draft in drafts]
    gate.set()
    blocked.result()
    failed = [isinstance(write.exception(), TypeError) for write in writes]
    assert failed == [False, True, False, True, False]
    assert [name for name in names if store.find("get", name, "o")] == ["b", "d", "f"]
    store.close()


def test_an_acknowledged_write_is_on_disk(tmp_path: Path) -> None:
    """Synchronous FULL and WAL hold for every connection that the store opens."""
    store = Store(str(tmp_path / "s.db"))
    read = store._connect()  # noqa: SLF001 - the settings are what is promised
    assert read.execute("PRAGMA synchronous").fetchone() == (2,)
    assert read.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    read.close()
    store.close()


@pytest.mark.parametrize("content", [b"not a database" * 99, None])
def test_somebody_elses_file_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    """Told by name, and unchanged."""
    path = tmp_path / "theirs"
    if content is None:
        with sqlite3.connect(path) as theirs:
            theirs.execute("CREATE TABLE precious (x)")
        theirs.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="theirs"):
        Store(str(path))
    if content is not None:
        assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In a sentence."""
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(str(tmp_path / "no" / "s.db"))


class Dying(Behaviour):
    """A behaviour whose first run kills its worker, as far as a thread can die."""

    def __init__(self) -> None:
        """Remember the fence of every run."""
        self.runs: list[int] = []

    def run(self, job: Job) -> Mapping[str, Json]:
        """Die the first time."""
        self.runs.append(job.claimed.fence)  # type: ignore[attr-defined]  # the worker's own
        if len(self.runs) == 1:
            raise SystemExit
        return job.draft


def test_a_job_whose_worker_died_is_taken_up_when_its_lease_ends(serve: Any, clock: Any) -> None:
    """Under a new fence, and only then."""
    behaviour = Dying()
    kitchen = serve(behaviour=behaviour, lease=10.0)
    toast_id = kitchen.post("/toasts").json()["toast"]["id"]
    with pytest.raises(SystemExit):
        kitchen.server.run_pending()
    assert kitchen.server.run_pending() == 0
    clock.now += 10
    assert kitchen.server.run_pending() == 1
    assert kitchen.get(f"/toasts/{toast_id}").json()["status"] == "done"
    assert behaviour.runs == sorted(set(behaviour.runs))


def test_a_job_that_always_kills_its_worker_fails_in_the_end(serve: Any, clock: Any) -> None:
    """It would kill all of them for ever."""

    class Poison(Behaviour):
        def run(self, job: Job) -> Mapping[str, Json]:
            del job
            raise SystemExit

    kitchen = serve(behaviour=Poison(), lease=10.0)
    toast_id = kitchen.post("/toasts").json()["toast"]["id"]
    for _ in range(25):
        with pytest.raises(SystemExit):
            kitchen.server.run_pending()
        clock.now += 10
    kitchen.server.run_pending()
    assert kitchen.get(f"/toasts/{toast_id}").json()["status"] == "burnt"


def test_a_stalled_worker_finds_its_lease_lost(serve: Any, clock: Any, tmp_path: Path) -> None:
    """The second server takes the job over while the first one is still at it."""

    class Stalling(Behaviour):
        def run(self, job: Job) -> Mapping[str, Json]:
            clock.now += 10
            assert second.server.run_pending() == 1
            return {"plate": {"photo": job.attach(b"from the stalled worker", "text/plain")}}

    first = serve(behaviour=Stalling(), db=tmp_path / "s.db", lease=10.0)
    second = serve(db=tmp_path / "s.db", lease=10.0)
    toast_id = first.post("/toasts").json()["toast"]["id"]
    first.server.run_pending()
    toast = first.get(f"/toasts/{toast_id}").json()
    assert toast["status"] == "done"
    assert "stalled" not in first.get(toast["plate"]["photo"]).text
    assert first.server.store.history(1) == ("waiting", "toasting", "done")


def test_jobs_survive_a_restart(serve: Any, tmp_path: Path) -> None:
    """Those half-way, too."""
    first = serve(db=tmp_path / "s.db")
    ids = [first.post("/toasts").json()["toast"]["id"] for _ in range(3)]
    first.server.run_pending(limit=1)
    first.server.close()
    second = serve(db=tmp_path / "s.db")
    second.server.run_pending()
    for toast_id in ids:
        assert second.get(f"/toasts/{toast_id}").json()["status"] == "done"


def test_many_workers_do_every_job_once(serve: Any, tmp_path: Path) -> None:
    """Though all of them ask for work all the time."""
    runs: list[str] = []
    all_done = threading.Event()

    class Counting(Behaviour):
        def run(self, job: Job) -> Mapping[str, Json]:
            runs.append(job.id)
            if len(set(runs)) == 40:
                all_done.set()
            return job.draft

    kitchen = serve(behaviour=Counting(), db=tmp_path / "s.db", workers=4)
    call = {"method": "POST", "url": "/toasts", "json": {"bread": "a"}}
    answers = kitchen.together(*[call] * 40)
    assert all_done.wait(30)
    kitchen.server.close()
    assert sorted(runs) == sorted(answer.json()["toast"]["id"] for answer in answers)


def test_a_closing_server_waits_for_the_run_that_ends_and_keeps_the_one_that_gives_up(
    serve: Any, tmp_path: Path
) -> None:
    """A job that was given up has not failed."""
    running = threading.Event()

    class Patient(Behaviour):
        def run(self, job: Job) -> Mapping[str, Json]:
            running.set()
            while not job.stopping:
                running.wait(0.001)
            raise InterruptedError

    first = serve(behaviour=Patient(), db=tmp_path / "s.db", workers=1)
    toast_id = first.post("/toasts").json()["toast"]["id"]
    assert running.wait(10)
    first.server.close()
    second = serve(db=tmp_path / "s.db", lease=10.0)
    assert second.get(f"/toasts/{toast_id}").json()["status"] == "toasting"


def test_a_database_that_fails_is_503_and_the_worker_lives_on(
    serve: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk is no reason to die, nor to acknowledge anything."""
    kitchen = serve()

    def full(*_: object) -> None:
        message = "database or disk is full"
        raise sqlite3.OperationalError(message)

    with monkeypatch.context() as patched:
        patched.setattr(kitchen.server.store, "create", full)
        answer = kitchen.post("/toasts")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "disk is full" in caplog.text
    assert "full" not in answer.text
    assert kitchen.post("/toasts").status_code == 202


def test_a_commit_that_fails_acknowledges_nothing(tmp_path: Path) -> None:
    """The whole batch is told, and the store works again afterwards."""
    store = Store(str(tmp_path / "s.db"))
    other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store._journal._connection.execute("PRAGMA busy_timeout = 0")  # type: ignore[attr-defined]  # noqa: SLF001 - locked at once
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        add(store, "a")
    other.execute("ROLLBACK")
    other.close()
    assert add(store, "a").number == 1
    store.close()
