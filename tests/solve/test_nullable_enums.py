"""``nullable`` of 3.0 beside an enum: every stage reads it as the specification has it."""

import pytest

from tallystick.ir import lower
from tallystick.ir.types import TypeId
from tallystick.load import parse_text
from tallystick.resolve import resolve
from tallystick.solve import Contracts, Need, Oracle, Proof, Witness, solver


@pytest.mark.parametrize(("values", "accepts"), [("[a]", False), ("[a, null]", True)])
def test_null_is_accepted_where_the_enum_lists_it(values: str, *, accepts: bool) -> None:
    """The type, the schema that servers and campaigns judge by, and the solver agree."""
    text = f"""\
openapi: 3.0.3
info: {{title: T, version: "1"}}
paths: {{}}
components: {{schemas: {{S: {{type: string, nullable: true, enum: {values}}}}}}}
"""
    document, _ = parse_text(text.encode(), "t.yaml")
    assert document is not None
    resolved, _ = resolve(document)
    assert resolved is not None
    api, _ = lower(resolved)
    assert api is not None
    type_id = TypeId("t.yaml#/components/schemas/S")
    assert api.types[type_id].nullable is accepts
    oracle = Oracle(Contracts(api).contract(type_id))
    assert oracle.accepts(None) is accepts
    answer = solver(api, type_id).satisfy(Need("", "value", None))
    assert isinstance(answer, Witness if accepts else Proof)
