"""docs/configuration.md says what the code knows, no more and no less."""

import re
from pathlib import Path

import pytest

from tallystick.cli import commands, config, interrupts, session
from tallystick.emit import Option, find, names

from .conftest import PETS, Tally

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text()


def section(start: str) -> str:
    """Return the text from a line on, up to the end of the next table."""
    after = PAGE.split(start, 1)[1]
    lines = after.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("|"))
    last = next(n for n, line in enumerate([*lines, ""]) if n > first and not line.startswith("|"))
    return "\n".join(lines[first + 2 : last])


def rows(start: str) -> list[list[str]]:
    """Return the cells of the table that follows a line."""
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in section(start).splitlines()]


@pytest.mark.parametrize(
    ("start", "keys"),
    [
        ("At the top:", config.ROOT_KEYS),
        ("In `[documents.NAME]`:", config.DOCUMENT_KEYS),
        ("In `[[outputs]]`:", config.OUTPUT_KEYS),
    ],
)
def test_every_key_is_listed(start: str, keys: tuple[str, ...]) -> None:
    """In the order of the code."""
    assert [row[0] for row in rows(start)] == [f"`{key}`" for key in keys]


def values(option: Option) -> str:
    """Return what the table says of an option's values."""
    if not option.choices:
        return {"string": "text", "boolean": "true or false", "integer": "a number"}[option.kind]
    return ", ".join(
        f"`{choice}` (default)" if choice == option.default else f"`{choice}`"
        for choice in option.choices
    )


@pytest.mark.parametrize("name", names())
def test_every_option_of_every_target_is_listed(name: str) -> None:
    """With its values and its own words."""
    target = find(name)
    assert target
    expected = [[f"`{option.name}`", values(option), option.doc] for option in target.options]
    assert rows(f"\n`{name}`, ") == expected


def test_every_exit_status_is_listed() -> None:
    """And none that no command ends with."""
    known = {
        session.CLEAN,
        session.FINDINGS,
        session.UNUSABLE,
        commands.INTERNAL,
        interrupts.INTERRUPTED,
    }
    assert {int(row[0]) for row in rows("## Exit status")} == known


def test_every_environment_variable_is_listed() -> None:
    """Those that the toolkit's own code reads."""
    source = "\n".join(
        path.read_text() for path in sorted((ROOT / "generator" / "tallystick").rglob("*.py"))
    )
    read = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', source))
    read |= set(re.findall(r'"(\w+)" (?:not )?in os\.environ', source))
    assert {row[0].strip("`") for row in rows("## Environment variables")} == read


def test_the_example_is_taken(tally: Tally, folder: Path) -> None:
    """As it stands there."""
    (text,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (folder / "tallystick.toml").write_text(text)
    (folder / "openapi.yaml").write_text(PETS)
    (folder / "overlays").mkdir()
    (folder / "overlays" / "partner.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\n"
        "actions: [{target: $.info, update: {title: Shop}}]\n"
    )
    (folder / "templates" / "python").mkdir(parents=True)
    done = tally("generate")
    assert (done.status, done.err) == (0, "")
    assert (folder / "clients" / "python" / "shop" / "__init__.py").is_file()
