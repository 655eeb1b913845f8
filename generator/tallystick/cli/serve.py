"""``tally serve``: a server that keeps the contract of a document."""

import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import click

from tallystick.cli import options, session
from tallystick.cli.config import DocumentEntry
from tallystick.diagnostics import Severity, has_errors

if TYPE_CHECKING:
    from tallystick.ir import Api
    from tallystick.serve.faults import Faults
    from tallystick.serve.running import Listening

MEGABYTE = 1024 * 1024


@click.command("serve")
@options.document
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--db",
    default=":memory:",
    show_default=True,
    metavar="FILE",
    help="SQLite database of resources and jobs; a file survives restarts.",
)
@click.option(
    "--token",
    "tokens",
    multiple=True,
    help="A credential that is taken; `any`: every one. Repeatable. One is made if none is given.",
)
@click.option(
    "--rules",
    type=click.Choice(["all", "stated", "off"]),
    default="all",
    show_default=True,
    help="Which rules are judged; off: by schema alone.",
)
@click.option(
    "--latency",
    type=click.FloatRange(0),
    default=0.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a job stays in each state.",
)
@click.option(
    "--behaviour",
    metavar="WHERE",
    help="What the document cannot say: MODULE:ATTRIBUTE or PATH.py:ATTRIBUTE.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=32,
    show_default=True,
    metavar="MB",
    help="Largest request body.",
)
@click.option("--public-url", default="", metavar="URL", help="What links to assets begin with.")
@options.origins
@click.option("--docs/--no-docs", default=True, help="Serve the pages of DOC under /docs.")
@options.faults
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    host: str,
    port: int,
    db: str,
    tokens: tuple[str, ...],
    rules: str,
    latency: float,
    behaviour: str | None,
    workers: int,
    limit: int,
    public_url: str,
    origins: tuple[str, ...],
    *,
    allow_remote: bool,
    docs: bool,
    faults: "Faults",
) -> None:
    """Serve DOC: what breaks its schema or rules is refused, what it promises is answered.

    The first line on standard output ends with the server's URL. Ctrl-C stops it.
    """
    from tallystick.ir import open_api
    from tallystick.serve.pages import Pages
    from tallystick.serve.running import Options, run

    current = session.start()
    entry = session.choose(current, doc, overlays, allow_remote=allow_remote)
    api, found = open_api(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
    # What is only worth knowing is told by `tally check`.
    current.add(tuple(item for item in found if item.severity != Severity.INFO))
    if api is None or has_errors(found):
        current.unusable()
    current.report()
    pages = Pages(partial(_pages, current, entry, api), here=True) if docs else None
    chosen = Options(
        host=host,
        port=port,
        db=db,
        tokens=tokens,
        rules=rules,
        latency=latency,
        behaviour=behaviour if behaviour is not None else entry.behaviour,
        workers=workers,
        limit=limit * MEGABYTE,
        public_url=public_url,
        faults=faults,
        origins=origins,
        pages=pages,
    )
    name = api.info.title.raw
    current.add(run(api, chosen, lambda listening: _announce(name, listening)))
    if current.found:
        current.unusable()


def _pages(current: session.Session, entry: DocumentEntry, api: "Api") -> Mapping[str, str]:
    """Make the pages of the document; nothing is said here, `tally docs` says it."""
    from tallystick.cli.docs import TARGET, configured
    from tallystick.cli.since import with_changes
    from tallystick.emit import generate

    values, place = configured(current, entry, ())
    values = with_changes(current, api, TARGET, values, place)
    files, _ = generate(api, TARGET, values, span=place)
    return files


def _announce(title: str, listening: "Listening") -> None:
    from tallystick.report.text import printable

    click.echo(f"{printable(title)} on {listening.url}")
    if listening.token:
        click.echo(f"token: {listening.token}")
    sys.stdout.flush()
