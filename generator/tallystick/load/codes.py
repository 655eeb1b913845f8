"""Kinds of diagnostic that loading can give."""

from typing import Final

from tallystick.diagnostics import Code, Severity

YAML_12: Final = "YAML 1.2.2"
OVERLAY: Final = "OpenAPI Overlay Specification 1.1.0"

MISSING_FILE: Final = Code(
    id="missing-file",
    severity=Severity.ERROR,
    summary="The document is not there.",
    why="Nothing can be said about a document that cannot be opened.",
    instead="Give the path of an existing file; paths are relative to the working directory.",
)

NOT_A_FILE: Final = Code(
    id="not-a-file",
    severity=Severity.ERROR,
    summary="The path names a directory or a device instead of a file.",
    why="A document is one regular file; the files it refers to are found from there.",
    instead="Name the file inside the directory: `tally check api/openapi.yaml`.",
)

UNREADABLE_FILE: Final = Code(
    id="unreadable-file",
    severity=Severity.ERROR,
    summary="The document exists but cannot be read.",
    why="The operating system refused: permissions, a broken disk, a lock.",
    instead="Make the file readable: `chmod u+r openapi.yaml`.",
)

GIT_UNREADABLE: Final = Code(
    id="git-unreadable",
    severity=Severity.ERROR,
    summary="Git does not give the file at that revision.",
    why="The revision, the file in it, or the repository is not there.",
    instead="Name a revision that `git log` shows, and a path that `git ls-tree REVISION` lists: "
    "`git:v1.2:api/openapi.yaml`.",
)

FILE_TOO_LARGE: Final = Code(
    id="file-too-large",
    severity=Severity.ERROR,
    summary="The document is larger than 256 MiB.",
    why="Nobody writes an API description of this size; a hostile file would eat all memory.",
    instead="Split the document and refer to its parts with `$ref`.",
)

REMOTE_DOCUMENT: Final = Code(
    id="remote-document",
    severity=Severity.ERROR,
    summary="The document is at a URL, and remote documents were not allowed.",
    why="A run that reaches into the network is neither repeatable nor private.",
    instead="Download the document, or allow remote documents with `--allow-remote`.",
)

FETCH_FAILED: Final = Code(
    id="fetch-failed",
    severity=Severity.ERROR,
    summary="A remote document could not be fetched.",
    why="The server did not answer, answered with an error, or sent too much or too slowly.",
    instead="Check the URL in a browser, or download the document and give its path.",
)

NOT_TEXT: Final = Code(
    id="not-text",
    severity=Severity.ERROR,
    summary="The file holds bytes that are not text.",
    why="An API description is text: YAML or JSON. Archives and pictures are neither.",
    instead="Give the document itself; unpack it first if it is in an archive.",
    source=f"{YAML_12}, 5.1",
)

NOT_UTF8: Final = Code(
    id="not-utf8",
    severity=Severity.ERROR,
    summary="The file is not UTF-8.",
    why="JSON is UTF-8, and YAML is too unless it begins with a byte order mark.",
    instead="Save the file as UTF-8: `iconv -f LATIN1 -t UTF-8 old.yaml > new.yaml`.",
    source=f"{YAML_12}, 5.2; RFC 8259, 8.1",
)

EMPTY_DOCUMENT: Final = Code(
    id="empty-document",
    severity=Severity.ERROR,
    summary="The file holds no document.",
    why="An empty file, or one of comments only, describes no API.",
    instead="Begin with `openapi: 3.1.1`, `info:` and `paths:`.",
)

YAML_SYNTAX: Final = Code(
    id="yaml-syntax",
    severity=Severity.ERROR,
    summary="The file is not YAML.",
    why="It cannot be read at all from this place on.",
    instead="Mend the line that is shown; the mistake often stands one line above.",
    source=YAML_12,
)

JSON_SYNTAX: Final = Code(
    id="json-syntax",
    severity=Severity.ERROR,
    summary="The file is not JSON.",
    why="It cannot be read at all from this place on.",
    instead="Mend the place that is shown: a missing comma, a trailing comma, an open quote.",
    source="RFC 8259",
)

DUPLICATE_KEY: Final = Code(
    id="duplicate-key",
    severity=Severity.ERROR,
    summary="A mapping has the same key twice.",
    why="Readers differ on which one counts, so half of what was written is silently lost.",
    instead="Remove one of the two, or merge them. `200` and `'200'` are the same key here.",
    source=f"{YAML_12}, 3.2.1.3; RFC 8259, 4",
)

MULTIPLE_DOCUMENTS: Final = Code(
    id="multiple-documents",
    severity=Severity.ERROR,
    summary="The file holds more than one YAML document.",
    why="Only one of them could be the API description.",
    instead="Put each document into a file of its own; remove the `---` line.",
    source=f"{YAML_12}, 9.2",
)

ALIAS_LIMIT: Final = Code(
    id="alias-limit",
    severity=Severity.ERROR,
    summary="Aliases make the document grow beyond 1,000,000 values.",
    why="A few lines of nested aliases can fill any memory.",
    instead="Use `$ref` to say a thing once; it is bound, not copied.",
)

ALIAS_UNKNOWN: Final = Code(
    id="alias-unknown",
    severity=Severity.ERROR,
    summary="An alias names no anchor that stands before it, or one that it stands inside.",
    why="There is nothing to put in its place.",
    instead="Write the anchor first: `base: &base {...}`, then `other: *base`.",
    source=f"{YAML_12}, 7.1",
)

TOO_DEEP: Final = Code(
    id="too-deep",
    severity=Severity.ERROR,
    summary="Values are nested deeper than 500 levels.",
    why="No API description is nested like this; a hostile one would exhaust the stack.",
    instead="Name inner schemas under `components` and refer to them.",
)

MERGE_KEY: Final = Code(
    id="merge-key",
    severity=Severity.WARNING,
    summary="A mapping uses the merge key `<<` of YAML 1.1.",
    why="OpenAPI is YAML 1.2, which has no merge keys. It is read here as YAML 1.1 means it; "
    "other tools may take it for a member.",
    instead='Write the members out, or use `allOf`; quote the key (`"<<"`) if it is a name.',
    source="OpenAPI 3.1.1, 4.2",
)

MERGE_VALUE: Final = Code(
    id="merge-value",
    severity=Severity.ERROR,
    summary="A merge key `<<` takes in what is no mapping.",
    why="Only members can be merged into a mapping, so nobody knows what this means.",
    instead="Name a mapping (`<<: *name`) or a list of mappings (`<<: [*one, *other]`).",
    source="YAML 1.1, merge type",
)

YAML_TAG: Final = Code(
    id="yaml-tag",
    severity=Severity.ERROR,
    summary="A value has a tag that JSON has no value for.",
    why="An API description must mean the same in YAML and in JSON.",
    instead="Remove the tag; quote the value when it is a string.",
    source="OpenAPI 3.1.1, 4.2",
)

YAML_KEY: Final = Code(
    id="yaml-key",
    severity=Severity.ERROR,
    summary="A key is a mapping or a list.",
    why="Keys of JSON objects are strings.",
    instead="Use a plain or quoted string as the key.",
    source="OpenAPI 3.1.1, 4.2",
)

NOT_JSON_NUMBER: Final = Code(
    id="not-json-number",
    severity=Severity.ERROR,
    summary="A number is not finite, or too long to be read.",
    why="JSON has neither infinity nor not-a-number, and no message could carry the value.",
    instead='Quote it (`".inf"`) when it is a string; leave a bound out when there is none.',
    source="OpenAPI 3.1.1, 4.2; RFC 8259, 6",
)

LONE_SURROGATE: Final = Code(
    id="lone-surrogate",
    severity=Severity.ERROR,
    summary="A string holds half of a surrogate pair.",
    why="It is no character, and cannot be written to any file.",
    instead="Write both halves (`\\ud83d\\ude00`) or the character itself.",
    source="RFC 8259, 8.2",
)

NOT_A_MAPPING: Final = Code(
    id="not-a-mapping",
    severity=Severity.ERROR,
    summary="The document is not a mapping.",
    why="An API description is a mapping with `openapi`, `info` and `paths`.",
    instead="Begin with `openapi: 3.1.1`; check that the right file was given.",
    source="OpenAPI 3.1.1, 4.8.1",
)

SWAGGER_2: Final = Code(
    id="swagger-2",
    severity=Severity.ERROR,
    summary="The document is Swagger 2.0.",
    why="Version 2.0 has other words for nearly everything; it is read by other tools only.",
    instead="Convert it: `npx swagger2openapi --outfile openapi.yaml swagger.yaml`.",
)

NO_VERSION: Final = Code(
    id="no-openapi-version",
    severity=Severity.ERROR,
    summary="The document does not say which version of OpenAPI it follows.",
    why="What its words mean depends on the version.",
    instead="Add `openapi: 3.1.1` (a string) as the first line.",
    source="OpenAPI 3.1.1, 4.8.1",
)

UNKNOWN_VERSION: Final = Code(
    id="unknown-openapi-version",
    severity=Severity.ERROR,
    summary="The document follows a version of OpenAPI that is not known here.",
    why="Reading it as another version could silently get it wrong.",
    instead="Use a 3.0 or 3.1 version: `openapi: 3.1.1`.",
    source="OpenAPI 3.1.1, 4.1",
)

PARTLY_KNOWN_VERSION: Final = Code(
    id="openapi-3-2",
    severity=Severity.WARNING,
    summary="The document is OpenAPI 3.2, which is read as 3.1.",
    why="What 3.2 added has no meaning here yet: `$self`, `additionalOperations`, the `query` "
    "method, `prefixEncoding`, `itemEncoding`, tag `parent` and `kind`, "
    "`components.mediaTypes`, device authorization.",
    instead="Nothing, when the document does without these; else expect them to be left out.",
    source="OpenAPI 3.2.0",
)

REF_SIBLINGS: Final = Code(
    id="ref-siblings-ignored",
    severity=Severity.WARNING,
    summary="Members beside a `$ref` count for nothing in OpenAPI 3.0.",
    why="The specification says that they SHALL be ignored, so they are left out here too; "
    "in 3.1 those of a schema would count.",
    instead="Wrap the reference, `allOf: [{$ref: ...}]`, or move the document to 3.1.",
    source="OpenAPI 3.0.4, 4.7.23",
)

NULLABLE_ENUM: Final = Code(
    id="nullable-enum",
    severity=Severity.WARNING,
    summary="A nullable enum does not list null, so that null is refused.",
    why="`nullable` widens `type` alone; what else a schema says, its enum too, may still refuse "
    "null. So the specification has it, and validators; hardly an author means that.",
    instead="Add `null` to the enum, or remove `nullable`.",
    source="OpenAPI 3.0.3, Schema Object, nullable",
)

NULLABLE_UNTYPED: Final = Code(
    id="nullable-untyped",
    severity=Severity.WARNING,
    summary="A `nullable` stands beside `allOf`, `anyOf` or `oneOf` without a `type`.",
    why="The clarification of 3.0.3 lets it widen the `type` beside it, and do nothing without "
    "one: by the letter null is refused where a part refuses it. Many authors, and many tools, "
    "mean that null is accepted, and so it is read here, by all that is made of the document.",
    instead="Give each part a `type` and `nullable`, or move the document to 3.1 and add "
    "`{type: 'null'}` to the choices.",
    source="OpenAPI 3.0.3, Schema Object, nullable; proposal 2019-10-31, clarify nullable",
)

NOT_AN_OVERLAY: Final = Code(
    id="not-an-overlay",
    severity=Severity.ERROR,
    summary="The overlay is not an OpenAPI Overlay 1.0 or 1.1 document.",
    why="It cannot be applied.",
    instead="Begin with `overlay: 1.0.0`, `info:` with title and version, and `actions:`.",
    source=f"{OVERLAY}, 4.4.1",
)

OVERLAY_WITHOUT_BASE: Final = Code(
    id="overlay-without-base",
    severity=Severity.ERROR,
    summary="The overlay was given as the document, and it does not say what it extends.",
    why="An overlay alone describes no API.",
    instead="Add `extends: base.yaml` to it, or give the base and `--overlay`.",
    source=f"{OVERLAY}, 4.4.1",
)

OVERLAY_ACTION: Final = Code(
    id="overlay-action",
    severity=Severity.ERROR,
    summary="An action of an overlay is not formed as it must be.",
    why="It was not applied.",
    instead="An action has a `target` (JSONPath) and one of `update`, `copy` or `remove: true`.",
    source=f"{OVERLAY}, 4.4.3",
)

OVERLAY_JSONPATH: Final = Code(
    id="overlay-jsonpath",
    severity=Severity.ERROR,
    summary="The target of an overlay's action is not a JSONPath.",
    why="It was not applied.",
    instead="Write RFC 9535: `$.paths['/users'].get`; quote names that are no identifiers.",
    source="RFC 9535",
)

OVERLAY_NO_TARGET: Final = Code(
    id="overlay-no-target",
    severity=Severity.ERROR,
    summary="An action of an overlay targets nothing in the document.",
    why="The change was silently lost: the base has moved on, or the path is misspelt.",
    instead="Mend the JSONPath; remove the action if the base no longer needs it.",
    source=f"{OVERLAY}, 4.4.3",
)

OVERLAY_KIND: Final = Code(
    id="overlay-kind",
    severity=Severity.ERROR,
    summary="An action would merge values of different kinds.",
    why="Objects merge with objects; a list takes a further item; nothing else was meant.",
    instead="Target the parent and give the member, which replaces it.",
    source=f"{OVERLAY}, 4.4.3",
)

OVERLAY_LIMIT: Final = Code(
    id="overlay-limit",
    severity=Severity.ERROR,
    summary="The actions of an overlay copy more than 1,000,000 values.",
    why="A few actions that copy what others copied can fill any memory.",
    instead="Copy smaller parts, or refer to them with `$ref`.",
)

CODES: Final = (
    MISSING_FILE,
    NOT_A_FILE,
    UNREADABLE_FILE,
    GIT_UNREADABLE,
    FILE_TOO_LARGE,
    REMOTE_DOCUMENT,
    FETCH_FAILED,
    NOT_TEXT,
    NOT_UTF8,
    EMPTY_DOCUMENT,
    YAML_SYNTAX,
    JSON_SYNTAX,
    DUPLICATE_KEY,
    MULTIPLE_DOCUMENTS,
    ALIAS_LIMIT,
    ALIAS_UNKNOWN,
    TOO_DEEP,
    MERGE_KEY,
    MERGE_VALUE,
    YAML_TAG,
    YAML_KEY,
    NOT_JSON_NUMBER,
    LONE_SURROGATE,
    NOT_A_MAPPING,
    SWAGGER_2,
    NO_VERSION,
    UNKNOWN_VERSION,
    PARTLY_KNOWN_VERSION,
    REF_SIBLINGS,
    NULLABLE_ENUM,
    NULLABLE_UNTYPED,
    NOT_AN_OVERLAY,
    OVERLAY_WITHOUT_BASE,
    OVERLAY_ACTION,
    OVERLAY_JSONPATH,
    OVERLAY_NO_TARGET,
    OVERLAY_KIND,
    OVERLAY_LIMIT,
)
