"""Kinds of problem found while an API is read from its documents."""

from tallystick.diagnostics import Code, Severity

UNUSABLE_VALUE = Code(
    id="unusable-value",
    severity=Severity.WARNING,
    summary="A value in the document is of the wrong kind for its place.",
    why="It cannot be used, so the thing it describes is read as if it were not written.",
    instead="Write the kind of value that is named.",
)
UNKNOWN_KEYWORD = Code(
    id="unknown-keyword",
    severity=Severity.WARNING,
    summary="A schema holds a keyword that JSON Schema 2020-12 and OpenAPI 3.1 do not know.",
    why="It constrains nothing: a misspelt `maxlength` silently lets every length pass.",
    instead="Correct the spelling, or start the name with `x-` when it is an extension.",
    source="JSON Schema 2020-12 Core, section 4.3.1",
)
KEYWORD_WITHOUT_EFFECT = Code(
    id="keyword-without-effect",
    severity=Severity.WARNING,
    summary="A keyword looks at values of a kind that the schema's `type` refuses.",
    why="It never applies; probably the type or the keyword is not the one that was meant.",
    instead="Remove the keyword or correct `type`.",
    source="JSON Schema 2020-12 Validation, section 6",
)
NEVER_VALID = Code(
    id="never-valid",
    severity=Severity.ERROR,
    summary="No value can satisfy the schema.",
    why="Every request or response that uses it breaks the contract, whatever it holds.",
    instead="Correct the keywords that contradict each other.",
)
SCHEMA_HOLDS_ITSELF = Code(
    id="schema-holds-itself",
    severity=Severity.ERROR,
    summary="A schema is one of its own allOf branches.",
    why="Whether a value satisfies it depends on whether it satisfies it: no tool can tell.",
    instead="Break the circle: refer to the schema from a property or an item instead.",
    source="JSON Schema 2020-12 Core, section 9.4.1",
)
ENUM_VALUE_TYPE = Code(
    id="enum-value-type",
    severity=Severity.WARNING,
    summary="An enum value is not of the schema's `type`.",
    why="The value can never be sent: `type` refuses it.",
    instead="Write the value in the declared type (quote numbers that are strings), or remove it.",
    source="JSON Schema 2020-12 Validation, section 6.1",
)
UNKNOWN_TYPE = Code(
    id="unknown-type",
    severity=Severity.ERROR,
    summary="`type` names a type that JSON Schema does not have.",
    why="No value is of such a type.",
    instead="Use string, number, integer, boolean, array, object or null.",
    source="JSON Schema 2020-12 Validation, section 6.1.1",
)
DISCRIMINATOR_TARGET = Code(
    id="discriminator-target",
    severity=Severity.ERROR,
    summary="A discriminator's mapping names a schema that is not there.",
    why="A message with that value could not be given a type.",
    instead="Name a schema under components/schemas, or write a reference to one.",
    source="OpenAPI 3.1.1, section 4.8.25",
)
LIFECYCLE_TWICE = Code(
    id="lifecycle-twice",
    severity=Severity.WARNING,
    summary="A schema has more than one `x-lifecycle`, through its allOf branches.",
    why="A resource has one state machine; only the first is used.",
    instead="Keep the one on the resource's own schema.",
)
LIFECYCLE_INCOMPLETE = Code(
    id="lifecycle-incomplete",
    severity=Severity.ERROR,
    summary="`x-lifecycle` lacks a member that it cannot do without.",
    why="Waiters and the server are made from it; without `member`, `initial` and `states` there"
    " is no state machine.",
    instead="Add the member: `{member: state, initial: queued, success: [done], states: {...}}`.",
)
LIFECYCLE_UNKNOWN_MEMBER = Code(
    id="lifecycle-unknown-member",
    severity=Severity.ERROR,
    summary="`x-lifecycle` has a member that is not part of it.",
    why="A misspelt `requires` would promise nothing.",
    instead="Use member, initial, success, outputs, reason, states; in a state next, requires,"
    " forbids.",
)
DUPLICATE_PARAMETER = Code(
    id="duplicate-parameter",
    severity=Severity.ERROR,
    summary="An operation declares one parameter twice.",
    why="Which of the two counts cannot be told; header names differ in more than case.",
    instead="Remove one of them.",
    source="OpenAPI 3.1.1, section 4.8.10.1",
)
IGNORED_HEADER = Code(
    id="ignored-header-parameter",
    severity=Severity.WARNING,
    summary="A header parameter named Accept, Content-Type or Authorization means nothing.",
    why="OpenAPI tells tools to ignore it: media types and `security` say these things.",
    instead="Remove the parameter.",
    source="OpenAPI 3.1.1, section 4.8.12.2.1",
)
PARAMETER_PLACE = Code(
    id="parameter-place",
    severity=Severity.ERROR,
    summary="A parameter does not say where it travels, or names no place.",
    why="It cannot be sent.",
    instead="Write `in: path`, `query`, `header` or `cookie`.",
    source="OpenAPI 3.1.1, section 4.8.12.2.1",
)
PARAMETER_STYLE = Code(
    id="parameter-style",
    severity=Severity.ERROR,
    summary="A parameter's style does not exist at its place.",
    why="Client and server would write and read it differently.",
    instead="Use a style of the place, or leave it out for the default.",
    source="OpenAPI 3.1.1, section 4.8.12.3",
)
PARAMETER_CONTENT = Code(
    id="parameter-content",
    severity=Severity.ERROR,
    summary="A parameter's `content` has more than one media type.",
    why="Nothing says which one is sent; the first is used.",
    instead="Keep one entry.",
    source="OpenAPI 3.1.1, section 4.8.12.2.3",
)
SECURITY_KIND = Code(
    id="security-kind",
    severity=Severity.ERROR,
    summary="A security scheme has a type that does not exist.",
    why="No client can use it.",
    instead="Write apiKey, http, mutualTLS, oauth2 or openIdConnect.",
    source="OpenAPI 3.1.1, section 4.8.27",
)
UNKNOWN_SCHEME = Code(
    id="unknown-security-scheme",
    severity=Severity.ERROR,
    summary="`security` names a scheme that is not declared.",
    why="A client cannot know which credentials to send.",
    instead="Declare it under components/securitySchemes, or correct the name.",
    source="OpenAPI 3.1.1, section 4.8.30",
)
SERVER_VARIABLE = Code(
    id="server-variable",
    severity=Severity.ERROR,
    summary="A server's URL uses a variable that is not declared.",
    why="The URL cannot be completed.",
    instead="Declare it with a default: `variables: {region: {default: eu}}`.",
    source="OpenAPI 3.1.1, section 4.8.5",
)
NO_CONTENT = Code(
    id="no-content",
    severity=Severity.WARNING,
    summary="A request body has no media type.",
    why="There is nothing to send, so it is read as if it were not written.",
    instead="Add `content: {application/json: {schema: ...}}`, or remove the request body.",
    source="OpenAPI 3.1.1, section 4.8.13",
)
STATUS = Code(
    id="response-status",
    severity=Severity.ERROR,
    summary="A key under `responses` is not a status.",
    why="No response will ever match it.",
    instead="Write '200', a range such as 4XX, or default.",
    source="OpenAPI 3.1.1, section 4.8.16",
)
UNKNOWN_METHOD = Code(
    id="unknown-method",
    severity=Severity.WARNING,
    summary="A path item has a member that is no method.",
    why="The operation below it would not be found by any tool.",
    instead="Write the method in lower case.",
    source="OpenAPI 3.1.1, section 4.8.9",
)
DUPLICATE_OPERATION_ID = Code(
    id="duplicate-operation-id",
    severity=Severity.ERROR,
    summary="Two operations have the same operationId.",
    why="Generated methods are named by it, and links find operations by it.",
    instead="Give one of them another id; case counts.",
    source="OpenAPI 3.1.1, section 4.8.10.1",
)
CALLBACK_DEPTH = Code(
    id="callback-depth",
    severity=Severity.WARNING,
    summary="Callbacks are nested too deep.",
    why="An operation of a callback that calls back in turn, without end, cannot be read whole.",
    instead="Remove the callback, or the reference that leads back to it.",
)
LINK_TARGET = Code(
    id="link-target",
    severity=Severity.ERROR,
    summary="A link leads to an operation that is not there.",
    why="Who follows the link would not know what to call.",
    instead="Write the operationId of an operation of this document.",
    source="OpenAPI 3.1.1, section 4.8.20",
)
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
    id="rule-unknown-member",
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
CODES = (
    UNUSABLE_VALUE,
    UNKNOWN_KEYWORD,
    KEYWORD_WITHOUT_EFFECT,
    NEVER_VALID,
    SCHEMA_HOLDS_ITSELF,
    ENUM_VALUE_TYPE,
    UNKNOWN_TYPE,
    DISCRIMINATOR_TARGET,
    LIFECYCLE_TWICE,
    LIFECYCLE_INCOMPLETE,
    LIFECYCLE_UNKNOWN_MEMBER,
    DUPLICATE_PARAMETER,
    IGNORED_HEADER,
    PARAMETER_PLACE,
    PARAMETER_STYLE,
    PARAMETER_CONTENT,
    SECURITY_KIND,
    UNKNOWN_SCHEME,
    SERVER_VARIABLE,
    NO_CONTENT,
    STATUS,
    UNKNOWN_METHOD,
    DUPLICATE_OPERATION_ID,
    CALLBACK_DEPTH,
    LINK_TARGET,
    RULE_WITHOUT_TEXT,
    RULE_WITHOUT_MESSAGE,
    RULE_WITHOUT_ID,
    RULE_UNKNOWN_MEMBER,
    RULE_UNUSED_MEMBER,
    RULE_STATUS,
    DUPLICATE_RULE_ID,
    RULE_FIELD_PATH,
    RULE_EXAMPLES_IDLE,
)
