"""The torture document through the Python target: strict types, every module imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.generating import write

from tallystick.ir import open_api

DOCUMENT = Path(__file__).parent / "torture.yaml"
IMPORT_ALL = """
import importlib, pkgutil, torture_api
for module in pkgutil.walk_packages(torture_api.__path__, "torture_api."):
    importlib.import_module(module.name)
"""
CALLS = Path(__file__).parent / "calls.py"


@pytest.fixture(scope="module", name="package")
def _package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the package; the document has the faults that are meant, and no others."""
    api, problems = open_api(str(DOCUMENT))
    assert api is not None
    found = sorted(item.code.id for item in problems)
    assert found == ["path-variable-undeclared", *["union-holds-itself"] * 3]
    options = {"package": "torture_api", "client": "Client"}
    return write(DOCUMENT, "python", options, tmp_path_factory.mktemp("torture"))


def test_python_compiles_strictly(package: Path) -> None:
    """Type checking in strict mode finds nothing; every module imports."""
    commands = (
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy", "torture_api"],
        [sys.executable, "-c", IMPORT_ALL],
    )
    for command in commands:
        done = subprocess.run(
            command, cwd=package, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_python_keeps_the_contract(package: Path) -> None:
    """Every operation against the server of the document; a refusal names what is nested."""
    serve = [sys.executable, "-m", "tallystick", "serve", str(DOCUMENT)]
    with subprocess.Popen(
        [*serve, "--port", "0", "--token", "secret"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().split()[-1]
        done = subprocess.run(
            [sys.executable, CALLS, url],
            env={**os.environ, "PYTHONPATH": str(package)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        server.terminate()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "/note note-for-gift",
        "/lines/1/sku sku-shape",
        "/labels/a~1~0/sku sku-shape",
        "/payment/number card-digits",
        "/payment/number missing",
        "/payment/by literal_error",
    ]
