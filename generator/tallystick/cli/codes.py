"""Kinds of problem of the command line and its configuration."""

from tallystick.diagnostics import Code, Severity

CONFIG_SYNTAX = Code(
    id="config-syntax",
    severity=Severity.ERROR,
    summary="The configuration file is not valid TOML.",
    why="Nothing in it can be used, so the command stops before it does the wrong thing.",
    instead="Mend the line that is named; strings are quoted, tables are `[name]`.",
    source="TOML 1.0.0",
)
CONFIG_UNKNOWN = Code(
    id="config-unknown",
    severity=Severity.ERROR,
    summary="The configuration has a member that tallystick does not know.",
    why="A misspelt option that is ignored looks like one that works.",
    instead="Use the name that is suggested, or remove the member.",
)
CONFIG_VALUE = Code(
    id="config-value",
    severity=Severity.ERROR,
    summary="A value in the configuration has the wrong type or names nothing.",
    why="The command would have to guess what was meant.",
    instead='Write the kind of value that is named, for example `out = "generated/python"`.',
)
CONFIG_MISSING = Code(
    id="config-missing",
    severity=Severity.ERROR,
    summary="The configuration lacks a member that the command needs.",
    why="An output needs to know its document, its target and its folder.",
    instead="Add the member that is named.",
)
NO_DOCUMENT = Code(
    id="no-document",
    severity=Severity.ERROR,
    summary="No document was given and none is configured.",
    why="There is nothing to work on.",
    instead="Give the path of an OpenAPI document, or add `[tool.tallystick.documents.NAME]`.",
)
OUTPUT_STALE = Code(
    id="output-stale",
    severity=Severity.ERROR,
    summary="Generated files differ from what the document gives today.",
    why="What is committed no longer says what the contract says.",
    instead="Run `tally generate` and commit the result.",
)

CODES = (
    CONFIG_SYNTAX,
    CONFIG_UNKNOWN,
    CONFIG_VALUE,
    CONFIG_MISSING,
    NO_DOCUMENT,
    OUTPUT_STALE,
)
