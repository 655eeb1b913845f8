"""Kinds of problem of rules that are lowered into schemas."""

from tallystick.diagnostics import Code, Severity

RULE_NOT_LOWERED = Code(
    id="rule-not-lowered",
    severity=Severity.INFO,
    summary="JSON Schema has no words for a rule.",
    why="Tools that read the schema alone will accept messages that break the rule.",
    instead="Nothing is wrong. Where those tools matter, see whether the rule can be said with"
    " `has`, comparisons with constants, `in`, `size`, patterns, `all` and `exists`.",
)
RULE_LOWERED_IN_PART = Code(
    id="rule-lowered-in-part",
    severity=Severity.INFO,
    summary="JSON Schema has words for a part of a rule only.",
    why="Tools that read the schema alone will accept some of the messages that break the rule.",
    instead="Nothing is wrong. Where it matters, split the rule, so that it is plain which part"
    " every tool holds.",
)

CODES = (RULE_NOT_LOWERED, RULE_LOWERED_IN_PART)
