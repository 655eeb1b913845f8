"""Invariants of the house that no other tool holds."""

import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from tallystick.cli.commands import COMMANDS
from tallystick.cli.explain import STAGES, catalogue
from tallystick.diff import checks
from tallystick.fuzz.kinds import KINDS

ROOT = Path(__file__).parents[2]
TOOLKIT = [
    path
    for folder in ("generator", "templates")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.is_file() and path.suffix in {".py", ".jinja", ".toml", ".json"}
]
FLAGSHIP = re.compile(r"\bluma|\bluma_agents|\bkeyframe|\buni-1\b|\bray-3", re.IGNORECASE)
FORBIDDEN_MODULES = {"utils", "core", "common", "helpers"}


@pytest.mark.parametrize("path", TOOLKIT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_toolkit_knows_no_api(path: Path) -> None:
    """What is particular to the flagship stands in spec/."""
    assert not FLAGSHIP.search(path.read_text())


def test_no_module_is_a_drawer() -> None:
    """A module's name says what is in it."""
    names = {path.stem for path in (ROOT / "generator").rglob("*.py")}
    assert not names & FORBIDDEN_MODULES


def test_every_command_has_its_file() -> None:
    """The listing, the files and the commands agree."""
    for command in COMMANDS:
        module = import_module(f"tallystick.cli.{command.replace('-', '_')}")
        assert module.command.name == command


def test_codes_are_unique_and_told_whole() -> None:
    """Every diagnostic can be explained; no two share an id."""
    codes = [code for stage in STAGES for code in import_module(f"tallystick.{stage}.codes").CODES]
    assert len(codes) + len(checks.catalogue()) + len(KINDS) == len(catalogue())
    for code in codes:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.id)
        for text in (code.summary, code.why, code.instead):
            assert text
            assert text == text.strip()


def test_every_code_constant_is_listed() -> None:
    """A code that is missing in CODES could not be explained."""
    for stage in STAGES:
        module = import_module(f"tallystick.{stage}.codes")
        constants = {
            value.id
            for name, value in vars(module).items()
            if name.isupper() and name != "CODES" and hasattr(value, "id")
        }
        assert constants == {code.id for code in module.CODES}


def test_every_suppression_has_its_reason() -> None:
    """What silences a checker says why, in the same line."""
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(:\s*[A-Z0-9, ]+|\[[a-z, -]+\])?[\s#]*$")
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("generator", "spec", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if bare.search(line)
    ]
    assert silent == []


def test_nothing_names_a_machine() -> None:
    """No committed text holds a path of somebody's machine."""
    listed = subprocess.run(
        ["git", "grep", "-lIE", r"/work/(main|shared)|/tmp/(w|corpus|design)/|/root/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.stdout.splitlines() in ([], ["tests/repository/test_house.py"])


PAGES = [
    path
    for pattern in ("*.md", "docs/*.md", "spec/**/*.md")
    for path in sorted(ROOT.glob(pattern))
    if ".demo" not in path.parts
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_lead_somewhere(path: Path) -> None:
    """Local links name files that are there; codes and commands that pages show exist."""
    text = path.read_text()
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        assert "://" in link or (path.parent / link).exists(), link
    for code in re.findall(
        r"(?:error|warning|info)\[([a-z0-9-]+)\]|tally explain ([a-z0-9-]+)", text
    ):
        assert (code[0] or code[1]) in catalogue(), code
    for command in re.findall(r"^\$ tally ([a-z]+)", text, re.MULTILINE):
        assert command in COMMANDS
