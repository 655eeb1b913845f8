"""``tally check``: every problem of a document in one run."""

import click

from tallystick.cli import options, session
from tallystick.cli.config import DocumentEntry
from tallystick.diagnostics import Diagnostic, Diagnostics, Severity


@click.command("check")
@options.document
@options.report_format
@click.option("--strict", is_flag=True, help="Warnings count as findings too.")
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    format_: str,
    *,
    allow_remote: bool,
    strict: bool,
) -> None:
    """Report every problem of DOC: structure, references, rules, lifecycle, examples.

    DOC is a path, a URL (with --allow-remote), a configured name, or - for standard input.
    """
    run = session.start(format_=format_)
    names: list[str | None] = [doc]
    if doc is None and run.config.documents:
        names = list(run.config.documents)
    entries = [session.choose(run, name, overlays, allow_remote=allow_remote) for name in names]
    usable = [_check(run, entry) for entry in entries]
    if not all(usable):
        run.unusable()
    run.finish(strict=strict)


def _check(run: session.Session, entry: DocumentEntry) -> bool:
    """Add all problems of one document; whether it could be read at all."""
    from tallystick.ir import check_examples, check_rules, lower
    from tallystick.load import load
    from tallystick.resolve import resolve, validate

    document, found = load(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    run.add(found)
    if document is None:
        return False
    resolved, bound = resolve(document, allow_remote=entry.allow_remote)
    run.add(bound)
    if resolved is None:
        return False
    api, found = lower(resolved)
    run.add(found)
    run.add(_beside(validate(resolved), bound + found))
    if api is not None:
        run.add(check_rules(api))
        run.add(check_examples(api))
    return True


def _beside(general: Diagnostics, particular: Diagnostics) -> Diagnostics:
    """Leave out what the specification's schema says of a place that has a better sentence."""
    told = {_place(item) for item in particular if item.severity is Severity.ERROR}
    return tuple(item for item in general if _place(item) not in told)


def _place(item: Diagnostic) -> tuple[str, str] | None:
    return (item.span.uri, item.span.pointer) if item.span else None
