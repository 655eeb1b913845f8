"""Kinds of problem with what a comparison is given."""

from typing import Final

from tallystick.diagnostics import Code, Severity

DIFFERENT_API: Final = Code(
    id="different-api",
    severity=Severity.ERROR,
    summary="The two documents have no operation in common.",
    why="Comparing two APIs that are not versions of each other says only that all is gone.",
    instead="Name two versions of one document; where paths moved, give `--base-path`.",
)
NOTHING_ASKED: Final = Code(
    id="nothing-selected",
    severity=Severity.ERROR,
    summary="A name or prefix that selects operations fits none of either version.",
    why="Nothing would be compared, and nothing found: it may be misspelt.",
    instead="Give an operationId, a path as the document has it, or both parts of `GET /pets`.",
)
BASELINE_SYNTAX: Final = Code(
    id="baseline-syntax",
    severity=Severity.ERROR,
    summary="The baseline is not TOML, or an entry lacks what it needs.",
    why="A baseline that is half read would hide what nobody accepted, or show what somebody did.",
    instead="Write entries like this:\n\n"
    "    [[accept]]\n"
    '    check = "enum-values-removed"\n'
    '    operation = "POST /pets"\n'
    '    reason = "nobody sent it in a year"\n'
    "    expires = 2027-01-31",
)
BASELINE_UNKNOWN: Final = Code(
    id="baseline-unknown",
    severity=Severity.WARNING,
    summary="A baseline names a check that does not exist.",
    why="The entry hides nothing; it may be misspelt.",
    instead="Use an id that `tally explain` lists.",
)
BASELINE_EXPIRED: Final = Code(
    id="baseline-expired",
    severity=Severity.WARNING,
    summary="An entry of the baseline has expired.",
    why="It was accepted until that day; the finding is shown again.",
    instead="Mend the finding, or accept it until a later day, with the reason.",
)
BASELINE_UNUSED: Final = Code(
    id="baseline-unused",
    severity=Severity.INFO,
    summary="An entry of the baseline fits no finding.",
    why="What it accepted is mended, or is written otherwise now.",
    instead="Remove the entry.",
)
IMPORT_UNKNOWN: Final = Code(
    id="import-unknown",
    severity=Severity.WARNING,
    summary="A line of an imported file says nothing that can be taken over.",
    why="Its check is unknown, or it names neither an operation nor anything that changed.",
    instead="Write an entry of a baseline instead.",
)

CODES: Final = (
    DIFFERENT_API,
    NOTHING_ASKED,
    BASELINE_SYNTAX,
    BASELINE_UNKNOWN,
    BASELINE_EXPIRED,
    BASELINE_UNUSED,
    IMPORT_UNKNOWN,
)
