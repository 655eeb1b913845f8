"""Kinds of problem with the rules of schemas; of their CEL, `tallystick.rules` speaks."""

from tallystick.diagnostics import Code, Severity

RULE_WITHOUT_TEXT = Code(
    id="rule-without-text",
    severity=Severity.ERROR,
    summary="An entry of `x-validations` has no `rule`.",
    why="Only a rule that a server alone can judge may go without an expression.",
    instead="Add `rule`, or `status: server`.",
)
RULE_WITHOUT_MESSAGE = Code(
    id="rule-without-message",
    severity=Severity.ERROR,
    summary="A rule has no `message`.",
    why="The person whose request is refused would not learn why.",
    instead="Add one sentence: `message: Give either url or data.`.",
)
RULE_WITHOUT_ID = Code(
    id="rule-without-id",
    severity=Severity.ERROR,
    summary="A rule has no `id`.",
    why="Errors, tests and reports name rules by id.",
    instead="Add a short name in kebab-case: `id: data-needs-type`.",
)
RULE_UNKNOWN_MEMBER = Code(
    id="rule-entry-member",
    severity=Severity.ERROR,
    summary="A rule has a member that rules do not have.",
    why="A misspelt member would silently do nothing.",
    instead="Use id, rule, message, status, source, fieldPath, examples.",
)
RULE_UNUSED_MEMBER = Code(
    id="rule-unused-member",
    severity=Severity.INFO,
    summary="A Kubernetes rule has a member that tallystick does not use.",
    why="Messages are fixed texts here, and no former value is known.",
    instead="Nothing needs to be done; the `message` is shown.",
)
RULE_STATUS = Code(
    id="rule-status",
    severity=Severity.ERROR,
    summary="A rule has a status that does not exist.",
    why="It decides who enforces the rule.",
    instead="Write stated (the default), inferred or server.",
)
DUPLICATE_RULE_ID = Code(
    id="duplicate-rule-id",
    severity=Severity.ERROR,
    summary="Two rules of one schema have the same id, allOf branches included.",
    why="An error that names the rule would be ambiguous.",
    instead="Give one of them another id.",
)
RULE_FIELD_PATH = Code(
    id="rule-field-path",
    severity=Severity.ERROR,
    summary="`fieldPath` of a rule leads to no member of the schema.",
    why="The error would point the user at something that does not exist.",
    instead="Write `.video.loop` or `/video/loop`, naming declared members.",
)
RULE_EXAMPLES_IDLE = Code(
    id="rule-examples-idle",
    severity=Severity.WARNING,
    summary="A rule without an expression has examples.",
    why="Nothing can try them, so nothing tells when they become wrong.",
    instead="Remove the examples.",
)
RULE_EXAMPLE_REFUSED = Code(
    id="rule-example-refused",
    severity=Severity.ERROR,
    summary="A valid example of a rule is refused, by the rule or by the schema.",
    why="The rule does not say what its author meant.",
    instead="Correct the rule or the example.",
)
RULE_EXAMPLE_ACCEPTED = Code(
    id="rule-example-accepted",
    severity=Severity.ERROR,
    summary="An invalid example of a rule is accepted by the rule.",
    why="The rule does not say what its author meant.",
    instead="Correct the rule or the example.",
)
RULE_UNREACHED = Code(
    id="rule-unreached",
    severity=Severity.WARNING,
    summary="A rule stands inside `not`, `if`, `then` or another condition.",
    why="Rules belong to types; a condition makes none, so nothing would try the rule.",
    instead="Put it on the schema around it, with the condition in the rule:"
    " `self.kind != 'a' || has(self.b)`.",
)
