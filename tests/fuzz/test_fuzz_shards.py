"""Campaigns in parts: no request in two of them, and together what the whole sends."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.model import Weight
from tallystick.fuzz.requests.plan import JOURNEYS, PROTOCOL, RULES, VARIANTS, Wish
from tallystick.fuzz.sending.credentials import Credentials
from tallystick.fuzz.sending.inprocess import InProcess
from tallystick.ir import Api, open_api
from tallystick.serve import app

TESTS = Path(__file__).parent.parent
DOCUMENTS = (TESTS / "fuzz/documents/quay.yaml", TESTS / "serve/documents/kitchen.yaml")
PHASES = (RULES, PROTOCOL, VARIANTS, JOURNEYS), (RULES, PROTOCOL)
MOST, PARTS = (13, 37, 101), (2, 3, 7)


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda path: path.stem)
def api(request: pytest.FixtureRequest) -> Api:
    """Return the API of one document."""
    found, _ = open_api(str(request.param))
    assert found is not None
    return found


def sent(api: Api, wish: Wish) -> tuple[list[str], int, list[str]]:
    """Return the log of a campaign against our own server, its requests, and its findings."""
    log: list[str] = []
    options = Options(wish=wish, credentials=Credentials(auth=("mine", "yours")))
    with app(api, token=("mine", "yours")) as server:
        transport = InProcess(server)
        try:
            outcome = run(api, transport, options, log=log)
        finally:
            transport.close()
    return (
        log,
        outcome.requests,
        [found.key for found in outcome.findings if found.weight is Weight.ERROR],
    )


@pytest.mark.parametrize("most", MOST)
@pytest.mark.parametrize("phases", PHASES, ids=len)
def test_parts_are_disjoint_and_together_the_whole(
    api: Api, most: int, phases: tuple[str, ...]
) -> None:
    """Whatever the number of parts and of requests: a resource that a part lacks is made unlogged.

    So much for what is planned. Of the same text no two are in different parts.
    """
    wish = Wish(seed=3, most=most, phases=phases)
    whole, requests, _ = sent(api, wish)
    assert requests <= most
    for parts in PARTS:
        logs = [sent(api, replace(wish, shard=(number, parts))) for number in range(1, parts + 1)]
        assert all(requests <= most for _, requests, _ in logs)
        assert not any(errors for _, _, errors in logs)
        lines = [set(log) for log, _, _ in logs]
        assert sum(map(len, lines)) == len(set().union(*lines))
        assert sorted(itertools.chain(*(log for log, _, _ in logs))) == sorted(whole)
