"""One rule as a JSON Schema."""

from dataclasses import dataclass
from typing import Any, Final

from tallystick.rules.expression import Expr
from tallystick.rules.lowering.conditions import Conditions
from tallystick.rules.lowering.formula import size
from tallystick.rules.lowering.places import Places
from tallystick.rules.lowering.render import lowered
from tallystick.rules.shape import Shape, Shapes

MOST_PARTS: Final = 400
"""Parts of a formula beyond which the schema would help nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """What JSON Schema says of a rule.

    Attributes:
        schema: Accepts every value that the rule accepts, of those that the type's own schema
            accepts; None when that would be all of them.
        doubts: Why it accepts others too, a part of a sentence each; empty when it does not: then
            rule and schema are one, and no schema means a rule that is always satisfied.
    """

    schema: dict[str, Any] | None
    doubts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the schema says all that the rule says."""
        return not self.doubts


def lower_rule(expression: Expr, shape: Shape, shapes: Shapes) -> Lowered:
    """Say a rule in the words of JSON Schema 2020-12.

    Args:
        expression: The rule.
        shape: What is known of ``self``, as the schema *enforces* it: where it only hints at a
            type, the shape must be dynamic too.
        shapes: The table that names are looked up in.

    Returns:
        The schema; where it speaks of null, null is no value that is judged: see `takes_null`.
    """
    places = Places(shape, shapes)
    verdict = Conditions(places).decide(expression, {})
    if size(verdict.true) > MOST_PARTS:
        return Lowered(schema=None, doubts=("it has too many cases",))
    return Lowered(schema=lowered(verdict.true, places), doubts=verdict.doubts)


def takes_null(schema: Any) -> bool:
    """Whether a schema that `lower_rule` made accepts null."""
    if not isinstance(schema, dict):
        return bool(schema)
    kinds = schema.get("type", "null")
    checks = [
        "null" in (kinds if isinstance(kinds, list) else [kinds]),
        "const" not in schema or schema["const"] is None,
        "enum" not in schema or None in schema["enum"],
        "not" not in schema or not takes_null(schema["not"]),
        all(map(takes_null, schema.get("allOf", ()))),
        "anyOf" not in schema or any(map(takes_null, schema["anyOf"])),
        "oneOf" not in schema or sum(map(takes_null, schema["oneOf"])) == 1,
    ]
    if "if" in schema:
        branch = "then" if takes_null(schema["if"]) else "else"
        checks.append(takes_null(schema.get(branch, {})))
    return all(checks)
