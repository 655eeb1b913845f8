"""``tally bundle``: one self-contained document."""

from pathlib import Path
from typing import Literal

import click

from tallystick.cli import options, session
from tallystick.cli.files import put
from tallystick.cli.interrupts import gently
from tallystick.diagnostics import Diagnostic, Severity, Span, has_errors
from tallystick.resolve.model import Resolved


@click.command("bundle")
@options.document
@click.option(
    "--to",
    "spelling",
    type=click.Choice(["yaml", "json"]),
    help="Spelling of the output; by default that of --out, else YAML.",
)
@click.option("--out", metavar="FILE", help="Write to a file instead of standard output.")
@click.option(
    "--lower-rules",
    is_flag=True,
    help="Say the rules in JSON Schema too, for tools that read schemas alone.",
)
@click.option(
    "--drop-rules",
    is_flag=True,
    help="With --lower-rules: leave out the rules that the schemas say whole.",
)
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    spelling: Literal["yaml", "json"] | None,
    out: str | None,
    *,
    allow_remote: bool,
    lower_rules: bool,
    drop_rules: bool,
) -> None:
    """Print DOC as one file in OpenAPI 3.1, its references and overlays resolved.

    With --lower-rules its rules stand in its schemas too, as if/then, not, required and so on.
    No message is refused that schemas and rules accept. What JSON Schema has no words for is
    named on standard error, a line for each rule.
    """
    if drop_rules and not lower_rules:
        raise click.UsageError("--drop-rules needs --lower-rules")
    from tallystick.load import load
    from tallystick.resolve import bundle, dump, resolve

    run = session.start()
    entry = session.choose(run, doc, overlays, allow_remote=allow_remote)
    document, found = load(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    run.add(found)
    if document is None:
        run.unusable()
    resolved, found = resolve(document, allow_remote=entry.allow_remote)
    run.add(found)
    if resolved is None or has_errors(run.found):
        run.unusable()
    if lower_rules:
        resolved = _lower_rules(run, resolved, keep=not drop_rules)
    if spelling is None:
        spelling = "json" if out and out.endswith(".json") else "yaml"
    text = dump(bundle(resolved), spelling)
    run.report()
    if out is None:
        click.echo(text, nl=False)
        return
    _write(run, Path(out), text)


def _lower_rules(run: session.Session, resolved: Resolved, *, keep: bool) -> Resolved:
    """Write the rules of a document into its schemas; say what cannot be said there."""
    from tallystick.ir import lower
    from tallystick.ir.lowering import lower_rules, notices
    from tallystick.report import text

    api, found = lower(resolved)
    if api is None or has_errors(found):
        run.add(tuple(item for item in found if item.severity is Severity.ERROR))
        run.unusable()
    whole, lowered = lower_rules(api, keep=keep)
    click.echo(text.brief(notices(lowered), run.locate), err=True, nl=False)
    return whole


def _write(run: session.Session, path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    from tallystick.emit import codes

    try:
        with gently():
            put(path, text)
    except OSError as problem:
        message = f"{path} cannot be written: {problem.strerror}"
        help_ = "give --out a file in a folder that exists and can be written to"
        span = Span(str(path))
        run.add(
            (Diagnostic(code=codes.OUTPUT_FAILED, message=message, span=span, help=help_),),
        )
        run.unusable()
