"""``tally check``: every problem of a document in one run."""

import click

from tallystick.cli import options, session
from tallystick.cli.config import DocumentEntry


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
    for name in names:
        entry = session.choose(run, name, overlays, allow_remote=allow_remote)
        _check(run, entry)
    run.finish(strict=strict)


def _check(run: session.Session, entry: DocumentEntry) -> None:
    from tallystick.ir import check_examples, check_rules, lower
    from tallystick.load import load
    from tallystick.resolve import resolve, validate

    document, found = load(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    run.add(found)
    if document is None:
        run.unusable()
    resolved, found = resolve(document, allow_remote=entry.allow_remote)
    run.add(found)
    if resolved is None:
        run.unusable()
    run.add(validate(resolved))
    api, found = lower(resolved)
    run.add(found)
    if api is None:
        return
    run.add(check_rules(api))
    run.add(check_examples(api))
