"""The contract with its rules lowered accepts what rules accept, and refuses what they refuse."""

import json

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tallystick.ir import Api, ExactSchemas, lower
from tallystick.ir.lowering import lower_rules
from tallystick.ir.types import TypeId
from tallystick.load import parse_text
from tallystick.resolve import bundle, dump, resolve
from tallystick.solve import Contracts, Need, Proof, Question, Solver, Witness
from tallystick.text import Json

IN_PART = {"keyframes-parallel", "edit-keyframes-parallel"}
"""They compare the sizes of two lists."""
LONG = {"keyframe-indexes-grid"}
"""That no two of many items are equal is proved too, in a quarter of a minute."""


class Lowered:
    """A contract, and the same with lowered rules."""

    def __init__(self, api: Api) -> None:
        """Lower, print, and read again."""
        documents, self.rules = lower_rules(api, keep=False)
        self.document = bundle(documents)
        loaded, _ = parse_text(dump(self.document).encode(), "lowered.yaml")
        assert loaded is not None
        resolved, _ = resolve(loaded)
        assert resolved is not None
        again, _ = lower(resolved)
        assert again is not None
        self._exact = ExactSchemas(again)

    def accepts(self, id_: TypeId, value: Json) -> bool:
        """Whether the lowered schema of a component accepts a value; no rule is asked."""
        name = id_.partition("#")[2]
        schema = self._exact.schema(TypeId(f"lowered.yaml#{name}"))
        return Draft202012Validator(schema, validate_formats=True).is_valid(value)


@pytest.fixture(scope="session")
def lowered(api: Api) -> Lowered:
    """The contract of the version with its rules lowered."""
    return Lowered(api)


@pytest.fixture(scope="session")
def solvers(api: Api) -> dict[TypeId, Solver]:
    """A solver for each component with rules."""
    contracts = Contracts(api)
    ruled = [id_ for id_, type_ in api.types.items() if type_.rules and type_.named]
    return {id_: Solver(contracts.contract(id_)) for id_ in ruled}


def test_it_is_a_document(lowered: Lowered) -> None:
    """Other tools take it."""
    assert isinstance(lowered.document, dict)
    OpenAPIV31SpecValidator(lowered.document).validate()


def test_all_but_two_rules_are_said_whole(lowered: Lowered, version: str) -> None:
    """Five of five, and twenty-nine of thirty-one."""
    judged = [it for it in lowered.rules if it.rule.expression is not None]
    assert {it.rule.id for it in judged if it.doubts} == (IN_PART if version == "video" else set())
    assert all(it.written for it in judged)
    assert len(judged) == (31 if version == "video" else 5)
    left = json.dumps(lowered.document)
    assert left.count('"x-validations"') == (3 if version == "video" else 0)


def test_lowered_schemas_imply_the_rules(api: Api) -> None:
    """No message that they accept breaks a rule: proved, list lengths aside."""
    documents, rules = lower_rules(api)
    again, _ = lower(documents)
    assert again is not None
    contracts = Contracts(again)
    asked: set[str] = set()
    for type_ in again.types.values():
        own = {it.span for it in type_.rules if it.span.pointer.startswith(type_.span.pointer)}
        solver = Solver(contracts.contract(type_.id)) if own else None
        for claim in solver.claims if solver is not None else ():
            if solver is not None and claim.span in own and claim.detail not in IN_PART | LONG:
                assert isinstance(solver.violate(claim), Proof), claim
                asked.add(claim.detail)
    assert asked == {it.rule.id for it in rules if it.rule.expression is not None} - IN_PART - LONG


def test_what_breaks_one_rule_is_refused(solvers: dict[TypeId, Solver], lowered: Lowered) -> None:
    """The solver finds a message for each rule, wherever it stands in it."""
    for id_, solver in solvers.items():
        for claim in solver.claims:
            if claim.keyword != "rule":
                continue
            answer = solver.violate(claim)
            assert isinstance(answer, Witness), claim
            said = claim.detail not in IN_PART
            assert said <= (not lowered.accepts(id_, answer.value)), (claim.detail, answer.value)


def test_what_keeps_all_rules_is_accepted(
    api: Api, solvers: dict[TypeId, Solver], lowered: Lowered
) -> None:
    """Valid messages of the solver: each with one member that the others may not have."""
    for id_, solver in solvers.items():
        schema = ExactSchemas(api).schema(id_)
        members = schema.get("properties")
        assert isinstance(members, dict)
        for name in members:
            answer = solver.satisfy(Need(f"/{name}", "not", None))
            assert isinstance(answer, Witness), name
            assert lowered.accepts(id_, answer.value), answer.value


def test_examples_of_rules_are_judged_alike(
    api: Api, solvers: dict[TypeId, Solver], lowered: Lowered
) -> None:
    """Those that the author thought of."""
    for id_, solver in solvers.items():
        for rule in api.types[id_].rules:
            for value in rule.valid:
                if solver.problem(value, Question()) is None:
                    assert lowered.accepts(id_, value), value
            for value in rule.invalid if rule.id not in IN_PART else ():
                assert not lowered.accepts(id_, value), (rule.id, value)
