"""``tally check``: every problem of a document in one run."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

from tallystick.cli import options, session
from tallystick.cli.config import DocumentEntry
from tallystick.diagnostics import Diagnostic, Diagnostics, Severity, has_errors

if TYPE_CHECKING:
    from tallystick.ir import Api

NO_SOLVER: Final = (
    "tally: note: z3-solver is not installed, so nothing is proved; install tallystick[solve],"
    " or give --no-prove"
)
SPENT: Final = (
    "questions were not asked of the solver: those before took what a document's may take together"
)


@click.command("check")
@options.document
@options.report_format
@click.option("--strict", is_flag=True, help="Warnings count as findings too.")
@click.option(
    "--prove/--no-prove",
    default=True,
    help="Ask the solver what no valid message can be, and which rules say nothing.",
)
@click.option("-v", "--verbose", is_flag=True, help="Say how much the solver was asked.")
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    format_: str,
    *,
    allow_remote: bool,
    strict: bool,
    prove: bool,
    verbose: bool,
) -> None:
    """Report every problem of DOC: structure, references, rules, lifecycle, examples.

    Where the solver is installed (the extra `solve`) it is proved, too, what no valid message
    can be: contradicting rules, rules that others imply, members and values without a use.

    DOC is a path, a URL (with --allow-remote), a configured name, or - for standard input.
    """
    run = session.start(format_=format_)
    names: list[str | None] = [doc]
    if doc is None and run.config.documents:
        names = list(run.config.documents)
    entries = [session.choose(run, name, overlays, allow_remote=allow_remote) for name in names]
    if prove and find_spec("z3") is None:
        prove = False
        click.echo(NO_SOLVER, err=True)
    usable = [_check(run, entry, prove=prove, verbose=verbose) for entry in entries]
    if not all(usable):
        run.unusable()
    run.finish(strict=strict)


def _check(run: session.Session, entry: DocumentEntry, *, prove: bool, verbose: bool) -> bool:
    """Add all problems of one document; whether it could be read at all."""
    from tallystick.ir import check_examples, check_rules, lower
    from tallystick.ir.check_patterns import check_patterns
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
        run.add(check_patterns(api) + check_examples(api))
        if prove and not has_errors(bound):
            _prove(run, api, found, entry.path, verbose=verbose)
    return True


def _prove(
    run: session.Session, api: "Api", told: Diagnostics, path: str, *, verbose: bool
) -> None:
    """Add what is proved of a document, but for what was plain to see and is told already."""
    from tallystick.ir.codes import NEVER_VALID
    from tallystick.review import review

    done = review(api)
    plain = {_place(item) for item in told if item.code is NEVER_VALID}
    run.add(tuple(item for item in done.found if _place(item) not in plain))
    if done.unasked:
        click.echo(f"{path}: note: {done.unasked} {SPENT}", err=True)
    if verbose:
        left = f", {done.left} types left out" if done.left else ""
        said = f"{path}: {done.asked} questions to the solver, {done.undecided} undecided{left}"
        click.echo(said, err=True)


def _beside(general: Diagnostics, particular: Diagnostics) -> Diagnostics:
    """Leave out what the specification's schema says of a place that has a better sentence."""
    told = {_place(item) for item in particular if item.severity is Severity.ERROR}
    return tuple(item for item in general if _place(item) not in told)


def _place(item: Diagnostic) -> tuple[str, str] | None:
    return (item.span.uri, item.span.pointer) if item.span else None
