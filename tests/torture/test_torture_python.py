"""The torture document through the Python target: strict types, every module imports."""

import subprocess
import sys
from pathlib import Path

from tallystick.emit import generate
from tallystick.ir import open_api

DOCUMENT = Path(__file__).parent / "torture.yaml"
IMPORT_ALL = """
import importlib, pkgutil, torture_api
for module in pkgutil.walk_packages(torture_api.__path__, "torture_api."):
    importlib.import_module(module.name)
"""


def test_python_compiles_strictly(tmp_path: Path) -> None:
    """Mypy in strict mode finds nothing; nothing is dropped; all of it imports."""
    api, problems = open_api(str(DOCUMENT))
    assert api is not None
    assert problems == ()
    files, _ = generate(api, "python", {"package": "torture_api"})
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    commands = (
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy", "torture_api"],
        [sys.executable, "-c", IMPORT_ALL],
    )
    for command in commands:
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
