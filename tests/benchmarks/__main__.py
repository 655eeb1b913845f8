"""``make bench`` runs every benchmark of this folder, each in an interpreter of its own."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


def main() -> int:
    """Run them in the order of their names; fail if one fails."""
    scripts = sorted(path for path in FOLDER.glob("*.py") if not path.name.startswith("_"))
    codes = [
        subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{path.stem}"], check=False, cwd=ROOT
        ).returncode
        for path in scripts
    ]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
