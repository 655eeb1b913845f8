"""Options that several commands share, and groups of options that make one value."""

import math
import os
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from tallystick.cli.files import hindrance

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("text", "json", "github")
ORIGIN = re.compile(r"https?://[^/?#@\s]+")


class Amount(click.FloatRange):
    """A number in a range that can be counted with: neither infinite nor no number at all."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number to count with", param, ctx)
        return float(number)


class NewFile(click.Path):
    """Path of a file that will be written: that it can be is known before the work is done."""

    def __init__(self) -> None:
        """Take files, whether they are there or not."""
        super().__init__(dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        path = os.fsdecode(super().convert(value, param, ctx))
        if why := hindrance(Path(path)):
            self.fail(f"{path} cannot be written: {why}", param, ctx)
        return path


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


def origins(command: Command) -> Command:
    """Add ``--origin``; the command gets all as one tuple."""
    return click.option(
        "--origin",
        "origins",
        multiple=True,
        default=("local",),
        show_default=True,
        metavar="ORIGIN",
        callback=lambda _context, _option, values: _origins(values),
        help="Pages whose scripts may call: https://example.com, `local` (pages of this machine and"
        " files), `*`, or `none`. Repeatable.",
    )(command)


def _origins(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if value not in {"local", "*", "none"} and not ORIGIN.fullmatch(value):
            raise click.BadParameter(
                f"{value!r} is no origin: write scheme and host, such as https://example.com"
            )
    if "none" in values and len(values) > 1:
        raise click.BadParameter("`none` goes with no other origin")
    return () if "none" in values else values


RATE = click.FloatRange(0, 1)


def faults(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that inject faults; the command gets them as one `Faults`."""

    @click.option("--fault-seed", type=int, default=0, help="Same seed, same faults.")
    @click.option(
        "--fault-status",
        type=RATE,
        default=0.0,
        metavar="RATE",
        help="Answer with an error status.",
    )
    @click.option(
        "--fault-statuses",
        default="500,502,503,429",
        show_default=True,
        metavar="LIST",
        help="Which.",
    )
    @click.option("--fault-delay", type=RATE, default=0.0, metavar="RATE", help="Delay the answer.")
    @click.option(
        "--fault-delay-seconds",
        type=click.FloatRange(0),
        default=1.0,
        show_default=True,
        metavar="SECONDS",
        help="By how much.",
    )
    @click.option(
        "--fault-truncate", type=RATE, default=0.0, metavar="RATE", help="Cut the body in half."
    )
    @click.option(
        "--fault-drop", type=RATE, default=0.0, metavar="RATE", help="Drop the connection."
    )
    @wraps(command)
    def with_faults(
        *args: Any,
        fault_seed: int,
        fault_status: float,
        fault_statuses: str,
        fault_delay: float,
        fault_delay_seconds: float,
        fault_truncate: float,
        fault_drop: float,
        **rest: Any,
    ) -> Any:
        from tallystick.serve.faults import Faults

        chosen = Faults(
            seed=fault_seed,
            status_rate=fault_status,
            statuses=_statuses(fault_statuses),
            delay_rate=fault_delay,
            delay=fault_delay_seconds,
            truncate_rate=fault_truncate,
            drop_rate=fault_drop,
        )
        return command(*args, faults=chosen, **rest)

    return with_faults


def _statuses(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdigit() and 400 <= int(word) <= 599 for word in words):  # noqa: PLR2004 - the error statuses of HTTP
        raise click.UsageError(f"--fault-statuses {text!r} is not a list of statuses, 400 to 599")
    return tuple(map(int, words))
