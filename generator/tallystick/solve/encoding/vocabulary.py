"""The keywords of JSON Schema 2020-12 and who reads them."""

from typing import Final

from tallystick.solve.encoding import arrays, keywords, objects, unevaluated, unions
from tallystick.solve.encoding.schema import Keyword

VOCABULARY: Final[dict[str, Keyword]] = {
    "$ref": unions.reference,
    "$dynamicRef": unions.dynamic,
    "type": keywords.type_,
    "enum": keywords.enum,
    "const": keywords.const,
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), keywords.range_
    ),
    "multipleOf": keywords.multiple_of,
    "minLength": keywords.counted("minLength", "string", keywords.string_length),
    "maxLength": keywords.counted("maxLength", "string", keywords.string_length),
    "pattern": keywords.pattern,
    "format": keywords.format_,
    "minItems": keywords.counted("minItems", "array", keywords.array_length),
    "maxItems": keywords.counted("maxItems", "array", keywords.array_length),
    "prefixItems": arrays.items,
    "items": arrays.items,
    "contains": arrays.contains,
    "uniqueItems": arrays.unique,
    "unevaluatedItems": unevaluated.items,
    "required": objects.required,
    "dependentRequired": objects.dependent_required,
    "dependentSchemas": objects.dependent_schemas,
    **dict.fromkeys(
        ("properties", "patternProperties", "additionalProperties"), objects.properties
    ),
    "propertyNames": objects.property_names,
    "minProperties": objects.min_properties,
    "maxProperties": objects.max_properties,
    "unevaluatedProperties": unevaluated.properties,
    "allOf": unions.all_of,
    "anyOf": unions.any_of,
    "oneOf": unions.one_of,
    "not": unions.not_,
    "if": unions.conditional,
}
