"""Kinds of problem that are proved: what no valid message can be, and what says nothing."""

from tallystick.diagnostics import Code, Severity

_BY_PROOF = " It is proved, for messages of any size; the notes say what the proof stands on."

BODY_IMPOSSIBLE = Code(
    id="body-impossible",
    severity=Severity.ERROR,
    summary="No message satisfies the schema and the rules of a request body.",
    why="The operation refuses whatever is sent to it." + _BY_PROOF,
    instead="Correct one of the claims that the notes name: together they accept nothing.",
)
TYPE_IMPOSSIBLE = Code(
    id="type-impossible",
    severity=Severity.WARNING,
    summary="No value satisfies a schema.",
    why="Where it is required, nothing is valid; elsewhere it can only be left out." + _BY_PROOF,
    instead="Correct one of the claims that the notes name: together they accept nothing.",
)
RULES_CONTRADICT = Code(
    id="rules-contradict",
    severity=Severity.WARNING,
    summary="No value satisfies the rules of a schema together.",
    why="Each rule may be right, but whatever keeps one of them breaks another." + _BY_PROOF,
    instead="Correct one of the rules, most often by saying when it applies:"
    " `!has(self.a) || ...`.",
)
RULE_REDUNDANT = Code(
    id="rule-redundant",
    severity=Severity.WARNING,
    summary="A rule can never be the one that is broken.",
    why="What breaks it is refused by the schema or by other rules already, so nobody will ever"
    " read its message; often it was meant to say more." + _BY_PROOF,
    instead="Remove the rule, or correct it.",
)
MEMBER_DEAD = Code(
    id="member-dead",
    severity=Severity.WARNING,
    summary="No valid message has a member that its schema declares.",
    why="Clients offer the member, and every message with it is refused." + _BY_PROOF,
    instead="Remove the member, or correct what excludes it.",
)
VALUE_DEAD = Code(
    id="value-dead",
    severity=Severity.WARNING,
    summary="No valid message has one of the values that an enum lists.",
    why="Clients offer the value, and every message with it is refused." + _BY_PROOF,
    instead="Remove the value from the enum, or correct what excludes it.",
)
VARIANT_DEAD = Code(
    id="variant-dead",
    severity=Severity.WARNING,
    summary="No valid message is of one of the variants of a `oneOf`.",
    why="`oneOf` refuses what two variants accept, so a variant whose values another accepts too"
    " can never be used." + _BY_PROOF,
    instead="Write `anyOf`, or make the variants differ, for example by a `const` member.",
    source="JSON Schema 2020-12 Core, section 10.2.1.3",
)
BRANCH_DEAD = Code(
    id="branch-dead",
    severity=Severity.WARNING,
    summary="No valid message takes a branch of a union or of a condition.",
    why="What the branch says matters to nobody, though it may have been meant to." + _BY_PROOF,
    instead="Remove the branch, or correct what excludes it.",
)

CODES = (
    BODY_IMPOSSIBLE,
    TYPE_IMPOSSIBLE,
    RULES_CONTRADICT,
    RULE_REDUNDANT,
    MEMBER_DEAD,
    VALUE_DEAD,
    VARIANT_DEAD,
    BRANCH_DEAD,
)
