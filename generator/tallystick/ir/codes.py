"""Kinds of problem found while an API is read from its documents."""

from tallystick.diagnostics import Code, Severity
from tallystick.ir.lifecycle_codes import (
    LIFECYCLE_CONTRADICTION,
    LIFECYCLE_ENDLESS,
    LIFECYCLE_INCOMPLETE,
    LIFECYCLE_MEMBER,
    LIFECYCLE_STATES,
    LIFECYCLE_SUCCESS,
    LIFECYCLE_TWICE,
    LIFECYCLE_UNKNOWN_FIELD,
    LIFECYCLE_UNKNOWN_MEMBER,
    LIFECYCLE_UNKNOWN_STATE,
    LIFECYCLE_UNREACHABLE,
)
from tallystick.ir.lowering_codes import RULE_LOWERED_IN_PART, RULE_NOT_LOWERED
from tallystick.ir.rule_codes import (
    DUPLICATE_RULE_ID,
    RULE_EXAMPLE_ACCEPTED,
    RULE_EXAMPLE_REFUSED,
    RULE_EXAMPLES_IDLE,
    RULE_FIELD_PATH,
    RULE_STATUS,
    RULE_UNKNOWN_MEMBER,
    RULE_UNREACHED,
    RULE_UNUSED_MEMBER,
    RULE_WITHOUT_ID,
    RULE_WITHOUT_MESSAGE,
    RULE_WITHOUT_TEXT,
)

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
    severity=Severity.WARNING,
    summary="No value can satisfy the schema.",
    why="What uses it cannot be sent; a request that needs it is an error of its own.",
    instead="Correct the keywords that contradict each other.",
)
SCHEMA_HOLDS_ITSELF = Code(
    id="schema-holds-itself",
    severity=Severity.ERROR,
    summary="A schema is one of its own allOf, anyOf or oneOf branches.",
    why="Whether a value satisfies it depends on whether it satisfies it: no tool can tell.",
    instead="Break the circle: refer to the schema from a property or an item instead.",
    source="JSON Schema 2020-12 Core, section 9.4.1",
)
UNION_HOLDS_ITSELF = Code(
    id="union-holds-itself",
    severity=Severity.WARNING,
    summary="A union is one of its own variants.",
    why="That variant is satisfied by what the others accept: it adds nothing, and is left out.",
    instead="Remove the variant, or refer to the union from a property or an item instead.",
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
    severity=Severity.WARNING,
    summary="A discriminator's mapping names a schema that is not one of the variants.",
    why="The union refuses what the discriminator promises.",
    instead="Add the schema to `oneOf` or `anyOf`, or remove it from the mapping.",
    source="OpenAPI 3.1.1, section 4.8.25",
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
    severity=Severity.WARNING,
    summary="A server's URL uses a variable that is not declared.",
    why="It has no default: whoever calls must give it, and clients refuse to work without it.",
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
    summary="A link leads to no operation that a client can call.",
    why="Who follows the link would not know what to call.",
    instead="Write the operationId of an operation under `paths`.",
    source="OpenAPI 3.1.1, section 4.8.20",
)
DUPLICATE_PATH = Code(
    id="duplicate-path",
    severity=Severity.ERROR,
    summary="Two path templates differ only in the names of their variables.",
    why="A request cannot tell which of them it means.",
    instead="Join them under one template.",
    source="OpenAPI 3.1.1, section 4.8.8",
)
PATH_VARIABLE_TWICE = Code(
    id="path-variable-twice",
    severity=Severity.ERROR,
    summary="A path template has the same variable twice.",
    why="One parameter cannot have two values.",
    instead="Give one of them another name.",
    source="OpenAPI 3.1.1, section 4.8.8.1",
)
PATH_VARIABLE_UNDECLARED = Code(
    id="path-variable-undeclared",
    severity=Severity.WARNING,
    summary="A variable of a path template has no parameter.",
    why="What may stand there is not said: it is taken as a text that must be given.",
    instead="Add a parameter with `in: path`.",
    source="OpenAPI 3.1.1, section 4.8.12.2.1",
)
PATH_PARAMETER_UNUSED = Code(
    id="path-parameter-unused",
    severity=Severity.ERROR,
    summary="A path parameter does not occur in the path template.",
    why="It has no place to travel in.",
    instead="Add it to the template in braces, or remove it.",
    source="OpenAPI 3.1.1, section 4.8.12.2.1",
)
LINK_PARAMETER = Code(
    id="link-parameter",
    severity=Severity.WARNING,
    summary="A link gives a parameter that its operation does not have.",
    why="Who follows the link would send something that nobody reads.",
    instead="Use the name of a parameter of the operation, bare or as `path.id`.",
    source="OpenAPI 3.1.1, section 4.8.20",
)
LINK_EXPRESSION = Code(
    id="link-expression",
    severity=Severity.WARNING,
    summary="A link's parameter begins with `$` but is no runtime expression.",
    why="Its value cannot be worked out, so nobody can follow the link.",
    instead="Write one such as `$response.body#/id`.",
    source="OpenAPI 3.1.1, section 4.8.20.3",
)
REQUIRED_REFUSED = Code(
    id="required-refused",
    severity=Severity.ERROR,
    summary="A member is required that the schema refuses.",
    why="No object satisfies both.",
    instead="Declare the member under `properties`.",
    source="JSON Schema 2020-12 Core, section 10.3.2.3",
)
DISCRIMINATOR_MEMBER = Code(
    id="discriminator-member",
    severity=Severity.WARNING,
    summary="A variant of a union lacks the member that chooses it, or does not require it.",
    why="A message without it cannot be given a type.",
    instead="Declare the member in every variant and require it.",
    source="OpenAPI 3.1.1, section 4.8.25",
)
DEFAULT_INVALID = Code(
    id="default-invalid",
    severity=Severity.WARNING,
    summary="A default value does not satisfy its own schema.",
    why="A server that fills it in breaks the contract.",
    instead="Correct the default or the schema.",
    source="JSON Schema 2020-12 Validation, section 9.2",
)
EXAMPLE_INVALID = Code(
    id="example-invalid",
    severity=Severity.WARNING,
    summary="An example does not satisfy its schema.",
    why="People copy examples first.",
    instead="Correct the example or the schema.",
    source="JSON Schema 2020-12 Validation, section 9.5",
)
EXAMPLE_BREAKS_RULE = Code(
    id="example-breaks-rule",
    severity=Severity.WARNING,
    summary="An example breaks a rule of its schema.",
    why="People copy examples first.",
    instead="Correct the example or the rule.",
)
SCHEMA_UNUSABLE = Code(
    id="example-schema-unusable",
    severity=Severity.WARNING,
    summary="A validator refuses the schema.",
    why="Nothing can be checked against it: most often a `pattern` is no regular expression.",
    instead="Correct the keyword that is named.",
    source="JSON Schema 2020-12 Core, sections 4.3 and 6.4",
)
TOO_MANY_JOINED = Code(
    id="too-many-joined",
    severity=Severity.WARNING,
    summary="Very many types are made of several schemas at once.",
    why="Their number can grow without bound in a small document; beyond a limit the shapes of"
    " types say less than their schemas. Validation is not affected.",
    instead="Use fewer `oneOf` and `allOf` with other keywords beside them.",
)
CODES = (
    TOO_MANY_JOINED,
    UNUSABLE_VALUE,
    UNKNOWN_KEYWORD,
    KEYWORD_WITHOUT_EFFECT,
    NEVER_VALID,
    SCHEMA_HOLDS_ITSELF,
    UNION_HOLDS_ITSELF,
    ENUM_VALUE_TYPE,
    UNKNOWN_TYPE,
    DISCRIMINATOR_TARGET,
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
    DUPLICATE_PATH,
    PATH_VARIABLE_TWICE,
    PATH_VARIABLE_UNDECLARED,
    PATH_PARAMETER_UNUSED,
    LINK_PARAMETER,
    LINK_EXPRESSION,
    REQUIRED_REFUSED,
    DISCRIMINATOR_MEMBER,
    DEFAULT_INVALID,
    EXAMPLE_INVALID,
    EXAMPLE_BREAKS_RULE,
    SCHEMA_UNUSABLE,
    LIFECYCLE_TWICE,
    LIFECYCLE_INCOMPLETE,
    LIFECYCLE_UNKNOWN_MEMBER,
    LIFECYCLE_MEMBER,
    LIFECYCLE_STATES,
    LIFECYCLE_UNKNOWN_STATE,
    LIFECYCLE_SUCCESS,
    LIFECYCLE_UNKNOWN_FIELD,
    LIFECYCLE_CONTRADICTION,
    LIFECYCLE_UNREACHABLE,
    LIFECYCLE_ENDLESS,
    RULE_WITHOUT_TEXT,
    RULE_WITHOUT_MESSAGE,
    RULE_WITHOUT_ID,
    RULE_UNKNOWN_MEMBER,
    RULE_UNUSED_MEMBER,
    RULE_STATUS,
    DUPLICATE_RULE_ID,
    RULE_FIELD_PATH,
    RULE_EXAMPLES_IDLE,
    RULE_EXAMPLE_REFUSED,
    RULE_EXAMPLE_ACCEPTED,
    RULE_UNREACHED,
    RULE_NOT_LOWERED,
    RULE_LOWERED_IN_PART,
)
