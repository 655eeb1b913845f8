"""Rules in the words of JSON Schema, as far as it has them."""

from tallystick.rules.lowering.lower import Lowered, lower_rule, takes_null

__all__ = ["Lowered", "lower_rule", "takes_null"]
