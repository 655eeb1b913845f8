"""``tally fuzz``: contract tests that find every broken rule."""

import re
import shlex
import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Never

import click

from tallystick.cli import options, session
from tallystick.cli.files import put
from tallystick.cli.interrupts import gently
from tallystick.cli.reaching import reached, refuse
from tallystick.diagnostics import has_errors

if TYPE_CHECKING:
    from tallystick.cli.config import DocumentEntry
    from tallystick.fuzz.campaign import Options, Progress
    from tallystick.fuzz.ledger import Outcome
    from tallystick.fuzz.reports.facts import Retold
    from tallystick.fuzz.reproduction.client_calls import GeneratedClient
    from tallystick.ir import Api

FORMATS = ("text", "json", "junit", "html", "markdown")
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""Name of a header. Source: RFC 9110, 5.6.2."""
LONGEST = 86_400
"""Seconds to wait for one answer: a day, more than any clock of a system takes for endless."""
OWN_HEADERS = frozenset({"content-length", "content-type", "transfer-encoding"})
"""Headers that say how the body of one request is to be read."""
BAR, WIDE = 24, 78
"""Columns of the progress bar, and of its whole line."""
PHASES = ("rules", "protocol", "variants", "journeys", "schemathesis")
"""Of `tallystick.fuzz.requests.plan.PHASES`, which is not imported for ``--help``."""


@click.command("fuzz")
@options.document
@click.option("--url", metavar="URL", help="Base URL of the server, its path included.")
@click.option(
    "--app", metavar="MODULE:ATTR", help="An ASGI app, called in this process; --url has its path."
)
@click.option("--i-own-this-server", "own", is_flag=True, help="Allow a host that is not this one.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same seed, same requests.")
@click.option("--budget", type=options.Amount(0), metavar="SECONDS", help="Stop after this long.")
@click.option(
    "--max-examples",
    type=click.IntRange(1),
    default=2500,
    show_default=True,
    help="Requests at most, polls aside.",
)
@click.option("--only", multiple=True, metavar="NAME", help="A rule or operation. Repeatable.")
@click.option(
    "--rules",
    type=click.Choice(["all", "stated", "off"]),
    default="all",
    show_default=True,
    help="Which rules are broken.",
)
@click.option(
    "--phases",
    default=",".join(PHASES),
    show_default=True,
    metavar="NAMES",
    help="The parts of the campaign.",
)
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Sent every time.")
@click.option(
    "--auth",
    multiple=True,
    metavar="SECRET",
    help="Your credential; a second one is another caller's.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--rate", type=options.Amount(0), default=0.0, help="Requests a second at most.")
@click.option("--timeout", type=options.Amount(0.1, LONGEST), default=10.0, show_default=True)
@click.option(
    "--shard", default="1/1", show_default=True, metavar="K/N", help="The Kth of N parts."
)
@click.option(
    "--baseline", type=click.Path(dir_okay=False), help="Earlier JSON report: known ones."
)
@click.option(
    "--resume",
    type=options.NewFile(),
    help="Go on from here; written when a campaign ends early.",
)
@click.option("--log", "log_to", type=options.NewFile(), help="Write planned requests.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How the report is written.",
)
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    url: str | None,
    app: str | None,
    shard: str,
    log_to: str | None,
    format_: str,
    *,
    allow_remote: bool,
    own: bool,
    **given: Any,
) -> None:
    """Send requests made from DOC to a server, and report each claim that does not hold.

    Valid requests must be accepted, and requests that break exactly one rule or keyword refused.
    Exit status 1: a claim does not hold. Ctrl-C gives the report so far, and status 130
    where all that was tried holds. A campaign that tried nothing ends with status 2.
    """
    run = session.start()
    entry = session.choose(run, doc, overlays, allow_remote=allow_remote)
    from tallystick.fuzz import campaign
    from tallystick.fuzz.reports.hiding import hidden
    from tallystick.ir import open_api

    api, found = open_api(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    run.add(tuple(item for item in found if api is None or item.severity == "error"))
    if api is None or has_errors(found):
        run.unusable()
    if not api.operations:
        refuse(run, "NOTHING_TO_TRY", "the document has no operations")
    _named(api, given["only"])
    known = _baseline(run, given["baseline"], api.info.title.raw)
    chosen = _resumed(run, given["resume"], api, _options(given, _shard(shard), known))
    transport = reached(run, url, app, own=own, given=given)
    log: list[str] | None = [] if log_to else None
    with gently():
        try:
            outcome = campaign.run(api, transport, chosen, progress=_progress(), log=log)
        finally:
            transport.close()
            _clear()
        lost = _written(log_to, log or [], given["resume"], outcome)
    whole = chosen.wish.shard[0] == 1 and not outcome.stopped
    if whole and given["only"] and not (outcome.requests or outcome.trials or outcome.gaps):
        refuse(run, "NOTHING_TO_TRY", f"--only {', '.join(given['only'])}: nothing is called so")
    outcome = hidden(outcome, chosen.credentials)
    names = tuple(name for name, _ in chosen.credentials.headers)
    based = url if url and "://" in url else f"http://app{url or ''}"
    retold = _retold(api, based, _client(run, entry, api), names)
    _finish(run, outcome, retold, format_, lost=lost)


def _finish(
    run: session.Session, outcome: "Outcome", retold: "Retold", format_: str, *, lost: bool
) -> Never:
    from importlib import import_module

    if outcome.requests and not (outcome.heard or outcome.interrupted):
        refuse(run, "SERVER_SILENT", outcome.stopped or "the server does not answer")
    renderer = import_module(f"tallystick.fuzz.reports.{format_}")
    click.echo(renderer.render(outcome, retold), nl=False)
    if outcome.silent:
        refuse(run, "SERVER_SILENT", outcome.stopped)
    if lost:
        raise click.exceptions.Exit(session.UNUSABLE)
    if outcome.interrupted and not outcome.failed:
        raise click.Abort  # not clean: most was not tried
    if outcome.idle and not outcome.failed:
        refuse(run, "NOTHING_JUDGED", outcome.idle)
    raise click.exceptions.Exit(session.FINDINGS if outcome.failed else session.CLEAN)


def _client(run: session.Session, entry: "DocumentEntry", api: "Api") -> "GeneratedClient":
    """Return how the generated client is called, by the configured options of its output."""
    from tallystick.emit.targets.python.calls import client
    from tallystick.fuzz.reproduction.client_calls import ClientCall, GeneratedClient

    def same(name: str) -> bool:
        known = run.config.documents.get(name)
        return known is not None and (run.config.root / known.path).samefile(entry.path)

    outputs = (each for each in run.config.outputs if each.target == "python")
    local = Path(entry.path).is_file()
    given = next((each.options for each in outputs if local and same(each.document)), {})
    made = client(api, given)
    calls = {
        name: ClientCall(
            method=call.method,
            parameters={(place, wire): keyword for place, wire, keyword in call.parameters},
            members=call.members,
            needed=call.needed,
            body=call.body,
            key=call.key,
            attributes=call.attributes,
        )
        for name, call in made.calls.items()
        if call.json
    }
    secret = made.secrets[0] if made.secrets else ("", "")
    return GeneratedClient(package=made.package, name=made.name, secret=secret, calls=calls)


def _retold(api: "Api", url: str, client: "GeneratedClient", headers: tuple[str, ...]) -> "Retold":
    from tallystick.fuzz.reports.facts import Retold
    from tallystick.fuzz.reproduction.client_calls import shown
    from tallystick.fuzz.reproduction.commands import curl
    from tallystick.fuzz.reproduction.secrets import secrets_of

    words = [_hidden(sys.argv, index) for index in range(1, len(sys.argv))]
    secrets = secrets_of(api)
    return Retold(
        curl=lambda case: curl(case, url, secrets=secrets, headers=headers),
        python=lambda item: shown(item, url, client, secrets=secrets, headers=headers),
        replay="tally " + " ".join(map(shlex.quote, words)),
    )


def _hidden(words: list[str], index: int) -> str:
    """Return a word of the command line; secrets are left out."""
    word = words[index]
    for option in ("--auth", "--header"):
        if words[index - 1] == option:
            return "..."
        if word.startswith(option + "="):
            return option + "=..."
    return word


def _options(given: dict[str, Any], shard: tuple[int, int], known: frozenset[str]) -> "Options":
    from tallystick.fuzz.campaign import Options
    from tallystick.fuzz.requests.plan import Wish
    from tallystick.fuzz.sending.credentials import Credentials
    from tallystick.fuzz.sending.sender import Pace

    return Options(
        wish=Wish(
            seed=given["seed"],
            most=given["max_examples"],
            only=given["only"],
            rules=given["rules"],
            shard=shard,
            phases=_phases(given["phases"]),
        ),
        pace=Pace(rate=given["rate"], budget=given["budget"]),
        credentials=Credentials(auth=_secrets(given["auth"]), headers=_headers(given["headers"])),
        known=known,
    )


def _named(api: "Api", only: tuple[str, ...]) -> None:
    """Refuse names of ``--only`` that the document does not have; claims have a colon."""
    from difflib import get_close_matches

    rules = [rule.id for declared in api.types.values() for rule in declared.rules]
    known = dict.fromkeys((*(operation.id for operation in api.operations), *rules))
    for name in only:
        if ":" not in name and name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            said = f"--only {name!r} is no operation and no rule of the document{meant}"
            raise click.UsageError(said)


def _secrets(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return credentials; an empty one is a variable that is not set."""
    secrets = tuple(text.strip() for text in texts)
    if not all(secrets):
        raise click.UsageError("--auth is empty")
    if not all(secret.isprintable() for secret in secrets):
        raise click.UsageError("--auth has characters that no header can hold")
    return secrets


def _headers(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for text in texts:
        name, colon, value = text.partition(":")
        name = name.strip()
        if not colon or not TOKEN.fullmatch(name) or not value.isprintable():
            raise click.UsageError(f"--header {text!r} is not NAME:VALUE")
        if name.lower() in OWN_HEADERS:
            raise click.UsageError(f"--header {name}: each request has its own")
        pairs.append((name, value.strip()))
    return tuple(pairs)


def _shard(text: str) -> tuple[int, int]:
    first, _, of = text.partition("/")
    if first.isdecimal() and of.isdecimal() and 1 <= int(first) <= int(of):
        return int(first), int(of)
    raise click.UsageError(f"--shard {text!r} is not K/N with K from 1 to N")


def _baseline(run: session.Session, path: str | None, title: str) -> frozenset[str]:
    import json

    if path is None:
        return frozenset()
    try:
        report = json.loads(Path(path).read_text(encoding="utf-8"))
        keys = [*(item["key"] for item in report["findings"]), *report["known"]]
        of = report["title"]
    except OSError as error:
        refuse(run, "BASELINE_UNUSABLE", f"{path} cannot be read: {error.strerror}")
    except (ValueError, TypeError, KeyError, RecursionError):
        refuse(run, "BASELINE_UNUSABLE", f"{path} is no JSON report of tally fuzz")
    if of != title:
        refuse(run, "BASELINE_UNUSABLE", f"{path} is about {of!r}, not {title!r}")
    return frozenset(map(str, keys))


def _phases(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    unknown = [name for name in names if name not in PHASES]
    if unknown:
        raise click.UsageError(f"--phases: {unknown[0]!r} is none of {', '.join(PHASES)}")
    return names


def _resumed(run: session.Session, path: str | None, api: "Api", chosen: "Options") -> "Options":
    """Return options that go on from a file, when it is there."""
    import json
    from dataclasses import replace

    from tallystick.fuzz.campaign import fits
    from tallystick.fuzz.resuming import load

    if path is None or not Path(path).exists():
        return chosen
    try:
        state = load(json.loads(Path(path).read_text(encoding="utf-8")))
    except OSError as error:
        refuse(run, "RESUME_UNUSABLE", f"{path} cannot be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        refuse(run, "RESUME_UNUSABLE", f"{path} is not where a campaign left off: {error}")
    if not fits(state, api, chosen):
        said = f"{path} is of a campaign with another document or other options"
        refuse(run, "RESUME_UNUSABLE", said)
    return replace(chosen, resume=state)


def _written(log_to: str | None, log: list[str], resume: str | None, outcome: "Outcome") -> bool:
    """Write the files that were asked for; return whether one could not be: the report stays."""
    try:
        if log_to:
            put(Path(log_to), "".join(f"{line}\n" for line in log))
        _keep(resume, outcome)
    except OSError as problem:
        said = f"tally: error: {problem.filename or resume}: {problem.strerror or problem}"
        click.echo(said, err=True)
        return True
    return False


def _keep(path: str | None, outcome: "Outcome") -> None:
    """Write where a campaign left off; what is over is not gone on with."""
    import json

    if path is not None and outcome.left_off is not None:
        put(Path(path), json.dumps(outcome.left_off) + "\n")
    elif path is not None:
        Path(path).unlink(missing_ok=True)


def _progress() -> "Progress | None":
    """Return a bar for terminals, None elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(sent: int, expected: int, found: int) -> None:
        full = BAR * min(sent, expected) // max(expected, 1)
        bar = "#" * full + "." * (BAR - full)
        said = f"[{bar}] {sent} of about {expected} requests, {found} findings"
        wide = _wide()
        click.echo(f"\r{said[:wide]:<{wide}}", err=True, nl=False)

    return show


def _clear() -> None:
    """Take the bar away: the report begins at the edge of the terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{'':<{_wide()}}\r", err=True, nl=False)


def _wide() -> int:
    """Return the columns of the bar's line: one that is broken could not be written over."""
    return max(1, min(WIDE, get_terminal_size().columns - 1))
