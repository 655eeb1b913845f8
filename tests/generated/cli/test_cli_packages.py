"""Generated command lines: formatted, strictly typed, quick to start."""

import importlib
import json
import re
from pathlib import Path

import pytest
from tests.generating import BIN, run_tool

from tallystick.emit.targets.cli import settings

PACKAGES = [("video_folder", "video_api_cli"), ("torture_folder", "torture_line_cli")]
ALL = [*PACKAGES, ("odd_folder", "odd_api_cli")]
HEAVY = ("pydantic", "httpx2", "yaml", "jmespath", "logging", "dataclasses", "inspect")


@pytest.fixture(name="folder")
def _folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param[0]) / request.param[1]
    return found


@pytest.mark.parametrize("folder", ALL, indirect=True)
def test_the_output_is_formatted_and_clean(folder: Path) -> None:
    """Formatters and linters have nothing to say."""
    width = ("--isolated", "--line-length", "100")
    run_tool("ruff", "format", *width, "--check", str(folder), cwd=folder)
    rules = ("--select", "E,F,W,I,B,C4,SIM,RET,PIE,ISC,PYI,D,N,UP", "--ignore", "D105,D107,UP007")
    convention = ("--config", "lint.pydocstyle.convention='google'", "--target-version", "py311")
    run_tool("ruff", "check", *width, *rules, *convention, str(folder), cwd=folder)


@pytest.mark.parametrize("folder", PACKAGES, indirect=True)
def test_the_output_passes_mypy_strict(folder: Path) -> None:
    """Strict types, the standard library's and the runtime's alike."""
    cache = str(folder.parent / ".mypy_cache")
    run_tool("mypy", "--strict", "--cache-dir", cache, folder.name, cwd=folder.parent)


@pytest.mark.parametrize("folder", PACKAGES[1:], indirect=True)
def test_the_output_passes_pyright_strict(folder: Path) -> None:
    """A second checker agrees."""
    config = {
        "include": [folder.name],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "venvPath": str(BIN.parents[1]),
        "venv": BIN.parent.name,
    }
    (folder.parent / "pyrightconfig.json").write_text(json.dumps(config))
    run_tool("pyright", cwd=folder.parent)


@pytest.mark.parametrize("folder", PACKAGES, indirect=True)
@pytest.mark.parametrize("words", [["--help"], ["__complete", "fish", ""], ["--version"]])
def test_help_loads_nothing_heavy(folder: Path, words: list[str]) -> None:
    """Neither the client nor a library is loaded for help, completion or the version."""
    heavy = (*HEAVY, folder.name.removesuffix("_cli"))
    script = (
        f"import sys; from {folder.name}._main import main; main({words!r});"
        f"print('heavy:', [name for name in {heavy!r} if name in sys.modules])"
    )
    out = run_tool("python", "-c", script, cwd=folder.parent)
    assert out.splitlines()[-1] == "heavy: []"


def test_one_resource_is_loaded_at_a_time(odd_folder: Path) -> None:
    """Commands of other resources, and what answers hold, are loaded when they are asked for."""
    script = (
        "import sys; from odd_api_cli._main import main; main(['files', '--help']);"
        "print(sorted(n for n in sys.modules if 'commands.' in n or n.endswith('returns')))"
    )
    out = run_tool("python", "-c", script, cwd=odd_folder)
    assert out.splitlines()[-1] == "['odd_api_cli.commands.files']"


@pytest.mark.usefixtures("odd")
def test_what_is_said_twice_agrees(odd_folder: Path) -> None:
    """The flags of the tool are those no API may take; the readme has the statuses of the help."""
    command = importlib.import_module("odd_api_cli._command")
    assert {option.spelled for option in command.OPTIONS} == settings.TAKEN
    statuses = importlib.import_module("odd_api_cli._help").STATUS
    readme = (odd_folder / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", readme, re.MULTILINE)
    assert [(int(number), text) for number, text in rows][: len(statuses)] == [
        (number, text.replace("this tool", "the tool")) for number, text in statuses
    ]
