"""Documents of strangers: our own server of one is found to keep it, however it is divided."""

from dataclasses import replace
from pathlib import Path

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Weight
from tallystick.fuzz.requests.plan import JOURNEYS, PROTOCOL, RULES, VARIANTS, Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, open_api
from tallystick.serve import app

TESTS = Path(__file__).parent.parent
DOCUMENTS = {
    "depot": TESTS / "fuzz/documents/depot.yaml",
    "quay": TESTS / "fuzz/documents/quay.yaml",
    "kitchen": TESTS / "serve/documents/kitchen.yaml",
}
WISH = Wish(seed=3, most=240, phases=(RULES, PROTOCOL, VARIANTS, JOURNEYS))


@pytest.fixture(scope="module", params=tuple(DOCUMENTS))
def api(request: pytest.FixtureRequest) -> Api:
    """Return the API of one document."""
    found, _ = open_api(str(DOCUMENTS[request.param]))
    assert found is not None
    return found


def campaign(
    api: Api, shard: tuple[int, int] = (1, 1), only: tuple[str, ...] = ()
) -> tuple[Outcome, list[str]]:
    """Return what a campaign against our own server finds, and the log of its requests."""
    log: list[str] = []
    wish = replace(WISH, shard=shard, only=only)
    options = Options(wish=wish, credentials=Credentials(auth=("mine", "yours")))
    with app(api, token=("mine", "yours")) as server:
        transport = InProcess(server)
        try:
            return run(api, transport, options, log=log), log
        finally:
            transport.close()


@pytest.fixture(scope="module")
def whole(api: Api) -> tuple[Outcome, list[str]]:
    """Return a campaign that is not divided."""
    return campaign(api)


def test_our_own_server_keeps_it(whole: tuple[Outcome, list[str]]) -> None:
    """No false alarm; what is valid is taken, but for what no answer can be given to."""
    outcome, _ = whole
    assert [found.key for found in outcome.findings if found.weight is Weight.ERROR] == []
    tallies = outcome.operations.items()
    refused = {name for name, tally in tallies if tally.valid != tally.accepted}
    assert refused <= {"getLedger"}
    assert sum(tally.valid for _, tally in tallies) > 30


def test_logs_are_the_same_each_time_and_shards_together_the_whole(
    api: Api, whole: tuple[Outcome, list[str]]
) -> None:
    """Byte for byte with one seed; each planned request is in one shard."""
    again, first, second = (campaign(api, shard)[1] for shard in ((1, 1), (1, 2), (2, 2)))
    assert again == whole[1]
    assert first
    assert second
    assert sorted(first + second) == sorted(again)


def test_what_the_document_makes_impossible_is_told_as_such() -> None:
    """Two closed halves: the server says 501, and the document is to blame."""
    found, _ = open_api(str(DOCUMENTS["depot"]))
    assert found is not None
    outcome, _ = campaign(found, only=("getLedger",))
    item = next(item for item in outcome.findings if item.kind == "no-answer-possible")
    assert item.weight is Weight.WARNING
    assert "proved impossible by" in item.sentence
    assert not outcome.failed


def test_what_a_bar_counts_to_does_not_grow(api: Api) -> None:
    """How many there may be is said at once; when the plan ends, how many there are left."""
    seen: list[tuple[int, int]] = []
    options = Options(wish=replace(WISH, most=120), credentials=Credentials(auth=("mine",)))
    with app(api, token=("mine",)) as server:
        transport = InProcess(server)
        try:
            run(api, transport, options, progress=lambda *told: seen.append(told[:2]))
        finally:
            transport.close()
    counts = [expected for _, expected in seen]
    assert counts[0] == 120
    assert counts == sorted(counts, reverse=True)
    assert all(sent <= expected for sent, expected in seen)
