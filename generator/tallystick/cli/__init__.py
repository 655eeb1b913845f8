"""The ``tally`` command: the one place that prints, exits and touches the terminal.

Exit status of every command: 0 clean, 1 findings, 2 unusable input, 130 interrupted.
"""

import sys
from importlib import import_module

import click

from tallystick import __version__

COMMANDS = {
    "bundle": "Print one self-contained document, references and overlays resolved.",
    "check": "Report every problem of a document, its rules, examples and lifecycle included.",
    "explain": "Say what a diagnostic code means and what to write instead.",
    "generate": "Write clients, documents and other targets.",
    "serve": "Run a server that keeps the contract of a document.",
}
"""Every command with its one-line help; ``cli/<name>.py`` holds ``command``."""


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
    """Run the command line; Ctrl-C ends quietly with status 130."""
    try:
        tally.main(prog_name="tally", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as problem:
        problem.show()
        sys.exit(2)
    except click.Abort:
        click.echo("tally: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader (head, less) has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
