"""Idempotency keys: the same call again makes nothing again."""

import threading
from typing import Any

import pytest

from tallystick.serve.behaviour import Account
from tallystick.serve.records import Draft, Key
from tallystick.serve.store import Store

KEY = {"idempotency-key": "once"}


def ids(answers: Any) -> set[str]:
    """Return the ids that answers show."""
    return {answer.json()["toast"]["id"] for answer in answers}


def test_the_same_key_and_body_answer_the_same_resource(serve: Any) -> None:
    """Spaces and the path's prefix make no other request."""
    kitchen = serve()
    first = kitchen.post("/toasts", headers=KEY)
    again = kitchen.post("/toasts", headers=KEY)
    spaced = kitchen.call("POST", "/v2/toasts", content=b' {"bread" : "wheat"} ', headers=KEY)
    assert [answer.status_code for answer in (first, again, spaced)] == [202, 202, 202]
    assert len(ids((first, again, spaced))) == 1
    assert kitchen.server.run_pending() == 2


def test_a_replay_shows_the_resource_as_it_is_now(serve: Any) -> None:
    """Its URLs are then fresh."""
    kitchen = serve()
    kitchen.post("/toasts", headers=KEY)
    kitchen.server.run_pending()
    assert kitchen.post("/toasts", headers=KEY).json()["status"] == "done"


def test_another_body_is_refused(serve: Any) -> None:
    """Nothing is made, and the key is named."""
    kitchen = serve()
    kitchen.post("/toasts", headers=KEY)
    answer = kitchen.post("/toasts", {"bread": "rye"}, headers=KEY)
    assert answer.status_code == 422
    assert kitchen.faults(answer) == [("", "idempotency-key")]
    assert answer.json()["errors"][0]["parameter"] == "header.idempotency-key"
    assert kitchen.server.run_pending() == 2


def test_a_bad_request_uses_up_no_key(serve: Any) -> None:
    """It can be mended and sent again."""
    kitchen = serve()
    assert kitchen.post("/toasts", {}, headers=KEY).status_code == 400
    assert kitchen.post("/toasts", headers=KEY).status_code == 202


def test_keys_belong_to_their_caller(serve: Any) -> None:
    """Two callers may have thought of the same one."""
    kitchen = serve()
    mine = kitchen.post("/toasts", headers=KEY)
    theirs = kitchen.post("/toasts", {"bread": "rye"}, headers=KEY, token="other")
    assert theirs.status_code == 202
    assert len(ids((mine, theirs))) == 2


def test_keys_expire_after_a_day(serve: Any, clock: Any) -> None:
    """To the second."""
    kitchen = serve()
    first = kitchen.post("/toasts", headers=KEY)
    clock.now += 24 * 3600 - 1
    kept = kitchen.post("/toasts", headers=KEY)
    clock.now += 1
    fresh = kitchen.post("/toasts", {"bread": "rye"}, headers=KEY)
    assert ids((first,)) == ids((kept,))
    assert fresh.status_code == 202
    assert ids((fresh,)) != ids((first,))


def test_keys_survive_a_restart(serve: Any, tmp_path: Any) -> None:
    """They are in the database, beside what they made."""
    first = serve(db=tmp_path / "k.db")
    before = first.post("/toasts", headers=KEY)
    first.server.close()
    after = serve(db=tmp_path / "k.db").post("/toasts", headers=KEY)
    assert ids((before,)) == ids((after,))


@pytest.mark.parametrize("stored", [True, False])
def test_concurrent_duplicates_make_one_job(serve: Any, tmp_path: Any, stored: bool) -> None:  # noqa: FBT001 - a case
    """All of them are answered with it."""
    kitchen = serve(db=tmp_path / "k.db" if stored else ":memory:")
    call = {"method": "POST", "url": "/toasts", "json": {"bread": "a"}, "headers": KEY}
    answers = kitchen.together(*[call] * 30)
    assert {answer.status_code for answer in answers} == {202}
    assert len(ids(answers)) == 1
    assert kitchen.server.run_pending() == 2


def test_an_overlong_key_is_refused(serve: Any) -> None:
    """By the schema of the header."""
    answer = serve().post("/toasts", headers={"idempotency-key": "k" * 65})
    assert answer.status_code == 400
    assert serve().faults(answer) == [("", "schema:maxLength")]


def test_two_processes_cannot_both_take_a_key(tmp_path: Any) -> None:
    """Two stores on one file are two processes to SQLite."""
    stores = [Store(str(tmp_path / "k.db")) for _ in range(2)]
    key = Key(owner="o", operation="make", key="once", digest=b"d", expires=1e12)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(store: Store, name: str) -> None:
        start.wait()
        outcomes.append(store.create(draft(name), key).result().outcome)

    threads = [
        threading.Thread(target=work, args=(store, name))
        for store, name in zip(stores, "ab", strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert sorted(outcomes) == ["new", "replayed"]


def draft(name: str) -> Draft:
    """Return a resource to store."""
    return Draft(
        id=name,
        kind="get",
        operation="make",
        account=Account(id="o"),
        request=None,
        parameters=(),
        value={"id": name},
        state="waiting",
        created=1.0,
        due=1.0,
    )
