"""Every kind of problem that a rule can have."""

from typing import Final

from tallystick.diagnostics import Code, Severity

_SPEC: Final = "Common Expression Language, language definition"

SYNTAX: Final = Code(
    id="rule-syntax",
    severity=Severity.ERROR,
    summary="The rule is not a CEL expression.",
    why="Nothing can be checked or generated from a rule that does not parse.",
    instead="Mend the expression at the place shown, for example `has(self.a) || has(self.b)`.",
    source=f"{_SPEC}: Syntax",
)
TOO_DEEP: Final = Code(
    id="rule-too-deep",
    severity=Severity.ERROR,
    summary="The rule is nested more deeply than the CEL runtime reads.",
    why="The official runtime stops at 32 levels, so no rule beyond that can be judged.",
    instead="Split the rule into several, or write a long sum or chain as a list and a macro.",
)
UNKNOWN_NAME: Final = Code(
    id="rule-unknown-name",
    severity=Severity.ERROR,
    summary="The rule uses a name that is neither `self` nor a macro's variable.",
    why="The value that the rule stands on is `self`; there is nothing else to read.",
    instead="Write `self.prompt` instead of `prompt`.",
)
UNKNOWN_MEMBER: Final = Code(
    id="rule-unknown-member",
    severity=Severity.ERROR,
    summary="The rule reads a member that the schema does not declare.",
    why="The read would end in an error, and the rule would refuse everything.",
    instead="Use a member of the schema, or declare the member there.",
)
NO_MEMBERS: Final = Code(
    id="rule-no-members",
    severity=Severity.ERROR,
    summary="The rule reads a member of a value that is no object.",
    why="Only objects have members; the read would always end in an error.",
    instead="Compare the value itself, or use a macro such as `all` on the items of a list.",
)
TYPE: Final = Code(
    id="rule-type",
    severity=Severity.ERROR,
    summary="An operator or function of the rule does not take values of these types.",
    why="It would always end in an error or, for a comparison, always have the same answer.",
    instead="Compare like with like: `self.width > 3`, `self.name == '3'`.",
)
UNKNOWN_VALUE: Final = Code(
    id="rule-unknown-value",
    severity=Severity.ERROR,
    summary="The rule compares a member with a value that is not in its enum.",
    why="The comparison has the same answer for every valid value, so it is a misspelling.",
    instead="Use one of the values of the enum.",
)
NULL: Final = Code(
    id="rule-null-comparison",
    severity=Severity.ERROR,
    summary="The rule compares a member with null.",
    why="A member that is null counts as not given, so reading it is an error, never null.",
    instead="Write `has(self.a)` for `self.a != null` and `!has(self.a)` for `self.a == null`.",
)
NOT_BOOL: Final = Code(
    id="rule-not-bool",
    severity=Severity.ERROR,
    summary="The result of the rule is not true or false.",
    why="A rule is satisfied when it is true; no other result says anything.",
    instead="Compare the result with something, for example `size(self.items) > 0`.",
)
UNSUPPORTED: Final = Code(
    id="rule-unsupported",
    severity=Severity.ERROR,
    summary="The rule uses a part of CEL that not every backend has.",
    why="The same rule runs in the CEL runtime, in generated clients and in the solver; a part"
    " that one of them lacks would make them disagree.",
    instead="Use the supported part of CEL, which the page on rules lists.",
)
PATTERN: Final = Code(
    id="rule-pattern",
    severity=Severity.ERROR,
    summary="A regular expression of the rule is not valid, or not read alike everywhere.",
    why="RE2, Python and JavaScript share only part of their syntax.",
    instead="Use literals, classes, groups, `|`, `* + ? {n,m}`, `^`, `$` and `\\d \\w \\s`.",
    source="RE2: Syntax",
)
UNGUARDED: Final = Code(
    id="rule-unguarded",
    severity=Severity.WARNING,
    summary="The rule reads a member that may be absent or null without asking first.",
    why="The read is then an error, and a rule that ends in an error is not satisfied: the value"
    " is refused although it gives nothing to judge.",
    instead="Ask first: `!has(self.a) || self.a > 3`, or `has(self.a) && self.a > 3`.",
)

CODES: Final = (
    SYNTAX,
    TOO_DEEP,
    UNKNOWN_NAME,
    UNKNOWN_MEMBER,
    NO_MEMBERS,
    TYPE,
    UNKNOWN_VALUE,
    NULL,
    NOT_BOOL,
    UNSUPPORTED,
    PATTERN,
    UNGUARDED,
)
