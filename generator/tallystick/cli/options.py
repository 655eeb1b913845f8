"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("text", "json", "github")


def document(command: Command) -> Command:
    """Add ``[DOC] --overlay --allow-remote``."""
    for add in (
        click.option(
            "--allow-remote", is_flag=True, help="Follow references over http(s); off by default."
        ),
        click.option(
            "--overlay",
            "overlays",
            multiple=True,
            metavar="FILE",
            help="Apply an OpenAPI Overlay; may be repeated.",
        ),
        click.argument("doc", required=False),
    ):
        command = add(command)
    return command


def report_format(command: Command) -> Command:
    """Add ``--format``."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How problems are written.",
    )(command)
