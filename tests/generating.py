"""Packages generated for tests, and the tools that are to be content with them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tallystick.emit import generate
from tallystick.ir import open_api

BIN = Path(sys.executable).parent


def write(document: Path, target: str, options: Mapping[str, str], out: Path) -> Path:
    """Generate into a folder, and return it; what a target says of the document does not matter."""
    api, problems = open_api(str(document))
    assert api is not None, problems
    files, problems = generate(api, target, dict(options))
    assert files, problems
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, "utf-8")
    return out


def run_tool(*command: str, cwd: Path) -> str:
    """Run a tool of this environment; it must be content. Return what it printed."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
