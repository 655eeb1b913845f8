"""``tally generate``: write clients, documents and other targets."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallystick.cli import codes, options, session
from tallystick.cli.config import DocumentEntry, OutputEntry, suggestion
from tallystick.cli.interrupts import gently
from tallystick.cli.since import with_changes
from tallystick.diagnostics import Diagnostic, Diagnostics, Span, has_errors
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.emit import FileSet
    from tallystick.ir import Api


@dataclass(slots=True, kw_only=True)
class Job:
    """One output to make.

    Attributes:
        out: Folder as seen from the working directory.
    """

    document: DocumentEntry
    output: OutputEntry
    out: str


@click.command("generate")
@options.document
@click.option(
    "--target",
    metavar="NAME",
    help="python, typescript, cli, docs, openapi, or one that is installed; only this one.",
)
@click.option("--out", metavar="DIR", help="Output folder; with DOC and --target.")
@click.option(
    "--option",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the target; may be repeated. VALUE is JSON, or else text.",
)
@click.option("--templates", metavar="DIR", help="Your own templates, laid over ours.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 with a diff if stale.")
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    target: str | None,
    out: str | None,
    settings: tuple[str, ...],
    templates: str | None,
    *,
    allow_remote: bool,
    check: bool,
) -> None:
    """Generate what the configuration lists, or one --target of DOC into --out.

    Only files that changed are rewritten, only files that tally owns are removed, and a run that
    is interrupted leaves the old output.
    """
    if target is not None:
        _known(target)
    run = session.start()
    if out is None:
        jobs = _configured(run, doc, target)
        if overlays or settings:
            raise click.UsageError("--overlay and --option need --out")
    else:
        entry = session.choose(run, doc, overlays, allow_remote=allow_remote)
        jobs = [_single(run, entry, target, out, settings)]
    own = templates or _from_config(run)
    apis: dict[DocumentEntry, Api | None] = {}
    for job in jobs:
        if job.document not in apis:
            apis[job.document] = _open(run, job.document)
        api = apis[job.document]
        if api is not None:
            _make(run, api, job, own, check=check)
    if None in apis.values():
        run.unusable()
    run.finish()


def _known(target: str) -> None:
    """Refuse a target that there is none of, before anything is read.

    Raises:
        click.UsageError: It is misspelt, or not installed.
    """
    from tallystick.emit import names

    if target not in names():
        known = sorted(names())
        close = suggestion(target, known) or f"the targets are {', '.join(known)}"
        raise click.UsageError(f"there is no target {target!r}; {close}")


def _configured(run: session.Session, doc: str | None, target: str | None) -> list[Job]:
    """Return the configured outputs, narrowed to a document and a target."""
    jobs = [
        Job(
            document=session.choose(run, item.document, (), allow_remote=False),
            output=item,
            out=os.path.relpath(run.config.root / item.out),
        )
        for item in run.config.outputs
        if doc in (None, item.document) and target in (None, item.target)
    ]
    if not jobs:
        asked = " for that document and target" if run.config.outputs else ""
        message = f"no output is configured{asked}"
        help_ = "give DOC, --target and --out, or add an [[outputs]] table to the configuration"
        run.add((Diagnostic(code=codes.NO_DOCUMENT, message=message, help=help_),))
        run.unusable()
    return jobs


def _single(
    run: session.Session,
    document: DocumentEntry,
    target: str | None,
    out: str,
    settings: tuple[str, ...],
) -> Job:
    """Return the output asked for; what is configured for the same document and target counts."""
    if target is None:
        raise click.UsageError("--out needs --target")
    like = next(
        (
            item
            for item in run.config.outputs
            if item.document == document.name and item.target == target
        ),
        None,
    )
    values = {**(like.options if like else {}), **dict(map(setting, settings))}
    place = like.span if like and not settings else Span("--option")
    output = OutputEntry(document=document.name, target=target, out=out, options=values, span=place)
    return Job(document=document, output=output, out=out)


def setting(text: str) -> tuple[str, Json]:
    """Read ``NAME=VALUE``: JSON, or else text.

    Raises:
        click.UsageError: There is no ``=``.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--option {text!r} is not NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _from_config(run: session.Session) -> str | None:
    folder = run.config.templates
    return os.path.relpath(run.config.root / folder) if folder else None


def _open(run: session.Session, entry: DocumentEntry) -> "Api | None":
    from tallystick.ir import open_api

    api, found = open_api(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    run.add(found)
    return None if has_errors(found) else api


def _make(
    run: session.Session, api: "Api", job: Job, templates: str | None, *, check: bool
) -> None:
    from tallystick.emit import generate

    output = job.output
    options = with_changes(run, api, output.target, output.options, output.span)
    files, found = generate(
        api,
        output.target,
        options,
        templates=Path(templates) if templates else None,
        span=output.span,
    )
    run.add(found)
    if has_errors(found):
        return
    if check:
        _compare(run, files, job)
    else:
        _write(run, files, job)


def _compare(run: session.Session, files: "FileSet", job: Job) -> None:
    from tallystick.emit import compare

    comparison = compare(files, job.out)
    run.add(_as_given(comparison.diagnostics, job.out))
    if comparison.current or comparison.diagnostics:
        return
    click.echo(comparison.diff, nl=False)
    paths = ", ".join(item.path for item in comparison.differences[:3])
    more = len(comparison.differences) - 3
    listed = paths + (f" and {more} more" if more > 0 else "")
    run.add(
        (
            Diagnostic(
                code=codes.OUTPUT_STALE,
                message=f"{job.out} is not what the document gives today: {listed}",
                help="run `tally generate`",
            ),
        )
    )


def _write(run: session.Session, files: "FileSet", job: Job) -> None:
    from tallystick.emit import write

    with gently():
        report, found = write(files, job.out)
    run.add(_as_given(found, job.out))
    if report is None:
        return
    click.echo(
        f"{job.output.target:<8} {job.out}: {len(report.written)} written, "
        f"{len(report.removed)} removed, {report.unchanged} unchanged"
    )


def _as_given(diagnostics: Diagnostics, out: str) -> Diagnostics:
    """Name the output folder as the person did; writing knows it by its real path."""
    real, given = os.path.realpath(out), os.path.normpath(out)
    here = "" if Path(out).is_absolute() else os.path.realpath(".") + os.sep

    def named(text: str) -> str:
        text = text.replace(real, given)
        return text.replace(here, "") if here else text

    return tuple(
        replace(
            item,
            message=named(item.message),
            span=item.span and replace(item.span, uri=named(item.span.uri)),
        )
        for item in diagnostics
    )
