"""Resources on their way through the states that the document declares."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
import yaml
from tests.serve.conftest import DOCUMENTS

from tallystick.serve.behaviour import (
    Account,
    Behaviour,
    Failure,
    Job,
    Refused,
    Request,
    Resource,
    Resources,
    Violation,
)
from tallystick.text import Json


def made(kitchen: Any, **more: Any) -> str:
    """Create a toast; return its id."""
    return str(kitchen.post("/toasts", **more).json()["toast"]["id"])


def test_a_new_resource_is_in_the_initial_state_and_echoes_the_request(serve: Any) -> None:
    """Members of the request that the resource does not have stay out."""
    toast = serve().post("/toasts", {"bread": "oat", "slices": 2}).json()
    assert re.fullmatch("toast_[0-9a-f]{16}", toast["toast"].pop("id"))
    assert toast == {
        "toast": {},
        "bread": "oat",
        "status": "waiting",
        "created_at": "2023-11-14T22:13:20.000Z",
    }


def test_any_document_walks_to_success_without_a_behaviour(serve: Any, clock: Any) -> None:
    """Each state lasts as long as the latency says."""
    kitchen = serve(latency=10.0)
    toast_id = made(kitchen)
    seen = []
    for _ in range(4):
        kitchen.server.run_pending()
        seen.append(kitchen.get(f"/toasts/{toast_id}").json())
        clock.now += 10
    assert [toast["status"] for toast in seen] == ["waiting", "toasting", "done", "done"]
    assert ["plate" in toast for toast in seen] == [False, False, True, True]
    assert "reason" not in seen[-1]


def test_nothing_moves_before_it_is_due(serve: Any, clock: Any) -> None:
    """Time is the clock's, not the machine's."""
    kitchen = serve(latency=10.0)
    made(kitchen)
    clock.now += 9.9
    assert kitchen.server.run_pending() == 0


def test_the_outputs_can_be_downloaded(serve: Any) -> None:
    """Even without a behaviour there are bytes behind the URL, and no token is needed."""
    kitchen = serve()
    toast_id = made(kitchen)
    kitchen.server.run_pending()
    photo = kitchen.get(f"/toasts/{toast_id}").json()["plate"]["photo"]
    assert photo.startswith("http://k/_assets/")
    assert toast_id in kitchen.get(photo, token=None).text


def test_ids_are_never_given_twice(serve: Any) -> None:
    """Although everything else of two toasts is the same."""
    kitchen = serve()
    assert len({made(kitchen) for _ in range(20)}) == 20


def numbered(identity: dict[str, Any]) -> dict[str, Any]:
    """Return the kitchen's document with that schema for the ids of toasts."""
    document: dict[str, Any] = yaml.safe_load((DOCUMENTS / "kitchen.yaml").read_text())
    toast = document["components"]["schemas"]["Toast"]["properties"]["toast"]
    toast["properties"]["id"] = identity
    return document


def test_ids_stay_different_where_their_schema_leaves_few(serve: Any) -> None:
    """An id that is in use is not given again: another one is tried."""
    kitchen = serve(numbered({"type": "integer", "minimum": 1, "maximum": 9}))
    assert len({made(kitchen) for _ in range(3)} & set("123456789")) == 3


def test_when_no_id_is_left_the_answer_says_so(serve: Any) -> None:
    """And the resource that has the only one stays."""
    kitchen = serve(numbered({"const": 7}))
    assert made(kitchen) == "7"
    refused = kitchen.post("/toasts", {"bread": "rye"})
    assert refused.status_code == 507
    assert "No id is free" in refused.json()["detail"]
    assert kitchen.get("/toasts/7").json()["bread"] == "wheat"


@pytest.mark.parametrize("other", ["another", "k2"])
def test_another_callers_resource_is_404(serve: Any, other: str) -> None:
    """And looks like one that never was."""
    kitchen = serve()
    toast_id = made(kitchen)
    assert kitchen.get(f"/toasts/{toast_id}").status_code == 200
    answer = kitchen.get(f"/toasts/{toast_id}", token=other)
    assert answer.status_code == 404
    nothing = kitchen.get(f"/toasts/{toast_id[:-1]}x", token=other)
    assert answer.json()["detail"].replace(toast_id, "") == nothing.json()["detail"].replace(
        f"{toast_id[:-1]}x", ""
    )


class Cook(Behaviour):
    """Knows stock, burns what it is told to burn."""

    def tokens(self) -> Mapping[str, Account]:
        """Know the chef."""
        return {"chef": Account(id="chef", switches=frozenset({"truffles"}))}

    def judge(self, request: Request, resources: Resources) -> Iterator[Violation]:
        """Refuse bread that is out, dear or not the caller's."""
        bread = request.body["bread"]  # type: ignore[index,call-overload]  # the schema was kept
        if bread == "gold":
            raise Refused(402, "Gold is dear.", headers={"X-Price": "9"})
        if bread == "truffle" and "truffles" not in request.account.switches:
            yield Violation(rule="bread-in-stock", pointer="/bread", status=403)
        if bread == "none":
            yield Violation(rule="bread-in-stock", pointer="/bread")
        if str(bread).startswith("toast_") and resources.find(str(bread)) is None:
            yield Violation(rule="bread-in-stock", message=f"{bread} is not yours.")

    def create(self, request: Request, draft: Mapping[str, Json]) -> Mapping[str, Json]:
        """Write the caller's name on the bread."""
        return {**draft, "bread": f"{draft['bread']} for {request.account.id[:4]}"}

    def run(self, job: Job) -> Mapping[str, Json]:
        """Toast, burn, or break."""
        bread = job.request.body["bread"]  # type: ignore[index,call-overload]  # as above
        if bread == "ash":
            raise Failure({"reason": "Too hot."})
        if bread == "bug":
            raise ZeroDivisionError
        assert job.resource["status"] == "toasting"
        photo = job.attach(f"{bread} {job.id}".encode(), "image/x-toast", filename="t\u00f6st.txt")
        job.attach(b"never shown", "text/plain")
        return {"plate": {"photo": photo}, "reason": "not for success"}

    def failed(self, job: Job, error: Exception) -> Failure:
        """Say what broke, and where."""
        return Failure({"reason": f"{type(error).__name__} in {job.request.operation}"})

    def show(self, resource: Resource, account: Account) -> Mapping[str, Json]:
        """Hide the time from all but the chef."""
        hidden = {"created_at"} if "truffles" not in account.switches else set()
        return {name: value for name, value in resource.value.items() if name not in hidden}


def test_the_behaviour_makes_what_is_shown(serve: Any) -> None:
    """What it attached and did not use is not kept."""
    kitchen = serve(behaviour=Cook())
    toast_id = made(kitchen)
    kitchen.server.run_pending()
    toast = kitchen.get(f"/toasts/{toast_id}").json()
    assert toast.keys() == {"toast", "bread", "status", "plate"}
    assert toast["bread"] == "wheat for gues"
    answer = kitchen.get(toast["plate"]["photo"], token=None)
    assert answer.content == f"wheat {toast_id}".encode()
    assert answer.headers["content-type"] == "image/x-toast"
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"t_st.txt\"; filename*=UTF-8''t%C3%B6st.txt"
    )


@pytest.mark.parametrize(
    ("bread", "reason"), [("ash", "Too hot."), ("bug", "ZeroDivisionError in makeToast")]
)
def test_failures_end_in_the_failing_state(
    serve: Any, bread: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The behaviour's own as well as a bug of it, which is logged."""
    kitchen = serve(behaviour=Cook())
    toast_id = made(kitchen, body={"bread": bread})
    kitchen.server.run_pending()
    toast = kitchen.get(f"/toasts/{toast_id}").json()
    assert (toast["status"], toast["reason"], "plate" in toast) == ("burnt", reason, False)
    assert ("raised" in caplog.text) == (bread == "bug")


def test_a_failure_without_reason_gets_one_from_the_schema(serve: Any) -> None:
    """The state requires the member, so it is there."""

    class Silent(Behaviour):
        def run(self, job: Job) -> Mapping[str, Json]:
            del job
            raise Failure({})

    kitchen = serve(behaviour=Silent())
    toast_id = made(kitchen)
    kitchen.server.run_pending()
    assert kitchen.get(f"/toasts/{toast_id}").json()["reason"] == "string"


@pytest.mark.parametrize(
    ("token", "bread", "status", "faults"),
    [
        ("k", "none", 422, [("/bread", "bread-in-stock")]),
        ("k", "truffle", 403, [("/bread", "bread-in-stock")]),
        ("chef", "truffle", 202, None),
        ("k", "gold", 402, []),
        ("k", "toast_0", 422, [("", "bread-in-stock")]),
    ],
)
def test_server_rules_are_the_behaviours(
    serve: Any, token: str, bread: str, status: int, faults: object
) -> None:
    """With its own status and message, or the document's."""
    kitchen = serve(behaviour=Cook())
    answer = kitchen.post("/toasts", {"bread": bread}, token=token)
    assert answer.status_code == status
    if faults is not None:
        assert kitchen.faults(answer) == faults
    if bread == "none":
        assert answer.json()["errors"][0]["message"] == "That bread has run out."
    if bread == "gold":
        assert answer.headers["x-price"] == "9"


@pytest.mark.parametrize("rules", ["stated", "off"])
def test_server_rules_are_judged_with_all_rules_only(serve: Any, rules: str) -> None:
    """They are neither stated nor schema."""
    kitchen = serve(behaviour=Cook(), rules=rules)
    assert kitchen.post("/toasts", {"bread": "none"}).status_code == 202


def test_hooks_that_block_run_in_a_thread(serve: Any) -> None:
    """And answer as those that do not."""

    class Slow(Cook):
        blocking = frozenset({"judge", "create"})

    kitchen = serve(behaviour=Slow())
    assert kitchen.post("/toasts", {"bread": "none"}).status_code == 422
    assert kitchen.post("/toasts").status_code == 202


def test_a_broken_hook_is_500_and_tells_nothing(
    serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the details."""

    class Broken(Behaviour):
        def judge(self, request: Request, resources: Resources) -> Iterable[Violation]:
            del request, resources
            message = "the secret is 42"
            raise RuntimeError(message)

    answer = serve(behaviour=Broken()).post("/toasts")
    assert answer.status_code == 500
    assert "42" not in answer.text
    assert "the secret is 42" in caplog.text


def test_a_caller_cannot_name_an_asset_into_being(serve: Any) -> None:
    """A text that looks like the reference of another resource's asset stays a text."""
    stolen: list[str] = []

    class Naive(Behaviour):
        def create(self, request: Request, draft: Mapping[str, Json]) -> Mapping[str, Json]:
            del request
            return {**draft, "bread": stolen[0] if stolen else draft["bread"]}

    kitchen = serve(behaviour=Naive())
    toast_id = made(kitchen)
    kitchen.server.run_pending()
    photo = kitchen.get(f"/toasts/{toast_id}").json()["plate"]["photo"]
    stolen.append("tally-asset:" + photo.removeprefix("http://k/_assets/").partition("?")[0])
    assert kitchen.post("/toasts", token="thief").json()["bread"] == stolen[0]


def test_a_job_of_a_host_without_lifespan_is_still_done(serve: Any) -> None:
    """The first request starts the workers."""
    kitchen = serve(workers=1)
    toast_id = made(kitchen)
    for _ in range(10_000):
        if kitchen.get(f"/toasts/{toast_id}").json()["status"] == "done":
            return
    pytest.fail("the worker has not done the job")


def test_a_host_may_end_its_lifespan_and_begin_another(serve: Any) -> None:
    """A test client does so for every request; what was stored is still there, and goes on."""
    kitchen = serve(workers=1)

    async def live() -> list[str]:
        inbox = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
        sent: list[str] = []

        async def receive() -> Any:
            return inbox.pop(0)

        async def send(message: Any) -> None:
            sent.append(message["type"])

        await kitchen.server({"type": "lifespan"}, receive, send)
        return sent

    told = ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert asyncio.run(live()) == told
    toast_id = made(kitchen)
    assert asyncio.run(live()) == told
    for _ in range(10_000):
        if kitchen.get(f"/toasts/{toast_id}").json()["status"] == "done":
            return
    pytest.fail("the worker has not done the job")
