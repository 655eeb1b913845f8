"""``tally explain``: what a code means."""

import textwrap
from importlib import import_module

import click

from tallystick.cli.config import suggestion
from tallystick.diagnostics import Code

STAGES = ("cli", "load", "resolve", "rules", "ir", "emit", "diff", "fuzz", "serve", "review")
"""Packages whose ``codes`` module holds ``CODES``."""

WIDTH = 88


def catalogue() -> dict[str, Code]:
    """Return every code of the toolkit by its id: of each stage, checks of a diff, findings."""
    found: dict[str, Code] = {}
    for stage in STAGES:
        module = import_module(f"tallystick.{stage}.codes")
        found.update((code.id, code) for code in module.CODES)
    found.update((code.id, code) for code in _checks())
    found.update(import_module("tallystick.fuzz.kinds").KINDS)
    return found


def _checks() -> list[Code]:
    """Return the checks of ``tally diff`` as codes."""
    checks = import_module("tallystick.diff.checks").catalogue()
    return [
        Code(
            id=check.id,
            severity=check.severity,
            summary=check.summary,
            why=check.why,
            instead=check.instead,
            source=check.source,
        )
        for check in checks
    ]


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what the diagnostic CODE means and what to write instead; without CODE, list all."""
    known = catalogue()
    if code is None:
        width = max(map(len, known))
        for item in known.values():
            click.echo(f"{item.id:<{width}}  {item.severity.value:<7}  {item.summary}")
        return
    if code not in known:
        near = suggestion(code, known)
        raise click.ClickException(
            f"there is no code {code!r}; " + (near or "`tally explain` lists them all")
        )
    click.echo(page(known[code]), nl=False)


def page(item: Code) -> str:
    """Return the page of one code as plain text with a final newline."""
    parts = [f"{item.severity.value}[{item.id}]", fill(item.summary), fill(item.why)]
    parts.append("Instead:\n" + textwrap.indent(fill(item.instead), "  "))
    if item.source:
        parts.append(f"Source: {item.source}")
    return "\n\n".join(parts) + "\n"


def fill(text: str) -> str:
    """Wrap prose; lines that are indented (an example) stay as they are."""
    blocks = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(
        block
        if any(line[:1] == " " for line in block.splitlines())
        else textwrap.fill(block, WIDTH)
        for block in blocks
    )
