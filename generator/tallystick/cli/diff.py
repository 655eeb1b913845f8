"""``tally diff``: what a new version of an API breaks, and the message that shows it."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import click

from tallystick.cli import session
from tallystick.diagnostics import Diagnostic, Diagnostics, Severity, Span
from tallystick.load.collector import uncollected

if TYPE_CHECKING:
    from tallystick.diff.baseline import Entry
    from tallystick.diff.judge import Policy
    from tallystick.diff.model import Comparison, Tier, Version
    from tallystick.diff.options import Options
    from tallystick.diff.selectors import Selector
    from tallystick.ir import Api
    from tallystick.load.model import Position
    from tallystick.report.comparison.facts import Locate
    from tallystick.resolve.model import Resolved
    from tallystick.surface import Language

FORMATS = ("text", "json", "markdown", "html", "sarif", "github", "junit", "changelog")
LANGUAGES: "tuple[Language, ...]" = ("python", "typescript")
THRESHOLDS = ("breaking", "warning", "any", "never")
_DOCUMENT = click.option("--allow-remote", is_flag=True, help="Follow references over http(s).")


def _languages(_: click.Context, __: click.Parameter, value: str) -> "tuple[Language, ...]":
    """Read the names of languages, separated by commas."""
    if value.strip() == "none":
        return ()
    names = [name.strip() for name in value.split(",")]
    wrong = [name for name in names if name not in LANGUAGES]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not {', '.join(LANGUAGES)} or none")
    return tuple(language for language in LANGUAGES if language in names)


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--overlay", "overlays", multiple=True, metavar="FILE", help="Apply to both sides.")
@click.option("--old-overlay", "old_overlays", multiple=True, metavar="FILE", help="To OLD only.")
@click.option("--new-overlay", "new_overlays", multiple=True, metavar="FILE", help="To NEW only.")
@_DOCUMENT
@click.option(
    "--fail-on",
    type=click.Choice(THRESHOLDS),
    default="breaking",
    show_default=True,
    help="What makes the exit status 1.",
)
@click.option("--only", multiple=True, metavar="NAME", help="An operation or path. Repeatable.")
@click.option("--path-prefix", default="", metavar="PATH", help="Only paths that begin so.")
@click.option("--base-path", default="", metavar="PATH", help="Taken off paths before matching.")
@click.option(
    "--sending",
    type=click.Choice(["closed", "open"]),
    default="closed",
    show_default=True,
    help="Whether a sender may use names that only the other version knows.",
)
@click.option("--growing-enums", is_flag=True, help="Enumerations of responses may grow.")
@click.option("--docs", is_flag=True, help="Say changes of words and examples too.")
@click.option(
    "--severity",
    "severities",
    multiple=True,
    metavar="CHECK=LEVEL",
    help="error, warning, info or none, for a check or a tier. Repeatable.",
)
@click.option("--baseline", type=click.Path(dir_okay=False), help="Findings that are accepted.")
@click.option(
    "--import-oasdiff",
    "imports",
    multiple=True,
    type=click.Path(dir_okay=False),
    help="A severity or ignore file of oasdiff. Repeatable.",
)
@click.option("--sunset-days", type=click.IntRange(0), default=0, help="Least notice of an end.")
@click.option(
    "--code",
    default=",".join(LANGUAGES),
    show_default=True,
    metavar="LANGUAGES",
    callback=_languages,
    help="Generated clients whose users are thought of, or none.",
)
@click.option(
    "--questions",
    type=click.IntRange(0),
    default=40,
    show_default=True,
    help="What the solver is asked at most; the rest stays open, and is said.",
)
@click.option("--no-solver", is_flag=True, help="Leave open what structure does not settle.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@uncollected()
def command(old: str, new: str, **given: Any) -> None:
    """Compare OLD, the version in use, with NEW.

    Each is a path, git:REVISION:path, a configured name, a URL (with --allow-remote), or - for
    standard input. Exit status 1: a message that was fine is refused (see --fail-on).
    """
    run = session.start()
    if find_spec("z3") is None:
        raise click.ClickException("the solver is missing; install tallystick[diff]")
    if old == new == "-":
        raise click.UsageError("only one side can be standard input")
    policy, entries = _policy(run, given)
    before = _resolved(run, old, "old", given)
    after = _resolved(run, new, "new", given, before)
    if before is None or after is None:
        run.unusable()
    _check_what_is_asked(run, before, after, given)
    comparison = _compared(run, before, after, given, policy)
    _finish(run, comparison, entries, given, _locator(before, after))


def _resolved(
    run: session.Session,
    name: str,
    side: str,
    given: dict[str, Any],
    like: "Resolved | None" = None,
) -> "Resolved | None":
    """Read one side; errors are said, and what can be read is compared.

    Args:
        run: This run.
        name: What the user calls it.
        side: ``old`` or ``new``.
        given: Options.
        like: The other side: what is written in both is read once.
    """
    from tallystick.load import load
    from tallystick.resolve import resolve

    overlays = (*given["overlays"], *given[f"{side}_overlays"])
    entry = session.choose(run, name, overlays, allow_remote=given["allow_remote"])
    remote = entry.allow_remote
    other = like.entry if like is not None else None
    document, found = load(entry.path, overlays=entry.overlays, allow_remote=remote, like=other)
    run.add(_errors(found))
    if document is None:
        return None
    resolved, found = resolve(document, allow_remote=remote, like=like)
    run.add(_errors(found))
    return resolved


def _compared(
    run: session.Session,
    before: "Resolved",
    after: "Resolved",
    given: dict[str, Any],
    policy: "Policy",
) -> "Comparison":
    """Compare two versions; first as little of them as is likely to suffice."""
    from tallystick.diff.compare import compare
    from tallystick.diff.unchanged.settle import Settled
    from tallystick.report.comparison.clients import changed_clients

    for spare in (not given["only"] and not given["path_prefix"], False):
        settled = Settled(before, after, spare=spare, words=given["docs"])
        apis = [_lowered(run, it) for it in settled.kept]
        old, new = apis
        if old is None or new is None:
            run.unusable()
        surfaces = changed_clients(settled, given["code"])
        options = _options(given)
        comparison = compare(old, new, options, policy, surfaces=surfaces, settled=settled)
        if settled.suffices(it.change for it in comparison.findings):
            break
    # Nothing is known of what an error hides.
    return replace(comparison, proved=comparison.proved and not _errors(tuple(run.found)))


def _lowered(run: session.Session, resolved: "Resolved") -> "Api | None":
    from tallystick.ir import lower

    api, found = lower(resolved)
    run.add(_errors(found) if api is None else ())
    return api


def _locator(old: "Resolved", new: "Resolved") -> "Locate":
    """Return what finds places; both versions may have files of the same name."""

    def locate(span: Span, version: "Version") -> "Position | None":
        document = (old if version == "old" else new).documents.get(span.uri)
        return document.source.position(span) if document is not None else None

    return locate


def _errors(found: Diagnostics) -> Diagnostics:
    return tuple(item for item in found if item.severity is Severity.ERROR)


def _check_what_is_asked(
    run: session.Session, before: "Resolved", after: "Resolved", given: dict[str, Any]
) -> None:
    """Refuse documents that have nothing in common, and names of nothing."""
    from tallystick.diff import codes
    from tallystick.diff.selection import without_match
    from tallystick.diff.unchanged.settle import have_something_in_common

    if not have_something_in_common(before, after, given["base_path"]):
        said = "the two documents have no operation in common"
        run.add((Diagnostic(code=codes.DIFFERENT_API, message=said),))
        run.unusable()
    missing = without_match(before, after, _options(given))
    found = tuple(Diagnostic(code=codes.NOTHING_ASKED, message=it) for it in missing)
    if found:
        run.add(found)
        run.unusable()


def _today() -> datetime:
    """Return the day that sunset dates are compared with; ``SOURCE_DATE_EPOCH`` sets it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdecimal():
        return datetime.fromtimestamp(int(fixed), UTC)
    return datetime.now(UTC)


def _options(given: dict[str, Any]) -> "Options":
    from tallystick.diff.options import Options

    today = _today()
    earliest = today + timedelta(days=given["sunset_days"])
    return Options(
        sending=given["sending"],
        solver=not given["no_solver"],
        questions=given["questions"],
        only=given["only"],
        path_prefix=given["path_prefix"],
        base_path=given["base_path"],
        today=today.date().isoformat(),
        earliest=earliest.date().isoformat(),
        docs=given["docs"],
    )


def _policy(run: session.Session, given: dict[str, Any]) -> "tuple[Policy, tuple[Entry, ...]]":
    """Return how loud findings are, and which are accepted."""
    from tallystick.diff.judge import Policy

    severities: list[tuple[Selector, Severity | None]] = []
    entries: list[Entry] = []
    for path in given["imports"]:
        from tallystick.diff.moving import read_oasdiff

        chosen, accepted, found = read_oasdiff(_text(path), path)
        severities += chosen
        entries += accepted
        run.add(found)
    if given["baseline"]:
        from tallystick.diff.baseline import read_baseline

        read, found = read_baseline(_text(given["baseline"]), given["baseline"])
        entries += read
        run.add(found)
        if _errors(found):
            run.unusable()
    tiers: dict[Tier, Severity] = {}
    for text in given["severities"]:
        _severity(text, severities, tiers)
    policy = Policy(
        severities=severities, tiers=tiers, growing_enums=given["growing_enums"], docs=given["docs"]
    )
    return policy, tuple(entries)


def _severity(
    text: str, severities: "list[tuple[Selector, Severity | None]]", tiers: dict[Any, Severity]
) -> None:
    from tallystick.diff.checks import meant
    from tallystick.diff.model import Tier
    from tallystick.diff.selectors import Selector

    name, _, level = text.partition("=")
    if level not in {*Severity, "none"}:
        raise click.UsageError(f"--severity {text!r} is not CHECK=error, warning, info or none")
    chosen = None if level == "none" else Severity(level)
    if name in set(Tier):
        if chosen is None:
            raise click.UsageError(f"--severity {text!r}: a whole tier cannot be left out")
        tiers[Tier(name)] = chosen
    elif found := meant(name):
        severities += [(Selector(check=check.id), chosen) for check in found]
    else:
        raise click.UsageError(f"--severity {text!r}: `tally explain` lists the checks")


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        said = problem.strerror if isinstance(problem, OSError) else "it is no UTF-8 text"
        raise click.ClickException(f"{path} cannot be read: {said}") from problem


def _finish(
    run: session.Session,
    comparison: "Comparison",
    entries: "tuple[Entry, ...]",
    given: dict[str, Any],
    locate: "Locate",
) -> Never:
    if entries:
        from tallystick.diff.baseline import apply_baseline

        today = _today().date().isoformat()
        uri = given["baseline"] or ", ".join(given["imports"])
        comparison, found = apply_baseline(comparison, entries, today, uri)
        run.add(found)
    if run.found:
        run.report()
    renderer = import_module(f"tallystick.report.comparison.{given['format_']}")
    more = {}
    if given["format_"] == "text":
        more["colour"] = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    click.echo(renderer.render(comparison, locate, **more), nl=False)
    failed = _failed(comparison, given["fail_on"])
    raise click.exceptions.Exit(session.FINDINGS if failed else session.CLEAN)


def _failed(comparison: "Comparison", threshold: str) -> bool:
    loud = {Severity.ERROR, Severity.WARNING}
    match threshold:
        case "breaking":
            return comparison.verdict == "breaking"
        case "warning":
            return any(it.breaking or it.severity in loud for it in comparison.findings)
        case "any":
            return bool(comparison.findings)
        case _:
            return False
