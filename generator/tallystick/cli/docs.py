"""``tally docs``: the pages of a document, written to a folder or shown while it is edited."""

import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tallystick.cli import options, session
from tallystick.cli.config import DocumentEntry
from tallystick.cli.generate import setting
from tallystick.cli.interrupts import gently
from tallystick.cli.since import OPTION, with_changes
from tallystick.diagnostics import Span, has_errors
from tallystick.load.collector import uncollected
from tallystick.text import Json

if TYPE_CHECKING:
    from tallystick.emit import FileSet
    from tallystick.ir import Api
    from tallystick.serve.pages import LiveSite

TARGET: Final = "docs"
LOOK: Final = 0.3
"""Seconds between two looks at the files of a document."""


@click.command("docs")
@options.document
@click.option("--out", metavar="DIR", help="Output folder.")
@click.option(
    "--option",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the docs target; may be repeated. VALUE is JSON, or else text.",
)
@click.option("--templates", metavar="DIR", help="Your own templates, laid over ours.")
@click.option("--serve", is_flag=True, help="Show the pages; they load again when DOC changes.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --serve.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="With --serve; 0 takes a free one.",
)
def command(
    doc: str | None,
    overlays: tuple[str, ...],
    out: str | None,
    settings: tuple[str, ...],
    templates: str | None,
    host: str,
    port: int,
    *,
    allow_remote: bool,
    serve: bool,
) -> None:
    """Write the pages of DOC to --out, or show them with --serve.

    Ctrl-C ends --serve. While DOC has errors the last good pages stay.
    """
    if not serve and out is None:
        raise click.UsageError("give --out DIR to write the pages, or --serve to look at them")
    run = session.start()
    entry = session.choose(run, doc, overlays, allow_remote=allow_remote)
    values, place = configured(run, entry, settings)
    maker = Maker(run, entry, values, place, Path(templates) if templates else None)
    with uncollected():
        files = maker.make()
        if files is None:
            run.unusable()
        if out is not None:
            _write(run, files, out)
    if serve:
        run.report()
        _show(run, maker, files, host, port)
    run.finish()


def configured(
    run: session.Session, entry: DocumentEntry, settings: Iterable[str]
) -> tuple[Mapping[str, Json], Span]:
    """Return the options of the docs target for a document, and where they stand.

    What is not configured for its pages is taken from its Python client, which names the same
    things.
    """
    known = {OPTION, *(name for name, _ in _options())}
    outputs = [item for item in run.config.outputs if item.document == entry.name]
    chosen = sorted(
        (item for item in outputs if item.target in {"python", TARGET}),
        key=lambda item: item.target == TARGET,
    )
    values: dict[str, Json] = {}
    for item in chosen:
        values |= {name: value for name, value in item.options.items() if name in known}
    place = chosen[-1].span if chosen else Span("--option")
    return values | dict(map(setting, settings)), place


def _options() -> list[tuple[str, str]]:
    from tallystick.emit import find

    target = find(TARGET)
    return [(item.name, item.doc) for item in target.options] if target else []


class Maker:
    """Makes the pages of a document, again and again."""

    def __init__(
        self,
        run: session.Session,
        entry: DocumentEntry,
        values: Mapping[str, Json],
        place: Span,
        templates: Path | None,
    ) -> None:
        """Keep what to make."""
        self._run = run
        self._entry = entry
        self._values = values
        self._place = place
        self._templates = templates
        self.watched: frozenset[str] = frozenset({entry.path, *entry.overlays})

    def make(self) -> "FileSet | None":
        """Make the pages; problems go to the run, and None means that there are no pages."""
        from tallystick.emit import generate
        from tallystick.ir import open_api

        entry = self._entry
        api, found = open_api(entry.path, overlays=entry.overlays, allow_remote=entry.allow_remote)
        self._run.add(found)
        if api is None or has_errors(found):
            return None
        self.watched |= _files_of(api)
        values = with_changes(self._run, api, TARGET, self._values, self._place)
        files, said = generate(api, TARGET, values, templates=self._templates, span=self._place)
        self._run.add(said)
        return None if has_errors(said) else files


def _files_of(api: "Api") -> frozenset[str]:
    return frozenset(uri for uri in api.resolved.documents if "://" not in uri and uri != "-")


def _write(run: session.Session, files: "FileSet", out: str) -> None:
    from tallystick.emit import write

    with gently():
        report, found = write(files, out)
    run.add(found)
    if report is not None:
        click.echo(
            f"{TARGET} {out}: {len(report.written)} written, "
            f"{len(report.removed)} removed, {report.unchanged} unchanged"
        )


def _show(run: session.Session, maker: Maker, files: "FileSet", host: str, port: int) -> None:
    from tallystick.serve.pages import LiveSite
    from tallystick.serve.running import show

    site = LiveSite(files)
    ended = threading.Event()
    watcher = threading.Thread(target=watch, args=(run, maker, site, ended), daemon=True)
    watcher.start()
    try:
        found = show(site, host, port, lambda it: click.echo(f"pages on {it.url}"))
    finally:
        ended.set()
    watcher.join()
    run.add(found)
    if found:
        run.unusable()


def watch(run: session.Session, maker: Maker, site: "LiveSite", ended: threading.Event) -> None:
    """Make the pages again whenever a file of the document has changed."""
    seen = _stamps(maker.watched)
    while not ended.wait(LOOK):
        now = _stamps(maker.watched)
        if now == seen:
            continue
        seen = now
        files = maker.make()
        run.report()
        if files is not None:
            site.replace(files)


def _stamps(paths: frozenset[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116 - a location as given
        except (OSError, ValueError):
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found
