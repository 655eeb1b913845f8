"""The keywords of a schema, sorted by what they do."""

from typing import Final

ANNOTATIONS: Final = frozenset(
    {
        "title",
        "summary",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "xml",
        "$comment",
        "$schema",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$vocabulary",
        "$defs",
        "definitions",
    },
)
"""They say something about a value and refuse none."""

MEANT: Final = frozenset(
    {
        "x-validations",
        "x-kubernetes-validations",
        "x-lifecycle",
        "x-extensible-enum",
        "x-presigned",
    },
)
"""Extensions that change what a type means to us."""

STRING: Final = frozenset(
    {
        "minLength",
        "maxLength",
        "pattern",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "x-presigned",
    },
)
NUMBER: Final = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
)
ARRAY: Final = frozenset(
    {
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "uniqueItems",
        "contains",
        "minContains",
        "maxContains",
        "unevaluatedItems",
    },
)
OBJECT: Final = frozenset(
    {
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties",
        "x-lifecycle",
    },
)
ANY: Final = frozenset(
    {
        "type",
        "enum",
        "const",
        "format",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "$ref",
        "$dynamicRef",
        "discriminator",
    },
)
KNOWN: Final = ANNOTATIONS | MEANT | STRING | NUMBER | ARRAY | OBJECT | ANY

KIND: Final[dict[str, str]] = (
    dict.fromkeys(STRING, "string")
    | dict.fromkeys(NUMBER, "number")
    | dict.fromkeys(ARRAY, "array")
    | dict.fromkeys(OBJECT, "object")
)
"""Keyword -> the only kind of value that it looks at."""

KINDS: Final = ("string", "integer", "number", "boolean", "null", "array", "object")

STRING_FORMATS: Final = frozenset(
    {
        "date",
        "date-time",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
        "uuid",
        "byte",
        "binary",
        "password",
        "url",
    },
)
NUMBER_FORMATS: Final[dict[str, str]] = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
}

SCHEMA: Final = frozenset(
    {
        "items",
        "additionalProperties",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    },
)
"""Their value is a schema."""
SCHEMA_LIST: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMA_MAP: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
