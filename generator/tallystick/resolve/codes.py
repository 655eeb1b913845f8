"""Kinds of diagnostic that resolving can give."""

from typing import Final

from tallystick.diagnostics import Code, Severity

REF_NOT_FOUND: Final = Code(
    id="ref-not-found",
    severity=Severity.ERROR,
    summary="A `$ref` leads to nothing.",
    why="Whatever was meant there is missing from every output.",
    instead="Correct the name after the last `/`, or add what it names under `components`.",
    source="OpenAPI 3.1.1, 4.8.23",
)

REF_MALFORMED: Final = Code(
    id="ref-malformed",
    severity=Severity.ERROR,
    summary="A `$ref` is not a reference that can be followed.",
    why="A reference is a URI reference: a file or URL, then `#` and a JSON Pointer or anchor.",
    instead="Write `#/components/schemas/Name` or `other.yaml#/components/schemas/Name`.",
    source="RFC 3986; RFC 6901, 6",
)

REF_FILE: Final = Code(
    id="ref-file",
    severity=Severity.ERROR,
    summary="The file that a `$ref` names cannot be loaded.",
    why="Whatever was meant there is missing from every output.",
    instead="Correct the path; it is relative to the file that holds the `$ref`.",
    source="OpenAPI 3.1.1, 4.6",
)

REF_MISPLACED: Final = Code(
    id="ref-misplaced",
    severity=Severity.WARNING,
    summary="A `$ref` stands where OpenAPI has no references.",
    why="Operations, groups of objects and texts are no Reference Objects: what this means is not "
    "specified. It is read here as what it names; other tools may not read it.",
    instead="Make the path item, the response... a reference, or put the value in its place.",
    source="OpenAPI 3.1.1, 4.8.23",
)

REF_OUTSIDE: Final = Code(
    id="ref-outside-root",
    severity=Severity.ERROR,
    summary="A `$ref` leaves the folders that a document may read.",
    why="A description from somebody else could otherwise read any file of yours. Read are files "
    "ending in .yaml, .yml or .json, in no hidden folder, below the working directory when the "
    "entry document is below it, else below the entry document's folder.",
    instead="Move the file into the tree, or run the command from a folder above both.",
)

REMOTE_REF: Final = Code(
    id="remote-ref",
    severity=Severity.ERROR,
    summary="A `$ref` leads to a URL, and remote documents were not allowed.",
    why="A run that reaches into the network is neither repeatable nor private.",
    instead="Allow it with `--allow-remote`, or download the document and refer to the file.",
)

REF_CIRCLE: Final = Code(
    id="ref-circle",
    severity=Severity.ERROR,
    summary="References lead in a circle, and never to a value.",
    why="There is nothing to find at the end of it. (A schema that contains itself is fine.)",
    instead="Let one of them be the value instead of a `$ref`.",
)

REF_KIND: Final = Code(
    id="ref-kind",
    severity=Severity.ERROR,
    summary="A `$ref` leads to another kind of object than can stand there.",
    why="A parameter is not a schema, though both are mappings.",
    instead="Refer to an object of the right section under `components`.",
    source="OpenAPI 3.1.1, 4.8.23",
)

DYNAMIC_REF: Final = Code(
    id="dynamic-ref",
    severity=Severity.WARNING,
    summary="A `$dynamicRef` is read as a `$ref`.",
    why="What it means can change with the path by which a validator got there; here it is bound "
    "once, which is exact when only one `$dynamicAnchor` of that name exists.",
    instead="Use `$ref` where that is meant.",
    source="JSON Schema 2020-12, 8.2.3.2",
)

ANCHOR_TWICE: Final = Code(
    id="anchor-twice",
    severity=Severity.ERROR,
    summary="Two schemas claim the same `$id` or `$anchor`.",
    why="A reference to it could mean either.",
    instead="Give each a name of its own.",
    source="JSON Schema 2020-12, 8.2",
)

UNKNOWN_OPERATION: Final = Code(
    id="link-unknown-operation",
    severity=Severity.WARNING,
    summary="A link names an operationId that no operation has.",
    why="Clients cannot follow it, so it is left out.",
    instead="Correct the operationId; it is case-sensitive.",
    source="OpenAPI 3.1.1, 4.8.20",
)

MAPPING_NOT_FOUND: Final = Code(
    id="mapping-not-found",
    severity=Severity.WARNING,
    summary="A discriminator's mapping names what is not there, or what is no schema.",
    why="No variant goes by that value, so the entry is left out.",
    instead="Correct the reference, or add the schema that it names.",
    source="OpenAPI 3.1.1, 4.8.25",
)

INVALID_DOCUMENT: Final = Code(
    id="invalid-document",
    severity=Severity.ERROR,
    summary="The document breaks the OpenAPI specification.",
    why="Other tools refuse it or read it differently.",
    instead="Follow the help of the message; the specification's page has the object's members.",
    source="https://spec.openapis.org/oas/",
)

SECOND_OPINION: Final = Code(
    id="second-opinion",
    severity=Severity.WARNING,
    summary="openapi-spec-validator refuses what the checks here accept.",
    why="One of the two is wrong about the specification; other tools may refuse it too.",
    instead="Read its message against the specification; tell us if it is right.",
    source="https://github.com/python-openapi/openapi-spec-validator",
)

CODES: Final = (
    REF_NOT_FOUND,
    REF_MALFORMED,
    REF_FILE,
    REF_MISPLACED,
    REF_OUTSIDE,
    REMOTE_REF,
    REF_CIRCLE,
    REF_KIND,
    DYNAMIC_REF,
    ANCHOR_TWICE,
    UNKNOWN_OPERATION,
    MAPPING_NOT_FOUND,
    INVALID_DOCUMENT,
    SECOND_OPINION,
)
