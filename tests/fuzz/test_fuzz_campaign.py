"""Campaigns: silent on a server that keeps the contract, loud on each that does not."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tallystick.fuzz.campaign import Options, run
from tallystick.fuzz.ledger import Outcome
from tallystick.fuzz.model import Reply
from tallystick.fuzz.sending.transport import Transport, Wire
from tallystick.ir import Api

Campaign = Callable[..., Outcome]


def order(document: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the request."""
    schema: dict[str, Any] = document["components"]["schemas"]["Order"]
    return schema


def box(document: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the answer."""
    schema: dict[str, Any] = document["components"]["schemas"]["Box"]
    return schema


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_no_false_alarm(campaign: Campaign, seed: int) -> None:
    """All valid requests are taken, all others refused, and nothing is reported."""
    outcome = campaign(seed=seed)
    assert [item.key for item in outcome.findings] == []
    assert outcome.stopped == ""
    tally = outcome.operations["makeBox"]
    assert tally.accepted == tally.valid > 10
    assert all(trial.accepted == 0 for trial in outcome.trials.values())


def drop_rule(number: int) -> Callable[[dict[str, Any]], None]:
    """Return a mutation that forgets a rule of the request."""
    return lambda document: order(document)["x-validations"].pop(number)


def drop_part_rule(document: dict[str, Any]) -> None:
    """Forget the rule inside a list."""
    del document["components"]["schemas"]["Part"]["x-validations"]


def set_bound(member: str, keyword: str, value: int) -> Callable[[dict[str, Any]], None]:
    """Return a mutation that moves a bound."""

    def mutate(document: dict[str, Any]) -> None:
        order(document)["properties"][member][keyword] = value

    return mutate


def short_enum(document: dict[str, Any]) -> None:
    """Forget a value of the request's choice."""
    order(document)["properties"]["kind"]["enum"] = ["open", "shut"]


def inverted(document: dict[str, Any]) -> None:
    """Turn a rule round."""
    order(document)["x-validations"][0]["rule"] = (
        "!(self.kind != 'shut' || (has(self.lid) && self.lid))"
    )


def unknown_taken(document: dict[str, Any]) -> None:
    """Take unknown members."""
    order(document)["additionalProperties"] = True


def not_required(document: dict[str, Any]) -> None:
    """Forget that a member is required."""
    order(document)["required"] = ["kind"]


def open_door(document: dict[str, Any]) -> None:
    """Ask nobody for credentials."""
    document["security"] = []


def no_place(document: dict[str, Any]) -> None:
    """Be done without saying where the box is."""
    machine = box(document)["x-lifecycle"]
    machine["outputs"] = []
    machine["states"]["done"] = {"next": [], "forbids": ["place"]}


def odd_status(document: dict[str, Any]) -> None:
    """Answer creations with a status that the true document does not have."""
    answers = document["paths"]["/boxes"]["post"]["responses"]
    answers["202"] = answers.pop("201")


MUTATIONS = {
    "shut-needs-lid": (drop_rule(0), "invalid-accepted makeBox shut-needs-lid"),
    "round-is-light": (drop_rule(1), "invalid-accepted makeBox round-is-light"),
    "part-rule": (drop_part_rule, "invalid-accepted makeBox part-below-9 /parts/*"),
    "inverted": (inverted, "valid-refused makeBox request:valid"),
    "maximum-up": (
        set_bound("weight", "maximum", 31),
        "invalid-accepted makeBox schema:maximum /weight",
    ),
    "maximum-down": (set_bound("weight", "maximum", 29), "valid-refused makeBox request:valid"),
    "minimum-down": (
        set_bound("weight", "minimum", 0),
        "invalid-accepted makeBox schema:minimum /weight",
    ),
    "minimum-up": (set_bound("weight", "minimum", 2), "valid-refused makeBox request:valid"),
    "length-up": (
        set_bound("name", "maxLength", 9),
        "invalid-accepted makeBox schema:maxLength /name",
    ),
    "length-down": (set_bound("name", "maxLength", 7), "valid-refused makeBox request:valid"),
    "items-up": (
        set_bound("parts", "maxItems", 4),
        "invalid-accepted makeBox schema:maxItems /parts",
    ),
    "items-down": (set_bound("parts", "maxItems", 2), "valid-refused makeBox request:valid"),
    "enum-short": (short_enum, "valid-refused makeBox request:valid"),
    "unknown-member": (unknown_taken, "invalid-accepted makeBox schema:additionalProperties"),
    "not-required": (not_required, "invalid-accepted makeBox schema:required /name"),
    "no-credentials": (open_door, "invalid-accepted makeBox request:credentials none"),
    "no-output": (no_place, "state-requires getBox lifecycle:requires done.place"),
    "odd-status": (odd_status, "undocumented-status makeBox response:status 202"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_server_is_found_out(campaign: Campaign, name: str) -> None:
    """One thing is wrong, and the finding names it."""
    mutate, expected = MUTATIONS[name]
    assert expected in [item.key for item in campaign(mutate).findings]


def test_a_refused_valid_request_is_shrunk(campaign: Campaign) -> None:
    """What is left shows what is refused, and hardly anything else."""
    outcome = campaign(set_bound("weight", "maximum", 29))
    found = next(item for item in outcome.findings if item.kind == "valid-refused")
    assert isinstance(found.case.value, dict)
    assert set(found.case.value) == {"name", "kind", "weight"}
    assert found.case.value["weight"] == 30


def test_only_and_rules_choose(campaign: Campaign) -> None:
    """A name of a rule leaves its cases, `rules` off leaves none of any."""
    outcome = campaign(only=("shut-needs-lid",))
    assert {claim.name for claim in outcome.trials} == {"shut-needs-lid"}
    assert {gap.claim.name for gap in outcome.gaps} <= {"shut-needs-lid"}
    assert not outcome.unreached
    assert not outcome.operations
    outcome = campaign(rules="off")
    assert all(claim.rule is None for claim in outcome.trials)


def test_an_operation_that_needs_a_resource_gets_one(campaign: Campaign) -> None:
    """Valid creations come with it, broken ones do not."""
    outcome = campaign(only=("getBox",))
    assert outcome.operations["getBox"].accepted > 0
    assert set(outcome.operations) == {"getBox", "makeBox"}
    assert {gap.claim.operation for gap in outcome.gaps} <= {"getBox"}
    assert {claim.operation for claim in outcome.trials} == {"getBox"}


class Interrupting(Transport):
    """A server that answers once; then somebody presses Ctrl-C."""

    waits = False
    deadline: float | None = None

    def __init__(self) -> None:
        """Begin."""
        self._calls = 0

    def send(self, requests: Sequence[Wire]) -> list[Reply]:
        """Answer the first call only."""
        self._calls += 1
        if self._calls > 1:
            raise KeyboardInterrupt
        return [Reply(status=204) for _ in requests]

    def close(self) -> None:
        """Hold nothing."""


def test_an_interrupted_campaign_reports_what_it_has(api: Api) -> None:
    """The findings so far, and that it was interrupted."""
    outcome = run(api, Interrupting(), Options())
    assert outcome.stopped == "interrupted"
    assert outcome.requests > 0
    assert "undocumented-status makeBox response:status 204" in [f.key for f in outcome.findings]
