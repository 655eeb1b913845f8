"""Diagnostics of generating and writing."""

from typing import Final

from tallystick.diagnostics import Code, Severity

TARGET_UNKNOWN: Final = Code(
    id="target-unknown",
    severity=Severity.ERROR,
    summary="No target of this name is installed.",
    why="A target decides what is generated; without one there is nothing to write.",
    instead="Name one of the targets that the message lists.",
)
OPTION_UNKNOWN: Final = Code(
    id="target-option-unknown",
    severity=Severity.ERROR,
    summary="A target was given an option that it does not have.",
    why="A misspelt option would silently do nothing.",
    instead="Use one of the options that the message lists.",
)
OPTION_INVALID: Final = Code(
    id="target-option-invalid",
    severity=Severity.ERROR,
    summary="An option of a target has a value that it cannot use.",
    why="The output would not be what was asked for, or would not compile.",
    instead="Give a value of the kind that the message names.",
)
TEMPLATES_MISSING: Final = Code(
    id="templates-folder-missing",
    severity=Severity.ERROR,
    summary="The folder with your own templates is not there.",
    why="The output would be made from ours alone, without a word.",
    instead="Point --templates at a folder that holds a folder named like the target.",
)
TEMPLATE_UNKNOWN: Final = Code(
    id="template-overrides-nothing",
    severity=Severity.WARNING,
    summary="One of your own templates has no counterpart to replace.",
    why="A misspelt file name would silently change nothing.",
    instead="Name it as the template that it replaces.",
)
TEMPLATE_FAILED: Final = Code(
    id="template-failed",
    severity=Severity.ERROR,
    summary="One of your own templates could not be used.",
    why="It does not parse, reads what the view does not have, or prints text unquoted.",
    instead="Compare it with the template that it replaces.",
)
OUTPUT_NOT_A_FOLDER: Final = Code(
    id="output-not-a-folder",
    severity=Severity.ERROR,
    summary="The output folder is not a folder.",
    why="A target writes several files, so it needs a folder to write them into.",
    instead="Give --out a folder that does not exist yet, or one made by an earlier run.",
)
OUTPUT_FOREIGN: Final = Code(
    id="output-not-ours",
    severity=Severity.ERROR,
    summary="The output folder has files in it and no manifest of ours.",
    why="Its files belong to somebody else; generated files would be mixed into them.",
    instead="Give --out a folder that is empty, does not exist, or was made by an earlier run.",
)
OUTPUT_TAKEN: Final = Code(
    id="output-path-taken",
    severity=Severity.ERROR,
    summary="A file that is not ours stands where a generated file belongs.",
    why="Files that were not generated are never overwritten.",
    instead="Move the file away, or generate into another folder.",
)
OUTPUT_FAILED: Final = Code(
    id="output-not-written",
    severity=Severity.ERROR,
    summary="The system did not let us write; the folder is as it was.",
    why="The disk is full, the folder is read-only, or somebody else may write there.",
    instead="Mend what the message names and run again.",
)
OUTPUT_BUSY: Final = Code(
    id="output-busy",
    severity=Severity.ERROR,
    summary="Another run is writing to the same folder and has not finished.",
    why="Two runs at once take turns; this one gave up waiting.",
    instead="Wait for the other run, or end it, and run again.",
)
OUTPUT_EDITED: Final = Code(
    id="output-edited",
    severity=Severity.WARNING,
    summary="A generated file had been edited; the edited text was kept beside it.",
    why="Generated files are written anew by every run, so edits in them do not last.",
    instead="Put the change into the document, an option or a template of your own.",
)
MANIFEST_BROKEN: Final = Code(
    id="output-manifest-broken",
    severity=Severity.ERROR,
    summary="The manifest of the output folder cannot be read.",
    why="Without it nobody knows which files are generated and may be replaced.",
    instead="Restore the manifest from version control, or generate into a new folder.",
)
CONTENT_UNUSED: Final = Code(
    id="target-content-unused",
    severity=Severity.INFO,
    summary="A body or response has several media types, and the client uses one of them.",
    why="The others cannot be sent, or are refused when the server answers with them.",
    instead="Nothing, if the one that the message names will do; else describe that one alone.",
)
CONTENT_PLAIN: Final = Code(
    id="target-content-plain",
    severity=Severity.INFO,
    summary="A body or response has members, in a format that the client does not know.",
    why="It writes and reads JSON and forms; XML and the like it hands over as text.",
    instead="Write and read the text in your program, or describe the content as JSON too.",
)
SERVER_UNUSED: Final = Code(
    id="target-server-unused",
    severity=Severity.WARNING,
    summary="An operation has a server of its own whose address the client cannot form.",
    why="Its calls go to the base URL of the client.",
    instead="Write the whole URL, beginning with https://, and give variables a default.",
)
ENCODING_UNUSED: Final = Code(
    id="target-encoding-unused",
    severity=Severity.WARNING,
    summary="A form says how a member is written, and the client writes it in the usual way.",
    why="The server may not understand the member.",
    instead="Leave the encoding out if the usual way will do; else hand the part over as a tuple.",
)
CALLBACK_UNUSED: Final = Code(
    id="target-callback-unused",
    severity=Severity.INFO,
    summary="Requests that the server makes get no code.",
    why="A client does not receive requests; of webhooks the models are made, of callbacks not.",
    instead="Read them in your own server; `types` has the models of webhooks.",
)
KEYWORD_UNCHECKED: Final = Code(
    id="target-keyword-unchecked",
    severity=Severity.INFO,
    summary="The models of requests do not check a keyword of a schema.",
    why="A request that breaks it is sent, and refused by the server.",
    instead="Say it as a rule under `x-validations`, which clients check.",
)
PATTERN_UNCHECKED: Final = Code(
    id="target-pattern-unchecked",
    severity=Severity.INFO,
    summary="The language of the client has no equal of a regular expression.",
    why="A string that does not match is sent, and refused by the server.",
    instead="Write the expression without classes such as \\p{L}.",
)
SECURITY_UNUSED: Final = Code(
    id="target-security-unused",
    severity=Severity.WARNING,
    summary="The client cannot prove who it is in a way that the API describes.",
    why="Operations that need it fail unless the credentials are added by hand.",
    instead="Hand over a configured `http_client`, or pass `extra_headers`.",
)

CODES: Final = (
    TARGET_UNKNOWN,
    OPTION_UNKNOWN,
    OPTION_INVALID,
    TEMPLATES_MISSING,
    TEMPLATE_UNKNOWN,
    TEMPLATE_FAILED,
    OUTPUT_NOT_A_FOLDER,
    OUTPUT_FOREIGN,
    OUTPUT_TAKEN,
    OUTPUT_FAILED,
    OUTPUT_BUSY,
    OUTPUT_EDITED,
    MANIFEST_BROKEN,
    CONTENT_UNUSED,
    CONTENT_PLAIN,
    SERVER_UNUSED,
    ENCODING_UNUSED,
    CALLBACK_UNUSED,
    KEYWORD_UNCHECKED,
    PATTERN_UNCHECKED,
    SECURITY_UNUSED,
)
