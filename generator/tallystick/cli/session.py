"""What every command does first: find the configuration, choose the document, say problems."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never

import click

from tallystick.cli import codes
from tallystick.cli.config import Config, DocumentEntry, find, read, sources, suggestion
from tallystick.cli.toml_places import TomlSource
from tallystick.diagnostics import Diagnostic, Diagnostics, Span, has_errors
from tallystick.load.model import Position

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2


@dataclass(slots=True, kw_only=True)
class Session:
    """One run of a command.

    Attributes:
        config: The configuration found; an empty one without a file.
        found: Everything said so far; `finish` prints it.
        format: ``text``, ``json`` or ``github``.
    """

    config: Config
    config_source: TomlSource | None = None
    found: list[Diagnostic] = field(default_factory=list)
    format: str = "text"

    def add(self, diagnostics: Diagnostics) -> None:
        """Remember diagnostics for the report."""
        self.found.extend(diagnostics)

    def locate(self, span: Span) -> Position | None:
        """Return the position of a place in a document or in the configuration."""
        if self.config_source is not None and span.uri == self.config.uri:
            return self.config_source.position(span)
        from tallystick.load import locate

        return locate(span)

    def report(self) -> None:
        """Print what was found: text and annotations to stderr, JSON to stdout."""
        found, self.found = tuple(self.found), []
        if self.format == "json":
            from tallystick.report import json as report_json

            click.echo(report_json.render(found, self.locate), nl=False)
            return
        if self.format == "github":
            from tallystick.report import github

            click.echo(github.render(found, self.locate), nl=False)
            return
        from tallystick.report import text

        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        click.echo(text.render(found, self.locate, colour=colour), err=True, nl=False)

    def finish(self, *, strict: bool = False) -> Never:
        """Print the report and end: 1 when it holds an error (with `strict`, anything)."""
        findings = has_errors(self.found) or (strict and bool(self.found))
        self.report()
        raise click.exceptions.Exit(FINDINGS if findings else CLEAN)

    def unusable(self) -> Never:
        """Print the report and end with status 2: there is nothing to work on."""
        self.report()
        raise click.exceptions.Exit(UNUSABLE)


def start(*, format_: str = "text") -> Session:
    """Find and read the configuration; a mistake in it ends the command with status 2."""
    path = find(Path.cwd())
    if path is None:
        return Session(config=Config(root=Path.cwd()), format=format_)
    uri = os.path.relpath(path)
    try:
        config, found = read(path, uri)
    except OSError as problem:
        raise click.ClickException(f"{uri} cannot be read: {problem.strerror}") from problem
    session = Session(
        config=config or Config(root=path.parent, uri=uri),
        config_source=sources(config, path),
        format=format_,
    )
    session.add(found)
    if config is None:
        session.unusable()
    return session


def choose(
    session: Session, given: str | None, overlays: tuple[str, ...], *, allow_remote: bool
) -> DocumentEntry:
    """Return the document that a command works on.

    Args:
        session: The run.
        given: A location, ``-`` for standard input, or a configured name; None for the only
            configured document.
        overlays: Overlays given on the command line; they come after the configured ones.
        allow_remote: The flag of the command line.
    """
    known = session.config.documents
    if given is None and len(known) == 1:
        given = next(iter(known))
    if given is None:
        names = f"one of {', '.join(known)}, or a path" if known else "the path of a document"
        _missing(session, "no document was given", f"give {names}")
    entry = known.get(given)
    # Not by Path, which raises for a name too long.
    if entry is None or os.path.isfile(given):  # noqa: PTH113 - as said
        if entry is None and given != "-" and "/" not in given and not os.path.exists(given):  # noqa: PTH110 - as said
            near = suggestion(given, known)
            if near:
                _missing(session, f"there is no file and no document {given!r}", near)
        return DocumentEntry(name="", path=given, overlays=overlays, allow_remote=allow_remote)
    return DocumentEntry(
        name=entry.name,
        path=_from_root(session, entry.path),
        overlays=(*(_from_root(session, item) for item in entry.overlays), *overlays),
        allow_remote=allow_remote or entry.allow_remote,
        behaviour=_behaviour(session, entry.behaviour),
    )


def _from_root(session: Session, location: str) -> str:
    """Return a configured location as seen from the working directory."""
    if "://" in location:
        return location
    return os.path.relpath(session.config.root / location)


def _behaviour(session: Session, location: str) -> str:
    """Return a configured behaviour as seen from the working directory; a module stays as it is."""
    path, colon, attribute = location.rpartition(":")
    there = path and (session.config.root / path).exists()
    return f"{_from_root(session, path)}{colon}{attribute}" if there else location


def _missing(session: Session, message: str, help_: str) -> Never:
    session.add((Diagnostic(code=codes.NO_DOCUMENT, message=message, help=help_),))
    session.unusable()
