"""The flagship's request: every rule and keyword is broken alone, and its server agrees."""

from typing import Any

import pytest

from tallystick.ir import Api
from tallystick.ir.types import TypeId
from tallystick.serve.compiling import Compiler
from tallystick.solve import Claim, Need, Proof, Solver, Witness
from tallystick.text import Json


@pytest.fixture(scope="module")
def server(api: Api, body: TypeId) -> "Server":
    """The judgement of our own server, which walks messages in its own way."""
    return Server(api, body)


class Server:
    """Says what the reference server says of a body."""

    def __init__(self, api: Api, body: TypeId) -> None:
        """Compile the type as the server does."""
        self._checker = Compiler(api, "all").checker(body, "The body")

    def accepts_schema(self, value: Json) -> bool:
        """Whether the schema accepts a body."""
        return bool(self._checker.validator.is_valid(value))

    def rules(self, value: Json) -> set[str]:
        """Return the rules that a body breaks."""
        return {fault.rule for fault in self._checker.broken(value)}


def test_a_valid_message(request_solver: Solver, server: Server) -> None:
    """What the solver makes, the server takes."""
    answer = request_solver.satisfy()
    assert isinstance(answer, Witness)
    assert server.accepts_schema(answer.value)
    assert not server.rules(answer.value)


def test_needs_are_met(request_solver: Solver) -> None:
    """A message may be asked to be of a shape."""
    needs = (
        Need("/video/loop", "value", value=True),
        Need("/video/keyframes", "absent"),
        Need("/image_ref", "count", 2),
        Need("/image_ref/0/media_type", "kind", "string"),
        Need("/output_format", "kind", "null"),
    )
    answer = request_solver.satisfy(*needs)
    assert isinstance(answer, Witness)
    body: Any = answer.value
    assert body["video"]["loop"] is True
    assert "keyframes" not in body["video"]
    assert len(body["image_ref"]) == 2
    assert isinstance(body["image_ref"][0]["media_type"], str)
    assert body["output_format"] is None


def test_impossible_needs_are_proved(request_solver: Solver) -> None:
    """A loop of ten seconds is excluded, and the proof names the rule."""
    needs = (Need("/video/loop", "value", value=True), Need("/video/duration", "value", "10s"))
    answer = request_solver.satisfy(*needs)
    assert isinstance(answer, Proof)
    assert answer.whole
    assert set(answer.needs) == set(needs)
    assert "loop-not-10s" in {claim.detail for claim in answer.claims}


def test_every_rule_is_broken_alone(request_solver: Solver, server: Server) -> None:
    """The server names exactly the rule that was asked for."""
    rules = [claim for claim in request_solver.claims if claim.keyword == "rule"]
    assert len(rules) == 31
    for claim in rules:
        answer = request_solver.violate(claim)
        assert isinstance(answer, Witness), claim
        assert server.accepts_schema(answer.value)
        assert server.rules(answer.value) == {claim.detail}


def _redundant(claim: Claim) -> bool:
    """Whether another keyword of the same schema says more: a type beside an enum."""
    return claim.keyword == "type"


def test_every_keyword_is_broken_alone(request_solver: Solver, server: Server) -> None:
    """The server's validator refuses; what cannot be broken alone is proved redundant."""
    proofs = 0
    for claim in request_solver.claims:
        if claim.keyword == "rule":
            continue
        answer = request_solver.violate(claim)
        if isinstance(answer, Proof):
            assert answer.whole
            assert _redundant(claim)
            assert "enum" in {item.keyword for item in answer.claims}
            proofs += 1
            continue
        assert isinstance(answer, Witness), claim
        assert not server.accepts_schema(answer.value)
        if not answer.also:
            assert request_solver.blames(answer.value, claim), claim
    assert proofs == 9


def test_nothing_is_left_unencoded(request_solver: Solver) -> None:
    """All of the flagship's request is in the formulas."""
    assert not request_solver.unencoded
