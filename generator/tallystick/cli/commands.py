"""The commands of ``tally``, and how each of them ends.

Exit status of every command: 0 clean, 1 findings, 2 unusable input, 70 a mistake of ours,
130 interrupted. ``TALLY_DEBUG=1`` shows the traceback of a mistake of ours.
"""

import contextlib
import gc
import os
import sys
from importlib import import_module
from typing import Never

import click

from tallystick import __version__
from tallystick.cli.interrupts import INTERRUPTED

COMMANDS = {
    "bundle": "Print one self-contained document, references and overlays resolved.",
    "check": "Report every problem of a document, its rules, examples and lifecycle included.",
    "diff": "Compare two versions: what breaks, and the message that shows it.",
    "docs": "Write the pages of a document, or show them while it is edited.",
    "explain": "Say what a diagnostic code means and what to write instead.",
    "fuzz": "Try a server with requests made from a document; find every broken claim.",
    "generate": "Write clients, documents and other targets.",
    "serve": "Run a server that keeps the contract of a document.",
}
"""Every command with its one-line help; ``cli/<name>.py`` holds ``command``."""

BRIEF = frozenset({"bundle", "check", "diff", "explain"})
"""Commands that end before garbage matters: nobody looks for it."""

UNUSABLE, INTERNAL = 2, 70
REPORT = "please report this mistake of tallystick, with the document and what TALLY_DEBUG=1 prints"


class LazyGroup(click.Group):
    """A group that imports a command only when it runs, so that ``--help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None when there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"tallystick.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names; a misspelt one gets a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command {args[0]!r}; {meant}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tally")
def tally() -> None:
    """Cut clients, servers, tests and verdicts from one OpenAPI document and its rules."""


def main() -> None:
    """Run the command line. Whatever happens is said in a sentence, never with a traceback."""
    _open_streams()
    if BRIEF.intersection(sys.argv[1:2]):
        gc.disable()
    try:
        # Without its standalone mode click returns the status of an `Exit`.
        status = tally.main(prog_name="tally", standalone_mode=False)
        sys.stdout.flush()  # what cannot be written is said here, not when the interpreter ends
        gc.freeze()  # the process ends: what it made is not searched for garbage any more
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.NoArgsIsHelpError as problem:
        click.echo(problem.format_message(), err=True)
        sys.exit(UNUSABLE)
    except click.ClickException as problem:
        _refuse(problem)
    except (click.Abort, KeyboardInterrupt):
        click.echo("tally: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _forget_output()  # the reader (head, less) has gone
        sys.exit(1)
    except OSError as problem:
        _forget_output()
        where = f"{problem.filename}: " if problem.filename else ""
        click.echo(f"tally: error: {where}{problem.strerror or problem}", err=True)
        sys.exit(UNUSABLE)
    except Exception as error:  # noqa: BLE001 - the last door: a mistake of ours is told, not dumped
        _internal(error)


def _open_streams() -> None:
    """Write nowhere where the caller has closed the standard streams."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - stays open to the end


def _forget_output() -> None:
    """Drop what is not written yet: the interpreter flushes once more when it ends."""
    with contextlib.suppress(OSError, ValueError):  # a test's stream has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(problem: click.ClickException) -> Never:
    """Say what is wrong with the command line itself, as all other problems are said."""
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    path = context.command_path if context else "tally"
    said = problem.format_message().rstrip(".")
    click.echo(f"tally: error: {said[:1].lower()}{said[1:]}", err=True)
    if context:
        click.echo(f"  help: see {path} --help", err=True)
    sys.exit(UNUSABLE)


def _internal(error: Exception) -> Never:
    """Say that we made a mistake, and how to report it."""
    if os.environ.get("TALLY_DEBUG"):
        import traceback

        traceback.print_exc()
    said = " ".join(str(error).split())
    click.echo(f"tally: internal error: {type(error).__name__}: {said}", err=True)
    click.echo(f"  help: {REPORT}", err=True)
    sys.exit(INTERNAL)
