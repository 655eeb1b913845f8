"""Generated packages: formatted, strictly typed, small in what they import."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from tests.generating import BIN, run_tool

PACKAGES = [("video", "luma_agents"), ("hard", "hard_api"), ("exact", "exact_api")]
OURS = ("types.py", "_model.py", "rules.py", "resources", "__init__.py")
"""What this target lays out itself; the runtime is copied as it stands."""


@pytest.fixture(name="folder")
def _folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param[0]) / request.param[1]
    return found


@pytest.mark.parametrize("folder", PACKAGES, indirect=True)
def test_the_output_is_as_a_formatter_leaves_it(folder: Path) -> None:
    """The output is as a formatter leaves it."""
    paths = [str(folder / name) for name in OURS if (folder / name).exists()]
    run_tool("ruff", "format", "--isolated", "--line-length", "100", "--check", *paths, cwd=folder)


@pytest.mark.parametrize("folder", PACKAGES, indirect=True)
def test_the_output_is_clean(folder: Path) -> None:
    """The output is clean."""
    rules = "E,F,W,I,B,C4,SIM,RET,PIE,ISC,PYI,D,N804,N805,UP"
    quiet = "D301,UP007,UP040,D105,D107,PYI051"
    paths = [str(folder / name) for name in OURS if (folder / name).exists()]
    options = ("--isolated", "--line-length", "100", "--select", rules, "--ignore", quiet)
    convention = ("--config", "lint.pydocstyle.convention='google'", "--target-version", "py311")
    run_tool("ruff", "check", *options, *convention, *paths, cwd=folder)


@pytest.mark.parametrize("folder", PACKAGES, indirect=True)
def test_the_output_passes_mypy_strict(folder: Path) -> None:
    """The output passes mypy strict."""
    cache = str(folder.parent / ".mypy_cache")
    run_tool("mypy", "--strict", "--cache-dir", cache, folder.name, cwd=folder.parent)


@pytest.mark.parametrize("folder", PACKAGES, indirect=True)
def test_the_output_passes_pyright_strict(folder: Path) -> None:
    """The output passes pyright strict."""
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
def test_importing_the_package_loads_no_models(folder: Path) -> None:
    """Importing the package loads no models."""
    script = (
        f"import sys, {folder.name}; print([n for n in ('pydantic', 'httpx2', "
        f"'{folder.name}.types', '{folder.name}.resources') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder.parent, capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


def test_names_that_clash_are_all_there(hard_api: ModuleType) -> None:
    """Names that clash are all there."""
    types = hard_api.types
    assert {"Class", "ClassInput", "ClassParam", "Tree", "TreeInput"} <= set(vars(types))
    body = types.ImportRequest if hasattr(types, "ImportRequest") else None
    models = [v for v in vars(types).values() if "created_at_2" in getattr(v, "model_fields", {})]
    assert len(models) == 1
    assert body is None or body is models[0]
    fields = models[0].model_fields
    assert {"class_", "list_", "str_", "model_dump_", "private", "n2fa", "anything"} <= set(fields)
    assert "never" not in fields
    assert fields["n2fa"].alias == "2fa"


def test_a_recursive_union_is_read_and_judged(hard_api: ModuleType) -> None:
    """A recursive union is read and judged."""
    adapter = __import__("pydantic").TypeAdapter(hard_api.types.TreeInput)
    value = {"a": ["b", {"c": "d"}]}
    assert adapter.validate_json(json.dumps(value)) == value
