"""What can be wrong before a campaign begins, and what a document says that cannot be tried."""

from tallystick.diagnostics import Code, Severity

HOST_NOT_OWN = Code(
    id="fuzz-host-not-own",
    severity=Severity.ERROR,
    summary="The server is not on this machine.",
    why="A campaign sends thousands of requests, many of them wrong; others' servers may not "
    "want that.",
    instead="Add `--i-own-this-server` when it is yours to try, or use a server on 127.0.0.1.",
)
URL_UNUSABLE = Code(
    id="fuzz-url-unusable",
    severity=Severity.ERROR,
    summary="The URL of the server cannot be used.",
    why="Requests go to one http or https host, which the URL names.",
    instead="Write the base URL with its path: `--url http://127.0.0.1:8000/v1`.",
)
APP_UNUSABLE = Code(
    id="fuzz-app-unusable",
    severity=Severity.ERROR,
    summary="The app of `--app` cannot be imported, called or started.",
    why="It is called in this process, so it must be importable from here, and start here.",
    instead="Write `--app MODULE:ATTRIBUTE` of an ASGI app, from the folder that holds the module.",
)
SERVER_SILENT = Code(
    id="fuzz-server-silent",
    severity=Severity.ERROR,
    summary="The server does not answer.",
    why="Without answers nothing can be judged.",
    instead="Start the server, and check host and port of `--url`. One that hangs may need "
    "a longer `--timeout`, one with a certificate of its own `SSL_CERT_FILE` in the environment.",
)
BASELINE_UNUSABLE = Code(
    id="fuzz-baseline-unusable",
    severity=Severity.ERROR,
    summary="The baseline cannot be used.",
    why="It is an earlier report (`--format json`) of the same API; another one would hide "
    "findings that it never listed.",
    instead="Write a new one: `tally fuzz ... --format json > baseline.json`.",
)

RESUME_UNUSABLE = Code(
    id="fuzz-resume-unusable",
    severity=Severity.ERROR,
    summary="The campaign cannot go on from this file.",
    why="It counts the requests of one plan; another document, seed or option has another one.",
    instead="Give the options of the campaign that was interrupted, or remove the file.",
)
NOTHING_TO_TRY = Code(
    id="fuzz-nothing-to-try",
    severity=Severity.ERROR,
    summary="The document has no operations, or nothing of the name that was given.",
    why="A campaign that sends nothing finds nothing wrong, whatever the server does.",
    instead="See what `tally check` says of the document: requests are made from its `paths`; "
    "claims are called as in a report.",
)
NOTHING_JUDGED = Code(
    id="fuzz-nothing-judged",
    severity=Severity.ERROR,
    summary="The campaign ended before anything of the server was judged.",
    why="A run that tried nothing knows nothing: it must not look like one that found nothing.",
    instead="Give a longer `--budget`, fewer parts (`--shard`), other `--phases` or `--only`; "
    "where all was refused for want of something, give the account of `--auth` what it needs.",
)

CODES = (
    HOST_NOT_OWN,
    URL_UNUSABLE,
    APP_UNUSABLE,
    SERVER_SILENT,
    BASELINE_UNUSABLE,
    RESUME_UNUSABLE,
    NOTHING_TO_TRY,
    NOTHING_JUDGED,
)
"""All kinds of diagnostic of this stage."""
