"""The rendered package as a whole: quick to import, and clean."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


def test_importing_loads_neither_http_nor_models(
    package: Path, run_python: Callable[..., str]
) -> None:
    """They are loaded when a client is made."""
    code = (
        "import sys, acme_client as a\n"
        "print([n for n in ('httpx2', 'pydantic', 'asyncio', 'ssl') if n in sys.modules])\n"
        "a.Acme(auth_token='k').jobs\n"
        "print('httpx2' in sys.modules, 'asyncio' in sys.modules)"
    )
    assert run_python(code, package.parent).splitlines() == ["[]", "True False"]


def test_the_runtime_needs_nothing_else(package: Path) -> None:
    """Third-party modules: httpx2 with what it is made of, and pydantic with its core."""
    allowed = {"httpx2", "httpcore2", "anyio", "pydantic", "pydantic_core"}
    found = set()
    for path in package.glob("_*.py"):
        for line in path.read_text().splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]) and not words[1].startswith("."):
                found.add(words[1].split(".")[0])
    assert found - set(sys.stdlib_module_names) <= allowed


@pytest.mark.parametrize("tool", [["mypy", "--strict"], ["pyright", "--level", "error"]])
def test_strict_checkers_find_nothing(package: Path, tool: list[str]) -> None:
    """The sample is checked with it, so that the types of methods are seen to hold."""
    settings = package.parent / "pyrightconfig.json"
    settings.write_text('{"typeCheckingMode": "strict", "include": ["acme_client"]}')
    command = [sys.executable, "-m", *tool]
    target = ["acme_client"]
    if tool[0] == "pyright":
        target = ["--project", str(settings), "--pythonpath", sys.executable]
    done = subprocess.run(
        [*command, *target], cwd=package.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_ruff_finds_nothing(package: Path, command: list[str]) -> None:
    """Neither lints nor layout, by the repository's own strict settings."""
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    files = [str(path) for path in package.glob("_[a-z]*.py")]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, *config, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
